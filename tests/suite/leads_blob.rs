//! `leadctl leads …` for an Azure Blob container: every blob accounted for, and none deleted that holds anything but test leads.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::{KEY, Sandbox, Server, User, answer};

const PROFILE: &str = "sandbox-azure-blob";

fn keys(report: &Value) -> Vec<&str> {
    report["leads"].as_array().unwrap().iter().map(|lead| lead["key"].as_str().unwrap()).collect()
}

fn skipped(report: &Value) -> Vec<(&str, &str)> {
    report["profiles"][0]["skipped"].as_array().unwrap().iter().map(|row| (row["key"].as_str().unwrap(), row["reason"].as_str().unwrap())).collect()
}

#[test]
fn every_blob_is_read_or_named() {
    let sandbox = Sandbox::start(&["sandbox/empty-page"]);
    let report = sandbox.json(&["leads", "list", PROFILE]);
    let read = &report["profiles"][0];
    assert_eq!(
        (&report["exit_status"], &read["rows"], &read["place"]),
        (&json!(0), &json!(5), &json!("container marketplaceleads of storage account sandboxleads"))
    );
    assert_eq!(
        skipped(&report),
        [
            ("marketplaceleads/2020/02/broken.json", "it breaks off at line 1, column 58"),
            ("marketplaceleads/2020/02/read me.txt", "it is no JSON at line 1, column 1"),
            ("marketplaceleads/backup/contosoleads.bak", "it is too big to be a lead: 1.0 GB; it was not read"),
        ]
    );
    let of = |name: &str| report["leads"].as_array().unwrap().iter().find(|lead| lead["key"].as_str().unwrap().contains(name)).unwrap();
    let lead = of("lead 1.json");
    assert_eq!(
        (&lead["company"], &lead["source_name"], &lead["offer"]),
        (&json!("Fabrikam"), &json!("AppSource"), &json!("Contoso Analytics")),
        "{lead:#}"
    );
    assert_eq!((&lead["other"]["Campaign"]["id"], &lead["offer_id"]), (&json!(7), &json!("contoso-analytics")), "what is unknown is kept: {lead:#}");
    assert_eq!((&lead["arrived"], &lead["created"]), (&json!("2019-05-09T00:56:47Z"), &Value::Null));
    assert_eq!(of("lead 2.json")["created"], "2019-10-01T12:00:00Z", "the content tells better");
    assert_eq!(report["leads"].as_array().unwrap().iter().filter(|lead| lead["do_not_contact"] == true).count(), 1);
    assert!(keys(&report).iter().all(|key| key.starts_with("marketplaceleads/") && key.rsplit('/').next().unwrap().len() == 32), "{report:#}");
    let flags = sandbox.flags();
    let said = User::new().run(&[&["leads", "list", PROFILE], flags.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat()).ends_with(0);
    for words in
        ["left out, since they hold no lead that can be read: 3", "it breaks off", "Inferred, not documented: what is in Marketplace's blobs"]
    {
        assert!(said.stdout.split_whitespace().collect::<Vec<_>>().join(" ").contains(words), "{words}: {}", said.stdout);
    }
}

#[test]
fn filters_stats_tail_export_and_watch_work_on_it() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let user = User::new();
    assert_eq!(sandbox.json(&["leads", "list", PROFILE, "--since", "2020-01-01"])["leads"].as_array().unwrap().len(), 2);
    let real = sandbox.json(&["leads", "list", PROFILE, "--real"]);
    let people: Vec<&str> = real["leads"].as_array().unwrap().iter().map(|lead| lead["email"].as_str().unwrap()).collect();
    assert!(people.len() == 4 && people.iter().all(|email| !email.contains("MSFT_TEST")), "{people:?}");
    let stats = sandbox.json(&["leads", "stats", PROFILE, "--cost"]);
    assert_eq!(
        (&stats["leads"], &stats["test"], &stats["do_not_contact"]),
        (&json!(5), &json!(1), &json!(1)),
        "one is Marketplace's, the others are customers'"
    );
    assert!(stats["cost"]["stored_bytes"].as_u64().unwrap() > 900, "{stats:#}");
    let tail = [&["leads", "tail", PROFILE, "--since", "2018-01-01", "--once", "--state", "s.json", "--format", "ndjson"][..], &flags].concat();
    let first = user.run(&tail).ends_with(0);
    assert_eq!((first.stdout.lines().count(), user.run(&tail).ends_with(0).stdout.lines().count()), (5, 0));
    assert!(first.stderr.contains("left out: marketplaceleads/2020/02/broken.json"), "{}", first.stderr);
    let said = user.run(&[&["leads", "export", PROFILE, "-o", "leads.csv"][..], &flags].concat()).ends_with(0);
    assert!(user.read("leads.csv").lines().count() == 6 && (said.stderr + &said.stdout).contains("left out"));
    let watch = sandbox.json(&["leads", "watch", PROFILE, "--max-silence", "1d"]);
    assert_eq!((&watch["exit_status"], &watch["profiles"][0]["read"]["rows"]), (&json!(1), &json!(5)), "{watch:#}");
    assert!(watch["profiles"][0]["message"].as_str().unwrap().contains("no longer writes leads to Azure Blob"), "{watch:#}");
}

