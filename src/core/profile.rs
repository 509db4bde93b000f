//! A profile: one named, saved lead destination, as the file has it, before its secret references are followed.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where a profile file was found; a file that was merely found in a folder may run no commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `--config` or `$LEADCTL_CONFIG`.
    Named,
    /// `leadctl.toml` in this folder or in a parent folder.
    Found,
    /// The user's own configuration folder.
    User,
}

/// A value as written, and the line it stands in (from 1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub value: String,
    pub line: usize,
}

/// One `[profile.NAME]` table.
#[derive(Debug, Clone)]
pub struct Profile {
    pub name: String,
    /// The destination's id.
    pub destination: String,
    pub contact_email: Vec<String>,
    pub offer: Option<String>,
    pub offer_title: Option<String>,
    /// The destination's own settings, secret references unfollowed.
    pub settings: BTreeMap<String, Written>,
    pub file: PathBuf,
    pub origin: Origin,
    /// The line of the table's heading (from 1).
    pub line: usize,
}
