//! The leads that arrived, for people: the list, one lead in words, and how the reading went.

use jiff::Timestamp;

use crate::core::arrived::{ArrivedLead, PersonalData};
use crate::core::lead_source;
use crate::core::leads_report::{LeadsExportReport, LeadsListReport, LeadsParseReport, LeadsRead, ReadProblem};
use crate::core::outcome::Outcome;
use crate::core::text::{excerpt, sanitise};
use crate::render::page::Page;
use crate::render::screen::Look;

pub(super) fn list(report: &LeadsListReport, look: &Look, page: &mut Page) {
    lines(&report.leads, look, page);
    for read in &report.profiles {
        account(read, page);
    }
    let shown = report.leads.len() as u64;
    if shown < report.matched {
        page.para(
            "",
            &format!("Shown: {shown} of {}. More with --limit 0, all into a file with: leadctl leads export -o leads.csv", number(report.matched)),
        );
    }
    warn_of_contact(&report.leads, page);
}

/// A line a lead, cut to the terminal: a list is for looking over, one lead in full is for `--format json` and `leads parse`.
pub(super) fn lines(leads: &[ArrivedLead], look: &Look, page: &mut Page) {
    if leads.is_empty() {
        return;
    }
    let width = usize::from(look.columns.unwrap_or(80)).clamp(40, 160);
    let time = if width >= 96 { 16 } else { 10 };
    let (asked_for, offer_width) = match width {
        0..60 => (14, 0),
        60..96 => (22, 14),
        _ => (34, 20),
    };
    let gaps = if offer_width == 0 { 4 } else { 6 };
    let whom = width - time - asked_for - offer_width - gaps;
    let line = |page: &Page, cells: [&str; 4], style: &dyn Fn(&Page, &str) -> String| {
        let [at, person, asked, offer] = cells;
        let asked = style(page, &cell(asked, asked_for));
        format!("{}  {}  {asked}  {}", cell(at, time), cell(person, whom), cell(offer, offer_width)).trim_end().to_owned()
    };
    let header = line(page, ["time (UTC)", "who", "asked for", "offer"], &|_, text| text.to_owned());
    page.raw(&page.dim(&header));
    for lead in leads {
        let at: String = minute(lead.when()).chars().take(time).collect();
        let style = |page: &Page, text: &str| if lead.do_not_contact { page.alarm(text) } else { text.to_owned() };
        let text = line(page, [&at, &who(lead), &asked(lead), &offer(lead)], &style);
        page.raw(&text);
    }
    page.blank();
}

