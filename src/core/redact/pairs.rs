//! Keys and their values as logs, forms, headers, JSON and XML write them, escaped or not; values that give something away are replaced.
//! Where they end is `extents.rs`'s.
//!
//! Read by hand rather than with a pattern: what ends a value depends on how it begins, and nothing has to be compiled at the start.

use std::borrow::Cow;
use std::ops::Range;

use super::extents::{QUOTES, bare, quoted, setting, wrapper};
use super::keys::{self, Care, Class, Wanted, class};
use super::{forms, values};
use crate::core::secret::REDACTED;

/// The longest tag of XML, in bytes.
const LONGEST_TAG: usize = 160;

/// What stands between key and value.
#[derive(Clone, Copy, PartialEq)]
enum Between {
    Equals,
    Colon,
    /// A list of two, or a flag and its value.
    Blank,
    /// `eq`, in a filter of OData.
    Filter,
}

struct Key<'a> {
    text: &'a str,
    start: usize,
    /// The quote behind it, if there is one.
    quote: Option<&'static str>,
}

/// A value, and what takes its place.
struct Found {
    at: Range<usize>,
    instead: String,
}

/// `text` with the values replaced that are wanted.
pub(super) fn replace(text: &str, wanted: Wanted, care: Care) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut found: Vec<Found> = Vec::new();
    let may_be_one = |byte: u8| matches!(byte, b'=' | b':' | b'%' | b'>' | b';' | b'\\') || care == Care::Line && matches!(byte, b',' | b' ');
    let mut at = 0;
    while at < bytes.len() {
        // Most bytes are none of these.
        at += bytes[at..].iter().take_while(|byte| !may_be_one(**byte)).count();
        if at == bytes.len() {
            break;
        }
        let before = found.len();
        if let Some((between, sign)) = separator(text, at, care) {
            pair(text, sign, between, wanted, care, &mut found);
        } else if bytes[at] == b'>' || bytes[at] == b';' && text[..at].ends_with("&gt") {
            element(text, at, wanted, care, &mut found);
        }
        // Inside a value there is none.
        at = found.last().filter(|_| found.len() > before).map_or(at + 1, |last| last.at.end.max(at + 1));
    }
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(forms::put(text, found.into_iter().map(|one| (one.at, one.instead))))
}

/// What stands at `at` between a key and a value, and its place; of an escape in HTML, `at` is the end.
fn separator(text: &str, at: usize, care: Care) -> Option<(Between, Range<usize>)> {
    let rest = &text.as_bytes()[at..];
    let (between, length) = match rest[0] {
        b'=' => (Between::Equals, 1),
        b':' if !rest[1..].starts_with(b"//") => (Between::Colon, 1),
        b'%' => match rest.get(1..3)?.to_ascii_lowercase().as_slice() {
            b"3d" => (Between::Equals, 3),
            b"3a" => (Between::Colon, 3),
            // Encoded twice.
            b"25" if care == Care::Line && rest.get(3..5).is_some_and(|two| two.eq_ignore_ascii_case(b"3d")) => (Between::Equals, 5),
            b"20" if rest.starts_with(b"%20eq%20%27") => (Between::Filter, "%20eq%20".len()),
            _ => return None,
        },
        b'\\' if rest.starts_with(b"\\u003") => {
            let between = match rest.get(5)? {
                b'd' | b'D' => Between::Equals,
                b'a' | b'A' => Between::Colon,
                _ => return None,
            };
            return Some((between, text[..at].trim_end_matches('\\').len()..at + "\\u003d".len()));
        }
        b';' => {
            let escapes = [("&#61", Between::Equals), ("&#x3d", Between::Equals), ("&#58", Between::Colon), ("&#x3a", Between::Colon)];
            let before = &text.as_bytes()[..at];
            let ends = |escape: &str| before.len() >= escape.len() && before[before.len() - escape.len()..].eq_ignore_ascii_case(escape.as_bytes());
            let (escape, between) = escapes.into_iter().find(|(escape, _)| ends(escape))?;
            return Some((between, at - escape.len()..at + 1));
        }
        b',' if care == Care::Line && text[..at].ends_with(['"', '\'']) => (Between::Blank, 1),
        b' ' if care == Care::Line && rest.starts_with(b" eq '") => (Between::Filter, " eq ".len()),
        b' ' if care == Care::Line && is_flag(&text[..at]) => (Between::Blank, 1),
        _ => return None,
    };
    Some((between, at..at + length))
}

