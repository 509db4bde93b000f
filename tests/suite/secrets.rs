//! The canary: marked secrets go through every command, format and verbosity, against servers that send them back, and never show.

use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use crate::support::{KEY, Said, Sandbox, Server, User, answer};

/// A function's key, as Azure makes them: in a URL it is percent-encoded.
const CODE: &str = "C4naryC0de/with+slash0123456789abcdefghijklmnopqrstuvw==";
/// A flow's signature.
const SIG: &str = "C4narySig-_0123456789abcdefghijklmnopqrstuv";
/// The signature of a SAS.
const SAS: &str = "C4narySas/01+3456789abcdefghijklmnopqrstuvw=";
/// A password in a URL.
const PASS: &str = "C4nary/Pass+w0rd";
/// The proxy's password.
const PROXY: &str = "C4nary/Pr0xy+pass";

const SECRETS: [&str; 6] = [KEY, CODE, SIG, SAS, PASS, PROXY];

const FORMATS: [&str; 6] = ["human", "json", "junit", "sarif", "github", "curl"];
const LOUDNESS: [&[&str]; 4] = [&["-q"], &[], &["-v"], &["-vv"]];

fn percent(value: &str, lower: bool) -> String {
    let escape = |byte: u8| if lower { format!("%{byte:02x}") } else { format!("%{byte:02X}") };
    value
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) { char::from(byte).to_string() } else { escape(byte) })
        .collect()
}

/// The inner part of base64 at each of the three alignments: what no neighbour changes.
fn base64s(value: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for shift in 0..3 {
        let bytes = [&b"::"[..shift], value.as_bytes()].concat();
        for engine in [&STANDARD, &URL_SAFE] {
            let text = engine.encode(&bytes);
            let inner = &text[(shift * 8).div_ceil(6)..bytes.len() * 8 / 6];
            forms.push(inner.to_owned());
        }
    }
    forms
}

/// Every form in which a server may write a value.
fn forms(value: &str) -> Vec<String> {
    let mut forms = vec![
        value.to_owned(),
        percent(value, false),
        percent(value, true),
        percent(&percent(value, false), false),
        value.replace('/', "\\/"),
        value.replace('+', "\\u002B"),
        value.replace('+', "\\u002b"),
        value.replace('+', "\\u002B").replace('/', "\\/"),
        value.replace('+', "\\u002B").replace('=', "\\u003D"),
        value.replace('+', "&#43;").replace('=', "&#61;"),
    ];
    forms.extend(base64s(value));
    forms.dedup();
    forms
}

#[track_caller]
fn clean(what: &str, said: &Said, secrets: &[impl AsRef<str>]) {
    for secret in secrets {
        for form in forms(secret.as_ref()) {
            for (stream, text) in [("standard output", &said.stdout), ("standard error", &said.stderr)] {
                if let Some(at) = text.find(&form) {
                    let around: String = String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(200)..(at + 200).min(text.len())]).into_owned();
                    panic!("{what}: {form} on {stream}:\n…{around}…");
                }
            }
        }
    }
    assert!(said.status != 70 && said.status != -1, "{what}: {}", said.stderr);
}

/// Answers with all that it was sent, and every secret in every form, in a JSON error with a person in it.
fn echoing(status: u16) -> Server {
    Server::start(move |stream, request| {
        let every: Vec<String> = SECRETS.iter().flat_map(|secret| forms(secret)).collect();
        let query = request.split(' ').nth(1).unwrap_or_default().to_owned();
        let words = format!("You sent {request} that is {} for jane.canary@contoso.example", every.join(" , "));
        let person =
            serde_json::json!({"FirstName": "Jane", "lastName": "Canary", "phone": "+31 6 5550 0100", "email": "jane.canary@contoso.example"});
        let body = serde_json::json!({
            "error": {"code": "Echo", "message": words},
            "odata.error": {"code": "Echo", "message": {"value": words}},
            "userDetails": person,
            "CustomerInfo": person.to_string(),
        });
        // As .NET and PHP write it: escaped where it need not be.
        let body = body.to_string().replace("&", "\\u0026").replace('+', "\\u002B");
        let headers = format!("Content-Type: application/json\r\nX-Echo: {}\r\nX-Secrets: {}\r\nLocation: {query}\r\n", query, every.join(" "));
        drop(stream.write_all(&answer(status, &headers, &body)));
    })
}

