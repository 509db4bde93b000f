//! One lead into an environment: signed in, created once, looked for by its id, deleted again if asked to.
//!
//! A create is never repeated: it is not idempotent. After an answer that leaves open whether the row was stored, it is looked for by
//! its e-mail address, which no other lead has. The one exception is a refusal that is definite (403) and names `leadsourcecode`: nothing
//! was stored then, and the same lead without that column tells whether the column alone stands in the way.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::exchange::Exchange;
use crate::core::lead::{Lead, Part};
use crate::core::outcome::Outcome;
use crate::core::secret::REDACTED;
use crate::core::test_lead_report::{Cleanup, Sight};
use crate::core::values::Values;
use crate::destinations::dynamics::progress::{Looked, Progress, Stage};
use crate::destinations::dynamics::read::{Failure, dataverse, entra};
use crate::destinations::dynamics::request::{self, SOURCE_COLUMN, Session};
use crate::destinations::dynamics::settings::Settings;
use crate::destinations::dynamics::sign_in::{self, Closed};
use crate::destinations::dynamics::token;

/// Between two looks for the row.
const PAUSE: Duration = Duration::from_millis(500);

pub(super) fn plan(values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String> {
    let settings = Settings::from_values(values)?;
    let authority = settings.likely_authority().ok_or("which sign-in service the environment uses only it can tell; set authority_url")?;
    let resource = settings.origin.as_str().trim_end_matches('/');
    let session = Session { origin: settings.origin.clone(), token: REDACTED.to_owned().into() };
    let columns = request::columns(lead);
    let mut planned = vec![
        Planned { step: "ask the environment which directory it belongs to", request: request::challenge(&settings.origin) },
        Planned { step: "sign in", request: request::token(&authority, &settings, resource) },
        Planned { step: "create the lead", request: request::create(&session, &columns) },
        Planned {
            step: "read the lead back (by its id, where the answer gives one)",
            request: request::lead_by_email(&session, email(lead), &columns),
        },
    ];
    if options.cleanup {
        let id = "00000000-0000-0000-0000-000000000000";
        planned.push(Planned { step: "delete the lead (by the id that the answer gave)", request: request::delete(&session, id) });
    }
    Ok(planned)
}

pub(super) async fn deliver(order: &Order<'_>) -> Delivery {
    let settings = match Settings::from_values(order.values) {
        Ok(settings) => settings,
        Err(why) => return Progress::new(&Map::new()).stop(Stage::Built, failed("dynamics/url-malformed", why)),
    };
    let columns = request::columns(order.lead);
    let mut progress = Progress::new(&columns);
    progress.reach(Stage::Built, Sight::Observed, "which columns Marketplace fills is inferred, but for leadsourcecode");
    let session = match sign_in(order, &settings, &mut progress).await {
        Ok(session) => session,
        Err((stage, failure)) => return progress.stop(stage, failure),
    };
    let exchange = order.net.send(request::create(&session, &columns)).await;
    match judge(order, &session, &columns, &exchange).await {
        Created::Yes(id, note) => {
            progress.reach(Stage::Accepted, Sight::Observed, note);
            let looked = find(order, &session, &columns, &id).await;
            let mut delivery = progress.finish(looked, &id);
            if order.options.cleanup {
                clean_up(order, &session, &id, &mut delivery).await;
            }
            delivery
        }
        Created::Found(row) => {
            let id = row.get("leadid").and_then(Value::as_str).unwrap_or_default().to_owned();
            progress.reach(Stage::Accepted, Sight::Observed, "the answer was lost or unclear, and the lead is there");
            let mut delivery = progress.finish(Looked::Found(row), &id);
            if order.options.cleanup {
                clean_up(order, &session, &id, &mut delivery).await;
            }
            delivery
        }
        Created::No(failure) if failure.entry == Some("dynamics/leadsourcecode-permission") && is_forbidden(&exchange) => {
            without_source(order, &session, &columns, progress, failure).await
        }
        Created::No(failure) => progress.stop(stage_of(&exchange, &failure), failure),
        Created::Unclear(failure, looked) => {
            let mut delivery = progress.stop(Stage::Accepted, Failure { outcome: Outcome::Unknown, ..failure });
            delivery.notes.push(format!(
                "whether the lead was stored is not known ({looked}); it was sent once. Look for {} before you send another",
                order.lead.marker
            ));
            delivery
        }
    }
}

fn failed(entry: &'static str, message: impl Into<String>) -> Failure {
    Failure { outcome: Outcome::Fail, entry: Some(entry), message: message.into(), answered: String::new() }
}

/// A refusal that is definite: nothing was stored.
fn is_forbidden(exchange: &Exchange) -> bool {
    exchange.answer.as_ref().is_ok_and(|response| response.status == 403)
}

/// The token, once the environment was seen to be one of the profile's directory; before that no secret is sent.
async fn sign_in(order: &Order<'_>, settings: &Settings, progress: &mut Progress) -> Result<Session, (Stage, Failure)> {
    let exchange = order.net.send(request::challenge(&settings.origin)).await;
    let door = match sign_in::door(settings, &exchange) {
        Err(Closed::NoEnvironment(failure)) => return Err((Stage::Connected, failure)),
        other => other,
    };
    progress.reach(Stage::Connected, Sight::Observed, "");
    let door = door.map_err(|closed| (Stage::Authorised, closed.failure()))?;
    let exchange = token::ask(order.net, &door.authority, settings, &door.resource).await;
    match entra::token(&exchange) {
        Ok(token) => Ok(Session { origin: settings.origin.clone(), token }),
        Err(failure) => Err((Stage::Authorised, failure)),
    }
}

/// What came of the one create.
enum Created {
    /// With its id.
    Yes(String, String),
    /// The answer did not tell, and the row is there.
    Found(Map<String, Value>),
    /// Definitely not.
    No(Failure),
    /// The answer did not tell, nor did a look.
    Unclear(Failure, String),
}

async fn judge(order: &Order<'_>, session: &Session, columns: &Map<String, Value>, exchange: &Exchange) -> Created {
    match &exchange.answer {
        Ok(response) if matches!(response.status, 201 | 204) && !response.is_html() => {
            if let Some(id) = dataverse::created_id(response) {
                let note = format!("HTTP {}, lead {id}", response.status);
                return Created::Yes(id, note);
            }
        }
        // Definite: refused before anything was stored.
        Ok(response) if (400..500).contains(&response.status) && response.status != 408 => return Created::No(dataverse::failure(exchange)),
        Err(error) if !error.maybe_sent => return Created::No(dataverse::failure(exchange)),
        _ => {}
    }
    let failure = dataverse::failure(exchange);
    // The environment may still be at it: a slow plug-in outlives the connection.
    let until = order.net.now() + order.options.wait;
    loop {
        match by_email(order, session, columns).await {
            Ok(Some(row)) => return Created::Found(row),
            Ok(None) if order.net.now() < until => order.net.pause(PAUSE).await,
            Ok(None) => return Created::Unclear(failure, "no lead with its e-mail address is to be seen just now".to_owned()),
            // Where the create timed out, the first look may well do so too.
            Err(look) if look.outcome == Outcome::Unknown && order.net.now() < until => order.net.pause(PAUSE).await,
            Err(look) => return Created::Unclear(failure, format!("looking for it: {}", look.message)),
        }
    }
}

/// By the e-mail address, which no other lead has.
async fn by_email(order: &Order<'_>, session: &Session, columns: &Map<String, Value>) -> Result<Option<Map<String, Value>>, Failure> {
    let exchange = order.net.send(request::lead_by_email(session, email(order.lead), columns)).await;
    let mut content = dataverse::content(&exchange)?;
    let Some(Value::Array(rows)) = content.remove("value") else { return Ok(None) };
    let is_ours = |row: &Map<String, Value>| {
        row.get("emailaddress1").and_then(Value::as_str).is_some_and(|found| found.eq_ignore_ascii_case(email(order.lead)))
    };
    Ok(rows.into_iter().find_map(|row| match row {
        Value::Object(row) if is_ours(&row) => Some(row),
        _ => None,
    }))
}

/// Reads the row by its id until it is there or the time is up.
async fn find(order: &Order<'_>, session: &Session, columns: &Map<String, Value>, id: &str) -> Looked {
    let until = order.net.now() + order.options.wait;
    loop {
        let exchange = order.net.send(request::lead_by_id(session, id, columns)).await;
        let looked = match dataverse::content(&exchange) {
            Ok(row) => return Looked::Found(row),
            Err(failure) => match exchange.answer.as_ref().map_or(0, |response| response.status) {
                403 => return Looked::NotPermitted(failure.answered),
                404 => Looked::Missing,
                // Looking again helps only where the service could not answer.
                _ if failure.outcome == Outcome::Fail => return Looked::Unclear(format!("{} ({})", failure.message, failure.answered)),
                _ => Looked::Unclear(format!("{} ({})", failure.message, failure.answered)),
            },
        };
        if order.net.now() >= until {
            return looked;
        }
        order.net.pause(PAUSE).await;
    }
}

/// The first lead was refused for its `leadsourcecode`, and nothing stored: the same one without it, which is then this run's only lead.
async fn without_source(order: &Order<'_>, session: &Session, columns: &Map<String, Value>, progress: Progress, failure: Failure) -> Delivery {
    let mut delivery = progress.stop(Stage::Accepted, failure);
    let mut rest = columns.clone();
    rest.shift_remove(SOURCE_COLUMN);
    let exchange = order.net.send(request::create(session, &rest)).await;
    let stored = match judge(order, session, &rest, &exchange).await {
        Created::Yes(id, _) => Some(id),
        Created::Found(row) => row.get("leadid").and_then(Value::as_str).map(str::to_owned),
        Created::No(failure) => {
            delivery.notes.push(format!("without {SOURCE_COLUMN} the lead is refused too: {}", failure.message));
            return delivery;
        }
        Created::Unclear(..) => None,
    };
    let Some(id) = stored else {
        delivery.notes.push(format!(
            "the same lead was tried without {SOURCE_COLUMN}, and whether it was stored is not known: look for {} before you send another",
            order.lead.marker
        ));
        return delivery;
    };
    delivery.message =
        format!("{}; without this column the same lead is accepted, so that its column security alone stands in the way", delivery.message);
    delivery.notes.push(format!("the lead without {SOURCE_COLUMN} was stored as {id}; it is the only one that this run left"));
    if order.options.cleanup {
        clean_up(order, session, &id, &mut delivery).await;
    }
    delivery
}

/// Deletes the row that this run made, and looks that it is gone.
async fn clean_up(order: &Order<'_>, session: &Session, id: &str, delivery: &mut Delivery) {
    let exchange = order.net.send(request::delete(session, id)).await;
    let status = |exchange: &Exchange| exchange.answer.as_ref().map_or(0, |response| response.status);
    let mut gone = status(&exchange) == 404;
    if exchange.answer.as_ref().is_ok_and(|response| response.status == 204 || response.status == 200) {
        let look = order.net.send(request::lead_by_id(session, id, &Map::new())).await;
        // Who may delete and not read asks again: what is gone can't be deleted twice (documented: 404).
        gone = match status(&look) {
            404 => true,
            403 => status(&order.net.send(request::delete(session, id)).await) == 404,
            _ => false,
        };
    }
    if gone {
        delivery.cleanup = Some(Cleanup::Deleted);
        return;
    }
    delivery.cleanup = Some(Cleanup::Failed);
    let failure = dataverse::failure(&exchange);
    let why = if failure.entry == Some("dynamics/missing-privilege") {
        "this identity may not delete leads, which is normal for a lead writer"
    } else {
        &failure.message
    };
    delivery.notes.push(format!(
        "the lead could not be deleted: {why}; delete lead {id} by hand in Dynamics 365 (Sales › Leads, search for {})",
        order.lead.marker
    ));
    delivery.outcome = delivery.outcome.max(Outcome::Warn);
}

fn email(lead: &Lead) -> &str {
    match &lead.email {
        Part::Text(text) => text,
        Part::Null | Part::Absent => "",
    }
}

/// How far the refused create got.
fn stage_of(exchange: &Exchange, failure: &Failure) -> Stage {
    let authorisation = [
        "dynamics/unauthorized-token",
        "dynamics/user-not-member",
        "dynamics/no-roles-assigned",
        "dynamics/user-disabled",
        "dynamics/application-restricted",
        "dynamics/missing-privilege",
        "dynamics/forbidden-unspecified",
    ];
    match &exchange.answer {
        Err(_) => Stage::Connected,
        Ok(_) if failure.entry.is_some_and(|entry| authorisation.contains(&entry)) => Stage::Authorised,
        Ok(_) => Stage::Accepted,
    }
}
