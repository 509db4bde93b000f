//! The requests of Entra ID and of Dataverse's Web API that leadctl sends, as pure functions.
//!
//! Sources: entra-docs (client credentials, resource owner password), powerapps-docs (compose HTTP requests). Which columns Marketplace
//! fills is inferred, but for `leadsourcecode`.

use secrecy::zeroize::Zeroizing;
use serde_json::{Map, Value};
use url::Url;
use url::form_urlencoded::Serializer;

use crate::core::exchange::{Purpose, WireRequest};
use crate::core::lead::{Lead, Part};
use crate::destinations::dynamics::settings::{Identity, Settings};

/// Seen to be set by Marketplace: its absence of permission is a documented error.
pub(super) const SOURCE_COLUMN: &str = "leadsourcecode";
/// "Web" of the standard choices; that Marketplace takes this one is inferred.
const SOURCE_WEB: u8 = 8;
/// The columns of a table with all that leads have collected over the years.
const METADATA_ANSWER: usize = 4 * 1024 * 1024;
/// A token of 100 KB is read whole, and then refused.
const TOKEN_ANSWER: usize = 512 * 1024;

/// A signed-in identity at an environment.
#[derive(Clone)]
pub(super) struct Session {
    pub(super) origin: Url,
    pub(super) token: Zeroizing<String>,
}

/// Without a token: the answer tells which directory the environment belongs to.
pub(super) fn challenge(origin: &Url) -> WireRequest {
    odata(WireRequest::new("GET", api(origin, "", &[]), Purpose::Read))
}

/// Whether there is such a directory; nothing about the profile but its directory ID is sent.
pub(super) fn metadata(authority: &Url, tenant: &str) -> WireRequest {
    let url = below(authority, &format!("{}/v2.0/.well-known/openid-configuration", segment(tenant)));
    WireRequest::new("GET", url, Purpose::Read).header("Accept", "application/json")
}

/// The one request that carries the secret. A POST: the transport never repeats it.
pub(super) fn token(authority: &Url, settings: &Settings, resource: &str) -> WireRequest {
    let url = below(authority, &format!("{}/oauth2/v2.0/token", segment(settings.tenant())));
    let mut form = Serializer::new(String::new());
    match &settings.identity {
        Identity::Entra { application, secret, .. } => form
            .append_pair("client_id", application)
            .append_pair("client_secret", secret)
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", &format!("{resource}/.default")),
        Identity::Office365 { username, password, client } => form
            .append_pair("client_id", client)
            .append_pair("username", username)
            .append_pair("password", password)
            .append_pair("grant_type", "password")
            .append_pair("scope", &format!("{resource}/user_impersonation")),
    };
    let mut request = WireRequest::new("POST", url, Purpose::Read)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .body(form.finish());
    request.max_answer = TOKEN_ANSWER;
    request
}

pub(super) fn who_am_i(session: &Session) -> WireRequest {
    get(session, "WhoAmI", &[])
}

/// A read with fresh caches: without it a role that was just given takes half a minute to show (documented).
pub(super) fn get_fresh(session: &Session, path: &str, query: &[(&str, &str)]) -> WireRequest {
    let mut request = get(session, path, query).header("Consistency", "Strong");
    request.max_answer = METADATA_ANSWER;
    request
}

pub(super) fn get(session: &Session, path: &str, query: &[(&str, &str)]) -> WireRequest {
    authorised(session, odata(WireRequest::new("GET", api(&session.origin, path, query), Purpose::Read)))
}

/// A further page, at the address that the service gave.
pub(super) fn page(session: &Session, url: Url) -> WireRequest {
    authorised(session, odata(WireRequest::new("GET", url, Purpose::Read)))
}

/// A page of the lead table, the oldest leads first.
pub(super) fn leads(session: &Session, columns: &[&str], filter: &str, of: PageOf) -> WireRequest {
    let select = [columns, &["createdon"]].concat().join(",");
    let query = [("$select", select.as_str()), ("$filter", filter), ("$orderby", "createdon asc,leadid asc")];
    of_leads(get(session, "leads", &query), of)
}

