//! What Azure's storage services share: connection strings, accounts, signatures, what an error means, the first checks.
//!
//! Common ground of `azure_table` and `azure_blob` alone; it knows neither of them. `fake` is the same for their imitations, and shares
//! nothing with the rest of this folder.

pub mod account;
pub mod checks;
pub mod connection_string;
pub mod fake;

pub mod lint;
pub mod paste;
pub mod patience;
pub mod read;
pub mod sign;

pub use account::{Account, Credential};
pub use read::Failure;

/// One of an account's services, as far as they differ in names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    Table,
    Blob,
}

impl Service {
    /// As it stands in host names, and in sentences.
    pub fn word(self) -> &'static str {
        match self {
            Service::Table => "table",
            Service::Blob => "blob",
        }
    }

    /// The key of its own endpoint in a connection string.
    fn endpoint_key(self) -> &'static str {
        match self {
            Service::Table => "TableEndpoint",
            Service::Blob => "BlobEndpoint",
        }
    }

    /// Its letter in a signature's list of services (`ss`).
    fn letter(self) -> char {
        match self {
            Service::Table => 't',
            Service::Blob => 'b',
        }
    }

    /// The port at which the storage emulator has it.
    fn emulator_port(self) -> u16 {
        match self {
            Service::Table => 10002,
            Service::Blob => 10000,
        }
    }
}
