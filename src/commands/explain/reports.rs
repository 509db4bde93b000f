//! The reports of `leadctl explain`, made from catalogue and checks.

use super::find::KnownCheck;
use crate::catalogue::own::{Own, OwnEntry};
use crate::catalogue::{self, Code, Entry, Topic};
use crate::core::explain_report::{
    CodeEntry, EntryLine, ExplainAllReport, ExplainCheckReport, ExplainCodeReport, ExplainListReport, ExplainReport, TopicLine,
};
use crate::core::lang::Lang;

pub(super) fn entry(entry: &Entry, lang: Lang) -> ExplainReport {
    let remedy = entry.remedy(lang);
    ExplainReport {
        id: entry.id.to_owned(),
        title: entry.title.get(lang).to_owned(),
        status: entry.status.word().to_owned(),
        partner_center: entry.partner_center(lang).map(str::to_owned),
        cause: remedy.cause,
        repair: remedy.repair,
        field: entry.field.map(str::to_owned),
        codes: entry.codes().map(str::to_owned).collect(),
        links: remedy.links,
        examples: entry.examples.iter().map(str::to_owned).collect(),
        fault: entry.fault.map(str::to_owned),
        file: None,
        folder: None,
    }
}

pub(super) fn own(entry: &OwnEntry, lang: Lang) -> ExplainReport {
    ExplainReport {
        id: entry.id.clone(),
        title: entry.title(lang).to_owned(),
        status: "own".to_owned(),
        partner_center: None,
        cause: entry.cause(lang).to_owned(),
        repair: entry.repair(lang).to_vec(),
        field: entry.field().map(str::to_owned),
        codes: entry.codes().to_vec(),
        links: entry.links().to_vec(),
        examples: entry.examples().to_vec(),
        fault: None,
        file: Some(entry.file.clone()),
        folder: Some(entry.folder.clone()),
    }
}

pub(super) fn code(code: &Code, lang: Lang) -> ExplainCodeReport {
    let entries = code.entries().into_iter().map(|entry| CodeEntry {
        id: entry.id.to_owned(),
        title: entry.title.get(lang).to_owned(),
        known_by: code.known_by(entry, lang),
    });
    ExplainCodeReport { code: code.written.clone(), also: code.also.clone(), entries: entries.collect(), family: code.family(lang) }
}

pub(super) fn check(check: &KnownCheck, lang: Lang) -> ExplainCheckReport {
    let confirms = |entry: &&Entry| entry.checks.iter().any(|id| *id == check.id);
    ExplainCheckReport {
        check: check.id.clone(),
        title: check.title.to_owned(),
        destination: check.destination.to_owned(),
        offline: check.offline,
        needs: check.needs.iter().map(|id| (*id).to_owned()).collect(),
        entries: catalogue::entries().iter().filter(confirms).map(|entry| line(entry, lang)).collect(),
    }
}

fn line(entry: &Entry, lang: Lang) -> EntryLine {
    EntryLine { id: entry.id.to_owned(), title: entry.title.get(lang).to_owned(), status: entry.status.word().to_owned() }
}

pub(super) fn list(own: &Own, lang: Lang) -> ExplainListReport {
    listed(own, lang, |_| true, |_| true)
}

/// The entries of one area, and the questions that point to one of them.
pub(super) fn area(area: &str, own: &Own, lang: Lang) -> ExplainListReport {
    let of_area = |id: &str| id.split_once('/').is_some_and(|(this, _)| this == area);
    listed(own, lang, of_area, |topic| topic.id.split('-').next() == Some(area) || topic.see().any(of_area))
}

/// The entries and the questions that are wanted.
fn listed(own: &Own, lang: Lang, entry: impl Fn(&str) -> bool, topic: impl Fn(&Topic) -> bool) -> ExplainListReport {
    let own_line = |entry: &OwnEntry| EntryLine { id: entry.id.clone(), title: entry.title(lang).to_owned(), status: "own".to_owned() };
    let topic_line = |topic: &Topic| TopicLine { topic: topic.id.to_owned(), title: topic.title(lang).to_owned() };
    let built_in = catalogue::entries().iter().filter(|known| entry(known.id)).map(|known| line(known, lang));
    ExplainListReport {
        entries: built_in.chain(own.entries().filter(|known| entry(&known.id)).map(own_line)).collect(),
        topics: catalogue::topics().iter().filter(|known| topic(known)).map(topic_line).collect(),
    }
}

pub(super) fn all(all: &Own, lang: Lang) -> ExplainAllReport {
    ExplainAllReport {
        entries: catalogue::entries().iter().map(|known| entry(known, lang)).chain(all.entries().map(|known| own(known, lang))).collect(),
        topics: catalogue::topics().iter().map(|topic| topic.report(lang)).collect(),
        families: catalogue::families(lang),
    }
}
