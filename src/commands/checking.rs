//! Running the checks of one profile: from cause to effect, side by side where they don't rest on each other.

use std::time::Instant;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use crate::catalogue;
use crate::commands::details;
use crate::commands::remedy;
use crate::config::Resolved;
use crate::core::check::{Check, CheckContext, CheckOutcome, Memo, Run};
use crate::core::clock::millis;
use crate::core::finding::{Finding, Level};
use crate::core::lang::Lang;
use crate::core::net::Net;
use crate::core::outcome::{Outcome, Skipped};
use crate::core::profile::Profile;
use crate::core::report::{CheckReport, Remedy};
use crate::core::spec::Spec;
use crate::core::values::Values;
use crate::destinations::Destination;

/// How the checks are to be run.
pub(super) struct Asked<'a> {
    /// Only what needs no network.
    pub(super) offline: bool,
    /// These checks alone, and what they rest on; `None`: all.
    pub(super) only: Option<&'a [&'static str]>,
    /// A second profile's values, for what the first identity may not look at.
    pub(super) admin: Option<&'a Values>,
    pub(super) lang: Lang,
}

/// The checks of one destination. Each begins when those that it rests on have ended; the reports come in the list's order.
/// `heard` is told of each when it has ended, which is all that is known if the run ends early.
pub(super) async fn run(
    destination: &'static dyn Destination,
    resolved: &Resolved,
    net: &dyn Net,
    asked: &Asked<'_>,
    heard: impl Fn(&CheckReport),
) -> Vec<CheckReport> {
    let findings = destination.lint(&resolved.values, net.now());
    let of_vendor = destination.has_vendors_certificate(&resolved.values);
    let memo = Memo::default();
    let context = CheckContext { values: &resolved.values, admin: asked.admin, net, memo: &memo };
    let checks = wanted(destination.checks(), asked.only);
    let mut waiting: Vec<usize> = (0..checks.len()).collect();
    let mut done: Vec<(usize, CheckReport)> = Vec::new();
    let mut running = FuturesUnordered::new();
    loop {
        // What is ready may make the next ready without a wait, as offline checks do.
        let mut ready: Vec<usize> = Vec::new();
        waiting.retain(|place| {
            let is_ready =
                checks[*place].needs.iter().all(|id| !checks.iter().any(|check| check.id == *id) || done.iter().any(|(_, report)| report.id == *id));
            if is_ready {
                ready.push(*place);
            }
            !is_ready
        });
        for place in ready {
            let check = checks[place];
            let because = unmet(check, &done);
            let (findings, context) = (&findings, &context);
            running.push(async move {
                let begun = Instant::now();
                let outcome = match (&check.run, because) {
                    (Run::Live(_), _) if asked.offline => CheckOutcome::skipped(Skipped::Offline, "--offline was given"),
                    (_, Some(because)) => CheckOutcome::skipped(Skipped::RestsOnFailure, because),
                    (Run::Verdict(say), None) => say(),
                    (Run::Offline, None) => of_findings(check, findings),
                    (Run::Live(run), None) => run(context).await,
                };
                let field = findings.iter().find(|finding| finding.check == check.id).map(|finding| finding.field);
                let remedy = remedy(&outcome, of_vendor, asked.lang);
                (place, report(check.id, check.title, outcome, field, millis(begun), remedy))
            });
        }
        match running.next().await {
            Some(finished) => {
                heard(&finished.1);
                done.push(finished);
            }
            None => break,
        }
    }
    done.sort_by_key(|(place, _)| *place);
    let storage = asked.only.is_none().then(|| storage(destination, resolved));
    storage.into_iter().chain(done.into_iter().map(|(_, report)| report)).collect()
}

/// The checks that were asked for, with all that they rest on.
fn wanted(all: &'static [Check], only: Option<&[&'static str]>) -> Vec<&'static Check> {
    let Some(only) = only else { return all.iter().collect() };
    let mut ids: Vec<&str> = only.to_vec();
    let mut at = 0;
    while let Some(id) = ids.get(at).copied() {
        at += 1;
        let needs = all.iter().filter(|check| check.id == id).flat_map(|check| check.needs);
        for need in needs.copied().collect::<Vec<_>>() {
            if !ids.contains(&need) {
                ids.push(need);
            }
        }
    }
    all.iter().filter(|check| ids.contains(&check.id)).collect()
}

/// Why a check can't say anything: one that it rests on did not pass.
fn unmet(check: &Check, done: &[(usize, CheckReport)]) -> Option<String> {
    let needed = |id: &&&str| done.iter().map(|(_, report)| report).find(|report| report.id == **id);
    let stopped = check.needs.iter().find(|id| needed(id).is_some_and(|report| matches!(report.outcome, Outcome::Fail | Outcome::Unknown)));
    if let Some(id) = stopped {
        let word = if needed(&id).is_some_and(|report| report.outcome == Outcome::Fail) { "failed" } else { "could not be told" };
        return Some(format!("because {id} {word}"));
    }
    // What was itself skipped because of a failure passes the reason on.
    let passed_on = check.needs.iter().find_map(|id| needed(&id).filter(|report| report.skipped == Some(Skipped::RestsOnFailure)));
    passed_on.map(|report| report.message.clone())
}

