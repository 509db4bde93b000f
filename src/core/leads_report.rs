//! What the `leads` commands found, as data. The JSON keys are these fields.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::core::arrived::ArrivedLead;
use crate::core::exit::ExitStatus;
use crate::core::outcome::Outcome;
use crate::core::redact::mask_people;
use crate::core::report::{Ending, Problem, Remedy};
use crate::core::stop;
use crate::core::stored::Skipped;
use crate::core::text::sanitise;

/// Why leads could not be read to the end.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReadProblem {
    /// `fail`, or `unknown` where asking again may help.
    pub outcome: Outcome,
    pub entry: Option<String>,
    pub message: String,
    /// What came back: status, code and words, secrets removed.
    pub answered: Option<String>,
    pub remedy: Option<Remedy>,
}

/// Something that lies where the leads are, and was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SkippedRow {
    /// Where it lies.
    pub key: String,
    /// Why it was left out; says nothing of the content.
    pub reason: String,
}

/// How the reading of one profile's leads went: each row is accounted for.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct LeadsRead {
    pub profile: String,
    pub destination: String,
    /// Where the leads are.
    pub place: String,
    /// What of the reading is inferred and not documented.
    pub inferred: Option<String>,
    /// Which of the rows there count as the marketplace's, where others may lie beside them.
    pub counted: Option<&'static str>,
    /// Rows that were read; each is a lead.
    pub rows: u64,
    /// Of these, the leads that were asked for.
    pub matched: u64,
    /// What could not be understood in the leads that were asked for, and in how many; nothing was left out for it.
    pub problems: BTreeMap<String, u64>,
    /// What lies there and is no lead, or none that can be read; at most 1,000 are listed.
    pub skipped: Vec<SkippedRow>,
    /// Beyond those that are listed.
    pub skipped_unlisted: u64,
    /// There is nothing yet that could hold a lead: none has ever arrived.
    pub never_any: bool,
    /// Ctrl-C came while these were read: what there is beyond is not known.
    #[serde(skip)]
    pub unfinished: bool,
    /// Why nothing was to be read: a destination whose leads can't be read from here, which `--all` leaves out, or one that `--except` names.
    pub left_out: Option<String>,
    /// Why reading ended before the end.
    pub stopped: Option<ReadProblem>,
    /// Why nothing could be read: the profile or a secret reference is wrong.
    pub error: Option<Problem>,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct LeadsListReport {
    pub profiles: Vec<LeadsRead>,
    /// Of all that matched, those that are shown; with --unique one of each.
    pub leads: Vec<ArrivedLead>,
    /// Leads that matched; with --unique the different ones.
    pub matched: u64,
    pub interrupted: bool,
}

/// One lead in words, for `leads parse`.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct LeadsParseReport {
    pub leads: Vec<ArrivedLead>,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct LeadsExportReport {
    pub read: LeadsRead,
    /// The file; `null` for standard output.
    pub file: Option<String>,
    /// Leads that were written, those of an earlier, interrupted run included.
    pub written: u64,
    /// Of these, the leads of the earlier run.
    pub resumed: u64,
    pub bytes: u64,
    /// Where the leads are that were read before it stopped.
    pub partial: Option<String>,
    pub duration_ms: u64,
    pub interrupted: bool,
    /// Nobody reads standard output any more.
    #[serde(skip)]
    pub unread: bool,
}

/// How the reading of several profiles ends.
pub fn ending_of<'a>(read: impl Iterator<Item = &'a LeadsRead> + Clone, interrupted: bool) -> Ending {
    if interrupted {
        return Ending { status: ExitStatus::Interrupted, why: Some(stop::words().to_owned()) };
    }
    if let Some((read, error)) = read.clone().find_map(|read| Some((read, read.error.as_ref()?))) {
        return Ending { status: ExitStatus::Usage, why: Some(format!("profile '{}' can't be used: {}", read.profile, error.message)) };
    }
    for (outcome, status) in [(Outcome::Fail, ExitStatus::Bad), (Outcome::Unknown, ExitStatus::Unknown)] {
        let of = |read: &'a LeadsRead| Some((read, read.stopped.as_ref().filter(|stopped| stopped.outcome == outcome)?));
        if let Some((read, stopped)) = read.clone().find_map(of) {
            let rows = if read.rows == 0 { "nothing was read" } else { "not everything was read" };
            return Ending { status, why: Some(format!("{}: {rows}: {}", read.profile, stopped.message)) };
        }
    }
    Ending::good()
}

impl LeadsListReport {
    pub fn ending(&self) -> Ending {
        ending_of(self.profiles.iter(), self.interrupted)
    }
}

impl LeadsRead {
    /// Accounts for what was left out.
    pub fn skip(&mut self, skipped: Vec<Skipped>) {
        /// So many are listed.
        const MOST_LISTED: usize = 1000;
        for Skipped { key, why } in skipped {
            if self.skipped.len() < MOST_LISTED {
                // A name may be a person's, as the leads are.
                self.skipped.push(SkippedRow { key: sanitise(&mask_people(&key)), reason: why });
            } else {
                self.skipped_unlisted += 1;
            }
        }
    }

