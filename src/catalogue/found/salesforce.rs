//! What the messages of Salesforce tell, which name their fields at the end.

use super::{Nearest, boundary};

/// The fields of Salesforce's `CODE, message: [Field]`, and of a validation rule its words. Of other messages the words may be a lead's.
pub(super) fn add(text: &str, at: usize, nearest: &mut Nearest) {
    const RULE: &str = "FIELD_CUSTOM_VALIDATION_EXCEPTION";
    const SIGNS: [&str; 7] = [
        RULE,
        "REQUIRED_FIELD_MISSING",
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        "FIELD_INTEGRITY_EXCEPTION",
        "DUPLICATE_VALUE",
        "restricted picklist field",
    ];
    const LONGEST: usize = 300;
    let mut begin = 0;
    for line in text.split_inclusive('\n') {
        let start = begin;
        begin += line.len();
        // The message itself may have brackets.
        let Some((message, (fields, _))) = line.rsplit_once(": [").and_then(|(message, rest)| Some((message, rest.split_once(']')?))) else {
            continue;
        };
        let message = &message[boundary(message, message.len().saturating_sub(LONGEST))..];
        let is_name =
            |name: &str| name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.".contains(&b));
        if !SIGNS.iter().any(|sign| message.contains(sign)) || !(fields.is_empty() || fields.split(", ").all(is_name)) {
            continue;
        }
        let distance = start.abs_diff(at);
        if !fields.is_empty() {
            nearest.offer("field", distance, fields);
        }
        if let Some((_, rule)) = message.rsplit_once(RULE)
            && let Some(rule) = rule.strip_prefix([',', ':']).filter(|rule| !rule.contains('"'))
        {
            nearest.offer("rule", distance, rule.trim());
        }
    }
}
