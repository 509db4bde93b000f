//! Keys that are written over several lines: blocks of PEM, and base64 that was wrapped. Knows no key's name.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::core::redact::forms::cut;
use crate::core::secret::REDACTED;

/// What stands between the marks `-----BEGIN … PRIVATE KEY-----` and `-----END …`, or, where the end is missing, all that may be of the key.
pub(super) fn private_keys(text: &str, spans: &mut Vec<Range<usize>>) {
    static MARK: LazyLock<Finder> = LazyLock::new(|| Finder::new("PRIVATE"));
    const SHORTEST: usize = 16;
    for at in MARK.find_iter(text.as_bytes()) {
        let Some(rest) = text.get(at + "PRIVATE".len()..) else { continue };
        let blank = [" ", "+", "%20", "_"].iter().find_map(|blank| rest.strip_prefix(blank));
        let Some(rest) = blank.and_then(|rest| rest.strip_prefix("KEY")) else { continue };
        let Some(rest) = rest.strip_prefix("-----").or_else(|| rest.strip_prefix(" BLOCK-----")) else { continue };
        let start = text.len() - rest.len();
        // The end's mark has the same words.
        let before = &text.as_bytes()[at.saturating_sub(32)..at];
        let begins = memchr::memmem::rfind(before, b"BEGIN").is_some_and(|begin| memchr::memmem::rfind(before, b"END").is_none_or(|end| end < begin));
        if !begins {
            continue;
        }
        let quote = rest.find(['"', '\'', '<', '>', '`']).unwrap_or(rest.len());
        let end = match rest[..quote].find("-----END") {
            Some(end) => end,
            None => lines_of_base64(rest),
        };
        let longest = rest.as_bytes()[..end].split(|byte| !is_base64(*byte)).map(<[u8]>::len).max().unwrap_or(0);
        if longest >= SHORTEST {
            spans.push(start..start + end);
        }
    }
}

/// The length of the lines of base64, and the headers among them, that a text begins with.
fn lines_of_base64(text: &str) -> usize {
    const SHORTEST: usize = 16;
    let bytes = text.as_bytes();
    let (mut at, mut end) = (0, 0);
    loop {
        at += line_ends(&bytes[at..]);
        let length = base64(&bytes[at..]);
        if length >= SHORTEST || bytes[at..at + length].ends_with(b"=") || bytes[at..at + length].ends_with(b"%3D") {
            at += length;
            end = at;
        } else if let Some(header) = ["Proc-Type: ", "DEK-Info: "].iter().find(|header| bytes[at..].starts_with(header.as_bytes())) {
            at += header.len();
            at += bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"\\%".contains(byte)).count();
        } else {
            return end;
        }
    }
}

/// The length of blanks and line ends, escaped ones among them, that a text begins with.
fn line_ends(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let slashes = bytes[at..].iter().take_while(|byte| **byte == b'\\').count();
        match bytes.get(at + slashes) {
            Some(b'n' | b'r') if slashes > 0 => at += slashes + 1,
            Some(byte) if slashes == 0 && byte.is_ascii_whitespace() => at += 1,
            Some(b'%') if ["%0a", "%0d"].iter().any(|end| bytes[at..].get(..3).is_some_and(|three| three.eq_ignore_ascii_case(end.as_bytes()))) => {
                at += 3
            }
            _ => return at,
        }
    }
}

/// The length of the base64 that a text begins with, percent-encoded or not.
fn base64(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match &bytes[at..] {
            [byte, ..] if is_base64(*byte) => at += 1,
            [b'%', escaped @ ..]
                if [b"2B", b"2F", b"3D"].iter().any(|known| escaped.get(..2).is_some_and(|two| two.eq_ignore_ascii_case(*known))) =>
            {
                at += 3
            }
            _ => return at,
        }
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)
}

/// Lines out of a log that are part of a key which was wrapped, or end with one: each line is all that is known.
pub(super) fn wrapped(text: &str) -> Cow<'_, str> {
    // Without capitals, small letters and digits in it there is no base64 worth hiding.
    const SHORTEST: usize = 8;
    if text.len() < SHORTEST {
        return Cow::Borrowed(text);
    }
    let mut spans = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        line_of_key(line, start, &mut spans);
        start += line.len() + 1;
    }
    cut(text, spans, |_| REDACTED.to_owned())
}

fn line_of_key(line: &str, start: usize, spans: &mut Vec<Range<usize>>) {
    /// A line of its own, as keys are wrapped at 64 or 76; the last is shorter.
    const ALONE: usize = 20;
    /// What ends a wrapped key, with other settings behind it.
    const LAST: usize = 24;
    /// Anywhere in a line.
    const ANYWHERE: usize = 40;
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut first = true;
    while at < bytes.len() {
        let body = bytes[at..].iter().take_while(|byte| is_base64(**byte) && **byte != b'=').count();
        let length = body + bytes[at + body..].iter().take(2).take_while(|byte| **byte == b'=').count();
        if body == 0 {
            at += 1;
            continue;
        }
        let word = &bytes[at..at + length];
        let (before, behind) = (&line[..at], &line[at + length..]);
        let begins = first && before.chars().all(|c| c.is_whitespace() || "\"'`|>(".contains(c));
        first = false;
        let padded = word.ends_with(b"=");
        let twice = word.ends_with(b"==") && word.iter().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        let made = is_made(word);
        let ends = behind.trim_end_matches(|c: char| c.is_whitespace() || "\"'`,;)+".contains(c));
        let alone = begins && ends.trim_end_matches(['n', 'r']).chars().all(|c| c == '\\');
        let parted = behind.is_empty() || behind.starts_with([' ', '\t', '\r', ';', '"', '\'', ',', '&', ')', '\\', '`', '|', '<', ']', '}', '…']);
        let parted_before = before.is_empty() || before.ends_with([' ', '\t', '"', '\'', '`', '|', '>', '(', ':', ',', ';', '[', '=']);
        let pairs = behind.starts_with(";EndpointSuffix=") || behind.starts_with(";TableEndpoint=") || behind.starts_with(";BlobEndpoint=");
        let part = alone && (length >= ALONE && made || padded && length >= 8 && length % 4 == 0 && (made || twice))
            || begins && padded && (parted && length >= LAST && (made || twice) || pairs)
            || length >= ANYWHERE && made && parted && parted_before;
        if part {
            spans.push(start + at..start + at + length);
        }
        at += length;
    }
}

/// Whether letters and digits follow each other as in base64: changing between capitals, small ones and digits more often than in any name
/// or path. Hex is none.
fn is_made(word: &[u8]) -> bool {
    let word = &word[..word.len() - word.iter().rev().take_while(|byte| **byte == b'=').count()];
    let kind = |byte: &u8| match byte {
        b'A'..=b'Z' => 0,
        b'a'..=b'z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let has = |wanted: u8| word.iter().any(|byte| kind(byte) == wanted);
    let changes = word.windows(2).filter(|two| kind(&two[0]) != kind(&two[1])).count();
    let slashes = word.iter().filter(|byte| **byte == b'/').count();
    let hex = word.iter().all(u8::is_ascii_hexdigit);
    // In percent. Of base64 it is some sixty, in names of several words up to forty; long runs of one letter are in long lines alone.
    let enough = match word.len() {
        ..40 => 45,
        40..60 => 40,
        _ => 25,
    };
    has(0) && has(1) && (has(2) || has(3)) && !hex && changes * 100 >= word.len() * enough && slashes * 8 <= word.len()
}
