//! The leads in the container, a page of its list at a time; and the deletion of a blob that holds nothing but test leads.
//!
//! Blobs are read as the migration reads them. What is in them was never documented, so what is no lead is named and left out.

use futures_util::stream::{self, StreamExt, TryStreamExt};
use serde_json::{Map, Value};

use crate::core::arrived::ArrivedLead;
use crate::core::exchange::Exchange;
use crate::core::net::{BoxFuture, Net};
use crate::core::stored::{Deleted, Page, RawLead, ReadFailure, Reading, Skipped, StoredLeads, Wanted};
use crate::core::stored_lead::StoredLead;
use crate::core::values::Values;
use crate::destinations::azure_blob::read::{self, Blob};
use crate::destinations::azure_blob::request;
use crate::destinations::azure_blob::settings::Settings;
use crate::destinations::azure_blob::stored::{Content, Stored};
use crate::destinations::storage::Failure;

pub(super) struct BlobLeads;

/// Blobs of a page: fewer where they are so big that the page's content would not fit.
const PAGES: [usize; 4] = [200, 50, 8, 1];

/// Bytes of a page's blobs together.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// Blobs that are read side by side.
const AT_ONCE: usize = 8;

impl StoredLeads for BlobLeads {
    fn place(&self, values: &Values) -> String {
        Settings::from_values(values)
            .map_or_else(|_| "a container".to_owned(), |settings| format!("container {} of storage account {}", settings.container, settings.account))
    }

    fn page<'a>(&'a self, from: &'a Reading<'a>, wanted: &'a Wanted, cursor: Option<&'a str>) -> BoxFuture<'a, Result<Page, ReadFailure>> {
        Box::pin(async move {
            let stored = stored(from.values)?;
            let listed = listed(&stored, from, cursor).await?;
            // The list can't be asked for a time; a blob that was last written before it holds nothing newer.
            let new = |blob: &Blob| wanted.since.is_none_or(|since| blob.modified.is_none_or(|modified| modified >= since));
            let reads: Vec<_> = listed.blobs.into_iter().filter(new).map(|blob| one(&stored, blob, from.net)).collect();
            // In the order of the list.
            let read: Vec<(Blob, Content)> = stream::iter(reads).buffered(AT_ONCE).try_collect().await.map_err(failure)?;
            let mut rows = Vec::new();
            let mut skipped = Vec::new();
            for (blob, content) in read {
                let name = format!("{}/{}", stored.container(), blob.name);
                for piece in content.unreadable {
                    let key = piece.lead.map_or_else(|| name.clone(), |place| format!("{name}, lead {place}"));
                    skipped.push(Skipped { key, why: piece.reason });
                }
                let each = blob.length / (content.leads.len().max(1) as u64);
                rows.extend(content.leads.into_iter().map(|lead| row(lead, &blob, each)));
            }
            Ok(Page { next: listed.next, rows: Box::new(move || Ok(rows)), skipped })
        })
    }

    fn delete<'a>(&'a self, from: &'a Reading<'a>, key: &'a str) -> BoxFuture<'a, Result<Deleted, ReadFailure>> {
        Box::pin(async move {
            let settings = settings(from.values)?;
            let stored = stored(from.values)?;
            let Some(name) = key.rsplit_once('/').and_then(|(place, _)| place.strip_prefix(&format!("{}/", settings.container))) else {
                return Ok(Deleted::Before);
            };
            let (exchange, content) = match stored.content(name, from.net).await {
                Some(Ok(read)) => read,
                Some(Err(failure)) if failure.code == "BlobNotFound" => return Ok(Deleted::Before),
                Some(Err(failure)) => return Err(self::failure(failure)),
                None => return Ok(Deleted::Kept("no address can hold its blob's name")),
            };
            if !content.unreadable.is_empty() || !content.leads.into_iter().all(is_test) {
                return Ok(Deleted::Kept("the blob holds something else beside test leads; take them out by hand"));
            }
            // What was looked at is what is deleted, and nothing that came since.
            let Some(tag) = tag(&exchange) else { return Ok(Deleted::Kept("the service did not say which version of its blob it showed")) };
            let make = || request::delete(&settings, name, tag, from.net.now());
            let Some(request) = make() else { return Ok(Deleted::Kept("no address can hold its blob's name")) };
            let exchange = from.net.send(request).await;
            match &exchange.answer {
                Ok(response) if response.status == 202 && response.header("x-ms-version").is_some() => Ok(Deleted::Now),
                _ => match read::failure(&exchange) {
                    failure if failure.code == "BlobNotFound" => Ok(Deleted::Before),
                    failure if failure.code == "ConditionNotMet" => Ok(Deleted::Kept("its blob was written meanwhile")),
                    failure if failure.code == "LeaseIdMissing" => Ok(Deleted::Kept("something holds a lease on its blob")),
                    failure => Err(self::failure(failure)),
                },
            }
        })
    }

    fn inferred(&self) -> Option<&'static str> {
        Some("what is in Marketplace's blobs; leads are looked for in JSON, and what can't be read is named and stays where it is")
    }

    fn dollars_per_thousand(&self) -> Option<f64> {
        Some(0.5)
    }
}

