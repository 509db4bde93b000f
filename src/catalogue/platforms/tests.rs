//! What platforms say in other languages (`entries/platforms.toml`): each phrase gives its entry where it is about a destination of
//! leads, and none where it is about another product; and texts around them, as people paste them (`tests/data/catalogue/platforms.jsonl`).

use std::collections::BTreeMap;
use std::path::Path;

use super::diagnose;
use super::tests::{DATA, assert_none, mismatch};

const TABLE: &str = include_str!("../entries/platforms.toml");

/// The phrases of a meaning, with their languages, as a program would write them: something stands in each gap.
fn phrases(meaning: &str) -> Vec<(String, String)> {
    let table: BTreeMap<String, BTreeMap<String, String>> = toml_edit::de::from_str(TABLE).unwrap();
    let written = |text: &str| text.replace('…', "(429) 1").replace('*', "x");
    table[meaning].iter().flat_map(|(lang, texts)| texts.split(" | ").map(|text| (lang.clone(), written(text)))).collect()
}

/// What the platforms of programs say, and the entry that an address for leads makes of it.
const CALLS: [(&str, &str); 7] = [
    ("refused", "https/connection-refused"),
    ("reset", "https/connection-reset"),
    ("closed", "https/connection-reset"),
    ("unknown_name", "https/host-not-found"),
    ("timed_out", "https/timeout"),
    ("untrusted", "https/tls-untrusted-certificate"),
    ("invalid_uri", "https/url-malformed"),
];

/// What is wrong with the answers to the phrases of a meaning, each in every dress: `{}` stands for the phrase.
fn wrong(meaning: &str, dresses: &[&str], entry: &str) -> Vec<String> {
    let complaint = |(lang, phrase): (String, String)| {
        let answers = dresses.iter().filter_map(move |dress| mismatch(&dress.replace("{}", &phrase), &[entry]));
        answers.map(move |complaint| format!("{meaning} {lang}: {complaint}")).collect::<Vec<_>>()
    };
    phrases(meaning).into_iter().flat_map(complaint).collect()
}

#[test]
fn a_call_to_a_webhook_is_known_in_every_language() {
    let dresses = ["webhook https://in.fabrikam.example/x: {}", "{}\n   Webhook https://in.fabrikam.example"];
    assert_none(CALLS.into_iter().flat_map(|(meaning, entry)| wrong(meaning, &dresses, entry)).collect());
}

#[test]
fn a_call_to_a_host_for_leads_is_known_in_every_language() {
    let dresses = [
        "POST https://leads.fabrikam.example/intake\n{}",
        "System.Net.Http.HttpRequestException: {} (leads.fabrikam.example:443)",
        "{\"level\":\"error\",\"url\":\"https://api.fabrikam.example/leads\",\"message\":\"{}\"}",
    ];
    let calls = CALLS.into_iter().filter(|(meaning, _)| *meaning != "invalid_uri");
    assert_none(calls.flat_map(|(meaning, entry)| wrong(meaning, &dresses, entry)).collect());
}