#[test]
fn test_leads_are_deleted_where_nothing_else_is_in_their_blob() {
    let sandbox = Sandbox::start(&[]);
    let done = sandbox.json(&["leads", "clean", PROFILE, "--yes"]);
    assert_eq!((&done["found"], &done["deleted"], &done["kept"], &done["exit_status"]), (&json!(1), &json!(1), &json!({}), &json!(0)), "{done:#}");
    let left = sandbox.json(&["leads", "list", PROFILE]);
    assert_eq!((&left["profiles"][0]["rows"], skipped(&left).len()), (&json!(4), 3), "what is no test lead stays");
}

/// A container of the test's own making: names and contents, two blobs a page.
struct Container {
    server: Server,
    asked: Arc<Mutex<Vec<String>>>,
}

type Blobs = Vec<(&'static str, String)>;

impl Container {
    fn of(blobs: Blobs) -> Container {
        Container::behaving(blobs, |_| None)
    }

    /// `behave` is given the request line, and gives what is answered instead.
    fn behaving(blobs: Blobs, behave: impl Fn(&str) -> Option<Vec<u8>> + Send + Sync + 'static) -> Container {
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = asked.clone();
        let blobs = Mutex::new(blobs);
        let server = Server::start(move |stream, head| {
            let line = head.lines().next().unwrap_or_default().to_owned();
            log.lock().unwrap().push(line.clone());
            let tag = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("if-match: ").map(str::to_owned));
            let bytes = behave(&line).unwrap_or_else(|| {
                let mut blobs = blobs.lock().unwrap();
                if line.contains("comp=list") { list(&blobs, &line) } else { blob(&mut blobs, &line, tag.as_deref()) }
            });
            drop(stream.write_all(&bytes));
        });
        Container { server, asked }
    }

    fn user(&self) -> User {
        let user = User::new();
        let port = self.server.port;
        user.write(
            "leadctl.toml",
            &format!(
                "[profile.old]\ndestination = \"azure-blob\"\ncontainer = \"leads\"\nconnection_string = \"plain:DefaultEndpointsProtocol=http;AccountName=sandboxleads;AccountKey={KEY};BlobEndpoint=http://127.0.0.1:{port}/sandboxleads;\"\n"
            ),
        );
        user
    }

    fn count(&self, part: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|line| line.contains(part)).count()
    }
}

const VERSION: &str = "x-ms-version: 2021-08-06\r\n";

fn list(blobs: &Blobs, line: &str) -> Vec<u8> {
    let number = |name: &str| line.split(name).nth(1).and_then(|rest| rest.split([' ', '&']).next()?.parse::<usize>().ok());
    let (after, most) = (number("marker=").unwrap_or(0), number("maxresults=").unwrap_or(5000).min(2));
    let one = |(name, content): &(&str, String)| {
        format!(
            "<Blob><Name>{name}</Name><Properties><Content-Length>{}</Content-Length><Last-Modified>Fri, 10 May 2019 00:56:47 GMT</Last-Modified></Properties></Blob>",
            content.len()
        )
    };
    let shown: String = blobs.iter().skip(after).take(most).map(one).collect();
    let next = if after + most < blobs.len() { (after + most).to_string() } else { String::new() };
    answer(200, VERSION, &format!("<EnumerationResults><Blobs>{shown}</Blobs><NextMarker>{next}</NextMarker></EnumerationResults>"))
}

