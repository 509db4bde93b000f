//! `leadctl leads list`.

use clap::ValueEnum;

use crate::cli::leads::filter::Filter;
use crate::cli::number::parse_count;
use crate::cli::selection::Selection;

/// What the list is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum SortBy {
    /// The newest first.
    #[default]
    Time,
    Offer,
    Source,
    Action,
    Country,
    Company,
    Email,
}

/// List the leads that have arrived, the newest first
///
/// A lead's time is when Marketplace made it, as far as the lead says so, else when it arrived.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub filter: Filter,
    /// The same person, offer and action once, with a count
    #[arg(long)]
    pub unique: bool,
    /// At most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 100, allow_negative_numbers = true, value_parser = parse_count::<usize>)]
    pub limit: usize,
    /// What the list is ordered by
    #[arg(long, value_enum, default_value_t, value_name = "BY")]
    pub sort: SortBy,
    /// The other way round
    #[arg(long)]
    pub reverse: bool,
    /// Hide names, e-mail addresses, telephone numbers and whatever else may be a person's
    #[arg(long)]
    pub mask: bool,
}
