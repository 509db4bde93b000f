//! The lead database: describing, querying, creating, updating, deleting. Leads are kept in memory, the oldest go.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Call;
use super::activities::Log;
use super::answer::{self, Refusal, skipped};
use crate::core::fake::{FakeAnswer, Faults};

/// More leads than this are not kept.
const MAX_LEADS: usize = 100_000;

/// Of a query or a request.
const MOST_RECORDS: usize = 300;

/// With `sandbox/marketo-slow-index` a lead is found at the third look.
const LOOKS: u32 = 2;

/// REST name, SOAP name, label, type; the first four are Marketo's own to write.
const FIELDS: [(&str, &str, &str, &str); 17] = [
    ("id", "Id", "Id", "integer"),
    ("createdAt", "CreatedAt", "Created At", "datetime"),
    ("updatedAt", "UpdatedAt", "Updated At", "datetime"),
    ("leadPartitionId", "LeadPartitionId", "Lead Partition Id", "integer"),
    ("email", "Email", "Email Address", "email"),
    ("firstName", "FirstName", "First Name", "string"),
    ("lastName", "LastName", "Last Name", "string"),
    ("company", "Company", "Company Name", "string"),
    ("country", "Country", "Country", "string"),
    ("phone", "Phone", "Phone Number", "phone"),
    ("title", "Title", "Job Title", "string"),
    ("leadSource", "LeadSource", "Lead Source", "string"),
    ("city", "City", "City", "string"),
    ("postalCode", "PostalCode", "Postal Code", "string"),
    ("leadScore", "LeadScore", "Lead Score", "integer"),
    ("unsubscribed", "Unsubscribed", "Unsubscribed", "boolean"),
    ("industry", "Industry", "Industry", "string"),
];
const OWN: usize = 4;

/// The fields of this instance.
fn fields(faults: &Faults) -> impl Iterator<Item = (usize, &'static (&'static str, &'static str, &'static str, &'static str))> {
    let lacks_source = faults.contains("marketo/unknown-field");
    FIELDS.iter().enumerate().filter(move |(_, field)| !(lacks_source && field.0 == "leadSource"))
}

pub fn describe(faults: &Faults) -> Value {
    let row = |(place, (rest, soap, label, kind)): (usize, &(&str, &str, &str, &str))| {
        let mut row = json!({
            "id": place + 1, "displayName": label, "dataType": kind,
            "rest": {"name": rest, "readOnly": place < OWN}, "soap": {"name": soap, "readOnly": place < OWN},
        });
        if matches!(*kind, "string" | "email" | "phone") {
            row["length"] = json!(255);
        }
        row
    };
    fields(faults).map(row).collect()
}

pub fn describe2(faults: &Faults) -> Value {
    let row = |(place, (rest, _, label, kind)): (usize, &(&str, &str, &str, &str))| json!({"name": rest, "displayName": label, "dataType": kind, "updateable": place >= OWN, "crmManaged": false});
    json!([{"name": "API Lead", "searchableFields": [["email"], ["id"], ["leadPartitionId"]], "fields": fields(faults).map(row).collect::<Value>()}])
}

/// The SOAP name, which forms use, of a REST name.
pub fn soap_name(rest: &str, faults: &Faults) -> Option<&'static str> {
    fields(faults).find(|(_, field)| field.0 == rest).map(|(_, field)| field.1)
}

#[derive(Default)]
pub struct Leads {
    leads: BTreeMap<u64, Map<String, Value>>,
    last: u64,
    /// How often somebody looked by an address in vain, under `sandbox/marketo-slow-index`.
    looks: BTreeMap<String, u32>,
    pub log: Log,
}

/// What became of a record.
pub enum Upserted {
    Created(u64),
    Updated(u64),
}

impl Leads {
    pub fn all(&self) -> Vec<Value> {
        self.leads.values().map(|lead| Value::Object(lead.clone())).collect()
    }

