//! `leadctl validate` for people: a line per check, what failed in full, the next command last.

use crate::core::outcome::{Outcome, Skipped};
use crate::core::report::{CheckReport, ProfileReport, ValidateReport};
use crate::core::text::sanitise;
use crate::destinations;
use crate::render::page::Page;
use crate::render::screen::Look;

/// So many checks that were skipped for the same reason are summed up; `-v` lists them.
const MANY: usize = 3;

pub(crate) fn page(report: &ValidateReport, look: &Look, page: &mut Page) {
    let many = report.profiles.len() > 1;
    for profile in &report.profiles {
        // Of many profiles each has had its line; what deserves a look follows in full.
        if !many || profile.outcome > Outcome::Skipped || profile.error.is_some() {
            page.blank();
            one(profile, look, many, page);
        }
    }
    page.blank();
    if many {
        summary(report, page);
    }
    next(report, look, page);
}

/// One line for a profile that is done.
pub(crate) fn line(profile: &ProfileReport, page: &mut Page) {
    let what = match &profile.error {
        Some(error) => error.message.clone(),
        None => tally(&profile.checks),
    };
    page.para(
        &format!("{}  {} ", page.outcome(profile.outcome), page.bold(&profile.profile)),
        &format!("({}) {what}, {} ms", profile.destination, profile.duration_ms),
    );
}

fn one(profile: &ProfileReport, look: &Look, only_trouble: bool, page: &mut Page) {
    let place = profile.place.as_ref().map_or_else(String::new, |place| format!("  {}:{}", place.file, place.line));
    page.raw(&format!("{} · {}{}", page.bold(&profile.profile), profile.destination, page.dim(&place)));
    if let Some(error) = &profile.error {
        page.para(&format!("  {}  ", page.outcome(Outcome::Fail)), &sanitise(&error.message));
        for hint in &error.hints {
            page.para("          → ", hint);
        }
        return;
    }
    let shown: Vec<&CheckReport> =
        profile.checks.iter().filter(|check| !(only_trouble && matches!(check.outcome, Outcome::Pass | Outcome::Skipped))).collect();
    // Many that were skipped for one reason are one line.
    for alike in shown.chunk_by(|one, next| one.skipped.is_some() && one.skipped == next.skipped && one.message == next.message) {
        if alike.len() >= MANY && look.verbose == 0 {
            page.sentence(&format!("  {} ", page.outcome(Outcome::Skipped)), &format!("{} checks: {}", alike.len(), sanitise(&alike[0].message)));
        } else {
            alike.iter().for_each(|check| self::check(check, look, page));
        }
    }
    if !profile.complete {
        page.para("  ", "Stopped here: the other checks had not ended.");
    }
}

pub(super) fn check(check: &CheckReport, look: &Look, page: &mut Page) {
    let mark = page.outcome(check.outcome);
    let pad = " ".repeat(9usize.saturating_sub(2 + check.outcome.word().len()));
    page.para(&format!("  {mark}{pad} "), &check.title);
    let indent = " ".repeat(12);
    let told = check.outcome != Outcome::Pass || look.verbose > 0;
    if told {
        page.sentence(&indent, &sanitise(&check.message));
    }
    if look.verbose > 0 {
        page.raw(&format!("{indent}{}", page.dim(&format!("{}, {} ms", check.id, check.duration_ms))));
    }
    if !matches!(check.outcome, Outcome::Fail | Outcome::Unknown) {
        return;
    }
    let mut told = |label: &str, value: &Option<String>| {
        if let Some(value) = value {
            page.para(&format!("{indent}{}", page.bold(label)), &sanitise(value));
        }
    };
    told("Asked: ", &check.asked);
    // Where nobody answered, what happened stands there, and has been told.
    let again = |answered: &String| answered.trim_end_matches('.').eq_ignore_ascii_case(check.message.trim_end_matches('.'));
    told("Answered: ", &check.answered.clone().filter(|answered| !again(answered)));
    told(would_say(check.partner_center_inferred), &check.partner_center);
    told("In English: ", &check.partner_center_en.clone().filter(|_| check.partner_center != check.partner_center_en));
    told("Cause: ", &check.cause);
    if !check.repair.is_empty() {
        page.raw(&format!("{indent}{}", page.bold("Repair:")));
        page.steps(&format!("{indent}  "), &check.repair);
    }
    if let Some(entry) = check.entry.as_ref().filter(|entry| tells_more(entry, check.outcome)) {
        page.raw(&format!("{indent}More: leadctl explain {entry}"));
    }
}

