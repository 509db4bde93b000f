//! Servers that misbehave, and users who leave: every run ends, says what it saw, and shows nothing raw of what the server sent.

use std::io::Write;
use std::net::{IpAddr, TcpStream};
use std::process::Stdio;
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use leadctl::core::io::Resolver;
use leadctl::core::net::BoxFuture;
use serde_json::Value;

use crate::support::{Said, Sandbox, Server, User, answer, in_process};

/// Longer than any of these runs may take on a slow machine.
const AT_MOST: Duration = Duration::from_secs(20);

const LOGIN: &str = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to your account</body></html>";

struct Case {
    name: &'static str,
    server: fn() -> Server,
    /// Of `test-lead` to an endpoint: exit status, entry, and words of the message.
    web: (i32, &'static str, &'static str),
    /// Of `validate` and of `test-lead` to a table: exit status, entry, and words of the message.
    table: (i32, &'static str, &'static str),
}

fn drip(stream: &mut TcpStream, byte: u8) {
    while stream.write_all(&[byte]).is_ok() {
        sleep(Duration::from_millis(100));
    }
}

fn whole(stream: &mut TcpStream, bytes: &[u8]) {
    // A client that has seen enough closes; that is its right.
    let _ = stream.write_all(bytes);
}

const RESET: &str = "https/connection-reset";
const TIMEOUT: &str = "https/timeout";

