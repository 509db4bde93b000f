//! What stands in a text for something else, at the place where it begins: escapes of JSON and of programs, HTML entities and tags,
//! per cent signs of URLs, colours of terminals; once or quoted several times over.
//!
//! Each gives what is meant and how many bytes it takes: a character, `None` for a gap between words, [`NOTHING`] inside one.

/// A character that the reader of words leaves out.
pub(super) const NOTHING: Option<char> = Some('\u{AD}');

const ESC: char = '\u{1b}';

/// What is meant, and how many bytes stand for it.
type Meant = (Option<char>, usize);

/// Backslashes and what they escape, however often the text was quoted: `\n`, `\\r`, `\u0027`, `\xc3\xa9`.
pub(super) fn backslash(rest: &str) -> Meant {
    let slashes = rest.len() - rest.trim_start_matches('\\').len();
    let after = &rest[slashes..];
    match after.as_bytes().first() {
        Some(b'n' | b'r' | b't') => (None, slashes + 1),
        Some(b'u') => match unit(after) {
            Some(high @ 0xD800..=0xDBFF) => {
                let low = after[5..].trim_start_matches('\\');
                let used = slashes + after.len() - low.len();
                match unit(low) {
                    Some(low @ 0xDC00..=0xDFFF) => (char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), used + 5),
                    _ => (None, slashes + 5),
                }
            }
            Some(code) => escape_of_a_terminal(char::from_u32(code), rest, slashes + 5),
            None => (None, slashes),
        },
        Some(b'x') => match bytes(after, 0, "x", slashes) {
            Some((c, used)) => escape_of_a_terminal(Some(c), rest, slashes + used),
            None => (None, slashes),
        },
        Some(b'e') if after[1..].starts_with('[') => escape_of_a_terminal(Some(ESC), rest, slashes + 1),
        Some(b'0') if after.starts_with("033[") => escape_of_a_terminal(Some(ESC), rest, slashes + 3),
        _ => (None, slashes),
    }
}

/// `u` and four digits.
fn unit(after: &str) -> Option<u32> {
    after.strip_prefix('u')?.get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok())
}

/// An escaped escape: what follows it belongs to it.
fn escape_of_a_terminal(c: Option<char>, rest: &str, used: usize) -> Meant {
    match c {
        Some(ESC) => (NOTHING, used + csi(&rest[used..])),
        c => (c, used),
    }
}

/// `&quot;`, `&#39;`, `&#x27;`, `&eacute;`, `&amp;amp;quot;`; anything else is a lone ampersand.
pub(super) fn entity(rest: &str) -> Meant {
    let mut from = 1;
    while rest[from..].starts_with("amp;") {
        from += "amp;".len();
    }
    let Some(end) = rest.as_bytes()[from..].iter().take(10).position(|b| *b == b';').map(|end| from + end) else { return (None, from) };
    let name = &rest[from..end];
    let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    });
    match (number, name) {
        (Some(Ok(code)), _) => (char::from_u32(code), end + 1),
        (_, "shy" | "zwnj" | "zwj" | "ZeroWidthSpace" | "lrm" | "rlm") => (NOTHING, end + 1),
        (_, "szlig") => (Some('ß'), end + 1),
        _ if name.get(1..).is_some_and(|accent| ACCENTS.contains(&accent)) => (name.chars().next(), end + 1),
        _ if KNOWN.contains(&name) => (None, end + 1),
        _ => (None, from),
    }
}

/// Endings of the entities of letters.
const ACCENTS: [&str; 9] = ["acute", "grave", "circ", "uml", "tilde", "cedil", "caron", "ring", "slash"];

/// Entities of what separates words.
const KNOWN: [&str; 28] = [
    "lt", "gt", "amp", "quot", "apos", "nbsp", "ensp", "emsp", "thinsp", "lsquo", "rsquo", "sbquo", "ldquo", "rdquo", "bdquo", "laquo", "raquo",
    "lsaquo", "rsaquo", "ndash", "mdash", "hellip", "bull", "middot", "NewLine", "Tab", "colon", "period",
];

