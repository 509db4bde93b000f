//! What somebody means by a word: an entry, a question, a check, a code, a whole area, or a slip of one of them.

use std::sync::LazyLock;

use crate::catalogue::own::{Own, OwnEntry};
use crate::catalogue::{self, Asked, Code, Entry, Topic};
use crate::commands::checking::{DETAILS, STORAGE, details_id, storage_id};
use crate::core::check::{Check, Run};
use crate::core::error::Error;
use crate::core::lang::Lang;
use crate::core::text::{did_you_mean, excerpt};
use crate::destinations::{self, Destination};
use crate::sandbox;

pub(super) enum Found<'a> {
    Entry(&'static Entry),
    Own(&'a OwnEntry),
    Topic(&'static Topic),
    Check(&'static KnownCheck),
    Code(Code),
    /// All that is known of one service.
    Area(&'a str),
}

/// What the areas are called beside their own names.
const AREAS: [(&str, &[&str]); 7] = [
    ("dynamics", &["dynamics 365", "dynamics crm", "dynamics 365 customer engagement", "dataverse", "crm", "d365"]),
    (
        "entra",
        &[
            "entra id",
            "microsoft entra",
            "microsoft entra id",
            "azure ad",
            "azure active directory",
            "aad",
            "aadsts",
            "sign-in",
            "login",
            "password",
            "wachtwoord",
            "aanmelden",
        ],
    ),
    (
        "https",
        &[
            "http",
            "https endpoint",
            "https-eindpunt",
            "webhook",
            "webhooks",
            "endpoint",
            "eindpunt",
            "logic app",
            "logic apps",
            "azure function",
            "power automate",
            "flow",
            "flows",
        ],
    ),
    ("marketo", &["adobe marketo", "munchkin", "munchkin id"]),
    ("marketplace", &["commercial marketplace", "partner center"]),
    ("salesforce", &["sales force", "oid", "web-to-lead"]),
    ("storage", &["azure storage", "storage account", "azure", "azure table", "table", "tables", "tabel", "opslag", "opslagaccount"]),
];

/// A check of `leadctl validate`, as far as it is told of here.
pub(super) struct KnownCheck {
    pub(super) id: String,
    pub(super) title: &'static str,
    pub(super) offline: bool,
    pub(super) needs: &'static [&'static str],
    /// The kind of destination that it is about.
    pub(super) destination: &'static str,
}

/// By id first, then by the name behind the area, then by what has the form of a code, also within what was typed; last as a question in plain words.
pub(super) fn find<'a>(typed: &str, own: &'a Own) -> Option<Found<'a>> {
    // Copied out of a sentence, or quoted.
    let is_sign = |c: char| c.is_whitespace() || "\"'`“”‘’«»()[]{}<>,;:.!?*".contains(c);
    let bare = typed.trim_matches(is_sign);
    let about = || exact(catalogue::without_filler(bare).trim_matches(is_sign), own);
    exact(typed.trim(), own).or_else(|| exact(bare, own)).or_else(|| within(bare, own)).or_else(|| asked(bare)).or_else(about)
}

/// A question that has one answer.
fn asked(typed: &str) -> Option<Found<'static>> {
    match catalogue::asked(typed)? {
        Asked::Topic(topic) => Some(Found::Topic(topic)),
        Asked::Entries(entries) => entries.first().filter(|_| entries.len() == 1).copied().map(Found::Entry),
    }
}

fn exact<'a>(typed: &str, own: &'a Own) -> Option<Found<'a>> {
    let lower = typed.to_lowercase();
    let entry = || catalogue::entry(&lower).map(Found::Entry);
    let own_entry = || own.entry(&lower).map(Found::Own);
    let check = || checks().find(|check| check.id == lower).map(Found::Check);
    let topic = || catalogue::topic(typed).map(Found::Topic);
    entry()
        .or_else(own_entry)
        .or_else(check)
        .or_else(|| area(&lower, own).map(Found::Area))
        .or_else(topic)
        .or_else(|| by_name(&lower))
        .or_else(|| code(typed, own))
}

/// One's own goes before other words for a built-in one.
fn area<'a>(typed: &str, own: &'a Own) -> Option<&'a str> {
    let typed = typed.trim_end_matches('/');
    if let Some(area) = own_areas(own).find(|area| *area == typed) {
        return Some(area);
    }
    let same = |word: &str| word == typed || word == typed.replace(['-', '_'], " ");
    AREAS.iter().find(|(area, words)| same(area) || words.iter().any(|word| same(word))).map(|(area, _)| *area)
}

fn own_areas(own: &Own) -> impl Iterator<Item = &str> {
    own.entries().filter_map(|entry| entry.id.split('/').next())
}

/// A code, one's own or another; one that an entry has goes before a code of one's own.
fn code<'a>(typed: &str, own: &'a Own) -> Option<Found<'a>> {
    let known = Code::read(typed);
    let own_code = own.with_code(typed).map(Found::Own);
    match known {
        Some(code) if own_code.is_none() || !code.entries().is_empty() => Some(Found::Code(code)),
        _ => own_code,
    }
}

