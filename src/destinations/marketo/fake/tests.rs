//! The instance from the outside: what it takes, what it refuses, and each mistake's answer.

use super::*;
use crate::core::fake::FakeBody;

struct User<'a> {
    fake: &'a MarketoFake,
    faults: Faults,
    token: String,
}

fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> FakeRequest {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
    FakeRequest {
        method: method.into(),
        path: format!("/marketo{path}"),
        query,
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.into(),
        secure: false,
        now: "2026-10-01T12:00:00Z".parse().unwrap(),
    }
}

fn json_of(answer: &FakeAnswer) -> Value {
    let FakeBody::Whole(body) = &answer.body else { panic!("no whole body") };
    serde_json::from_slice(body).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(body)))
}

fn on(ids: &[&str]) -> Faults {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn sign_in(fake: &MarketoFake, id: &str, secret: &str, faults: &Faults) -> (u16, Value) {
    let target = format!("/identity/oauth/token?grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let answer = fake.answer(&request("GET", &target, &[], ""), faults);
    (answer.status, json_of(&answer))
}

fn credentials(fake: &MarketoFake) -> (String, String) {
    let identity = fake.identity();
    (identity.client_id.clone(), identity.client_secret.clone())
}

impl<'a> User<'a> {
    fn new(fake: &'a MarketoFake, faults: &[&str]) -> Self {
        let (id, secret) = credentials(fake);
        let (status, body) = sign_in(fake, &id, &secret, &on(&[]));
        assert_eq!(status, 200);
        User { fake, faults: on(faults), token: body["access_token"].as_str().unwrap().to_owned() }
    }

    fn ask(&self, method: &str, target: &str, body: &str) -> Value {
        let bearer = format!("Bearer {}", self.token);
        let answer =
            self.fake.answer(&request(method, target, &[("authorization", &bearer), ("content-type", "application/json")], body), &self.faults);
        assert_eq!(answer.status, 200, "errors come with 200");
        json_of(&answer)
    }

    fn submit(&self, fields: &Value) -> Value {
        self.ask("POST", "/rest/v1/leads/submitForm.json", &json!({"formId": FORM, "input": [{"leadFormFields": fields}]}).to_string())
    }
}

fn code(body: &Value) -> &str {
    body["errors"][0]["code"].as_str().or_else(|| body["result"][0]["reasons"][0]["code"].as_str()).unwrap_or_default()
}

#[test]
fn a_token_is_the_same_until_it_expires_and_only_in_the_header() {
    let fake = MarketoFake::new();
    let (id, secret) = credentials(&fake);
    let first = User::new(&fake, &[]);
    assert_eq!(first.token, User::new(&fake, &[]).token);
    assert!(first.token.ends_with(":int"));
    assert_eq!(sign_in(&fake, "nobody", &secret, &on(&[])).1["error_description"], "No client with requested id: nobody");
    let (status, body) = sign_in(&fake, &id, "wrong", &on(&[]));
    assert_eq!((status, &body["error"], &body["error_description"]), (401, &json!("invalid_client"), &json!("Bad client credentials")));
    let bare = fake.answer(&request("GET", &format!("/rest/v1/leads/describe.json?access_token={}", first.token), &[], ""), &on(&[]));
    assert_eq!(code(&json_of(&bare)), "600");
    let wrong = fake.answer(&request("GET", "/rest/v1/leads/describe.json", &[("authorization", "Bearer x")], ""), &on(&[]));
    assert_eq!(code(&json_of(&wrong)), "601");
    let late = FakeRequest {
        now: "2026-10-01T13:00:01Z".parse().unwrap(),
        ..request("GET", "/rest/v1/stats/usage.json", &[("authorization", &format!("Bearer {}", first.token))], "")
    };
    assert_eq!(code(&json_of(&fake.answer(&late, &on(&[])))), "602");
}

#[test]
fn a_submitted_lead_is_found_changed_and_deleted() {
    let fake = MarketoFake::new();
    let user = User::new(&fake, &[]);
    let lead = json!({"email": "jdoe@contoso.example", "firstName": "J", "leadSource": "x"});
    let id = user.submit(&lead)["result"][0]["id"].as_u64().unwrap();
    assert_eq!(user.submit(&json!({"email": "JDOE@contoso.example", "title": "T"}))["result"], json!([{"id": id, "status": "updated"}]));
    let found = user.ask("GET", "/rest/v1/leads.json?filterType=email&filterValues=jdoe%40contoso.example&fields=id%2Ctitle%2Cphone", "");
    assert_eq!(found["result"], json!([{"id": id, "title": "T", "phone": null}]));
    assert_eq!(user.ask("GET", &format!("/rest/v1/lead/{id}.json"), "")["result"][0]["firstName"], "J");
    let gone = user.ask("POST", "/rest/v1/leads/delete.json", &json!({"input": [{"id": id}, {"id": 7}]}).to_string());
    assert_eq!(gone["result"][0], json!({"id": id, "status": "deleted"}));
    assert_eq!(gone["result"][1]["reasons"][0]["code"], "1004");
    let none = user.ask("GET", "/rest/v1/leads.json?filterType=email&filterValues=jdoe@contoso.example", "");
    assert_eq!((&none["success"], &none["result"]), (&json!(true), &json!([])));
}

#[test]
fn a_form_takes_one_record_of_its_own_fields() {
    let fake = MarketoFake::new();
    let user = User::new(&fake, &[]);
    let post = |body: Value| user.ask("POST", "/rest/v1/leads/submitForm.json", &body.to_string());
    for (body, want) in [
        (json!({"input": [{"leadFormFields": {"email": "a@b.example"}}]}), "1002"),
        (json!({"formId": FORM, "input": []}), "1003"),
        (json!({"formId": FORM, "input": [{"leadFormFields": {"firstName": "x"}}]}), "1002"),
        (json!({"formId": FORM, "input": [{"leadFormFields": {"email": "a@b.example", "city": "x"}}]}), "1006"),
        (json!({"formId": FORM, "input": [{"leadFormFields": {"email": "a@b.example", "nonsense": "x"}}]}), "1006"),
        (json!({"formId": FORM, "input": [{"leadFormFields": {"email": "ä@b.example"}}]}), "1003"),
        (json!({"formId": 7, "input": [{"leadFormFields": {"email": "a@b.example"}}]}), "1013"),
    ] {
        let answer = post(body.clone());
        assert_eq!(code(&answer), want, "{body} {answer}");
    }
    assert_eq!(code(&user.ask("POST", "/rest/v1/leads/submitForm.json", "no JSON")), "609");
    assert_eq!(code(&user.ask("GET", "/rest/v1/leads/submitForm.json", "")), "605");
    assert_eq!(code(&user.ask("GET", "/rest/v1/nothing.json", "")), "610");
    assert!(fake.leads().is_empty(), "nothing of this is stored");
}

#[test]
fn the_form_is_shown_as_the_asset_api_shows_forms() {
    let fake = MarketoFake::new();
    let form = |faults: &[&str], target: &str| User::new(&fake, faults).ask("GET", target, "");
    assert_eq!(form(&[], "/rest/asset/v1/form/1179.json")["result"][0]["status"], "approved");
    let unknown = form(&[], "/rest/asset/v1/form/7.json");
    assert_eq!((&unknown["success"], &unknown["result"]), (&json!(true), &Value::Null), "no form is a success with a warning");
    assert_eq!(unknown["warnings"][0], "No assets found for the given search criteria.");
    assert_eq!(form(&["marketo/form-not-approved"], "/rest/asset/v1/form/1179.json")["result"][0]["status"], "draft");
    assert_eq!(form(&["marketo/form-not-approved"], "/rest/asset/v1/form/1179.json?status=approved")["result"], Value::Null);
    assert_eq!(form(&[], "/rest/asset/v1/form/1179/fields.json")["result"].as_array().unwrap().len(), 8);
    assert_eq!(form(&["marketo/form-field-mismatch"], "/rest/asset/v1/form/1179/fields.json")["result"].as_array().unwrap().len(), 6);
    assert_eq!(code(&form(&["sandbox/marketo-assets-denied"], "/rest/asset/v1/form/1179.json")), "603");
}

#[test]
fn leads_are_synchronised_as_the_actions_say() {
    let fake = MarketoFake::new();
    let user = User::new(&fake, &[]);
    let sync = |action: &str, record: Value| {
        user.ask("POST", "/rest/v1/leads.json", &json!({"action": action, "input": [record]}).to_string())["result"][0].clone()
    };
    let lead = json!({"email": "a@b.example", "leadScore": 5});
    assert_eq!(sync("updateOnly", lead.clone())["reasons"][0]["code"], "1004");
    assert_eq!(sync("createOnly", lead.clone())["status"], "created");
    assert_eq!(sync("createOnly", lead.clone())["reasons"][0]["code"], "1005");
    assert_eq!(sync("createOrUpdate", lead)["status"], "updated");
    assert_eq!(sync("createOrUpdate", json!({"email": "a@b.example", "leadScore": "many"}))["reasons"][0]["code"], "1001");
    // A long query travels in the body of a POST.
    let bearer = format!("Bearer {}", user.token);
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/x-www-form-urlencoded; charset=utf-8")];
    let found = fake.answer(&request("POST", "/rest/v1/leads.json", &headers, "_method=GET&filterType=email&filterValues=a%40b.example"), &on(&[]));
    assert_eq!(json_of(&found)["result"].as_array().unwrap().len(), 1);
    assert_eq!(code(&user.ask("GET", "/rest/v1/leads.json?filterType=firstName&filterValues=x", "")), "1011");
}

#[test]
fn each_ordered_mistake_answers_with_its_code() {
    for (fault, want) in [
        ("marketo/access-denied", "603"),
        ("marketo/access-token-expired", "602"),
        ("marketo/access-token-invalid", "601"),
        ("marketo/ambiguous-lead-match", "1007"),
        ("marketo/empty-lead-body", "609"),
        ("marketo/form-field-mismatch", "1006"),
        ("marketo/form-not-approved", "1013"),
        ("marketo/form-not-found", "1013"),
        ("marketo/invalid-value-type", "1001"),
        ("marketo/missing-parameter", "1002"),
        ("marketo/partition-access-denied", "1008"),
        ("marketo/rate-limited", "606"),
        ("marketo/server-instance-wrong", "610"),
        ("marketo/unknown-field", "1006"),
    ] {
        let fake = MarketoFake::new();
        let answer = User::new(&fake, &[fault]).submit(&json!({"email": "a@b.example", "country": "US", "leadSource": "x"}));
        assert_eq!(code(&answer), want, "{fault}: {answer}");
        assert!(fake.leads().is_empty(), "{fault}");
    }
}

#[test]
fn profiles_carry_the_publishers_mistakes() {
    let fake = MarketoFake::new();
    let mount = Mount { base: "http://127.0.0.1:8080/marketo".into(), secure_base: None, refused_base: "http://127.0.0.1:9/marketo".into() };
    let of = |faults: &[&str]| fake.profiles(&mount, &on(faults)).remove(0).settings;
    let value = |faults: &[&str], key: &str| of(faults).into_iter().find(|(known, _)| known == key).map(|(_, value)| value);
    assert_eq!(value(&[], "form_id").as_deref(), Some("1179"));
    assert_eq!(value(&[], "server_id"), None);
    assert_eq!(value(&["marketo/form-not-found"], "form_id").as_deref(), Some("1180"));
    assert_eq!(value(&["marketo/legacy-form-post-rejected"], "server_id").as_deref(), Some("ys12"));
    assert_eq!(value(&["marketo/legacy-form-post-rejected"], "client_id"), None);
    assert!(value(&["marketo/server-instance-wrong"], "rest_url").unwrap().ends_with(".invalid"));
}

#[test]
fn the_log_is_read_from_a_time_on_a_part_at_a_time() {
    let fake = MarketoFake::new();
    let user = User::new(&fake, &["sandbox/marketo-small-pages"]);
    let id = user.submit(&json!({"email": "a@b.example", "firstName": "Zoë", "leadSource": "x"}))["result"][0]["id"].as_u64().unwrap();
    user.submit(&json!({"email": "a@b.example", "title": "T"}));
    user.submit(&json!({"email": "c@d.example"}));
    let begin = |since: &str| user.ask("GET", &format!("/rest/v1/activities/pagingtoken.json?sinceDatetime={since}"), "")["nextPageToken"].clone();
    let part = |place: &Value, more: &str| {
        let place = place.as_str().unwrap().replace('=', "%3D").replace('+', "%2B");
        user.ask("GET", &format!("/rest/v1/activities.json?nextPageToken={place}{more}"), "")
    };
    let wanted = "&activityTypeIds=2&assetIds=1179";
    let first = part(&begin("2026-10-01T11:59:59Z"), wanted);
    assert_eq!(
        (first["result"].as_array().unwrap().len(), &first["moreResult"]),
        (2, &json!(true)),
        "three were looked through, two are of the kind"
    );
    let filled = &first["result"][0];
    assert_eq!(
        (&filled["leadId"], &filled["activityDate"], &filled["primaryAttributeValueId"]),
        (&json!(id), &json!("2026-10-01T12:00:00Z"), &json!(1179))
    );
    let text =
        filled["attributes"].as_array().unwrap().iter().find(|attribute| attribute["name"] == "Form Fields").unwrap()["value"].as_str().unwrap();
    assert!(text.starts_with("a:7:{s:6:\"module\"") && text.contains("s:9:\"FirstName\";s:4:\"Zoë\";"), "{text}");
    let second = part(&first["nextPageToken"], wanted);
    assert_eq!((second["result"].as_array().unwrap().len(), &second["moreResult"]), (1, &json!(false)));
    let end = part(&second["nextPageToken"], wanted);
    assert_eq!((&end["result"], &end["moreResult"], &end["nextPageToken"]), (&Value::Null, &json!(false), &second["nextPageToken"]));
    assert_eq!(part(&begin("2026-10-01T12:00:00Z"), wanted)["result"], Value::Null, "after that time");
    assert_eq!(part(&begin("2026-10-01T13:59:59%2B02:00"), "&activityTypeIds=12")["result"].as_array().unwrap().len(), 1, "of the first three");
    for (target, want) in [
        ("/rest/v1/activities.json?activityTypeIds=2", "1002"),
        ("/rest/v1/activities.json?activityTypeIds=2&nextPageToken=x", "1003"),
        ("/rest/v1/activities/pagingtoken.json", "1002"),
        ("/rest/v1/activities/pagingtoken.json?sinceDatetime=soon", "1001"),
        ("/rest/v1/activities/nothing.json", "610"),
    ] {
        assert_eq!(code(&user.ask("GET", target, "")), want, "{target}");
    }
    assert_eq!(code(&part(&first["nextPageToken"], "")), "1002");
    user.ask("POST", "/rest/v1/leads/delete.json", &json!({"input": [{"id": id}]}).to_string());
    assert_eq!(part(&begin("2026-10-01T11:59:59Z"), wanted)["result"].as_array().unwrap().len(), 1, "a deleted lead's activities are gone");
    let bare = User::new(&fake, &["sandbox/marketo-activities-denied"]);
    assert_eq!(code(&bare.ask("GET", "/rest/v1/activities/types.json", "")), "603");
}
