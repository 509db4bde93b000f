//! The only place that prints. A report is computed once and rendered once, in the format that was asked for.
//!
//! Every byte passes [`out::Out`], which removes secrets a last time.

pub mod ask;
mod case;
mod curl;
mod github;
mod human;
mod json;
mod junit;
pub mod lead_lines;
mod markdown;
pub mod out;
mod page;
mod root;
mod rows;
mod sarif;
mod screen;
mod stats_page;

pub use human::{lead_line, ways_on};
pub use root::Root;
pub use screen::{Look, Screen};
pub use stats_page::stats_page;

use crate::cli::global::Format;
use crate::core::arrived::ArrivedLead;
use crate::core::error::Error;
use crate::core::exit::ExitStatus;
use crate::core::leads_report::LeadsExportReport;
use crate::core::redact::Redactor;
use crate::core::report::{Ending, Report};
use crate::render::out::Out;
use crate::render::page::Page;

/// Prints a command's result. `name` is the command as typed; `cli::Command::speaks` has said yes to the format.
pub fn report(name: &str, report: &Report, ending: &Ending, look: &Look, out: &Out) {
    let cases = || case::of(report);
    let text = match (report, look.format) {
        (Report::Done(_), _) => return,
        (Report::Text(text), _) => text.clone(),
        // Standard output has the leads themselves.
        (Report::LeadsExport(export), _) if export.file.is_none() && export.read.error.is_none() => return export_told(export, look, out),
        (Report::DryRun(plan), Format::Curl) => curl::render(plan),
        // What was followed has been told already.
        (Report::LeadsTail(_), Format::Ndjson) => return,
        // Has been told line by line.
        (Report::Diagnose(_), Format::Ndjson) => return,
        (_, Format::Json) => return out.print_clean(&json::report(name, report, ending, out.redactor())),
        (_, Format::Junit) => junit::render(&cases(), &look.root),
        (_, Format::Sarif) => sarif::render(&cases(), &look.root),
        // A log in which nothing is known may well be a good one.
        (Report::Diagnose(found), Format::Github) if found.scanned.is_some() => github::render(name, &cases(), None, &look.root),
        (_, Format::Github) => github::render(name, &cases(), Some(ending), &look.root),
        (Report::LeadsList(list), Format::Ndjson | Format::Csv) => return lead_list(&list.leads, look.format, out),
        (Report::LeadsParse(parsed), Format::Ndjson | Format::Csv) => return lead_list(&parsed.leads, look.format, out),
        (_, Format::Ndjson | Format::Csv) => match rows::render(report, look.format, out.redactor()) {
            Some(text) => return out.print_clean(&text),
            None => for_people(report, look, out),
        },
        (_, Format::Markdown) => markdown::render(report).unwrap_or_else(|| for_people(report, look, out)),
        (_, Format::Human | Format::Curl) => for_people(report, look, out),
    };
    out.print(&text);
}

fn for_people(report: &Report, look: &Look, out: &Out) -> String {
    let mut page = look.page(out.redactor());
    human::page(report, look, &mut page);
    page.into_text()
}

/// An export to standard output is told of on standard error.
fn export_told(report: &LeadsExportReport, look: &Look, out: &Out) {
    if !look.quiet && !report.unread {
        let mut page = Page::new(look.columns, false, out.redactor());
        human::export(report, look, &mut page);
        out.tell(&page.into_text());
    }
}

/// Leads a line each; known secrets are removed, and nothing else is changed.
fn lead_list(leads: &[ArrivedLead], format: Format, out: &Out) {
    let mut text = Vec::new();
    if format == Format::Csv {
        lead_lines::csv_header(&mut text);
    }
    for lead in leads {
        if format == Format::Csv {
            lead_lines::csv(lead, &mut text);
        } else {
            lead_lines::json(lead, &mut text);
            text.push(b'\n');
        }
    }
    out.print_clean(&out.redactor().clean_known(&String::from_utf8_lossy(&text)));
}

