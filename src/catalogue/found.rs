//! What a text itself tells: tenant, application, time, trace ID, account, table, address. Secrets and personal data removed.
//!
//! Read by hand rather than with patterns: compiling those would take longer than all the rest of a diagnosis.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memchr::memmem;

use crate::core::redact::{clean_patterns, mask_people, mask_queries};
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
    /// Several words, up to the sentence's end.
    Phrase,
    /// A date and a time.
    Time,
    /// A storage service's request ID: a GUID, not always a proper one.
    RequestId,
    /// An HRESULT, as a decimal or as hex.
    Number,
    /// A host name.
    Host,
    /// An address that names somebody, to be masked.
    Person,
}

const LABELS: &[Label] = &[
    Label { key: "trace_id", before: "trace id", value: Value::Guid },
    Label { key: "trace_id", before: "trace_id", value: Value::Guid },
    Label { key: "trace_id", before: "traceid", value: Value::Guid },
    Label { key: "correlation_id", before: "correlation id", value: Value::Guid },
    Label { key: "correlation_id", before: "correlation_id", value: Value::Guid },
    Label { key: "correlation_id", before: "correlationid", value: Value::Guid },
    Label { key: "correlation_id", before: "correlationidkey", value: Value::Guid },
    Label { key: "request_id", before: "x-ms-request-id", value: Value::RequestId },
    Label { key: "request_id", before: "requestid", value: Value::RequestId },
    Label { key: "request_id", before: "request id", value: Value::RequestId },
    Label { key: "request_id", before: "tracking id is", value: Value::RequestId },
    Label { key: "request_id", before: "x-ms-service-request-id", value: Value::RequestId },
    Label { key: "request_id", before: "service request id", value: Value::RequestId },
    Label { key: "request_id", before: "activity id", value: Value::RequestId },
    Label { key: "session_id", before: "session id", value: Value::RequestId },
    Label { key: "request_id", before: "request tracking id", value: Value::Name },
    Label { key: "time", before: "timestamp", value: Value::Time },
    Label { key: "time", before: "time:", value: Value::Time },
    Label { key: "time", before: "time\":", value: Value::Time },
    Label { key: "application", before: "application with identifier", value: Value::Name },
    Label { key: "application", before: "secret added to app", value: Value::Name },
    Label { key: "application", before: "application", value: Value::Guid },
    Label { key: "application", before: "for app", value: Value::Guid },
    Label { key: "application", before: "client_id", value: Value::Guid },
    Label { key: "application", before: "clientid", value: Value::Guid },
    Label { key: "application", before: "app id", value: Value::Guid },
    Label { key: "application", before: "appid", value: Value::Guid },
    Label { key: "application", before: "client application", value: Value::Guid },
    Label { key: "application", before: "application with id", value: Value::Guid },
    Label { key: "application", before: "application id", value: Value::Guid },
    Label { key: "tenant", before: "in the directory", value: Value::Name },
    Label { key: "tenant", before: "tenant identifier", value: Value::Name },
    Label { key: "tenant", before: "aadsts90002: tenant", value: Value::Name },
    Label { key: "tenant", before: "exception:: tenant", value: Value::Name },
    Label { key: "tenant", before: "in the tenant named", value: Value::Phrase },
    Label { key: "tenant", before: "does not exist in tenant", value: Value::Name },
    Label { key: "tenant", before: "tenant id", value: Value::Guid },
    Label { key: "tenant", before: "tenantid", value: Value::Guid },
    Label { key: "tenant", before: "tenant", value: Value::Guid },
    Label { key: "tenant", before: "directory id", value: Value::Guid },
    Label { key: "tenant", before: "login.microsoftonline.com/", value: Value::Guid },
    Label { key: "tenant", before: "missing service principal in the tenant", value: Value::Guid },
    Label { key: "resource", before: "resource principal named", value: Value::Name },
    Label { key: "resource", before: "principal for resource", value: Value::Name },
    Label { key: "resource", before: "authentication to access", value: Value::Guid },
    Label { key: "user", before: "callinguser:", value: Value::Guid },
    Label { key: "user", before: "\nuser:", value: Value::Guid },
    Label { key: "user", before: ", user:", value: Value::Guid },
    Label { key: "user", before: ". user:", value: Value::Guid },
    Label { key: "user", before: " user:", value: Value::Guid },
    Label { key: "user", before: "on userid:", value: Value::Guid },
    Label { key: "user", before: "user with id", value: Value::Guid },
    Label { key: "user", before: "systemuserid", value: Value::Guid },
    Label { key: "user", before: "principal user (id", value: Value::Guid },
    Label { key: "user", before: "user(id", value: Value::Guid },
    Label { key: "user", before: "caller user with id", value: Value::Guid },
    Label { key: "user", before: "principal with id", value: Value::Guid },
    Label { key: "user", before: "user account", value: Value::Person },
    Label { key: "user", before: "username", value: Value::Person },
    Label { key: "user", before: "user name", value: Value::Person },
    Label { key: "user", before: "upn", value: Value::Person },
    Label { key: "account", before: "accountname=", value: Value::Name },
    Label { key: "table", before: "tables('", value: Value::Name },
    Label { key: "table", before: "\"tablename\":", value: Value::Name },
    Label { key: "table", before: "storage table", value: Value::Name },
    Label { key: "table", before: "attribute of the", value: Value::Name },
    Label { key: "table", before: "on record of type", value: Value::Name },
    Label { key: "table", before: "for entity", value: Value::Name },
    Label { key: "table", before: "for entity :", value: Value::Name },
    Label { key: "table", before: "microsoft.dynamics.crm.", value: Value::Name },
    Label { key: "table", before: "right(s) for record of entity", value: Value::Name },
    Label { key: "column", before: "length of the '", value: Value::Name },
    Label { key: "column", before: "the property '", value: Value::Name },
    Label { key: "column", before: "the value of '", value: Value::Name },
    Label { key: "column", before: "property named", value: Value::Name },
    Label { key: "column", before: "permissions for the", value: Value::Name },
    Label { key: "column", before: "with name =", value: Value::Name },
    Label { key: "field", before: "fields: ", value: Value::Name },
    Label { key: "field", before: "fields\":[", value: Value::Name },
    Label { key: "field", before: "missing: [", value: Value::Name },
    Label { key: "field", before: "restricted picklist field:", value: Value::Name },
    Label { key: "field", before: "valid countries.:", value: Value::Name },
    Label { key: "field", before: "| field", value: Value::Name },
    Label { key: "field", before: "\"field", value: Value::Name },
    Label { key: "privilege", before: "privilegename:", value: Value::Name },
    Label { key: "privilege", before: "privilegename\":", value: Value::Name },
    Label { key: "hr", before: "hr =", value: Value::Number },
    Label { key: "hr", before: "hr=", value: Value::Number },
    Label { key: "hr", before: "hresult:", value: Value::Number },
    Label { key: "hr", before: "error number:", value: Value::Number },
    Label { key: "host", before: "could not be resolved:", value: Value::Host },
    Label { key: "host", before: "enotfound", value: Value::Host },
    Label { key: "host", before: "lookup", value: Value::Host },
    Label { key: "host", before: "could not resolve host:", value: Value::Host },
    Label { key: "host", before: "eai_again", value: Value::Host },
    Label { key: "host", before: "failed to resolve", value: Value::Host },
    Label { key: "host", before: "unknownhostexception:", value: Value::Host },
    Label { key: "host", before: "no such host is known. (", value: Value::Host },
    Label { key: "oid", before: "\noid =", value: Value::Name },
    Label { key: "workflow", before: "the workflow", value: Value::Name },
    Label { key: "trigger", before: "for trigger", value: Value::Name },
];

