//! `leadctl diagnose`.

use std::path::PathBuf;

use crate::cli::number::parse_number;

const EXAMPLES: &str = "\
Examples:
  leadctl diagnose \"AADSTS7000215: Invalid client secret provided.\"
  leadctl diagnose - < error.txt
  curl -sS \"$LEAD_URL\" 2>&1 | leadctl --lang nl --format json diagnose -

Whole logs, of any size, plain, gzip or zstd:
  leadctl diagnose --file app.log --file 'archive/*.gz'
  leadctl diagnose --file app.log -C 2              the lines around each error
  leadctl diagnose --file app.log --format github   annotations on the log's lines
  leadctl diagnose --file leads.log --follow        each error as it comes
  kubectl logs deploy/leads | leadctl diagnose - --format ndjson

Which of several possible causes is the true one:
  leadctl diagnose \"LastCRMError: Unable to sign in …\" --live crm

Errors of your own systems (leadctl schema catalogue; example in the README):
  leadctl diagnose --file app.log --catalogue errors/

Exit status: 0 something is known, 1 nothing in it is known, 2 wrong call or
a file can't be read, 130 stopped by Ctrl-C.
With --live: 0 it is not so now, 1 it is, or something else is wrong, or
nothing in the text is known, 3 it could not be told.";

/// Say what an error text means and what to do, from the catalogue of known errors
///
/// Takes the text as it was pasted: in any language in which Microsoft published the errors, wrapped, quoted, as JSON, XML or HTML,
/// with IDs and stack traces around it. Or whole logs: each known error with its place, repeated ones counted. Nothing is sent
/// anywhere.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The error text; several words are joined by spaces, - reads standard input (one text, or a log where it is longer than 256 KiB or plainly one)
    #[arg(value_name = "ERROR", conflicts_with = "file", allow_negative_numbers = true)]
    pub error: Vec<String>,
    /// Read a file: an error text, a saved mail or a log of any size, plain, gzip or zstd; may be given several times, with *, ?, [0-9] and ** (folders within folders) for many
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub file: Vec<PathBuf>,
    /// Show so many lines, at most 20, around the first place of each error in a log; 0 shows its own line
    #[arg(short = 'C', long, value_name = "LINES", allow_negative_numbers = true, value_parser = parse_number(0_u8..=20))]
    pub context: Option<u8>,
    /// List each error of a log by itself, the first 1000 (ndjson: all); without it, repeated ones are counted
    #[arg(long)]
    pub no_fold: bool,
    /// Go on as the logs grow, are rotated, and more match a pattern, and tell each error as it comes; Ctrl-C ends it
    #[arg(long)]
    pub follow: bool,
    /// Run the checks of this profile that bear on the error, and say whether and why it is so now
    #[arg(long, value_name = "PROFILE", conflicts_with = "follow")]
    pub live: Option<String>,
    /// Lend this profile's credentials to the checks that the profile's own identity may not run
    #[arg(long, value_name = "NAME", requires = "live")]
    pub admin_profile: Option<String>,
    /// How many threads read one file (at most 256) [default: one for each processor]
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = parse_number(1_u16..=256))]
    pub jobs: Option<u16>,
    /// A folder of known errors of your own, a TOML file each, looked for beside the built-in ones [env: LEADCTL_CATALOGUE]
    #[arg(long, value_name = "DIR", env = "LEADCTL_CATALOGUE", hide_env = true)]
    pub catalogue: Option<PathBuf>,
}
