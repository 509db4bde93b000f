//! The steps of one document: requests of an archive that a browser saved (HAR), actions of a run of Logic Apps or Power Automate.
//! Each went right or wrong by itself, and what one of them called says nothing of the others.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;

/// What the collections of steps are called, lists or objects by name.
const COLLECTIONS: [&str; 2] = ["entries", "actions"];
/// How deep they may lie: a scope of a run has actions too.
const DEEPEST: usize = 12;

/// Where the steps stand of a text that is one document of JSON and has several, those within other steps too.
pub fn steps(text: &str) -> Option<Vec<Range<usize>>> {
    let document = text.trim_start_matches('\u{FEFF}').trim();
    if !document.starts_with('{') {
        return None;
    }
    let document: &RawValue = serde_json::from_str(document).ok()?;
    let mut found = Vec::new();
    collect(text, document, false, DEEPEST, &mut found);
    found.sort_by_key(|step: &Range<usize>| step.start);
    (found.len() > 1).then_some(found)
}

/// Adds the steps in a value; `steps`: it is a collection of them.
fn collect(text: &str, value: &RawValue, steps: bool, deepest: usize, found: &mut Vec<Range<usize>>) {
    let Some(deeper) = deepest.checked_sub(1) else { return };
    let mut add = |name: &str, value: &RawValue| {
        if steps && value.get().starts_with('{') {
            found.push(place(text, name, value));
        }
        collect(text, value, COLLECTIONS.contains(&name) && !steps, deeper, found);
    };
    if value.get().starts_with('{') {
        let fields: BTreeMap<String, &RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
        fields.iter().for_each(|(name, value)| add(name, value));
    } else if value.get().starts_with('[') {
        let elements: Vec<&RawValue> = serde_json::from_str(value.get()).unwrap_or_default();
        elements.iter().for_each(|value| add("", value));
    }
}

/// Where a step stands, with its name.
fn place(text: &str, name: &str, value: &RawValue) -> Range<usize> {
    let start = value.get().as_ptr() as usize - text.as_ptr() as usize;
    let named = (!name.is_empty()).then(|| text[..start].rfind(&format!("\"{name}\""))).flatten();
    named.unwrap_or(start)..start + value.get().len()
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
        let run = "\u{FEFF}{\n \"properties\": {\"actions\": {\"é\": {\"code\": 1},\n \"Scope\": {\"actions\": {\"In\": {\"code\": 2}}}}}}\n";
        let scope = "\"Scope\": {\"actions\": {\"In\": {\"code\": 2}}}";
        assert_eq!(of(run).unwrap(), ["\"é\": {\"code\": 1}", scope, "\"In\": {\"code\": 2}"]);
    }

    #[test]
    fn what_has_no_steps_is_one_text() {
        for text in
            ["", "{", "[{},{}]", r#"{"entries": [{"a": 1}]}"#, r#"{"entries": [1, 2], "value": [{}, {}]}"#, r#"{"actions": [{}, {}]} and more"#]
        {
            assert_eq!(of(text), None, "{text}");
        }
        let deep = format!("{}1{}", "{\"actions\":{\"a\":".repeat(100), "}}".repeat(100));
        assert!(steps(&deep).is_some_and(|steps| steps.len() < 10));
    }
}
