//! The destination `marketo`: from a paste to a lead that is found and deleted, and what goes wrong on the way.

mod credentials;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::support::{Sandbox, Server, User, answer, checks};

const CONFIG: &str = ".config/leadctl/leadctl.toml";
const ID: &str = "9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24";
const SECRET: &str = "C4naryZm9vYmFyYmF6cXV4MTIzNDU2Nz";
const PROFILE: &str = "sandbox-marketo";
const TOKEN: &str = "cdf01657-110d-4155-99a7-f986b2ff13a0:int";

fn leads(sandbox: &Sandbox) -> Vec<Value> {
    sandbox.leads().into_iter().filter(|lead| lead["service"] == "marketo").map(|lead| lead["lead"].clone()).collect()
}

fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    let found = report["profiles"][0]["checks"].as_array().unwrap().iter().find(|check| check["id"] == id);
    found.unwrap_or_else(|| panic!("{id}: {report}"))
}

/// A home whose profile `m` leads to this port.
pub fn user(port: u16) -> User {
    let user = User::new().with("SECRET", SECRET);
    user.write(
        "leadctl.toml",
        &format!(
            "[profile.m]\ndestination = \"marketo\"\nmunchkin_id = \"123-PQR-789\"\nform_id = \"1179\"\nclient_id = \"{ID}\"\nclient_secret = \"env:SECRET\"\nrest_url = \"http://127.0.0.1:{port}\"\n"
        ),
    );
    user
}

#[test]
fn an_embed_code_and_the_launchpoint_dialog_make_a_profile() {
    let user = User::new();
    // As on Microsoft's own page, with its stray ("; then the dialog.
    let pasted = format!(
        "<script>MktoForms2.loadForm(\"(\"//app-ys12.marketo.com\", \"123-PQR-789\", 1179);</script>\nClient Id: {ID}\nClient Secret: {SECRET}\n"
    );
    let said = user.pipe(&["configure", "--from-paste", "-", "-p", "m", "--secret-store", "file"], &pasted).ends_with(0);
    assert!(said.stdout.contains("app-ys12.marketo.com") && !said.stdout.contains(SECRET), "{}", said.stdout);
    let file = user.read(CONFIG);
    for line in [
        "destination = \"marketo\"",
        "munchkin_id = \"123-PQR-789\"",
        "form_id = \"1179\"",
        &format!("client_id = \"{ID}\""),
        "client_secret = \"file:",
    ] {
        assert!(file.contains(line), "{line}: {file}");
    }
    assert!(!file.contains(SECRET) && !file.contains("server_id"), "{file}");
    let report = user.json(&["validate", "--offline"]);
    assert_eq!(report["exit_status"], 0, "{report}");
}

#[test]
fn a_paste_without_a_form_says_what_is_missing() {
    let user = User::new();
    for (text, flag) in [
        ("Munchkin.init('123-PQR-789');", "--form-id"),
        ("https://123-PQR-789.mktorest.com/rest", "--form-id"),
        ("https://app-ys12.marketo.com/#FO1179A1", "--munchkin-id"),
        ("MktoForms2.loadForm(\"//app-ys12.marketo.com\", \"123-PQR-789\", 1179);", "--client-id"),
    ] {
        let said = user.pipe(&["configure", "--from-paste", "-"], text).ends_with(2);
        assert!(said.stderr.contains(flag), "{text}: {}", said.stderr);
    }
    let said = user.pipe(&["configure", "marketo", "--from-paste", "-"], "https://info.contoso.example/contact-us.html").ends_with(2);
    assert!(said.stderr.contains("Munchkin ID") && said.stderr.contains("123-PQR-789"), "{}", said.stderr);
    assert!(!user.path(CONFIG).exists());
}

