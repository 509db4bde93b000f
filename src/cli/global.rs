//! The flags that every command takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum, value_parser};

use crate::cli::number::parse_switch;
use crate::cli::output::parse_output;
use crate::core::lang::Lang;

pub const EXAMPLES: &str = "\
Examples:
  leadctl demo                    see it all in seconds: no account, no network
  leadctl configure azure-table   set up a lead destination, asked step by step
  leadctl validate                check its connection details, step by step
  leadctl test-lead               send an MSFT_TEST lead and read it back
  leadctl leads list --since 7d   the leads that have arrived
  leadctl diagnose \"Could not …\"  from an error text to its cause and its repair
  leadctl explain no-leads        an answer to a question, or a code in full

Common options go with every command, and can be set in the environment too:
LEADCTL_PROFILE, LEADCTL_CONFIG, LEADCTL_FORMAT, LEADCTL_LANG, LEADCTL_QUIET,
LEADCTL_COLOR, LEADCTL_NO_INPUT, LEADCTL_TIMEOUT, LEADCTL_CA_CERT. QUIET and
NO_INPUT are 1 or 0 (yes, no, on, off, true, false); empty counts as not set.

Exit status: 0 good, 1 bad news, 2 wrong call or profile, 3 could not tell.
leadctl sends nothing about you to anybody: no telemetry, no update checks.";

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    #[default]
    Human,
    Json,
    /// JUnit XML, for CI test reports (validate, test-lead, diagnose, leads watch).
    Junit,
    /// SARIF 2.1.0, for code scanning (validate, test-lead, diagnose).
    Sarif,
    /// Workflow annotations of GitHub Actions (validate, test-lead, diagnose, leads watch).
    Github,
    /// Commands for curl (test-lead --dry-run).
    Curl,
    /// A JSON object a line, as it comes (diagnose, explain, leads list, tail, export, parse, profile list).
    Ndjson,
    /// For spreadsheets (explain, leads list, export, parse, profile list).
    Csv,
    /// For documentation (explain).
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Common options")]
pub struct Global {
    /// The profile to work with; may be given several times
    #[arg(short, long = "profile", global = true, value_name = "NAME", env = "LEADCTL_PROFILE", hide_env = true)]
    pub profile: Vec<String>,
    /// They stand on the command line, and not in the environment alone, which gives way to what is named there.
    #[arg(skip)]
    pub profile_typed: bool,
    /// The profile file [default: leadctl.toml here or in a parent folder, else in the user's configuration folder]
    #[arg(long, global = true, value_name = "FILE", env = "LEADCTL_CONFIG", hide_short_help = true, hide_env = true, value_parser = parse_output("--config leadctl.toml"))]
    pub config: Option<PathBuf>,
    /// How results are written
    #[arg(long, global = true, value_enum, default_value_t, env = "LEADCTL_FORMAT", hide_env = true, hide_possible_values = false)]
    pub format: Format,
    /// Language of titles, causes and repairs [default: the user's locale, else en]
    #[arg(long, global = true, value_enum, env = "LEADCTL_LANG", hide_short_help = true, hide_env = true)]
    pub lang: Option<Lang>,
    /// Say less: no notes, no progress
    #[arg(short, long, global = true, env = "LEADCTL_QUIET", value_parser = parse_switch, hide_short_help = true, hide_env = true)]
    pub quiet: bool,
    /// Say more; -vv shows every request and answer, secrets removed
    #[arg(short, long, global = true, action = clap::ArgAction::Count, hide_short_help = true)]
    pub verbose: u8,
    /// Colours
    #[arg(long, global = true, value_enum, default_value_t, env = "LEADCTL_COLOR", hide_short_help = true, hide_env = true)]
    pub color: Color,
    /// Never ask: what is missing is an error that names the flag
    #[arg(long, global = true, env = "LEADCTL_NO_INPUT", value_parser = parse_switch, hide_short_help = true, hide_env = true)]
    pub no_input: bool,
    /// Time limit of each request, such as 30s or 2m [default: 30s for reading, 120s for sending a lead]
    #[arg(long, global = true, value_name = "DURATION", hide_short_help = true, value_parser = parse_time_limit, env = "LEADCTL_TIMEOUT", hide_env = true)]
    pub timeout: Option<Duration>,
    /// A PEM file with further certificate authorities to trust
    #[arg(long, global = true, value_name = "FILE", env = "LEADCTL_CA_CERT", hide_short_help = true, hide_env = true, value_parser = value_parser!(PathBuf))]
    pub ca_cert: Option<PathBuf>,
}

