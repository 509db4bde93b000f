//! One lead into a table: insert, find it by its keys, compare, and delete it again if asked to.
//!
//! A repeat never makes a second row: it carries the same keys, and the service refuses those twice.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::exchange::{Exchange, WireResponse};
use crate::core::lead::Lead;
use crate::core::outcome::Outcome;
use crate::core::report::{Cleanup, FieldValue, Sight, Stage};
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
            return Progress::new(order.lead).stop(
                0,
                Failure { outcome: Outcome::Fail, entry: Some("storage/connection-string-malformed"), message: why, answered: String::new() },
            );
        }
    };
    let keys = Keys::fresh(order.lead);
    let mut progress = Progress::new(order.lead);
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
    let found = find(order, &settings, &keys, &mut progress).await;
    let mut delivery = progress.finish(found);
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

/// Reads the row by its keys until it is there or the time is up.
async fn find(order: &Order<'_>, settings: &Settings, keys: &Keys, progress: &mut Progress) -> Option<Map<String, Value>> {
    let until = order.net.now() + order.options.wait;
    loop {
        let exchange = order.net.send(request::point_read(settings, keys, order.net.now())).await;
        match &exchange.answer {
            Ok(response) if read::is_content(response) => return read::row(response),
            Ok(response) if response.status == 404 => {
                progress.seen_missing = read::failure(&exchange).entry == Some("storage/entity-not-found");
            }
            _ => {
                let failure = read::failure(&exchange);
                if failure.outcome == Outcome::Fail {
                    progress.notes.push(format!("it could not be read back: {} ({})", failure.message, failure.answered));
                    return None;
                }
            }
        }
        if order.net.now() >= until {
            return None;
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
    /// The service said that the row is not there.
    seen_missing: bool,
}

const STAGES: [&str; 5] = ["built", "connected", "authorised", "accepted", "found"];

impl Progress {
    fn new(_: &Lead) -> Self {
        let stages = STAGES.iter().map(|stage| Stage { stage: (*stage).to_owned(), state: Sight::NotReached, note: String::new() }).collect();
        Progress { stages, sent: Vec::new(), notes: Vec::new(), seen_missing: false }
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

    fn finish(mut self, row: Option<Map<String, Value>>) -> Delivery {
        let found = row.as_ref().map(fields_of);
        let differences = found.as_ref().map_or_else(Vec::new, |found| differences(&self.sent, found));
        let (outcome, message) = match (&found, differences.is_empty()) {
            (Some(_), true) => (Outcome::Pass, "the lead was stored and read back, every field as sent".to_owned()),
            (Some(_), false) => (
                Outcome::Fail,
                format!("the lead was stored, and {} came back changed", if differences.len() == 1 { "a field" } else { "several fields" }),
            ),
            (None, _) => (Outcome::Fail, "the lead was accepted, and could not be read back in time".to_owned()),
        };
        match &found {
            Some(_) => self.reach(4, Sight::Observed, "read back by its keys"),
            None => self.reach(4, Sight::Failed, message.clone()),
        }
        let entry = found.is_none().then_some("storage/entity-not-found").filter(|_| self.seen_missing);
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
