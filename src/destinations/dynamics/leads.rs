//! The leads in an environment's lead table, the oldest first, page by page; and the deletion of one.
//!
//! A CRM holds leads of many origins. Those count that the profile's own identity made, since Marketplace signs in with it, and those that
//! look as Marketplace writes them: that the subject has `Source-Action|Offer` is inferred, so that it alone must not decide.
//!
//! Where a page ends, the environment gives a link. Its paging cookie holds the order's values of the last row and no place at the server
//! (documented), so that it is good in another run too; and as new leads are behind the old ones, it neither skips nor repeats any.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use crate::core::exchange::{Exchange, WireResponse};
use crate::core::lead_source::LeadSource;
use crate::core::net::BoxFuture;
use crate::core::stored::{Deleted, Page, RawLead, ReadFailure, Reading, StoredLeads, Wanted, rough_size, take_text};
use crate::core::values::Values;
use crate::destinations::dynamics::asking::{self, BRISK, PATIENT};
use crate::destinations::dynamics::read::{Failure, dataverse};
use crate::destinations::dynamics::request::{self, PageOf};
use crate::destinations::dynamics::settings::{Settings, is_guid, origin_shown, same_origin};

pub(super) struct LeadTable;

/// What is read of a lead beside its key and its time. Which of them Marketplace fills is inferred, but for `leadsourcecode`.
const COLUMNS: [&str; 11] = [
    "subject",
    "firstname",
    "lastname",
    "emailaddress1",
    "telephone1",
    "address1_country",
    "companyname",
    "jobtitle",
    "description",
    "leadsourcecode",
    "statecode",
];

/// How a subject begins that Marketplace wrote, if it is `Source-Action|Offer`.
const SUBJECTS: [&str; 6] = ["AzureMarketplace-", "AzurePortal-", "SPZA-", "AppSource", "TestDrive-", "MSFT_TEST_"];

/// Far fewer than the 5,000 that the service gives at most, so that a page is read while the next is on its way.
const ROWS: u32 = 1000;
/// A thousand ordinary leads take half a megabyte; where descriptions were made very long, the second is tried. The number of rows stays
/// as it is: it must be the same on all pages.
const BYTES: [usize; 2] = [8 * 1024 * 1024, 64 * 1024 * 1024];

const WHO: &str = "dynamics who";
const ROOT: &str = "/api/data/";

impl StoredLeads for LeadTable {
    fn place(&self, values: &Values) -> String {
        Settings::from_values(values)
            .map_or_else(|_| "a lead table".to_owned(), |settings| format!("lead table of {}", origin_shown(&settings.origin)))
    }

    fn counted(&self) -> Option<&'static str> {
        Some(
            "Counted are the leads that this profile's identity made (Marketplace signs in with it), and those whose topic or last name begins as Marketplace writes them, such as SPZA- or MSFT_TEST_ (inferred). Other leads of the table are not shown.",
        )
    }

    fn page<'a>(&'a self, from: &'a Reading<'a>, wanted: &'a Wanted, cursor: Option<&'a str>) -> BoxFuture<'a, Result<Page, ReadFailure>> {
        Box::pin(async move {
            let settings = settings(from.values)?;
            match cursor {
                None => first(from, &settings, wanted).await,
                Some(cursor) => further(from, &settings, cursor).await,
            }
        })
    }

    fn delete<'a>(&'a self, from: &'a Reading<'a>, key: &'a str) -> BoxFuture<'a, Result<Deleted, ReadFailure>> {
        Box::pin(async move {
            let settings = settings(from.values)?;
            if !is_guid(key) {
                return Err(ReadFailure::odd("what should be a lead's id is none; nothing was deleted"));
            }
            let exchange = asking::ask(from, &settings, PATIENT, None, |session| request::delete(session, key))
                .await
                .map_err(|failure| cannot(failure, "delete"))?;
            match &exchange.answer {
                Ok(response) if response.is_success() && !response.is_html() => Ok(Deleted::Now),
                Ok(response) if is_gone(response) => Ok(Deleted::Before),
                _ => Err(cannot(dataverse::failure(&exchange), "delete")),
            }
        })
    }
}

fn settings(values: &Values) -> Result<Settings, ReadFailure> {
    Settings::from_values(values).map_err(|message| ReadFailure { entry: Some("dynamics/url-malformed"), ..ReadFailure::odd(message) })
}

