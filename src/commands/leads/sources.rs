//! The profiles whose leads are to be read, each with its reader; what can't be read is refused, or, with --all, left out and accounted for.

use crate::cli::global::Format;
use crate::cli::selection::Selection;
use crate::commands::Context;
use crate::commands::remedy;
use crate::commands::selected;
use crate::commands::validate::first_error;
use crate::config::{ProfileFile, Resolved};
use crate::core::check::Memo;
use crate::core::error::{Error, Result};
use crate::core::lang::Lang;
use crate::core::leads_report::{LeadsRead, ReadProblem};
use crate::core::outcome::Outcome;
use crate::core::profile::Profile;
use crate::core::progress::Event;
use crate::core::report::Problem;
use crate::core::stored::{ReadFailure, StoredLeads};
use crate::core::values::Values;

/// One profile whose leads can be asked for.
pub(super) struct Source<'a> {
    pub(super) profile: &'a Profile,
    pub(super) values: Values,
    /// What deserves a look about where the profile keeps its secrets.
    pub(super) warnings: Vec<(&'static str, String)>,
    pub(super) stored: &'static dyn StoredLeads,
    /// Signed in once for all that is asked of it.
    pub(super) memo: Memo,
}

impl Source<'_> {
    /// An account of reading it, with nothing read yet.
    pub(super) fn account(&self) -> LeadsRead {
        LeadsRead {
            profile: self.profile.name.clone(),
            destination: self.profile.destination.clone(),
            place: self.stored.place(&self.values),
            inferred: self.stored.inferred().map(str::to_owned),
            counted: self.stored.counted(),
            ..LeadsRead::default()
        }
    }
}

/// A profile's reader, or the account of why there is none.
pub(super) type Found<'a> = std::result::Result<Source<'a>, LeadsRead>;

/// The readers of the profiles that were asked for.
pub(super) fn find<'a>(file: &'a ProfileFile, selection: &Selection, context: &Context) -> Result<Vec<Found<'a>>> {
    let mut found: Vec<Found<'_>> = Vec::new();
    for (profile, resolved) in selected::prepare(file, selection, context)? {
        let destination = selected::destination(profile);
        let account = LeadsRead { profile: profile.name.clone(), destination: profile.destination.clone(), ..LeadsRead::default() };
        let Resolved { values, warnings } = match resolved {
            Ok(resolved) => resolved,
            Err(error) => {
                found.push(Err(LeadsRead { error: Some(Problem::from(&error)), ..account }));
                continue;
            }
        };
        let findings = destination.lint(&values, context.clock.now());
        if let Some(finding) = first_error(&findings) {
            let failure = ReadFailure {
                outcome: Outcome::Fail,
                entry: finding.entry,
                message: finding.message.clone(),
                answered: String::new(),
                never_any: false,
            };
            found.push(Err(LeadsRead { stopped: Some(problem(failure, context.lang)), ..account }));
            continue;
        }
        match destination.stored(&values) {
            Ok(stored) => found.push(Ok(Source { profile, values, warnings, stored, memo: Memo::default() })),
            Err(why) => found.push(Err(LeadsRead { left_out: Some(unreadable(profile, why)), ..account })),
        }
    }
    let left_out = |found: &Found<'_>| found.as_ref().err().and_then(|account| account.left_out.clone());
    let all = found.iter().all(|one| left_out(one).is_some());
    if let Some(first) = found.iter().find_map(left_out).filter(|_| !selection.all || all) {
        return Err(Error::usage("leads-not-readable", first)
            .hint("Partner Center shows the same leads: partner.microsoft.com › Marketplace offers › Referrals › Leads"));
    }
    // Where leads alone are written, the report has no room for it.
    if matches!(context.global.format, Format::Csv | Format::Ndjson) {
        for why in found.iter().filter_map(left_out) {
            context.progress.tell(Event::Note(&format!("left out: {why}")));
        }
    }
    Ok(found)
}

/// The one profile of a command that works on one.
pub(super) fn find_one<'a>(file: &'a ProfileFile, profile: Option<&String>, context: &Context) -> Result<Found<'a>> {
    let mut found = find(file, &Selection::one(profile), context)?;
    match (found.pop(), found.is_empty()) {
        (Some(only), true) => Ok(only),
        _ => Err(Error::usage("one-profile-only", "this works on one profile at a time").hint("name one, or give --profile once")),
    }
}

fn unreadable(profile: &Profile, why: &str) -> String {
    format!("the leads of '{}' ({}) can't be read: {why}", profile.name, profile.destination)
}

/// A failure with the catalogue's answer to it.
pub(super) fn problem(failure: ReadFailure, lang: Lang) -> ReadProblem {
    ReadProblem {
        outcome: failure.outcome,
        // No endpoint of one's own tells its leads.
        remedy: failure.entry.and_then(|id| remedy::of(id, true, lang)),
        entry: failure.entry.map(str::to_owned),
        message: failure.message,
        answered: Some(failure.answered).filter(|answered| !answered.is_empty()),
    }
}

impl LeadsRead {
    /// Reading ended before the end. Where nothing holds leads yet, none has ever arrived, which is an answer.
    pub(super) fn close(&mut self, failure: ReadFailure, lang: Lang) {
        if failure.never_any && self.rows == 0 {
            self.never_any = true;
        } else {
            self.stopped = Some(problem(failure, lang));
        }
    }
}