    pub fn query(&mut self, call: &Call<'_>) -> Result<FakeAnswer, Refusal> {
        let missing = |name: &str| Refusal::new("1002", format!("Missing value for required parameter '{name}'"));
        let by = call.parameter("filterType").ok_or_else(|| missing("filterType"))?;
        let values = call.parameter("filterValues").ok_or_else(|| missing("filterValues"))?;
        let values: Vec<&str> = values.split(',').collect();
        if soap_name(&by, call.faults).is_none() || matches!(by.as_str(), "firstName" | "lastName" | "phone" | "title") {
            return Err(Refusal::new("1011", format!("Field '{by}' not supported")));
        }
        if values.len() > MOST_RECORDS {
            return Err(Refusal::new("1003", "Too many values in filterValues"));
        }
        let names = wanted(call)?;
        if call.on("sandbox/marketo-slow-index") && by == "email" {
            let looks = self.looks.entry(values.join(",")).or_default();
            *looks += 1;
            if *looks <= LOOKS {
                return Ok(answer::result(&json!([])));
            }
        }
        let is = |held: &Value, value: &str| held.as_str().map_or_else(|| held.to_string(), str::to_owned).eq_ignore_ascii_case(value);
        let found = self.leads.values().filter(|lead| lead.get(&by).is_some_and(|held| values.iter().any(|value| is(held, value))));
        Ok(answer::result(&found.take(MOST_RECORDS).map(|lead| shown(lead, &names)).collect()))
    }

    pub fn by_id(&self, call: &Call<'_>, file: &str) -> Result<FakeAnswer, Refusal> {
        let lead = file.strip_suffix(".json").and_then(|id| id.parse().ok()).and_then(|id: u64| self.leads.get(&id));
        let lead = lead.ok_or_else(|| Refusal::new("1004", "Lead not found"))?;
        let names = wanted(call)?;
        Ok(answer::result(&json!([shown(lead, &names)])))
    }

    /// Sync Leads.
    pub fn sync(&mut self, call: &Call<'_>) -> Result<FakeAnswer, Refusal> {
        let body = call.json()?;
        let action = body["action"].as_str().unwrap_or("createOrUpdate").to_owned();
        let lookup = body["lookupField"].as_str().unwrap_or("email").to_owned();
        let mut rows = Vec::new();
        let mut arrived = None;
        for record in input(&body)? {
            rows.push(match self.sync_one(record, &action, &lookup, call) {
                Ok(done) => {
                    let (id, status) = match done {
                        Upserted::Created(id) => (id, "created"),
                        Upserted::Updated(id) => (id, "updated"),
                    };
                    arrived = self.leads.get(&id).cloned().map(Value::Object);
                    json!({"id": id, "status": status})
                }
                Err(skipped) => skipped,
            });
        }
        Ok(FakeAnswer { arrived, ..answer::result(&Value::Array(rows)) })
    }

    fn sync_one(&mut self, record: &Map<String, Value>, action: &str, lookup: &str, call: &Call<'_>) -> Result<Upserted, Value> {
        check(record, call.faults)?;
        let key = record.get(lookup).cloned();
        let known = key.as_ref().and_then(|key| self.leads.iter().find(|(_, lead)| lead.get(lookup) == Some(key)).map(|(id, _)| *id));
        match (action, known) {
            ("createOnly", Some(_)) => Err(skipped("1005", "Lead already exists")),
            ("updateOnly", None) => Err(skipped("1004", "Lead not found")),
            ("createOnly" | "createDuplicate" | "createOrUpdate" | "updateOnly", _) if key.is_none() => {
                Err(skipped("1002", format!("Missing value for required parameter '{lookup}'")))
            }
            ("createDuplicate", _) | (_, None) => Ok(self.write(None, record, call.request.now)),
            (_, Some(id)) => Ok(self.write(Some(id), record, call.request.now)),
        }
    }

    /// By address: the newest of several is changed.
    pub fn upsert_by_email(&mut self, record: &Map<String, Value>, now: Timestamp) -> Upserted {
        let email = record.get("email").and_then(Value::as_str).unwrap_or_default();
        let same = |lead: &Map<String, Value>| lead.get("email").and_then(Value::as_str).is_some_and(|held| held.eq_ignore_ascii_case(email));
        let known = self.leads.iter().rev().find(|(_, lead)| same(lead)).map(|(id, _)| *id);
        self.write(known, record, now)
    }

