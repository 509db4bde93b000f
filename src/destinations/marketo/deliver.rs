//! One lead into a form: submit it once, look for it by its address, compare, and delete it again if asked to.
//!
//! A submit is made again only where Marketo refused the token, which proves that nothing was done. After an answer that leaves it open, the
//! lead is looked for and never sent again.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::core::check::Memo;
use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::exchange::Exchange;
use crate::core::lead::{Lead, Part};
use crate::core::outcome::Outcome;
use crate::core::test_lead_report::{Cleanup, FieldValue, Sight, Stage};
use crate::core::values::Values;
use crate::destinations::marketo::read::{self, Failure, Submitted};
use crate::destinations::marketo::session::Session;
use crate::destinations::marketo::settings::Settings;
use crate::destinations::marketo::{fields, request};

/// Between two looks for the lead: Marketo takes 100 calls in 20 seconds, from all programs together.
const PAUSE: Duration = Duration::from_millis(1000);

pub(super) fn plan(values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String> {
    let settings = Settings::from_values(values)?;
    let token = request::NO_TOKEN;
    let mut planned = vec![
        Planned { step: "sign in", request: request::token(&settings) },
        Planned { step: "submit the lead to the form", request: request::submit(&settings, token, lead) },
        Planned { step: "read the lead back", request: request::find(&settings, token, address(lead)) },
    ];
    if options.cleanup {
        planned.push(Planned { step: "delete the lead, by the id that was given to it", request: request::delete(&settings, token, 0) });
    }
    Ok(planned)
}

/// Every test lead has its own address.
fn address(lead: &Lead) -> &str {
    match &lead.email {
        Part::Text(address) => address,
        Part::Null | Part::Absent => "",
    }
}

pub(super) async fn deliver(order: &Order<'_>) -> Delivery {
    let settings = match Settings::from_values(order.values) {
        Ok(settings) => settings,
        Err(why) => {
            let failure = Failure {
                outcome: Outcome::Fail,
                entry: Some("marketo/missing-parameter"),
                message: why,
                answered: String::new(),
                code: String::new(),
            };
            return Progress::new().stop(0, failure);
        }
    };
    let memo = Memo::default();
    let run = Submission { session: Session { settings: &settings, net: order.net, memo: &memo }, order };
    let mut progress = Progress::new();
    progress.sent = values_of(&fields::of(order.lead));
    progress.reach(0, Sight::Observed, format!("form {} of {}", settings.form_id, settings.munchkin_id));
    let signed_in = run.session.signed_in().await;
    if let Err(failure) = read::token(&signed_in) {
        let stage = if signed_in.answer.is_err() { 1 } else { 2 };
        return progress.stop(stage, failure);
    }
    progress.reach(2, Sight::Observed, "");
    run.submit(progress).await
}

/// One lead on its way.
struct Submission<'a> {
    session: Session<'a>,
    order: &'a Order<'a>,
}

/// What looking for the lead came to.
enum Looked {
    Found(Map<String, Value>),
    /// It is not there.
    Missing,
    /// The API user may not look.
    NotPermitted(String),
    /// No look got an answer that tells.
    Unclear(Failure),
}

