//! One lead in every shape that was seen in the field, and in those that break readers.

use serde_json::json;

use super::*;

fn lead(fields: Value) -> ArrivedLead {
    let Value::Object(fields) = fields else { panic!("a row is an object") };
    let arrived = Some("2026-11-02T10:00:00Z".parse().unwrap());
    ArrivedLead::read(RawLead { key: "p/r".to_owned(), arrived, fields, ..RawLead::default() })
}

fn row(person: &str) -> Value {
    json!({"ActionCode": "PLT", "LeadSource": "SPZA", "CreatedTime": "11/1/2026 12:05:00 AM", "CustomerInfo": person, "Description": " ", "OfferDisplayName": "Contoso CRM"})
}

const PERSON: &str =
    r#"{"FirstName":"Anna","LastName":"Berg","Email":"anna@contoso.example","Phone":"+31 6","Country":"NL","Company":"Contoso","Title":"CTO"}"#;

fn text(part: &Option<String>) -> &str {
    part.as_deref().unwrap_or_default()
}

#[test]
fn a_row_as_marketplace_writes_it() {
    let lead = lead(row(PERSON));
    assert_eq!((text(&lead.first_name), text(&lead.email), text(&lead.country)), ("Anna", "anna@contoso.example", "NL"));
    assert_eq!((text(&lead.source), lead.source_name, text(&lead.action), lead.action_words), ("SPZA", Some("AppSource"), "PLT", Some("contact me")));
    assert_eq!(lead.created, Some("2026-11-01T00:05:00Z".parse().unwrap()));
    assert_eq!((lead.personal_data, lead.test, lead.do_not_contact), (PersonalData::Present, false, false));
    assert_eq!((lead.problems.len(), lead.other.len(), lead.description), (0, 0, None));
}

#[test]
fn the_three_casings_of_an_https_body_read_the_same() {
    for body in [
        json!({"userDetails": {"firstName": "Anna", "email": "a@contoso.example"}, "leadSource": "AzureMarketplace", "actionCode": "INS", "offerTitle": "Contoso CRM", "description": null}),
        json!({"UserDetails": {"FirstName": "Anna", "Email": "a@contoso.example"}, "LeadSource": "AzureMarketplace", "ActionCode": "INS", "OfferTitle": "Contoso CRM"}),
        json!({"userDetails": {"FirstName": "Anna", "Email": "a@contoso.example"}, "LeadSource": "AzureMarketplace", "ActionCode": "INS", "OfferTitle": "Contoso CRM"}),
        json!({"first_name": "Anna", "email": "a@contoso.example", "lead_source": "AzureMarketplace-INS|Contoso CRM"}),
    ] {
        let lead = lead(body.clone());
        assert_eq!(
            (text(&lead.first_name), text(&lead.source), text(&lead.action), text(&lead.offer)),
            ("Anna", "AzureMarketplace", "INS", "Contoso CRM"),
            "{body}"
        );
        assert!(lead.problems.is_empty() && lead.other.is_empty(), "{body}: {lead:?}");
    }
}

