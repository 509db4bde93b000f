//! The organization from the outside: forms in, leads and mails out, and a query language that says what is wrong with a query.

use jiff::{SignedDuration, Timestamp};

use super::*;

fn now() -> Timestamp {
    "2026-10-01T12:00:00Z".parse().unwrap()
}

struct Seen {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Seen {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}", self.body))
    }

    fn code(&self) -> String {
        self.json()[0]["errorCode"].as_str().unwrap_or_default().to_owned()
    }
}

fn ask_at(fake: &SalesforceFake, at: Timestamp, faults: &[&str], method: &str, target: &str, token: &str, body: &str) -> Seen {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
    let headers = [("host", "127.0.0.1:1"), ("authorization", token)].map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let request = FakeRequest { method: method.into(), path: path.into(), query, headers, body: body.into(), secure: false, now: at };
    let answer = fake.answer(&request, &faults.iter().map(|id| (*id).to_owned()).collect());
    let FakeBody::Whole(body) = answer.body else { return Seen { status: 0, headers: Vec::new(), body: String::new() } };
    Seen { status: answer.status, headers: answer.headers, body: String::from_utf8(body).unwrap() }
}

fn form(fake: &SalesforceFake, faults: &[&str], body: &str) -> Seen {
    ask_at(fake, now(), faults, "POST", "/servlet/servlet.WebToLead?encoding=UTF-8", "", body)
}

fn token(fake: &SalesforceFake) -> String {
    let body = format!("grant_type=client_credentials&client_id={}&client_secret={}", fake.client_id, fake.client_secret);
    let seen = ask_at(fake, now(), &[], "POST", "/services/oauth2/token", "", &body);
    format!("Bearer {}", seen.json()["access_token"].as_str().unwrap())
}

fn query(fake: &SalesforceFake, token: &str, resource: &str, soql: &str) -> Seen {
    let encoded: String = url::form_urlencoded::byte_serialize(soql.as_bytes()).collect();
    ask_at(fake, now() + SignedDuration::from_secs(5), &[], "GET", &format!("/services/data/v60.0/{resource}?q={encoded}"), token, "")
}

#[test]
fn the_servlet_says_two_hundred_to_everything() {
    let fake = SalesforceFake::new();
    let good = format!("oid={}&last_name=A&company=B&email=X%40y.example", fake.oid);
    let long = format!("oid={}&last_name=A&company=B", ids::long(&fake.oid));
    for (body, processed, leads) in [
        (good.as_str(), "true", 1),
        (long.as_str(), "true", 2),
        ("oid=00D000000000001&last_name=A&company=B", web::EXCEPTION, 2),
        ("last_name=A&company=B", web::EXCEPTION, 2),
        (&good.replace("company=B", ""), web::EXCEPTION, 2),
        (&good.replace("last_name=A", "last_name=+"), web::EXCEPTION, 2),
        (&good.replace(&fake.oid, &fake.oid.to_lowercase()), web::EXCEPTION, 2),
    ] {
        let seen = form(&fake, &[], body);
        assert_eq!((seen.status, seen.header("is-processed"), fake.leads().len()), (200, Some(processed), leads), "{body}");
    }
    assert_eq!(fake.leads()[0]["Email"], "x@y.example");
    let away = form(&fake, &[], &format!("{good}&retURL=https%3A%2F%2Fcontoso.example%2Fthanks"));
    assert_eq!((away.status, away.header("location")), (302, Some("https://contoso.example/thanks")));
}

#[test]
fn why_there_is_no_lead_is_told_by_mail_alone() {
    let fake = SalesforceFake::new();
    let body = format!("oid={}&last_name=A&company=B&lead_source=AzureMarketplace-INS%7Ccontoso.offer&country=US&title=T&encoding=UTF-8", fake.oid);
    let reasons = [
        ("salesforce/required-field", "Region__c"),
        ("salesforce/restricted-picklist", "bad value for restricted picklist field"),
        ("salesforce/country-picklist", "problem with this country"),
        ("salesforce/validation-rule", "FIELD_CUSTOM_VALIDATION_EXCEPTION"),
        ("salesforce/duplicate-rule", "creating a duplicate record"),
        ("salesforce/apex-trigger-error", "NullPointerException"),
        ("salesforce/recaptcha-required", "reCAPTCHA"),
    ];
    for (fault, words) in reasons {
        let seen = form(&fake, &[fault], &body);
        assert_eq!((seen.status, seen.header("is-processed"), fake.leads().len()), (200, Some("true"), 0), "{fault}");
        let mail = ask_at(&fake, now(), &[], "GET", "/_outbox/latest", "", "").body;
        assert!(mail.replace("=\r\n", "").contains(words), "{fault}: {mail}");
        assert!(mail.contains("encoding =3D UTF-8\r\nencoding =3D UTF-8"), "of the query and of the body: {mail}");
        assert!(mail.lines().all(|line| line.len() <= 200), "{mail}");
    }
    let list = ask_at(&fake, now(), &[], "GET", "/_outbox", "", "").json();
    assert_eq!(list["mails"].as_array().unwrap().len(), reasons.len());
    assert_eq!(ask_at(&fake, now(), &[], "GET", "/_outbox/99", "", "").status, 404);
}

