//! `leadctl explain`.

use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  leadctl explain                    the list: known errors and questions
  leadctl explain storage/firewall   a known error in full
  leadctl explain storage            all that is known of a service
  leadctl explain AADSTS7000222      a code; 0x80042f09, TableNotFound, 601 …
  leadctl explain no-leads           a question; test-lead, cost, notification …
  leadctl explain why do I get no leads
                                     the same in plain words, English or Dutch
  leadctl explain https/tls          a check of leadctl validate
  leadctl explain --all --format markdown > errors.md

Exit status: 0 explained, 1 a code of a known family that has no entry of its
own, 2 nothing of this name.";

/// Explain a known error, an error code, a check, or a question about leads
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// An entry, a code, a check, a question, or an area such as storage; several words are joined by spaces [default: list them]
    #[arg(value_name = "ID", allow_negative_numbers = true)]
    pub id: Vec<String>,
    /// The whole catalogue, to read or, with --format json, ndjson, csv or markdown, as one document
    #[arg(long = "all", conflicts_with = "id")]
    pub everything: bool,
    /// A folder of entries of your own, as with diagnose [env: LEADCTL_CATALOGUE]
    #[arg(long, value_name = "DIR", env = "LEADCTL_CATALOGUE", hide_env = true)]
    pub catalogue: Option<PathBuf>,
}
