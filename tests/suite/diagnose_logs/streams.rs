//! What does not end by itself: growing files, and streams that are waited for.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::{SECRET, log, one, tenant, told};
use crate::support::User;

/// A run that goes on, and the lines that it says.
pub struct Following {
    child: Child,
    lines: std::sync::mpsc::Receiver<Value>,
}

impl Following {
    pub fn start(user: &User, arguments: &[&str]) -> Following {
        let mut child = user.command(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = std::sync::mpsc::channel();
        std::thread::spawn(move || out.lines().map_while(Result::ok).for_each(|line| drop(sender.send(serde_json::from_str(&line).unwrap()))));
        Following { child, lines }
    }

    /// File and line of the next finding.
    pub fn next(&self) -> (String, u64) {
        let line = self.lines.recv_timeout(Duration::from_secs(20)).expect("a finding in time");
        assert_eq!(line["event"], "match", "{line}");
        (line["location"]["file"].as_str().unwrap().to_owned(), line["location"]["line"].as_u64().unwrap())
    }

    /// Presses Ctrl-C; gives the summary and what stands on standard error.
    pub fn stop(self) -> (Value, String) {
        assert!(Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap().success());
        let summary = self.lines.recv_timeout(Duration::from_secs(20)).expect("a summary");
        let output = self.child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130));
        let stderr = String::from_utf8(output.stderr).unwrap();
        (summary, stderr)
    }
}

#[test]
fn following_goes_on_as_logs_grow_are_cut_and_are_replaced() {
    let user = User::new();
    user.write("a.log", &log(5, &[(2, SECRET)]));
    user.write("b.log", &log(5, &[]));
    let add = |name: &str, text: &str| std::fs::OpenOptions::new().append(true).open(user.path(name)).unwrap().write_all(text.as_bytes()).unwrap();
    let running = Following::start(&user, &["diagnose", "--file", "a.log", "b.log", "--follow", "--format", "ndjson"]);
    assert_eq!(running.next(), ("a.log".to_owned(), 2));
    add("a.log", &log(3, &[(1, &tenant("contoso"))]));
    assert_eq!(running.next(), ("a.log".to_owned(), 6));
    // A record that is written in two goes.
    add("b.log", "2026-11-09T08:00:00Z ERROR it went wrong\n   AADSTS70");
    std::thread::sleep(Duration::from_millis(300));
    add("b.log", "00215: Invalid client secret provided.\n");
    assert_eq!(running.next(), ("b.log".to_owned(), 7));
    std::fs::rename(user.path("a.log"), user.path("a.log.1")).unwrap();
    add("a.log.1", &format!("2026-11-09T08:00:00Z ERROR {SECRET}\n"));
    user.write("a.log", &log(4, &[(3, SECRET)]));
    assert_eq!(running.next(), ("a.log".to_owned(), 9));
    assert_eq!(running.next(), ("a.log".to_owned(), 3));
    // Who writes it has not seen yet that it was renamed.
    add("a.log.1", &format!("2026-11-09T08:00:00Z ERROR {SECRET}\n"));
    assert_eq!(running.next(), ("a.log".to_owned(), 10));
    user.write("b.log", &log(2, &[(1, SECRET)]));
    assert_eq!(running.next(), ("b.log".to_owned(), 1));
    let (summary, stderr) = running.stop();
    assert_eq!(
        (&summary["event"], &summary["exit_status"], &summary["scanned"]["findings"]),
        (&"summary".into(), &130.into(), &7.into()),
        "{summary}"
    );
    assert_eq!(stderr.lines().last(), Some("leadctl: exit 130: stopped by Ctrl-C"));
}

