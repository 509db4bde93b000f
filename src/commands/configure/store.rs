//! Where a secret's value goes: the keyring, or, agreed to, a file that only the user can read. Never silently the one for the other.

use std::path::PathBuf;

use crate::cli::configure::SecretStore;
use crate::commands::Context;
use crate::config::{self, secrets::keyring};
use crate::core::error::{Error, Result};
use crate::core::secret::Secret;
use crate::core::spec::Field;

/// A secret that was stored, so that it can be taken back if the profile is not written.
pub(super) enum Kept {
    Keyring(String),
    /// The path, and what it held before.
    File(PathBuf, Option<Secret>),
}

impl Kept {
    pub(super) fn reference(&self) -> String {
        match self {
            Kept::Keyring(entry) => format!("keyring:{entry}"),
            Kept::File(path, _) => format!("file:{}", path.display()),
        }
    }
}

/// Without a choice: the keyring, and where there is none an error that names the choices.
pub(super) fn keep(profile: &str, field: &Field, secret: &Secret, place: Option<SecretStore>, context: &Context) -> Result<Kept> {
    match place {
        Some(SecretStore::File) => keep_in_file(profile, field, secret, context),
        Some(SecretStore::Keyring) | None => {
            let entry = format!("{profile}/{}", field.key);
            match keyring::store(&entry, secret) {
                Ok(()) => Ok(Kept::Keyring(entry)),
                Err(why) => Err(Error::secret("no-keyring", format!("there is no keyring to keep '{}' in: {why}", field.key))
                    .hint("keep it in a file that only you can read: --secret-store file")
                    .hint(format!("or keep it yourself and give a reference: --{} env:NAME", field.flag()))),
            }
        }
    }
}

pub(super) fn folder(context: &Context) -> Result<PathBuf> {
    config::secrets_folder(&context.env)
        .ok_or_else(|| Error::file("no-home", "no home folder is set to keep a secret in").hint("set HOME or XDG_DATA_HOME"))
}

fn keep_in_file(profile: &str, field: &Field, secret: &Secret, context: &Context) -> Result<Kept> {
    let path = folder(context)?.join(format!("{profile}.{}", field.key));
    let before = std::fs::read_to_string(&path).ok().map(Secret::new);
    config::write_private(&path, secret.expose())?;
    Ok(Kept::File(path, before))
}

/// Whether a keyring is there and open: only writing tells.
pub(super) fn keyring_answers() -> std::result::Result<(), String> {
    let probe = format!("probe-{}", uuid::Uuid::new_v4());
    keyring::store(&probe, &Secret::new("probe"))?;
    keyring::delete(&probe)
}

/// Takes back what was stored for a profile that was not written.
pub(super) fn undo(kept: &[Kept]) {
    for made in kept {
        // Already on the way to an error, which is the one to tell.
        match made {
            Kept::Keyring(entry) => drop(keyring::delete(entry)),
            Kept::File(path, Some(before)) => drop(config::write_private(path, before.expose())),
            Kept::File(path, None) => drop(std::fs::remove_file(path)),
        }
    }
}
