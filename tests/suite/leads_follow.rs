//! `leadctl leads tail`, `stats` and `clean`: each lead once and in order, counts, and only test leads deleted.

use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::leads_support::{Instead, MARKER, Table, ago, row, rows, test_lead};
use crate::support::{KEY, Sandbox, User};

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