/// One lead in one line, for those who follow.
pub fn line(lead: &ArrivedLead) -> String {
    let parts = [minute(lead.arrived), asked(lead), offer(lead), who(lead)];
    format!("{}\n", sanitise(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")))
}

/// Exactly so wide: filled up with blanks, or cut, which `…` shows.
fn cell(text: &str, width: usize) -> String {
    let text = excerpt(text, 400);
    let wide = textwrap::core::display_width(&text);
    if wide <= width {
        return format!("{text}{}", " ".repeat(width - wide));
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let next = textwrap::core::display_width(c.encode_utf8(&mut [0; 4]));
        if used + next + 1 > width {
            break;
        }
        used += next;
        out.push(c);
    }
    if width > 0 {
        out.push('…');
        used += 1;
    }
    format!("{out}{}", " ".repeat(width.saturating_sub(used)))
}

/// *Do not contact* must not be overlooked: it is said once more, behind everything.
fn warn_of_contact(leads: &[ArrivedLead], page: &mut Page) {
    let count = leads.iter().filter(|lead| lead.do_not_contact).count();
    if count > 0 {
        let whom =
            if count == 1 { "1 of these leads is NOT to be contacted".to_owned() } else { format!("{count} of these leads are NOT to be contacted") };
        page.para(
            &format!("{}  ", page.alarm("! DO NOT CONTACT")),
            &format!("{whom}: they were cross-listed on your page and asked for somebody else (action DNC)."),
        );
    }
}

/// How the reading of one profile went, in a line or a few.
pub(super) fn account(read: &LeadsRead, page: &mut Page) {
    let head = format!("{} ", page.bold(&read.profile));
    if let Some(error) = &read.error {
        page.para(&format!("{}  {head}", page.outcome(Outcome::Fail)), &sanitise(&error.message));
        for hint in &error.hints {
            page.para("  → ", hint);
        }
        return;
    }
    if read.never_any {
        page.para(&head, &format!("· {}: there is no such table yet, so no lead has ever arrived. Marketplace makes it with the first lead; see whether one can arrive with: leadctl test-lead {} --create-table", read.place, read.profile));
        return;
    }
    let of = if read.matched == read.rows { String::new() } else { format!(", of {} in all", number(read.rows)) };
    page.para(&head, &format!("· {} · {} lead{}{of}", read.place, number(read.matched), if read.matched == 1 { "" } else { "s" }));
    if let Some(counted) = read.counted {
        page.para("  · ", counted);
    }
    for (problem, count) in &read.problems {
        page.para("  ! ", &format!("in {}: {}", number(*count), sanitise(problem)));
    }
    left_out(read, page);
    if let Some(inferred) = &read.inferred {
        page.para("  ", &format!("Inferred, not documented: {inferred}."));
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
    if let Some(answered) = &stopped.answered {
        page.para(&format!("  {}", page.bold("Answered: ")), &sanitise(answered));
    }
    if let Some(remedy) = &stopped.remedy {
        page.para(&format!("  {}", page.bold("Cause: ")), &remedy.cause);
        page.raw(&format!("  {}", page.bold("Repair:")));
        page.steps("    ", &remedy.repair);
    }
    if let Some(entry) = &stopped.entry {
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
pub(in crate::render) fn export(report: &LeadsExportReport, page: &mut Page) {
    account(&report.read, page);
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
        page.para(&format!("{}  ", page.alarm("! DO NOT CONTACT")), "this customer was cross-listed on your page and asked for somebody else.");
    }
    if lead.test {
        page.para("Test        ", "an MSFT_TEST lead: Marketplace's own trial of the destination, no customer");
    }
    let coded = |code: &str, words: Option<&str>| match words {
        Some(words) if !words.eq_ignore_ascii_case(code) => format!("{words} ({code})"),
        Some(words) => words.to_owned(),
        None => format!("{code} (not a code that Microsoft documents)"),
    };
    if let Some(source) = lead.source.as_deref().filter(|_| !lead.test || lead.source_name.is_some()) {
        page.para("Source      ", &coded(source, lead.source_name));
    }
    if let Some(action) = lead.action.as_deref().filter(|_| !lead.test || lead.action_words.is_some()) {
        page.para("Action      ", &coded(action, lead.action_words));
        if let Some(meaning) = lead_source::action_meaning(action) {
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

/// Who it is, in a cell.
fn who(lead: &ArrivedLead) -> String {
    if lead.test {
        return "MSFT_TEST lead".to_owned();
    }
    let mut parts = vec![lead.name()];
    parts.extend(lead.email.clone().map(|email| format!("<{email}>")));
    parts.extend(lead.company.clone().map(|company| format!("· {company}")));
    parts.extend(lead.country.clone().map(|country| format!("· {country}")));
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    match lead.personal_data {
        PersonalData::Withheld => format!("(withheld) {text}").trim_end().to_owned(),
        PersonalData::Unreadable => "(can't be read)".to_owned(),
        PersonalData::Missing if text.is_empty() => "(no person)".to_owned(),
        PersonalData::Missing | PersonalData::Present => excerpt(&text, 160),
    }
}

/// What was asked for and where, in a cell.
fn asked(lead: &ArrivedLead) -> String {
    let action = if lead.do_not_contact {
        "DO NOT CONTACT".to_owned()
    } else {
        lead.action_words.map(str::to_owned).or_else(|| lead.action.as_ref().map(|code| excerpt(code, 40))).unwrap_or_default()
    };
    let source = lead.source_name.map(str::to_owned).or_else(|| lead.source.as_ref().map(|code| excerpt(code, 40))).unwrap_or_default();
    let times = if lead.times > 1 { format!(" ×{}", lead.times) } else { String::new() };
    [action, source].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ") + &times
}

fn offer(lead: &ArrivedLead) -> String {
    lead.offer.as_ref().or(lead.offer_id.as_ref()).map(|offer| excerpt(offer, 60)).unwrap_or_default()
}

fn minute(at: Option<Timestamp>) -> String {
    at.map(|at| at.to_string().chars().take(16).collect::<String>().replace('T', " ")).unwrap_or_else(|| "(no time)".to_owned())
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