/// They are made once: a log may hold many errors.
static FINDERS: LazyLock<Vec<memmem::Finder>> = LazyLock::new(|| LABELS.iter().map(|label| memmem::Finder::new(label.before)).collect());

/// How many bytes around the evidence are read.
const REACH: usize = 6 * 1024;

/// What is found for each key, and how far from the evidence.
#[derive(Default)]
struct Nearest(BTreeMap<&'static str, (usize, String)>);

impl Nearest {
    fn offer(&mut self, key: &'static str, distance: usize, value: impl Into<String>) {
        if self.0.get(key).is_none_or(|(known, _)| distance < *known) {
            self.0.insert(key, (distance, value.into()));
        }
    }
}

/// The value of each key nearest to the byte `at`.
pub(super) fn near(text: &str, at: usize) -> BTreeMap<String, String> {
    let start = boundary(text, at.saturating_sub(REACH));
    let text = &text[start..boundary(text, at.saturating_add(REACH).min(text.len()))];
    let (text, at) = unescaped(text, at - start);
    let lower = text.to_ascii_lowercase();
    let mut nearest = Nearest::default();
    for (label, finder) in LABELS.iter().zip(FINDERS.iter()) {
        for place in finder.find_iter(lower.as_bytes()) {
            if begins(&lower, place)
                && let Some(value) = behind(&text[place + label.before.len()..], label.value)
            {
                nearest.offer(label.key, place.abs_diff(at), value);
            }
        }
    }
    unlabelled(&text, &lower, at, &mut nearest);
    nearest.0.into_iter().map(|(key, (_, value))| (key.to_owned(), safe(&value))).filter(|(_, value)| !value.is_empty()).collect()
}

/// Whether a word begins here; an escaped line end before it is no part of it.
fn begins(text: &str, place: usize) -> bool {
    let before = &text[..place];
    !before.ends_with(|c: char| c.is_ascii_alphanumeric())
        || !text[place..].starts_with(|c: char| c.is_ascii_alphanumeric())
        || ["\\n", "\\r", "\\t"].iter().any(|escape| before.ends_with(escape))
}

/// The text without the escapes of URLs, if it was pasted from one; and about where the byte is then.
fn unescaped(text: &str, at: usize) -> (std::borrow::Cow<'_, str>, usize) {
    let count = |wanted: u8| text.bytes().filter(|b| *b == wanted).count();
    let blanks = count(b' ');
    if count(b'+') <= blanks && count(b'%') <= blanks {
        return (text.into(), at);
    }
    let plain = text.replace('+', " ");
    let plain = percent_encoding::percent_decode_str(&plain).decode_utf8_lossy().into_owned();
    let at = if text.is_empty() { 0 } else { at * plain.len() / text.len() };
    (plain.into(), at)
}

/// Values that show what they are by their form.
fn unlabelled(text: &str, lower: &str, at: usize, nearest: &mut Nearest) {
    for service in [".table.core.", ".blob.core.", ".table.cosmos."] {
        for (place, _) in lower.match_indices(service) {
            let account: String = lower[..place].chars().rev().take_while(char::is_ascii_alphanumeric).collect();
            if (3..=24).contains(&account.len()) {
                nearest.offer("account", place.abs_diff(at), account.chars().rev().collect::<String>());
            }
            let path = text[place + service.len()..].split_once('/').filter(|(host, _)| host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.'));
            let table: String = path.map(|(_, path)| path.chars().take(64).take_while(char::is_ascii_alphanumeric).collect()).unwrap_or_default();
            if service != ".blob.core." && (3..=63).contains(&table.len()) && !table.eq_ignore_ascii_case("tables") {
                nearest.offer("table", place.abs_diff(at), table);
            }
        }
    }
    for (place, _) in lower.match_indices("://") {
        let scheme = ["https", "http"].into_iter().find(|scheme| lower[..place].ends_with(scheme));
        let Some(begin) = scheme.map(|scheme| place - scheme.len()) else { continue };
        let end = text[place..].find(|c: char| c.is_whitespace() || "\"'<>\\`)|{}“”‘’".contains(c)).map_or(text.len(), |end| place + end);
        let url = text[begin..end].trim_end_matches(['.', ',', ':', ';', '*', ']']);
        if url.len() > place + "://".len() - begin && !is_vendor_page(&lower[place + "://".len()..]) {
            nearest.offer("url", begin.abs_diff(at), url);
        }
    }
    for (place, _) in lower.match_indices("' entity doesn't contain attribute") {
        if let Some((_, name)) = lower[..place].rsplit_once('\'')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        {
            nearest.offer("table", place.abs_diff(at), name);
        }
    }
    for (place, _) in lower.match_indices("prv") {
        let name: String = text[place..].chars().take_while(char::is_ascii_alphanumeric).collect();
        if begins(lower, place) && name[3..].starts_with(|c: char| c.is_ascii_uppercase()) {
            nearest.offer("privilege", place.abs_diff(at), name);
        }
    }
    if let Some(place) = lower.find("leadsourcecode") {
        nearest.offer("column", place.abs_diff(at), "leadsourcecode");
    }
    // A time without a label says when a line was written; a labelled one, when it happened.
    const UNLABELLED: usize = 1 << 40;
    for (place, _) in lower.match_indices("20") {
        if begins(lower, place)
            && !lower[..place].ends_with('-')
            && let Some(value) = behind(&text[place..], Value::Time)
        {
            nearest.offer("time", UNLABELLED + place.abs_diff(at), value);
        }
    }
}

/// The start of the character that `at` lies in.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0)
}

/// Where messages point to for reading, not what was called.
fn is_vendor_page(address: &str) -> bool {
    [
        "aka.ms",
        "docs.microsoft.com",
        "learn.microsoft.com",
        "go.microsoft.com",
        "msdn.microsoft.com",
        "support.microsoft.com",
        "login.microsoftonline.com/error",
        "schemas.",
        "www.w3.org",
        "github.com",
    ]
    .iter()
    .any(|page| address.starts_with(page))
}

/// The value behind a label: over a colon, quotes, brackets and escapes.
fn behind(rest: &str, kind: Value) -> Option<String> {
    let label = rest;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ":=\"'\\`[(‘“+".contains(c));
    let value: String = match kind {
        Value::Guid => rest.chars().take(37).take_while(|c| c.is_ascii_hexdigit() || *c == '-').collect(),
        Value::RequestId => rest.chars().take(80).take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect(),
        Value::Name => quoted(&label[..label.len() - rest.len()], rest)
            .unwrap_or_else(|| rest.chars().take_while(|c| !c.is_whitespace() && !"\"'\\`,;)]’”<>".contains(*c)).take(200).collect()),
        Value::Phrase => rest.split(". ").next().unwrap_or(rest).chars().take_while(|c| !"\"'\\`<>\n".contains(*c)).take(80).collect(),
        Value::Time => time(rest),
        Value::Number => rest.chars().take(12).take_while(|c| c.is_ascii_hexdigit() || "-x".contains(*c)).collect(),
        Value::Host => rest.chars().take(200).take_while(|c| c.is_ascii_alphanumeric() || ".-".contains(*c)).collect(),
        Value::Person => rest.chars().take(200).take_while(|c| c.is_ascii_alphanumeric() || "@.-_+".contains(*c)).collect(),
    };
    let value = value.trim_end_matches(['.', ':']);
    let dotted = || value.split('.').count() >= 2 && value.split('.').all(|part| !part.is_empty());
    let good = match kind {
        Value::Guid => value.len() == 36 && value.matches('-').count() == 4,
        Value::RequestId => value.len() >= 32,
        Value::Name | Value::Phrase => value.len() > 2 && !COMMON.contains(&value.to_lowercase().as_str()) && value.contains(char::is_alphanumeric),
        Value::Time => value.len() >= 16,
        Value::Number => value.len() >= 8 && (value.starts_with("0x") || value.starts_with('-')),
        Value::Host => dotted() && value.contains(|c: char| c.is_ascii_alphabetic()),
        Value::Person => value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
    };
    good.then(|| value.to_owned())
}