/// An id or a code with words around it, or in the address of an error page. A bare number counts only where next to nothing is around it.
fn within<'a>(typed: &str, own: &'a Own) -> Option<Found<'a>> {
    const WORDS: usize = 3;
    if let Some((_, asked)) = typed.split_once("login.microsoftonline.com/error?") {
        let number = asked.split(['&', '#']).find_map(|pair| pair.strip_prefix("code="))?;
        return Code::read(number).map(Found::Code);
    }
    if typed.contains("://") {
        return None;
    }
    let words: Vec<&str> =
        typed.split(|c: char| c.is_whitespace() || "\"'`“”‘’«»()[]{}<>,;:=|&".contains(c)).filter(|word| !word.is_empty()).collect();
    let id = |word: &str| {
        let word = word.trim_matches(['.', '!', '?']).to_lowercase();
        let found = catalogue::entry(&word).map(Found::Entry).or_else(|| own.entry(&word).map(Found::Own));
        found.or_else(|| checks().find(|check| check.id == word).map(Found::Check))
    };
    if let Some(found) = words.iter().find_map(|word| id(word)) {
        return Some(found);
    }
    let telling = |word: &&&str| words.len() <= WORDS || !word.bytes().all(|byte| byte.is_ascii_digit()) || catalogue::asks_of(typed, word);
    let mut codes: Vec<Found> = words
        .iter()
        .filter(telling)
        .filter(|word| word.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase()))
        .filter_map(|word| code(word, own))
        .collect();
    let known = codes.iter().position(|found| matches!(found, Found::Own(_)) || matches!(found, Found::Code(code) if !code.entries().is_empty()));
    if codes.is_empty() { None } else { Some(codes.swap_remove(known.unwrap_or(0))) }
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
    let error = |message: String| Error::usage("explain-unknown", message);
    let shown = excerpt(typed, 80);
    let typed = typed.trim();
    // The same name in several areas is no slip, nor the beginning of several names.
    let name = typed.to_lowercase().replace(' ', "-");
    let (ends, begins) = (format!("/{name}"), format!("/{name}-"));
    let (called, beginning): (Vec<&str>, _) =
        ids(own).into_iter().filter(|id| id.ends_with(&ends) || id.contains(&begins)).partition(|id| id.ends_with(&ends));
    for (what, several) in [("of the name", called), ("whose name begins with", beginning)] {
        if several.len() > 1 {
            return error(format!("there are several {what} '{shown}'")).hint(format!("name one with its area: {}", several.join(", ")));
        }
    }
    if let Some(Asked::Entries(entries)) = catalogue::asked(typed) {
        let ids: Vec<&str> = entries.iter().map(|entry| entry.id).collect();
        return error(format!("there are several that may be meant by '{shown}'")).hint(format!("name one of them: {}", ids.join(", ")));
    }
    if let Some(title) = sandbox::title(&name, Lang::En) {
        return error(format!("{name} is no error of a service, but a fault of the sandbox alone ({title})"))
            .hint(format!("see what it does with: leadctl sandbox --fault {name}"))
            .hint("leadctl sandbox --list-faults lists all of them");
    }
    let error = error(format!("there is nothing of the name '{shown}'"));
    if typed.contains("://") {
        return error.hint("leadctl explain takes an id, a code or a question; for an error text or an answer use leadctl diagnose");
    }
    match slip(typed, own).or_else(|| catalogue::nearly_asked(typed).map(|topic| topic.id.to_owned())) {
        Some(id) => error.hint(format!("did you mean {id}? leadctl explain {id}")),
        None => error.hint("leadctl explain lists all of them; for an error text use leadctl diagnose"),
    }
}

fn ids(own: &Own) -> Vec<&str> {
    let entries = catalogue::entries().iter().map(|entry| entry.id);
    entries.chain(own.entries().map(|entry| entry.id.as_str())).chain(checks().map(|check| check.id.as_str())).collect()
}

/// The id that was meant: of several that are near, the nearest by its whole id, else by its name alone; before both, a whole area.
fn slip(typed: &str, own: &Own) -> Option<String> {
    let areas = AREAS.iter().map(|(area, _)| *area).chain(own_areas(own));
    if let Some(area) = did_you_mean(typed, areas.filter(|area| same_words(typed, area))).filter(|_| !typed.contains('/')) {
        return Some(area.to_owned());
    }
    let ids = ids(own);
    let topics = catalogue::topics();
    let words = topics.iter().flat_map(Topic::names);
    let near = did_you_mean(typed, ids.iter().copied().chain(words).filter(|id| same_words(typed, id))).or_else(|| {
        did_you_mean(typed, ids.iter().filter_map(|id| id.split_once('/').map(|(_, name)| name)).filter(|name| same_words(typed, name)))
    })?;
    let topic = topics.iter().find(|topic| topic.names().any(|word| word == near)).map(|topic| topic.id.to_owned());
    topic.or_else(|| ids.iter().find(|id| **id == near || id.ends_with(&format!("/{near}"))).map(|id| (*id).to_owned()))
}

