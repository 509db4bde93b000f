//! The catalogue: every known error with its cause and its repair, and the way from a pasted text to its entry.
//!
//! The entries are data (`entries/<area>/<name>.toml`), compiled into statics by the build script. What a table cannot say is here:
//! reading a text as words (`normalise`), codes (`codes`), phrases (`signatures`), the documented sentences by what they name
//! (`sentences`), likeness to the sentences that Microsoft documents (`similarity`), two tenants that differ (`tenants`), what the text
//! itself tells (`found`), the weighing of it all (`diagnosis`), and what is near where nothing is an answer (`hints`). Beside them:
//! questions that publishers ask (`topics`), in their own words (`questions`), and codes that no entry has (`families`).
//! Knows `core` alone; neither commands nor rendering.

mod at_once;
mod codes;
mod diagnosis;
mod encodings;
mod families;
mod found;
mod hints;
mod mail;
mod normalise;
pub mod own;
mod packed;
mod questions;
pub mod scanning;
mod sentences;
mod signatures;
mod similarity;
mod source_code;
mod tenants;
mod topics;
mod wraps;

#[cfg(test)]
#[path = "generalisation/tests.rs"]
mod generalisation;
#[cfg(test)]
#[path = "platforms/tests.rs"]
mod platforms;
#[cfg(test)]
mod tests;

use packed::{List, Signatures, Text};

pub use diagnosis::{Diagnosis, Match, Reason, diagnose};
pub use encodings::text;
pub use families::{Code, families, unknown_in};
pub use mail::{Mail, begins_as_mail, mails};
pub use questions::{Asked, asked, asks_of, nearly_asked, topic_asked, without_filler};
pub use topics::{Topic, topic, topics};

use crate::core::lang::Lang;
use crate::core::report::Remedy;

/// The statics that the build script makes.
mod data {
    use super::packed::{Group, Groups, List, Signatures, Text};
    use super::sentences::{Frame, Sentence, Word};
    use super::signatures::{Phrase, Signature};
    use super::{Entry, Passing, Status, Steps, Texts};

    include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

    /// The hash of a word that may be one of a set: the cheap question that most words answer with no.
    pub(super) fn known_hash(set: &[u64], word: &[u8]) -> Option<usize> {
        let hash = super::normalise::hash(word);
        (set[hash / 64] >> (hash % 64) & 1 != 0).then_some(hash)
    }

    pub(super) fn may_be_known(set: &[u64], word: &[u8]) -> bool {
        known_hash(set, word).is_some()
    }
}

/// One known error.
#[derive(Debug)]
pub struct Entry {
    /// `area/name`.
    pub id: &'static str,
    pub title: Texts,
    pub status: Status,
    /// What Partner Center shows, word for word, in the translations that Microsoft published; in front of each its language.
    sentences: List,
    /// The place of the documented entry under whose sentence Partner Center shows this error, by inference.
    shown_as: Option<u16>,
    /// Codes that decide alone.
    codes: List,
    /// Codes that other products use too, or that stand for several causes.
    weak_codes: List,
    signatures: Signatures,
    pub cause: Texts,
    repair: Steps,
    /// The connection detail to change, as its TOML key.
    pub field: Option<&'static str>,
    /// Ids of the checks that confirm it.
    pub checks: List,
    pub passing: Passing,
    /// How the sandbox shows it.
    pub fault: Option<&'static str>,
    /// Entries that this one, being more exact, rules out.
    over: List,
    /// Entries that merely wrap this one, and so come after it.
    inside: List,
    pub links: List,
    /// Texts that must give this entry first.
    pub examples: List,
}

/// Where an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Microsoft lists the error.
    Documented,
    /// Seen in the field.
    Observed,
}

/// What it means that all checks of an entry pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// The error is over: one of them would fail while it is the case.
    Clears,
    /// Nothing: only a test lead shows whether it is over.
    TestLead,
    /// It is over for whoever asks from here: it goes by who asks and from where.
    Here,
}

/// A text in every language of the catalogue.
#[derive(Debug)]
pub struct Texts {
    en: Text,
    nl: Text,
}

/// Ordered steps in every language of the catalogue.
#[derive(Debug)]
struct Steps {
    en: List,
    nl: List,
}

impl Status {
    pub fn word(self) -> &'static str {
        match self {
            Status::Documented => "documented",
            Status::Observed => "observed",
        }
    }
}

impl Texts {
    pub fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en.get(),
            Lang::Nl => self.nl.get(),
        }
    }
}

impl Entry {
    pub fn repair(&self, lang: Lang) -> impl ExactSizeIterator<Item = &'static str> {
        match lang {
            Lang::En => self.repair.en.iter(),
            Lang::Nl => self.repair.nl.iter(),
        }
    }

    /// All codes that go with this error, those that decide alone first.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.codes.iter().chain(self.weak_codes.iter())
    }

    /// The sentence that Partner Center shows, in the language if Microsoft published it, else in English.
    pub fn partner_center(&self, lang: Lang) -> Option<&'static str> {
        let wanted = match lang {
            Lang::En => "en-us",
            Lang::Nl => "nl-nl",
        };
        let sentence = |lang: &str| self.sentences().find(|(name, _)| *name == lang).map(|(_, text)| text);
        sentence(wanted).or_else(|| sentence("en-us"))
    }

    /// The entry whose sentence Partner Center would show for this error: itself where it is documented, else the one that it stands
    /// under, which is inferred.
    fn as_shown(&self) -> &Entry {
        self.shown_as.and_then(|place| entries().get(usize::from(place))).unwrap_or(self)
    }

    /// The documented entry under whose sentence Partner Center shows this error, which is inferred.
    pub fn shown_under(&self) -> Option<&'static str> {
        self.shown_as.map(|_| self.as_shown().id)
    }

    /// Whether this error shows itself wrapped in the words of the entry `outer`, or under its documented sentence.
    pub fn is_inside(&self, outer: &str) -> bool {
        self.inside.iter().any(|id| id == outer) || self.shown_under() == Some(outer)
    }

    /// Whether this entry is a more exact reading of what the entry `wider` is known by.
    pub fn refines(&self, wider: &str) -> bool {
        self.over.iter().any(|id| id == wider)
    }

    /// Every documented sentence, with its language and region as Microsoft writes them (`de-de`).
    pub fn sentences(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.sentences.iter().filter_map(|text| text.split_once(' '))
    }

    /// The codes that stand for this error alone.
    pub fn deciding_codes(&self) -> impl Iterator<Item = &'static str> {
        self.codes.iter()
    }

    /// What Partner Center would say, cause, steps and links.
    pub fn remedy(&self, lang: Lang) -> Remedy {
        let shown = self.as_shown();
        Remedy {
            partner_center: shown.partner_center(lang).map(str::to_owned),
            partner_center_en: shown.partner_center(Lang::En).map(str::to_owned),
            partner_center_inferred: self.shown_as.is_some(),
            cause: self.cause.get(lang).to_owned(),
            repair: self.repair(lang).map(str::to_owned).collect(),
            links: self.links.iter().map(str::to_owned).collect(),
        }
    }
}

/// All entries, by id.
pub fn entries() -> &'static [Entry] {
    &data::ENTRIES
}

/// The entry of this id.
pub fn entry(id: &str) -> Option<&'static Entry> {
    let entries = entries();
    entries.binary_search_by(|entry| entry.id.cmp(id)).ok().map(|place| &entries[place])
}

/// What Partner Center would say, cause, steps and links, for whoever knows the id.
pub fn remedy(id: &str, lang: Lang) -> Option<Remedy> {
    entry(id).map(|entry| entry.remedy(lang))
}
