//! What the organization holds: leads, access tokens, mails, and how many leads the form brought today.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::ids;

/// More leads than this are not kept: the oldest go.
const MAX_LEADS: usize = 20_000;
const MAX_MAILS: usize = 1_000;

/// A lead as it is stored.
#[derive(Debug, Clone)]
pub struct Lead {
    pub id: String,
    pub fields: Map<String, Value>,
    /// From when on it can be seen: what the form brings is made in the background.
    pub visible: Timestamp,
}

#[derive(Default)]
pub struct Store {
    leads: Vec<Lead>,
    /// Uses that are left of each token; `None`: any number.
    pub tokens: BTreeMap<String, Option<u32>>,
    pub mails: Vec<String>,
    /// When the form brought leads that count against the limit of 24 hours.
    web: Vec<Timestamp>,
    /// Answers that are longer than a page.
    pub cursors: BTreeMap<String, Vec<Value>>,
    next: u64,
    /// Queries of leads so far.
    pub queries: u64,
}

/// `2026-10-01T12:00:00.000+0000`, as the API writes times; they are kept in whole seconds.
pub fn time(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000").to_string()
}

impl Store {
    pub fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Takes a lead in, with what Salesforce adds.
    pub fn insert(&mut self, given: &Map<String, Value>, now: Timestamp, delay: SignedDuration) -> Lead {
        let id = ids::record("00Q", self.number());
        let mut fields = given.clone();
        // Addresses are kept in lower case.
        if let Some(email) = given.get("Email").and_then(Value::as_str) {
            fields.insert("Email".to_owned(), email.to_lowercase().into());
        }
        let text = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default();
        let name = format!("{} {}", text("FirstName"), text("LastName")).trim().to_owned();
        for (key, value) in [
            ("Id", json!(id)),
            ("Name", json!(name)),
            ("Status", given.get("Status").cloned().unwrap_or_else(|| json!("Open - Not Contacted"))),
            ("IsConverted", json!(false)),
            ("IsDeleted", json!(false)),
            ("CreatedDate", json!(time(now))),
        ] {
            fields.insert(key.to_owned(), value);
        }
        let lead = Lead { id, fields, visible: now + delay };
        if self.leads.len() == MAX_LEADS {
            self.leads.remove(0);
        }
        self.leads.push(lead.clone());
        lead
    }

    /// The leads that can be seen by now.
    pub fn visible(&self, now: Timestamp) -> impl Iterator<Item = &Lead> {
        self.leads.iter().filter(move |lead| lead.visible <= now)
    }

    pub fn find(&mut self, id: &str, now: Timestamp) -> Option<&mut Lead> {
        self.leads.iter_mut().find(|lead| lead.visible <= now && (lead.id == id || lead.id.get(..15) == Some(id)))
    }

    pub fn remove(&mut self, id: &str) {
        self.leads.retain(|lead| lead.id != id);
    }

    /// Every lead as the sandbox shows it.
    pub fn plain(&self) -> Vec<Value> {
        self.leads.iter().map(|lead| Value::Object(lead.fields.clone())).collect()
    }

    /// How many leads the form brought in the last 24 hours.
    pub fn web_today(&mut self, now: Timestamp) -> usize {
        self.web.retain(|at| now.duration_since(*at) < SignedDuration::from_hours(24));
        self.web.len()
    }

    pub fn count_web(&mut self, now: Timestamp) {
        self.web.push(now);
    }

    pub fn mail(&mut self, mail: String) {
        if self.mails.len() == MAX_MAILS {
            self.mails.remove(0);
        }
        self.mails.push(mail);
    }
}
