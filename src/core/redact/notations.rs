//! Passwords in the notations that lines of logs have beside those of forms, headers and JSON: words of other languages, full-width signs,
//! typographic quotes, cells of tables, columns, arrows. What stands in them as in JSON is `pairs.rs`'s, what a command is told `commands.rs`'s.

use std::ops::Range;

use super::keys::{Care, is_known, is_word_of_others};
use super::{extents, traces, values};

/// What these languages say of a password that is none.
const STATES: [&str; 22] = [
    "incorrecta",
    "inválida",
    "caducada",
    "obligatoria",
    "incorrecte",
    "invalide",
    "expiré",
    "obligatoire",
    "incorreta",
    "expirada",
    "obrigatória",
    "неверный",
    "ungültig",
    "abgelaufen",
    "falsch",
    "erforderlich",
    "ongeldig",
    "verlopen",
    "onjuist",
    "nieprawidłowe",
    "neplatné",
    "felaktigt",
];

/// Quotes as books have them; what closes one may open another.
const CURLY: [char; 14] = ['“', '”', '„', '«', '»', '‘', '’', '‹', '›', '「', '」', '『', '』', '‚'];

/// What stands between key and value.
#[derive(Clone, Copy, PartialEq)]
enum Sign {
    /// As in a form or in JSON.
    Plain,
    Wide,
    Arrow,
    Cell,
    /// Several blanks, or a tab.
    Blanks,
}

pub(super) struct Key<'a> {
    text: &'a str,
    start: usize,
    /// In typographic quotes, or with dots up to the sign: `pairs.rs` does not know it.
    odd: bool,
}

/// The values in these notations.
pub(super) fn values(text: &str, spans: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (sign, behind) = match bytes[at] {
            b'=' => (Sign::Plain, at + 1),
            b':' if !bytes[at + 1..].starts_with(b"//") => (Sign::Plain, at + 1),
            b'|' => (Sign::Cell, at + 1),
            b'-' if bytes.get(at + 1) == Some(&b'>') => (Sign::Arrow, at + 2),
            0xE2 if bytes[at..].starts_with("→".as_bytes()) => (Sign::Arrow, at + 3),
            0xE2 if bytes[at..].starts_with("│".as_bytes()) => (Sign::Cell, at + 3),
            0xEF if bytes[at..].starts_with("：".as_bytes()) || bytes[at..].starts_with("＝".as_bytes()) => (Sign::Wide, at + 3),
            b' ' | b'\t' => {
                let run = bytes[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                if run < 2 && bytes[at] == b' ' {
                    at += 1;
                    continue;
                }
                (Sign::Blanks, at + run)
            }
            _ => {
                at += 1;
                continue;
            }
        };
        at = behind;
        if let Some(value) = value(text, behind, sign, at_sign(text, behind, sign)) {
            at = value.end.max(behind);
            spans.push(value);
        }
    }
}

/// Where the sign begins that ends at `behind`.
fn at_sign(text: &str, behind: usize, sign: Sign) -> usize {
    match sign {
        Sign::Blanks => text[..behind].trim_end_matches([' ', '\t']).len(),
        Sign::Arrow if text[..behind].ends_with("->") => behind - 2,
        _ => text[..behind].char_indices().next_back().map_or(behind, |(at, _)| at),
    }
}

/// What stands behind a sign, if the key before it says that it is a secret, and it looks like one.
fn value(text: &str, behind: usize, sign: Sign, at: usize) -> Option<Range<usize>> {
    let key = key_before(text, at)?;
    let known = is_known(key.text);
    let told = sign == Sign::Plain && is_told(&text[..key.start], key.text);
    if !known && !told && !is_word_of_others(key.text) {
        return None;
    }
    if sign == Sign::Cell && !begins_cell(&text[..key.start]) || sign == Sign::Blanks && key.text.ends_with('.') {
        return None;
    }
    let line = text[behind..].find(['\n', '\r']).map_or(text.len(), |end| behind + end);
    let mut from = behind;
    while sign == Sign::Plain && text[from..line].starts_with(['=', '>', ':']) {
        from += 1;
    }
    from = line - text[from..line].trim_start().len();
    let (value, quoted, curly) = match text[from..line].chars().next()? {
        open if CURLY.contains(&open) => (in_curly(text, from, line, open), true, true),
        _ => match extents::quoted(text, from, Care::Line, false) {
            Some((value, _)) => (value, true, false),
            None if sign == Sign::Cell => (cell(text, from, line)?, false, false),
            None => (bare(text, from, line), false, false),
        },
    };
    if known && sign == Sign::Plain && !key.odd && !curly {
        return None;
    }
    let inside = &text[value.clone()];
    let said = values::is_no_secret(inside) || STATES.contains(&inside.trim().to_lowercase().as_str());
    let given = !said
        && match sign {
            _ if told => traces::is_password(inside, true),
            _ if quoted => sign != Sign::Blanks || traces::is_password(inside, true),
            Sign::Plain | Sign::Wide => !is_said(inside, &text[value.end..line]),
            Sign::Blanks => inside.len() >= 6 && traces::is_password(inside, true) && !values::is_dated(inside),
            // A type, a field's name or a word of a sentence.
            Sign::Arrow | Sign::Cell => !is_term(inside),
        };
    given.then_some(value)
}

