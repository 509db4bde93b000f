//! What `leadctl scaffold` wrote, or would write, and what is left to do by hand.

use schemars::JsonSchema;
use serde::Serialize;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileState {
    Written,
    /// It was there, with the same content.
    Unchanged,
    /// Another one was there, and --force said to replace it.
    Replaced,
    /// Nothing was written: it is not there yet.
    New,
    /// Nothing was written: another one is there.
    Differs,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ScaffoldFile {
    /// Below the folder.
    pub path: String,
    pub bytes: u64,
    pub state: FileState,
    /// Where nothing was written.
    pub content: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ScaffoldReport {
    /// `azure-function` or `power-automate`.
    pub what: String,
    /// `azure-table` or `https`.
    pub destination: String,
    pub profile: Option<String>,
    /// `null` where none was named.
    pub folder: Option<String>,
    pub dry_run: bool,
    pub files: Vec<ScaffoldFile>,
    /// The settings that the app or flow needs, by name; their values are written nowhere.
    pub settings: Vec<String>,
    /// What is left to do, in order.
    pub next: Vec<String>,
    /// What of it was not tried where it will run.
    pub inferred: String,
}
