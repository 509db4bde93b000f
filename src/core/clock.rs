//! Time as the services write it: .NET ticks, RFC 1123 dates, US dates in partition keys.
//!
//! The clock itself comes in from outside ([`Clock`]), so that a test can hold it still.

use jiff::{Timestamp, tz::TimeZone};

/// Where "now" comes from.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Whole milliseconds since then.
pub fn millis(since: std::time::Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The ticks (100 ns) of .NET's `DateTime` at the Unix epoch.
const DOTNET_TICKS_AT_UNIX_EPOCH: i128 = 621_355_968_000_000_000;

/// .NET `DateTime.Ticks` in UTC: the digits behind `MSFT_TEST_`.
///
/// That those digits are ticks is inferred: the documented example computes to a plausible date.
pub fn dotnet_ticks(at: Timestamp) -> i128 {
    at.as_nanosecond() / 100 + DOTNET_TICKS_AT_UNIX_EPOCH
}

/// `Thu, 01 Oct 2026 12:00:00 GMT`, as `x-ms-date` and `Date` want it (RFC 9110, IMF-fixdate).
pub fn http_date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Reads an IMF-fixdate; `None` for anything else.
pub fn parse_http_date(text: &str) -> Option<Timestamp> {
    let body = text.trim().strip_suffix(" GMT")?;
    jiff::civil::DateTime::strptime("%a, %d %b %Y %H:%M:%S", body).ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// Reads the times that a SAS carries (`se`, `st`): a date, or a date and time with `Z`.
pub fn parse_iso(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    let padded = if text.len() == 17 && text.ends_with('Z') { format!("{}:00Z", &text[..16]) } else { format!("{text}T00:00:00Z") };
    padded.parse().ok()
}

/// `2026-10-01T12:00:00Z`.
pub fn iso(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `10/1/2026`: the US short date that observed partition keys hold.
pub fn us_date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-m/%-d/%Y").to_string()
}

/// `10/1/2026 12:00:00 PM`: the assumed form of `CreatedTime`.
pub fn us_date_time(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-m/%-d/%Y %-I:%M:%S %p").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-10-01T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn ticks_match_the_documented_example() {
        // MSFT_TEST_636573304831318844 on Microsoft's page is 2018-03-22 15:48:03 UTC.
        let at: Timestamp = "2018-03-22T15:48:03.1318844Z".parse().unwrap();
        assert_eq!(dotnet_ticks(at), 636_573_304_831_318_844);
    }

    #[test]
    fn dates_read_back_as_written() {
        assert_eq!(http_date(noon()), "Thu, 01 Oct 2026 12:00:00 GMT");
        assert_eq!(parse_http_date(&http_date(noon())), Some(noon()));
        assert_eq!(us_date_time(noon()), "10/1/2026 12:00:00 PM");
        assert_eq!(parse_iso("2026-10-01T12:00Z"), Some(noon()));
        assert_eq!(parse_iso("2026-10-01").map(iso).as_deref(), Some("2026-10-01T00:00:00Z"));
        assert_eq!(parse_iso("soon"), None);
    }
}
