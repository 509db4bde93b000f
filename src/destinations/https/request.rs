//! The one request: a POST of the lead as JSON.

use serde_json::{Map, Value};
use url::Url;

use crate::core::exchange::{Purpose, WireRequest};
use crate::core::lead::{Casing, Lead, Part};

pub(super) fn post(url: &Url, lead: &Lead, casing: Casing) -> WireRequest {
    WireRequest::new("POST", url.clone(), Purpose::Write)
        .header("Content-Type", "application/json; charset=utf-8")
        .header("Accept", "*/*")
        .body(Value::Object(body(lead, casing)).to_string())
}

/// The lead in one of the three shapes that have been seen.
pub(super) fn body(lead: &Lead, casing: Casing) -> Map<String, Value> {
    let inner = |name: &str| if casing == Casing::Received { lower_first(name) } else { name.to_owned() };
    let outer = |name: &str| match casing {
        Casing::Received => lower_first(name),
        Casing::Docs => name.to_owned(),
        Casing::Faq if name == "UserDetails" => lower_first(name),
        Casing::Faq => name.to_owned(),
    };
    let mut person = Map::new();
    for (name, part) in lead.person() {
        match part {
            Part::Text(text) => person.insert(inner(name), text.as_str().into()),
            Part::Null => person.insert(inner(name), Value::Null),
            Part::Absent => None,
        };
    }
    let mut body = Map::new();
    body.insert(outer("UserDetails"), Value::Object(person));
    for (name, value) in
        [("LeadSource", &lead.lead_source), ("ActionCode", &lead.action_code), ("OfferTitle", &lead.offer_title), ("Description", &lead.description)]
    {
        body.insert(outer(name), value.as_str().into());
    }
    body
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::lead::Variant;

    fn of(casing: Casing, variant: Variant) -> String {
        let lead = Lead::test("2026-10-01T12:00:00Z".parse().unwrap(), "Contoso Test", variant);
        Value::Object(body(&lead, casing)).to_string().replace("MSFT_TEST_639264528000000000", "M")
    }

    #[test]
    fn the_three_shapes_are_those_that_were_seen() {
        // Reported from a live delivery: github.com/MicrosoftDocs/azure-docs/issues/45267.
        assert_eq!(
            of(Casing::Received, Variant::Full),
            r#"{"userDetails":{"firstName":"M","lastName":"M","email":"M@test.com","phone":"1234567890","country":"US","company":"M","title":"M"},"leadSource":"AzureMarketplace","actionCode":"INS","offerTitle":"Contoso Test","description":"M"}"#
        );
        // Microsoft's page "Use an HTTPS endpoint to manage commercial marketplace leads".
        assert!(of(Casing::Docs, Variant::Full).starts_with(r#"{"UserDetails":{"FirstName":"M","#));
        assert!(
            of(Casing::Docs, Variant::Full)
                .ends_with(r#""LeadSource":"AzureMarketplace","ActionCode":"INS","OfferTitle":"Contoso Test","Description":"M"}"#)
        );
        // Microsoft's FAQ on lead management, the missing comma supplied.
        assert!(of(Casing::Faq, Variant::Full).starts_with(r#"{"userDetails":{"FirstName":"M","#));
    }

    #[test]
    fn empty_fields_are_null_or_left_out() {
        assert!(of(Casing::Received, Variant::Nulls).contains(r#""firstName":null"#));
        assert!(of(Casing::Received, Variant::Minimal).starts_with(r#"{"userDetails":{"email":"M@test.com"},"#));
    }
}
