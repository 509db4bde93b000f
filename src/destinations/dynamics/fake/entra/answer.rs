//! What the token service writes: the headers that every answer has, and its errors in its own words.
//!
//! Shape: "Microsoft Entra authentication and authorization error codes". Texts as quoted in public bodies; those that were seen
//! nowhere are marked "inferred" where they are made.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::super::world::{guid, on};
use crate::core::fake::{FakeAnswer, FakeRequest, Faults};

/// An error of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The number behind `AADSTS`.
    pub code: u32,
    error: &'static str,
    status: u16,
    text: String,
    /// `suberror`, and whether a claims challenge goes with it.
    detail: Option<(&'static str, bool)>,
}

impl Refusal {
    /// 401 for `invalid_client`, 400 for the rest.
    pub fn new(code: u32, error: &'static str, text: impl Into<String>) -> Self {
        let status = if error == "invalid_client" { 401 } else { 400 };
        Refusal { code, error, status, text: text.into(), detail: None }
    }

    /// 503: it passes.
    pub fn busy(text: &str) -> Self {
        Refusal { status: 503, ..Refusal::new(90_033, "temporarily_unavailable", text) }
    }

    /// The same under another name in `error`.
    pub fn called(self, error: &'static str) -> Self {
        Refusal { error, ..self }
    }

    pub fn with(mut self, suberror: &'static str, claims: bool) -> Self {
        self.detail = Some((suberror, claims));
        self
    }

    pub fn answer(&self, request: &FakeRequest, authority: &str, faults: &Faults) -> FakeAnswer {
        let trace = guid();
        let correlation = request.header("client-request-id").map_or_else(guid, str::to_owned);
        let at = stamp(request.now);
        let code = self.code;
        let text = format!("AADSTS{code}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}", self.text);
        let body = if on(faults, "sandbox/dynamics-no-error-codes") {
            json!({"error": self.error, "error_description": text})
        } else {
            let mut body = json!({
                "error": self.error, "error_description": text, "error_codes": [code], "timestamp": at, "trace_id": trace,
                "correlation_id": correlation, "error_uri": format!("{authority}/error?code={code}"),
            });
            if let Some((suberror, claims)) = self.detail {
                body["suberror"] = suberror.into();
                if claims {
                    body["claims"] = json!({"access_token": {"capolids": {"essential": true, "values": [guid()]}}}).to_string().into();
                }
            }
            body
        };
        dress(FakeAnswer::new(self.status, body.to_string()), request, &trace)
    }
}

/// A success.
pub fn ok(request: &FakeRequest, body: &Value) -> FakeAnswer {
    dress(FakeAnswer::new(200, body.to_string()), request, &guid())
}

/// Too many requests; the service names no code there.
pub fn throttled(request: &FakeRequest) -> FakeAnswer {
    let body = json!({"error": "temporarily_unavailable", "error_description": "Too many requests. Try again later."}); // [inferred]
    dress(FakeAnswer::new(429, body.to_string()), request, &guid()).header("Retry-After", "1")
}

/// The headers that every answer has.
fn dress(answer: FakeAnswer, request: &FakeRequest, trace: &str) -> FakeAnswer {
    let answer = answer
        .header("Content-Type", "application/json; charset=utf-8")
        .header("Cache-Control", "no-store, no-cache")
        .header("Pragma", "no-cache")
        .header("Expires", "-1")
        .header("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        .header("X-Content-Type-Options", "nosniff")
        .header("x-ms-request-id", trace)
        .header("x-ms-ests-server", "2.1.21000.0 - WEULR1 ProdSlices");
    match request.header("client-request-id") {
        Some(id) if request.header("return-client-request-id") == Some("true") => answer.header("client-request-id", id),
        _ => answer,
    }
}

/// `2026-10-01 12:00:00Z`
fn stamp(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}
