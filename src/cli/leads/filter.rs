//! Which leads: the flags that `list`, `export`, `stats` and `clean` share.

use std::time::Duration;

use jiff::Timestamp;

use crate::cli::global::parse_duration_within;
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

/// A hundred years: no lead is older.
const MOST_AGO: Duration = Duration::from_secs(36_525 * 86_400);

/// `7d` ago, a day, or a moment.
pub fn parse_when(text: &str) -> Result<When, String> {
    let wrong = || format!("'{text}' is no point in time; write it as 7d, 12h, 2026-11-01 or 2026-11-01T12:00:00Z");
    if text.contains('-') || text.contains(':') {
        return parse_iso(text).map(When::At).ok_or_else(wrong);
    }
    if text.trim().parse::<f64>().is_ok() {
        return Err(format!("'{text}' has no unit; write {0}d for days, {0}h for hours, or a date such as 2026-11-01", text.trim()));
    }
    // As far back as a date may be.
    parse_duration_within(text, MOST_AGO).map(When::Ago).ok_or_else(wrong)
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
        for (days, want) in [("366d", "2025-11-07T12:00:00Z"), ("3650d", "2016-11-10T12:00:00Z")] {
            assert_eq!(parse_when(days).unwrap().before(now).to_string(), want, "{days}");
        }
        for text in ["7", "2026", "0.5"] {
            let why = parse_when(text).unwrap_err();
            assert!(why.contains("no unit") && why.contains(&format!("{text}d")), "{text}: {why}");
        }
        for text in ["yesterday", "2026-13-01", "01-11-2026", "", "7 moons", "1e9d"] {
            let why = parse_when(text).unwrap_err();
            assert!(why.contains("7d") && why.contains("2026-11-01"), "{text}: {why}");
        }
    }
}
