//! `leadctl diagnose`.

use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  leadctl diagnose \"Could not save the lead to Dynamics CRM using AAD. Exception:: Tenant not found.\"
  leadctl diagnose --file publish-error.txt
  curl -s https://leads.example/hook 2>&1 | leadctl diagnose -
  leadctl --lang nl --format json diagnose - < error.txt

Exit status: 0 the text is known, 1 nothing in it is known, 2 wrong call.";

/// Say what an error text means and what to do, from the catalogue of known errors
///
/// Takes the text as it was pasted: in English or Dutch, wrapped, quoted, as JSON, XML or HTML, with IDs and stack traces around
/// it. Nothing is sent anywhere.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The error text; several words are joined by spaces, - reads standard input (up to 256 KiB)
    #[arg(value_name = "ERROR", conflicts_with = "file")]
    pub error: Vec<String>,
    /// Read the error text from a file (up to 256 KiB)
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
}
