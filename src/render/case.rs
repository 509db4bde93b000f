//! What CI formats have in common: named cases with an outcome and a place.

use crate::core::diagnose_report::{LiveReport, MatchReport, Verdict, lasts};
use crate::core::error::Error;
use crate::core::outcome::{Outcome, Skipped};
use crate::core::redact::Redactor;
use crate::core::report::{CheckReport, Place, Problem, ProfileReport, Report};
use crate::core::test_lead_report::DeliveryReport;
use crate::core::text::sanitise;
use crate::core::watch_report::{ANY_OFFER, NO_OFFER, WatchedProfile};
use crate::render::root::Root;

/// What a case's title says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Says {
    /// What is wrong, or what was seen.
    #[default]
    News,
    /// What should be so, whether it is or not.
    Goal,
    /// A known error that was found in a text.
    Known,
}

/// One check, delivery or match, as a CI system sees it.
#[derive(Debug, Clone, Default)]
pub(super) struct Case {
    /// The profile, or the file that was diagnosed.
    pub(super) suite: String,
    /// The check's or entry's id.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) says: Says,
    pub(super) outcome: Outcome,
    pub(super) message: String,
    /// `None` where there is none in any file: a text that was pasted or piped.
    pub(super) place: Option<Place>,
    /// What is so, or should be, whichever run looks; empty where the title says it all.
    pub(super) about: String,
    pub(super) steps: Vec<String>,
    pub(super) links: Vec<String>,
    /// What sets two cases of one id apart, from run to run.
    pub(super) facts: String,
    pub(super) duration_ms: u64,
}

impl Case {
    /// The title where it stands beside an error: what should be so must not read as if it were.
    pub(super) fn headline(&self) -> String {
        match self.says {
            Says::Goal => format!("Not passed: {}", self.title),
            Says::News | Says::Known => self.title.clone(),
        }
    }

    /// The title of all cases of this id, whatever this run saw.
    pub(super) fn rule(&self) -> String {
        if self.says == Says::News && !self.about.is_empty() { self.about.clone() } else { self.headline() }
    }
}

/// A report's cases; only those of commands that speak CI formats have any.
pub(super) fn of(report: &Report) -> Vec<Case> {
    gathered(report).into_iter().map(harmless).collect()
}

/// Others wrote some of it: names of files, answers of services.
fn harmless(case: Case) -> Case {
    Case { suite: sanitise(&case.suite), message: sanitise(&case.message), title: sanitise(&case.title), about: sanitise(&case.about), ..case }
}

fn gathered(report: &Report) -> Vec<Case> {
    match report {
        Report::Validate(report) => report.profiles.iter().flat_map(|profile| of_profile(profile, report.require_verified)).collect(),
        Report::TestLead(report) => report.profiles.iter().map(of_delivery).collect(),
        Report::Diagnose(report) => {
            let unreadable = report.scanned.iter().flat_map(|scan| &scan.unreadable);
            report
                .matches
                .iter()
                .map(of_match)
                .chain(unreadable.map(of_unreadable))
                .chain(report.live.as_ref().map(|live| of_live(live, !report.matches.is_empty())))
                .collect()
        }
        Report::LeadsWatch(report) => report.profiles.iter().flat_map(of_watched).collect(),
        _ => Vec::new(),
    }
}

/// On the line that is wrong, else in the profile file, where there is one.
pub(super) fn of_error(name: &str, error: &Error, root: &Root, redactor: &Redactor) -> Case {
    let place = root.place(error);
    // Here, and not only on the way out: written as a path of an annotation, a secret would not be known again.
    let place = place.map(|place| Place { file: redactor.clean(&place.file).into_owned(), ..place });
    harmless(Case {
        suite: "leadctl".to_owned(),
        id: format!("leadctl/{}", error.id),
        title: format!("leadctl {name}"),
        outcome: Outcome::Fail,
        message: with_steps(&error.to_string(), &error.hints),
        place,
        ..Case::default()
    })
}

