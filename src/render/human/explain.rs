//! One catalogue entry in full, and the list of them, for people.

use crate::core::report::{ExplainListReport, ExplainReport};
use crate::core::text::excerpt;
use crate::render::page::Page;

pub fn page(report: &ExplainReport, verbose: u8, page: &mut Page) {
    page.para("", &page.bold(&report.title));
    let origin = if report.status == "documented" { "documented by Microsoft" } else { "observed in the field" };
    page.raw(&format!("  {}", page.dim(&format!("{}, {origin}", report.id))));
    if let Some(sentence) = &report.partner_center {
        page.blank();
        page.para("Partner Center says  ", &format!("“{sentence}”"));
    }
    page.blank();
    page.para("Cause   ", &report.cause);
    page.blank();
    page.raw("Repair");
    page.steps("  ", &report.repair);
    page.blank();
    if let Some(field) = &report.field {
        page.para("Change  ", field);
    }
    if !report.codes.is_empty() {
        page.para("Codes   ", &report.codes.join(", "));
    }
    for link in &report.links {
        page.raw(&format!("Read    {link}"));
    }
    if verbose > 0 {
        page.blank();
        page.raw("Texts that mean this");
        for example in &report.examples {
            page.para("  - ", &excerpt(example, 300));
        }
    }
    page.blank();
    match &report.fault {
        Some(fault) => page.para("See it  ", &format!("leadctl sandbox --fault {fault}")),
        None => page.para("Next    ", "leadctl validate"),
    }
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
    page.blank();
    page.raw("Next    leadctl explain ID");
}
