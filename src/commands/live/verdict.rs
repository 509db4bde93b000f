//! The verdict on what an error text tells of, by the outcomes of the checks that bear on it.
//!
//! Good news is given only where a check would have failed: what only a test lead shows, what goes by place, and what may not be looked at,
//! is said to be open.

use super::causes::{Causes, Open, confirms};
use crate::core::diagnose_report::Verdict;
use crate::core::outcome::{Outcome, Skipped};
use crate::core::report::CheckReport;

/// What was seen, and of what.
pub(super) struct Seen<'a> {
    pub(super) checks: &'a [CheckReport],
    pub(super) causes: &'a Causes,
    /// The checks that bear on the text; `None` where the text is not known, and all were run.
    pub(super) only: Option<&'a [&'static str]>,
    /// What passing checks leave open.
    pub(super) open: Option<Open>,
    pub(super) profile: &'a str,
    /// Whether another profile's credentials could look at more.
    pub(super) may_lend: bool,
}

/// A verdict, the entry of the true cause, and the words for it.
type Said = (Verdict, Option<String>, String);

/// What shows that which passing checks leave open, as the end of a sentence.
pub(super) fn shown_by(open: Open, profile: &str) -> String {
    match open {
        Open::TestLead => format!("only leadctl test-lead {profile} shows whether it is still so"),
        Open::Here => format!(
            "it goes by who asks and from where, so that leadctl test-lead {profile} shows whether it is so from here, and only Partner Center's own Validate whether it is for Microsoft's addresses"
        ),
    }
}

impl Seen<'_> {
    pub(super) fn judge(&self) -> Said {
        self.wrong().or_else(|| self.warned()).or_else(|| self.unseen()).unwrap_or_else(|| self.sound())
    }

    fn tells(&self, check: &CheckReport) -> bool {
        check.entry.as_deref().is_some_and(|id| self.causes.tell(id))
    }

    fn may_be(&self, check: &CheckReport) -> bool {
        check.entry.as_deref().is_some_and(|id| self.causes.possible.contains(&id))
    }

    /// What failed, or could not be told.
    fn wrong(&self) -> Option<Said> {
        // What has no entry, or an entry that nobody tied to the wrapper, is all the same what the wrapper's own checks are for.
        let wrapped = |check: &&&CheckReport| check.outcome == Outcome::Fail && self.causes.wrappers.iter().any(|entry| confirms(&check.id, entry));
        // A time-out can be the very thing that the text tells of.
        let wrong: Vec<&CheckReport> = self.checks.iter().filter(|check| matches!(check.outcome, Outcome::Fail | Outcome::Unknown)).collect();
        let found = || wrong.iter();
        let confirmed =
            found().find(|check| self.tells(check)).or_else(|| found().find(|check| self.may_be(check))).or_else(|| found().find(wrapped));
        if let Some(check) = confirmed {
            return Some((Verdict::Confirmed, check.entry.clone(), format!("it is so now: {}", check.message)));
        }
        if let Some(check) = found().find(|check| check.outcome == Outcome::Fail) {
            let (verdict, what) = match self.only {
                Some(_) => (Verdict::OtherCause, "what the text says is not to be seen, but this is wrong"),
                None => (Verdict::Confirmed, "this is wrong now"),
            };
            return Some((verdict, check.entry.clone(), format!("{what}: {}", check.message)));
        }
        let check = wrong.first()?;
        Some((Verdict::Unknown, check.entry.clone(), format!("it could not be told: {}", check.message)))
    }

    /// A warning is no proof, and all the same more than nothing.
    fn warned(&self) -> Option<Said> {
        let warned = self.checks.iter().filter(|check| check.outcome == Outcome::Warn);
        let check = warned.into_iter().find(|check| self.tells(check) || self.may_be(check))?;
        Some((Verdict::Unknown, check.entry.clone(), format!("it may be so: {}", check.message)))
    }

    /// Whether a check bears on what was recognised itself, and not merely on what that may stand for.
    fn is_narrow(&self) -> bool {
        self.only.is_some() && self.checks.iter().any(|check| self.causes.recognised_have_check(&check.id))
    }

    /// The checks that count: what was told of weighs more than what its words may wrap.
    fn bearing(&self) -> Vec<&CheckReport> {
        let narrow = self.is_narrow();
        let bears = |check: &&CheckReport| match self.only {
            Some(_) if narrow => self.causes.recognised_have_check(&check.id),
            Some(only) => only.contains(&check.id.as_str()),
            None => true,
        };
        self.checks.iter().filter(bears).collect()
    }

    /// What no check of this run could see, though nothing failed.
    fn unseen(&self) -> Option<Said> {
        let bearing = self.bearing();
        let skipped = |why: Skipped| bearing.iter().copied().filter(move |check| check.skipped == Some(why));
        let hidden: Vec<&str> = skipped(Skipped::NotPermitted).map(|check| check.id.as_str()).collect();
        let hidden = hidden.join(", ");
        let unknown = |message| Some((Verdict::Unknown, None, message));
        if self.open == Some(Open::TestLead) {
            let shown = shown_by(Open::TestLead, self.profile);
            let lend = if self.may_lend && !hidden.is_empty() {
                format!("; one who may look at {hidden} can confirm it, lent with --admin-profile NAME")
            } else {
                String::new()
            };
            if !self.is_narrow() {
                let message = format!("no check bears on this text itself, and nothing is seen of what it may stand for: {shown}{lend}");
                return Some((Verdict::NothingBears, None, message));
            }
            return unknown(format!("the checks pass, as they would while it is so: {shown}{lend}"));
        }
        if self.may_lend && !hidden.is_empty() {
            return unknown(format!("this identity may not look at it ({hidden}); lend one that may with --admin-profile NAME"));
        }
        let barred = [Skipped::NotPermitted, Skipped::NoCredentials].into_iter().find_map(|why| skipped(why).next());
        // Nothing was looked at: that is no good news.
        let blind = bearing.first().copied().filter(|_| bearing.iter().all(|check| check.skipped == Some(Skipped::NotApplicable)));
        if let Some(check) = barred.or(blind) {
            return unknown(format!("it could not be looked at: {}", check.message));
        }
        let beyond = skipped(Skipped::BeyondChecks).next().filter(|_| self.only.is_some())?;
        unknown(format!("no check can tell: {}", beyond.message))
    }

    /// Everything passes; how far that goes.
    fn sound(&self) -> Said {
        if self.only.is_none() {
            let beyond: Vec<&str> =
                self.checks.iter().filter(|check| check.skipped == Some(Skipped::BeyondChecks)).map(|check| check.id.as_str()).collect();
            let rest = if beyond.is_empty() { String::new() } else { format!("; no check can tell of {}", beyond.join(", ")) };
            let message = format!("every check passes: with these connection details nothing is seen to be wrong now{rest}");
            return (Verdict::NotNow, None, message);
        }
        if !self.is_narrow() {
            return (Verdict::NothingBears, None, "no check bears on this text itself; those of what it may stand for pass".to_owned());
        }
        if self.open == Some(Open::Here) {
            let message = "every check that bears on it passes from here, which says nothing about Microsoft's addresses: it goes by who asks and from where; only Partner Center's own Validate shows whether it is over for them";
            return (Verdict::Unknown, None, message.to_owned());
        }
        let message = "every check that bears on it passes: with these connection details the error is not, or no longer, to be expected";
        (Verdict::NotNow, None, message.to_owned())
    }
}
