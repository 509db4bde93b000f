//! `leadctl schema`: the JSON Schemas of what the commands print, made from the very types that are printed.

use schemars::{JsonSchema, schema_for};
use serde_json::{Value, json};

use crate::cli::schema::Args;
use crate::core::diagnose_report as d;
use crate::core::error::{Error, Result};
use crate::core::explain_report as e;
use crate::core::leads_report as l;
use crate::core::report as r;
use crate::core::test_lead_report as t;
use crate::core::text::did_you_mean;

/// A name, and what makes its schema.
type Named = (&'static str, fn() -> Value);

pub const SCHEMAS: [Named; 23] = [
    ("configure", schema::<r::ConfigureReport>),
    ("validate", schema::<r::ValidateReport>),
    ("test-lead", schema::<t::TestLeadReport>),
    ("test-lead-dry-run", schema::<t::DryRunReport>),
    ("diagnose", schema::<d::DiagnoseReport>),
    ("explain", schema::<e::ExplainReport>),
    ("explain-list", schema::<e::ExplainListReport>),
    ("explain-topic", schema::<e::ExplainTopicReport>),
    ("explain-code", schema::<e::ExplainCodeReport>),
    ("explain-check", schema::<e::ExplainCheckReport>),
    ("explain-all", schema::<e::ExplainAllReport>),
    ("profile", schema::<r::ProfilesReport>),
    ("migrate", schema::<r::MigrateReport>),
    ("demo", schema::<r::DemoReport>),
    ("sandbox-faults", schema::<r::FaultsReport>),
    ("leads-list", schema::<l::LeadsListReport>),
    ("leads-export", schema::<l::LeadsExportReport>),
    ("leads-parse", schema::<l::LeadsParseReport>),
    ("leads-stats", schema::<l::LeadsStatsReport>),
    ("leads-tail", schema::<l::LeadsTailReport>),
    ("leads-watch", schema::<crate::core::watch_report::LeadsWatchReport>),
    ("leads-clean", schema::<l::LeadsCleanReport>),
    ("scaffold", schema::<crate::core::scaffold_report::ScaffoldReport>),
];

/// Files that people write, and leadctl reads.
const FILES: [Named; 1] = [("catalogue", schema::<crate::catalogue::own::OwnFile>)];

pub fn run(args: &Args) -> Result<r::Report> {
    let names: Vec<&str> = SCHEMAS.iter().chain(&FILES).map(|(name, _)| *name).collect();
    let Some(name) = &args.name else {
        return Ok(r::Report::Text(names.join("\n") + "\n"));
    };
    if let Some((_, make)) = FILES.iter().find(|(known, _)| known == name) {
        return Ok(r::Report::Text(format!("{:#}\n", make())));
    }
    match SCHEMAS.iter().find(|(known, _)| known == name) {
        Some((name, make)) => Ok(r::Report::Text(format!("{:#}\n", envelope(name, make())))),
        None => {
            let error = Error::usage("schema-unknown", format!("there is no schema '{name}'"));
            Err(match did_you_mean(name, names.iter().copied()) {
                Some(near) => error.hint(format!("did you mean '{near}'?")),
                None => error.hint(format!("schemas: {}", names.join(", "))),
            })
        }
    }
}

fn schema<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

/// The keys that every document has, around the command's own. On failure the command's own may be missing.
fn envelope(name: &str, mut schema: Value) -> Value {
    let problem = schema_for!(r::Problem).to_value();
    let definitions =
        [&problem, &schema].iter().filter_map(|part| part.get("$defs")?.as_object().cloned()).flatten().collect::<serde_json::Map<_, _>>();
    let mut problem = problem;
    if let Some(object) = problem.as_object_mut() {
        object.remove("$defs");
        object.remove("$schema");
    }
    schema["title"] = json!(format!("leadctl.{name}/1"));
    schema["$defs"] = Value::Object(definitions);
    let properties = schema["properties"].as_object_mut().expect("every report is an object with fields");
    let own: Vec<Value> = properties.keys().map(|key| json!(key)).collect();
    properties.insert("schema".to_owned(), json!({ "const": format!("leadctl.{name}/1") }));
    properties.insert("ok".to_owned(), json!({ "type": "boolean" }));
    properties.insert("exit_status".to_owned(), json!({ "enum": [0, 1, 2, 3, 70, 130] }));
    properties.insert("error".to_owned(), json!({ "anyOf": [problem, { "type": "null" }] }));
    let always = ["schema", "ok", "exit_status", "error"];
    schema["required"] = json!(always);
    // The command's own keys are there whenever there is no error.
    schema["if"] = json!({ "properties": { "error": { "type": "null" } } });
    schema["then"] = json!({ "required": own });
    schema
}
