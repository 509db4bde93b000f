//! The REST requests that leadctl sends, as pure functions of settings, token and lead.
//!
//! Source: Adobe's pages on authentication, leads, activities, paging tokens, forms, usage and partitions. The token goes into the header: as a parameter it was
//! withdrawn in 2026.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::core::exchange::{Purpose, WireRequest};
use crate::core::lead::Lead;
use crate::destinations::marketo::fields;
use crate::destinations::marketo::settings::Settings;

/// What stands for the token where none is fetched.
pub(super) const NO_TOKEN: &str = "TOKEN-OF-THE-FIRST-REQUEST";

/// Filling in a form, as an activity's type.
pub(super) const FILL_OUT_FORM: u64 = 2;

/// A page has 300 activities at most, or as many people.
const MAX_PAGE: usize = 8 * 1024 * 1024;

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

/// The place in the log of activities that stands for a time.
pub(super) fn place_of(settings: &Settings, token: &str, since: Timestamp) -> WireRequest {
    get(settings, token, "/rest/v1/activities/pagingtoken.json", &[("sinceDatetime", &since.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())])
}

/// The fill-outs of the form from a place on. Marketo looks through 300 activities of every kind for them.
pub(super) fn fill_outs(settings: &Settings, token: &str, place: &str) -> WireRequest {
    let (kind, form) = (FILL_OUT_FORM.to_string(), settings.form_id.to_string());
    let query = [("activityTypeIds", kind.as_str()), ("assetIds", form.as_str()), ("nextPageToken", place)];
    private(get(settings, token, "/rest/v1/activities.json", &query))
}

/// People by their ids, at most 300 of them.
pub(super) fn people(settings: &Settings, token: &str, ids: &[u64], names: &[String]) -> WireRequest {
    let ids: Vec<String> = ids.iter().map(u64::to_string).collect();
    let query = [("filterType", "id"), ("filterValues", &ids.join(",")), ("fields", &names.join(","))];
    private(get(settings, token, "/rest/v1/leads.json", &query))
}

fn private(request: WireRequest) -> WireRequest {
    WireRequest { max_answer: MAX_PAGE, private_answer: true, ..request }
}

pub(super) fn delete(settings: &Settings, token: &str, id: u64) -> WireRequest {
    post(settings, token, "/rest/v1/leads/delete.json", &json!({"input": [{"id": id}]}))
}