/// Whether a key is a sentence that a secret follows: `Invalid client secret provided: …`, `Password for user 'admin': …`.
fn is_told(before: &str, key: &str) -> bool {
    const WORDS: [&str; 8] = ["provided", "given", "supplied", "entered", "used", "received", "sent", "value"];
    const MOST: usize = 80;
    let short = |words: &str| words.rsplit_once(' ').filter(|(_, last)| WORDS.contains(last)).is_some_and(|(words, _)| is_known(words));
    let whole = before.rsplit('\n').next().unwrap_or_default();
    let from = whole.len().saturating_sub(MOST);
    let near = (from..=whole.len()).find(|at| whole.is_char_boundary(*at)).map_or("", |at| &whole[at..]);
    let said = format!("{near}{key}");
    let behind = ["assword for ", "secret for "].iter().find_map(|words| Some(&said[said.rfind(words)? + words.len()..]));
    short(key) || behind.is_some_and(|behind| !behind.contains(". ") && !behind.contains([':', '=', ';']))
}

/// Whether a value is words of a sentence rather than a password.
fn is_said(value: &str, behind: &str) -> bool {
    // Of a script that puts no blanks between words.
    let script = value.chars().all(|c| c >= '\u{2e80}');
    let next = behind.split_whitespace().next().unwrap_or_default();
    script || values::is_word(value) && behind.starts_with(char::is_whitespace) && values::is_word(next)
}

/// A type, a field's name, a code or a word: letters alone, as these have them.
pub(super) fn is_term(value: &str) -> bool {
    let tail = value.chars().next().map_or("", |first| &value[first.len_utf8()..]);
    let lower = tail == tail.to_lowercase() || value == value.to_uppercase() || value.contains('.');
    lower && value.chars().all(|c| c.is_alphabetic() || "_-.".contains(c))
}

/// The key that ends before `at`, in the same line.
pub(super) fn key_before(text: &str, at: usize) -> Option<Key<'_>> {
    const LONGEST: usize = 60;
    const DOTS: usize = 3;
    let whole = text[..at].trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
    let bare = whole.trim_end_matches(['.', '…', '·']);
    let dotted = whole.len() - bare.len() >= DOTS;
    let bare = if dotted { bare.trim_end_matches([' ', '\t']) } else { whole };
    let end = bare.trim_end_matches(|c| CURLY.contains(&c) || "\"'`*\\]".contains(c)).len();
    let curly = bare[end..].contains(CURLY);
    let mut start = end;
    let mut blank = true;
    for (place, c) in text[..end].char_indices().rev().take_while(|(place, _)| end - place <= LONGEST) {
        let part = c.is_alphanumeric() || "_-.".contains(c);
        if !part && (blank || !matches!(c, ' ' | '\u{a0}')) {
            break;
        }
        blank = !part;
        start = place;
    }
    (start < end).then(|| Key { text: text[start..end].trim_start(), start, odd: dotted || curly })
}

impl Key<'_> {
    pub(super) fn names_secret(&self) -> bool {
        is_known(self.text) || is_word_of_others(self.text)
    }
}

/// Whether nothing else is in a cell before its text.
fn begins_cell(before: &str) -> bool {
    let before = before.trim_end_matches(|c| CURLY.contains(&c) || " \t\"'`*\\".contains(c));
    before.is_empty() || before.ends_with(['|', '│', '\n'])
}

/// A cell's text, if it is of one piece.
fn cell(text: &str, from: usize, line: usize) -> Option<Range<usize>> {
    let edge = |c: char| c.is_whitespace() || "`*".contains(c);
    let rest = &text[from..line];
    let whole = &rest[..rest.find(['|', '│', '"', '\\']).unwrap_or(rest.len())];
    let inside = whole.trim_matches(edge);
    let start = from + (whole.len() - whole.trim_start_matches(edge).len());
    (!inside.is_empty() && !inside.contains(char::is_whitespace)).then(|| start..start + inside.len())
}

/// What has no blank in it, without the signs that sentences of other scripts end with.
fn bare(text: &str, from: usize, line: usize) -> Range<usize> {
    let token = extents::token(text, from, line);
    let ends = |c: char| CURLY.contains(&c) || "。，、；！？）】".contains(c);
    let inside = &text[token.clone()];
    token.start..token.start + inside.find(|c| "。，、；".contains(c)).map_or(inside, |end| &inside[..end]).trim_end_matches(ends).len()
}

/// What stands in typographic quotes, or behind one that is not closed.
fn in_curly(text: &str, from: usize, line: usize, open: char) -> Range<usize> {
    let closing: &[char] = match open {
        '“' | '”' | '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‘' | '’' | '‚' => &['‘', '’'],
        '‹' => &['›'],
        '「' => &['」'],
        '『' => &['』'],
        _ => &['‹', '›'],
    };
    let start = from + open.len_utf8();
    let rest = &text[start..line];
    // A quote of the text that all this is part of ends it too.
    let rest = &rest[..rest.find(|c| closing.contains(&c) || c == '"').unwrap_or(rest.len())];
    let inside = rest.trim_end_matches('\\').trim();
    let start = start + (rest.len() - rest.trim_start().len());
    start..start + inside.len()
}
