//! `leadctl leads watch`.

use std::path::PathBuf;
use std::time::Duration;

use crate::cli::global::parse_duration;
use crate::cli::output::parse_output;
use crate::cli::selection::Selection;

/// Raise an alarm when leads stop: for cron and CI
///
/// Looks how old the newest real lead of each offer is, and holds it against --max-silence or, without it, against the offer's own
/// rhythm. When an offer is silent, the checks of `leadctl validate` run, and with --test-lead a test lead is sent, so that the
/// answer is either that your side is broken, or that it works and the silence is elsewhere: then a text for a support ticket is printed.
/// Exit status: 0 leads arrive, 1 silence, 3 could not tell. With --all a profile whose leads can't be read from here, such as an HTTPS
/// endpoint, is one of which it could not tell, unless --except names it.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub selection: Selection,
    /// With --all: not this profile, which is meant to be left out; the report says so
    #[arg(long, value_name = "PROFILE")]
    pub except: Vec<String>,
    /// Silence that is too long [default: by the offer's own rhythm]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration)]
    pub max_silence: Option<Duration>,
    /// Remember here what was seen, so that the rhythm survives a table that is tidied up
    #[arg(long, value_name = "FILE", value_parser = parse_output("--state leads.state"))]
    pub state: Option<PathBuf>,
    /// Only offers whose name or id holds this
    #[arg(long, value_name = "TEXT")]
    pub offer: Option<String>,
    /// When silent, send a test lead and delete it again
    #[arg(long)]
    pub test_lead: bool,
}
