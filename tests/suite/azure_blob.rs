//! `azure-blob`: an old configuration is read and checked, what is stored is counted and never shown, and nothing is ever sent there.

use std::io::Write;

use serde_json::{Value, json};

use crate::support::{KEY, Sandbox, Server, User, answer, checks};

const BLOB: &str = "sandbox-azure-blob";
const WITHDRAWN: &str = "storage/blob-destination-withdrawn";

fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["profiles"][0]["checks"].as_array().unwrap().iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("{id}: {report}"))
}

#[test]
fn a_sound_configuration_fails_for_the_one_reason() {
    let sandbox = Sandbox::start(&[]);
    for arguments in [&["validate", BLOB][..], &["validate", BLOB, "--offline"]] {
        let report = sandbox.json(arguments);
        assert_eq!(report["exit_status"], 1, "{report}");
        assert_eq!(checks(&report["profiles"][0], "fail"), [("azure-blob/still-delivered".to_owned(), WITHDRAWN.to_owned())]);
        let told = check(&report, "azure-blob/still-delivered");
        let message = told["message"].as_str().unwrap();
        for word in ["no longer writes", "being lost", "since 1 May 2020 at the latest", "not documented"] {
            assert!(message.contains(word), "{word}: {message}");
        }
        let repair = told["repair"].to_string();
        for command in ["leadctl configure azure-table", "leadctl migrate blob-to-table"] {
            assert!(repair.contains(command), "{command}: {repair}");
        }
    }
}

#[test]
fn what_is_stored_is_counted_and_not_shown() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let report = sandbox.json(&["validate", BLOB]);
    let message = check(&report, "azure-blob/may-list")["message"].as_str().unwrap().to_owned();
    assert!(message.contains("holds 7 blobs, the oldest last written on 2018-03-22, the newest on 2020-03-01"), "{message}");
    for loudness in [&[][..], &["-v"]] {
        let said = User::new().run(&[&["validate", BLOB], loudness, flags.as_slice()].concat()).ends_with(1);
        for hidden in ["broken.json", "test.com", "MSFT_TEST", "contosoleads.bak"] {
            assert!(!said.stdout.contains(hidden) && !said.stderr.contains(hidden), "{hidden}:\n{}\n{}", said.stdout, said.stderr);
        }
    }
    // Over pages of which the first is empty.
    let paged = Sandbox::start(&["sandbox/empty-page"]).json(&["validate", BLOB]);
    assert!(check(&paged, "azure-blob/may-list")["message"].as_str().unwrap().contains("holds 7 blobs"), "{paged}");
}

#[test]
fn over_tls_too() {
    let sandbox = Sandbox::start_tls(&[]);
    let report = sandbox.json(&["validate", BLOB]);
    assert_eq!(check(&report, "azure-blob/tls")["outcome"], "pass", "{report}");
    assert_eq!(checks(&report["profiles"][0], "fail").len(), 1, "{report}");
}

#[test]
fn a_public_container_is_warned_of() {
    let server = Server::saying(answer(
        200,
        "x-ms-version: 2021-08-06\r\nx-ms-blob-public-access: container\r\n",
        "<EnumerationResults><Blobs /><NextMarker /></EnumerationResults>",
    ));
    let report = user(&format!("http://127.0.0.1:{}/sandboxleads", server.port), "leads").json(&["validate", "old"]);
    let told = check(&report, "azure-blob/container-private");
    assert_eq!(told["outcome"], "warn", "{report}");
    assert!(told["message"].as_str().unwrap().contains("Private"), "{told}");
    assert_eq!(check(&report, "azure-blob/may-list")["message"], "the container is empty");
}

fn user(endpoint: &str, container: &str) -> User {
    let user = User::new();
    user.write(
        "leadctl.toml",
        &format!(
            "[profile.old]\ndestination = \"azure-blob\"\nconnection_string = \"plain:DefaultEndpointsProtocol=http;AccountName=sandboxleads;AccountKey={KEY};BlobEndpoint={endpoint};\"\ncontainer = \"{container}\"\n"
        ),
    );
    user
}

