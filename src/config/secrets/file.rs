//! `file:PATH`: the content of a file, without the line break at its end.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::config::find::home;
use crate::config::secrets::Surroundings;
use crate::core::error::{Error, Result};
use crate::core::secret::Secret;

/// Larger files are not secrets but mistakes.
const MOST_BYTES: u64 = 64 * 1024;

pub(super) fn follow(path: &Path, from: &Surroundings<'_>) -> Result<Secret> {
    let path = absolute(path, from);
    let unreadable = |why: String| {
        Error::secret("secret-file-unreadable", format!("can't read the secret from {}: {why}", path.display()))
            .hint("write the secret into that file, for you alone to read, or change the reference in the profile file")
    };
    let file = std::fs::File::open(&path).map_err(|error| unreadable(error.to_string()))?;
    if !file.metadata().is_ok_and(|data| data.is_file()) {
        return Err(unreadable("it is no ordinary file".to_owned()));
    }
    let mut text = String::new();
    file.take(MOST_BYTES + 1).read_to_string(&mut text).map_err(|error| unreadable(error.to_string()))?;
    if text.len() as u64 > MOST_BYTES {
        return Err(unreadable("it is too long for a secret".to_owned()));
    }
    Ok(Secret::new(text.trim_end_matches(['\n', '\r'])))
}

/// A warning where others on this machine can read the file too.
pub(super) fn readable_by_others(path: &Path, from: &Surroundings<'_>) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = absolute(path, from);
        let mode = std::fs::metadata(&path).ok()?.permissions().mode();
        // A mounted secret (/run/secrets and the like) has the mode that its runtime gave it.
        if mode & 0o077 != 0 && !path.starts_with("/run/") && !path.starts_with("/var/run/") {
            return Some(format!("{} can be read by others on this machine; run: chmod 600 {}", path.display(), path.display()));
        }
    }
    None
}

fn absolute(path: &Path, from: &Surroundings<'_>) -> PathBuf {
    match path.strip_prefix("~") {
        Ok(rest) => home(from.env).map_or_else(|| path.to_owned(), |home| home.join(rest)),
        Err(_) => from.folder.join(path),
    }
}
