//! Every fault of the sandbox comes back under its own name: from `validate`, from `test-lead`, and from the catalogue given the answer's text.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::sync::Arc;

use leadctl::core::io::Resolver;
use leadctl::core::net::BoxFuture;
use serde_json::Value;

use crate::support::{Sandbox, User, checks, in_process};

const PROFILES: [&str; 8] = [
    "sandbox-https",
    "sandbox-flow",
    "sandbox-azure-table",
    "sandbox-dynamics",
    "sandbox-dynamics-office365",
    "sandbox-marketo",
    "sandbox-salesforce",
    "sandbox-salesforce-oid-only",
];

/// What is withdrawn: its checks never all pass, and no lead is sent there.
const WITHDRAWN: &str = "sandbox-azure-blob";
/// Faults of the storage account that its blob service has alone, and those that it has too.
const OF_THE_BLOBS: [&str; 2] = ["storage/blob-destination-withdrawn", "storage/container-not-found"];
const OF_THE_WHOLE_ACCOUNT: [&str; 10] = [
    "storage/account-disabled",
    "storage/account-dns-not-found",
    "storage/clock-skew",
    "storage/connection-string-malformed",
    "storage/firewall",
    "storage/https-required",
    "storage/insufficient-permission",
    "storage/key-invalid",
    "storage/sas-expired",
    "storage/shared-key-disabled",
];

/// Faults that are not to be had under their own id from a profile, and what comes instead.
const ELSEWHERE: [(&str, &str, &str); 2] = [
    // A documented sentence with many causes: the sandbox shows one of them, and leadctl names it.
    ("dynamics/sign-in-failed", "sandbox-dynamics", "dynamics/user-not-member"),
    // A gateway's 502 in front of a flow can't be told from the flow's own silence.
    ("https/bad-gateway", "sandbox-flow", "https/flow-no-response"),
];

/// Faults that one profile alone can have; the others of their area stay sound.
const OF_THE_FLOW: [&str; 8] = [
    "https/flow-disabled",
    "https/flow-no-response",
    "https/oauth-required",
    "https/power-automate-url-retired",
    "https/signature-missing",
    "https/signature-wrong",
    "https/trigger-schema-mismatch",
    "https/workflow-not-found",
];
const OF_THE_RECEIVER: [&str; 3] = ["https/function-key-missing", "https/function-key-wrong", "https/wrong-method-or-path"];

/// Faults of Entra ID that only a user with a password can have.
const OF_THE_USER: [&str; 10] = [
    "entra/account-locked",
    "entra/client-secret-missing",
    "entra/conditional-access-blocked",
    "entra/consent-required",
    "entra/guest-user-not-in-tenant",
    "entra/mfa-required",
    "entra/password-expired",
    "entra/password-invalid",
    "entra/user-disabled",
    "entra/user-not-found",
];
/// What Salesforce tells nowhere but in its mail to the default lead creator: the lead is seen to be lost, and the mail says why.
const BY_MAIL: [&str; 3] = ["salesforce/converted-lead", "salesforce/duplicate-value", "salesforce/recaptcha-required"];

fn faults() -> Vec<&'static str> {
    let all = leadctl::sandbox::available_faults(&leadctl::destinations::fakes());
    all.into_iter().filter(|id| !id.starts_with("sandbox/")).collect()
}

fn profiles_of(fault: &str) -> &'static [&'static str] {
    match fault {
        _ if OF_THE_FLOW.contains(&fault) => &PROFILES[1..2],
        _ if OF_THE_RECEIVER.contains(&fault) => &PROFILES[..1],
        _ if OF_THE_USER.contains(&fault) => &PROFILES[4..5],
        _ if fault.starts_with("entra/") || fault.starts_with("dynamics/") => &PROFILES[3..4],
        _ if fault.starts_with("https/tls-") || fault == "https/connection-reset" => &PROFILES[..3],
        _ if fault.starts_with("https/") => &PROFILES[..2],
        _ if fault.starts_with("marketo/") => &["sandbox-marketo"],
        // The only one that shows without a look inside the organization.
        "salesforce/wrong-oid" => &["sandbox-salesforce", "sandbox-salesforce-oid-only"],
        _ if fault.starts_with("salesforce/") => &["sandbox-salesforce"],
        _ if OF_THE_BLOBS.contains(&fault) => &[WITHDRAWN],
        _ if OF_THE_WHOLE_ACCOUNT.contains(&fault) || fault == "storage/server-busy" => &["sandbox-azure-table", WITHDRAWN],
        _ => &["sandbox-azure-table"],
    }
}

fn start(fault: &str) -> Sandbox {
    if fault.starts_with("https/tls-") || fault == "https/connection-reset" { Sandbox::start_tls(&[fault]) } else { Sandbox::start(&[fault]) }
}

/// Knows Microsoft's sign-in host and this machine, as a resolver with a network does.
struct MadeUp;

impl Resolver for MadeUp {
    fn lookup<'a>(&'a self, host: &'a str) -> BoxFuture<'a, std::io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            match host {
                "login.microsoftonline.com" | "localhost" => Ok(vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]),
                _ => Err(std::io::Error::other("no such host")),
            }
        })
    }
}

