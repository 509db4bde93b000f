//! Pasted text as a row of plain words: lower case, without quotes, escapes, entities, colours, accents and line wraps.
//!
//! Punctuation only separates, so `"code":"TableNotFound"`, `<Code>TableNotFound</Code>` and `code = TableNotFound` read alike.
//! Each word remembers where it stood. The build script reads the catalogue's own phrases with this very file.

#[path = "escapes.rs"]
mod escapes;
#[path = "letters.rs"]
mod letters;

pub use letters::is_ideograph;

/// How many hashes there are.
pub const HASHES: usize = 1 << 16;

/// A word as a small number: most words of a text are known by theirs not to be in the catalogue. Source: FNV-1a, folded.
pub fn hash(word: &[u8]) -> usize {
    let hash = word.iter().fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (hash ^ hash >> 16) as usize % HASHES
}

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
        Words::joined(text, &[])
    }

    /// The same, where the line ends at the given places separate nothing: a terminal wrapped the text inside a word.
    pub fn joined(text: &str, wraps: &[usize]) -> Words {
        let mut words = Words { buffer: String::with_capacity(text.len()), spans: Vec::with_capacity(text.len() / 6), open: None };
        let mut wraps = wraps.iter().copied().peekable();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let at = text.len() - rest.len();
            let (meant, used) = match c {
                '\\' => escapes::backslash(rest),
                '&' => escapes::entity(rest),
                '%' => escapes::percent(rest),
                '<' => escapes::tag(rest),
                '[' => escapes::bracket(rest),
                '\u{1b}' => escapes::terminal(rest),
                '\u{1100}'..='\u{1112}' => letters::hangul(rest).map_or((Some(c), c.len_utf8()), |(c, used)| (Some(c), used)),
                '\n' | '\r' | '=' if wraps.peek() == Some(&at) => {
                    wraps.next();
                    (escapes::NOTHING, 1)
                }
                c => (Some(c), c.len_utf8()),
            };
            match meant {
                Some(c) => words.push(c, at as u32),
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

    /// The words from here on without what separates them, at most so many bytes of them.
    pub fn run(&self, index: usize, bytes: usize) -> &str {
        let Some(first) = self.spans.get(index) else { return "" };
        let start = first.start as usize;
        let mut end = (start + bytes).min(self.buffer.len());
        while !self.buffer.is_char_boundary(end) {
            end -= 1;
        }
        &self.buffer[start..end]
    }

    /// Whether a word ends so many bytes behind the beginning of this one.
    pub fn ends_at(&self, index: usize, bytes: usize) -> bool {
        let Some(first) = self.spans.get(index) else { return false };
        let end = first.start + bytes as u32;
        self.spans[index..].iter().map(|span| span.end).take_while(|known| *known <= end).any(|known| known == end)
    }

    fn push(&mut self, c: char, at: u32) {
        if c.is_ascii() {
            return match c {
                'a'..='z' | '0'..='9' | '_' => self.add(c, at),
                'A'..='Z' => self.add(c.to_ascii_lowercase(), at),
                _ => self.close(),
            };
        }
        if letters::is_nothing(c) {
            return;
        }
        let c = letters::common(c);
        if c != '_' && !c.is_alphanumeric() {
            return self.close();
        }
        if let Some(spelled) = letters::spelled_out(c) {
            return spelled.chars().for_each(|c| self.add(c, at));
        }
        let alone = is_ideograph(c);
        if alone {
            self.close();
        }
        for c in c.to_lowercase().filter(|c| !letters::is_nothing(*c)) {
            self.add(letters::without_accent(c), at);
        }
        if alone {
            self.close();
        }
    }

    fn add(&mut self, c: char, at: u32) {
        if self.open.is_none() {
            self.open = Some((self.buffer.len() as u32, at));
        }
        self.buffer.push(c);
    }

    /// Ends the word. Underscores around it are emphasis, not name; the buffer holds words alone.
    fn close(&mut self) {
        let Some((start, at)) = self.open.take() else { return };
        let word = &self.buffer[start as usize..];
        let plain = word.trim_start_matches('_');
        let before = word.len() - plain.len();
        let plain = plain.trim_end_matches('_');
        if plain.is_empty() {
            return self.buffer.truncate(start as usize);
        }
        if before > 0 {
            let plain = plain.to_owned();
            self.buffer.truncate(start as usize);
            self.buffer.push_str(&plain);
        } else {
            let end = start as usize + plain.len();
            self.buffer.truncate(end);
        }
        self.spans.push(Span { start, end: self.buffer.len() as u32, at: at + before as u32 });
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
            "[31mTenant[0m 'x' not [1;33mfound[0m",
            r"\u001b[31mTenant\u001b[0m x \x1b[1mnot\e[0m found",
            "\u{1b}]8;;https://contoso.example\u{7}Tenant\u{1b}]8;;\u{7} x not found",
            "<p class=\"x\"><b>Tenant</b> 'x' no<span>t</span><br/>found</p>",
            "&amp;lt;b&amp;gt;Tenant &amp;amp;#39;x&amp;#x27; not&amp;nbsp;fo&shy;und".trim_start_matches("&amp;lt;b&amp;gt;"),
            "Tenant%2520%2527x%2527%2520not%2520found",
            "**Tenant** `x` _not_ __found__",
            "> Tenant «x» no\u{200b}t \u{202a}found\u{202c}",
        ] {
            assert_eq!(words(dressed), "tenant x not found", "{dressed}");
        }
    }

    #[test]
    fn other_scripts_read_alike_in_every_form() {
        for (form, same) in [
            ("キョカ ﾃﾅﾝﾄ ﾌﾟﾛﾊﾞｲﾀﾞ", "キョカ テナント プロバイダ"),
            ("テナント\u{3099}", "テナント"),
            ("フ\u{309a}ロ", "プロ"),
            ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "한글"),
            ("přihlásit", "pr\u{30c}ihla\u{301}sit"),
            ("K%C3%A9r%C3%A9s", "kérés"),
            (r"k\xc3\xa9r\u00e9s", "kérés"),
            ("K&eacute;r&#233;s", "kérés"),
            ("İSTEMCİ ISTEMCI", "istemci ıstemcı"),
            ("STRASSE", "straße"),
            ("⽬录", "目录"),
            ("ﬁchier", "fichier"),
        ] {
            assert_eq!(words(form), words(same));
        }
    }

    #[test]
    fn words_can_be_read_on_and_joined() {
        let words = Words::of("Send Timeout: 00:02:00");
        assert!(words.run(0, 11).starts_with("sendtimeout") && words.ends_at(0, 11) && !words.ends_at(0, 10));
        assert_eq!(words.run(2, 6), "000200");
        let text = "AADSTS7000\n215: x";
        assert_eq!(Words::joined(text, &[10]).get(0), "aadsts7000215");
        assert_eq!(Words::of(text).get(0), "aadsts7000");
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
        for text in [
            "%",
            "%é1",
            "\\",
            "\\u12",
            "&",
            "&;",
            "&#xZZ;",
            "&#99999999;",
            "\u{1b}",
            "\u{1b}[12",
            "%ff",
            "\\ué123",
            "&ééééé;",
            "&amp;",
            "&amp;amp;",
            "<",
            "</",
            "<b",
            "\\x",
            "\\xc3",
            "\\xc3\\x2",
            "\\ud83d",
            "\\ud83d\\ude",
            "\u{1b}]8;;",
            "[3",
            "%25",
            "%c3%zz",
            "\u{1100}",
        ] {
            let _ = words(text);
        }
    }
}
