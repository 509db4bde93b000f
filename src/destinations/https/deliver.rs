//! One POST, once: bytes that may have arrived are never sent again.

use crate::core::delivery::{Delivery, Order};
use crate::core::exchange::NetErrorKind;
use crate::core::outcome::Outcome;
use crate::core::test_lead_report::{Cleanup, FieldValue, Sight, Stage};
use crate::destinations::https::read::{self, Verdict};
use crate::destinations::https::request;
use crate::destinations::https::settings::{self, Kind};

pub(super) async fn deliver(order: &Order<'_>) -> Delivery {
    let sent = sent_fields(order);
    let url = match settings::url(order.values) {
        Ok(url) => url,
        Err(why) => {
            let verdict =
                Verdict { outcome: Outcome::Fail, entry: Some("https/url-malformed"), message: why, answered: String::new(), runs_on: false };
            return delivery(verdict, [Sight::Failed, Sight::NotReached, Sight::NotReached, Sight::NotReached], sent, order);
        }
    };
    let kind = Kind::of(&url);
    let exchange = order.net.send(request::post(&url, order.lead, order.options.casing)).await;
    match &exchange.answer {
        Ok(response) => {
            let verdict = read::answer(response, kind, settings::raw_parameter(&url, "code").is_some());
            let refused = !response.is_success();
            let authorisation = refused && matches!(response.status, 401 | 403);
            let stages = [
                Sight::Observed,
                Sight::Observed,
                if authorisation {
                    Sight::Failed
                } else if kind == Kind::Other {
                    Sight::Assumed
                } else {
                    Sight::Observed
                },
                if authorisation {
                    Sight::NotReached
                } else if refused {
                    Sight::Failed
                } else {
                    Sight::Observed
                },
            ];
            let mut done = delivery(verdict, stages, sent, order);
            done.accepted = response.is_success();
            done
        }
        Err(error) => {
            let verdict = read::unanswered(error, kind);
            let stages = if error.maybe_sent {
                [Sight::Observed, Sight::Observed, Sight::Assumed, Sight::Failed]
            } else {
                [Sight::Observed, Sight::Failed, Sight::NotReached, Sight::NotReached]
            };
            let mut done = delivery(verdict, stages, sent, order);
            if error.maybe_sent && error.kind != NetErrorKind::NotHttp {
                done.notes.push(format!(
                    "the lead was on its way when the answer failed: it may have arrived. Look for {} before you send another",
                    order.lead.marker
                ));
            }
            done
        }
    }
}

fn delivery(verdict: Verdict, [built, connected, authorised, accepted]: [Sight; 4], sent: Vec<FieldValue>, order: &Order<'_>) -> Delivery {
    let accepted_here = accepted == Sight::Observed;
    let note = |stage: &str, state: Sight| match (stage, state) {
        (_, Sight::Failed) => verdict.message.clone(),
        ("authorised", Sight::Assumed) => "an endpoint of your own may take leads from anybody".to_owned(),
        ("accepted", Sight::Observed) => verdict.answered.clone(),
        ("found", _) if accepted_here => "an HTTPS endpoint can't be read back".to_owned(),
        _ => String::new(),
    };
    let stages = [("built", built), ("connected", connected), ("authorised", authorised), ("accepted", accepted), ("found", Sight::NotReached)];
    let mut notes = Vec::new();
    if accepted_here {
        notes.push(format!(
            "look for {} where the endpoint keeps its leads{}",
            order.lead.marker,
            if verdict.runs_on { ", and at the flow's run history" } else { "" }
        ));
    }
    Delivery {
        outcome: verdict.outcome,
        accepted: false,
        verified: false,
        stages: stages.into_iter().map(|(stage, state)| Stage { stage: stage.to_owned(), state, note: note(stage, state) }).collect(),
        sent,
        found: None,
        differences: Vec::new(),
        entry: verdict.entry,
        message: verdict.message,
        answered: (!verdict.answered.is_empty()).then_some(verdict.answered),
        cleanup: (order.options.cleanup && accepted_here).then_some(Cleanup::NotPossible),
        notes,
    }
}

fn sent_fields(order: &Order<'_>) -> Vec<FieldValue> {
    let mut fields = Vec::new();
    for (name, value) in request::body(order.lead, order.options.casing) {
        match value {
            serde_json::Value::Object(person) => {
                fields.extend(
                    person.into_iter().map(|(part, value)| FieldValue { field: format!("{name}.{part}"), value: value.as_str().map(str::to_owned) }),
                );
            }
            value => fields.push(FieldValue { field: name, value: value.as_str().map(str::to_owned) }),
        }
    }
    fields
}
