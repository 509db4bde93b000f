//! Rows other than leads that can be asked for: the organization itself, and the rules and triggers of its leads.

use serde_json::{Value, json};

use super::ids;
use crate::core::fake::Faults;

/// An object that can be queried: its columns and rows.
pub struct Table {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Value>,
}

/// The object of this name; those of the Tooling API only there.
pub fn table(object: &str, tooling: bool, oid: &str, faults: &Faults) -> Option<Table> {
    let on = |name: &str| faults.contains(name);
    let columns = |names: &[&'static str]| names.to_vec();
    Some(match (object, tooling) {
        ("Organization", false) => Table {
            columns: columns(&["Id", "Name", "IsSandbox", "OrganizationType", "InstanceName", "TrialExpirationDate"]),
            rows: vec![json!({
                "Id": ids::long(oid), "Name": "Contoso", "IsSandbox": on("sandbox/salesforce-sandbox-org"),
                "OrganizationType": "Enterprise Edition", "InstanceName": "EU45", "TrialExpirationDate": null,
            })],
        },
        ("DuplicateRule", false) => Table {
            columns: columns(&["Id", "DeveloperName", "MasterLabel", "IsActive", "SobjectType"]),
            rows: vec![json!({
                "Id": ids::record("0Bm", 1), "DeveloperName": "Standard_Lead_Duplicate_Rule", "MasterLabel": "Standard Lead Duplicate Rule",
                "IsActive": on("salesforce/duplicate-rule"), "SobjectType": "Lead",
            })],
        },
        ("ValidationRule", true) => Table {
            columns: columns(&[
                "Id",
                "ValidationName",
                "Active",
                "ErrorDisplayField",
                "ErrorMessage",
                "EntityDefinitionId",
                "EntityDefinition.QualifiedApiName",
            ]),
            rows: vec![json!({
                "Id": ids::record("03d", 1), "ValidationName": "Phone_with_country_code", "Active": on("salesforce/validation-rule"),
                "ErrorDisplayField": "Phone", "ErrorMessage": "The phone number must begin with a country code.", "EntityDefinitionId": "Lead",
                "EntityDefinition": {"QualifiedApiName": "Lead"},
            })],
        },
        ("ApexTrigger", true) => Table {
            columns: columns(&["Id", "Name", "TableEnumOrId", "Status", "UsageBeforeInsert", "UsageAfterInsert"]),
            rows: vec![json!({
                "Id": ids::record("01q", 1), "Name": "MatchAccount", "TableEnumOrId": "Lead",
                "Status": if on("salesforce/apex-trigger-error") { "Active" } else { "Inactive" }, "UsageBeforeInsert": true, "UsageAfterInsert": false,
            })],
        },
        _ => return None,
    })
}
