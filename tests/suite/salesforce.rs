//! Salesforce: forms that are pasted, what is seen inside an organization, leads that are found, lost, copied, changed, and never sent twice.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};

use serde_json::{Value, json};

use crate::support::{Sandbox, Server, User, answer, checks};

const OID: &str = "00Do0000000ZHog";
const WHOLE: &str = "sandbox-salesforce";
const OID_ONLY: &str = "sandbox-salesforce-oid-only";

/// An answer of the sandbox's Salesforce to a request by hand: head and body.
fn ask(sandbox: &Sandbox, method: &str, path: &str, headers: &str, body: &str) -> (String, String) {
    let base = &sandbox.running.services["salesforce"];
    let port = base.rsplit(':').next().unwrap().parse().unwrap();
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len())
        .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// The newest mail in the outbox.
pub fn newest_mail(sandbox: &Sandbox) -> String {
    ask(sandbox, "GET", "/_outbox/latest", "", "").1
}

fn arrived(sandbox: &Sandbox) -> Vec<Value> {
    sandbox.leads().into_iter().filter(|lead| lead["service"] == "salesforce").map(|lead| lead["lead"].clone()).collect()
}

fn lead_of(report: &Value) -> &Value {
    &report["profiles"][0]
}

#[test]
fn the_form_arrives_as_documented_and_is_read_back_field_by_field() {
    let sandbox = Sandbox::start(&[]);
    let report = sandbox.json(&["test-lead", WHOLE]);
    let lead = lead_of(&report);
    assert_eq!((&report["exit_status"], &lead["accepted"], &lead["verified"]), (&json!(0), &json!(true), &json!(true)), "{report}");
    assert_eq!(lead["differences"], json!([]));
    let m = lead["marker"].as_str().unwrap();
    let [stored] = arrived(&sandbox).try_into().unwrap();
    for (field, want) in
        [("FirstName", m), ("LastName", m), ("Company", m), ("Title", m), ("Description", m), ("Phone", "1234567890"), ("Country", "US")]
    {
        assert_eq!(stored[field], want, "{field}");
    }
    assert_eq!(stored["Email"], format!("{}@test.com", m.to_lowercase()));
    assert_eq!(stored["LeadSource"], format!("{m}-{m}|Contoso Test"));
    let found: Vec<&str> = lead["found"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    assert!(found.contains(&"Id") && found.contains(&"lead_source"), "{found:?}");
}

#[test]
fn accepted_is_not_called_found_without_a_look() {
    let sandbox = Sandbox::start(&[]);
    let report = sandbox.json(&["test-lead", OID_ONLY, "--cleanup"]);
    let lead = lead_of(&report);
    assert_eq!((&report["exit_status"], &lead["accepted"], &lead["verified"]), (&json!(0), &json!(true), &json!(false)), "{report}");
    assert!(lead["message"].as_str().unwrap().contains("unconfirmed"), "{lead}");
    assert_eq!((&lead["cleanup"], &lead["found"]), (&json!("not-possible"), &Value::Null));
    let notes = lead["notes"].to_string();
    for word in ["api_client_id", "Default Lead Creator", lead["marker"].as_str().unwrap(), "diagnose"] {
        assert!(notes.contains(word), "{word}: {notes}");
    }
    assert_eq!(sandbox.json(&["test-lead", OID_ONLY, "--require-verified"])["exit_status"], 3);
}

#[test]
fn every_variant_is_stored_as_sent_or_refused_for_what_it_lacks() {
    let sandbox = Sandbox::start(&[]);
    for variant in ["full", "unicode", "long"] {
        let report = sandbox.json(&["test-lead", WHOLE, "--variant", variant]);
        assert_eq!((&report["exit_status"], &lead_of(&report)["differences"]), (&json!(0), &json!([])), "{variant}: {report}");
    }
    for variant in ["minimal", "nulls"] {
        let report = sandbox.json(&["test-lead", WHOLE, "--variant", variant]);
        let lead = lead_of(&report);
        assert_eq!(
            (&report["exit_status"], &lead["entry"], &lead["accepted"]),
            (&json!(1), &json!("salesforce/required-field"), &json!(false)),
            "{report}"
        );
    }
    assert_eq!(arrived(&sandbox).len(), 3);
}

#[test]
fn cleanup_deletes_the_own_lead_and_no_other() {
    let sandbox = Sandbox::start(&[]);
    let kept = sandbox.json(&["test-lead", WHOLE]);
    let report = sandbox.json(&["test-lead", WHOLE, "--cleanup"]);
    assert_eq!((&report["exit_status"], &lead_of(&report)["cleanup"]), (&json!(0), &json!("deleted")), "{report}");
    let left: Vec<Value> = arrived(&sandbox).into_iter().map(|lead| lead["Description"].clone()).collect();
    assert_eq!(left, [lead_of(&kept)["marker"].clone()]);
    // What copies leads made one that this run did not: it stays.
    let sandbox = Sandbox::start(&["sandbox/salesforce-copied-lead"]);
    let report = sandbox.json(&["test-lead", WHOLE, "--cleanup"]);
    let lead = lead_of(&report);
    assert!(lead["message"].as_str().unwrap().contains("2 times") && lead["outcome"] == "warn", "{lead}");
    assert_eq!((&lead["cleanup"], arrived(&sandbox).len()), (&json!("deleted"), 1));
}

#[test]
fn a_lead_that_takes_its_time_is_waited_for_and_no_longer_than_asked() {
    let sandbox = Sandbox::start(&["sandbox/salesforce-slow-insert"]);
    let report = sandbox.json(&["test-lead", WHOLE, "--wait", "10s"]);
    assert_eq!((&report["exit_status"], &lead_of(&report)["verified"]), (&json!(0), &json!(true)), "{report}");
    let report = sandbox.json(&["test-lead", WHOLE, "--wait", "1s"]);
    let lead = lead_of(&report);
    assert_eq!((&report["exit_status"], &lead["accepted"], &lead["verified"]), (&json!(1), &json!(true), &json!(false)), "{report}");
    assert!(lead["message"].as_str().unwrap().contains("within 1 s") && lead["notes"].to_string().contains("mail"), "{lead}");
    assert!(lead["duration_ms"].as_u64().unwrap() < 4000, "{lead}");
}

#[test]
fn what_an_organization_changes_shows() {
    let sandbox = Sandbox::start(&["sandbox/salesforce-changed-lead"]);
    let report = sandbox.json(&["test-lead", WHOLE]);
    assert_eq!(lead_of(&report)["differences"], json!(["phone is missing", "title holds another value"]), "{report}");
    assert_eq!(sandbox.json(&["test-lead", WHOLE, "--strict"])["exit_status"], 1);
}

#[test]
fn a_lost_answer_is_looked_up_and_nothing_is_sent_again() {
    let sandbox = Sandbox::start(&["sandbox/lost-answer"]);
    let report = sandbox.json(&["test-lead", WHOLE]);
    let lead = lead_of(&report);
    assert_eq!((&report["exit_status"], &lead["accepted"], &lead["verified"]), (&json!(0), &json!(true), &json!(true)), "{report}");
    assert_eq!(arrived(&sandbox).len(), 1);
    let sandbox = Sandbox::start(&["sandbox/lost-answer"]);
    let report = sandbox.json(&["test-lead", OID_ONLY]);
    let lead = lead_of(&report);
    assert_eq!((&report["exit_status"], &lead["accepted"]), (&json!(3), &json!(false)), "{report}");
    assert!(lead["notes"].to_string().contains("may have arrived"), "{lead}");
    assert_eq!(arrived(&sandbox).len(), 1);
}

#[test]
fn an_answer_without_the_header_proves_nothing_until_the_lead_is_seen() {
    let sandbox = Sandbox::start(&["sandbox/salesforce-silent-header"]);
    assert_eq!(sandbox.json(&["test-lead", OID_ONLY])["exit_status"], 3);
    let report = sandbox.json(&["test-lead", WHOLE]);
    assert_eq!((&report["exit_status"], &lead_of(&report)["verified"]), (&json!(0), &json!(true)), "{report}");
    assert_eq!(arrived(&sandbox).len(), 2, "one each");
}

#[test]
fn a_lead_of_another_organization_is_not_even_sent() {
    let sandbox = Sandbox::start(&["salesforce/wrong-oid"]);
    let report = sandbox.json(&["test-lead", WHOLE]);
    let lead = lead_of(&report);
    assert_eq!((&report["exit_status"], &lead["entry"]), (&json!(1), &json!("salesforce/wrong-oid")), "{report}");
    assert!(lead["notes"].to_string().contains("nothing was sent"), "{lead}");
    assert_eq!(lead["stages"][3]["state"], "not-reached");
}

#[test]
fn a_token_that_ends_in_the_middle_is_renewed_once() {
    let sandbox = Sandbox::start(&["sandbox/salesforce-short-token"]);
    let report = sandbox.json(&["validate", WHOLE]);
    assert_eq!((report["exit_status"].clone(), checks(lead_of(&report), "fail")), (json!(0), vec![]), "{report}");
    let sandbox = Sandbox::start(&["sandbox/salesforce-short-token"]);
    let report = sandbox.json(&["test-lead", WHOLE, "--cleanup"]);
    assert_eq!((&report["exit_status"], &lead_of(&report)["cleanup"]), (&json!(0), &json!("deleted")), "{report}");
    // One that is never taken ends it.
    let refusing = Server::start(|stream, request| {
        let body = if request.contains("oauth2/token") {
            answer(200, "Content-Type: application/json\r\n", "{\"access_token\":\"00D!neverGoodNeverGood\"}")
        } else {
            answer(401, "Content-Type: application/json\r\n", "[{\"message\":\"Session expired or invalid\",\"errorCode\":\"INVALID_SESSION_ID\"}]")
        };
        drop(stream.write_all(&body));
    });
    let user = user_of(refusing.port);
    let report = user.json(&["validate", "s"]);
    assert_eq!(report["exit_status"], 1, "{report}");
    // At most: two tokens, and each of the API's resources twice.
    assert!(refusing.calls() <= 2 + 2 * 7 + 1, "{}", refusing.calls());
}

#[test]
fn a_service_that_is_busy_once_is_asked_again() {
    for command in [&["validate", WHOLE][..], &["test-lead", WHOLE, "--cleanup", "--require-verified"]] {
        let sandbox = Sandbox::start(&["sandbox/throttle-once"]);
        let report = sandbox.json(command);
        assert_eq!(report["exit_status"], 0, "{report}");
    }
}

/// A home with a profile `s` whose Salesforce is all at this port.
fn user_of(port: u16) -> User {
    let user = User::new();
    let at = format!("http://127.0.0.1:{port}");
    user.write(
        "leadctl.toml",
        &format!(
            "[profile.s]\ndestination = \"salesforce\"\noid = \"{OID}\"\nweb_to_lead_url = \"{at}/servlet/servlet.WebToLead\"\napi_url = \"{at}\"\napi_client_id = \"3MVG9id\"\napi_client_secret = \"plain:canary-secret-0123456789\"\n\n[profile.o]\ndestination = \"salesforce\"\noid = \"{OID}\"\nweb_to_lead_url = \"{at}/servlet/servlet.WebToLead\"\n"
        ),
    );
    user
}

#[test]
fn servers_that_are_not_salesforce_are_not_believed() {
    const LOGIN: &str = "<!DOCTYPE html><html><body>Sign in</body></html>";
    let cases: [(&str, Vec<u8>, i32, i32); 6] = [
        ("a sign-in page", answer(200, "Content-Type: text/html\r\n", LOGIN), 3, 1),
        ("a redirect", answer(302, "Location: /\r\n", ""), 1, 1),
        ("not found", answer(404, "", "Not Found"), 1, 1),
        ("busy", answer(503, "", "busy"), 3, 3),
        ("nothing", Vec::new(), 3, 3),
        ("invalid UTF-8", b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"records\": \"\xff\xfe\"}".to_vec(), 3, 1),
    ];
    for (name, bytes, sent, checked) in cases {
        let server = Server::saying(bytes.clone());
        let report = user_of(server.port).json(&["test-lead", "o", "--timeout", "2s"]);
        assert_eq!((&report["exit_status"], &lead_of(&report)["accepted"]), (&json!(sent), &json!(false)), "{name}: {report}");
        assert_eq!(server.calls(), 1, "{name}: sent once");
        let server = Server::saying(bytes);
        let report = user_of(server.port).json(&["validate", "s", "--timeout", "2s"]);
        assert_eq!(report["exit_status"], checked, "{name}: {report}");
        assert!(!checks(lead_of(&report), "pass").iter().any(|(id, _)| id == "salesforce/api-token"), "{name}: {report}");
    }
}

#[test]
fn what_may_not_be_read_is_skipped_and_never_red() {
    let sandbox = Sandbox::start(&["sandbox/salesforce-api-denied"]);
    let report = sandbox.json(&["validate", WHOLE]);
    assert_eq!(report["exit_status"], 0, "{report}");
    let denied = |check: &Value| check["skipped"] == "not-permitted";
    let skipped: Vec<&str> =
        lead_of(&report)["checks"].as_array().unwrap().iter().filter(|check| denied(check)).map(|check| check["id"].as_str().unwrap()).collect();
    for id in ["salesforce/leads-can-be-read", "salesforce/required-fields", "salesforce/validation-rules", "salesforce/triggers"] {
        assert!(skipped.contains(&id), "{id}: {skipped:?}");
    }
    // Without credentials the same is no matter of rights.
    let report = sandbox.json(&["validate", OID_ONLY]);
    let without = lead_of(&report)["checks"].as_array().unwrap().iter().filter(|check| check["skipped"] == "no-credentials").count();
    assert!(report["exit_status"] == 0 && without >= 12, "{report}");
}

#[test]
fn wrong_api_credentials_are_told_apart() {
    for (fault, word) in [("salesforce/api-access-refused", "api_client_secret"), ("sandbox/salesforce-no-run-as", "Run As")] {
        let sandbox = Sandbox::start(&[fault]);
        let report = sandbox.json(&["validate", WHOLE]);
        let failed: Vec<&Value> = lead_of(&report)["checks"].as_array().unwrap().iter().filter(|check| check["outcome"] == "fail").collect();
        assert_eq!(failed.len(), 1, "{report}");
        assert!(failed[0]["id"] == "salesforce/api-token" && failed[0]["message"].as_str().unwrap().contains(word), "{}", failed[0]);
        // The lead is sent, since Partner Center needs none of this, and not called found.
        let report = sandbox.json(&["test-lead", WHOLE, "--wait", "0s"]);
        let lead = lead_of(&report);
        assert_eq!((&report["exit_status"], &lead["accepted"], &lead["verified"]), (&json!(3), &json!(true), &json!(false)), "{report}");
    }
}

#[test]
fn a_sandbox_organization_is_a_warning_since_microsoft_does_not_reach_it() {
    let sandbox = Sandbox::start(&["sandbox/salesforce-sandbox-org"]);
    let report = sandbox.json(&["validate", WHOLE]);
    assert!(checks(lead_of(&report), "warn").iter().any(|(id, _)| id == "salesforce/production"), "{report}");
}

#[test]
fn the_five_hundredth_lead_of_a_day_is_the_last() {
    let sandbox = Sandbox::start(&[]);
    let oid = sandbox.value(WHOLE, "oid");
    let form = format!("oid={oid}&last_name=a&company=b");
    for _ in 0..500 {
        let (head, _) =
            ask(&sandbox, "POST", "/servlet/servlet.WebToLead?encoding=UTF-8", "Content-Type: application/x-www-form-urlencoded\r\n", &form);
        assert!(head.to_ascii_lowercase().contains("is-processed: true\r\n") || head.to_ascii_lowercase().ends_with("is-processed: true"), "{head}");
    }
    std::thread::sleep(std::time::Duration::from_millis(700));
    let report = sandbox.json(&["test-lead", WHOLE, "--wait", "1s"]);
    assert_eq!(lead_of(&report)["entry"], "salesforce/daily-limit-reached", "{report}");
    assert!(newest_mail(&sandbox).contains("daily limit"));
    let report = sandbox.json(&["validate", WHOLE]);
    assert!(
        checks(lead_of(&report), "warn").contains(&("salesforce/daily-limit".to_owned(), "salesforce/daily-limit-reached".to_owned())),
        "{report}"
    );
}

#[test]
fn a_generated_form_becomes_a_profile() {
    let form = |host: &str, oid: &str| {
        format!(
            "<form action=\"https://{host}/servlet/servlet.WebToLead?encoding=UTF-8\" method=\"POST\">\n<input type=hidden name=\"oid\" value=\"{oid}\">\n<input type=hidden name=\"retURL\" value=\"http://\">"
        )
    };
    let user = User::new();
    let said = user.pipe(&["configure", "--from-paste", "-"], &form("webto.salesforce.com", OID)).ends_with(0);
    assert!(said.stdout.contains("salesforce"), "{}", said.stdout);
    let profile = user.json(&["profile", "show", "salesforce"]);
    assert_eq!(profile["profiles"][0]["settings"], json!({"oid": OID}), "{profile}");
    // 18 characters are kept as 15, pasted or typed.
    for arguments in
        [&["configure", "salesforce", "-p", "typed", "--oid", "00Do0000000ZHogEAG"][..], &["configure", "-p", "pasted", "--from-paste", "form.html"]]
    {
        user.write("form.html", &form("test.salesforce.com", "00Do0000000ZHogEAG"));
        let _ = user.run(arguments).ends_with(0);
        assert_eq!(
            user.json(&["profile", "show", arguments[arguments.iter().position(|word| *word == "-p").unwrap() + 1]])["profiles"][0]["settings"]["oid"],
            OID
        );
    }
    assert_eq!(
        user.json(&["profile", "show", "pasted"])["profiles"][0]["settings"]["web_to_lead_url"],
        "https://test.salesforce.com/servlet/servlet.WebToLead"
    );
}

#[test]
fn a_wrong_paste_writes_nothing_and_says_why() {
    let form = |action: &str, rest: &str| format!("<form action=\"{action}\" method=\"POST\">{rest}</form>");
    let lead = "https://webto.salesforce.com/servlet/servlet.WebToLead?encoding=UTF-8";
    for (paste, word) in [
        (form(lead, "<input name=\"oid\" value=\"00Do0000000ZHog\"><input name=oid value=00D300000000ABC>"), "several"),
        (form("https://go.pardot.com/l/123456/2026-01-01/abc", "<input name=\"email\">"), "Pardot"),
        (form(lead, "<input name=\"first_name\">"), "no oid"),
        (form(lead, "<input name=\"oid\" value=\"005o0000000ZHog\">"), "id of a user"),
        (form(lead, "<input name=\"oid\" value=\"00do0000000zhogEAG\">"), "By the checksum it is 00Do0000000ZHog"),
    ] {
        let user = User::new();
        let said = user.pipe(&["configure", "--from-paste", "-"], &paste).ends_with(2);
        assert!(said.stderr.contains(word) && said.stderr.contains("nothing was written"), "{word}: {}", said.stderr);
        assert!(!user.path(".config/leadctl/leadctl.toml").exists());
    }
    let said = User::new()
        .pipe(&["configure", "--from-paste", "-"], &form(&lead.replace("WebToLead", "WebToCase"), "<input name=\"orgid\" value=\"00Do0000000ZHog\">"))
        .ends_with(0);
    assert!(said.stderr.contains("Web-to-Case") || said.stdout.contains("Web-to-Case"), "{}{}", said.stdout, said.stderr);
}

#[test]
fn half_of_an_access_is_refused_and_the_missing_half_named() {
    let user = User::new();
    let said = user.run(&["configure", "salesforce", "--oid", OID, "--api-url", "https://contoso.my.salesforce.com"]).ends_with(2);
    assert!(said.stderr.contains("--api-client-id") && said.stderr.contains("--api-client-secret"), "{}", said.stderr);
    let said = user.run(&["configure", "salesforce", "--oid", OID, "--api-client-secret", "s3cret-value"]).ends_with(2);
    assert!(!said.stderr.contains("s3cret-value") && said.stderr.contains("no flag takes a secret"), "{}", said.stderr);
}

#[test]
fn no_trace_shows_the_token_or_the_secret() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let (secret, oid) = (sandbox.value(WHOLE, "api_client_secret"), sandbox.value(WHOLE, "oid"));
    for arguments in
        [&["validate", WHOLE, "-vv"][..], &["test-lead", WHOLE, "-vv", "--cleanup"], &["test-lead", WHOLE, "--dry-run", "--format", "curl"]]
    {
        let said = User::new().run(&[arguments, flags.as_slice()].concat()).ends_with(0);
        for text in [&said.stdout, &said.stderr] {
            assert!(!text.contains(&secret), "{arguments:?}: {text}");
            assert!(!text.contains(&format!("{oid}!AQ")), "{arguments:?}: {text}");
        }
    }
}

