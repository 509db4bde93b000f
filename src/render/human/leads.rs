//! The leads that arrived, for people: the list, one lead in words, and how the reading went.

use crate::core::arrived::{ArrivedLead, PersonalData};
use crate::core::lead_source;
use crate::core::leads_report::{LeadsExportReport, LeadsListReport, LeadsParseReport, LeadsRead, ReadProblem};
use crate::core::outcome::Outcome;
use crate::core::text::{excerpt, sanitise};
use crate::destinations;
use crate::render::human::leads_table::lines;
use crate::render::human::validate::tells_more;
use crate::render::page::Page;
use crate::render::screen::Look;

pub(super) fn list(report: &LeadsListReport, look: &Look, page: &mut Page) {
    lines(&report.leads, look, page);
    for read in &report.profiles {
        account(read, look, page);
    }
    let shown = report.leads.len() as u64;
    let all: u64 = report.profiles.iter().map(|read| read.matched).sum();
    if report.matched < all {
        let different = number(report.matched);
        page.para("", &format!("Different ones: {different}. The same person, offer and action counts once, and ×2 says that there were two."));
    }
    if shown < report.matched {
        page.para("", &format!("Shown: {} of {}. For all of them: --limit 0. Into a file:", number(shown), number(report.matched)));
        let profile = report.profiles.iter().find(|read| read.matched > 0).map_or("", |read| read.profile.as_str());
        page.raw(&format!("  {}", look.command(&format!("leadctl leads export {} -o leads.csv", shell_words::quote(profile)))));
    }
    warn_of_contact(&report.leads, page);
    go_on_from_none(&report.profiles, look, page);
}

/// Where there is no lead at all, what tells why.
pub(super) fn go_on_from_none(profiles: &[LeadsRead], look: &Look, page: &mut Page) {
    let was_read = |read: &&LeadsRead| read.error.is_none() && read.left_out.is_none() && read.stopped.is_none() && !read.unfinished;
    // Of a table that is yet to be made its account says how to go on.
    let empty = profiles.iter().filter(was_read).find(|read| !read.never_any);
    let Some(empty) = empty.filter(|_| profiles.iter().all(|read| read.rows == 0)) else { return };
    page.note("", "If leads should be there:");
    for way in ways_on(&empty.profile, &empty.destination, |command| look.command(command)) {
        page.note("  ", &way);
    }
}

/// What shows why no lead is there, each with its command, which `typed` completes.
pub fn ways_on(profile: &str, destination: &str, typed: impl Fn(&str) -> String) -> Vec<String> {
    let name = shell_words::quote(profile);
    let takes_lead = destinations::find(destination).is_some_and(|destination| destination.takes_no_lead().is_none());
    let test_lead = takes_lead.then(|| format!("see whether one can arrive: {}", typed(&format!("leadctl test-lead {name}"))));
    let others = [
        format!("see whose side it is on: {}", typed(&format!("leadctl leads watch {name} --max-silence 7d"))),
        "read why none may come: leadctl explain no-leads".to_owned(),
    ];
    test_lead.into_iter().chain(others).collect()
}

/// *Do not contact* must not be overlooked: it is said once more, behind everything.
fn warn_of_contact(leads: &[ArrivedLead], page: &mut Page) {
    let count = leads.iter().filter(|lead| lead.do_not_contact).count();
    if count > 0 {
        let whom =
            if count == 1 { "1 of these leads is NOT to be contacted".to_owned() } else { format!("{count} of these leads are NOT to be contacted") };
        page.para(
            &format!("{}  ", page.alarm("! DO NOT CONTACT")),
            &format!("{whom}: a partner that is cross-listed on your page was asked for, not you (action DNC)."),
        );
    }
}

