//! Where a value ends: in quotes of any notation, or without them by what it is. Knows no keys.

use std::ops::Range;

use super::keys::{Care, Class};
use super::values;

/// Quotes as texts write them, the ones that are part of others last.
pub(super) const QUOTES: [&str; 13] = ["&quot;", "&#34;", "&apos;", "&#39;", "%22", "%27", "\\u0022", "\\u0027", "\"\"\"", "'''", "\"", "'", "`"];

/// How much stands before a quote that is no part of the value: `Some(`, `b`, `u`.
pub(super) fn wrapper(rest: &str) -> usize {
    let word = rest.bytes().take(20).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let open = usize::from(rest[word..].starts_with('('));
    let quote = rest[word + open..].trim_start_matches('\\').starts_with(['"', '\'']);
    if quote && (open == 1 || word == 1) { word + open } else { 0 }
}

/// The value in the quotes that begin at `from`, and what is behind the closing one; of several `lines`, or of one.
pub(super) fn quoted(text: &str, from: usize, care: Care, lines: bool) -> Option<(Range<usize>, usize)> {
    let rest = &text[from..];
    let slashes = rest.bytes().take_while(|byte| *byte == b'\\').count();
    let (slashes, quote) = QUOTES
        .iter()
        .find(|quote| rest.starts_with(**quote))
        .map(|quote| (0, *quote))
        .or_else(|| QUOTES[8..].iter().find(|quote| rest[slashes..].starts_with(**quote)).map(|quote| (slashes, *quote)))?;
    let start = from + slashes + quote.len();
    let mut line = text[start..].find('\n').filter(|_| !lines).map_or(text.len(), |end| start + end);
    if care == Care::Usual && quote != "\"" {
        // In JSON of leadctl's own, such a quote ends the text that all this is part of.
        line = text[start..line].find('"').map_or(line, |end| start + text[start..start + end].trim_end_matches('\\').len());
    }
    for (place, _) in text[start..line].match_indices(quote) {
        let run = text[start..start + place].bytes().rev().take_while(|byte| *byte == b'\\').count();
        // A quote that is escaped more than the first one is part of the value; one that is not escaped at all ends what is around it.
        let closes = run % 2 == 0 || slashes > 0 && run <= slashes;
        if closes {
            return Some((start..start + place - if slashes == 0 { 0 } else { run }, start + place + quote.len()));
        }
    }
    Some((start..line, line))
}

/// The value without quotes that begins at `from`; `None` where it is the beginning of a sentence, as may be where something is `said`.
pub(super) fn bare(text: &str, from: usize, said: bool, what: Class, care: Care) -> Option<Range<usize>> {
    let line = text[from..].find(['\n', '\r']).map_or(text.len(), |end| from + end);
    let whole = |end: usize| Some(from..from + text[from..end].trim_end().len()).filter(|range| !range.is_empty());
    match what {
        Class::Header => {
            let end = text[from..line].find(['"', '\'']).map_or(line, |end| from + end);
            let end = ["\\r", "\\n"].iter().filter_map(|escape| text[from..end].find(escape)).min().map_or(end, |at| from + at);
            return whole(from + text[from..end].trim_end_matches('\\').len());
        }
        Class::Authorization => {
            /// No scheme is longer.
            const SCHEME: usize = "AWS4-HMAC-SHA256".len();
            /// No word is longer.
            const WORD: usize = 24;
            let first = token(text, from, line);
            let scheme = first.len() <= SCHEME && text[first.end..line].starts_with(' ');
            let second = scheme.then(|| token(text, first.end + 1, line)).filter(|second| !second.is_empty());
            let given = |value: &str| value.len() >= 8 && value.bytes().any(|byte| byte.is_ascii_digit()) || value.len() >= WORD;
            return second.or(Some(first)).filter(|value| given(&text[value.clone()]));
        }
        Class::Phone | Class::PerhapsPhone => {
            let end = text[from..line].find(|c: char| !(c.is_ascii_digit() || " +()./-%B".contains(c))).map_or(line, |end| from + end);
            return whole(end);
        }
        Class::Name | Class::PerhapsName | Class::Account => {
            let mut end = token(text, from, line).end;
            loop {
                let next = token(text, end + usize::from(text[end..line].starts_with(' ')), line);
                let part = &text[next.clone()];
                if next.start == end || !(values::is_name_word(part) || values::is_particle(part)) || text[next.end..].starts_with(['=', ':']) {
                    break;
                }
                end = next.end;
            }
            return whole(end);
        }
        Class::Secret | Class::AccountKey | Class::Pass | Class::Perhaps | Class::Token => {}
    }
    let mut value = token(text, from, line);
    // Of an address, `;jsessionid=…?x=1`.
    if matches!(what, Class::Perhaps | Class::Token) {
        value.end = text[value.clone()].find('?').map_or(value.end, |end| from + end);
    }
    if value.is_empty() {
        return None;
    }
    // Behind a colon a sentence may stand, and a password of several words.
    if said && care == Care::Line && what == Class::Secret && text[value.end..].starts_with(' ') {
        let rest = &text[value.start..line];
        if values::is_word(&text[value.clone()]) && values::is_sentence(rest) {
            return None;
        }
        while text[value.end..line].starts_with(' ') && values::is_word(text[value.clone()].rsplit(' ').next().unwrap_or_default()) {
            let next = token(text, value.end + 1, line);
            if next.is_empty() || !values::is_word(&text[next.clone()]) || text[next.end..].starts_with(['=', ':']) {
                break;
            }
            value.end = next.end;
        }
    } else if said && care == Care::Usual {
        // Sentences may be wrapped.
        let next = text[value.end..].split_whitespace().next().unwrap_or_default();
        let first = &text[value.clone()];
        let sentence = values::is_word(first) || first.bytes().all(|byte| byte.is_ascii_digit());
        if sentence
            && (values::is_word(next) || !next.is_empty() && !next.contains(char::is_alphanumeric))
            && text[value.end..].starts_with(char::is_whitespace)
        {
            return None;
        }
    }
    Some(value)
}