/// `strictly`: what could be verified and was not is no mere skip.
fn of_profile(profile: &ProfileReport, strictly: bool) -> Vec<Case> {
    let place = placed(profile.place.as_ref());
    if let Some(error) = &profile.error {
        return vec![of_problem(&profile.profile, error, place)];
    }
    let case = |check: &CheckReport| {
        let case = of_check(profile, check, &place);
        let unverified = strictly && check.skipped.is_some_and(Skipped::could_be_verified);
        if unverified { Case { outcome: Outcome::Unknown, ..case } } else { case }
    };
    profile.checks.iter().map(case).collect()
}

/// `known`: something in the text is.
fn of_live(live: &LiveReport, known: bool) -> Case {
    let (outcome, title) = match (live.verdict, known) {
        (Verdict::Confirmed, true) => (Outcome::Fail, "What the text tells of is so now"),
        (Verdict::Confirmed, false) => (Outcome::Fail, "Something is wrong now"),
        (Verdict::OtherCause, _) => (Outcome::Fail, "Something else is wrong now, not what the text tells of"),
        (Verdict::NotNow, true) => (Outcome::Pass, "What the text tells of is not so now"),
        (Verdict::NotNow, false) => (Outcome::Pass, "Nothing is seen to be wrong now"),
        (Verdict::Unknown, _) => (Outcome::Unknown, "What is wrong now could not be told"),
        (Verdict::NothingBears, _) => (Outcome::Unknown, "No check bears on the text"),
    };
    Case {
        suite: live.profile.clone(),
        id: live.cause.clone().unwrap_or_else(|| "leadctl/live".to_owned()),
        title: title.to_owned(),
        outcome,
        message: live.message.clone(),
        place: placed(live.place.as_ref()),
        about: live.cause_title.clone().unwrap_or_default(),
        links: instructions(&live.destination),
        ..Case::default()
    }
}

fn of_problem(profile: &str, error: &Problem, place: Option<Place>) -> Case {
    Case {
        suite: profile.to_owned(),
        id: format!("leadctl/{}", error.id),
        title: "The profile can be used".to_owned(),
        says: Says::Goal,
        outcome: Outcome::Fail,
        message: with_steps(&error.message, &error.hints),
        place,
        ..Case::default()
    }
}

fn of_check(profile: &ProfileReport, check: &CheckReport, place: &Option<Place>) -> Case {
    let message = match &check.entry {
        Some(entry) => format!("{} [{entry}]", check.message),
        None => check.message.clone(),
    };
    Case {
        suite: profile.profile.clone(),
        id: check.id.clone(),
        title: check.title.clone(),
        says: Says::Goal,
        outcome: check.outcome,
        message: with_steps(&message, &check.repair),
        place: place.clone(),
        duration_ms: check.duration_ms,
        links: instructions(&profile.destination),
        facts: check.entry.clone().unwrap_or_default(),
        ..Case::default()
    }
}

fn of_delivery(delivery: &DeliveryReport) -> Case {
    let place = placed(delivery.place.as_ref());
    if let Some(error) = &delivery.error {
        return of_problem(&delivery.profile, error, place);
    }
    let steps = delivery.remedy.as_ref().map(|remedy| remedy.repair.clone()).unwrap_or_default();
    let message = match &delivery.entry {
        Some(entry) => format!("{} [{entry}]", delivery.message),
        None => delivery.message.clone(),
    };
    Case {
        suite: delivery.profile.clone(),
        id: format!("{}/test-lead", delivery.destination),
        title: "A test lead arrives".to_owned(),
        says: Says::Goal,
        outcome: delivery.outcome,
        message: with_steps(&message, &steps),
        place,
        duration_ms: delivery.duration_ms,
        links: instructions(&delivery.destination),
        facts: delivery.entry.clone().unwrap_or_default(),
        ..Case::default()
    }
}

/// A file that was named and could not be read, or standard input, which code scanning wants a name for as well.
fn of_unreadable(error: &Problem) -> Case {
    let file = error.place.as_ref().map_or_else(|| "stdin".to_owned(), |place| place.file.clone());
    let place = Some(Place { file: file.clone(), line: 1 });
    Case { title: "The log can't be read".to_owned(), says: Says::News, ..of_problem(&file, error, place) }
}

