//! `leadctl migrate` for people: what was copied, what was there, what stayed behind and why.

use crate::core::outcome::Outcome;
use crate::core::report::{MigrateReport, NotCopied};
use crate::core::text::{excerpt, sanitise};
use crate::render::human::validate::tells_more;
use crate::render::page::Page;
use crate::render::screen::Look;

/// So many of what stayed behind are shown; the JSON has them all.
const MOST_SHOWN: usize = 20;

pub(super) fn page(report: &MigrateReport, look: &Look, page: &mut Page) {
    page.para(
        &format!("{} ", page.bold(&format!("{} → {}", report.from, report.to))),
        &format!("· container {} · table {}", sanitise(&report.container), sanitise(&report.table)),
    );
    page.blank();
    let mut counts = vec![("blobs looked at", report.blobs), ("leads in them", report.leads)];
    match report.dry_run {
        true => counts.push(("would be copied", report.to_copy)),
        false => counts.push(("copied", report.copied)),
    }
    counts.extend([("already there", report.already_there), ("could not be read or kept", report.not_copied())]);
    page.table(["what", "count"], counts.into_iter().map(|(what, count)| [what.to_owned(), count.to_string()]));
    for (list, title) in [(&report.unreadable, "Could not be read:"), (&report.refused, "A table can't hold:")] {
        if !list.is_empty() {
            page.blank();
            page.raw(&page.bold(title));
            behind(list, page);
        }
    }
    let more = report.unreadable.len().saturating_sub(MOST_SHOWN) + report.refused.len().saturating_sub(MOST_SHOWN);
    if more > 0 || report.unlisted > 0 {
        page.para("  ", &format!("and {} more; --format json lists them", more as u64 + report.unlisted));
    }
    page.blank();
    end(report, look, page);
}

fn behind(list: &[NotCopied], page: &mut Page) {
    for item in list.iter().take(MOST_SHOWN) {
        let place = item.lead.map_or_else(String::new, |place| format!(", lead {place}"));
        page.para("  - ", &format!("{}{place}: {}", excerpt(&item.blob, 120), sanitise(&item.reason)));
    }
}

fn end(report: &MigrateReport, look: &Look, page: &mut Page) {
    if let Some(stopped) = &report.stopped {
        let name = if stopped.at == "from" { &report.from } else { &report.to };
        page.sentence(&format!("{}  ", page.outcome(stopped.outcome)), &format!("ended early at '{name}': {}", sanitise(&stopped.message)));
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
        page.para("", "Run it again to go on: what is there is not copied twice.");
        return;
    }
    if report.interrupted {
        page.para("", "Stopped. Run it again to go on: what is there is not copied twice.");
        return;
    }
    let left = report.not_copied() > 0;
    let outcome = if left { Outcome::Warn } else { Outcome::Pass };
    let mark = format!("{}  ", page.outcome(outcome));
    match (report.dry_run, left) {
        (true, _) => {
            page.para(&mark, "This was a dry run: nothing was written.");
            if report.table_exists == Some(false) {
                page.para("  Note: ", &format!("The table {} does not exist yet: add --create-table.", sanitise(&report.table)));
            }
            page.raw(&format!("Next: {}", look.command(&format!("leadctl migrate blob-to-table --from {} --to {}", report.from, report.to))));
        }
        (false, true) => page.para(
            &mark,
            "All that could be read is in the table. What is listed above stays in the container: look at it there before you delete it.",
        ),
        (false, false) => page.para(&mark, "All leads of the container are in the table. The container was left as it is."),
    }
    if !report.dry_run {
        page.raw(&format!("Next: in Partner Center choose Azure Table, then {}", look.command(&format!("leadctl test-lead {}", report.to))));
    }
}
