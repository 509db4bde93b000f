//! `leadctl schema`.

/// Print the JSON Schema of a command's --format json, or of a file of --catalogue
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The document: a command's name, or catalogue [default: list the names]
    pub name: Option<String>,
}
