//! What `leadctl explain` found, as data: entries, questions, codes, checks. The JSON keys are these fields.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::core::exit::ExitStatus;
use crate::core::report::Ending;

/// One catalogue entry in full.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExplainReport {
    pub id: String,
    pub title: String,
    /// `documented` (Microsoft lists it), `observed` (seen in the field) or `own` (from the folder of `--catalogue`).
    pub status: String,
    pub partner_center: Option<String>,
    pub cause: String,
    pub repair: Vec<String>,
    pub field: Option<String>,
    pub codes: Vec<String>,
    pub links: Vec<String>,
    pub examples: Vec<String>,
    /// How the sandbox shows it: `leadctl sandbox --fault ID`.
    pub fault: Option<String>,
    /// The file of an entry of one's own; `null` for those of leadctl.
    pub file: Option<String>,
    /// The folder of `--catalogue` that it is from, as it was typed.
    #[serde(skip)]
    pub folder: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryLine {
    pub id: String,
    pub title: String,
    pub status: String,
}

/// A question that is answered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TopicLine {
    pub topic: String,
    pub title: String,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ExplainListReport {
    pub entries: Vec<EntryLine>,
    pub topics: Vec<TopicLine>,
}

/// What a statement rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Microsoft's pages say so.
    Documented,
    /// Publishers have seen it.
    Observed,
    /// Follows from what is documented or seen; nobody says it.
    Inferred,
    /// Nobody says it, and nothing shows it.
    Unknown,
    /// leadctl's advice.
    Advice,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Statement {
    pub basis: Basis,
    pub text: String,
}

/// A command that helps, and what it does.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Suggested {
    pub command: String,
    pub what: String,
}

/// The answer to a question about leads.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExplainTopicReport {
    pub topic: String,
    pub title: String,
    pub statements: Vec<Statement>,
    pub commands: Vec<Suggested>,
    /// Entries and questions that go with it: `leadctl explain ID`.
    pub see: Vec<String>,
    pub links: Vec<String>,
}

/// What kind of code it is, and where to look.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FamilyReport {
    /// `entra`, `oauth`, `dataverse`, `windows`, `storage`, `marketo`, `salesforce`, `logic-apps` or `http`.
    pub family: String,
    pub title: String,
    /// What such a code means for a lead destination.
    pub meaning: String,
    /// What to do, in order.
    pub look: Vec<String>,
    /// The vendor's pages about it.
    pub links: Vec<String>,
}

/// An entry that a code may stand for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CodeEntry {
    pub id: String,
    pub title: String,
    /// By what it is told from the others.
    pub known_by: String,
}

/// A code that stands for several entries, or for none that is known.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExplainCodeReport {
    pub code: String,
    /// The same code as others write it.
    pub also: Vec<String>,
    pub entries: Vec<CodeEntry>,
    pub family: Option<FamilyReport>,
}

/// A check of `leadctl validate`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExplainCheckReport {
    pub check: String,
    pub title: String,
    /// The kind of destination that it is about.
    pub destination: String,
    /// Nothing is asked of the network.
    pub offline: bool,
    /// The checks that it rests on.
    pub needs: Vec<String>,
    /// The entries that it confirms.
    pub entries: Vec<EntryLine>,
}

/// The whole catalogue.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ExplainAllReport {
    pub entries: Vec<ExplainReport>,
    pub topics: Vec<ExplainTopicReport>,
    /// Families of codes, with what an unknown one of each means.
    pub families: Vec<FamilyReport>,
}

impl ExplainCodeReport {
    /// A code without an entry is no answer, as with `diagnose`.
    pub fn ending(&self) -> Ending {
        let Some(family) = self.family.as_ref().filter(|_| self.entries.is_empty()) else { return Ending::good() };
        let look = family.links.first().map_or_else(String::new, |link| format!("; look at {link}"));
        Ending { status: ExitStatus::Bad, why: Some(format!("{} has no entry of its own{look}", self.code)) }
    }
}