const CASES: [Case; 13] = [
    Case {
        name: "a sign-in page with 200",
        server: || Server::saying(answer(200, "Content-Type: text/html\r\n", LOGIN)),
        web: (0, "", "web page"),
        table: (1, "", "web page answered instead of the storage service"),
    },
    Case {
        name: "silence",
        server: || Server::start(|_, _| sleep(AT_MOST)),
        web: (3, TIMEOUT, "no answer within the time limit"),
        table: (3, TIMEOUT, "no answer"),
    },
    Case {
        name: "an endless body",
        server: || {
            Server::start(|stream, _| {
                whole(stream, b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
                while stream.write_all(&[b' '; 65536]).is_ok() {}
            })
        },
        web: (0, "", "accepted the lead"),
        table: (3, "", "had no end"),
    },
    Case {
        name: "a body one byte at a time",
        server: || {
            Server::start(|stream, _| {
                whole(stream, b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                drip(stream, b'{');
            })
        },
        web: (0, "", "accepted the lead"),
        table: (3, "", "came too slowly"),
    },
    Case {
        name: "a head one byte at a time",
        server: || {
            Server::start(|stream, _| {
                whole(stream, b"HTTP/1.1 200 OK\r\nX: ");
                drip(stream, b'y');
            })
        },
        web: (3, TIMEOUT, "no answer within the time limit"),
        table: (3, TIMEOUT, "no answer"),
    },
    Case {
        name: "invalid UTF-8 with 400",
        server: || {
            Server::saying(
                b"HTTP/1.1 400 No\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n{\"message\": \"\xff\xfe\xc3\x28\"}".as_slice(),
            )
        },
        web: (1, "", "refused the lead's content"),
        table: (1, "", "unexpected way"),
    },
    Case {
        name: "invalid UTF-8 with 200",
        server: || Server::saying(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\n\r\n\xff\xfe\xc3\x28".as_slice()),
        web: (0, "", "accepted the lead"),
        table: (1, "", "no JSON"),
    },
    Case {
        name: "a redirect to itself",
        server: || Server::saying(answer(302, "Location: /hook\r\n", "")),
        web: (1, "https/redirect", "redirects"),
        table: (1, "", "redirects"),
    },
    Case {
        name: "a body that breaks off",
        server: || Server::saying("HTTP/1.1 500 No\r\nContent-Length: 1000\r\n\r\nabc"),
        web: (1, "https/endpoint-server-error", "failed while it handled the lead"),
        table: (3, "", "unexpected way"),
    },
    Case {
        name: "a head that breaks off",
        server: || Server::saying("HTTP/1.1 200 OK\r\nContent-Le"),
        web: (3, RESET, "before the answer was complete"),
        table: (3, RESET, "before the answer was complete"),
    },
    Case {
        name: "a connection closed without a word",
        server: || Server::saying(""),
        web: (3, RESET, "before the answer was complete"),
        table: (3, RESET, "before the answer was complete"),
    },
    Case {
        name: "a banner that is not HTTP",
        server: || Server::saying("SSH-2.0-OpenSSH_9.6\r\n"),
        web: (1, "", "does not speak HTTP"),
        table: (1, "", "does not speak HTTP"),
    },
    Case {
        name: "headers of 1 MB",
        server: || {
            Server::start(|stream, _| {
                whole(stream, b"HTTP/1.1 200 OK\r\nX: ");
                whole(stream, &vec![b'a'; 1 << 20]);
                whole(stream, b"\r\n\r\n");
            })
        },
        web: (3, "", "too large"),
        table: (3, "", "too large"),
    },
];

/// The first thing that is wrong in a report: its entry and its message.
fn told(report: &Value) -> (String, String) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let profile = &report["profiles"][0];
    let part = match profile["checks"].as_array() {
        Some(checks) => checks.iter().find(|check| check["outcome"] == "fail" || check["outcome"] == "unknown").unwrap_or(&Value::Null),
        None => profile,
    };
    (text(&part["entry"]), text(&part["message"]))
}

fn holds(case: &Case, what: &str, said: &Said, (status, entry, words): (i32, &str, &str)) {
    let name = case.name;
    assert_eq!(said.status, status, "{name}, {what}:\n{}\n{}", said.stdout, said.stderr);
    let report: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{name}, {what}: {error}\n{}", said.stdout));
    let (named, message) = told(&report);
    assert_eq!(named, entry, "{name}, {what}: {message}");
    assert!(message.contains(words), "{name}, {what}: {message}");
    if status != 0 {
        assert!(said.last_line().starts_with(&format!("leadctl: exit {status}: ")), "{name}, {what}: {}", said.stderr);
    }
}

#[test]
fn an_endpoint_that_misbehaves() {
    let begun = Instant::now();
    for case in &CASES {
        let server = (case.server)();
        let said = server.user().run(&["test-lead", "web", "--timeout", "1s", "--format", "json"]);
        holds(case, "test-lead web", &said, case.web);
        assert_eq!(server.calls(), 1, "{}: a lead is sent once", case.name);
        let maybe = said.stdout.contains("may have arrived");
        assert_eq!(maybe, case.web.0 == 3, "{}: {}", case.name, said.stdout);
    }
    assert!(begun.elapsed() < AT_MOST, "{:?}", begun.elapsed());
}

#[test]
fn a_table_service_that_misbehaves() {
    let begun = Instant::now();
    for case in &CASES {
        for (command, more) in [("validate", &["--timeout", "1s"][..]), ("test-lead", &["--timeout", "1s", "--wait", "0s"])] {
            let server = (case.server)();
            let said = server.user().run(&[&[command, "table", "--format", "json"], more].concat());
            holds(case, command, &said, case.table);
            assert!(!said.stdout.contains("\"accepted\": true"), "{}: nothing was accepted by a storage service\n{}", case.name, said.stdout);
            assert!(!said.stdout.contains("key was accepted"), "{}: no storage service said so\n{}", case.name, said.stdout);
        }
    }
    assert!(begun.elapsed() < AT_MOST * 2, "{:?}", begun.elapsed());
}

#[test]
fn a_marketo_instance_that_misbehaves() {
    let begun = Instant::now();
    for case in &CASES {
        for (command, more) in [("validate", &["--timeout", "1s"][..]), ("test-lead", &["--timeout", "1s", "--wait", "0s"])] {
            let server = (case.server)();
            let said = crate::marketo::user(server.port).run(&[&[command, "m", "--format", "json"], more].concat());
            // The same kinds of failure as at any service: wrong, or not to be told.
            assert_eq!(said.status, case.table.0, "{}, {command}:\n{}\n{}", case.name, said.stdout, said.stderr);
            assert!(said.last_line().starts_with(&format!("leadctl: exit {}: ", said.status)), "{}: {}", case.name, said.stderr);
            assert!(!said.stdout.contains("\"accepted\": true") && !said.stdout.contains("a token was given"), "{}: {}", case.name, said.stdout);
        }
    }
    assert!(begun.elapsed() < AT_MOST * 2, "{:?}", begun.elapsed());
}

#[test]
fn a_server_without_tls_is_no_riddle() {
    for (server, status) in [(Server::accepting(|stream| whole(stream, b"SSH-2.0-OpenSSH_9.6\r\n")), 1), (Server::start(|_, _| sleep(AT_MOST)), 3)] {
        let user = server.user();
        let text = user.read("leadctl.toml").replace("http://127.0.0.1", "https://localhost");
        user.write("leadctl.toml", &text);
        let said = user.run(&["validate", "web", "--timeout", "1s"]).ends_with(status);
        assert!(said.last_line().contains("https/tls"), "{}", said.stderr);
    }
}

#[test]
fn controls_and_direction_marks_lose_their_power() {
    let body = "{\"error\":{\"code\":\"Nasty\\u001b[31m\",\"message\":\"red \\u001b[31m\\u0007 \u{202e}tfel\u{2066} \u{9b}0m\\u202e \\r over\"}}";
    let odata = "{\"odata.error\":{\"code\":\"No\\u001b[2J\",\"message\":{\"lang\":\"en\",\"value\":\"\u{202e}x\\u001b]0;title\\u0007\"}}}";
    for text in [body, odata] {
        for status in [200, 400, 403] {
            let server = Server::saying(answer(status, "Content-Type: application/json\r\nX-Nasty: \u{9b}31m\u{202e}\r\n", text));
            let user = server.user();
            for format in ["human", "json", "junit", "sarif", "github"] {
                for command in [&["validate", "table"][..], &["test-lead", "table", "--wait", "0s"], &["test-lead", "web"]] {
                    let said = user.run(&[command, &["--format", format, "--timeout", "2s", "-vv"]].concat());
                    for (name, shown) in [("stdout", &said.stdout), ("stderr", &said.stderr)] {
                        let nasty = shown.chars().find(|c| {
                            (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                        });
                        assert_eq!(nasty, None, "{command:?} {format}, {name}:\n{shown}");
                    }
                    assert!(said.status != 70 && said.status != -1, "{}", said.stderr);
                }
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let server = Server::saying(answer(200, "", ""));
    let user = server.user();
    for arguments in [
        &["explain"][..],
        &["man"],
        &["completions", "bash"],
        &["validate", "--all", "--offline"],
        &["test-lead", "web"],
        &["explain", "--format", "json"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = user.command(arguments).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code().is_some_and(|code| code != 70), "{arguments:?}: {:?} {said}", output.status);
        assert!(!said.contains("panic") && !said.contains("roken pipe"), "{arguments:?}: {said}");
    }
}

/// As the system's look-up does where no name server answers.
struct Hanging;

impl Resolver for Hanging {
    fn lookup<'a>(&'a self, _: &'a str) -> BoxFuture<'a, std::io::Result<Vec<IpAddr>>> {
        Box::pin(async {
            let _ = tokio::task::spawn_blocking(|| sleep(AT_MOST * 3)).await;
            Err(std::io::Error::other("too late"))
        })
    }
}

#[test]
fn a_resolver_that_hangs_holds_nothing_up() {
    let user = User::new();
    let path = user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://leads.contoso.example/hook\"\n");
    let begun = Instant::now();
    for command in ["validate", "test-lead"] {
        in_process(Arc::new(Hanging), &[command, "--config", path.to_str().unwrap(), "--timeout", "1s"]).ends_with(3);
    }
    assert!(begun.elapsed() < AT_MOST, "{:?}", begun.elapsed());
}

#[test]
fn variables_of_the_environment_are_written_as_people_write_them() {
    for (name, values) in [
        ("LEADCTL_QUIET", &["1", "0", "true", "FALSE", "yes", "no", "on", "off", ""][..]),
        ("LEADCTL_NO_INPUT", &["1", "0", "true", "false", "yes", "no", "on", "off", ""]),
    ] {
        for value in values {
            let _ = User::new().with(name, *value).run(&["explain", "no-leads"]).ends_with(0);
        }
        let said = User::new().with(name, "perhaps").run(&["explain", "no-leads"]).ends_with(2);
        assert!(said.last_line().contains("'perhaps'"), "{}", said.stderr);
    }
    // Set to nothing is not set.
    for name in ["CONFIG", "PROFILE", "FORMAT", "LANG", "COLOR", "TIMEOUT", "CA_CERT", "CATALOGUE", "JOBS"] {
        let user = User::new().with(&format!("LEADCTL_{name}"), "");
        user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://a.contoso.example/hook\"\n");
        let _ = user.run(&["validate", "--offline"]).ends_with(0);
        let _ = user.run(&["explain", "no-leads"]).ends_with(0);
    }
}

#[test]
fn a_call_that_lacks_something_says_what_in_its_last_line() {
    let said = User::new().run(&["leads", "export", "--fresh"]).ends_with(2);
    assert!(said.last_line().ends_with("were not provided: --output <FILE>"), "{}", said.stderr);
    let said = User::new().run(&["leads", "list", "--since", "yesterday"]).ends_with(2);
    assert!(said.last_line().contains("7d") && said.last_line().contains("2026-11-01"), "{}", said.stderr);
    let said = User::new().run(&["leads"]).ends_with(2);
    assert!(said.last_line().contains("a command is missing") && said.stderr.contains("\n  tail "), "{}", said.stderr);
}

/// Words for people, not for programmers, and what to give instead.
#[test]
fn a_number_that_is_none_is_refused_with_what_to_give() {
    for (arguments, words) in [
        (&["leads", "list", "--limit", "all"][..], "give a whole number"),
        (&["leads", "list", "--limit", "-1"], "give a whole number"),
        (&["leads", "tail", "--retries", "x"], "give a whole number"),
        (&["validate", "--jobs", "0"], "give a whole number from 1 to 64"),
        (&["diagnose", "x", "-C", "21"], "give a whole number from 0 to 20"),
        (&["sandbox", "--port", "70000"], "give a whole number from 0 to 65535"),
        (&["leads", "list", "--since", "7"], "'7' has no unit; write 7d for days"),
    ] {
        let said = User::new().run(arguments).ends_with(2);
        assert!(said.last_line().contains(words), "{arguments:?}: {}", said.stderr);
    }
    let said = User::new().with("LEADCTL_QUIET", "perhaps").run(&["explain"]).ends_with(2);
    assert!(said.last_line().contains("give 1 or 0"), "{}", said.stderr);
}

#[test]
fn what_other_programs_call_it_leads_to_the_command() {
    for (typed, meant) in [("init", "configure"), ("check", "validate"), ("test", "test-lead")] {
        let said = User::new().run(&[typed]).ends_with(2);
        assert!(said.stderr.contains(&format!("'{meant}'")) && !said.stderr.contains("'schema'"), "{}", said.stderr);
    }
    let said = User::new().run(&["leads", "check"]).ends_with(2);
    assert!(!said.stderr.contains("'validate'"), "{}", said.stderr);
}

#[test]
fn a_file_that_cannot_be_written_is_named_as_the_user_named_it() {
    let sandbox = Sandbox::start(&[]);
    let config = sandbox.profiles().display().to_string();
    for words in [
        &["leads", "stats", "sandbox-azure-table", "--html", "nowhere/file"][..],
        &["leads", "watch", "sandbox-azure-table", "--state", "nowhere/file"],
        &["leads", "tail", "sandbox-azure-table", "--once", "--state", "nowhere/file"],
        &["sandbox", "--profiles", "nowhere/file"],
        &["leads", "export", "sandbox-azure-table", "-o", "nowhere/file", "--format", "csv"],
    ] {
        let user = User::new();
        let said = user.run(&[words, &["--config", &config]].concat()).ends_with(2);
        let (folder, file) = (user.path("nowhere").display().to_string(), user.path("nowhere/file").display().to_string());
        assert_eq!(said.last_line(), format!("leadctl: exit 2: can't write {file}: there is no folder {folder}"), "{words:?}");
        assert!(said.stderr.contains("→ make the folder") && !said.stderr.contains(".leadctl-"), "{words:?}: {}", said.stderr);
    }
}

/// Where the folder is there, nobody is told to make it; and whoever may not write in it is told that.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_is_there_is_not_to_be_made() {
    let sandbox = Sandbox::start(&[]);
    let config = sandbox.profiles().display().to_string();
    let user = User::new();
    for words in [
        &["leads", "export", "sandbox-azure-table", "--format", "csv", "-o"][..],
        &["leads", "stats", "sandbox-azure-table", "--html"],
        &["sandbox", "--profiles"],
    ] {
        let said = user.run(&[words, &["/proc/file.x", "--config", &config]].concat()).ends_with(2);
        assert!(said.last_line().contains("can't write /proc/file.x: "), "{words:?}: {}", said.stderr);
        assert!(!said.stderr.contains("there is no folder") && !said.stderr.contains("make the folder"), "{words:?}: {}", said.stderr);
        assert!(said.stderr.contains("name a file elsewhere"), "{words:?}: {}", said.stderr);
    }
}

#[test]
fn a_file_beside_the_answer_is_no_standard_output() {
    let sandbox = Sandbox::start(&[]);
    let config = sandbox.profiles().display().to_string();
    for (words, do_this) in [
        (&["leads", "stats", "sandbox-azure-table", "--html", "-"][..], "--html leads.html"),
        (&["leads", "watch", "sandbox-azure-table", "--state", "-"], "--state leads.state"),
        (&["leads", "tail", "sandbox-azure-table", "--once", "--state", "-"], "--state leads.state"),
        (&["leads", "tail", "sandbox-azure-table", "--once", "--exec", "true", "--dead-letter", "-"], "--dead-letter leads.ndjson"),
        (&["sandbox", "--profiles", "-"], "--profiles sandbox.toml"),
        (&["sandbox", "--tls", "--ca-out", "-"], "--ca-out ca.pem"),
        (&["configure", "https", "-p", "web", "--url", "https://a.contoso.example/hook", "--config", "-"], "--config leadctl.toml"),
    ] {
        let user = User::new().with("LEADCTL_CONFIG", &config);
        let said = user.run(words).ends_with(2);
        assert!(said.last_line().ends_with(&format!("name a file: {do_this}")), "{words:?}: {}", said.stderr);
        assert!(!user.path("-").exists(), "{words:?}");
    }
}

/// A tip that is followed works; what a secret may be is not repeated.
#[test]
fn a_value_that_begins_with_a_hyphen_gets_a_tip_that_works() {
    let user = User::new();
    user.write("-dash.log", "AADSTS90002: Tenant 'contoso' not found.\n");
    for arguments in [&["diagnose", "--file", "-dash.log"][..], &["diagnose", "--file", "a.log", "-dash.log"]] {
        let said = user.run(arguments).ends_with(2);
        assert!(said.stderr.contains("tip: to pass '-dash.log' as a value of '--file', use '--file=-dash.log'"), "{}", said.stderr);
    }
    let _ = user.run(&["diagnose", "--file=-dash.log"]).ends_with(0);
    let said = user.run(&["diagnose", "--file", "-v.log"]).ends_with(2);
    assert!(said.stderr.contains("use '--file=-v.log'"), "{}", said.stderr);
    let said = user.run(&["diagnose", "x", "-C", "-1"]).ends_with(2);
    assert!(said.stderr.contains("invalid value '-1'") && said.stderr.contains("from 0 to 20"), "{}", said.stderr);
    let said = user.run(&["validate", "--timeout", "-5s"]).ends_with(2);
    assert!(said.stderr.contains("use '--timeout=-5s'"), "{}", said.stderr);
    let said = user.run(&["diagnose", "-dash of text"]).ends_with(2);
    assert!(said.stderr.contains("use '-- -dash of text'"), "{}", said.stderr);
    let said = user.run(&["configure", "dynamics", "--client-secret", "-Zq8Q~Secret"]).ends_with(2);
    assert!(!said.stderr.contains("q8Q~Secret") && said.stderr.contains("use '--client-secret=-…'"), "{}", said.stderr);
}

/// Nobody typed the flag.
#[test]
fn a_wrong_value_in_the_environment_is_told_by_its_variable() {
    for (variable, value, flag, arguments) in [
        ("LEADCTL_TIMEOUT", "abc", "--timeout", &["explain", "cost"][..]),
        ("LEADCTL_LANG", "xx", "--lang", &["explain", "cost"]),
        ("LEADCTL_FORMAT", "zzz", "--format", &["explain", "cost"]),
        ("LEADCTL_COLOR", "zzz", "--color", &["leads", "list"]),
        ("LEADCTL_NO_INPUT", "perhaps", "--no-input", &["configure"]),
        ("LEADCTL_QUIET", "perhaps", "--quiet", &["explain", "cost"]),
        ("LEADCTL_JOBS", "0", "--jobs", &["validate"]),
    ] {
        let said = User::new().with(variable, value).run(arguments).ends_with(2);
        assert!(said.last_line().contains(&format!("invalid value '{value}' for '{variable}'")), "{}", said.stderr);
        assert!(said.stderr.contains(&format!("tip: {variable} is set in the environment")) && !said.stderr.contains(flag), "{}", said.stderr);
    }
    // What was typed goes before it, and is told by its flag.
    let said = User::new().with("LEADCTL_TIMEOUT", "abc").run(&["explain", "cost", "--timeout", "xyz"]).ends_with(2);
    assert!(said.stderr.contains("invalid value 'xyz' for '--timeout <DURATION>'") && !said.stderr.contains("LEADCTL_TIMEOUT"), "{}", said.stderr);
    // What only a command can refuse.
    let said = User::new().with("LEADCTL_FORMAT", "csv").run(&["validate"]).ends_with(2);
    assert!(said.last_line().contains("validate does not speak LEADCTL_FORMAT=csv"), "{}", said.stderr);
    let said = User::new().run(&["validate", "--format", "csv"]).ends_with(2);
    assert!(said.last_line().contains("validate does not speak --format csv"), "{}", said.stderr);
    let said = User::new().with("LEADCTL_CATALOGUE", "nowhere").run(&["explain", "cost"]).ends_with(2);
    assert!(said.stderr.contains("LEADCTL_CATALOGUE names a folder") && !said.stderr.contains("--catalogue"), "{}", said.stderr);
    let user = User::new().with("LEADCTL_CA_CERT", "nowhere.pem");
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\n");
    let said = user.run(&["validate"]).ends_with(2);
    assert!(said.last_line().contains("LEADCTL_CA_CERT=nowhere.pem") || said.last_line().contains("LEADCTL_CA_CERT=/"), "{}", said.stderr);
}

/// Following it would give the same error again.
#[test]
fn a_tip_that_changes_nothing_is_not_given() {
    for arguments in [
        &["scaffold", "power-automate", "--for", "dynamics"][..],
        &["test-lead", "--casing", "foo"],
        &["leads", "export", "--all"],
        &["diagnose", "--format", "text"],
        &["leads", "tail", "-Z"],
    ] {
        let said = User::new().run(arguments).ends_with(2);
        assert!(!said.stderr.contains("tip:"), "{}", said.stderr);
    }
    let said = User::new().run(&["test-lead", "--casing", "receivd"]).ends_with(2);
    assert!(said.stderr.contains("tip: a similar value exists: 'received'"), "{}", said.stderr);
    let said = User::new().run(&["leads", "list", "--sinse", "7d"]).ends_with(2);
    assert!(said.stderr.contains("tip: a similar argument exists: '--since'"), "{}", said.stderr);
}

#[test]
fn help_has_help() {
    for (arguments, of) in [
        (&["help", "--help"][..], &["help"][..]),
        (&["help", "-h"], &["help"]),
        (&["help", "leads", "--help"], &["help", "leads"]),
        (&["leads", "help", "--help"], &["leads", "help"]),
    ] {
        assert_eq!(User::new().run(arguments).ends_with(0).stdout, User::new().run(of).ends_with(0).stdout, "{arguments:?}");
    }
    User::new().run(&["help", "nonsense", "--help"]).ends_with(2);
}