fn settings(values: &Values) -> Result<Settings, ReadFailure> {
    Settings::from_values(values).map_err(unusable)
}

fn stored(values: &Values) -> Result<Stored, ReadFailure> {
    Stored::of(values).map_err(unusable)
}

fn unusable(message: String) -> ReadFailure {
    ReadFailure { entry: Some("storage/connection-string-malformed"), ..ReadFailure::odd(message) }
}

async fn one(stored: &Stored, blob: Blob, net: &dyn Net) -> Result<(Blob, Content), Failure> {
    let content = stored.undated_leads(&blob, net).await?;
    Ok((blob, content))
}

/// A page of the list whose blobs fit in memory together.
async fn listed(stored: &Stored, from: &Reading<'_>, cursor: Option<&str>) -> Result<read::Page, ReadFailure> {
    let mut page = read::Page::default();
    for most in PAGES {
        page = stored.page_of(cursor, most, from.net).await.map_err(failure)?;
        let bytes: u64 = page.blobs.iter().map(Stored::bytes_to_read).sum();
        if bytes <= MOST_BYTES {
            break;
        }
    }
    // One blob alone always fits.
    Ok(page)
}

/// The lead under the names of a table's row, which [`crate::core::arrived`] reads as it reads all others.
fn row(lead: StoredLead, blob: &Blob, size: u64) -> RawLead {
    let key = format!("{}/{}", lead.place, lead.digest);
    RawLead { key, arrived: blob.modified.or(blob.created), fields: fields(lead), size, problems: Vec::new() }
}

fn fields(lead: StoredLead) -> Map<String, Value> {
    let mut fields = Map::new();
    let texts = [
        ("LeadSource", lead.lead_source),
        ("ActionCode", lead.action_code),
        ("OfferTitle", lead.offer),
        ("Description", lead.description),
        ("CreatedTime", lead.created),
    ];
    fields.insert("CustomerInfo".to_owned(), Value::Object(lead.person));
    fields.extend(texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), Value::String(text?)))));
    // Another spelling of a name is kept under its own.
    fields.extend(lead.others);
    fields
}

fn is_test(lead: StoredLead) -> bool {
    ArrivedLead::read(RawLead { fields: fields(lead), ..RawLead::default() }).test
}

fn tag(exchange: &Exchange) -> Option<&str> {
    exchange.answer.as_ref().ok()?.header("etag")
}

fn failure(failure: Failure) -> ReadFailure {
    ReadFailure { outcome: failure.outcome, entry: failure.entry, message: failure.message, answered: failure.answered, never_any: false }
}
