//! `leadctl explain` as Markdown: a page to put beside one's own documentation.

use std::fmt::Write as _;

use super::human::basis;
use crate::core::explain_report::{
    EntryLine, ExplainAllReport, ExplainCheckReport, ExplainCodeReport, ExplainListReport, ExplainReport, ExplainTopicReport, FamilyReport,
};
use crate::core::report::Report;
use crate::core::text::{excerpt, sanitise};

/// The longest example that is shown.
const LONGEST_EXAMPLE: usize = 600;

/// Whatever is explained; `None` for every other report.
pub(super) fn render(report: &Report) -> Option<String> {
    let mut page = String::new();
    match report {
        Report::Explain(report) => entry(report, 1, &mut page),
        Report::ExplainTopic(report) => topic(report, 1, &mut page),
        Report::ExplainCode(report) => code(report, &mut page),
        Report::ExplainCheck(report) => check(report, &mut page),
        Report::ExplainList(report) => list(report, &mut page),
        Report::ExplainAll(report) => all(report, &mut page),
        _ => return None,
    }
    Some(page.trim_end().to_owned() + "\n")
}

fn all(report: &ExplainAllReport, page: &mut String) {
    page.push_str("# Known errors of lead delivery\n\n");
    let _ = writeln!(page, "Made by `leadctl explain --all --format markdown`, leadctl {}.\n", env!("CARGO_PKG_VERSION"));
    let mut area = "";
    for known in &report.entries {
        let this = known.id.split('/').next().unwrap_or_default();
        if this != area {
            let _ = writeln!(page, "{}- {this}", if area.is_empty() { "" } else { "\n" });
            area = this;
        }
        let _ = writeln!(page, "  - [{}](#{}): {}", plain(&known.id), anchor(&known.id), plain(&known.title));
    }
    page.push_str("\n- questions\n");
    for asked in &report.topics {
        let _ = writeln!(page, "  - [{}](#{})", plain(&asked.title), anchor(&asked.topic));
    }
    page.push('\n');
    for known in &report.entries {
        entry(known, 2, page);
    }
    for asked in &report.topics {
        topic(asked, 2, page);
    }
    page.push_str("## Codes without an entry\n\n");
    for family in &report.families {
        family_of_codes(family, page);
    }
}

fn head(level: usize, id: &str, title: &str, page: &mut String) {
    let _ = writeln!(page, "<a id=\"{}\"></a>\n\n{} {}\n", anchor(id), "#".repeat(level), plain(title));
}

fn entry(report: &ExplainReport, level: usize, page: &mut String) {
    head(level, &report.id, &report.title, page);
    let _ = writeln!(page, "`{}`, {}\n", report.id, if report.status == "documented" { "documented by Microsoft" } else { &report.status });
    if let Some(sentence) = &report.partner_center {
        let _ = writeln!(page, "Partner Center says:\n\n> {}\n", plain(sentence));
    }
    let _ = writeln!(page, "**Cause.** {}\n\n**Repair.**\n", plain(&report.cause));
    numbered(&report.repair, page);
    if let Some(field) = &report.field {
        let _ = writeln!(page, "**Change:** `{}`\n", field.replace('`', "'"));
    }
    if !report.codes.is_empty() {
        let codes: Vec<String> = report.codes.iter().map(|code| format!("`{}`", code.replace('`', "'"))).collect();
        let _ = writeln!(page, "**Codes:** {}\n", codes.join(", "));
    }
    links(&report.links, page);
    if !report.examples.is_empty() {
        page.push_str("**Texts that mean this:**\n\n");
        for example in &report.examples {
            fenced(&excerpt(example, LONGEST_EXAMPLE), page);
        }
    }
}

