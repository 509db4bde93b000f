//! Values that stand away from what names them: on the line behind their key, or under `value` where the name is a value itself. Lines stay
//! lines: what is found never goes over the end of one.

use std::ops::Range;

use super::keys::{self, Care};
use super::{blocks, extents, notations, traces, values};

/// So many lines of one value, or of one list, are looked at.
const MOST: usize = 40;

/// The values in a text of several lines, or of one with a name and a value in it.
pub(super) fn values(text: &str, spans: &mut Vec<Range<usize>>) {
    let lines: Vec<Range<usize>> = lines_of(text).collect();
    for (number, line) in lines.iter().enumerate() {
        if let Some(how) = waiting(&text[line.clone()]) {
            behind(text, line, &lines[number + 1..], how, spans);
        }
    }
    named(text, spans);
    private_keys(text, spans);
}

/// Each line of a private key, where it has several.
fn private_keys(text: &str, spans: &mut Vec<Range<usize>>) {
    let mut keys = Vec::new();
    blocks::private_keys(text, &mut keys);
    for key in keys.into_iter().filter(|key| text[key.clone()].contains('\n')) {
        let inside = lines_of(&text[key.clone()]).map(|line| key.start + line.start..key.start + line.end);
        spans.extend(inside.filter(|line| !text[line.clone()].trim().is_empty()));
    }
}

fn lines_of(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split('\n').scan(0, |start, line| {
        let at = *start;
        *start += line.len() + 1;
        Some(at..at + line.trim_end_matches('\r').len())
    })
}

/// What a line that ends with a key says of the lines behind it.
#[derive(Clone, Copy, PartialEq)]
enum Waiting {
    /// `key: |`, all that is indented more.
    Block,
    /// `key: [`, each up to the end of the list.
    List,
    /// `key=\`, whatever it is.
    GoesOn,
    /// `key:`, if it looks like a value; behind `key=` less will do.
    Perhaps(char),
    /// `<key>`, up to the end of the element.
    Element,
    /// `Cookie: a=1;`, as long as lines go on so.
    Cookies,
}

fn waiting(line: &str) -> Option<Waiting> {
    let line = line.trim_end();
    if line.ends_with(';') {
        let header = line.split_once(':').is_some_and(|(name, _)| name.trim_end_matches(['"', '\'']).to_ascii_lowercase().ends_with("cookie"));
        return header.then_some(Waiting::Cookies);
    }
    if let Some(tag) = line.strip_suffix('>').and_then(|line| Some(&line[line.rfind('<')? + 1..])) {
        let name = tag.split([' ', '\t']).next().unwrap_or_default().rsplit(':').next().unwrap_or_default();
        let named = name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
        return (named && !tag.starts_with('/') && !tag.ends_with('/') && keys::is_known(name)).then_some(Waiting::Element);
    }
    let bare = line.trim_end_matches(['-', '+']).trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['-', '+']);
    let (how, rest) = match bare.chars().next_back()? {
        '|' | '>' => (Waiting::Block, &bare[..bare.len() - 1]),
        '[' if bare.len() == line.len() => (Waiting::List, &bare[..bare.len() - 1]),
        '\\' if bare.len() == line.len() => (Waiting::GoesOn, &bare[..bare.len() - 1]),
        _ => (Waiting::Perhaps(bare.chars().next_back()?), line),
    };
    let rest = rest.trim_end();
    let sign = rest.chars().next_back().filter(|c| [':', '=', '：', '＝'].contains(c))?;
    let key = notations::key_before(rest, rest.len() - sign.len_utf8())?;
    key.names_secret().then_some(how)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The values in the lines behind one that waits for them.
