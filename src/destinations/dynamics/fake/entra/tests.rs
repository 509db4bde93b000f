//! The token service from the outside: which mistake is answered first, both versions, users, and what an error's body holds.

use jiff::SignedDuration;
use serde_json::json;

use super::people::THRESHOLD;
use super::*;
use crate::destinations::dynamics::fake::tests::{Both, DATAVERSE, ENTRA, Seen, faults, request};

const GRAPH: &str = "https://graph.microsoft.com/.default";

fn scope() -> String {
    format!("http://127.0.0.1:{DATAVERSE}/.default")
}

fn code(seen: &Seen) -> u64 {
    assert!(seen.status >= 400, "{}", seen.text);
    seen.json()["error_codes"][0].as_u64().unwrap()
}

/// The good request of the lead writer, with some parameters in another form.
fn asked(both: &Both, tenant: &str, changes: &[(&str, &str)], on: &[&str]) -> Seen {
    let (writer, scope) = (&both.world.directory.lead_writer, scope());
    let mut form =
        vec![("client_id", writer.id.as_str()), ("client_secret", &writer.secret.value), ("grant_type", "client_credentials"), ("scope", &scope)];
    form.retain(|(name, _)| !changes.iter().any(|(other, _)| other == name));
    form.extend(changes);
    both.post_form(&format!("/{tenant}/oauth2/v2.0/token"), &form, on)
}

#[test]
fn the_first_mistake_is_the_one_that_is_told() {
    let both = Both::new();
    let home = both.world.directory.home.id.clone();
    let unknown = "11111111-2222-3333-4444-555555555555";
    // Each row has the mistakes of the rows below it too.
    let all = [("grant_type", "x"), ("client_id", unknown), ("client_secret", "x"), ("scope", "https://nowhere.example/.default")];
    assert_eq!(code(&asked(&both, "not_a_tenant", &all, &[])), 900_023);
    assert_eq!(code(&asked(&both, unknown, &all, &[])), 90_002);
    assert_eq!(code(&asked(&both, &home, &[("grant_type", ""), all[1]], &[])), 900_144);
    assert_eq!(code(&asked(&both, &home, &all, &[])), 70_003);
    assert_eq!(code(&asked(&both, &home, &[all[1], all[2], ("scope", "https://nowhere.example")], &[])), 1_002_012);
    assert_eq!(code(&asked(&both, &home, &[all[1], all[2], ("scope", "a/.default b/.default")], &[])), 70_011);
    assert_eq!(code(&asked(&both, &home, &all[1..], &[])), 700_016);
    assert_eq!(code(&asked(&both, &home, &all[2..], &["entra/application-disabled"])), 7_000_112);
    assert_eq!(code(&asked(&both, &home, &all[2..], &[])), 7_000_215);
    assert_eq!(code(&asked(&both, &home, &all[3..], &[])), 500_011);
    assert_eq!(asked(&both, &home, &[], &[]).status, 200);
    assert_eq!(asked(&both, "contoso.onmicrosoft.com", &[], &[]).status, 200, "a verified domain is a directory too");
}

#[test]
fn nothing_of_the_environment_is_in_the_other_directory() {
    let both = Both::new();
    let other = both.world.directory.other.id.clone();
    assert_eq!(code(&asked(&both, &other, &[], &[])), 700_016);
    let user = [("grant_type", "password"), ("username", "x@fabrikam.onmicrosoft.com"), ("password", "x")];
    let form = [&[("client_id", directory::DATAVERSE_SAMPLES), ("client_secret", "")], &user[..]].concat();
    assert_eq!(code(&asked(&both, &other, &form, &[])), 500_011);
    assert_eq!(code(&asked(&both, &other, &[form.as_slice(), &[("scope", GRAPH)]].concat(), &[])), 50_034, "Graph is everywhere, the user not");
}

#[test]
fn the_names_that_stand_for_several_directories_are_taken_where_they_can() {
    let both = Both::new();
    assert_eq!(code(&asked(&both, "common", &[], &[])), 50_059);
    assert_eq!(code(&asked(&both, "organizations", &[], &[])), 50_059);
    assert_eq!(code(&asked(&both, "consumers", &[], &[])), 700_016);
    let user = both.profile("sandbox-dynamics-office365", &[]);
    assert_eq!(both.sign_in(&user, &[]).status, 200, "a user's directory follows from the name");
    let form = [("client_id", directory::DATAVERSE_SAMPLES), ("grant_type", "password"), ("username", "x@y.z"), ("password", "x")];
    for tenant in ["common", "consumers"] {
        assert_eq!(code(&asked(&both, tenant, &[&form[..], &[("client_secret", "")]].concat(), &[])), 9_001_023, "{tenant}");
    }
}

