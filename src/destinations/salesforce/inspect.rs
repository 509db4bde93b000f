//! What the description of the Lead object tells of leads that will be lost: pure, from JSON to what is in the way.
//!
//! The lead's own fields are those of `request::FIELDS`; page layouts are not described, and do not concern Web-to-Lead.

use serde_json::{Map, Value};

use crate::destinations::salesforce::request::FIELDS;

/// `MSFT_TEST_<18 digits>-MSFT_TEST_<18 digits>|`: the offer's name comes on top.
const SHORTEST_SOURCE: u64 = 58;
const MARKER: u64 = 28;

/// How Country is kept.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Country {
    Text,
    /// State and country lists are on, and `US` is the name of one of theirs.
    ListWithUs,
    /// `US` is the code, and the name of the country is another: leads bring it as the name.
    ListWithUsAsCode,
    ListWithoutUs,
}

/// The description of an object, as `describe` gives it.
pub(super) struct Description(Map<String, Value>);

impl Description {
    /// `None` where the answer describes nothing.
    pub(super) fn of(answer: Map<String, Value>) -> Option<Description> {
        answer.get("fields")?.as_array()?;
        Some(Description(answer))
    }

    fn fields(&self) -> impl Iterator<Item = &Value> {
        self.0.get("fields").and_then(Value::as_array).into_iter().flatten()
    }

    fn field(&self, name: &str) -> Option<&Value> {
        self.fields().find(|field| text(field, "name") == name)
    }

    /// Those of the lead's fields that the organization has.
    fn brought(&self) -> impl Iterator<Item = &Value> {
        FIELDS.iter().filter_map(|(_, name)| self.field(name))
    }

    /// Whether the API's user may do this to leads: `queryable`, `deletable`.
    pub(super) fn allows(&self, what: &str) -> bool {
        self.0.get(what).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Fields that must be filled, have no default, and that no lead of Marketplace's brings.
    pub(super) fn required(&self) -> Vec<String> {
        let brings = |field: &Value| FIELDS.iter().any(|(_, name)| *name == text(field, "name"));
        let is_required = |field: &&Value| is(field, "createable") && !is(field, "nillable") && !is(field, "defaultedOnCreate") && !brings(field);
        self.fields().filter(is_required).map(shown).collect()
    }

    /// Restricted lists among the lead's fields; Country is a matter of its own.
    pub(super) fn restricted(&self) -> Vec<String> {
        self.brought().filter(|field| text(field, "name") != "Country" && is(field, "restrictedPicklist")).map(shown).collect()
    }

    pub(super) fn country(&self) -> Country {
        let lists = [self.field("CountryCode"), self.field("Country").filter(|field| is(field, "restrictedPicklist"))];
        let mut lists = lists.into_iter().flatten().peekable();
        if lists.peek().is_none() {
            return Country::Text;
        }
        let values: Vec<&Value> =
            lists.filter_map(|field| field.get("picklistValues")?.as_array()).flatten().filter(|value| is(value, "active")).collect();
        if values.iter().any(|value| text(value, "label") == "US") {
            Country::ListWithUs
        } else if values.iter().any(|value| text(value, "value") == "US") {
            Country::ListWithUsAsCode
        } else {
            Country::ListWithoutUs
        }
    }

    /// Fields that are shorter than what the test lead brings, with their length.
    pub(super) fn too_short(&self) -> Vec<String> {
        let needs = |name: &str| match name {
            "Company" | "FirstName" | "LastName" | "Title" | "Description" => MARKER,
            "Email" => MARKER + 9,
            "LeadSource" => SHORTEST_SOURCE,
            "Phone" => 10,
            _ => 2,
        };
        let length = |field: &Value| field.get("length").and_then(Value::as_u64).filter(|length| *length > 0);
        let short = |field: &&Value| length(field).is_some_and(|length| length < needs(text(field, "name")));
        self.brought().filter(short).map(|field| format!("{} (at most {})", shown(field), length(field).unwrap_or_default())).collect()
    }

    /// The lead's fields that the API's user may not fill, or does not see.
    pub(super) fn not_writable(&self) -> Vec<String> {
        let closed = |(_, name): &&(&str, &'static str)| !self.field(name).is_some_and(|field| is(field, "createable"));
        FIELDS.iter().filter(closed).map(|(_, name)| (*name).to_owned()).collect()
    }

    /// Whether a record type for new leads is there; true where there are none to choose from.
    pub(super) fn has_record_type(&self) -> bool {
        let Some(types) = self.0.get("recordTypeInfos").and_then(Value::as_array).filter(|types| !types.is_empty()) else { return true };
        types.iter().any(|kind| is(kind, "available"))
    }
}

fn is(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A field by its label, and its name where that is another.
fn shown(field: &Value) -> String {
    let (name, label) = (text(field, "name"), text(field, "label"));
    let shown = if label.is_empty() || label == name { name.to_owned() } else { format!("{label} ({name})") };
    crate::core::text::excerpt(&shown, 80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn description(fields: Value) -> Description {
        let Value::Object(answer) = json!({"fields": fields, "recordTypeInfos": []}) else { unreachable!() };
        Description::of(answer).unwrap()
    }

    #[test]
    fn only_what_nobody_fills_is_in_the_way() {
        let field = |name: &str, nillable: bool, createable: bool, defaulted: bool| json!({"name": name, "label": name, "nillable": nillable, "createable": createable, "defaultedOnCreate": defaulted});
        let of = description(json!([
            field("LastName", false, true, false),
            field("Status", false, true, true),
            field("CreatedDate", false, false, true),
            field("Region__c", false, true, false),
            field("Note__c", true, true, false),
        ]));
        assert_eq!(of.required(), ["Region__c"]);
    }

    #[test]
    fn a_restricted_lead_source_is_in_the_way_and_an_open_one_is_not() {
        let of = |restricted| {
            description(
                json!([{"name": "LeadSource", "label": "Lead Source", "type": "picklist", "restrictedPicklist": restricted, "createable": true}]),
            )
        };
        assert_eq!(of(true).restricted(), ["Lead Source (LeadSource)"]);
        assert!(of(false).restricted().is_empty());
    }

    #[test]
    fn us_is_looked_for_by_name_then_by_code() {
        let code = |values: Value| description(json!([{"name": "CountryCode", "picklistValues": values}])).country();
        assert_eq!(description(json!([{"name": "Country"}])).country(), Country::Text);
        assert_eq!(code(json!([{"value": "US", "label": "US", "active": true}])), Country::ListWithUs);
        assert_eq!(code(json!([{"value": "US", "label": "United States", "active": true}])), Country::ListWithUsAsCode);
        assert_eq!(
            code(json!([{"value": "US", "label": "US", "active": false}, {"value": "NL", "label": "Netherlands", "active": true}])),
            Country::ListWithoutUs
        );
    }

    #[test]
    fn lengths_rights_and_record_types_are_read() {
        let of =
            description(json!([{"name": "LeadSource", "length": 40, "createable": true}, {"name": "Title", "length": 128, "createable": false}]));
        assert_eq!(of.too_short(), ["LeadSource (at most 40)"]);
        assert!(of.not_writable().contains(&"Title".to_owned()) && !of.not_writable().contains(&"LeadSource".to_owned()));
        assert!(of.has_record_type());
        let Value::Object(none) = json!({"fields": [], "recordTypeInfos": [{"available": false}]}) else { unreachable!() };
        assert!(!Description::of(none).unwrap().has_record_type());
    }
}
