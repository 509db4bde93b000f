//! When a line was written, in the forms that logs have: ISO 8601, syslog, web servers, HTTP, klog, .NET and Java, counted seconds.
//!
//! Read by hand, from the colons of a time of day outwards; told as the text has it, but for counted seconds, which nobody can read.

use memchr::{memchr_iter, memmem};

const MONTHS: [&[u8]; 12] = [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];

/// Every time in the text: its place and how it is told.
pub(super) fn each(text: &str, mut tell: impl FnMut(usize, String)) {
    let bytes = text.as_bytes();
    for place in memmem::find_iter(bytes, "20") {
        if begins(bytes, place) && (place == 0 || bytes[place - 1] != b'-') {
            let value = iso(&text[place..]);
            let value = if value.len() >= "2026-10-01 12:00".len() { value } else { basic(&text[place..]) };
            if !value.is_empty() {
                tell(place, value);
            }
        }
    }
    let mut after = 0;
    for colon in memchr_iter(b':', bytes) {
        if colon >= after
            && let Some((start, end)) = of_day(bytes, colon).and_then(|(start, end)| Some((dated(bytes, start)?, behind(bytes, end))))
            && let Some(value) = text.get(start..end)
        {
            tell(start, value.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
            after = end;
        }
        if let Some(value) = counted(text, colon) {
            tell(colon, value);
        }
    }
}

/// `2026-10-01 12:00:00Z`, `2026-10-01T12:00:00.1234567Z` or `2026-10-01T12:00:00+02:00`.
pub(super) fn iso(rest: &str) -> String {
    let mut value = String::new();
    for c in rest.chars().take(34) {
        match c {
            '0'..='9' | '-' | ':' | '.' | 'T' | 'Z' => value.push(c),
            ' ' | '+' if value.len() == 10 => value.push(' '),
            '+' if value.contains(':') => value.push('+'),
            _ => break,
        }
    }
    let dated = value.as_bytes().get(4) == Some(&b'-') && value.contains(':');
    if dated { value.trim_end_matches(['+', '-', '.', ':']).to_owned() } else { String::new() }
}

/// `20240501T120000Z`.
fn basic(rest: &str) -> String {
    let bytes = rest.as_bytes();
    let is = bytes.len() > 15 && digits(bytes, 0, 8) && bytes[8] == b'T' && digits(bytes, 9, 6) && bytes[15] == b'Z';
    if is { rest[..16].to_owned() } else { String::new() }
}

fn digits(bytes: &[u8], from: usize, count: usize) -> bool {
    bytes.get(from..from + count).is_some_and(|some| some.iter().all(u8::is_ascii_digit))
}

fn begins(bytes: &[u8], place: usize) -> bool {
    place == 0 || !bytes[place - 1].is_ascii_alphanumeric()
}

/// Start and end of the `9:05:00` whose first colon this is.
fn of_day(bytes: &[u8], colon: usize) -> Option<(usize, usize)> {
    let whole = digits(bytes, colon + 1, 2) && bytes.get(colon + 3) == Some(&b':') && digits(bytes, colon + 4, 2);
    let hour = count_back(bytes, colon, u8::is_ascii_digit);
    (whole && (1..=2).contains(&hour) && !bytes.get(colon + 6).is_some_and(u8::is_ascii_digit)).then_some((colon - hour, colon + 6))
}

/// How many bytes before `end` are such; looks at few.
fn count_back(bytes: &[u8], end: usize, is: impl Fn(&u8) -> bool) -> usize {
    bytes[..end].iter().rev().take(10).take_while(|byte| is(byte)).count()
}

/// The number that ends at `end`, of one digit to `most`, and where it begins.
fn number(bytes: &[u8], end: usize, most: usize) -> Option<(usize, u32)> {
    let count = count_back(bytes, end, u8::is_ascii_digit);
    let text = std::str::from_utf8(&bytes[end - count..end]).ok()?;
    (1..=most).contains(&count).then(|| text.parse().ok()).flatten().map(|value| (end - count, value))
}

/// Where the name of a month ends at `end`, where it begins.
fn month(bytes: &[u8], end: usize) -> Option<usize> {
    let start = end.checked_sub(3)?;
    let known = MONTHS.iter().any(|name| bytes[start..end].eq_ignore_ascii_case(name));
    (known && begins(bytes, start)).then_some(start)
}

fn year(value: u32) -> bool {
    (1990..2100).contains(&value)
}

fn day(value: u32) -> bool {
    (1..=31).contains(&value)
}

/// Where the date begins that stands in front of a time of day.
fn dated(bytes: &[u8], time: usize) -> Option<usize> {
    let gap = count_back(bytes, time, |byte| matches!(byte, b' ' | b',' | b':' | b'T'));
    let end = time - gap;
    if gap == 0 || end == 0 {
        return None;
    }
    let (start, last) = number(bytes, end, 4)?;
    let before = *bytes.get(start.checked_sub(1)?)?;
    let start = match (end - start, before) {
        // E0501 of klog, whose letter is a level.
        (4, b'E' | b'W' | b'I' | b'F') if begins(bytes, start - 1) => {
            return ((1..=12).contains(&(last / 100)) && day(last % 100)).then_some(start);
        }
        // 5/1/2024, 01-05-2024, 1.5.2024, 01/May/2024
        (4, mark @ (b'/' | b'-' | b'.')) if year(last) => {
            let middle = start - 1;
            let named = month(bytes, middle);
            let (middle, second) = named.map(|start| (start, 1)).or_else(|| number(bytes, middle, 2))?;
            let (start, first) = number(bytes, middle.checked_sub(1).filter(|at| bytes[*at] == mark)?, 2)?;
            (day(first) && day(second)).then_some(start)?
        }
        // 2024/05/01
        (2, b'/') if day(last) => {
            let (middle, _) = number(bytes, start - 1, 2).filter(|(_, value)| (1..=12).contains(value))?;
            let (start, _) = number(bytes, middle.checked_sub(1).filter(|at| bytes[*at] == b'/')?, 4).filter(|(_, value)| year(*value))?;
            start
        }
        // 01 May 2024, May 1, 2024
        (4, b' ') if year(last) => {
            let front = start - 1;
            match month(bytes, front) {
                Some(name) => number(bytes, name.checked_sub(1).filter(|at| bytes[*at] == b' ')?, 2).filter(|(_, value)| day(*value))?.0,
                None => {
                    let (at, _) = number(bytes, front.checked_sub(1).filter(|at| bytes[*at] == b',')?, 2).filter(|(_, value)| day(*value))?;
                    month(bytes, at.checked_sub(1).filter(|at| bytes[*at] == b' ')?)?
                }
            }
        }
        // May  1
        (1 | 2, b' ') if day(last) => month(bytes, start - count_back(bytes, start, |byte| *byte == b' '))?,
        _ => return None,
    };
    begins(bytes, start).then_some(start)
}

/// Where the time of day that ends at `end` really ends: behind a fraction, a half of the day, a zone, a year.
fn behind(bytes: &[u8], mut end: usize) -> usize {
    if matches!(bytes.get(end), Some(b'.' | b',')) && digits(bytes, end + 1, 3) {
        end += 1 + bytes[end + 1..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    }
    let word = |end: usize, text: &[u8]| {
        let next = end + 1 + text.len();
        let whole = bytes.get(end) == Some(&b' ') && bytes.get(end + 1..next).is_some_and(|word| word.eq_ignore_ascii_case(text));
        (whole && !bytes.get(next).is_some_and(u8::is_ascii_alphanumeric)).then_some(next)
    };
    for text in [&b"am"[..], b"pm", b"gmt", b"utc", b"z"] {
        end = word(end, text).unwrap_or(end);
    }
    if bytes.get(end) == Some(&b' ') && matches!(bytes.get(end + 1), Some(b'+' | b'-')) && digits(bytes, end + 2, 4) {
        end += 6;
    }
    let year_next = bytes.get(end) == Some(&b' ') && matches!(bytes.get(end + 1..end + 3), Some(b"19" | b"20")) && digits(bytes, end + 3, 2);
    if year_next && !bytes.get(end + 5).is_some_and(u8::is_ascii_alphanumeric) { end + 5 } else { end }
}

/// Seconds since 1970, or parts of seconds, in a JSON field whose name says so; `colon` stands behind its name.
fn counted(text: &str, colon: usize) -> Option<String> {
    let bytes = text.as_bytes();
    // Most colons stand behind other things.
    if !matches!(bytes[..colon].last(), Some(b'"')) {
        return None;
    }
    let name = text[..colon].trim_end_matches(['"', '\\']);
    let name = &name[name.len() - count_back(name.as_bytes(), name.len(), u8::is_ascii_alphanumeric)..];
    if !["time", "ts", "timestamp"].iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return None;
    }
    let value = text[colon + 1..].trim_start_matches([' ', '"', '\\']);
    let count = value.bytes().take(20).take_while(u8::is_ascii_digit).count();
    let number: i64 = value[..count].parse().ok()?;
    let seconds = match count {
        10 => number,
        13 => number / 1_000,
        16 => number / 1_000_000,
        19 => number / 1_000_000_000,
        _ => return None,
    };
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever a text is cut to, and whatever stands around it.
    #[test]
    fn no_text_is_too_short() {
        let text = "é2024-05-01T12:00:00+02:00 May  1, 2024 9:05:00 AM é 1/May/2024:12:00:00 +0200 2024/05/01 1:00:00.123 E0501 12:00:00 \\\"ts\\\": \"1714564800é 20240501T120000Z May 1 12:00:00 UTC 2024é";
        let ends: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
        for (count, start) in ends.iter().enumerate() {
            for end in &ends[count..] {
                each(&text[*start..*end], |place, value| assert!(place < end - start && value.len() >= 11, "{value}"));
            }
        }
    }
}
