//! What a text itself tells: tenant, application, time, trace ID, account, table, address. Secrets and personal data removed.
//!
//! Read by hand rather than with patterns: compiling those would take longer than all the rest of a diagnosis.

use std::collections::BTreeMap;

use crate::core::redact::{clean_patterns, mask_people};
use crate::core::text::excerpt;

/// A label in the text, the key it gives, and how its value looks.
struct Label {
    key: &'static str,
    before: &'static str,
    value: Value,
}

#[derive(Clone, Copy, PartialEq)]
enum Value {
    Guid,
    /// Behind the label, in quotes or bare, up to the next blank.
    Name,
    /// A date and a time.
    Time,
    /// A storage service's request ID: a GUID, not always a proper one.
    RequestId,
}

const LABELS: &[Label] = &[
    Label { key: "trace_id", before: "trace id", value: Value::Guid },
    Label { key: "trace_id", before: "trace_id", value: Value::Guid },
    Label { key: "correlation_id", before: "correlation id", value: Value::Guid },
    Label { key: "correlation_id", before: "correlation_id", value: Value::Guid },
    Label { key: "correlation_id", before: "correlationid", value: Value::Guid },
    Label { key: "request_id", before: "x-ms-request-id", value: Value::RequestId },
    Label { key: "request_id", before: "requestid", value: Value::RequestId },
    Label { key: "request_id", before: "request id", value: Value::RequestId },
    Label { key: "request_id", before: "request tracking id", value: Value::Name },
    Label { key: "request_id", before: "tracking id is", value: Value::RequestId },
    Label { key: "time", before: "timestamp", value: Value::Time },
    Label { key: "time", before: "time:", value: Value::Time },
    Label { key: "time", before: "time\":", value: Value::Time },
    Label { key: "application", before: "application with identifier", value: Value::Name },
    Label { key: "application", before: "secret added to app", value: Value::Name },
    Label { key: "application", before: "application id", value: Value::Guid },
    Label { key: "application", before: "client_id", value: Value::Guid },
    Label { key: "tenant", before: "in the directory", value: Value::Name },
    Label { key: "tenant", before: "tenant identifier", value: Value::Name },
    Label { key: "tenant", before: "aadsts90002: tenant", value: Value::Name },
    Label { key: "tenant", before: "exception:: tenant", value: Value::Name },
    Label { key: "tenant", before: "tenant id", value: Value::Guid },
    Label { key: "tenant", before: "login.microsoftonline.com/", value: Value::Guid },
    Label { key: "user", before: "callinguser:", value: Value::Guid },
    Label { key: "user", before: ", user:", value: Value::Guid },
    Label { key: "user", before: "user with id", value: Value::Guid },
    Label { key: "account", before: "accountname=", value: Value::Name },
    Label { key: "table", before: "tables('", value: Value::Name },
    Label { key: "table", before: "\"tablename\":", value: Value::Name },
    Label { key: "table", before: "storage table", value: Value::Name },
    Label { key: "trigger", before: "for trigger", value: Value::Name },
];

/// How many bytes around the evidence are read.
const REACH: usize = 16 * 1024;

/// The value of each key nearest to the byte `at`.
pub(super) fn near(text: &str, at: usize) -> BTreeMap<String, String> {
    let start = boundary(text, at.saturating_sub(REACH));
    let text = &text[start..boundary(text, at.saturating_add(REACH).min(text.len()))];
    let at = at - start;
    let lower = text.to_ascii_lowercase();
    let mut nearest: BTreeMap<&'static str, (usize, String)> = BTreeMap::new();
    let mut offer = |key: &'static str, place: usize, value: String| {
        let distance = place.abs_diff(at);
        if nearest.get(key).is_none_or(|(known, _)| distance < *known) {
            nearest.insert(key, (distance, value));
        }
    };
    for label in LABELS {
        for (place, _) in lower.match_indices(label.before) {
            if let Some(value) = behind(&text[place + label.before.len()..], label.value) {
                offer(label.key, place, value);
            }
        }
    }
    for service in [".table.core.", ".blob.core.", ".table.cosmos."] {
        for (place, _) in lower.match_indices(service) {
            let account: String = lower[..place].chars().rev().take_while(char::is_ascii_alphanumeric).collect();
            if (3..=24).contains(&account.len()) {
                offer("account", place, account.chars().rev().collect());
            }
        }
    }
    for (place, _) in lower.match_indices("https://") {
        let end = text[place..].find(|c: char| c.is_whitespace() || "\"'<>\\`)|".contains(c)).map_or(text.len(), |end| place + end);
        let url = text[place..end].trim_end_matches(['.', ',', ':', ';', '*']);
        if url.len() > "https://".len() && !is_vendor_page(&url.to_ascii_lowercase()) {
            offer("url", place, url.to_owned());
        }
    }
    nearest.into_iter().map(|(key, (_, value))| (key.to_owned(), safe(&value))).collect()
}

