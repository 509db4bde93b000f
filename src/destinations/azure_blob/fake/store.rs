//! The account's containers and blobs, in memory.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::destinations::storage::fake::Refusal;

/// More bytes than this are not taken in: the sandbox lives in memory.
const MOST_BYTES: usize = 256 * 1024 * 1024;
/// More blobs than this are not taken in.
const MOST_BLOBS: usize = 200_000;

/// `x-ms-meta-…` without the prefix, as the client wrote it.
pub type Metadata = BTreeMap<String, String>;

#[derive(Default)]
pub struct Store {
    pub containers: BTreeMap<String, Container>,
    blobs: usize,
    bytes: usize,
    sequence: u64,
}

pub struct Container {
    pub blobs: BTreeMap<String, Blob>,
    pub metadata: Metadata,
    /// `container` or `blob`, where anybody may read.
    pub public: Option<String>,
    pub etag: String,
    pub modified: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Block,
    Append,
}

#[derive(Debug, Clone)]
pub enum Content {
    Bytes(Vec<u8>),
    /// So many zeros, which take no room here.
    Zeros(u64),
}

impl Content {
    pub fn len(&self) -> u64 {
        match self {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::Zeros(count) => *count,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Blob {
    pub content: Content,
    pub kind: Kind,
    pub content_type: String,
    pub metadata: Metadata,
    pub blocks: u32,
    pub etag: String,
    pub created: Timestamp,
    pub modified: Timestamp,
}

impl Store {
    fn etag(&mut self) -> String {
        self.sequence += 1;
        format!("\"0x8D6D{:011X}\"", self.sequence)
    }

    pub fn create_container(&mut self, name: &str, metadata: Metadata, public: Option<String>, now: Timestamp) -> Result<&Container, Refusal> {
        if self.containers.contains_key(name) {
            return Err(Refusal::of("ContainerAlreadyExists"));
        }
        let etag = self.etag();
        Ok(self.containers.entry(name.to_owned()).or_insert(Container { blobs: BTreeMap::new(), metadata, public, etag, modified: now }))
    }

    pub fn delete_container(&mut self, name: &str) -> Result<(), Refusal> {
        let container = self.containers.remove(name).ok_or_else(|| Refusal::of("ContainerNotFound"))?;
        self.blobs -= container.blobs.len();
        self.bytes -= container.blobs.values().map(held).sum::<usize>();
        Ok(())
    }

    pub fn container(&self, name: &str) -> Result<&Container, Refusal> {
        self.containers.get(name).ok_or_else(|| Refusal::of("ContainerNotFound"))
    }

    pub fn set_container_metadata(&mut self, name: &str, metadata: Metadata, now: Timestamp) -> Result<&Container, Refusal> {
        let etag = self.etag();
        let container = self.containers.get_mut(name).ok_or_else(|| Refusal::of("ContainerNotFound"))?;
        (container.metadata, container.etag, container.modified) = (metadata, etag, now);
        Ok(container)
    }

    pub fn blob(&self, container: &str, name: &str) -> Result<&Blob, Refusal> {
        self.container(container)?.blobs.get(name).ok_or_else(|| Refusal::of("BlobNotFound"))
    }

    /// Puts a blob in its place; its `etag` is made here.
    pub fn put(&mut self, container: &str, name: &str, mut blob: Blob) -> Result<&Blob, Refusal> {
        let before = self.container(container)?.blobs.get(name).map(|old| (held(old), old.created));
        if self.bytes - before.map_or(0, |(bytes, _)| bytes) + held(&blob) > MOST_BYTES || self.blobs >= MOST_BLOBS {
            return Err(Refusal::of("ServerBusy"));
        }
        blob.etag = self.etag();
        self.bytes = self.bytes - before.map_or(0, |(bytes, _)| bytes) + held(&blob);
        self.blobs += usize::from(before.is_none());
        let container = self.containers.get_mut(container).ok_or_else(|| Refusal::of("ContainerNotFound"))?;
        container.blobs.insert(name.to_owned(), blob);
        container.blobs.get(name).ok_or_else(|| Refusal::of("InternalError"))
    }

    pub fn delete_blob(&mut self, container: &str, name: &str) -> Result<(), Refusal> {
        let container = self.containers.get_mut(container).ok_or_else(|| Refusal::of("ContainerNotFound"))?;
        let blob = container.blobs.remove(name).ok_or_else(|| Refusal::of("BlobNotFound"))?;
        self.blobs -= 1;
        self.bytes -= held(&blob);
        Ok(())
    }
}

/// The bytes that a blob takes here.
fn held(blob: &Blob) -> usize {
    match &blob.content {
        Content::Bytes(bytes) => bytes.len(),
        Content::Zeros(_) => 0,
    }
}
