//! The leads in a table, page by page, in the order of their keys; and the deletion of one row.
//!
//! Source: "Query Entities", "Query timeout and pagination" and "Delete Entity" of the Table service's REST reference.

use jiff::{SignedDuration, Timestamp};

use crate::core::exchange::{Exchange, WireResponse};
use crate::core::net::BoxFuture;
use crate::core::stored::{Deleted, Page, RawLead, ReadFailure, Reading, StoredLeads, Wanted};
use crate::core::values::Values;
use crate::destinations::azure_table::request::{self, Keys};
use crate::destinations::azure_table::settings::Settings;
use crate::destinations::azure_table::{page, read};

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
            Err(ReadFailure::odd(
                "one row alone has more than 8 MB, which the Table service does not allow: what answers there is not the Table service",
            ))
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
    Settings::from_values(values).map_err(|message| ReadFailure { entry: Some("storage/connection-string-malformed"), ..ReadFailure::odd(message) })
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
    let (rows, answered) = match &exchange.answer {
        Ok(response) => (page::rows(&response.body), format!("HTTP {}", response.status)),
        Err(error) => (None, error.message.clone()),
    };
    rows.ok_or_else(|| ReadFailure { answered, ..ReadFailure::odd("what answers there is not the Table service: its answer is no page of rows") })
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
}
