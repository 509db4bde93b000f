//! `leadctl migrate`.

use crate::cli::number::parse_number;

/// Move stored leads from a withdrawn destination to a living one
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, clap::Subcommand)]
pub enum Action {
    BlobToTable(BlobToTable),
}

/// Copy the leads in an Azure Blob container into an Azure Table, each once, however often it is run
///
/// Nothing is deleted and nothing in the container is changed. A lead's row has keys made from the container, the blob's name and the
/// lead itself, so that a run that was broken off is finished by running it again. What Marketplace's blobs held is not documented: leads
/// are looked for in JSON, and what can't be read is reported and stays where it is.
#[derive(Debug, clap::Args)]
pub struct BlobToTable {
    /// The azure-blob profile whose container is read
    #[arg(long, value_name = "PROFILE")]
    pub from: String,
    /// The azure-table profile whose table is written to
    #[arg(long, value_name = "PROFILE")]
    pub to: String,
    /// Read everything and write nothing: what would be copied, and what can't be read
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// Make the table if it is missing (Marketplace would, with the first lead)
    #[arg(long)]
    pub create_table: bool,
    /// Blobs that are worked on side by side
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 8, value_parser = parse_number(1_u16..=64), env = "LEADCTL_JOBS", hide_env_values = true)]
    pub jobs: u16,
}
