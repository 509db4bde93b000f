//! `leadctl profile` for people: a table of profiles, or one in full.

use crate::core::report::ProfilesReport;
use crate::core::text::sanitise;
use crate::render::page::Page;

pub(super) fn page(report: &ProfilesReport, page: &mut Page) {
    if let Some(done) = &report.done {
        page.sentence("", &sanitise(done));
        return;
    }
    if report.in_full {
        for profile in &report.profiles {
            page.blank();
            page.raw(&format!("{} · {} ({})", page.bold(&profile.profile), profile.destination, profile.label));
            page.raw(&page.dim(&format!("{}:{}", profile.file, profile.line)));
            for (key, value) in &profile.settings {
                page.raw(&format!("  {key} = {}", sanitise(value)));
            }
        }
        return;
    }
    if report.profiles.is_empty() {
        page.para("", "There are no profiles yet. Make one with: leadctl configure");
        return;
    }
    let rows = report.profiles.iter().map(|profile| {
        let offer = profile.settings.get("offer").or_else(|| profile.settings.get("offer_title")).cloned().unwrap_or_default();
        [profile.profile.clone(), profile.destination.clone(), sanitise(&offer), profile.line.to_string()]
    });
    page.table(["profile", "destination", "offer", "line"], rows);
}
