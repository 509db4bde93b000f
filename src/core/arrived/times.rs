//! The times that leads carry as text. `CreatedTime`'s form is not documented: what was seen is the US one, and ISO 8601 is read as well.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Reads `11/1/2026 12:05:00 AM` (taken as UTC), the same with 24 hours or without a time, and ISO 8601.
pub fn parse_created(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    us(text).or_else(|| crate::core::clock::parse_iso(text)).or_else(|| text.parse::<DateTime>().ok().and_then(utc))
}

fn us(text: &str) -> Option<Timestamp> {
    let mut words = text.split_ascii_whitespace();
    let mut date = words.next()?.splitn(3, '/');
    let (month, day, year) = (number(date.next()?)?, number(date.next()?)?, number(date.next()?)?);
    let (mut hour, minute, second) = match words.next() {
        None => (0, 0, 0),
        Some(time) => {
            let mut parts = time.splitn(3, ':');
            (number(parts.next()?)?, number(parts.next()?)?, parts.next().map_or(Some(0), number)?)
        }
    };
    match words.next() {
        None => {}
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(half) if half.eq_ignore_ascii_case("AM") => hour %= 12,
        Some(half) if half.eq_ignore_ascii_case("PM") => hour = hour % 12 + 12,
        Some(_) => return None,
    }
    let narrow = |number: i16| i8::try_from(number).ok();
    utc(DateTime::new(year, narrow(month)?, narrow(day)?, narrow(hour)?, narrow(minute)?, narrow(second)?, 0).ok()?)
}

fn number(digits: &str) -> Option<i16> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn utc(at: DateTime) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(at).ok()
}
