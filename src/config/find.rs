//! Where the profile file is: named, found here or above, or the user's own.

use std::path::{Path, PathBuf};

use crate::config::FILE_NAME;
use crate::core::error::{Error, Result};
use crate::core::io::Env;
use crate::core::profile::Origin;

/// A profile file's path; it need not exist yet.
#[derive(Debug, Clone)]
pub struct Found {
    pub path: PathBuf,
    pub origin: Origin,
}

/// `named` is `--config` or `$LEADCTL_CONFIG`; then `leadctl.toml` in `cwd` or above; then the user's configuration folder.
pub fn find(named: Option<&Path>, cwd: &Path, env: &Env) -> Result<Found> {
    if let Some(path) = named {
        return Ok(Found { path: cwd.join(path), origin: Origin::Named });
    }
    let user = user_folder(env, "XDG_CONFIG_HOME", ".config").map(|folder| folder.join(FILE_NAME));
    if let Some(path) = cwd.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file()) {
        let origin = if Some(&path) == user.as_ref() { Origin::User } else { Origin::Found };
        return Ok(Found { path, origin });
    }
    user.map(|path| Found { path, origin: Origin::User }).ok_or_else(|| {
        Error::profile("no-home", "there is no leadctl.toml here or above, and no home folder is set to look for the user's own")
            .hint("name the file with --config FILE or LEADCTL_CONFIG")
    })
}

/// Where secrets go that are kept in files: `~/.local/share/leadctl/secrets`.
pub fn secrets_folder(env: &Env) -> Option<PathBuf> {
    user_folder(env, "XDG_DATA_HOME", ".local/share").map(|folder| folder.join("secrets"))
}

/// Where the record of trusted files is: `~/.local/state/leadctl`.
pub(super) fn state_folder(env: &Env) -> Option<PathBuf> {
    user_folder(env, "XDG_STATE_HOME", ".local/state")
}

fn user_folder(env: &Env, variable: &str, below_home: &str) -> Option<PathBuf> {
    // The XDG base directory specification: a relative path is to be ignored.
    let named = env.get(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = named.or_else(|| env.get("APPDATA").filter(|_| cfg!(windows)).map(PathBuf::from)).or_else(|| Some(home(env)?.join(below_home)))?;
    Some(base.join("leadctl"))
}

/// The user's home folder.
pub(super) fn home(env: &Env) -> Option<PathBuf> {
    env.get("HOME").or_else(|| env.get("USERPROFILE")).map(PathBuf::from).filter(|path| path.is_absolute())
}
