//! The table service from the outside: requests in, answers out, each documented mistake with its code.

use serde_json::{Value, json};

use super::*;
use crate::core::clock::http_date;
use crate::core::fake::FakeBody;
use crate::destinations::storage::fake::auth::sign;

const JSON: &str = "application/json;odata=minimalmetadata";

fn now() -> Timestamp {
    "2026-10-01T12:00:00.1234567Z".parse().unwrap()
}

/// A request as a client with the account's key makes it.
fn request(fake: &TableFake, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> FakeRequest {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
    let mut all = vec![("host", "127.0.0.1:8080"), ("accept", JSON), ("x-ms-version", "2019-02-02")];
    if !body.is_empty() {
        all.push(("content-type", "application/json"));
    }
    all.retain(|(name, _)| !headers.iter().any(|(other, _)| other == name));
    all.extend(headers);
    let headers = all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let request = FakeRequest { method: method.into(), path: format!("{ROOT}{path}"), query, headers, body: body.into(), secure: false, now: now() };
    signed(request, &fake.key)
}

fn signed(mut request: FakeRequest, key: &[u8]) -> FakeRequest {
    let date = http_date(request.now);
    let text = auth::string_to_sign(&request, &url::pairs(request.query.as_deref()), ACCOUNT, &date, false);
    request.headers.push(("x-ms-date".into(), date));
    request.headers.push(("authorization".into(), format!("SharedKey {ACCOUNT}:{}", sign(key, &text))));
    request
}

struct Seen {
    status: u16,
    headers: Vec<(String, String)>,
    text: String,
    arrived: Option<Value>,
}

impl Seen {
    fn of(answer: FakeAnswer) -> Self {
        let FakeBody::Whole(body) = answer.body else { panic!("no whole body") };
        Seen { status: answer.status, headers: answer.headers, text: String::from_utf8(body).unwrap(), arrived: answer.arrived }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{}", self.text))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn code(&self) -> String {
        self.json()["odata.error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

fn ask(fake: &TableFake, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Seen {
    Seen::of(fake.answer(&request(fake, method, target, headers, body), &Faults::new()))
}

fn ask_with(fake: &TableFake, fault: &str, method: &str, target: &str, body: &str) -> Seen {
    Seen::of(fake.answer(&request(fake, method, target, &[("if-match", "*")], body), &Faults::from([fault.to_owned()])))
}

fn insert(fake: &TableFake, row: &str) -> Seen {
    ask(fake, "POST", "/MarketplaceLeads", &[], &json!({"PartitionKey": "p", "RowKey": row, "Description": "MSFT_TEST_1"}).to_string())
}

#[test]
fn tables_are_made_found_and_dropped() {
    let fake = TableFake::new();
    let made = ask(&fake, "POST", "/Tables", &[], r#"{"TableName":"OtherLeads"}"#);
    assert_eq!((made.status, made.header("preference-applied")), (201, None));
    assert_eq!(made.json()["odata.metadata"], "http://127.0.0.1:8080/table/sandboxleads/$metadata#Tables/@Element");
    assert_eq!(ask(&fake, "POST", "/Tables", &[], r#"{"TableName":"otherleads"}"#).code(), "TableAlreadyExists");
    let list = ask(&fake, "GET", "/Tables", &[], "").json();
    assert_eq!(list["value"], json!([{"TableName": "MarketplaceLeads"}, {"TableName": "OtherLeads"}]));
    let first = ask(&fake, "GET", "/Tables?$top=1", &[], "");
    let next = first.header("x-ms-continuation-NextTableName").unwrap().to_owned();
    assert_eq!(ask(&fake, "GET", &format!("/Tables?$top=1&NextTableName={next}"), &[], "").json()["value"][0]["TableName"], "OtherLeads");
    assert_eq!(ask(&fake, "GET", "/Tables('OTHERLEADS')", &[], "").json()["TableName"], "OtherLeads");
    assert_eq!(ask(&fake, "DELETE", "/Tables('OtherLeads')", &[], "").status, 204);
    for (method, target) in [("GET", "/Tables('OtherLeads')"), ("DELETE", "/Tables('OtherLeads')")] {
        let gone = ask(&fake, method, target, &[], "");
        assert_eq!((gone.status, gone.code().as_str()), (404, "ResourceNotFound"), "{method}");
    }
}

#[test]
fn preferences_are_honoured_and_only_then_named() {
    let fake = TableFake::new();
    let cases = [(None, 201), (Some("return-content"), 201), (Some("return-no-content"), 204)];
    for (index, (prefer, status)) in cases.into_iter().enumerate() {
        let headers: Vec<_> = prefer.map(|prefer| ("prefer", prefer)).into_iter().collect();
        let body = json!({"PartitionKey": "p", "RowKey": index.to_string()}).to_string();
        let made = ask(&fake, "POST", "/MarketplaceLeads", &headers, &body);
        assert_eq!((made.status, made.header("preference-applied")), (status, prefer));
        assert_eq!(made.text.is_empty(), status == 204);
        assert_eq!(made.header("etag"), Some(format!("W/\"datetime'2026-10-01T12%3A00%3A00.123456{}Z'\"", 7 + index).as_str()));
        assert!(made.header("location").unwrap().contains("MarketplaceLeads(PartitionKey="));
    }
}

#[test]
fn a_lead_goes_in_and_comes_back_with_its_types() {
    let fake = TableFake::new();
    let body = json!({
        "PartitionKey": "10:2F1:2F2026", "RowKey": "it's", "CustomerInfo": "{\"Email\":\"a@b.c\"}", "Missing": null, "Timestamp": "2001-01-01T00:00:00Z",
        "N": 5, "Big": "9007199254740993", "Big@odata.type": "Edm.Int64", "Yes": true, "Half": 0.5, "Whole": 2.0,
        "At": "2026-10-01T12:00:00Z", "At@odata.type": "Edm.DateTime",
        "Id": "7a0c1f5e-0d6b-4f0e-9b6a-2f8f3a1c9d42", "Id@odata.type": "Edm.Guid", "Raw": "AAEC", "Raw@odata.type": "Edm.Binary",
    });
    let made = ask(&fake, "POST", "/marketplaceleads", &[], &body.to_string());
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.arrived.as_ref().unwrap()["RowKey"], "it's");
    let target = "/MarketplaceLeads(PartitionKey='10%3A2F1%3A2F2026',RowKey='it''s')";
    let row = ask(&fake, "GET", target, &[], "").json();
    assert_eq!(row["odata.metadata"], "http://127.0.0.1:8080/table/sandboxleads/$metadata#MarketplaceLeads/@Element");
    assert_eq!(row["Timestamp"], "2026-10-01T12:00:00.1234567Z");
    for name in
        ["N", "Big", "Big@odata.type", "Yes", "Half", "Whole", "At", "At@odata.type", "Id", "Id@odata.type", "Raw", "Raw@odata.type", "CustomerInfo"]
    {
        assert_eq!(row[name], body[name], "{name}");
    }
    assert_eq!(row.get("Missing"), None);
    let bare = ask(&fake, "GET", target, &[("accept", "application/json;odata=nometadata")], "").json();
    assert!(bare.as_object().unwrap().keys().all(|name| !name.contains("odata")), "{bare}");
    let full = ask(&fake, "GET", target, &[("accept", "application/json;odata=fullmetadata")], "").json();
    assert_eq!((&full["odata.type"], &full["Timestamp@odata.type"]), (&json!("sandboxleads.MarketplaceLeads"), &json!("Edm.DateTime")));
    assert_eq!(fake.leads()[0]["CustomerInfo"], body["CustomerInfo"]);
}

#[test]
fn queries_filter_select_and_page() {
    let fake = TableFake::new();
    for row in 0..7 {
        insert(&fake, &format!("r{row}"));
    }
    let filter = "$filter=Description%20ge%20'MSFT_TEST_'%20and%20Description%20lt%20'MSFT_TEST%60'";
    let mut target = format!("/MarketplaceLeads()?{filter}&$top=3&$select=RowKey,Nothing");
    let (mut rows, mut pages) = (Vec::new(), 0);
    loop {
        let page = ask(&fake, "GET", &target, &[], "");
        rows.extend(page.json()["value"].as_array().unwrap().iter().map(|row| row["RowKey"].as_str().unwrap().to_owned()));
        assert_eq!(page.json()["value"][0].get("Description"), None);
        pages += 1;
        let Some(partition) = page.header("x-ms-continuation-NextPartitionKey") else { break };
        let row = page.header("x-ms-continuation-NextRowKey").unwrap();
        target = format!("/MarketplaceLeads()?{filter}&$top=3&$select=RowKey,Nothing&NextPartitionKey={partition}&NextRowKey={row}");
    }
    assert_eq!((rows.len(), pages), (7, 3));
    assert_eq!(ask(&fake, "GET", "/MarketplaceLeads()?$filter=RowKey%20eq%20'r3'", &[], "").json()["value"].as_array().unwrap().len(), 1);
    assert_eq!(ask(&fake, "GET", "/MarketplaceLeads()?$top=1001", &[], "").code(), "InvalidInput");
    assert_eq!(ask(&fake, "GET", "/MarketplaceLeads()?$orderby=RowKey", &[], "").code(), "NotImplemented");
    let empty = ask_with(&fake, "sandbox/empty-page", "GET", "/MarketplaceLeads()", "");
    assert_eq!(empty.json()["value"], json!([]));
    let (partition, row) = (empty.header("x-ms-continuation-NextPartitionKey").unwrap(), empty.header("x-ms-continuation-NextRowKey").unwrap());
    let target = format!("/MarketplaceLeads()?NextPartitionKey={partition}&NextRowKey={row}");
    assert_eq!(ask_with(&fake, "sandbox/empty-page", "GET", &target, "").json()["value"].as_array().unwrap().len(), 7);
}

#[test]
fn rows_change_and_go_under_their_conditions() {
    let fake = TableFake::new();
    let etag = insert(&fake, "1").header("etag").unwrap().to_owned();
    let row = "/MarketplaceLeads(PartitionKey='p',RowKey='1')";
    let merged = ask(&fake, "PATCH", row, &[("if-match", &etag)], r#"{"N":1}"#);
    assert_eq!(merged.status, 204);
    assert_eq!(ask(&fake, "GET", row, &[], "").json()["Description"], "MSFT_TEST_1");
    assert_eq!(ask(&fake, "PATCH", row, &[("if-match", &etag)], r#"{"N":2}"#).code(), "UpdateConditionNotSatisfied");
    assert_eq!(ask(&fake, "POST", row, &[("if-match", "*"), ("x-http-method", "MERGE")], r#"{"N":2}"#).status, 204);
    assert_eq!(ask(&fake, "PUT", row, &[], r#"{"M":3}"#).status, 204);
    assert_eq!(ask(&fake, "GET", row, &[], "").json().get("Description"), None);
    let other = "/MarketplaceLeads(PartitionKey='p',RowKey='2')";
    assert_eq!(ask(&fake, "PUT", other, &[("if-match", "*")], r#"{"M":3}"#).code(), "ResourceNotFound");
    assert!(ask(&fake, "PUT", other, &[], r#"{"M":3}"#).arrived.is_some(), "an upsert makes what is not there");
    assert_eq!(ask(&fake, "PUT", other, &[], r#"{"RowKey":"3"}"#).code(), "InvalidInput");
    assert_eq!(ask(&fake, "DELETE", row, &[], "").code(), "MissingRequiredHeader");
    assert_eq!(ask(&fake, "DELETE", row, &[("if-match", &etag)], "").code(), "UpdateConditionNotSatisfied");
    assert_eq!(ask(&fake, "DELETE", row, &[("if-match", "*")], "").status, 204);
    assert_eq!(ask(&fake, "DELETE", row, &[("if-match", "*")], "").code(), "ResourceNotFound");
}

#[test]
fn bad_input_is_refused_by_name() {
    let fake = TableFake::new();
    insert(&fake, "1");
    let long = "x".repeat(32 * 1024 + 1);
    let many: serde_json::Map<String, Value> =
        (0..253).map(|n| (format!("P{n}"), json!(n))).chain([("PartitionKey".into(), json!("p")), ("RowKey".into(), json!("r"))]).collect();
    let big: serde_json::Map<String, Value> = (0..20)
        .map(|n| (format!("P{n}"), json!("x".repeat(30_000))))
        .chain([("PartitionKey".into(), json!("p")), ("RowKey".into(), json!("r"))])
        .collect();
    let cases = [
        (json!({"RowKey": "r"}).to_string(), 400, "PropertiesNeedValue"),
        (json!({"PartitionKey": "p", "RowKey": null}).to_string(), 400, "PropertiesNeedValue"),
        (json!({"PartitionKey": "p", "RowKey": 5}).to_string(), 400, "InvalidInput"),
        (json!({"PartitionKey": "p/q", "RowKey": "r"}).to_string(), 400, "OutOfRangeInput"),
        (json!({"PartitionKey": "p", "RowKey": "r\n"}).to_string(), 400, "OutOfRangeInput"),
        (json!({"PartitionKey": "p".repeat(513), "RowKey": "r"}).to_string(), 400, "PropertyValueTooLarge"),
        (json!({"PartitionKey": "p", "RowKey": "r", "Two words": 1}).to_string(), 400, "PropertyNameInvalid"),
        (json!({"PartitionKey": "p", "RowKey": "r", "N".repeat(256): 1}).to_string(), 400, "PropertyNameTooLong"),
        (json!({"PartitionKey": "p", "RowKey": "r", "A": [1]}).to_string(), 400, "InvalidInput"),
        (json!({"PartitionKey": "p", "RowKey": "r", "A": "x", "A@odata.type": "Edm.Guid"}).to_string(), 400, "InvalidInput"),
        (json!({"PartitionKey": "p", "RowKey": "r", "A": long}).to_string(), 400, "PropertyValueTooLarge"),
        (Value::Object(many).to_string(), 400, "TooManyProperties"),
        (Value::Object(big).to_string(), 400, "EntityTooLarge"),
        (r#"{"PartitionKey":"p","RowKey":"r","A":1,"A":2}"#.to_owned(), 400, "DuplicatePropertiesSpecified"),
        ("{".to_owned(), 400, "InvalidInput"),
        (json!({"PartitionKey": "p", "RowKey": "1"}).to_string(), 409, "EntityAlreadyExists"),
    ];
    for (body, status, code) in cases {
        let seen = ask(&fake, "POST", "/MarketplaceLeads", &[], &body);
        assert_eq!((seen.status, seen.code().as_str()), (status, code), "{}", &body[..body.len().min(80)]);
    }
    for (name, code) in [("1abc", "InvalidResourceName"), ("a-b", "InvalidResourceName"), ("ab", "OutOfRangeInput"), ("Tables", "InvalidInput")] {
        assert_eq!(ask(&fake, "POST", "/Tables", &[], &json!({"TableName": name}).to_string()).code(), code, "{name}");
    }
    assert_eq!(ask(&fake, "POST", "/nosuchtable", &[], r#"{"PartitionKey":"p","RowKey":"r"}"#).code(), "TableNotFound");
    assert_eq!(ask(&fake, "POST", "/$batch", &[], "x").status, 501);
}

#[test]
fn errors_come_in_the_format_asked_for_and_in_the_services_words() {
    let fake = TableFake::new();
    let seen = ask(&fake, "GET", "/MarketplaceLeads(PartitionKey='p',RowKey='0')", &[], "");
    let message = seen.json()["odata.error"]["message"]["value"].as_str().unwrap().to_owned();
    assert!(message.starts_with("The specified resource does not exist.\nRequestId:"), "{message}");
    assert!(message.ends_with("\nTime:2026-10-01T12:00:00.1234567Z"), "{message}");
    let wanted = [
        ("content-type", "application/json;odata=minimalmetadata;streaming=true;charset=utf-8"),
        ("server", "Windows-Azure-Table/1.0 Microsoft-HTTPAPI/2.0"),
        ("x-content-type-options", "nosniff"),
        ("x-ms-version", "2019-02-02"),
        ("date", "Thu, 01 Oct 2026 12:00:00 GMT"),
    ];
    for (name, value) in wanted {
        assert_eq!(seen.header(name), Some(value));
    }
    assert_eq!((seen.header("x-ms-error-code"), seen.header("x-ms-request-id").is_some()), (None, true));

    let xml = ask(&fake, "GET", "/MarketplaceLeads()", &[("accept", "*/*")], "");
    assert_eq!(xml.status, 415);
    let mut late = request(&fake, "GET", "/Tables", &[("accept", "application/atom+xml")], "");
    late.now += SignedDuration::from_mins(20);
    let xml = Seen::of(fake.answer(&late, &Faults::new()));
    assert_eq!((xml.status, xml.header("content-type")), (403, Some("application/xml;charset=utf-8")));
    assert!(xml.text.contains("<code>AuthenticationFailed</code>") && xml.text.contains("Request date header too old"), "{}", xml.text);
    let mut reader = quick_xml::Reader::from_str(&xml.text);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
}

#[test]
fn every_storage_fault_gives_its_answer() {
    let lead = r#"{"PartitionKey":"p","RowKey":"1"}"#;
    let row = "/MarketplaceLeads(PartitionKey='p',RowKey='1')";
    let cases = [
        ("account-disabled", "GET", "/Tables", "", 403, "AccountIsDisabled"),
        ("account-kind-no-tables", "GET", "/Tables", "", 501, "NotImplemented"),
        ("clock-skew", "GET", "/Tables", "", 403, "AuthenticationFailed"),
        ("entity-already-exists", "POST", "/MarketplaceLeads", lead, 409, "EntityAlreadyExists"),
        ("entity-not-found", "GET", row, "", 404, "ResourceNotFound"),
        ("entity-not-found", "DELETE", row, "", 404, "ResourceNotFound"),
        ("firewall", "GET", "/Tables", "", 403, "AuthorizationFailure"),
        ("https-required", "GET", "/Tables", "", 400, "AccountRequiresHttps"),
        ("insufficient-permission", "POST", "/MarketplaceLeads", lead, 403, "AuthorizationPermissionMismatch"),
        ("invalid-input", "POST", "/MarketplaceLeads", lead, 400, "InvalidInput"),
        ("key-invalid", "GET", "/Tables", "", 403, "AuthenticationFailed"),
        ("missing-keys", "POST", "/MarketplaceLeads", lead, 400, "PropertiesNeedValue"),
        ("server-busy", "GET", "/Tables", "", 503, "ServerBusy"),
        ("shared-key-disabled", "GET", "/Tables", "", 403, "KeyBasedAuthenticationNotPermitted"),
        ("table-being-deleted", "POST", "/Tables", r#"{"TableName":"MarketplaceLeads"}"#, 409, "TableBeingDeleted"),
        ("table-being-deleted", "POST", "/MarketplaceLeads", lead, 409, "TableBeingDeleted"),
        ("table-not-found", "POST", "/MarketplaceLeads", lead, 404, "TableNotFound"),
        ("table-not-found", "GET", "/Tables('MarketplaceLeads')", "", 404, "ResourceNotFound"),
    ];
    let fake = TableFake::new();
    for (fault, method, target, body, status, code) in cases {
        let seen = ask_with(&fake, &format!("storage/{fault}"), method, target, body);
        assert_eq!((seen.status, seen.code().as_str()), (status, code), "{fault}");
    }
    let busy = ask_with(&fake, "sandbox/throttle-once", "GET", "/Tables", "");
    assert_eq!((busy.code().as_str(), busy.header("retry-after")), ("ServerBusy", Some("1")));
    let skewed = ask_with(&fake, "storage/clock-skew", "GET", "/Tables", "");
    assert_eq!(skewed.header("date"), Some("Thu, 01 Oct 2026 13:00:00 GMT"));
    insert(&fake, "1");
    assert_eq!(ask_with(&fake, "storage/entity-not-found", "GET", "/MarketplaceLeads()", "").json()["value"], json!([]));
}

#[test]
fn the_profile_is_good_or_has_the_ordered_mistake() {
    let fake = TableFake::new();
    let mount = Mount { base: "http://127.0.0.1:8080/table".into(), secure_base: None, refused_base: "http://127.0.0.1:9/table".into() };
    let string = |fault: &str, mount: &Mount| {
        let profile = fake.profiles(mount, &Faults::from([fault.to_owned()])).remove(0);
        assert_eq!((profile.name.as_str(), profile.settings[0].1.as_str()), ("sandbox-azure-table", "azure-table"));
        profile.settings[1].1.clone()
    };
    let good = string("", &mount);
    assert!(good.starts_with("plain:DefaultEndpointsProtocol=http;AccountName=sandboxleads;AccountKey="), "{good}");
    assert!(good.ends_with("==;TableEndpoint=http://127.0.0.1:8080/table/sandboxleads;"), "{good}");
    assert!(string("storage/account-dns-not-found", &mount).contains(".invalid"));
    assert!(!string("storage/connection-string-malformed", &mount).contains("AccountKey="));
    let secure = Mount { secure_base: Some("https://localhost:8443/table".into()), ..mount.clone() };
    assert!(string("", &secure).contains("DefaultEndpointsProtocol=https;") && string("", &secure).contains("=https://localhost:8443/"));
    assert!(string("storage/https-required", &secure).contains("=http://127.0.0.1:8080/"));
    for (fault, code) in [("storage/sas-expired", "AuthenticationFailed"), ("storage/insufficient-permission", "AuthorizationPermissionMismatch")] {
        let string = string(fault, &mount);
        let sas = string.split_once("SharedAccessSignature=").unwrap().1;
        let mut request = request(&fake, "GET", &format!("/Tables?$top=1&{sas}"), &[], "");
        request.headers.retain(|(name, _)| name != "authorization");
        assert_eq!(Seen::of(fake.answer(&request, &Faults::new())).code(), code, "{fault}");
    }
}
