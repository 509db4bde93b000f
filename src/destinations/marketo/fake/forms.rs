//! The one form: its record and its fields as the asset API shows them, filling it in by Submit Form, and the old way that is refused.

use serde_json::{Map, Value, json};

use super::Call;
use super::activities;
use super::answer::{self, Refusal, skipped};
use super::leads::{self, Leads, Upserted};
use crate::core::fake::{FakeAnswer, Faults};

/// The form's number.
pub const FORM: u32 = 1179;

const NAME: &str = "Azure Marketplace leads";

/// As forms name them, with the labels and types of the form editor.
const FIELDS: [(&str, &str, &str); 8] = [
    ("FirstName", "First Name:", "text"),
    ("LastName", "Last Name:", "text"),
    ("Email", "Email Address:", "email"),
    ("Phone", "Phone Number:", "telephone"),
    ("Company", "Company Name:", "text"),
    ("Country", "Country:", "text"),
    ("Title", "Job Title:", "text"),
    ("LeadSource", "Lead Source:", "hidden"),
];

/// What is on the form; two of the fields that a lead brings may be missing.
fn on_form(faults: &Faults) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    let lacks_two = faults.contains("marketo/form-field-mismatch");
    FIELDS.iter().filter(move |(id, ..)| !(lacks_two && matches!(*id, "Title" | "LeadSource")))
}

/// `GET /rest/asset/v1/form…`.
pub fn asset(call: &Call<'_>, path: &[&str]) -> Result<FakeAnswer, Refusal> {
    // The role lacks Read-Only Assets, which a user that only writes leads does not need.
    if call.on("sandbox/marketo-assets-denied") {
        return Err(Refusal::new("603", "Access denied"));
    }
    let is_draft = call.on("marketo/form-not-approved");
    let status = if is_draft { "draft" } else { "approved" };
    let matches = call.parameter("status").is_none_or(|wanted| wanted == status);
    let form = json!({
        "id": FORM, "name": NAME, "description": "", "createdAt": "2023-02-01T09:00:00Z+0000", "updatedAt": "2023-02-01T09:30:00Z+0000",
        "url": format!("https://app-ys12.marketo.com/#FO{FORM}B2"), "status": status, "theme": "simple", "language": "English", "locale": "en_US",
        "progressiveProfiling": false, "labelPosition": "left", "fontFamily": "Helvetica", "fontSize": "13px",
        "folder": {"type": "Folder", "value": 293, "folderName": "Forms"}, "buttonLabel": "Submit", "waitingLabel": "Please Wait",
    });
    let exists = |id: &str| id.parse() == Ok(FORM) && !call.on("marketo/form-not-found") && matches;
    let one = |found: bool| Ok(answer::assets(&if found { vec![form.clone()] } else { Vec::new() }));
    match path {
        ["form", "byName.json"] => one(call.parameter("name").as_deref() == Some(NAME) && matches),
        ["forms.json"] => one(matches),
        ["form", file] => one(file.strip_suffix(".json").is_some_and(exists)),
        ["form", id, "fields.json"] => {
            let rows: Vec<Value> = on_form(call.faults).enumerate().map(field).filter(|_| exists(id)).collect();
            Ok(answer::assets(&rows))
        }
        _ => Err(Refusal::new("610", "Requested resource not found")),
    }
}

fn field((row, (id, label, kind)): (usize, &(&str, &str, &str))) -> Value {
    json!({
        "id": id, "label": label, "dataType": kind, "validationMessage": "This field is required.", "rowNumber": row, "columnNumber": 0, "maxLength": 255,
        "required": *id == "Email", "formPrefill": true, "visibilityRules": {"ruleType": "alwaysShow"},
    })
}

/// Submit Form: one record, every field of it on the form, the address as key.
pub fn submit(call: &Call<'_>, leads: &mut Leads) -> Result<FakeAnswer, Refusal> {
    if call.on("marketo/empty-lead-body") {
        return Err(Refusal::new("609", "Invalid JSON"));
    }
    let body = call.json()?;
    let number = body["formId"].as_u64().ok_or_else(|| Refusal::new("1002", "Missing value for required parameter 'formId'"))?;
    let record = body["input"].as_array().and_then(|records| if let [one] = records.as_slice() { one["leadFormFields"].as_object() } else { None });
    let record = record.ok_or_else(|| Refusal::new("1003", "Invalid data"))?;
    let row = match fill_in(number, record, call) {
        Err(skipped) => skipped,
        Ok(record) => {
            let now = call.request.now;
            let (id, status) = match leads.upsert_by_email(&record, now) {
                Upserted::Created(id) => (id, "created"),
                Upserted::Updated(id) => (id, "updated"),
            };
            let filled = activities::texts(&record, |name| leads::soap_name(name, call.faults));
            leads.log.filled(id, now, (u64::from(FORM), NAME), &filled, call.faults);
            let answer = answer::result(&json!([{"id": id, "status": status}]));
            return Ok(FakeAnswer { arrived: leads.get(id), ..answer });
        }
    };
    Ok(answer::result(&json!([row])))
}

/// The record as it will be stored, or why it is skipped.
fn fill_in(number: u64, record: &Map<String, Value>, call: &Call<'_>) -> Result<Map<String, Value>, Value> {
    if call.on("sandbox/marketo-skips-silently") {
        return Err(json!({"status": "skipped"}));
    }
    // Ordered mistakes, in the documented words of each code.
    let ordered = [
        ("marketo/missing-parameter", "1002", "Missing value for required parameter 'email'"),
        ("marketo/invalid-value-type", "1001", "Invalid value 'US'. Required of type 'Integer'"),
        ("marketo/ambiguous-lead-match", "1007", "Multiple leads match the lookup criteria"),
        ("marketo/partition-access-denied", "1008", "Access denied to partition 'Europe'"),
    ];
    if let Some((_, code, words)) = ordered.iter().find(|(fault, ..)| call.on(fault)) {
        return Err(skipped(code, *words));
    }
    // Which code stands for an unknown or unapproved form is documented nowhere: the sandbox's choice.
    if number != u64::from(FORM) || call.on("marketo/form-not-found") || call.on("marketo/form-not-approved") {
        return Err(skipped("1013", "Object not found"));
    }
    if record.get("email").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err(skipped("1002", "Missing value for required parameter 'email'"));
    }
    // "All fields specified must be defined within the specified form"; the code is the sandbox's choice.
    let is_on_form = |name: &str| leads::soap_name(name, call.faults).is_some_and(|soap| on_form(call.faults).any(|(id, ..)| *id == soap));
    if let Some(name) = record.keys().find(|name| !is_on_form(name)) {
        return Err(skipped("1006", format!("Field '{name}' not found")));
    }
    leads::check(record, call.faults)?;
    let mut record = record.clone();
    if call.on("sandbox/marketo-changes-values") {
        // As a smart campaign that tidies countries does.
        record.insert("country".to_owned(), json!("United States"));
    }
    Ok(record)
}

/// Posts by programs to the form itself are refused since 2022; the object's keys are known from public reports, its words are not.
pub fn legacy_post() -> FakeAnswer {
    let body = json!({"error": true, "errorType": "invalid", "errorMessage": "leadCapture/save2: the submission was rejected"});
    FakeAnswer::new(400, body.to_string()).header("Content-Type", "application/json")
}
