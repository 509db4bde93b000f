//! E-mail addresses in every way in which texts write them, and the names that stand before them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::core::redact::forms::cut;
use crate::core::redact::values;

/// Of an address of a guest in a tenant: `jan.jansen_contoso.com#EXT#@fabrikam.onmicrosoft.com`.
const GUEST: &str = "#EXT#";

/// `text` with e-mail addresses without their local part, except those of test leads.
pub(super) fn mask_mail(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut done = 0;
    // The end of the last address, masked or not.
    let mut behind = 0;
    for mark in marks(text) {
        let guest = mark.is_empty();
        let end = if guest || text[..mark.start].ends_with(GUEST) { mark.start - GUEST.len() } else { mark.start };
        let start = local(text, end, behind);
        if start >= end {
            continue;
        }
        let host = match guest {
            true => text[start..end].contains('_').then_some(0),
            false => host(&bytes[mark.end..]),
        };
        let Some(host) = host else { continue };
        behind = mark.end + host;
        if !super::patterns::is_test(&text[start..end]) {
            out.push_str(&text[done..start]);
            out.extend(text[start..end].chars().next().filter(|c| !"%\\".contains(*c)));
            out.push('…');
            done = end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Where an `@` stands, escaped or not; empty behind a guest's mark without one.
fn marks(text: &str) -> Vec<Range<usize>> {
    static ESCAPED: LazyLock<Finder> = LazyLock::new(|| Finder::new("\\u0040"));
    static WIDE: LazyLock<[Finder; 2]> = LazyLock::new(|| ["＠", "﹫"].map(Finder::new));
    let bytes = text.as_bytes();
    let mut marks = Vec::new();
    for at in memchr::memchr3_iter(b'@', b'%', b'#', bytes) {
        let rest = &bytes[at..];
        match rest[0] {
            b'@' => marks.push(at..at + 1),
            b'%' => marks.extend([&b"%40"[..], b"%2540"].iter().find(|mark| rest.starts_with(mark)).map(|mark| at..at + mark.len())),
            _ if bytes[..at].ends_with(b"&") => {
                let mark = [&b"#64;"[..], b"#x40;", b"#X40;"].into_iter().find(|mark| rest.starts_with(mark));
                marks.extend(mark.map(|mark| at - 1..at + mark.len()));
            }
            _ if rest.starts_with(GUEST.as_bytes()) => {
                let behind = &rest[GUEST.len()..];
                let more = ["@", "%40", "\\u0040", "&#64;"].iter().any(|mark| behind.starts_with(mark.as_bytes()));
                marks.extend((!more).then_some(at + GUEST.len()..at + GUEST.len()));
            }
            _ => {}
        }
    }
    let plain = marks.len();
    for at in ESCAPED.find_iter(bytes) {
        let slashes = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
        marks.push(at - slashes..at + "\\u0040".len());
    }
    if !text.is_ascii() {
        marks.extend(WIDE.iter().flat_map(|wide| wide.find_iter(bytes)).map(|at| at..at + "＠".len()));
    }
    if marks.len() > plain {
        marks.sort_unstable_by_key(|mark| mark.start);
    }
    marks
}

/// Where the local part that ends at `end` begins, `from` at the earliest: letters of any script, escaped ones among them.
fn local(text: &str, end: usize, from: usize) -> usize {
    // Scripts that put no blank between words are part of an address only where it is written in them to its end.
    let joined = |c: char| c >= '\u{0e00}' && !('\u{1e00}'..'\u{2000}').contains(&c);
    let whole = text[..end].chars().next_back().is_some_and(joined);
    let mut start = end;
    while start > from {
        if let Some(length) = escaped_letter(&text.as_bytes()[from..start]) {
            start -= length;
            continue;
        }
        let Some(c) = text[from..start].chars().next_back() else { break };
        let part = match c {
            c if c.is_ascii() => c.is_ascii_alphanumeric() || "._%+-".contains(c),
            c => (c.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&c)) && (whole || !joined(c)),
        };
        if !part {
            break;
        }
        start -= c.len_utf8();
    }
    // What is left of an escape before it is no part of it.
    let bytes = text.as_bytes();
    if start < end && bytes[..start].ends_with(b"\\") {
        start += match &bytes[start..end] {
            [b'u', rest @ ..] if rest.len() >= 4 && rest[..4].iter().all(u8::is_ascii_hexdigit) => 5,
            [b'n' | b'r' | b't', ..] => 1,
            _ => 0,
        };
    }
    // Nor is what stands before an escaped sign that addresses do not have: `email%3Djan`.
    let mut at = start;
    while let Some(escape) = memchr::memchr(b'%', &bytes[at..end]) {
        at += escape + 1;
        while bytes[at..end].starts_with(b"25") {
            at += 2;
        }
        let byte = bytes[at..end].get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        if byte.is_some_and(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric() && !b"._%+-#".contains(&byte)) {
            at += 2;
            start = at;
        }
    }
    start
}

/// The length of the escape of a letter that is not ASCII, `\u00fc`, at the end.
fn escaped_letter(bytes: &[u8]) -> Option<usize> {
    let escape = bytes.get(bytes.len().checked_sub(6)?..)?;
    let digits = std::str::from_utf8(escape.strip_prefix(b"\\u")?).ok()?;
    let letter = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    let slashes = bytes[..bytes.len() - 6].iter().rev().take_while(|byte| **byte == b'\\').count();
    (!letter.is_ascii() && letter.is_alphanumeric()).then_some(6 + slashes)
}

/// The length of the host at the beginning: up to the last dot with two letters or more behind it.
fn host(bytes: &[u8]) -> Option<usize> {
    let whole = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte) || !byte.is_ascii()).count();
    let letters = |from: usize| bytes[from..whole].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    (1..whole).rev().find(|at| bytes[*at] == b'.' && letters(at + 1) >= 2).map(|dot| dot + 1 + letters(dot + 1))
}

