//! Whether a lead is one of those that were asked for; what the destination could look at itself is looked at again.

use jiff::{SignedDuration, Timestamp};

use crate::cli::leads::filter::Filter;
use crate::core::arrived::ArrivedLead;
use crate::core::error::{Error, Result};
use crate::core::stored::Wanted;

/// A lead arrives after it was made, by clocks that may differ.
const SKEW: SignedDuration = SignedDuration::from_hours(24);

/// The flags, understood at one moment.
pub(super) struct Matcher {
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    test: Option<bool>,
    source: Option<String>,
    action: Option<String>,
    offer: Option<String>,
    email: Option<String>,
}

impl Matcher {
    /// An error where no time is both in --since and in --until.
    pub(super) fn new(filter: &Filter, now: Timestamp) -> Result<Self> {
        let (since, until) = (filter.since.map(|when| when.before(now)), filter.until.map(|when| when.before(now)));
        if let (Some(since), Some(until)) = (since, until)
            && since > until
        {
            return Err(Error::usage("leads-empty-span", "no lead can be in that span: --since is later than --until")
                .hint("for the day before yesterday: --since 2d --until 1d"));
        }
        let lower = |text: &Option<String>| text.as_ref().map(|text| text.trim().to_lowercase());
        Ok(Matcher {
            since,
            until,
            test: if filter.test { Some(true) } else { filter.real.then_some(false) },
            source: lower(&filter.source),
            action: lower(&filter.action),
            offer: lower(&filter.offer),
            email: lower(&filter.email),
        })
    }

    /// What the destination may look at itself.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted { since: self.since.map(|since| since.saturating_sub(SKEW).unwrap_or(Timestamp::MIN)), action: self.action.as_deref().and_then(code) }
    }

    pub(super) fn takes(&self, lead: &ArrivedLead) -> bool {
        let when = lead.when();
        let is = |part: Option<&str>, wanted: &str| part.is_some_and(|part| part.eq_ignore_ascii_case(wanted));
        let holds = |part: &Option<String>, wanted: &str| part.as_ref().is_some_and(|part| part.to_lowercase().contains(wanted));
        self.test.is_none_or(|test| lead.test == test)
            // What says no time at all is shown rather than lost.
            && self.since.is_none_or(|since| when.is_none_or(|when| when >= since))
            && self.until.is_none_or(|until| when.is_none_or(|when| when <= until))
            && self.source.as_deref().is_none_or(|wanted| is(lead.source.as_deref(), wanted) || is(lead.source_name, wanted))
            && self.action.as_deref().is_none_or(|wanted| is(lead.action.as_deref(), wanted) || is(lead.action_words, wanted))
            && self.offer.as_deref().is_none_or(|wanted| holds(&lead.offer, wanted) || holds(&lead.offer_id, wanted))
            && self.email.as_deref().is_none_or(|wanted| holds(&lead.email, wanted))
    }
}

/// The code that Marketplace writes, for what the user wrote; `None` for what is not known: the destination is then not asked to choose.
fn code(typed: &str) -> Option<String> {
    const CODES: [&str; 5] = ["INS", "PLT", "DNC", "Create", "StartTestDrive"];
    let known = |code: &&&str| code.eq_ignore_ascii_case(typed) || crate::core::lead_source::action_words(code).is_some_and(|words| words == typed);
    CODES.iter().find(known).map(|code| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_words_mean_the_same() {
        let filter = |action: &str| Filter { action: Some(action.to_owned()), ..Filter::default() };
        for (typed, asked) in [("plt", Some("PLT")), ("Contact me", Some("PLT")), ("create", Some("Create")), ("odd", None)] {
            assert_eq!(Matcher::new(&filter(typed), Timestamp::UNIX_EPOCH).unwrap().wanted().action.as_deref(), asked, "{typed}");
        }
        let lead = ArrivedLead { action: Some("PLT".to_owned()), action_words: Some("contact me"), ..ArrivedLead::default() };
        for (typed, want) in [("PLT", true), ("contact me", true), ("INS", false)] {
            assert_eq!(Matcher::new(&filter(typed), Timestamp::UNIX_EPOCH).unwrap().takes(&lead), want, "{typed}");
        }
    }
}
