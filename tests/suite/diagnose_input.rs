//! `leadctl diagnose` on input that nobody would wish for: empty, endless, binary, hostile; always with an end, clear words, and bounds.

#[cfg(unix)]
use std::io::Write;
#[cfg(unix)]
use std::process::Stdio;
#[cfg(unix)]
use std::time::Duration;

use serde_json::Value;

use crate::support::User;

const SECRET: &str = "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.";

#[test]
fn empty_and_tiny_files_are_read_and_hold_nothing() {
    let user = User::new();
    for (name, bytes) in [
        ("empty", &b""[..]),
        ("one", b"x"),
        ("break", b"\n"),
        ("nul", b"\0"),
        ("half", b"\xC3"),
        ("bom", b"\xEF\xBB\xBF"),
        ("wide", b"\xFF\xFE"),
        ("gz", b"\x1F"),
        ("zst", b"\x28\xB5"),
    ] {
        std::fs::write(user.path(name), bytes).unwrap();
        let said = user.run(&["diagnose", "--file", name]).ends_with(1);
        assert!(said.last_line().starts_with("leadctl: exit 1: nothing in "), "{name}: {}", said.stderr);
        let report = user.json(&["diagnose", "--file", name]);
        assert_eq!((&report["matches"], &report["scanned"]["files"]), (&serde_json::json!([]), &1.into()), "{name}: {report}");
        for format in ["ndjson", "github", "junit", "sarif"] {
            let _ = user.run(&["diagnose", "--file", name, "--format", format]).ends_with(1);
        }
    }
    // A packed file that is nothing else than its first bytes is cut off, and that is said.
    for (name, bytes) in [("cut.gz", &b"\x1F\x8B\x08"[..]), ("cut.zst", b"\x28\xB5\x2F\xFD\x00")] {
        std::fs::write(user.path(name), bytes).unwrap();
        let said = user.run(&["diagnose", "--file", name]).ends_with(2);
        assert!(said.last_line().contains(&format!("can't read '{name}'")), "{}", said.stderr);
    }
}

#[test]
fn wide_texts_of_both_orders_are_read_from_pipes_too() {
    let user = User::new();
    for little in [true, false] {
        let unit = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        let bytes: Vec<u8> = unit(0xFEFF).into_iter().chain(SECRET.encode_utf16().flat_map(unit)).collect();
        std::fs::write(user.path("wide.txt"), &bytes).unwrap();
        assert_eq!(user.json(&["diagnose", "--file", "wide.txt"])["matches"][0]["id"], "entra/client-secret-invalid");
        let file = std::fs::File::open(user.path("wide.txt")).unwrap();
        let output = user.command(&["diagnose", "-", "--format", "json"]).stdin(file).output().unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap()["matches"][0]["id"], "entra/client-secret-invalid");
    }
    // Latin-1, UTF-8, UTF-16 without a mark and noise, in one file.
    let mut mixed = b"2026-11-09T08:00:00Z INFO caf\xE9 \xFF\xFE\x80\n".to_vec();
    mixed.extend(format!("2026-11-09T08:00:01Z ERROR {SECRET}\n").as_bytes());
    mixed.extend("2026-11-09T08:00:02Z INFO café\n".as_bytes());
    mixed.extend("wide".encode_utf16().flat_map(u16::to_le_bytes));
    std::fs::write(user.path("mixed.log"), mixed).unwrap();
    let report = user.json(&["diagnose", "--file", "mixed.log"]);
    assert_eq!((&report["matches"][0]["id"], &report["matches"][0]["location"]["line"]), (&"entra/client-secret-invalid".into(), &2.into()));
}

