//! What `leadctl diagnose` knows of a text or of logs, as data. The JSON keys are these fields.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::core::report::{CheckReport, Place, Problem};

/// Where in the input a match stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Location {
    /// `null` for an argument or standard input.
    pub file: Option<String>,
    /// From 1.
    pub line: u64,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{file}:{}", self.line),
            None => write!(f, "line {}", self.line),
        }
    }
}

/// Whether a fact of [`MatchReport::found`] is the same when the same thing goes wrong again: a tenant is, a trace ID is not.
pub fn lasts(fact: &str) -> bool {
    const LAST: [&str; 14] = [
        "account",
        "application",
        "column",
        "field",
        "host",
        "oid",
        "privilege",
        "resource",
        "rule",
        "table",
        "tenant",
        "trigger",
        "user",
        "workflow",
    ];
    LAST.contains(&fact)
}

impl MatchReport {
    /// Every value that is not the built-in catalogue's own, as `clean` has it.
    pub fn clean_values(&mut self, clean: impl Fn(&mut String)) {
        self.found.values_mut().chain(&mut self.because).for_each(&clean);
        self.context.iter_mut().map(|line| &mut line.text).for_each(&clean);
        [&mut self.location, &mut self.last].into_iter().filter_map(|place| place.file.as_mut()).for_each(&clean);
        if let Some(file) = &mut self.catalogue {
            // An entry of one's own says what its author wrote.
            let texts = [&mut self.id, &mut self.title, &mut self.cause, file].into_iter();
            texts.chain(&mut self.repair).chain(&mut self.links).chain(&mut self.field).for_each(&clean);
        }
    }
}

impl DiagnoseReport {
    /// What sentences call what was looked at.
    pub fn subject(&self) -> &'static str {
        if self.scanned.is_some() { "what was read" } else { "this text" }
    }
}

/// One catalogue entry that explains the text.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MatchReport {
    pub id: String,
    pub title: String,
    /// From 0 to 1.
    pub confidence: f64,
    /// Which codes, phrases or similarities matched.
    pub because: Vec<String>,
    /// What the text itself tells: tenant, application, time, trace ID, table …
    pub found: BTreeMap<String, String>,
    pub cause: String,
    pub repair: Vec<String>,
    pub field: Option<String>,
    pub links: Vec<String>,
    pub partner_center: Option<String>,
    /// The checks of `leadctl validate` that confirm it.
    pub checks: Vec<String>,
    /// Only a test lead shows whether it is over.
    #[serde(skip)]
    pub needs_test_lead: bool,
    /// Where it is first.
    pub location: Location,
    /// How often it is there, with the same facts.
    pub count: u64,
    /// Where it is last.
    pub last: Location,
    /// Lines around the first place, where they were asked for; secrets and personal data removed.
    pub context: Vec<ContextLine>,
    /// The file of `--catalogue` that the entry is in; `null` for those of leadctl.
    pub catalogue: Option<String>,
    /// That folder, as it was typed.
    #[serde(skip)]
    pub folder: Option<String>,
}

/// A line of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContextLine {
    /// From 1.
    pub line: u64,
    pub text: String,
}

/// How much was read, where whole logs were.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ScanReport {
    /// Files that were read; those that broke off are in `unreadable` too.
    pub files: u64,
    pub bytes: u64,
    pub lines: u64,
    /// How many errors were found, repeated ones counted each time.
    pub findings: u64,
    /// How many of them are not shown one by one, because there are too many.
    pub left_out: u64,
    /// Files that could not be read, or not to their end.
    pub unreadable: Vec<Problem>,
}

/// An entry that is near, or a code without an entry: no answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HintReport {
    /// The entry, or the code; `leadctl explain ID` says more of either.
    pub id: String,
    pub title: String,
    /// `entry`: near, but the text does not say enough. `code`: in the text, and of a known family, without an entry. `topic`: the text
    /// is a question that this answers.
    pub kind: HintKind,
    /// Where to look.
    pub links: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum HintKind {
    Entry,
    Code,
    Topic,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct DiagnoseReport {
    /// Best first; of logs in their order.
    pub matches: Vec<MatchReport>,
    pub hints: Vec<HintReport>,
    /// `null` where one pasted text was diagnosed.
    pub scanned: Option<ScanReport>,
    /// What the checks of `--live PROFILE` say; `null` without it.
    pub live: Option<LiveReport>,
    /// Ctrl-C came before the end.
    #[serde(skip)]
    pub interrupted: bool,
}

/// Whether what a text tells of is so now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A check sees it, or a cause that shows itself under its words.
    Confirmed,
    /// It is not to be seen, and something else is wrong.
    OtherCause,
    /// Every check that bears on it passes.
    NotNow,
    /// The service could not be reached, the identity may not look, or that the checks pass says nothing: only a test lead shows it, or it
    /// goes by who asks and from where.
    Unknown,
    /// No check bears on the text: it is about another kind of destination, or only a test lead shows it.
    NothingBears,
}

/// A profile, looked at because of an error text.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LiveReport {
    pub profile: String,
    pub destination: String,
    pub verdict: Verdict,
    /// The entry of the true cause.
    pub cause: Option<String>,
    /// Its title.
    pub cause_title: Option<String>,
    pub message: String,
    /// The checks that bear on the text, and those that they rest on.
    pub checks: Vec<CheckReport>,
    /// Where the profile is.
    pub place: Option<Place>,
}
