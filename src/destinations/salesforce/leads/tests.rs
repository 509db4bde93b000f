//! What is asked of an organization, and what its answers come to: a page begins behind the last lead, and one lead alone is deleted.

use serde_json::json;

use super::*;
use crate::core::exchange::WireResponse;
use crate::core::outcome::Outcome;
use crate::core::scripted::{Scripted, answer, deleted_from, page_of};
use crate::core::values::Value as Setting;

fn wanted() -> Wanted {
    Wanted { since: Some("2026-11-01T00:00:00.5Z".parse().unwrap()), action: Some("O'X".to_owned()) }
}

#[test]
fn a_cursor_says_where_to_go_on_and_what_not_to_ask_for() {
    let at: Timestamp = "2026-11-02T10:00:00Z".parse().unwrap();
    let place = Place { after: None, hidden: vec!["Title", "Phone"] };
    let cursor = place.cursor(at, "00Qg00000000001AAA");
    let back = Place::read(&cursor).unwrap();
    assert_eq!(back, Place { after: Some((at, "00Qg00000000001AAA".to_owned())), hidden: vec!["Title", "Phone"] });
    let soql = back.query(&wanted(), 5);
    assert!(soql.contains("(CreatedDate > 2026-11-02T10:00:00Z OR (CreatedDate = 2026-11-02T10:00:00Z AND Id > '00Qg00000000001AAA'))"), "{soql}");
    assert!(!soql.contains("Title") && !soql.contains("Phone") && soql.ends_with("ORDER BY CreatedDate, Id LIMIT 5"), "{soql}");
    for broken in [
        "",
        "2026-11-02T10:00:00Z",
        "2026-11-02T10:00:00Z 00Q' OR Id != '",
        "x 00Qg00000000001AAA",
        &format!("{cursor} more"),
        "2026-11-02T10:00:00Z 00Qg00000000001AAA Nothing",
    ] {
        assert_eq!(Place::read(broken), None, "{broken}");
    }
}

#[test]
fn the_service_chooses_and_never_too_little() {
    let soql = Place::default().query(&wanted(), 2000);
    assert!(soql.contains("CreatedDate >= 2026-11-01T00:00:00Z AND") || soql.contains("CreatedDate >= 2026-11-01T00:00:00Z ORDER"), "{soql}");
    assert!(
        soql.contains(r"LeadSource LIKE '%O\'X%'") && soql.contains("LeadSource LIKE 'SPZA%'") && soql.contains("LeadSource LIKE '%-PLT|%'"),
        "{soql}"
    );
    // Without the field that tells, nothing is left out for it.
    let soql = Place { after: None, hidden: vec!["LeadSource"] }.query(&Wanted::default(), 2000);
    assert_eq!(
        soql,
        "SELECT Id, CreatedDate, FirstName, LastName, Email, Phone, Country, Company, Title, Description, Status, IsConverted FROM Lead ORDER BY CreatedDate, Id LIMIT 2000"
    );
}

#[test]
fn a_record_gives_key_time_and_its_other_fields() {
    let record = serde_json::json!({"attributes": {"type": "Lead"}, "Id": "00Qg00000000001AAA", "CreatedDate": "2026-11-02T10:00:00.000+0000", "LeadSource": "SPZA-PLT|contoso.crm", "Title": null});
    let Value::Object(record) = record else { unreachable!("it is an object") };
    let row = row(record, &[]);
    assert_eq!((row.key.as_str(), row.arrived.map(|at| at.to_string()).as_deref()), ("00Qg00000000001AAA", Some("2026-11-02T10:00:00Z")));
    assert_eq!(row.fields.keys().map(String::as_str).collect::<Vec<_>>(), ["LeadSource", "Title"]);
}

const ID: &str = "00Qg00000000001AAA";

fn values() -> Values {
    let mut values = Values::default();
    for (key, value) in
        [("oid", "00Do0000000ZHog"), ("api_url", "https://contoso.my.salesforce.com"), ("api_client_id", "3MVG9"), ("api_client_secret", "secret")]
    {
        values.set(key, Setting::Text(value.to_owned()));
    }
    values
}

fn signed_in(request: &WireRequest) -> Option<WireResponse> {
    (request.url.path() == "/services/oauth2/token").then(|| answer(200, None, "{\"access_token\":\"00D!good\"}"))
}

async fn asked_for_a_page(answers: Vec<WireResponse>, cursor: Option<&str>) -> (Result<(Option<String>, Vec<RawLead>), ReadFailure>, Scripted) {
    let net = Scripted::new(signed_in, answers);
    let page = page_of(&OrganizationLeads, &values(), &net, cursor).await;
    (page, net)
}