fn blob(blobs: &mut Blobs, line: &str, tag: Option<&str>) -> Vec<u8> {
    let name = line.split(' ').nth(1).unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let name = name.replace("%40", "@");
    let Some(place) = blobs.iter().position(|(known, _)| *known == name) else { return gone() };
    let content = &blobs[place].1;
    match line.starts_with("DELETE") {
        true if tag == Some("\"0x1\"") => {
            blobs.remove(place);
            answer(202, VERSION, "")
        }
        true => answer(412, VERSION, "<Error><Code>ConditionNotMet</Code><Message>The condition is not met.</Message></Error>"),
        false => answer(200, &format!("{VERSION}x-ms-blob-type: BlockBlob\r\nETag: \"0x1\"\r\n"), content),
    }
}

fn gone() -> Vec<u8> {
    answer(404, VERSION, "<Error><Code>BlobNotFound</Code><Message>The specified blob does not exist.</Message></Error>")
}

fn lead(email: &str) -> String {
    json!({"userDetails": {"firstName": "F", "email": email}, "leadSource": "SPZA", "actionCode": "PLT", "offerTitle": "Contoso CRM"}).to_string()
}

const TEST: &str = "MSFT_TEST_636573304831318844@test.com";

#[test]
fn a_busy_service_and_a_blob_that_goes_away_lose_and_repeat_nothing() {
    let busy = AtomicUsize::new(0);
    let blobs = vec![
        ("a.json", lead("a@contoso.example")),
        ("b.json", lead("b@contoso.example")),
        ("c.json", format!("[{},{}]", lead("c@contoso.example"), lead("d@contoso.example"))),
        ("gone.json", lead("gone@contoso.example")),
        ("e.json", format!("{}\n{{\"x\":1}}\n{}", lead("e@contoso.example"), lead("f@contoso.example"))),
    ];
    let container = Container::behaving(blobs, move |line| match line {
        _ if line.contains("gone.json") => Some(gone()),
        _ if line.contains("c.json") && busy.fetch_add(1, Ordering::SeqCst) < 2 => {
            Some(answer(503, VERSION, "<Error><Code>ServerBusy</Code><Message>The server is busy.</Message></Error>"))
        }
        _ => None,
    });
    let report = container.user().json(&["leads", "list", "old", "--sort", "email"]);
    assert_eq!((&report["exit_status"], &report["profiles"][0]["rows"]), (&json!(0), &json!(6)), "{report:#}");
    let emails: Vec<&str> = report["leads"].as_array().unwrap().iter().map(|lead| lead["email"].as_str().unwrap()).collect();
    assert_eq!(emails.concat().replace("@contoso.example", ""), "abcdef");
    assert_eq!(
        skipped(&report),
        [
            ("leads/gone.json", "it was deleted after it was listed"),
            ("leads/e.json, lead 2", "it is JSON, and no lead: nothing in it says who the customer is")
        ]
    );
}

#[test]
fn a_blob_that_holds_a_customer_too_is_never_deleted() {
    let blobs = vec![
        ("test.json", lead(TEST)),
        ("two.json", format!("{}\n{}", lead(TEST), lead(TEST))),
        ("mixed.json", format!("{}\n{}", lead(TEST), lead("anna@contoso.example"))),
        ("note.json", format!("{}\nremember the milk", lead(TEST))),
    ];
    let container = Container::of(blobs);
    let user = container.user();
    let report = user.json(&["leads", "clean", "old", "--yes"]);
    assert_eq!((&report["found"], &report["deleted"], &report["exit_status"]), (&json!(5), &json!(2), &json!(1)), "{report:#}");
    assert_eq!(report["gone_before"], 1, "the second of two in one blob went with the first");
    assert_eq!(report["kept"], json!({"the blob holds something else beside test leads; take them out by hand": 2}));
    assert_eq!((container.count("DELETE"), container.count("DELETE /sandboxleads/leads/test.json")), (2, 1));
    let said = user.run(&["leads", "clean", "old", "--yes"]).ends_with(1);
    assert!(said.stdout.contains("left as they are") && said.last_line().contains("2 of 2 test leads were left"), "{}{}", said.stdout, said.stderr);
}