/// Logs with a date in their names, and rotated ones under the same pattern: each line is told once.
#[test]
fn what_a_pattern_matches_later_is_followed_and_what_is_renamed_is_not_read_twice() {
    let user = User::new();
    let error = format!("2026-11-09T08:00:00Z ERROR {SECRET}\n");
    let add = |name: &str, text: &str| {
        std::fs::OpenOptions::new().append(true).create(true).open(user.path(name)).unwrap().write_all(text.as_bytes()).unwrap();
    };
    std::fs::write(user.path("app.log.9.gz"), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]).unwrap();
    let running = Following::start(&user, &["diagnose", "--file", "app*", "--follow", "--format", "ndjson"]);
    std::thread::sleep(Duration::from_millis(500));
    add("app.log", &log(5, &[(2, SECRET)]));
    assert_eq!(running.next(), ("app.log".to_owned(), 2));
    std::fs::rename(user.path("app.log"), user.path("app.log.1")).unwrap();
    // The program that writes has not seen it yet.
    add("app.log.1", &error);
    assert_eq!(running.next().1, 6);
    add("app.log", &log(4, &[(3, SECRET)]));
    assert_eq!(running.next(), ("app.log".to_owned(), 3));
    add("app.log.1", &error);
    assert_eq!(running.next().1, 7);
    std::fs::write(user.path("app.log.2.gz"), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]).unwrap();
    add("app-2.log", &log(2, &[(1, &tenant("contoso"))]));
    assert_eq!(running.next(), ("app-2.log".to_owned(), 1));
    let (summary, _) = running.stop();
    assert_eq!((&summary["scanned"]["findings"], &summary["scanned"]["files"]), (&5.into(), &3.into()), "{summary}");
    assert_eq!(summary["scanned"]["unreadable"], serde_json::json!([]), "{summary}");
}

#[test]
fn a_record_that_goes_on_late_is_told_once() {
    let user = User::new();
    let add = |text: &str| std::fs::OpenOptions::new().append(true).open(user.path("app.log")).unwrap().write_all(text.as_bytes()).unwrap();
    user.write("app.log", "2026-11-09T08:00:00Z INFO start\n");
    let running = Following::start(&user, &["diagnose", "--file", "app.log", "--follow", "--format", "ndjson"]);
    add(&format!("2026-11-09T08:00:01Z ERROR {SECRET}\n"));
    assert_eq!(running.next().1, 2);
    add("    at Contoso.Leads.Send()\n");
    std::thread::sleep(Duration::from_millis(1500));
    add("    inner: AADSTS50057: The user account is disabled\n");
    let next = running.next();
    assert_eq!(next.1, 4, "{next:?}");
    let (summary, _) = running.stop();
    assert_eq!(summary["scanned"]["findings"], 2, "{summary}");
}

/// As logrotate's copytruncate does it: the copy holds what was told already, and may hold more.
#[test]
fn of_a_copy_only_what_is_new_is_told() {
    let user = User::new();
    let error = format!("2026-11-09T08:00:00Z ERROR {SECRET}\n");
    user.write("app.log", &log(20, &[(2, SECRET)]));
    let running = Following::start(&user, &["diagnose", "--file", "app.log*", "--follow", "--format", "ndjson"]);
    assert_eq!(running.next(), ("app.log".to_owned(), 2));
    std::thread::sleep(Duration::from_millis(1500));
    // Written between the last look and the copy.
    user.write("app.log.1", &format!("{}{error}", user.read("app.log")));
    user.write("app.log", &log(3, &[(1, &tenant("contoso"))]));
    assert_eq!(running.next(), ("app.log".to_owned(), 1));
    assert_eq!(running.next(), ("app.log.1".to_owned(), 21));
    let (summary, _) = running.stop();
    assert_eq!(summary["scanned"]["findings"], 3, "{summary}");
}

/// Cut, and written again as far as it was before anybody looked.
#[test]
fn a_log_that_was_cut_and_has_grown_again_is_read_from_its_start() {
    let user = User::new();
    user.write("app.log", &log(3, &[(2, SECRET)]));
    let running = Following::start(&user, &["diagnose", "--file", "app.log", "--follow", "--format", "ndjson"]);
    assert_eq!(running.next(), ("app.log".to_owned(), 2));
    let mut file = std::fs::OpenOptions::new().write(true).truncate(true).open(user.path("app.log")).unwrap();
    file.write_all(log(50, &[(1, &tenant("contoso"))]).as_bytes()).unwrap();
    assert_eq!(running.next(), ("app.log".to_owned(), 1));
    running.stop();
}