/// Escapes for terminals, marks of direction and workflow commands, in the text, around it, and in a file's name.
#[test]
fn no_output_has_power_over_a_terminal_or_a_workflow() {
    let user = User::new();
    let nasty = "\u{1b}[2J\u{1b}]0;title\u{7}\u{9b}31m\u{202e}txet\u{2066}\u{200b}\u{fffe}";
    let tenant = format!("AADSTS90002: Tenant 'con{nasty}toso' not found. {nasty}");
    let log: String = (0..3).map(|n| format!("2026-11-09T08:00:0{n}Z ERROR {nasty} {tenant}\r::error file=x::y\n##[error]z\n")).collect();
    user.write("evil.log", &log);
    #[cfg(unix)]
    let name = "e\u{1b}[31mv\u{202e}il,a:b%.log";
    #[cfg(not(unix))]
    let name = "evil,a.log";
    user.write(name, &log);
    user.write(
        "own/acme/nasty.toml",
        "title = \"x\\u001b[31m\\u202ey\"\ncause = \"c\\u001b[2J\"\nrepair = [\"r\\u0007\"]\ncodes = [\"ACME-9\"]\nexamples = [\"ACME-9\"]\n",
    );
    let hostile = |text: &str| {
        text.chars().find(|c| {
            (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}')
        })
    };
    for input in [&["--file", "evil.log", "-C", "3"][..], &["--file", name], &[tenant.as_str()], &["ACME-9", "--catalogue", "own"]] {
        for format in ["human", "github", "junit", "sarif", "ndjson", "json"] {
            let said = user.run(&[&["diagnose"], input, &["--format", format, "--color", "always"]].concat());
            let shown = format!("{}{}", said.stdout, said.stderr).replace("\u{1b}[1m", "").replace("\u{1b}[2m", "").replace("\u{1b}[0m", "");
            assert!(said.status == 0 && !said.stdout.is_empty(), "{input:?} {format}: {}", said.stderr);
            assert_eq!(hostile(&shown), None, "{input:?} {format}:\n{shown}");
            assert!(format != "human" || !shown.contains("\\u{1b}[1m"), "leadctl's own style is none of the text's:\n{shown}");
            if matches!(format, "github" | "human") {
                assert!(!shown.contains("::error file=x::y") && !shown.contains("##[error]"), "{shown}");
                let workflow = shown.lines().filter(|line| line.starts_with("::"));
                assert!(workflow.clone().all(|line| format == "github" && line.starts_with("::error ")), "{shown}");
            }
        }
    }
}

/// A status in a line of a log is no finding: it takes words or a code that belong to a lead destination.
#[test]
fn a_bare_status_in_a_log_is_no_finding() {
    let user = User::new();
    let lines = [
        "10.0.0.7 - - [09/Nov/2026:08:00:00 +0000] \"POST /hook HTTP/1.1\" 502 166 \"-\" \"curl/8\"",
        "2026-11-09T08:00:01Z WARN upstream answered 503, retrying",
        "2026-11-09T08:00:02Z INFO GET /health 401 3ms",
        "2026-11-09T08:00:03Z ERROR status=500 path=/api/orders",
        "2026-11-09T08:00:04Z INFO 404 Not Found: /favicon.ico",
        "2026-11-09T08:00:05Z INFO took 601 ms, 702 rows, code 1007",
        "2026-11-09T08:00:06Z ERROR HTTP 429 Too Many Requests",
    ];
    user.write("access.log", &(lines.join("\n") + "\n").repeat(200));
    let report = user.json(&["diagnose", "--file", "access.log"]);
    assert_eq!((&report["matches"], &report["exit_status"]), (&serde_json::json!([]), &1.into()), "{report}");
    let said = user.run(&["diagnose", "--file", "access.log", "--format", "github"]).ends_with(1);
    assert!(!said.stdout.contains("::"), "{}", said.stdout);
}

/// Many findings, each with facts of its own: kept up to a bound, counted beyond it, and the bound is said.
#[test]
fn countless_findings_are_bounded_and_the_bound_is_said() {
    let user = User::new();
    let text: String = (0..5000).map(|n| format!("2026-11-09T08:00:00Z ERROR AADSTS90002: Tenant 'contoso{n}.example' not found.\n")).collect();
    user.write("app.log", &text);
    let folded = user.json(&["diagnose", "--file", "app.log"]);
    let counts: u64 = folded["matches"].as_array().unwrap().iter().map(|found| found["count"].as_u64().unwrap()).sum();
    assert_eq!((folded["matches"].as_array().unwrap().len(), counts, &folded["scanned"]["findings"]), (1000, 5000, &5000.into()));
    let said = user.run(&["diagnose", "--file", "app.log", "--no-fold"]).ends_with(0);
    assert!(said.stdout.contains("4,000 more are not shown; --format ndjson shows them all"), "{}", said.stdout.lines().last().unwrap());
    let lines = user.run(&["diagnose", "--file", "app.log", "--no-fold", "--format", "ndjson"]).ends_with(0).stdout.lines().count();
    assert_eq!(lines, 5001);
}

#[test]
fn a_file_among_many_that_cannot_be_read_is_said_and_the_others_are_done() {
    let user = User::new();
    user.write("a.log", &format!("2026-11-09T08:00:00Z ERROR {SECRET}\n2026-11-09T08:00:00Z INFO\n"));
    user.write("folder/b.log", "x");
    let mut arguments = vec!["diagnose", "--file", "folder", "a.log", "gone.log"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", user.path("dangling.log")).unwrap();
        arguments.push("dangling.log");
    }
    let said = user.run(&[arguments.as_slice(), &["--format", "json"]].concat()).ends_with(2);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&report["matches"][0]["location"]["file"], &report["scanned"]["files"]), (&"a.log".into(), &1.into()));
    assert_eq!(report["scanned"]["unreadable"].as_array().unwrap().len(), arguments.len() - 3, "{report}");
    assert!(said.stderr.contains("it is a folder; name the files in it") && said.last_line().contains("the rest was read"), "{}", said.stderr);
}

