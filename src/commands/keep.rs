//! Where leadctl keeps a secret it was given: the keyring, or, agreed to, a file that only the user can read. Never silently the one
//! for the other. Each has an id of its own, so that profiles of the same name in other files, or of former times, share nothing.

use std::path::{Component, Path, PathBuf};

use crate::cli::configure::SecretStore;
use crate::commands::Context;
use crate::config::{self, ProfileFile, secrets::keyring};
use crate::core::error::{Error, Result};
use crate::core::secret::Secret;
use crate::core::spec::Field;

/// The length of the id at the end of each entry's and file's name.
const ID: usize = 12;

/// A secret that was just stored.
pub(super) enum Kept {
    Keyring(String),
    File(PathBuf),
}

impl Kept {
    pub(super) fn reference(&self) -> String {
        match self {
            Kept::Keyring(entry) => format!("keyring:{entry}"),
            Kept::File(path) => format!("file:{}", path.display()),
        }
    }
}

/// Without a choice: the keyring, and where there is none an error that names the choices.
pub(super) fn keep(profile: &str, field: &Field, secret: &Secret, place: Option<SecretStore>, context: &Context) -> Result<Kept> {
    let mut id = uuid::Uuid::new_v4().simple().to_string();
    id.truncate(ID);
    if place == Some(SecretStore::File) {
        let path = folder(context)?.join(format!("{profile}.{}.{id}", field.key));
        config::write_private(&path, secret.expose())?;
        return Ok(Kept::File(path));
    }
    let entry = format!("{profile}/{}/{id}", field.key);
    match keyring::store(&entry, secret) {
        Ok(()) => Ok(Kept::Keyring(entry)),
        Err(why) => Err(Error::secret("no-keyring", format!("there is no keyring to keep '{}' in: {why}", field.key))
            .hint("keep it in a file that only you can read: --secret-store file")
            .hint(format!("or keep it yourself and give a reference: --{} env:NAME", field.flag()))),
    }
}

pub(super) fn folder(context: &Context) -> Result<PathBuf> {
    config::secrets_folder(&context.env)
        .ok_or_else(|| Error::file("no-home", "no home folder is set to keep a secret in").hint("set HOME or XDG_DATA_HOME"))
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
            Kept::File(path) => drop(std::fs::remove_file(path)),
        }
    }
}

/// Deletes what leadctl itself stored behind a reference that no profile of the file has any more; touches nothing else.
pub(super) fn forget(reference: &str, file: &ProfileFile, context: &Context) {
    let still_used = file.profiles.iter().any(|profile| profile.settings.values().any(|written| written.value == reference));
    if still_used {
        return;
    }
    // What is gone already needs no deleting.
    if let Some(entry) = reference.strip_prefix("keyring:").filter(|entry| has_id(entry, '/')) {
        drop(keyring::delete(entry));
    } else if let Some(path) = reference.strip_prefix("file:").map(Path::new)
        && config::secrets_folder(&context.env).is_some_and(|folder| path.parent() == Some(&folder))
        && path.components().all(|part| !matches!(part, Component::ParentDir))
        && path.file_name().and_then(|name| name.to_str()).is_some_and(|name| has_id(name, '.'))
    {
        drop(std::fs::remove_file(path));
    }
}

/// Ends in an id as [`keep`] makes them.
fn has_id(name: &str, separator: char) -> bool {
    name.rsplit_once(separator).is_some_and(|(_, id)| id.len() == ID && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
