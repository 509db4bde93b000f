//! The Lead object as `describe` tells it, in so far as clients read it.

use serde_json::{Value, json};

use crate::core::fake::Faults;

/// A custom field that must be filled under `salesforce/required-field`.
pub const REQUIRED: &str = "Region__c";
/// The values of Lead Source.
pub const SOURCES: [&str; 4] = ["Web", "Phone Inquiry", "Partner Referral", "Other"];
/// The countries of an organization that sells in three of them: code and name.
pub const COUNTRIES: [(&str, &str); 3] = [("BE", "Belgium"), ("DE", "Germany"), ("NL", "Netherlands")];

/// Fields that an administrator took from the API's user (field-level security).
const HIDDEN: [(&str, &str); 2] = [("sandbox/salesforce-hidden-source", "LeadSource"), ("sandbox/salesforce-hidden-title", "Title")];

/// One field of the object.
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    kind: &'static str,
    /// 0: it has none.
    pub length: usize,
    nillable: bool,
    pub createable: bool,
    defaulted: bool,
    restricted: bool,
}

impl Field {
    const fn new(name: &'static str, label: &'static str, kind: &'static str, length: usize) -> Field {
        Field { name, label, kind, length, nillable: true, createable: true, defaulted: false, restricted: false }
    }

    /// Set by Salesforce itself.
    const fn system(self) -> Field {
        Field { nillable: false, createable: false, defaulted: true, ..self }
    }

    const fn required(self) -> Field {
        Field { nillable: false, ..self }
    }

    const fn defaulted(self) -> Field {
        Field { nillable: false, defaulted: true, ..self }
    }
}

/// The object's fields under these faults.
pub fn fields(faults: &Faults) -> Vec<Field> {
    let on = |name: &str| faults.contains(&format!("salesforce/{name}"));
    let mut all = vec![
        Field::new("Id", "Lead ID", "id", 18).system(),
        Field::new("IsDeleted", "Deleted", "boolean", 0).system(),
        Field::new("LastName", "Last Name", "string", 80).required(),
        Field::new("FirstName", "First Name", "string", 40),
        Field::new("Salutation", "Salutation", "picklist", 40),
        Field::new("Name", "Full Name", "string", 121).system(),
        Field::new("Title", "Title", "string", 128),
        Field::new("Company", "Company", "string", 255).required(),
        Field::new("Street", "Street", "textarea", 255),
        Field::new("City", "City", "string", 40),
        Field::new("State", "State/Province", "string", 80),
        Field::new("PostalCode", "Zip/Postal Code", "string", 20),
        Field::new("Country", "Country", "string", 80),
        Field::new("Phone", "Phone", "phone", 40),
        Field::new("MobilePhone", "Mobile Phone", "phone", 40),
        Field::new("Fax", "Fax", "phone", 40),
        Field::new("Email", "Email", "email", 80),
        Field::new("Website", "Website", "url", 255),
        Field::new("Description", "Description", "textarea", 32_000),
        Field::new("LeadSource", "Lead Source", "picklist", 255),
        Field::new("Status", "Status", "picklist", 255).defaulted(),
        Field::new("Industry", "Industry", "picklist", 255),
        Field::new("Rating", "Rating", "picklist", 255),
        Field::new("OwnerId", "Owner ID", "reference", 18).defaulted(),
        Field::new("IsConverted", "Converted", "boolean", 0).defaulted(),
        Field::new("CreatedDate", "Created Date", "datetime", 0).system(),
    ];
    if on("required-field") {
        all.push(Field::new(REQUIRED, "Region", "picklist", 255).required());
    }
    if on("country-picklist") {
        all.push(Field { restricted: true, ..Field::new("CountryCode", "Country Code", "picklist", 10) });
    }
    // What the API's user may not see is not there for it.
    for (fault, name) in HIDDEN {
        if faults.contains(fault) {
            all.retain(|field| field.name != name);
        }
    }
    for field in &mut all {
        match field.name {
            "LeadSource" if on("restricted-picklist") => field.restricted = true,
            // What Salesforce's lists allow an administrator to cut it to.
            "LeadSource" if on("string-too-long") => field.length = 40,
            "Title" if on("field-not-writable") => field.createable = false,
            _ => {}
        }
    }
    all
}

fn values(field: &Field) -> Value {
    let entry = |value: &str, label: &str| json!({"active": true, "defaultValue": false, "label": label, "validFor": null, "value": value});
    match field.name {
        "LeadSource" => SOURCES.iter().map(|value| entry(value, value)).collect(),
        "CountryCode" => COUNTRIES.iter().map(|(code, name)| entry(code, name)).collect(),
        "Status" => ["Open - Not Contacted", "Working - Contacted"].iter().map(|value| entry(value, value)).collect(),
        _ => json!([]),
    }
}

pub fn lead(faults: &Faults) -> Value {
    let field = |field: &Field| {
        json!({
            "name": field.name, "label": field.label, "type": field.kind, "length": field.length, "nillable": field.nillable,
            "createable": field.createable, "updateable": field.createable, "defaultedOnCreate": field.defaulted,
            "restrictedPicklist": field.restricted, "picklistValues": values(field), "custom": field.name.ends_with("__c"),
            "unique": false, "externalId": false, "calculated": false, "filterable": field.kind != "textarea", "sortable": field.kind != "textarea",
            "soapType": if field.kind == "boolean" { "xsd:boolean" } else { "xsd:string" },
        })
    };
    let open = !faults.contains("salesforce/record-type-missing");
    json!({
        "name": "Lead", "label": "Lead", "labelPlural": "Leads", "keyPrefix": "00Q", "custom": false,
        "createable": true, "queryable": true, "deletable": true, "updateable": true, "retrieveable": true, "searchable": true,
        "fields": fields(faults).iter().map(field).collect::<Vec<_>>(),
        "recordTypeInfos": [{
            "active": true, "available": open, "defaultRecordTypeMapping": open, "developerName": "Master", "master": true,
            "name": "Master", "recordTypeId": "012000000000000AAA",
        }],
        "childRelationships": [], "urls": {"sobject": "/services/data/v60.0/sobjects/Lead", "describe": "/services/data/v60.0/sobjects/Lead/describe"},
    })
}

/// Whether a query may choose and sort by the column: long texts are read alone.
pub fn is_filterable(name: &str, faults: &Faults) -> bool {
    fields(faults).iter().all(|field| !field.name.eq_ignore_ascii_case(name) || field.kind != "textarea")
}

/// The columns that a query over leads may name.
pub fn columns(faults: &Faults) -> Vec<&'static str> {
    fields(faults).into_iter().map(|field| field.name).collect()
}
