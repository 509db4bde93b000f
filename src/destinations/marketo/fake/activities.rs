//! The log of activities: places in it that stand for a time, reading it a part at a time, and the kinds of activities.
//!
//! How long a place in the log is good, and how the log keeps what was filled in, no page tells: here places are good for ever, and what was
//! filled in is kept as PHP serialises it.

use std::collections::VecDeque;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Call;
use super::answer::{self, Refusal};
use crate::core::fake::{FakeAnswer, Faults};

/// More activities than this are not kept.
const MAX_ACTIVITIES: usize = 200_000;

/// Looked through by one call, whatever it looks for.
const LOOKED_THROUGH: usize = 300;

/// With `sandbox/marketo-small-pages`.
const FEW: usize = 3;

pub const FILL_OUT_FORM: u64 = 2;
pub const NEW_LEAD: u64 = 12;
const DELETE_LEAD: u64 = 37;

struct Activity {
    id: u64,
    lead: u64,
    at: Timestamp,
    kind: u64,
    /// The form, say.
    asset: Option<(u64, String)>,
    attributes: Vec<(&'static str, String)>,
}

#[derive(Default)]
pub struct Log {
    activities: VecDeque<Activity>,
    last: u64,
}

impl Log {
    fn add(&mut self, lead: u64, at: Timestamp, kind: u64, asset: Option<(u64, String)>, attributes: Vec<(&'static str, String)>) {
        self.last = self.last.max(102_000) + 1;
        self.activities.push_back(Activity { id: self.last, lead, at, kind, asset, attributes });
        while self.activities.len() > MAX_ACTIVITIES {
            self.activities.pop_front();
        }
    }

    pub fn new_lead(&mut self, lead: u64, at: Timestamp) {
        self.add(lead, at, NEW_LEAD, None, vec![("Source Type", "Web service API".to_owned())]);
    }

    /// A form was filled in, with fields by the names that forms use.
    pub fn filled(&mut self, lead: u64, at: Timestamp, form: (u64, &str), fields: &[(&str, String)], faults: &Faults) {
        let mut attributes = vec![("Client IP Address", "192.0.2.7".to_owned())];
        if !faults.contains("sandbox/marketo-bare-activities") {
            attributes.push(("Form Fields", serialized(form.0, fields)));
        }
        attributes.push(("User Agent", "leadctl".to_owned()));
        self.add(lead, at, FILL_OUT_FORM, Some((form.0, form.1.to_owned())), attributes);
    }

    /// A deleted lead's activities go with it, which is the sandbox's choice: no page tells.
    pub fn deleted(&mut self, lead: u64, at: Timestamp) {
        self.activities.retain(|activity| activity.lead != lead);
        self.add(lead, at, DELETE_LEAD, None, Vec::new());
    }

    /// `GET /rest/v1/activities…`.
    pub fn answer(&self, call: &Call<'_>, path: &[&str]) -> Result<FakeAnswer, Refusal> {
        if call.on("sandbox/marketo-activities-denied") {
            return Err(Refusal::new("603", "Access denied"));
        }
        match path {
            ["activities", "pagingtoken.json"] => {
                let since = call.parameter("sinceDatetime").ok_or_else(|| missing("sinceDatetime"))?;
                // A plus sign that was not escaped has become a blank.
                let since: Timestamp = since.replace(' ', "+").parse().map_err(|_| Refusal::new("1001", format!("Invalid value '{since}'")))?;
                Ok(answer::log(&[], &place(since, 0), None))
            }
            ["activities", "types.json"] => Ok(answer::result(&types())),
            ["activities.json"] => self.part(call),
            _ => Err(Refusal::new("610", "Requested resource not found")),
        }
    }

    fn part(&self, call: &Call<'_>) -> Result<FakeAnswer, Refusal> {
        let from = call.parameter("nextPageToken").ok_or_else(|| missing("nextPageToken"))?;
        let (since, after) = parse_place(&from).ok_or_else(|| Refusal::new("1003", "Invalid nextPageToken"))?;
        let kinds = numbers(call, "activityTypeIds")?.ok_or_else(|| missing("activityTypeIds"))?;
        if kinds.len() > 10 {
            return Err(Refusal::new("1003", "Too many values in activityTypeIds"));
        }
        let assets = numbers(call, "assetIds")?;
        let leads = numbers(call, "leadIds")?;
        if leads.as_ref().is_some_and(|leads| leads.len() > 30) {
            return Err(Refusal::new("1003", "Too many values in leadIds"));
        }
        let most = numbers(call, "batchSize")?.and_then(|sizes| sizes.first().copied()).unwrap_or(LOOKED_THROUGH as u64);
        let most = if call.on("sandbox/marketo-small-pages") { FEW } else { usize::try_from(most).unwrap_or(FEW).clamp(1, LOOKED_THROUGH) };
        let mut rest = self.activities.iter().filter(|activity| activity.id > after && activity.at > since);
        let looked: Vec<&Activity> = rest.by_ref().take(most).collect();
        let among = |wanted: &Option<Vec<u64>>, value: Option<u64>| wanted.as_ref().is_none_or(|all| value.is_some_and(|value| all.contains(&value)));
        let found: Vec<Value> = looked
            .iter()
            .filter(|activity| {
                let asset = activity.asset.as_ref().map(|(id, _)| *id);
                kinds.contains(&activity.kind) && among(&assets, asset) && among(&leads, Some(activity.lead))
            })
            .map(|activity| shown(activity))
            .collect();
        let next = looked.last().map_or(from, |last| place(since, last.id));
        Ok(answer::log(&found, &next, Some(rest.next().is_some())))
    }
}

fn missing(name: &str) -> Refusal {
    Refusal::new("1002", format!("Missing value for required parameter '{name}'"))
}

/// Several numbers, in one parameter or in several of the name.
fn numbers(call: &Call<'_>, name: &str) -> Result<Option<Vec<u64>>, Refusal> {
    let Some(text) = call.parameter(name) else { return Ok(None) };
    let bad = || Refusal::new("1001", format!("Invalid value '{text}'. Required of type 'Integer'"));
    text.split(',').map(|number| number.trim().parse().map_err(|_| bad())).collect::<Result<Vec<u64>, _>>().map(Some)
}

fn shown(activity: &Activity) -> Value {
    let attributes: Vec<Value> = activity.attributes.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    let mut row = json!({
        "id": activity.id, "marketoGUID": activity.id.to_string(), "leadId": activity.lead,
        "activityDate": activity.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), "activityTypeId": activity.kind, "attributes": attributes,
    });
    if let Some((id, name)) = &activity.asset {
        row["primaryAttributeValueId"] = json!(id);
        row["primaryAttributeValue"] = json!(name);
    }
    row
}

/// A place in the log, as a text that means nothing to others and has characters that a URL must escape.
fn place(since: Timestamp, after: u64) -> String {
    let text = format!("{since},{after}");
    STANDARD.encode(format!("{text}{}", " ".repeat(3 - (text.len() + 1) % 3)))
}

fn parse_place(text: &str) -> Option<(Timestamp, u64)> {
    let bytes = STANDARD.decode(text).ok()?;
    let (since, after) = std::str::from_utf8(&bytes).ok()?.trim_end().split_once(',')?;
    Some((since.parse().ok()?, after.parse().ok()?))
}

/// As PHP writes a list of texts.
fn serialized(form: u64, fields: &[(&str, String)]) -> String {
    let (form, page) = (form.to_string(), "https://azuremarketplace.microsoft.com/".to_owned());
    let own = [("module", "leadCapture".to_owned()), ("action", "save2".to_owned()), ("formid", form), ("lpurl", page)];
    let pair = |(name, value): &(&str, String)| format!("s:{}:\"{name}\";s:{}:\"{value}\";", name.len(), value.len());
    let all: Vec<String> = own.iter().chain(fields).map(pair).collect();
    format!("a:{}:{{{}}}", all.len(), all.concat())
}

fn types() -> Value {
    let of = |names: &[&str]| -> Value { names.iter().map(|name| json!({"name": name, "dataType": "string"})).collect() };
    json!([
        {
            "id": FILL_OUT_FORM, "name": "Fill Out Form", "description": "User fills out and submits form on web page",
            "primaryAttribute": {"name": "Webform ID", "dataType": "integer"},
            "attributes": of(&["Client IP Address", "Form Fields", "Query Parameters", "Referrer URL", "User Agent", "Webpage ID"]),
        },
        {"id": NEW_LEAD, "name": "New Lead", "description": "New person/record is added to the lead database", "attributes": of(&["Source Type"])},
        {"id": DELETE_LEAD, "name": "Delete Lead", "description": "Delete person", "attributes": of(&[])},
    ])
}

/// What was sent, as texts.
pub fn texts<'a>(record: &Map<String, Value>, name_of: impl Fn(&str) -> Option<&'a str>) -> Vec<(&'a str, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    record.iter().filter(|(_, value)| !value.is_null()).filter_map(|(name, value)| Some((name_of(name)?, text(value)))).collect()
}
