//! What is asked of a blob: putting, appending, reading whole or in part, looking, changing its metadata, deleting.

use super::Call;
use super::answer::ok;
use super::auth::Act;
use super::containers::with_metadata;
use super::list::kind;
use super::store::{Blob, Content, Kind};
use crate::core::clock::http_date;
use crate::core::fake::{FakeAnswer, FakeBody};
use crate::destinations::storage::fake::Refusal;

/// What one answer carries of a blob whose content is not kept.
const MOST_ZEROS: u64 = 32 * 1024 * 1024;

type Answer = Result<FakeAnswer, Refusal>;

impl Call<'_> {
    pub fn blob(&mut self, container: &str, name: &str) -> Answer {
        if name.encode_utf16().count() > 1024 {
            return Err(Refusal::of("OutOfRangeInput"));
        }
        match (self.request.method.as_str(), self.option("comp")) {
            ("PUT", None) => self.put(container, name),
            ("PUT", Some("appendblock")) => self.append(container, name),
            ("PUT", Some("metadata")) => self.change(container, name),
            ("GET", None) => self.read(container, name),
            ("HEAD", None) | ("GET" | "HEAD", Some("metadata")) => {
                self.caller.may(Act::Read)?;
                self.there(container)?;
                let blob = self.store.blob(container, name)?;
                self.condition(Some(blob))?;
                // A HEAD's length is that of what it stands for.
                let length = if self.request.method == "HEAD" { blob.content.len() } else { 0 };
                Ok(shown(ok(self.request, self.now, 200, ""), blob).header("Content-Length", length.to_string()))
            }
            ("DELETE", None) => {
                self.caller.may(Act::Delete)?;
                self.there(container)?;
                self.condition(Some(self.store.blob(container, name)?))?;
                self.store.delete_blob(container, name)?;
                Ok(ok(self.request, self.now, 202, "").header("x-ms-delete-type-permanent", "true"))
            }
            _ => Err(Refusal::of("NotImplemented")),
        }
    }

    /// `If-Match` and `If-None-Match`, as far as they name tags.
    fn condition(&self, blob: Option<&Blob>) -> Result<(), Refusal> {
        let named = |header: &str| self.request.header(header).map(|tag| tag.trim().to_owned());
        if let Some(tag) = named("if-match")
            && !blob.is_some_and(|blob| tag == "*" || tag == blob.etag)
        {
            return Err(Refusal::of("ConditionNotMet"));
        }
        match (named("if-none-match"), blob) {
            (Some(tag), Some(_)) if tag == "*" && self.request.method == "PUT" => Err(Refusal::of("BlobAlreadyExists")),
            (Some(tag), Some(blob)) if tag == "*" || tag == blob.etag => Err(Refusal::of("ConditionNotMet")),
            _ => Ok(()),
        }
    }

    fn put(&mut self, container: &str, name: &str) -> Answer {
        self.there(container)?;
        let old = self.store.container(container)?.blobs.get(name).cloned();
        self.caller.may(if old.is_some() { Act::Overwrite } else { Act::Create })?;
        let header = |name| self.request.header(name);
        let kind = match header("x-ms-blob-type") {
            None => return Err(Refusal::of("MissingRequiredHeader")),
            Some("BlockBlob") => Kind::Block,
            Some("AppendBlob") if self.request.body.is_empty() => Kind::Append,
            Some("AppendBlob" | "PageBlob") => return Err(Refusal::of("NotImplemented")),
            Some(_) => return Err(Refusal::of("InvalidHeaderValue")),
        };
        self.condition(old.as_ref())?;
        let content_type = header("x-ms-blob-content-type").or(header("content-type")).unwrap_or("application/octet-stream").to_owned();
        let blob = Blob {
            content: Content::Bytes(self.request.body.clone()),
            kind,
            content_type,
            metadata: self.metadata(),
            blocks: 0,
            etag: String::new(),
            created: self.now,
            modified: self.now,
        };
        let blob = self.store.put(container, name, blob)?;
        Ok(written(ok(self.request, self.now, 201, ""), blob))
    }

    fn append(&mut self, container: &str, name: &str) -> Answer {
        self.caller.may(Act::Append)?;
        self.there(container)?;
        let mut blob = self.store.blob(container, name)?.clone();
        self.condition(Some(&blob))?;
        let (Kind::Append, Content::Bytes(bytes)) = (blob.kind, &mut blob.content) else { return Err(Refusal::of("InvalidBlobType")) };
        let offset = bytes.len();
        bytes.extend_from_slice(&self.request.body);
        blob.blocks += 1;
        blob.modified = self.now;
        let blob = self.store.put(container, name, blob)?;
        let (blocks, answer) = (blob.blocks, written(ok(self.request, self.now, 201, ""), blob));
        Ok(answer.header("x-ms-blob-append-offset", offset.to_string()).header("x-ms-blob-committed-block-count", blocks.to_string()))
    }

    fn change(&mut self, container: &str, name: &str) -> Answer {
        self.caller.may(Act::Overwrite)?;
        self.there(container)?;
        let old = self.store.blob(container, name)?.clone();
        self.condition(Some(&old))?;
        let blob = Blob { metadata: self.metadata(), modified: self.now, ..old };
        let blob = self.store.put(container, name, blob)?;
        Ok(written(ok(self.request, self.now, 200, ""), blob))
    }

    fn read(&mut self, container: &str, name: &str) -> Answer {
        self.caller.may(Act::Read)?;
        self.there(container)?;
        let blob = self.store.blob(container, name)?;
        self.condition(Some(blob))?;
        let length = blob.content.len();
        let asked = self.request.header("x-ms-range").or_else(|| self.request.header("range"));
        let Some((from, to)) = asked.map(|range| within(range, length)).transpose()? else {
            let answer = ok(self.request, self.now, 200, part(&blob.content, 0, length));
            let answer = shown(answer, blob);
            // More than anybody wants to see: it goes on for as long as the client reads.
            return Ok(match blob.content {
                Content::Zeros(_) => FakeAnswer { body: FakeBody::Endless(vec![0; 64 * 1024]), ..answer },
                Content::Bytes(_) => answer,
            });
        };
        let to = if matches!(blob.content, Content::Zeros(_)) { to.min(from + MOST_ZEROS) } else { to };
        let answer = ok(self.request, self.now, 206, part(&blob.content, from, to));
        Ok(shown(answer, blob).header("Content-Range", format!("bytes {from}-{}/{length}", to.saturating_sub(1))))
    }
}