#[test]
fn a_status_is_known_in_every_language() {
    let mut complaints = Vec::new();
    let flow = "https://prod-12.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=x";
    for (lang, phrase) in phrases("remote_error") {
        for (status, address, entry) in [
            (405, "https://leads.fabrikam.example/form", "https/wrong-method-or-path"),
            (429, "https://leads.fabrikam.example/form", "https/rate-limited"),
            (500, "https://leads.fabrikam.example/form", "https/endpoint-server-error"),
            (502, "https://leads.fabrikam.example/form", "https/bad-gateway"),
            (503, "https://leads.fabrikam.example/form", "https/endpoint-unavailable"),
            (504, "webhook https://in.fabrikam.example", "https/timeout"),
            (302, "webhook https://in.fabrikam.example", "https/redirect"),
            (404, flow, "https/workflow-not-found"),
            (401, flow, "https/signature-wrong"),
            (502, flow, "https/flow-no-response"),
            (401, "https://fabrikam-leads.azurewebsites.net/api/lead?code=x", "https/function-key-wrong"),
            (401, "https://fabrikam-leads.azurewebsites.net/api/lead", "https/function-key-missing"),
            (401, "https://fabrikam.crm4.dynamics.com/api/data/v9.2/leads", "dynamics/unauthorized-token"),
            (403, "https://fabrikam.crm4.dynamics.com/api/data/v9.2/leads", "dynamics/forbidden-unspecified"),
            (404, "https://fabrikam.crm4.dynamics.com/api/data/v9.2/leads", "dynamics/wrong-api-path"),
            (429, "https://fabrikam.crm4.dynamics.com/api/data/v9.2/leads", "dynamics/rate-limited"),
        ] {
            let text = match phrase.contains("(429)") {
                true => format!("{} POST {address}", phrase.replace("429", &status.to_string())),
                false => format!("{phrase}: ({status}) xyz. POST {address}"),
            };
            complaints.extend(mismatch(&text, &[entry]).map(|complaint| format!("{lang} {status}: {complaint}")));
        }
    }
    assert_none(complaints);
}

#[test]
fn the_page_of_a_browser_is_known_by_its_code() {
    for (code, entry) in [
        ("ERR_CONNECTION_REFUSED", "https/connection-refused"),
        ("ERR_CONNECTION_RESET", "https/connection-reset"),
        ("ERR_EMPTY_RESPONSE", "https/connection-reset"),
        ("PR_CONNECT_RESET_ERROR", "https/connection-reset"),
        ("DNS_PROBE_FINISHED_NXDOMAIN", "https/host-not-found"),
        ("ERR_NAME_NOT_RESOLVED", "https/host-not-found"),
        ("ERR_CONNECTION_TIMED_OUT", "https/timeout"),
        ("ERR_TOO_MANY_REDIRECTS", "https/redirect"),
        ("NET::ERR_CERT_AUTHORITY_INVALID", "https/tls-untrusted-certificate"),
        ("SEC_ERROR_UNKNOWN_ISSUER", "https/tls-untrusted-certificate"),
        ("MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT", "https/tls-untrusted-certificate"),
        ("NET::ERR_CERT_DATE_INVALID", "https/tls-certificate-expired"),
        ("SEC_ERROR_EXPIRED_CERTIFICATE", "https/tls-certificate-expired"),
        ("NET::ERR_CERT_COMMON_NAME_INVALID", "https/tls-hostname-mismatch"),
        ("SSL_ERROR_BAD_CERT_DOMAIN", "https/tls-hostname-mismatch"),
    ] {
        for host in ["leads.fabrikam.example", "hooks.fabrikam.example", "fabrikam.example/webhook", "crm.fabrikam.example"] {
            assert_none(mismatch(&format!("Сайт {host} недоступен\n{code}"), &[entry]).into_iter().collect());
        }
        for other in [
            format!("Сайт www.fabrikam.example недоступен\n{code}"),
            format!("gitlab crm.fabrikam.example {code}"),
            format!("http://localhost:3000/leads {code}"),
        ] {
            assert!(diagnose(&other).matches.is_empty(), "{other}");
        }
    }
    assert_none(
        mismatch("无法访问此网站 fabrikam.crm15.dynamics.com DNS_PROBE_FINISHED_NXDOMAIN", &["dynamics/host-not-found"]).into_iter().collect(),
    );
}