fn of_findings(check: &Check, findings: &[Finding]) -> CheckOutcome {
    let mine: Vec<&Finding> = findings.iter().filter(|finding| finding.check == check.id).collect();
    let gravest = mine.iter().map(|finding| finding.level).max();
    let messages =
        |level| mine.iter().filter(|finding| finding.level == level).map(|finding| finding.message.as_str()).collect::<Vec<_>>().join("; ");
    let entry = |level| mine.iter().filter(|finding| finding.level == level).find_map(|finding| finding.entry);
    let outcome = match gravest {
        None => return CheckOutcome::pass("nothing wrong to be seen"),
        Some(Level::Error) => CheckOutcome::new(Outcome::Fail, messages(Level::Error)),
        Some(Level::Warning) => CheckOutcome::warn(messages(Level::Warning)),
    };
    match gravest.and_then(entry) {
        Some(id) => outcome.entry(id),
        None => outcome,
    }
}

/// The title of the check that every profile has, whatever its destination.
pub(super) const STORAGE: &str = "Secrets are kept out of sight";

/// Its id.
pub(super) fn storage_id(spec: &Spec) -> String {
    format!("{}/secret-storage", spec.id)
}

/// Whether the profile keeps its secrets out of sight.
fn storage(destination: &'static dyn Destination, resolved: &Resolved) -> CheckReport {
    let id = storage_id(destination.spec());
    let outcome = if resolved.warnings.is_empty() {
        CheckOutcome::pass("no secret stands open in the profile file")
    } else {
        CheckOutcome::warn(resolved.warnings.iter().map(|(_, warning)| warning.as_str()).collect::<Vec<_>>().join("; "))
    };
    report(&id, STORAGE, outcome, resolved.warnings.first().map(|(key, _)| *key), 0, None)
}

/// The title of the check of what a profile has beside its destination's settings.
pub(super) const DETAILS: &str = "E-mail addresses and offer are well-formed";

/// Its id.
pub(super) fn details_id(spec: &Spec) -> String {
    format!("{}/profile-details", spec.id)
}

/// What the profile has beside its destination's settings, where it has any of it; a list that the destination is made of is judged there.
pub(super) fn details(destination: &'static dyn Destination, profile: &Profile) -> Option<CheckReport> {
    let contact_email = if destination.needs_contact_email() { &[][..] } else { &profile.contact_email };
    if contact_email.is_empty() && profile.offer.is_none() {
        return None;
    }
    let mistakes = details::mistakes(contact_email, profile.offer.as_deref());
    let outcome = if mistakes.is_empty() {
        CheckOutcome::pass("nothing wrong to be seen")
    } else {
        let told: Vec<String> = mistakes.iter().map(|mistake| format!("{}: {}; {}", mistake.field, mistake.message, mistake.shape)).collect();
        CheckOutcome::new(Outcome::Fail, told.join("; "))
    };
    let id = details_id(destination.spec());
    Some(report(&id, DETAILS, outcome, mistakes.first().map(|mistake| mistake.field), 0, None))
}

/// A warning's own message says what to do; the entry's steps are for what is broken.
fn remedy(outcome: &CheckOutcome, of_vendor: bool, lang: Lang) -> Option<Remedy> {
    let entry = outcome.entry.filter(|_| matches!(outcome.outcome, Outcome::Fail | Outcome::Unknown))?;
    remedy::of(entry, of_vendor, lang)
}

fn report(id: &str, title: &str, outcome: CheckOutcome, field: Option<&'static str>, duration_ms: u64, remedy: Option<Remedy>) -> CheckReport {
    let field = field.or_else(|| outcome.entry.and_then(catalogue::entry).and_then(|entry| entry.field));
    CheckReport {
        id: id.to_owned(),
        title: title.to_owned(),
        outcome: outcome.outcome,
        entry: outcome.entry.map(str::to_owned),
        message: outcome.message,
        skipped: outcome.skipped,
        asked: outcome.asked,
        answered: outcome.answered,
        partner_center: remedy.as_ref().and_then(|remedy| remedy.partner_center.clone()),
        partner_center_en: remedy.as_ref().and_then(|remedy| remedy.partner_center_en.clone()),
        partner_center_inferred: remedy.as_ref().is_some_and(|remedy| remedy.partner_center_inferred),
        cause: remedy.as_ref().map(|remedy| remedy.cause.clone()),
        repair: remedy.map(|remedy| remedy.repair).unwrap_or_default(),
        field: field.map(str::to_owned),
        duration_ms,
    }
}