#[test]
fn a_failure_mail_is_read_from_a_file_and_from_a_pipe() {
    let sandbox = Sandbox::start(&["salesforce/duplicate-rule"]);
    let _ = sandbox.json(&["test-lead", OID_ONLY]);
    let mail = newest_mail(&sandbox);
    assert!(mail.contains("quoted-printable") && mail.contains("=3D"), "{mail}");
    let user = User::new();
    user.write("mail.eml", &mail);
    for report in [
        user.json(&["diagnose", "--file", "mail.eml"]),
        serde_json::from_str(&user.pipe(&["diagnose", "-", "--format", "json"], &mail).ends_with(0).stdout).unwrap(),
    ] {
        assert_eq!((&report["matches"][0]["id"], report["matches"].as_array().unwrap().len()), (&json!("salesforce/duplicate-rule"), 1), "{report}");
    }
    let base64 = format!(
        "From: a@b.example\nSubject: Salesforce\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{}\n--x--\n",
        base64::Engine::encode(
            &base64::engine::general_purpose::STANDARD,
            "Salesforce could not create this lead.\n\nReason: Required fields are missing: [Region__c]\n"
        )
    );
    user.write("other.eml", &base64);
    assert_eq!(user.json(&["diagnose", "--file", "other.eml"])["matches"][0]["id"], "salesforce/required-field");
}

