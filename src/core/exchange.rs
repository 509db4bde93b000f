//! One request and what came of it: what the wire saw, ready to be judged (`read`) and shown (`render`).

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::core::redact::{Redactor, show_url};
use crate::core::secret::REDACTED;

/// What a request is for; it decides time limits and whether a repeat is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Reads only: 30 s in total, repeated a few times where the answer says "later".
    Read,
    /// Writes: 120 s in total, never repeated by the transport.
    Write,
}

/// A request as it will be on the wire, secrets included: never shown as it is.
#[derive(Clone)]
pub struct WireRequest {
    pub method: &'static str,
    pub url: Url,
    /// In the order in which they are written.
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
    pub purpose: Purpose,
    /// Bytes of the answer that are read; what is beyond is left unread.
    pub max_answer: usize,
    /// The answer's body is people's data in no known form: it can't be masked, and is never shown.
    pub private_answer: bool,
}

/// Enough for any error body, and little enough for any number of them.
pub const MAX_ANSWER: usize = 256 * 1024;

impl WireRequest {
    pub fn new(method: &'static str, url: Url, purpose: Purpose) -> Self {
        WireRequest { method, url, headers: Vec::new(), body: None, purpose, max_answer: MAX_ANSWER, private_answer: false }
    }

    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }
}

impl fmt::Debug for WireRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url.host_str().unwrap_or("?"))
    }
}

/// An answer, as far as it was read.
#[derive(Clone, Default)]
pub struct WireResponse {
    pub status: u16,
    /// Such as `HTTP/1.1`.
    pub version: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The body was longer than [`WireRequest::max_answer`].
    pub cut: bool,
}

impl WireResponse {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The body as text: a byte-order mark dropped, invalid UTF-8 replaced.
    pub fn text(&self) -> String {
        let body = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body);
        String::from_utf8_lossy(body).into_owned()
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the answer is a page for people, by its header or its first bytes.
    pub fn is_html(&self) -> bool {
        // The first bytes alone: a body may be a megabyte of rows.
        let start = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body).trim_ascii_start();
        self.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html"))
            || ["<!doctype html", "<html"]
                .iter()
                .any(|begins| start.get(..begins.len()).is_some_and(|start| start.eq_ignore_ascii_case(begins.as_bytes())))
    }
}

impl fmt::Debug for WireResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// Why there was no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetErrorKind {
    /// The name does not resolve, and the resolver works for other names.
    HostNotFound,
    /// The resolver itself gives no answers.
    ResolverDown,
    /// Nothing listens at the address.
    Refused,
    /// No way to the address.
    Unreachable,
    /// The peer closed or reset the connection before an answer was complete.
    Reset,
    /// No connection within the limit.
    ConnectTimeout,
    /// Connected, but no (complete) answer within the limit.
    Timeout,
    /// The certificate is past its date, or not valid yet.
    TlsExpired,
    /// The certificate is for another name.
    TlsHostname,
    /// The certificate's issuer is not trusted.
    TlsUntrusted,
    /// Any other failure of the TLS handshake.
    Tls,
    /// The proxy refused or failed, or can't be reached or used; the message is a whole sentence that names it.
    Proxy,
    /// What came back is not HTTP.
    NotHttp,
    Other,
}

/// A request that got no complete answer.
#[derive(Debug, Clone)]
pub struct NetError {
    pub kind: NetErrorKind,
    /// What the system said, for people.
    pub message: String,
    /// Whether any byte of the request may have reached the peer.
    pub maybe_sent: bool,
}

/// One request and what came of it.
#[derive(Clone)]
pub struct Exchange {
    /// Secrets and personal data removed.
    pub asked: Asked,
    pub answer: Result<WireResponse, NetError>,
    pub started: Timestamp,
    pub took: Duration,
    /// How often it was sent: more than once only for reads.
    pub attempts: u32,
}

/// The request as it may be shown.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub method: &'static str,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
    /// The answer's body is not to be shown.
    pub private_answer: bool,
}

impl Asked {
    /// The request without its secrets: known ones, keys in the URL, and what authorises it.
    pub fn of(request: &WireRequest, redactor: &Redactor) -> Asked {
        let shown = |name: &str, value: &str| match value.split_once(' ') {
            Some((scheme, _)) if name.eq_ignore_ascii_case("authorization") => format!("{scheme} {REDACTED}"),
            _ => redactor.clean(value).into_owned(),
        };
        Asked {
            method: request.method,
            url: redactor.clean(&show_url(&request.url)).into_owned(),
            headers: request.headers.iter().map(|(name, value)| ((*name).to_owned(), shown(name, value))).collect(),
            body: request.body.as_deref().map(|body| redactor.clean(body).into_owned()),
            private_answer: request.private_answer,
        }
    }
}

impl Exchange {
    /// `POST https://host/path`, secrets removed.
    pub fn asked_line(&self) -> String {
        format!("{} {}", self.asked.method, self.asked.url)
    }
}
