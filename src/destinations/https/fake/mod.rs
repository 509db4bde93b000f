//! Receiving HTTPS endpoints as they behave on the wire: a plain receiver, an Azure Function behind a key, and a Power Automate flow.
//!
//! `/https/leads` takes any POST, `/https/api/leads` wants its `code`, and the flow lives in `flow.rs`. Which statuses Microsoft accepts is not
//! documented; these receivers answer as real ones do.

mod flow;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use crate::core::fake::{Fake, FakeAnswer, FakeBody, FakeProfile, FakeRequest, Faults, Mount};
use flow::Flow;

/// More leads than this are not kept: the oldest go.
const MAX_LEADS: usize = 100_000;

const FAULTS: [&str; 28] = [
    "https/bad-gateway",
    "https/connection-refused",
    "https/connection-reset",
    "https/endpoint-server-error",
    "https/endpoint-unavailable",
    "https/flow-disabled",
    "https/flow-no-response",
    "https/function-key-missing",
    "https/function-key-wrong",
    "https/host-not-found",
    "https/oauth-required",
    "https/power-automate-url-retired",
    "https/rate-limited",
    "https/redirect",
    "https/signature-missing",
    "https/signature-wrong",
    "https/timeout",
    "https/tls-certificate-expired",
    "https/tls-hostname-mismatch",
    "https/tls-untrusted-certificate",
    "https/trigger-schema-mismatch",
    "https/url-malformed",
    "https/waf-blocked",
    "https/workflow-not-found",
    "https/wrong-method-or-path",
    "sandbox/flow-deleted",
    "sandbox/flow-strict-schema",
    "sandbox/throttle-once",
];

/// Receivers of leads.
pub struct HttpsFake {
    flow: Flow,
    function_key: String,
    leads: Mutex<VecDeque<Value>>,
}

impl Default for HttpsFake {
    fn default() -> Self {
        Self::new()
    }
}

/// 32 random bytes.
fn random() -> Vec<u8> {
    [uuid::Uuid::new_v4().into_bytes(), uuid::Uuid::new_v4().into_bytes()].concat()
}

impl HttpsFake {
    pub fn new() -> Self {
        let flow = Flow {
            workflow: uuid::Uuid::new_v4().simple().to_string(),
            signature: URL_SAFE_NO_PAD.encode(random()),
            renewed: URL_SAFE_NO_PAD.encode(random()),
        };
        HttpsFake { flow, function_key: STANDARD.encode(random()), leads: Mutex::new(VecDeque::new()) }
    }

    /// Keeps the body as it came: JSON as JSON, anything else as text.
    fn take(&self, request: &FakeRequest, mut answer: FakeAnswer) -> FakeAnswer {
        let lead = serde_json::from_slice(&request.body).unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&request.body).into_owned()));
        let mut leads = self.leads.lock().unwrap_or_else(PoisonError::into_inner);
        if leads.len() == MAX_LEADS {
            leads.pop_front();
        }
        leads.push_back(lead.clone());
        answer.arrived = Some(lead);
        answer
    }

    /// An HTTP-triggered Azure Function of level `function`: without its key it answers 401 and nothing else.
    fn function(&self, request: &FakeRequest) -> FakeAnswer {
        let code = parameter(request.query.as_deref(), "code");
        let key = code.as_deref().or_else(|| request.header("x-functions-key"));
        if key == Some(self.function_key.as_str()) { self.take(request, FakeAnswer::new(200, "")) } else { FakeAnswer::new(401, "") }
    }

    /// The URL of each profile, or a publisher's mistake in it.
    fn urls(&self, mount: &Mount, faults: &Faults) -> [(&'static str, String); 2] {
        let on = |id: &str| faults.contains(id);
        let base = if on("https/connection-refused") { &mount.refused_base } else { mount.preferred() };
        let receiver = if on("https/wrong-method-or-path") {
            format!("{base}/lead")
        } else if on("https/function-key-missing") {
            format!("{base}/api/leads")
        } else if on("https/function-key-wrong") {
            format!("{base}/api/leads?code={}", utf8_percent_encode(&STANDARD.encode(random()), NON_ALPHANUMERIC))
        } else {
            format!("{base}/leads")
        };
        [("sandbox-https", receiver), ("sandbox-flow", self.flow.url(base, faults))].map(|(name, url)| {
            let path = url.strip_prefix(base).unwrap_or_default();
            let url = if on("https/url-malformed") {
                url.replacen("://", "//", 1)
            } else if on("https/host-not-found") {
                format!("https://leads.sandbox.invalid{path}")
            } else {
                url
            };
            (name, url)
        })
    }
}