#[test]
fn the_pages_and_answers_of_services_are_known_in_every_language() {
    let mut complaints = Vec::new();
    for (meaning, dress, entry) in [
        ("admin_grants", "Leads Connector {}", "entra/consent-required"),
        ("criteria", "{}", "entra/conditional-access-blocked"),
        ("account_locked", "login.microsoftonline.com: {}", "entra/account-locked"),
        ("not_member", "403 https://fabrikam.crm4.dynamics.com {}", "dynamics/user-not-member"),
        ("restricted_picklist", "Salesforce: LeadSource: {}: AzureMarketplace-INS", "salesforce/restricted-picklist"),
        ("odd_country", "FIELD_INTEGRITY_EXCEPTION, {}", "salesforce/country-picklist"),
        ("required_fields", "Salesforce Web-to-Lead: {}: [Company]", "salesforce/required-field"),
        ("creating_duplicate", "Salesforce: {}.", "salesforce/duplicate-rule"),
        ("unreachable", "https://fabrikam.crm4.dynamics.com {}", "dynamics/url-unreachable"),
        ("business_process", "Dynamics 365: {}", "dynamics/plugin-error"),
        ("password_expired", "Microsoft Entra, Dynamics CRM: {}", "entra/password-expired"),
        ("flow_deadline", "Power Automate: logic.azure.com URL, {}", "https/power-automate-url-retired"),
    ] {
        complaints.extend(wrong(meaning, &[dress], entry));
    }
    let ends = phrases("used_up");
    for (lang, phrase) in phrases("daily") {
        for (_, end) in ends.iter().filter(|(known, _)| *known == lang) {
            let text = format!("Salesforce: {phrase} Web-to-Lead (500) {end}.");
            complaints.extend(mismatch(&text, &["salesforce/daily-limit-reached"]).map(|complaint| format!("{lang}: {complaint}")));
        }
    }
    assert_none(complaints);
}

#[test]
fn the_same_words_of_other_products_are_no_answer() {
    let mut complaints = Vec::new();
    let meanings = CALLS.map(|(meaning, _)| meaning).into_iter().chain([
        "remote_error",
        "not_member",
        "account_locked",
        "restricted_picklist",
        "required_fields",
        "creating_duplicate",
        "odd_country",
        "daily",
    ]);
    for (lang, phrase) in meanings.flat_map(phrases) {
        for text in [
            phrase.clone(),
            format!("psql: host db.fabrikam.example port 5432: {phrase} (database \"leads\")"),
            format!("git push https://git.fabrikam.example/leads.git: {phrase}"),
            format!("SqlException: {phrase} (SQL Server, https://portal.fabrikam.example, leads)"),
            format!("smtp.fabrikam.example: {phrase}: leads@fabrikam.example"),
            format!("GET https://www.fabrikam.example/prices: {phrase} (404)"),
            format!("npm ERR! https://registry.fabrikam.example/lead {phrase} (503)"),
            format!("HubSpot https://api.hubapi.com/crm/v3/objects/leads {phrase} (429)"),
        ] {
            complaints.extend(diagnose(&text).matches.first().map(|found| format!("{lang}: {}: {text}", found.entry.id)));
        }
    }
    assert_none(complaints);
}

#[test]
fn texts_around_them_are_known_or_not_by_what_they_are_about() {
    let text = std::fs::read_to_string(Path::new(DATA).join("platforms.jsonl")).unwrap();
    let mut complaints = Vec::new();
    let mut languages: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for row in text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()) {
        let (lang, text, id) = (row["lang"].as_str().unwrap(), row["text"].as_str().unwrap(), row["id"].as_str());
        languages.entry(lang.to_owned()).or_default()[usize::from(id.is_none())] += 1;
        match id {
            // As a program's log has it, too.
            Some(id) => complaints
                .extend([text.to_owned(), serde_json::json!({ "message": text }).to_string()].iter().filter_map(|text| mismatch(text, &[id]))),
            None => complaints.extend(diagnose(text).matches.first().map(|found| format!("{}: {text}", found.entry.id))),
        }
    }
    assert_none(complaints);
    let few: Vec<_> = languages.iter().filter(|(_, [known, others])| *known < 2 || *others < 1).collect();
    assert!(languages.len() >= 18 && few.is_empty(), "{few:?}");
}
