//! `leadctl migrate blob-to-table`: every lead once, nothing lost without being named, nothing deleted, whatever happens on the way.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::support::{KEY, Sandbox, Server, User, answer};

const MIGRATE: [&str; 6] = ["migrate", "blob-to-table", "--from", "sandbox-azure-blob", "--to", "sandbox-azure-table"];

fn migrate(sandbox: &Sandbox, more: &[&str]) -> Value {
    sandbox.json(&[&MIGRATE, more].concat())
}

/// The rows of the sandbox's table, by `Description`.
fn rows(sandbox: &Sandbox) -> BTreeMap<String, Value> {
    let leads = sandbox.leads();
    let count = leads.len();
    let rows: BTreeMap<String, Value> = leads
        .into_iter()
        .map(|lead| {
            assert_eq!(lead["service"], "azure-table");
            (lead["lead"]["RowKey"].as_str().unwrap().to_owned(), lead["lead"].clone())
        })
        .collect();
    assert_eq!(rows.len(), count, "a row twice");
    rows
}

fn counts(report: &Value) -> [u64; 4] {
    ["leads", "to_copy", "copied", "already_there"].map(|key| report[key].as_u64().unwrap())
}

fn behind(report: &Value) -> Vec<(&str, &str)> {
    report["unreadable"].as_array().unwrap().iter().map(|item| (item["blob"].as_str().unwrap(), item["reason"].as_str().unwrap())).collect()
}

#[test]
fn every_lead_is_copied_once_and_what_is_none_is_named() {
    let sandbox = Sandbox::start(&[]);
    let plan = migrate(&sandbox, &["--dry-run"]);
    assert_eq!((counts(&plan), &plan["exit_status"]), ([5, 5, 0, 0], &json!(1)), "{plan}");
    assert_eq!(sandbox.leads(), Vec::<Value>::new(), "a dry run writes nothing");
    let done = migrate(&sandbox, &["--yes"]);
    assert_eq!((counts(&done), &done["exit_status"]), ([5, 0, 5, 0], &json!(1)), "{done}");
    let left = [
        ("2020/02/broken.json", "it breaks off at line 1, column 58"),
        ("2020/02/read me.txt", "it is no JSON at line 1, column 1"),
        ("backup/contosoleads.bak", "it is too big to be a lead: 1.0 GB; it was not read"),
    ];
    assert_eq!((behind(&plan), behind(&done)), (left.to_vec(), left.to_vec()));
    let before = rows(&sandbox);
    assert_eq!(before.len(), 5);
    let again = migrate(&sandbox, &["--yes"]);
    assert_eq!(counts(&again), [5, 0, 0, 5], "{again}");
    assert_eq!(counts(&migrate(&sandbox, &["--dry-run"])), [5, 0, 0, 5]);
    assert_eq!(rows(&sandbox), before, "not a byte of it changed");
}

#[test]
fn rows_have_marketplaces_shape_and_keep_what_is_unknown() {
    let sandbox = Sandbox::start(&[]);
    migrate(&sandbox, &["--yes"]);
    let rows = rows(&sandbox);
    let of = |description: &str| rows.values().find(|row| row["Description"] == description).unwrap_or_else(|| panic!("{description}: {rows:?}"));
    let m = "MSFT_TEST_636573304831318844";
    let row = of(m);
    let person =
        json!({"FirstName": m, "LastName": m, "Email": format!("{m}@test.com"), "Phone": "1234567890", "Country": "US", "Company": m, "Title": m});
    assert_eq!(serde_json::from_str::<Value>(row["CustomerInfo"].as_str().unwrap()).unwrap(), person);
    assert_eq!(
        (&row["LeadSource"], &row["ActionCode"], &row["OfferDisplayName"]),
        (&json!("AzureMarketplace"), &json!("INS"), &json!("Contoso Test"))
    );
    assert_eq!((&row["CreatedTime"], &row["PartitionKey"]), (&json!("3/22/2018 3:48:03 PM"), &json!("migrated-marketplaceleads")));
    assert_eq!(row["MigratedFrom"], "marketplaceleads/MSFT_TEST_636573304831318844.json");
    assert_eq!((&of("Customer 2")["ProductId"], &of("Customer 2")["Campaign"]), (&json!("contoso-analytics"), &json!("{\"id\":7}")));
    assert_eq!(of("Customer 3")["CreatedTime"], "10/1/2019 12:00:00 PM", "a lead's own time wins");
}

