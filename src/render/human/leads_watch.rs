//! `leadctl leads watch` for people: each offer's silence, what the look at the own side showed, and the text for a ticket.

use crate::core::outcome::Outcome;
use crate::core::text::sanitise;
use crate::core::watch_report::{LeadsWatchReport, WatchedProfile};
use crate::render::human::leads::{account, details};
use crate::render::human::validate::tells_more;
use crate::render::page::Page;
use crate::render::screen::Look;

pub(super) fn page(report: &LeadsWatchReport, look: &Look, page: &mut Page) {
    for profile in &report.profiles {
        page.blank();
        one(profile, look, page);
    }
}

fn one(profile: &WatchedProfile, look: &Look, page: &mut Page) {
    if profile.read.error.is_some() || profile.read.never_any {
        account(&profile.read, look, page);
        if profile.read.error.is_some() {
            return;
        }
    }
    page.sentence(&format!("{}  {}  ", page.outcome(profile.outcome), page.bold(&profile.read.profile)), &sanitise(&profile.message));
    if let Some(counted) = profile.read.counted.filter(|_| profile.outcome != Outcome::Pass) {
        page.note("  · ", counted);
    }
    for offer in &profile.offers {
        // No sentence: an offer's name is left as it is.
        page.para(&format!("  {}  ", page.outcome(offer.outcome)), &format!("{}: {}.", sanitise(offer.words()), sanitise(&offer.message)));
        if !offer.because.is_empty()
            && offer.because != "--max-silence"
            && offer.outcome != Outcome::Unknown
            && (look.verbose > 0 || offer.outcome == Outcome::Fail)
        {
            page.sentence("          ", &offer.because);
        }
    }
    for check in profile.checks.iter().filter(|check| matches!(check.outcome, Outcome::Fail | Outcome::Unknown | Outcome::Warn)) {
        page.sentence(&format!("  {}  ", page.outcome(check.outcome)), &format!("{}: {}", check.title, sanitise(&check.message)));
        if !check.repair.is_empty() {
            page.steps("          ", &check.repair);
        }
        if let Some(entry) = check.entry.as_ref().filter(|entry| tells_more(entry, check.outcome)) {
            page.raw(&format!("          More: leadctl explain {entry}"));
        }
    }
    if let Some(problem) = profile.read.stopped.as_ref().filter(|_| profile.checks.iter().all(|check| check.outcome != Outcome::Fail)) {
        // What it is stands in the sentence above.
        details(problem, page);
    }
    if let Some(ticket) = &profile.ticket {
        page.blank();
        let when = if profile.other_offers.is_empty() { "For" } else { "If the offer's name is right, for" };
        page.para("", &format!("{when} a support ticket (partner.microsoft.com › Help + support):"));
        page.raw("");
        for line in ticket.lines() {
            page.raw(&format!("    {line}"));
        }
    }
}
