//! The five stages of a test lead on its way, and the delivery that is told of it.

use serde_json::{Map, Value};

use crate::core::delivery::Delivery;
use crate::core::outcome::Outcome;
use crate::core::test_lead_report::{self as report, FieldValue, Sight};
use crate::destinations::dynamics::read::Failure;

/// In the order in which they are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Built,
    Connected,
    Authorised,
    Accepted,
    Found,
}

const ALL: [(Stage, &str); 5] = [
    (Stage::Built, "built"),
    (Stage::Connected, "connected"),
    (Stage::Authorised, "authorised"),
    (Stage::Accepted, "accepted"),
    (Stage::Found, "found"),
];

/// What looking for the row came to.
pub(super) enum Looked {
    Found(Map<String, Value>),
    /// It is not there.
    Missing,
    /// This identity may not look.
    NotPermitted(String),
    /// No look got an answer that tells.
    Unclear(String),
}

/// What was reached so far.
pub(super) struct Progress {
    stages: Vec<(Stage, report::Stage)>,
    sent: Vec<FieldValue>,
    pub(super) notes: Vec<String>,
}

impl Progress {
    pub(super) fn new(columns: &Map<String, Value>) -> Self {
        let fresh = |(stage, name): (Stage, &str)| (stage, report::Stage { stage: name.to_owned(), state: Sight::NotReached, note: String::new() });
        Progress { stages: ALL.into_iter().map(fresh).collect(), sent: fields(columns), notes: Vec::new() }
    }

    /// This stage; all before it, of which nothing was said, are seen to be done.
    pub(super) fn reach(&mut self, stage: Stage, state: Sight, note: impl Into<String>) {
        for (known, earlier) in &mut self.stages {
            if *known < stage && earlier.state == Sight::NotReached {
                earlier.state = Sight::Observed;
            }
        }
        if let Some((_, reached)) = self.stages.iter_mut().find(|(known, _)| *known == stage) {
            (reached.state, reached.note) = (state, note.into());
        }
    }

    pub(super) fn stop(mut self, stage: Stage, failure: Failure) -> Delivery {
        self.reach(stage, Sight::Failed, failure.message.clone());
        let answered = (!failure.answered.is_empty()).then_some(failure.answered);
        self.delivery(failure.outcome, failure.entry, failure.message, answered)
    }

    pub(super) fn finish(mut self, looked: Looked, id: &str) -> Delivery {
        let found = match &looked {
            Looked::Found(row) => Some(fields(row)),
            _ => None,
        };
        let differences = found.as_ref().map_or_else(Vec::new, |found| differences(&self.sent, found));
        let (outcome, sight, message) = match looked {
            Looked::Found(_) if differences.is_empty() => {
                (Outcome::Pass, Sight::Observed, "the lead was stored and read back, every column as sent".to_owned())
            }
            Looked::Found(_) => {
                let what = if differences.len() == 1 { "a column" } else { "several columns" };
                (
                    Outcome::Fail,
                    Sight::Observed,
                    format!("the lead was stored, and {what} came back changed: a plug-in, a workflow or column security"),
                )
            }
            Looked::Missing => {
                (Outcome::Fail, Sight::Failed, "the lead was accepted, and could not be read back in time: something deletes or moves it".to_owned())
            }
            Looked::NotPermitted(answered) => {
                self.notes.push(format!(
                    "to let leadctl read it back, give the user the privilege prvReadLead (table Lead, Read, at User level) for a while; the environment said: {answered}"
                ));
                self.notes.push(format!("by hand: Dynamics 365, Sales › Leads, all leads, lead {id}"));
                (
                    Outcome::Pass,
                    Sight::NotReached,
                    "the lead was accepted; this identity may not read leads, which is normal for a lead writer".to_owned(),
                )
            }
            Looked::Unclear(why) => {
                self.notes.push(format!("lead {id} could not be read back: {why}"));
                (Outcome::Unknown, Sight::NotReached, "the lead was accepted, and whether it is there could not be told".to_owned())
            }
        };
        let note = if sight == Sight::Observed { format!("read back as {id}") } else { message.clone() };
        self.reach(Stage::Found, sight, note);
        let verified = found.is_some();
        Delivery { accepted: true, verified, found, differences, ..self.delivery(outcome, None, message, None) }
    }

    fn delivery(self, outcome: Outcome, entry: Option<&'static str>, message: String, answered: Option<String>) -> Delivery {
        Delivery {
            outcome,
            accepted: false,
            verified: false,
            stages: self.stages.into_iter().map(|(_, stage)| stage).collect(),
            sent: self.sent,
            found: None,
            differences: Vec::new(),
            entry,
            message,
            answered,
            cleanup: None,
            notes: self.notes,
        }
    }
}

/// Columns as fields, without the service's own annotations.
fn fields(row: &Map<String, Value>) -> Vec<FieldValue> {
    row.iter()
        .filter(|(name, _)| !name.contains('@') && *name != "leadid")
        .map(|(name, value)| {
            let value = match value {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            };
            FieldValue { field: name.clone(), value }
        })
        .collect()
}

/// What was sent and is not there as sent.
fn differences(sent: &[FieldValue], found: &[FieldValue]) -> Vec<String> {
    sent.iter()
        .filter_map(|field| match found.iter().find(|other| other.field == field.field) {
            // What is empty need not be told.
            None if field.value.is_none() => None,
            None => Some(format!("{} is missing", field.field)),
            Some(other) if other.value != field.value => Some(format!("{} holds another value", field.field)),
            Some(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(row) => row,
            _ => Map::new(),
        }
    }

    #[test]
    fn dropped_and_changed_columns_show_and_the_services_own_do_not() {
        let sent = fields(&row(serde_json::json!({ "subject": "a", "lastname": "b", "jobtitle": null, "leadsourcecode": 8 })));
        let found = fields(&row(serde_json::json!({ "@odata.etag": "W/1", "leadid": "x", "subject": "a", "lastname": "c", "createdon": "now" })));
        assert_eq!(differences(&sent, &found), ["lastname holds another value", "leadsourcecode is missing"]);
        assert_eq!(differences(&sent, &sent), Vec::<String>::new());
    }
}