/// Whether a text ends with a flag such as `--client-secret` or `-Password`.
fn is_flag(text: &str) -> bool {
    let bytes = text.as_bytes();
    let length = bytes.iter().rev().take(keys::LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    let (before, flag) = bytes.split_at(bytes.len() - length);
    let begins = before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric() && byte.is_ascii());
    length > 3 && flag[0] == b'-' && (flag[1] == b'-' || flag[1].is_ascii_alphabetic() && begins)
}

/// The key that ends before `at`.
fn key_before(text: &str, at: usize) -> Option<Key<'_>> {
    let mut end = text[..at].trim_end().len();
    let lines = text[end..at].contains('\n');
    let mut quote = None;
    for _ in 0..4 {
        let whole = text[..end].trim_end_matches(']');
        // Most end with no quote, which their last letter tells.
        let may_be = whole.ends_with([';', '2', '7', '"', '\'', '`']);
        let Some(found) = QUOTES.iter().find(|quote| may_be && whole.ends_with(**quote)) else {
            end = whole.len();
            break;
        };
        let before = &whole[..whole.len() - found.len()];
        quote = quote.or(Some(if before.ends_with('\\') { "\\" } else { *found }));
        end = before.trim_end_matches('\\').len();
    }
    let bytes = text.as_bytes();
    let mut start = end;
    while start > 0 && end - start < keys::LONGEST {
        let byte = bytes[start - 1];
        let blank = byte == b' ' && bytes.get(start).is_some_and(u8::is_ascii_alphanumeric);
        if !(byte.is_ascii_alphanumeric() || b"_-.".contains(&byte) || blank) {
            break;
        }
        start -= 1;
    }
    // What is left of an escape before the key is no part of it.
    let lead = match (start.checked_sub(1).map(|before| bytes[before]), &bytes[start..end]) {
        (Some(b'\\'), [b'u', rest @ ..]) if rest.len() > 4 && rest[..4].iter().all(u8::is_ascii_hexdigit) => 5,
        (Some(b'\\'), [b'n' | b'r' | b't', ..]) => 1,
        (Some(b'%'), [high, low, _, ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => 2,
        _ => 0,
    };
    start += lead;
    // JSON alone may have it on another line.
    (start < end && (quote.is_some() || !lines)).then(|| Key { text: &text[start..end], start, quote })
}

/// What belongs to the key before a `sign`.
fn pair(text: &str, sign: Range<usize>, between: Between, wanted: Wanted, care: Care, found: &mut Vec<Found>) {
    let Some(key) = key_before(text, sign.start) else { return };
    let what = class(key.text, between == Between::Equals, wanted, care).or_else(|| class(named(text, &key)?, true, wanted, care));
    let what = what.or_else(|| (wanted == Wanted::People && care == Care::Line && is_part_of_name(text, &key)).then_some(Class::Name));
    // Much has a name that is looked for by it.
    let Some(what) = what.filter(|what| between != Between::Filter || *what != Class::PerhapsName) else { return };
    let bytes = text.as_bytes();
    let blank = |from: usize| from + bytes[from..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let mut from = sign.end;
    while bytes.get(from).is_some_and(|byte| matches!(byte, b'=' | b'>' | b':')) {
        from += 1;
    }
    // In JSON, the value may be on another line.
    let json = key.quote.is_some() && between == Between::Colon;
    from = blank(from);
    if json && text[from..].trim_start().trim_start_matches('\\').starts_with('"') {
        from = text.len() - text[from..].trim_start().len();
    }
    // As it is, or as the reference of a profile file.
    let rest = &text[from..];
    if rest.strip_prefix("plain:").unwrap_or(rest).starts_with(REDACTED) {
        return;
    }
    // `["password", "…"]`, and not a key behind another value.
    let pair_of_two = bytes[sign.start] == b',';
    if pair_of_two && !text[..key.start].trim_end_matches(['"', '\'', '\\', ' ']).ends_with(['[', '(']) {
        return;
    }
    let listed = bytes.get(from) == Some(&b'[');
    if listed {
        from = blank(from + 1);
    }
    // A field of CSV has each quote twice.
    let doubled = text[from..].strip_prefix("\"\"").filter(|_| text[..sign.start].ends_with("\"\"")).and_then(|inside| inside.find("\"\""));
    if let Some(length) = doubled {
        let at = from + 2..from + 2 + length;
        found.extend(verdict(&text[at.clone()], what, true).map(|instead| Found { at, instead }));
        return;
    }
    from += wrapper(&text[from..]);
    // Its key and its quotes say so: whatever it looks like, and on however many lines.
    let certain = json && !listed && matches!(what, Class::Name | Class::Phone);
    // Each of a list; most are none.
    while let Some((value, end)) = quoted(text, from, care, certain) {
        let inside = &text[value.clone()];
        let opening = &text[from..value.start];
        // The quote behind a text that ends with a key, not the one before a value.
        let misread = key.quote.is_none() && inside.trim_start().starts_with([',', '}', ']', ':']);
        if misread {
            return;
        }
        let instead = if certain { masked(inside) } else { verdict(inside, what, true) };
        if let Some(instead) = instead {
            found.push(Found { at: value, instead });
        }
        let next = blank(end);
        if !listed || bytes.get(next) != Some(&b',') {
            return;
        }
        from = blank(next + 1);
        // Another quote is that of something around the list.
        if !text[from..].starts_with(opening) {
            return;
        }
    }
    if pair_of_two || between == Between::Blank && text[from..].starts_with('-') {
        return;
    }
    let in_settings = what == Class::Secret && between == Between::Equals && text[..key.start].trim_end().ends_with(';');
    let setting = setting(&text[from..]).filter(|_| in_settings).map(|length| from..from + length);
    let Some(value) = setting.or_else(|| bare(text, from, between == Between::Colon || listed, what, care)) else { return };
    // A sentence about a flag.
    if between == Between::Blank && values::is_word(&text[value.clone()]) && values::is_sentence(text[from..].lines().next().unwrap_or_default()) {
        return;
    }
    if let Some(instead) = verdict(&text[value.clone()], what, between == Between::Equals) {
        // A number in JSON becomes a text.
        let instead = if key.quote == Some("\"") && between == Between::Colon { format!("\"{instead}\"") } else { instead };
        found.push(Found { at: value, instead });
    }
}

/// What a key's name stands behind where it is itself a value.
const LABELS: [&str; 4] = ["name", "key", "property", "field"];

/// The key's name where it is itself a value: `"name":"CLIENT_SECRET","value":"…"`, `<add key="ClientSecret" value="…"`. The two stand side by
/// side here, in all texts and for whatever is wanted; `lines.rs` looks further, in logs and for secrets alone.
fn named<'a>(text: &'a str, key: &Key<'_>) -> Option<&'a str> {
    if !key.text.trim().eq_ignore_ascii_case("value") {
        return None;
    }
    let edge = |c: char| c == '"' || c == '\'' || c == '\\' || c == ' ';
    let before = text[..key.start].trim_end_matches(|c| edge(c) || c == ',');
    let start = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "_-.".contains(c)).len();
    let label = before[..start].trim_end_matches(edge).strip_suffix([':', '='])?.trim_end_matches(edge);
    let is_label = LABELS.iter().any(|word| label.get(label.len().saturating_sub(word.len())..).is_some_and(|end| end.eq_ignore_ascii_case(word)));
    (is_label && start < before.len()).then(|| &before[start..])
}

/// Whether a key is one of `"contact": {"first": "Jan", "last": "Jansen"}`.
fn is_part_of_name(text: &str, key: &Key<'_>) -> bool {
    /// So far behind the bracket, in bytes.
    const FAR: usize = 120;
    if key.quote.is_none() || !["first", "last", "given", "family"].iter().any(|part| key.text.eq_ignore_ascii_case(part)) {
        return false;
    }
    let from = key.start.saturating_sub(FAR);
    let Some(open) = memchr::memrchr(b'{', &text.as_bytes()[from..key.start]) else { return false };
    let Some(owner) = text[..from + open].trim_end().strip_suffix(':').and_then(|before| key_before(text, before.len())) else { return false };
    matches!(class(owner.text, false, Wanted::People, Care::Line), Some(Class::Name | Class::PerhapsName))
}

/// The text of an element, `<password>…</password>`, behind the end of its first tag.
fn element(text: &str, at: usize, wanted: Wanted, care: Care, found: &mut Vec<Found>) {
    let escaped = text.as_bytes()[at] == b';';
    let bracket = if escaped { "&lt;" } else { "<" };
    let from = (at.saturating_sub(LONGEST_TAG)..=at).find(|place| text.is_char_boundary(*place)).unwrap_or(at);
    let Some(opened) = text[from..at].rfind(bracket).map(|place| from + place) else { return };
    let tag = &text[opened + bracket.len()..at];
    // Behind an equals sign stands a placeholder: `AccountKey=<account-key>`.
    if text[..opened].ends_with('=') {
        return;
    }
    let name = tag.split([' ', '\t', '/', '&']).next().unwrap_or_default();
    let name = name.rsplit(':').next().unwrap_or_default();
    if tag.starts_with('/') || tag.ends_with('/') {
        return;
    }
    let Some(what) = class(name, true, wanted, care) else { return };
    // A tag may go over lines, but not over the end of another.
    if tag.contains('\n') && tag.contains('>') {
        return;
    }
    let begun = text[at + 1..].strip_prefix("<![CDATA[").map_or(at + 1, |rest| text.len() - rest.len());
    let end =
        text[begun..].find([']', '\n']).filter(|_| begun > at + 1).or_else(|| text[begun..].find(bracket)).map_or(text.len(), |end| begun + end);
    // A quote that is not escaped ends the text that all this is part of.
    let end = text[begun..end].find(['\n', '"']).map_or(end, |edge| begun + edge);
    let end = begun + text[begun..end].trim_end_matches('\\').len();
    if let Some(instead) = verdict(&text[begun..end], what, true) {
        found.push(Found { at: begun..end, instead });
    }
}

/// What takes the place of somebody's name or number; `None` where it is a test lead's.
fn masked(value: &str) -> Option<String> {
    (!value.is_empty() && value != REDACTED && !super::patterns::is_test(value)).then(|| first(value))
}

/// Its first character, unless that begins an escape.
fn first(value: &str) -> String {
    let first = value.trim_start().chars().next().filter(|c| *c != '\\');
    first.into_iter().chain(['…']).collect()
}

/// What takes a value's place; `None` where it gives nothing away.
pub(super) fn verdict(value: &str, what: Class, sure: bool) -> Option<String> {
    let nobody = value.trim().is_empty() || super::patterns::is_test(value.trim()) || value.contains('…');
    let given = match what {
        Class::Secret => !values::is_no_secret(value),
        Class::AccountKey => values::is_account_key(value),
        Class::Pass => !values::is_no_secret(value) && values::looks_like_pass(value, sure),
        // Its name and its value; a sentence about it has none.
        Class::Header => value.contains('=') && !value.starts_with(REDACTED) || !values::is_no_secret(value),
        Class::Authorization => !value.trim().contains(' ') && !values::is_no_secret(value),
        Class::Perhaps => values::looks_like_key(value, values::LONG),
        Class::Token => values::looks_like_key(value, values::SHORT),
        Class::Name if nobody || values::is_no_secret(value) => return None,
        Class::Name => {
            return (value.chars().any(char::is_alphabetic) && !value.contains('_') && (sure || values::looks_like_name(value, true)))
                .then(|| first(value));
        }
        Class::Account if values::is_account(value) => return Some(first(value)),
        Class::PerhapsName | Class::Account => {
            return (!nobody && !values::is_no_secret(value) && values::looks_like_name(value, sure)).then(|| first(value));
        }
        Class::Phone | Class::PerhapsPhone => return (!nobody && value.bytes().filter(u8::is_ascii_digit).count() >= 6).then(|| first(value)),
    };
    given.then(|| REDACTED.to_owned())
}