    /// Accounts for one row; `matches` says whether it was asked for, and comes back.
    pub fn count(&mut self, lead: &ArrivedLead, matches: bool) -> bool {
        /// Kinds of problems that are told apart.
        const MOST_KINDS: usize = 100;
        self.rows += 1;
        if matches {
            self.matched += 1;
            for problem in &lead.problems {
                if let Some(count) = self.problems.get_mut(problem) {
                    *count += 1;
                } else if self.problems.len() < MOST_KINDS {
                    self.problems.insert(problem.clone(), 1);
                }
            }
        }
        matches
    }
}

impl LeadsExportReport {
    pub fn ending(&self) -> Ending {
        let mut ending = ending_of(std::iter::once(&self.read), self.interrupted);
        if let (Some(why), Some(partial)) = (&mut ending.why, &self.partial) {
            why.push_str(&format!("; {} leads are in {partial}: the same command goes on there", self.written));
        }
        ending
    }
}

/// How many leads share something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeadCount {
    pub name: String,
    pub leads: u64,
}

/// What storing the leads costs, by Microsoft's rule of thumb.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeadCost {
    /// What the rows take at the destination, by its published formula.
    pub stored_bytes: u64,
    /// Leads that arrived in the past 30 days, test leads included.
    pub leads_a_month: u64,
    pub dollars_a_month: f64,
    /// Where the figure comes from.
    pub rule: String,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct LeadsStatsReport {
    pub profiles: Vec<LeadsRead>,
    /// Of the leads that were asked for.
    pub leads: u64,
    /// Of these, MSFT_TEST leads; the counts below leave them out, unless --test asked for them alone.
    pub test: u64,
    pub do_not_contact: u64,
    /// Leads whose personal data look withheld (.edu addresses).
    pub withheld: u64,
    /// The oldest and the newest lead that is counted.
    pub first: Option<String>,
    pub last: Option<String>,
    /// Every day from the first to the last, those without leads too; at most the past 400.
    pub per_day: Vec<LeadCount>,
    /// The most first.
    pub per_offer: Vec<LeadCount>,
    pub per_source: Vec<LeadCount>,
    pub per_action: Vec<LeadCount>,
    pub per_country: Vec<LeadCount>,
    pub cost: Option<LeadCost>,
    /// The page that was written.
    pub html: Option<String>,
    pub interrupted: bool,
}

impl LeadsStatsReport {
    pub fn ending(&self) -> Ending {
        ending_of(self.profiles.iter(), self.interrupted)
    }
}

/// How `leads tail` ended.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct LeadsTailReport {
    /// Those that were shown, where they are shown in one document.
    pub leads: Vec<ArrivedLead>,
    /// Leads that were shown or taken.
    pub delivered: u64,
    /// Leads that the program never took, and that are in the dead-letter file instead.
    pub dead: u64,
    /// Why it ended, where it was neither told to nor done.
    pub stopped: Option<ReadProblem>,
    /// The lead that the program did not take, and why.
    pub refused: Option<String>,
    pub interrupted: bool,
}

impl LeadsTailReport {
    pub fn ending(&self) -> Ending {
        if let Some(refused) = &self.refused {
            return Ending { status: ExitStatus::Bad, why: Some(refused.clone()) };
        }
        if let Some(stopped) = &self.stopped {
            let status = if stopped.outcome == Outcome::Unknown { ExitStatus::Unknown } else { ExitStatus::Bad };
            return Ending { status, why: Some(stopped.message.clone()) };
        }
        if self.interrupted {
            let leads = if self.delivered == 1 { "1 lead was".to_owned() } else { format!("{} leads were", self.delivered) };
            let dead = match self.dead {
                0 => String::new(),
                1 => ", 1 went to the dead-letter file".to_owned(),
                dead => format!(", {dead} went to the dead-letter file"),
            };
            return Ending { status: ExitStatus::Interrupted, why: Some(format!("{}; {leads} delivered{dead}", stop::words())) };
        }
        Ending::good()
    }
}

/// A test lead that was looked at, shown or deleted.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct LeadsCleanReport {
    pub read: LeadsRead,
    /// The MSFT_TEST leads that were found, the newest first; at most 1,000 of them are listed.
    pub leads: Vec<ArrivedLead>,
    pub found: u64,
    pub deleted: u64,
    /// Gone before it came to deleting them.
    pub gone_before: u64,
    /// Left as they are, and why.
    pub kept: BTreeMap<String, u64>,
    pub failed: Option<ReadProblem>,
    pub dry_run: bool,
    pub interrupted: bool,
}

/// "this test lead", "these 12 test leads".
pub fn these_test_leads(count: u64) -> String {
    if count == 1 { "this test lead".to_owned() } else { format!("these {count} test leads") }
}

impl LeadsCleanReport {
    pub fn ending(&self) -> Ending {
        if let Some(failed) = &self.failed {
            let status = if failed.outcome == Outcome::Unknown { ExitStatus::Unknown } else { ExitStatus::Bad };
            return Ending { status, why: Some(format!("{} of {} test leads were deleted: {}", self.deleted, self.found, failed.message)) };
        }
        let kept: u64 = self.kept.values().sum();
        if kept > 0 && !self.interrupted {
            return Ending { status: ExitStatus::Bad, why: Some(format!("{kept} of {} test leads were left as they are", self.found)) };
        }
        ending_of(std::iter::once(&self.read), self.interrupted)
    }
}
