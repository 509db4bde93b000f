//! What the sandbox and a destination's fake say to each other: a request as it came over the wire, and an answer or a misbehaviour.
//!
//! A fake knows neither sockets nor the client's code: it is written from the service's specification.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

/// A request as the server read it.
#[derive(Debug, Clone)]
pub struct FakeRequest {
    pub method: String,
    /// As on the wire, percent-encoding untouched; with the mount prefix, where the fake has one.
    pub path: String,
    /// As on the wire, without `?`.
    pub query: Option<String>,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether it came over TLS.
    pub secure: bool,
    pub now: Timestamp,
}

impl FakeRequest {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What the server does with the connection.
#[derive(Debug, Clone)]
pub enum FakeBody {
    Whole(Vec<u8>),
    /// One byte at a time, with a pause after each.
    Drip {
        body: Vec<u8>,
        pause: Duration,
    },
    /// The same bytes again and again, for as long as the client reads.
    Endless(Vec<u8>),
    /// Nothing, and the connection stays open.
    Silence,
    /// The connection is closed without an answer.
    Hangup,
}

#[derive(Debug, Clone)]
pub struct FakeAnswer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: FakeBody,
    /// The lead that the service took in with this request, as it stores it.
    pub arrived: Option<Value>,
}

impl FakeAnswer {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        FakeAnswer { status, headers: Vec::new(), body: FakeBody::Whole(body.into()), arrived: None }
    }

    /// No answer at all: the connection is closed, or stays silent.
    pub fn none(body: FakeBody) -> Self {
        FakeAnswer { status: 200, headers: Vec::new(), body, arrived: None }
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// The catalogue ids of the faults that are on.
pub type Faults = BTreeSet<String>;

/// Where a fake can be reached from, for the values in the profiles that the sandbox writes.
#[derive(Debug, Clone)]
pub struct Mount {
    /// `http://127.0.0.1:PORT/PREFIX` of this fake, or `http://127.0.0.1:PORT` of one with an origin of its own; no trailing slash.
    pub base: String,
    /// The same over TLS, where the sandbox speaks it.
    pub secure_base: Option<String>,
    /// The same with a port where nothing listens and, while the sandbox runs, nothing will.
    pub refused_base: String,
}

/// Where every service of the sandbox can be reached, by its name.
pub type Services = BTreeMap<&'static str, Mount>;

impl Mount {
    /// What a profile should use: TLS where the sandbox speaks it.
    pub fn preferred(&self) -> &str {
        self.secure_base.as_deref().unwrap_or(&self.base)
    }
}

/// A profile that the sandbox writes: its name and the lines of its table.
#[derive(Debug, Clone)]
pub struct FakeProfile {
    /// `sandbox-https`.
    pub name: String,
    /// TOML keys and string values, `destination` first.
    pub settings: Vec<(String, String)>,
}

/// One destination's service, imitated.
pub trait Fake: Send + Sync {
    /// The path prefix it is mounted at, without slashes: `table`.
    fn prefix(&self) -> &'static str;

    /// Whether clients know the service by an origin of its own, with paths that are fixed from the root: it then gets a port instead of
    /// a path prefix.
    fn own_origin(&self) -> bool {
        false
    }

    /// Told once, before the first request: where all services are, for those that name each other.
    fn meet(&self, services: &Services) {
        let _ = services;
    }

    /// The service's name in what the sandbox tells.
    fn service(&self) -> &'static str {
        self.prefix()
    }

    /// The catalogue ids that it can show, and faults of the area `sandbox` that help tests.
    fn faults(&self) -> &'static [&'static str];

    /// Answers as the service would, with the given faults on.
    fn answer(&self, request: &FakeRequest, faults: &Faults) -> FakeAnswer;

    /// Ready profiles with good credentials, or, with a publisher's mistake among the faults, with that mistake in them.
    fn profiles(&self, mount: &Mount, faults: &Faults) -> Vec<FakeProfile>;

    /// The leads that have arrived, as the service stores them, oldest first.
    fn leads(&self) -> Vec<Value>;
}
