//! What stands between a lead and its creation: lengths, lists, rules, triggers. The texts are the API's; the mail words some of them otherwise.

use serde_json::{Map, Value};

use super::describe;
use crate::core::fake::Faults;

/// Why no lead is made.
pub struct Refusal {
    /// The API's code.
    pub code: &'static str,
    pub message: String,
    pub fields: Vec<&'static str>,
    /// As the mail words it.
    pub reason: String,
}

fn refusal_of(code: &'static str, message: impl Into<String>, fields: &[&'static str]) -> Refusal {
    let message = message.into();
    Refusal { reason: format!("{code}, {message}: [{}]", fields.join(", ")), code, message, fields: fields.to_vec() }
}

fn text<'a>(lead: &'a Map<String, Value>, name: &str) -> &'a str {
    lead.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The first thing that is in the way of this lead.
pub fn refusal(lead: &Map<String, Value>, faults: &Faults) -> Option<Refusal> {
    let on = |name: &str| faults.contains(&format!("salesforce/{name}"));
    let missing: Vec<&str> = ["LastName", "Company"].into_iter().filter(|name| text(lead, name).trim().is_empty()).collect();
    if !missing.is_empty() {
        return Some(refusal_of(
            "REQUIRED_FIELD_MISSING",
            format!("Required fields are missing: [{}]", missing.join(", ")),
            &missing_fields(&missing),
        ));
    }
    if on("required-field") && text(lead, describe::REQUIRED).is_empty() {
        return Some(refusal_of("REQUIRED_FIELD_MISSING", format!("Required fields are missing: [{}]", describe::REQUIRED), &[describe::REQUIRED]));
    }
    let source = text(lead, "LeadSource");
    if on("restricted-picklist") && !source.is_empty() && !describe::SOURCES.contains(&source) {
        return Some(refusal_of(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            format!("Lead Source: bad value for restricted picklist field: {source}"),
            &["LeadSource"],
        ));
    }
    let country = text(lead, "Country");
    if on("country-picklist") && !country.is_empty() && !describe::COUNTRIES.iter().any(|(_, name)| *name == country) {
        let message = "There's a problem with this country, even though it may appear correct. Please select a country/territory from the list of valid countries.: Country";
        return Some(refusal_of("FIELD_INTEGRITY_EXCEPTION", message, &["Country"]));
    }
    for field in describe::fields(faults) {
        let length = text(lead, field.name).chars().count();
        if field.length > 0 && length > field.length {
            let message = format!("{}: data value too large: {} (max length={})", field.label, text(lead, field.name), field.length);
            return Some(refusal_of("STRING_TOO_LONG", message, &[field.name]));
        }
    }
    if on("validation-rule") {
        return Some(refusal_of("FIELD_CUSTOM_VALIDATION_EXCEPTION", "The phone number must begin with a country code.", &["Phone"]));
    }
    if on("duplicate-rule") {
        let refusal = refusal_of("DUPLICATES_DETECTED", "Use one of these records?", &[]);
        return Some(Refusal {
            reason: "You're creating a duplicate record. We recommend you use an existing record instead.".to_owned(),
            ..refusal
        });
    }
    if on("duplicate-value") {
        return Some(refusal_of("DUPLICATE_VALUE", "duplicate value found: Email__c duplicates value on record with id: 00Qg00000000001", &[]));
    }
    if on("field-not-writable") && !text(lead, "Title").is_empty() {
        let message = "Unable to create/update fields: Title. Please check the security settings of this field and verify that it is read/write for your profile or permission set.";
        return Some(refusal_of("INVALID_FIELD_FOR_INSERT_UPDATE", message, &["Title"]));
    }
    if on("record-type-missing") {
        return Some(refusal_of("INVALID_CROSS_REFERENCE_KEY", "record type missing for: Lead", &["RecordTypeId"]));
    }
    if on("apex-trigger-error") {
        let cause = "execution of BeforeInsert\n\ncaused by: System.NullPointerException: Attempt to de-reference a null object\n\nTrigger.MatchAccount: line 12, column 1";
        let refusal = refusal_of("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", format!("MatchAccount: {cause}"), &[]);
        let reason = format!("Apex trigger MatchAccount caused an unexpected exception, contact your administrator: MatchAccount: {cause}");
        return Some(Refusal { reason, ..refusal });
    }
    on("converted-lead").then(|| refusal_of("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead", &[]))
}

fn missing_fields(missing: &[&str]) -> Vec<&'static str> {
    ["LastName", "Company"].into_iter().filter(|name| missing.contains(name)).collect()
}
