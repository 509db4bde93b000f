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
    let user = User::new();
    let config = user.write("leadctl.toml", profile).display().to_string();
    let arguments = [&["--config", config.as_str(), "test-lead", "--dry-run", "--format", "json"], flags].concat();
    let said = in_process_at(Arc::new(ThatMoment), Arc::new(NoResolver), &arguments).ends_with(0);
    let plan: Value = serde_json::from_str(&said.stdout).unwrap();
    plan["profiles"][0]["requests"][0]["body"].as_str().unwrap().to_owned()
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
fn the_salesforce_form_is_the_documented_sample() {
    let body = planned("[profile.s]\ndestination = \"salesforce\"\noid = \"00Do0000000ZHogEAG\"\n", &[]);
    assert_eq!(body.split('&').collect::<Vec<_>>(), golden("salesforce/form.txt").lines().collect::<Vec<_>>());
}
