//! What each command found, as data: computed once, rendered once, in any format. The JSON keys are these fields.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::core::diagnose_report::DiagnoseReport;
use crate::core::error::{Error, ErrorKind};
use crate::core::exit::ExitStatus;
use crate::core::explain_report::{ExplainAllReport, ExplainCheckReport, ExplainCodeReport, ExplainListReport, ExplainReport, ExplainTopicReport};
use crate::core::leads_report::{LeadsCleanReport, LeadsExportReport, LeadsListReport, LeadsParseReport, LeadsStatsReport, LeadsTailReport};
use crate::core::outcome::{Outcome, Skipped};
use crate::core::scaffold_report::ScaffoldReport;
use crate::core::test_lead_report::{DryRunReport, TestLeadReport};
use crate::core::watch_report::LeadsWatchReport;

/// What a command hands to `render`.
pub enum Report {
    Configure(ConfigureReport),
    Validate(ValidateReport),
    TestLead(TestLeadReport),
    DryRun(DryRunReport),
    Diagnose(DiagnoseReport),
    Explain(ExplainReport),
    ExplainList(ExplainListReport),
    ExplainTopic(ExplainTopicReport),
    ExplainCode(ExplainCodeReport),
    ExplainCheck(ExplainCheckReport),
    ExplainAll(ExplainAllReport),
    Profiles(ProfilesReport),
    Migrate(MigrateReport),
    Demo(DemoReport),
    Faults(FaultsReport),
    LeadsList(LeadsListReport),
    LeadsParse(LeadsParseReport),
    LeadsExport(LeadsExportReport),
    LeadsStats(LeadsStatsReport),
    LeadsTail(LeadsTailReport),
    LeadsWatch(LeadsWatchReport),
    LeadsClean(LeadsCleanReport),
    Scaffold(ScaffoldReport),
    /// Text that is printed as it is: completions, man page, schema, a path.
    Text(String),
    /// Nothing left to print.
    Done(ExitStatus),
}

/// The catalogue's answer to a failure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Remedy {
    /// What Partner Center would show, word for word, where Microsoft documents it; in the chosen language, where it was published in it.
    pub partner_center: Option<String>,
    /// The same in English.
    pub partner_center_en: Option<String>,
    /// The sentence is documented; that it is the one shown for this cause is inferred.
    pub partner_center_inferred: bool,
    pub cause: String,
    /// Ordered steps.
    pub repair: Vec<String>,
    pub links: Vec<String>,
}

/// One check of `leadctl validate`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckReport {
    /// `destination/check`.
    pub id: String,
    pub title: String,
    pub outcome: Outcome,
    /// The catalogue entry; `leadctl explain ID` shows it in full.
    pub entry: Option<String>,
    pub message: String,
    /// Why it was skipped, if it was.
    pub skipped: Option<Skipped>,
    /// What was asked, secrets removed.
    pub asked: Option<String>,
    /// What came back: status, code and words, secrets removed.
    pub answered: Option<String>,
    /// What Partner Center would show, word for word, in the chosen language.
    pub partner_center: Option<String>,
    /// The same in English.
    pub partner_center_en: Option<String>,
    /// The sentence is documented; that it is the one shown for this cause is inferred.
    pub partner_center_inferred: bool,
    pub cause: Option<String>,
    pub repair: Vec<String>,
    /// The connection detail to change.
    pub field: Option<String>,
    pub duration_ms: u64,
}

/// Where a profile stands in its file.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Place {
    pub file: String,
    /// From 1.
    pub line: usize,
}

/// All checks of one profile.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfileReport {
    pub profile: String,
    pub destination: String,
    /// The gravest outcome.
    pub outcome: Outcome,
    pub checks: Vec<CheckReport>,
    /// False where Ctrl-C came before all checks had ended.
    pub complete: bool,
    /// Why nothing could be checked: the profile or a secret reference is wrong.
    pub error: Option<Problem>,
    pub place: Option<Place>,
    pub duration_ms: u64,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ValidateReport {
    pub profiles: Vec<ProfileReport>,
    /// Profiles that were not finished when Ctrl-C came.
    #[serde(skip)]
    pub unfinished: Vec<String>,
    #[serde(skip)]
    pub strict: bool,
    #[serde(skip)]
    pub require_verified: bool,
}

/// Checks of one profile that the same thing keeps from being run.
pub struct Unverified<'a> {
    pub profile: &'a str,
    /// What keeps them from it, and what would let them.
    pub because: &'a str,
    /// Their ids.
    pub checks: Vec<&'a str>,
}