/// Whether each word of one may be a slip of the other's at its place: two sentences that begin alike are none.
fn same_words(typed: &str, known: &str) -> bool {
    let words = |text: &str| text.split(['-', '_', '/', ' ']).map(str::to_lowercase).collect::<Vec<_>>();
    let (typed, known) = (words(typed), words(known));
    // A letter of four, and one in any case.
    let slip = |(typed, known): (&String, &String)| strsim::damerau_levenshtein(typed, known) <= (known.chars().count() / 4).max(1);
    typed.len() == known.len() && typed.iter().zip(&known).all(slip)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTIONS: &str = include_str!("../../../tests/data/catalogue/questions.tsv");

    fn found(typed: &str) -> String {
        match find(typed, &Own::default()) {
            Some(Found::Entry(entry)) => entry.id.to_owned(),
            Some(Found::Own(entry)) => entry.id.clone(),
            Some(Found::Topic(topic)) => format!("topic {}", topic.id),
            Some(Found::Check(check)) => format!("check {}", check.id),
            Some(Found::Code(code)) => format!("code {}", code.written),
            Some(Found::Area(area)) => format!("area {area}"),
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
            ("storage", "area storage"),
            ("Salesforce", "area salesforce"),
            ("dynamics-365", "area dynamics"),
            ("Power Automate", "area https"),
            ("wachtwoord", "area entra"),
            ("marketplace/", "area marketplace"),
            ("'storage/firewall',", "storage/firewall"),
            ("[storage/firewall]", "storage/firewall"),
            ("see storage/firewall.", "storage/firewall"),
            ("azure-table/key-accepted:", "check azure-table/key-accepted"),
            ("“AADSTS7000222”", "code AADSTS7000222"),
            ("AADSTS7000222:", "code AADSTS7000222"),
            ("error AADSTS7000222", "code AADSTS7000222"),
            ("fout: 7000222!", "code AADSTS7000222"),
            ("AADSTS7000222: The provided client secret keys for app '2147220960' are expired.", "code AADSTS7000222"),
            ("(0x80040220)", "code 0x80040220"),
            ("LastCRMError 0x80040220, see the log", "code 0x80040220"),
            ("AADSTS50128 and then AADSTS7000222", "code AADSTS7000222"),
            ("https://login.microsoftonline.com/error?code=7000222", "code AADSTS7000222"),
            ("<https://login.microsoftonline.com/error?code=7000222>.", "code AADSTS7000222"),
            ("HTTP 502", "code 502"),
            ("the line that has 502 in the middle", "nothing"),
            ("https://aka.ms/x", "nothing"),
            ("https://login.microsoftonline.com/error", "nothing"),
        ] {
            assert_eq!(found(typed), want, "{typed}");
        }
    }

    #[test]
    fn a_slip_is_named() {
        let hint = |typed: &str| unknown(typed, &Own::default()).hints[0].clone();
        assert_eq!(hint("storage/firewal"), "did you mean storage/firewall? leadctl explain storage/firewall");
        assert_eq!(hint("dynamcs"), "did you mean dynamics? leadctl explain dynamics");
        assert_eq!(hint("no-leeds"), "did you mean no-leads? leadctl explain no-leads");
        assert_eq!(hint("azure-table/key-acepted"), "did you mean azure-table/key-accepted? leadctl explain azure-table/key-accepted");
        assert!(
            hint("https://aka.ms/x").contains("leadctl diagnose") && !hint("https://aka.ms/x").contains("https/"),
            "{}",
            hint("https://aka.ms/x")
        );
        assert!(hint("client secret").contains("entra/client-secret-expired, entra/client-secret-invalid"), "{}", hint("client secret"));
        assert!(hint("zebra").contains("lists all of them"));
        assert!(
            hint("host-not-found").contains("name one with its area: dynamics/host-not-found, https/host-not-found"),
            "{}",
            hint("host-not-found")
        );
    }
    /// Where each leads, `several` for entries of which one is to be named, `near ID` for a suggestion, or nowhere.
    #[test]
    fn plain_questions_lead_to_their_answer_and_strange_ones_nowhere() {
        let mut wrong = Vec::new();
        for (wanted, question) in QUESTIONS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')) {
            let got = match find(question, &Own::default()) {
                Some(_) => found(question).trim_start_matches("topic ").to_owned(),
                None => {
                    let error = unknown(question, &Own::default());
                    let near = error.hints[0].strip_prefix("did you mean ").and_then(|hint| hint.split('?').next());
                    let several = error.message.starts_with("there are several");
                    near.map_or_else(|| if several { "several" } else { "nothing" }.to_owned(), |near| format!("near {near}"))
                }
            };
            if got != wanted {
                wrong.push(format!("{question}: {got}, not {wanted}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
