//! `leadctl validate`: runs each profile's checks in order of cause, several profiles side by side.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use futures_util::{StreamExt, stream};

use crate::cli::validate::Args;
use crate::commands::Context;
use crate::commands::checking::{self, Asked};
use crate::commands::selected::{self, Prepared};
use crate::config::Resolved;
use crate::core::clock::millis;
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::finding::{Finding, Level};
use crate::core::net::Net;
use crate::core::outcome::Outcome;
use crate::core::profile::Profile;
use crate::core::progress::Event;
use crate::core::report::{CheckReport, Ending, Problem, ProfileReport, Report, ValidateReport};
use crate::core::stop;
use crate::core::values::Values;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let file = selected::profile_file(context)?;
    let prepared = selected::prepare(&file, &args.selection, context)?;
    let admin = args.admin_profile.as_deref().map(|name| selected::admin(name, &file, context)).transpose()?;
    let net = selected::client(context)?;
    let order: Vec<String> = prepared.iter().map(|(profile, _)| profile.name.clone()).collect();
    let known = Mutex::new(Vec::new());
    let finished = crate::commands::block_on(run_all(args, context, &net, prepared, admin.as_ref().map(|admin| &admin.values), &known))?;
    let mut profiles = known.into_inner().unwrap_or_else(PoisonError::into_inner);
    profiles.retain(|report| report.complete || !report.checks.is_empty());
    profiles.sort_by_key(|report| order.iter().position(|name| *name == report.profile));
    let unfinished = match finished {
        Some(()) => Vec::new(),
        None => order.into_iter().filter(|name| !profiles.iter().any(|report| report.complete && report.profile == *name)).collect(),
    };
    if finished.is_none() && profiles.is_empty() {
        return Err(Error::interrupted());
    }
    Ok(Report::Validate(ValidateReport { profiles, unfinished, strict: args.strict, require_verified: args.require_verified }))
}

/// Keeps `known` up to date check by check: what is there when Ctrl-C comes is shown.
async fn run_all(
    args: &Args,
    context: &Context,
    net: &dyn Net,
    prepared: Vec<Prepared<'_>>,
    admin: Option<&Values>,
    known: &Mutex<Vec<ProfileReport>>,
) {
    let of = prepared.len();
    let asked = &Asked { offline: args.offline, only: None, admin, lang: context.lang };
    let work = stream::iter(prepared).map(|(profile, resolved)| async move {
        context.progress.tell(Event::Started { profile: &profile.name, doing: "checking" });
        let report = one(profile, resolved, net, asked, known).await;
        context.progress.tell(Event::Validated { report: &report, of });
        note(known, report);
    });
    // Between profiles; within one, checks that don't rest on each other run side by side too.
    work.buffer_unordered(usize::from(args.jobs)).collect().await
}

/// Puts a profile's report in the place of what was known of it before.
fn note(known: &Mutex<Vec<ProfileReport>>, report: ProfileReport) {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|other| other.profile != report.profile);
    known.push(report);
}

async fn one(profile: &Profile, resolved: Result<Resolved>, net: &dyn Net, asked: &Asked<'_>, known: &Mutex<Vec<ProfileReport>>) -> ProfileReport {
    let begun = Instant::now();
    let report = |checks: Vec<CheckReport>, error, complete| {
        let gravest = checks.iter().map(|check| check.outcome).max().unwrap_or(Outcome::Fail);
        ProfileReport {
            profile: profile.name.clone(),
            destination: profile.destination.clone(),
            // A skipped check is no reason to call the whole profile skipped.
            outcome: if gravest == Outcome::Skipped { Outcome::Pass } else { gravest },
            checks,
            complete,
            error,
            place: Some(selected::place(profile)),
            duration_ms: millis(begun),
        }
    };
    match resolved {
        Ok(resolved) => {
            let so_far = Mutex::new(Vec::new());
            let heard = |check: &CheckReport| {
                let mut so_far = so_far.lock().unwrap_or_else(PoisonError::into_inner);
                so_far.push(check.clone());
                note(known, report(so_far.clone(), None, false));
            };
            let destination = selected::destination(profile);
            let mut checks = checking::run(destination, &resolved, net, asked, heard).await;
            // Beside the other check that is about the profile and not about the destination.
            checks.splice(1..1, checking::details(destination, profile));
            report(checks, None, true)
        }
        Err(error) => report(Vec::new(), Some(Problem::from(&error)), true),
    }
}

impl ValidateReport {
    /// The gravest decides: a broken profile, then a failed check, then one that could not be told.
    pub fn ending(&self) -> Ending {
        if !self.unfinished.is_empty() {
            return Ending {
                status: ExitStatus::Interrupted,
                why: Some(format!("{}; not checked to the end: {}", stop::words(), list(&self.unfinished))),
            };
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
        let unverified = self.unverified();
        if self.require_verified && !unverified.is_empty() {
            let told: Vec<String> = unverified.iter().map(|one| format!("{} ({})", one.checks.join(", "), one.profile)).collect();
            return Ending { status: ExitStatus::Unknown, why: Some(format!("not verified, and --require-verified was given: {}", told.join("; "))) };
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
