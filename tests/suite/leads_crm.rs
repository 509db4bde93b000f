//! `leadctl leads …` on Dynamics 365 and Salesforce: the marketplace's leads among others, each once, whatever happens between two pages.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Sandbox, User};

/// May read all leads; the lead writer of the sandbox sees its own alone.
const DYNAMICS: &str = "sandbox-dynamics-admin";
const WRITER: &str = "sandbox-dynamics";
const SALESFORCE: &str = "sandbox-salesforce";

/// An answer of one of the sandbox's services: head and body.
fn ask(sandbox: &Sandbox, service: &str, method: &str, path: &str, headers: &str, body: &str) -> (String, String) {
    let port: u16 = sandbox.running.services[service].rsplit(':').next().unwrap().split('/').next().unwrap().parse().unwrap();
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let length = body.len();
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}")
        .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// A CRM of the sandbox's, filled by hand as others fill it.
struct Crm<'a> {
    sandbox: &'a Sandbox,
    token: String,
}

impl<'a> Crm<'a> {
    fn dynamics(sandbox: &'a Sandbox, profile: &str) -> Self {
        let value = |key: &str| sandbox.value(profile, key);
        let scope = format!("{}/.default", value("url"));
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &value("application_id")),
            ("client_secret", &value("client_secret")),
            ("scope", &scope),
        ];
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let path = format!("/{}/oauth2/v2.0/token", value("directory_id"));
        Crm::signed_in(sandbox, ask(sandbox, "entra", "POST", &path, "Content-Type: application/x-www-form-urlencoded\r\n", &body))
    }

    fn salesforce(sandbox: &'a Sandbox) -> Self {
        let value = |key: &str| sandbox.value(SALESFORCE, key);
        let body = format!("grant_type=client_credentials&client_id={}&client_secret={}", value("api_client_id"), value("api_client_secret"));
        Crm::signed_in(
            sandbox,
            ask(sandbox, "salesforce", "POST", "/services/oauth2/token", "Content-Type: application/x-www-form-urlencoded\r\n", &body),
        )
    }

    fn signed_in(sandbox: &'a Sandbox, (head, body): (String, String)) -> Self {
        let token = serde_json::from_str::<Value>(&body).ok().and_then(|body| Some(body["access_token"].as_str()?.to_owned()));
        Crm { sandbox, token: token.unwrap_or_else(|| panic!("{head}\n{body}")) }
    }

    fn send(&self, service: &str, method: &str, path: &str, body: &Value) -> (String, String) {
        let headers = format!("Authorization: Bearer {}\r\nContent-Type: application/json\r\n", self.token);
        let body = if body.is_null() { String::new() } else { body.to_string() };
        ask(self.sandbox, service, method, path, &headers, &body)
    }

    /// A lead in Dynamics; its id.
    fn lead(&self, topic: &str, at: Option<&str>) -> String {
        let mut lead = json!({"subject": topic, "firstname": "Anna", "lastname": "Person", "emailaddress1": "anna@contoso.example", "telephone1": "0612345678", "address1_country": "NL", "companyname": "Contoso", "jobtitle": "CTO"});
        if let Some(at) = at {
            lead["overriddencreatedon"] = at.into();
        }
        let (head, body) = self.send("dataverse", "POST", "/api/data/v9.2/leads", &lead);
        let place = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("odata-entityid: ").map(str::to_owned));
        place.and_then(|place| Some(place.split_once("leads(")?.1[..36].to_owned())).unwrap_or_else(|| panic!("{head}\n{body}"))
    }

    /// A lead in Salesforce; its id.
    fn sales_lead(&self, source: &str) -> String {
        let lead = json!({"LeadSource": source, "FirstName": "Anna", "LastName": "Person", "Email": "anna@contoso.example", "Phone": "0612345678", "Country": "NL", "Company": "Contoso", "Title": "CTO"});
        let (head, body) = self.send("salesforce", "POST", "/services/data/v60.0/sobjects/Lead", &lead);
        serde_json::from_str::<Value>(&body).ok().and_then(|body| Some(body["id"].as_str()?.to_owned())).unwrap_or_else(|| panic!("{head}\n{body}"))
    }
}

