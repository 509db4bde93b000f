//! What is asked of an environment, and what its odd answers come to: nothing is sent to another host, waited for without end, or deleted
//! by mistake.

use serde_json::json;

use super::*;
use crate::core::exchange::WireRequest;
use crate::core::outcome::Outcome;
use crate::core::scripted::{Scripted, answer, deleted_from, page_of};
use crate::core::values::Value as Setting;

const TENANT: &str = "1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5";
const ID: &str = "7c5bd0a6-0000-4000-8000-000000000001";

fn values() -> Values {
    let mut values = Values::default();
    for (key, value) in
        [("url", "https://contoso.crm4.dynamics.com"), ("directory_id", TENANT), ("application_id", TENANT), ("client_secret", "secret")]
    {
        values.set(key, Setting::Text(value.to_owned()));
    }
    values
}

/// Challenge, sign-in and identity are always answered.
fn signed_in(request: &WireRequest) -> Option<WireResponse> {
    let authorised = request.headers.iter().any(|(name, _)| *name == "Authorization");
    match request.url.path() {
        "/api/data/v9.2/" if !authorised => {
            let challenge = format!(
                "Bearer authorization_uri=https://login.microsoftonline.com/{TENANT}/oauth2/authorize, resource_id=https://contoso.crm4.dynamics.com/"
            );
            Some(answer(401, Some(("www-authenticate", &challenge)), ""))
        }
        path if path.ends_with("/oauth2/v2.0/token") => Some(answer(200, None, "{\"access_token\":\"good\"}")),
        "/api/data/v9.2/WhoAmI" => Some(answer(200, None, &json!({"UserId": ID}).to_string())),
        _ => None,
    }
}

async fn asked_for_a_page(answers: Vec<WireResponse>, cursor: Option<&str>) -> (Result<(Option<String>, Vec<RawLead>), ReadFailure>, Scripted) {
    let net = Scripted::new(signed_in, answers);
    let page = page_of(&LeadTable, &values(), &net, cursor).await;
    (page, net)
}

async fn deleted(answers: Vec<WireResponse>, key: &str) -> (Result<Deleted, ReadFailure>, Scripted) {
    let net = Scripted::new(signed_in, answers);
    let done = deleted_from(&LeadTable, &values(), &net, key).await;
    (done, net)
}

fn busy(seconds: &str) -> WireResponse {
    let body = json!({"error": {"code": "0x80072322", "message": "Number of requests exceeded the limit of 6000 over time window of 300 seconds."}});
    answer(429, Some(("retry-after", seconds)), &body.to_string())
}

fn rows(next: Option<&str>) -> WireResponse {
    let mut body = json!({"value": [{"@odata.etag": "W/\"1\"", "leadid": ID, "createdon": "2026-11-01T10:00:00Z", "subject": "SPZA-PLT|contoso.crm", "lastname": null}]});
    if let Some(next) = next {
        body["@odata.nextLink"] = next.into();
    }
    answer(200, None, &body.to_string())
}

#[tokio::test]
async fn as_long_as_the_environment_asks_is_waited_and_no_longer_than_its_window() {
    let cursor = Some("/api/data/v9.2/leads?$skiptoken=x");
    let (page, net) = asked_for_a_page(vec![busy("120"), busy("30"), rows(None)], cursor).await;
    assert_eq!((page.unwrap().1.len(), net.pauses()), (1, vec![120, 30]));
    let (page, net) = asked_for_a_page(vec![busy("150"), busy("150"), busy("150")], cursor).await;
    let failure = page.unwrap_err();
    assert_eq!((failure.outcome, failure.entry, net.pauses()), (Outcome::Unknown, Some("dynamics/rate-limited"), vec![150, 150]));
    let (page, net) = asked_for_a_page(vec![busy("86400")], cursor).await;
    assert!(page.is_err() && net.pauses().is_empty());
    // Before anything was read, less.
    let (page, net) = asked_for_a_page(vec![busy("37"), rows(None)], None).await;
    assert_eq!((page.unwrap().1.len(), net.pauses()), (1, vec![37]));
    let (page, net) = asked_for_a_page(vec![busy("37"), busy("37")], None).await;
    assert_eq!((page.unwrap_err().entry, net.pauses()), (Some("dynamics/rate-limited"), vec![37]));
}

#[tokio::test]
async fn a_token_that_is_never_taken_ends_it() {
    let (page, net) = asked_for_a_page(vec![answer(401, None, ""), rows(None)], None).await;
    assert_eq!((page.unwrap().1[0].key.as_str(), net.asked().len()), (ID, 2));
    let (page, net) = asked_for_a_page(vec![answer(401, None, ""), answer(401, None, "")], None).await;
    assert_eq!((page.unwrap_err().entry, net.asked().len()), (Some("dynamics/unauthorized-token"), 2));
}

