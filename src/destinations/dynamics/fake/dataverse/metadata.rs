//! What the environment tells of the table Lead: the table itself, its columns, and the options of its choices.
//!
//! Source: "Query table definitions using the Web API". Sorting and paging do not exist there.

use serde_json::{Value, json};

use super::answer::{Preferences, Refusal};
use super::call::Call;
use super::columns::{Column, Kind, Required, columns};
use super::members::id_of;
use super::path::{Options, Segment};
use super::query::{Page, Query};
use super::store::Row;
use super::table::{Plain, Table};
use crate::core::fake::FakeAnswer;

/// Properties of every column.
const ATTRIBUTE: [(&str, Plain); 22] = [
    ("MetadataId", Plain::Guid),
    ("LogicalName", Plain::Text),
    ("SchemaName", Plain::Text),
    ("EntityLogicalName", Plain::Text),
    ("AttributeType", Plain::Member),
    ("AttributeTypeName", Plain::Complex),
    ("RequiredLevel", Plain::Complex),
    ("RequiredLevel/Value", Plain::Member),
    ("DisplayName", Plain::Complex),
    ("IsSecured", Plain::Yes),
    ("CanBeSecuredForCreate", Plain::Yes),
    ("CanBeSecuredForRead", Plain::Yes),
    ("CanBeSecuredForUpdate", Plain::Yes),
    ("IsValidForCreate", Plain::Yes),
    ("IsValidForRead", Plain::Yes),
    ("IsValidForUpdate", Plain::Yes),
    ("IsCustomAttribute", Plain::Yes),
    ("IsPrimaryId", Plain::Yes),
    ("IsPrimaryName", Plain::Yes),
    ("IsLogical", Plain::Yes),
    ("IsValidODataAttribute", Plain::Yes),
    ("AttributeOf", Plain::Text),
];

const ENTITY: [(&str, Plain); 13] = [
    ("MetadataId", Plain::Guid),
    ("LogicalName", Plain::Text),
    ("SchemaName", Plain::Text),
    ("EntitySetName", Plain::Text),
    ("LogicalCollectionName", Plain::Text),
    ("PrimaryIdAttribute", Plain::Text),
    ("PrimaryNameAttribute", Plain::Text),
    ("ObjectTypeCode", Plain::Number),
    ("OwnershipType", Plain::Member),
    ("IsCustomEntity", Plain::Yes),
    ("IsDuplicateDetectionEnabled", Plain::Complex),
    ("DisplayName", Plain::Complex),
    ("DisplayCollectionName", Plain::Complex),
];

/// "There is no paging": whatever page size is preferred, all that fits is in the one answer.
fn whole<'r>(query: &Query, rows: impl Iterator<Item = &'r Row>) -> Page {
    query.page(rows, &Preferences::default())
}

/// `EntityDefinitions…` and `GlobalOptionSetDefinitions…`; `None` for other names.
pub fn answer(call: &Call<'_>, segments: &[Segment]) -> Option<Result<FakeAnswer, Refusal>> {
    match segments.first()?.name.as_str() {
        "EntityDefinitions" => Some(definitions(call, segments)),
        "GlobalOptionSetDefinitions" => Some(global_choice(call, &segments[0])),
        _ => None,
    }
}

fn definitions(call: &Call<'_>, segments: &[Segment]) -> Result<FakeAnswer, Refusal> {
    call.caller.need("prvReadEntity")?;
    let table = Table::new("EntityDefinitions", "EntityMetadata", "MetadataId", &ENTITY);
    let there = !call.on("dynamics/lead-table-missing");
    let Some(name) = named(&segments[0], call)? else {
        let query = Query::parse(&call.options, &table)?;
        let rows: Vec<Row> = there.then(entity).into_iter().collect();
        let page = whole(&query, rows.iter());
        return Ok(call.listed(&table, &query, page, |row| table.select(row, query.select.as_deref())));
    };
    if name != "lead" || !there {
        let text = format!("The entity with a name = '{name}' with namemapping = 'Logical' was not found in the MetadataCache.");
        return Err(Refusal::new(404, "0x80060888", text)); // [inferred] code
    }
    match &segments[1..] {
        [] => {
            let query = Query::parse(&call.options, &table)?;
            let mut body = table.select(&entity(), query.select.as_deref());
            if let Some((_, options)) = query.expand.iter().find(|(name, _)| name == "Attributes") {
                body.insert("Attributes".into(), attributes(call, options, None)?.into_iter().map(Value::Object).collect());
            }
            Ok(call.one("EntityDefinitions/$entity", Value::Object(body)))
        }
        [first, rest @ ..] if first.name == "Attributes" => {
            call.caller.need("prvReadAttribute")?;
            let cast = rest.first().map(|segment| segment.name.trim_start_matches("Microsoft.Dynamics.CRM."));
            let mut rows = attributes(call, &call.options, cast)?;
            let context = "EntityDefinitions('lead')/Attributes";
            match named(first, call)? {
                None => Ok(call.one(context, json!({"value": rows}))),
                Some(wanted) => {
                    // By its logical name, which may not have been selected.
                    let place = columns(call.faults).iter().filter(|column| fits(column, cast)).position(|column| column.name == wanted);
                    let gone = || Refusal::new(404, "0x80060888", format!("Could not find an attribute with specified name: {wanted}")); // [inferred]
                    Ok(call.one(&format!("{context}/$entity"), Value::Object(rows.swap_remove(place.ok_or_else(gone)?))))
                }
            }
        }
        [other, ..] if matches!(other.name.as_str(), "Keys" | "ManyToOneRelationships" | "OneToManyRelationships" | "ManyToManyRelationships") => {
            Ok(call.one(&format!("EntityDefinitions('lead')/{}", other.name), json!({"value": []})))
        }
        [other, ..] => Err(Refusal::no_segment(&other.name)),
    }
}

