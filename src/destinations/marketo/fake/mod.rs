//! A Marketo Engage instance as it behaves on the wire: identity, leads, their activities, one form, usage, partitions, and every mistake that can be made with it.
//!
//! Written from Adobe's REST documentation; it shares nothing with leadctl's own client. What no page tells (which code Submit Form gives for an
//! unknown form, or for a field that the form lacks) is the sandbox's own choice, and marked so.

mod activities;
mod answer;
mod forms;
mod identity;
mod leads;
mod profiles;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::core::fake::{Fake, FakeAnswer, FakeProfile, FakeRequest, Faults, Mount};
use answer::Refusal;
use forms::FORM;
use identity::Identity;
use leads::Leads;

/// Where the instance is mounted.
const ROOT: &str = "/marketo";

const FAULTS: [&str; 25] = [
    "marketo/access-denied",
    "marketo/access-token-expired",
    "marketo/access-token-invalid",
    "marketo/ambiguous-lead-match",
    "marketo/empty-lead-body",
    "marketo/form-field-mismatch",
    "marketo/form-not-approved",
    "marketo/form-not-found",
    "marketo/invalid-client-credentials",
    "marketo/invalid-value-type",
    "marketo/legacy-form-post-rejected",
    "marketo/missing-parameter",
    "marketo/partition-access-denied",
    "marketo/rate-limited",
    "marketo/server-instance-wrong",
    "marketo/unknown-field",
    "sandbox/marketo-activities-denied",
    "sandbox/marketo-assets-denied",
    "sandbox/marketo-bare-activities",
    "sandbox/marketo-changes-values",
    "sandbox/marketo-skips-silently",
    "sandbox/marketo-slow-index",
    "sandbox/marketo-small-pages",
    "sandbox/marketo-token-expires",
    "sandbox/throttle-once",
];

/// One subscription.
pub struct MarketoFake {
    identity: Mutex<Identity>,
    leads: Mutex<Leads>,
    calls: AtomicU64,
}

impl Default for MarketoFake {
    fn default() -> Self {
        Self::new()
    }
}

/// One REST call, its user known.
struct Call<'a> {
    request: &'a FakeRequest,
    faults: &'a Faults,
    /// Parameters of the query or, for `_method=GET`, of the body.
    parameters: Vec<(String, String)>,
}

impl Call<'_> {
    fn on(&self, id: &str) -> bool {
        self.faults.contains(id)
    }

    /// A parameter that is given several times is one list: a public client writes `fields` so.
    fn parameter(&self, name: &str) -> Option<String> {
        let given: Vec<&str> = self.parameters.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
        (!given.is_empty()).then(|| given.join(","))
    }

    /// The body as JSON.
    fn json(&self) -> Result<Value, Refusal> {
        let kind = self.request.header("content-type").unwrap_or_default().to_ascii_lowercase();
        if !kind.starts_with("application/json") {
            return Err(Refusal::new("612", "Invalid Content Type"));
        }
        serde_json::from_slice(&self.request.body).map_err(|_| Refusal::new("609", "Invalid JSON"))
    }
}

impl MarketoFake {
    /// An instance with credentials of its own and no leads.
    pub fn new() -> Self {
        MarketoFake { identity: Mutex::new(Identity::new()), leads: Mutex::default(), calls: AtomicU64::new(0) }
    }

    fn identity(&self) -> MutexGuard<'_, Identity> {
        self.identity.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn all_leads(&self) -> MutexGuard<'_, Leads> {
        self.leads.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rest(&self, request: &FakeRequest, path: &str, faults: &Faults) -> Result<FakeAnswer, Refusal> {
        whole_service(faults)?;
        self.identity().admit(request, faults)?;
        self.calls.fetch_add(1, Ordering::Relaxed);
        let call = Call { request, faults, parameters: parameters(request) };
        // "change your GET to POST, add the _method=GET parameter": long queries travel in the body.
        let method = if request.method == "POST" && call.parameter("_method").as_deref() == Some("GET") { "GET" } else { request.method.as_str() };
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        match (method, parts.as_slice()) {
            ("GET", ["v1", "leads.json"]) => self.all_leads().query(&call),
            ("POST", ["v1", "leads.json"]) => self.all_leads().sync(&call),
            ("DELETE", ["v1", "leads.json"]) | ("POST", ["v1", "leads", "delete.json"]) => self.all_leads().delete(&call),
            ("GET", ["v1", "lead", id]) => self.all_leads().by_id(&call, id),
            ("POST", ["v1", "leads", "submitForm.json"]) => forms::submit(&call, &mut self.all_leads()),
            ("GET", ["v1", log @ ..]) if log.first().is_some_and(|first| first.starts_with("activities")) => self.all_leads().log.answer(&call, log),
            ("GET", ["v1", "leads", "describe.json"]) => Ok(answer::result(&leads::describe(faults))),
            ("GET", ["v1", "leads", "describe2.json"]) => Ok(answer::result(&leads::describe2(faults))),
            ("GET", ["v1", "leads", "partitions.json"]) => Ok(answer::result(&partitions(faults))),
            ("GET", ["v1", "stats", "usage.json"]) => Ok(answer::result(&self.usage(request))),
            ("GET", ["asset", "v1", rest @ ..]) => forms::asset(&call, rest),
            (_, ["v1", "leads.json" | "lead" | "leads" | "stats", ..] | ["asset", ..]) => {
                Err(Refusal::new("605", format!("Request method '{}' not supported", request.method)))
            }
            _ => Err(Refusal::new("610", "Requested resource not found")),
        }
    }