#[test]
fn a_followed_file_that_comes_late_is_read_and_one_that_never_comes_is_told_of() {
    let user = User::new();
    let running = Following::start(&user, &["diagnose", "--file", "late.log", "never.log", "--follow", "--format", "ndjson"]);
    std::thread::sleep(Duration::from_millis(500));
    user.write("late.log", &log(4, &[(3, SECRET)]));
    assert_eq!(running.next(), ("late.log".to_owned(), 3));
    let (summary, _) = running.stop();
    let unreadable = summary["scanned"]["unreadable"].as_array().unwrap();
    assert!(unreadable.len() == 1 && unreadable[0].to_string().contains("never.log"), "{summary}");
}

#[test]
fn ctrl_c_ends_a_scan_that_waits_for_more_and_shows_what_is_known() {
    let user = User::new();
    let mut child =
        user.command(&["diagnose", "-", "--format", "json"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(log(20_000, &[(2, SECRET)]).as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let begun = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(told(&serde_json::from_slice(&output.stdout).unwrap()), [one("entra/client-secret-invalid", 1, "-:2", "-:2")]);
    drop(input);
}

/// A line of 64 MB without an end, and as much again in short lines: held as a whole, it would show.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_log() {
    let user = User::new();
    let mut child =
        user.command(&["diagnose", "-", "--format", "ndjson"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let block = "x".repeat(1 << 20);
    let lines = log(10_000, &[]);
    for _ in 0..64 {
        input.write_all(block.as_bytes()).unwrap();
    }
    for _ in 0..64 {
        input.write_all(lines.as_bytes()).unwrap();
    }
    input.write_all(format!("\n2026-11-09T08:00:00Z ERROR {SECRET}\n2026-11-09T08:00:00Z INFO done\n").as_bytes()).unwrap();
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak: u64 = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().trim_end_matches(" kB").parse().ok()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(peak < 48 * 1024, "{peak} KiB at most, unoptimised");
}

/// As `… | head -1` does it: one line is read, then the pipe is closed.
#[test]
fn who_stops_reading_ends_the_run_quietly() {
    let user = User::new();
    let add = |text: &str| std::fs::OpenOptions::new().append(true).open(user.path("app.log")).unwrap().write_all(text.as_bytes()).unwrap();
    let error = format!("2026-11-09T08:00:00Z ERROR {SECRET}\n");
    for format in ["human", "ndjson"] {
        for piped in [false, true] {
            user.write("app.log", &error.repeat(if piped { 40_000 } else { 1 }));
            let arguments: &[&str] = if piped { &["diagnose", "-", "--follow"] } else { &["diagnose", "--file", "app.log", "--follow"] };
            let mut command = user.command(&[arguments, &["--format", format]].concat());
            let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
            let mut input = child.stdin.take().unwrap();
            let writer = std::thread::spawn({
                let text = if piped { user.read("app.log") } else { String::new() };
                move || {
                    drop(input.write_all(text.as_bytes()));
                    input
                }
            });
            let mut out = BufReader::new(child.stdout.take().unwrap());
            assert!(out.read_line(&mut String::new()).unwrap() > 0);
            drop(out);
            let begun = Instant::now();
            let mut ended = None;
            while ended.is_none() && begun.elapsed() < Duration::from_secs(20) {
                if !piped {
                    add(&error);
                }
                std::thread::sleep(Duration::from_millis(100));
                ended = child.try_wait().unwrap();
            }
            if ended.is_none() {
                child.kill().unwrap();
            }
            let output = child.wait_with_output().unwrap();
            assert_eq!(ended.and_then(|ended| ended.code()), Some(0), "{format}, piped: {piped}: it goes on though nobody reads");
            assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
            drop(writer.join().unwrap());
        }
    }
}

/// A log whose errors would take minutes to tell is left when nobody reads them.
#[test]
fn a_log_is_not_read_on_for_nobody() {
    let user = User::new();
    user.write("app.log", &format!("2026-11-09T08:00:00Z ERROR {SECRET}\n").repeat(100_000));
    let mut command = user.command(&["diagnose", "--file", "app.log", "--format", "ndjson", "--no-fold"]);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    assert!(out.read_line(&mut String::new()).unwrap() > 0);
    drop(out);
    let begun = Instant::now();
    let output = child.wait_with_output().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(20), "it went on for {:?}", begun.elapsed());
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
