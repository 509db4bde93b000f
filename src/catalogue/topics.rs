//! Questions that publishers ask about leads, answered: data (`topics/<id>.toml`), in English and Dutch, each statement with what it rests on.
//!
//! Read when one is asked for and not before: no run that does not ask pays for them. Knows `core` alone.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::core::explain_report::{Basis, ExplainTopicReport, Statement, Suggested};
use crate::core::lang::Lang;

macro_rules! topics {
    ($($id:literal),* $(,)?) => { [$(($id, include_str!(concat!("topics/", $id, ".toml")))),*] };
}

/// In the order in which they are listed.
const FILES: [(&str, &str); 17] = topics![
    "what-is-a-lead",
    "is-it-required",
    "check-destination",
    "test-lead",
    "no-leads",
    "missed-leads",
    "edu-address",
    "azure-blob",
    "salesforce-leads",
    "read-leads",
    "lead-source",
    "action-codes",
    "customer-data",
    "notification",
    "contact-email",
    "cost",
    "get-help",
];

/// A question, its answer, and the words by which it is found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    #[serde(skip)]
    pub id: &'static str,
    title: Texts,
    /// Other words for it, in lower case.
    also: Vec<String>,
    /// What a plain question is about that this answers; see `questions`.
    ask: Vec<String>,
    say: Vec<Said>,
    run: Vec<Command>,
    see: Vec<String>,
    links: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Texts {
    en: String,
    nl: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    basis: Basis,
    en: String,
    nl: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Command {
    command: String,
    en: String,
    nl: String,
}

impl Texts {
    pub(super) fn get(&self, lang: Lang) -> &str {
        lang.choose(&self.en, &self.nl)
    }
}

/// All of them, in order.
pub fn topics() -> &'static [Topic] {
    static TOPICS: LazyLock<Vec<Topic>> = LazyLock::new(|| {
        let read = |(id, text): &(&'static str, &str)| Topic { id, ..toml_edit::de::from_str(text).expect("the tests read every topic") };
        FILES.iter().map(read).collect()
    });
    &TOPICS
}

/// By id, or by other words for it; what merely points to a thing (`the`, `mijn`) may stand in front.
pub fn topic(typed: &str) -> Option<&'static Topic> {
    let typed = plain(typed);
    let bare = typed.split(' ').skip_while(|word| POINTERS.contains(word)).collect::<Vec<_>>().join(" ");
    let named = |typed: &str| topics().iter().find(|topic| topic.names().any(|name| plain(name) == typed));
    named(&typed).or_else(|| named(&bare))
}

/// Words that say nothing about the question.
const POINTERS: [&str; 14] = ["the", "a", "an", "my", "our", "about", "what", "de", "het", "een", "mijn", "onze", "over", "wat"];

/// `No-Leads?` as `no leads`, `.edu` as `edu`.
fn plain(text: &str) -> String {
    let words = text.to_lowercase().replace(['-', '_'], " ").replace('’', "'");
    let words = words.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || "“”‘’«»„…¿".contains(c));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Topic {
    pub fn title(&self, lang: Lang) -> &str {
        self.title.get(lang)
    }

    /// Every word by which it is found, its id first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id).chain(self.also.iter().map(String::as_str))
    }

    /// The patterns of plain questions that it answers.
    pub(super) fn ask(&self) -> impl Iterator<Item = &str> {
        self.ask.iter().map(String::as_str)
    }

    /// Entries and questions that go with it, by id.
    pub fn see(&self) -> impl Iterator<Item = &str> {
        self.see.iter().map(String::as_str)
    }

    /// Where its vendor says so.
    pub fn links(&self) -> impl Iterator<Item = &str> {
        self.links.iter().map(String::as_str)
    }

    pub fn report(&self, lang: Lang) -> ExplainTopicReport {
        ExplainTopicReport {
            topic: self.id.to_owned(),
            title: self.title(lang).to_owned(),
            statements: self.say.iter().map(|said| Statement { basis: said.basis, text: lang.choose(&said.en, &said.nl).clone() }).collect(),
            commands: self.run.iter().map(|run| Suggested { command: run.command.clone(), what: lang.choose(&run.en, &run.nl).clone() }).collect(),
            see: self.see.clone(),
            links: self.links.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_topic_is_whole_in_both_languages_and_found_by_its_words_alone() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalogue/topics");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), FILES.len(), "every file is listed");
        let mut names = BTreeSet::new();
        for entry in topics() {
            for word in entry.names() {
                assert!(names.insert(plain(word)), "'{word}' of {} leads elsewhere too", entry.id);
                assert_eq!(topic(&word.to_uppercase()).map(|found| found.id), Some(entry.id), "{word}");
            }
            let (english, dutch) = (entry.report(Lang::En), entry.report(Lang::Nl));
            assert!(!english.statements.is_empty() && !english.commands.is_empty() && !english.links.is_empty(), "{}", entry.id);
            assert!(english.title != dutch.title, "{}", entry.id);
            for (en, nl) in english.statements.iter().zip(&dutch.statements) {
                assert!(en.text != nl.text && en.text.ends_with('.') && nl.text.ends_with('.'), "{}: {} {}", entry.id, en.text, nl.text);
            }
            for link in &english.links {
                assert!(link.starts_with("https://"), "{link}");
            }
            for other in &english.see {
                let known = super::super::entry(other).is_some() || FILES.iter().any(|(id, _)| id == other);
                assert!(known && other != entry.id, "{}: there is no {other}", entry.id);
            }
        }
    }
}