impl Global {
    /// A command to go on with, as it has to be typed here.
    pub fn command(&self, line: &str) -> String {
        let shown = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        again(line, shown(&self.config).as_deref(), shown(&self.ca_cert).as_deref())
    }

    /// No flag given and nothing in the environment, but for the profile file: for commands that leadctl runs itself.
    pub fn plain(config: PathBuf) -> Self {
        Global {
            profile: Vec::new(),
            profile_typed: false,
            config: Some(config),
            format: Format::default(),
            lang: None,
            quiet: false,
            verbose: 0,
            color: Color::default(),
            no_input: true,
            timeout: None,
            ca_cert: None,
        }
    }
}

/// A command with the profile file and the certificates that were named for the present one.
pub fn again(line: &str, config: Option<&str>, ca_cert: Option<&str>) -> String {
    let named = [("--config", config), ("--ca-cert", ca_cert)].into_iter().filter_map(|(flag, path)| Some((flag, path?)));
    named.fold(line.to_owned(), |line, (flag, path)| format!("{line} {flag} {}", shell_words::quote(path)))
}

/// A duration within which something can happen.
fn parse_time_limit(text: &str) -> Result<Duration, String> {
    Some(parse_duration(text)?)
        .filter(|limit| !limit.is_zero())
        .ok_or_else(|| format!("'{text}' leaves no time for an answer; write it as 30s or 2m"))
}

/// `30s`, `2m`, `7d`, `1h` or bare seconds.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let (count, name) = count_and_unit(text).ok_or_else(|| format!("'{text}' is no duration; write it as 30s, 2m, 7d or as bare seconds"))?;
    let seconds = count * unit(name).ok_or_else(|| format!("'{name}' is no unit of time; use ms, s, m, h or d"))?;
    if !(0.0..=31_536_000.0).contains(&seconds) {
        return Err(format!("'{text}' is out of range: 0 to 365d"));
    }
    Ok(Duration::from_secs_f64(seconds))
}

/// The same up to `most`; `None` for what is no duration or a longer one.
pub fn parse_duration_within(text: &str, most: Duration) -> Option<Duration> {
    let (count, name) = count_and_unit(text.trim())?;
    Duration::try_from_secs_f64(count * unit(name)?).ok().filter(|duration| *duration <= most)
}

/// A number, and what stands behind it.
fn count_and_unit(text: &str) -> Option<(f64, &str)> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    Some((digits.parse().ok()?, &text[digits.len()..]))
}

/// Seconds.
fn unit(name: &str) -> Option<f64> {
    match name {
        "" | "s" => Some(1.0),
        "ms" => Some(0.001),
        "m" => Some(60.0),
        "h" => Some(3600.0),
        "d" => Some(86400.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_write_them() {
        for (text, seconds) in [("30s", 30.0), ("2m", 120.0), ("7d", 604_800.0), ("45", 45.0), ("50ms", 0.05), ("1.5h", 5400.0)] {
            assert_eq!(parse_duration(text), Ok(Duration::from_secs_f64(seconds)), "{text}");
        }
        for text in ["", "soon", "5 parsecs", "-1s", "9999d"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
        assert!(parse_time_limit("0").is_err() && parse_time_limit("0ms").is_err() && parse_time_limit("1ms").is_ok());
    }
}