/// How the reading of one profile went, in a line or a few.
pub(super) fn account(read: &LeadsRead, look: &Look, page: &mut Page) {
    let head = format!("{} ", page.bold(&read.profile));
    if let Some(error) = &read.error {
        page.para(&format!("{}  {head}", page.outcome(Outcome::Fail)), &sanitise(&error.message));
        for hint in &error.hints {
            page.para("  → ", hint);
        }
        return;
    }
    if let Some(why) = &read.left_out {
        page.para(&head, &format!("· left out: {}", sanitise(why)));
        return;
    }
    if read.never_any {
        page.para(&head, &format!("· {}: there is no such table yet, so no lead has ever arrived. Marketplace makes it with the first lead; see whether one can arrive with: {}", read.place, look.command(&format!("leadctl test-lead {} --create-table", read.profile))));
        return;
    }
    // Of what was not read nothing is known: no count of it is told.
    if read.rows == 0 && (read.stopped.is_some() || read.unfinished) {
        // Connection details that can't be read name no place.
        let place = if read.place.is_empty() { &read.destination } else { &read.place };
        page.para(&head, &format!("· {place} · nothing was read"));
        if let Some(stopped) = &read.stopped {
            self::stopped(stopped, page);
        }
        return;
    }
    let so_far = if read.stopped.is_some() || read.unfinished { " so far; not everything was read" } else { "" };
    let of = if read.matched == read.rows { String::new() } else { format!(", of {} in all", number(read.rows)) };
    page.para(&head, &format!("· {} · {} lead{}{of}{so_far}", read.place, number(read.matched), if read.matched == 1 { "" } else { "s" }));
    if let Some(counted) = read.counted {
        page.note("  · ", counted);
    }
    for (problem, count) in &read.problems {
        let which = if *count == 1 { "1 of them".to_owned() } else { format!("{} of them", number(*count)) };
        page.para("  ! ", &format!("{which}: {}", sanitise(problem)));
    }
    left_out(read, page);
    if let Some(inferred) = &read.inferred {
        page.note("  ", &format!("Inferred, not documented: {inferred}."));
    }
    if let Some(stopped) = &read.stopped {
        self::stopped(stopped, page);
    }
}

/// What lies among the leads and is none, or none that can be read.
fn left_out(read: &LeadsRead, page: &mut Page) {
    /// So many are named; the JSON has more.
    const MOST_SHOWN: usize = 10;
    let count = read.skipped.len() as u64 + read.skipped_unlisted;
    if count == 0 {
        return;
    }
    page.para("  ! ", &format!("left out, since they hold no lead that can be read: {}", number(count)));
    for row in read.skipped.iter().take(MOST_SHOWN) {
        page.para("    - ", &format!("{}: {}", excerpt(&row.key, 120), sanitise(&row.reason)));
    }
    let more = read.skipped.len().saturating_sub(MOST_SHOWN) as u64 + read.skipped_unlisted;
    if more > 0 {
        page.para("    ", &format!("and {} more; --format json names them", number(more)));
    }
}

pub(super) fn stopped(stopped: &ReadProblem, page: &mut Page) {
    page.sentence(&format!("{}  ", page.outcome(stopped.outcome)), &sanitise(&stopped.message));
    details(stopped, page);
}

/// Answer, cause and repair.
pub(super) fn details(stopped: &ReadProblem, page: &mut Page) {
    if let Some(answered) = &stopped.answered {
        page.para(&format!("  {}", page.bold("Answered: ")), &sanitise(answered));
    }
    if let Some(remedy) = &stopped.remedy {
        page.para(&format!("  {}", page.bold("Cause: ")), &remedy.cause);
        page.raw(&format!("  {}", page.bold("Repair:")));
        page.steps("    ", &remedy.repair);
    }
    if let Some(entry) = stopped.entry.as_ref().filter(|entry| tells_more(entry, stopped.outcome)) {
        page.raw(&format!("  More: leadctl explain {entry}"));
    }
}

pub(super) fn parse(report: &LeadsParseReport, page: &mut Page) {
    for lead in &report.leads {
        page.blank();
        one(lead, page);
    }
}