fn flags(sandbox: &Sandbox) -> Vec<String> {
    sandbox.flags()
}

fn with<'a>(arguments: &[&'a str], flags: &'a [String]) -> Vec<&'a str> {
    arguments.iter().copied().chain(flags.iter().map(String::as_str)).collect()
}

fn keys(report: &Value) -> Vec<String> {
    report["leads"].as_array().unwrap_or_else(|| panic!("{report:#}")).iter().map(|lead| lead["key"].as_str().unwrap().to_owned()).collect()
}

/// `2026-11-01` and so many minutes.
fn minute(number: usize) -> String {
    format!("2026-11-01T{:02}:{:02}:00Z", number / 60, number % 60)
}

#[test]
fn dynamics_gives_each_lead_once_over_pages_throttling_and_ended_tokens() {
    let sandbox = Sandbox::start(&[]);
    let (admin, writer) = (Crm::dynamics(&sandbox, DYNAMICS), Crm::dynamics(&sandbox, WRITER));
    let mut want: Vec<String> = (0..18).map(|number| admin.lead("a topic that somebody changed", Some(&minute(number / 3)))).collect();
    want.push(writer.lead("SPZA-PLT|contoso.crm", None));
    want.push(writer.lead("AzureMarketplace-INS|contoso.voice", None));
    let _ = [writer.lead("Fair - day 2 | Berlin", None), writer.lead("Call back on Monday", None)];
    for fault in ["sandbox/dynamics-small-pages", "sandbox/dynamics-throttled-pages", "sandbox/dynamics-short-token"] {
        sandbox.running.set_fault(fault, true).unwrap();
    }
    let report = sandbox.json(&["leads", "list", DYNAMICS, "--reverse", "--limit", "0"]);
    let read = &report["profiles"][0];
    assert_eq!((&report["exit_status"], &read["rows"], &read["matched"]), (&json!(0), &json!(20), &json!(20)), "{report:#}");
    let (mut got, mut sorted) = (keys(&report), want.clone());
    got.sort();
    sorted.sort();
    assert_eq!(got, sorted, "each once, and none of the others");
    assert!(read["counted"].as_str().unwrap().contains("Other leads of the table are not shown"), "{read}");
    let lead = report["leads"].as_array().unwrap().iter().find(|lead| lead["key"] == want[18].as_str()).unwrap();
    for (field, value) in [
        ("source", "SPZA"),
        ("source_name", "AppSource"),
        ("action", "PLT"),
        ("offer", "contoso.crm"),
        ("email", "anna@contoso.example"),
        ("company", "Contoso"),
        ("title", "CTO"),
        ("country", "NL"),
        ("personal_data", "present"),
    ] {
        assert_eq!(lead[field], value, "{field}: {lead:#}");
    }
    assert_eq!(report["leads"][0]["other"]["subject"], "a topic that somebody changed");
}

#[test]
fn salesforce_gives_each_lead_once_over_pages_and_busy_moments() {
    let sandbox = Sandbox::start(&[]);
    let crm = Crm::salesforce(&sandbox);
    let mut want: Vec<String> = (0..21).map(|_| crm.sales_lead("SPZA-PLT|contoso.crm")).collect();
    want.push(crm.sales_lead("NewPlace-INS|contoso.crm"));
    let _ = [crm.sales_lead("Web"), crm.sales_lead("Trade Show - Berlin")];
    for fault in ["sandbox/salesforce-small-pages", "sandbox/salesforce-busy-pages"] {
        sandbox.running.set_fault(fault, true).unwrap();
    }
    let report = sandbox.json(&["leads", "list", SALESFORCE, "--limit", "0"]);
    let read = &report["profiles"][0];
    assert_eq!((&report["exit_status"], &read["rows"], &read["matched"]), (&json!(0), &json!(22), &json!(22)), "{report:#}");
    let mut got = keys(&report);
    got.sort();
    assert_eq!(got, want, "each once, and none of the others; all came within a second or two");
    let lead = &report["leads"].as_array().unwrap().iter().find(|lead| lead["key"] == want[0].as_str()).unwrap();
    for (field, value) in [("source_name", "AppSource"), ("action", "PLT"), ("offer", "contoso.crm"), ("first_name", "Anna"), ("phone", "0612345678")]
    {
        assert_eq!(lead[field], value, "{field}: {lead:#}");
    }
    assert_eq!(lead["other"]["IsConverted"], false);
}