/// The most memory that a process has had so far, in KiB; `None` once it has ended.
#[cfg(target_os = "linux")]
fn peak(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().trim_end_matches(" kB").parse().ok())
}

#[cfg(target_os = "linux")]
const AT_MOST: u64 = 48 * 1024;

/// A few hundred KiB that are 256 MiB once they are unpacked, in one line; written by the gzip that every Linux has.
#[cfg(target_os = "linux")]
#[test]
fn a_bomb_is_read_to_its_end_in_constant_memory() {
    let user = User::new();
    let made = std::process::Command::new("sh")
        .args(["-c", "head -c 268435456 /dev/zero | tr '\\0' a | gzip -1 > \"$1\"", "sh", user.path("bomb.gz").to_str().unwrap()])
        .status()
        .unwrap();
    assert!(made.success() && std::fs::metadata(user.path("bomb.gz")).unwrap().len() < 3 << 20);
    let arguments = ["diagnose", "--file", "bomb.gz", "--format", "ndjson"];
    let mut child = user.command(&arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = most.max(peak(child.id()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(most > 0 && most < AT_MOST, "{most} KiB at most, unoptimised");
}

#[cfg(target_os = "linux")]
#[test]
fn endless_streams_take_no_more_memory_and_end_by_ctrl_c() {
    let user = User::new();
    std::os::unix::fs::symlink("/dev/zero", user.path("endless.log")).unwrap();
    for (arguments, input) in
        [(&["diagnose", "--file", "endless.log", "--format", "ndjson"][..], None), (&["diagnose", "-", "--format", "ndjson"], Some("/dev/zero"))]
    {
        let stdin = input.map_or(Stdio::null(), |path| std::fs::File::open(path).unwrap().into());
        let child = user.command(arguments).stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(1500));
        let most = peak(child.id()).expect("it goes on");
        assert!(most < AT_MOST, "{arguments:?}: {most} KiB at most, unoptimised");
        assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(130), "{arguments:?}");
        let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&summary["event"], &summary["exit_status"]), (&"summary".into(), &130.into()), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_read_to_its_end() {
    let user = User::new();
    assert!(std::process::Command::new("mkfifo").arg(user.path("pipe")).status().unwrap().success());
    let child = user
        .command(&["diagnose", "--file", "pipe", "--format", "json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = std::fs::OpenOptions::new().write(true).open(user.path("pipe")).unwrap();
    pipe.write_all(format!("2026-11-09T08:00:00Z INFO start\n2026-11-09T08:00:00Z ERROR {SECRET}\n").as_bytes()).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["matches"][0]["id"], &report["matches"][0]["location"]["line"]), (&"entra/client-secret-invalid".into(), &2.into()));
}

/// Nobody opens the other end of the pipe, or nobody writes: Ctrl-C must still end it, in words.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_wait_for_what_never_comes() {
    let user = User::new();
    assert!(std::process::Command::new("mkfifo").arg(user.path("pipe")).status().unwrap().success());
    for arguments in
        [&["diagnose", "--file", "pipe"][..], &["diagnose", "-"], &["diagnose", "-", "--follow"], &["diagnose", "--file", "pipe", "--follow"]]
    {
        let mut child = user.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let silent = child.stdin.take();
        std::thread::sleep(Duration::from_millis(700));
        let (begun, id) = (std::time::Instant::now(), child.id());
        assert!(std::process::Command::new("kill").args(["-INT", &id.to_string()]).status().unwrap().success());
        let waiter = std::thread::spawn(move || child.wait_with_output().unwrap());
        while !waiter.is_finished() && begun.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(50));
        }
        let in_time = waiter.is_finished();
        if !in_time {
            let _ = std::process::Command::new("kill").args(["-KILL", &id.to_string()]).status();
        }
        let output = waiter.join().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(in_time, "{arguments:?}: Ctrl-C was not heard");
        assert_eq!(output.status.code(), Some(130), "{arguments:?}: {stderr}");
        assert!(stderr.ends_with("leadctl: exit 130: stopped by Ctrl-C\n"), "{arguments:?}: {stderr}");
        drop(silent);
    }
}