/// `LogicalName='lead'`, or the table's metadata ID; `None` where nothing stands in parentheses.
fn named(segment: &Segment, call: &Call<'_>) -> Result<Option<String>, Refusal> {
    if segment.inside.is_none() {
        return Ok(None);
    }
    if let Some(Ok(id)) = segment.key() {
        return Ok(Some(if id == id_of("lead") { "lead".to_owned() } else { id }));
    }
    let found = segment.parameter("LogicalName", &call.options).or_else(|| segment.parameter("Name", &call.options));
    let wrong = || Refusal::new(400, "0x80060888", "The key in the request URI is not valid for the resource.".to_owned()); // [inferred]
    found.map(Some).ok_or_else(wrong)
}

fn label(text: &str) -> Value {
    let label = json!({"Label": text, "LanguageCode": 1033, "IsManaged": true, "MetadataId": id_of(text), "HasChanged": null});
    json!({"LocalizedLabels": [label], "UserLocalizedLabel": label})
}

fn entity() -> Row {
    let row = json!({
        "MetadataId": id_of("lead"), "LogicalName": "lead", "SchemaName": "Lead", "EntitySetName": "leads", "LogicalCollectionName": "leads",
        "PrimaryIdAttribute": "leadid", "PrimaryNameAttribute": "fullname", "ObjectTypeCode": 4, "OwnershipType": "UserOwned", "IsCustomEntity": false,
        "IsDuplicateDetectionEnabled": {"Value": true, "CanBeChanged": true, "ManagedPropertyLogicalName": "canmodifyduplicatedetectionsettings"},
        "DisplayName": label("Lead"), "DisplayCollectionName": label("Leads"),
    });
    row.as_object().cloned().unwrap_or_default()
}

/// The type of a column's definition.
fn metadata_type(column: &Column) -> &'static str {
    match column.kind {
        Kind::Text(_) => "StringAttributeMetadata",
        Kind::Memo(_) => "MemoAttributeMetadata",
        Kind::Whole if column.name == "versionnumber" => "BigIntAttributeMetadata",
        Kind::Whole => "IntegerAttributeMetadata",
        Kind::Yes => "BooleanAttributeMetadata",
        Kind::Time => "DateTimeAttributeMetadata",
        Kind::Lookup => "LookupAttributeMetadata",
        Kind::Key => "UniqueIdentifierAttributeMetadata",
        Kind::Choice(_) => "PicklistAttributeMetadata",
        Kind::State(_) => "StateAttributeMetadata",
        Kind::Status(_) => "StatusAttributeMetadata",
    }
}

fn fits(column: &Column, cast: Option<&str>) -> bool {
    cast.is_none_or(|cast| cast == metadata_type(column))
}

/// The columns of one type, or all, as the options ask for them.
fn attributes(call: &Call<'_>, options: &Options, cast: Option<&str>) -> Result<Vec<Row>, Refusal> {
    let mut table = Table::new("Attributes", "AttributeMetadata", "MetadataId", &ATTRIBUTE);
    let own: &[&str] = match cast {
        None => &[],
        Some("StringAttributeMetadata" | "MemoAttributeMetadata") => &["MaxLength"],
        Some("PicklistAttributeMetadata" | "StateAttributeMetadata" | "StatusAttributeMetadata") => &["DefaultFormValue"],
        Some("LookupAttributeMetadata") => &["Targets"],
        Some(known) if known.ends_with("AttributeMetadata") => &[],
        Some(other) => return Err(Refusal::no_segment(&format!("Microsoft.Dynamics.CRM.{other}"))),
    };
    table.properties.extend(own.iter().map(|name| ((*name).to_owned(), Plain::Complex)));
    let query = Query::parse(options, &table)?;
    let expanded = query.expand.iter().find(|(name, _)| name == "OptionSet" || name == "GlobalOptionSet");
    if expanded.is_some() && cast.is_none() {
        return Err(Refusal::no_property("OptionSet", "AttributeMetadata"));
    }
    let all: Vec<(Column, Row)> =
        columns(call.faults).into_iter().filter(|column| fits(column, cast)).map(|column| (column, attribute(&column))).collect();
    let page = whole(&query, all.iter().map(|(_, row)| row));
    let shown = page.rows.iter().map(|row| {
        let column = all.iter().find(|(_, known)| known == row).map(|(column, _)| column);
        let mut out = Row::new();
        if let Some(column) = column.filter(|_| cast.is_none()) {
            out.insert("@odata.type".into(), format!("#Microsoft.Dynamics.CRM.{}", metadata_type(column)).into());
        }
        // Without a choice of properties a column shows those of its own type too.
        out.extend(if query.select.is_none() { row.clone() } else { table.select(row, query.select.as_deref()) });
        out.retain(|name, _| !name.contains('/'));
        if let (Some((name, options)), Some(column)) = (expanded, column) {
            out.insert(name.clone(), option_set(column, options.get("$select")));
        }
        out
    });
    Ok(shown.collect())
}

