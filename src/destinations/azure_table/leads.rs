//! The leads in a table, page by page, in the order of their keys; and the deletion of one row.
//!
//! Source: "Query Entities", "Query timeout and pagination" and "Delete Entity" of the Table service's REST reference.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::core::exchange::{Exchange, WireResponse};
use crate::core::net::BoxFuture;
use crate::core::outcome::Outcome;
use crate::core::stored::{Deleted, Page, RawLead, ReadFailure, Reading, StoredLeads, Wanted};
use crate::core::values::Values;
use crate::destinations::azure_table::read;
use crate::destinations::azure_table::request::{self, Keys};
use crate::destinations::azure_table::settings::Settings;

pub(super) struct TableLeads;

/// Rows of a page: the service's most, and fewer where rows are so large that their page would not fit.
const TOPS: [u32; 4] = [1000, 100, 10, 1];

/// Bytes of a page that are read: a thousand ordinary leads take half a megabyte, one row takes up to one.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The lead source's codes that may stand in one string with the action (`SPZA-PLT|offer`).
const SOURCES: [&str; 4] = ["AzureMarketplace", "AzurePortal", "SPZA", "TestDrive"];

impl StoredLeads for TableLeads {
    fn place(&self, values: &Values) -> String {
        Settings::from_values(values)
            .map_or_else(|_| "a table".to_owned(), |settings| format!("table {} of storage account {}", settings.table, settings.account))
    }

    fn page<'a>(&'a self, from: &'a Reading<'a>, wanted: &'a Wanted, cursor: Option<&'a str>) -> BoxFuture<'a, Result<Page, ReadFailure>> {
        Box::pin(async move {
            let settings = settings(from.values)?;
            let filter = filter(wanted);
            for top in TOPS {
                let exchange = from.net.send(request::page(&settings, filter.as_deref(), top, cursor, MOST_BYTES, from.net.now())).await;
                match &exchange.answer {
                    Ok(response) if response.is_success() && response.cut && response.body.len() >= MOST_BYTES => {}
                    Ok(response) if response.is_success() && !response.cut && !response.is_html() => {
                        let next = continuation(response);
                        return Ok(Page { next, rows: Box::new(move || rows(exchange)), skipped: Vec::new() });
                    }
                    _ => return Err(failure(&exchange, &settings)),
                }
            }
            Err(ReadFailure {
                outcome: Outcome::Fail,
                entry: None,
                message: "one row alone has more than 8 MB, which the Table service does not allow: what answers there is not the Table service"
                    .to_owned(),
                answered: String::new(),
                never_any: false,
            })
        })
    }

    fn delete<'a>(&'a self, from: &'a Reading<'a>, key: &'a str) -> BoxFuture<'a, Result<Deleted, ReadFailure>> {
        Box::pin(async move {
            let settings = settings(from.values)?;
            let (partition, row) = key.split_once('/').unwrap_or((key, ""));
            let keys = Keys { partition: partition.to_owned(), row: row.to_owned() };
            let exchange = from.net.send(request::delete(&settings, &keys, from.net.now())).await;
            match &exchange.answer {
                Ok(response) if response.is_success() => Ok(Deleted::Now),
                Ok(response) if response.status == 404 && read::failure(&exchange).entry == Some("storage/entity-not-found") => Ok(Deleted::Before),
                _ => Err(failure(&exchange, &settings)),
            }
        })
    }

    fn dollars_per_thousand(&self) -> Option<f64> {
        Some(0.5)
    }
}

fn settings(values: &Values) -> Result<Settings, ReadFailure> {
    Settings::from_values(values).map_err(|message| ReadFailure {
        outcome: Outcome::Fail,
        entry: Some("storage/connection-string-malformed"),
        message,
        answered: String::new(),
        never_any: false,
    })
}

/// What the service can look at itself; at most 15 comparisons. Properties' names are compared with their case there, so that an action
/// is looked for under both of its spellings, and inside a combined source.
fn filter(wanted: &Wanted) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(since) = wanted.since {
        // Seven digits are the most that the service keeps: a later digit must not hide a row of the same moment.
        let since = since.saturating_sub(SignedDuration::from_millis(1)).unwrap_or(Timestamp::MIN);
        parts.push(format!("Timestamp ge datetime'{since:.6}'"));
    }
    if let Some(action) = &wanted.action {
        let quoted = action.replace('\'', "''");
        let mut ways = vec![format!("ActionCode eq '{quoted}'"), format!("actionCode eq '{quoted}'")];
        ways.extend(SOURCES.iter().map(|source| format!("(LeadSource ge '{source}-{quoted}' and LeadSource lt '{source}-{quoted}~')")));
        parts.push(format!("({})", ways.join(" or ")));
    }
    (!parts.is_empty()).then(|| parts.join(" and "))
}

