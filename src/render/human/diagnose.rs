//! What `leadctl diagnose` found, for people: each answer with its certainty, its reasons and its steps; a hint never looks like one.

use crate::core::diagnose_report::{DiagnoseReport, HintKind, HintReport, Location, MatchReport, ScanReport};
use crate::core::text::{excerpt, sanitise, size};
use crate::render::human::explain::own_command;
use crate::render::page::Page;

pub fn page(report: &DiagnoseReport, verbose: u8, page: &mut Page) {
    if report.matches.is_empty() {
        let read = report.scanned.as_ref().is_none_or(|scan| scan.files > 0);
        if read {
            nothing_known(report, page);
        }
        return summary(report, page);
    }
    let several = report.matches.len() > 1;
    for (place, found) in report.matches.iter().enumerate() {
        page.blank();
        let number = if several { format!("{} of {}  ", place + 1, report.matches.len()) } else { String::new() };
        // A less sure answer beside a sure one is shown in brief, and so is one whose steps stand above.
        let new = report.matches[..place].iter().all(|above| above.id != found.id);
        answer(found, &number, new && (place == 0 || verbose > 0 || found.confidence >= 0.9), page);
    }
    codes(report, page);
    summary(report, page);
}

/// Codes in the text that have no entry, and where to look.
fn codes(report: &DiagnoseReport, page: &mut Page) {
    let codes: Vec<&HintReport> = report.hints.iter().filter(|hint| hint.kind == HintKind::Code).collect();
    if codes.is_empty() {
        return;
    }
    page.blank();
    page.para("", "In the text, and without an entry of its own:");
    for hint in codes {
        page.para(&format!("  {}  ", hint.id), &format!("{}.", hint.title));
        if let Some(link) = hint.links.first() {
            page.raw(&format!("    Read  {link}"));
        }
        page.raw(&format!("    Next  leadctl explain {}", hint.id));
    }
}

/// What was read of logs, and what of it could not be.
fn summary(report: &DiagnoseReport, page: &mut Page) {
    let Some(scan) = &report.scanned else { return };
    page.blank();
    for problem in &scan.unreadable {
        page.para("! ", &problem.message);
    }
    if scan.left_out > 0 {
        page.para(
            "",
            &format!("{} more are not shown; --format ndjson shows them all, and without --no-fold they are counted.", grouped(scan.left_out)),
        );
    }
    page.aside(&read(scan));
}

fn read(scan: &ScanReport) -> String {
    let of = |count: u64, one: &str, many: &str| format!("{} {}", grouped(count), if count == 1 { one } else { many });
    let size = size(scan.bytes);
    let found = of(scan.findings, "known error", "known errors");
    format!("{found} in {} ({}, {size}).", of(scan.files, "file", "files"), of(scan.lines, "line", "lines"))
}

/// 7857434 as 7,857,434.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn answer(found: &MatchReport, number: &str, in_full: bool, page: &mut Page) {
    page.heading(&format!("{number}{}  ", certainty(found.confidence)), &found.title);
    page.raw(&format!("  {}", page.dim(&place(found))));
    if found.count > 1 {
        page.raw(&format!("  {}", page.dim(&format!("{} times, last at {}", grouped(found.count), spot(&found.last)))));
    }
    for line in &found.context {
        let mark = if line.line == found.location.line { ':' } else { '-' };
        page.raw(&format!("  {}{mark} {}", line.line, sanitise(&line.text)));
    }
    page.blank();
    let mut label = "Why     ";
    for reason in &found.because {
        page.para(label, &format!("{}.", excerpt(reason, 400)));
        label = "        ";
    }
    let mut label = "Found   ";
    for (key, value) in &found.found {
        page.raw(&format!("{label}{}: {}", key.replace('_', " "), excerpt(value, 200)));
        label = "        ";
    }
    if !in_full {
        page.para("Next    ", &explain(found));
        return;
    }
    page.blank();
    page.repair(&found.cause, &found.repair, found.field.as_deref());
    if let Some(sentence) = &found.partner_center {
        page.para("Partner Center says  ", &format!("“{sentence}”"));
    }
    page.links(&found.links);
    // Some errors of an endpoint only a lead brings out.
    let next = match found.id.split('/').next() {
        _ if found.folder.is_some() => explain(found),
        _ if found.needs_test_lead => "leadctl test-lead".to_owned(),
        _ if !found.checks.is_empty() => "leadctl validate".to_owned(),
        Some("https" | "storage") => "leadctl test-lead".to_owned(),
        _ => format!("leadctl explain {}", found.id),
    };
    page.raw(&format!("Next    {next}"));
}

