//! `leadctl leads parse`: one lead or several, from whatever form they were copied in.

use serde_json::{Map, Value};

use crate::cli::leads::parse::Args;
use crate::commands::Context;
use crate::commands::context::read_up_to;
use crate::core::arrived::ArrivedLead;
use crate::core::error::{Error, Result};
use crate::core::lead_source::{LeadSource, action_words};
use crate::core::leads_report::LeadsParseReport;
use crate::core::report::Report;
use crate::core::stored::RawLead;

/// The longest text that is read at once.
const LIMIT: u64 = 16 * 1024 * 1024;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let text = text(args, context)?;
    let mut leads: Vec<ArrivedLead> = rows(text.trim_start_matches('\u{feff}').trim())?.into_iter().map(lead).collect();
    if leads.iter().all(ArrivedLead::is_nothing) {
        return Err(no_lead("none of the fields that a lead has is in it"));
    }
    if args.mask {
        leads.iter_mut().for_each(ArrivedLead::mask);
    }
    Ok(Report::LeadsParse(LeadsParseReport { leads }))
}

fn text(args: &Args, context: &Context) -> Result<String> {
    let (name, bytes) = match (&args.file, args.lead.as_deref()) {
        (Some(path), _) => {
            let file = std::fs::File::open(context.cwd.join(path));
            (format!("'{}'", path.display()), file.and_then(|file| read_up_to(LIMIT, file)))
        }
        (None, None) if context.terminal.stdin => {
            return Err(Error::usage("leads-nothing-given", "there is no lead to explain")
                .hint("as an argument: leadctl leads parse 'AzureMarketplace-INS|contoso.crm'")
                .hint("from a file: leadctl leads parse --file received.json"));
        }
        (None, None | Some("-")) => ("standard input".to_owned(), context.read_stdin(LIMIT)?),
        (None, Some(text)) => return Ok(text.to_owned()),
    };
    let bytes = bytes.map_err(|error| Error::file("leads-read", format!("can't read {name}")).because(error))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Error::usage("leads-too-long", format!("{name} is longer than 16 MiB")).hint("pass fewer leads at a time"));
    }
    String::from_utf8(bytes).map_err(|_| Error::usage("leads-not-utf8", format!("{name} is not UTF-8 text")).hint("save it as UTF-8"))
}

/// The rows in the text: JSON, a list of it, a page of a table, JSON lines, `name = value` lines, or sources.
fn rows(text: &str) -> Result<Vec<Map<String, Value>>> {
    if text.is_empty() {
        return Err(Error::usage("leads-nothing-given", "there is no lead in it")
            .hint("pass a row, a received body or a source such as SPZA-PLT|contoso.crm"));
    }
    let whole = match serde_json::from_str::<Value>(text) {
        Ok(value) => return of_json(value).ok_or_else(|| no_lead("this JSON holds no lead")),
        Err(error) => error,
    };
    if text.starts_with(['{', '[']) {
        return of_json_lines(text, &whole);
    }
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let pairs: Option<Map<String, Value>> = lines.iter().map(|line| pair(line)).collect();
    match pairs {
        Some(fields) if lines.len() > 1 => Ok(vec![fields]),
        _ => lines.into_iter().map(source).collect(),
    }
}

/// A JSON object a line. `whole`: why the text is no JSON in one piece.
fn of_json_lines(text: &str, whole: &serde_json::Error) -> Result<Vec<Map<String, Value>>> {
    let lines: Vec<(usize, Option<Value>)> = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| (number + 1, serde_json::from_str(line).ok().filter(Value::is_object)))
        .collect();
    // Without one line that is an object it was meant in one piece.
    if lines.iter().all(|(_, value)| value.is_none()) {
        return Err(no_lead(&format!("this is neither JSON nor a JSON object a line: {whole}")));
    }
    let bad: Vec<String> = lines.iter().filter(|(_, value)| value.is_none()).map(|(number, _)| number.to_string()).collect();
    match bad.as_slice() {
        [] => {}
        [one] => return Err(bad_lines(format!("line {one} is no JSON object"))),
        [first, rest @ ..] => return Err(bad_lines(format!("line {first} and {} more are no JSON objects", rest.len()))),
    }
    of_json(lines.into_iter().filter_map(|(_, value)| value).collect()).ok_or_else(|| no_lead("this JSON holds no lead"))
}

fn bad_lines(message: String) -> Error {
    Error::usage("leads-no-lead", format!("{message}, so nothing was read")).hint("repair the line or leave it out, and give the rest again")
}

fn of_json(value: Value) -> Option<Vec<Map<String, Value>>> {
    match value {
        Value::Object(mut fields) => match fields.remove("value") {
            Some(Value::Array(rows)) => of_json(Value::Array(rows)),
            Some(other) => {
                fields.insert("value".to_owned(), other);
                Some(vec![fields])
            }
            None => Some(vec![fields]),
        },
        Value::Array(rows) => {
            let rows = rows.into_iter().map(|row| if let Value::Object(fields) = row { Some(fields) } else { None });
            rows.collect::<Option<Vec<_>>>().filter(|rows| !rows.is_empty())
        }
        // A body that was encoded once more on its way.
        Value::String(text) if text.trim_start().starts_with('{') => of_json(serde_json::from_str(&text).ok()?),
        _ => None,
    }
}

fn pair(line: &str) -> Option<(String, Value)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-'));
    is_name.then(|| (name.to_owned(), Value::String(value.trim().to_owned())))
}

fn source(line: &str) -> Result<Map<String, Value>> {
    if !LeadSource::parse(line).is_known() {
        if action_words(line).is_some() {
            return Err(Error::usage("leads-no-lead", format!("{line} alone is an action, no lead source"))
                .hint(format!("leadctl explain {line} says what it means")));
        }
        return Err(no_lead("this is no lead and no lead source that Marketplace is known to write"));
    }
    Ok(Map::from_iter([("LeadSource".to_owned(), Value::String(line.to_owned()))]))
}

fn no_lead(message: &str) -> Error {
    Error::usage("leads-no-lead", message).hint("a source looks like AzureMarketplace-INS|publisher.offer; a lead is a JSON object")
}

/// What was copied out of a table still has the columns that hold its key and time.
fn lead(mut fields: Map<String, Value>) -> ArrivedLead {
    let mut text = |name: &str| fields.remove(name).and_then(|value| value.as_str().map(str::to_owned));
    let (partition, row, timestamp) = (text("PartitionKey"), text("RowKey"), text("Timestamp"));
    let key = [partition, row].into_iter().flatten().collect::<Vec<_>>().join("/");
    fields.retain(|name, _| !name.starts_with("odata.") && !name.contains("@odata."));
    let arrived = timestamp.and_then(|at| at.parse().ok());
    ArrivedLead::read(RawLead { key, arrived, fields, ..RawLead::default() })
}