#[test]
fn secrets_come_in_the_body_or_as_http_basic() {
    use base64::Engine as _;
    let both = Both::new();
    let writer = &both.world.directory.lead_writer;
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let ask = |secret: &str| {
        let coded = base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", encode(&writer.id), encode(secret)));
        let headers = [("authorization", format!("Basic {coded}")), ("content-type", "application/x-www-form-urlencoded".to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let body = format!("grant_type=client_credentials&scope={}", encode(&scope()));
        let path = format!("/{}/oauth2/v2.0/token", both.world.directory.home.id);
        Seen::of(both.entra.answer(&request("POST", ENTRA, &path, &headers, &body), &faults(&[])))
    };
    assert_eq!(ask(&writer.secret.value).status, 200);
    assert_eq!(code(&ask("wrong")), 7_000_215);
    assert_eq!(code(&asked(&both, &both.world.directory.home.id, &[("client_secret", "")], &[])), 7_000_216);
    assert_eq!(
        code(&asked(&both, &both.world.directory.home.id, &[("client_secret", &writer.secret.id)], &[])),
        7_000_215,
        "its ID is not its value"
    );
    assert_eq!(code(&asked(&both, &both.world.directory.home.id, &[("client_id", directory::DATAVERSE_SAMPLES)], &[])), 700_025);
    let twice = encode(&writer.secret.value);
    assert_eq!(code(&asked(&both, &both.world.directory.home.id, &[("client_secret", &twice)], &[])), 7_000_215, "encoded twice");
}

#[test]
fn the_first_version_takes_a_resource_and_writes_numbers_as_texts() {
    let both = Both::new();
    let (home, writer) = (&both.world.directory.home.id, &both.world.directory.lead_writer);
    let resource = format!("http://127.0.0.1:{DATAVERSE}/");
    let form = [("client_id", writer.id.as_str()), ("client_secret", &writer.secret.value), ("grant_type", "client_credentials")];
    let path = format!("/{home}/oauth2/token");
    let token = both.post_form(&path, &[&form[..], &[("resource", &resource)]].concat(), &[]);
    assert_eq!((token.status, &token.json()["expires_in"]), (200, &json!("3599")));
    assert_eq!(code(&both.post_form(&path, &form, &[])), 900_144);
    let got = Seen::of(both.entra.answer(&request("GET", ENTRA, &path, &[], ""), &faults(&[])));
    assert_eq!(code(&got), 900_561);
}

#[test]
fn errors_carry_what_support_asks_for() {
    let both = Both::new();
    let path = format!("/{}/oauth2/v2.0/token", both.world.directory.home.id);
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("client-request-id", "7a0c1f5e-0d6b-4f0e-9b6a-2f8f3a1c9d42"),
        ("return-client-request-id", "true"),
    ];
    let ask = |on: &[&str]| {
        let body =
            format!("grant_type=client_credentials&client_id={}&client_secret=x&scope={}", both.world.directory.lead_writer.id, "x%2F.default");
        Seen::of(both.entra.answer(&request("POST", ENTRA, &path, &headers, &body), &faults(on)))
    };
    let seen = ask(&[]);
    let body = seen.json();
    assert_eq!((seen.status, &body["error"]), (401, &json!("invalid_client")));
    let text = body["error_description"].as_str().unwrap();
    let trace = body["trace_id"].as_str().unwrap();
    let wanted = format!(
        " for a secret added to app '{}'. Trace ID: {trace} Correlation ID: {} Timestamp: 2026-10-01 12:00:00Z",
        both.world.directory.lead_writer.id, headers[1].1
    );
    assert!(text.starts_with("AADSTS7000215: Invalid client secret provided.") && text.ends_with(&wanted), "{text}");
    assert_eq!((&body["timestamp"], &body["correlation_id"]), (&json!("2026-10-01 12:00:00Z"), &json!(headers[1].1)));
    assert_eq!(body["error_uri"], format!("http://127.0.0.1:{ENTRA}/error?code=7000215"));
    assert!(seen.header("cache-control").contains("no-store"));
    assert_eq!(seen.header("content-type"), "application/json; charset=utf-8");
    assert_eq!((seen.header("x-ms-request-id"), seen.header("client-request-id")), (trace, headers[1].1));
    let bare = ask(&["sandbox/dynamics-no-error-codes"]).json();
    assert_eq!(bare.as_object().unwrap().keys().collect::<Vec<_>>(), ["error", "error_description"]);
}

/// Signs the user in with this password, so many seconds later.
fn attempt(both: &Both, password: &str, later: i64) -> Seen {
    let user = &both.world.directory.lead_user().name;
    let body: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("client_id", directory::DATAVERSE_SAMPLES), ("grant_type", "password"), ("username", user), ("password", password)])
        .append_pair("scope", &scope())
        .finish();
    let path = format!("/{}/oauth2/v2.0/token", both.world.directory.home.id);
    let mut request = request("POST", ENTRA, &path, &[("content-type", "application/x-www-form-urlencoded")], &body);
    request.now += SignedDuration::from_secs(later);
    Seen::of(both.entra.answer(&request, &faults(&[])))
}

