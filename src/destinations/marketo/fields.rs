//! The fields of a lead at Marketo: what is sent under which REST name, and what forms call it.
//!
//! Microsoft shows the fields that its form must have in a picture only; these are the standard fields for what a lead is known to hold.

use serde_json::{Map, Value};

use crate::core::lead::{Lead, Part};

/// REST name, the name in a form's field list (the SOAP API's), and the label in the form editor.
pub(super) const FIELDS: [(&str, &str, &str); 8] = [
    ("email", "Email", "Email Address"),
    ("firstName", "FirstName", "First Name"),
    ("lastName", "LastName", "Last Name"),
    ("company", "Company", "Company Name"),
    ("country", "Country", "Country"),
    ("phone", "Phone", "Phone Number"),
    ("title", "Title", "Job Title"),
    ("leadSource", "LeadSource", "Lead Source"),
];

/// The lead by REST names.
pub(super) fn of(lead: &Lead) -> Map<String, Value> {
    let source = Part::Text(format!("{}-{}|{}", lead.lead_source, lead.action_code, lead.offer_title));
    let value = |name: &str| match name {
        "email" => &lead.email,
        "firstName" => &lead.first_name,
        "lastName" => &lead.last_name,
        "company" => &lead.company,
        "country" => &lead.country,
        "phone" => &lead.phone,
        "title" => &lead.title,
        _ => &source,
    };
    let mut fields = Map::new();
    for (name, ..) in FIELDS {
        match value(name) {
            Part::Text(text) => fields.insert(name.to_owned(), text.as_str().into()),
            Part::Null => fields.insert(name.to_owned(), Value::Null),
            Part::Absent => None,
        };
    }
    fields
}

/// Which fields of a lead a form can't take.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Missing {
    /// Labels of fields that the form does not have.
    pub(super) on_form: Vec<&'static str>,
    /// REST names that the instance itself does not have.
    pub(super) in_instance: Vec<&'static str>,
}

/// `form`: the ids in the form's field list. `described`: the rows of Describe, which tell what the instance calls each field; without them
/// the standard names are taken.
pub(super) fn missing(form: &[String], described: Option<&[Value]>) -> Missing {
    let mut missing = Missing::default();
    for (rest, standard, label) in FIELDS {
        let row = described.map(|rows| rows.iter().find(|row| row["rest"]["name"] == rest));
        let known_as = match row {
            Some(None) => {
                missing.in_instance.push(rest);
                continue;
            }
            Some(Some(row)) => row["soap"]["name"].as_str().unwrap_or(standard),
            None => standard,
        };
        if !form.iter().any(|id| id.eq_ignore_ascii_case(known_as) || id.eq_ignore_ascii_case(rest)) {
            missing.on_form.push(label);
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ids(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_form_is_held_against_what_a_lead_brings() {
        let all = ids(&["Email", "FirstName", "LastName", "Company", "Country", "Phone", "Title", "LeadSource", "Profiling"]);
        assert_eq!(missing(&all, None), Missing::default());
        let few = ids(&["Email", "FirstName", "LastName"]);
        assert_eq!(missing(&few, None).on_form, ["Company Name", "Country", "Phone Number", "Job Title", "Lead Source"]);
    }

    #[test]
    fn an_instance_has_the_last_word_on_names() {
        let named = |rest: &str, soap: &str| json!({"rest": {"name": rest}, "soap": {"name": soap}});
        let mut rows: Vec<Value> = FIELDS.iter().map(|(rest, soap, _)| named(rest, soap)).collect();
        rows[7] = named("leadSource", "Lead_Source__c");
        let form = ids(&["Email", "FirstName", "LastName", "Company", "Country", "Phone", "Title", "Lead_Source__c"]);
        assert_eq!(missing(&form, Some(&rows)), Missing::default());
        rows.pop();
        assert_eq!(missing(&form, Some(&rows)).in_instance, ["leadSource"]);
    }
}
