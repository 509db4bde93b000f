//! `leadctl leads clean`.

use crate::cli::leads::filter::{When, parse_when};

/// Delete MSFT_TEST leads, and never another; shows them first
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The profile [default: the only one in the file]
    #[arg(id = "one", value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Not older than this: 7d, 12h, 2026-11-01
    #[arg(long, value_name = "WHEN", value_parser = parse_when)]
    pub since: Option<When>,
    /// Not newer than this, written as for --since
    #[arg(long, value_name = "WHEN", value_parser = parse_when)]
    pub until: Option<When>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// Show what would be deleted and delete nothing
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
}