    pub fn get(&self, id: u64) -> Option<Value> {
        self.leads.get(&id).cloned().map(Value::Object)
    }

    fn write(&mut self, known: Option<u64>, record: &Map<String, Value>, now: Timestamp) -> Upserted {
        let time = json!(now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let id = known.unwrap_or_else(|| {
            self.last = self.last.max(318_000) + 1;
            self.last
        });
        let lead = self.leads.entry(id).or_insert_with(|| {
            let own = [("id", json!(id)), ("leadPartitionId", json!(1)), ("createdAt", time.clone())];
            own.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
        });
        lead.insert("updatedAt".to_owned(), time);
        lead.extend(record.iter().filter(|(name, _)| *name != "id").map(|(name, value)| (name.clone(), value.clone())));
        while self.leads.len() > MAX_LEADS {
            self.leads.pop_first();
        }
        if known.is_none() {
            self.log.new_lead(id, now);
        }
        if known.is_some() { Upserted::Updated(id) } else { Upserted::Created(id) }
    }

    pub fn delete(&mut self, call: &Call<'_>) -> Result<FakeAnswer, Refusal> {
        let body = call.json()?;
        let mut rows = Vec::new();
        for record in input(&body)? {
            let id = record.get("id").and_then(|id| id.as_u64().or_else(|| id.as_str()?.parse().ok()));
            rows.push(match id.and_then(|id| self.leads.remove(&id).map(|_| id)) {
                Some(id) => {
                    self.log.deleted(id, call.request.now);
                    json!({"id": id, "status": "deleted"})
                }
                None => skipped("1004", "Lead not found"),
            });
        }
        Ok(answer::result(&Value::Array(rows)))
    }
}

/// The records of a request.
fn input(body: &Value) -> Result<impl Iterator<Item = &Map<String, Value>>, Refusal> {
    let records = body["input"].as_array().filter(|records| !records.is_empty());
    let records = records.ok_or_else(|| Refusal::new("1002", "Missing value for required parameter 'input'"))?;
    if records.len() > MOST_RECORDS {
        return Err(Refusal::new("1003", "Too many records in input"));
    }
    Ok(records.iter().filter_map(Value::as_object))
}

/// Names and types of a record's fields; of the address only ASCII is taken.
pub fn check(record: &Map<String, Value>, faults: &Faults) -> Result<(), Value> {
    for (name, value) in record {
        let Some((_, (.., kind))) = fields(faults).find(|(_, field)| field.0 == name) else {
            return Err(skipped("1006", format!("Field '{name}' not found")));
        };
        let (fits, wanted) = match *kind {
            "integer" => (value.is_i64() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok()), "Integer"),
            "boolean" => (value.is_boolean() || matches!(value.as_str(), Some("true" | "false" | "1" | "0")), "Boolean"),
            _ => (!value.is_array() && !value.is_object(), "String"),
        };
        if !(fits || value.is_null()) {
            return Err(skipped("1001", format!("Invalid value '{value}'. Required of type '{wanted}'")));
        }
        if *kind == "email" && value.as_str().is_some_and(|email| !email.is_ascii()) {
            return Err(skipped("1003", "Invalid data"));
        }
    }
    Ok(())
}

/// The fields that an answer shall hold.
fn wanted(call: &Call<'_>) -> Result<Vec<String>, Refusal> {
    let Some(names) = call.parameter("fields").filter(|names| !names.is_empty()) else {
        return Ok(["id", "email", "updatedAt", "createdAt", "lastName", "firstName"].map(str::to_owned).into());
    };
    let names: Vec<String> = names.split(',').map(|name| name.trim().to_owned()).collect();
    match names.iter().find(|name| soap_name(name, call.faults).is_none()) {
        Some(name) => Err(Refusal::new("1006", format!("Field '{name}' not found"))),
        None => Ok(names),
    }
}

/// Wanted fields without a value are null; the id is always there.
fn shown(lead: &Map<String, Value>, names: &[String]) -> Value {
    let id = ["id".to_owned()];
    id.iter().chain(names).map(|name| (name.clone(), lead.get(name).cloned().unwrap_or_default())).collect::<Map<_, _>>().into()
}