#[test]
fn an_export_goes_on_at_the_page_where_it_stopped() {
    let broken = Arc::new(Mutex::new(true));
    let is_broken = broken.clone();
    let blobs: Blobs = vec![("a", lead("a@contoso.example")), ("b", lead("b@contoso.example")), ("c", lead("c@contoso.example"))];
    let container = Container::behaving(blobs, move |line| {
        let refuse = line.contains("marker=2") && *is_broken.lock().unwrap();
        refuse.then(|| answer(403, VERSION, "<Error><Code>AccountIsDisabled</Code><Message>The specified account is disabled.</Message></Error>"))
    });
    let user = container.user();
    let _ = user.run(&["leads", "export", "old", "-o", "leads.ndjson"]).ends_with(1);
    *broken.lock().unwrap() = false;
    let _ = user.run(&["leads", "export", "old", "-o", "leads.ndjson"]).ends_with(0);
    let emails: Vec<String> =
        user.read("leads.ndjson").lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["email"].to_string()).collect();
    assert_eq!(emails, ["\"a@contoso.example\"", "\"b@contoso.example\"", "\"c@contoso.example\""]);
    assert_eq!(container.count("/leads/a"), 1, "what was read is not read again");
}

#[test]
fn a_page_of_big_blobs_is_cut_down() {
    // Nine of a megabyte do not fit in one page's memory.
    let blobs: Blobs = ["a", "b", "c", "d"].into_iter().map(|name| (name, format!("{}{}", lead("a@contoso.example"), " ".repeat(900_000)))).collect();
    let most = Arc::new(AtomicUsize::new(0));
    let seen = most.clone();
    let container = Container::behaving(blobs, move |line| {
        if let Some(asked) = line.split("maxresults=").nth(1).and_then(|rest| rest.split([' ', '&']).next()?.parse::<usize>().ok()) {
            seen.fetch_max(asked, Ordering::SeqCst);
        }
        // As if there were many more of them.
        (line.contains("comp=list") && !line.contains("maxresults=8&") && !line.contains("maxresults=8 ") && !line.contains("marker=")).then(|| {
            let one = "<Blob><Name>a</Name><Properties><Content-Length>900000</Content-Length></Properties></Blob>";
            answer(200, VERSION, &format!("<EnumerationResults><Blobs>{}</Blobs><NextMarker /></EnumerationResults>", one.repeat(50)))
        })
    });
    let report = container.user().json(&["leads", "list", "old"]);
    assert_eq!((&report["profiles"][0]["rows"], most.load(Ordering::SeqCst)), (&json!(4), 200), "{report:#}");
    assert!(container.count("maxresults=8") >= 1);
}

#[test]
fn names_and_people_show_neither_masked_nor_in_a_trace() {
    let container = Container::of(vec![("anna@contoso.example.json", lead("anna@contoso.example")), ("anna@contoso.example.txt", "Anna".to_owned())]);
    let said = container.user().run(&["leads", "list", "old", "--mask", "-vv"]).ends_with(0);
    assert!(!said.stdout.contains("anna@") && said.stdout.contains("…@contoso.example.txt: it is no JSON"), "{}", said.stdout);
    assert!(!said.stderr.contains("firstName"), "{}", said.stderr);
}

/// Where room is short, what has none is marked or stands below: who it is least of all vanishes.
#[test]
fn a_narrow_list_says_who_it_is_and_marks_what_it_cuts() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let list = |columns: &str| {
        let user = User::new().with("COLUMNS", columns);
        user.run(&[&["leads", "list", "sandbox-azure-blob", "--real"][..], &flags].concat()).ends_with(0).stdout
    };
    assert!(list("200").contains("Customer 2 Customer 2 <customer2@fabrikam.example> · Fabrikam · US"), "{}", list("200"));
    let narrow = list("80");
    let lines: Vec<&str> = narrow.lines().collect();
    let place = lines.iter().position(|line| line.contains("Customer 2 Customer 2 · Fabr…")).unwrap_or_else(|| panic!("{narrow}"));
    assert_eq!(lines[place + 1].trim(), "<customer2@fabrikam.example>", "{narrow}");
    assert!(lines.iter().any(|line| line.contains("<customer5@fabrikam.example>") && line.contains("DO NOT CONTACT")), "{narrow}");
    assert!(narrow.contains("DO NOT CONTACT…") && lines.iter().all(|line| line.chars().count() <= 80), "{narrow}");
    let narrowest = list("60");
    assert!(!narrowest.contains("Contoso Test") && narrowest.contains("The offers have no room at this width"), "{narrowest}");
}
