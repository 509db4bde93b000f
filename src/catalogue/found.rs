//! What a text itself tells: tenant, application, time, trace ID, account, table, address. Secrets and personal data removed.
//!
//! Read by hand rather than with patterns: compiling those would take longer than all the rest of a diagnosis.

mod labels;
mod marked;
mod salesforce;
mod times;

use std::collections::BTreeMap;

use self::labels::{LABELS, Value};
use self::marked::Marked;
use crate::core::redact::{clean_patterns, mask_people, mask_queries};
use crate::core::text::excerpt;

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
    let marked = Marked::of(&lower);
    for (number, place) in marked.labels() {
        let (label, place) = (&LABELS[*number], *place);
        if begins(&lower, place)
            && let Some(value) = behind(&text[place + label.before.len()..], label.value)
        {
            nearest.offer(label.key, place.abs_diff(at), value);
        }
    }
    unlabelled(&text, &lower, at, &marked, &mut nearest);
    nearest.0.into_iter().map(|(key, (_, value))| (key.to_owned(), safe(&value))).filter(|(_, value)| !value.is_empty()).collect()
}

/// Whether a word begins here; an escaped line end before it is no part of it.
fn begins(text: &str, place: usize) -> bool {
    let before = &text[..place];
    !before.ends_with(|c: char| c.is_ascii_alphanumeric())
        || !text[place..].starts_with(|c: char| c.is_ascii_alphanumeric())
        || ["\\n", "\\r", "\\t"].iter().any(|escape| before.ends_with(escape))
}

/// The text without the escapes of URLs, if it was pasted from one, and with the quotes of XML as such; and about where the byte is then.
fn unescaped(text: &str, at: usize) -> (std::borrow::Cow<'_, str>, usize) {
    const QUOTES: [(&str, &str); 5] = [("&apos;", "'"), ("&#39;", "'"), ("&#x27;", "'"), ("&quot;", "\""), ("&#34;", "\"")];
    if text.contains('&') && QUOTES.iter().any(|(written, _)| text.contains(written)) {
        let plain = |text: &str| QUOTES.iter().fold(text.to_owned(), |text, (written, quote)| text.replace(written, quote));
        let (before, behind) = (plain(&text[..at]), plain(&text[at..]));
        let at = before.len();
        return ((before + &behind).into(), at);
    }
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
fn unlabelled(text: &str, lower: &str, at: usize, marked: &Marked, nearest: &mut Nearest) {
    for service in [".table.core.", ".blob.core.", ".table.cosmos."] {
        for place in marked.places(service) {
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
    for place in marked.places("://") {
        let scheme = ["https", "http"].into_iter().find(|scheme| lower[..place].ends_with(scheme));
        let Some(begin) = scheme.map(|scheme| place - scheme.len()) else { continue };
        let end = text[place..].find(|c: char| c.is_whitespace() || "\"'<>\\`)|{}“”‘’".contains(c)).map_or(text.len(), |end| place + end);
        let url = text[begin..end].trim_end_matches(['.', ',', ':', ';', '*', ']']);
        if url.len() > place + "://".len() - begin && !is_vendor_page(&lower[place + "://".len()..]) {
            nearest.offer("url", begin.abs_diff(at), url);
        }
    }
    for place in marked.places("' entity doesn't contain attribute") {
        if let Some((_, name)) = lower[..place].rsplit_once('\'')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        {
            nearest.offer("table", place.abs_diff(at), name);
        }
    }
    privileges(text, lower, at, marked, nearest);
    let whole = |place: usize| !lower[place + "leadsourcecode".len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    if let Some(place) = marked.places("leadsourcecode").find(|place| whole(*place)) {
        nearest.offer("column", place.abs_diff(at), "leadsourcecode");
    }
    salesforce::add(text, at, nearest);
    for place in marked.places(": data value too large") {
        let name = &text[..place];
        let begin = name.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |end| end + 1);
        // A character may be of several bytes, and none of those begins a name.
        if let Some(name) = name.get(begin..).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())) {
            nearest.offer("field", place.abs_diff(at), name);
        }
    }
    // A time without a label says when a line was written; a labelled one, when it happened.
    const UNLABELLED: usize = 1 << 30;
    times::each(text, |place, value| {
        if !is_limit(&text[..place]) {
            nearest.offer("time", UNLABELLED + place.abs_diff(at), value);
        }
    });
}

/// All that are missing: one answer names one of them, another all.
fn privileges(text: &str, lower: &str, at: usize, marked: &Marked, nearest: &mut Nearest) {
    const MOST: usize = 5;
    let mut names: Vec<&str> = Vec::new();
    let mut distance = usize::MAX;
    for place in marked.places("prv") {
        let rest = &text[place..];
        let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())];
        if begins(lower, place) && name[3..].starts_with(|c: char| c.is_ascii_uppercase()) {
            distance = distance.min(place.abs_diff(at));
            if !names.contains(&name) && names.len() < MOST {
                names.push(name);
            }
        }
    }
    if !names.is_empty() {
        nearest.offer("privilege", distance, names.join(", "));
    }
}

