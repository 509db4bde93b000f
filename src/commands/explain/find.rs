//! What somebody means by a word: an entry, a question, a check, a code, or a slip of one of them.

use std::sync::LazyLock;

use crate::catalogue::own::{Own, OwnEntry};
use crate::catalogue::{self, Code, Entry, Topic};
use crate::commands::checking::{DETAILS, STORAGE, details_id, storage_id};
use crate::core::check::{Check, Run};
use crate::core::error::Error;
use crate::core::text::{did_you_mean, excerpt};
use crate::destinations::{self, Destination};

pub(super) enum Found<'a> {
    Entry(&'static Entry),
    Own(&'a OwnEntry),
    Topic(Topic),
    Check(&'static KnownCheck),
    Code(Code),
}

/// A check of `leadctl validate`, as far as it is told of here.
pub(super) struct KnownCheck {
    pub(super) id: String,
    pub(super) title: &'static str,
    pub(super) offline: bool,
    pub(super) needs: &'static [&'static str],
    /// The kind of destination that it is about.
    pub(super) destination: &'static str,
}

/// By id first, then by the name behind the area, then by what has the form of a code.
pub(super) fn find<'a>(typed: &str, own: &'a Own) -> Option<Found<'a>> {
    let typed = typed.trim();
    let lower = typed.to_lowercase();
    let entry = || catalogue::entry(&lower).map(Found::Entry);
    let own_entry = || own.entry(&lower).map(Found::Own);
    let check = || checks().find(|check| check.id == lower).map(Found::Check);
    let topic = || catalogue::topic(typed).map(Found::Topic);
    let code = || Code::read(typed).filter(|code| own.with_code(typed).is_none() || !code.entries().is_empty()).map(Found::Code);
    let own_code = || own.with_code(typed).map(Found::Own);
    entry().or_else(own_entry).or_else(check).or_else(topic).or_else(|| by_name(&lower)).or_else(code).or_else(own_code)
}

/// The only entry, or else the only check, with this name behind its area.
fn by_name(typed: &str) -> Option<Found<'static>> {
    let named = |id: &str| id.split_once('/').is_some_and(|(_, name)| name == typed);
    let mut entries = catalogue::entries().iter().filter(|entry| named(entry.id));
    if let Some(entry) = entries.next() {
        return entries.next().is_none().then_some(Found::Entry(entry));
    }
    let mut checks = checks().filter(|check| named(&check.id));
    checks.next().filter(|_| checks.next().is_none()).map(Found::Check)
}

/// In the order of `leadctl validate`: first those that every profile has.
fn checks() -> impl Iterator<Item = &'static KnownCheck> {
    static CHECKS: LazyLock<Vec<KnownCheck>> = LazyLock::new(|| {
        let of = |destination: &&'static dyn Destination| {
            let spec = destination.spec();
            let own = |check: &'static Check| KnownCheck {
                id: check.id.to_owned(),
                title: check.title,
                offline: !matches!(check.run, Run::Live(_)),
                needs: check.needs,
                destination: spec.id,
            };
            let of_all = |id, title| KnownCheck { id, title, offline: true, needs: &[], destination: spec.id };
            [of_all(storage_id(spec), STORAGE), of_all(details_id(spec), DETAILS)]
                .into_iter()
                .chain(destination.checks().iter().map(own))
                .collect::<Vec<_>>()
        };
        destinations::ALL.iter().flat_map(of).collect()
    });
    CHECKS.iter()
}

pub(super) fn unknown(typed: &str, own: &Own) -> Error {
    let error = Error::usage("explain-unknown", format!("there is nothing of the name '{}'", excerpt(typed, 80)));
    let typed = typed.trim();
    // The same name in several areas is no slip.
    let ends = format!("/{}", typed.to_lowercase());
    let several: Vec<&str> = ids(own).into_iter().filter(|id| id.ends_with(&ends)).collect();
    if several.len() > 1 {
        return error.hint(format!("several have it: {}", several.join(", ")));
    }
    match slip(typed, own) {
        Some(id) => error.hint(format!("did you mean {id}? leadctl explain {id}")),
        None => error.hint("leadctl explain lists all of them; for an error text use leadctl diagnose"),
    }
}

fn ids(own: &Own) -> Vec<&str> {
    let entries = catalogue::entries().iter().map(|entry| entry.id);
    entries.chain(own.entries().map(|entry| entry.id.as_str())).chain(checks().map(|check| check.id.as_str())).collect()
}

/// The id that was meant: of several that are near, the nearest by its whole id, else by its name alone.
fn slip(typed: &str, own: &Own) -> Option<String> {
    let ids = ids(own);
    let topics: Vec<Topic> = catalogue::topics().collect();
    let words = topics.iter().flat_map(Topic::names);
    let near = did_you_mean(typed, ids.iter().copied().chain(words))
        .or_else(|| did_you_mean(typed, ids.iter().filter_map(|id| id.split_once('/').map(|(_, name)| name))))?;
    let topic = topics.iter().find(|topic| topic.names().any(|word| word == near)).map(|topic| topic.id.to_owned());
    topic.or_else(|| ids.iter().find(|id| **id == near || id.ends_with(&format!("/{near}"))).map(|id| (*id).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> String {
        match find(typed, &Own::default()) {
            Some(Found::Entry(entry)) => entry.id.to_owned(),
            Some(Found::Own(entry)) => entry.id.clone(),
            Some(Found::Topic(topic)) => format!("topic {}", topic.id),
            Some(Found::Check(check)) => format!("check {}", check.id),
            Some(Found::Code(code)) => format!("code {}", code.written),
            None => "nothing".to_owned(),
        }
    }

    #[test]
    fn an_entry_a_question_a_check_and_a_code_are_found() {
        for (typed, want) in [
            ("storage/firewall", "storage/firewall"),
            ("firewall", "storage/firewall"),
            (" Storage/Firewall ", "storage/firewall"),
            ("aadsts7000215", "code AADSTS7000215"),
            ("no-leads", "topic no-leads"),
            ("Where are my leads?", "topic no-leads"),
            ("azure-table/key-accepted", "check azure-table/key-accepted"),
            ("host-not-found-at-all", "nothing"),
            ("401", "code 401"),
        ] {
            assert_eq!(found(typed), want, "{typed}");
        }
    }

    #[test]
    fn a_slip_is_named() {
        let hint = |typed: &str| unknown(typed, &Own::default()).hints[0].clone();
        assert_eq!(hint("storage/firewal"), "did you mean storage/firewall? leadctl explain storage/firewall");
        assert_eq!(hint("no-leeds"), "did you mean no-leads? leadctl explain no-leads");
        assert_eq!(hint("azure-table/key-acepted"), "did you mean azure-table/key-accepted? leadctl explain azure-table/key-accepted");
        assert!(hint("zebra").contains("lists all of them"));
        assert!(hint("host-not-found").contains("several have it: dynamics/host-not-found, https/host-not-found"), "{}", hint("host-not-found"));
    }
}
