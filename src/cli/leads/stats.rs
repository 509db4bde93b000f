//! `leadctl leads stats`.

use std::path::PathBuf;

use crate::cli::leads::filter::Filter;
use crate::cli::output::parse_output;
use crate::cli::selection::Selection;

/// Count the leads that have arrived: per day, offer, source, action, country
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub filter: Filter,
    /// Also write one self-contained page with charts; it holds numbers, no person's data
    #[arg(long, value_name = "FILE", value_parser = parse_output("--html leads.html"))]
    pub html: Option<PathBuf>,
    /// Say what storing the leads costs a month, by Microsoft's rule of thumb, and what they take
    #[arg(long)]
    pub cost: bool,
}
