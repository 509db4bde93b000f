//! Counts, bars, and how cleaning and following ended, for people.

use crate::core::leads_report::{LeadCount, LeadsCleanReport, LeadsStatsReport, LeadsTailReport, these_test_leads};
use crate::core::text::size;
use crate::render::human::leads::{account, go_on_from_none, number, stopped};
use crate::render::human::leads_table::{cut, lines};
use crate::render::page::Page;
use crate::render::screen::Look;

pub(super) fn stats(report: &LeadsStatsReport, look: &Look, page: &mut Page) {
    for read in &report.profiles {
        account(read, look, page);
    }
    if report.leads == 0 {
        go_on_from_none(&report.profiles, look, page);
        return;
    }
    page.blank();
    let (real, test) = (report.leads - report.test, report.test);
    let counted = if real == 0 || test == 0 { "" } else { ", not counted below" };
    let newest = report.last.as_deref().map(|last| format!(" The newest is of {} UTC.", last.chars().take(16).collect::<String>().replace('T', " ")));
    page.para(
        "",
        &format!(
            "{} {} from customers, {} MSFT_TEST {}{counted}.{}",
            number(real),
            if real == 1 { "lead" } else { "leads" },
            number(test),
            if test == 1 { "lead" } else { "leads" },
            newest.unwrap_or_default()
        ),
    );
    if report.do_not_contact > 0 {
        let are = if report.do_not_contact == 1 { "is" } else { "are" };
        page.para(
            &format!("{}  ", page.alarm("! DO NOT CONTACT")),
            &format!("{} of them {are} not to be contacted (action DNC).", number(report.do_not_contact)),
        );
    }
    if report.withheld > 0 {
        page.para("", &format!("{} without personal data: empty fields, as Marketplace leaves them for .edu addresses.", number(report.withheld)));
    }
    let tables = [
        ("per day", days(report)),
        ("per offer", most(&report.per_offer, look)),
        ("per source", most(&report.per_source, look)),
        ("per action", most(&report.per_action, look)),
        ("per country", most(&report.per_country, look)),
    ];
    let name = tables.iter().flat_map(|(_, rows)| rows).map(|row| textwrap::core::display_width(&row.name)).max().unwrap_or(0);
    for (title, rows) in &tables {
        bars(title, rows, name, look, page);
    }
    if let Some(cost) = &report.cost {
        page.blank();
        page.para(
            "Cost  ",
            &format!(
                "about ${:.2} a month for the {} leads of the past 30 days; {} stored. {}.",
                cost.dollars_a_month,
                number(cost.leads_a_month),
                size(cost.stored_bytes),
                cost.rule
            ),
        );
    }
    if let Some(html) = &report.html {
        page.blank();
        page.para("", &format!("Written: {html}"));
    }
}

/// A line of a table with bars.
struct Row {
    name: String,
    leads: u64,
    /// Sums up several, and has no bar.
    sum: bool,
}

/// The most first, and what is beyond ten as one.
fn most(counts: &[LeadCount], look: &Look) -> Vec<Row> {
    const ROWS: usize = 10;
    // A name has no more than its half of the page.
    let longest = usize::from(look.columns.unwrap_or(80).clamp(40, 82) - 14) / 2;
    let row = |count: &LeadCount| Row { name: cut(&count.name, longest), leads: count.leads, sum: false };
    let mut rows: Vec<Row> = counts.iter().take(ROWS).map(row).collect();
    if let Some(rest) = counts.get(ROWS..).filter(|rest| !rest.is_empty()) {
        rows.push(Row { name: format!("{} more", rest.len()), leads: rest.iter().map(|count| count.leads).sum(), sum: true });
    }
    rows
}

/// The newest month, day by day; several days without a lead are one line, which shows better than many. What is older, or tells no
/// time, is one line too.
fn days(report: &LeadsStatsReport) -> Vec<Row> {
    const DAYS: usize = 31;
    const FEWEST: usize = 3;
    let counts = &report.per_day[report.per_day.len().saturating_sub(DAYS)..];
    let sum = |counts: &[LeadCount]| counts.iter().map(|count| count.leads).sum::<u64>();
    let before = sum(&report.per_offer).saturating_sub(sum(counts));
    let mut rows = Vec::new();
    if before > 0 {
        rows.push(Row { name: "earlier, or no time".to_owned(), leads: before, sum: true });
    }
    for run in counts.chunk_by(|a, b| a.leads == 0 && b.leads == 0) {
        match run {
            [first, .., last] if run.len() >= FEWEST => {
                rows.push(Row { name: format!("{} to {}: none", first.name, last.name), leads: 0, sum: true });
            }
            _ => rows.extend(run.iter().map(|count| Row { name: count.name.clone(), leads: count.leads, sum: false })),
        }
    }
    rows
}

fn bars(title: &str, rows: &[Row], name: usize, look: &Look, page: &mut Page) {
    if rows.is_empty() {
        return;
    }
    page.blank();
    page.raw(&page.bold(title));
    let highest = rows.iter().filter(|row| !row.sum).map(|row| row.leads).max().unwrap_or(1).max(1);
    let width = u64::from(look.columns.unwrap_or(80).clamp(40, 100)).saturating_sub(name as u64 + 14).max(4);
    for row in rows {
        let fill = " ".repeat(name.saturating_sub(textwrap::core::display_width(&row.name)));
        let length = if row.sum { 0 } else { usize::try_from((row.leads * width).div_ceil(highest)).unwrap_or(0) };
        page.raw(format!("  {}{fill} {:>9}  {}", row.name, number(row.leads), "█".repeat(length)).trim_end());
    }
}

pub(super) fn clean(report: &LeadsCleanReport, look: &Look, page: &mut Page) {
    if report.dry_run {
        lines(&report.leads, look, page);
    }
    account(&report.read, look, page);
    if report.found == 0 {
        if report.read.stopped.is_none() && report.read.error.is_none() && !report.interrupted {
            page.para("", "There are no MSFT_TEST leads: nothing to delete.");
        }
        return;
    }
    if report.dry_run {
        page.sentence("", &format!("{} would be deleted; nothing was. Delete with:", these_test_leads(report.found)));
        page.raw(&format!("  {}", look.command(&format!("leadctl leads clean {} --yes", report.read.profile))));
        return;
    }
    if report.read.unfinished || report.read.stopped.is_some() {
        page.para("", "Nothing was deleted.");
        return;
    }
    page.para("", &format!("Deleted: {} of {} test leads.", number(report.deleted), number(report.found)));
    if report.gone_before > 0 {
        page.para("", &format!("Gone already: {}.", number(report.gone_before)));
    }
    for (why, count) in &report.kept {
        page.para("  ! ", &format!("left as they are: {}: {why}", number(*count)));
    }
    if let Some(failed) = &report.failed {
        stopped(failed, page);
    }
}

pub(super) fn followed(report: &LeadsTailReport, page: &mut Page) {
    if let Some(problem) = &report.stopped {
        stopped(problem, page);
    }
}
