//! `leadctl validate`: runs each profile's checks in order of cause, several profiles side by side.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use futures_util::{StreamExt, stream};

use crate::catalogue;
use crate::cli::validate::Args;
use crate::commands::Context;
use crate::commands::selected::{self, Prepared};
use crate::config::Resolved;
use crate::core::check::{Check, CheckContext, CheckOutcome, Memo, Run};
use crate::core::clock::millis;
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::finding::{Finding, Level};
use crate::core::lang::Lang;
use crate::core::net::Net;
use crate::core::outcome::{Outcome, Skipped};
use crate::core::profile::Profile;
use crate::core::progress::Event;
use crate::core::report::{CheckReport, Ending, Problem, ProfileReport, Report, ValidateReport};
use crate::destinations::Destination;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let file = selected::profile_file(context)?;
    let prepared = selected::prepare(&file, &args.selection, context)?;
    let net = selected::client(context)?;
    let order: Vec<String> = prepared.iter().map(|(profile, _)| profile.name.clone()).collect();
    let done = Mutex::new(Vec::new());
    let finished = crate::commands::block_on(run_all(args, context, &net, prepared, &done))?;
    let mut profiles: Vec<ProfileReport> = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    profiles.sort_by_key(|report| order.iter().position(|name| *name == report.profile));
    let unfinished = match finished {
        Some(()) => Vec::new(),
        None => order.into_iter().filter(|name| !profiles.iter().any(|report| report.profile == *name)).collect(),
    };
    if finished.is_none() && profiles.is_empty() {
        return Err(Error::interrupted());
    }
    Ok(Report::Validate(ValidateReport { profiles, unfinished, strict: args.strict, require_verified: args.require_verified }))
}

/// Puts each report into `done` when it is ready: what is there when Ctrl-C comes is shown.
async fn run_all(args: &Args, context: &Context, net: &dyn Net, prepared: Vec<Prepared<'_>>, done: &Mutex<Vec<ProfileReport>>) {
    let of = prepared.len();
    let work = stream::iter(prepared).map(|(profile, resolved)| async move {
        context.progress.tell(Event::Started { profile: &profile.name, doing: "checking" });
        let report = one(profile, resolved, args.offline, net, context.lang).await;
        context.progress.tell(Event::Validated { report: &report, of });
        done.lock().unwrap_or_else(PoisonError::into_inner).push(report);
    });
    // The only concurrency of this command.
    work.buffer_unordered(usize::from(args.jobs)).collect().await
}

async fn one(profile: &Profile, resolved: Result<Resolved>, offline: bool, net: &dyn Net, lang: Lang) -> ProfileReport {
    let begun = Instant::now();
    let (checks, error) = match resolved {
        Ok(resolved) => (checks(selected::destination(profile), &resolved, offline, net, lang).await, None),
        Err(error) => (Vec::new(), Some(Problem::from(&error))),
    };
    let gravest = checks.iter().map(|check| check.outcome).max().unwrap_or(Outcome::Fail);
    ProfileReport {
        profile: profile.name.clone(),
        destination: profile.destination.clone(),
        // A skipped check is no reason to call the whole profile skipped.
        outcome: if gravest == Outcome::Skipped { Outcome::Pass } else { gravest },
        checks,
        error,
        place: Some(selected::place(profile)),
        duration_ms: millis(begun),
    }
}

/// The checks of one destination, each resting on the ones before it.
async fn checks(destination: &'static dyn Destination, resolved: &Resolved, offline: bool, net: &dyn Net, lang: Lang) -> Vec<CheckReport> {
    let findings = destination.lint(&resolved.values, net.now());
    let memo = Memo::default();
    let context = CheckContext { values: &resolved.values, net, memo: &memo };
    let mut reports = vec![storage(destination, resolved)];
    for check in destination.checks() {
        let begun = Instant::now();
        let outcome = match (&check.run, unmet(check, &reports)) {
            (Run::Live(_), _) if offline => CheckOutcome::skipped(Skipped::Offline, "--offline was given"),
            (_, Some(because)) => CheckOutcome::skipped(Skipped::RestsOnFailure, because),
            (Run::Offline, None) => of_findings(check, &findings),
            (Run::Live(run), None) => run(&context).await,
        };
        let field = findings.iter().find(|finding| finding.check == check.id).map(|finding| finding.field);
        reports.push(report(check.id, check.title, outcome, field, millis(begun), lang));
    }
    reports
}

