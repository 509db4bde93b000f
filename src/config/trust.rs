//! Files whose `command:` references the user has allowed: recorded by path and by the commands themselves.

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::config::edit::write_private;
use crate::config::find::state_folder;
use crate::config::read::ProfileFile;
use crate::config::secrets::{self, Reference};
use crate::core::error::{Error, Result};
use crate::core::io::Env;

/// The commands that a file's profiles would run, `profile.key: command`.
pub fn commands_in(file: &ProfileFile) -> Vec<String> {
    let commands = file.profiles.iter().flat_map(|profile| {
        profile.settings.iter().filter_map(move |(key, written)| match secrets::parse(&written.value) {
            Some(Reference::Command(command)) => Some(format!("{}.{key}: {command}", profile.name)),
            _ => None,
        })
    });
    commands.collect()
}

/// Whether the user has allowed exactly these commands of this file.
pub fn is_trusted(file: &ProfileFile, env: &Env) -> bool {
    let Some(record) = state_folder(env).map(|folder| folder.join("trusted")) else { return false };
    let line = fingerprint(file);
    std::fs::read_to_string(record).is_ok_and(|text| text.lines().any(|known| known == line))
}

/// Records the user's consent; a later change of any command takes it away.
pub fn trust(file: &ProfileFile, env: &Env) -> Result<()> {
    let Some(record) = state_folder(env).map(|folder| folder.join("trusted")) else {
        return Err(Error::file("no-home", "no home folder is set to record this in").hint("set HOME or XDG_STATE_HOME"));
    };
    let path = path_of(file);
    let mut lines: Vec<String> = std::fs::read_to_string(&record)
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.ends_with(&format!("  {path}")))
        .map(str::to_owned)
        .collect();
    lines.push(fingerprint(file));
    write_private(&record, &(lines.join("\n") + "\n"))
}

fn fingerprint(file: &ProfileFile) -> String {
    let mut commands = commands_in(file);
    commands.sort();
    // As JSON, so that no command can pass for two.
    let digest = Sha256::digest(serde_json::json!(commands).to_string().as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}  {}", path_of(file))
}

fn path_of(file: &ProfileFile) -> String {
    std::fs::canonicalize(&file.path).unwrap_or_else(|_| Path::new(&file.path).to_owned()).display().to_string()
}