/// `text` with the names masked that stand before an address: `"Jan Jansen" <jan.jansen@contoso.com>`.
pub(super) fn mask_names(text: &str) -> Cow<'_, str> {
    /// Words before a name, and no part of it.
    const LABELS: [&str; 12] = ["User", "From", "To", "Cc", "Lead", "Contact", "Sender", "Recipient", "Account", "Mail", "Email", "Customer"];
    const LONGEST: usize = 80;
    let bytes = text.as_bytes();
    let mut spans: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr_iter(b'@', bytes) {
        let start = text[..at].trim_end_matches(|c: char| c.is_alphanumeric() || "._%+-…#".contains(c)).len();
        let before = &text[..start];
        let Some((mark, before)) = ["<", "&lt;", "\\u003c", "\\u003C", "("].iter().find_map(|mark| Some((*mark, before.strip_suffix(mark)?))) else {
            continue;
        };
        let before = before.trim_end_matches([' ', '\\']);
        let name = match ["\"", "'", "&quot;"].iter().find_map(|quote| Some((*quote, before.strip_suffix(quote)?))) {
            Some((quote, before)) => {
                let before = before.trim_end_matches('\\');
                before.rfind(quote).map(|open| open + quote.len()..before.len())
            }
            None => {
                let mut start = before.len();
                let mut words = 0;
                while words < 4 {
                    let word = before[..start].trim_end_matches(' ').rsplit([' ', '"', ':', '=', '(', '\n']).next().unwrap_or_default();
                    if !(values::is_name_word(word) || values::is_particle(word)) || LABELS.contains(&word.trim_end_matches(',')) {
                        break;
                    }
                    start = before[..start].trim_end_matches(' ').len() - word.len();
                    words += 1;
                }
                (words > usize::from(mark == "(")).then_some(start..before.len())
            }
        };
        let fits = |name: &Range<usize>| {
            let name = &text[name.clone()];
            name.len() <= LONGEST && name.contains(char::is_alphabetic) && !name.contains(['\n', '…', '@', '{', '}', '<', '>', ':'])
        };
        spans.extend(name.filter(fits).filter(|name| !super::patterns::is_test(&text[name.clone()])));
    }
    cut(text, spans, |name| name.chars().next().into_iter().chain(['…']).collect())
}
