//! Which entries may stand behind an error text, which checks bear on them, and what those leave open though they pass.

use crate::catalogue::{self, Entry, Passing};
use crate::core::diagnose_report::MatchReport;
use crate::core::values::Values;
use crate::destinations::Destination;

/// The entries that may stand behind a text.
pub(super) struct Causes {
    /// Those that were recognised in it.
    pub(super) recognised: Vec<&'static str>,
    /// Those that Partner Center shows under their words.
    pub(super) shown: Vec<&'static str>,
    /// Those that their words may wrap, and more exact readings of them.
    pub(super) possible: Vec<&'static str>,
    /// Those of the recognised that merely wrap others.
    pub(super) wrappers: Vec<&'static Entry>,
}

impl Causes {
    pub(super) fn of(matches: &[MatchReport]) -> Causes {
        let recognised: Vec<(&MatchReport, &'static Entry)> =
            matches.iter().filter_map(|found| Some((found, catalogue::entry(&found.id)?))).collect();
        let ids = recognised.iter().map(|(_, entry)| entry.id).collect();
        let mut causes = Causes { recognised: ids, shown: Vec::new(), possible: Vec::new(), wrappers: Vec::new() };
        for (found, outer) in recognised.iter().copied() {
            let mut inner = within(outer.id);
            // Where the text itself names what was wrapped, another cause is another cause.
            if recognised.iter().any(|(_, other)| inner.contains(&other.id)) {
                continue;
            }
            inner.retain(|id| catalogue::entry(id).is_some_and(|exact| !is_ruled_out(exact, outer, found)));
            let shown = inner.iter().copied().filter(|id| catalogue::entry(id).is_some_and(|entry| entry.shown_under() == Some(outer.id)));
            causes.shown.extend(shown);
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

    /// Whether the text tells of this entry: by itself, or by the sentence that it is shown under.
    pub(super) fn tell(&self, id: &str) -> bool {
        self.recognised.contains(&id) || self.shown.contains(&id)
    }

    /// Whether a check bears on one of them.
    pub(super) fn have_check(&self, check: &str) -> bool {
        [&self.recognised, &self.shown, &self.possible].iter().any(|ids| any_has(ids, check))
    }

    /// Whether a check bears on what was recognised itself. What may stand behind it counts for nothing here: signing in works where it
    /// works, whatever else could have kept it from working.
    pub(super) fn recognised_have_check(&self, check: &str) -> bool {
        any_has(&self.recognised, check)
    }
}

fn any_has(ids: &[&str], check: &str) -> bool {
    ids.iter().filter_map(|id| catalogue::entry(id)).any(|entry| confirms(check, entry))
}

pub(super) fn confirms(check: &str, entry: &Entry) -> bool {
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

/// What passing checks leave open of what was recognised in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    /// Only a test lead shows whether it is over.
    TestLead,
    /// Where leadctl stands it is over.
    Here,
}

impl Open {
    /// Of several entries the one of which passing checks say least decides.
    pub(super) fn of(matches: &[MatchReport], causes: &Causes, destination: &dyn Destination, values: &Values) -> Option<Open> {
        let known = |found: &MatchReport| catalogue::entry(&found.id).filter(|entry| is_about(entry, destination));
        let entries: Vec<(&MatchReport, &Entry)> = matches.iter().filter_map(|found| Some((found, known(found)?))).collect();
        // Where the text names the very thing that the checks look at, or several, they tell.
        let is_looked_at = |names: &String| names.split(", ").all(|name| destination.looks_at(name));
        let looked_at = |found: &MatchReport, entry: &Entry| has_check_of(entry, destination) && found.found.values().any(is_looked_at);
        if entries.iter().any(|(found, entry)| entry.passing == Passing::TestLead && !looked_at(found, entry)) {
            return Some(Open::TestLead);
        }
        // What a profile does not have, such as a user's password, no rule can refuse.
        let has = |field: &str| values.expose(field).is_some();
        let by_place = entries.iter().any(|(_, entry)| entry.passing == Passing::Here && entry.field.is_none_or(has));
        // Under a documented sentence such a rule is one of many causes: it counts where the profile has what it refuses.
        let shown_under = causes
            .shown
            .iter()
            .filter_map(|id| catalogue::entry(id))
            .any(|entry| entry.passing == Passing::Here && entry.field.is_some_and(has) && is_about(entry, destination));
        (by_place || shown_under).then_some(Open::Here)
    }
}

/// Whether an entry is about a destination of this kind: one of its checks is, or its area.
fn is_about(entry: &Entry, destination: &dyn Destination) -> bool {
    let kind = destination.spec().id;
    let home = match entry.id.split('/').next().unwrap_or_default() {
        "entra" => "dynamics",
        "storage" => "azure-table",
        area => area,
    };
    home == kind || has_check_of(entry, destination)
}

fn has_check_of(entry: &Entry, destination: &dyn Destination) -> bool {
    destination.checks().iter().any(|check| confirms(check.id, entry))
}