fn attribute(column: &Column) -> Row {
    let kind = match column.kind {
        _ if column.name == "ownerid" => "Owner",
        _ if column.name == "versionnumber" => "BigInt",
        Kind::Text(_) => "String",
        Kind::Memo(_) => "Memo",
        Kind::Whole => "Integer",
        Kind::Yes => "Boolean",
        Kind::Time => "DateTime",
        Kind::Lookup => "Lookup",
        Kind::Key => "Uniqueidentifier",
        Kind::Choice(_) => "Picklist",
        Kind::State(_) => "State",
        Kind::Status(_) => "Status",
    };
    let level = match column.required {
        Required::None => "None",
        Required::Recommended => "Recommended",
        Required::Application => "ApplicationRequired",
        Required::System => "SystemRequired",
    };
    let securable = column.writable && !matches!(column.kind, Kind::Key | Kind::State(_) | Kind::Status(_));
    let mut row = json!({
        "MetadataId": id_of(column.schema_name), "LogicalName": column.name, "SchemaName": column.schema_name, "EntityLogicalName": "lead",
        "AttributeType": kind, "AttributeTypeName": {"Value": format!("{kind}Type")},
        "RequiredLevel": {"Value": level, "CanBeChanged": column.required != Required::System, "ManagedPropertyLogicalName": "canmodifyrequirementlevelsettings"},
        "DisplayName": label(column.schema_name),
        "IsSecured": column.secured, "CanBeSecuredForCreate": securable, "CanBeSecuredForRead": securable, "CanBeSecuredForUpdate": securable,
        "IsValidForCreate": column.writable, "IsValidForRead": true, "IsValidForUpdate": column.writable && column.kind != Kind::Key,
        "IsCustomAttribute": column.name.starts_with("new_"), "IsPrimaryId": column.kind == Kind::Key, "IsPrimaryName": column.name == "fullname",
        "IsLogical": false, "IsValidODataAttribute": true, "AttributeOf": null,
    });
    match column.kind {
        Kind::Text(limit) | Kind::Memo(limit) => row["MaxLength"] = limit.into(),
        Kind::Choice(_) | Kind::State(_) | Kind::Status(_) => row["DefaultFormValue"] = json!(-1),
        Kind::Lookup => row["Targets"] = json!([if column.name == "owningbusinessunit" { "businessunit" } else { "systemuser" }]),
        _ => {}
    }
    row.as_object().cloned().unwrap_or_default()
}

fn option_set(column: &Column, select: Option<&str>) -> Value {
    let option = |(value, name): &(i64, &str)| {
        json!({
            "Value": value, "Color": null, "IsManaged": true, "ExternalValue": "", "ParentValues": [], "Tag": null, "IsHidden": false,
            "MetadataId": null, "HasChanged": null, "Label": label(name), "Description": {"LocalizedLabels": [], "UserLocalizedLabel": null},
        })
    };
    let options: Vec<Value> = column.options().iter().map(option).collect();
    let name = format!("lead_{}", column.name);
    let all = json!({"MetadataId": id_of(&name), "Name": name, "IsGlobal": true, "OptionSetType": "Picklist", "DisplayName": label(column.schema_name), "Options": options});
    let Some(select) = select else { return all };
    let wanted: Vec<&str> = select.split(',').map(str::trim).collect();
    let kept = all.as_object().into_iter().flatten().filter(|(name, _)| *name == "MetadataId" || wanted.contains(&name.as_str()));
    Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
}

fn global_choice(call: &Call<'_>, segment: &Segment) -> Result<FakeAnswer, Refusal> {
    call.caller.need("prvReadOptionSet")?;
    let name = named(segment, call)?.unwrap_or_default();
    let column = columns(call.faults).into_iter().find(|column| format!("lead_{}", column.name) == name && !column.options().is_empty());
    let gone = || Refusal::new(404, "0x80060888", format!("Could not find optionset with specified name: {name}")); // [inferred]
    Ok(call.one("GlobalOptionSetDefinitions/$entity", option_set(&column.ok_or_else(gone)?, call.options.get("$select"))))
}
