//! `keyring:ENTRY`: the operating system's credential store, service `leadctl`.

use crate::core::error::{Error, Result};
use crate::core::secret::Secret;

/// Reads an entry.
pub(super) fn follow(entry: &str) -> Result<Secret> {
    system::get(entry).map_err(|why| {
        Error::secret("keyring-unreadable", format!("the keyring does not give '{entry}': {why}"))
            .hint("where there is no keyring, as on servers and in CI, keep the secret as env:NAME or file:PATH")
    })
}

/// Keeps a secret; the error says why there is no keyring to keep it in.
pub fn store(entry: &str, secret: &Secret) -> std::result::Result<(), String> {
    system::set(entry, secret)
}

/// Forgets an entry that `configure` made.
pub fn delete(entry: &str) -> std::result::Result<(), String> {
    system::delete(entry)
}

#[cfg(feature = "keyring")]
mod system {
    use super::Secret;

    /// In words for whoever does not know the library.
    fn why(error: &keyring::v1::Error) -> String {
        match error {
            keyring::v1::Error::NoDefaultStore => "no Secret Service, Keychain or Credential Manager answers here".to_owned(),
            keyring::v1::Error::NoStorageAccess(why) => format!("it can't be opened, or is locked: {why}"),
            keyring::v1::Error::NoEntry => "it has no such entry".to_owned(),
            other => other.to_string(),
        }
    }

    fn entry(name: &str) -> Result<keyring::v1::Entry, String> {
        keyring::v1::Entry::new("leadctl", name).map_err(|error| why(&error))
    }

    pub(super) fn get(name: &str) -> Result<Secret, String> {
        entry(name)?.get_password().map(Secret::new).map_err(|error| why(&error))
    }

    pub(super) fn set(name: &str, secret: &Secret) -> Result<(), String> {
        entry(name)?.set_password(secret.expose()).map_err(|error| why(&error))
    }

    pub(super) fn delete(name: &str) -> Result<(), String> {
        entry(name)?.delete_credential().map_err(|error| why(&error))
    }
}

#[cfg(not(feature = "keyring"))]
mod system {
    use super::Secret;

    const NONE: &str = "this build of leadctl has no keyring";

    pub(super) fn get(_: &str) -> Result<Secret, String> {
        Err(NONE.to_owned())
    }

    pub(super) fn set(_: &str, _: &Secret) -> Result<(), String> {
        Err(NONE.to_owned())
    }

    pub(super) fn delete(_: &str) -> Result<(), String> {
        Err(NONE.to_owned())
    }
}
