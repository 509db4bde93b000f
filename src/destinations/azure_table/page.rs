//! A page of rows as the Table service writes it, read in one pass: what a row's key, time and columns are. Knows no request.
//!
//! Source: "Query Entities" and "Payload format for Table service operations" of the REST reference.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::core::arrived::Name;
use crate::core::stored::RawLead;

/// The rows of an answer's body; `None` where it is no page of rows.
pub(super) fn rows(body: &[u8]) -> Option<Vec<RawLead>> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    let Page { value } = serde_json::from_slice(body).ok()?;
    Some(value.into_iter().map(|Row(lead)| lead).collect())
}

#[derive(serde::Deserialize)]
struct Page {
    value: Vec<Row>,
}

struct Row(RawLead);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Columns)
    }
}

struct Columns;

impl<'de> Visitor<'de> for Columns {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        // A lead has six columns of its own.
        let mut lead = RawLead { size: 4, fields: Map::with_capacity(8), ..RawLead::default() };
        let (mut partition, mut row) = (String::new(), String::new());
        while let Some(Name(name)) = map.next_key()? {
            if name.starts_with("odata.") || name.bytes().any(|byte| byte == b'@') && name.contains("@odata.") {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value: Value = map.next_value()?;
            lead.size += stored_size(&name, &value);
            match (&*name, value) {
                ("PartitionKey", Value::String(text)) => partition = text,
                ("RowKey", Value::String(text)) => row = text,
                ("Timestamp", Value::String(text)) => lead.arrived = text.parse().ok(),
                ("PartitionKey" | "RowKey" | "Timestamp", _) => {}
                (_, value) => drop(lead.fields.insert(name.into_owned(), value)),
            }
        }
        // Neither key can hold a slash.
        partition.reserve_exact(row.len() + 1);
        partition.push('/');
        partition.push_str(&row);
        lead.key = partition;
        Ok(Row(lead))
    }
}

/// Bytes at the service, by its published formula: two a character, and eight beside each property.
fn stored_size(name: &str, value: &Value) -> u64 {
    let characters = |text: &str| (if text.is_ascii() { text.len() } else { text.encode_utf16().count() }) as u64;
    match (name, value) {
        ("PartitionKey" | "RowKey", Value::String(text)) => characters(text) * 2,
        ("Timestamp", _) => 8,
        (_, Value::String(text)) => 8 + characters(name) * 2 + characters(text) * 2 + 4,
        _ => 8 + characters(name) * 2 + 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_gives_key_time_and_its_other_columns() {
        let body = r#"{"odata.metadata":"x","value":[{"odata.etag":"W/\"x\"","PartitionKey":"p","RowKey":"r","Timestamp":"2026-11-01T10:00:00.1234567Z","ActionCode":"INS","Score@odata.type":"Edm.Int64","Sc\u006fre":"5","Null":null}]}"#;
        let rows = rows(format!("\u{feff}{body}").as_bytes()).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].key.as_str(), rows[0].arrived.map(|at| at.to_string()).as_deref()), ("p/r", Some("2026-11-01T10:00:00.1234567Z")));
        assert_eq!(rows[0].fields.keys().map(String::as_str).collect::<Vec<_>>(), ["ActionCode", "Score", "Null"]);
        // 4, two keys of one character, the time, then each property by the published formula.
        assert_eq!(rows[0].size, 4 + 2 + 2 + 8 + (8 + 20 + 6 + 4) + (8 + 10 + 2 + 4) + (8 + 8 + 8));
    }

    #[test]
    fn odd_keys_and_times_are_no_reason_to_lose_a_row() {
        let rows = rows(br#"{"value":[{"PartitionKey":7,"RowKey":null,"Timestamp":"soon","A":1},{}]}"#).unwrap();
        let keys: Vec<(&str, bool)> = rows.iter().map(|row| (row.key.as_str(), row.arrived.is_some())).collect();
        assert_eq!(keys, [("/", false), ("/", false)]);
    }

    #[test]
    fn what_is_no_page_is_not_taken_for_an_empty_one() {
        for body in ["", "{}", "[]", r#"{"value":{}}"#, r#"{"value":[1]}"#, r#"{"value":[{}]"#, "<html>", r#"{"value":[{}]}x"#] {
            assert!(rows(body.as_bytes()).is_none(), "{body}");
        }
        assert_eq!(rows(br#"{"value":[]}"#).unwrap().len(), 0);
    }
}
