//! Entries, questions, codes and checks in full, and the list of them, for people.

use crate::core::explain_report::{
    Basis, ExplainAllReport, ExplainCheckReport, ExplainCodeReport, ExplainListReport, ExplainReport, ExplainTopicReport,
};
use crate::core::text::excerpt;
use crate::render::page::Page;

pub fn page(report: &ExplainReport, verbose: u8, page: &mut Page) {
    page.heading("", &report.title);
    let origin = match (report.status.as_str(), &report.file) {
        ("documented", _) => "documented by Microsoft".to_owned(),
        (_, Some(file)) => format!("of your own, {}", excerpt(file, 200)),
        _ => "observed in the field".to_owned(),
    };
    page.raw(&format!("  {}", page.dim(&format!("{}, {origin}", report.id))));
    if let Some(sentence) = &report.partner_center {
        page.blank();
        page.para("Partner Center says  ", &format!("“{sentence}”"));
    }
    page.blank();
    page.repair(&report.cause, &report.repair, report.field.as_deref());
    if !report.codes.is_empty() {
        page.para("Codes   ", &report.codes.join(", "));
    }
    page.links(&report.links);
    if verbose > 0 {
        page.blank();
        page.raw("Texts that mean this");
        for example in &report.examples {
            page.para("  - ", &excerpt(example, 300));
        }
    }
    page.blank();
    match (&report.fault, &report.folder) {
        (Some(fault), _) => page.para("See it  ", &format!("leadctl sandbox --fault {fault}")),
        (None, Some(folder)) => {
            let (command, what) = match verbose {
                0 => (format!("{} -v", own_command(&format!("explain {}", report.id), folder)), "shows the texts that mean this"),
                _ => (own_command("diagnose --file app.log", folder), "looks for it in a log"),
            };
            page.raw(&format!("Next    {command}"));
            page.para("        ", what);
        }
        // Of what Marketplace itself does, a lead that arrives is the proof.
        (None, None) if report.id.starts_with("marketplace/") => page.para("Next    ", "leadctl test-lead"),
        (None, None) => page.para("Next    ", "leadctl validate"),
    }
}

/// A command about an entry of one's own, which is in this folder.
pub(crate) fn own_command(command: &str, folder: &str) -> String {
    format!("leadctl {command} --catalogue {}", shell_words::quote(folder))
}

/// What a statement rests on, in a word or two.
pub fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Documented => "Documented",
        Basis::Observed => "Observed",
        Basis::Inferred => "Inferred",
        Basis::Unknown => "Unknown",
        Basis::Advice => "Advice",
    }
}

pub fn topic(report: &ExplainTopicReport, page: &mut Page) {
    page.heading("", &report.title);
    page.raw(&format!("  {}", page.dim(&report.topic)));
    for statement in &report.statements {
        page.blank();
        page.para(&format!("{:<12}", basis(statement.basis)), &statement.text);
    }
    page.blank();
    page.raw("Do");
    for command in &report.commands {
        page.raw(&format!("  {}", command.command));
        page.para("      ", &command.what);
    }
    page.blank();
    if !report.see.is_empty() {
        page.para("See     ", &format!("{} (leadctl explain ID)", report.see.join(", ")));
    }
    page.links(&report.links);
}

pub fn code(report: &ExplainCodeReport, page: &mut Page) {
    let also = if report.also.is_empty() { String::new() } else { format!(" ({})", report.also.join(", ")) };
    if report.entries.is_empty() {
        page.heading("", &format!("{}{also} has no entry of its own", report.code));
    } else {
        page.heading("", &format!("{}{also} stands for {} known errors", report.code, report.entries.len()));
    }
    for (number, entry) in report.entries.iter().enumerate() {
        page.blank();
        page.para(&format!("{}. ", number + 1), &entry.title);
        page.raw(&format!("   {}", page.dim(&entry.id)));
        page.para("   Known by  ", &entry.known_by);
    }
    if let Some(family) = report.family.as_ref().filter(|_| report.entries.is_empty()) {
        page.blank();
        page.para("It is   ", &format!("{}.", family.title));
        page.blank();
        page.para("Means   ", &family.meaning);
        page.blank();
        page.raw("Look");
        page.steps("  ", &family.look);
        page.blank();
        page.links(&family.links);
    }
    page.blank();
    page.para("Next    ", "Give leadctl diagnose the whole text with the code in it: the words around it say more.");
}

pub fn check(report: &ExplainCheckReport, page: &mut Page) {
    page.heading("", &report.title);
    page.raw(&format!("  {}", page.dim(&format!("{}, a check of leadctl validate", report.check))));
    page.blank();
    page.para(
        "Asks    ",
        if report.offline { "nothing of the network: it looks at the connection details alone" } else { "the destination, and writes nothing" },
    );
    if !report.needs.is_empty() {
        page.para("Needs   ", &report.needs.join(", "));
    }
    page.blank();
    if report.entries.is_empty() {
        page.para("", "No known error is tied to it; what it finds wrong, it says itself.");
    } else {
        page.raw("Finds");
        for entry in &report.entries {
            page.para(&format!("  {:<36} ", entry.id), &entry.title);
        }
    }
    page.blank();
    page.para("Next    ", &format!("leadctl validate, with a profile of the kind {}", report.destination));
}

pub fn list(report: &ExplainListReport, page: &mut Page) {
    let mut area = "";
    for entry in &report.entries {
        let this = entry.id.split('/').next().unwrap_or_default();
        if this != area {
            page.blank();
            page.raw(&page.bold(this));
            area = this;
        }
        page.para(&format!("  {:<36} ", entry.id), &entry.title);
    }
    if !report.topics.is_empty() {
        page.blank();
        page.raw(&page.bold("questions"));
    }
    for topic in &report.topics {
        page.para(&format!("  {:<36} ", topic.topic), &topic.title);
    }
    page.blank();
    page.para("Next    ", "leadctl explain ID; a code will do too, such as AADSTS7000222, 0x80042f09 or TableNotFound");
}

/// The whole catalogue, one page behind the other.
pub fn all(report: &ExplainAllReport, verbose: u8, page: &mut Page) {
    for entry in &report.entries {
        self::page(entry, verbose, page);
        page.blank();
        page.raw("────────────────────────────────────────");
        page.blank();
    }
    for topic in &report.topics {
        self::topic(topic, page);
        page.blank();
        page.raw("────────────────────────────────────────");
        page.blank();
    }
    for family in &report.families {
        page.heading("", &family.title);
        page.para("", &family.meaning);
        page.steps("  ", &family.look);
        page.links(&family.links);
        page.blank();
    }
}
