//! `leadctl demo` for people: each command as it would be typed, and what it says.

use crate::core::outcome::Outcome;
use crate::core::report::DemoReport;
use crate::render::page::Page;

pub(super) fn page(report: &DemoReport, page: &mut Page) {
    for step in &report.steps {
        if !step.says.is_empty() {
            page.blank();
            page.para("", &step.says);
        }
        page.raw(&page.bold(&format!("$ {}", step.command)));
        for line in &step.output {
            page.raw(&format!("  {line}"));
        }
        if !step.as_expected {
            page.para(&format!("  {}  ", page.outcome(Outcome::Fail)), "This step did not come out as it should.");
        }
    }
    page.blank();
    let took = if report.duration_ms < 1000 { format!("{} ms", report.duration_ms) } else { format!("{:.1} s", report.duration_ms as f64 / 1000.0) };
    page.para("", &format!("{} steps in {took}, all on this machine: no account, no network.", report.steps.len()));
    page.para("Next: ", "leadctl configure");
}
