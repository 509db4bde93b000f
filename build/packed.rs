//! The statics in the making: one text, and flat lists of places in it (see `src/catalogue/packed.rs`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::entry::Texts;
use crate::normalise;

/// Each text once, whatever refers to it.
#[derive(Default)]
pub struct Packed {
    pub blob: String,
    pub known: BTreeMap<String, usize>,
    pub texts: Vec<String>,
    pub numbers: Vec<usize>,
    pub groups: Vec<String>,
    pub signatures: Vec<String>,
    pub entries: Vec<String>,
    /// For a phrase the signatures whose first group has it.
    pub opens: BTreeMap<usize, Vec<usize>>,
    /// Words that are looked up whole, and by their first bytes.
    pub words: Bits,
    pub stems: Bits,
    /// What the words of the documented sentences begin with.
    pub starts: Bits,
}

/// A set of words by their hash, as `src/catalogue/normalise.rs` has it.
pub struct Bits(Vec<u64>);

impl Default for Bits {
    fn default() -> Self {
        Bits(vec![0; normalise::HASHES / 64])
    }
}

impl Bits {
    pub fn add(&mut self, word: &[u8]) {
        let hash = normalise::hash(word);
        self.0[hash / 64] |= 1 << (hash % 64);
    }
}

impl Packed {
    pub fn text(&mut self, text: &str) -> String {
        let at = match self.known.get(text) {
            Some(at) => *at,
            None => {
                let at = self.blob.len();
                self.blob.push_str(text);
                self.known.insert(text.to_owned(), at);
                at
            }
        };
        format!("Text {{ at: {at}, len: {} }}", text.len())
    }

    pub fn list(&mut self, texts: &[String]) -> String {
        let at = self.texts.len();
        for text in texts {
            let text = self.text(text);
            self.texts.push(text);
        }
        format!("List {{ at: {at}, len: {} }}", texts.len())
    }

    pub fn group(&mut self, numbers: &[usize]) -> String {
        let at = self.numbers.len();
        self.numbers.extend(numbers);
        format!("Group {{ at: {at}, len: {} }}", numbers.len())
    }

    pub fn groups(&mut self, groups: &[Vec<usize>]) -> String {
        let members: Vec<String> = groups.iter().map(|group| self.group(group)).collect();
        let at = self.groups.len();
        self.groups.extend(members);
        format!("Groups {{ at: {at}, len: {} }}", groups.len())
    }

    pub fn texts(&mut self, texts: &Texts) -> String {
        let (en, nl) = (self.text(&one_line(&texts.en)), self.text(&one_line(&texts.nl)));
        format!("Texts {{ en: {en}, nl: {nl} }}")
    }

    pub fn code(&self) -> String {
        let mut code = String::from("// Made by build/ from src/catalogue/entries.\n\n");
        let _ = writeln!(code, "pub(super) static BLOB: &str = {:?};\n", self.blob);
        for (name, kind, items) in [
            ("TEXTS", "Text", &self.texts),
            ("GROUPS", "Group", &self.groups),
            ("SIGNATURES", "Signature", &self.signatures),
            ("ENTRIES", "Entry", &self.entries),
        ] {
            let _ = writeln!(code, "pub(super) static {name}: [{kind}; {}] = [\n{}\n];\n", items.len(), items.join(",\n"));
        }
        let _ = writeln!(code, "pub(super) static NUMBERS: [u16; {}] = {:?};\n", self.numbers.len(), self.numbers);
        for (name, bits) in [("KNOWN_WORDS", &self.words), ("KNOWN_STEMS", &self.stems), ("KNOWN_STARTS", &self.starts)] {
            let _ = writeln!(code, "pub(super) static {name}: [u64; {}] = {:?};\n", bits.0.len(), bits.0);
        }
        code
    }
}

pub fn trimmed(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| one_line(text)).collect()
}

/// Line breaks of the TOML file are for its reader.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
