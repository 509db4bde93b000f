//! Lists as rows, for programs and spreadsheets: a JSON object a line, or CSV. Leads have lines of their own, `lead_lines`.

use serde::Serialize;
use serde_json::{Map, Value};

use super::json;
use super::lead_lines::{cell, line_end};
use crate::cli::global::Format;
use crate::core::redact::Redactor;
use crate::core::report::Report;
use crate::core::text::visible_json;

type Row = Map<String, Value>;

/// The list in this format; `None` for a report that is none, or another format.
pub fn render(report: &Report, format: Format, redactor: &Redactor) -> Option<String> {
    let (columns, mut rows) = rows(report).filter(|_| matches!(format, Format::Ndjson | Format::Csv))?;
    rows.iter_mut().flat_map(Map::values_mut).for_each(|value| json::clean(value, &|text| redactor.clean(text)));
    if format == Format::Ndjson {
        return Some(rows.into_iter().map(|row| visible_json(&format!("{}\n", Value::Object(row))).into_owned()).collect());
    }
    let mut out = Vec::new();
    line(columns.iter().map(|column| (*column).to_owned()), &mut out);
    for row in rows {
        line(columns.iter().map(|column| text(row.get(*column))), &mut out);
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

/// The columns of CSV, and the rows; as JSON they have all that there is.
fn rows(report: &Report) -> Option<(&'static [&'static str], Vec<Row>)> {
    const LISTED: &[&str] = &["kind", "id", "title", "status"];
    const IN_FULL: &[&str] = &["kind", "id", "title", "status", "partner_center", "cause", "repair", "field", "codes", "meaning", "look", "links"];
    Some(match report {
        Report::Profiles(list) => {
            let rows = list.profiles.iter().map(fields).collect();
            (&["profile", "destination", "label", "file", "line", "settings"], rows)
        }
        Report::Faults(list) => (&["id", "title"], list.faults.iter().map(fields).collect()),
        Report::ExplainList(list) => (LISTED, known(&list.entries, &list.topics)),
        Report::ExplainAll(all) => {
            let families = all.families.iter().map(|family| named("family", "family", family));
            (IN_FULL, known(&all.entries, &all.topics).into_iter().chain(families).collect())
        }
        Report::Explain(entry) => (IN_FULL, vec![named("entry", "id", entry)]),
        Report::ExplainTopic(topic) => (LISTED, vec![named("topic", "topic", topic)]),
        Report::ExplainCheck(check) => (LISTED, vec![named("check", "check", check)]),
        Report::ExplainCode(code) => (LISTED, known(&code.entries, &[] as &[Value])),
        _ => return None,
    })
}

fn known(entries: &[impl Serialize], topics: &[impl Serialize]) -> Vec<Row> {
    let entries = entries.iter().map(|entry| named("entry", "id", entry));
    entries.chain(topics.iter().map(|topic| named("topic", "topic", topic))).collect()
}

/// A row that says what it is of, its name always under `id`.
fn named(kind: &str, key: &str, of: &impl Serialize) -> Row {
    let mut fields = fields(of);
    let id = fields.remove(key).unwrap_or_default();
    [("kind".to_owned(), kind.into()), ("id".to_owned(), id)].into_iter().chain(fields).collect()
}

fn fields(of: &impl Serialize) -> Row {
    match serde_json::to_value(of) {
        Ok(Value::Object(fields)) => fields,
        _ => Row::new(),
    }
}

fn line(cells: impl Iterator<Item = String>, out: &mut Vec<u8>) {
    for (place, text) in cells.enumerate() {
        if place > 0 {
            out.push(b',');
        }
        cell(&text, out);
    }
    line_end(out);
}

/// A value in one cell: lists with a semicolon between, what has parts as JSON.
fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) if items.iter().all(Value::is_string) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
        Some(other) => other.to_string(),
    }
}
