//! Pasted text as a row of plain words: lower case, without quotes, escapes, entities, colours, accents and line wraps.
//!
//! Punctuation only separates, so `"code":"TableNotFound"`, `<Code>TableNotFound</Code>` and `code = TableNotFound` read alike.
//! Each word remembers where it stood. The build script reads the catalogue's own phrases with this very file.

/// The words of a text, in order.
#[derive(Debug, Default)]
pub struct Words {
    buffer: String,
    spans: Vec<Span>,
    /// Where the word that is being read began in `buffer`, and where in the text.
    open: Option<(u32, u32)>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
    at: u32,
}

impl Words {
    pub fn of(text: &str) -> Words {
        let mut words = Words { buffer: String::with_capacity(text.len()), spans: Vec::with_capacity(text.len() / 6), open: None };
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let at = (text.len() - rest.len()) as u32;
            let (meant, used) = match c {
                '\\' => escape(rest),
                '&' => entity(rest),
                '%' => percent(rest),
                '\u{1b}' => (None, colour(rest)),
                c => (Some(c), c.len_utf8()),
            };
            match meant {
                Some(c) => words.push(c, at),
                None => words.close(),
            }
            rest = &rest[used..];
        }
        words.close();
        words
    }

    pub fn len(&self) -> usize {
        self.spans.len()
    }

    pub fn get(&self, index: usize) -> &str {
        self.spans.get(index).map_or("", |span| &self.buffer[span.start as usize..span.end as usize])
    }

    /// The byte of the text at which the word began.
    pub fn at(&self, index: usize) -> usize {
        self.spans.get(index).map_or(0, |span| span.at as usize)
    }

    fn push(&mut self, c: char, at: u32) {
        let c = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            c => c,
        };
        if is_nothing(c) {
            return;
        }
        if c != '_' && !c.is_alphanumeric() {
            return self.close();
        }
        if is_ideograph(c) {
            self.close();
        }
        if self.open.is_none() {
            self.open = Some((self.buffer.len() as u32, at));
        }
        if c.is_ascii() {
            self.buffer.push(c.to_ascii_lowercase());
        } else if matches!(c, 'ß' | 'ẞ') {
            self.buffer.push_str("ss");
        } else {
            self.buffer.extend(c.to_lowercase().filter(|c| !is_nothing(*c)).map(without_accent));
        }
        if is_ideograph(c) {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some((start, at)) = self.open.take() {
            self.spans.push(Span { start, end: self.buffer.len() as u32, at });
        }
    }
}

/// Backslashes and what they escape, however often the text was quoted: `\n`, `\\r`, `\u0027`.
fn escape(rest: &str) -> (Option<char>, usize) {
    let slashes = rest.len() - rest.trim_start_matches('\\').len();
    let after = &rest[slashes..];
    match after.as_bytes().first() {
        Some(b'n' | b'r' | b't') => (None, slashes + 1),
        Some(b'u') => match after.get(1..5).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
            Some(c) => (Some(c), slashes + 5),
            None => (None, slashes),
        },
        _ => (None, slashes),
    }
}

/// `&quot;`, `&#39;`, `&#x27;`; anything else is a lone ampersand.
fn entity(rest: &str) -> (Option<char>, usize) {
    let Some(end) = rest.as_bytes().iter().take(10).position(|b| *b == b';') else { return (None, 1) };
    let name = &rest[1..end];
    let number = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    });
    match number {
        Some(Ok(code)) => (char::from_u32(code), end + 1),
        _ if matches!(name, "lt" | "gt" | "amp" | "quot" | "apos" | "nbsp" | "lsquo" | "rsquo" | "ldquo" | "rdquo" | "laquo" | "raquo") => {
            (None, end + 1)
        }
        _ => (None, 1),
    }
}

/// `%20` and the like, where they stand for ASCII.
fn percent(rest: &str) -> (Option<char>, usize) {
    match rest.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
        Some(byte) if byte.is_ascii() => (Some(char::from(byte)), 3),
        _ => (None, 1),
    }
}

/// The length of a terminal's colour code.
fn colour(rest: &str) -> usize {
    if !rest.starts_with("\u{1b}[") {
        return 1;
    }
    // Digits and separators, then one letter; looking further would cost the square of a text full of beginnings.
    let body = &rest.as_bytes()[2..];
    match body.iter().take(32).position(|b| !matches!(b, b'0'..=b'9' | b';' | b':' | b'?')) {
        Some(end) if body[end].is_ascii_alphabetic() => end + 3,
        _ => 1,
    }
}

/// Characters that stand inside words and mean nothing: zero-width marks, soft hyphens, combining accents.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}')
}

/// Scripts that write no spaces: each character is a word of its own.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

/// Letters without their accents, since pastes carry them composed, decomposed or not at all.
fn without_accent(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' | 'ľ' | 'ĺ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ů' | 'ű' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ё' => 'е',
        'й' => 'и',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let words = Words::of(text);
        (0..words.len()).map(|index| words.get(index)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_dress_of_a_text_reads_alike() {
        for dressed in [
            "Tenant 'x' not found.",
            "Tenant \u{2018}x\u{2019} not\n  > found",
            r#"{\"Tenant \\\"x\\\" not\\r\\nfound\"}"#,
            r"Tenant \u0027x\u0027 not found",
            "Tenant &#39;x&quot; not&nbsp;found",
            "TENANT%20%27x%27%20not%20found",
            "Ｔｅｎａｎｔ：ｘ　ｎｏｔ　ｆｏｕｎｄ",
            "\u{1b}[31mTenant\u{1b}[0m x no\u{ad}t found",
        ] {
            assert_eq!(words(dressed), "tenant x not found", "{dressed}");
        }
    }

    #[test]
    fn words_know_where_they_stood() {
        let text = "a\n\"bé\\nc\"";
        let words = Words::of(text);
        assert_eq!((words.get(1), words.at(1)), ("be", 3));
        assert_eq!((words.get(2), words.at(2)), ("c", 8));
    }

    #[test]
    fn broken_escapes_stop_nothing() {
        for text in ["%", "%é1", "\\", "\\u12", "&", "&;", "&#xZZ;", "&#99999999;", "\u{1b}", "\u{1b}[12", "%ff", "\\ué123", "&ééééé;"] {
            let _ = words(text);
        }
    }
}
