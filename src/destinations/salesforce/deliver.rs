//! One form post, once; then, with API credentials, a look for the lead that it should have made, and its removal if asked for.
//!
//! Web-to-Lead knows no keys: what was sent twice is there twice. So nothing is ever sent again, whatever the answer.

use crate::core::check::Memo;
use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::lead::{Lead, Part};
use crate::core::outcome::Outcome;
use crate::core::test_lead_report::{Cleanup, FieldValue, Sight};
use crate::core::values::Values;
use crate::destinations::salesforce::look::{self, Looked};
use crate::destinations::salesforce::progress::{ACCEPTED, AUTHORISED, CONNECTED, FOUND, Progress, differences, found_fields};
use crate::destinations::salesforce::read::{self, Failure, Posted};
use crate::destinations::salesforce::request;
use crate::destinations::salesforce::session::Session;
use crate::destinations::salesforce::settings::Settings;
use crate::destinations::salesforce::suspects;

const WRONG_OID: &str = "salesforce/wrong-oid";

pub(super) fn plan(values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String> {
    let settings = Settings::from_values(values)?;
    let token = "<the token>";
    let mut planned = Vec::new();
    if let Some(api) = &settings.api {
        planned.push(Planned { step: "get a token for looking inside", request: request::token(api) });
        planned.push(Planned {
            step: "see, before the lead is posted, that the oid is this organization's",
            request: request::organization(api, token),
        });
    }
    planned.push(Planned { step: "post the lead", request: request::post(&settings, lead) });
    if let Some(api) = &settings.api {
        planned.push(Planned { step: "look for the lead", request: request::find(api, token, &email(lead), true) });
        if options.cleanup {
            planned.push(Planned { step: "delete the lead", request: request::delete(api, token, "<its id>") });
        }
    }
    Ok(planned)
}

/// Every variant has one; it is what the lead is found by.
fn email(lead: &Lead) -> String {
    match &lead.email {
        Part::Text(email) => email.clone(),
        Part::Null | Part::Absent => format!("{}@test.com", lead.marker),
    }
}

pub(super) async fn deliver(order: &Order<'_>) -> Delivery {
    let mut progress = Progress::new(order);
    let settings = match Settings::from_values(order.values) {
        Ok(settings) => settings,
        Err(why) => return progress.stop(0, Failure::new(Outcome::Fail, Some(WRONG_OID), why, "")),
    };
    progress.reach(0, Sight::Observed, format!("a form for organization {}", settings.oid));
    let memo = Memo::default();
    let session = settings.api.as_ref().map(|api| Session::new(order.net, &memo, api));
    if let Some(session) = &session
        && let Err(stop) = own_organization(session, &settings, &mut progress).await
    {
        return progress.stop(AUTHORISED, stop);
    }
    let exchange = order.net.send(request::post(&settings, order.lead)).await;
    let whole = [&order.lead.last_name, &order.lead.company].iter().all(|part| matches!(part, Part::Text(_)));
    let unclear = match read::posted(&exchange, whole) {
        Posted::NotSent(failure) => return progress.stop(CONNECTED, failure),
        Posted::Refused(failure) => {
            progress.arrived();
            return progress.stop(ACCEPTED, failure);
        }
        Posted::Accepted(answered) => {
            progress.arrived();
            progress.reach(ACCEPTED, Sight::Observed, answered);
            None
        }
        Posted::Unclear(failure) => {
            progress.arrived();
            Some(failure)
        }
    };
    match (&session, unclear) {
        (Some(session), unclear) => {
            let looked = look::leads(session, &email(order.lead), order.options.wait).await;
            conclude(order, session, progress, looked, unclear).await
        }
        (None, None) => unconfirmed(order, progress),
        (None, Some(failure)) => {
            progress.notes.push(format!("the lead may have arrived: look for {} in Salesforce before you send another", order.lead.marker));
            progress.notes.push(HOW_TO_READ_BACK.to_owned());
            progress.stop(ACCEPTED, failure)
        }
    }
}

const HOW_TO_READ_BACK: &str = "to have leadctl read leads back, add api_url, api_client_id and api_client_secret to the profile (a connected app with the client credentials flow); Partner Center does not need them";

/// A lead with another organization's oid goes to that organization: this is looked at before anything is sent.
async fn own_organization(session: &Session<'_>, settings: &Settings, progress: &mut Progress) -> Result<(), Failure> {
    match look::organization(session).await {
        Ok(organization) if !organization.has(&settings.oid) => {
            progress.notes.push("nothing was sent: the lead would have gone to another organization, or to none".to_owned());
            let theirs = organization.id.get(..15).unwrap_or(&organization.id).to_owned();
            Err(Failure::new(
                Outcome::Fail,
                Some(WRONG_OID),
                format!(
                    "the oid is not that of the organization that the API credentials are for, which is {}",
                    crate::core::text::excerpt(&theirs, 20)
                ),
                "",
            ))
        }
        Ok(_) => Ok(()),
        Err((failure, _)) => {
            progress
                .notes
                .push(format!("whether the oid is this organization's could not be seen before sending: {} {}", failure.message, failure.answered));
            Ok(())
        }
    }
}

/// Without API access Salesforce's "accepted" is all there is.
fn unconfirmed(order: &Order<'_>, mut progress: Progress) -> Delivery {
    let marker = &order.lead.marker;
    progress.reach(FOUND, Sight::NotReached, "without API credentials Salesforce can't be looked into");
    progress.notes.push(format!("by hand: search Salesforce for {marker} (Leads, All Open Leads)"));
    progress.notes.push(
        "if it is not there: Setup › Web-to-Lead names the Default Lead Creator, who gets a mail with the reason; leadctl diagnose --file mail.eml reads it"
            .to_owned(),
    );
    progress.notes.push(HOW_TO_READ_BACK.to_owned());
    let mut delivery = progress.end(Outcome::Pass, true, "accepted, unconfirmed: Salesforce answers so to leads that it throws away, too");
    delivery.cleanup = order.options.cleanup.then_some(Cleanup::NotPossible);
    delivery
}

async fn conclude(order: &Order<'_>, session: &Session<'_>, mut progress: Progress, looked: Looked, unclear: Option<Failure>) -> Delivery {
    let marker = &order.lead.marker;
    match (looked, unclear) {
        (Looked::Found { records, in_full }, unclear) => {
            if let Some(failure) = unclear {
                progress.reach(ACCEPTED, Sight::Observed, format!("the answer did not tell ({}), and the lead is there", failure.message));
            }
            let record = &records[0];
            let id = record.get("Id").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
            let found = found_fields(record);
            let differences = if in_full { differences(&progress.sent, &found) } else { Vec::new() };
            progress.reach(FOUND, Sight::Observed, format!("read back as {id}"));
            if !in_full {
                progress
                    .notes
                    .push("the API's user may not see every field of the lead, so that what was sent and what is there were not compared".to_owned());
            }
            let (outcome, message) = if records.len() > 1 {
                progress.notes.push("it was sent once: a flow, a trigger or a second integration copies leads".to_owned());
                (Outcome::Warn, format!("the lead is there {} times", records.len()))
            } else if differences.is_empty() {
                let how = match in_full {
                    true if keeps_case(&progress.sent, &found) => ", every field as sent",
                    true => ", every field as sent but for the case of the e-mail address, which Salesforce keeps in lower case",
                    false => "",
                };
                (Outcome::Pass, format!("the lead was made and read back{how}"))
            } else {
                (Outcome::Warn, "the lead was made, and the organization changed it".to_owned())
            };
            let mut delivery = progress.end(outcome, true, message);
            delivery.verified = true;
            delivery.found = Some(found);
            delivery.differences = differences;
            if order.options.cleanup {
                clean_up(session, order, &id, &mut delivery).await;
            }
            delivery
        }
        (Looked::Missing, None) => lost(order, session, progress).await,
        (Looked::Missing, Some(failure)) => {
            progress
                .notes
                .push(format!("it was not found within the time that was waited, and not sent again: look for {marker} before you send another"));
            progress.stop(ACCEPTED, Failure { outcome: Outcome::Unknown, ..failure })
        }
        (Looked::NotPermitted(answered), None) => {
            progress
                .notes
                .push(format!("the API's user (Run As) may not look at leads; give it the right to read them. Salesforce said: {answered}"));
            unconfirmed(order, progress)
        }
        (Looked::Unclear(why), None) => {
            progress.reach(FOUND, Sight::NotReached, "could not be looked for");
            progress.notes.push(format!("it could not be read back: {} ({})", why.message, why.answered));
            progress.notes.push(format!("by hand: search Salesforce for {marker}"));
            let delivery = progress.end(Outcome::Unknown, true, "the lead was accepted, and whether it is there could not be told");
            Delivery { entry: why.entry, ..delivery }
        }
        (looked @ (Looked::NotPermitted(_) | Looked::Unclear(_)), Some(failure)) => {
            let why = match looked {
                Looked::Unclear(why) => why.answered,
                Looked::NotPermitted(answered) => answered,
                Looked::Found { .. } | Looked::Missing => String::new(),
            };
            progress.notes.push(format!(
                "the lead may have arrived, and could not be looked for ({why}): search Salesforce for {marker} before you send another"
            ));
            progress.stop(ACCEPTED, Failure { outcome: Outcome::Unknown, ..failure })
        }
    }
}

/// Whether the address is there letter by letter.
fn keeps_case(sent: &[FieldValue], found: &[FieldValue]) -> bool {
    let address = |fields: &[FieldValue]| fields.iter().find(|field| field.field == "email").and_then(|field| field.value.clone());
    address(sent) == address(found)
}

/// Accepted and not there: what can be read of the reasons, and where the reason itself stands.
async fn lost(order: &Order<'_>, session: &Session<'_>, mut progress: Progress) -> Delivery {
    let waited = order.options.wait.as_secs();
    let suspects = suspects::of(session).await;
    let message = match suspects.first() {
        Some(first) => format!("Salesforce accepted the lead and made none within {waited} s, perhaps because {}", first.words),
        None => format!("Salesforce accepted the lead and made none within {waited} s, and nothing that may be read says why"),
    };
    for suspect in suspects.iter().skip(1) {
        progress.notes.push(format!("or because {} (leadctl explain {})", suspect.words, suspect.entry));
    }
    progress.notes.push(
        "the reason itself is in the mail to the Default Lead Creator (Setup › Web-to-Lead): leadctl diagnose --file mail.eml; without a mail reCAPTCHA, which can't be read, is the first suspect (leadctl explain salesforce/recaptcha-required)"
            .to_owned(),
    );
    if order.options.cleanup {
        progress.notes.push(format!("nothing was found, so nothing was deleted; should {} still come, delete it by hand", order.lead.marker));
    }
    progress.reach(FOUND, Sight::Failed, message.clone());
    let mut delivery = progress.end(Outcome::Fail, true, message);
    delivery.entry = suspects.first().map(|suspect| suspect.entry);
    delivery
}

/// Deletes this id and no other, and looks whether it is gone.
async fn clean_up(session: &Session<'_>, order: &Order<'_>, id: &str, delivery: &mut Delivery) {
    let is_lead = id.starts_with("00Q") && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let failure = if is_lead {
        let exchange = session.ask(|api, token| request::delete(api, token, id)).await;
        match &exchange.answer {
            Ok(response) if response.is_success() => {
                let look = session.ask(|api, token| request::find(api, token, &email(order.lead), false)).await;
                let still = |records: Vec<serde_json::Map<String, serde_json::Value>>| {
                    records.iter().any(|record| record.get("Id").and_then(serde_json::Value::as_str) == Some(id))
                };
                match read::records(&look).map(still) {
                    Some(false) => {
                        delivery.cleanup = Some(Cleanup::Deleted);
                        return;
                    }
                    _ => "Salesforce said that it was deleted, and it was not seen to be gone".to_owned(),
                }
            }
            _ => {
                let failure = read::failure(&exchange);
                format!("{} {}", failure.message, failure.answered)
            }
        }
    } else {
        "its id is not that of a lead".to_owned()
    };
    delivery.cleanup = Some(Cleanup::Failed);
    delivery.notes.push(format!("the lead could not be deleted: {failure}; delete {} by hand", crate::core::text::excerpt(id, 20)));
    delivery.outcome = delivery.outcome.max(Outcome::Warn);
}
