//! `leadctl leads`: one file per subcommand; `filter` holds the flags that choose leads.

pub mod clean;
pub mod export;
pub mod filter;
pub mod list;
pub mod parse;
pub mod stats;
pub mod tail;
pub mod watch;

use crate::cli::global::Format;

const EXAMPLES: &str = "\
Examples:
  leadctl leads list --since 7d --real              the leads of the past week
  leadctl leads export -o leads.csv                 all of them, into a file
  leadctl leads tail --exec ./notify --state state  each new lead to a program, once
  leadctl leads watch --max-silence 3d              an alarm when they stop (cron, CI)
  leadctl leads parse 'SPZA-PLT|contoso.crm'        what a code means";

/// The leads that have arrived: list, follow, export, count; and an alarm when they stop
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, clap::Subcommand)]
pub enum Action {
    List(list::Args),
    Tail(tail::Args),
    Export(export::Args),
    Parse(parse::Args),
    Stats(stats::Args),
    Watch(watch::Args),
    Clean(clean::Args),
}

impl Action {
    /// The schema's name.
    pub fn name(&self) -> &'static str {
        match self {
            Action::List(_) => "leads-list",
            Action::Tail(_) => "leads-tail",
            Action::Export(_) => "leads-export",
            Action::Parse(_) => "leads-parse",
            Action::Stats(_) => "leads-stats",
            Action::Watch(_) => "leads-watch",
            Action::Clean(_) => "leads-clean",
        }
    }

    pub fn speaks(&self, format: Format) -> bool {
        match format {
            Format::Human | Format::Json => true,
            Format::Ndjson => matches!(self, Action::List(_) | Action::Tail(_) | Action::Export(_) | Action::Parse(_)),
            Format::Csv => matches!(self, Action::List(_) | Action::Export(_) | Action::Parse(_)),
            Format::Junit | Format::Github => matches!(self, Action::Watch(_)),
            Format::Sarif | Format::Curl | Format::Markdown => false,
        }
    }
}
