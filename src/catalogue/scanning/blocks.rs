//! Which lines of a log belong together: a record and its stack trace, a pretty-printed document, a message that goes on below.
//!
//! A line with a time, a level or a document of its own begins a block. Lines that are indented, or that only make sense behind
//! another, go on with it; other lines do so behind a line with a time. Of a list that is a whole document, each element is a block.
//! Blocks are bounded, whatever the log.

use std::ops::Range;

use super::{columns, elements};

/// How much of a log is looked at on either side of a place: no block is longer.
pub const MOST_BYTES: usize = 16 * 1024;
/// No block has more lines.
pub const MOST_LINES: usize = 64;
/// Of a block whose beginning is too far away, so many lines before the place count.
const LINES_BEFORE: usize = 16;
/// The same of a line that is longer than a block may be, in bytes.
const BYTES_BEFORE: usize = MOST_BYTES / 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Begins a record: a time, a level, an address, a JSON document, a container's name.
    Head,
    /// Goes on with what stands above.
    More,
    /// Goes on with a record, else stands alone.
    Plain,
    Blank,
}

/// What kind of line this is; without its line break.
pub fn kind(line: &[u8]) -> Kind {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let line = line.get(..200).unwrap_or(line);
    if line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Kind::Blank;
    }
    if line[0].is_ascii_whitespace() || goes_on(line) {
        return Kind::More;
    }
    if begins(line) { Kind::Head } else { Kind::Plain }
}

/// What never begins a record: the rest of a stack trace, of a document, or of a service's answer of several lines.
fn goes_on(line: &[u8]) -> bool {
    const BEGINNINGS: [&str; 24] = [
        "at ",
        "Caused by",
        "... ",
        "---",
        "}",
        "]",
        ")",
        ",",
        "</",
        "> ",
        "| ",
        "Suppressed: ",
        "Trace ID:",
        "Correlation ID:",
        "Timestamp:",
        "RequestId:",
        "Request ID:",
        "Time:",
        "Status:",
        "ErrorCode:",
        "Content:",
        "Headers:",
        "Additional Information:",
        "x-ms-",
    ];
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning.as_bytes()))
}

pub(super) fn begins(line: &[u8]) -> bool {
    let line = colourless(line);
    let bare = line.trim_ascii_start();
    let bare = bare.strip_prefix(b"<").and_then(|rest| after_digits(rest, b">")).unwrap_or(bare);
    let bare = match bare {
        [b'[' | b'(' | b'"', rest @ ..] => rest,
        _ => bare,
    };
    line.starts_with(b"{\"") || dated(ruby(bare)) || level(bare) || named(bare) || prompt(bare) || columns::container(line).is_some()
}

/// Behind the letter for the level that Ruby's `Logger` begins with: `E, [2026-09-03T14:20:01 #71] ERROR -- : `.
fn ruby(line: &[u8]) -> &[u8] {
    match line {
        [b'D' | b'I' | b'W' | b'E' | b'F' | b'A', b',', b' ', b'[', rest @ ..] => rest,
        _ => line,
    }
}

/// The prompt of a shell with a command behind it: what the command says goes on with it. `PS C:\leads> `, `C:\leads>`, `ops@jump01:~$ `,
/// `(venv) root@jump01:~# `, zsh's `ops@jump01 ~ % `, `$ `.
fn prompt(line: &[u8]) -> bool {
    const LONGEST: usize = 100;
    // A path alone stands before the mark.
    let folder = |path: &[u8]| path.iter().find(|byte| b"<>:\"|".contains(byte)) == Some(&b'>');
    let windows = |line: &[u8]| matches!(line, [drive, b':', b'\\', path @ ..] if drive.is_ascii_alphabetic() && folder(path));
    let name = |line: &[u8]| line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte)).count();
    let own = line[name(line)..].strip_prefix(b") ").unwrap_or(line);
    let host = || own[name(own)..].strip_prefix(b"@").filter(|_| name(own) > 0).map(|host| &host[..host.len().min(LONGEST)]);
    match line {
        [b'P', b'S', b' ', rest @ ..] => windows(rest) || rest.starts_with(b"/") && folder(rest),
        [b'$', b' ', next, ..] => next.is_ascii_alphabetic(),
        _ => windows(line) || host().is_some_and(|host| host.windows(2).any(|end| matches!(end, b"$ " | b"% " | b"# "))),
    }
}

