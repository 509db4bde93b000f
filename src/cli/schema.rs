//! `leadctl schema`.

/// Print the JSON Schema of a command's --format json
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The command [default: list the names]
    pub name: Option<String>,
}