#[test]
fn nothing_is_deleted_and_a_gigabyte_is_not_read() {
    let seen = Arc::new(std::sync::Mutex::new(Vec::<String>::new()));
    let log = seen.clone();
    let sandbox = Sandbox::start(&[]);
    let target: u16 = sandbox.running.url.rsplit(':').next().unwrap().parse().unwrap();
    // Between leadctl and the sandbox: every request line is kept.
    let between = Server::start(move |stream, head| {
        log.lock().unwrap().push(head.lines().next().unwrap_or_default().to_owned());
        let mut inner = TcpStream::connect((Ipv4Addr::LOCALHOST, target)).unwrap();
        let head = head.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        inner.write_all(head.as_bytes()).unwrap();
        let mut whole = Vec::new();
        inner.read_to_end(&mut whole).unwrap();
        let _ = stream.write_all(&whole);
    });
    let profiles =
        std::fs::read_to_string(sandbox.profiles()).unwrap().replace(&format!("127.0.0.1:{target}"), &format!("127.0.0.1:{}", between.port));
    let user = User::new();
    user.write("leadctl.toml", &profiles);
    let report = user.json(&[&MIGRATE[..], &["--yes", "--jobs", "1"]].concat());
    assert_eq!(counts(&report), [5, 0, 5, 0], "{report}");
    let seen = seen.lock().unwrap();
    assert!(seen.iter().any(|line| line.starts_with("POST ")) && seen.iter().filter(|line| line.starts_with("GET /blob/")).count() == 7, "{seen:?}");
    assert!(seen.iter().all(|line| line.starts_with("GET ") || line.starts_with("POST /table/")), "{seen:?}");
    assert!(!seen.iter().any(|line| line.contains("backup")), "{seen:?}");
}

#[test]
fn a_busy_service_and_a_lost_answer_leave_no_double() {
    let sandbox = Sandbox::start(&["sandbox/throttle-once", "sandbox/lost-answer", "sandbox/empty-page"]);
    let report = migrate(&sandbox, &["--yes"]);
    // The lead whose answer was lost is there: this run put it there.
    assert_eq!(counts(&report), [5, 0, 5, 0], "{report}");
    assert_eq!(rows(&sandbox).len(), 5);
}