/// A further page. The size is asked for with each page anew (documented).
pub(super) fn more_leads(session: &Session, url: Url, of: PageOf) -> WireRequest {
    of_leads(page(session, url), of)
}

/// How much of the lead table one answer may hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageOf {
    pub(super) rows: u32,
    pub(super) bytes: usize,
}

fn of_leads(request: WireRequest, of: PageOf) -> WireRequest {
    let mut request = request.header("Prefer", format!("odata.maxpagesize={}", of.rows));
    request.max_answer = of.bytes;
    request.private_answer = true;
    request
}

/// No `Prefer: return=representation`: it would need the right to read, which a lead writer may not have.
pub(super) fn create(session: &Session, columns: &Map<String, Value>) -> WireRequest {
    let request = WireRequest::new("POST", api(&session.origin, "leads", &[]), Purpose::Write).header("Content-Type", "application/json");
    authorised(session, odata(request)).body(Value::Object(columns.clone()).to_string())
}

pub(super) fn lead_by_id(session: &Session, id: &str, columns: &Map<String, Value>) -> WireRequest {
    get(session, &format!("leads({id})"), &[("$select", &select(columns))])
}

pub(super) fn lead_by_email(session: &Session, email: &str, columns: &Map<String, Value>) -> WireRequest {
    let filter = format!("emailaddress1 eq '{}'", email.replace('\'', "''"));
    get(session, "leads", &[("$select", &select(columns)), ("$filter", &filter)])
}

pub(super) fn delete(session: &Session, id: &str) -> WireRequest {
    authorised(session, odata(WireRequest::new("DELETE", api(&session.origin, &format!("leads({id})"), &[]), Purpose::Write)))
}

/// The lead as a row of the table. Which columns Marketplace fills is inferred, but for `leadsourcecode`.
pub(super) fn columns(lead: &Lead) -> Map<String, Value> {
    let source = format!("{0}-{0}|{1}", lead.marker, lead.offer_title);
    let text = |text: &str| Part::Text(text.to_owned());
    let all = [
        ("subject", text(&source)),
        ("firstname", lead.first_name.clone()),
        ("lastname", lead.last_name.clone()),
        ("companyname", lead.company.clone()),
        ("emailaddress1", lead.email.clone()),
        ("telephone1", lead.phone.clone()),
        ("jobtitle", lead.title.clone()),
        ("address1_country", lead.country.clone()),
        ("description", text(&lead.description)),
    ];
    let mut row = Map::new();
    for (name, part) in all {
        match part {
            Part::Text(text) => _ = row.insert(name.to_owned(), text.into()),
            Part::Null => _ = row.insert(name.to_owned(), Value::Null),
            Part::Absent => {}
        }
    }
    row.insert(SOURCE_COLUMN.to_owned(), SOURCE_WEB.into());
    row
}

fn select(columns: &Map<String, Value>) -> String {
    let mut names: Vec<&str> = vec!["leadid"];
    names.extend(columns.keys().map(String::as_str));
    names.join(",")
}

fn odata(request: WireRequest) -> WireRequest {
    request.header("Accept", "application/json").header("OData-MaxVersion", "4.0").header("OData-Version", "4.0").header("If-None-Match", "null")
}

fn authorised(session: &Session, request: WireRequest) -> WireRequest {
    request.header("Authorization", format!("Bearer {}", *session.token))
}

/// Below `/api/data/v9.2/`; spaces as `%20`, which OData wants.
fn api(origin: &Url, path: &str, query: &[(&str, &str)]) -> Url {
    let mut url = origin.clone();
    url.set_path(&format!("/api/data/v9.2/{path}"));
    let encode = |value: &str| percent_encoding::utf8_percent_encode(value, QUERY).to_string();
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    url.set_query((!query.is_empty()).then(|| query.join("&")).as_deref());
    url
}

/// What may stand in a query as it is: unreserved characters and what OData writes itself with.
const QUERY: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b',')
    .remove(b'=')
    .remove(b'@')
    .remove(b'/');

fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}/{path}", base.path().trim_end_matches('/')));
    url
}

fn segment(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, SEGMENT).to_string()
}

const SEGMENT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
