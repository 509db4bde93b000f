//! One lead as it arrived, read whatever the destination: names in any casing, JSON in strings, codes in words.
//!
//! Nothing is dropped: a column that is not known stays under its name, and what could not be understood is said in `problems`.

mod columns;
mod mask;
mod pairs;
mod times;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::core::lead_source::{self, LeadSource};
use crate::core::stored::RawLead;

pub use pairs::Name;
pub use times::parse_created;

/// What is known of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PersonalData {
    /// At least a name, an e-mail address or a telephone number.
    Present,
    /// The fields are there and empty, which is how a lead looks whose personal data Marketplace does not pass on (.edu addresses; the look
    /// of it is inferred, the rule is documented).
    Withheld,
    /// There are no such fields at all.
    #[default]
    Missing,
    /// They are there and can't be read; see `problems`.
    Unreadable,
}

/// A lead that has arrived.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct ArrivedLead {
    /// The profile that it was read with.
    pub profile: Option<String>,
    /// Names the row at its destination.
    pub key: String,
    /// When the destination took it in.
    #[serde(serialize_with = "as_text")]
    #[schemars(with = "Option<String>")]
    pub arrived: Option<Timestamp>,
    /// When Marketplace made it, as it says itself (read as UTC, which is not documented).
    #[serde(serialize_with = "as_text")]
    #[schemars(with = "Option<String>")]
    pub created: Option<Timestamp>,
    /// An MSFT_TEST lead.
    pub test: bool,
    /// The customer is not to be contacted (action DNC).
    pub do_not_contact: bool,
    /// The code as it came, such as SPZA.
    pub source: Option<String>,
    /// What it stands for, such as AppSource.
    pub source_name: Option<&'static str>,
    /// The code as it came, such as PLT.
    pub action: Option<String>,
    /// What it stands for, such as contact me.
    pub action_words: Option<&'static str>,
    /// The offer's display name, or its id where that is all there is.
    pub offer: Option<String>,
    /// publisherid.offerid, where it came beside the name.
    pub offer_id: Option<String>,
    pub personal_data: PersonalData,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub country: Option<String>,
    pub company: Option<String>,
    pub title: Option<String>,
    /// As it came; null where it says nothing.
    pub description: Option<String>,
    /// The campaign parameters inside the description.
    pub campaign: BTreeMap<String, String>,
    /// Columns that leadctl does not know, as they are.
    pub other: Map<String, Value>,
    /// What could not be understood, and was kept in `other`.
    pub problems: Vec<String>,
    /// How often the same person asked for the same with the same offer; more than 1 only with --unique.
    pub times: u64,
}

fn as_text<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => serializer.collect_str(at),
        None => serializer.serialize_none(),
    }
}

/// How much later than its arrival a lead may claim to have been made: clocks differ, and time zones are not documented.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

impl ArrivedLead {
    pub fn read(raw: RawLead) -> ArrivedLead {
        columns::read(raw)
    }

    /// The lead's time: when Marketplace made it, where that is known and possible, else when it arrived.
    pub fn when(&self) -> Option<Timestamp> {
        match (self.created, self.arrived) {
            (Some(created), Some(arrived)) if created > arrived.saturating_add(AHEAD).unwrap_or(Timestamp::MAX) => Some(arrived),
            (Some(created), _) => Some(created),
            (None, arrived) => arrived,
        }
    }

    /// First and last name, as far as there are any.
    pub fn name(&self) -> String {
        let parts: Vec<&str> = [&self.first_name, &self.last_name].into_iter().filter_map(|part| part.as_deref()).collect();
        parts.join(" ")
    }

    /// Nothing in it was understood: it may be no lead at all.
    pub fn is_nothing(&self) -> bool {
        let parts = [
            &self.source,
            &self.action,
            &self.offer,
            &self.offer_id,
            &self.first_name,
            &self.last_name,
            &self.email,
            &self.phone,
            &self.country,
            &self.company,
            &self.title,
            &self.description,
        ];
        parts.into_iter().all(Option::is_none) && self.created.is_none() && self.personal_data == PersonalData::Missing
    }

    /// Hides everything that is a person's.
    pub fn mask(&mut self) {
        mask::mask(self);
    }

    /// The same person, action and offer give the same text; without an e-mail address every lead is its own.
    pub fn identity(&self) -> String {
        let lower = |part: &Option<String>| part.as_deref().unwrap_or_default().trim().to_lowercase();
        match lower(&self.email) {
            email if email.is_empty() => format!("\u{0}{}", self.key),
            email => format!("{email}\u{0}{}\u{0}{}", lower(&self.action), lower(&self.offer)),
        }
    }

    /// Takes what a combined source string tells, where the columns do not.
    fn take_source(&mut self, text: &str) {
        let LeadSource { source, action, offer } = LeadSource::parse(text);
        self.source = source;
        self.action = self.action.take().or(action);
        match (&self.offer, offer) {
            (Some(name), Some(id)) if *name != id => self.offer_id = self.offer_id.take().or(Some(id)),
            (None, id) => self.offer = id,
            _ => {}
        }
    }

    /// Codes in words, once all columns are read.
    fn explain_codes(&mut self) {
        self.source_name = self.source.as_deref().and_then(lead_source::source_name);
        self.action_words = self.action.as_deref().and_then(lead_source::action_words);
        self.do_not_contact = self.action.as_deref().is_some_and(lead_source::is_do_not_contact);
    }
}

#[cfg(test)]
mod tests;