/// Behind a terminal's colour code.
pub(super) fn colourless(line: &[u8]) -> &[u8] {
    match line {
        [0x1B, b'[', rest @ ..] => rest.iter().position(|byte| *byte == b'm').map_or(line, |end| &rest[end + 1..]),
        _ => line,
    }
}

fn after_digits<'a>(line: &'a [u8], end: &[u8]) -> Option<&'a [u8]> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (digits > 0).then(|| line[digits..].strip_prefix(end)).flatten()
}

/// A date, a time, seconds since 1970, or an address.
fn dated(line: &[u8]) -> bool {
    const MONTHS: [&[u8]; 19] = [
        b"Jan ", b"Feb ", b"Mar ", b"Apr ", b"May ", b"Jun ", b"Jul ", b"Aug ", b"Sep ", b"Oct ", b"Nov ", b"Dec ", b"Mon ", b"Tue ", b"Wed ",
        b"Thu ", b"Fri ", b"Sat ", b"Sun ",
    ];
    if MONTHS.iter().any(|month| line.starts_with(month)) {
        return line.iter().skip(4).take(12).any(u8::is_ascii_digit);
    }
    // Digits and what stands between them: 2026-11-25T, 25/Nov/2026, 02:09:17, 10.1.2.3, 1764036557.123
    let mut digits = 0;
    let mut marks = 0;
    for byte in line {
        match byte {
            b'0'..=b'9' => digits += 1,
            b'-' | b'/' | b':' | b'.' if digits > 0 => marks += 1,
            _ => break,
        }
    }
    digits >= 6 && marks >= 2 || digits >= 10 || digits >= 4 && marks >= 3
}

fn level(line: &[u8]) -> bool {
    const LEVELS: [&str; 24] = [
        "TRACE",
        "DEBUG",
        "INFO",
        "NOTICE",
        "WARN",
        "WARNING",
        "ERROR",
        "FATAL",
        "CRITICAL",
        "SEVERE",
        "trce",
        "dbug",
        "info",
        "warn",
        "fail",
        "crit",
        "error",
        "debug",
        "Error",
        "Warning",
        "Info",
        "Information",
        "Critical",
        "Debug",
    ];
    let word = line.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, rest) = line.split_at(word);
    LEVELS.iter().any(|level| level.as_bytes() == word) && matches!(rest.first(), Some(b':' | b' ' | b']' | b'\t' | b'|' | b')'))
}

/// `time=`, `ts=`, `level=` and the like; and what an event of Windows begins with, copied from the Event Viewer or from PowerShell.
fn named(line: &[u8]) -> bool {
    ["time=", "ts=", "level=", "lvl=", "timestamp=", "date=", "Log Name:", "TimeCreated "].iter().any(|name| line.starts_with(name.as_bytes()))
}

/// The block around a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub range: Range<usize>,
    /// It ends where what is known of the log ends: more of it may come.
    pub open: bool,
}

/// How much of the log before and behind a place [`around`] wants to see.
pub const BEFORE: usize = 2 * MOST_BYTES + 8;
pub const BEHIND: usize = MOST_BYTES + 8;

/// The block around byte `at` of `area`, which holds the log for [`BEFORE`] and [`BEHIND`] it, or up to its ends.
pub fn around(area: &[u8], at: usize) -> Block {
    let least = at.saturating_sub(MOST_BYTES);
    let most = (at + MOST_BYTES).min(area.len());
    let start = memchr::memrchr(b'\n', &area[least..at]).map(|end| least + end + 1).or((least == 0).then_some(0));
    let end = memchr::memchr(b'\n', &area[at..most]).map(|end| at + end).or((most == area.len()).then_some(most));
    let (Some(start), Some(end)) = (start, end) else {
        // A line without an end in sight.
        let range = start.unwrap_or(at.saturating_sub(BYTES_BEFORE)).max(at.saturating_sub(BYTES_BEFORE))..end.unwrap_or(most);
        return Block { range: whole_letters(area, range), open: false };
    };
    let mut from = beginning(area, start, end);
    let (mut to, mut open);
    match elements::around(area, start, from, most) {
        Some(element) => (from, to, open) = element,
        None => (to, open) = ending(area, from, first_line(&area[from..]).len() + from, most),
    }
    if to < end {
        // Its record is full: it stands alone.
        from = start;
        (to, open) = ending(area, from, end, most);
    }
    Block { range: from..to, open }
}

