//! What a file of one's own catalogue may hold. `leadctl schema catalogue` is made from these types.

use schemars::JsonSchema;
use serde::Deserialize;

/// A known error of your own: a TOML file in the folder that --catalogue names.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnFile {
    /// area/name, in lower case. Without it the file's place says it: acme/queue-full.toml is acme/queue-full.
    pub id: Option<String>,
    /// One line that says what is wrong.
    pub title: Words,
    pub cause: Words,
    /// Ordered steps.
    pub repair: Steps,
    /// Codes that stand for this error alone, compared whole and in any case.
    #[serde(default)]
    pub codes: Vec<String>,
    /// Phrases, each of which is enough. … stands for up to fourteen words, a final * for any ending; case and punctuation do not count.
    #[serde(default)]
    pub phrases: Vec<String>,
    /// Several phrases that must stand together.
    #[serde(default)]
    pub signatures: Vec<SignatureFile>,
    /// Regular expressions (of Rust's regex crate; ^ and $ are a line's ends). What a named group matches is shown.
    #[serde(default)]
    pub patterns: Vec<String>,
    /// How sure phrases and patterns are, from 0.5 to 0.99 [default: 0.9].
    pub confidence: Option<f64>,
    /// What has to be changed, in a word or two.
    pub field: Option<String>,
    /// https addresses with more about it.
    #[serde(default)]
    pub links: Vec<String>,
    /// Texts that must give this entry; looked at whenever the catalogue is read.
    pub examples: Vec<String>,
    /// Taken as built-in entries have it, and not used.
    pub status: Option<String>,
}

/// A text, or one in English (en) and one in Dutch (nl).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected a text, or one under .en and one under .nl")]
pub enum Words {
    One(String),
    Each { en: String, nl: Option<String> },
}

/// A list of texts, or one in English (en) and one in Dutch (nl).
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected a list of texts, or one under .en and one under .nl")]
pub enum Steps {
    One(Vec<String>),
    Each { en: Vec<String>, nl: Option<Vec<String>> },
}

#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatureFile {
    /// Phrases, each of which must be there; of `a | b` one of the two.
    pub all: Vec<String>,
    /// Phrases that must not be near.
    #[serde(default)]
    pub unless: Vec<String>,
    /// How many words apart the phrases may stand [default: 60].
    pub within: Option<u32>,
    /// From 0.5 to 0.99 [default: the entry's].
    pub confidence: Option<f64>,
}