#[test]
fn a_token_that_ends_in_the_middle_is_renewed() {
    let sandbox = Sandbox::start(&["sandbox/salesforce-small-pages"]);
    let id = sandbox.value(SALESFORCE, "oid");
    for number in 0..16 {
        let form = format!("oid={id}&last_name=P{number}&company=Contoso&lead_source=SPZA-PLT%7Ccontoso.crm");
        let (head, _) = ask(
            &sandbox,
            "salesforce",
            "POST",
            "/servlet/servlet.WebToLead?encoding=UTF-8",
            "Content-Type: application/x-www-form-urlencoded\r\n",
            &form,
        );
        assert!(head.to_ascii_lowercase().contains("is-processed: true"), "{head}");
    }
    // What the form brings is there a moment later.
    std::thread::sleep(Duration::from_millis(700));
    sandbox.running.set_fault("sandbox/salesforce-short-token", true).unwrap();
    let flags = flags(&sandbox);
    let said = User::new().run(&with(&["leads", "list", SALESFORCE, "-vv", "--format", "json"], &flags)).ends_with(0);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(report["profiles"][0]["rows"], 16);
    assert_eq!((said.stderr.matches("oauth2/token").count(), said.stderr.matches("401").count() > 0), (2, true), "{}", said.stderr);
}

