//! Looking inside an organization: whose it is, how leads are described, what rules there are, and whether a lead is there.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::core::exchange::Exchange;
use crate::core::outcome::Outcome;
use crate::destinations::salesforce::inspect::Description;
use crate::destinations::salesforce::read::{self, Failure};
use crate::destinations::salesforce::request;
use crate::destinations::salesforce::session::Session;

type Record = Map<String, Value>;

/// A look that showed nothing: why, and what was asked.
pub(super) type Told<T> = Result<T, (Failure, String)>;

/// The first pause between two looks for the lead; each is twice as long as the one before, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// How many leads Web-to-Lead takes in 24 hours; further ones wait.
pub(super) const DAILY_LEADS: u64 = 500;

/// The organization that the token is for.
pub(super) struct Organization {
    /// 15 or 18 characters.
    pub(super) id: String,
    pub(super) is_sandbox: bool,
}

impl Organization {
    pub(super) fn has(&self, oid: &str) -> bool {
        self.id.get(..15) == Some(oid)
    }
}

fn failed<T>(exchange: &Exchange) -> Told<T> {
    Err((read::failure(exchange), exchange.asked_line()))
}

pub(super) async fn organization(session: &Session<'_>) -> Told<Organization> {
    let exchange = session.once("salesforce organization", request::organization).await;
    let record = read::records(&exchange).and_then(|records| records.into_iter().next());
    let of = |record: Record| {
        let id = record.get("Id")?.as_str()?.to_owned();
        Some(Organization { id, is_sandbox: record.get("IsSandbox").and_then(Value::as_bool).unwrap_or(false) })
    };
    record.and_then(of).map_or_else(|| failed(&exchange), Ok)
}

pub(super) async fn description(session: &Session<'_>) -> Told<Description> {
    let exchange = session.once("salesforce describe", request::describe).await;
    read::content(&exchange).and_then(Description::of).map_or_else(|| failed(&exchange), Ok)
}

/// The names in one column of a query's answer.
fn names(exchange: &Exchange, column: &str) -> Told<Vec<String>> {
    let shown = |record: &Record| crate::core::text::excerpt(record.get(column).and_then(Value::as_str).unwrap_or("(without a name)"), 80);
    read::records(exchange).map_or_else(|| failed(exchange), |records| Ok(records.iter().map(shown).collect()))
}

/// Active validation rules of leads.
pub(super) async fn validation_rules(session: &Session<'_>) -> Told<Vec<String>> {
    names(&*session.once("salesforce validation rules", request::validation_rules).await, "ValidationName")
}

/// Active duplicate rules of leads.
pub(super) async fn duplicate_rules(session: &Session<'_>) -> Told<Vec<String>> {
    names(&*session.once("salesforce duplicate rules", request::duplicate_rules).await, "MasterLabel")
}

/// Active Apex triggers of leads.
pub(super) async fn triggers(session: &Session<'_>) -> Told<Vec<String>> {
    names(&*session.once("salesforce triggers", request::triggers).await, "Name")
}

/// Leads of the last 24 hours, by whatever way they came.
pub(super) async fn leads_today(session: &Session<'_>) -> Told<u64> {
    let since = session.net().now() - SignedDuration::from_hours(24);
    let exchange = session.once("salesforce count", |api, token| request::count_since(api, token, since)).await;
    read::content(&exchange).and_then(|answer| answer.get("totalSize")?.as_u64()).map_or_else(|| failed(&exchange), Ok)
}

/// API calls: how many are left, of how many.
pub(super) async fn api_calls(session: &Session<'_>) -> Told<(i64, i64)> {
    let exchange = session.once("salesforce limits", request::limits).await;
    let of = |answer: Record| {
        let calls = answer.get("DailyApiRequests")?;
        Some((calls.get("Remaining")?.as_i64()?, calls.get("Max")?.as_i64()?))
    };
    read::content(&exchange).and_then(of).map_or_else(|| failed(&exchange), Ok)
}

/// What looking for a lead came to.
pub(super) enum Looked {
    /// One record or, where something multiplies leads, more; the oldest first.
    Found {
        records: Vec<Record>,
        in_full: bool,
    },
    Missing,
    /// The API's user may not look at leads.
    NotPermitted(String),
    /// No look got an answer that tells.
    Unclear(Failure),
}

/// Looks for leads with this address until one is there or the time is up.
pub(super) async fn leads(session: &Session<'_>, email: &str, wait: Duration) -> Looked {
    let net = session.net();
    let until = net.now() + wait;
    let mut pause = FIRST_PAUSE;
    let mut in_full = true;
    loop {
        let exchange = session.ask(|api, token| request::find(api, token, email, in_full)).await;
        let looked = match read::records(&exchange) {
            Some(records) if !records.is_empty() => return Looked::Found { records, in_full },
            Some(_) => Looked::Missing,
            None => unreadable(&exchange),
        };
        if in_full && matches!(looked, Looked::NotPermitted(_)) {
            // A field may be hidden from the API's user: its id is enough to know that the lead is there.
            in_full = false;
            continue;
        }
        if matches!(&looked, Looked::Unclear(failure) if failure.outcome == Outcome::Fail) {
            return looked;
        }
        let left = left(until, net.now());
        if left.is_zero() || matches!(looked, Looked::NotPermitted(_)) {
            return looked;
        }
        net.pause(pause.min(left)).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

fn unreadable(exchange: &Exchange) -> Looked {
    let failure = read::failure(exchange);
    if failure.denied { Looked::NotPermitted(failure.answered) } else { Looked::Unclear(failure) }
}

fn left(until: Timestamp, now: Timestamp) -> Duration {
    Duration::try_from(until.duration_since(now)).unwrap_or(Duration::ZERO)
}
