//! The body of a write: read as the Web API reads it, then held against each column.

use serde_json::Value;

use super::answer::Refusal;
use super::call::Call;
use super::columns::{Column, Kind, Required};
use super::store::Row;
use crate::core::fake::FakeRequest;

/// The columns that are given, by property. What only the platform sets is passed over.
pub fn read(request: &FakeRequest, columns: &[Column]) -> Result<Row, Refusal> {
    let kind = request.header("content-type").unwrap_or_default().to_ascii_lowercase();
    if !kind.starts_with("application/json") {
        return Err(Refusal::new(
            415,
            "0x80060888",
            format!(
                "A supported MIME type could not be found that matches the content type of the request. The content type '{kind}' is not supported."
            ),
        )); // [inferred] text
    }
    let body: Value = serde_json::from_slice(&request.body)
        .map_err(|_| wrong("Microsoft.OData.ODataException: Invalid JSON. A token was not recognized in the JSON content."))?;
    let Value::Object(given) = body else {
        return Err(wrong(
            "Microsoft.OData.ODataException: An unexpected 'StartArray' node was found when reading from the JSON reader. A 'StartObject' node was expected.",
        ));
    };
    let mut row = Row::new();
    for (name, value) in given {
        if name.starts_with('@') || name.contains("@odata.") {
            continue; // Control information, and references to other rows.
        }
        let lookup = columns.iter().any(|column| column.kind == Kind::Lookup && (column.name == name || column.property() == name));
        if lookup {
            let words = "CRM do not support direct update of Entity Reference properties, Use Navigation properties instead.";
            return Err(Refusal::new(400, "0x80048d19", words));
        }
        let Some(column) = columns.iter().find(|column| column.name == name) else { return Err(unknown(&name, &value)) };
        if let Some(words) = mismatch(column.kind, &value) {
            return Err(wrong(&format!("Microsoft.OData.ODataException: {words}")));
        }
        if column.writable {
            row.insert(name, value);
        }
    }
    Ok(row)
}

fn wrong(inner: &str) -> Refusal {
    let text = format!(
        "Error identified in Payload provided by the user for Entity :'leads', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : {inner}\r\n   at Microsoft.OData.JsonLight.ODataJsonLightPropertyAndValueDeserializer.ReadPropertyValue()"
    );
    Refusal::new(400, "0x80048d19", text)
}

fn unknown(name: &str, value: &Value) -> Refusal {
    if value.is_string() {
        // What the reader says of a text whose type nobody told it.
        return wrong(&format!(
            "Microsoft.Crm.CrmException: Invalid property '{name}' was found in entity 'Microsoft.Dynamics.CRM.lead'. ---> Microsoft.OData.ODataException: Does not support untyped value in non-open type."
        ));
    }
    wrong(&format!(
        "Microsoft.OData.ODataException: The property '{name}' does not exist on type 'Microsoft.Dynamics.CRM.lead'. Make sure to only use property names that are defined by the type."
    ))
}

/// What the reader says of a value that is none of the column's.
fn mismatch(kind: Kind, value: &Value) -> Option<String> {
    let cannot = |to: &str| match value {
        Value::String(text) => format!("Cannot convert the literal '{text}' to the expected type '{to}'."),
        _ => {
            let from = if value.is_number() { "number" } else { "boolean" };
            format!(
                "Cannot convert a value to target type '{to}' because of conflict between input format string/{from} and parameter 'IEEE754Compatible' false/true."
            )
        }
    };
    let fits = match kind {
        _ if value.is_null() => true,
        Kind::Text(_) | Kind::Memo(_) => value.is_string(),
        Kind::Whole | Kind::Choice(_) | Kind::State(_) | Kind::Status(_) => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Kind::Yes => value.is_boolean(),
        Kind::Time => value.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()),
        Kind::Key => value.as_str().is_some_and(super::super::entra::is_guid),
        Kind::Lookup => false,
    };
    let to = match kind {
        Kind::Text(_) | Kind::Memo(_) => "Edm.String",
        Kind::Yes => "Edm.Boolean",
        Kind::Time => "Edm.DateTimeOffset",
        Kind::Key | Kind::Lookup => "Edm.Guid",
        _ => "Edm.Int32",
    };
    (!fits).then(|| cannot(to))
}

/// Column security, lengths, choices, and what must be there.
pub fn check(call: &Call<'_>, columns: &[Column], given: &Row, new: bool) -> Result<(), Refusal> {
    for column in columns {
        let value = given.get(column.name).unwrap_or(&Value::Null);
        if column.secured && !value.is_null() && !call.caller.member.is_admin {
            let right = if new { "Create" } else { "Update" };
            let text = format!(
                "Caller user with ID {} does not have {right} permissions for the {} attribute in the lead entity. This attribute may be secured with a column security profile.",
                call.caller.member.id, column.name
            );
            return Err(Refusal::new(403, if new { "0x8004f502" } else { "0x8004f503" }, text));
        }
        match column.kind {
            Kind::Text(limit) | Kind::Memo(limit) if value.as_str().is_some_and(|text| text.encode_utf16().count() > limit) => {
                let text = format!(
                    "A validation error occurred.  The length of the '{}' attribute of the 'lead' entity exceeded the maximum allowed length of '{limit}'.",
                    column.name
                );
                return Err(Refusal::new(400, "0x80044331", text));
            }
            Kind::Choice(options) | Kind::State(options) | Kind::Status(options) => {
                if let Some(number) = value.as_i64().filter(|number| options.iter().all(|(known, _)| known != number)) {
                    let accepted: Vec<String> = options.iter().map(|(known, _)| known.to_string()).collect();
                    let text = format!(
                        "A validation error occurred. The value {number} of '{}' on record of type 'lead' is outside the valid range. Accepted Values: {}",
                        column.name,
                        accepted.join(",")
                    );
                    return Err(Refusal::new(400, "0x8004431a", text));
                }
            }
            _ => {}
        }
        // What the platform fills in itself is never missing.
        let own = matches!(column.kind, Kind::Key | Kind::State(_) | Kind::Lookup);
        if column.required == Required::System && !own && value.is_null() && (new || given.contains_key(column.name)) {
            let text = format!("A validation error occurred. The attribute '{}' of the 'lead' entity cannot be null.", column.name); // [inferred]
            return Err(Refusal::new(400, "0x80040203", text));
        }
    }
    Ok(())
}
