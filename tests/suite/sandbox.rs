//! `leadctl sandbox`, the real binary: what it says when it is ready, its profiles, leads and faults, who may ask, and how it ends.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{User, checks};

struct Running {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
    ready: Value,
    user: User,
}

impl Running {
    fn start(more: &[&str]) -> Self {
        let user = User::new();
        let arguments = [&["sandbox", "--format", "json", "--profiles", "profiles.toml"], more].concat();
        let mut child = user.command(&arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines.next().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).unwrap_or_else(|| {
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("it did not start: {said}")
        });
        Running { child, lines, ready, user }
    }

    fn event(&mut self) -> Value {
        serde_json::from_str(&self.lines.next().expect("the sandbox goes on").unwrap()).unwrap()
    }

    fn port(&self) -> u16 {
        self.ready["url"].as_str().unwrap().rsplit(':').next().unwrap().parse().unwrap()
    }

    /// Status and body of an answer.
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port())).unwrap();
        let host = if headers.contains("Host: ") { "" } else { "Host: 127.0.0.1\r\n" };
        write!(stream, "{method} {path} HTTP/1.1\r\n{host}{headers}Connection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer.split_once("\r\n\r\n").unwrap().1.to_owned())
    }

    fn token(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.ready["token"].as_str().unwrap())
    }

    fn validate(&self, profile: &str) -> Value {
        self.user.json(&["validate", profile, "--config", self.ready["profiles"].as_str().unwrap()])
    }

    /// Sends the signal and gives exit status, the last event and the last line of standard error.
    #[cfg(unix)]
    fn stopped(mut self, signal: &str) -> (i32, Value, String) {
        assert!(Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success());
        let begun = Instant::now();
        let status = loop {
            match self.child.try_wait().unwrap() {
                Some(status) => break status.code().unwrap_or(-1),
                None => assert!(begun.elapsed() < Duration::from_secs(20), "{signal} does not end it"),
            }
            sleep(Duration::from_millis(20));
        };
        let last = self.lines.by_ref().last().expect("a last line").unwrap();
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (status, serde_json::from_str(&last).unwrap(), said.lines().last().unwrap_or_default().to_owned())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone where the test stopped it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_ready_line_tells_what_a_script_needs() {
    let sandbox = Running::start(&["--tls"]);
    let ready = &sandbox.ready;
    assert_eq!(ready["event"], "ready");
    assert!(ready["url"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{ready}");
    for service in ["https", "azure-table", "marketo"] {
        assert!(ready["services"][service].as_str().unwrap().starts_with(ready["url"].as_str().unwrap()), "{ready}");
    }
    assert!(ready["token"].as_str().unwrap().len() >= 32, "{ready}");
    let ca = std::fs::read_to_string(ready["ca"].as_str().unwrap()).unwrap();
    assert!(ca.contains("-----BEGIN CERTIFICATE-----") && !ca.contains("PRIVATE"), "{ca}");
    let profiles = std::fs::read_to_string(ready["profiles"].as_str().unwrap()).unwrap();
    for name in ["sandbox-https", "sandbox-flow", "sandbox-azure-table", "sandbox-marketo"] {
        assert!(profiles.contains(&format!("[profile.{name}]")), "{profiles}");
    }
    assert_eq!(Running::start(&[]).ready["ca"], Value::Null);
}

#[cfg(unix)]
#[test]
fn the_profiles_are_the_users_alone() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Running::start(&[]);
    let mode = std::fs::metadata(sandbox.ready["profiles"].as_str().unwrap()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn somebody_elses_file_is_left_alone() {
    let user = User::new();
    user.write("mine.toml", "# mine\n");
    let said = user.run(&["sandbox", "--profiles", "mine.toml"]).ends_with(2);
    assert!(said.last_line().contains("mine.toml"), "{}", said.stderr);
    assert_eq!(user.read("mine.toml"), "# mine\n");
}

#[test]
fn a_lead_that_arrives_is_told() {
    let mut sandbox = Running::start(&[]);
    let lead = json!({"userDetails": {"firstName": "MSFT_TEST_1"}, "leadSource": "AzureMarketplace"});
    assert_eq!(sandbox.ask("POST", "/https/leads", "Content-Type: application/json\r\n", &lead.to_string()).0, 200);
    assert_eq!(sandbox.event(), json!({"event": "lead", "service": "https", "lead": lead}));
    let report = sandbox.user.json(&["test-lead", "sandbox-azure-table", "--config", sandbox.ready["profiles"].as_str().unwrap()]);
    assert_eq!(report["exit_status"], 0, "{report}");
    let event = sandbox.event();
    assert_eq!((&event["service"], &event["lead"]["Description"]), (&"azure-table".into(), &report["profiles"][0]["marker"]), "{event}");
    let (status, all) = sandbox.ask("GET", "/_sandbox/leads", &sandbox.token(), "");
    assert_eq!((status, serde_json::from_str::<Value>(&all).unwrap()["leads"].as_array().unwrap().len()), (200, 2));
}

#[test]
fn a_fault_ordered_while_it_runs_is_seen_and_goes_again() {
    let sandbox = Running::start(&[]);
    assert_eq!(sandbox.validate("sandbox-azure-table")["exit_status"], 0);
    let path = "/_sandbox/faults/storage/firewall";
    assert_eq!(sandbox.ask("PUT", path, &sandbox.token(), "").0, 200);
    let report = sandbox.validate("sandbox-azure-table");
    assert_eq!(checks(&report["profiles"][0], "fail"), [("azure-table/key-accepted".to_owned(), "storage/firewall".to_owned())]);
    assert_eq!(sandbox.ask("DELETE", path, &sandbox.token(), "").0, 200);
    assert_eq!(sandbox.validate("sandbox-azure-table")["exit_status"], 0);
}

#[test]
fn only_who_has_the_token_and_is_here_may_ask() {
    let sandbox = Running::start(&[]);
    for headers in ["", "Authorization: Bearer wrong\r\n", "Authorization: Basic Zm9vOmJhcg==\r\n"] {
        for (method, path) in [("GET", "/_sandbox/leads"), ("GET", "/_sandbox/faults"), ("PUT", "/_sandbox/faults/storage/firewall")] {
            assert_eq!(sandbox.ask(method, path, headers, "").0, 401, "{method} {path} {headers}");
        }
    }
    assert_eq!(sandbox.validate("sandbox-azure-table")["exit_status"], 0, "nothing was turned on");
    // A page in a browser reaches loopback by a name of its own: it gets nothing.
    for host in ["Host: evil.example\r\n", "Host: 127.0.0.1.evil.example\r\n"] {
        let (status, _) = sandbox.ask("GET", "/_sandbox/leads", &format!("{host}{}", sandbox.token()), "");
        assert!((400..500).contains(&status), "{host} {status}");
        let (status, _) = sandbox.ask("POST", "/https/leads", host, "{}");
        assert!((400..500).contains(&status), "{host} {status}");
    }
    let (_, leads) = sandbox.ask("GET", "/_sandbox/leads", &sandbox.token(), "");
    assert_eq!(serde_json::from_str::<Value>(&leads).unwrap()["leads"], json!([]));
    let (status, unknown) = sandbox.ask("PUT", "/_sandbox/faults/storage/firewal", &sandbox.token(), "");
    assert_eq!((status, &serde_json::from_str::<Value>(&unknown).unwrap()["error"]["did_you_mean"]), (404, &"storage/firewall".into()));
}

#[test]
fn an_unknown_fault_is_a_wrong_call() {
    let said = User::new().run(&["sandbox", "--fault", "storage/firewal"]).ends_with(2);
    assert!(said.stderr.contains("storage/firewall"), "{}", said.stderr);
    let tls = User::new().run(&["sandbox", "--fault", "https/tls-certificate-expired"]).ends_with(2);
    assert!(tls.stderr.contains("--tls"), "{}", tls.stderr);
    let list = User::new().run(&["sandbox", "--list-faults", "--quiet"]).ends_with(0).stdout;
    assert!(list.lines().any(|line| line == "storage/firewall"), "{list}");
    let json = User::new().json(&["sandbox", "--list-faults"]);
    let faults = json["faults"].as_array().unwrap();
    assert_eq!(faults.iter().map(|fault| fault["id"].as_str().unwrap()).collect::<Vec<_>>(), list.lines().collect::<Vec<_>>());
    let title = |id: &str| faults.iter().find(|fault| fault["id"] == id).unwrap()["title"].clone();
    assert!(title("storage/firewall").as_str().unwrap().contains("network"), "{}", title("storage/firewall"));
    assert_eq!(title("sandbox/silence"), "A request is taken and never answered");
    assert!(faults.iter().all(|fault| fault["title"].is_string()), "{json}");
    let told = User::new().run(&["sandbox", "--list-faults"]).ends_with(0).stdout;
    assert!(told.contains("\nsandbox/silence\n  A request is taken and never answered\n"), "{told}");
    let dutch = User::new().with("LANG", "nl_NL.UTF-8").run(&["sandbox", "--list-faults"]).ends_with(0).stdout;
    assert!(dutch.contains("nooit beantwoord"), "{dutch}");
    let explained = User::new().run(&["explain", "sandbox/throttle-once"]).ends_with(2);
    assert!(explained.last_line().contains("a fault of the sandbox alone (The first request"), "{}", explained.stderr);
}

#[test]
fn a_port_that_is_taken_is_a_wrong_call() {
    let sandbox = Running::start(&[]);
    let said = User::new().run(&["sandbox", "--port", &sandbox.port().to_string()]).ends_with(2);
    assert!(said.last_line().contains(&sandbox.port().to_string()), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_a_termination_end_it_in_order() {
    for signal in ["-INT", "-TERM"] {
        let mut sandbox = Running::start(&[]);
        sandbox.ask("POST", "/https/leads", "", "{}");
        sandbox.event();
        let (status, last, line) = sandbox.stopped(signal);
        assert_eq!((status, last), (130, json!({"event": "stopped", "leads": 1})), "{signal}");
        assert!(line.starts_with("leadctl: exit 130: "), "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_terminal_that_is_closed_leaves_nothing_behind() {
    use expectrl::{Eof, Expect, Session};
    let user = User::new();
    user.write("temporary/.keep", "");
    let mut command = user.command(&["sandbox"]);
    command.env("TMPDIR", user.path("temporary"));
    let mut session = Session::spawn(command).unwrap();
    session.set_expect_timeout(Some(Duration::from_secs(20)));
    session.expect("Ctrl-C stops it").unwrap();
    let left = || std::fs::read_dir(user.path("temporary")).unwrap().count();
    assert_eq!(left(), 2, "the folder of its profiles");
    assert!(Command::new("kill").args(["-HUP", &session.get_process().pid().to_string()]).status().unwrap().success());
    session.expect(Eof).unwrap();
    assert_eq!(left(), 1);
}
