//! `leadctl scaffold` for people: the files, and what is left to do.

use crate::core::outcome::Outcome;
use crate::core::scaffold_report::{FileState, ScaffoldReport};
use crate::core::text::sanitise;
use crate::render::page::Page;
use crate::render::screen::Look;

pub(super) fn page(report: &ScaffoldReport, look: &Look, page: &mut Page) {
    let whose = report.profile.as_ref().map_or_else(String::new, |profile| format!(" · profile {profile}"));
    page.para(&format!("{} ", page.bold(&report.what)), &format!("· for {}{whose}", report.destination));
    page.blank();
    for file in &report.files {
        let state = match file.state {
            FileState::Written => "written",
            FileState::Unchanged => "unchanged",
            FileState::Replaced => "replaced",
            FileState::New => "would be written",
            FileState::Differs => "is there, and differs",
        };
        page.raw(&format!("  {:<28} {}", sanitise(&file.path), page.dim(state)));
    }
    page.blank();
    let folder = report.folder.as_deref().map(sanitise);
    if report.dry_run {
        page.para("", "Nothing was written.");
        let differs = report.files.iter().any(|file| file.state == FileState::Differs);
        let named = report.profile.clone().unwrap_or_else(|| format!("--for {}", report.destination));
        let force = if differs { " --force" } else { "" };
        let folder = folder.unwrap_or_else(|| format!("leads-{}", if report.what == "power-automate" { "flow" } else { "function" }));
        let command = format!("leadctl scaffold {} {named} -o {folder}{force}", report.what);
        // Without a profile, no profile file is read.
        page.next(&if report.profile.is_some() { look.command(&command) } else { command });
    } else {
        page.para(&format!("{}  ", page.outcome(Outcome::Pass)), &format!("The files are in {}. No secret is in them.", folder.unwrap_or_default()));
        page.raw(&page.bold("What is left to do:"));
        page.steps("  ", &report.next);
    }
    page.note("Note: ", &format!("{}.", report.inferred));
}