    /// Calls of today; the sandbox counts from its start.
    fn usage(&self, request: &FakeRequest) -> Value {
        let calls = self.calls.load(Ordering::Relaxed);
        json!([{"date": request.now.strftime("%Y-%m-%d").to_string(), "total": calls, "users": [{"userId": identity::USER, "count": calls}]}])
    }
}

/// What every REST call gets while such a fault is on.
fn whole_service(faults: &Faults) -> Result<(), Refusal> {
    let answers = [
        ("marketo/server-instance-wrong", "610", "Requested resource not found"),
        ("marketo/rate-limited", "606", "Max rate limit '100' exceeded with in '20' secs"),
        ("marketo/access-token-invalid", "601", "Access token invalid"),
        ("marketo/access-token-expired", "602", "Access token expired"),
        ("marketo/access-denied", "603", "Access denied"),
    ];
    match answers.iter().find(|(fault, ..)| faults.contains(*fault)) {
        Some((_, code, words)) => Err(Refusal::new(code, *words)),
        None => Ok(()),
    }
}

fn partitions(faults: &Faults) -> Value {
    let default = json!({"id": 1, "name": "Default", "description": "Initial system lead partition"});
    if faults.contains("marketo/partition-access-denied") {
        json!([default, {"id": 2, "name": "Europe", "description": ""}])
    } else {
        json!([default])
    }
}

/// Parameters of the query, and of a form-encoded body.
fn parameters(request: &FakeRequest) -> Vec<(String, String)> {
    let is_form = request.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded"));
    let body = if is_form { String::from_utf8_lossy(&request.body).into_owned() } else { String::new() };
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let pairs = request.query.iter().map(String::as_str).chain([body.as_str()]).flat_map(|text| text.split('&'));
    pairs.filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decode(name), decode(value))).collect()
}

impl Fake for MarketoFake {
    fn prefix(&self) -> &'static str {
        "marketo"
    }

    fn faults(&self) -> &'static [&'static str] {
        &FAULTS
    }

    fn answer(&self, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
        if faults.contains("sandbox/throttle-once") {
            return FakeAnswer::new(503, "Service Unavailable").header("Content-Type", "text/plain").header("Retry-After", "1");
        }
        // A GET of more than 8 KB is refused by the documentation.
        if request.method == "GET" && request.query.as_ref().is_some_and(|query| query.len() > 8 * 1024) {
            return FakeAnswer::new(414, "Request-URI Too Long").header("Content-Type", "text/plain");
        }
        if request.body.len() > 1024 * 1024 {
            return FakeAnswer::new(413, "Request Entity Too Large").header("Content-Type", "text/plain");
        }
        let path = request.path.strip_prefix(ROOT).unwrap_or_default();
        if path == "/identity/oauth/token" && !faults.contains("marketo/server-instance-wrong") {
            return self.identity().sign_in(request, &parameters(request), faults);
        }
        if let Some(rest) = path.strip_prefix("/rest") {
            return self.rest(request, rest, faults).unwrap_or_else(|refusal| refusal.answer());
        }
        if path.starts_with("/index.php/leadCapture/") {
            return forms::legacy_post();
        }
        FakeAnswer::new(404, "Not Found").header("Content-Type", "text/plain")
    }

    fn profiles(&self, mount: &Mount, faults: &Faults) -> Vec<FakeProfile> {
        vec![profiles::profile(mount, faults, &self.identity(), FORM)]
    }

    fn leads(&self) -> Vec<Value> {
        self.all_leads().all()
    }
}
