//! What goes over the wire, held to what the sources show; `tests/data/README.md` names them.

use std::net::IpAddr;
use std::sync::Arc;

use leadctl::core::clock::Clock;
use leadctl::core::io::Resolver;
use leadctl::core::net::BoxFuture;
use serde_json::Value;

use crate::support::{KEY, User, in_process_at};

/// The moment of Microsoft's own example: 636573304831318844 ticks.
struct ThatMoment;

impl Clock for ThatMoment {
    fn now(&self) -> jiff::Timestamp {
        "2018-03-22T15:48:03.1318844Z".parse().unwrap()
    }
}

struct NoResolver;

impl Resolver for NoResolver {
    fn lookup<'a>(&'a self, host: &'a str) -> BoxFuture<'a, std::io::Result<Vec<IpAddr>>> {
        panic!("a dry run asks nobody, and asked for {host}")
    }
}

/// The body of the first request that would be sent.
fn planned(profile: &str, flags: &[&str]) -> String {
    plan(profile, flags)["profiles"][0]["requests"][0]["body"].as_str().unwrap().to_owned()
}

fn plan(profile: &str, flags: &[&str]) -> Value {
    let user = User::new();
    let config = user.write("leadctl.toml", profile).display().to_string();
    let arguments = [&["--config", config.as_str(), "test-lead", "--dry-run", "--format", "json"], flags].concat();
    let said = in_process_at(Arc::new(ThatMoment), Arc::new(NoResolver), &arguments).ends_with(0);
    serde_json::from_str(&said.stdout).unwrap()
}

/// The bodies of the requests that would be sent.
fn bodies(profile: &str, flags: &[&str]) -> Vec<String> {
    let plan = plan(profile, flags);
    plan["profiles"][0]["requests"].as_array().unwrap().iter().filter_map(|request| request["body"].as_str()).map(str::to_owned).collect()
}

fn golden(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    std::fs::read_to_string(path).unwrap().trim_end().to_owned()
}

#[test]
fn the_https_lead_has_the_bytes_of_its_sources() {
    let profile = "[profile.web]\ndestination = \"https\"\nurl = \"https://leads.contoso.example/hook\"\n";
    for casing in ["received", "docs", "faq"] {
        assert_eq!(planned(profile, &["--casing", casing]), golden(&format!("https/{casing}.json")), "{casing}");
    }
}

#[test]
fn the_form_is_filled_in_as_adobe_documents_it() {
    let profile = "[profile.m]\ndestination = \"marketo\"\nmunchkin_id = \"123-PQR-789\"\nform_id = \"1179\"\nclient_id = \"9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24\"\nclient_secret = \"plain:Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEy\"\noffer_title = \"publisher.offer\"\n";
    let plan = plan(profile, &[]);
    let bodies: Vec<&str> = plan["profiles"][0]["requests"].as_array().unwrap().iter().filter_map(|request| request["body"].as_str()).collect();
    assert_eq!(bodies, [golden("marketo/submit-form.json")]);
    let urls: Vec<&str> = plan["profiles"][0]["requests"].as_array().unwrap().iter().map(|request| request["url"].as_str().unwrap()).collect();
    assert_eq!(urls[1], "https://123-pqr-789.mktorest.com/rest/v1/leads/submitForm.json");
    assert!(urls[0].starts_with("https://123-pqr-789.mktorest.com/identity/oauth/token?grant_type=client_credentials&client_id="), "{}", urls[0]);
}

#[test]
fn the_tables_row_has_the_columns_that_were_seen() {
    let string = format!("DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey={KEY};EndpointSuffix=core.windows.net");
    let body = planned(&format!("[profile.t]\ndestination = \"azure-table\"\nconnection_string = \"plain:{string}\"\n"), &[]);
    let row = serde_json::from_str::<Value>(&body).unwrap()["RowKey"].as_str().unwrap().to_owned();
    assert_eq!(row.len(), 36, "a GUID, which is leadctl's own choice: {row}");
    assert_eq!(body.replace(&row, "ROW"), golden("azure-table/entity.json"));
}

#[test]
fn the_dynamics_lead_has_the_columns_that_are_inferred() {
    let profile = "[profile.crm]\ndestination = \"dynamics\"\nurl = \"https://contoso.crm4.dynamics.com\"\ndirectory_id = \"1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5\"\napplication_id = \"160c5842-eeba-487b-bb30-be9fae7878d0\"\nclient_secret = \"plain:c4n8Q~Ry-Mark.secret\"\n";
    let [token, lead]: [String; 2] = bodies(profile, &[]).try_into().unwrap();
    assert_eq!(lead, golden("dynamics/lead.json"));
    assert_eq!(
        token,
        "client_id=160c5842-eeba-487b-bb30-be9fae7878d0&client_secret=[redacted]&grant_type=client_credentials&scope=https%3A%2F%2Fcontoso.crm4.dynamics.com%2F.default"
    );
}

#[test]
fn the_salesforce_form_is_the_documented_sample() {
    let body = planned("[profile.s]\ndestination = \"salesforce\"\noid = \"00Do0000000ZHogEAG\"\n", &[]);
    assert_eq!(body.split('&').collect::<Vec<_>>(), golden("salesforce/form.txt").lines().collect::<Vec<_>>());
}
