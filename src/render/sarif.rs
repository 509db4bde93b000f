//! SARIF 2.1.0 for code scanning: what failed, on the profile's line.
//!
//! Source: docs.oasis-open.org/sarif/sarif/v2.1.0; GitHub also wants a location for each result.

use serde_json::{Value, json};

use crate::core::outcome::Outcome;
use crate::render::case::Case;

pub(super) fn render(cases: &[Case]) -> String {
    let told: Vec<&Case> = cases.iter().filter(|case| matches!(case.outcome, Outcome::Fail | Outcome::Unknown | Outcome::Warn)).collect();
    let mut rules: Vec<&Case> = Vec::new();
    for case in &told {
        if !rules.iter().any(|known| known.id == case.id) {
            rules.push(case);
        }
    }
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "leadctl",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|case| rule(case)).collect::<Vec<_>>(),
            }},
            "results": told.iter().map(|case| result(case, &rules)).collect::<Vec<_>>(),
        }],
    });
    format!("{document:#}\n")
}

fn rule(case: &Case) -> Value {
    json!({ "id": case.id, "shortDescription": { "text": case.title } })
}

fn result(case: &Case, rules: &[&Case]) -> Value {
    let level = match case.outcome {
        Outcome::Fail => "error",
        Outcome::Warn => "warning",
        _ => "note",
    };
    json!({
        "ruleId": case.id,
        "ruleIndex": rules.iter().position(|known| known.id == case.id),
        "level": level,
        "message": { "text": format!("{}: {}", case.suite, case.message) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&case.place.file) },
            "region": { "startLine": case.place.line.max(1) },
        }}],
    })
}

/// A path as SARIF wants it: forward slashes, percent-encoded.
fn uri(path: &str) -> String {
    match url::Url::from_file_path(path) {
        Ok(url) => url.into(),
        Err(()) => path.replace('\\', "/").replace(' ', "%20"),
    }
}
