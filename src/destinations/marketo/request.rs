//! The REST requests that leadctl sends, as pure functions of settings, token and lead.
//!
//! Source: Adobe's pages on authentication, leads, forms, usage and partitions. The token goes into the header: as a parameter it was
//! withdrawn in 2026.

use serde_json::{Map, Value, json};

use crate::core::exchange::{Purpose, WireRequest};
use crate::core::lead::Lead;
use crate::destinations::marketo::fields;
use crate::destinations::marketo::settings::Settings;

/// What stands for the token where none is fetched.
pub(super) const NO_TOKEN: &str = "TOKEN-OF-THE-FIRST-REQUEST";

/// An instance has hundreds of fields, each described in some 250 bytes.
const MAX_DESCRIPTION: usize = 8 * 1024 * 1024;

/// Marketo takes the credentials as parameters of the URL.
pub(super) fn token(settings: &Settings) -> WireRequest {
    let query =
        [("grant_type", "client_credentials"), ("client_id", settings.client_id.as_str()), ("client_secret", settings.client_secret.as_str())];
    WireRequest::new("GET", settings.url("/identity/oauth/token", &query), Purpose::Read).header("Accept", "application/json")
}

fn get(settings: &Settings, token: &str, path: &str, query: &[(&str, &str)]) -> WireRequest {
    WireRequest::new("GET", settings.url(path, query), Purpose::Read)
        .header("Authorization", format!("Bearer {token}"))
        .header("Accept", "application/json")
}

fn post(settings: &Settings, token: &str, path: &str, body: &Value) -> WireRequest {
    WireRequest::new("POST", settings.url(path, &[]), Purpose::Write)
        .header("Authorization", format!("Bearer {token}"))
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .body(body.to_string())
}

/// Shows whether the token is taken and leads may be read, without reading one: nobody has this address.
pub(super) fn probe(settings: &Settings, token: &str) -> WireRequest {
    get(settings, token, "/rest/v1/leads.json", &[("filterType", "email"), ("filterValues", "nobody@leadctl.invalid"), ("fields", "id")])
}

/// The form's record, or only its approved version.
pub(super) fn form(settings: &Settings, token: &str, approved: bool) -> WireRequest {
    let query: &[(&str, &str)] = if approved { &[("status", "approved")] } else { &[] };
    get(settings, token, &format!("/rest/asset/v1/form/{}.json", settings.form_id), query)
}

/// The fields of the form's approved version.
pub(super) fn form_fields(settings: &Settings, token: &str) -> WireRequest {
    get(settings, token, &format!("/rest/asset/v1/form/{}/fields.json", settings.form_id), &[("status", "approved")])
}

pub(super) fn describe(settings: &Settings, token: &str) -> WireRequest {
    WireRequest { max_answer: MAX_DESCRIPTION, ..get(settings, token, "/rest/v1/leads/describe.json", &[]) }
}

pub(super) fn usage(settings: &Settings, token: &str) -> WireRequest {
    get(settings, token, "/rest/v1/stats/usage.json", &[])
}

pub(super) fn partitions(settings: &Settings, token: &str) -> WireRequest {
    get(settings, token, "/rest/v1/leads/partitions.json", &[])
}

pub(super) fn submit(settings: &Settings, token: &str, lead: &Lead) -> WireRequest {
    let mut input = Map::new();
    input.insert("leadFormFields".to_owned(), Value::Object(fields::of(lead)));
    input.insert("visitorData".to_owned(), json!({"pageURL": "https://azuremarketplace.microsoft.com/", "userAgentString": "leadctl"}));
    post(settings, token, "/rest/v1/leads/submitForm.json", &json!({"formId": settings.form_id, "input": [input]}))
}

/// The test lead by its address, with every field that was sent.
pub(super) fn find(settings: &Settings, token: &str, email: &str) -> WireRequest {
    let names: Vec<&str> = ["id", "createdAt"].into_iter().chain(fields::FIELDS.iter().map(|(rest, ..)| *rest)).collect();
    get(settings, token, "/rest/v1/leads.json", &[("filterType", "email"), ("filterValues", email), ("fields", &names.join(","))])
}

pub(super) fn delete(settings: &Settings, token: &str, id: u64) -> WireRequest {
    post(settings, token, "/rest/v1/leads/delete.json", &json!({"input": [{"id": id}]}))
}
