//! `leadctl configure` for people: what was written, what deserves a look, and the next command.

use crate::core::outcome::Outcome;
use crate::core::report::ConfigureReport;
use crate::core::text::sanitise;
use crate::render::page::Page;
use crate::render::screen::Look;

pub(super) fn page(report: &ConfigureReport, look: &Look, page: &mut Page) {
    for warning in &report.warnings {
        page.sentence(&format!("{}  ", page.outcome(Outcome::Warn)), &sanitise(warning));
    }
    made(report, page);
    if !look.quiet {
        page.blank();
        page.raw("The same without questions:");
        page.raw(&format!("  {}", sanitise(&report.command)));
        page.raw(&format!("Next: {}", report.next));
    }
}

/// One line: what was written where, if anything was.
pub(crate) fn made(report: &ConfigureReport, page: &mut Page) {
    let what = match (report.unchanged, report.changed) {
        (true, _) => "is unchanged",
        (false, true) => "was changed",
        (false, false) => "was made",
    };
    page.para(
        &format!("{}  ", page.outcome(Outcome::Pass)),
        &format!("Profile '{}' ({}) {what} in {}.", report.profile, report.destination, report.file),
    );
}