#[test]
fn mistakes_in_flags_are_named_and_nothing_is_written() {
    for (flag, value, words) in [
        ("--munchkin-id", "app-ys12", "Server ID"),
        ("--munchkin-id", "https://123-PQR-789.mktorest.com", "address of the instance"),
        ("--form-id", "#FO1179A1", "1179"),
        ("--client-id", "api@contoso.example", "e-mail"),
        ("--rest-url", "http://123-PQR-789.mktorest.com", "https://"),
    ] {
        let user = User::new().with("SECRET", SECRET);
        let mut flags = vec![("--munchkin-id", "123-PQR-789"), ("--form-id", "1179"), ("--client-id", ID), ("--client-secret", "env:SECRET")];
        flags.retain(|(known, _)| *known != flag);
        flags.push((flag, value));
        let arguments: Vec<&str> = ["configure", "marketo"].into_iter().chain(flags.iter().flat_map(|(flag, value)| [*flag, *value])).collect();
        let said = user.run(&arguments).ends_with(2);
        assert!(said.stderr.contains(words), "{value}: {}", said.stderr);
        assert!(!user.path(CONFIG).exists(), "{value}");
    }
}

#[test]
fn the_older_generation_is_read_and_fails() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.old]\ndestination = \"marketo\"\nserver_id = \"ys12\"\nmunchkin_id = \"123-PQR-789\"\nform_id = \"1179\"\n");
    let report = user.json(&["validate"]);
    assert_eq!(report["exit_status"], 1, "{report}");
    assert_eq!(checks(&report["profiles"][0], "fail"), [("marketo/generation".to_owned(), "marketo/legacy-form-post-rejected".to_owned())]);
    let failed = check(&report, "marketo/generation");
    assert!(failed["message"].as_str().unwrap().contains("does not deliver"), "{failed}");
    assert!(failed["repair"].to_string().contains("LaunchPoint") && failed["repair"].to_string().contains("leadctl configure marketo"), "{failed}");
    let lead = user.json(&["test-lead"]);
    assert_eq!((&lead["exit_status"], &lead["profiles"][0]["entry"]), (&json!(1), &json!("marketo/legacy-form-post-rejected")), "{lead}");
    assert!(lead["profiles"][0]["notes"].to_string().contains("nothing was sent"), "{lead}");
    assert!(user.run(&["profile", "show", "old"]).ends_with(0).stdout.contains("ys12"));
}

#[test]
fn a_lead_is_found_as_sent_and_deleted_alone() {
    let sandbox = Sandbox::start(&[]);
    let kept = sandbox.json(&["test-lead", PROFILE]);
    let report = sandbox.json(&["test-lead", PROFILE, "--cleanup", "--variant", "unicode"]);
    let lead = &report["profiles"][0];
    assert_eq!(
        (&report["exit_status"], &lead["accepted"], &lead["verified"], &lead["cleanup"]),
        (&json!(0), &json!(true), &json!(true), &json!("deleted"))
    );
    assert_eq!(lead["differences"], json!([]), "{lead}");
    let m = kept["profiles"][0]["marker"].as_str().unwrap();
    let [stored] = &leads(&sandbox)[..] else { panic!("only the own lead is deleted: {:?}", leads(&sandbox)) };
    for (name, value) in [
        ("email", format!("{m}@test.com")),
        ("firstName", m.to_owned()),
        ("company", m.to_owned()),
        ("country", "US".to_owned()),
        ("phone", "1234567890".to_owned()),
        ("leadSource", "AzureMarketplace-INS|Contoso Test".to_owned()),
    ] {
        assert_eq!(stored[name], json!(value), "{stored}");
    }
}

#[test]
fn every_variant_arrives_as_sent() {
    let sandbox = Sandbox::start(&[]);
    for variant in ["full", "minimal", "nulls", "unicode", "long"] {
        let report = sandbox.json(&["test-lead", PROFILE, "--variant", variant]);
        assert_eq!((&report["exit_status"], &report["profiles"][0]["differences"]), (&json!(0), &json!([])), "{variant}: {report}");
    }
    assert_eq!(leads(&sandbox).len(), 5);
}