/// A case an offer, one for the profile where nothing could be measured, and the checks that failed.
fn of_watched(watched: &WatchedProfile) -> Vec<Case> {
    let place = placed(watched.place.as_ref());
    let suite = &watched.read.profile;
    if let Some(error) = &watched.read.error {
        return vec![of_problem(suite, error, place)];
    }
    let ticket: Vec<String> = watched.ticket.iter().cloned().collect();
    let case = |title: String, outcome: Outcome, message: String| Case {
        suite: suite.clone(),
        id: "leads/silence".to_owned(),
        outcome,
        message,
        place: place.clone(),
        duration_ms: watched.duration_ms,
        facts: title.clone(),
        title,
        says: Says::Goal,
        ..Case::default()
    };
    let mut cases: Vec<Case> = watched
        .offers
        .iter()
        .map(|offer| {
            let message = if offer.outcome == Outcome::Fail { format!("{}\n{}", offer.message, ticket.join("\n")) } else { offer.message.clone() };
            let title = match offer.offer.as_str() {
                ANY_OFFER => "Leads arrive".to_owned(),
                NO_OFFER => "Leads arrive that name no offer".to_owned(),
                name => format!("Leads arrive for {name}"),
            };
            case(title, offer.outcome, message.trim_end().to_owned())
        })
        .collect();
    if cases.is_empty() {
        cases.push(case("Leads arrive".to_owned(), watched.outcome, watched.message.clone()));
    }
    let checks = watched.checks.iter().filter(|check| check.outcome == Outcome::Fail);
    cases.extend(checks.map(|check| Case {
        suite: suite.clone(),
        id: check.id.clone(),
        title: check.title.clone(),
        says: Says::Goal,
        outcome: check.outcome,
        message: with_steps(&check.message, &check.repair),
        place: place.clone(),
        duration_ms: check.duration_ms,
        ..Case::default()
    }));
    cases
}

fn of_match(found: &MatchReport) -> Case {
    let mut times = Vec::new();
    if found.location.file.is_none() && found.location.line > 1 {
        times.push(found.location.to_string());
    }
    if found.count > 1 {
        times.push(format!("{} times, last {} {}", found.count, if found.last.file.is_some() { "at" } else { "in" }, found.last));
    }
    let times = if times.is_empty() { String::new() } else { format!(" ({})", times.join(", ")) };
    let facts: Vec<String> = found.found.iter().map(|(key, value)| format!("{}: {value}", key.replace('_', " "))).collect();
    let facts = if facts.is_empty() { String::new() } else { format!("\nFound: {}", facts.join(", ")) };
    let line = usize::try_from(found.location.line).unwrap_or(1).max(1);
    Case {
        suite: found.location.file.clone().unwrap_or_else(|| "text".to_owned()),
        id: found.id.clone(),
        title: found.title.clone(),
        says: Says::Known,
        outcome: Outcome::Fail,
        message: with_steps(&format!("{}{times}{facts}", found.cause), &found.repair),
        place: found.location.file.clone().map(|file| Place { file, line }),
        about: found.cause.clone(),
        steps: found.repair.clone(),
        links: found.links.clone(),
        facts: found.found.iter().filter(|(key, _)| lasts(key)).map(|(key, value)| format!("{key}={value}\n")).collect(),
        duration_ms: 0,
    }
}

/// The vendor's instructions for a kind of destination.
fn instructions(destination: &str) -> Vec<String> {
    crate::destinations::specs().into_iter().filter(|spec| spec.id == destination).map(|spec| spec.instructions.to_owned()).collect()
}

fn with_steps(message: &str, steps: &[String]) -> String {
    let mut text = message.to_owned();
    for (number, step) in steps.iter().enumerate() {
        text.push_str(&format!("\n{}. {step}", number + 1));
    }
    text
}

/// The profile's place in its file, else the file that the profile would be in.
fn placed(place: Option<&Place>) -> Option<Place> {
    Some(place.cloned().unwrap_or_else(somewhere))
}

/// Code scanning refuses results without a place: where connection details are kept.
pub(super) fn somewhere() -> Place {
    Place { file: crate::config::FILE_NAME.to_owned(), line: 1 }
}
