//! Which leads: the flags that `list`, `export`, `stats` and `clean` share.

use std::time::Duration;

use jiff::Timestamp;

use crate::cli::global::parse_duration;
use crate::core::clock::parse_iso;

#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Which leads")]
pub struct Filter {
    /// Not older than this: 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z
    #[arg(long, value_name = "WHEN", value_parser = parse_when)]
    pub since: Option<When>,
    /// Not newer than this, written as for --since
    #[arg(long, value_name = "WHEN", value_parser = parse_when)]
    pub until: Option<When>,
    /// MSFT_TEST leads only
    #[arg(long, conflicts_with = "real")]
    pub test: bool,
    /// Everything but MSFT_TEST leads
    #[arg(long)]
    pub real: bool,
    /// From this source: its code or its name, such as SPZA or AppSource
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
    /// With this action: its code or its words, such as PLT or "contact me"
    #[arg(long, value_name = "ACTION")]
    pub action: Option<String>,
    /// For an offer whose name or id holds this
    #[arg(long, value_name = "TEXT")]
    pub offer: Option<String>,
    /// From a person whose e-mail address holds this
    #[arg(long, value_name = "TEXT")]
    pub email: Option<String>,
}

/// A point in time, as people say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Ago(Duration),
    At(Timestamp),
}

impl When {
    pub fn before(self, now: Timestamp) -> Timestamp {
        match self {
            When::At(at) => at,
            When::Ago(ago) => now.saturating_sub(ago).unwrap_or(Timestamp::MIN),
        }
    }
}

/// `7d` ago, a day, or a moment.
pub fn parse_when(text: &str) -> Result<When, String> {
    if text.contains('-') || text.contains(':') {
        return parse_iso(text)
            .map(When::At)
            .ok_or_else(|| format!("'{text}' is no point in time; write it as 7d, 2026-11-01 or 2026-11-01T12:00:00Z"));
    }
    parse_duration(text).map(When::Ago)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_write_them() {
        let now: Timestamp = "2026-11-08T12:00:00Z".parse().unwrap();
        for (text, want) in [("7d", "2026-11-01T12:00:00Z"), ("2026-11-01", "2026-11-01T00:00:00Z"), ("2026-11-01T01:02:03Z", "2026-11-01T01:02:03Z")]
        {
            assert_eq!(parse_when(text).unwrap().before(now).to_string(), want, "{text}");
        }
        for text in ["yesterday", "2026-13-01", "01-11-2026", ""] {
            assert!(parse_when(text).is_err(), "{text}");
        }
    }
}
