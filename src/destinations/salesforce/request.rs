//! The requests that leadctl sends to Salesforce, as pure functions of settings and lead: the form post, and what looks inside.

use url::Url;
use url::form_urlencoded::Serializer;

use crate::core::exchange::{Purpose, WireRequest};
use crate::core::lead::{Lead, Part};
use crate::destinations::salesforce::settings::{Api, Settings};

/// Of spring 2024; Salesforce keeps a version for years.
const VERSION: &str = "v60.0";

/// The lead's fields: the form's name, and the name that the Lead object has for it.
pub(super) const FIELDS: [(&str, &str); 9] = [
    ("company", "Company"),
    ("country", "Country"),
    ("description", "Description"),
    ("email", "Email"),
    ("first_name", "FirstName"),
    ("last_name", "LastName"),
    ("lead_source", "LeadSource"),
    ("phone", "Phone"),
    ("title", "Title"),
];

/// The documented test lead has its marker where a real lead has source and action; the offer is its display name.
fn lead_source(lead: &Lead) -> String {
    format!("{0}-{0}|{1}", lead.marker, lead.offer_title)
}

/// The lead's own fields in the order of Microsoft's sample; `None`: the lead has none.
pub(super) fn lead_fields(lead: &Lead) -> Vec<(&'static str, Option<String>)> {
    let source = Part::Text(lead_source(lead));
    let description = Part::Text(lead.description.clone());
    let of = |name: &str| match name {
        "company" => &lead.company,
        "country" => &lead.country,
        "description" => &description,
        "email" => &lead.email,
        "first_name" => &lead.first_name,
        "last_name" => &lead.last_name,
        "lead_source" => &source,
        "phone" => &lead.phone,
        _ => &lead.title,
    };
    FIELDS
        .into_iter()
        .filter_map(|(name, _)| match of(name) {
            Part::Text(text) => Some((name, Some(text.clone()))),
            Part::Null => Some((name, None)),
            Part::Absent => None,
        })
        .collect()
}

/// A form knows no null: such a field is sent empty.
pub(super) fn post(settings: &Settings, lead: &Lead) -> WireRequest {
    let mut pairs: Vec<(&str, String)> = lead_fields(lead).into_iter().map(|(name, value)| (name, value.unwrap_or_default())).collect();
    pairs.extend([("encoding", "UTF-8".to_owned()), ("encoding", "UTF-8".to_owned()), ("oid", settings.oid.clone())]);
    // The sample is sorted by name.
    pairs.sort_by_key(|(name, _)| *name);
    let body = Serializer::new(String::new()).extend_pairs(pairs).finish();
    WireRequest::new("POST", settings.post_url.clone(), Purpose::Write)
        .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
        .header("Accept", "*/*")
        .body(body)
}

/// A token by the client credentials flow. It changes nothing, and a second one does no harm.
pub(super) fn token(api: &Api) -> WireRequest {
    let body = Serializer::new(String::new())
        .extend_pairs([("grant_type", "client_credentials"), ("client_id", &api.client_id), ("client_secret", &api.client_secret)])
        .finish();
    WireRequest::new("POST", at(api, "/services/oauth2/token"), Purpose::Read)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .body(body)
}

fn at(api: &Api, path: &str) -> Url {
    let mut url = api.base.clone();
    url.set_path(path);
    url
}

fn get(api: &Api, token: &str, path: &str) -> WireRequest {
    authorised(WireRequest::new("GET", at(api, &format!("/services/data/{VERSION}/{path}")), Purpose::Read), token)
}

fn authorised(request: WireRequest, token: &str) -> WireRequest {
    request.header("Authorization", format!("Bearer {token}")).header("Accept", "application/json")
}

fn query(api: &Api, token: &str, resource: &str, soql: &str) -> WireRequest {
    let mut request = get(api, token, resource);
    request.url.query_pairs_mut().append_pair("q", soql);
    request
}

pub(super) fn organization(api: &Api, token: &str) -> WireRequest {
    query(api, token, "query", "SELECT Id, IsSandbox, OrganizationType, InstanceName FROM Organization")
}

/// An organization with many fields and lists describes them in megabytes.
pub(super) fn describe(api: &Api, token: &str) -> WireRequest {
    let mut request = get(api, token, "sobjects/Lead/describe");
    request.max_answer = 8 * 1024 * 1024;
    request
}