/// Leads in a table, as `leads list` shows them: for a question about them.
pub fn lead_table(leads: &[ArrivedLead], columns: Option<u16>, redactor: &Redactor) -> String {
    let look = Look { columns, ..indented(columns) };
    let mut page = look.page(redactor);
    human::lead_lines(leads, &look, &mut page);
    page.into_text().trim_end().to_owned()
}

/// A report as the lines that a person would see, without colour: for `demo`, which shows other commands.
pub fn plain_lines(report: &Report, columns: Option<u16>, redactor: &Redactor) -> Vec<String> {
    let look = indented(columns);
    let mut page = look.page(redactor);
    human::page(report, &look, &mut page);
    page.into_text().lines().map(str::to_owned).collect()
}

/// Without colour, and two columns narrower: the demo indents what it shows.
fn indented(columns: Option<u16>) -> Look {
    let columns = columns.unwrap_or(80).min(100).saturating_sub(2);
    Look {
        format: Format::Human,
        color: false,
        columns: Some(columns),
        quiet: false,
        verbose: 0,
        watched: false,
        config: None,
        ca_cert: None,
        root: Root::default(),
    }
}

/// The same in brief: what was made, or a line for each profile.
pub fn brief_lines(report: &Report, columns: Option<u16>, redactor: &Redactor) -> Vec<String> {
    let look = indented(columns);
    let mut page = look.page(redactor);
    match report {
        Report::Configure(report) => human::configure::made(report, &mut page),
        Report::Validate(report) => report.profiles.iter().for_each(|profile| human::validate::line(profile, &mut page)),
        Report::TestLead(report) => report.profiles.iter().for_each(|delivery| human::test_lead::line(delivery, &mut page)),
        _ => human::page(report, &look, &mut page),
    }
    page.into_text().lines().map(str::to_owned).collect()
}

/// Prints why a run could not be done.
pub fn failure(name: &str, error: &Error, look: &Look, out: &Out) {
    let status = ExitStatus::from(error.kind);
    let case = || case::of_error(name, error, &look.root, out.redactor());
    match look.format {
        Format::Json => out.print_clean(&json::failure(name, error, out.redactor())),
        // Elsewhere each line is a lead, and this is none.
        Format::Ndjson if name == "diagnose" => out.print_clean(&json::failure_line(name, error, out.redactor())),
        Format::Junit => out.print(&junit::render(&[case()], &look.root)),
        Format::Sarif => out.print(&sarif::render(&[case()], &look.root)),
        Format::Github => out.print(&github::render(name, &[case()], None, &look.root)),
        Format::Human | Format::Curl | Format::Ndjson | Format::Csv | Format::Markdown => {}
    }
    if !error.hints.is_empty() {
        let mut page = Page::new(look.columns, false, out.redactor());
        page.para("error: ", &error.to_string());
        for hint in &error.hints {
            page.para("  → ", hint);
        }
        out.tell(&page.into_text());
    }
    last_line(status, &error.to_string(), out);
}

/// The last line of every run that does not end with 0: why.
pub fn last_line(status: ExitStatus, why: &str, out: &Out) {
    out.tell(&format!("leadctl: exit {}: {}\n", status.code(), crate::core::text::excerpt(&out.redactor().clean(why), 1000)));
}

pub fn word(format: Format) -> &'static str {
    match format {
        Format::Human => "human",
        Format::Json => "json",
        Format::Ndjson => "ndjson",
        Format::Junit => "junit",
        Format::Sarif => "sarif",
        Format::Github => "github",
        Format::Curl => "curl",
        Format::Csv => "csv",
        Format::Markdown => "markdown",
    }
}

/// What a panic says: it is our bug. Neither message nor backtrace, which may hold a value.
pub fn panic_text(location: &str) -> String {
    format!(
        "leadctl: exit 70: this is a bug in leadctl (at {location}), not in your set-up; no value is shown here. Please report this line and the command's name.\n"
    )
}
