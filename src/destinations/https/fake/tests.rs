//! The receivers from the outside: what they take, and each mistake's answer.

use serde_json::json;

use super::*;

fn mount() -> Mount {
    Mount { base: "http://127.0.0.1:8080/https".into(), secure_base: None, refused_base: "http://127.0.0.1:9/https".into() }
}

fn post(url: &str, body: &str) -> FakeRequest {
    let target = url.strip_prefix("http://127.0.0.1:8080").unwrap_or_else(|| panic!("{url}"));
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
    let headers = vec![("host".into(), "127.0.0.1:8080".into()), ("content-type".into(), "application/json".into())];
    let now = "2026-10-01T12:00:00Z".parse().unwrap();
    FakeRequest { method: "POST".into(), path: path.into(), query, headers, body: body.into(), secure: false, now }
}

fn on(ids: &[&str]) -> Faults {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// The URL in a profile written with these faults.
fn url(fake: &HttpsFake, profile: usize, faults: &Faults) -> String {
    let profile = fake.profiles(&mount(), faults).remove(profile);
    profile.settings[1].1.strip_prefix("plain:").unwrap().to_owned()
}

fn code(answer: &FakeAnswer) -> String {
    let FakeBody::Whole(body) = &answer.body else { panic!("no whole body") };
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    body["error"]["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn good_profiles_deliver() {
    let fake = HttpsFake::new();
    let lead = r#"{"userDetails":{"firstName":null},"leadSource":"AzureMarketplace"}"#;
    for (profile, status) in [(0, 200), (1, 202)] {
        let answer = fake.answer(&post(&url(&fake, profile, &on(&[])), lead), &on(&[]));
        assert_eq!(answer.status, status);
        assert_eq!(answer.arrived, Some(serde_json::from_str(lead).unwrap()));
        assert_eq!(answer.headers.iter().any(|(name, _)| name == "x-ms-workflow-run-id"), status == 202);
    }
    assert_eq!(fake.leads().len(), 2);
    let answer = fake.answer(&post("http://127.0.0.1:8080/https/leads", "name=Ada"), &on(&[]));
    assert_eq!(answer.arrived, Some(json!("name=Ada")));
    let key = format!("http://127.0.0.1:8080/https/api/leads?code={}", utf8_percent_encode(&fake.function_key, NON_ALPHANUMERIC));
    assert_eq!(fake.answer(&post(&key, lead), &on(&[])).status, 200);
}

#[test]
fn the_trigger_url_has_the_documented_shape() {
    let fake = HttpsFake::new();
    let url = url(&fake, 1, &on(&[]));
    let shape = regex::Regex::new(
        r"^http://127\.0\.0\.1:8080/https/powerautomate/automations/direct/workflows/[0-9a-f]{32}/triggers/manual/paths/invoke\?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1\.0&sig=[A-Za-z0-9_-]{43}$",
    );
    assert!(shape.unwrap().is_match(&url), "{url}");
}

#[test]
fn each_fault_shows_with_the_profile_that_it_writes() {
    let fake = HttpsFake::new();
    let cases = [
        (0, "https/bad-gateway", 502, ""),
        (0, "https/endpoint-server-error", 500, ""),
        (0, "https/endpoint-unavailable", 503, ""),
        (0, "https/function-key-missing", 401, ""),
        (0, "https/function-key-wrong", 401, ""),
        (0, "https/rate-limited", 429, ""),
        (0, "https/redirect", 302, ""),
        (0, "https/waf-blocked", 403, ""),
        (0, "https/wrong-method-or-path", 404, ""),
        (0, "sandbox/throttle-once", 503, ""),
        (1, "https/rate-limited", 429, ""),
        (1, "https/flow-disabled", 400, "WorkflowTriggerIsNotEnabled"),
        (1, "sandbox/flow-deleted", 400, "WorkflowTriggerIsNotEnabled"),
        (1, "https/flow-no-response", 502, "NoResponse"),
        (1, "https/oauth-required", 401, "DirectApiAuthorizationRequired"),
        (1, "https/power-automate-url-retired", 404, "NotFound"),
        (1, "https/signature-missing", 401, "AuthorizationFailed"),
        (1, "https/signature-wrong", 401, "AuthorizationFailed"),
        (1, "https/trigger-schema-mismatch", 400, "TriggerInputSchemaMismatch"),
        (1, "https/workflow-not-found", 404, "WorkflowNotFound"),
    ];
    for (profile, fault, status, wanted) in cases {
        let faults = on(&[fault]);
        let answer = fake.answer(&post(&url(&fake, profile, &faults), "{}"), &faults);
        assert_eq!((answer.status, code(&answer).as_str()), (status, wanted), "{fault}");
        // Whoever kept the good URL sees the mistake too.
        let answer = fake.answer(&post(&url(&fake, profile, &on(&[])), "{}"), &faults);
        assert_eq!(answer.status, status, "{fault}, good URL");
    }
    assert!(fake.leads().is_empty());
    for (fault, body) in [("https/timeout", "Silence"), ("https/connection-reset", "Hangup")] {
        assert_eq!(format!("{:?}", fake.answer(&post(&url(&fake, 0, &on(&[])), "{}"), &on(&[fault])).body), body);
    }
}

#[test]
fn a_flow_wants_all_four_parameters_and_post() {
    let fake = HttpsFake::new();
    let good = url(&fake, 1, &on(&[]));
    let without = |name: &str| {
        let (path, query) = good.split_once('?').unwrap();
        let kept: Vec<_> = query.split('&').filter(|piece| !piece.starts_with(&format!("{name}="))).collect();
        format!("{path}?{}", kept.join("&"))
    };
    let cases = [
        (without("api-version"), 400, "MissingApiVersionParameter"),
        (without("sp"), 401, "AuthorizationFailed"),
        (without("sv"), 401, "AuthorizationFailed"),
        (without("sig"), 401, "AuthorizationFailed"),
        (good.split('&').next().unwrap().to_owned(), 401, "DirectApiAuthorizationRequired"),
        (good.replace("manual%2Frun", "other%2Frun"), 403, "AuthorizationFailed"),
        (format!("{good}x"), 401, "AuthorizationFailed"),
        (good.replace("/workflows/", "/workflows/0"), 404, "WorkflowNotFound"),
    ];
    for (url, status, wanted) in cases {
        let answer = fake.answer(&post(&url, "{}"), &on(&[]));
        assert_eq!((answer.status, code(&answer).as_str()), (status, wanted), "{url}");
    }
    assert_eq!(fake.answer(&FakeRequest { method: "GET".into(), ..post(&good, "") }, &on(&[])).status, 401 + 2);
    assert_eq!(code(&fake.answer(&post(&good, "not JSON"), &on(&[]))), "InvalidRequestContent");
    let strict = on(&["sandbox/flow-strict-schema"]);
    assert_eq!(code(&fake.answer(&post(&good, r#"{"userDetails":{"title":null}}"#), &strict)), "TriggerInputSchemaMismatch");
    assert_eq!(fake.answer(&post(&good, r#"{"userDetails":{"title":"x"}}"#), &strict).status, 202);
    assert_eq!(fake.answer(&FakeRequest { method: "GET".into(), ..post("http://127.0.0.1:8080/https/leads", "") }, &on(&[])).status, 405);
}

#[test]
fn profiles_carry_the_publishers_mistakes() {
    let fake = HttpsFake::new();
    let at = |profile, fault| url(&fake, profile, &on(&[fault]));
    for profile in [0, 1] {
        assert!(at(profile, "https/host-not-found").starts_with("https://leads.sandbox.invalid/"));
        assert!(at(profile, "https/connection-refused").starts_with("http://127.0.0.1:9/https/"));
        assert!(at(profile, "https/url-malformed").starts_with("http//127.0.0.1"));
    }
    assert!(at(1, "https/oauth-required").ends_with("?api-version=1"));
    assert!(at(1, "https/signature-missing").ends_with("&sv=1.0"));
    assert!(at(1, "https/power-automate-url-retired").contains("/https/workflows/"));
    assert!(at(0, "https/function-key-wrong").contains("/api/leads?code="));
}