#[test]
fn a_lead_of_the_form_is_there_a_moment_later() {
    let fake = SalesforceFake::new();
    let token = token(&fake);
    form(&fake, &[], &format!("oid={}&last_name=A&company=B", fake.oid));
    let at = |millis| {
        let target = "/services/data/v60.0/query?q=SELECT+Id+FROM+Lead";
        ask_at(&fake, now() + SignedDuration::from_millis(millis), &[], "GET", target, &token, "").json()["totalSize"].clone()
    };
    assert_eq!((at(100), at(2000)), (json!(0), json!(1)));
}

#[test]
fn only_the_apps_own_secret_gives_a_token_and_only_a_token_lets_in() {
    let fake = SalesforceFake::new();
    let with =
        |body: &str| ask_at(&fake, now(), &[], "POST", "/services/oauth2/token", "", body).json()["error"].as_str().unwrap_or("none").to_owned();
    let (id, secret) = (&fake.client_id, &fake.client_secret);
    assert_eq!(with(&format!("grant_type=client_credentials&client_id={id}&client_secret=x")), "invalid_client");
    assert_eq!(with(&format!("grant_type=client_credentials&client_id=x&client_secret={secret}")), "invalid_client_id");
    assert_eq!(with(&format!("grant_type=password&client_id={id}&client_secret={secret}")), "unsupported_grant_type");
    for header in ["", "Bearer x", "Basic eDp5"] {
        let seen = ask_at(&fake, now(), &[], "GET", "/services/data/v60.0/limits", header, "");
        assert_eq!((seen.status, seen.code().as_str()), (401, "INVALID_SESSION_ID"), "{header}");
    }
    assert_eq!(ask_at(&fake, now(), &[], "GET", "/services/data/", "", "").json()[0]["version"], "31.0");
    assert_eq!(ask_at(&fake, now(), &[], "GET", "/services/data/v99.0/limits", &token(&fake), "").status, 404);
}