/// What has no blank in it and nothing that ends a value.
pub(super) fn token(text: &str, from: usize, line: usize) -> Range<usize> {
    let rest = &text[from..line];
    let bytes = rest.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let next = rest.get(end + 1..).unwrap_or_default();
        let ends = match bytes[end] {
            b' ' | b'\t' | b'"' | b'<' | b'>' | b';' => true,
            b'&' => end == 0 || b"([{,".contains(&bytes[end - 1]) || begins_parameter(next),
            b',' | b'|' => next.is_empty() || next.starts_with([' ', '"', '\'', '{', '\\']) || begins_pair(next),
            b'}' | b')' | b']' | b'\'' | b'`' => {
                let after = next.trim_start_matches(['}', ')', ']', '\'', '`']);
                after.is_empty() || after.starts_with([' ', ',', ';', '.', '"', '\\', '<', ':'])
            }
            b'\\' => {
                let run = rest[end..].bytes().take_while(|byte| *byte == b'\\').count();
                rest[end + run..].starts_with(['"', '\'', 'n', 'r', 't']) || rest[end + run..].starts_with("u00")
            }
            _ => false,
        };
        if ends {
            break;
        }
        end += 1;
    }
    from..from + end
}

/// The length of a password in a connection string that goes on: it may have blanks in it, and in braces anything.
pub(super) fn setting(rest: &str) -> Option<usize> {
    let line = rest.lines().next()?;
    if line.starts_with('{') {
        return line.find("};").map(|end| end + 1);
    }
    let end = line.find(['=', '"', '\'', '\\', ';'])?;
    let parameters = line[..end].rfind('&').is_some_and(|at| begins_parameter(&line[at + 1..]));
    (line[end..].starts_with(';') && !parameters).then_some(end)
}

/// Whether another parameter, an escape of HTML or nothing stands behind `&`, and not the rest of a password.
pub(super) fn begins_parameter(text: &str) -> bool {
    let end = text.find(|c: char| c.is_whitespace() || "\"'<>;&".contains(c)).unwrap_or(text.len());
    let (piece, behind) = text.split_at(end);
    let escape = behind.starts_with(';') && (piece.starts_with('#') || ["quot", "apos", "lt", "gt", "amp"].contains(&piece));
    piece.is_empty() || escape || ["=", "%3D", "%3d", "\\u003d"].iter().any(|sign| piece.contains(sign))
}

/// Whether another key and value begin here.
fn begins_pair(text: &str) -> bool {
    let key = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)).count();
    key > 0 && text[key..].starts_with(['=', ':'])
}
