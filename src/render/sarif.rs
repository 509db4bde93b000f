//! SARIF 2.1.0 for code scanning: what failed, on the profile's or the log's line.
//!
//! Source: docs.oasis-open.org/sarif/sarif/v2.1.0, and what GitHub wants beside it
//! (docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support): a location for each result, paths from the
//! root of the repository, fingerprints that last from one run to the next.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::core::outcome::Outcome;
use crate::core::text::visible_json;
use crate::render::case::{self, Case};
use crate::render::root::Root;

/// What stands in a segment of a path as it is (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn render(cases: &[Case], root: &Root) -> String {
    let told: Vec<&Case> = cases.iter().filter(|case| matches!(case.outcome, Outcome::Fail | Outcome::Unknown | Outcome::Warn)).collect();
    let mut rules: Vec<&Case> = Vec::new();
    for case in &told {
        if !rules.iter().any(|known| known.id == case.id) {
            rules.push(case);
        }
    }
    let mut counts = HashMap::new();
    let results: Vec<Value> = told.iter().map(|case| result(case, &rules, root, &mut counts)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "leadctl",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|case| rule(case)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    visible_json(&format!("{document:#}\n")).into_owned()
}

/// The same for every result of an id: nothing of what one run saw.
fn rule(case: &Case) -> Value {
    let title = case.rule();
    let about = if case.about.is_empty() { &title } else { &case.about };
    let mut help = about.clone();
    let mut markdown = about.clone();
    for (number, step) in case.steps.iter().enumerate() {
        help.push_str(&format!("\n{}. {step}", number + 1));
        markdown.push_str(&format!("\n{}. {}", number + 1, step.replace('<', "&lt;")));
    }
    // What is wrong with a call or a file has no page of its own.
    if !case.id.starts_with("leadctl/") {
        help.push_str(&format!("\nleadctl explain {}", case.id));
        markdown.push_str(&format!("\n\n`leadctl explain {}`", case.id));
    }
    let mut rule = json!({
        "id": case.id,
        "name": case.id,
        "shortDescription": { "text": title },
        "fullDescription": { "text": about },
        "help": { "text": help, "markdown": markdown },
        "defaultConfiguration": { "level": level(case) },
        "properties": { "tags": ["lead-delivery", case.id.split('/').next().unwrap_or("leadctl")] },
    });
    if let Some(link) = case.links.first() {
        rule["helpUri"] = json!(link);
    }
    rule
}

fn level(case: &Case) -> &'static str {
    match case.outcome {
        Outcome::Fail => "error",
        Outcome::Warn => "warning",
        _ => "note",
    }
}

fn result(case: &Case, rules: &[&Case], root: &Root, counts: &mut HashMap<String, usize>) -> Value {
    let place = case.place.clone().unwrap_or_else(case::somewhere);
    let path = root.path(&place.file);
    // Lines move and texts change; what is wrong, where and with which facts, does not.
    let suite = root.suite(case);
    let digest = Sha256::digest(format!("{}\n{suite}\n{path}\n{}", case.id, case.facts));
    let print: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let count = counts.entry(print.clone()).or_insert(0);
    *count += 1;
    json!({
        "ruleId": case.id,
        "ruleIndex": rules.iter().position(|known| known.id == case.id),
        "level": level(case),
        "message": { "text": format!("{suite}: {}", case.message) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&path) },
            "region": { "startLine": place.line.max(1) },
        }}],
        "partialFingerprints": { "primaryLocationLineHash": format!("{print}:{count}") },
    })
}

/// A path as SARIF wants it: a relative reference, percent-encoded; only what is outside of the root is absolute.
fn uri(path: &str) -> String {
    let encoded = || path.split('/').map(|segment| utf8_percent_encode(segment, SEGMENT).to_string()).collect::<Vec<_>>().join("/");
    match url::Url::from_file_path(path) {
        Ok(url) => url.into(),
        Err(()) => encoded(),
    }
}
