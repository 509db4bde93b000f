//! `leadctl sandbox`.

use std::path::PathBuf;
use std::time::Duration;

use super::global::parse_duration;
use super::number::parse_number;
use super::output::parse_output;

/// Run every lead destination's service on this machine, imitated, with faults to order
///
/// The sandbox listens on 127.0.0.1 alone, writes ready profiles for its services, shows the leads that arrive, and runs until Ctrl-C.
/// A fault makes a service, or the profile, behave as a known mistake does: to see it, to rehearse a CI script, to test an alert.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  leadctl sandbox                                       then, in another terminal, the commands that it shows
  leadctl sandbox --fault storage/table-not-found       the table is missing
  leadctl sandbox --tls --fault https/tls-certificate-expired
  leadctl sandbox --format json                         for scripts: a line when it is ready, then a line for each lead

While it runs, faults change with the token that it tells:
  curl -X PUT -H \"Authorization: Bearer TOKEN\" http://127.0.0.1:PORT/_sandbox/faults/https/rate-limited")]
pub struct Args {
    /// Port to listen on; 0 takes a free one. Services with an origin of their own take the ports after it
    #[arg(long, value_name = "PORT", default_value_t = 0, allow_negative_numbers = true, value_parser = parse_number(0_u16..=65_535))]
    pub port: u16,
    /// Where to write the profiles [default: a temporary folder, removed at the end]
    #[arg(long, value_name = "FILE", value_parser = parse_output("--profiles sandbox.toml"))]
    pub profiles: Option<PathBuf>,
    /// Speak HTTPS too, on a port of its own, with a certificate that the sandbox makes; the profiles then use it
    #[arg(long)]
    pub tls: bool,
    /// Where to write the certificate authority to trust [default: beside the profiles]
    #[arg(long, value_name = "FILE", requires = "tls", value_parser = parse_output("--ca-out ca.pem"))]
    pub ca_out: Option<PathBuf>,
    /// Let every answer wait, such as 50ms
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, default_value = "0s")]
    pub latency: Duration,
    /// Start with this fault on; may be given several times
    #[arg(long = "fault", value_name = "ID")]
    pub faults: Vec<String>,
    /// Show the faults that can be ordered and, except with --quiet, what each is, and end
    #[arg(long)]
    pub list_faults: bool,
}
