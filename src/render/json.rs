//! One JSON document on standard output, on failure too.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::core::diagnose_report::DiagnoseReport;
use crate::core::error::Error;
use crate::core::exit::ExitStatus;
use crate::core::leads_report::{LeadsCleanReport, LeadsExportReport, LeadsListReport, LeadsParseReport, LeadsStatsReport, LeadsTailReport};
use crate::core::redact::Redactor;
use crate::core::report::{DemoReport, Ending, MigrateReport, Problem, ProfilesReport, Report, ValidateReport};
use crate::core::scaffold_report::ScaffoldReport;
use crate::core::test_lead_report::{DryRunReport, TestLeadReport};
use crate::core::text::visible_json;
use crate::core::watch_report::LeadsWatchReport;

/// Cleaned value by value: a secret that happens to be the name of a key must not take the key away.
pub(super) fn report(name: &str, report: &Report, ending: &Ending, redactor: &Redactor) -> String {
    let name = match report {
        Report::DryRun(_) => "test-lead-dry-run",
        Report::ExplainList(_) => "explain-list",
        Report::ExplainTopic(_) => "explain-topic",
        Report::ExplainCode(_) => "explain-code",
        Report::ExplainCheck(_) => "explain-check",
        Report::ExplainAll(_) => "explain-all",
        Report::Faults(_) => "sandbox-faults",
        _ => name,
    };
    let body = match report {
        Report::Configure(body) => fields(body),
        Report::Validate(body) => fields(body),
        Report::TestLead(body) => fields(body),
        Report::DryRun(body) => fields(body),
        Report::Diagnose(body) => fields(body),
        Report::Explain(body) => fields(body),
        Report::ExplainList(body) => fields(body),
        Report::ExplainTopic(body) => fields(body),
        Report::ExplainCode(body) => fields(body),
        Report::ExplainCheck(body) => fields(body),
        Report::ExplainAll(body) => fields(body),
        Report::Profiles(body) => fields(body),
        Report::Migrate(body) => fields(body),
        Report::Demo(body) => fields(body),
        Report::Faults(body) => fields(body),
        Report::LeadsList(body) => fields(body),
        Report::LeadsParse(body) => fields(body),
        Report::LeadsExport(body) => fields(body),
        Report::LeadsStats(body) => fields(body),
        Report::LeadsTail(body) => fields(body),
        Report::LeadsWatch(body) => fields(body),
        Report::LeadsClean(body) => fields(body),
        Report::Scaffold(body) => fields(body),
        Report::Text(_) | Report::Done(_) => Map::new(),
    };
    document(name, ending.status, body, Value::Null, redactor)
}

pub(super) fn failure(name: &str, error: &Error, redactor: &Redactor) -> String {
    // What a script loops over is there, and empty.
    let body = match name {
        "validate" => fields(&ValidateReport::default()),
        "test-lead" => fields(&TestLeadReport::default()),
        "test-lead-dry-run" => fields(&DryRunReport { dry_run: true, ..DryRunReport::default() }),
        "diagnose" => fields(&DiagnoseReport::default()),
        "profile" => fields(&ProfilesReport::default()),
        "migrate" => fields(&MigrateReport::default()),
        "demo" => fields(&DemoReport::default()),
        "leads-list" => fields(&LeadsListReport::default()),
        "leads-export" => fields(&LeadsExportReport::default()),
        "leads-tail" => fields(&LeadsTailReport::default()),
        "leads-stats" => fields(&LeadsStatsReport::default()),
        "leads-watch" => fields(&LeadsWatchReport::default()),
        "leads-clean" => fields(&LeadsCleanReport::default()),
        "scaffold" => fields(&ScaffoldReport::default()),
        "leads-parse" => fields(&LeadsParseReport::default()),
        _ => Map::new(),
    };
    document(name, ExitStatus::from(error.kind), body, json!(Problem::from(error)), redactor)
}

/// The same on one line, as the last of a stream.
pub(super) fn failure_line(name: &str, error: &Error, redactor: &Redactor) -> String {
    let mut line = json!({ "schema": format!("leadctl.{name}/1"), "event": "summary", "ok": false });
    line["exit_status"] = json!(ExitStatus::from(error.kind));
    line["error"] = json!(Problem::from(error));
    clean(&mut line, &|text| redactor.clean(text));
    visible_json(&format!("{line}\n")).into_owned()
}

fn fields(body: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(body) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

fn document(name: &str, status: ExitStatus, body: Map<String, Value>, error: Value, redactor: &Redactor) -> String {
    let mut document = Map::new();
    document.insert("schema".to_owned(), json!(format!("leadctl.{name}/1")));
    document.insert("ok".to_owned(), json!(status == ExitStatus::Good));
    document.insert("exit_status".to_owned(), json!(status));
    document.extend(body);
    document.insert("error".to_owned(), error);
    let mut document = Value::Object(document);
    // Leads are the user's own data: what merely looks like a key, such as a campaign's code, stays as it arrived.
    let leads = document.get_mut("leads").map(Value::take);
    clean(&mut document, &|text| redactor.clean(text));
    if let Some(mut leads) = leads {
        clean(&mut leads, &|text| redactor.clean_known(text));
        document["leads"] = leads;
    }
    visible_json(&format!("{document:#}\n")).into_owned()
}

pub(super) fn clean(value: &mut Value, cleaner: &dyn for<'a> Fn(&'a str) -> Cow<'a, str>) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(cleaned) = cleaner(text) {
                *text = cleaned;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| clean(item, cleaner)),
        Value::Object(fields) => fields.values_mut().for_each(|field| clean(field, cleaner)),
        _ => {}
    }
}