/// `%20`, `%C3%A9`, `%2520`.
pub(super) fn percent(rest: &str) -> Meant {
    let mut again = 1;
    while rest[again..].starts_with("25") && rest.as_bytes().get(again + 2).is_some_and(u8::is_ascii_hexdigit) {
        again += 2;
    }
    match bytes(rest, again - 1, "%", 0) {
        Some((c, used)) => (Some(c), used),
        None => (None, 1),
    }
}

/// A character written as the bytes of its UTF-8, each behind `mark`; `more` bytes are repeated behind the mark of each, `slashes`
/// backslashes before it.
fn bytes(rest: &str, more: usize, mark: &str, slashes: usize) -> Option<(char, usize)> {
    let mut read = [0u8; 4];
    let mut used = 0;
    for count in 0..4 {
        let lead = if count == 0 { 0 } else { slashes };
        let part = rest.get(used + lead..)?.strip_prefix(mark)?;
        let hex = part.get(more..more + 2)?;
        read[count] = u8::from_str_radix(hex, 16).ok().filter(|_| !hex.starts_with('+'))?;
        used += lead + mark.len() + more + 2;
        match std::str::from_utf8(&read[..=count]) {
            Ok(text) => return text.chars().next().map(|c| (c, used)),
            Err(error) if error.error_len().is_some() => return None,
            Err(_) => {}
        }
    }
    None
}

/// A terminal's code: colour, or the target of a link.
pub(super) fn terminal(rest: &str) -> Meant {
    let after = &rest[1..];
    if let Some(link) = after.strip_prefix(']') {
        // Looking further would cost the square of a text full of beginnings.
        let end = link.as_bytes().iter().take(300).position(|b| *b == 0x07 || *b == 0x1b);
        return (NOTHING, end.map_or(2, |end| if link.as_bytes()[end] == 7 { end + 3 } else { end + 2 }));
    }
    let code = csi(after);
    (if code == 0 { None } else { NOTHING }, 1 + code)
}

/// The length of `[31;1m` at the start.
fn csi(rest: &str) -> usize {
    if !rest.starts_with('[') {
        return 0;
    }
    let body = &rest.as_bytes()[1..];
    match body.iter().take(32).position(|b| !matches!(b, b'0'..=b'9' | b';' | b':' | b'?')) {
        Some(end) if body[end].is_ascii_alphabetic() => end + 2,
        _ => 0,
    }
}

/// A colour whose escape was lost on the way: `[31m`.
pub(super) fn bracket(rest: &str) -> Meant {
    let length = csi(rest);
    let colour = length > 2 && rest.as_bytes()[length - 1] == b'm' && length < 14;
    if colour { (NOTHING, length) } else { (None, 1) }
}

/// Tags that end a word, and those that stand inside one.
const BLOCKS: [&str; 26] = [
    "p",
    "br",
    "div",
    "td",
    "tr",
    "th",
    "table",
    "tbody",
    "thead",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "hr",
    "center",
    "blockquote",
    "body",
    "html",
    "section",
    "o:p",
];
const INLINE: [&str; 13] = ["b", "i", "u", "em", "strong", "span", "font", "wbr", "mark", "small", "sub", "sup", "code"];

/// A tag of a page or a mail. Tags that are no HTML are words.
pub(super) fn tag(rest: &str) -> Meant {
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let length = name.bytes().take(11).take_while(|b| b.is_ascii_alphanumeric() || *b == b':').count();
    let (name, after) = name.split_at(length);
    if length == 0 || length > 10 || !after.starts_with(['>', ' ', '/', '\n']) {
        return (None, 1);
    }
    // As Azure's XML names the element that holds an error's code. HTML has the same name, in small letters as a rule.
    if name == "Code" || name == "CODE" {
        return (None, 1);
    }
    let inline = INLINE.iter().any(|known| known.eq_ignore_ascii_case(name));
    if !inline && !BLOCKS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        return (None, 1);
    }
    match after.bytes().take(400).position(|b| b == b'>' || b == b'<') {
        Some(end) if after.as_bytes()[end] == b'>' => (if inline { NOTHING } else { None }, rest.len() - after.len() + end + 1),
        _ => (None, 1),
    }
}
