//! `leadctl test-lead`.

use std::time::Duration;

use crate::cli::global::parse_duration;
use crate::cli::selection::Selection;
use crate::core::lead::{Casing, Variant};
use crate::destinations;

/// Send an MSFT_TEST lead, as Marketplace does, and read it back
///
/// The lead is sent once; a repeat never leaves two. What of its shape is inferred and not documented is said with -v.
/// Keys in camelCase are what publishers report to receive; Microsoft's pages show PascalCase.
#[derive(Debug, Clone, clap::Args)]
#[command(after_long_help = inferred())]
pub struct Args {
    #[command(flatten)]
    pub selection: Selection,
    /// How the JSON keys of an HTTPS lead are written [default: received]
    #[arg(long, value_enum)]
    pub casing: Option<Casing>,
    /// The shape of the lead; the others break strict receivers
    #[arg(long, value_enum, default_value_t)]
    pub variant: Variant,
    /// Show the requests and send nothing; with --format curl as commands
    #[arg(long)]
    pub dry_run: bool,
    /// Delete the lead that this run made, never another
    #[arg(long)]
    pub cleanup: bool,
    /// Make the table if it is missing (Marketplace would, with the first lead)
    #[arg(long)]
    pub create_table: bool,
    /// How long to look for the lead before giving up
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "60s")]
    pub wait: Duration,
    /// Exit with 1 on warnings too
    #[arg(long)]
    pub strict: bool,
    /// Exit with 3 where the lead can't be read back
    #[arg(long)]
    pub require_verified: bool,
}

/// What of each destination's lead is inferred.
fn inferred() -> String {
    let mut text = "Inferred, not documented:\n".to_owned();
    for spec in destinations::specs() {
        for assumption in spec.assumptions {
            text.push_str(&format!("  {}: {assumption}\n", spec.id));
        }
    }
    text
}