impl Submission<'_> {
    async fn submit(&self, mut progress: Progress) -> Delivery {
        let exchange = match self.session.send(|token| request::submit(self.session.settings, token, self.order.lead)).await {
            Ok(exchange) => exchange,
            Err(failure) => return progress.stop(2, failure),
        };
        let (id, created) = match read::submitted(&exchange) {
            Submitted::Taken { id, created } => {
                progress.reach(3, Sight::Observed, format!("lead {id} {}", if created { "created" } else { "updated" }));
                (Some(id), created)
            }
            Submitted::Refused(failure) => {
                let failure = self.which_field(failure).await;
                return progress.refused(failure, &exchange);
            }
            Submitted::Unclear(failure) => match self.find().await {
                Looked::Found(row) => {
                    progress.reach(3, Sight::Observed, "the answer was lost, and the lead is there");
                    let id = row.get("id").and_then(Value::as_u64);
                    return self.finish(progress, Looked::Found(row), id, true).await;
                }
                looked => return self.unclear(progress, failure, &exchange, &looked),
            },
        };
        let looked = self.find().await;
        self.finish(progress, looked, id, created).await
    }

    /// Whether the lead was taken is not known, and it could not be found either.
    fn unclear(&self, progress: Progress, failure: Failure, exchange: &Exchange, looked: &Looked) -> Delivery {
        let mut delivery = progress.refused(failure, exchange);
        delivery.outcome = Outcome::Unknown;
        let marker = &self.order.lead.marker;
        delivery.notes.push(match looked {
            Looked::Missing => format!("it is not in Marketo now, and may still arrive: look for {marker} before you send another"),
            _ => format!("the lead may have arrived, and could not be looked for: search Marketo for {marker} before you send another"),
        });
        delivery
    }

    /// One code stands for two mistakes: the instance's description of its fields tells which it is.
    async fn which_field(&self, failure: Failure) -> Failure {
        if failure.code != "1006" {
            return failure;
        }
        let Ok(exchange) = self.session.read(|token| request::describe(self.session.settings, token)).await else { return failure };
        let Ok(described) = read::rows(&exchange) else { return failure };
        let all: Vec<String> = fields::FIELDS.iter().map(|(rest, ..)| (*rest).to_owned()).collect();
        if fields::missing(&all, Some(&described)).in_instance.is_empty() {
            let message = "the lead brings a field that is not on the form".to_owned();
            return Failure { entry: Some("marketo/form-field-mismatch"), message, ..failure };
        }
        failure
    }

    /// Looks until the lead is there or the time is up.
    async fn find(&self) -> Looked {
        let until = self.order.net.now() + self.order.options.wait;
        loop {
            let looked = self.look().await;
            let is_over = match &looked {
                Looked::Found(_) | Looked::NotPermitted(_) => true,
                Looked::Unclear(failure) => failure.outcome == Outcome::Fail,
                Looked::Missing => false,
            };
            if is_over || self.order.net.now() >= until {
                return looked;
            }
            self.order.net.pause(PAUSE).await;
        }
    }

    async fn look(&self) -> Looked {
        let email = address(self.order.lead);
        let found = match self.session.read(|token| request::find(self.session.settings, token, email)).await {
            Ok(exchange) => read::rows(&exchange),
            Err(failure) => Err(failure),
        };
        match found {
            Ok(rows) => {
                let this = rows.into_iter().find(|row| row["email"].as_str().is_some_and(|found| found.eq_ignore_ascii_case(email)));
                match this {
                    Some(Value::Object(row)) => Looked::Found(row),
                    _ => Looked::Missing,
                }
            }
            Err(failure) if failure.is_denied() => Looked::NotPermitted(failure.answered),
            Err(failure) => Looked::Unclear(failure),
        }
    }

    async fn finish(&self, progress: Progress, looked: Looked, id: Option<u64>, created: bool) -> Delivery {
        let mut delivery = progress.finish(looked, &self.order.lead.marker);
        if self.order.options.cleanup {
            match id {
                Some(id) if created => self.clean_up(id, &mut delivery).await,
                _ => {
                    delivery.cleanup = Some(Cleanup::NotPossible);
                    delivery.notes.push("the person was in Marketo before, so this run does not delete them".to_owned());
                }
            }
        }
        delivery
    }

    /// Deletes the lead of this id, and looks whether it is gone.
    async fn clean_up(&self, id: u64, delivery: &mut Delivery) {
        let failure = match self.session.send(|token| request::delete(self.session.settings, token, id)).await {
            Ok(exchange) => match read::rows(&exchange) {
                Ok(rows) if rows.first().is_some_and(|row| row["status"] == "deleted") => None,
                Ok(rows) => Some(read::not_deleted(rows.first())),
                Err(failure) => Some(failure),
            },
            Err(failure) => Some(failure),
        };
        let gone = failure.is_none() && matches!(self.look().await, Looked::Missing);
        delivery.cleanup = Some(if gone { Cleanup::Deleted } else { Cleanup::Failed });
        if !gone {
            let why = failure
                .map_or_else(|| "it was deleted, and is still to be seen".to_owned(), |failure| format!("{} {}", failure.message, failure.answered));
            delivery.notes.push(format!("the lead could not be seen to be gone: {why}; delete lead {id} by hand"));
            delivery.outcome = delivery.outcome.max(Outcome::Warn);
        }
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

    /// A refusal of the submit: at the door, or of the lead.
    fn refused(self, failure: Failure, exchange: &Exchange) -> Delivery {
        let authorisation = matches!(
            failure.entry,
            Some("marketo/access-denied" | "marketo/access-token-invalid" | "marketo/access-token-expired" | "marketo/invalid-client-credentials")
        );
        let unsent = exchange.answer.as_ref().is_err_and(|error| !error.maybe_sent);
        let mut progress = self;
        if authorisation {
            progress.stages[2] = Stage { stage: STAGES[2].to_owned(), state: Sight::NotReached, note: String::new() };
        }
        let mut delivery = progress.stop(if authorisation { 2 } else { 3 }, failure);
        if unsent {
            delivery.notes.push("the lead was not sent".to_owned());
        }
        delivery
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

    fn finish(mut self, looked: Looked, marker: &str) -> Delivery {
        let found = match &looked {
            Looked::Found(row) => Some(values_of(row)),
            _ => None,
        };
        let differences = found.as_ref().map_or_else(Vec::new, |found| differences(&self.sent, found));
        let (outcome, sight, entry, message) = match &looked {
            Looked::Found(_) if differences.is_empty() => {
                (Outcome::Pass, Sight::Observed, None, "Marketo took the lead and it was read back, every field as sent".to_owned())
            }
            Looked::Found(_) => {
                let what = if differences.len() == 1 { "a field" } else { "several fields" };
                (Outcome::Fail, Sight::Observed, None, format!("Marketo took the lead, and {what} came back changed"))
            }
            Looked::Missing => {
                self.notes.push(format!("a smart campaign may have deleted or merged it; search Marketo for {marker}"));
                (Outcome::Fail, Sight::Failed, None, "Marketo took the lead, and it could not be found by its address in time".to_owned())
            }
            Looked::NotPermitted(answered) => {
                self.notes.push(format!("the right Read-Only Person (or Read-Write Person) would let it be read back; Marketo said: {answered}"));
                self.notes.push(format!("search Marketo for {marker}"));
                (Outcome::Pass, Sight::NotReached, None, "Marketo took the lead; this API user may not read it back".to_owned())
            }
            Looked::Unclear(failure) => {
                self.notes.push(format!("it could not be read back: {} {}", failure.message, failure.answered));
                (Outcome::Unknown, Sight::NotReached, failure.entry, "Marketo took the lead, and whether it is there could not be told".to_owned())
            }
        };
        let note = if sight == Sight::Observed { "found by its address".to_owned() } else { message.clone() };
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

fn values_of(row: &Map<String, Value>) -> Vec<FieldValue> {
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    row.iter().map(|(name, value)| FieldValue { field: name.clone(), value: text(value) }).collect()
}

/// What was sent and is not there as sent. A field that was asked for and does not come back is empty, by the documentation.
fn differences(sent: &[FieldValue], found: &[FieldValue]) -> Vec<String> {
    let held = |field: &FieldValue| found.iter().find(|other| other.field == field.field).and_then(|other| other.value.as_deref());
    sent.iter()
        .filter_map(|field| match (field.value.as_deref(), held(field)) {
            (sent, found) if sent == found => None,
            (_, None) => Some(format!("{} is missing", field.field)),
            (Some(sent), Some(found)) if field.field == "email" && sent.eq_ignore_ascii_case(found) => None,
            _ => Some(format!("{} holds another value", field.field)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: Option<&str>) -> FieldValue {
        FieldValue { field: name.to_owned(), value: value.map(str::to_owned) }
    }

    #[test]
    fn dropped_and_changed_fields_show_and_empty_ones_do_not() {
        let sent = [field("email", Some("M@test.com")), field("title", Some("T")), field("phone", None), field("country", Some("US"))];
        let found = [field("email", Some("m@test.com")), field("country", Some("United States")), field("id", Some("1"))];
        assert_eq!(differences(&sent, &found), ["title is missing", "country holds another value"]);
    }
}
