//! Ctrl-C, or a cancelled CI job's SIGTERM, while leadctl waits: 130, what is known so far, and whether a lead may be on its way.

#![cfg(unix)]

use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use expectrl::Expect;
use serde_json::Value;

use crate::leads_support::{row, test_lead};
use crate::support::{Said, Server, User, answer};

const AT_MOST: Duration = Duration::from_secs(20);

fn silent() -> Server {
    Server::start(|_, _| sleep(AT_MOST * 2))
}

fn start(user: &User, arguments: &[&str]) -> Child {
    user.command(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits until the server was called so often, then presses Ctrl-C.
fn interrupted(child: Child, server: &Server, calls: usize) -> Said {
    stopped("-INT", child, server, calls)
}

fn stopped(signal: &str, child: Child, server: &Server, calls: usize) -> Said {
    let begun = Instant::now();
    while server.calls() < calls {
        assert!(begun.elapsed() < AT_MOST, "only {} calls", server.calls());
        sleep(Duration::from_millis(10));
    }
    // The request is read, and the profiles beside it have been checked.
    sleep(Duration::from_millis(500));
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert!(begun.elapsed() < AT_MOST, "it went on for {:?}", begun.elapsed());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { status: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn validate_ends_with_130_and_says_so() {
    for format in ["human", "json"] {
        let server = silent();
        // The first call is the connection alone, the second asks.
        let said = interrupted(start(&server.user(), &["validate", "table", "--format", format]), &server, 2).ends_with(130);
        assert!(said.last_line().starts_with("leadctl: exit 130: stopped by Ctrl-C"), "{}", said.stderr);
        if format == "json" {
            let report: Value = serde_json::from_str(&said.stdout).unwrap();
            assert_eq!((&report["ok"], &report["exit_status"]), (&false.into(), &130.into()), "{report}");
        }
    }
}

#[test]
fn profiles_that_are_done_are_shown() {
    let server = silent();
    let user = server.user();
    let said = interrupted(start(&user, &["validate", "--all", "--format", "json"]), &server, 3).ends_with(130);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    let names: Vec<&str> = report["profiles"].as_array().unwrap().iter().map(|profile| profile["profile"].as_str().unwrap()).collect();
    assert_eq!(names, ["web", "table"], "{report}");
    let ended = |place: usize| (&report["profiles"][place]["complete"], report["profiles"][place]["checks"].as_array().unwrap().len());
    assert_eq!(ended(0).0, &Value::Bool(true));
    let (complete, checks) = ended(1);
    // Those without network, the resolving and the handshake; the request is not answered.
    assert!(complete == &Value::Bool(false) && checks >= 6, "{report}");
    assert_eq!(said.last_line(), "leadctl: exit 130: stopped by Ctrl-C; not checked to the end: table");
    let said = interrupted(start(&user, &["validate", "--all"]), &server, 6).ends_with(130);
    assert!(said.stderr.contains("web (https)") && said.stdout.contains("web · https"), "{}{}", said.stdout, said.stderr);
}

#[test]
fn a_lead_on_its_way_is_told_of() {
    for (profile, calls) in [("web", 1), ("table", 1)] {
        let server = silent();
        let said = interrupted(start(&server.user(), &["test-lead", profile, "--format", "json"]), &server, calls).ends_with(130);
        let last = said.last_line();
        assert!(last.contains(&format!("the lead to '{profile}' may have been sent: look for MSFT_TEST_63")), "{last}");
        let report: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(report["exit_status"], 130);
        let lead = &report["profiles"][0];
        assert_eq!((&lead["profile"], &lead["accepted"], &lead["outcome"]), (&profile.into(), &false.into(), &"unknown".into()), "{report}");
        let marker = lead["marker"].as_str().unwrap();
        assert!(last.contains(marker) && lead["message"].as_str().unwrap().contains(&format!("may have been sent: look for {marker}")), "{report}");
    }
}

/// Before it is signed in nothing is on its way, and nobody is to look for it.
#[test]
fn a_lead_that_was_not_begun_to_be_sent_is_told_of_as_such() {
    let server = silent();
    let user = server.user();
    let url = user.read("leadctl.toml").split('"').find(|part| part.ends_with("/hook")).unwrap().replace("/hook", "");
    let ids = "directory_id = \"1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5\"\napplication_id = \"160c5842-eeba-487b-bb30-be9fae7878d0\"\n";
    let profile = format!("[profile.crm]\ndestination = \"dynamics\"\nurl = \"{url}\"\n{ids}client_secret = \"plain:c4n8Q~Ry-Mark.secret\"\n");
    user.write("leadctl.toml", &profile);
    let said = interrupted(start(&user, &["test-lead", "crm", "--format", "json"]), &server, 1).ends_with(130);
    assert!(said.last_line().contains("the lead to 'crm' was not sent"), "{}", said.stderr);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(report["profiles"][0]["handed_over"], false, "{report}");
}

#[test]
fn every_format_has_the_marker_of_a_lead_on_its_way() {
    for (format, mark) in
        [("human", "· MSFT_TEST_63"), ("junit", "tests=\"1\" failures=\"0\" errors=\"1\""), ("sarif", "\"results\": [\n"), ("github", "::warning")]
    {
        let server = silent();
        let said = interrupted(start(&server.user(), &["test-lead", "web", "--format", format]), &server, 1).ends_with(130);
        let told = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.stdout.contains(mark) && told.contains("look for MSFT_TEST_63"), "{format}: {}", said.stdout);
    }
}

#[test]
fn a_cancelled_job_is_told_the_same_as_one_who_presses_ctrl_c() {
    let server = silent();
    let said = stopped("-TERM", start(&server.user(), &["test-lead", "web", "--format", "json"]), &server, 1).ends_with(130);
    let last = said.last_line();
    assert!(last.starts_with("leadctl: exit 130: stopped by a signal; the lead to 'web' may have been sent: look for MSFT_TEST_63"), "{last}");
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert!(report["profiles"][0]["message"].as_str().unwrap().starts_with("stopped by a signal; "), "{report}");
    for (command, calls) in [(&["validate", "table"][..], 2), (&["leads", "clean", "table", "--yes"], 1), (&["leads", "list", "table"], 1)] {
        let server = silent();
        let said = stopped("-TERM", start(&server.user(), &[command, &["--format", "json"]].concat()), &server, calls).ends_with(130);
        assert!(said.last_line().starts_with("leadctl: exit 130: stopped by a signal"), "{command:?}: {}", said.stderr);
        assert_eq!(serde_json::from_str::<Value>(&said.stdout).unwrap()["exit_status"], 130, "{command:?}");
    }
}

#[test]
fn leads_that_arrived_before_are_shown() {
    let server = Server::start(|stream, head| {
        use std::io::Write;
        if head.contains("/hook") { drop(stream.write_all(&answer(200, "", ""))) } else { sleep(AT_MOST * 2) }
    });
    let said = interrupted(start(&server.user(), &["test-lead", "--all", "--format", "json"]), &server, 2).ends_with(130);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    let accepted: Vec<&Value> = report["profiles"].as_array().unwrap().iter().map(|lead| &lead["accepted"]).collect();
    assert_eq!(accepted, [true, false], "{report}");
    assert!(said.last_line().contains("the lead to 'table' may have been sent"), "{}", said.stderr);
}

/// Nothing would show what is waited for, and how it ends.
#[test]
fn a_terminal_that_is_read_from_is_told_so() {
    for (key, words) in [("\u{3}", "leadctl: exit 130: stopped by Ctrl-C"), ("SPZA-PLT|contoso.crm\r\u{4}", "contact me (PLT)")] {
        let user = User::new();
        let mut command = user.command(&["leads", "parse", "-"]);
        command.env("TERM", "xterm").env("NO_COLOR", "1");
        let mut session = expectrl::Session::spawn(command).unwrap();
        session.set_expect_timeout(Some(AT_MOST));
        session.expect("Reading from the terminal: paste the text, then press Ctrl-D").unwrap();
        sleep(Duration::from_millis(100));
        session.send(key).unwrap();
        session.expect(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    }
    // Whoever pipes is told nothing.
    let said = User::new().pipe(&["leads", "parse", "-"], "SPZA-PLT|contoso.crm").ends_with(0);
    assert_eq!(said.stderr, "");
}

#[test]
fn the_demo_stops_at_once_and_leaves_nothing_behind() {
    let user = User::new();
    let temporary = user.path("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let config = |folder: &std::path::Path| std::fs::read_dir(folder).unwrap().any(|entry| entry.unwrap().path().join("leadctl.toml").exists());
    // At its first step, and in the midst of its network part: the third profile has been written.
    for pause in [0, 150, 300] {
        let child =
            user.command(&["demo"]).env("TMPDIR", &temporary).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let begun = Instant::now();
        while !config(&temporary) {
            assert!(begun.elapsed() < AT_MOST, "no step was taken");
            sleep(Duration::from_millis(2));
        }
        sleep(Duration::from_millis(pause));
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(130), true), "{pause}: {told}");
        assert_eq!(told, "leadctl: exit 130: stopped by Ctrl-C\n", "{pause}");
        let left: Vec<_> = std::fs::read_dir(&temporary).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert!(left.is_empty(), "{pause}: {left:?}");
    }
}

#[test]
fn of_leads_that_were_not_read_nothing_is_said() {
    for words in [&["leads", "clean", "table", "--yes"][..], &["leads", "list", "table"], &["leads", "stats", "table"]] {
        let server = silent();
        let said = interrupted(start(&server.user(), words), &server, 1).ends_with(130);
        let words_told: Vec<&str> = said.stdout.split_whitespace().collect();
        assert!(words_told.join(" ").contains("· nothing was read"), "{words:?}: {}", said.stdout);
        assert!(!said.stdout.contains("no MSFT_TEST leads") && !said.stdout.contains("0 leads"), "{words:?}: {}", said.stdout);
    }
}

/// Whoever pipes from a program that never ends.
#[test]
fn a_pipe_that_a_paste_is_awaited_from_can_be_left() {
    for flags in [&["configure", "--from-paste", "-", "-p", "web"][..], &["configure", "https", "-p", "web", "--url", "-"]] {
        let mut child = User::new().command(flags).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let pipe = child.stdin.take();
        sleep(Duration::from_millis(500));
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), told.as_str()), (Some(130), "leadctl: exit 130: stopped by Ctrl-C\n"), "{flags:?}");
        drop(pipe);
    }
}

/// The question before it has listened to that signal.
#[test]
fn ctrl_backslash_ends_what_follows_a_question() {
    use std::io::Write;
    let server = Server::start(|stream, head| {
        // The row is listed; its deletion is not answered.
        if head.starts_with("DELETE") {
            sleep(AT_MOST * 2);
        }
        let rows = serde_json::json!({"value": [row("a", "2026-11-01T10:00:00Z", test_lead())]});
        drop(stream.write_all(&answer(200, "Content-Type: application/json\r\n", &rows.to_string())));
    });
    let user = server.user();
    let mut command = user.command(&["leads", "clean", "table"]);
    command.env("TERM", "xterm").env("NO_COLOR", "1");
    let mut session = expectrl::Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(AT_MOST));
    session.expect("Delete this test lead").unwrap();
    sleep(Duration::from_millis(100));
    session.send("y").unwrap();
    sleep(Duration::from_millis(1000));
    session.send("\u{1c}").unwrap();
    let status = session.get_process().wait().unwrap();
    assert!(matches!(status, expectrl::process::unix::WaitStatus::Signaled(_, expectrl::process::unix::Signal::SIGQUIT, _)), "{status:?}");
}
