//! `leadctl diagnose --live`: runs the checks that bear on a text, and says which of its possible causes is the true one.
//!
//! Nothing is written to the destination; what only a test lead shows, it says.

use crate::catalogue::{self, Entry};
use crate::commands::checking::{self, Asked};
use crate::commands::{Context, selected};
use crate::core::diagnose_report::{LiveReport, MatchReport, Verdict};
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::outcome::{Outcome, Skipped};
use crate::core::report::{CheckReport, Ending};

/// The profiles to look at.
pub(super) struct Lookup<'a> {
    pub(super) profile: &'a str,
    /// Lends its credentials to what the profile's own identity may not look at.
    pub(super) admin: Option<&'a str>,
}

pub(super) fn look(matches: &[MatchReport], lookup: &Lookup<'_>, context: &Context) -> Result<LiveReport> {
    let file = selected::profile_file(context)?;
    let profile = file.profile(lookup.profile)?;
    let destination = selected::destination(profile);
    let causes = Causes::of(matches);
    let bearing: Vec<&'static str> = destination.checks().iter().map(|check| check.id).filter(|id| causes.have_check(id, false)).collect();
    let report = |verdict, cause: Option<String>, message: String, checks| LiveReport {
        profile: profile.name.clone(),
        destination: profile.destination.clone(),
        verdict,
        cause_title: cause.as_deref().and_then(catalogue::entry).map(|entry| entry.title.get(context.lang).to_owned()),
        cause,
        message,
        checks,
        place: Some(selected::place(profile)),
    };
    if bearing.is_empty() && !matches.is_empty() {
        let message = format!("no check of a destination of the kind {} bears on this text", profile.destination);
        return Ok(report(Verdict::NothingBears, None, message, Vec::new()));
    }
    let resolved = selected::resolve(profile, &file, context)?;
    let admin = lookup.admin.map(|name| selected::resolve(file.profile(name)?, &file, context)).transpose()?;
    let net = selected::client(context)?;
    // Of a text that is not known every check may tell the cause.
    let only = (!bearing.is_empty()).then_some(bearing.as_slice());
    let asked = Asked { offline: false, only, admin: admin.as_ref().map(|admin| &admin.values), lang: context.lang };
    let checks = super::block_on(checking::run(destination, &resolved, &net, &asked, |_| {}))?.ok_or_else(Error::interrupted)?;
    let (verdict, cause, message) = judge(&checks, &causes, only);
    Ok(report(verdict, cause, message, checks))
}

/// The entries that may stand behind a text.
struct Causes {
    /// Those that were recognised in it, and those that Partner Center shows under their words.
    told: Vec<&'static str>,
    /// Those that their words may wrap, and more exact readings of them.
    possible: Vec<&'static str>,
    /// Those of the recognised that merely wrap others.
    wrappers: Vec<&'static Entry>,
}

