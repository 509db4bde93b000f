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
    bodies(profile, flags).swap_remove(0)
}

/// The bodies of the requests that would be sent.
fn bodies(profile: &str, flags: &[&str]) -> Vec<String> {
    let user = User::new();
    let config = user.write("leadctl.toml", profile).display().to_string();
    let arguments = [&["--config", config.as_str(), "test-lead", "--dry-run", "--format", "json"], flags].concat();
    let said = in_process_at(Arc::new(ThatMoment), Arc::new(NoResolver), &arguments).ends_with(0);
    let plan: Value = serde_json::from_str(&said.stdout).unwrap();
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