#[test]
fn queries_pick_what_they_ask_for_and_wrong_ones_are_told_why() {
    let fake = SalesforceFake::new();
    let token = token(&fake);
    for (name, title) in [("O'Brien", "Buyer"), ("Ångström", "Lead"), ("a%b", "")] {
        let body = json!({"LastName": name, "Company": "C", "Title": title}).to_string();
        assert_eq!(ask_at(&fake, now(), &[], "POST", "/services/data/v60.0/sobjects/Lead/", &token, &body).status, 201);
    }
    for (condition, count) in [
        ("LastName = 'o\\'brien'", 1),
        ("LastName != 'O\\'Brien'", 2),
        ("LastName LIKE 'å%'", 1),
        ("LastName LIKE '_\\%b'", 1),
        ("Title IN ('Buyer', 'Lead')", 2),
        ("Title NOT IN ('Buyer')", 2),
        ("(Title = 'Buyer' OR Title = 'Lead') AND Company = 'c'", 2),
        ("NOT Title = 'Buyer'", 2),
        ("CreatedDate >= 2026-10-01T12:00:00Z AND CreatedDate < 2026-10-01T12:00:01+00:00", 3),
        ("CreatedDate > 2026-10-01T12:00:00Z", 0),
        ("Email = null AND IsConverted = false", 3),
    ] {
        let seen = query(&fake, &token, "query", &format!("SELECT Id FROM Lead WHERE {condition}"));
        assert_eq!(seen.json()["totalSize"], count, "{condition}: {}", seen.body);
    }
    let seen = query(&fake, &token, "query/", "select lastname from Lead order by LastName desc limit 1 offset 1").json();
    assert_eq!(seen["records"][0]["LastName"], "O'Brien", "{seen}");
    for (soql, code) in [
        ("SELECT Id FROM", "MALFORMED_QUERY"),
        ("SELECT FROM Lead", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE LastName = 'x", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead; DROP", "MALFORMED_QUERY"),
        ("", "MALFORMED_QUERY"),
        ("SELECT Idd FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Nope = 1", "INVALID_FIELD"),
        ("SELECT Id FROM Contact", "INVALID_TYPE"),
        ("SELECT Id FROM ValidationRule", "INVALID_TYPE"),
    ] {
        let seen = query(&fake, &token, "query", soql);
        assert_eq!((seen.status, seen.code().as_str()), (400, code), "{soql}: {}", seen.body);
    }
    let refusal = query(&fake, &token, "query", "SELECT Id, Nope__c FROM Lead").json()[0]["message"].clone();
    assert!(
        refusal
            .as_str()
            .unwrap()
            .contains("\nSELECT Id, Nope__c\n           ^\nERROR at Row:1:Column:12\nNo such column 'Nope__c' on entity 'Lead'."),
        "{refusal}"
    );
    for (soql, words) in [
        ("SELECT Id FROM Lead WHERE Description LIKE 'x%'", "field 'Description' can not be filtered in a query call"),
        ("SELECT Id FROM Lead ORDER BY Description", "field 'Description' can not be sorted in a query call"),
    ] {
        let seen = query(&fake, &token, "query", soql);
        assert_eq!((seen.code().as_str(), &seen.json()[0]["message"]), ("INVALID_FIELD", &json!(words)), "{soql}");
    }
    let deep = format!("SELECT Id FROM Lead WHERE {}Id = 'x'{}", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(query(&fake, &token, "query", &deep).code(), "MALFORMED_QUERY");
}

#[test]
fn a_long_answer_comes_in_pages() {
    let fake = SalesforceFake::new();
    let token = token(&fake);
    let lead = serde_json::Map::from_iter([("LastName".to_owned(), json!("x"))]);
    for _ in 0..4500 {
        fake.store().insert(&lead, now(), SignedDuration::ZERO);
    }
    let mut page = query(&fake, &token, "query", "SELECT Id FROM Lead").json();
    let mut ids = std::collections::BTreeSet::new();
    let mut sizes = Vec::new();
    loop {
        let records = page["records"].as_array().unwrap();
        sizes.push(records.len());
        ids.extend(records.iter().map(|record| record["Id"].as_str().unwrap().to_owned()));
        assert_eq!(page["totalSize"], 4500);
        let Some(next) = page["nextRecordsUrl"].as_str() else { break };
        page = ask_at(&fake, now(), &[], "GET", next, &token, "").json();
    }
    assert_eq!((sizes, ids.len(), &page["done"]), (vec![2000, 2000, 500], 4500, &json!(true)));
    // By time and id, as clients go on that keep no locator; all were made in the same second.
    let page = "SELECT Id, CreatedDate FROM Lead WHERE (CreatedDate > 2026-10-01T12:00:00Z OR (CreatedDate = 2026-10-01T12:00:00Z AND Id > '')) ORDER BY CreatedDate, Id LIMIT 1000";
    let (mut seen, mut last) = (std::collections::BTreeSet::new(), String::new());
    for size in [1000, 1000, 1000, 1000, 500, 0] {
        let page = query(&fake, &token, "query", &page.replace("Id > ''", &format!("Id > '{last}'"))).json();
        let records = page["records"].as_array().unwrap();
        assert_eq!((records.len(), &page["done"]), (size, &json!(true)));
        last = records.last().map_or(last, |record| record["Id"].as_str().unwrap().to_owned());
        seen.extend(records.iter().map(|record| record["Id"].as_str().unwrap().to_owned()));
        assert!(records.iter().all(|record| record["CreatedDate"] == "2026-10-01T12:00:00.000+0000"));
    }
    assert_eq!(seen, ids);
    let target = "/services/data/v60.0/query?q=SELECT+Id+FROM+Lead+LIMIT+7";
    let small = ask_at(&fake, now(), &["sandbox/salesforce-small-pages"], "GET", target, &token, "").json();
    assert_eq!((small["records"].as_array().unwrap().len(), &small["done"]), (5, &json!(false)));
    for fault in ["title", "source"] {
        let target = "/services/data/v60.0/query?q=SELECT+Title,LeadSource+FROM+Lead+LIMIT+7";
        assert_eq!(
            ask_at(&fake, now(), &[&format!("sandbox/salesforce-hidden-{fault}")], "GET", target, &token, "").code(),
            "INVALID_FIELD",
            "{fault}"
        );
    }
    let seen = ask_at(&fake, now(), &[], "GET", "/services/data/v60.0/query/01gnothing-2000", &token, "");
    assert_eq!(seen.code(), "INVALID_QUERY_LOCATOR");
}