async fn deleted(answers: Vec<WireResponse>, key: &str) -> (Result<Deleted, ReadFailure>, Scripted) {
    let net = Scripted::new(signed_in, answers);
    let done = deleted_from(&OrganizationLeads, &values(), &net, key).await;
    (done, net)
}

fn refused(status: u16, code: &str, message: &str) -> WireResponse {
    answer(status, None, &json!([{"errorCode": code, "message": message}]).to_string())
}

fn records(done: bool) -> WireResponse {
    let record =
        json!({"attributes": {"type": "Lead"}, "Id": ID, "CreatedDate": "2026-11-02T10:00:00.000+0000", "LeadSource": "SPZA-PLT|contoso.crm"});
    answer(200, None, &json!({"totalSize": 2, "done": done, "records": [record]}).to_string())
}

#[tokio::test]
async fn an_answer_with_fewer_leads_than_asked_for_is_no_end() {
    let (page, _) = asked_for_a_page(vec![records(false)], None).await;
    assert_eq!(page.unwrap().0.as_deref(), Some("2026-11-02T10:00:00Z 00Qg00000000001AAA"));
    let (page, _) = asked_for_a_page(vec![records(true)], None).await;
    assert_eq!(page.unwrap().0, None);
}

#[tokio::test]
async fn hidden_fields_are_left_out_one_by_one_and_kept_in_the_cursor() {
    let no_such = |name: &str| {
        refused(
            400,
            "INVALID_FIELD",
            &format!("\nSELECT Id, {name}\n           ^\nERROR at Row:1:Column:12\nNo such column '{name}' on entity 'Lead'. If you are"),
        )
    };
    let (page, net) = asked_for_a_page(vec![no_such("Title"), no_such("phone"), records(false)], None).await;
    let (next, rows) = page.unwrap();
    assert_eq!((next.as_deref(), rows[0].problems.len(), net.asked().len()), (Some("2026-11-02T10:00:00Z 00Qg00000000001AAA Title,Phone"), 2, 3));
    // A field that was not asked for, or one that is refused again and again, ends it.
    for answers in [vec![no_such("Region__c")], vec![no_such("Title"), no_such("Title")]] {
        let (page, _) = asked_for_a_page(answers, None).await;
        assert!(page.unwrap_err().message.contains("may not read leads"));
    }
}

#[tokio::test]
async fn an_ended_session_is_renewed_once_and_used_up_calls_are_no_busy_moment() {
    let ended = || refused(401, "INVALID_SESSION_ID", "Session expired or invalid");
    let (page, net) = asked_for_a_page(vec![ended(), records(true)], None).await;
    assert_eq!((page.unwrap().1.len(), net.asked().len()), (1, 2));
    let (page, net) = asked_for_a_page(vec![ended(), ended()], None).await;
    assert_eq!((page.unwrap_err().outcome, net.asked().len()), (Outcome::Fail, 2));
    for (message, outcome) in [("TotalRequests Limit exceeded.", Outcome::Fail), ("ConcurrentPerOrgLongTxn Limit exceeded.", Outcome::Unknown)] {
        let (page, _) = asked_for_a_page(vec![refused(403, "REQUEST_LIMIT_EXCEEDED", message)], None).await;
        assert_eq!(page.unwrap_err().outcome, outcome, "{message}");
    }
    for body in ["<html></html>", "{}", "[]", "{\"done\":true,\"records\":[1]}"] {
        let (page, _) = asked_for_a_page(vec![answer(200, None, body)], None).await;
        assert_eq!(page.unwrap_err().outcome, Outcome::Fail, "{body}");
    }
}

#[tokio::test]
async fn one_lead_is_deleted_and_one_that_is_gone_is_told_apart() {
    let (done, net) = deleted(vec![answer(204, None, "")], ID).await;
    assert_eq!((done.unwrap(), net.asked()), (Deleted::Now, vec![format!("DELETE /services/data/v60.0/sobjects/Lead/{ID}")]));
    for code in ["ENTITY_IS_DELETED", "NOT_FOUND"] {
        assert_eq!(deleted(vec![refused(404, code, "entity is deleted")], ID).await.0.unwrap(), Deleted::Before);
    }
    let (done, _) = deleted(vec![refused(403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")], ID).await;
    assert!(done.unwrap_err().message.contains("may not delete leads"));
    for key in ["", "003g00000000001AAA", "00Q/../Account/1", "00Qg00000000001AAA/x"] {
        let (done, net) = deleted(Vec::new(), key).await;
        assert!(done.is_err() && net.asked().is_empty(), "{key}");
    }
}
