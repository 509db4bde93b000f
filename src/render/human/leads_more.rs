//! Counts, bars, and how cleaning and following ended, for people.

use crate::core::leads_report::{LeadCount, LeadsCleanReport, LeadsStatsReport, LeadsTailReport};
use crate::core::text::excerpt;
use crate::render::human::leads::{account, lines, number, stopped};
use crate::render::page::Page;
use crate::render::screen::Look;

pub(super) fn stats(report: &LeadsStatsReport, look: &Look, page: &mut Page) {
    for read in &report.profiles {
        account(read, page);
    }
    if report.leads == 0 {
        return;
    }
    page.blank();
    page.para("", &format!("{} leads, of these {} test leads", number(report.leads), number(report.test)));
    if report.do_not_contact > 0 {
        page.para(&format!("{}  ", page.alarm("! DO NOT CONTACT")), &format!("{} of them", number(report.do_not_contact)));
    }
    if report.withheld > 0 {
        page.para("", &format!("{} with personal data withheld, as Marketplace does for .edu addresses", number(report.withheld)));
    }
    for (title, counts, most) in [
        ("per day", tail(&report.per_day, 31), 31),
        ("per offer", report.per_offer.as_slice(), 10),
        ("per source", report.per_source.as_slice(), 10),
        ("per action", report.per_action.as_slice(), 10),
        ("per country", report.per_country.as_slice(), 10),
    ] {
        bars(title, counts, most, look, page);
    }
    if let Some(cost) = &report.cost {
        page.blank();
        page.para(
            "Cost  ",
            &format!(
                "about ${:.2} a month for the {} leads of the past 30 days; {} stored. {}.",
                cost.dollars_a_month,
                number(cost.leads_a_month),
                bytes(cost.stored_bytes),
                cost.rule
            ),
        );
    }
    if let Some(html) = &report.html {
        page.blank();
        page.para("", &format!("Written: {html}"));
    }
}

fn tail(counts: &[LeadCount], most: usize) -> &[LeadCount] {
    &counts[counts.len().saturating_sub(most)..]
}

fn bars(title: &str, counts: &[LeadCount], most: usize, look: &Look, page: &mut Page) {
    const NAME: usize = 26;
    if counts.is_empty() {
        return;
    }
    page.blank();
    page.raw(&page.bold(title));
    let highest = counts.iter().map(|count| count.leads).max().unwrap_or(1).max(1);
    let width = u64::from(look.columns.unwrap_or(80).clamp(40, 100)).saturating_sub(NAME as u64 + 14).max(4);
    for count in counts.iter().take(most) {
        let name = excerpt(&count.name, NAME);
        let fill = " ".repeat(NAME.saturating_sub(textwrap::core::display_width(&name)));
        let length = usize::try_from((count.leads * width).div_ceil(highest)).unwrap_or(0);
        page.raw(format!("  {name}{fill} {:>9}  {}", number(count.leads), "█".repeat(length)).trim_end());
    }
    if counts.len() > most {
        let rest: u64 = counts[most..].iter().map(|count| count.leads).sum();
        page.raw(&format!("  {:<NAME$} {:>9}", format!("{} more", counts.len() - most), number(rest)));
    }
}

pub(super) fn clean(report: &LeadsCleanReport, look: &Look, page: &mut Page) {
    if report.dry_run {
        lines(&report.leads, look, page);
    }
    account(&report.read, page);
    if report.found == 0 {
        if report.read.stopped.is_none() && report.read.error.is_none() {
            page.para("", "There are no MSFT_TEST leads: nothing to delete.");
        }
        return;
    }
    if report.dry_run {
        page.para(
            "",
            &format!(
                "These {} test leads would be deleted; nothing was. Delete them with: {}",
                number(report.found),
                look.command(&format!("leadctl leads clean {} --yes", report.read.profile))
            ),
        );
        return;
    }
    page.para("", &format!("Deleted: {} of {} test leads.", number(report.deleted), number(report.found)));
    if report.gone_before > 0 {
        page.para("", &format!("{} were gone already.", number(report.gone_before)));
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

/// `39.4 MB`.
pub(in crate::render) fn bytes(count: u64) -> String {
    #[allow(clippy::cast_precision_loss)] // for people
    let size = count as f64;
    match count {
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", size / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", size / 1e6),
        _ => format!("{:.1} GB", size / 1e9),
    }
}
