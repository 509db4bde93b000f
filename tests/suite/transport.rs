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

/// A profile of each destination, all far away.
const FAR: &str = r#"
[profile.web]
destination = "https"
url = "https://leads.contoso.example/hook"
[profile.table]
destination = "azure-table"
connection_string = "plain:DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=S0VZIUtFWSFLRVkhS0VZIUtFWSFLRVkhS0VZIUtFWSFLRVkhS0VZIUtFWSFLRVkhS0VZIUtFWSFLRVkhS0VZIQ==;EndpointSuffix=core.windows.net"
[profile.crm]
destination = "dynamics"
url = "https://contoso.crm4.dynamics.com"
authentication = "entra"
directory_id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
application_id = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
client_secret = "plain:Abc8Q~abcdefghijklmnopqrstuvwxyz0123456"
[profile.sales]
destination = "salesforce"
oid = "00Do0000000ZHogEAG"
[profile.market]
destination = "marketo"
munchkin_id = "123-ABC-456"
form_id = "1179"
client_id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
client_secret = "plain:AbcdefghijklmnopqrstuvwxyzABCDEF"
"#;

/// What the checks of each profile said that could not be told; none may have failed.
fn untold(user: &User) -> Vec<(String, String)> {
    let report = user.json(&["validate", "--all"]);
    assert_eq!(report["exit_status"], 3, "{report}");
    let mut said = Vec::new();
    for profile in report["profiles"].as_array().unwrap() {
        let unknown = profile["checks"].as_array().unwrap().iter().filter(|check| check["outcome"] == "unknown");
        let messages: Vec<&str> = unknown.map(|check| check["message"].as_str().unwrap()).collect();
        assert!(checks(profile, "fail").is_empty() && !messages.is_empty(), "{profile}");
        said.extend(messages.into_iter().map(|message| (profile["profile"].as_str().unwrap().to_owned(), message.to_owned())));
    }
    said
}