/// Salesforce keeps addresses in lower case, which is said in one way.
#[test]
fn an_address_in_lower_case_is_the_same_but_for_case() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let said = User::new().run(&[&["test-lead", WHOLE], flags.as_slice()].concat()).ends_with(0);
    let row = said.stdout.lines().find(|line| line.trim_start().starts_with("email ")).unwrap();
    assert!(row.contains("✓ same but for case"), "{}", said.stdout);
    let told = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("every field as sent but for the case of the e-mail address"), "{told}");
}

#[test]
fn a_dry_run_lists_the_requests_in_the_order_in_which_they_are_made() {
    let sandbox = Sandbox::start(&[]);
    let plan = sandbox.json(&["test-lead", WHOLE, "--dry-run", "--cleanup"]);
    let steps: Vec<&str> = lead_of(&plan)["requests"].as_array().unwrap().iter().filter_map(|request| request["step"].as_str()).collect();
    let order = ["get a token", "see, before the lead is posted", "post the lead", "look for the lead", "delete the lead"];
    assert!(steps.len() == order.len() && steps.iter().zip(order).all(|(step, begins)| step.starts_with(begins)), "{steps:?}");
    let plan = sandbox.json(&["test-lead", OID_ONLY, "--dry-run"]);
    assert_eq!(lead_of(&plan)["requests"].as_array().unwrap().len(), 1, "{plan}");
}
