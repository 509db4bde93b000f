//! `leadctl validate`.

use crate::cli::number::parse_number;
use crate::cli::selection::Selection;

/// Check connection details, offline and then live, step by step
///
/// Nothing is written to the destination. For HTTPS endpoints the checks end after the TLS handshake, since any
/// request may set something off there; whether the key in the URL is right only `leadctl test-lead` shows.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Args {
    #[command(flatten)]
    pub selection: Selection,
    /// Only the checks that need no network
    #[arg(long)]
    pub offline: bool,
    /// Lend this profile's credentials to the checks that the profile's own identity may not run, such as reading roles
    #[arg(long, value_name = "NAME")]
    pub admin_profile: Option<String>,
    /// Profiles that are checked side by side
    #[arg(long, value_name = "N", allow_negative_numbers = true, default_value_t = 4, value_parser = parse_number(1_u16..=64), env = "LEADCTL_JOBS", hide_env_values = true)]
    pub jobs: u16,
    /// Exit with 1 on warnings too
    #[arg(long)]
    pub strict: bool,
    /// Exit with 3 where something was not verified that could be: for want of credentials or rights, or offline
    ///
    /// Each such check is named. What no check can tell, whoever asks, does not count, or such a destination could never pass:
    /// the key in an endpoint's URL, Salesforce's reCAPTCHA. Those are skipped as beyond-checks and named too; `leadctl
    /// test-lead` shows them.
    #[arg(long)]
    pub require_verified: bool,
}