impl Causes {
    fn of(matches: &[MatchReport]) -> Causes {
        let recognised: Vec<(&MatchReport, &'static Entry)> =
            matches.iter().filter_map(|found| Some((found, catalogue::entry(&found.id)?))).collect();
        let mut causes = Causes { told: recognised.iter().map(|(_, entry)| entry.id).collect(), possible: Vec::new(), wrappers: Vec::new() };
        for (found, outer) in recognised.iter().copied() {
            let mut inner = within(outer.id);
            // Where the text itself names what was wrapped, another cause is another cause.
            if recognised.iter().any(|(_, other)| inner.contains(&other.id)) {
                continue;
            }
            inner.retain(|id| catalogue::entry(id).is_some_and(|exact| !is_ruled_out(exact, outer, found)));
            let shown = inner.iter().copied().filter(|id| catalogue::entry(id).is_some_and(|entry| entry.shown_under() == Some(outer.id)));
            causes.told.extend(shown);
            if !inner.is_empty() {
                causes.wrappers.push(outer);
            }
            causes.possible.extend(inner);
        }
        for (found, wider) in recognised {
            let exact = catalogue::entries().iter().filter(|entry| entry.refines(wider.id) && !is_ruled_out(entry, wider, found));
            causes.possible.extend(exact.map(|entry| entry.id));
        }
        causes
    }

    /// Whether a check confirms one of them; `told`: one of those that were told of alone.
    fn have_check(&self, id: &str, told: bool) -> bool {
        catalogue::entries().iter().any(|entry| (self.told.contains(&entry.id) || !told && self.possible.contains(&entry.id)) && confirms(id, entry))
    }
}

fn confirms(check: &str, entry: &Entry) -> bool {
    entry.checks.iter().any(|id| id == check)
}

/// What stands inside the words of an entry, at any depth.
fn within(outer: &'static str) -> Vec<&'static str> {
    let mut found = vec![outer];
    let mut at = 0;
    while let Some(this) = found.get(at).copied() {
        at += 1;
        let inner = catalogue::entries().iter().filter(|entry| entry.is_inside(this)).map(|entry| entry.id);
        let new: Vec<&str> = inner.filter(|id| !found.contains(id)).collect();
        found.extend(new);
    }
    found.remove(0);
    found
}

/// Whether `exact` can't stand behind a text in which the less exact entry `wider` was found: the text has the code of `wider`, and the
/// same service answers with another one for `exact`.
fn is_ruled_out(exact: &Entry, wider: &Entry, found: &MatchReport) -> bool {
    let area = |id: &'static str| id.split('/').next();
    let has_code = || wider.codes().any(|code| found.because.iter().any(|reason| reason.contains(code)));
    let shared = || exact.codes().any(|code| wider.codes().any(|other| other == code));
    area(exact.id) == area(wider.id) && has_code() && exact.codes().next().is_some() && !shared()
}

fn judge(checks: &[CheckReport], causes: &Causes, only: Option<&[&str]>) -> (Verdict, Option<String>, String) {
    let wrong = |check: &&CheckReport| matches!(check.outcome, Outcome::Fail | Outcome::Unknown);
    let told = |check: &&CheckReport| check.entry.as_deref().is_some_and(|id| causes.told.contains(&id));
    let possible = |check: &&CheckReport| check.entry.as_deref().is_some_and(|id| causes.possible.contains(&id));
    // What has no entry, or an entry that nobody tied to the wrapper, is all the same what the wrapper's own checks are for.
    let wrapped = |check: &&CheckReport| check.outcome == Outcome::Fail && causes.wrappers.iter().any(|entry| confirms(&check.id, entry));
    // A time-out can be the very thing that the text tells of.
    let seen = || checks.iter().filter(wrong);
    if let Some(check) = seen().find(told).or_else(|| seen().find(possible)).or_else(|| seen().find(wrapped)) {
        return (Verdict::Confirmed, check.entry.clone(), format!("it is so now: {}", check.message));
    }
    if let Some(check) = checks.iter().find(|check| check.outcome == Outcome::Fail) {
        return match only {
            Some(_) => {
                (Verdict::OtherCause, check.entry.clone(), format!("what the text says is not to be seen, but this is wrong: {}", check.message))
            }
            None => (Verdict::Confirmed, check.entry.clone(), format!("this is wrong now: {}", check.message)),
        };
    }
    if let Some(check) = checks.iter().find(|check| check.outcome == Outcome::Unknown) {
        return (Verdict::Unknown, check.entry.clone(), format!("it could not be told: {}", check.message));
    }
    // A warning is no proof, and all the same more than nothing.
    if let Some(check) = checks.iter().filter(|check| check.outcome == Outcome::Warn).find(|check| told(check) || possible(check)) {
        return (Verdict::Unknown, check.entry.clone(), format!("it may be so: {}", check.message));
    }
    // What was told of weighs more than what its words may wrap.
    let narrow = only.is_some() && checks.iter().any(|check| causes.have_check(&check.id, true));
    let bears = |check: &&CheckReport| match only {
        Some(_) if narrow => causes.have_check(&check.id, true),
        Some(only) => only.contains(&check.id.as_str()),
        None => true,
    };
    let unseen: Vec<&str> =
        checks.iter().filter(bears).filter(|check| check.skipped == Some(Skipped::NotPermitted)).map(|check| check.id.as_str()).collect();
    if !unseen.is_empty() {
        let message = format!("this identity may not look at it ({}); lend one that may with --admin-profile NAME", unseen.join(", "));
        return (Verdict::Unknown, None, message);
    }
    // Nothing was looked at: that is no good news.
    if let Some(check) = checks.iter().find(bears).filter(|_| checks.iter().filter(bears).all(|check| check.outcome == Outcome::Skipped)) {
        return (Verdict::Unknown, None, format!("it could not be looked at: {}", check.message));
    }
    if only.is_some() && !narrow {
        return (Verdict::NothingBears, None, "no check bears on this text itself; those of what it may stand for pass".to_owned());
    }
    let message = match only {
        Some(_) => "every check that bears on it passes: with these connection details the error is not, or no longer, to be expected",
        None => "every check passes: with these connection details nothing is seen to be wrong now",
    };
    (Verdict::NotNow, None, message.to_owned())
}

impl LiveReport {
    /// How a run ends that looked, where something in the text is known.
    pub fn ending(&self) -> Ending {
        let status = match self.verdict {
            Verdict::Confirmed | Verdict::OtherCause => ExitStatus::Bad,
            Verdict::NotNow => return Ending::good(),
            Verdict::Unknown | Verdict::NothingBears => ExitStatus::Unknown,
        };
        Ending { status, why: Some(format!("{}: {}", self.profile, self.message)) }
    }
}