/// The start of the character that `at` lies in.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0)
}

/// Where messages point to for reading, not what was called.
fn is_vendor_page(url: &str) -> bool {
    [
        "aka.ms",
        "docs.microsoft.com",
        "learn.microsoft.com",
        "go.microsoft.com",
        "login.microsoftonline.com/error",
        "schemas.microsoft.com",
        "github.com",
    ]
    .iter()
    .any(|page| url["https://".len()..].starts_with(page))
}

/// The value behind a label: over a colon, quotes, brackets and escapes.
fn behind(rest: &str, kind: Value) -> Option<String> {
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":=\"'\\`[(‘“+".contains(c));
    let value: String = match kind {
        Value::Guid => rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').collect(),
        Value::RequestId => rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect(),
        Value::Name => rest.chars().take_while(|c| !c.is_whitespace() && !"\"'\\`,;)]’”<>".contains(*c)).take(200).collect(),
        Value::Time => time(rest),
    };
    let good = match kind {
        Value::Guid => value.len() == 36 && value.matches('-').count() == 4,
        Value::RequestId => value.len() >= 32,
        Value::Name => value.len() > 2 && !["not", "was", "the", "with"].contains(&value.to_lowercase().as_str()),
        Value::Time => value.len() >= 16,
    };
    good.then(|| value.trim_end_matches(['.', ':']).to_owned())
}

/// `2026-10-01 12:00:00Z` or `2026-10-01T12:00:00.1234567Z`.
fn time(rest: &str) -> String {
    let mut value = String::new();
    for c in rest.chars().take(34) {
        match c {
            '0'..='9' | '-' | ':' | '.' | 'T' | 'Z' => value.push(c),
            ' ' | '+' if value.len() == 10 => value.push(' '),
            _ => break,
        }
    }
    let dated = value.as_bytes().get(4) == Some(&b'-') && value.contains(':');
    if dated { value } else { String::new() }
}

/// One line without keys and without the names of people.
fn safe(value: &str) -> String {
    let value = clean_patterns(value);
    excerpt(&mask_people(&value), 200)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        near(text, 0).into_iter().collect()
    }

    fn pair(key: &str, value: &str) -> (String, String) {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn an_entra_answer_tells_who_and_when() {
        let text = "AADSTS700016: Application with identifier '160c5842-eeba-487b-bb30-be9fae7878d0' was not found in the directory '1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5'.\\r\\nTrace ID: 5f7e75a3-378c-41e0-bedc-b04170a61000\\r\\nCorrelation ID: 7f1116b5-3d01-4150-8b0f-5b1d856568cd\\r\\nTimestamp: 2020-10-23 07:48:15Z";
        assert_eq!(
            found(text),
            [
                pair("application", "160c5842-eeba-487b-bb30-be9fae7878d0"),
                pair("correlation_id", "7f1116b5-3d01-4150-8b0f-5b1d856568cd"),
                pair("tenant", "1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5"),
                pair("time", "2020-10-23 07:48:15Z"),
                pair("trace_id", "5f7e75a3-378c-41e0-bedc-b04170a61000"),
            ]
        );
    }

    #[test]
    fn a_storage_answer_tells_account_and_table() {
        let text = "GET https://contosoleads.table.core.windows.net/Tables('MarketplaceLeads')\nRequestId:87821d3e-a002-0030-37d4-0f46c2000000\\nTime:2019-05-21T12:52:29.5613381Z";
        assert_eq!(
            found(text),
            [
                pair("account", "contosoleads"),
                pair("request_id", "87821d3e-a002-0030-37d4-0f46c2000000"),
                pair("table", "MarketplaceLeads"),
                pair("time", "2019-05-21T12:52:29.5613381Z"),
                pair("url", "https://contosoleads.table.core.windows.net/Tables("),
            ]
        );
    }

    #[test]
    fn keys_and_people_are_not_told() {
        let text = "POST https://prod-12.westeurope.logic.azure.com/workflows/0123?sp=%2Frun&sig=abcdefghijklmnop failed";
        assert_eq!(found(text), [pair("url", "https://prod-12.westeurope.logic.azure.com/workflows/0123?sp=%2Frun&sig=[redacted]")]);
        assert_eq!(safe("https://x.example/?to=maria@contoso.com"), "https://x.example/?to=m…@contoso.com");
        assert_eq!(safe("AccountKey=QUJDREVGR0hJSktMTU5P=="), "AccountKey=[redacted]");
    }
}
