//! `leadctl diagnose --live`: runs the checks that bear on a text, and says which of its possible causes is the true one.
//!
//! Nothing is written to the destination; what only a test lead shows, it says.

use crate::catalogue;
use crate::commands::checking::{self, Asked};
use crate::commands::{Context, selected};
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::outcome::{Outcome, Skipped};
use crate::core::report::{CheckReport, Ending, LiveReport, MatchReport, Verdict};

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
    let causes = causes(matches);
    let bearing: Vec<&'static str> = destination
        .checks()
        .iter()
        .map(|check| check.id)
        .filter(|id| causes.iter().any(|cause| catalogue::entry(cause).is_some_and(|entry| entry.checks.iter().any(|known| known == *id))))
        .collect();
    let report = |verdict, cause, message: String, checks| LiveReport {
        profile: profile.name.clone(),
        destination: profile.destination.clone(),
        verdict,
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

/// The entries that may stand behind the text: those that were recognised, and those that show themselves under their words.
fn causes(matches: &[MatchReport]) -> Vec<&'static str> {
    let recognised = |id: &str| matches.iter().any(|found| found.id == id);
    let entries = catalogue::entries().iter();
    entries.filter(|entry| recognised(entry.id) || entry.shown_under().is_some_and(recognised)).map(|entry| entry.id).collect()
}

fn judge(checks: &[CheckReport], causes: &[&str], only: Option<&[&str]>) -> (Verdict, Option<String>, String) {
    let is_cause = |check: &&CheckReport| check.entry.as_deref().is_some_and(|id| causes.contains(&id));
    let wrong = |check: &&CheckReport| matches!(check.outcome, Outcome::Fail | Outcome::Unknown);
    // A time-out can be the very thing that the text tells of.
    if let Some(check) = checks.iter().filter(wrong).find(is_cause) {
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
    let bears = |check: &&CheckReport| only.is_none_or(|only| only.contains(&check.id.as_str()));
    let unseen: Vec<&str> =
        checks.iter().filter(bears).filter(|check| check.skipped == Some(Skipped::NotPermitted)).map(|check| check.id.as_str()).collect();
    if !unseen.is_empty() {
        let message = format!("this identity may not look at it ({}); lend one that may with --admin-profile NAME", unseen.join(", "));
        return (Verdict::Unknown, None, message);
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
