//! `leadctl explain`.

use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  leadctl explain                               what there is: known errors and answered questions
  leadctl explain entra/client-secret-invalid   a known error, as validate, test-lead and diagnose name it
  leadctl explain AADSTS7000222                 a code: 0x80042f09, -2147220960, AuthenticationFailed, 601 …
  leadctl explain no-leads                      a question: test-lead, missed-leads, cost, notification …
  leadctl explain azure-table/key-accepted      a check of validate
  leadctl explain --all --format markdown > errors.md

Exit status: 0 explained, 1 a code of a known family that has no entry of its own, 2 nothing of this name.";

/// Explain a known error, an error code, a check, or a question about leads
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// An entry, a code, a check or a question [default: list them]
    #[arg(value_name = "ID", allow_negative_numbers = true)]
    pub id: Option<String>,
    /// The whole catalogue in one document, with --format json or markdown
    #[arg(long = "all", conflicts_with = "id")]
    pub everything: bool,
    /// A folder of entries of your own, as with diagnose
    #[arg(long, value_name = "DIR", env = "LEADCTL_CATALOGUE", hide_env_values = true)]
    pub catalogue: Option<PathBuf>,
}
