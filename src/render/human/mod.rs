//! Reports for people, one file per command.

mod configure;
mod demo;
mod diagnose;
mod explain;
mod leads;
mod profile;
pub(super) mod test_lead;
pub(super) mod validate;

pub(super) use leads::export;

use crate::core::report::Report;
use crate::render::page::Page;
use crate::render::screen::Look;

pub(super) fn page(report: &Report, look: &Look, page: &mut Page) {
    match report {
        Report::Configure(report) => configure::page(report, look, page),
        Report::Validate(report) => validate::page(report, look, page),
        Report::TestLead(report) => test_lead::page(report, look, page),
        Report::DryRun(report) => test_lead::dry_run(report, look, page),
        Report::Diagnose(report) => diagnose::page(report, look.verbose, page),
        Report::Explain(report) => explain::page(report, look.verbose, page),
        Report::ExplainList(report) => explain::list(report, page),
        Report::Profiles(report) => profile::page(report, page),
        Report::Demo(report) => demo::page(report, page),
        Report::LeadsList(report) => leads::list(report, look, page),
        Report::LeadsParse(report) => leads::parse(report, page),
        Report::LeadsExport(report) => leads::export(report, page),
        Report::Text(text) => page.raw(text.trim_end()),
        Report::Done(_) => {}
    }
}
