//! What destinations know of the network: a trait. `transport` implements it; so can a test.

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::core::exchange::{Exchange, NetError, WireRequest};

pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What became of a host name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    Addresses(Vec<IpAddr>),
    /// The name does not exist, while another known name resolves.
    NotFound,
    /// The resolver does not answer for known names either; what it said.
    ResolverDown(String),
    /// A proxy stands between, and resolving is the proxy's.
    ByProxy,
}

/// A TLS handshake that was completed, and nothing sent after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handshake {
    /// `TLS 1.3`, or empty for plain HTTP.
    pub protocol: String,
}

pub trait Net: Send + Sync {
    /// Sends once (reads are repeated a few times where that is safe), and records what happened.
    fn send(&self, request: WireRequest) -> BoxFuture<'_, Exchange>;

    fn resolve<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Resolution>;

    /// Connects and, for `https`, completes the TLS handshake; not one byte of HTTP is sent.
    fn handshake<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<Handshake, NetError>>;

    fn now(&self) -> Timestamp;

    fn pause(&self, how_long: Duration) -> BoxFuture<'_, ()>;
}