#[test]
fn what_is_not_the_service_is_not_taken_for_it() {
    let cases: [(&str, Vec<u8>); 4] = [
        ("a sign-in page", answer(200, "Content-Type: text/html\r\n", "<!DOCTYPE html><html><body>Sign in</body></html>")),
        ("a greeting", answer(200, "", "hello")),
        ("somebody's JSON", answer(200, "Content-Type: application/json\r\n", "{}")),
        ("a redirect", answer(302, "Location: /login\r\n", "")),
    ];
    for (name, bytes) in cases {
        let server = Server::saying(bytes);
        let report = user(&format!("http://127.0.0.1:{}/sandboxleads", server.port), "leads").json(&["validate", "old"]);
        let failed = checks(&report["profiles"][0], "fail");
        assert_eq!(failed.first().map(|(id, _)| id.as_str()), Some("azure-blob/key-accepted"), "{name}: {report}");
    }
    // A list that never ends is read up to a bound, and is no list.
    let endless = Server::start(|stream, head| {
        let start = "HTTP/1.1 200 OK\r\nx-ms-version: 2021-08-06\r\nConnection: close\r\n\r\n<EnumerationResults><Blobs>";
        let _ = stream.write_all(start.as_bytes());
        if head.contains("comp=list") {
            let blob = "<Blob><Name>a</Name></Blob>".repeat(1000);
            while stream.write_all(blob.as_bytes()).is_ok() {}
        }
    });
    let report = user(&format!("http://127.0.0.1:{}/sandboxleads", endless.port), "leads").json(&["validate", "old"]);
    assert_eq!(check(&report, "azure-blob/may-list")["outcome"], "unknown", "{report}");
}

#[test]
fn no_test_lead_is_sent_there() {
    let sandbox = Sandbox::start(&[]);
    for arguments in [&["test-lead", BLOB][..], &["test-lead", BLOB, "--dry-run"]] {
        let report = sandbox.json(arguments);
        let error = &report["error"];
        assert_eq!((&report["exit_status"], &error["id"]), (&json!(2), &json!("takes-no-test-lead")), "{report}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("no longer writes") && message.contains("migrate blob-to-table"), "{message}");
    }
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let said = User::new().run(&[&["test-lead", "--all"], flags.as_slice()].concat()).ends_with(0);
    assert!(said.stderr.contains("left out") && said.stderr.contains(BLOB), "{}", said.stderr);
}

#[test]
fn an_old_configuration_can_be_written_down() {
    let sandbox = Sandbox::start(&[]);
    let user = User::new().with("OLD", sandbox.value(BLOB, "connection_string"));
    let said = user.run(&["configure", "azure-blob", "-p", "old", "--connection-string", "env:OLD", "--container", "marketplaceleads"]).ends_with(0);
    assert!(format!("{}{}", said.stdout, said.stderr).contains("no longer writes leads"), "{}\n{}", said.stdout, said.stderr);
    let pasted =
        user.run(&["configure", "azure-blob", "-p", "old", "--container", "MarketplaceLeads", "--connection-string", "env:OLD"]).ends_with(2);
    assert!(pasted.stderr.contains("capital letters"), "{}", pasted.stderr);
    // A string alone is a table's: the container has to be asked for by name.
    let string = format!("DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey={KEY};EndpointSuffix=core.windows.net");
    let _ = user.pipe(&["configure", "--from-paste", "-", "-p", "new", "--secret-store", "file"], &string).ends_with(0);
    assert!(user.run(&["profile", "show", "new"]).ends_with(0).stdout.contains("azure-table"));
    let named = ["configure", "azure-blob", "--from-paste", "-", "-p", "older", "--container", "leads", "--secret-store", "file"];
    let _ = user.pipe(&named, &string).ends_with(0);
    assert!(user.run(&["profile", "show", "older"]).ends_with(0).stdout.contains("container = leads"));
}

#[test]
fn a_container_named_wrongly_is_said_before_anything_is_asked() {
    for (container, word) in [
        ("https://contosoleads.blob.core.windows.net/leads", "address"),
        ("leads/2019", "folder"),
        ("Leads", "capital letters"),
        ("$web", "service's own"),
    ] {
        let report = user("http://127.0.0.1:9/sandboxleads", container).json(&["validate", "old", "--offline"]);
        let told = check(&report, "azure-blob/container-name");
        assert_eq!((&told["outcome"], &told["entry"]), (&json!("fail"), &json!("storage/invalid-input")), "{container}");
        assert!(told["message"].as_str().unwrap().contains(word), "{told}");
    }
}