/// `bytes=0-499` or `bytes=500-`: from where, and up to where without it.
fn within(range: &str, length: u64) -> Result<(u64, u64), Refusal> {
    let bad = || Refusal::of("InvalidHeaderValue");
    let (from, to) = range.trim().strip_prefix("bytes=").and_then(|range| range.split_once('-')).ok_or_else(bad)?;
    let from: u64 = from.parse().map_err(|_| bad())?;
    let to: u64 = if to.is_empty() { u64::MAX } else { to.parse().map_err(|_| bad())? };
    if from >= length || to < from {
        return Err(Refusal::of("InvalidRange"));
    }
    Ok((from, to.saturating_add(1).min(length)))
}

fn part(content: &Content, from: u64, to: u64) -> Vec<u8> {
    let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    match content {
        Content::Bytes(bytes) => bytes.get(place(from)..place(to)).unwrap_or_default().to_vec(),
        Content::Zeros(_) => vec![0; place((to - from).min(MOST_ZEROS))],
    }
}

/// What looking at a blob tells.
fn shown(answer: FakeAnswer, blob: &Blob) -> FakeAnswer {
    let answer = answer
        .header("Content-Type", blob.content_type.clone())
        .header("Accept-Ranges", "bytes")
        .header("ETag", blob.etag.clone())
        .header("Last-Modified", http_date(blob.modified))
        .header("x-ms-creation-time", http_date(blob.created))
        .header("x-ms-blob-type", kind(blob.kind))
        .header("x-ms-lease-status", "unlocked")
        .header("x-ms-lease-state", "available")
        .header("x-ms-server-encrypted", "true");
    with_metadata(answer, &blob.metadata)
}

/// What writing a blob tells.
fn written(answer: FakeAnswer, blob: &Blob) -> FakeAnswer {
    answer.header("ETag", blob.etag.clone()).header("Last-Modified", http_date(blob.modified)).header("x-ms-request-server-encrypted", "true")
}