/// The command that shows an entry in full, with the folder of one's own entries where it is one.
fn explain(found: &MatchReport) -> String {
    match &found.folder {
        Some(folder) => own_command(&format!("explain {}", found.id), folder),
        None => format!("leadctl explain {}", found.id),
    }
}

/// Id, certainty as a number, and where the text says it.
fn place(found: &MatchReport) -> String {
    let location = match &found.location {
        Location { file: None, line: 0..=1 } => String::new(),
        location => format!(", {}", spot(location)),
    };
    format!("{} (certainty {:.0}%{location})", found.id, found.confidence * 100.0)
}

/// A place, harmless for the terminal.
fn spot(location: &Location) -> String {
    match &location.file {
        Some(file) => format!("{}:{}", excerpt(file, 200), location.line),
        None => location.to_string(),
    }
}

fn certainty(confidence: f64) -> &'static str {
    match confidence {
        c if c >= 0.9 => "Almost certain:",
        c if c >= 0.75 => "Likely:",
        _ => "Possible:",
    }
}

fn nothing_known(report: &DiagnoseReport, page: &mut Page) {
    page.para("", &format!("Nothing in {} is a known error of lead delivery.", report.subject()));
    codes(report, page);
    if let Some(topic) = report.hints.iter().find(|hint| hint.kind == HintKind::Topic) {
        page.blank();
        page.para("", "It may ask for this:");
        page.para("  ", &format!("{}.", topic.title));
        page.blank();
        return page.raw(&format!("Next    leadctl explain {}", topic.id));
    }
    let near: Vec<&HintReport> = report.hints.iter().filter(|hint| hint.kind == HintKind::Entry).collect();
    if !near.is_empty() {
        page.blank();
        page.para("", "These entries are near, but the text does not say enough to call them an answer:");
        for hint in near {
            page.para(&format!("  ? {}  ", hint.id), &hint.title);
        }
    }
    page.blank();
    page.para("Next    ", "Paste the whole message with the lines around it, or run leadctl validate, which finds the cause by itself.");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::diagnose_report::{HintReport, Location};

    fn shown(report: &DiagnoseReport) -> String {
        let mut out = Page::new(Some(80), false, &crate::core::redact::Redactor::default());
        page(report, 0, &mut out);
        out.into_text()
    }

    #[test]
    fn an_answer_has_certainty_reason_steps_and_a_next_command() {
        let found = MatchReport {
            id: "storage/firewall".into(),
            title: "The storage account is closed to this network".into(),
            confidence: 0.93,
            because: vec!["the text has the code X".into()],
            found: [("request_id".to_owned(), "1".to_owned())].into(),
            cause: "C".into(),
            repair: vec!["first".into(), "second".into()],
            field: Some("connection_string".into()),
            links: vec!["https://learn.microsoft.com/x".into()],
            partner_center: None,
            needs_test_lead: false,
            checks: vec!["azure-table/key-accepted".to_owned()],
            location: Location { file: None, line: 3 },
            count: 1,
            last: Location { file: None, line: 3 },
            context: vec![],
            catalogue: None,
            folder: None,
        };
        let text = shown(&DiagnoseReport { matches: vec![found.clone()], ..DiagnoseReport::default() });
        assert_eq!(
            text,
            "Almost certain:  The storage account is closed to this network\n  storage/firewall (certainty 93%, line 3)\n\nWhy     the text has the code X.\nFound   request id: 1\n\nCause   C\n\nRepair\n  1. first\n  2. second\n\nChange  connection_string\nRead    https://learn.microsoft.com/x\nNext    leadctl validate\n"
        );
        let repeated = MatchReport { count: 1234, last: Location { file: Some("a.log".into()), line: 9 }, ..found };
        let scanned = ScanReport { files: 2, bytes: 1_140_844_476, lines: 7_857_434, findings: 1235, ..ScanReport::default() };
        let text = shown(&DiagnoseReport { matches: vec![repeated.clone(), repeated], scanned: Some(scanned), ..DiagnoseReport::default() });
        assert!(text.contains("\n  1,234 times, last at a.log:9\n"), "{text}");
        assert!(text.ends_with("\n1,235 known errors in 2 files (7,857,434 lines, 1.1 GB).\n"), "{text}");
        assert_eq!(text.matches("Repair").count(), 1, "the steps stand above: {text}");
    }

    #[test]
    fn a_hint_is_no_answer() {
        let hint = HintReport { id: "https/timeout".into(), title: "T".into(), kind: HintKind::Entry, links: vec![] };
        let text = shown(&DiagnoseReport { hints: vec![hint], ..DiagnoseReport::default() });
        assert!(text.starts_with("Nothing in this text is a known error"), "{text}");
        assert!(text.contains("  ? https/timeout  T"), "{text}");
    }
}