impl ValidateReport {
    /// All that could be verified and was not.
    pub fn unverified(&self) -> Vec<Unverified<'_>> {
        let mut found: Vec<Unverified> = Vec::new();
        for profile in &self.profiles {
            for check in profile.checks.iter().filter(|check| check.skipped.is_some_and(Skipped::could_be_verified)) {
                match found.iter_mut().find(|other| other.profile == profile.profile && other.because == check.message) {
                    Some(alike) => alike.checks.push(&check.id),
                    None => found.push(Unverified { profile: &profile.profile, because: &check.message, checks: vec![&check.id] }),
                }
            }
        }
        found
    }
}

/// One profile as `leadctl profile` shows it, secret references unfollowed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfileLine {
    pub profile: String,
    pub destination: String,
    pub label: String,
    pub file: String,
    pub line: usize,
    pub settings: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ProfilesReport {
    pub profiles: Vec<ProfileLine>,
    /// The profile file, for `path`.
    pub file: Option<String>,
    /// What was done, for `remove`, `rename` and `trust`.
    pub done: Option<String>,
    /// One profile was asked for, and is shown in full.
    #[serde(skip)]
    pub in_full: bool,
}

/// What `configure` wrote.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ConfigureReport {
    pub profile: String,
    pub destination: String,
    pub file: String,
    /// The profile was there before, as opposed to made anew.
    pub changed: bool,
    /// Nothing had to be written: the profile was there before, just as it was wanted.
    pub unchanged: bool,
    /// Everything that was found in the values, worth a look.
    pub warnings: Vec<String>,
    /// The command that does the same without questions.
    pub command: String,
    /// The next command.
    pub next: String,
}

/// A blob, or one of the leads in it, that was not copied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotCopied {
    /// The blob's name, without the container; e-mail addresses in it are masked.
    pub blob: String,
    /// Which of several leads in it, from 1; `null`: the blob as a whole.
    pub lead: Option<usize>,
    /// Says nothing of the content.
    pub reason: String,
}

/// Why a migration ended before its end.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Stopped {
    pub outcome: Outcome,
    /// `from` or `to`: the profile at which it ended.
    pub at: String,
    pub message: String,
    pub answered: Option<String>,
    /// The catalogue entry; `leadctl explain ID` shows it in full.
    pub entry: Option<String>,
    pub remedy: Option<Remedy>,
}

/// What `leadctl migrate` found and did.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct MigrateReport {
    /// The profile that was read.
    pub from: String,
    pub container: String,
    /// The profile that was written to.
    pub to: String,
    pub table: String,
    /// Nothing was written.
    pub dry_run: bool,
    /// Whether the table was there before.
    pub table_exists: Option<bool>,
    /// Blobs that were looked at.
    pub blobs: u64,
    /// Leads that were found in them.
    pub leads: u64,
    /// Leads that this run stored in the table: the service said so.
    pub copied: u64,
    /// In a dry run: leads that are not in the table yet.
    pub to_copy: u64,
    /// Leads that were in the table before.
    pub already_there: u64,
    /// What can't be read as a lead. It stays where it is.
    pub unreadable: Vec<NotCopied>,
    /// Leads that the table can't hold. They stay where they are.
    pub refused: Vec<NotCopied>,
    /// How many of these two are not listed, since there are too many.
    pub unlisted: u64,
    /// Why it ended before its end; a second run goes on from there.
    pub stopped: Option<Stopped>,
    pub duration_ms: u64,
    #[serde(skip)]
    pub interrupted: bool,
}

/// One step of `leadctl demo`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DemoStep {
    pub command: String,
    pub says: String,
    /// Came out as it should.
    pub as_expected: bool,
    pub exit_status: ExitStatus,
    pub output: Vec<String>,
    pub duration_ms: u64,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct DemoReport {
    pub steps: Vec<DemoStep>,
    pub duration_ms: u64,
}

/// A fault that the sandbox can show.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FaultLine {
    /// For `leadctl sandbox --fault ID`; the catalogue entry's id, or one of the area `sandbox`.
    pub id: String,
    /// The catalogue entry's title; of the sandbox's own faults, what the sandbox then does.
    pub title: Option<String>,
}

/// What `sandbox --list-faults` lists.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct FaultsReport {
    pub faults: Vec<FaultLine>,
}

/// An error in JSON.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Problem {
    pub kind: ErrorKind,
    pub id: String,
    pub message: String,
    pub hints: Vec<String>,
    /// The file that it is about; not in JSON, where the message names it.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        Problem { kind: error.kind, id: error.id.to_owned(), message: error.to_string(), hints: error.hints.clone(), place: error.place.clone() }
    }
}

/// How a run ends, and the line that says why.
pub struct Ending {
    pub status: ExitStatus,
    /// Present for every status but 0.
    pub why: Option<String>,
}

impl Ending {
    pub fn good() -> Self {
        Ending { status: ExitStatus::Good, why: None }
    }
}
