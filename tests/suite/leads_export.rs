//! `leadctl leads export`: whole or not at all, gone on with after a kill, and harmless in a spreadsheet.

use std::io::Read;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::leads_support::{Instead, Table, row, rows};

/// The keys of the leads in lines of JSON.
fn keys(lines: &str) -> Vec<String> {
    lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["key"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn each_shape_holds_every_lead_once() {
    let table = Table::of(vec![rows(0, 40), vec![], rows(40, 2)]);
    let user = table.user();
    for name in ["leads.csv", "leads.ndjson", "leads.json"] {
        let report = user.json(&["leads", "export", "table", "-o", name]);
        assert_eq!((&report["written"], &report["read"]["rows"], &report["partial"]), (&json!(42), &json!(42), &Value::Null), "{name}");
        assert!(!user.path(&format!("{name}.part")).exists() && !user.path(&format!("{name}.part.json")).exists());
    }
    let array: Vec<Value> = serde_json::from_str(&user.read("leads.json")).unwrap();
    let lines: Vec<Value> = user.read("leads.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array, lines);
    let mut keys: Vec<&str> = lines.iter().map(|lead| lead["key"].as_str().unwrap()).collect();
    keys.dedup();
    assert_eq!(keys.len(), 42);
    let csv = user.read("leads.csv");
    assert_eq!((csv.matches("\r\n").count(), csv.lines().nth(42).is_some_and(|line| line.contains("r00041"))), (43, true));
}

#[test]
fn no_cell_is_a_formula_and_the_mark_is_there_when_asked_for() {
    let evil = json!({"CustomerInfo": json!({"FirstName": "=cmd|'/c calc'!A1", "LastName": "+1", "Phone": "@x", "Email": "a@contoso.example"}).to_string(), "OfferDisplayName": "-2+3"});
    let table = Table::of(vec![vec![row("a", "2026-11-01T10:00:00Z", evil)]]);
    let user = table.user();
    let _ = user.run(&["leads", "export", "table", "-o", "x.csv", "--bom"]).ends_with(0);
    let text = user.read("x.csv");
    assert!(text.starts_with("\u{feff}time,"), "{text}");
    let line = text.lines().nth(1).unwrap();
    for cell in ["'=cmd|'/c calc'!A1", "'+1", "'@x", "'-2+3"] {
        assert!(line.contains(&format!(",{cell},")), "{cell}: {line}");
    }
    let said = user.run(&["leads", "export", "table", "-o", "x.json", "--bom"]).ends_with(2);
    assert!(said.last_line().contains("byte-order mark"), "{}", said.stderr);
}

#[test]
fn an_export_that_was_killed_goes_on_where_it_was() {
    let mut odd = rows(10, 10);
    odd[3]["ActionCode"] = json!(7);
    let table = Table::behaving(vec![rows(0, 10), odd, rows(20, 10)], |page, before| (page == 2 && before == 0).then_some(Instead::Silence(20)));
    let user = table.user();
    user.write("leads.ndjson", "the old file\n");
    let arguments = ["leads", "export", "table", "-o", "leads.ndjson"];
    let mut child = user.command(&arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    // The second page is done when the third has been asked for and the second is remembered.
    while !std::fs::read_to_string(user.path("leads.ndjson.part.json")).is_ok_and(|text| text.contains("\"rows\":20")) {
        assert!(begun.elapsed() < Duration::from_secs(15), "the export does not get going");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(user.read("leads.ndjson"), "the old file\n");
    let asked = table.asked().len();

    let report = user.json(&arguments);
    assert_eq!((&report["written"], &report["resumed"], &report["exit_status"]), (&json!(30), &json!(20), &json!(0)));
    assert_eq!(report["read"]["problems"], json!({"ActionCode is a number where text should be": 1}), "of the first run too");
    assert!(table.asked()[asked..].iter().all(|line| line.contains("NextPartitionKey=2")), "{:#?}", table.asked());
    assert_eq!(keys(&user.read("leads.ndjson")), (0..30).map(|number| format!("p/r{number:05}")).collect::<Vec<_>>(), "each once");
    assert!(!user.path("leads.ndjson.part").exists() && !user.path("leads.ndjson.part.json").exists());
}

#[test]
fn other_terms_begin_anew() {
    let gone = r#"{"odata.error":{"code":"AuthenticationFailed","message":{"lang":"en-US","value":"Server failed to authenticate the request."}}}"#;
    let table =
        Table::behaving(vec![rows(0, 10), rows(10, 10)], move |page, before| (page == 1 && before == 0).then_some(Instead::Refusal(403, gone)));
    let user = table.user();
    let said = user.run(&["leads", "export", "table", "-o", "leads.csv"]).ends_with(1);
    assert!(said.last_line().contains("leads.csv.part") && said.stdout.contains("storage/key-invalid"), "{}\n{}", said.stdout, said.stderr);
    assert!(!user.path("leads.csv").exists());
    let report = user.json(&["leads", "export", "table", "-o", "leads.csv", "--real"]);
    assert_eq!((&report["resumed"], &report["written"]), (&json!(0), &json!(20)));
    assert_eq!(user.read("leads.csv").lines().count(), 21);
}

#[test]
fn what_can_not_be_written_is_a_wrong_call_and_leaves_nothing_behind() {
    let table = Table::of(vec![rows(0, 3)]);
    let user = table.user();
    for (file, words) in [("nowhere/leads.csv", "make the folder"), (".", "is a folder"), ("leads.xlsx", "no workbooks")] {
        let said = user.run(&["leads", "export", "table", "-o", file]).ends_with(2);
        assert!(said.stderr.contains(words), "{file}: {}", said.stderr);
    }
    #[cfg(target_os = "linux")]
    {
        let said = user.run(&["leads", "export", "table", "-o", "/dev/full"]).ends_with(2);
        assert!(said.last_line().contains("No space left"), "{}", said.stderr);
    }
    let _ = user.run(&["leads", "export", "table", "-o", "leads.csv"]).ends_with(0);
    let left: Vec<String> = std::fs::read_dir(user.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("part"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_service_that_asks_for_patience_in_the_middle_gets_it() {
    let table = Table::behaving(vec![rows(0, 10), rows(10, 10), rows(20, 10)], |page, before| match (page, before) {
        (1, 0) => Some(Instead::Later(429, 1)),
        (2, 0) => Some(Instead::Later(503, 1)),
        _ => None,
    });
    let user = table.user();
    let report = user.json(&["leads", "export", "table", "-o", "leads.ndjson"]);
    assert_eq!((&report["written"], &report["read"]["rows"], &report["exit_status"]), (&json!(30), &json!(30), &json!(0)));
    assert_eq!(keys(&user.read("leads.ndjson")), (0..30).map(|number| format!("p/r{number:05}")).collect::<Vec<_>>(), "each once");
    let after = |page: usize| table.asked().iter().filter(|line| line.contains(&format!("NextPartitionKey={page}"))).count();
    assert_eq!((after(1), after(2)), (2, 2));
}

/// A file system that is full, as far as one process can see: files may not grow beyond so many blocks of 512 bytes.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_file_and_the_way_on() {
    let pages = Arc::new(Mutex::new(vec![rows(0, 40), rows(40, 40), rows(80, 40)]));
    let table = Table::changing(pages.clone(), Box::new(|_, _| None));
    let user = table.user();
    user.write("leads.ndjson", "the old file\n");
    let script = format!("trap '' XFSZ; ulimit -f 80; exec {} leads export table -o leads.ndjson", env!("CARGO_BIN_EXE_leadctl"));
    let full =
        std::process::Command::new("sh").arg("-c").arg(script).env_clear().env("HOME", user.path("")).current_dir(user.path("")).output().unwrap();
    let stderr = String::from_utf8(full.stderr).unwrap();
    assert_eq!(full.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("make room and give the same command again") && stderr.lines().last().unwrap().contains("can't write"), "{stderr}");
    assert_eq!(user.read("leads.ndjson"), "the old file\n");

    // What was written of a page that did not fit is of no use, also where less comes behind it than before.
    let whole = user.json(&["leads", "export", "table", "-o", "whole.ndjson"]);
    assert_eq!((&whole["resumed"], &whole["written"]), (&json!(0), &json!(120)));
    pages.lock().unwrap()[1].truncate(1);
    pages.lock().unwrap()[2].clear();
    let report = user.json(&["leads", "export", "table", "-o", "leads.ndjson"]);
    let last = match report["resumed"].as_u64() {
        Some(40) => 41,
        Some(80) => 80,
        other => panic!("it goes on behind a whole page: {other:?}"),
    };
    assert_eq!(keys(&user.read("leads.ndjson")), (0..last).map(|number| format!("p/r{number:05}")).collect::<Vec<_>>(), "each once");
}

#[test]
fn an_export_of_yesterday_is_not_gone_on_with() {
    let gone = r#"{"odata.error":{"code":"AuthenticationFailed","message":{"lang":"en-US","value":"Server failed to authenticate the request."}}}"#;
    let table =
        Table::behaving(vec![rows(0, 10), rows(10, 10)], move |page, before| (page == 1 && before == 0).then_some(Instead::Refusal(403, gone)));
    let user = table.user();
    let arguments = ["leads", "export", "table", "-o", "leads.csv"];
    let _ = user.run(&arguments).ends_with(1);
    let mut state: Value = serde_json::from_str(&user.read("leads.csv.part.json")).unwrap();
    state["begun"] = json!("2026-01-01T00:00:00Z");
    user.write("leads.csv.part.json", &state.to_string());
    // Leads that arrived since might lie before the place where it stopped.
    let report = user.json(&arguments);
    assert_eq!((&report["resumed"], &report["written"]), (&json!(0), &json!(20)));
}

#[cfg(unix)]
#[test]
fn leads_are_the_users_alone() {
    use std::os::unix::fs::PermissionsExt;
    let table = Table::of(vec![rows(0, 3)]);
    let user = table.user();
    let _ = user.run(&["leads", "export", "table", "-o", "leads.csv"]).ends_with(0);
    assert_eq!(std::fs::metadata(user.path("leads.csv")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_reader_that_closes_the_pipe_ends_it_quietly() {
    let table = Table::of((0..20).map(|page| rows(page * 1000, 1000)).collect());
    let user = table.user();
    for arguments in [
        &["leads", "export", "table"][..],
        &["leads", "list", "table", "--limit", "0", "--format", "ndjson"],
        &["leads", "list", "table", "--limit", "0", "--format", "csv"],
        &["leads", "list", "table", "--limit", "0"],
        &["leads", "tail", "table", "--once", "--since", "2026-11-01", "--format", "ndjson"],
    ] {
        let mut child = user.command(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0_u8; 64];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn a_dash_is_standard_output() {
    let sandbox = crate::support::Sandbox::start(&[]);
    let config = sandbox.profiles().display().to_string();
    let user = crate::support::User::new();
    let run = |more: &[&str]| user.run(&[&["leads", "export", "sandbox-azure-table", "--config", &config], more].concat()).ends_with(0).stdout;
    for format in ["csv", "json", "ndjson"] {
        assert_eq!(run(&["-o", "-", "--as", format]), run(&["--as", format]), "{format}");
    }
    assert_eq!(std::fs::read_dir(user.path("")).unwrap().count(), 0, "no file of that name");
}
