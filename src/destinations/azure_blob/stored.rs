//! What is stored in the container, a page at a time and a blob at a time. It reads and never writes.

use jiff::Timestamp;

use crate::core::exchange::Exchange;
use crate::core::net::Net;
use crate::core::values::Values;
use crate::destinations::azure_blob::settings::Settings;
use crate::destinations::azure_blob::{content, read, request};
use crate::destinations::storage::{Failure, patience};

pub use crate::destinations::azure_blob::content::{Content, Unreadable};
pub use crate::destinations::azure_blob::read::{Blob, Page};

/// A blob that is longer than this holds no lead, nor several.
const MOST_OF_A_BLOB: usize = 1024 * 1024;
/// Blobs on a page: few enough to keep in mind while they are worked on.
const PAGE: usize = 1000;

/// The container of a profile.
pub struct Stored(Settings);

impl Stored {
    /// The message says what is missing, without values.
    pub fn of(values: &Values) -> Result<Stored, String> {
        Settings::from_values(values).map(Stored)
    }

    pub fn container(&self) -> &str {
        &self.0.container
    }

    /// The page at `marker`; without one the first.
    pub async fn page(&self, marker: Option<&str>, net: &dyn Net) -> Result<Page, Failure> {
        self.page_of(marker, PAGE, net).await
    }

    /// The same with at most so many blobs.
    pub(super) async fn page_of(&self, marker: Option<&str>, most: usize, net: &dyn Net) -> Result<Page, Failure> {
        let exchange = patience::send(net, || request::list(&self.0, marker, most, net.now())).await.exchange;
        let page = exchange.answer.as_ref().ok().and_then(read::page);
        page.filter(|page| page.next.is_none() || page.next.as_deref() != marker).ok_or_else(|| read::failure(&exchange))
    }

    /// The leads of one blob. A failure is one of the whole account; what concerns the blob alone is among what could not be read.
    pub async fn leads(&self, blob: &Blob, net: &dyn Net) -> Result<Content, Failure> {
        self.leads_of(blob, blob.created.or(blob.modified), net).await
    }

    /// The same, with no time for leads that do not say when they were made.
    pub(super) async fn undated_leads(&self, blob: &Blob, net: &dyn Net) -> Result<Content, Failure> {
        self.leads_of(blob, None, net).await
    }

    async fn leads_of(&self, blob: &Blob, made: Option<Timestamp>, net: &dyn Net) -> Result<Content, Failure> {
        let unreadable = |reason: String| Ok(Content { leads: Vec::new(), unreadable: vec![Unreadable { lead: None, reason }] });
        if let Some(reason) = unread(blob) {
            return unreadable(reason);
        }
        let Some(exchange) = self.fetch(&blob.name, net).await else {
            return unreadable("its name has '.' or '..' between slashes, which no address can hold; download it by hand".to_owned());
        };
        match &exchange.answer {
            Ok(response) if read::is_content(response) => Ok(content::leads(&self.0.container, &blob.name, made, &response.body)),
            // It is there and was longer than listed, or the line is so bad that it never came whole.
            Ok(response) if response.is_success() && response.cut && response.header("x-ms-blob-type").is_some() => {
                unreadable("its content broke off, or grew beyond what a lead has, while it was read".to_owned())
            }
            _ => {
                let failure = read::failure(&exchange);
                match failure.code.as_str() {
                    "BlobNotFound" => unreadable("it was deleted after it was listed".to_owned()),
                    "BlobArchived" => unreadable("it is in the archive tier".to_owned()),
                    "InvalidResourceName" | "OutOfRangeInput" | "InvalidUri" => unreadable(format!("the service refused its name: {}", failure.code)),
                    _ => Err(failure),
                }
            }
        }
    }

    /// Everything in the blob of this name, with the answer that brought it; `None` where no address can hold the name.
    pub(super) async fn content(&self, name: &str, net: &dyn Net) -> Option<Result<(Exchange, Content), Failure>> {
        let exchange = self.fetch(name, net).await?;
        let content = match &exchange.answer {
            Ok(response) if read::is_content(response) => content::leads(&self.0.container, name, None, &response.body),
            _ => return Some(Err(read::failure(&exchange))),
        };
        Some(Ok((exchange, content)))
    }

    async fn fetch(&self, name: &str, net: &dyn Net) -> Option<Exchange> {
        let make = || request::content(&self.0, name, MOST_OF_A_BLOB, net.now());
        let first = make()?;
        Some(patience::send(net, || make().unwrap_or_else(|| first.clone())).await.exchange)
    }

    /// What reading it brings into memory.
    pub(super) fn bytes_to_read(blob: &Blob) -> u64 {
        if unread(blob).is_some() { 0 } else { blob.length }
    }
}

/// Why a blob is not read at all.
fn unread(blob: &Blob) -> Option<String> {
    if blob.length == u64::MAX {
        return Some("the list does not say how big it is; it was not read".to_owned());
    }
    if blob.length > MOST_OF_A_BLOB as u64 {
        return Some(format!("it is too big to be a lead: {}; it was not read", size(blob.length)));
    }
    blob.archived.then(|| "it is in the archive tier: have it rehydrated (Azure portal › the blob › Change tier), and run again".to_owned())
}

/// `1.0 GB`, as portals count: in steps of 1,024.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    let (mut whole, mut rest, mut unit) = (bytes / 1024, bytes % 1024, 0);
    while whole >= 1024 && unit < UNITS.len() - 1 {
        (whole, rest, unit) = (whole / 1024, whole % 1024, unit + 1);
    }
    format!("{whole}.{} {}", rest * 10 / 1024, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_read_as_portals_have_them() {
        for (bytes, want) in [(1_048_577, "1.0 MB"), (1 << 30, "1.0 GB"), (1_610_612_736, "1.5 GB"), (5 << 40, "5.0 TB"), (9000 << 40, "9000.0 TB")] {
            assert_eq!(size(bytes), want);
        }
    }
}