/// How an export went.
pub(in crate::render) fn export(report: &LeadsExportReport, look: &Look, page: &mut Page) {
    account(&report.read, look, page);
    let noun = if report.written == 1 { "lead" } else { "leads" };
    match (&report.file, &report.partial) {
        (Some(file), None) if report.read.stopped.is_none() && !report.interrupted => {
            let resumed = if report.resumed > 0 { format!(", {} of them by an earlier run", number(report.resumed)) } else { String::new() };
            let time = format!("{}.{} s", report.duration_ms / 1000, report.duration_ms % 1000 / 100);
            page.para("", &format!("Written: {} {noun} to {file}{resumed}, in {time}.", number(report.written)));
        }
        (Some(file), Some(partial)) => {
            page.para("", &format!("{file} was not touched. {} {noun} are in {partial}: the same command goes on there.", number(report.written)));
        }
        (Some(file), None) => page.para("", &format!("{file} was not touched.")),
        (None, _) => {}
    }
}

/// One lead in full.
fn one(lead: &ArrivedLead, page: &mut Page) {
    if lead.do_not_contact {
        page.para(
            &format!("{}  ", page.alarm("! DO NOT CONTACT")),
            "a partner that is cross-listed on your page was asked for, not you: this customer is not to be contacted.",
        );
    }
    if lead.test {
        page.para("Test        ", "an MSFT_TEST lead: Marketplace's own trial of the destination, no customer");
    }
    let coded = |code: &str, words: Option<&str>| match words {
        Some(words) if code.get(..words.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(words)) => code.to_owned(),
        Some(words) => format!("{words} ({code})"),
        None => format!("{code} (not a code that Microsoft documents)"),
    };
    if let Some(source) = lead.source.as_deref().filter(|_| !lead.test || lead.source_name.is_some()) {
        page.para("Source      ", &coded(source, lead.source_name));
    }
    if let Some(action) = lead.action.as_deref().filter(|_| !lead.test || lead.action_words.is_some()) {
        page.para("Action      ", &coded(action, lead.action_words));
        // For DNC it stands above.
        if let Some(meaning) = lead_source::action_meaning(action).filter(|_| !lead.do_not_contact) {
            page.sentence("            ", meaning);
        }
    }
    for (label, value) in [("Offer       ", &lead.offer), ("Offer id    ", &lead.offer_id)] {
        if let Some(value) = value {
            page.para(label, value);
        }
    }
    if let Some(at) = lead.created {
        page.para("Made        ", &format!("{at} (taken as UTC; which time zone it is in is not documented)"));
    }
    if let Some(at) = lead.arrived {
        page.para("Arrived     ", &at.to_string());
    }
    person(lead, page);
    for (name, value) in &lead.campaign {
        page.para("Campaign    ", &format!("{name} = {value}"));
    }
    if let Some(description) = lead.description.as_ref().filter(|_| lead.campaign.is_empty()) {
        page.para("Description ", &excerpt(description, 500));
    }
    for (name, value) in &lead.other {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        page.para("Other       ", &format!("{name} = {}", excerpt(&value, 300)));
    }
    for problem in &lead.problems {
        page.sentence("!           ", &sanitise(problem));
    }
}

fn person(lead: &ArrivedLead, page: &mut Page) {
    let name = lead.name();
    if !name.is_empty() {
        page.para("Person      ", &name);
    }
    for (label, value) in [
        ("Title       ", &lead.title),
        ("Company     ", &lead.company),
        ("E-mail      ", &lead.email),
        ("Phone       ", &lead.phone),
        ("Country     ", &lead.country),
    ] {
        if let Some(value) = value {
            page.para(label, value);
        }
    }
    match lead.personal_data {
        PersonalData::Withheld => page.para(
            "Person      ",
            "withheld: the fields are there and empty. Marketplace passes on no personal data of customers with .edu addresses (documented); that this is such a customer is inferred from the empty fields.",
        ),
        PersonalData::Unreadable => page.para("Person      ", "can't be read; what came is kept below"),
        PersonalData::Missing | PersonalData::Present => {}
    }
}

/// With separators: `12,345`.
pub(in crate::render) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