#[test]
fn what_the_proxy_does_is_not_told_of_the_service() {
    let (wants_more, _asked) = proxy("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    let (broken, _asked) = proxy("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n");
    let (silent, _asked) = proxy("");
    for (proxy, what) in [
        ("http://canary:pa55@127.0.0.1:1".to_owned(), "nothing listens at the proxy 127.0.0.1:1 (HTTPS_PROXY)".to_owned()),
        ("canary:pa55@proxy.invalid:8080".to_owned(), "the name of the proxy proxy.invalid:8080 (HTTPS_PROXY) does not resolve".to_owned()),
        (
            format!("127.0.0.1:{wants_more}"),
            format!("the proxy 127.0.0.1:{wants_more} (HTTPS_PROXY) did not let the request through: tunnel error: proxy auth"),
        ),
        (format!("127.0.0.1:{broken}"), format!("the proxy 127.0.0.1:{broken} (HTTPS_PROXY) did not let the request through: ")),
        (format!("127.0.0.1:{silent}"), format!("the proxy 127.0.0.1:{silent} (HTTPS_PROXY) did not let the request through: ")),
    ] {
        let user = User::new().with("HTTPS_PROXY", &proxy);
        user.write("leadctl.toml", FAR);
        for (profile, message) in untold(&user) {
            assert!(message.contains(&what), "{profile} behind {proxy}: {message}");
            assert!(!message.contains("pa55"), "{message}");
        }
        // Nobody answered, so nothing is told twice.
        let shown = user.run(&["validate", "web"]).ends_with(3).stdout;
        assert!(!proxy.ends_with("127.0.0.1:1") || !shown.contains("Answered:"), "{shown}");
        let report = user.json(&["test-lead", "web", "table"]);
        assert_eq!(report["exit_status"], 3, "{report}");
        for profile in report["profiles"].as_array().unwrap() {
            assert!(profile["message"].as_str().unwrap().contains(&what) && profile["entry"].is_null(), "{profile}");
        }
    }
}

#[test]
fn a_variable_that_names_no_proxy_is_told_and_nothing_goes_around_it() {
    let (port, asked) = proxy("HTTP/1.1 204 No Content\r\n\r\n");
    for value in ["garbage", "http://", ":::", "ftp://x", "http://canary:pa55@"] {
        let user = User::new().with("HTTPS_PROXY", value).with("HTTP_PROXY", format!("127.0.0.1:{port}"));
        user.write("leadctl.toml", FAR);
        for (profile, message) in untold(&user) {
            assert!(message.contains("HTTPS_PROXY ") && message.contains("write it as http://host:port, or unset it"), "{profile}: {message}");
            assert!(!message.contains("pa55"), "{message}");
        }
        let said = user.run(&["test-lead", "web"]).ends_with(3);
        assert!(said.last_line().contains("HTTPS_PROXY") && !said.stdout.contains("pa55"), "{}\n{}", said.stdout, said.stderr);
        // What needs no network, or none through it, does not mind.
        let _ = user.run(&["validate", "--all", "--offline"]).ends_with(0);
        let _ = user.run(&["profile", "list"]).ends_with(0);
        let sandbox = Sandbox::start(&[]);
        let _ = user.run(&["test-lead", "sandbox-https", "--config", &sandbox.profiles().display().to_string()]).ends_with(0);
    }
    assert!(asked.try_recv().is_err());
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

/// Nobody gets a better certificate for Microsoft's hosts: there it is what lies between that is to be made known.
#[test]
fn what_to_do_about_an_untrusted_certificate_goes_by_whose_it_is() {
    let sandbox = Sandbox::start_tls(&[]);
    let config = sandbox.profiles().display().to_string();
    let steps = |arguments: &[&str], at: &[&str]| {
        let report = User::new().json(&[arguments, &["--config", &config]].concat());
        let profile = &report["profiles"][0];
        let checks = profile["checks"].as_array().map(Vec::as_slice).unwrap_or_default();
        let failed = checks.iter().find(|check| check["outcome"] == "fail" || check["outcome"] == "unknown").unwrap_or(profile);
        let repair = at.iter().fold(failed, |value, key| &value[*key]);
        repair
            .as_array()
            .unwrap_or_else(|| panic!("{arguments:?}: {report:#}"))
            .iter()
            .map(|step| step.as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let (check, read, remedy) = (&["repair"][..], &["stopped", "remedy", "repair"][..], &["remedy", "repair"][..]);
    for (arguments, at) in [
        (&["validate", "sandbox-azure-table"][..], check),
        (&["validate", "sandbox-azure-blob"], check),
        (&["validate", "sandbox-dynamics"], check),
        (&["validate", "sandbox-salesforce"], check),
        (&["validate", "sandbox-marketo"], check),
        (&["validate", "sandbox-flow"], check),
        (&["leads", "list", "sandbox-azure-table"], read),
        (&["leads", "stats", "sandbox-dynamics"], read),
        (&["leads", "watch", "sandbox-azure-table"], &["read", "stopped", "remedy", "repair"]),
        (&["test-lead", "sandbox-azure-table"], remedy),
    ] {
        let steps = steps(arguments, at).join(" ");
        assert!(steps.contains("proxy") && steps.contains("--ca-cert FILE"), "{arguments:?}: {steps}");
        for wrong in ["fullchain.pem", "Let's Encrypt", "leadctl validate"] {
            assert!(!steps.contains(wrong), "{arguments:?}: {steps}");
        }
    }
    for (arguments, at) in [(&["validate", "sandbox-https"][..], check), (&["test-lead", "sandbox-https"], remedy)] {
        let steps = steps(arguments, at);
        assert!(steps.join(" ").contains("fullchain.pem") && !steps[0].contains("leadctl validate"), "{arguments:?}: {steps:?}");
    }
    // What shows another certificate than the vendor's is on the way: of the destination nothing is known.
    for profile in ["sandbox-flow", "sandbox-dynamics", "sandbox-azure-table", "sandbox-salesforce", "sandbox-marketo"] {
        let reading = &["leads", "list"][..];
        let commands = [&["validate"][..], &["test-lead"], reading];
        for command in commands.into_iter().filter(|command| profile != "sandbox-flow" || *command != reading) {
            let said = User::new().run(&[command, &[profile, "--config", &config]].concat()).ends_with(3);
            let page = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                page.contains("has a certificate that everyone trusts") && page.contains("not trusted here; behind a proxy"),
                "{command:?}: {page}"
            );
            assert!(!page.contains("self-signed") && !page.contains("explain https/tls-untrusted-certificate"), "{command:?} {profile}: {page}");
        }
    }
    let own = User::new().run(&["validate", "sandbox-https", "--config", &config]).ends_with(1).stdout;
    assert!(own.contains("self-signed") && own.contains("explain https/tls-untrusted-certificate"), "{own}");
    let dutch = steps(&["validate", "sandbox-azure-table", "--lang", "nl"], check).join(" ");
    assert!(dutch.contains("virusscanner") && dutch.contains("--ca-cert BESTAND"), "{dutch}");
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