#[test]
fn broken_twice_encoded_and_missing_persons_are_told_apart() {
    let twice = lead(row(&serde_json::to_string(PERSON).unwrap()));
    assert_eq!((text(&twice.email), twice.personal_data), ("anna@contoso.example", PersonalData::Present));
    assert_eq!(twice.problems, ["CustomerInfo is JSON that was encoded twice"]);

    let broken = lead(row(&PERSON[..PERSON.len() - 9]));
    assert_eq!((broken.personal_data, broken.problems.as_slice()), (PersonalData::Unreadable, &["CustomerInfo is no JSON object".to_owned()][..]));
    assert_eq!(broken.other["CustomerInfo"], PERSON[..PERSON.len() - 9], "what can't be read is not lost");

    let withheld = lead(row(r#"{"FirstName":"","LastName":"","Email":"","Phone":"","Country":"US","Company":"","Title":"CTO"}"#));
    assert_eq!((withheld.personal_data, text(&withheld.country)), (PersonalData::Withheld, "US"));

    for nothing in [json!({"ActionCode": "INS"}), row(""), row("{}"), row("null")] {
        assert_eq!(lead(nothing.clone()).personal_data, PersonalData::Missing, "{nothing}");
    }
    assert_eq!(lead(row("[1]")).personal_data, PersonalData::Unreadable);
}

#[test]
fn mistyped_columns_are_read_and_said() {
    let lead = lead(
        json!({"ActionCode": 7, "CreatedTime": "not a time", "LeadSource": {"a": 1}, "Score": 5, "CustomerInfo": {"FirstName": "Anna", "Region": "EU"}}),
    );
    assert_eq!((text(&lead.action), lead.created, lead.source), ("7", None, None));
    assert_eq!(
        lead.problems,
        ["ActionCode is a number where text should be", "CreatedTime is no time that leadctl knows", "LeadSource holds JSON where text should be"]
    );
    let kept: Vec<&str> = lead.other.keys().map(String::as_str).collect();
    assert_eq!(kept, ["CreatedTime", "LeadSource", "Score", "CustomerInfo.Region"]);
}

#[test]
fn the_same_column_twice_keeps_both_values() {
    let lead = lead(
        json!({"ActionCode": "INS", "actionCode": "PLT", "LeadSource": "AzureMarketplace-Create|contoso.crm", "OfferDisplayName": "Contoso CRM"}),
    );
    assert_eq!((text(&lead.action), lead.other["actionCode"].as_str()), ("INS", Some("PLT")));
    assert_eq!((text(&lead.source), text(&lead.offer), text(&lead.offer_id)), ("AzureMarketplace", "Contoso CRM", "contoso.crm"));
}

#[test]
fn campaigns_are_decoded_from_every_form_of_a_description() {
    for (description, want, kept) in [
        (r#"{"mktcmpid":"spring","partnerid":3}"#, vec![("mktcmpid", "spring"), ("partnerid", "3")], true),
        (r#"Campaigns: {"mktcmpid":"spring"}"#, vec![("mktcmpid", "spring")], true),
        ("Campaigns: mktcmpid=spring%20sale&partnerid=3", vec![("mktcmpid", "spring sale"), ("partnerid", "3")], true),
        (r#""{\"mktcmpid\":\"spring\"}""#, vec![("mktcmpid", "spring")], true),
        ("Campaigns: ", vec![], false),
        (" ", vec![], false),
        ("call me = soon, please", vec![], true),
    ] {
        let lead = lead(json!({"Description": description}));
        let want: BTreeMap<String, String> = want.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert_eq!((lead.campaign, lead.description.is_some()), (want, kept), "{description}");
    }
}

#[test]
fn test_leads_are_known_wherever_their_marker_stands() {
    let marker = "MSFT_TEST_639264528000000000";
    for fields in [
        json!({"Description": marker}),
        json!({"CustomerInfo": format!("{{\"LastName\":\"{marker}\"}}")}),
        json!({"CustomerInfo": format!("{{\"LastName\":\"{marker}\"")}),
        json!({"email": format!("{marker}@test.com")}),
        json!({"LeadSource": format!("{marker}-{marker}|Contoso Test")}),
        json!({"Remark": marker}),
    ] {
        assert!(lead(fields.clone()).test, "{fields}");
    }
    assert!(!lead(json!({"Company": "MSFT_TEST fans"})).test);
}

#[test]
fn a_lead_that_names_somebody_else_is_a_customer_s_whatever_mentions_a_marker() {
    let marker = "MSFT_TEST_639264528000000000";
    for fields in [
        json!({"Email": "anna@contoso.example", "Title": format!("asked about {marker}")}),
        json!({"LastName": "Berg", "Remark": marker}),
        json!({"Email": format!("{marker}@test.com"), "email": "anna@contoso.example"}),
        json!({"CustomerInfo": PERSON, "RelatedTest": marker}),
        json!({"CustomerInfo": PERSON, "Description": marker}),
        json!({"CustomerInfo": format!("{{\"Email\":\"anna@contoso.example\",\"Title\":\"{marker}\"")}),
        json!({"CustomerInfo": PERSON, "Description": format!("?utm_campaign={marker}")}),
        json!({"FirstName": "", "Description": format!("Campaigns: utm_campaign={marker}")}),
    ] {
        assert!(!lead(fields.clone()).test, "{fields}");
    }
    // As Salesforce gives it back.
    assert!(lead(json!({"LastName": marker, "Email": format!("{}@test.com", marker.to_lowercase())})).test);
}

#[test]
fn a_time_that_can_not_be_gives_way_to_the_arrival() {
    let future = lead(json!({"CreatedTime": "1/1/2030 1:00:00 PM"}));
    assert_eq!((future.when(), future.problems.len()), (future.arrived, 1));
    for (text, want) in [
        ("11/1/2026 1:02:03 PM", Some("2026-11-01T13:02:03Z")),
        ("11/1/2026 13:02:03", Some("2026-11-01T13:02:03Z")),
        ("11/1/2026 12:00:00 AM", Some("2026-11-01T00:00:00Z")),
        ("11/1/2026", Some("2026-11-01T00:00:00Z")),
        ("2026-11-01T13:02:03.5Z", Some("2026-11-01T13:02:03.5Z")),
        ("2026-11-01 13:02:03", Some("2026-11-01T13:02:03Z")),
        ("13/13/2026", None),
        ("11/1/2026 13:00:00 PM", None),
        ("-1/-1/2026", None),
        ("soon", None),
    ] {
        assert_eq!(parse_created(text).map(|at| at.to_string()).as_deref(), want, "{text}");
    }
}

#[test]
fn masked_leads_show_no_person() {
    let mut masked = lead(json!({"CustomerInfo": PERSON, "Description": "call anna@contoso.example", "Remark": "Anna's remark"}));
    masked.mask();
    let shown = serde_json::to_string(&masked).unwrap();
    for private in ["Anna", "Berg", "anna@", "+31", "Contoso"] {
        assert!(!shown.contains(private), "{private}: {shown}");
    }
    assert!(shown.contains("a…@contoso.example") && shown.contains("\"NL\""), "{shown}");
    // Nor in a field that is none of a person's.
    let person = json!({"FirstName": "Priya", "LastName": "Nair", "Company": "Lead Test", "Title": "Personal assistant of Priya Nair, Lead Test"});
    let mut masked = lead(json!({"CustomerInfo": person.to_string()}));
    masked.mask();
    assert_eq!(masked.title.as_deref(), Some("Personal assistant of P…, Lead Test"), "{masked:?}");
}
