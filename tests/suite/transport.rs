//! The network's own promises: proxies, repeats of reads, redirects, time limits.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use crate::support::{Sandbox, User, checks};

/// A proxy that notes what it is asked and answers `reply`, once per connection.
fn proxy(reply: &'static str) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (told, asked) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let head = read_head(&stream);
            let _ = told.send(head);
            let _ = (&stream).write_all(reply.as_bytes());
        }
    });
    (port, asked)
}

fn read_head(stream: &TcpStream) -> String {
    let mut head = String::new();
    let mut reader = BufReader::new(stream);
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).is_ok_and(|read| read > 0) {}
    head
}

#[test]
fn the_environments_proxy_is_asked_with_its_credentials_and_resolves() {
    let (port, asked) = proxy("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
    let user = User::new().with("HTTPS_PROXY", format!("http://lead:pa55-w0rd@127.0.0.1:{port}"));
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://leads.contoso.example/hook\"\n");
    let report = user.json(&["validate"]);
    let head = asked.recv().unwrap();
    assert!(head.starts_with("CONNECT leads.contoso.example:443 HTTP/1.1"), "{head}");
    assert!(head.to_lowercase().contains("proxy-authorization: basic bgvhzdpwytu1lxcwcmq="), "{head}");
    // A proxy that refuses says nothing about the endpoint.
    assert_eq!(checks(&report["profiles"][0], "unknown"), [("https/tls".to_owned(), String::new())], "{report}");
    assert_eq!(report["exit_status"], 3);
    assert_eq!(user.json(&["test-lead"])["exit_status"], 3);
    assert!(asked.recv().unwrap().starts_with("CONNECT leads.contoso.example:443"), "test-lead takes the same way");
}

#[test]
fn no_proxy_and_loopback_go_direct() {
    let sandbox = Sandbox::start(&[]);
    let (port, asked) = proxy("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    let user = User::new().with("HTTP_PROXY", format!("http://127.0.0.1:{port}")).with("ALL_PROXY", format!("http://127.0.0.1:{port}"));
    let config = sandbox.profiles().display().to_string();
    let _ = user.run(&["test-lead", "sandbox-https", "--config", &config]).ends_with(0);
    assert!(asked.try_recv().is_err(), "loopback is never proxied");
}

#[test]
fn a_busy_service_is_asked_again_when_it_said_to() {
    let sandbox = Sandbox::start(&["sandbox/throttle-once"]);
    let report = sandbox.json(&["validate", "sandbox-azure-table"]);
    assert_eq!(report["exit_status"], 0, "{report}");
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let sandbox = Sandbox::start(&["https/redirect"]);
    let report = sandbox.json(&["test-lead", "sandbox-https"]);
    assert_eq!(report["profiles"][0]["entry"], "https/redirect", "{report}");
    assert_eq!(sandbox.leads(), Vec::<serde_json::Value>::new());
}

#[test]
fn a_private_authority_is_trusted_when_named() {
    let sandbox = Sandbox::start_tls(&[]);
    let config = sandbox.profiles().display().to_string();
    let ca = sandbox.running.ca.as_ref().unwrap().display().to_string();
    let untrusted = User::new().json(&["validate", "sandbox-https", "--config", &config]);
    assert_eq!(checks(&untrusted["profiles"][0], "fail"), [("https/tls".to_owned(), "https/tls-untrusted-certificate".to_owned())]);
    assert_eq!(User::new().json(&["validate", "sandbox-https", "--config", &config, "--ca-cert", &ca])["exit_status"], 0);
    // As the system's own bundle, too.
    assert_eq!(User::new().with("SSL_CERT_FILE", ca).json(&["validate", "sandbox-https", "--config", &config])["exit_status"], 0);
    for (name, text) in [("empty.pem", ""), ("cut.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n")] {
        let user = User::new();
        let path = user.write(name, text).display().to_string();
        let refused = user.json(&["validate", "sandbox-https", "--config", &config, "--ca-cert", &path]);
        assert_eq!(refused["error"]["id"], "ca-cert-unusable", "{name}: {refused}");
    }
}

#[test]
fn no_network_is_unknown_and_not_a_failure() {
    // This name resolves nowhere, and neither does any other where there is no network: either answer is right, a guess is not.
    let user = User::new();
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://leads.contoso.invalid/hook\"\n");
    let report = user.json(&["validate"]);
    let profile = &report["profiles"][0];
    let failed = checks(profile, "fail");
    let unknown = checks(profile, "unknown");
    let as_missing = failed == [("https/host-resolves".to_owned(), "https/host-not-found".to_owned())] && unknown.is_empty();
    let as_offline = failed.is_empty() && unknown == [("https/host-resolves".to_owned(), String::new())];
    assert!(as_missing || as_offline, "{report}");
}

#[test]
fn a_word_in_the_url_is_no_verdict() {
    for path in ["leads", "proxy/leads", "closed"] {
        let (port, _asked) = proxy("220 this is no web server\r\n");
        let user = User::new();
        user.write("leadctl.toml", &format!("[profile.web]\ndestination = \"https\"\nurl = \"http://127.0.0.1:{port}/{path}\"\n"));
        let report = user.json(&["test-lead"]);
        assert_eq!(
            (&report["exit_status"], report["profiles"][0]["message"].as_str()),
            (&1.into(), Some("what answers there does not speak HTTP")),
            "{path}: {report}"
        );
    }
}
