//! A Salesforce organization as it behaves on the wire: Web-to-Lead, which answers 200 to everything, OAuth, and the REST API over its leads.
//!
//! Written from Salesforce's references and from what public clients saw; it shares nothing with leadctl's own client. Leads that the form
//! brings are there a moment later, as in the service, and why one is not there is told by mail alone: `/_outbox` shows those mails.

mod describe;
mod ids;
mod metadata;
mod oauth;
mod outbox;
mod profiles;
mod rest;
mod rules;
mod soql;
mod store;
#[cfg(test)]
mod tests;
mod web;

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::core::fake::{Fake, FakeAnswer, FakeBody, FakeProfile, FakeRequest, Faults, Mount};
use store::Store;

const FAULTS: [&str; 29] = [
    "salesforce/apex-trigger-error",
    "salesforce/api-access-refused",
    "salesforce/converted-lead",
    "salesforce/country-picklist",
    "salesforce/daily-limit-reached",
    "salesforce/duplicate-rule",
    "salesforce/duplicate-value",
    "salesforce/field-not-writable",
    "salesforce/recaptcha-required",
    "salesforce/record-type-missing",
    "salesforce/required-field",
    "salesforce/restricted-picklist",
    "salesforce/string-too-long",
    "salesforce/tls-too-old",
    "salesforce/validation-rule",
    "salesforce/wrong-oid",
    "sandbox/salesforce-api-denied",
    "sandbox/salesforce-busy-pages",
    "sandbox/salesforce-changed-lead",
    "sandbox/salesforce-copied-lead",
    "sandbox/salesforce-hidden-source",
    "sandbox/salesforce-hidden-title",
    "sandbox/salesforce-no-run-as",
    "sandbox/salesforce-sandbox-org",
    "sandbox/salesforce-short-token",
    "sandbox/salesforce-silent-header",
    "sandbox/salesforce-slow-insert",
    "sandbox/salesforce-small-pages",
    "sandbox/throttle-once",
];

/// One organization, with a connected app.
pub struct SalesforceFake {
    /// 15 characters.
    oid: String,
    client_id: String,
    client_secret: String,
    store: Mutex<Store>,
}

impl Default for SalesforceFake {
    fn default() -> Self {
        Self::new()
    }
}

fn random() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

impl SalesforceFake {
    pub fn new() -> Self {
        SalesforceFake {
            oid: ids::organization(),
            client_id: format!("3MVG9{}{}", random(), random()),
            client_secret: format!("{}{}", random(), random()).to_uppercase(),
            store: Mutex::new(Store::default()),
        }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The address as the client wrote it.
    fn base(request: &FakeRequest) -> String {
        let scheme = if request.secure { "https" } else { "http" };
        format!("{scheme}://{}", request.header("host").unwrap_or("127.0.0.1"))
    }
}

/// An answer in JSON.
fn say(status: u16, body: &Value) -> FakeAnswer {
    FakeAnswer::new(status, body.to_string()).header("Content-Type", "application/json;charset=UTF-8")
}

/// An error as the REST API tells it.
fn refuse(status: u16, code: &str, message: &str) -> FakeAnswer {
    say(status, &json!([{"message": message, "errorCode": code}]))
}

impl Fake for SalesforceFake {
    fn prefix(&self) -> &'static str {
        "salesforce"
    }

    /// Clients put the paths of the API behind the host of My Domain.
    fn own_origin(&self) -> bool {
        true
    }

    fn faults(&self) -> &'static [&'static str] {
        &FAULTS
    }

    fn answer(&self, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
        let path = request.path.as_str();
        if path == "/servlet/servlet.WebToLead" {
            return web::answer(self, request, faults);
        }
        if path == outbox::PATH || path.starts_with("/_outbox/") {
            return outbox::answer(&self.store(), request);
        }
        if faults.contains("sandbox/throttle-once") {
            return refuse(503, "SERVER_UNAVAILABLE", "The server is temporarily unavailable").header("Retry-After", "1");
        }
        match path {
            "/services/oauth2/token" => oauth::token(self, request, faults),
            "/services/oauth2/userinfo" => oauth::user_info(self, request),
            _ if path.starts_with("/id/") => oauth::user_info(self, request),
            _ if path.starts_with("/services/data") => rest::answer(self, request, faults),
            "/servlet/servlet.WebToCase" => FakeAnswer::none(FakeBody::Whole(Vec::new())).header("Is-Processed", "true"),
            _ => FakeAnswer::new(404, "<html><head><title>Page not found</title></head><body>URL No Longer Exists</body></html>")
                .header("Content-Type", "text/html;charset=UTF-8"),
        }
    }

    fn profiles(&self, mount: &Mount, faults: &Faults) -> Vec<FakeProfile> {
        profiles::of(self, mount, faults)
    }

    fn leads(&self) -> Vec<Value> {
        self.store().plain()
    }
}
