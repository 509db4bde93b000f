//! A table of the test's own making: pages as they are ordered, and what was asked of it.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::{Server, User, answer};

pub const MARKER: &str = "MSFT_TEST_639264528000000000";

/// What a request gets instead of its page.
pub enum Instead {
    /// This status and body.
    Refusal(u16, &'static str),
    /// This status, and the wish to be asked again after so many seconds.
    Later(u16, u64),
    /// Nothing, and the connection stays open for so many seconds.
    Silence(u64),
}

pub struct Table {
    pub server: Server,
    asked: Arc<Mutex<Vec<String>>>,
}

/// Called with the page's number and how often that page was asked for before.
type Behaviour = dyn Fn(usize, usize) -> Option<Instead> + Send + Sync;

impl Table {
    /// These pages, one after the other.
    pub fn of(pages: Vec<Vec<Value>>) -> Table {
        Table::behaving(pages, |_, _| None)
    }

    pub fn behaving(pages: Vec<Vec<Value>>, behave: impl Fn(usize, usize) -> Option<Instead> + Send + Sync + 'static) -> Table {
        Table::changing(Arc::new(Mutex::new(pages)), Box::new(behave))
    }

    /// Pages that the test may change meanwhile.
    pub fn changing(pages: Arc<Mutex<Vec<Vec<Value>>>>, behave: Box<Behaviour>) -> Table {
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = asked.clone();
        let server = Server::start(move |stream, head| {
            let line = head.lines().next().unwrap_or_default().to_owned();
            let page: usize = line.split("NextPartitionKey=").nth(1).and_then(|rest| rest.split(['&', ' ']).next()?.parse().ok()).unwrap_or(0);
            let before = {
                let mut log = log.lock().unwrap();
                let same = |known: &&String| known.contains(&format!("NextPartitionKey={page}")) || page == 0 && !known.contains("NextPartitionKey");
                let before = log.iter().filter(same).count();
                log.push(line.clone());
                before
            };
            let bytes = match behave(page, before) {
                _ if line.starts_with("DELETE") => b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_vec(),
                Some(Instead::Refusal(status, body)) => answer(status, "Content-Type: application/json\r\n", body),
                Some(Instead::Later(status, seconds)) => answer(status, &format!("Retry-After: {seconds}\r\n"), ""),
                Some(Instead::Silence(seconds)) => {
                    std::thread::sleep(std::time::Duration::from_secs(seconds));
                    return;
                }
                None => {
                    let pages = pages.lock().unwrap();
                    let more = if page + 1 < pages.len() {
                        format!("x-ms-continuation-NextPartitionKey: {}\r\nx-ms-continuation-NextRowKey: r\r\n", page + 1)
                    } else {
                        String::new()
                    };
                    let rows = pages.get(page).cloned().unwrap_or_default();
                    answer(200, &format!("Content-Type: application/json\r\n{more}"), &json!({"value": rows}).to_string())
                }
            };
            drop(stream.write_all(&bytes));
        });
        Table { server, asked }
    }

    /// A home with the profile `table` that leads here, and `web` beside it.
    pub fn user(&self) -> User {
        self.server.user()
    }

    /// The request lines so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// A row as Marketplace writes it; `arrived` is the table's time.
pub fn row(key: &str, arrived: &str, more: Value) -> Value {
    let mut row = json!({
        "PartitionKey": "p", "RowKey": key, "Timestamp": arrived, "ActionCode": "PLT", "LeadSource": "SPZA",
        "CustomerInfo": json!({"FirstName": format!("First{key}"), "LastName": "Person", "Email": format!("{key}@contoso.example"), "Phone": "0612345678", "Country": "NL", "Company": "Contoso", "Title": "CTO"}).to_string(),
        "Description": " ", "OfferDisplayName": "Contoso CRM",
    });
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(row.as_object_mut().unwrap().remove(name)),
            value => row[name] = value.clone(),
        }
    }
    row
}

/// The columns of the lead that Marketplace sends as a test.
pub fn test_lead() -> Value {
    let person = json!({"FirstName": MARKER, "LastName": MARKER, "Email": format!("{MARKER}@test.com"), "Phone": "1234567890", "Country": "US", "Company": MARKER, "Title": MARKER});
    json!({"CustomerInfo": person.to_string(), "Description": MARKER})
}

/// So many rows, a second apart.
pub fn rows(from: usize, count: usize) -> Vec<Value> {
    (from..from + count)
        .map(|number| {
            row(&format!("r{number:05}"), &format!("2026-11-01T{:02}:{:02}:{:02}Z", number / 3600 % 24, number / 60 % 60, number % 60), json!({}))
        })
        .collect()
}

/// The moment so many hours ago.
pub fn ago(hours: i64) -> String {
    #[allow(clippy::disallowed_methods)] // the binary has the real time too
    let now = jiff::Timestamp::now();
    // To the minute: hours between two of them are whole.
    (now.round(jiff::Unit::Minute).unwrap() - jiff::SignedDuration::from_hours(hours)).to_string()
}
