//! How far a test lead came, stage by stage, and the report that becomes of it.

use serde_json::{Map, Value};

use crate::core::delivery::{Delivery, Order};
use crate::core::outcome::Outcome;
use crate::core::test_lead_report::{FieldValue, Sight, Stage};
use crate::destinations::salesforce::read::Failure;
use crate::destinations::salesforce::request::{self, FIELDS};

const STAGES: [&str; 5] = ["built", "connected", "authorised", "accepted", "found"];

pub(super) const CONNECTED: usize = 1;
pub(super) const AUTHORISED: usize = 2;
pub(super) const ACCEPTED: usize = 3;
pub(super) const FOUND: usize = 4;

/// What was reached so far.
pub(super) struct Progress {
    stages: Vec<Stage>,
    pub(super) sent: Vec<FieldValue>,
    pub(super) notes: Vec<String>,
}

impl Progress {
    pub(super) fn new(order: &Order<'_>) -> Self {
        let stages = STAGES.iter().map(|stage| Stage { stage: (*stage).to_owned(), state: Sight::NotReached, note: String::new() }).collect();
        let sent = request::lead_fields(order.lead).into_iter().map(|(field, value)| FieldValue { field: field.to_owned(), value }).collect();
        Progress { stages, sent, notes: Vec::new() }
    }

    pub(super) fn reach(&mut self, stage: usize, state: Sight, note: impl Into<String>) {
        self.stages[stage] = Stage { stage: STAGES[stage].to_owned(), state, note: note.into() };
    }

    /// Connected and let in, whatever came of the lead.
    pub(super) fn arrived(&mut self) {
        self.reach(CONNECTED, Sight::Observed, "");
        self.reach(AUTHORISED, Sight::Assumed, "an oid is no credential: Web-to-Lead takes leads from anybody");
    }

    /// The end, at this stage.
    pub(super) fn stop(mut self, stage: usize, failure: Failure) -> Delivery {
        self.reach(stage, Sight::Failed, failure.message.clone());
        let answered = (!failure.answered.is_empty()).then_some(failure.answered);
        Delivery { entry: failure.entry, answered, ..self.end(failure.outcome, false, failure.message) }
    }

    pub(super) fn end(self, outcome: Outcome, accepted: bool, message: impl Into<String>) -> Delivery {
        Delivery {
            outcome,
            accepted,
            verified: false,
            stages: self.stages,
            sent: self.sent,
            found: None,
            differences: Vec::new(),
            entry: None,
            message: message.into(),
            answered: None,
            cleanup: None,
            notes: self.notes,
        }
    }
}

/// A record's fields by the names that the form has for them; the id and the time as Salesforce calls them.
pub(super) fn found_fields(record: &Map<String, Value>) -> Vec<FieldValue> {
    let value = |name: &str| record.get(name).map(|value| value.as_str().map(str::to_owned));
    let own = FIELDS.iter().filter_map(|(form, name)| Some(FieldValue { field: (*form).to_owned(), value: value(name)? }));
    let theirs = ["Id", "CreatedDate"].iter().filter_map(|name| Some(FieldValue { field: (*name).to_owned(), value: value(name)? }));
    own.chain(theirs).collect()
}

/// What was sent and is not there as sent. Salesforce keeps e-mail addresses in lower case, and empty as null: no differences.
pub(super) fn differences(sent: &[FieldValue], found: &[FieldValue]) -> Vec<String> {
    let told = |field: &FieldValue| {
        let sent = field.value.clone().unwrap_or_default();
        let there = found.iter().find(|other| other.field == field.field).and_then(|other| other.value.clone()).unwrap_or_default();
        let same = if field.field == "email" { sent.eq_ignore_ascii_case(&there) } else { sent == there };
        match (same, there.is_empty()) {
            (true, _) => None,
            (false, true) => Some(format!("{} is missing", field.field)),
            (false, false) => Some(format!("{} holds another value", field.field)),
        }
    };
    sent.iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_and_changed_fields_show_and_case_of_an_address_does_not() {
        let of = |name: &str, value: Option<&str>| FieldValue { field: name.to_owned(), value: value.map(str::to_owned) };
        let sent = [of("company", Some("A")), of("email", Some("A@test.com")), of("title", None), of("phone", Some("1")), of("country", Some("US"))];
        let Value::Object(record) =
            serde_json::json!({"Company": "A", "Email": "a@test.com", "Title": null, "Phone": null, "Country": "United States", "Id": "00Q"})
        else {
            unreachable!()
        };
        let found = found_fields(&record);
        assert!(found.contains(&of("Id", Some("00Q"))));
        assert_eq!(differences(&sent, &found), ["phone is missing", "country holds another value"]);
    }
}
