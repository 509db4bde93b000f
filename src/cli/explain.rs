//! `leadctl explain`.

const EXAMPLES: &str = "\
Examples:
  leadctl explain                             the list of known errors
  leadctl explain entra/client-secret-invalid
  leadctl --lang nl explain storage/firewall";

/// Show one known error in full, or the list of them
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The entry, such as storage/key-invalid, as validate, test-lead and diagnose name it
    #[arg(value_name = "ID")]
    pub id: Option<String>,
}