/// Both halves of the service's token in one text; the second may be missing.
fn continuation(response: &WireResponse) -> Option<String> {
    let partition = response.header("x-ms-continuation-nextpartitionkey")?;
    Some(match response.header("x-ms-continuation-nextrowkey") {
        Some(row) => format!("{partition}\n{row}"),
        None => partition.to_owned(),
    })
}

fn rows(exchange: Exchange) -> Result<Vec<RawLead>, ReadFailure> {
    let no_page = |answered: String| ReadFailure {
        outcome: Outcome::Fail,
        entry: None,
        message: "what answers there is not the Table service: its answer is no page of rows".to_owned(),
        answered,
        never_any: false,
    };
    let Ok(response) = exchange.answer else { return Err(no_page(String::new())) };
    let body = response.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&response.body);
    let value = match serde_json::from_slice(body) {
        Ok(Value::Object(mut fields)) => fields.remove("value"),
        _ => None,
    };
    let Some(Value::Array(rows)) = value else { return Err(no_page(format!("HTTP {}", response.status))) };
    let rows = rows.into_iter().map(|fields| if let Value::Object(fields) = fields { Some(row(fields)) } else { None });
    rows.collect::<Option<_>>().ok_or_else(|| no_page(format!("HTTP {}", response.status)))
}

fn row(mut fields: Map<String, Value>) -> RawLead {
    let mut size = 4;
    fields.retain(|name, value| {
        let annotation = name.starts_with("odata.") || name.contains("@odata.");
        if !annotation {
            size += stored_size(name, value);
        }
        !annotation
    });
    let mut text = |name: &str| match fields.shift_remove(name) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    };
    let (partition, row, timestamp) = (text("PartitionKey"), text("RowKey"), text("Timestamp"));
    // Neither key can hold a slash.
    RawLead { key: format!("{partition}/{row}"), arrived: timestamp.parse().ok(), fields, size, problems: Vec::new() }
}

/// Bytes at the service, by its published formula: two a character, and eight beside each property.
fn stored_size(name: &str, value: &Value) -> u64 {
    let characters = |text: &str| (if text.is_ascii() { text.len() } else { text.encode_utf16().count() }) as u64;
    match (name, value) {
        ("PartitionKey" | "RowKey", Value::String(text)) => characters(text) * 2,
        ("Timestamp", _) => 8,
        (_, Value::String(text)) => 8 + characters(name) * 2 + characters(text) * 2 + 4,
        _ => 8 + characters(name) * 2 + 8,
    }
}

fn failure(exchange: &Exchange, settings: &Settings) -> ReadFailure {
    let failure = read::failure(exchange);
    let missing = matches!(failure.entry, Some("storage/table-not-found" | "storage/entity-not-found"));
    let message = if missing { format!("there is no table {}", settings.table) } else { failure.message };
    ReadFailure {
        outcome: failure.outcome,
        entry: if missing { Some("storage/table-not-found") } else { failure.entry },
        message,
        answered: failure.answered,
        never_any: missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_service_is_asked_stays_within_its_fifteen_comparisons() {
        let wanted = Wanted { since: Some("2026-11-01T00:00:00Z".parse().unwrap()), action: Some("O'X".to_owned()) };
        let filter = filter(&wanted).unwrap();
        assert!(
            filter.starts_with("Timestamp ge datetime'2026-10-31T23:59:59.999000Z' and (ActionCode eq 'O''X' or actionCode eq 'O''X'"),
            "{filter}"
        );
        let comparisons = [" eq ", " ge ", " lt "].iter().map(|operator| filter.matches(operator).count()).sum::<usize>();
        assert!(comparisons <= 15, "{comparisons}: {filter}");
    }

    #[test]
    fn a_row_gives_key_time_and_its_other_columns() {
        let fields = serde_json::json!({"odata.etag": "W/\"x\"", "PartitionKey": "p", "RowKey": "r", "Timestamp": "2026-11-01T10:00:00.1234567Z", "ActionCode": "INS", "Score@odata.type": "Edm.Int64", "Score": "5"});
        let Value::Object(fields) = fields else { unreachable!("it is an object") };
        let row = row(fields);
        assert_eq!((row.key.as_str(), row.arrived.map(|at| at.to_string()).as_deref()), ("p/r", Some("2026-11-01T10:00:00.1234567Z")));
        assert_eq!(row.fields.keys().map(String::as_str).collect::<Vec<_>>(), ["ActionCode", "Score"]);
    }
}
