//! What people paste of a storage account: a connection string, bare, quoted, in JSON, in a settings line, broken over lines.

use serde_json::Value;

use crate::destinations::Paste;
use crate::destinations::storage::connection_string::looks_like_one;

pub fn connection_string(text: &str) -> Option<Paste> {
    let mut paste = Paste::default();
    let found = extract(text.trim(), &mut paste.notes)?;
    let joined: String = found.split(['\r', '\n']).map(str::trim).collect();
    if joined.len() != found.trim().len() {
        paste.notes.push("line breaks inside the connection string were removed".to_owned());
    }
    paste.values.push(("connection_string", joined.trim().to_owned()));
    Some(paste)
}

fn extract(text: &str, notes: &mut Vec<String>) -> Option<String> {
    if !looks_like_one(text) {
        return None;
    }
    if text.starts_with('{')
        && let Ok(json) = serde_json::from_str::<Value>(text)
    {
        // Older portals asked for {"connectionString": "…"}; today's Partner Center wants the string alone.
        notes.push("the JSON around the connection string was removed: Partner Center wants the string alone".to_owned());
        return string_inside(&json);
    }
    let unquoted = text.trim_matches(['"', '\'', '`', '“', '”', '‘', '’']);
    if unquoted.len() != text.len() {
        notes.push("the quotes around the connection string were removed".to_owned());
    }
    // AZURE_STORAGE_CONNECTION_STRING=DefaultEndpointsProtocol=… , as shells and settings files have it.
    let start = [
        "DefaultEndpointsProtocol=",
        "AccountName=",
        "TableEndpoint=",
        "BlobEndpoint=",
        "UseDevelopmentStorage=",
        "AccountKey=",
        "SharedAccessSignature=",
    ]
    .iter()
    .filter_map(|key| find_ignoring_case(unquoted, key))
    .min()
    .unwrap_or(0);
    if start > 0 {
        notes.push("what stood before the connection string was removed".to_owned());
    }
    Some(unquoted[start..].trim_matches(['"', '\'', '`', ',', '“', '”']).to_owned())
}

fn find_ignoring_case(text: &str, key: &str) -> Option<usize> {
    text.as_bytes().windows(key.len()).position(|window| window.eq_ignore_ascii_case(key.as_bytes()))
}

/// The first string in the JSON that looks like a connection string.
fn string_inside(json: &Value) -> Option<String> {
    match json {
        Value::String(text) if looks_like_one(text) => Some(text.clone()),
        Value::Array(items) => items.iter().find_map(string_inside),
        Value::Object(fields) => fields.values().find_map(string_inside),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRING: &str = "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=AAAA==;EndpointSuffix=core.windows.net";

    #[test]
    fn the_string_is_found_in_all_that_people_paste() {
        for text in [
            STRING.to_owned(),
            format!("  \"{STRING}\"\n"),
            format!("{{\"connectionString\": \"{STRING}\"}}"),
            format!("AZURE_STORAGE_CONNECTION_STRING='{STRING}'"),
            STRING.replace(";AccountKey", ";\r\n  AccountKey"),
        ] {
            let paste = connection_string(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(paste.values, [("connection_string", STRING.to_owned())], "{text}");
        }
        assert!(connection_string("https://contoso.example/leads").is_none());
    }
}
