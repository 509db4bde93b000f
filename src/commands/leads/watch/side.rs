//! How far the checks speak for the publisher's own side: "all pass" is said only where none warned and none was kept from looking.

use crate::commands::checking::STORAGE;
use crate::core::outcome::{Outcome, Skipped};
use crate::core::report::CheckReport;

/// What was seen of a side of which no check failed.
pub(super) struct Side<'a> {
    passed: usize,
    warned: Vec<&'a CheckReport>,
    unknown: Vec<&'a CheckReport>,
    /// Skipped, though there was something to look at.
    unseen: Vec<&'a CheckReport>,
}

impl<'a> Side<'a> {
    /// Of what the publisher wants to know.
    pub(super) fn of(checks: &'a [CheckReport]) -> Self {
        let mut side = Side::of_destination(checks);
        side.warned = such(checks, Outcome::Warn);
        side
    }

    /// Of what concerns Microsoft: where the profile keeps its secrets is nobody else's.
    pub(super) fn of_destination(checks: &'a [CheckReport]) -> Self {
        let own = |found: Vec<&'a CheckReport>| found.into_iter().filter(|check| check.title != STORAGE).collect::<Vec<_>>();
        let mut unseen = own(such(checks, Outcome::Skipped));
        unseen.retain(|check| check.skipped.is_some_and(Skipped::could_be_verified));
        Side {
            passed: own(such(checks, Outcome::Pass)).len(),
            warned: own(such(checks, Outcome::Warn)),
            unknown: own(such(checks, Outcome::Unknown)),
            unseen,
        }
    }

    /// Whether any check of the destination had something to say.
    pub(super) fn saw_anything(&self) -> bool {
        self.passed > 0 || self.warned.iter().any(|check| check.title != STORAGE)
    }

    /// Why nothing can be said of it; `None` where something was seen, and all that was asked answered.
    pub(super) fn unclear(&self, checks: &[CheckReport]) -> Option<String> {
        if let Some(check) = self.unknown.first() {
            return Some(format!("{} ({})", check.message, check.id));
        }
        if self.saw_anything() {
            return None;
        }
        let skipped = checks.iter().find(|check| check.outcome == Outcome::Skipped);
        Some(skipped.map_or_else(|| "no check passed".to_owned(), |check| format!("no check could look: {} ({})", check.message, check.id)))
    }

    /// The verdict of the checks alone.
    pub(super) fn words(&self) -> String {
        match self.but() {
            None => "your side passes all checks (no test lead was sent: --test-lead)".to_owned(),
            Some(but) => format!("no check of your side failed, but {but}; no test lead was sent (--test-lead)"),
        }
    }

    /// What keeps it from passing all checks: `2 warned (azure-table/…, azure-table/…)`.
    pub(super) fn but(&self) -> Option<String> {
        let ids = |checks: &[&CheckReport]| checks.iter().map(|check| check.id.clone()).collect::<Vec<_>>().join(", ");
        let told = [(&self.warned, "warned"), (&self.unseen, "could not look")];
        let told: Vec<String> =
            told.iter().filter(|(checks, _)| !checks.is_empty()).map(|(checks, what)| format!("{} {what} ({})", checks.len(), ids(checks))).collect();
        (!told.is_empty()).then(|| told.join(" and "))
    }

    /// For those who know no check by its id: `8 checks of the destination passed, none failed; 1 warned: 'Endpoint can be reached …'`.
    pub(super) fn for_support(&self) -> String {
        let titles = |checks: &[&CheckReport]| checks.iter().map(|check| format!("'{}'", check.title)).collect::<Vec<_>>().join(", ");
        let checks = if self.passed == 1 { "check" } else { "checks" };
        let mut told = vec![format!("{} {checks} of the destination passed, none failed.", self.passed)];
        for (checks, what) in [(&self.warned, "warned"), (&self.unknown, "could not be told"), (&self.unseen, "could not look")] {
            if !checks.is_empty() {
                told.push(format!("{} {what}: {}.", checks.len(), titles(checks)));
            }
        }
        told.join(" ")
    }
}

fn such(checks: &[CheckReport], outcome: Outcome) -> Vec<&CheckReport> {
    checks.iter().filter(|check| check.outcome == outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(id: &str, outcome: Outcome, skipped: Option<Skipped>) -> CheckReport {
        CheckReport {
            id: id.to_owned(),
            title: format!("Title of {id}"),
            outcome,
            entry: None,
            message: format!("message of {id}"),
            skipped,
            asked: None,
            answered: None,
            partner_center: None,
            partner_center_en: None,
            partner_center_inferred: false,
            cause: None,
            repair: Vec::new(),
            field: None,
            duration_ms: 0,
        }
    }

    #[test]
    fn all_checks_pass_only_where_none_warned_and_none_was_kept_from_looking() {
        let pass = || check("a", Outcome::Pass, None);
        let all = |checks: &[CheckReport]| Side::of(checks).words().starts_with("your side passes all checks");
        assert!(all(&[pass()]));
        // There is nothing that this one could have looked at.
        assert!(all(&[pass(), check("b", Outcome::Skipped, Some(Skipped::NotApplicable))]));
        let warned = [pass(), check("b", Outcome::Warn, None), check("c", Outcome::Skipped, Some(Skipped::NotPermitted))];
        assert!(!all(&warned));
        assert_eq!(Side::of(&warned).but().as_deref(), Some("1 warned (b) and 1 could not look (c)"));
        assert_eq!(
            Side::of_destination(&warned).for_support(),
            "1 check of the destination passed, none failed. 1 warned: 'Title of b'. 1 could not look: 'Title of c'."
        );
    }

    #[test]
    fn a_side_that_no_check_looked_at_is_not_said_to_work() {
        let storage = CheckReport { title: STORAGE.to_owned(), ..check("x/secret-storage", Outcome::Pass, None) };
        let checks = [storage, check("b", Outcome::Skipped, Some(Skipped::NotApplicable))];
        assert_eq!(Side::of(&checks).unclear(&checks).as_deref(), Some("no check could look: message of b (b)"));
        let checks = [check("a", Outcome::Pass, None), check("b", Outcome::Unknown, None)];
        assert_eq!(Side::of(&checks).unclear(&checks).as_deref(), Some("message of b (b)"));
        assert_eq!(Side::of(&checks[..1]).unclear(&checks[..1]), None);
    }

    /// A text for Microsoft's support is not the place for it.
    #[test]
    fn where_the_profile_keeps_its_secrets_stands_in_no_ticket() {
        let storage = CheckReport { title: STORAGE.to_owned(), ..check("x/secret-storage", Outcome::Warn, None) };
        let checks = [storage, check("a", Outcome::Pass, None)];
        assert_eq!(Side::of(&checks).but().as_deref(), Some("1 warned (x/secret-storage)"));
        assert_eq!(Side::of_destination(&checks).for_support(), "1 check of the destination passed, none failed.");
    }
}