#[test]
fn a_migration_that_is_killed_at_any_moment_is_finished_by_the_next() {
    let many = 120;
    let sandbox = Sandbox::start(&[]);
    // A container of many leads, of a made-up service; the table is the sandbox's.
    let blobs = Server::start(move |stream, head| {
        let line = head.lines().next().unwrap_or_default();
        let bytes = if line.contains("comp=list") {
            let one = |n: usize| format!("<Blob><Name>{n:04}.json</Name><Properties><Content-Length>90</Content-Length></Properties></Blob>");
            let after: usize = line.split("marker=").nth(1).and_then(|rest| rest.split([' ', '&']).next()?.parse().ok()).unwrap_or(0);
            let end = (after + 50).min(many);
            let next = if end < many { end.to_string() } else { String::new() };
            let list: String = (after..end).map(one).collect();
            answer(
                200,
                "x-ms-version: 2021-08-06\r\n",
                &format!("<EnumerationResults><Blobs>{list}</Blobs><NextMarker>{next}</NextMarker></EnumerationResults>"),
            )
        } else {
            let name = line.split(".json").next().unwrap_or_default();
            let number = &name[name.len().saturating_sub(4)..];
            answer(
                200,
                "x-ms-version: 2021-08-06\r\nx-ms-blob-type: BlockBlob\r\n",
                &format!("{{\"userDetails\":{{\"email\":\"MSFT_TEST_{number}@test.com\"}}}}"),
            )
        };
        let _ = stream.write_all(&bytes);
    });
    let user = two(&format!("http://127.0.0.1:{}/old", blobs.port), &sandbox.value("sandbox-azure-table", "connection_string"));
    let mut kills = 0;
    for rows_before in [1, 40, 80] {
        let mut child = user
            .command(&["migrate", "blob-to-table", "--from", "old", "--to", "new", "--yes"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while sandbox.leads().len() < rows_before && child.try_wait().unwrap().is_none() {
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        kills += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(kills > 0, "none was killed on its way");
    let there = rows(&sandbox).len() as u64;
    let report = user.json(&["migrate", "blob-to-table", "--from", "old", "--to", "new", "--yes"]);
    let [leads, _, copied, already] = counts(&report);
    assert_eq!((leads, copied + already, &report["exit_status"]), (many as u64, many as u64, &json!(0)), "{report}");
    // What was on its way when it was killed may have landed after the count.
    assert!((there..=there + 8).contains(&already), "{there} were there: {report}");
    assert_eq!(rows(&sandbox).len(), many);
}

/// A home with `old` at this endpoint and `new` of this connection string.
fn two(endpoint: &str, table: &str) -> User {
    let user = User::new().with("NEW", table);
    user.write(
        "leadctl.toml",
        &format!(
            "[profile.old]\ndestination = \"azure-blob\"\nconnection_string = \"plain:DefaultEndpointsProtocol=http;AccountName=sandboxleads;AccountKey={KEY};BlobEndpoint={endpoint};\"\ncontainer = \"leads\"\n[profile.new]\ndestination = \"azure-table\"\nconnection_string = \"env:NEW\"\n"
        ),
    );
    user
}

#[test]
fn what_ends_it_early_is_named_and_nothing_is_claimed() {
    for (fault, status, at, entry) in [
        ("storage/container-not-found", 1, "from", "storage/container-not-found"),
        ("storage/shared-key-disabled", 1, "from", "storage/shared-key-disabled"),
        ("storage/table-not-found", 1, "to", "storage/table-not-found"),
        ("storage/table-being-deleted", 1, "to", "storage/table-being-deleted"),
    ] {
        let sandbox = Sandbox::start(&[fault]);
        let report = migrate(&sandbox, &["--yes"]);
        assert_eq!(report["exit_status"], status, "{fault}: {report}");
        assert_eq!((&report["stopped"]["at"], &report["stopped"]["entry"]), (&json!(at), &json!(entry)), "{fault}: {report}");
        assert_eq!(counts(&report)[2], 0, "{fault}");
        assert!(sandbox.leads().is_empty(), "{fault}");
    }
    // A row that the table refuses is the lead's matter and not the run's.
    let sandbox = Sandbox::start(&["storage/invalid-input"]);
    let report = migrate(&sandbox, &["--yes"]);
    assert_eq!((report["refused"].as_array().unwrap().len(), &report["stopped"]), (5, &Value::Null), "{report}");
}

#[test]
fn no_network_is_3() {
    let sandbox = Sandbox::start(&[]);
    let report = two("http://127.0.0.1:9/old", &sandbox.value("sandbox-azure-table", "connection_string")).json(&[
        "migrate",
        "blob-to-table",
        "--from",
        "old",
        "--to",
        "new",
        "--yes",
    ]);
    // The entry of an HTTPS endpoint that is down has no repair for a storage account.
    assert_eq!((&report["exit_status"], &report["stopped"]["entry"]), (&json!(3), &Value::Null), "{report}");
    assert!(report["stopped"]["message"].as_str().unwrap().starts_with("nothing listens at the blob endpoint"), "{report}");
    assert_eq!(report["stopped"]["at"], "from");
}

#[test]
fn a_table_is_made_only_when_told_to() {
    let sandbox = Sandbox::start(&[]);
    let text = std::fs::read_to_string(sandbox.profiles()).unwrap().replace("table = \"MarketplaceLeads\"", "table = \"Elsewhere\"");
    let user = User::new();
    user.write("leadctl.toml", &text);
    let plan = user.json(&[&MIGRATE[..], &["--dry-run"]].concat());
    assert_eq!((counts(&plan), &plan["table_exists"]), ([5, 5, 0, 0], &json!(false)), "{plan}");
    let refused = user.json(&[&MIGRATE[..], &["--yes"]].concat());
    assert!(refused["stopped"]["message"].as_str().unwrap().contains("--create-table"), "{refused}");
    assert_eq!(counts(&user.json(&[&MIGRATE[..], &["--yes", "--create-table"]].concat())), [5, 0, 5, 0]);
    assert_eq!(counts(&user.json(&[&MIGRATE[..], &["--yes"]].concat())), [5, 0, 0, 5]);
}

#[test]
fn a_wrong_call_is_2_and_says_what_would_be_right() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    for (arguments, words) in [
        (&["migrate", "blob-to-table"][..], "--from"),
        (&["migrate"], "blob-to-table"),
        (&["migrate", "blob-to-table", "--from", "nobody", "--to", "sandbox-azure-table", "--yes"], "nobody"),
        (
            &["migrate", "blob-to-table", "--from", "sandbox-azure-table", "--to", "sandbox-azure-blob", "--yes"],
            "azure-blob profiles: sandbox-azure-blob",
        ),
        (
            &["migrate", "blob-to-table", "--from", "sandbox-azure-blob", "--to", "sandbox-https", "--yes"],
            "azure-table profiles: sandbox-azure-table",
        ),
        (&MIGRATE, "add --yes"),
    ] {
        let said = User::new().run(&[arguments, flags.as_slice()].concat()).ends_with(2);
        assert!(said.stderr.contains(words), "{arguments:?}: {}", said.stderr);
    }
    assert!(sandbox.leads().is_empty());
    let cut = Sandbox::start(&["storage/connection-string-malformed"]);
    let report = migrate(&cut, &["--yes"]);
    assert_eq!((&report["exit_status"], &report["error"]["id"]), (&json!(2), &json!("profile-unusable")), "{report}");
    assert!(report["error"]["hints"].to_string().contains("leadctl validate"), "{report}");
}

#[test]
fn people_see_what_happened_and_no_persons_data() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let dry = User::new().run(&[&MIGRATE[..], &["--dry-run"], flags.as_slice()].concat()).ends_with(1);
    assert!(dry.stdout.contains("nothing was written") && dry.stdout.contains("Next: leadctl migrate blob-to-table --from"), "{}", dry.stdout);
    let said = User::new().run(&[&MIGRATE[..], &["--yes", "-v"], flags.as_slice()].concat()).ends_with(1);
    for word in ["copied", "5", "broken.json: it breaks off", "1.0 GB", "stays in", "leadctl test-lead sandbox-azure-table"] {
        assert!(said.stdout.contains(word), "{word}: {}", said.stdout);
    }
    assert!(said.last_line().contains("3 of what is stored could not be copied"), "{}", said.stderr);
    assert!(!format!("{}{}", said.stdout, said.stderr).contains("@test.com"), "{}", said.stdout);
}

#[test]
fn a_blob_of_the_worst_kind_harms_nobody_else() {
    let served = Arc::new(AtomicUsize::new(0));
    let counter = served.clone();
    let deep = "[".repeat(200_000);
    let long = format!("{{\"email\":\"MSFT_TEST_1@test.com\",\"description\":\"{}\"}}", "x".repeat(50_000));
    // What each blob is, in the order of the list.
    let contents: Vec<(&str, Vec<u8>)> = vec![
        ("..%2Fup.json", b"{}".to_vec()),
        ("deep.json", deep.into_bytes()),
        ("jane.doe@contoso.example.json", b"{".to_vec()),
        ("long.json", long.into_bytes()),
        ("lying.json", b"{}".to_vec()),
        ("ok.json", br#"{"email":"MSFT_TEST_2@test.com","rogue":"\u001b[31m"}"#.to_vec()),
        ("zip.json", b"\x1f\x8b\x08\x00".to_vec()),
    ];
    let blobs = Server::start(move |stream, head| {
        let line = head.lines().next().unwrap_or_default().to_owned();
        if line.contains("comp=list") {
            let list: String = contents
                .iter()
                .map(|(name, content)| {
                    let name = name.replace("%2F", "/");
                    format!("<Blob><Name>{name}</Name><Properties><Content-Length>{}</Content-Length></Properties></Blob>", content.len())
                })
                .collect();
            let page = format!("<EnumerationResults><Blobs>{list}</Blobs><NextMarker /></EnumerationResults>");
            let _ = stream.write_all(&answer(200, "x-ms-version: 2021-08-06\r\n", &page));
            return;
        }
        counter.fetch_add(1, Ordering::SeqCst);
        let head = "HTTP/1.1 200 OK\r\nx-ms-version: 2021-08-06\r\nx-ms-blob-type: BlockBlob\r\nConnection: close\r\n\r\n";
        let _ = stream.write_all(head.as_bytes());
        if line.contains("lying.json") {
            // Listed as two bytes, and without an end.
            while stream.write_all(&[b' '; 65536]).is_ok() {}
            return;
        }
        let of = contents.iter().find(|(name, _)| line.replace("%40", "@").contains(name));
        let _ = stream.write_all(of.map_or(b"".as_slice(), |(_, content)| content));
    });
    let sandbox = Sandbox::start(&[]);
    let user = two(&format!("http://127.0.0.1:{}/old", blobs.port), &sandbox.value("sandbox-azure-table", "connection_string"));
    let report = user.json(&["migrate", "blob-to-table", "--from", "old", "--to", "new", "--yes", "--timeout", "2s"]);
    assert_eq!((counts(&report), &report["stopped"]), ([2, 0, 1, 0], &Value::Null), "{report}");
    let told = behind(&report);
    for (blob, word) in [
        ("../up.json", "no address can hold"),
        ("deep.json", "no JSON"),
        ("j…@contoso.example.json", "breaks off"),
        ("lying.json", "grew beyond"),
        ("zip.json", "gzip"),
    ] {
        assert!(told.iter().any(|(name, reason)| *name == blob && reason.contains(word)), "{blob}: {told:?}");
    }
    assert!(report["refused"][0]["reason"].as_str().unwrap().contains("Description has 50000"), "{report}");
    assert_eq!(rows(&sandbox).len(), 1);
    assert!(served.load(Ordering::SeqCst) >= 6);
}

#[test]
fn what_a_blob_holds_is_in_no_trace() {
    let list = "<EnumerationResults><Blobs><Blob><Name>leads.csv</Name><Properties><Content-Length>60</Content-Length></Properties></Blob></Blobs><NextMarker /></EnumerationResults>";
    let blobs = Server::start(move |stream, head| {
        let body = if head.contains("comp=list") { list } else { "Jane;Canary;+31 20 555 0100;Zwarte Weg 1\n" };
        let _ = stream.write_all(&answer(200, "x-ms-version: 2021-08-06\r\nx-ms-blob-type: BlockBlob\r\n", body));
    });
    let sandbox = Sandbox::start(&[]);
    let user = two(&format!("http://127.0.0.1:{}/old", blobs.port), &sandbox.value("sandbox-azure-table", "connection_string"));
    let said = user.run(&["migrate", "blob-to-table", "--from", "old", "--to", "new", "--yes", "-vv"]).ends_with(1);
    assert!(said.stderr.contains("leads.csv") && said.stderr.contains("not shown"), "{}", said.stderr);
    for word in ["Jane", "Canary", "555 0100", "Zwarte"] {
        assert!(!said.stderr.contains(word) && !said.stdout.contains(word), "{word}: {}\n{}", said.stdout, said.stderr);
    }
}
