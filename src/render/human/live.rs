//! What `leadctl diagnose --live` saw, for people: the verdict first, then the checks that it rests on.

use crate::core::diagnose_report::{LiveReport, MatchReport, Verdict};
use crate::core::outcome::Outcome;
use crate::core::report::CheckReport;
use crate::core::text::sanitise;
use crate::render::human::validate;
use crate::render::page::Page;
use crate::render::screen::Look;

/// `told`: entries whose cause and repair stand above already.
pub(crate) fn page(report: &LiveReport, told: &[MatchReport], look: &Look, page: &mut Page) {
    page.blank();
    page.raw(&format!("{} · {} · looked at just now", page.bold(&report.profile), report.destination));
    for check in &report.checks {
        // The failure in full; of the others a line is enough.
        if check.outcome != Outcome::Skipped || look.verbose > 0 {
            let is_told = told.iter().any(|found| check.entry.as_ref() == Some(&found.id));
            let check = if is_told {
                CheckReport { partner_center: None, partner_center_en: None, cause: None, repair: Vec::new(), entry: None, ..check.clone() }
            } else {
                check.clone()
            };
            validate::check(&check, look, page);
        }
    }
    page.blank();
    let mark = match report.verdict {
        Verdict::Confirmed | Verdict::OtherCause => Outcome::Fail,
        Verdict::NotNow => Outcome::Pass,
        Verdict::Unknown | Verdict::NothingBears => Outcome::Unknown,
    };
    let word = match report.verdict {
        Verdict::Confirmed => "confirmed",
        Verdict::OtherCause => "another cause",
        Verdict::NotNow => "not now",
        Verdict::Unknown | Verdict::NothingBears => "could not be told",
    };
    page.sentence(&format!("{}  ", page.outcome(mark)), &format!("{word}: {}", sanitise(&report.message)));
    if let Some(cause) = &report.cause {
        page.raw(&format!("  More: leadctl explain {cause}"));
    }
}