/// leadctl in this process, with the made-up resolver: this machine may have no network.
fn run(sandbox: &Sandbox, arguments: &[&str]) -> (Value, String) {
    let flags = sandbox.flags();
    let said = in_process(Arc::new(MadeUp), &[arguments, &flags.iter().map(String::as_str).collect::<Vec<_>>()].concat());
    (serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}\n{}", said.stdout, said.stderr)), said.stderr)
}

/// What leadctl names as the reason, first by validate and, where that finds nothing, by test-lead.
fn named(sandbox: &Sandbox, profile: &str) -> (String, Option<Value>, String) {
    let (report, _) = run(sandbox, &["validate", profile, "--format", "json", "--timeout", "2s"]);
    let mut wrong = [checks(&report["profiles"][0], "fail"), checks(&report["profiles"][0], "unknown")].concat();
    // What is always there is the reason only where there is no other.
    wrong.sort_by_key(|(_, entry)| entry == OF_THE_BLOBS[0]);
    if let Some((_, entry)) = wrong.into_iter().next() {
        return (entry, None, String::new());
    }
    assert_eq!(report["exit_status"], 0, "{report}");
    let (report, trace) = run(sandbox, &["test-lead", profile, "--format", "json", "--timeout", "2s", "--wait", "0s", "-vv"]);
    let lead = report["profiles"][0].clone();
    assert_ne!(report["exit_status"], 0, "{profile}: neither validate nor test-lead saw it: {report}");
    if lead["entry"].is_null() && lead["accepted"] == true {
        return (by_mail(sandbox), Some(lead), trace);
    }
    (lead["entry"].as_str().unwrap_or_default().to_owned(), Some(lead), trace)
}

