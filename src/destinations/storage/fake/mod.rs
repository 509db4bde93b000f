//! What the imitations of an account's services share: refusals, who asks, how URLs and times are written.
//!
//! Written from the REST reference; it shares nothing with the client's side of this folder.

pub mod auth;

use jiff::Timestamp;
use percent_encoding::percent_decode_str;

/// An error of a service: its code, and what goes into the message or beside it. Status and words are the service's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    /// Instead of the usual words.
    pub message: Option<String>,
    /// `AuthenticationErrorDetail`.
    pub detail: Option<String>,
}

impl Refusal {
    pub fn of(code: &'static str) -> Self {
        Refusal { code, message: None, detail: None }
    }

    pub fn saying(code: &'static str, message: impl Into<String>) -> Self {
        Refusal { code, message: Some(message.into()), detail: None }
    }

    /// 403 AuthenticationFailed and why.
    pub fn unauthentic(detail: impl Into<String>) -> Self {
        Refusal { code: "AuthenticationFailed", message: None, detail: Some(detail.into()) }
    }
}

/// A fresh `x-ms-request-id`.
pub fn request_id() -> String {
    uuid::Uuid::new_v4().hyphenated().to_string()
}

/// `2017-11-10T02:46:57.0430859Z`: seven digits, the 100 ns of .NET.
pub fn precise(at: Timestamp) -> String {
    format!("{at:.7}")
}

/// Text inside XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The query's pairs, decoded once.
pub fn pairs(query: Option<&str>) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', "%20")).decode_utf8_lossy().into_owned();
    query
        .unwrap_or_default()
        .split('&')
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// One value of the query.
pub fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}
