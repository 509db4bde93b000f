//! Reports for people, one file per command.

pub(super) mod configure;
mod demo;
mod diagnose;
mod explain;
mod leads;
mod leads_more;
mod leads_table;
mod leads_watch;
mod live;
mod migrate;
mod profile;
mod scaffold;
pub(super) mod test_lead;
pub(super) mod validate;

pub(super) use explain::basis;
pub use leads::ways_on;
pub(super) use leads::{export, number};
pub use leads_table::line as lead_line;
pub(super) use leads_table::lines as lead_lines;

use crate::core::report::{FaultsReport, Report};
use crate::render::page::Page;
use crate::render::screen::Look;

pub(super) fn page(report: &Report, look: &Look, page: &mut Page) {
    match report {
        Report::Configure(report) => configure::page(report, look, page),
        Report::Validate(report) => validate::page(report, look, page),
        Report::TestLead(report) => test_lead::page(report, look, page),
        Report::DryRun(report) => test_lead::dry_run(report, look, page),
        Report::Diagnose(report) => {
            diagnose::page(report, look.verbose, page);
            if let Some(seen) = &report.live {
                live::page(seen, &report.matches, look, page);
            }
        }
        Report::Explain(report) => explain::page(report, look.verbose, page),
        Report::ExplainList(report) => explain::list(report, page),
        Report::ExplainTopic(report) => explain::topic(report, page),
        Report::ExplainCode(report) => explain::code(report, page),
        Report::ExplainCheck(report) => explain::check(report, page),
        Report::ExplainAll(report) => explain::all(report, look.verbose, page),
        Report::Profiles(report) => profile::page(report, page),
        Report::Migrate(report) => migrate::page(report, look, page),
        Report::Demo(report) => demo::page(report, page),
        Report::Faults(report) => faults(report, look, page),
        Report::LeadsList(report) => leads::list(report, look, page),
        Report::LeadsParse(report) => leads::parse(report, page),
        Report::LeadsExport(report) => leads::export(report, look, page),
        Report::LeadsStats(report) => leads_more::stats(report, look, page),
        Report::LeadsTail(report) => leads_more::followed(report, page),
        Report::LeadsWatch(report) => leads_watch::page(report, look, page),
        Report::LeadsClean(report) => leads_more::clean(report, look, page),
        Report::Scaffold(report) => scaffold::page(report, look, page),
        Report::Text(text) => page.raw(text.trim_end()),
        Report::Done(_) => {}
    }
}

/// Each id on a line of its own, and below it, except with --quiet, what it is: scripts have the ids alone.
fn faults(report: &FaultsReport, look: &Look, page: &mut Page) {
    for fault in &report.faults {
        page.raw(&fault.id);
        if let Some(title) = fault.title.as_deref().filter(|_| !look.quiet) {
            page.para("  ", title);
        }
    }
}