#[test]
fn wrong_passwords_lock_the_account_for_a_minute() {
    let both = Both::new();
    let good = both.world.directory.password.clone();
    for _ in 0..3 * THRESHOLD {
        assert_eq!(code(&attempt(&both, "the same again", 0)), 50_126, "the same wrong password counts once");
    }
    assert_eq!(attempt(&both, &good, 0).status, 200, "a right one clears the count");
    for number in 0..THRESHOLD {
        assert_eq!(code(&attempt(&both, &format!("wrong {number}"), 0)), 50_126);
    }
    assert_eq!(code(&attempt(&both, &good, 59)), 50_053, "locked, even for the right password");
    assert_eq!(attempt(&both, &good, 61).status, 200);
}

#[test]
fn users_are_refused_for_what_is_wrong_with_them() {
    let both = Both::new();
    let (password, domain) = (both.world.directory.password.clone(), both.world.directory.home.domain);
    let ask = |user: &str, password: &str| {
        let form = [
            ("client_id", directory::DATAVERSE_SAMPLES),
            ("client_secret", ""),
            ("grant_type", "password"),
            ("username", user),
            ("password", password),
        ];
        asked(&both, &both.world.directory.home.id, &form, &[])
    };
    let cases = [
        ("leads", 200),
        ("nobody", 50_034),
        ("locked", 50_053),
        ("disabled", 50_057),
        ("expired", 50_055),
        ("passwordless", 50_056),
        ("unconsented", 65_001),
        ("mfa", 50_076),
        ("blocked", 53_003),
    ];
    for (user, wanted) in cases {
        let seen = ask(&format!("{user}@{domain}"), &password);
        if wanted == 200 {
            assert_eq!((seen.status, &seen.json()["scope"]), (200, &json!(format!("http://127.0.0.1:{DATAVERSE}/user_impersonation"))));
        } else {
            assert_eq!(code(&seen), wanted, "{user}");
            assert_eq!((seen.status, &seen.json()["error"]), (400, &json!("invalid_grant")), "{user}");
        }
        if !["nobody", "locked", "leads"].contains(&user) {
            assert_eq!(code(&ask(&format!("{user}@{domain}"), "wrong")), 50_126, "{user}: a wrong password tells nothing more");
        }
    }
    let mfa = ask(&format!("mfa@{domain}"), &password).json();
    assert_eq!((&mfa["suberror"], mfa["claims"].is_string()), (&json!("basic_action"), true));
    assert_eq!(code(&ask("somebody@outlook.com", &password)), 50_020);
}

#[test]
fn the_openid_document_is_the_tenants() {
    let both = Both::new();
    let get = |path: &str| Seen::of(both.entra.answer(&request("GET", ENTRA, path, &[], ""), &faults(&[])));
    let home = &both.world.directory.home;
    for named in [home.id.as_str(), home.domain] {
        let document = get(&format!("/{named}/v2.0/.well-known/openid-configuration")).json();
        assert_eq!(document["issuer"], format!("http://127.0.0.1:{ENTRA}/{}/v2.0", home.id));
        assert_eq!(document["token_endpoint"], format!("http://127.0.0.1:{ENTRA}/{}/oauth2/v2.0/token", home.id));
        let keys = document["jwks_uri"].as_str().unwrap().replace(&format!("http://127.0.0.1:{ENTRA}"), "");
        assert_eq!(get(&keys).status, 200);
    }
    assert_eq!(get(&format!("/{}/.well-known/openid-configuration", home.id)).json()["issuer"], format!("https://sts.windows.net/{}/", home.id));
    assert!(get("/common/v2.0/.well-known/openid-configuration").json()["issuer"].as_str().unwrap().contains("{tenantid}"));
    let unknown = get("/11111111-2222-3333-4444-555555555555/v2.0/.well-known/openid-configuration");
    assert_eq!((unknown.status, &unknown.json()["error"], code(&unknown)), (400, &json!("invalid_tenant"), 90_002));
    assert_eq!(code(&get("/4f0a7d7e-2f0c-4asf-9d3e-5f3f7a1e0c11/v2.0/.well-known/openid-configuration")), 900_023);
    assert_eq!(get("/elsewhere").status, 404);
}

#[test]
fn a_domain_or_a_guid_is_well_formed() {
    for good in ["contoso.com", "a-b.c", "contoso.onmicrosoft.com"] {
        assert_ne!(code_of(good), 900_023, "{good}");
    }
    for bad in ["contoso", "-a.b", "a..b", "{7a0c1f5e-0d6b-4f0e-9b6a-2f8f3a1c9d42}", "a b.c", "7a0c1f5e0d6b4f0e9b6a2f8f3a1c9d42"] {
        assert_eq!(code_of(bad), 900_023, "{bad}");
    }
}

/// 0 where the segment names a tenant.
fn code_of(segment: &str) -> u32 {
    tenants::Named::find(&directory::Directory::new(), segment).err().map_or(0, |refusal| refusal.code)
}