#[test]
fn a_token_that_expires_is_renewed_and_the_lead_sent_once() {
    for command in ["validate", "test-lead"] {
        let sandbox = Sandbox::start(&["sandbox/marketo-token-expires"]);
        let report = sandbox.json(&[command, PROFILE]);
        assert_eq!(report["exit_status"], 0, "{command}: {report}");
        assert_eq!(leads(&sandbox).len(), usize::from(command == "test-lead"));
    }
}

#[test]
fn a_token_that_stays_expired_is_renewed_once_only() {
    let tokens = Arc::new(AtomicUsize::new(0));
    let submits = Arc::new(AtomicUsize::new(0));
    let (asked, sent) = (tokens.clone(), submits.clone());
    let server = Server::start(move |stream, head| {
        let body = if head.contains("/identity/oauth/token") {
            asked.fetch_add(1, Ordering::SeqCst);
            format!("{{\"access_token\":\"{TOKEN}\",\"token_type\":\"bearer\",\"expires_in\":1}}")
        } else {
            sent.fetch_add(usize::from(head.contains("submitForm")), Ordering::SeqCst);
            "{\"requestId\":\"1#1\",\"success\":false,\"errors\":[{\"code\":\"602\",\"message\":\"Access token expired\"}]}".to_owned()
        };
        drop(stream.write_all(&answer(200, "Content-Type: application/json\r\n", &body)));
    });
    let report = user(server.port).json(&["test-lead", "m"]);
    assert_eq!((&report["exit_status"], &report["profiles"][0]["entry"]), (&json!(1), &json!("marketo/access-token-expired")), "{report}");
    assert_eq!((tokens.load(Ordering::SeqCst), submits.load(Ordering::SeqCst)), (2, 2), "one renewal, and one repeat that it allows");
}

#[test]
fn a_lost_answer_leaves_one_lead_and_it_is_found() {
    let sandbox = Sandbox::start(&["sandbox/lost-answer"]);
    let report = sandbox.json(&["test-lead", PROFILE]);
    assert_eq!((&report["exit_status"], &report["profiles"][0]["verified"]), (&json!(0), &json!(true)), "{report}");
    assert_eq!(leads(&sandbox).len(), 1);
}

/// A sign-in that works, one answer to the submit, and no lead whenever somebody looks.
fn submitting(submit: &'static [u8]) -> (Server, Arc<AtomicUsize>) {
    let submits = Arc::new(AtomicUsize::new(0));
    let counted = submits.clone();
    let server = Server::start(move |stream, head| {
        let json = |body: &str| answer(200, "Content-Type: application/json\r\n", body);
        let bytes = if head.contains("/identity/oauth/token") {
            json(&format!("{{\"access_token\":\"{TOKEN}\",\"token_type\":\"bearer\",\"expires_in\":3599}}"))
        } else if head.contains("submitForm") {
            counted.fetch_add(1, Ordering::SeqCst);
            submit.to_vec()
        } else {
            json("{\"requestId\":\"1#1\",\"result\":[],\"success\":true}")
        };
        drop(stream.write_all(&bytes));
    });
    (server, submits)
}

