//! The requests of the Table service that leadctl sends, as pure functions of settings and lead.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::core::clock::{http_date, us_date, us_date_time};
use crate::core::exchange::{Purpose, WireRequest};
use crate::core::lead::{Lead, Part};
use crate::destinations::azure_table::settings::Settings;
use crate::destinations::storage::{Credential, sign};

const VERSION: &str = "2019-02-02";
const ACCEPT: &str = "application/json;odata=nometadata";

/// Where the row of one test lead is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) partition: String,
    pub(super) row: String,
}

impl Keys {
    /// A partition as observed at a real receiver (the US date, `/` as `:2F`), and a row of our own.
    pub(super) fn fresh(lead: &Lead) -> Keys {
        Keys { partition: us_date(lead.created).replace('/', ":2F"), row: uuid::Uuid::new_v4().to_string() }
    }

    fn path(&self, table: &str) -> String {
        let quote = |key: &str| percent_encoding::utf8_percent_encode(&key.replace('\'', "''"), KEY_CHARACTERS).to_string();
        format!("/{table}(PartitionKey='{}',RowKey='{}')", quote(&self.partition), quote(&self.row))
    }
}

const KEY_CHARACTERS: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':').remove(b'\'');

/// Unsigned: only the `Date` of the answer is of interest.
pub(super) fn clock_probe(settings: &Settings) -> WireRequest {
    let mut url = settings.url("/Tables", &[]);
    url.set_query(None);
    WireRequest::new("GET", url, Purpose::Read).header("Accept", ACCEPT).header("x-ms-version", VERSION)
}

/// Shows whether the credential is accepted, without reading a lead.
pub(super) fn auth_probe(settings: &Settings, now: Timestamp) -> WireRequest {
    if settings.is_table_sas() {
        return one_row(settings, now);
    }
    signed(settings, WireRequest::new("GET", settings.url("/Tables", &[("$top", "1")]), Purpose::Read), now)
}

/// Shows whether the table is there; of a row only its partition is asked for.
pub(super) fn one_row(settings: &Settings, now: Timestamp) -> WireRequest {
    let url = settings.url(&format!("/{}()", settings.table), &[("$top", "1"), ("$select", "PartitionKey")]);
    signed(settings, WireRequest::new("GET", url, Purpose::Read), now)
}

/// One page of rows, whole; `cursor` is both halves of the continuation token, a line each.
pub(super) fn page(settings: &Settings, filter: Option<&str>, top: u32, cursor: Option<&str>, max_answer: usize, now: Timestamp) -> WireRequest {
    let top = top.to_string();
    let mut query = vec![("$top", top.as_str())];
    query.extend(filter.map(|filter| ("$filter", filter)));
    if let Some(cursor) = cursor {
        let (partition, row) = cursor.split_once('\n').map_or((cursor, None), |(partition, row)| (partition, Some(row)));
        query.push(("NextPartitionKey", partition));
        query.extend(row.map(|row| ("NextRowKey", row)));
    }
    let mut request = WireRequest::new("GET", settings.url(&format!("/{}()", settings.table), &query), Purpose::Read);
    request.max_answer = max_answer;
    request.private_answer = true;
    signed(settings, request, now)
}

pub(super) fn create_table(settings: &Settings, now: Timestamp) -> WireRequest {
    let request = WireRequest::new("POST", settings.url("/Tables", &[]), Purpose::Write)
        .header("Content-Type", "application/json")
        .header("Prefer", "return-no-content")
        .body(json!({ "TableName": settings.table }).to_string());
    signed(settings, request, now)
}

pub(super) fn insert(settings: &Settings, keys: &Keys, lead: &Lead, now: Timestamp) -> WireRequest {
    insert_columns(settings, &entity(keys, lead), now)
}

/// Inserts a row that is made already, its keys among its columns.
pub(super) fn insert_columns(settings: &Settings, columns: &Map<String, Value>, now: Timestamp) -> WireRequest {
    let request = WireRequest::new("POST", settings.url(&format!("/{}", settings.table), &[]), Purpose::Write)
        .header("Content-Type", "application/json")
        .header("Prefer", "return-no-content")
        .body(Value::Object(columns.clone()).to_string());
    signed(settings, request, now)
}

pub(super) fn point_read(settings: &Settings, keys: &Keys, now: Timestamp) -> WireRequest {
    signed(settings, WireRequest::new("GET", settings.url(&keys.path(&settings.table), &[]), Purpose::Read), now)
}

pub(super) fn delete(settings: &Settings, keys: &Keys, now: Timestamp) -> WireRequest {
    let request = WireRequest::new("DELETE", settings.url(&keys.path(&settings.table), &[]), Purpose::Write).header("If-Match", "*");
    signed(settings, request, now)
}

/// The row as a public receiver of real rows declares it; `CustomerInfo` is JSON in a string.
pub(super) fn entity(keys: &Keys, lead: &Lead) -> Map<String, Value> {
    let mut person = Map::new();
    for (name, part) in lead.person() {
        match part {
            Part::Text(text) => person.insert(name.to_owned(), text.as_str().into()),
            Part::Null => person.insert(name.to_owned(), Value::Null),
            Part::Absent => None,
        };
    }
    let columns = [
        ("PartitionKey", keys.partition.clone()),
        ("RowKey", keys.row.clone()),
        ("ActionCode", lead.action_code.clone()),
        ("CreatedTime", us_date_time(lead.created)),
        ("LeadSource", lead.lead_source.clone()),
        ("OfferDisplayName", lead.offer_title.clone()),
        ("Description", lead.description.clone()),
        ("CustomerInfo", Value::Object(person).to_string()),
    ];
    columns.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
}

fn signed(settings: &Settings, request: WireRequest, now: Timestamp) -> WireRequest {
    let date = http_date(now);
    let content_type = request.headers.iter().find(|(name, _)| *name == "Content-Type").map_or("", |(_, value)| value).to_owned();
    let request = request
        .header("Accept", ACCEPT)
        .header("DataServiceVersion", "3.0;NetFx")
        .header("MaxDataServiceVersion", "3.0;NetFx")
        .header("x-ms-date", date.clone())
        .header("x-ms-version", VERSION);
    match &settings.credential {
        Credential::Sas(_) => request,
        Credential::Key(key) => {
            let authorization = sign::for_table(&settings.account, key, request.method, &content_type, &date, &request.url);
            request.header("Authorization", authorization)
        }
    }
}
