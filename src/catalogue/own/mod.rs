//! Entries of one's own: what `--catalogue DIR` brings, for errors that only this publisher's systems have. Same form as the built-in
//! ones, read at run time, matched by phrases, codes and regular expressions.
//!
//! Everything is bounded, whatever a file says: sizes, counts, and what a regular expression may take once it is compiled; searching
//! is linear in the text by the `regex` crate's promise. Works on texts that somebody else reads: no files here.

mod compile;
mod file;
mod phrase;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use compile::{MOST_BYTES, MOST_FILES, Problem, Source};
pub use file::OwnFile;
pub use text::OwnReason;

use self::file::{Steps, Words};
use self::phrase::{Phrase, Signature};
use crate::core::lang::Lang;

/// The entries of a folder, ready to match; none where no folder was named.
#[derive(Debug, Default)]
pub struct Own {
    entries: Vec<Arc<OwnEntry>>,
    filter: Filter,
}

/// What bytes must have one of to be worth a look.
#[derive(Debug, Default)]
struct Filter {
    /// Searched one by one, each at the speed of its rarest letters.
    few: Vec<regex::bytes::Regex>,
    /// Where there are many, searched side by side.
    many: Option<regex::bytes::RegexSet>,
}

/// One of them.
#[derive(Debug)]
pub struct OwnEntry {
    /// `area/name`.
    pub id: String,
    /// The file that it is in, as it was named.
    pub file: String,
    /// The folder whose file it is, as it was typed.
    pub folder: String,
    body: OwnFile,
    codes: Vec<(String, Phrase)>,
    signatures: Vec<Signature>,
    patterns: Vec<regex::Regex>,
    /// Of phrases and patterns.
    confidence: f64,
}

/// An entry that explains a text, or a part of it.
#[derive(Debug, Clone)]
pub struct OwnMatch {
    pub entry: Arc<OwnEntry>,
    /// From 0 to 1.
    pub confidence: f64,
    pub because: Vec<OwnReason>,
    /// What the text itself tells, and what a pattern's named groups matched; secrets and personal data removed.
    pub found: BTreeMap<String, String>,
    /// Where the evidence begins, from 1.
    pub line: u64,
    /// The same in bytes of the text.
    pub at: usize,
}

impl Own {
    /// Reads the files; every problem of every file is told.
    pub fn compile(sources: &[Source]) -> Result<Own, Vec<Problem>> {
        compile::compile(sources)
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn entries(&self) -> impl Iterator<Item = &OwnEntry> {
        self.entries.iter().map(Arc::as_ref)
    }

    pub fn entry(&self, id: &str) -> Option<&OwnEntry> {
        self.entries().find(|entry| entry.id == id)
    }

    /// The first entry with this code.
    pub fn with_code(&self, typed: &str) -> Option<&OwnEntry> {
        self.entries().find(|entry| entry.codes().iter().any(|code| code.eq_ignore_ascii_case(typed)))
    }

    /// Whether these bytes may hold anything; a no is certain.
    pub fn may_be_in(&self, bytes: &[u8]) -> bool {
        self.filter.few.iter().any(|sought| sought.is_match(bytes)) || self.filter.many.as_ref().is_some_and(|sought| sought.is_match(bytes))
    }

    /// Matches a text to these entries, the surest first.
    pub fn diagnose(&self, text: &str) -> Vec<OwnMatch> {
        if self.may_be_in(text.as_bytes()) { text::diagnose(&self.entries, text) } else { Vec::new() }
    }
}

impl OwnEntry {
    pub fn title(&self, lang: Lang) -> &str {
        self.body.title.get(lang)
    }

    pub fn cause(&self, lang: Lang) -> &str {
        self.body.cause.get(lang)
    }

    pub fn repair(&self, lang: Lang) -> &[String] {
        self.body.repair.get(lang)
    }

    pub fn field(&self) -> Option<&str> {
        self.body.field.as_deref()
    }

    pub fn codes(&self) -> &[String] {
        &self.body.codes
    }

    pub fn links(&self) -> &[String] {
        &self.body.links
    }

    pub fn examples(&self) -> &[String] {
        &self.body.examples
    }
}

impl Words {
    fn get(&self, lang: Lang) -> &str {
        match (self, lang) {
            (Words::One(text) | Words::Each { en: text, nl: None }, _) | (Words::Each { en: text, .. }, Lang::En) => text,
            (Words::Each { nl: Some(text), .. }, Lang::Nl) => text,
        }
    }
}

impl Steps {
    fn get(&self, lang: Lang) -> &[String] {
        match (self, lang) {
            (Steps::One(steps) | Steps::Each { en: steps, nl: None }, _) | (Steps::Each { en: steps, .. }, Lang::En) => steps,
            (Steps::Each { nl: Some(steps), .. }, Lang::Nl) => steps,
        }
    }
}

#[cfg(test)]
mod tests;
