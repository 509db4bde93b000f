//! The steps of one document: requests of an archive that a browser saved (HAR), actions of a run of Logic Apps or Power Automate.
//! Each went right or wrong by itself, and what one of them called says nothing of the others.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;

/// What the collections of steps are called, lists or objects by name; and what each step has at least one of.
const COLLECTIONS: [(&str, &[&str]); 2] =
    [("entries", &["request", "response"]), ("actions", &["status", "type", "inputs", "outputs", "code", "actions"])];
/// How deep they may lie: a scope of a run has actions too.
const DEEPEST: usize = 13;

/// Where the steps stand of a text that is one document of JSON and has several, those within other steps too: in its order, the
/// outer ones before the inner.
pub fn steps(text: &str) -> Option<Vec<Range<usize>>> {
    let document = text.trim_start_matches('\u{FEFF}').trim();
    if !document.starts_with('{') {
        return None;
    }
    let document: &RawValue = serde_json::from_str(document).ok()?;
    let mut found = Vec::new();
    collect(text, "", document, &[], DEEPEST, &mut found);
    found.sort_by_key(|step: &Range<usize>| step.start);
    (found.len() > 1).then_some(found)
}

/// Adds a value of this name, where it has one of the `marks` of a step, and the steps in it.
fn collect(text: &str, name: &str, value: &RawValue, marks: &[&str], deepest: usize, found: &mut Vec<Range<usize>>) {
    let Some(deeper) = deepest.checked_sub(1) else { return };
    // A step is no collection, whatever its name.
    let inside = COLLECTIONS.iter().find(|(known, _)| *known == name && marks.is_empty()).map_or(&[][..], |(_, marks)| marks);
    if value.get().starts_with('{') {
        let fields: BTreeMap<String, &RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
        if fields.keys().any(|name| marks.contains(&name.as_str())) {
            found.push(place(text, value));
        }
        fields.iter().for_each(|(name, value)| collect(text, name, value, inside, deeper, found));
    } else if value.get().starts_with('[') {
        let elements: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
        elements.iter().for_each(|value| collect(text, "", value, inside, deeper, found));
    }
}

/// Where a step stands, with its name if it has one.
fn place(text: &str, value: &RawValue) -> Range<usize> {
    // The value is a part of the text.
    let start = value.get().as_ptr() as usize - text.as_ptr() as usize;
    name_before(&text[..start]).unwrap_or(start)..start + value.get().len()
}

/// Where the name begins that a document has before a value.
fn name_before(text: &str) -> Option<usize> {
    let name = text.trim_end().strip_suffix(':')?.trim_end().strip_suffix('"')?;
    let escaped = |at: usize| name[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    name.rmatch_indices('"').map(|(at, _)| at).find(|at| !escaped(*at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Vec<&str>> {
        steps(text).map(|steps| steps.into_iter().map(|step| &text[step]).collect())
    }

    #[test]
    fn requests_and_actions_are_steps_also_within_each_other() {
        let har = r#"{"log": {"version": "1.2", "entries": [{"request": {"url": "a"}}, {"request": {"url": "b"}, "actions": 1}]}}"#;
        assert_eq!(of(har).unwrap(), [r#"{"request": {"url": "a"}}"#, r#"{"request": {"url": "b"}, "actions": 1}"#]);
        let run =
            "\u{FEFF}{\n \"properties\": {\"actions\": {\"\\u00e9 \\\"\" : {\"code\": 1},\n \"Scope\": {\"actions\": {\"In\": {\"code\": 2}}}}}}\n";
        let scope = "\"Scope\": {\"actions\": {\"In\": {\"code\": 2}}}";
        assert_eq!(of(run).unwrap(), ["\"\\u00e9 \\\"\" : {\"code\": 1}", scope, "\"In\": {\"code\": 2}"]);
    }

    #[test]
    fn what_has_no_steps_is_one_text() {
        for text in [
            "",
            "{",
            "[{},{}]",
            r#"{"entries": [{"a": 1}]}"#,
            r#"{"entries": [1, 2], "value": [{}, {}]}"#,
            r#"{"actions": [{"code": 1}, {"code": 2}]} and more"#,
            r#"{"actions": [{}, {}]}"#,
            r#"{"entries": [{"log": 1}, {"log": 2}]}"#,
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        let deep = format!("{}1{}", "{\"code\":1,\"actions\":{\"a\":".repeat(60), "}}".repeat(60));
        assert!(steps(&deep).is_some_and(|steps| steps.len() < 10));
    }
}