fn topic(report: &ExplainTopicReport, level: usize, page: &mut String) {
    head(level, &report.topic, &report.title, page);
    for statement in &report.statements {
        let _ = writeln!(page, "{} *({})*\n", plain(&statement.text), basis(statement.basis).to_lowercase());
    }
    for command in &report.commands {
        let _ = writeln!(page, "- `{}`: {}", command.command, plain(&command.what));
    }
    page.push('\n');
    if !report.see.is_empty() {
        // Alone on its page, it has nothing there to lead to.
        let alone = level == 1;
        let see = |id: &String| if alone { format!("`{id}`") } else { format!("[{id}](#{})", anchor(id)) };
        let see: Vec<String> = report.see.iter().map(see).collect();
        let _ = writeln!(page, "See {}{}.\n", see.join(", "), if alone { " (`leadctl explain ID`)" } else { "" });
    }
    links(&report.links, page);
}

fn code(report: &ExplainCodeReport, page: &mut String) {
    let also = if report.also.is_empty() { String::new() } else { format!(" ({})", report.also.join(", ")) };
    let stands = match report.entries.len() {
        0 => "has no entry of its own".to_owned(),
        count => format!("stands for {count} known errors"),
    };
    head(1, &report.code, &format!("{}{also} {stands}", report.code), page);
    for entry in &report.entries {
        let _ = writeln!(page, "- `{}`: {}. Known by: {}", entry.id, plain(&entry.title), plain(&entry.known_by));
    }
    if let Some(family) = report.family.as_ref().filter(|_| report.entries.is_empty()) {
        family_of_codes(family, page);
    } else {
        page.push('\n');
    }
    page.push_str("Give `leadctl diagnose` the whole text with the code in it: the words around it say more.\n");
}

fn check(report: &ExplainCheckReport, page: &mut String) {
    head(1, &report.check, &report.title, page);
    let asks = if report.offline { "looks at the connection details alone" } else { "asks the destination, and writes nothing" };
    let _ = writeln!(page, "`{}`, a check of `leadctl validate` for {}: {asks}.\n", report.check, report.destination);
    if !report.needs.is_empty() {
        let needs: Vec<String> = report.needs.iter().map(|id| format!("`{id}`")).collect();
        let _ = writeln!(page, "**Needs:** {}\n", needs.join(", "));
    }
    match report.entries.as_slice() {
        [] => page.push_str("No known error is tied to it; what it finds wrong, it says itself.\n"),
        entries => {
            page.push_str("**Finds:**\n\n");
            lines(entries, page);
        }
    }
}

fn list(report: &ExplainListReport, page: &mut String) {
    page.push_str("# Known errors of lead delivery\n\n");
    lines(&report.entries, page);
    if !report.topics.is_empty() {
        page.push_str("\n## Questions\n\n");
    }
    for asked in &report.topics {
        let _ = writeln!(page, "- `{}`: {}", asked.topic, plain(&asked.title));
    }
    page.push_str("\n`leadctl explain ID` shows one in full, `leadctl explain --all --format markdown` all of them.\n");
}

fn lines(entries: &[EntryLine], page: &mut String) {
    for entry in entries {
        let _ = writeln!(page, "- `{}`: {}", entry.id, plain(&entry.title));
    }
}

fn family_of_codes(report: &FamilyReport, page: &mut String) {
    let _ = writeln!(page, "### {}\n\n{}\n", plain(&report.title), plain(&report.meaning));
    numbered(&report.look, page);
    links(&report.links, page);
}

fn numbered(steps: &[String], page: &mut String) {
    for (number, step) in steps.iter().enumerate() {
        let _ = writeln!(page, "{}. {}", number + 1, plain(step));
    }
    page.push('\n');
}

fn links(links: &[String], page: &mut String) {
    for link in links {
        let _ = writeln!(page, "- {}", if link.contains('<') { format!("`{link}`") } else { format!("<{link}>") });
    }
    if !links.is_empty() {
        page.push('\n');
    }
}

/// A block of code around whatever text, on one line.
fn fenced(text: &str, page: &mut String) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = writeln!(page, "{fence}text\n{text}\n{fence}\n");
}

/// Words that have no power over the page.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in sanitise(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '|' | '#' => out.extend(['\\', c]),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn anchor(id: &str) -> String {
    id.replace('/', "-")
}
