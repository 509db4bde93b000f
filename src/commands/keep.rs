//! Where leadctl keeps a secret it was given: the keyring, or, agreed to, a file that only the user can read. Never silently the one
//! for the other. Each has an id of its own, so that profiles of the same name in other files, or of former times, share nothing.

use std::path::{Component, Path, PathBuf};

use crate::cli::configure::SecretStore;
use crate::commands::Context;
use crate::config::{self, ProfileFile, secrets::keyring};
use crate::core::error::{Error, Result};
use crate::core::profile::Profile;
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

/// The references of a profile behind which leadctl itself stored a secret, and which no other profile of the file has.
pub(super) fn own(profile: &Profile, file: &ProfileFile, context: &Context) -> Vec<String> {
    let used = |reference: &str| file.profiles.iter().any(|other| other.name != profile.name && has(other, reference));
    let written = profile.settings.values().map(|written| &written.value);
    written.filter(|reference| stored(reference, context).is_some() && !used(reference)).cloned().collect()
}

/// Deletes what leadctl itself stored for a profile and what no profile of the file, as it is now, refers to any more; touches
/// nothing else. Says what is gone: in a copy of the file the reference may still stand.
pub(super) fn forget(old: &Profile, file: &ProfileFile, context: &Context) -> Option<String> {
    let used = |reference: &str| file.profiles.iter().any(|profile| has(profile, reference));
    let mut gone = Vec::new();
    for reference in old.settings.values().map(|written| &written.value).filter(|reference| !used(reference)) {
        // What is gone already needs no deleting.
        let deleted = match stored(reference, context) {
            Some(Kept::Keyring(entry)) => keyring::delete(&entry).is_ok(),
            Some(Kept::File(path)) => std::fs::remove_file(path).is_ok(),
            None => false,
        };
        if deleted {
            gone.push(reference.as_str());
        }
    }
    (!gone.is_empty()).then(|| gone.join(", "))
}

fn has(profile: &Profile, reference: &str) -> bool {
    profile.settings.values().any(|written| written.value == reference)
}

/// What a reference names, where it is of leadctl's own making.
fn stored(reference: &str, context: &Context) -> Option<Kept> {
    if let Some(entry) = reference.strip_prefix("keyring:") {
        return has_id(entry, '/').then(|| Kept::Keyring(entry.to_owned()));
    }
    let path = Path::new(reference.strip_prefix("file:")?);
    let is_own = config::secrets_folder(&context.env).is_some_and(|folder| path.parent() == Some(&folder))
        && path.components().all(|part| !matches!(part, Component::ParentDir))
        && path.file_name().and_then(|name| name.to_str()).is_some_and(|name| has_id(name, '.'));
    is_own.then(|| Kept::File(path.to_owned()))
}

/// Ends in an id as [`keep`] makes them.
fn has_id(name: &str, separator: char) -> bool {
    name.rsplit_once(separator).is_some_and(|(_, id)| id.len() == ID && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