/// A failure in the words of who wanted to `read` or to `delete`.
fn cannot(failure: Failure, what: &str) -> ReadFailure {
    let Failure { outcome, entry, message, answered } = failure;
    let message = match entry {
        // Its repair would be that of sending.
        Some("dynamics/missing-privilege") => format!(
            "this identity may not {what} leads ({message}), which is normal for a lead writer: use a profile whose user may, or look in Dynamics 365 under Sales › Leads"
        ),
        _ => message,
    };
    let entry = entry.filter(|entry| *entry != "dynamics/missing-privilege");
    ReadFailure { outcome, entry, message, answered, never_any: false }
}

fn is_gone(response: &WireResponse) -> bool {
    let error = dataverse::service_error(response);
    response.status == 404 && (error.code.eq_ignore_ascii_case("0x80040217") || error.words.to_ascii_lowercase().contains("does not exist"))
}

/// The first page, asked for without what the environment does not have.
async fn first(from: &Reading<'_>, settings: &Settings, wanted: &Wanted) -> Result<Page, ReadFailure> {
    let me = me(from, settings).await?;
    let mut columns = COLUMNS.to_vec();
    loop {
        let filter = filter(wanted, &me, &columns);
        let exchange = sized(|of| {
            let (columns, filter) = (&columns, &filter);
            async move { asking::ask(from, settings, BRISK, None, |session| request::leads(session, columns, filter, of)).await }
        })
        .await?;
        match unknown_column(&exchange).and_then(|name| columns.iter().position(|column| *column == name)) {
            Some(place) => drop(columns.remove(place)),
            None => return page(&exchange, settings, None, missing(&columns)),
        }
    }
}

async fn further(from: &Reading<'_>, settings: &Settings, cursor: &str) -> Result<Page, ReadFailure> {
    let url = continued(&settings.origin, cursor)
        .ok_or_else(|| ReadFailure::odd("where the next page begins is not known any more; begin anew with --fresh"))?;
    let selected: Vec<String> =
        url.query_pairs().find(|(name, _)| name == "$select").map_or_else(Vec::new, |(_, names)| names.split(',').map(str::to_owned).collect());
    let selected: Vec<&str> = if selected.is_empty() { COLUMNS.to_vec() } else { selected.iter().map(String::as_str).collect() };
    let exchange = sized(|of| {
        let url = url.clone();
        async move { asking::ask(from, settings, PATIENT, None, |session| request::more_leads(session, url.clone(), of)).await }
    })
    .await?;
    page(&exchange, settings, Some(cursor), missing(&selected))
}

/// Asked once more with more room where the page did not fit.
async fn sized<F>(ask: impl Fn(PageOf) -> F) -> Result<std::sync::Arc<Exchange>, ReadFailure>
where
    F: Future<Output = Result<std::sync::Arc<Exchange>, Failure>>,
{
    for bytes in BYTES {
        let exchange = ask(PageOf { rows: ROWS, bytes }).await.map_err(|failure| cannot(failure, "read"))?;
        if !exchange.answer.as_ref().is_ok_and(|response| response.is_success() && response.cut && response.body.len() >= bytes) {
            return Ok(exchange);
        }
    }
    Err(ReadFailure::odd("a page of 1,000 leads has more than 64 MB, which no lead table gives: what answers there is something else"))
}

/// The identity's user: what it made, Marketplace made.
async fn me(from: &Reading<'_>, settings: &Settings) -> Result<String, ReadFailure> {
    let exchange = asking::ask(from, settings, BRISK, Some(WHO), request::who_am_i).await.map_err(|failure| cannot(failure, "read"))?;
    let content = dataverse::content(&exchange).map_err(|failure| cannot(failure, "read"))?;
    let id = content.get("UserId").and_then(Value::as_str).filter(|id| is_guid(id)).map(str::to_owned);
    id.ok_or_else(|| ReadFailure::odd("the environment does not say who the user is"))
}

