//! The two lists, as XML: containers of the account, blobs of a container; a page at a time, with prefix, delimiter and marker.

use std::ops::Bound;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::store::{Blob, Container, Kind, Metadata, Store};
use super::{ACCOUNT, ROOT};
use crate::core::clock::http_date;
use crate::destinations::storage::fake::{Refusal, escape, value};

/// A page holds no more.
const MAX_PAGE: usize = 5000;

/// What the query asks of a list.
#[derive(Debug, Default)]
pub struct Asked {
    prefix: String,
    delimiter: Option<String>,
    /// The name from which on.
    pub marker: Option<String>,
    most: usize,
    with_metadata: bool,
}

impl Asked {
    pub fn of(query: &[(String, String)]) -> Result<Asked, Refusal> {
        let given = |name| value(query, name).filter(|value| !value.is_empty());
        let most = match given("maxresults").map(str::parse::<usize>) {
            None => MAX_PAGE,
            Some(Ok(0) | Err(_)) => return Err(Refusal::of("OutOfRangeQueryParameterValue")),
            Some(Ok(most)) => most.min(MAX_PAGE),
        };
        Ok(Asked {
            prefix: given("prefix").unwrap_or_default().to_owned(),
            delimiter: given("delimiter").map(str::to_owned),
            marker: given("marker").map(unpack).transpose()?,
            most,
            with_metadata: given("include").is_some_and(|include| include.split(',').any(|what| what == "metadata")),
        })
    }

    fn from(&self) -> &str {
        self.marker.as_deref().unwrap_or(&self.prefix)
    }
}

pub fn containers(store: &Store, asked: &Asked) -> String {
    let all = store.containers.range::<str, _>((Bound::Included(asked.from()), Bound::Unbounded));
    let mut wanted = all.filter(|(name, _)| name.starts_with(&asked.prefix));
    let mut body = format!("{}<EnumerationResults ServiceEndpoint=\"{ROOT}/\">", HEAD);
    body.push_str("<Containers>");
    for (name, container) in wanted.by_ref().take(asked.most) {
        body.push_str(&format!(
            "<Container><Name>{name}</Name><Properties><Last-Modified>{}</Last-Modified><Etag>{}</Etag><LeaseStatus>unlocked</LeaseStatus>\
             <LeaseState>available</LeaseState><HasImmutabilityPolicy>false</HasImmutabilityPolicy><HasLegalHold>false</HasLegalHold></Properties>{}</Container>",
            http_date(container.modified),
            escape(&container.etag),
            metadata(&container.metadata, asked)
        ));
    }
    body.push_str("</Containers>");
    body.push_str(&next(wanted.next().map(|(name, _)| name.as_str())));
    body
}

const HEAD: &str = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>";

pub fn blobs(name: &str, container: &Container, asked: &Asked) -> String {
    let mut body = head(name);
    if !asked.prefix.is_empty() {
        body.push_str(&format!("<Prefix>{}</Prefix>", escape(&asked.prefix)));
    }
    if let Some(delimiter) = &asked.delimiter {
        body.push_str(&format!("<Delimiter>{}</Delimiter>", escape(delimiter)));
    }
    body.push_str("<Blobs>");
    let (mut count, mut folder, mut left) = (0, None::<String>, None);
    for (name, blob) in container.blobs.range::<str, _>((Bound::Included(asked.from()), Bound::Unbounded)) {
        if !name.starts_with(&asked.prefix) {
            continue;
        }
        let below = asked.delimiter.as_ref().and_then(|delimiter| {
            let end = name[asked.prefix.len()..].find(delimiter.as_str())?;
            Some(name[..asked.prefix.len() + end + delimiter.len()].to_owned())
        });
        // The rest of a folder that is on the page already.
        if below.is_some() && below == folder {
            continue;
        }
        if count == asked.most {
            left = Some(name.as_str());
            break;
        }
        count += 1;
        match &below {
            Some(below) => body.push_str(&format!("<BlobPrefix><Name>{}</Name></BlobPrefix>", escape(below))),
            None => body.push_str(&one(name, blob, asked)),
        }
        folder = below;
    }
    body.push_str("</Blobs>");
    body.push_str(&next(left));
    body
}

/// A page without blobs that is not the last.
pub fn empty_page(name: &str) -> String {
    format!("{}<Blobs />{}", head(name), next(Some("!")))
}

fn head(container: &str) -> String {
    format!("{HEAD}<EnumerationResults ServiceEndpoint=\"https://{ACCOUNT}.blob.core.windows.net/\" ContainerName=\"{container}\">")
}

fn one(name: &str, blob: &Blob, asked: &Asked) -> String {
    format!(
        "<Blob><Name>{}</Name><Properties><Creation-Time>{}</Creation-Time><Last-Modified>{}</Last-Modified><Etag>{}</Etag>\
         <Content-Length>{}</Content-Length><Content-Type>{}</Content-Type><Content-Encoding /><Content-Language /><Content-CRC64 /><Content-MD5 />\
         <Cache-Control /><Content-Disposition /><BlobType>{}</BlobType><AccessTier>Hot</AccessTier><AccessTierInferred>true</AccessTierInferred>\
         <LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState><ServerEncrypted>true</ServerEncrypted></Properties>{}<OrMetadata /></Blob>",
        escape(name),
        http_date(blob.created),
        http_date(blob.modified),
        escape(blob.etag.trim_matches('"')),
        blob.content.len(),
        escape(&blob.content_type),
        kind(blob.kind),
        metadata(&blob.metadata, asked)
    )
}

pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Block => "BlockBlob",
        Kind::Append => "AppendBlob",
    }
}

fn metadata(metadata: &Metadata, asked: &Asked) -> String {
    if !asked.with_metadata || metadata.is_empty() {
        return String::new();
    }
    let all: String = metadata.iter().map(|(name, value)| format!("<{name}>{}</{name}>", escape(value))).collect();
    format!("<Metadata>{all}</Metadata>")
}

fn next(name: Option<&str>) -> String {
    match name {
        None => "<NextMarker /></EnumerationResults>".to_owned(),
        Some(name) => format!("<NextMarker>{}</NextMarker></EnumerationResults>", pack(name)),
    }
}

/// A marker: opaque to clients, in the form that the service uses.
fn pack(name: &str) -> String {
    let encoded = STANDARD.encode(name).replace('=', "-");
    format!("2!{}!{encoded}", encoded.len())
}

fn unpack(marker: &str) -> Result<String, Refusal> {
    let bad = || Refusal::of("InvalidQueryParameterValue");
    let encoded = marker.splitn(3, '!').nth(2).ok_or_else(bad)?;
    let bytes = STANDARD.decode(encoded.replace('-', "=")).map_err(|_| bad())?;
    String::from_utf8(bytes).map_err(|_| bad())
}