/// Of an untrusted certificate the entry advises the owner of the service; where that is a vendor, nothing is known to be wrong there,
/// and all that there is to do has been told.
pub(super) fn tells_more(entry: &str, outcome: Outcome) -> bool {
    entry != "https/tls-untrusted-certificate" || outcome != Outcome::Unknown
}

/// The sentence is Microsoft's own; that it is the one for this cause is not always documented.
pub(super) fn would_say(is_inferred: bool) -> &'static str {
    if is_inferred { "Partner Center would probably say: " } else { "Partner Center would say: " }
}

/// What no check can tell, whoever asks.
fn is_beyond(check: &CheckReport) -> bool {
    check.skipped == Some(Skipped::BeyondChecks)
}

fn tally(checks: &[CheckReport]) -> String {
    let beyond = checks.iter().filter(|check| is_beyond(check)).count();
    let parts: Vec<String> = [
        (Outcome::Pass, "passed"),
        (Outcome::Fail, "failed"),
        (Outcome::Unknown, "unknown"),
        (Outcome::Warn, "warned"),
        (Outcome::Skipped, "skipped"),
    ]
    .into_iter()
    .map(|(outcome, word)| (checks.iter().filter(|check| check.outcome == outcome && !is_beyond(check)).count(), word))
    .chain([(beyond, "beyond checks")])
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    parts.join(", ")
}

fn summary(report: &ValidateReport, page: &mut Page) {
    let rows = report.profiles.iter().map(|profile| {
        let checks = profile.error.as_ref().map_or_else(|| tally(&profile.checks), |error| error.message.clone());
        [profile.profile.clone(), profile.destination.clone(), format!("{} {}", profile.outcome.mark(), profile.outcome.word()), checks]
    });
    page.table(["profile", "destination", "outcome", "checks"], rows);
    page.blank();
}

/// What --require-verified is about, and what it does not cover, since it could never be met.
fn unverified(report: &ValidateReport, page: &mut Page) {
    // Of one profile each has had its line.
    if report.profiles.len() > 1 {
        for one in report.unverified() {
            page.para("Not verified  ", &format!("{} ({}): {}.", one.checks.join(", "), one.profile, sanitise(one.because)));
        }
    }
    let named = |profile: &ProfileReport| {
        let ids: Vec<String> = profile.checks.iter().filter(|check| is_beyond(check)).map(|check| check.id.clone()).collect();
        (!ids.is_empty()).then(|| format!("{} ({})", ids.join(", "), profile.profile))
    };
    let beyond: Vec<String> = report.profiles.iter().filter_map(named).collect();
    if !beyond.is_empty() {
        page.para("", &format!("Not covered by --require-verified, since no check can tell, whoever asks: {}.", beyond.join("; ")));
    }
}

fn next(report: &ValidateReport, look: &Look, page: &mut Page) {
    if report.require_verified {
        unverified(report, page);
    }
    let sound: Vec<&str> = report
        .profiles
        .iter()
        .filter(|profile| profile.complete && profile.error.is_none() && profile.outcome < Outcome::Unknown)
        .map(|profile| profile.profile.as_str())
        .collect();
    let sendable: Vec<&str> = sound.iter().copied().filter(|name| takes_leads(report, name)).collect();
    match (report.profiles.as_slice(), sound.as_slice()) {
        ([one], [name]) => {
            page.para("", &format!("{}.", tally(&one.checks)));
            let offline = one.checks.iter().any(|check| check.skipped == Some(Skipped::Offline));
            if offline {
                page.next(&look.command(&format!("leadctl validate {name}")));
            } else if !sendable.is_empty() {
                page.next(&look.command(&format!("leadctl test-lead {name}")));
            }
        }
        ([one], []) if one.complete && one.error.is_none() => {
            let rest = one.checks.iter().any(|check| check.skipped == Some(Skipped::RestsOnFailure));
            let and = match one.outcome {
                _ if !rest => "",
                Outcome::Fail => " Repair the first failure and run it again: the checks below rest on it.",
                _ => " Run it again when what could not be told can be: the checks below rest on it.",
            };
            page.para("", &format!("{}.{and}", tally(&one.checks)));
        }
        (_, []) | ([], _) => {}
        _ if sendable.is_empty() => {}
        _ => page.next(&look.command(&format!("leadctl test-lead {}", sendable.join(" ")))),
    }
}

/// Some destinations take no test lead: it is not offered for them.
fn takes_leads(report: &ValidateReport, name: &str) -> bool {
    let profile = report.profiles.iter().find(|profile| profile.profile == name);
    profile.and_then(|profile| destinations::find(&profile.destination)).is_none_or(|destination| destination.takes_no_lead().is_none())
}