/// Whether a time behind this says how long something is good, and not when anything happened: `Signed expiry time [Wed, 31 Aug 2022 …]`.
fn is_limit(before: &str) -> bool {
    const LIMITS: [&str; 9] =
        ["frame: start", "- expiry", "expiry time", "start time", "not after", "not before", "notafter", "notbefore", "expires on"];
    const FAR: usize = 40;
    let near = &before[boundary(before, before.len().saturating_sub(FAR))..];
    let near = near.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    // A day of the week.
    let near = near.strip_suffix(',').map_or(near.as_str(), |rest| rest.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
    LIMITS.iter().any(|limit| near.trim_end_matches(['[', ':', '=', ' ']).ends_with(limit))
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
        Value::Time => times::iso(rest),
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
    fn every_privilege_that_is_missing_is_told_and_the_field_that_marketo_does_not_know() {
        let missing = "is missing prvCreateLead privilege (Id=x); prvReadAccount too, and prvCreateLead again; privilege prvate";
        assert_eq!(found(missing), [pair("privilege", "prvCreateLead, prvReadAccount")]);
        assert_eq!(found(r#"{"code":"1006","message":"Field 'leadRole' not found"}"#), [pair("field", "leadRole")]);
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

    #[test]
    fn a_time_is_read_as_logs_write_it() {
        for (text, time) in [
            ("2024-05-01T12:00:00.123Z ERROR x", "2024-05-01T12:00:00.123Z"),
            ("2024-05-01T12:00:00+02:00 ERROR x", "2024-05-01T12:00:00+02:00"),
            ("May  1 12:00:00 web app[12]: x", "May 1 12:00:00"),
            ("<11>Oct 21 02:07:09 web app: x", "Oct 21 02:07:09"),
            ("Wed May 01 12:00:00 2024 x", "May 01 12:00:00 2024"),
            ("Wed May 01 12:00:00 UTC 2024 x", "May 01 12:00:00 UTC 2024"),
            ("10.0.0.1 - - [01/May/2024:12:00:00 +0200] \"POST /\"", "01/May/2024:12:00:00 +0200"),
            ("Date: Wed, 01 May 2024 12:00:00 GMT\r\n", "01 May 2024 12:00:00 GMT"),
            ("May 1, 2024 9:05:00 AM com.contoso.Leads send", "May 1, 2024 9:05:00 AM"),
            ("2024/05/01 12:00:00 [error] x", "2024/05/01 12:00:00"),
            ("5/1/2024 12:00:00 PM x", "5/1/2024 12:00:00 PM"),
            ("5/1/2024, 9:05:07 PM: x", "5/1/2024, 9:05:07 PM"),
            ("01-05-2024 12:00:00 fout", "01-05-2024 12:00:00"),
            ("1.5.2024 12:00:00 Fehler", "1.5.2024 12:00:00"),
            ("at 20240501T120000Z x", "20240501T120000Z"),
            ("E0501 12:00:00.123456   12 leads.go:7] x", "0501 12:00:00.123456"),
            ("{\"ts\":1714564800,\"msg\":\"x\"}", "2024-05-01T12:00:00Z"),
            ("{\"ts\": 1714564800.5, \"msg\":\"x\"}", "2024-05-01T12:00:00Z"),
            ("{\"level\":50,\"time\":1714564800000,\"msg\":\"x\"}", "2024-05-01T12:00:00Z"),
            ("{\"timestamp\":\"1714564800000\"}", "2024-05-01T12:00:00Z"),
            ("{\\\"timestamp\\\":1714564800}", "2024-05-01T12:00:00Z"),
        ] {
            assert_eq!(found(text), [pair("time", time)], "{text}");
        }
        for text in [
            "1714564800 x",
            "\"offset\":1714564800",
            "\"time\":12",
            "took 12:00:00 h",
            "the timeout 00:02:00 has passed",
            "é1:00:00 Mai 1",
            "version 20240501 12",
            "x0501 12:00:00",
            "99/99/2024 12:00:00",
            "Mayday 1 12:00:00",
            "12:00:00",
            "1 12:00:00",
            "é 12:00:00",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        // What the text says of itself goes before when its line was written.
        let both = found("May  1 12:00:00 web app: AADSTS7000222 Timestamp: 2020-10-23 07:48:15Z");
        assert_eq!(both, [pair("time", "2020-10-23 07:48:15Z")]);
    }

    #[test]
    fn other_names_of_the_same_facts_are_known() {
        const ID: &str = "1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5";
        for (text, key, value) in [
            (format!("client-request-id: {ID}"), "correlation_id", ID),
            (format!("\"x-ms-client-request-id\":\"{ID}\""), "correlation_id", ID),
            (format!("{{\"clientRequestId\":\"{ID}\"}}"), "correlation_id", ID),
            (format!("AADSTS50034: The user account {{EmailHidden}} does not exist in the {ID} directory."), "tenant", ID),
            ("tenant: contoso.onmicrosoft.com".to_owned(), "tenant", "contoso.onmicrosoft.com"),
            ("Tenant ID: contoso.onmicrosoft.com.".to_owned(), "tenant", "contoso.onmicrosoft.com"),
            ("{\"tenant\": \"contoso.onmicrosoft.com\"}".to_owned(), "tenant", "contoso.onmicrosoft.com"),
            ("INVALID_FIELD: bad field names on insert/update call: Score__c".to_owned(), "field", "Score__c"),
            ("STRING_TOO_LONG, Company: data value too large: Contoso (max length=255): [Company]".to_owned(), "field", "Company"),
            ("Lead Source: bad value for restricted picklist field: Azure Marketplace: [LeadSource]".to_owned(), "field", "LeadSource"),
            ("FIELD_CUSTOM_VALIDATION_EXCEPTION, Enter a postal code: [PostalCode, Country]".to_owned(), "field", "PostalCode, Country"),
            ("{\"errorCode\":\"FIELD_CUSTOM_VALIDATION_EXCEPTION\",\"fields\":[\"PostalCode\"]}".to_owned(), "field", "PostalCode"),
            ("FIELD_CUSTOM_VALIDATION_EXCEPTION, Enter a postal code: []".to_owned(), "rule", "Enter a postal code"),
            ("FIELD_CUSTOM_VALIDATION_EXCEPTION, Postal code: [AB] needed: [PostalCode]".to_owned(), "rule", "Postal code: [AB] needed"),
            ("The property 'leadsourcecodex' does not exist on type".to_owned(), "column", "leadsourcecodex"),
            ("No such column 'Foo__c' on sobject of type Lead".to_owned(), "column", "Foo__c"),
        ] {
            let found = near(&text, 0);
            assert_eq!(found.get(key).map(String::as_str), Some(value), "{text}: {found:?}");
        }
        for text in ["Tenant: not found", "tenant=", "é: data value too large", ": data value too large", "tenant: e.", "no such column"] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
