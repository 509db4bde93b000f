//! The leads in an organization, the oldest first, page by page; and the deletion of one.
//!
//! An organization holds leads of many origins. Those count whose Lead Source is one of Marketplace's: that a lead comes with
//! `Source-Action|Offer` there, and which codes there are, is documented.
//!
//! A page begins behind the last lead of the one before, by time and id, and not at the service's own query locator: that one ends with
//! the session or after some days, and a run that goes on later would lose or repeat leads.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::core::exchange::{Exchange, WireRequest};
use crate::core::net::BoxFuture;
use crate::core::stored::{Deleted, Page, RawLead, ReadFailure, Reading, StoredLeads, Wanted, rough_size, take_text};
use crate::core::values::Values;
use crate::destinations::salesforce::read::{self, Failure};
use crate::destinations::salesforce::settings::{Api, Settings};
use crate::destinations::salesforce::{request, session};

pub(super) struct OrganizationLeads;

/// What is read of a lead beside its key and its time; converted leads are leads too, and say so.
const FIELDS: [&str; 11] =
    ["FirstName", "LastName", "Email", "Phone", "Country", "Company", "Title", "LeadSource", "Description", "Status", "IsConverted"];

/// How the Lead Source of Marketplace's leads begins: the documented codes, and the marker of its test leads.
const SOURCES: [&str; 6] = ["AzureMarketplace", "AzurePortal", "SPZA", "AppSource", "TestDrive", "MSFT_TEST_"];
/// What may follow on a source that is not known here.
const ACTIONS: [&str; 5] = ["INS", "PLT", "DNC", "Create", "StartTestDrive"];

/// Rows of a page: as many as the service gives in one answer, and fewer where descriptions are so long that their page would not fit.
const LIMITS: [u32; 4] = [2000, 200, 20, 1];
const MOST_BYTES: usize = 8 * 1024 * 1024;

const TOKEN: &str = "salesforce token";

impl StoredLeads for OrganizationLeads {
    fn place(&self, values: &Values) -> String {
        let host = Settings::from_values(values).ok().and_then(|settings| settings.api).and_then(|api| {
            let port = api.base.port().map_or_else(String::new, |port| format!(":{port}"));
            Some(format!("{}{port}", api.base.host_str()?))
        });
        host.map_or_else(|| "leads of an organization".to_owned(), |host| format!("leads of {host}"))
    }

    fn counted(&self) -> Option<&'static str> {
        Some(
            "Counted are the leads whose Lead Source is one of Marketplace's (documented: Source-Action|Offer, such as SPZA-PLT|contoso.crm), and MSFT_TEST leads. Others are not shown, nor are leads whose Lead Source was changed after they came.",
        )
    }

    fn page<'a>(&'a self, from: &'a Reading<'a>, wanted: &'a Wanted, cursor: Option<&'a str>) -> BoxFuture<'a, Result<Page, ReadFailure>> {
        Box::pin(async move {
            let api = api(from.values)?;
            let mut place = match cursor {
                None => Place::default(),
                Some(cursor) => Place::read(cursor)
                    .ok_or_else(|| ReadFailure::odd("where the next page begins is not known any more; begin anew with --fresh"))?,
            };
            let mut limits = LIMITS.into_iter();
            let mut limit = limits.next().unwrap_or(1);
            loop {
                let soql = place.query(wanted, limit);
                let exchange = ask(from, &api, |token| request::leads(&api, token, &soql, MOST_BYTES)).await;
                if let Some(hidden) = place.hidden_field(&exchange) {
                    place.hidden.push(hidden);
                    continue;
                }
                if exchange.answer.as_ref().is_ok_and(|response| response.is_success() && response.cut && response.body.len() >= MOST_BYTES) {
                    limit =
                        limits.next().ok_or_else(|| ReadFailure::odd("one lead alone has more than 8 MB: what answers there is not Salesforce"))?;
                    continue;
                }
                return place.page(&exchange, limit);
            }
        })
    }

    fn delete<'a>(&'a self, from: &'a Reading<'a>, key: &'a str) -> BoxFuture<'a, Result<Deleted, ReadFailure>> {
        Box::pin(async move {
            let api = api(from.values)?;
            if !is_lead(key) {
                return Err(ReadFailure::odd("what should be a lead's id is none; nothing was deleted"));
            }
            let exchange = ask(from, &api, |token| request::delete(&api, token, key)).await;
            match &exchange.answer {
                Ok(response) if response.is_success() && !response.is_html() => Ok(Deleted::Now),
                Ok(response) if response.status == 404 && matches!(read::service_error(response).0.as_str(), "ENTITY_IS_DELETED" | "NOT_FOUND") => {
                    Ok(Deleted::Before)
                }
                _ => Err(cannot(read::failure(&exchange), "delete")),
            }
        })
    }
}

