//! `leadctl leads list` and `leads parse`: every row accounted for, whatever it looks like and however the table behaves.

use serde_json::{Value, json};

use crate::leads_support::{Instead, Table, row, rows};
use crate::support::{KEY, Sandbox, User};

const MARKER: &str = "MSFT_TEST_639264528000000000";

fn mixed() -> Vec<Vec<Value>> {
    vec![
        vec![row("a", "2026-11-01T10:00:00Z", json!({})), row("b", "2026-11-02T10:00:00Z", json!({"ActionCode": "DNC"}))],
        // Empty, with a continuation: that is no end.
        vec![],
        vec![
            row("c", "2026-11-03T10:00:00Z", json!({"CustomerInfo": "{\"FirstName\":\"Cut"})),
            row("d", "2026-11-04T10:00:00Z", json!({"CustomerInfo": null, "Description": MARKER})),
            row(
                "e",
                "2026-11-05T10:00:00Z",
                json!({"ActionCode": 7, "OfferDisplayName": "Contoso Voice", "CustomerInfo": json!({"FirstName": "", "LastName": "", "Email": "", "Phone": "", "Country": "US"}).to_string()}),
            ),
        ],
    ]
}

fn keys(report: &Value) -> Vec<&str> {
    report["leads"].as_array().unwrap().iter().map(|lead| lead["key"].as_str().unwrap()).collect()
}

#[test]
fn every_row_is_read_once_and_the_odd_ones_are_said() {
    let table = Table::of(mixed());
    let report = table.user().json(&["leads", "list", "table"]);
    assert_eq!(keys(&report), ["p/e", "p/d", "p/c", "p/b", "p/a"], "the newest first");
    let read = &report["profiles"][0];
    assert_eq!((&read["rows"], &read["matched"]), (&json!(5), &json!(5)));
    assert_eq!(read["problems"], json!({"ActionCode is a number where text should be": 1, "CustomerInfo is no JSON object": 1}));
    let said: Vec<&Value> = report["leads"].as_array().unwrap().iter().map(|lead| &lead["personal_data"]).collect();
    assert_eq!(said, ["withheld", "missing", "unreadable", "present", "present"]);
}

#[test]
fn the_filters_choose_what_they_say() {
    let table = Table::of(mixed());
    let user = table.user();
    for (arguments, want) in [
        (&["--real"][..], vec!["p/e", "p/c", "p/b", "p/a"]),
        (&["--test"], vec!["p/d"]),
        (&["--since", "2026-11-03"], vec!["p/e", "p/d", "p/c"]),
        (&["--until", "2026-11-03T10:00:00Z"], vec!["p/c", "p/b", "p/a"]),
        (&["--action", "dnc"], vec!["p/b"]),
        (&["--action", "contact me", "--real"], vec!["p/c", "p/a"]),
        (&["--source", "AppSource", "--offer", "voice"], vec!["p/e"]),
        (&["--email", "B@CONTOSO"], vec!["p/b"]),
        (&["--limit", "2"], vec!["p/e", "p/d"]),
        (&["--limit", "2", "--reverse"], vec!["p/a", "p/b"]),
        (&["--sort", "offer", "--reverse", "--limit", "1"], vec!["p/e"]),
        (&["--source", "nowhere"], vec![]),
    ] {
        let report = user.json(&[&["leads", "list", "table"], arguments].concat());
        assert_eq!(keys(&report), want, "{arguments:?}");
    }
}

#[test]
fn time_and_action_are_looked_at_by_the_service() {
    let table = Table::of(mixed());
    let _ = table.user().json(&["leads", "list", "table", "--since", "2026-11-03", "--action", "PLT"]);
    let asked = table.asked();
    for part in ["Timestamp%20ge%20datetime%272026%2D11%2D01T23%3A59%3A59%2E999000Z%27", "ActionCode%20eq%20%27PLT%27"] {
        assert!(asked.iter().all(|line| line.contains(part)), "{part}: {asked:#?}");
    }
}

