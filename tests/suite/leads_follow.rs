//! `leadctl leads tail`, `watch`, `stats` and `clean`: each lead once and in order, alarms that say whose side it is, and only test leads deleted.

use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::leads_support::{Instead, MARKER, Table, row, rows, test_lead};
use crate::support::{KEY, Sandbox, User};

fn ago(hours: i64) -> String {
    #[allow(clippy::disallowed_methods)] // the binary has the real time too
    let now = jiff::Timestamp::now();
    // To the minute: hours between two of them are whole.
    (now.round(jiff::Unit::Minute).unwrap() - jiff::SignedDuration::from_hours(hours)).to_string()
}

/// A program that appends each lead's key to `taken`, and fails while `refuse` exists.
fn taker(user: &User) -> String {
    let script =
        "#!/bin/sh\nline=$(cat)\nif [ -e refuse ]; then exit 3; fi\nprintf '%s\\n' \"$line\" | sed 's/.*\"key\":\"\\([^\"]*\\)\".*/\\1/' >> taken\n";
    let path = user.write("take.sh", script);
    format!("sh {}", path.display())
}

fn taken(user: &User) -> Vec<String> {
    std::fs::read_to_string(user.path("taken")).unwrap_or_default().lines().map(str::to_owned).collect()
}

#[test]
fn each_lead_comes_once_and_in_order_across_restarts() {
    let (late, early, new) =
        (row("b", "2026-11-01T10:00:02Z", json!({})), row("c", "2026-11-01T10:00:01Z", json!({})), row("d", "2026-11-01T10:00:03Z", json!({})));
    let pages = Arc::new(Mutex::new(vec![vec![row("a", "2026-11-01T10:00:05Z", json!({})), late], vec![early]]));
    let table = Table::changing(pages.clone(), Box::new(|_, _| None));
    let user = table.user();
    let arguments = ["leads", "tail", "table", "--once", "--state", "state", "--since", "2026-11-01", "--format", "ndjson"];
    let keys =
        |text: &str| text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["key"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(keys(&user.run(&arguments).ends_with(0).stdout), ["p/c", "p/b", "p/a"]);
    assert_eq!(keys(&user.run(&arguments).ends_with(0).stdout), Vec::<String>::new());
    // Older than the newest, and only now to be seen: within the overlap it is not lost.
    pages.lock().unwrap()[1].push(new);
    assert_eq!(keys(&user.run(&arguments).ends_with(0).stdout), ["p/d"]);
    assert!(table.asked().last().unwrap().contains("datetime%272026%2D11%2D01T09%3A50%3A04"), "{:#?}", table.asked().last());
    let said = user.run(&["leads", "tail", "table", "--once", "--state", "leadctl.toml"]).ends_with(2);
    assert!(said.last_line().contains("no state of leads tail"), "{}", said.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_lead_that_could_not_be_written_is_said_and_comes_again() {
    let table = Table::changing(Arc::new(Mutex::new(vec![vec![row("a", "2026-11-01T10:00:05Z", json!({}))]])), Box::new(|_, _| None));
    let user = table.user();
    for format in ["human", "ndjson"] {
        let state = format!("{format}.state");
        let arguments = ["leads", "tail", "table", "--once", "--state", &state, "--since", "2026-11-01", "--format", format];
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = user.command(&arguments).stdin(Stdio::null()).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains("can't write lead p/a to standard output") && stderr.contains("it comes first in the next run"), "{stderr}");
        assert!(!user.run(&arguments).ends_with(0).stdout.is_empty(), "{format}");
    }
}

#[test]
fn thousands_of_leads_of_one_moment_come_once_each() {
    // More than are put in order at a time, all with the same time of arrival.
    let of_one_moment = |from: usize| (from..from + 900).map(|number| row(&format!("r{number:05}"), "2026-11-01T10:00:00Z", json!({}))).collect();
    let table = Table::of(vec![of_one_moment(1800), of_one_moment(0), of_one_moment(900)]);
    let user = table.user();
    let said = user.run(&["leads", "tail", "table", "--once", "--state", "state", "--since", "2026-11-01", "--format", "ndjson"]).ends_with(0);
    let keys: Vec<String> =
        said.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["key"].as_str().unwrap().to_owned()).collect();
    assert_eq!(keys, (0..2700).map(|number| format!("p/r{number:05}")).collect::<Vec<_>>());
}

#[test]
fn what_can_not_be_followed_is_said() {
    let table = Table::of(vec![vec![
        row("a", "2026-11-01T10:00:00Z", json!({})),
        row("b", "no time", json!({})),
        row("c", "2026-11-01T10:00:01Z", json!({"Timestamp": 7})),
    ]]);
    let said = table.user().run(&["leads", "tail", "table", "--once", "--since", "2026-11-01"]).ends_with(0);
    assert!(said.stdout.lines().count() == 1 && said.stderr.contains("2 rows tell no time"), "{}\n{}", said.stdout, said.stderr);

    let gone = r#"{"odata.error":{"code":"TableNotFound","message":{"lang":"en-US","value":"The table specified does not exist."}}}"#;
    let table = Table::behaving(vec![], move |_, _| Some(Instead::Refusal(404, gone)));
    let said = table.user().run(&["leads", "tail", "table", "--once"]).ends_with(0);
    assert_eq!(said.stderr.matches("there is no table MarketplaceLeads").count(), 1, "{}", said.stderr);
}

#[test]
fn without_a_beginning_only_new_leads_come() {
    let pages = Arc::new(Mutex::new(vec![vec![row("old", &ago(0), json!({}))]]));
    let table = Table::changing(pages.clone(), Box::new(|_, _| None));
    let user = table.user();
    let arguments = ["leads", "tail", "table", "--once", "--state", "state"];
    assert_eq!(user.run(&arguments).ends_with(0).stdout, "");
    pages.lock().unwrap()[0].push(row("new", &ago(0), json!({})));
    let said = user.run(&arguments).ends_with(0);
    assert!(said.stdout.contains("Firstnew") && !said.stdout.contains("Firstold"), "{}", said.stdout);
}

#[cfg(unix)]
#[test]
fn a_program_gets_each_lead_at_least_once_and_in_order_through_kills() {
    let table = Table::of(vec![rows(0, 25), rows(25, 15)]);
    let user = table.user();
    let exec = taker(&user);
    let arguments = ["leads", "tail", "table", "--once", "--state", "state", "--since", "2026-11-01", "--exec", &exec];
    for round in 1..=3 {
        let mut child = user.command(&arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        while taken(&user).len() < round * 8 && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // The program that had a lead in hand may still end it.
        std::thread::sleep(Duration::from_millis(200));
    }
    let _ = user.run(&arguments).ends_with(0);
    let taken = taken(&user);
    let mut each = taken.clone();
    each.dedup();
    assert_eq!(each, (0..40).map(|number| format!("p/r{number:05}")).collect::<Vec<_>>(), "in order, none lost");
    assert!(taken.len() <= 43, "at most the lead in hand comes again: {}", taken.len());
}

#[cfg(unix)]
#[test]
fn a_program_whose_leadctl_is_killed_has_its_lead_whole_and_one_that_reads_nothing_is_no_hindrance() {
    let table = Table::of(vec![rows(0, 1)]);
    let user = table.user();
    let path = user.write("slow.sh", "touch begun\nsleep 1\ncat > got\n");
    let exec = format!("sh {}", path.display());
    let arguments = ["leads", "tail", "table", "--once", "--since", "2026-11-01", "--exec", &exec];
    let mut child = user.command(&arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while !user.path("begun").exists() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    while std::fs::metadata(user.path("got")).map_or(0, |got| got.len()) == 0 && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let got: Value = serde_json::from_str(&user.read("got")).unwrap();
    assert_eq!(got["key"], "p/r00000");

    // Longer than any pipe holds.
    let long = row("long", "2026-11-01T10:00:00Z", json!({"Remark": "x".repeat(300_000)}));
    let table = Table::of(vec![vec![long]]);
    let user = table.user();
    let _ = user.run(&["leads", "tail", "table", "--once", "--since", "2026-11-01", "--exec", "true"]).ends_with(0);
    let path = user.write("whole.sh", "cat > got\n");
    let exec = format!("sh {}", path.display());
    let _ = user.run(&["leads", "tail", "table", "--once", "--since", "2026-11-01", "--exec", &exec]).ends_with(0);
    assert!(user.read("got").len() > 300_000);
}

#[cfg(unix)]
#[test]
fn a_lead_that_no_program_takes_is_kept() {
    let table = Table::of(vec![rows(0, 3)]);
    let user = table.user();
    let exec = taker(&user);
    user.write("refuse", "");
    let arguments = ["leads", "tail", "table", "--once", "--state", "state", "--since", "2026-11-01", "--exec", &exec, "--retries", "0"];
    let said = user.run(&arguments).ends_with(1);
    assert!(said.last_line().contains("p/r00000") && said.last_line().contains("--dead-letter"), "{}", said.stderr);
    std::fs::remove_file(user.path("refuse")).unwrap();
    let _ = user.run(&arguments).ends_with(0);
    assert_eq!(taken(&user), ["p/r00000", "p/r00001", "p/r00002"], "it comes first in the next run");

    user.write("refuse", "");
    std::fs::remove_file(user.path("state")).unwrap();
    let _ = user.run(&[&arguments[..], &["--dead-letter", "dead.ndjson"]].concat()).ends_with(0);
    let dead: Vec<Value> = user.read("dead.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((dead.len(), &dead[0]["lead"]["key"]), (3, &json!("p/r00000")));
    // Without a state there is no next run that would know.
    let said = user.run(&["leads", "tail", "table", "--once", "--since", "2026-11-01", "--exec", &exec, "--retries", "0"]).ends_with(1);
    assert!(said.last_line().contains("give --state FILE"), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_in_order() {
    let table = Table::of(vec![rows(0, 1)]);
    let user = table.user();
    let child = user
        .command(&["leads", "tail", "table", "--since", "2026-11-01"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while table.asked().is_empty() && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(300));
    let _ = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("1 lead was delivered"), "{stderr}");
}

#[test]
fn silence_is_told_from_life_per_offer() {
    let table = Table::of(vec![vec![
        row("a", &ago(200), json!({})),
        row("b", &ago(1), json!({"OfferDisplayName": "Contoso Voice"})),
        // A test lead is no life.
        row("c", &ago(1), test_lead()),
    ]]);
    let user = table.user();
    let report = user.json(&["leads", "watch", "table", "--max-silence", "3d"]);
    let profile = &report["profiles"][0];
    let outcomes: Vec<(&str, &str)> =
        profile["offers"].as_array().unwrap().iter().map(|offer| (offer["offer"].as_str().unwrap(), offer["outcome"].as_str().unwrap())).collect();
    assert_eq!((outcomes, &report["exit_status"]), (vec![("Contoso CRM", "fail"), ("Contoso Voice", "pass")], &json!(1)));
    assert_eq!(user.json(&["leads", "watch", "table", "--max-silence", "3d", "--offer", "voice"])["exit_status"], 0);
    assert_eq!(user.json(&["leads", "watch", "table", "--max-silence", "30d"])["exit_status"], 0);
    let unknown = user.run(&["leads", "watch", "table"]).ends_with(3);
    assert!(unknown.last_line().contains("--max-silence"), "{}", unknown.stderr);
}

/// It may be a new offer, and it may be a slip: the names that are there are told before a ticket is offered.
#[test]
fn an_offer_of_which_no_lead_is_there_is_told_from_the_others() {
    let nameless = json!({"OfferDisplayName": null});
    let table = Table::of(vec![vec![
        row("a", &ago(200), json!({})),
        row("b", &ago(1), json!({"OfferDisplayName": "Fabrikam"})),
        row("c", &ago(90), nameless),
    ]]);
    let user = table.user();
    let arguments = ["leads", "watch", "table", "--max-silence", "1d", "--offer", "contosso"];
    let report = user.json(&arguments);
    assert_eq!(report["profiles"][0]["other_offers"], json!(["Contoso CRM", "(no offer)", "Fabrikam"]), "{report:#}");
    let said = user.run(&arguments).ends_with(1);
    let (names, ticket) = (said.stdout.find("Contoso CRM").unwrap(), said.stdout.find("If the offer's name is right, for a support ticket").unwrap());
    assert!(
        names < ticket && said.last_line().contains("no real lead is of an offer with 'contosso' in its name or ID; leads are there of Contoso CRM")
    );
    let github = user.run(&[&arguments[..], &["--format", "github"]].concat()).ends_with(1).stdout;
    assert!(github.contains("title=Not passed%3A Leads arrive for contosso ") && github.contains("leads are there of Contoso CRM"), "{github}");
    let ticket = report["profiles"][0]["ticket"].as_str().unwrap();
    assert!(ticket.contains("Silent: contosso; no lead has ever arrived"), "{ticket}");
    // What is no name does not stand as one in the ticket.
    let all = user.json(&["leads", "watch", "table", "--max-silence", "1d"]);
    let ticket = all["profiles"][0]["ticket"].as_str().unwrap();
    assert!(ticket.contains("Silent: everything that names no offer; ") && ticket.contains("; 1 lead arrived until then"), "{ticket}");
    let none = Table::of(vec![vec![]]).user().json(&["leads", "watch", "table", "--max-silence", "1d"]);
    let ticket = none["profiles"][0]["ticket"].as_str().unwrap();
    assert!(ticket.contains("Silent: the whole destination; no lead has ever arrived"), "{ticket}");
    assert!(ticket.contains("delivery of leads for this destination"), "{ticket}");
}

#[test]
fn the_rhythm_is_remembered_when_the_rows_are_gone() {
    let every_ten_hours: Vec<Value> = (0..8).map(|number| row(&format!("r{number}"), &ago(30 + 10 * number), json!({}))).collect();
    let pages = Arc::new(Mutex::new(vec![every_ten_hours]));
    let table = Table::changing(pages.clone(), Box::new(|_, _| None));
    let user = table.user();
    let arguments = ["leads", "watch", "table", "--state", "state"];
    let before = user.json(&arguments);
    let offer = &before["profiles"][0]["offers"][0];
    assert_eq!((&offer["outcome"], &offer["limit_seconds"]), (&json!("fail"), &json!(24 * 3600)));
    assert!(offer["because"].as_str().unwrap().contains("10 h"), "{offer}");
    pages.lock().unwrap()[0].clear();
    let after = user.json(&arguments);
    assert_eq!(&after["profiles"][0]["offers"][0]["last"], &offer["last"]);
    assert_eq!(after["profiles"][0]["offers"][0]["outcome"], "fail");
}

/// The lead names its offer by both; what is asked for may be either, with the rows and without.
#[test]
fn an_offer_that_is_asked_for_by_its_id_is_remembered_by_it() {
    let crm = row("a", &ago(200), json!({"LeadSource": "SPZA-PLT|contoso.app-id"}));
    let pages = Arc::new(Mutex::new(vec![vec![crm, row("b", &ago(1), json!({"OfferDisplayName": "Fabrikam"}))]]));
    let table = Table::changing(pages.clone(), Box::new(|_, _| None));
    let user = table.user();
    let arguments = ["leads", "watch", "table", "--state", "state", "--max-silence", "1d", "--offer", "contoso.app-id"];
    let told = |report: Value| {
        let profile = &report["profiles"][0];
        let offers = profile["offers"].as_array().unwrap().iter().map(|offer| json!([offer["offer"], offer["outcome"], offer["last"]]));
        (offers.collect::<Vec<_>>(), profile["other_offers"].clone())
    };
    let before = told(user.json(&arguments));
    assert_eq!((before.0.len(), &before.0[0][0], &before.0[0][1]), (1, &json!("Contoso CRM"), &json!("fail")));
    pages.lock().unwrap()[0].clear();
    assert_eq!(told(user.json(&arguments)), before);
    assert_eq!(told(user.json(&arguments)), before);
    // A state of before has no ID; a row tells it again.
    let mut state: Value = serde_json::from_str(&user.read("state")).unwrap();
    let offers = state["profiles"].as_object_mut().unwrap().values_mut().next().unwrap();
    assert_eq!(offers["Contoso CRM"].as_object_mut().unwrap().remove("id"), Some(json!("contoso.app-id")));
    user.write("state", &state.to_string());
    assert_eq!(told(user.json(&arguments)).1, json!(["Contoso CRM"]));
    assert_eq!(told(user.json(&[&arguments[..8], &["contoso crm"]].concat())), before);
}

#[test]
fn a_silent_side_that_works_gets_a_text_for_support_without_secrets() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let user = User::new();
    let arguments = [&["leads", "watch", "sandbox-azure-table", "--max-silence", "1d", "--test-lead"][..], &flags].concat();
    let said = user.run(&arguments).ends_with(1);
    for words in ["tell us why none has arrived", "Your side works: a test lead arrived in", "For a support ticket", "was stored and read back"] {
        assert!(said.stdout.contains(words), "{words}: {}", said.stdout);
    }
    let key = sandbox.value("sandbox-azure-table", "connection_string");
    let key = key.split("AccountKey=").nth(1).unwrap().split(';').next().unwrap();
    assert!(!said.stdout.contains(key) && !said.stderr.contains(key));
    assert_eq!(sandbox.leads().len(), 0, "the test lead is deleted again");
    for (format, words) in [("junit", "<failure"), ("github", "::error")] {
        let said = user.run(&[&arguments[..], &["--format", format]].concat()).ends_with(1);
        assert!(said.stdout.contains(words) && said.stdout.contains("leads/silence"), "{format}: {}", said.stdout);
    }
}

/// Good news is no more than the checks gave: what they warned of stands beside it, for the publisher and in the ticket.
#[test]
fn what_the_checks_warned_of_is_named_in_the_verdict_and_in_the_ticket() {
    let sandbox = Sandbox::start(&[]);
    for flag in [None, Some("--test-lead")] {
        let arguments = ["leads", "watch", "sandbox-azure-table", "--max-silence", "1d"].into_iter().chain(flag).collect::<Vec<_>>();
        let report = sandbox.json(&arguments);
        let profile = &report["profiles"][0];
        let (message, ticket) = (profile["message"].as_str().unwrap(), profile["ticket"].as_str().unwrap());
        for id in ["azure-table/secret-storage", "azure-table/partner-center-accepts", "azure-table/public-endpoint"] {
            assert!(message.contains(id) && !message.contains("passes all checks"), "{message}");
        }
        assert!(flag.is_none() || message.contains("though of the destination's checks 3 warned ("), "{message}");
        let warned = "2 warned: 'Partner Center would accept the string', 'Endpoint can be reached from outside, over https'.";
        assert!(ticket.contains("9 checks of the destination passed, none failed.") && ticket.contains(warned), "{ticket}");
    }
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let said = User::new().run(&[&["leads", "watch", "sandbox-azure-table", "--max-silence", "1d"][..], &flags].concat()).ends_with(1);
    assert!(said.stdout.contains("! warn  Endpoint can be reached from outside, over https: this address"), "{}", said.stdout);
}

/// No lead is no dead end for people, and no line more for machines, for --quiet, and for runs that follow each other.
#[test]
fn where_no_lead_is_the_next_commands_are_told() {
    let sandbox = Sandbox::start(&[]);
    let (user, flags) = (User::new(), sandbox.flags());
    let run = |arguments: &[&str]| user.run(&[arguments, &flags.iter().map(String::as_str).collect::<Vec<_>>()].concat()).ends_with(0);
    let ways = ["leadctl test-lead PROFILE", "leadctl leads watch PROFILE --max-silence 7d", "leadctl explain no-leads"];
    for profile in ["sandbox-azure-table", "sandbox-dynamics"] {
        for arguments in [&["leads", "list", profile][..], &["leads", "stats", profile], &["leads", "tail", profile, "--once"]] {
            let said = run(arguments);
            let (told, other) = if arguments[1] == "tail" { (&said.stderr, &said.stdout) } else { (&said.stdout, &said.stderr) };
            for way in ways {
                let way = way.replace("PROFILE", profile);
                assert!(told.lines().any(|line| line.contains(&way)) && !other.contains("leadctl"), "{arguments:?}, {way}: {told}");
            }
            for more in [&["-q"][..], &["--format", "ndjson"], &["--format", "json"]] {
                // These have no lines.
                if arguments[1] == "stats" && more.contains(&"ndjson") {
                    continue;
                }
                let said = run(&[arguments, more].concat());
                assert!(!said.stdout.contains("explain no-leads") && !said.stderr.contains("explain no-leads"), "{arguments:?} {more:?}");
            }
        }
        let again = run(&["leads", "tail", profile, "--once", "--state", &format!("{profile}.state")]);
        assert!(!again.stderr.contains("explain no-leads"), "{}", again.stderr);
    }
    // Where there are leads, and some are not shown, nothing is amiss.
    let _ = sandbox.json(&["test-lead", "sandbox-azure-table"]);
    let said = run(&["leads", "list", "sandbox-azure-table", "--real"]);
    assert!(said.stdout.contains("leads, of 1 in all") && !said.stdout.contains("explain no-leads"), "{}", said.stdout);
}

#[test]
fn a_broken_side_is_named() {
    let sandbox = Sandbox::start(&["storage/key-invalid"]);
    let report = sandbox.json(&["leads", "watch", "sandbox-azure-table", "--max-silence", "1d"]);
    let profile = &report["profiles"][0];
    assert!(profile["message"].as_str().unwrap().starts_with("your side is broken: "), "{profile:#}");
    assert_eq!((&report["exit_status"], &profile["ticket"]), (&json!(1), &Value::Null));
}

/// A look at the own side sees what `validate` sees, where the profile keeps its secrets included.
#[test]
fn the_look_at_the_own_side_sees_what_validate_sees() {
    let sandbox = Sandbox::start(&[]);
    for profile in ["sandbox-azure-table", "sandbox-dynamics"] {
        let validated = sandbox.json(&["validate", profile]);
        let watched = sandbox.json(&["leads", "watch", profile, "--max-silence", "1d"]);
        let outcomes = |report: &Value| {
            let checks = report["profiles"][0]["checks"].as_array().unwrap();
            checks.iter().map(|check| (check["id"].clone(), check["outcome"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(outcomes(&watched), outcomes(&validated));
        let storage = &watched["profiles"][0]["checks"][0];
        assert_eq!(storage["outcome"], "warn", "{storage:#}");
        assert!(storage["message"].as_str().unwrap().contains("stands in the profile file as plain text"), "{storage:#}");
    }
}

/// What the newest month leaves out is told: the charts below count it.
#[test]
fn days_before_the_newest_month_are_one_line() {
    let old = |key: &str| row(key, "2026-01-01T10:00:00Z", json!({}));
    let table = Table::of(vec![vec![old("a"), old("b"), row("c", "2026-11-03T10:00:00Z", json!({}))]]);
    let said = table.user().run(&["leads", "stats", "table"]).ends_with(0);
    let line = said.stdout.lines().find(|line| line.contains("earlier, or no time")).unwrap_or_else(|| panic!("{}", said.stdout));
    assert!(line.ends_with(" 2"), "{line}");
}

/// The same list, newest first, at the question and without it; a no is no wrong call.
#[cfg(unix)]
#[test]
fn what_would_be_deleted_is_shown_alike_and_a_no_keeps_it() {
    use expectrl::Expect;
    let old = row("a", "2026-11-01T10:00:00Z", test_lead());
    let table = Table::of(vec![vec![old, row("b", "2026-11-03T11:00:00Z", test_lead())]]);
    let user = table.user();
    let dry = user.run(&["leads", "clean", "table", "--dry-run"]).ends_with(0).stdout;
    let (newest, oldest) = (dry.find("2026-11-03 11:00").unwrap(), dry.find("2026-11-01 10:00").unwrap());
    assert!(newest < oldest && dry.contains("These 2 test leads would be deleted"), "{dry}");
    let mut command = user.command(&["leads", "clean", "table"]);
    command.env("TERM", "xterm").env("NO_COLOR", "1").env("COLUMNS", "80");
    let mut session = expectrl::Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(std::time::Duration::from_secs(20)));
    let before = session.expect("Delete these 2 test leads").unwrap();
    let asked = String::from_utf8_lossy(before.before()).into_owned();
    for line in dry.lines().take(3) {
        assert!(asked.contains(line), "{line}: {asked}");
    }
    std::thread::sleep(std::time::Duration::from_millis(100));
    session.send("n").unwrap();
    session.expect("leadctl: exit 130: nothing was deleted").unwrap();
}

#[test]
fn the_counts_are_right_and_the_page_holds_no_person() {
    let table = Table::of(vec![vec![
        row("a", "2026-11-01T10:00:00Z", json!({})),
        row("b", "2026-11-03T10:00:00Z", json!({"ActionCode": "DNC"})),
        row("c", "2026-11-03T11:00:00Z", test_lead()),
        row("d", "2026-11-03T12:00:00Z", json!({"OfferDisplayName": "<b>Voice</b>", "LeadSource": "AzurePortal-Create|x.y", "ActionCode": null})),
    ]]);
    let user = table.user();
    let report = user.json(&["leads", "stats", "table", "--html", "leads.html", "--cost"]);
    assert_eq!((&report["leads"], &report["test"], &report["do_not_contact"]), (&json!(4), &json!(1), &json!(1)));
    let counts = |key: &str| {
        report[key]
            .as_array()
            .unwrap()
            .iter()
            .map(|count| (count["name"].as_str().unwrap().to_owned(), count["leads"].as_u64().unwrap()))
            .collect::<Vec<_>>()
    };
    let named = |pairs: &[(&str, u64)]| pairs.iter().map(|(name, leads)| ((*name).to_owned(), *leads)).collect::<Vec<_>>();
    assert_eq!(counts("per_day"), named(&[("2026-11-01", 1), ("2026-11-02", 0), ("2026-11-03", 2)]));
    assert_eq!(counts("per_source"), named(&[("AppSource", 2), ("Azure portal", 1)]));
    assert_eq!(counts("per_action"), named(&[("contact me", 1), ("do not contact", 1), ("purchase in the Azure portal", 1)]));
    assert!(report["cost"]["stored_bytes"].as_u64().unwrap() > 1000);
    let page = user.read("leads.html");
    for private in ["Firsta", "Person", "contoso.example", "0612345678", "<b>Voice"] {
        assert!(!page.contains(private), "{private}");
    }
    assert!(page.contains("&lt;b&gt;Voice") && page.contains("prefers-color-scheme:dark") && page.contains("@media print"));
}

#[test]
fn only_test_leads_are_deleted_and_only_when_agreed() {
    let table = Table::of(vec![vec![
        row("real", "2026-11-01T10:00:00Z", json!({})),
        row("test", "2026-11-01T10:00:00Z", test_lead()),
        row("like", "2026-11-01T10:00:00Z", json!({"Description": "our MSFT_TEST_ of last week"})),
        row("customer", "2026-11-01T10:00:00Z", json!({"Description": MARKER, "RelatedTest": MARKER})),
    ]]);
    let user = table.user();
    let deleted = || table.asked().iter().filter(|line| line.starts_with("DELETE")).cloned().collect::<Vec<_>>();
    let said = user.run(&["leads", "clean", "table"]).ends_with(2);
    assert!(said.stderr.contains("--yes"), "{}", said.stderr);
    let _ = user.run(&["leads", "list", "table"]).ends_with(0);
    let shown = user.run(&["leads", "clean", "table", "--dry-run"]).ends_with(0);
    assert!(shown.stdout.contains("would be deleted") && deleted().is_empty(), "{}", shown.stdout);
    let report = user.json(&["leads", "clean", "table", "--yes"]);
    assert_eq!((&report["found"], &report["deleted"]), (&json!(1), &json!(1)));
    let deleted = deleted();
    assert!(deleted.len() == 1 && deleted[0].contains("RowKey='test'"), "{deleted:#?}");
}

#[test]
fn the_sandboxs_test_leads_are_gone_after_cleaning() {
    let sandbox = Sandbox::start(&[]);
    for _ in 0..2 {
        let _ = sandbox.json(&["test-lead", "sandbox-azure-table"]);
    }
    let report = sandbox.json(&["leads", "clean", "sandbox-azure-table", "--yes"]);
    assert_eq!((&report["deleted"], sandbox.leads().len()), (&json!(2), 0));
}

#[test]
fn the_account_key_shows_nowhere() {
    let refusal =
        r#"{"odata.error":{"code":"AuthenticationFailed","message":{"lang":"en-US","value":"Server failed to authenticate the request."}}}"#;
    let table = Table::behaving(vec![], move |_, _| Some(Instead::Refusal(403, refusal)));
    let user = table.user();
    for arguments in [
        &["leads", "list", "table", "-vv"][..],
        &["leads", "export", "table", "-vv"],
        &["leads", "tail", "table", "--once", "-vv"],
        &["leads", "stats", "table", "-vv"],
        &["leads", "watch", "table", "-vv"],
        &["leads", "clean", "table", "--yes", "-vv"],
    ] {
        let said = user.run(arguments).ends_with(1);
        assert!(!said.stdout.contains(KEY) && !said.stderr.contains(KEY), "{arguments:?}");
        assert!(said.last_line().contains("key"), "{arguments:?}: {}", said.stderr);
    }
}

/// An alarm is not green for what it never looked at.
#[test]
fn a_profile_that_can_t_be_watched_is_in_the_report() {
    let table = Table::of(vec![vec![row("a", &ago(1), json!({"OfferDisplayName": "Fabrikam"}))]]);
    let user = table.user();
    let watch = ["leads", "watch", "--all", "--offer", "Fabrikam", "--max-silence", "300d"];
    let report = user.json(&watch);
    let web = &report["profiles"][0];
    assert_eq!((&report["exit_status"], &web["read"]["profile"], &web["outcome"]), (&json!(3), &json!("web"), &json!("unknown")), "{report:#}");
    assert!(web["read"]["left_out"].as_str().unwrap().contains("(https) can't be read"), "{web:#}");
    let said = user.run(&[&watch[..], &["-q"]].concat()).ends_with(3);
    assert!(said.stdout.contains("pass") && said.stdout.contains("web"), "{}", said.stdout);
    assert!(said.last_line().contains("web: whether leads arrive can't be told") && said.last_line().contains("--except web"), "{}", said.stderr);
    let github = user.run(&[&watch[..], &["--format", "github"]].concat()).ends_with(3).stdout;
    assert!(github.contains("::warning file=leadctl.toml,") && github.contains("(leads/silence%2C web)::whether leads arrive"), "{github}");

    // Meant to be so, it is said and does not count; and nothing else may be meant by it.
    let report = user.json(&[&watch[..], &["--except", "web"]].concat());
    let web = &report["profiles"][0];
    assert_eq!((&report["exit_status"], &web["read"]["profile"], &web["outcome"]), (&json!(0), &json!("web"), &json!("skipped")), "{report:#}");
    let said = user.run(&[&watch[..], &["--except", "web"]].concat()).ends_with(0);
    assert!(said.stdout.contains("web  Left out, as --except says"), "{}", said.stdout);
    for wrong in [
        &[&watch[..], &["--except", "wep"]].concat()[..],
        &["leads", "watch", "table", "--except", "web"],
        &["leads", "watch", "--all", "--except", "web", "--except", "table"],
    ] {
        user.run(wrong).ends_with(2);
    }

    // What lists and counts has no alarm to give, and says the same.
    for command in ["list", "stats"] {
        let report = user.json(&["leads", command, "--all"]);
        let left_out: Vec<bool> = report["profiles"].as_array().unwrap().iter().map(|read| read["left_out"].is_string()).collect();
        assert_eq!((left_out, &report["exit_status"]), (vec![true, false], &json!(0)), "{report:#}");
        let said = user.run(&["leads", command, "--all", "-q"]).ends_with(0);
        assert!(said.stdout.contains("web · left out: "), "{}", said.stdout);
    }
    assert!(user.run(&["leads", "list", "--all", "--format", "csv"]).ends_with(0).stderr.contains("left out: the leads of 'web'"));
}