/// Kills an export after its first page, changes what is there, and goes on.
fn killed_and_gone_on_with(profile: &str, small_pages: &str, fill: &dyn Fn(&Sandbox) -> Vec<String>, change: &dyn Fn(&Sandbox, &[String]) -> String) {
    let sandbox = Sandbox::start_slow(Duration::from_millis(150));
    sandbox.running.set_fault(small_pages, true).unwrap();
    let mut want = fill(&sandbox);
    let (user, flags) = (User::new(), flags(&sandbox));
    let arguments = with(&["leads", "export", profile, "-o", "leads.ndjson"], &flags);
    let mut child = user.command(&arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while !std::fs::read_to_string(user.path("leads.ndjson.part.json")).is_ok_and(|text| text.contains("\"rows\":5")) {
        assert!(begun.elapsed() < Duration::from_secs(20), "the export does not get going");
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    want.push(change(&sandbox, &want));
    let report = user.json(&arguments);
    assert!(report["resumed"].as_u64().unwrap() >= 5, "{report:#}");
    assert_eq!((&report["exit_status"], &report["written"]), (&json!(0), &json!(want.len())), "{report:#}");
    let mut got: Vec<String> =
        user.read("leads.ndjson").lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["key"].as_str().unwrap().to_owned()).collect();
    got.sort();
    want.sort();
    assert_eq!(got, want, "none lost, none twice");
}

#[test]
fn an_export_from_dynamics_goes_on_though_rows_went_and_came() {
    killed_and_gone_on_with(
        DYNAMICS,
        "sandbox/dynamics-small-pages",
        &|sandbox| {
            let admin = Crm::dynamics(sandbox, DYNAMICS);
            (0..16).map(|number| admin.lead("SPZA-PLT|contoso.crm", Some(&minute(number / 2)))).collect()
        },
        &|sandbox, before| {
            let admin = Crm::dynamics(sandbox, DYNAMICS);
            // Of the page that was read: by numbers the next would begin one too late.
            let (head, _) = admin.send("dataverse", "DELETE", &format!("/api/data/v9.2/leads({})", before[0]), &Value::Null);
            assert!(head.contains("204"), "{head}");
            admin.lead("SPZA-PLT|contoso.crm", None)
        },
    );
}

#[test]
fn an_export_from_salesforce_goes_on_though_rows_went_and_came() {
    killed_and_gone_on_with(
        SALESFORCE,
        "sandbox/salesforce-small-pages",
        &|sandbox| {
            let crm = Crm::salesforce(sandbox);
            (0..16).map(|_| crm.sales_lead("SPZA-PLT|contoso.crm")).collect()
        },
        &|sandbox, before| {
            let crm = Crm::salesforce(sandbox);
            let (head, _) = crm.send("salesforce", "DELETE", &format!("/services/data/v60.0/sobjects/Lead/{}", before[0]), &Value::Null);
            assert!(head.contains("204"), "{head}");
            crm.sales_lead("SPZA-PLT|contoso.crm")
        },
    );
}

#[test]
fn a_column_that_is_not_there_is_done_without_and_said() {
    let sandbox = Sandbox::start(&["dynamics/unknown-column"]);
    let key = Crm::dynamics(&sandbox, WRITER).lead("SPZA-DNC|contoso.crm", None);
    let report = sandbox.json(&["leads", "list", WRITER]);
    assert_eq!((keys(&report), &report["exit_status"]), (vec![key], &json!(0)), "{report:#}");
    assert_eq!(report["profiles"][0]["problems"], json!({"the environment has no column leadsourcecode: it was not read": 1}));
    assert_eq!(report["leads"][0]["do_not_contact"], true);
}

#[test]
fn a_field_that_may_not_be_seen_is_done_without_and_said() {
    let sandbox = Sandbox::start(&[]);
    let crm = Crm::salesforce(&sandbox);
    let (ours, other) = (crm.sales_lead("SPZA-PLT|contoso.crm"), crm.sales_lead("Web"));
    sandbox.running.set_fault("sandbox/salesforce-hidden-title", true).unwrap();
    let report = sandbox.json(&["leads", "list", SALESFORCE]);
    assert_eq!((keys(&report), &report["leads"][0]["title"]), (vec![ours.clone()], &Value::Null), "{report:#}");
    assert_eq!(report["profiles"][0]["problems"], json!({"the API's user may not see Title (field-level security): it was not read": 1}));
    // Without the field that tells whose they are, none is hidden.
    sandbox.running.set_fault("sandbox/salesforce-hidden-source", true).unwrap();
    let report = sandbox.json(&["leads", "list", SALESFORCE]);
    let mut got = keys(&report);
    got.sort();
    assert_eq!((got, &report["exit_status"]), (vec![ours, other], &json!(0)), "{report:#}");
    assert!(report["profiles"][0]["problems"].to_string().contains("all leads are shown"), "{report:#}");
}

#[test]
fn time_and_action_are_looked_at_by_the_service() {
    let sandbox = Sandbox::start(&[]);
    let admin = Crm::dynamics(&sandbox, DYNAMICS);
    let all = [
        ("SPZA-PLT|contoso.crm", "2026-01-01T10:00:00Z"),
        ("SPZA-DNC|contoso.crm", "2026-06-01T10:00:00Z"),
        ("SPZA-PLT|contoso.crm", "2026-06-02T10:00:00Z"),
    ];
    let ids = all.map(|(topic, at)| admin.lead(topic, Some(at)));
    let crm = Crm::salesforce(&sandbox);
    let sales = ["SPZA-PLT|contoso.crm", "SPZA-DNC|contoso.crm"].map(|source| crm.sales_lead(source));
    for (profile, arguments, want, rows) in [
        (DYNAMICS, &["--since", "2026-06-01T10:00:00Z"][..], vec![&ids[2], &ids[1]], 2),
        (DYNAMICS, &["--action", "dnc"], vec![&ids[1]], 1),
        (DYNAMICS, &["--since", "2026-06-02", "--action", "contact me"], vec![&ids[2]], 1),
        (SALESFORCE, &["--action", "PLT"], vec![&sales[0]], 1),
        (SALESFORCE, &["--since", "2h", "--action", "DNC"], vec![&sales[1]], 1),
    ] {
        let report = sandbox.json(&[&["leads", "list", profile], arguments].concat());
        assert_eq!((keys(&report), &report["profiles"][0]["rows"]), (want.into_iter().cloned().collect(), &json!(rows)), "{arguments:?}: {report:#}");
    }
    let none = sandbox.json(&["leads", "list", DYNAMICS, "--since", "2026-06-03T10:00:01Z"]);
    assert_eq!((&none["profiles"][0]["rows"], &none["exit_status"]), (&json!(0), &json!(0)), "{none:#}");
}

#[test]
fn following_counting_and_the_alarm_work_on_both() {
    let sandbox = Sandbox::start(&[]);
    let (writer, crm) = (Crm::dynamics(&sandbox, WRITER), Crm::salesforce(&sandbox));
    let (user, flags) = (User::new(), flags(&sandbox));
    let new = |profile: &str, topic: &str| if profile == WRITER { writer.lead(topic, None) } else { crm.sales_lead(topic) };
    for profile in [WRITER, SALESFORCE] {
        new(profile, "SPZA-PLT|contoso.crm");
        let state = format!("{profile}.state");
        let arguments = with(&["leads", "tail", profile, "--once", "--state", &state, "--format", "ndjson"], &flags);
        let before = user.run(&arguments).ends_with(0);
        assert_eq!(before.stdout, "", "only new ones");
        assert!(before.stderr.contains("Counted are"), "{}", before.stderr);
        let key = new(profile, "AzureMarketplace-INS|contoso.crm");
        let after = user.run(&arguments).ends_with(0);
        let [lead] = after.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect::<Vec<_>>().try_into().unwrap();
        assert_eq!((&lead["key"], &lead["action"]), (&json!(key), &json!("INS")));
        assert_eq!(user.run(&arguments).ends_with(0).stdout, "", "each once");

        let stats = user.json(&with(&["leads", "stats", profile, "--html", "stats.html", "--cost"], &flags));
        assert_eq!((&stats["leads"], &stats["per_source"][0]["leads"], &stats["cost"]), (&json!(2), &json!(1), &Value::Null), "{stats:#}");
        assert!(!user.read("stats.html").contains("anna@"));
        let watch = user.json(&with(&["leads", "watch", profile, "--max-silence", "1d"], &flags));
        assert_eq!((&watch["exit_status"], &watch["profiles"][0]["offers"][0]["offer"]), (&json!(0), &json!("contoso.crm")), "{watch:#}");
        let silent = user.run(&with(&["leads", "watch", profile, "--max-silence", "1d", "--offer", "nothing"], &flags)).ends_with(1);
        assert!(silent.stdout.contains("No check of your side failed, but ") && silent.stdout.contains("Counted are"), "{}", silent.stdout);

        let listed = user.run(&with(&["leads", "list", profile], &flags)).ends_with(0);
        assert!(listed.stdout.contains("anna@contoso") && listed.stdout.contains("Counted are"), "{}", listed.stdout);
        let one = user.run(&with(&["leads", "list", profile, "--limit", "1", "--format", "ndjson"], &flags)).ends_with(0);
        let parsed = user.pipe(&["leads", "parse", "-"], &one.stdout).ends_with(0);
        assert!(parsed.stdout.contains("contoso.crm"), "{}", parsed.stdout);
    }
}

#[test]
fn only_test_leads_are_deleted() {
    let sandbox = Sandbox::start(&[]);
    let (writer, crm) = (Crm::dynamics(&sandbox, WRITER), Crm::salesforce(&sandbox));
    for (profile, real) in [(WRITER, writer.lead("SPZA-PLT|contoso.crm", None)), (SALESFORCE, crm.sales_lead("SPZA-PLT|contoso.crm"))] {
        for _ in 0..2 {
            assert_eq!(sandbox.json(&["test-lead", profile])["exit_status"], 0);
        }
        let shown = sandbox.json(&["leads", "clean", profile, "--dry-run"]);
        assert_eq!((&shown["found"], &shown["deleted"]), (&json!(2), &json!(0)), "{shown:#}");
        let report = sandbox.json(&["leads", "clean", profile, "--yes"]);
        assert_eq!((&report["deleted"], &report["exit_status"]), (&json!(2), &json!(0)), "{report:#}");
        assert_eq!(keys(&sandbox.json(&["leads", "list", profile])), [real]);
    }
}

#[test]
fn a_lead_that_only_speaks_of_a_test_lead_is_a_customers() {
    let sandbox = Sandbox::start(&[]);
    let writer = Crm::dynamics(&sandbox, WRITER);
    let lead =
        json!({"subject": "SPZA-PLT|contoso.crm", "lastname": "Person", "description": "came right after MSFT_TEST_639264528000000000, called back"});
    let (head, _) = writer.send("dataverse", "POST", "/api/data/v9.2/leads", &lead);
    assert!(head.contains("204"), "{head}");
    let report = sandbox.json(&["leads", "clean", WRITER, "--yes"]);
    assert_eq!((&report["found"], &report["read"]["rows"], sandbox.leads().len()), (&json!(0), &json!(1), 1), "{report:#}");
}

#[test]
fn what_stands_in_the_way_is_named() {
    for (fault, profile, status, words) in [
        ("sandbox/dynamics-no-read", WRITER, 1, "may not read leads"),
        ("dynamics/no-roles-assigned", WRITER, 1, "no security role"),
        ("dynamics/lead-table-missing", WRITER, 1, "no lead table"),
        ("entra/client-secret-expired", WRITER, 1, "secret"),
        ("sandbox/dynamics-hostile-authority", WRITER, 1, "no secret was sent"),
        ("salesforce/daily-limit-reached", SALESFORCE, 1, "API calls"),
        ("salesforce/api-access-refused", SALESFORCE, 1, "consumer secret"),
        ("sandbox/salesforce-no-run-as", SALESFORCE, 1, "Run As"),
    ] {
        let sandbox = Sandbox::start(&[fault]);
        let flags = flags(&sandbox);
        let said = User::new().run(&with(&["leads", "list", profile], &flags)).ends_with(status);
        assert!(said.last_line().contains(words), "{fault}: {}\n{}", said.stdout, said.stderr);
    }
}

#[test]
fn a_list_that_leads_elsewhere_or_nowhere_is_not_followed() {
    for (fault, words) in [("sandbox/dynamics-foreign-page", "another host"), ("sandbox/dynamics-endless-pages", "no end")] {
        let sandbox = Sandbox::start(&["sandbox/dynamics-small-pages", fault]);
        let admin = Crm::dynamics(&sandbox, DYNAMICS);
        for number in 0..8 {
            admin.lead("SPZA-PLT|contoso.crm", Some(&minute(number)));
        }
        let flags = flags(&sandbox);
        let said = User::new().run(&with(&["leads", "list", DYNAMICS], &flags)).ends_with(1);
        assert!(said.last_line().contains(words), "{fault}: {}\n{}", said.stdout, said.stderr);
    }
}

#[test]
fn without_api_credentials_it_is_said_what_is_needed_and_where_to_look() {
    let sandbox = Sandbox::start(&[]);
    let flags = flags(&sandbox);
    let said = User::new().run(&with(&["leads", "list", "sandbox-salesforce-oid-only"], &flags)).ends_with(2);
    for words in ["api_url, api_client_id and api_client_secret", "Lead Source contains |"] {
        assert!(said.stderr.contains(words), "{words}: {}", said.stderr);
    }
}

#[test]
fn neither_secrets_nor_persons_show_in_a_trace() {
    let sandbox = Sandbox::start(&[]);
    let (writer, crm) = (Crm::dynamics(&sandbox, WRITER), Crm::salesforce(&sandbox));
    writer.lead("SPZA-PLT|contoso.crm", None);
    crm.sales_lead("SPZA-PLT|contoso.crm");
    let flags = flags(&sandbox);
    for (profile, secret) in [(WRITER, "client_secret"), (SALESFORCE, "api_client_secret")] {
        let said = User::new().run(&with(&["leads", "list", profile, "--mask", "-vv"], &flags)).ends_with(0);
        let all = format!("{}{}", said.stdout, said.stderr);
        for private in [sandbox.value(profile, secret).as_str(), "anna@contoso", "0612345678", "Person"] {
            assert!(!all.contains(private), "{profile}: {private}: {all}");
        }
        assert!(said.stderr.contains("bytes that may be people's data, not shown"), "{}", said.stderr);
        assert!(!said.stderr.contains("Bearer ey") && !said.stderr.contains("!AQ"), "{}", said.stderr);
    }
}
