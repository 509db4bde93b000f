//! The Web-to-Lead servlet: it says 200 whatever comes of the lead, and tells an exception in the header Is-Processed at most.
//!
//! That unknown organizations and missing required fields show there was seen by public clients; that nothing else does is inferred.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::{SalesforceFake, ids, outbox, rules};
use crate::core::fake::{FakeAnswer, FakeBody, FakeRequest, Faults};

/// Leads that the servlet takes in 24 hours.
const DAILY: usize = 500;
/// How long the background takes; the service needs seconds.
const DELAY: SignedDuration = SignedDuration::from_millis(600);
const SLOW: SignedDuration = SignedDuration::from_secs(3);

pub const EXCEPTION: &str = "true Exception:common.exception.SalesforceGenericException";

/// The form's names for the Lead object's fields.
const NAMES: [(&str, &str); 20] = [
    ("first_name", "FirstName"),
    ("last_name", "LastName"),
    ("email", "Email"),
    ("company", "Company"),
    ("title", "Title"),
    ("phone", "Phone"),
    ("mobile", "MobilePhone"),
    ("fax", "Fax"),
    ("description", "Description"),
    ("lead_source", "LeadSource"),
    ("country", "Country"),
    ("country_code", "CountryCode"),
    ("state", "State"),
    ("city", "City"),
    ("street", "Street"),
    ("zip", "PostalCode"),
    ("URL", "Website"),
    ("industry", "Industry"),
    ("rating", "Rating"),
    ("salutation", "Salutation"),
];

fn page(header: &str) -> FakeAnswer {
    FakeAnswer::new(200, "").header("Content-Type", "text/html;charset=UTF-8").header("Is-Processed", header)
}

pub fn answer(fake: &SalesforceFake, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
    if faults.contains("salesforce/tls-too-old") {
        return FakeAnswer::none(FakeBody::Hangup);
    }
    if request.method != "POST" {
        let html = "<html><head><meta http-equiv=\"PRAGMA\" content=\"NO-CACHE\"></head><body></body></html>";
        return FakeAnswer::new(200, html).header("Content-Type", "text/html;charset=UTF-8");
    }
    let mut given: Vec<(String, String)> = request.query.iter().flat_map(|query| form_urlencoded::parse(query.as_bytes()).into_owned()).collect();
    given.extend(form_urlencoded::parse(&request.body).into_owned());
    let value = |name: &str| given.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let answer = take(fake, &given, request.now, faults);
    let answer = if faults.contains("sandbox/salesforce-silent-header") {
        FakeAnswer { headers: answer.headers.into_iter().filter(|(name, _)| name != "Is-Processed").collect(), ..answer }
    } else {
        answer
    };
    match value("retURL").filter(|to| to.starts_with("http://") || to.starts_with("https://")) {
        Some(to) if to.len() > "https://".len() => FakeAnswer { status: 302, ..answer }.header("Location", to),
        _ => answer,
    }
}

fn take(fake: &SalesforceFake, given: &[(String, String)], now: Timestamp, faults: &Faults) -> FakeAnswer {
    let value = |name: &str| given.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim());
    if !ids::is_same(value("oid"), &fake.oid) {
        return page(EXCEPTION);
    }
    let mut lead = Map::new();
    for (form, name) in NAMES {
        let text = value(form);
        if !text.is_empty() {
            lead.insert(name.to_owned(), Value::String(text.to_owned()));
        }
    }
    if ["LastName", "Company"].iter().any(|name| !lead.contains_key(*name)) {
        return page(EXCEPTION);
    }
    let mut store = fake.store();
    if value("debug") == "1" {
        store.mail(outbox::debug(given, now));
    }
    if faults.contains("salesforce/daily-limit-reached") || store.web_today(now) >= DAILY {
        store.mail(outbox::limit(now));
        return page("true");
    }
    store.count_web(now);
    let reason = if faults.contains("salesforce/recaptcha-required") {
        Some("Salesforce Web-to-Lead: reCAPTCHA verification is required.".to_owned())
    } else {
        rules::refusal(&lead, faults).map(|refusal| refusal.reason)
    };
    if let Some(reason) = reason {
        store.mail(outbox::failure(&reason, given, now));
        return page("true");
    }
    if faults.contains("sandbox/salesforce-changed-lead") {
        // As a flow of the organization's does.
        lead.insert("Title".to_owned(), "Changed by a flow".into());
        lead.remove("Phone");
    }
    let delay = if faults.contains("sandbox/salesforce-slow-insert") { SLOW } else { DELAY };
    if faults.contains("sandbox/salesforce-copied-lead") {
        store.insert(&lead, now, delay);
    }
    let stored = store.insert(&lead, now, delay);
    FakeAnswer { arrived: Some(Value::Object(stored.fields)), ..page("true") }
}