/// A name of several words, where the label ends with the quote that the name ends with.
fn quoted(before: &str, rest: &str) -> Option<String> {
    const LONGEST: usize = 80;
    let close = match before.chars().next_back()? {
        '\'' => '\'',
        '"' => '"',
        '‘' => '’',
        '“' => '”',
        _ => return None,
    };
    let name: String = rest.chars().take(LONGEST).take_while(|c| *c != close).collect();
    let whole = rest[name.len()..].starts_with(close);
    (whole && name.contains(' ') && !name.contains(['\n', '\\', '<', '>', '{', '}', '"', ';'])).then_some(name)
}

/// Words that follow a label without being its value.
const COMMON: [&str; 15] = ["error", "not", "was", "the", "with", "specified", "and", "for", "could", "does", "has", "have", "cannot", "are", "its"];

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

/// One line without keys and without the names of people, also where an address has them as parameters.
fn safe(value: &str) -> String {
    let value = clean_patterns(value);
    excerpt(&mask_queries(&mask_people(&value)), 200)
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
    fn an_address_tells_nobody_s_name() {
        let text = "GET https://leads.contoso.com/hook?email=jan.jansen%40contoso.com&name=Jan+Jansen AADSTS7000215: Invalid client secret provided.";
        assert_eq!(found(text), [pair("url", "https://leads.contoso.com/hook?email=j…%40contoso.com&name=J…")]);
        assert_eq!(found("at https://h.example/leads/jan.jansen%40contoso.com"), [pair("url", "https://h.example/leads/j…%40contoso.com")]);
        assert_eq!(found("https://hooks.zapier.com/hooks/catch/123456/abcdefg/ x"), [pair("url", "https://hooks.zapier.com/hooks/[redacted]")]);
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
