//! Credentials that are wrong, withdrawn or for something else; and that none of them shows.

use super::*;

#[test]
fn wrong_credentials_are_told_apart() {
    let sandbox = Sandbox::start(&[]);
    let (id, secret, at) = (sandbox.value(PROFILE, "client_id"), sandbox.value(PROFILE, "client_secret"), sandbox.value(PROFILE, "rest_url"));
    for (client, key, words) in [(id.as_str(), SECRET, "secret is not its own"), (ID, secret.as_str(), "knows no such client ID")] {
        let user = User::new().with("SECRET", key);
        user.write(
            "leadctl.toml",
            &format!("[profile.m]\ndestination = \"marketo\"\nmunchkin_id = \"123-PQR-789\"\nform_id = \"1179\"\nclient_id = \"{client}\"\nclient_secret = \"env:SECRET\"\nrest_url = \"{at}\"\n"),
        );
        let report = user.json(&["validate"]);
        let failed = check(&report, "marketo/token");
        assert_eq!((&report["exit_status"], &failed["entry"]), (&json!(1), &json!("marketo/invalid-client-credentials")), "{report}");
        assert!(failed["message"].as_str().unwrap().contains(words), "{failed}");
    }
}

#[test]
fn credentials_that_are_withdrawn_during_the_run_are_named() {
    for command in ["validate", "test-lead"] {
        let sign_ins = AtomicUsize::new(0);
        let server = Server::start(move |stream, head| {
            let (status, body) = if !head.contains("/identity/") {
                (200, "{\"success\":false,\"errors\":[{\"code\":\"602\",\"message\":\"Access token expired\"}]}".to_owned())
            } else if sign_ins.fetch_add(1, Ordering::SeqCst) == 0 {
                (200, format!("{{\"access_token\":\"{TOKEN}\"}}"))
            } else {
                (401, "{\"error\":\"invalid_client\",\"error_description\":\"Bad client credentials\"}".to_owned())
            };
            drop(stream.write_all(&answer(status, "Content-Type: application/json\r\n", &body)));
        });
        let report = user(server.port).json(&[command, "m"]);
        assert_eq!(report["exit_status"], 1, "{report}");
        assert!(report.to_string().contains("marketo/invalid-client-credentials") && !report.to_string().contains(&TOKEN[..36]), "{report}");
    }
}

#[test]
fn an_instance_without_an_identity_service_is_the_wrong_one() {
    let server = Server::saying(answer(404, "Content-Type: text/plain\r\n", "Not Found"));
    let report = user(server.port).json(&["validate", "m"]);
    assert_eq!(check(&report, "marketo/token")["entry"], "marketo/server-instance-wrong", "{report}");
}

#[test]
fn what_is_not_marketo_is_told() {
    for (body, kind, words) in [
        ("<html>Sign in</html>", "text/html", "web page"),
        ("[]", "application/json", "not Marketo's"),
        ("{\"success\": \"yes\"}", "application/json", "not Marketo's"),
    ] {
        let server = Server::saying(answer(200, &format!("Content-Type: {kind}\r\n"), body));
        let user = user(server.port);
        for command in ["validate", "test-lead"] {
            let report = user.json(&[command, "m"]);
            assert_eq!(report["exit_status"], 1, "{report}");
            assert!(report.to_string().contains(words), "{body}: {report}");
            assert!(!report.to_string().contains("\"accepted\":true"), "{report}");
        }
    }
}

#[test]
fn neither_secret_nor_token_shows() {
    let echo = Server::start(|stream, head| {
        let body = if head.contains("/identity/") {
            format!("{{\"access_token\":\"{TOKEN}\",\"token_type\":\"bearer\",\"scope\":\"jane.canary@contoso.example\"}}")
        } else {
            let said = head.replace(['"', '\r', '\n', '\\'], " ");
            format!("{{\"requestId\":\"1#1\",\"success\":false,\"errors\":[{{\"code\":\"603\",\"message\":\"{said}\"}}]}}")
        };
        drop(stream.write_all(&answer(200, "Content-Type: application/json\r\n", &body)));
    });
    let user = user(echo.port);
    for format in ["human", "json", "junit", "sarif", "github"] {
        for command in [&["validate", "m"][..], &["test-lead", "m", "--wait", "0s"]] {
            let said = user.run(&[command, &["--format", format, "-vv"]].concat());
            let all = format!("{}{}", said.stdout, said.stderr);
            for canary in [SECRET, TOKEN, &TOKEN[..36], "jane.canary"] {
                assert!(!all.contains(canary), "{command:?} {format}: {canary}\n{all}");
            }
            assert!(all.contains("[redacted]"), "{all}");
        }
    }
    let said = user.run(&["test-lead", "m", "--dry-run", "--format", "curl"]).ends_with(0);
    assert!(!said.stdout.contains(SECRET), "{}", said.stdout);
}