fn api(values: &Values) -> Result<Api, ReadFailure> {
    let api = Settings::from_values(values).map_err(ReadFailure::odd)?.api;
    api.ok_or_else(|| ReadFailure::odd("reading leads takes api_url, api_client_id and api_client_secret"))
}

/// A failure in the words of who wanted to `read` or to `delete`.
fn cannot(failure: Failure, what: &str) -> ReadFailure {
    let Failure { outcome, entry, message, answered, denied } = failure;
    if denied {
        let message = format!("the API's user (Run As) may not {what} leads; give it the right to, or look in Salesforce under Leads");
        return ReadFailure { answered, ..ReadFailure::odd(message) };
    }
    ReadFailure { outcome, entry, message, answered, never_any: false }
}

/// 15 or 18 characters that begin as those of leads.
fn is_lead(id: &str) -> bool {
    id.starts_with("00Q") && matches!(id.len(), 15 | 18) && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Asks with the run's token, and once more with a new one where that has ended: a refused request was not carried out.
async fn ask(from: &Reading<'_>, api: &Api, make: impl Fn(&str) -> WireRequest) -> Arc<Exchange> {
    let mut exchange = once(from, api, &make).await;
    if read::is_expired(&exchange) {
        from.memo.forget(TOKEN);
        exchange = once(from, api, &make).await;
    }
    exchange
}

/// The answer; where there is no token, the exchange that should have given one.
async fn once(from: &Reading<'_>, api: &Api, make: &impl Fn(&str) -> WireRequest) -> Arc<Exchange> {
    let signed_in = from.memo.once(TOKEN, session::token(from.net, api)).await;
    match read::token(&signed_in) {
        Some(token) => Arc::new(from.net.send(make(&token)).await),
        None => {
            from.memo.forget(TOKEN);
            signed_in
        }
    }
}

/// Where a page begins, and what of a lead can't be seen: `TIME ID FIELD,FIELD`.
#[derive(Debug, Default, PartialEq)]
struct Place {
    after: Option<(Timestamp, String)>,
    hidden: Vec<&'static str>,
}

impl Place {
    /// Reads what an earlier page said, perhaps in an earlier run.
    fn read(cursor: &str) -> Option<Place> {
        let mut parts = cursor.split(' ');
        let (at, id) = (parts.next()?.parse().ok()?, parts.next()?);
        let known = |name: &str| FIELDS.into_iter().find(|field| *field == name);
        let hidden = parts.next().unwrap_or_default().split(',').filter(|name| !name.is_empty()).map(known).collect::<Option<_>>()?;
        (is_lead(id) && parts.next().is_none()).then(|| Place { after: Some((at, id.to_owned())), hidden })
    }

    fn cursor(&self, at: Timestamp, id: &str) -> String {
        format!("{at} {id} {}", self.hidden.join(",")).trim_end().to_owned()
    }

    fn sees(&self, field: &str) -> bool {
        !self.hidden.contains(&field)
    }

    fn query(&self, wanted: &Wanted, limit: u32) -> String {
        let mut fields = vec!["Id", "CreatedDate"];
        fields.extend(FIELDS.into_iter().filter(|field| self.sees(field)));
        let mut parts = Vec::new();
        if self.sees("LeadSource") {
            let mut ours: Vec<String> = SOURCES.iter().map(|source| format!("LeadSource LIKE '{source}%'")).collect();
            ours.extend(ACTIONS.iter().map(|action| format!("LeadSource LIKE '%-{action}|%'")));
            if self.sees("LastName") {
                ours.push("LastName LIKE 'MSFT_TEST_%'".to_owned());
            }
            parts.push(format!("({})", ours.join(" OR ")));
            if let Some(action) = &wanted.action {
                parts.push(format!("LeadSource LIKE '%{}%'", literal(action)));
            }
        }
        // There are older times than the service takes, and no older leads.
        if let Some(since) = wanted.since.filter(|since| *since > Timestamp::UNIX_EPOCH) {
            // Whole seconds are what the service keeps.
            parts.push(format!("CreatedDate >= {}", crate::core::clock::iso(since)));
        }
        if let Some((at, id)) = &self.after {
            parts.push(format!("(CreatedDate > {at} OR (CreatedDate = {at} AND Id > '{id}'))"));
        }
        let condition = if parts.is_empty() { String::new() } else { format!(" WHERE {}", parts.join(" AND ")) };
        format!("SELECT {} FROM Lead{condition} ORDER BY CreatedDate, Id LIMIT {limit}", fields.join(", "))
    }

    /// The field that the API's user may not see, for which the whole query was refused; it looks as if it did not exist.
    fn hidden_field(&self, exchange: &Exchange) -> Option<&'static str> {
        let response = exchange.answer.as_ref().ok().filter(|response| response.status == 400)?;
        let (code, words) = read::service_error(response);
        let name = words.split("No such column '").nth(1)?.split('\'').next()?;
        FIELDS.into_iter().find(|field| code == "INVALID_FIELD" && field.eq_ignore_ascii_case(name) && self.sees(field))
    }

    fn page(&self, exchange: &Exchange, limit: u32) -> Result<Page, ReadFailure> {
        let failed = || cannot(read::failure(exchange), "read");
        let response = exchange.answer.as_ref().ok().filter(|response| response.is_success() && !response.cut).ok_or_else(failed)?;
        let Body { records, done } = serde_json::from_slice(&response.body).map_err(|_| failed())?;
        // An answer may hold fewer than it was asked for, where leads are large.
        let next = match records.last() {
            Some(last) if !done || records.len() >= limit as usize => Some(last),
            _ => None,
        };
        let next = next.map(|last| place_of(last).map(|(at, id)| self.cursor(at, id)).ok_or_else(failed)).transpose()?;
        let said = self.said();
        Ok(Page { next, rows: Box::new(move || Ok(records.into_iter().map(|record| row(record, &said)).collect())), skipped: Vec::new() })
    }

    /// What is said with each lead of fields that could not be read.
    fn said(&self) -> Vec<String> {
        let of = |field: &&str| {
            match *field {
            "LeadSource" => "the API's user may not see LeadSource (field-level security): whether the lead is Marketplace's could not be told, and all leads are shown".to_owned(),
            field => format!("the API's user may not see {field} (field-level security): it was not read"),
        }
        };
        self.hidden.iter().map(of).collect()
    }
}

#[derive(Deserialize)]
struct Body {
    records: Vec<Map<String, Value>>,
    done: bool,
}

/// A text between quotes.
fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}

/// Time and id of a record.
fn place_of(record: &Map<String, Value>) -> Option<(Timestamp, &str)> {
    let text = |name: &str| record.get(name).and_then(Value::as_str);
    Some((created(text("CreatedDate")?)?, text("Id").filter(|id| is_lead(id))?))
}

/// `2026-10-01T12:00:00.000+0000`
fn created(text: &str) -> Option<Timestamp> {
    match text.strip_suffix("+0000") {
        Some(utc) => format!("{utc}Z").parse().ok(),
        None => text.parse().ok(),
    }
}

fn row(mut record: Map<String, Value>, said: &[String]) -> RawLead {
    let size = rough_size(&record);
    record.shift_remove("attributes");
    let (key, at) = (take_text(&mut record, "Id"), take_text(&mut record, "CreatedDate"));
    RawLead { key, arrived: created(&at), fields: record, size, problems: said.to_vec() }
}

#[cfg(test)]
mod tests;