#[test]
fn the_same_wish_of_the_same_person_shows_once_with_a_count() {
    let again = json!({"CustomerInfo": json!({"Email": "Same@contoso.example"}).to_string()});
    let other = json!({"CustomerInfo": json!({"Email": "same@contoso.example"}).to_string(), "ActionCode": "INS"});
    let nobody = json!({"CustomerInfo": null});
    let table = Table::of(vec![vec![
        row("a", "2026-11-01T10:00:00Z", again.clone()),
        row("b", "2026-11-03T10:00:00Z", again.clone()),
        row("c", "2026-11-02T10:00:00Z", again),
        row("d", "2026-11-04T10:00:00Z", other),
        row("e", "2026-11-05T10:00:00Z", nobody.clone()),
        row("f", "2026-11-06T10:00:00Z", nobody),
    ]]);
    let report = table.user().json(&["leads", "list", "table", "--unique"]);
    let times: Vec<(&str, &Value)> = report["leads"].as_array().unwrap().iter().map(|lead| (lead["key"].as_str().unwrap(), &lead["times"])).collect();
    let (one, three) = (json!(1), json!(3));
    assert_eq!(times, [("p/f", &one), ("p/e", &one), ("p/d", &one), ("p/b", &three)]);
    assert_eq!(report["matched"], 4);
}

#[test]
fn a_busy_service_in_the_middle_loses_and_repeats_nothing() {
    let busy = r#"{"odata.error":{"code":"ServerBusy","message":{"lang":"en-US","value":"The server is busy."}}}"#;
    let table = Table::behaving(vec![rows(0, 3), rows(3, 3), rows(6, 3)], move |page, before| {
        (page == 1 && before < 4).then_some(Instead::Refusal(503, busy))
    });
    let report = table.user().json(&["leads", "list", "table"]);
    assert_eq!((keys(&report).len(), &report["profiles"][0]["rows"], &report["exit_status"]), (9, &json!(9), &json!(0)));
}

#[test]
fn a_table_that_goes_away_while_it_is_read_is_said() {
    let gone = r#"{"odata.error":{"code":"TableNotFound","message":{"lang":"en-US","value":"The table specified does not exist."}}}"#;
    let table = Table::behaving(vec![rows(0, 3), rows(3, 3)], move |page, _| (page == 1).then_some(Instead::Refusal(404, gone)));
    let said = table.user().run(&["leads", "list", "table"]).ends_with(1);
    assert!(said.stdout.contains("2026-11-01") && said.stdout.contains("storage/table-not-found"), "{}", said.stdout);
    assert!(said.last_line().contains("not everything was read"), "{}", said.stderr);
}

#[test]
fn a_table_that_is_not_there_yet_is_no_failure() {
    let gone = r#"{"odata.error":{"code":"TableNotFound","message":{"lang":"en-US","value":"The table specified does not exist."}}}"#;
    let table = Table::behaving(vec![], move |_, _| Some(Instead::Refusal(404, gone)));
    let said = table.user().run(&["leads", "list", "table"]).ends_with(0);
    assert!(said.stdout.contains("no lead has ever arrived"), "{}", said.stdout);
}

#[test]
fn what_can_not_be_read_says_where_to_look() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://leads.contoso.example/hook\"\n");
    let said = user.run(&["leads", "list"]).ends_with(2);
    assert!(said.stderr.contains("run history of the flow"), "{}", said.stderr);
}