impl Fake for HttpsFake {
    fn prefix(&self) -> &'static str {
        "https"
    }

    fn faults(&self) -> &'static [&'static str] {
        &FAULTS
    }

    fn answer(&self, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
        if let Some(answer) = in_front(request, faults) {
            return answer;
        }
        let path = request.path.strip_prefix("/https").unwrap_or_default();
        if path.starts_with("/powerautomate/") || path.starts_with("/workflows/") {
            return match self.flow.answer(request, path, faults) {
                accepted if accepted.status == 202 => self.take(request, accepted),
                other => other,
            };
        }
        let known = matches!(path, "/leads" | "/api/leads") && !faults.contains("https/wrong-method-or-path");
        match (known, request.method.as_str()) {
            (false, _) => FakeAnswer::new(404, "Not Found").header("Content-Type", "text/plain; charset=utf-8"),
            (true, "POST") if path == "/api/leads" || function_faults(faults) => self.function(request),
            (true, "POST") => self.take(request, FakeAnswer::new(200, "")),
            (true, _) => FakeAnswer::new(405, "").header("Allow", "POST"),
        }
    }

    fn profiles(&self, mount: &Mount, faults: &Faults) -> Vec<FakeProfile> {
        let profile = |(name, url): (&str, String)| FakeProfile {
            name: name.to_owned(),
            settings: vec![("destination".to_owned(), "https".to_owned()), ("url".to_owned(), format!("plain:{url}"))],
        };
        self.urls(mount, faults).map(profile).into()
    }

    fn leads(&self) -> Vec<Value> {
        self.leads.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// With one of these on, the plain receiver is a function too.
fn function_faults(faults: &Faults) -> bool {
    ["https/function-key-missing", "https/function-key-wrong"].iter().any(|id| faults.contains(*id))
}

/// What stands in front of any receiver, or keeps it from answering.
fn in_front(request: &FakeRequest, faults: &Faults) -> Option<FakeAnswer> {
    let on = |id: &str| faults.contains(id);
    let page = |status: u16, reason: &str| {
        let server = "Microsoft-Azure-Application-Gateway/v2";
        let html = format!(
            "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n<hr><center>{server}</center>\r\n</body>\r\n</html>\r\n"
        );
        FakeAnswer::new(status, html).header("Server", server).header("Content-Type", "text/html")
    };
    Some(if on("https/connection-reset") {
        FakeAnswer::none(FakeBody::Hangup)
    } else if on("https/timeout") {
        FakeAnswer::none(FakeBody::Silence)
    } else if on("https/bad-gateway") {
        page(502, "Bad Gateway")
    } else if on("https/waf-blocked") {
        page(403, "Forbidden")
    } else if on("https/endpoint-server-error") {
        FakeAnswer::new(500, "Internal Server Error").header("Content-Type", "text/plain; charset=utf-8")
    } else if on("https/endpoint-unavailable") {
        let html = "<HTML><HEAD><TITLE>Service Unavailable</TITLE></HEAD>\r\n<BODY><h2>Service Unavailable</h2>\r\n<hr><p>HTTP Error 503. The service is unavailable.</p>\r\n</BODY></HTML>\r\n";
        FakeAnswer::new(503, html).header("Content-Type", "text/html; charset=us-ascii")
    } else if on("sandbox/throttle-once") {
        FakeAnswer::new(503, "Service Unavailable").header("Content-Type", "text/plain; charset=utf-8").header("Retry-After", "1")
    } else if on("https/rate-limited") {
        let words = "{\"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in 2 seconds.\"}";
        FakeAnswer::new(429, words).header("Content-Type", "application/json").header("Retry-After", "2")
    } else if on("https/redirect") {
        let scheme = if request.secure { "https" } else { "http" };
        let host = request.header("host").unwrap_or("127.0.0.1");
        FakeAnswer::new(302, "").header("Location", format!("{scheme}://{host}/https/moved"))
    } else {
        return None;
    })
}

/// One parameter of the query, decoded.
fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    query?.split('&').find_map(|piece| {
        let (known, value) = piece.split_once('=')?;
        (known == name).then(|| percent_decode_str(value).decode_utf8_lossy().into_owned())
    })
}