/// What `diagnose --file` makes of the newest mail in Salesforce's outbox.
fn by_mail(sandbox: &Sandbox) -> String {
    let user = User::new();
    user.write("mail.eml", &crate::salesforce::newest_mail(sandbox));
    let report = user.json(&["diagnose", "--file", "mail.eml"]);
    report["matches"][0]["id"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn only_what_is_told_by_mail_alone_needs_the_mail() {
    for fault in faults().into_iter().filter(|fault| fault.starts_with("salesforce/")) {
        let sandbox = start(fault);
        let lead = sandbox.json(&["test-lead", "sandbox-salesforce", "--wait", "0s", "--timeout", "2s"])["profiles"][0].clone();
        let silent = lead["accepted"] == true && lead["entry"].is_null();
        assert_eq!(silent, BY_MAIL.contains(&fault), "{fault}: {lead}");
    }
}

#[test]
fn each_comes_back_as_its_own_entry() {
    let mut wrong = Vec::new();
    for fault in faults() {
        let sandbox = start(fault);
        for profile in profiles_of(fault) {
            let wanted = ELSEWHERE.iter().find(|(id, of, _)| *id == fault && of == profile).map_or(fault, |(.., instead)| instead);
            let (entry, ..) = named(&sandbox, profile);
            if entry != wanted {
                wrong.push(format!("{fault} at {profile} is called '{entry}'"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What `diagnose TEXT --live PROFILE` says, and how it ends; of a text that is not known it says nothing.
fn live(sandbox: &Sandbox, text: &str, profile: &str) -> Option<(String, String, Value)> {
    let (report, _) = run(sandbox, &["diagnose", text, "--live", profile, "--format", "json", "--timeout", "2s"]);
    let word = |key: &str| report["live"][key].as_str().map(str::to_owned);
    Some((word("verdict")?, word("message")?, report["exit_status"].clone()))
}

/// While an error is the case, no example of its text is said to be over.
#[test]
fn none_is_said_to_be_over_while_it_is_the_case() {
    let (mut wrong, mut looked) = (Vec::new(), 0);
    for fault in faults() {
        let sandbox = start(fault);
        for profile in profiles_of(fault) {
            for text in leadctl::catalogue::entry(fault).unwrap().examples.iter().filter(|text| !text.starts_with('-')) {
                let Some((verdict, message, status)) = live(&sandbox, text, profile) else { panic!("{fault} at {profile}: {text}") };
                looked += 1;
                if verdict == "not-now" || status == 0 {
                    wrong.push(format!("{fault} at {profile}: {message}: {text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(looked >= 200, "only {looked} texts");
}

#[test]
fn the_exceptions_are_of_faults_that_exist() {
    let known: BTreeSet<&str> = faults().into_iter().collect();
    let listed = OF_THE_FLOW
        .iter()
        .chain(&OF_THE_RECEIVER)
        .chain(&OF_THE_BLOBS)
        .chain(&OF_THE_WHOLE_ACCOUNT)
        .copied()
        .chain(ELSEWHERE.iter().map(|(id, ..)| *id));
    for id in listed {
        assert!(known.contains(id), "{id}");
    }
    assert!(known.len() >= 40, "{known:?}");
}

#[test]
fn every_fault_has_its_page_in_the_catalogue() {
    for fault in faults() {
        let entry = leadctl::catalogue::entry(fault).unwrap_or_else(|| panic!("{fault} has no entry"));
        assert_eq!(entry.fault, Some(fault));
    }
}

/// The first refusal of a -vv trace with a body, as a user would paste it.
fn first_refusal(trace: &str) -> Option<String> {
    trace
        .split("\n* ")
        .filter_map(body_of)
        // Marketo refuses with HTTP 200.
        .find(|(status, body)| {
            let refused = !status.contains(" 20") || body.contains("\"success\":false");
            refused && !body.trim().is_empty() && !is_no_news(body)
        })
        .map(|(_, body)| body)
}

/// The probe without credentials, and what a lead writer may not look at.
fn is_no_news(body: &str) -> bool {
    body.contains("NoAuthenticationInformation") || body.contains("is missing prvRead")
}

/// Status line and body of one exchange's answer.
fn body_of(exchange: &str) -> Option<(&str, String)> {
    let mut answer = exchange[exchange.find("< HTTP/")?..].lines();
    let status = answer.next()?;
    let body: Vec<&str> = answer.skip_while(|line| is_header(line)).collect();
    Some((status, body.join("\n").trim_start_matches("< ").to_owned()))
}

fn is_header(line: &str) -> bool {
    line.strip_prefix("< ")
        .and_then(|rest| rest.split_once(": "))
        .is_some_and(|(name, _)| name.bytes().all(|byte| byte == b'-' || byte == b'_' || byte.is_ascii_alphanumeric()))
}

/// Bodies that say nothing by themselves.
const WORDLESS: [&str; 6] = [
    // A web server's page.
    "dynamics/forbidden-unspecified",
    // A web server's page: that it stands where an environment should is what decides.
    "dynamics/url-unreachable",
    // "Bad client credentials" is what many sign-ins say: the address decides.
    "marketo/invalid-client-credentials",
    // "Not Found" and "Internal Server Error": the status decides.
    "https/wrong-method-or-path",
    "https/endpoint-server-error",
    // In JSON the service names no reason: the time in its answer decides.
    "storage/clock-skew",
];

#[test]
fn the_catalogue_reads_the_same_out_of_the_answers_text() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for fault in faults() {
        let sandbox = start(fault);
        for profile in profiles_of(fault) {
            let (entry, lead, trace) = named(&sandbox, profile);
            let body = match &lead {
                Some(_) => first_refusal(&trace),
                // Stopped before anything was sent: what would the service have said?
                None if fault.starts_with("https/") && sandbox.running.secure_url.is_none() => posted(&sandbox.value(profile, "url")),
                None => first_refusal(&run(&sandbox, &["validate", profile, "--format", "json", "--timeout", "2s", "-vv"]).1),
            };
            let Some(body) = body.filter(|body| !body.trim().is_empty() && !WORDLESS.contains(&fault)) else { continue };
            compared += 1;
            let told = leadctl::catalogue::diagnose(&body).matches.first().map(|found| found.entry.id);
            // A gateway's page is a gateway's, whatever stands behind it.
            let same = told == Some(entry.as_str()) || told == Some(fault) && ELSEWHERE.iter().any(|(id, of, _)| *id == fault && of == profile);
            if !same {
                wrong.push(format!("{fault} at {profile}: leadctl says {entry}, the catalogue {told:?} of: {body}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(compared >= 20, "only {compared} answers had a body");
}

/// The body of the answer to a lead that is posted by hand.
fn posted(url: &str) -> Option<String> {
    let rest = url.strip_prefix("http://127.0.0.1:")?;
    let (port, path) = rest.split_once('/')?;
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port.parse().ok()?)).ok()?;
    write!(stream, "POST /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer.split_once("\r\n\r\n")?.1.to_owned())
}

#[test]
fn without_a_fault_everything_is_well() {
    for sandbox in [Sandbox::start(&[]), Sandbox::start_tls(&[])] {
        for profile in PROFILES {
            for command in ["validate", "test-lead"] {
                let report = sandbox.json(&[command, profile]);
                assert_eq!((&report["ok"], &report["exit_status"]), (&true.into(), &0.into()), "{command} {profile}: {report}");
            }
        }
        assert_eq!(sandbox.leads().len(), PROFILES.len());
    }
}

#[test]
fn a_name_that_does_not_resolve_is_held_against_one_that_does() {
    for (fault, profile, check) in [
        ("https/host-not-found", "sandbox-https", "https/host-resolves"),
        ("storage/account-dns-not-found", "sandbox-azure-table", "azure-table/host-resolves"),
        ("marketo/server-instance-wrong", "sandbox-marketo", "marketo/host-resolves"),
        ("storage/account-dns-not-found", WITHDRAWN, "azure-blob/host-resolves"),
    ] {
        let sandbox = Sandbox::start(&[fault]);
        let (report, _) = run(&sandbox, &["validate", profile, "--format", "json"]);
        let mut failed = checks(&report["profiles"][0], "fail");
        failed.retain(|(_, entry)| entry != OF_THE_BLOBS[0]);
        assert_eq!(failed, [(check.to_owned(), fault.to_owned())]);
    }
}