/// Profiles with every secret in every place that holds one.
fn user(port: u16) -> User {
    let at = format!("http://127.0.0.1:{port}");
    let flow = format!(
        "{at}/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={SIG}"
    );
    let table = format!("DefaultEndpointsProtocol=http;AccountName=sandboxleads;AccountKey={KEY};TableEndpoint={at}/sandboxleads;");
    let sas = format!(
        "TableEndpoint={at}/sandboxleads;SharedAccessSignature=sv=2019-02-02&ss=t&srt=sco&sp=rwdlacu&se=2099-12-31T00:00:00Z&spr=https,http&sig={}",
        percent(SAS, false)
    );
    let proxy = format!("http://canary:{}@127.0.0.1:9", percent(PROXY, false));
    let blob = table.replace("TableEndpoint", "BlobEndpoint");
    let user = User::new()
        .with("CANARY_BLOB", blob)
        .with("HTTP_PROXY", proxy)
        .with("CANARY_URL", &flow)
        .with("CANARY_STRING", &table)
        .with("CANARY_SAS", &sas);
    user.write("sas.txt", &sas);
    user.write(
        "leadctl.toml",
        &format!(
            "[profile.code]\ndestination = \"https\"\nurl = \"plain:{at}/api/hook?code={}\"\n[profile.flow]\ndestination = \"https\"\nurl = \"env:CANARY_URL\"\n[profile.pass]\ndestination = \"https\"\nurl = \"plain:http://user:{}@127.0.0.1:{port}/hook\"\n[profile.table]\ndestination = \"azure-table\"\nconnection_string = \"env:CANARY_STRING\"\n[profile.sas]\ndestination = \"azure-table\"\nconnection_string = \"file:sas.txt\"\n[profile.plain]\ndestination = \"azure-table\"\nconnection_string = \"plain:{table}\"\n[profile.blob]\ndestination = \"azure-blob\"\nconnection_string = \"env:CANARY_BLOB\"\ncontainer = \"leads\"\n[profile.bare]\ndestination = \"azure-table\"\nconnection_string = \"{table}\"\n",
            percent(CODE, false),
            percent(PASS, false),
        ),
    );
    user
}