fn behind(text: &str, first: &Range<usize>, lines: &[Range<usize>], how: Waiting, spans: &mut Vec<Range<usize>>) {
    let outer = indent(&text[first.clone()]);
    let mut items = false;
    for (number, line) in lines.iter().take(MOST).enumerate() {
        let whole = &text[line.clone()];
        let inside = whole.trim();
        let start = line.start + indent(whole);
        if inside.is_empty() {
            // An empty line is part of a block; else one may stand before the value.
            if number > 0 && how != Waiting::Block {
                return;
            }
            continue;
        }
        let deeper = indent(whole) > outer;
        match how {
            Waiting::Block if !deeper => return,
            Waiting::Block => spans.push(start..start + inside.len()),
            Waiting::Element => {
                let end = inside.find('<').unwrap_or(inside.len());
                give(text, start..start + inside[..end].trim_end().len(), spans);
                if end < inside.len() {
                    return;
                }
            }
            Waiting::List => {
                if inside.starts_with(']') {
                    return;
                }
                item(text, start..start + inside.len(), spans);
                if inside.ends_with(']') {
                    return;
                }
            }
            Waiting::Cookies => {
                let name = inside.split('=').next().unwrap_or_default();
                if name.len() == inside.len() || name.contains(char::is_whitespace) {
                    return;
                }
                spans.push(start..start + inside.len());
                if !inside.ends_with(';') {
                    return;
                }
            }
            Waiting::GoesOn => {
                item(text, start..start + inside.len(), spans);
                return;
            }
            Waiting::Perhaps(sign) => match inside.strip_prefix("- ") {
                Some(rest) if !names_another(rest) => {
                    items = true;
                    let start = start + inside.len() - rest.len();
                    item(text, start..start + rest.len(), spans);
                }
                _ if items => return,
                _ => {
                    perhaps(text, start..start + inside.len(), deeper, sign, spans);
                    return;
                }
            },
        }
    }
}

/// What stands alone on the line behind `key:`.
fn perhaps(text: &str, line: Range<usize>, deeper: bool, sign: char, spans: &mut Vec<Range<usize>>) {
    let inside = &text[line.clone()];
    let quoted = inside.starts_with(['"', '\'']);
    if quoted && !names_another(inside) {
        item(text, line, spans);
        return;
    }
    let bare = inside.trim_end_matches([',', ';']);
    let one = !bare.contains(char::is_whitespace) && !names_another(bare) && !bare.starts_with(['{', '[', '<', '(', '}', ']', '"', '\'']);
    let told = sign == '=' && !notations::is_term(bare);
    if one && (deeper || told || traces::is_password(bare.trim_end_matches('='), true)) {
        give(text, line.start..line.start + bare.len(), spans);
    }
}

/// Whether a text is a key with its own value, or one that waits for it.
fn names_another(text: &str) -> bool {
    let key = text.trim_start_matches(['"', '\'']);
    let length = key.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-. ".contains(byte)).count();
    let rest = key[length..].trim_start_matches(['"', '\'']).trim_start();
    length > 0 && (rest.starts_with(':') && !rest.starts_with("://") || rest.starts_with('=') && !rest.trim_matches('=').is_empty())
}

/// One value, in quotes or not.
fn item(text: &str, line: Range<usize>, spans: &mut Vec<Range<usize>>) {
    match extents::quoted(text, line.start, Care::Line, false) {
        Some((value, _)) => give(text, value, spans),
        None => give(text, extents::token(text, line.start, line.end), spans),
    }
}

fn give(text: &str, value: Range<usize>, spans: &mut Vec<Range<usize>>) {
    if !value.is_empty() && !values::is_no_secret(&text[value.clone()]) {
        spans.push(value);
    }
}