#[test]
fn an_answer_that_leaves_it_open_is_no_reason_to_send_again() {
    for (what, submit) in [
        ("nothing", &b""[..]),
        ("a bad gateway", b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
        ("a page", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\nConnection: close\r\n\r\n<html>Hi</html>"),
        ("half an answer", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\nConnection: close\r\n\r\n{\"success\":true,"),
        (
            "a success without a row",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{\"success\":true}",
        ),
    ] {
        let (server, submits) = submitting(submit);
        let report = user(server.port).json(&["test-lead", "m", "--wait", "0s"]);
        let lead = &report["profiles"][0];
        assert_eq!((&report["exit_status"], &lead["accepted"]), (&json!(3), &json!(false)), "{what}: {report}");
        assert!(lead["notes"].to_string().contains("before you send another"), "{what}: {lead}");
        assert_eq!(submits.load(Ordering::SeqCst), 1, "{what}");
    }
}

#[test]
fn two_hundred_with_an_error_is_a_refusal() {
    let refused = |code: &str, words: &str| {
        let body = format!("{{\"requestId\":\"e42b#14272d07d78\",\"success\":false,\"errors\":[{{\"code\":\"{code}\",\"message\":\"{words}\"}}]}}");
        &*Box::leak(answer(200, "Content-Type: application/json\r\n", &body).into_boxed_slice())
    };
    for (code, words, entry, status) in [
        ("603", "Access denied", "marketo/access-denied", 1),
        ("606", "Max rate limit '100' exceeded with in '20' secs", "marketo/rate-limited", 3),
        ("607", "Daily quota reached", "marketo/rate-limited", 1),
        ("610", "Requested resource not found", "marketo/server-instance-wrong", 1),
        ("614", "Invalid Subscription", "marketo/server-instance-wrong", 3),
        ("609", "Invalid JSON", "marketo/empty-lead-body", 1),
        ("709", "Form is not approved", "marketo/form-not-approved", 1),
        ("702", "No data found", "marketo/form-not-found", 1),
        ("1001", "Invalid value", "marketo/invalid-value-type", 1),
        ("1002", "Missing value", "marketo/missing-parameter", 1),
        ("1007", "Multiple leads match", "marketo/ambiguous-lead-match", 1),
        ("1008", "Access denied to partition 'x'", "marketo/partition-access-denied", 1),
        ("605", "HTTP Method not supported", "", 1),
        ("9999", "Something new", "", 1),
    ] {
        let (server, submits) = submitting(refused(code, words));
        let report = user(server.port).json(&["test-lead", "m", "--wait", "0s"]);
        let lead = &report["profiles"][0];
        assert_eq!((&report["exit_status"], lead["entry"].as_str().unwrap_or_default()), (&json!(status), entry), "{code}: {report}");
        assert!(lead["answered"].as_str().unwrap().contains(code), "{code}: {lead}");
        assert_eq!((&lead["accepted"], submits.load(Ordering::SeqCst)), (&json!(false), 1), "{code}");
    }
}

#[test]
fn a_person_who_was_there_before_is_not_deleted() {
    let deletes = Arc::new(AtomicUsize::new(0));
    let counted = deletes.clone();
    let server = Server::start(move |stream, head| {
        counted.fetch_add(usize::from(head.contains("delete.json")), Ordering::SeqCst);
        let email = head.split("filterValues=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default().replace("%40", "@");
        let body = if head.contains("/identity/") {
            format!("{{\"access_token\":\"{TOKEN}\"}}")
        } else if head.contains("submitForm") {
            "{\"success\":true,\"result\":[{\"id\":5,\"status\":\"updated\"}]}".to_owned()
        } else {
            format!("{{\"success\":true,\"result\":[{{\"id\":5,\"email\":\"{email}\"}}]}}")
        };
        drop(stream.write_all(&answer(200, "Content-Type: application/json\r\n", &body)));
    });
    let report = user(server.port).json(&["test-lead", "m", "--cleanup"]);
    let lead = &report["profiles"][0];
    assert_eq!((&lead["accepted"], &lead["cleanup"]), (&json!(true), &json!("not-possible")), "{lead}");
    assert_eq!(deletes.load(Ordering::SeqCst), 0);
}

#[test]
fn a_busy_service_is_asked_again_and_a_lead_is_not_sent_again() {
    let (reads, submits) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (read, sent) = (reads.clone(), submits.clone());
    let busy = "{\"success\":false,\"errors\":[{\"code\":\"615\",\"message\":\"Concurrent access limit reached\"}]}";
    let server = Server::start(move |stream, head| {
        let body = if head.contains("/identity/") {
            format!("{{\"access_token\":\"{TOKEN}\"}}")
        } else if head.contains("submitForm") {
            sent.fetch_add(1, Ordering::SeqCst);
            busy.to_owned()
        } else if head.contains("leads.json") && read.fetch_add(1, Ordering::SeqCst) == 0 {
            busy.to_owned()
        } else {
            "{\"success\":true,\"result\":[]}".to_owned()
        };
        drop(stream.write_all(&answer(200, "Content-Type: application/json\r\n", &body)));
    });
    let user = user(server.port);
    let report = user.json(&["validate", "m"]);
    assert_eq!(check(&report, "marketo/token")["outcome"], "pass", "{report}");
    assert_eq!(reads.load(Ordering::SeqCst), 2, "asked again once, and then once for all checks");
    let lead = user.json(&["test-lead", "m", "--wait", "0s"]);
    assert_eq!((&lead["exit_status"], &lead["profiles"][0]["entry"]), (&json!(3), &json!("marketo/rate-limited")), "{lead}");
    assert_eq!(submits.load(Ordering::SeqCst), 1);
}

#[test]
fn a_user_who_may_not_see_forms_is_no_failure() {
    let sandbox = Sandbox::start(&["sandbox/marketo-assets-denied"]);
    let report = sandbox.json(&["validate", PROFILE]);
    assert_eq!(report["exit_status"], 0, "{report}");
    for id in ["marketo/form-approved", "marketo/form-fields"] {
        assert_eq!((&check(&report, id)["outcome"], &check(&report, id)["skipped"]), (&json!("skipped"), &json!("not-permitted")), "{report}");
    }
    assert_eq!(sandbox.json(&["test-lead", PROFILE])["exit_status"], 0);
}

#[test]
fn what_the_form_lacks_is_named_and_refused_by_both() {
    let sandbox = Sandbox::start(&["marketo/form-field-mismatch"]);
    let report = sandbox.json(&["validate", PROFILE]);
    let failed = check(&report, "marketo/form-fields");
    assert!(
        failed["message"].as_str().unwrap().contains("Job Title, Lead Source") && failed["message"].as_str().unwrap().contains("inferred"),
        "{failed}"
    );
    // Submit Form names a field and not the reason; the instance's description of its fields tells the two apart.
    for (fault, entry) in [("marketo/form-field-mismatch", "marketo/form-field-mismatch"), ("marketo/unknown-field", "marketo/unknown-field")] {
        let sandbox = Sandbox::start(&[fault]);
        let lead = sandbox.json(&["test-lead", PROFILE]);
        assert_eq!((&lead["exit_status"], &lead["profiles"][0]["entry"]), (&json!(1), &json!(entry)), "{lead}");
        assert_eq!(leads(&sandbox), [] as [Value; 0]);
    }
}

#[test]
fn a_skipped_record_without_a_reason_and_a_changed_value_show() {
    let sandbox = Sandbox::start(&["sandbox/marketo-skips-silently"]);
    let lead = sandbox.json(&["test-lead", PROFILE]);
    assert_eq!((&lead["exit_status"], &lead["profiles"][0]["entry"]), (&json!(1), &json!("marketo/form-field-mismatch")), "{lead}");
    let sandbox = Sandbox::start(&["sandbox/marketo-changes-values"]);
    let lead = sandbox.json(&["test-lead", PROFILE]);
    assert_eq!((&lead["exit_status"], &lead["profiles"][0]["differences"]), (&json!(1), &json!(["country holds another value"])), "{lead}");
}

#[test]
fn a_slow_index_is_waited_for() {
    let sandbox = Sandbox::start(&["sandbox/marketo-slow-index"]);
    let missing = sandbox.json(&["test-lead", PROFILE, "--wait", "0s"]);
    assert_eq!(
        (&missing["exit_status"], &missing["profiles"][0]["accepted"], &missing["profiles"][0]["verified"]),
        (&json!(1), &json!(true), &json!(false)),
        "{missing}"
    );
    let found = sandbox.json(&["test-lead", PROFILE, "--wait", "20s"]);
    assert_eq!((&found["exit_status"], &found["profiles"][0]["verified"]), (&json!(0), &json!(true)), "{found}");
}

#[test]
fn a_description_of_many_fields_is_read_whole() {
    let fields: Vec<String> = (0..4000)
        .map(|number| format!("{{\"id\":{number},\"displayName\":\"Custom field number {number}\",\"dataType\":\"string\",\"rest\":{{\"name\":\"custom{number}\"}},\"soap\":{{\"name\":\"Custom_{number}\"}}}}"))
        .collect();
    let rows = ["email", "firstName", "lastName", "company", "country", "phone", "title", "leadSource"]
        .map(|name| format!("{{\"rest\":{{\"name\":\"{name}\"}},\"soap\":{{\"name\":\"X_{name}\"}}}}"));
    let described = format!("{{\"success\":true,\"result\":[{},{}]}}", fields.join(","), rows.join(","));
    assert!(described.len() > 400_000);
    let form: Vec<String> = rows
        .iter()
        .map(|row| row.split("\"name\":\"").nth(2).unwrap().split('"').next().unwrap())
        .map(|name| format!("{{\"id\":\"{name}\"}}"))
        .collect();
    let form = format!("{{\"success\":true,\"result\":[{}]}}", form.join(","));
    let server = Server::start(move |stream, head| {
        let body = if head.contains("/identity/") {
            format!("{{\"access_token\":\"{TOKEN}\"}}")
        } else if head.contains("describe.json") {
            described.clone()
        } else if head.contains("fields.json") {
            form.clone()
        } else if head.contains("/form/") {
            "{\"success\":true,\"result\":[{\"id\":1179,\"status\":\"approved with draft\"}]}".to_owned()
        } else {
            "{\"success\":true,\"result\":[]}".to_owned()
        };
        drop(stream.write_all(&answer(200, "Content-Type: application/json\r\n", &body)));
    });
    let report = user(server.port).json(&["validate", "m"]);
    assert_eq!(report["exit_status"], 0, "{report}");
    assert_eq!(check(&report, "marketo/form-fields")["outcome"], "pass", "{report}");
}

/// The wizard, driven through a pseudo-terminal: four questions, and none for what nobody has to give.
#[cfg(unix)]
#[test]
fn the_wizard_asks_for_the_four_values_and_takes_an_embed_code() {
    use expectrl::{Eof, Expect, Session};
    use std::time::Duration;

    let user = User::new();
    let mut command = user.command(&["configure", "marketo", "-p", "m", "--secret-store", "file"]);
    command.env("TERM", "xterm").env("NO_COLOR", "1");
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    let mut seen = String::new();
    for (question, typed) in [
        ("Looks like: 123-PQR-789", None),
        ("Munchkin ID", Some("MktoForms2.loadForm(\"(\"//app-ys12.marketo.com\", \"123-PQR-789\", 1179);\r")),
        ("Looks like: 1179", None),
        ("Form ID", Some("#FO1179A1\r")),
        ("can't be right", None),
        ("Form ID", Some("1179\r")),
        ("Looks like: 9ab4f1d2", None),
        ("Client ID", Some("9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24\r")),
        ("not shown", None),
        ("Client secret", Some("C4naryZm9vYmFyYmF6cXV4MTIzNDU2Nz\r")),
        ("Offer's display name", Some("\r")),
        ("leadctl validate m", None),
    ] {
        let found = session.expect(question).unwrap_or_else(|error| panic!("waiting for {question:?}: {error}\n{seen}"));
        seen.push_str(&String::from_utf8_lossy(found.as_bytes()));
        if let Some(typed) = typed {
            std::thread::sleep(Duration::from_millis(100));
            session.send(typed).unwrap();
        }
    }
    session.expect(Eof).unwrap();
    assert!(!seen.contains("Server ID (until 2022)") && !seen.contains("REST address") && !seen.contains(SECRET), "{seen}");
    let file = user.read(CONFIG);
    assert!(
        file.contains("munchkin_id = \"123-PQR-789\"") && file.contains("form_id = \"1179\"") && file.contains("client_secret = \"file:"),
        "{file}"
    );
}