#[test]
fn nothing_shows_of_what_a_server_sends_back() {
    for status in [200, 403, 500] {
        let server = echoing(status);
        let user = user(server.port);
        for (index, format) in FORMATS.iter().enumerate() {
            for (loud, flags) in LOUDNESS.iter().enumerate() {
                // Each status meets each format and each loudness, not all three at once.
                if (index + loud + usize::from(status / 100)) % 3 != 0 && *format != "human" {
                    continue;
                }
                for command in [
                    &["validate", "--all"][..],
                    &["test-lead", "code", "flow", "pass", "table", "sas", "--wait", "0s", "--cleanup", "--create-table"],
                    &["test-lead", "--dry-run", "code", "flow", "pass", "table", "sas", "plain"],
                    &["test-lead", "bare"],
                    &["migrate", "blob-to-table", "--from", "blob", "--to", "table", "--yes"],
                    &["migrate", "blob-to-table", "--from", "blob", "--to", "bare", "--yes"],
                ] {
                    // A service that is busy is asked for half a minute.
                    if status == 500 && command[0] == "migrate" {
                        continue;
                    }
                    let arguments = [command, flags, &["--format", format, "--timeout", "2s"]].concat();
                    let said = user.run(&arguments);
                    // A run knows the secrets of the profiles that it uses.
                    let secrets = if command[0] == "migrate" { &[KEY, PROXY][..] } else { &SECRETS };
                    clean(&format!("{status} {arguments:?}"), &said, secrets);
                    for person in ["jane.canary@", "\"Jane\"", "\"Canary\"", "\\\"Jane\\\"", "5550 0100"] {
                        assert!(!said.stderr.contains(person) && !said.stdout.contains(person), "{arguments:?}: {person}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_proxys_password_stays_out_of_sight() {
    let server = echoing(403);
    for (variable, scheme) in [("HTTPS_PROXY", "http://"), ("https_proxy", ""), ("HTTP_PROXY", "http://"), ("ALL_PROXY", "http://")] {
        let proxy = format!("{scheme}canary:{}@127.0.0.1:{}", percent(PROXY, false), server.port);
        // Loopback is not proxied: the endpoint itself sends the password back.
        let user = server.user().with(variable, &proxy);
        clean(variable, &user.run(&["test-lead", "web", "-vv", "--timeout", "2s"]).ends_with(1), &[PROXY]);
        // And here the proxy does, when it is asked for a tunnel.
        user.write("leadctl.toml", "[profile.far]\ndestination = \"https\"\nurl = \"https://leads.contoso.example/hook\"\n");
        clean(variable, &user.run(&["test-lead", "-vv", "--timeout", "2s"]), &[PROXY]);
    }
}

/// Commands that need no network, with secrets in their arguments, their input and their files.
#[test]
fn nothing_shows_of_what_is_typed_pasted_or_kept() {
    let flow = format!(
        "https://default0123456789abcdef0123456789abcd.ef.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={SIG}"
    );
    let string = format!("DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey={KEY};EndpointSuffix=core.windows.net");
    let json = serde_json::json!({"connectionString": string}).to_string().replace('/', "\\/");
    let sas = format!(
        "TableEndpoint=https://contosoleads.table.core.windows.net/;SharedAccessSignature=sv=2019-02-02&ss=t&srt=sco&sp=r&se=2020-01-01T00:00:00Z&sig={}",
        percent(SAS, false)
    );
    let basic = format!("https://user:{}@leads.contoso.example/hook", percent(PASS, false));
    let broken = string.replace(";EndpointSuffix", ";;Endpoint Suffix");
    let error = format!(
        "Server failed to authenticate the request. {string} at {flow} and {basic} with {sas}, code: {}",
        format_args!("https://f.azurewebsites.net/api/x?code={}", percent(CODE, false))
    );
    let flag = format!("--{string}");
    let calls: Vec<(Vec<&str>, &str)> = vec![
        (vec!["configure", "azure-table", "-p", "t1", "--connection-string", "env:CANARY_STRING"], ""),
        (vec!["configure", "azure-table", "-p", "t2", "--connection-string", "-", "--secret-store", "file"], &string),
        (vec!["configure", "azure-table", "-p", "t3", "--connection-string", "-", "--secret-store", "file"], &broken),
        (vec!["configure", "azure-table", "-p", "t4", "--connection-string", "-"], &string),
        (vec!["configure", "azure-table", "-p", "t5", "--connection-string", &string], ""),
        (vec!["configure", "azure-table", "-p", "t6", "--connection-string", &sas], ""),
        (vec!["configure", "azure-table", "-p", "t7", "--connection-string", "-", "--secret-store", "file"], &sas),
        (vec!["configure", "https", "-p", "w1", "--url", &flow], ""),
        (vec!["configure", "https", "-p", "w2", "--url", &basic], ""),
        (vec!["configure", "https", "-p", "w3", "--url", "-", "--secret-store", "file"], &basic),
        (vec!["configure", "https", "-p", "w4", "--url", "env:CANARY_URL"], ""),
        (vec!["configure", "--from-paste", "-", "-p", "p1", "--secret-store", "file"], &json),
        (vec!["configure", "--from-paste", "-", "-p", "p2", "--secret-store", "file"], &flow),
        (vec!["configure", "--from-paste", "-", "-p", "p3"], &string),
        (vec!["configure", "--from-paste", "-", "-p", "p4", "--secret-store", "file"], &error),
        (vec!["configure", &string], ""),
        (vec!["configure", "azure-table", "--connection-sting", &string], ""),
        (vec!["validate", &flow], ""),
        (vec!["validate", &flag], ""),
        (vec!["test-lead", "--profile", &string], ""),
        (vec!["validate", "--config", &flow], ""),
        (vec!["validate", "--all", "--offline"], ""),
        (vec!["diagnose", &error], ""),
        (vec!["diagnose", "-"], &error),
        (vec!["diagnose"], &flow),
        (vec!["explain", &flow], ""),
        (vec!["schema", &string], ""),
        (vec!["profile", "show", &string], ""),
        (vec!["profile", "list"], ""),
        (vec!["profile", "show", "code"], ""),
        (vec!["profile", "show", "plain"], ""),
        (vec!["profile", "show", "bare"], ""),
        (vec!["profile", "rename", "plain", "plainer"], ""),
        (vec!["profile", "remove", "plainer", "--yes"], ""),
        (vec!["profile", "trust", "--yes"], ""),
        (vec!["profile", "path"], ""),
        (vec!["explain"], ""),
        (vec!["schema"], ""),
        (vec!["completions", "bash"], ""),
        (vec!["man"], ""),
        (vec!["demo"], ""),
    ];
    for format in FORMATS {
        for flags in LOUDNESS {
            if format != "human" && flags.len() == 1 && flags[0] != "-vv" {
                continue;
            }
            let user = user(9);
            for (arguments, stdin) in &calls {
                let arguments = [arguments.as_slice(), flags, &["--format", format]].concat();
                let said = user.pipe(&arguments, stdin);
                clean(&format!("{arguments:?}"), &said, &SECRETS);
            }
        }
    }
}

#[test]
fn the_sandboxs_own_secrets_stay_out_of_the_commands_that_use_them() {
    for faults in
        [&[][..], &["storage/key-invalid", "https/signature-wrong"], &["https/function-key-wrong", "storage/sas-expired"], &["sandbox/redirect-loop"]]
    {
        let sandbox = Sandbox::start(faults);
        let part = |profile: &str, key: &str, mark: &str| {
            let value = sandbox.value(profile, key);
            value.split(mark).nth(1).map(|rest| rest.split([';', '&']).next().unwrap_or_default().to_owned())
        };
        let secrets: Vec<String> = [
            part("sandbox-azure-table", "connection_string", "AccountKey="),
            part("sandbox-azure-table", "connection_string", "&sig="),
            part("sandbox-flow", "url", "&sig="),
            part("sandbox-https", "url", "?code="),
        ]
        .into_iter()
        .flatten()
        .map(|value| percent_encoding::percent_decode_str(&value).decode_utf8_lossy().into_owned())
        .collect();
        assert!(secrets.len() >= 2, "{secrets:?}");
        let flags = sandbox.flags();
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        for format in FORMATS {
            for command in [
                &["validate", "--all", "-vv"][..],
                &["test-lead", "--all", "-vv", "--wait", "0s"],
                &["test-lead", "--all", "--dry-run"],
                &["profile", "list"],
            ] {
                let said = User::new().run(&[command, &["--format", format], flags.as_slice()].concat());
                clean(&format!("{faults:?} {command:?} {format}"), &said, &secrets);
            }
        }
    }
}

#[test]
fn a_challenge_is_shown_as_it_is_and_a_token_is_not() {
    let challenge =
        "Bearer authorization_uri=https://login.microsoftonline.com/contoso.example/oauth2/authorize, resource_id=https://storage.azure.com";
    let token = "Bearer eyJhbGciOiJIUzI1NiJ9.e30.abcdefghijklmnop";
    let server = crate::support::Server::saying(crate::support::answer(401, &format!("WWW-Authenticate: {challenge}\r\nX-Seen: {token}\r\n"), ""));
    let said = server.user().run(&["leads", "list", "table", "-vv"]);
    assert!(said.stderr.contains(&format!("www-authenticate: {challenge}\n")), "{}", said.stderr);
    assert!(said.stderr.contains("x-seen: Bearer [redacted]\n"), "{}", said.stderr);
}
