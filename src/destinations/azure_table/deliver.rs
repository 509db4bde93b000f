//! One lead into a table: insert, find it by its keys, compare, and delete it again if asked to.
//!
//! A repeat never makes a second row: it carries the same keys, and the service refuses those twice.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::exchange::{Exchange, WireResponse};
use crate::core::lead::Lead;
use crate::core::outcome::Outcome;
use crate::core::test_lead_report::{Cleanup, FieldValue, Sight, Stage};
use crate::core::values::Values;
use crate::destinations::azure_table::read::{self, Failure};
use crate::destinations::azure_table::request::{self, Keys};
use crate::destinations::azure_table::settings::Settings;

/// Between two looks for the row.
const PAUSE: Duration = Duration::from_millis(500);

pub(super) fn plan(values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String> {
    let settings = Settings::from_values(values)?;
    let keys = Keys::fresh(lead);
    let mut planned = Vec::new();
    if options.create_table {
        planned.push(Planned { step: "create the table if it is missing", request: request::create_table(&settings, lead.created) });
    }
    planned.push(Planned { step: "insert the lead", request: request::insert(&settings, &keys, lead, lead.created) });
    planned.push(Planned { step: "read the lead back", request: request::point_read(&settings, &keys, lead.created) });
    if options.cleanup {
        planned.push(Planned { step: "delete the lead", request: request::delete(&settings, &keys, lead.created) });
    }
    Ok(planned)
}

pub(super) async fn deliver(order: &Order<'_>) -> Delivery {
    let settings = match Settings::from_values(order.values) {
        Ok(settings) => settings,
        Err(why) => {
            return Progress::new().stop(
                0,
                Failure {
                    outcome: Outcome::Fail,
                    entry: Some("storage/connection-string-malformed"),
                    message: why,
                    code: String::new(),
                    answered: String::new(),
                },
            );
        }
    };
    let keys = Keys::fresh(order.lead);
    let mut progress = Progress::new();
    progress.sent = fields_of(&request::entity(&keys, order.lead));
    progress.reach(0, Sight::Observed, format!("row {} in partition {}", keys.row, keys.partition));

    if order.options.create_table {
        let exchange = order.net.send(request::create_table(&settings, order.net.now())).await;
        match &exchange.answer {
            Ok(response) if response.is_success() => progress.notes.push(format!("the table {} was created", settings.table)),
            Ok(response) if response.status == 409 && read::service_error(response).code == "TableAlreadyExists" => {}
            _ => return progress.refused(&exchange),
        }
    }
    match insert(order, &settings, &keys).await {
        Inserted::Yes(note) => progress.reach(3, Sight::Observed, note),
        Inserted::No(exchange) => {
            let mut delivery = progress.refused(&exchange);
            if delivery.entry == Some("storage/table-not-found") {
                delivery.message = format!(
                    "the table {} does not exist; Marketplace makes it with the first lead (not documented), leadctl only when told to: add --create-table",
                    settings.table
                );
            }
            return delivery;
        }
        Inserted::Unclear(exchange) => {
            let mut delivery = progress.refused(&exchange);
            delivery.notes.push(format!("whether the row was stored is not known; look for RowKey {} before you send another", keys.row));
            return delivery;
        }
    }
    let looked = find(order, &settings, &keys).await;
    let mut delivery = progress.finish(looked);
    if order.options.cleanup {
        clean_up(order, &settings, &keys, &mut delivery).await;
    }
    delivery
}

enum Inserted {
    Yes(String),
    No(Box<Exchange>),
    Unclear(Box<Exchange>),
}

/// Inserts; after an answer that leaves open whether the row was stored, looks, and repeats with the same keys only if it was not.
async fn insert(order: &Order<'_>, settings: &Settings, keys: &Keys) -> Inserted {
    let mut first = order.net.send(request::insert(settings, keys, order.lead, order.net.now())).await;
    for attempt in 0..2 {
        let there_already =
            |response: &WireResponse| read::classify(response.status, &read::service_error(response)) == Some("storage/entity-already-exists");
        match &first.answer {
            Ok(response) if read::is_stored(response) => return Inserted::Yes(format!("HTTP {}", response.status)),
            Ok(response) if there_already(response) && attempt > 0 => {
                return Inserted::Yes("the row was there already: the first attempt had stored it".to_owned());
            }
            // Something in between may have repeated the request: only a look tells.
            Ok(response) if there_already(response) => {
                let look = order.net.send(request::point_read(settings, keys, order.net.now())).await;
                return match &look.answer {
                    Ok(response) if read::is_content(response) => {
                        Inserted::Yes("the service called the row a second one, and it is there".to_owned())
                    }
                    _ => Inserted::No(Box::new(first)),
                };
            }
            Ok(response) if response.status < 500 && response.status != 408 => return Inserted::No(Box::new(first)),
            Err(error) if !error.maybe_sent => return Inserted::No(Box::new(first)),
            _ => {}
        }
        let look = order.net.send(request::point_read(settings, keys, order.net.now())).await;
        match &look.answer {
            Ok(response) if read::is_content(response) => return Inserted::Yes("the answer was lost, and the row is there".to_owned()),
            Ok(response) if response.status == 404 => {}
            _ => return Inserted::Unclear(Box::new(first)),
        }
        order.net.pause(PAUSE).await;
        first = order.net.send(request::insert(settings, keys, order.lead, order.net.now())).await;
    }
    match &first.answer {
        Ok(response) if read::is_stored(response) => Inserted::Yes(format!("HTTP {}", response.status)),
        Ok(response) if read::classify(response.status, &read::service_error(response)) == Some("storage/entity-already-exists") => {
            Inserted::Yes("the row was there already: an earlier attempt had stored it".to_owned())
        }
        _ => Inserted::Unclear(Box::new(first)),
    }
}

/// What looking for the row came to.
enum Looked {
    Found(Map<String, Value>),
    /// It is not there.
    Missing,
    /// This credential may not look.
    NotPermitted(String),
    /// No look got an answer that tells.
    Unclear(String),
}

/// Reads the row by its keys until it is there or the time is up.
async fn find(order: &Order<'_>, settings: &Settings, keys: &Keys) -> Looked {
    let until = order.net.now() + order.options.wait;
    loop {
        let exchange = order.net.send(request::point_read(settings, keys, order.net.now())).await;
        let failure = || read::failure(&exchange);
        let looked = match &exchange.answer {
            Ok(response) if read::is_content(response) => match read::row(response) {
                Some(row) => return Looked::Found(row),
                None => Looked::Unclear("the answer is no row".to_owned()),
            },
            Ok(response) if response.status == 404 && failure().entry == Some("storage/entity-not-found") => Looked::Missing,
            _ if failure().entry == Some("storage/insufficient-permission") => return Looked::NotPermitted(failure().answered),
            _ => Looked::Unclear(format!("{} ({})", failure().message, failure().answered)),
        };
        if order.net.now() >= until || matches!(looked, Looked::Unclear(_)) && failure().outcome == Outcome::Fail {
            return looked;
        }
        order.net.pause(PAUSE).await;
    }
}

async fn clean_up(order: &Order<'_>, settings: &Settings, keys: &Keys, delivery: &mut Delivery) {
    let exchange = order.net.send(request::delete(settings, keys, order.net.now())).await;
    let gone = match &exchange.answer {
        Ok(response) if response.is_success() => {
            let look = order.net.send(request::point_read(settings, keys, order.net.now())).await;
            look.answer.as_ref().is_ok_and(|response| response.status == 404)
        }
        _ => false,
    };
    if gone {
        delivery.cleanup = Some(Cleanup::Deleted);
    } else {
        delivery.cleanup = Some(Cleanup::Failed);
        let failure = read::failure(&exchange);
        delivery.notes.push(format!("the row could not be deleted: {} {}; delete RowKey {} by hand", failure.message, failure.answered, keys.row));
        delivery.outcome = delivery.outcome.max(Outcome::Warn);
    }
}

/// What was reached so far.
struct Progress {
    stages: Vec<Stage>,
    sent: Vec<FieldValue>,
    notes: Vec<String>,
}

const STAGES: [&str; 5] = ["built", "connected", "authorised", "accepted", "found"];

impl Progress {
    fn new() -> Self {
        let stages = STAGES.iter().map(|stage| Stage { stage: (*stage).to_owned(), state: Sight::NotReached, note: String::new() }).collect();
        Progress { stages, sent: Vec::new(), notes: Vec::new() }
    }

    /// This stage and all before it are seen to be done.
    fn reach(&mut self, stage: usize, state: Sight, note: impl Into<String>) {
        for earlier in &mut self.stages[..stage] {
            if earlier.state == Sight::NotReached {
                earlier.state = Sight::Observed;
            }
        }
        self.stages[stage] = Stage { stage: STAGES[stage].to_owned(), state, note: note.into() };
    }

    fn refused(mut self, exchange: &Exchange) -> Delivery {
        let failure = read::failure(exchange);
        let authorisation = matches!(
            failure.entry,
            Some(
                "storage/key-invalid"
                    | "storage/sas-expired"
                    | "storage/clock-skew"
                    | "storage/firewall"
                    | "storage/shared-key-disabled"
                    | "storage/account-disabled"
                    | "storage/insufficient-permission"
                    | "storage/https-required"
            )
        );
        let stage = match &exchange.answer {
            Err(error) if !error.maybe_sent => 1,
            Err(_) => 3,
            Ok(_) if authorisation => 2,
            Ok(_) => 3,
        };
        if stage == 3 && exchange.answer.is_err() {
            self.reach(1, Sight::Observed, "");
            self.stages[2].state = Sight::Assumed;
        }
        self.stop(stage, failure)
    }

    fn stop(mut self, stage: usize, failure: Failure) -> Delivery {
        self.reach(stage, Sight::Failed, failure.message.clone());
        Delivery {
            outcome: failure.outcome,
            accepted: false,
            verified: false,
            stages: self.stages,
            sent: self.sent,
            found: None,
            differences: Vec::new(),
            entry: failure.entry,
            message: failure.message,
            answered: (!failure.answered.is_empty()).then_some(failure.answered),
            cleanup: None,
            notes: self.notes,
        }
    }

    fn finish(mut self, looked: Looked) -> Delivery {
        let found = match &looked {
            Looked::Found(row) => Some(fields_of(row)),
            _ => None,
        };
        let differences = found.as_ref().map_or_else(Vec::new, |found| differences(&self.sent, found));
        let (outcome, sight, entry, message) = match &looked {
            Looked::Found(_) if differences.is_empty() => {
                (Outcome::Pass, Sight::Observed, None, "the lead was stored and read back, every field as sent".to_owned())
            }
            Looked::Found(_) => {
                let what = if differences.len() == 1 { "a field" } else { "several fields" };
                (Outcome::Fail, Sight::Observed, None, format!("the lead was stored, and {what} came back changed"))
            }
            Looked::Missing => (
                Outcome::Fail,
                Sight::Failed,
                Some("storage/entity-not-found"),
                "the lead was accepted, and could not be read back in time".to_owned(),
            ),
            Looked::NotPermitted(answered) => {
                self.notes.push(format!(
                    "a signature with the right to read (sp=r), or the account key, would let it be read back; the service said: {answered}"
                ));
                (Outcome::Pass, Sight::NotReached, None, "the lead was accepted; this signature may not read it back".to_owned())
            }
            Looked::Unclear(why) => {
                self.notes.push(format!("it could not be read back: {why}"));
                (Outcome::Unknown, Sight::NotReached, None, "the lead was accepted, and whether it is there could not be told".to_owned())
            }
        };
        let note = if sight == Sight::Observed { "read back by its keys".to_owned() } else { message.clone() };
        self.reach(4, sight, note);
        Delivery {
            outcome,
            accepted: true,
            verified: found.is_some(),
            stages: self.stages,
            sent: self.sent,
            found,
            differences,
            entry,
            message,
            answered: None,
            cleanup: None,
            notes: self.notes,
        }
    }
}

/// Columns as fields; the parts of `CustomerInfo` one by one.
fn fields_of(row: &Map<String, Value>) -> Vec<FieldValue> {
    let mut fields = Vec::new();
    for (name, value) in row.iter().filter(|(name, _)| !name.starts_with("odata.") && !name.contains("@odata.")) {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match serde_json::from_str::<Map<String, Value>>(&text) {
            Ok(person) if name.eq_ignore_ascii_case("CustomerInfo") => {
                for (part, value) in person {
                    let value = match value {
                        Value::String(text) => Some(text),
                        Value::Null => None,
                        other => Some(other.to_string()),
                    };
                    fields.push(FieldValue { field: format!("{name}.{part}"), value });
                }
            }
            _ => fields.push(FieldValue { field: name.clone(), value: Some(text) }),
        }
    }
    fields
}

/// What was sent and is not there as sent. What the service adds (`Timestamp`) is no difference.
fn differences(sent: &[FieldValue], found: &[FieldValue]) -> Vec<String> {
    sent.iter()
        .filter_map(|field| match found.iter().find(|other| other.field == field.field) {
            None => match found.iter().find(|other| other.field.eq_ignore_ascii_case(&field.field)) {
                Some(other) => Some(format!("{} is stored as {}", field.field, other.field)),
                None => Some(format!("{} is missing", field.field)),
            },
            Some(other) if other.value != field.value => Some(format!("{} holds another value", field.field)),
            Some(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: &str) -> FieldValue {
        FieldValue { field: name.to_owned(), value: Some(value.to_owned()) }
    }

    #[test]
    fn dropped_renamed_and_changed_fields_show() {
        let sent = [field("A", "1"), field("B", "2"), field("C", "3"), field("D", "4")];
        let found = [field("A", "1"), field("b", "2"), field("C", "x"), field("Timestamp", "now")];
        assert_eq!(differences(&sent, &found), ["B is stored as b", "C holds another value", "D is missing"]);
    }
}
