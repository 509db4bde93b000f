//! Profiles and the file they live in: finding it, reading it with line and column, editing it with comments kept,
//! and following its secret references.

mod edit;
mod find;
mod read;
mod resolve;
pub mod secrets;
mod trust;

pub use edit::{NewProfile, check_name, remove, rename, save, write_private};
pub use find::{Found, find, secrets_folder};
pub use read::{ProfileFile, read};
pub use resolve::{Leave, Resolved, Resolver, carried_reference};
pub use trust::{commands_in, is_trusted, trust};

/// The name of a profile file.
pub const FILE_NAME: &str = "leadctl.toml";