/// Why a check can't say anything: one that it rests on did not pass.
fn unmet(check: &Check, done: &[CheckReport]) -> Option<String> {
    let needed = |id: &&&str| done.iter().find(|report| report.id == **id);
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

/// Whether the profile keeps its secrets out of sight.
fn storage(destination: &'static dyn Destination, resolved: &Resolved) -> CheckReport {
    let id = format!("{}/secret-storage", destination.spec().id);
    let outcome = if resolved.warnings.is_empty() {
        CheckOutcome::pass("no secret stands open in the profile file")
    } else {
        CheckOutcome::warn(resolved.warnings.iter().map(|(_, warning)| warning.as_str()).collect::<Vec<_>>().join("; "))
    };
    report(&id, "Secrets are kept out of sight", outcome, resolved.warnings.first().map(|(key, _)| *key), 0, Lang::En)
}

fn report(id: &str, title: &str, outcome: CheckOutcome, field: Option<&'static str>, duration_ms: u64, lang: Lang) -> CheckReport {
    // A warning's own message says what to do; the entry's steps are for what is broken.
    let remedy = outcome.entry.filter(|_| matches!(outcome.outcome, Outcome::Fail | Outcome::Unknown)).and_then(|id| catalogue::remedy(id, lang));
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
        cause: remedy.as_ref().map(|remedy| remedy.cause.clone()),
        repair: remedy.map(|remedy| remedy.repair).unwrap_or_default(),
        field: field.map(str::to_owned),
        duration_ms,
    }
}

impl ValidateReport {
    /// The gravest decides: a broken profile, then a failed check, then one that could not be told.
    pub fn ending(&self) -> Ending {
        if !self.unfinished.is_empty() {
            return Ending { status: ExitStatus::Interrupted, why: Some(format!("stopped by Ctrl-C; not checked: {}", list(&self.unfinished))) };
        }
        let checks = || self.profiles.iter().flat_map(|profile| profile.checks.iter().map(move |check| (profile, check)));
        let named = |outcome: Outcome| {
            let found: Vec<String> = checks()
                .filter(|(_, check)| check.outcome == outcome)
                .map(|(profile, check)| format!("{} ({})", check.id, profile.profile))
                .collect();
            (!found.is_empty()).then(|| list(&found))
        };
        if let Some((profile, error)) = self.profiles.iter().find_map(|profile| Some((profile, profile.error.as_ref()?))) {
            return Ending { status: ExitStatus::Usage, why: Some(format!("profile '{}' can't be checked: {}", profile.profile, error.message)) };
        }
        if let Some(failed) = named(Outcome::Fail) {
            return Ending { status: ExitStatus::Bad, why: Some(format!("failed: {failed}")) };
        }
        if let Some(warned) = named(Outcome::Warn).filter(|_| self.strict) {
            return Ending { status: ExitStatus::Bad, why: Some(format!("warnings, and --strict was given: {warned}")) };
        }
        if let Some(unknown) = named(Outcome::Unknown) {
            return Ending { status: ExitStatus::Unknown, why: Some(format!("could not be told: {unknown}")) };
        }
        let unseen: Vec<String> = checks()
            .filter(|(_, check)| check.skipped.is_some_and(|why| why != Skipped::NotApplicable))
            .map(|(profile, check)| format!("{} ({})", check.id, profile.profile))
            .collect();
        if let Some(skipped) = (!unseen.is_empty() && self.require_verified).then(|| list(&unseen)) {
            return Ending { status: ExitStatus::Unknown, why: Some(format!("not verified, and --require-verified was given: {skipped}")) };
        }
        Ending::good()
    }
}

/// The first few, and how many more.
fn list(found: &[String]) -> String {
    match found {
        [first, second, third, rest @ ..] if !rest.is_empty() => format!("{first}, {second}, {third} and {} more", rest.len()),
        few => few.join(", "),
    }
}

/// For commands that check a profile on the way.
pub(super) fn first_error(findings: &[Finding]) -> Option<&Finding> {
    findings.iter().find(|finding| finding.level == Level::Error)
}