/// What the environment can look at itself, by the columns that it has. It keeps whole seconds, and compares texts without case.
fn filter(wanted: &Wanted, me: &str, columns: &[&str]) -> String {
    let mut ours = vec![format!("_createdby_value eq {me}")];
    if columns.contains(&"subject") {
        ours.extend(SUBJECTS.iter().map(|begin| format!("startswith(subject,'{begin}')")));
    }
    if columns.contains(&"lastname") {
        ours.push("startswith(lastname,'MSFT_TEST_')".to_owned());
    }
    let mut parts = vec![format!("({})", ours.join(" or "))];
    // There are older times than the service takes, and no older leads.
    if let Some(since) = wanted.since.filter(|since| *since > Timestamp::UNIX_EPOCH) {
        parts.push(format!("createdon ge {}", crate::core::clock::iso(since)));
    }
    if let Some(action) = wanted.action.as_ref().filter(|_| columns.contains(&"subject")) {
        parts.push(format!("contains(subject,'{}')", action.replace('\'', "''")));
    }
    parts.join(" and ")
}

/// The column that made the environment refuse the whole query.
fn unknown_column(exchange: &Exchange) -> Option<String> {
    let response = exchange.answer.as_ref().ok().filter(|response| response.status == 400)?;
    let failure = dataverse::refused(response);
    if failure.entry != Some("dynamics/unknown-column") {
        return None;
    }
    let words = dataverse::service_error(response).words;
    let name = words.split('\'').nth(1)?;
    Some(name.to_ascii_lowercase())
}

/// What is said with each lead of columns that could not be read.
fn missing(selected: &[&str]) -> Vec<String> {
    let without = COLUMNS.iter().filter(|column| !selected.contains(column));
    without.map(|column| format!("the environment has no column {column}: it was not read")).collect()
}

/// The link's path and query at the profile's own environment: a token goes nowhere else, whatever a kept cursor says.
fn continued(origin: &Url, cursor: &str) -> Option<Url> {
    let (path, query) = cursor.split_once('?')?;
    if !path.starts_with(ROOT) {
        return None;
    }
    let mut url = origin.clone();
    url.set_path(path);
    url.set_query(Some(query));
    Some(url)
}

#[derive(Deserialize)]
struct Body {
    value: Vec<Map<String, Value>>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

fn page(exchange: &Exchange, settings: &Settings, cursor: Option<&str>, said: Vec<String>) -> Result<Page, ReadFailure> {
    let failed = || cannot(dataverse::failure(exchange), "read");
    let response = exchange.answer.as_ref().ok().filter(|response| response.is_success() && !response.cut).ok_or_else(failed)?;
    let body = response.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&response.body);
    let Ok(Body { value, next }) = serde_json::from_slice::<Body>(body) else {
        return Err(ReadFailure {
            answered: format!("HTTP {}", response.status),
            ..ReadFailure::odd("what answers there is not Dataverse: its answer is no page of leads")
        });
    };
    let next = next.map(|link| behind(&link, settings)).transpose()?;
    if next.is_some() && next.as_deref() == cursor {
        return Err(ReadFailure::odd("the environment's list has no end: it says that the page that it just gave comes next"));
    }
    Ok(Page { next, rows: Box::new(move || Ok(value.into_iter().map(|fields| row(fields, &said)).collect())), skipped: Vec::new() })
}

/// What of a link is kept: path and query. Another host's is not followed.
fn behind(link: &str, settings: &Settings) -> Result<String, ReadFailure> {
    let url = Url::parse(link).ok().filter(|url| same_origin(url, &settings.origin) && url.path().starts_with(ROOT));
    let url = url.ok_or_else(|| {
        ReadFailure::odd("the environment names another host for the rest of its list; that is not followed, and no token was sent there")
    })?;
    Ok(format!("{}?{}", url.path(), url.query().unwrap_or_default()))
}

fn row(mut fields: Map<String, Value>, said: &[String]) -> RawLead {
    let size = rough_size(&fields);
    fields.retain(|name, _| !name.contains('@'));
    let (key, created) = (take_text(&mut fields, "leadid"), take_text(&mut fields, "createdon"));
    // A subject that people wrote stays one.
    if fields.get("subject").and_then(Value::as_str).is_some_and(LeadSource::is_combined)
        && let Some(source) = fields.shift_remove("subject")
    {
        fields.insert("LeadSource".to_owned(), source);
    }
    RawLead { key, arrived: created.parse().ok(), fields, size, problems: said.to_vec() }
}

#[cfg(test)]
mod tests;