pub(super) fn limits(api: &Api, token: &str) -> WireRequest {
    get(api, token, "limits")
}

/// How many leads were made since then, by whatever way.
pub(super) fn count_since(api: &Api, token: &str, since: jiff::Timestamp) -> WireRequest {
    query(api, token, "query", &format!("SELECT COUNT() FROM Lead WHERE CreatedDate > {}", crate::core::clock::iso(since)))
}

pub(super) fn validation_rules(api: &Api, token: &str) -> WireRequest {
    query(
        api,
        token,
        "tooling/query",
        "SELECT Id, ValidationName, ErrorDisplayField, ErrorMessage FROM ValidationRule WHERE EntityDefinition.QualifiedApiName = 'Lead' AND Active = true",
    )
}

pub(super) fn duplicate_rules(api: &Api, token: &str) -> WireRequest {
    query(api, token, "query", "SELECT Id, MasterLabel FROM DuplicateRule WHERE SobjectType = 'Lead' AND IsActive = true")
}

pub(super) fn triggers(api: &Api, token: &str) -> WireRequest {
    query(api, token, "tooling/query", "SELECT Id, Name FROM ApexTrigger WHERE TableEnumOrId = 'Lead' AND Status = 'Active'")
}

/// The leads with this address; with all of the lead's fields, or, where some may not be read, with the ids alone.
pub(super) fn find(api: &Api, token: &str, email: &str, every_field: bool) -> WireRequest {
    let fields: Vec<&str> = if every_field { FIELDS.iter().map(|(_, name)| *name).collect() } else { Vec::new() };
    let fields = [&["Id"], fields.as_slice(), &["CreatedDate"]].concat().join(", ");
    let email = email.replace('\\', "\\\\").replace('\'', "\\'");
    query(api, token, "query", &format!("SELECT {fields} FROM Lead WHERE Email = '{email}' ORDER BY CreatedDate, Id"))
}

/// A page of leads.
pub(super) fn leads(api: &Api, token: &str, soql: &str, max_answer: usize) -> WireRequest {
    let mut request = query(api, token, "query", soql);
    request.max_answer = max_answer;
    request.private_answer = true;
    request
}

pub(super) fn delete(api: &Api, token: &str, id: &str) -> WireRequest {
    authorised(WireRequest::new("DELETE", at(api, &format!("/services/data/{VERSION}/sobjects/Lead/{id}")), Purpose::Write), token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::lead::Variant;

    fn body(variant: Variant) -> String {
        let settings = Settings { oid: "00Do0000000ZHog".into(), post_url: Url::parse("https://x.example/?encoding=UTF-8").unwrap(), api: None };
        let lead = Lead::test("2026-10-01T12:00:00Z".parse().unwrap(), "Contoso Test", variant);
        post(&settings, &lead).body.unwrap().replace("MSFT_TEST_639264528000000000", "M")
    }

    #[test]
    fn the_form_is_the_documented_one() {
        // Microsoft's page "Customer leads from your commercial marketplace offer", field for field.
        assert_eq!(
            body(Variant::Full),
            "company=M&country=US&description=M&email=M%40test.com&encoding=UTF-8&encoding=UTF-8&first_name=M&last_name=M&lead_source=M-M%7CContoso+Test&oid=00Do0000000ZHog&phone=1234567890&title=M"
        );
    }

    #[test]
    fn empty_fields_are_empty_or_left_out() {
        let minimal = "description=M&email=M%40test.com&encoding=UTF-8&encoding=UTF-8&lead_source=M-M%7CContoso+Test&oid=00Do0000000ZHog";
        assert_eq!(body(Variant::Minimal), minimal);
        assert!(body(Variant::Nulls).starts_with("company=&country=&description=M&"), "{}", body(Variant::Nulls));
        assert!(body(Variant::Unicode).contains("Zo%C3%AB"), "{}", body(Variant::Unicode));
    }

    #[test]
    fn a_query_can_not_be_broken_out_of() {
        let api = Api { base: Url::parse("https://c.my.salesforce.com/").unwrap(), client_id: String::new(), client_secret: String::new().into() };
        let url = find(&api, "t", "o'brien\\@test.com", false).url;
        let soql = url.query_pairs().find(|(name, _)| name == "q").unwrap().1.into_owned();
        assert!(soql.contains(r"Email = 'o\'brien\\@test.com' ORDER"), "{soql}");
    }
}
