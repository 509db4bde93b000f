//! What is asked of the account and of its containers: listing, making, looking, changing, deleting.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::answer::ok;
use super::auth::Act;
use super::store::{Container, Metadata};
use super::{CONTAINER, Call, list};
use crate::core::clock::http_date;
use crate::core::fake::FakeAnswer;
use crate::destinations::storage::fake::Refusal;

type Answer = Result<FakeAnswer, Refusal>;

impl Call<'_> {
    pub fn account(&mut self) -> Answer {
        match (self.request.method.as_str(), self.option("comp")) {
            ("GET", Some("list")) => {
                self.caller.may(Act::ListContainers)?;
                let asked = list::Asked::of(&self.query)?;
                Ok(ok(self.request, self.now, 200, list::containers(&self.store, &asked)).header("Content-Type", "application/xml"))
            }
            _ => Err(Refusal::of("NotImplemented")),
        }
    }

    pub fn container(&mut self, name: &str) -> Answer {
        check_name(name)?;
        if self.option("restype") != Some("container") {
            return Err(Refusal::of("InvalidUri"));
        }
        match (self.request.method.as_str(), self.option("comp")) {
            ("PUT", None) => self.create(name),
            ("GET" | "HEAD", None | Some("metadata")) => {
                self.caller.may(Act::LookAtContainer)?;
                self.there(name)?;
                let container = self.store.container(name)?;
                Ok(shown(ok(self.request, self.now, 200, ""), container))
            }
            ("PUT", Some("metadata")) => {
                self.caller.may(Act::ChangeContainer)?;
                self.there(name)?;
                let metadata = self.metadata();
                let container = self.store.set_container_metadata(name, metadata, self.now)?;
                let (etag, modified) = (container.etag.clone(), container.modified);
                Ok(ok(self.request, self.now, 200, "").header("ETag", etag).header("Last-Modified", http_date(modified)))
            }
            ("DELETE", None) => {
                self.caller.may(Act::DeleteContainer)?;
                self.there(name)?;
                self.store.delete_container(name)?;
                Ok(ok(self.request, self.now, 202, ""))
            }
            ("GET", Some("list")) => self.list(name),
            _ => Err(Refusal::of("NotImplemented")),
        }
    }

    fn create(&mut self, name: &str) -> Answer {
        self.caller.may(Act::CreateContainer)?;
        let public = match self.request.header("x-ms-blob-public-access") {
            None => None,
            Some(level @ ("container" | "blob")) => Some(level.to_owned()),
            Some(_) => return Err(Refusal::of("InvalidHeaderValue")),
        };
        let metadata = self.metadata();
        let container = self.store.create_container(name, metadata, public, self.now)?;
        let (etag, modified) = (container.etag.clone(), container.modified);
        Ok(ok(self.request, self.now, 201, "").header("ETag", etag).header("Last-Modified", http_date(modified)))
    }

    fn list(&mut self, name: &str) -> Answer {
        self.caller.may(Act::List)?;
        let asked = list::Asked::of(&self.query)?;
        self.there(name)?;
        let container = self.store.container(name)?;
        // A page may be empty and not the last: this is how the service says so.
        let body =
            if self.fault("sandbox/empty-page") && asked.marker.is_none() { list::empty_page(name) } else { list::blobs(name, container, &asked) };
        Ok(ok(self.request, self.now, 200, body).header("Content-Type", "application/xml"))
    }

    /// Under its fault the container of old leads is gone.
    pub fn there(&self, name: &str) -> Result<(), Refusal> {
        if name == CONTAINER && self.fault("storage/container-not-found") { Err(Refusal::of("ContainerNotFound")) } else { Ok(()) }
    }

    /// The request's `x-ms-meta-` headers.
    pub fn metadata(&self) -> Metadata {
        let of = |(name, value): &(String, String)| Some((name.strip_prefix("x-ms-meta-")?.to_owned(), value.clone()));
        self.request.headers.iter().filter_map(of).collect()
    }
}

fn shown(answer: FakeAnswer, container: &Container) -> FakeAnswer {
    let answer = answer
        .header("ETag", container.etag.clone())
        .header("Last-Modified", http_date(container.modified))
        .header("x-ms-lease-status", "unlocked")
        .header("x-ms-lease-state", "available")
        .header("x-ms-has-immutability-policy", "false")
        .header("x-ms-has-legal-hold", "false");
    let answer = match &container.public {
        Some(level) => answer.header("x-ms-blob-public-access", level.clone()),
        None => answer,
    };
    with_metadata(answer, &container.metadata)
}

/// Values that a header can't hold are left as the client escaped them.
pub fn with_metadata(answer: FakeAnswer, metadata: &Metadata) -> FakeAnswer {
    metadata.iter().fold(answer, |answer, (name, value)| {
        let value = if value.is_ascii() { value.clone() } else { utf8_percent_encode(value, NON_ALPHANUMERIC).to_string() };
        answer.header(&format!("x-ms-meta-{name}"), value)
    })
}

/// 3 to 63 lower-case letters, digits and single dashes, or one of the service's own.
fn check_name(name: &str) -> Result<(), Refusal> {
    if matches!(name, "$root" | "$web" | "$logs") {
        return Ok(());
    }
    if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') || name.split('-').any(str::is_empty) {
        return Err(Refusal::of("InvalidResourceName"));
    }
    if (3..=63).contains(&name.len()) { Ok(()) } else { Err(Refusal::of("OutOfRangeInput")) }
}