/// Where the block begins that the line from `start` to `end` is part of.
fn beginning(area: &[u8], start: usize, end: usize) -> usize {
    let own = kind(&area[start..end]);
    if matches!(own, Kind::Head | Kind::Blank) {
        return start;
    }
    let least = start.saturating_sub(MOST_BYTES);
    // The line above that this one goes on with, if no record is in sight.
    let mut parent = (own == Kind::Plain).then_some(start);
    let mut interrupted = false;
    let mut nearest = start;
    let mut line = start;
    for count in 1..MOST_LINES {
        let Some(above) = line_above(area, line, least) else { break };
        let what = kind(&area[above..line - 1]);
        match what {
            Kind::Head => return above,
            Kind::Plain if parent.is_none() && !interrupted => parent = Some(above),
            Kind::Blank if parent.is_none() && !interrupted => {
                interrupted = true;
                nearest = line;
            }
            _ => {}
        }
        if !interrupted && parent.is_none() && count <= LINES_BEFORE {
            nearest = above;
        }
        line = above;
    }
    parent.unwrap_or(nearest)
}

pub(super) fn line_above(area: &[u8], line: usize, least: usize) -> Option<usize> {
    let break_before = line.checked_sub(1)?;
    match memchr::memrchr(b'\n', &area[least.min(break_before)..break_before]) {
        Some(end) => Some(least + end + 1),
        None => (least == 0).then_some(0),
    }
}

/// Where the block ends that begins at `from` and has a line that ends at `end`, and whether that is for want of more.
fn ending(area: &[u8], from: usize, end: usize, most: usize) -> (usize, bool) {
    let stamped = kind(first_line(&area[from..])) == Kind::Head;
    let most = most.min(from + MOST_BYTES).max(end);
    let mut lines = area[from..end].iter().filter(|byte| **byte == b'\n').count() + 1;
    let mut to = end;
    while lines < MOST_LINES {
        if to >= area.len() {
            return (to, true);
        }
        let next = to + 1;
        let Some(length) = memchr::memchr(b'\n', &area[next.min(most)..most]) else {
            // The last line of a log needs no break.
            let rest = &area[next.min(area.len())..];
            let goes_on = rest.is_empty() || continues(kind(first_line(rest)), stamped) && !elements::begins(area, from, next, most);
            return match most == area.len() {
                true if goes_on => (area.len(), true),
                _ => (to, false),
            };
        };
        if !continues(kind(&area[next..next + length]), stamped) || elements::begins(area, from, next, most) {
            return (to, false);
        }
        to = next + length;
        lines += 1;
    }
    (to, false)
}

fn continues(kind: Kind, stamped: bool) -> bool {
    match kind {
        Kind::Head => false,
        Kind::More => true,
        Kind::Plain | Kind::Blank => stamped,
    }
}

pub(super) fn first_line(text: &[u8]) -> &[u8] {
    text.split(|byte| *byte == b'\n').next().unwrap_or_default()
}

/// The range without half a letter at its ends.
fn whole_letters(area: &[u8], range: Range<usize>) -> Range<usize> {
    let inside = |at: usize| area.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    let start = (range.start..range.end).take(4).find(|at| !inside(*at)).unwrap_or(range.start);
    let end = (start..=range.end).rev().take(4).find(|at| !inside(*at)).unwrap_or(range.end);
    start..end
}

/// Whether a text is a log: several records, each with a line that begins it.
pub fn is_log(text: &[u8]) -> bool {
    has_records(text, 2)
}

/// Whether a text has so many lines that begin a record.
pub fn has_records(text: &[u8], count: usize) -> bool {
    text.split(|byte| *byte == b'\n').filter(|line| kind(line) == Kind::Head).take(count).count() == count
}