#[tokio::test]
async fn a_link_is_followed_within_the_environment_alone() {
    let link = "https://contoso.crm4.dynamics.com/api/data/v9.2/leads?$select=subject&$skiptoken=%3Ccookie%3E";
    let (page, _) = asked_for_a_page(vec![rows(Some(link))], None).await;
    let next = page.unwrap().0.unwrap();
    assert_eq!(next, "/api/data/v9.2/leads?$select=subject&$skiptoken=%3Ccookie%3E");
    let (page, _) = asked_for_a_page(vec![rows(None)], Some(&next)).await;
    let row = page.unwrap().1.remove(0);
    assert!(row.problems.iter().any(|said| said.contains("no column lastname")) && row.problems.len() == COLUMNS.len() - 1, "{:?}", row.problems);
    // The same again would go on for ever.
    let (page, _) = asked_for_a_page(vec![rows(Some(link))], Some(&next)).await;
    assert!(page.unwrap_err().message.contains("no end"));
    for elsewhere in [
        "https://evil.example/api/data/v9.2/leads?$skiptoken=x",
        "http://contoso.crm4.dynamics.com/api/data/v9.2/leads?$skiptoken=x",
        "https://contoso.crm4.dynamics.com:8443/api/data/v9.2/leads?$skiptoken=x",
        "https://contoso.crm4.dynamics.com/other?$skiptoken=x",
        "leads?$skiptoken=x",
    ] {
        let (page, _) = asked_for_a_page(vec![rows(Some(elsewhere))], None).await;
        assert!(page.unwrap_err().message.contains("another host"), "{elsewhere}");
    }
    for broken in ["", "//evil.example/api/data/?x", "https://evil.example/api/data/?x", "/other?x", "/api/data/v9.2/leads"] {
        let (page, net) = asked_for_a_page(Vec::new(), Some(broken)).await;
        assert!(page.unwrap_err().message.contains("begin anew") && net.asked().is_empty(), "{broken}");
    }
}

#[tokio::test]
async fn whatever_else_answers_is_no_page() {
    for (status, body) in [(200, "<html></html>"), (200, "{}"), (200, "{\"value\":[1]}"), (200, ""), (404, "<html></html>")] {
        let (page, _) = asked_for_a_page(vec![answer(status, None, body)], None).await;
        assert_eq!(page.unwrap_err().outcome, Outcome::Fail, "{status} {body}");
    }
}

#[tokio::test]
async fn one_lead_is_deleted_and_one_that_is_gone_is_told_apart() {
    let (done, net) = deleted(vec![busy("20"), answer(204, None, "")], ID).await;
    assert_eq!((done.unwrap(), net.asked()), (Deleted::Now, vec![format!("DELETE /api/data/v9.2/leads({ID})"); 2]));
    let gone = json!({"error": {"code": "0x80040217", "message": format!("Entity 'lead' With Id = {ID} Does Not Exist")}}).to_string();
    assert_eq!(deleted(vec![answer(404, None, &gone)], ID).await.0.unwrap(), Deleted::Before);
    let none = json!({"error": {"code": "0x8006088a", "message": "Resource not found for the segment 'leads'."}}).to_string();
    assert_eq!(deleted(vec![answer(404, None, &none)], ID).await.0.unwrap_err().entry, Some("dynamics/lead-table-missing"));
    let refused = json!({"error": {"code": "0x80040220", "message": "Principal user is missing prvDeleteLead privilege"}}).to_string();
    assert!(deleted(vec![answer(403, None, &refused)], ID).await.0.unwrap_err().message.contains("may not delete leads"));
    for key in ["", "leads", "7c5bd0a6-0000-4000-8000-000000000001)/x(1", "1) or (2"] {
        let (done, net) = deleted(Vec::new(), key).await;
        assert!(done.is_err() && net.asked().is_empty(), "{key}");
    }
}

#[test]
fn the_environment_chooses_and_never_too_little() {
    let wanted = Wanted { since: Some("2026-11-01T00:00:00.999Z".parse().unwrap()), action: Some("O'X".to_owned()) };
    let text = filter(&wanted, ID, &COLUMNS);
    assert!(text.starts_with(&format!("(_createdby_value eq {ID} or startswith(subject,'AzureMarketplace-') or ")), "{text}");
    assert!(text.ends_with(" and createdon ge 2026-11-01T00:00:00Z and contains(subject,'O''X')"), "{text}");
    let ancient = Wanted { since: Some(jiff::Timestamp::MIN), action: None };
    assert!(!filter(&ancient, ID, &COLUMNS).contains("createdon"));
    // Without the column that tells, nothing is left out for it.
    let text = filter(&wanted, ID, &["firstname"]);
    assert_eq!(text, format!("(_createdby_value eq {ID}) and createdon ge 2026-11-01T00:00:00Z"));
}
