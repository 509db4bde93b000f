//! `leadctl leads tail`.

use std::path::PathBuf;
use std::time::Duration;

use crate::cli::global::parse_duration;
use crate::cli::leads::filter::{When, parse_when};
use crate::cli::number::parse_count;
use crate::cli::output::parse_output;

/// Follow the leads as they arrive, each once, in the order of their arrival
///
/// With --state FILE a later run goes on where this one ended. A row that somebody changes gets a new time of arrival and comes again.
/// With --exec each lead goes to a program, as JSON on its standard input: at least once, in order. A program that ends with
/// another status than 0 gets the same lead again, later each time; what it never takes goes to the dead-letter file, or, without
/// one, stops the run, and comes first in the next.
///
/// --format ndjson writes a JSON object a line. --format json goes with --once alone, since what is followed has no end.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The profile [default: the only one in the file]
    #[arg(id = "one", value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Remember here what was delivered, so that a later run goes on
    #[arg(long, value_name = "FILE", value_parser = parse_output("--state leads.state"))]
    pub state: Option<PathBuf>,
    /// Where nothing is remembered yet: begin with the leads since then [default: only new ones]
    #[arg(long, value_name = "WHEN", value_parser = parse_when)]
    pub since: Option<When>,
    /// Run this for each lead, with the lead as JSON on standard input; no shell is in between
    #[arg(long, value_name = "COMMAND")]
    pub exec: Option<String>,
    /// How often a lead is offered to --exec again before it is given up
    #[arg(long, value_name = "N", default_value_t = 5, allow_negative_numbers = true, value_parser = parse_count::<u32>)]
    pub retries: u32,
    /// How long the program may take for one lead
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "60s")]
    pub exec_timeout: Duration,
    /// Append leads that --exec never took to this file, one JSON object a line, and go on
    #[arg(long, value_name = "FILE", requires = "exec", value_parser = parse_output("--dead-letter leads.ndjson"))]
    pub dead_letter: Option<PathBuf>,
    /// How often to look; while nothing comes, less and less often, down to every minute
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "10s")]
    pub interval: Duration,
    /// How far back each look reaches behind the newest lead, for those that became visible late
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "10m")]
    pub overlap: Duration,
    /// Deliver what is there and end
    #[arg(long)]
    pub once: bool,
    /// Leave MSFT_TEST leads out
    #[arg(long)]
    pub real: bool,
    /// Hide names, e-mail addresses, telephone numbers and whatever else may be a person's
    #[arg(long)]
    pub mask: bool,
}