/// `"name": "CLIENT_SECRET", …, "value": "…"`; `- name: CRM_PASSWORD` and `value: …`; `<setting name="ClientSecret"><value>…`; the part of a
/// form that has such a name.
fn named(text: &str, spans: &mut Vec<Range<usize>>) {
    let lower = text.to_ascii_lowercase();
    let mut labels: Vec<(usize, Label)> = ["name", "key"].iter().flat_map(|word| labels(text, &lower, word)).collect();
    labels.sort_unstable_by_key(|(at, _)| *at);
    if !labels.iter().any(|(_, label)| label.secret) {
        return;
    }
    let given: Vec<(usize, Label)> = self::labels(text, &lower, "value").chain(elements(text, &lower)).collect();
    for (number, (at, label)) in labels.iter().enumerate().filter(|(_, (_, label))| label.secret) {
        let next = labels.get(number + 1).map_or(text.len(), |(next, _)| *next);
        let end = reach(text, label.value.end, next);
        let behind = given.iter().find(|(place, _)| (label.value.end..end).contains(place));
        let before = || {
            given.iter().rev().find(|(_, value)| {
                value.value.end <= *at && {
                    let between = &text[value.value.end..*at];
                    between.len() < 80 && !between.contains(['{', '}', '<', '[', ']']) && !between.contains("\n\n") && !between.contains("- ")
                }
            })
        };
        let other = |value: &Label| labels.iter().any(|(place, _)| value.value.contains(place));
        if let Some((_, value)) = behind.or_else(before).filter(|(_, value)| !other(value)) {
            give(text, value.value.clone(), spans);
        } else if text[..*at].ends_with("form-data; ") {
            let blank = ["\r\n\r\n", "\n\n"].iter().find_map(|blank| Some(label.value.end + text[label.value.end..].find(blank)? + blank.len()));
            let begins = blank.filter(|begins| text[label.value.end..*begins].lines().count() <= 4);
            if let Some(begins) = begins {
                let line = text[begins..].lines().next().unwrap_or_default().trim_end();
                give(text, begins..begins + line.len(), spans);
            }
        }
    }
}

/// How far what belongs to a name goes.
fn reach(text: &str, from: usize, next: usize) -> usize {
    const LINES: usize = 8;
    const BYTES: usize = 600;
    let most = (from..=next.min(from + BYTES)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
    let window = &text[from..most];
    let lines = window.match_indices('\n').nth(LINES - 1).map_or(window.len(), |(at, _)| at);
    let window = &window[..lines];
    from + window.find('}').unwrap_or(window.len())
}

/// A word such as `name`, and what stands behind it.
struct Label {
    value: Range<usize>,
    /// The value is itself the name of a secret.
    secret: bool,
}

/// Each place of a label with a value behind it.
fn labels<'a>(text: &'a str, lower: &'a str, word: &'a str) -> impl Iterator<Item = (usize, Label)> + 'a {
    memchr::memmem::find_iter(lower.as_bytes(), word.as_bytes()).filter_map(move |at| {
        if lower[..at].ends_with(|c: char| c.is_alphanumeric() || "_-.".contains(c)) && !lower[..at].ends_with("\\n") {
            return None;
        }
        let rest = &text[at + word.len()..];
        let unquoted = rest.trim_start_matches('\\').trim_start_matches(['"', '\'']);
        let quoted = unquoted.len() < rest.len();
        let sign = unquoted.trim_start_matches([' ', '\t']);
        let behind = sign.strip_prefix([':', '='])?.trim_start_matches([' ', '\t', '>']);
        let from = text.len() - behind.len();
        let value = match extents::quoted(text, from, Care::Line, false) {
            Some((value, _)) => value,
            // In JSON, a number or a word of its own.
            None if quoted => return None,
            None => {
                let line = behind.find(['\n', '\r']).map_or(text.len(), |end| from + end);
                extents::token(text, from, line)
            }
        };
        let name = text[value.clone()].trim();
        let fits = !name.is_empty() && name.len() <= 80 && name.chars().all(|c| c.is_alphanumeric() || "_-.: /".contains(c));
        let secret = fits && notations::key_before(name, name.len()).is_some_and(|key| key.names_secret());
        Some((at, Label { value, secret }))
    })
}

/// Each `<value>…`.
fn elements<'a>(text: &'a str, lower: &'a str) -> impl Iterator<Item = (usize, Label)> + 'a {
    const TAG: &str = "<value>";
    memchr::memmem::find_iter(lower.as_bytes(), TAG.as_bytes()).map(move |at| {
        let from = at + TAG.len();
        let rest = &text[from..];
        let end = rest.find(['<', '\n', '"']).unwrap_or(rest.len());
        (at, Label { value: from..from + rest[..end].trim_end_matches(['\\', '\r']).len(), secret: false })
    })
}