#[test]
fn do_not_contact_can_not_be_overlooked() {
    let table = Table::of(mixed());
    let said = table.user().with("COLUMNS", "80").run(&["leads", "list", "table"]).ends_with(0);
    assert!(said.stdout.lines().any(|line| line.contains("DO NOT CONTACT") && line.contains("b@contoso")), "{}", said.stdout);
    assert!(said.stdout.trim_end().lines().rev().take(3).any(|line| line.contains("DO NOT CONTACT")), "{}", said.stdout);
    for line in said.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn no_person_shows_masked_nor_in_a_trace() {
    let table = Table::of(mixed());
    let user = table.user();
    for format in ["human", "json", "ndjson", "csv"] {
        let said = user.run(&["leads", "list", "table", "--mask", "--format", format]).ends_with(0);
        for private in ["Firsta", "Person", "a@contoso", "0612345678"] {
            assert!(!said.stdout.contains(private), "{format}: {private}\n{}", said.stdout);
        }
        assert!(said.stdout.contains("contoso.example"), "{format}: {}", said.stdout);
    }
    let said = user.run(&["leads", "list", "table", "--mask", "-vv"]).ends_with(0);
    assert!(
        said.stderr.contains("bytes that may be people's data, not shown")
            && !said.stderr.contains("Person")
            && !said.stderr.contains("contoso.example"),
        "{}",
        said.stderr
    );
}

#[test]
fn names_have_no_power_over_the_terminal() {
    let person = json!({"FirstName": "\u{1b}[2JEvil\u{202e}", "LastName": "##vso[task]", "Email": "x@contoso.example"});
    let table = Table::of(vec![vec![row("a", "2026-11-01T10:00:00Z", json!({"CustomerInfo": person.to_string(), "OfferDisplayName": "a\r\nb"}))]]);
    let said = table.user().run(&["leads", "list", "table"]).ends_with(0);
    assert!(
        !said.stdout.contains(['\u{1b}', '\u{202e}', '\r']) && !said.stdout.contains("##vso[") && said.stdout.contains("Evil"),
        "{}",
        said.stdout
    );
}

#[test]
fn lines_for_programs_are_one_lead_each() {
    let table = Table::of(mixed());
    let user = table.user();
    let said = user.run(&["leads", "list", "table", "--format", "ndjson"]).ends_with(0);
    let leads: Vec<Value> = said.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((leads.len(), &leads[0]["key"]), (5, &json!("p/e")));
    let said = user.run(&["leads", "list", "table", "--format", "csv"]).ends_with(0);
    assert_eq!(said.stdout.lines().count(), 6, "{}", said.stdout);
    let said = user.run(&["leads", "list", "table", "--format", "sarif"]).ends_with(2);
    assert!(said.last_line().contains("leads list does not speak"), "{}", said.stderr);
}

#[test]
fn a_test_lead_of_the_sandbox_is_listed() {
    let sandbox = Sandbox::start(&[]);
    let sent = sandbox.json(&["test-lead", "sandbox-azure-table"]);
    let report = sandbox.json(&["leads", "list", "sandbox-azure-table"]);
    let lead = &report["leads"][0];
    assert_eq!((&lead["description"], &lead["test"], &lead["action_words"]), (&sent["profiles"][0]["marker"], &json!(true), &json!("installation")));
    assert!(lead["created"].is_string() && lead["other"] == json!({}) && lead["problems"] == json!([]), "{lead:#}");
}

#[test]
fn a_lead_is_explained_from_an_argument_a_file_and_standard_input() {
    let user = User::new();
    let said = user.run(&["leads", "parse", "SPZA-DNC|contoso.crm"]).ends_with(0);
    for words in ["AppSource (SPZA)", "DO NOT CONTACT", "contoso.crm"] {
        assert!(said.stdout.contains(words), "{}", said.stdout);
    }
    let body = json!({"userDetails": {"firstName": "Anna", "email": "a@contoso.example"}, "leadSource": "AzureMarketplace", "actionCode": "INS", "offerTitle": "Contoso CRM", "description": "{\"mktcmpid\":\"spring\"}"});
    user.write("body.json", &body.to_string());
    let from_file = user.json(&["leads", "parse", "--file", "body.json"]);
    let lead = &from_file["leads"][0];
    assert_eq!((&lead["source_name"], &lead["campaign"]["mktcmpid"]), (&json!("Azure Marketplace"), &json!("spring")));
    for text in [format!("[{body},{body}]"), format!("{{\"value\":[{body},{body}]}}"), format!("{body}\n{body}\n")] {
        let said = user.pipe(&["leads", "parse", "-", "--format", "ndjson"], &text).ends_with(0);
        assert_eq!(said.stdout.lines().count(), 2, "{text}");
    }
    let pairs = format!("first_name = {MARKER}\nlead_source = {MARKER}-{MARKER}|Contoso Test\nemail = {MARKER}@test.com\n");
    let said = user.pipe(&["leads", "parse", "-", "--format", "ndjson"], &pairs).ends_with(0);
    assert!(said.stdout.contains("\"test\":true") && said.stdout.contains("\"offer\":\"Contoso Test\""), "{}", said.stdout);
    for nonsense in ["the weather is fine", "[1,2]", "{\"a\":", "", "{\"a\":1}", "[{},{\"b\":null}]"] {
        let said = user.pipe(&["leads", "parse", "-"], nonsense).ends_with(2);
        assert!(said.stderr.contains("→") || said.stderr.contains("exit 2"), "{nonsense}: {}", said.stderr);
    }
}

/// A line that is cut off is named, so that it can be found among thousands.
#[test]
fn a_bad_line_among_leads_is_named() {
    let user = User::new();
    let lead = "{\"leadSource\":\"SPZA\",\"actionCode\":\"PLT\"}";
    for (text, words) in [
        (format!("{lead}\n\n{{\"lead\n{lead}\n"), "line 3 is no JSON object, so nothing was read"),
        (format!("{lead}\n[1]\n{{\n"), "line 2 and 1 more are no JSON objects"),
        ("{\n \"leadSource\": \"SPZA\",\n}".to_owned(), "line 3 column 1"),
    ] {
        let said = user.pipe(&["leads", "parse", "-"], &text).ends_with(2);
        assert!(said.last_line().contains(words), "{text}: {}", said.stderr);
    }
}

#[test]
fn a_span_that_no_time_is_in_is_no_empty_list() {
    let user = User::new();
    let profile = format!(
        "[profile.table]\ndestination = \"azure-table\"\nconnection_string = \"plain:DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey={KEY};EndpointSuffix=core.windows.net\"\n"
    );
    user.write("leadctl.toml", &profile);
    for command in [&["list", "table"][..], &["stats", "table"], &["export", "table"], &["clean", "table", "--dry-run"]] {
        let said = user.run(&[&["leads"], command, &["--since", "1d", "--until", "2d"]].concat()).ends_with(2);
        assert!(said.last_line().contains("--since is later than --until"), "{}", said.stderr);
    }
}

#[test]
fn where_nothing_answers_no_number_of_leads_is_told() {
    let user = User::new();
    user.write(
        "leadctl.toml",
        &format!(
            "[profile.table]\ndestination = \"azure-table\"\nconnection_string = \"plain:DefaultEndpointsProtocol=http;AccountName=sandboxleads;AccountKey={};TableEndpoint=http://127.0.0.1:9/sandboxleads;\"\n",
            crate::support::KEY
        ),
    );
    for words in [&["leads", "list"][..], &["leads", "stats"], &["leads", "clean", "--dry-run"]] {
        let said = user.run(words).ends_with(3);
        let told: Vec<&str> = said.stdout.split_whitespace().collect();
        assert!(told.join(" ").contains("· nothing was read") && !said.stdout.contains("0 leads"), "{words:?}: {}", said.stdout);
    }
}

/// Connection details that were cut name no place: what stands for it is the kind of destination.
#[test]
fn a_profile_that_names_no_place_leaves_no_gap_in_the_head_line() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.flow]\ndestination = \"https\"\nurl = \"https://prod-01.westeurope.logic.azure.com/workflows/abc/triggers/manual/paths/invoke?api-version=1\"\n");
    for command in ["list", "stats"] {
        let said = user.run(&["leads", command, "flow"]).ends_with(1);
        assert_eq!(said.stdout.lines().next(), Some("flow · https · nothing was read"), "{command}: {}", said.stdout);
    }
}
