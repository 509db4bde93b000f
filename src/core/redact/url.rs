//! URLs that carry their own key: which they are, and how they are shown.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use percent_encoding::percent_decode_str;
use url::Url;

use crate::core::redact::MIN_LEARNED;
use crate::core::redact::forms::{self, cut};
use crate::core::redact::keys;
use crate::core::secret::REDACTED;

/// A query parameter whose name has one of these in it carries a key …
const SECRET_WORDS: [&str; 11] = ["sig", "code", "key", "token", "secret", "pass", "pwd", "auth", "hmac", "hash", "credential"];

/// … unless it has one of these in it too.
const HARMLESS_WORDS: [&str; 10] = ["error", "status", "country", "postal", "zip", "partitionkey", "rowkey", "keyname", "keyword", "author"];

/// Services whose addresses are secrets themselves: how the host begins and ends, how the path begins, and how many of its segments say
/// nothing. All have one of `SIGNS` in them.
const WEBHOOKS: [(&str, &str, &str, usize); 13] = [
    ("hooks.", "zapier.com", "/", 1),
    ("hooks.", "slack.com", "/", 1),
    ("", ".webhook.office.com", "/", 1),
    ("", "outlook.office.com", "/webhook", 1),
    ("hook.", "make.com", "/", 0),
    ("hook.", "integromat.com", "/", 0),
    ("", "discord.com", "/api/webhooks", 2),
    ("", "discord.com", "/api/v9/webhooks", 3),
    ("", "discord.com", "/api/v10/webhooks", 3),
    ("", "discordapp.com", "/api/webhooks", 2),
    ("", "webhook.site", "/", 0),
    ("api.", "telegram.org", "/bot", 0),
    ("maker.", "ifttt.com", "/trigger", 4),
];

/// The names of query parameters that name somebody or say how to reach them …
const PEOPLE: [&str; 12] = ["name", "mail", "phone", "tel", "mobile", "upn", "user", "login", "contact", "to", "from", "loginhint"];

/// … and, beside the names of a person's names, their ends.
const PEOPLE_ENDS: [&str; 7] = ["email", "emailaddress", "displayname", "username", "phonenumber", "telephone", "userprincipalname"];

/// A URL as it may be shown: user info and the values of key parameters removed, the rest as written.
pub fn show_url(url: &Url) -> String {
    let mut shown = format!("{}://", url.scheme());
    if !url.username().is_empty() || url.password().is_some() {
        shown.push_str(REDACTED);
        shown.push('@');
    }
    shown.push_str(url.host_str().unwrap_or(""));
    if let Some(port) = url.port() {
        shown.push_str(&format!(":{port}"));
    }
    let path = url.path();
    let secret = webhook_path(url.host_str().unwrap_or(""), path);
    shown.push_str(&path[..secret.unwrap_or(path.len())]);
    if secret.is_some() {
        shown.push_str(REDACTED);
    }
    if let Some(query) = url.query() {
        let parts: Vec<String> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, value)) if is_secret_parameter(name) && !value.is_empty() => format!("{name}={REDACTED}"),
                _ => pair.to_owned(),
            })
            .collect();
        shown.push('?');
        shown.push_str(&parts.join("&"));
    }
    shown
}

/// Whether a URL carries its own key, and so is a secret.
pub fn carries_key(url: &Url) -> bool {
    !url.username().is_empty()
        || url.password().is_some()
        || url.query_pairs().any(|(name, value)| is_secret_parameter(&name) && !value.is_empty())
        || path_key(url).is_some()
        // Wherever it stands, it would be shown nowhere.
        || forms::name(&percent_decode_str(url.as_str()).decode_utf8_lossy()).is_some()
}

pub(super) fn is_secret_parameter(name: &str) -> bool {
    let name = percent_decode_str(name).decode_utf8_lossy().to_lowercase();
    name == "h" || SECRET_WORDS.iter().any(|word| name.contains(word)) && !HARMLESS_WORDS.iter().any(|word| name.contains(word))
}

pub(super) fn path_key(url: &Url) -> Option<String> {
    webhook_path(url.host_str()?, url.path())?;
    url.path_segments()?.rfind(|part| part.len() >= MIN_LEARNED).map(str::to_owned)
}

/// Where in a path what authorises begins, if the host is one of those whose addresses are secrets.
fn webhook_path(host: &str, path: &str) -> Option<usize> {
    let known = |(begin, end, lead, _): &&(&str, &str, &str, usize)| {
        host.starts_with(begin)
            && host.strip_suffix(end).is_some_and(|rest| end.starts_with('.') || rest.is_empty() || rest.ends_with('.'))
            && path.starts_with(lead)
    };
    let kept = WEBHOOKS.iter().find(known)?.3;
    // Segments end with a slash.
    let start = path.match_indices('/').nth(kept)?.0 + 1;
    let secret = path[start..].trim_matches('/');
    let given = secret.len() >= MIN_LEARNED && (kept == 0 || secret.contains('/') || secret.bytes().any(|byte| byte.is_ascii_digit()));
    given.then_some(start)
}

/// The paths of addresses that are secrets themselves, as texts have them.
pub(super) fn webhooks(text: &str, spans: &mut Vec<Range<usize>>) {
    static SIGNS: LazyLock<[Finder; 3]> = LazyLock::new(|| ["hook", "telegram", "ifttt"].map(Finder::new));
    static ENDS: LazyLock<Vec<Finder>> = LazyLock::new(|| WEBHOOKS.iter().map(|(_, end, ..)| Finder::new(end)).collect());
    let bytes = text.as_bytes();
    if SIGNS.iter().all(|sign| sign.find(bytes).is_none()) {
        return;
    }
    for ((_, end, ..), finder) in WEBHOOKS.iter().zip(ENDS.iter()) {
        for place in finder.find_iter(bytes) {
            let start = place - bytes[..place].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte)).count();
            let host = text[start..place + end.len()].to_ascii_lowercase();
            // What is left of an escaped slash before it.
            let host = if text[..start].ends_with('%') { host.strip_prefix("2f").unwrap_or(&host) } else { &host };
            let from = place + end.len();
            let port = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b':').count();
            let from = from + port;
            let rest = &text[from..];
            let stop = rest.find(|c: char| c.is_whitespace() || "\"'<>`?#&|,;(){}…".contains(c)).unwrap_or(rest.len());
            let rest = &rest[..stop];
            let rest = &rest[..["%3F", "%3f", "%26", "%22", "%20"].iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len())];
            let rest = rest.trim_end_matches(['.', ':', '\\', '*']);
            // With each slash as one, and where it ends in the text.
            let (mut path, mut places) = (String::new(), Vec::new());
            let mut at = 0;
            while let Some(c) = rest[at..].chars().next() {
                let slash = ["%2F", "%2f", "\\/", "/"].into_iter().find(|slash| rest[at..].starts_with(slash));
                let length = slash.map_or(c.len_utf8(), str::len);
                path.push(if slash.is_some() { '/' } else { c });
                at += length;
                places.resize(path.len(), from + at);
            }
            if let Some(secret) = webhook_path(host, &path) {
                spans.push(places[secret - 1]..from + rest.len());
            }
        }
    }
}

/// What stands in URLs before the host, where a password is in it: `user:p@ss` of `https://user:p@ss@host/`.
pub(super) fn user_infos(text: &str) -> Vec<Range<usize>> {
    static MARKS: LazyLock<[(Finder, &str); 2]> = LazyLock::new(|| [(Finder::new("://"), "/"), (Finder::new(":\\/\\/"), "\\/")]);
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    if memchr::memchr(b'@', bytes).is_none() {
        return spans;
    }
    for (mark, slash) in MARKS.iter() {
        // The end of what has no blank in it, and the last @ there: looked for once.
        let (mut end, mut last) = (0, None);
        for at in mark.find_iter(bytes).filter(|at| *at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || b"+.-".contains(&bytes[at - 1]))) {
            let from = at + mark.needle().len();
            if from >= end {
                let length = bytes[from..].iter().take_while(|byte| !matches!(byte, b' ' | b'\n' | b'"' | b'\'' | b'<' | b'>')).count();
                (end, last) = (from + length, memchr::memrchr(b'@', &bytes[from..from + length]));
                if last.is_some() {
                    end = text[from..end].find(char::is_whitespace).map_or(end, |blank| from + blank);
                    last = memchr::memrchr(b'@', &bytes[from..end]).map(|last| from + last);
                }
            }
            let Some(last) = last.filter(|last| *last > from) else { continue };
            let rest = &text[from..end];
            let (host, path) = rest.find(slash).map_or((rest, ""), |slash| rest.split_at(slash));
            let Some(colon) = host.find(':').filter(|colon| !host[..*colon].contains('@')) else { continue };
            let length = match host.rfind('@') {
                Some(inside) => inside,
                // A slash may be a password's where what stands behind the colon is no port.
                None => {
                    let port = host[colon + 1..].bytes().all(|byte| byte.is_ascii_digit()) || host.starts_with('[');
                    if port || path.is_empty() {
                        continue;
                    }
                    last - from
                }
            };
            if length > colon + 1 {
                spans.push(from..from + length);
            }
        }
    }
    spans
}

/// `text` with the values masked of a URL's parameters that name people, except those of test leads.
pub fn mask_queries(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut spans: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr2_iter(b'=', b'%', bytes) {
        let start = match &bytes[at..] {
            [b'=', ..] => at + 1,
            [b'%', b'3', b'D' | b'd', ..] => at + 3,
            _ => continue,
        };
        let done = spans.last().is_some_and(|span| span.end > at);
        if done || !names_people(text, at) {
            continue;
        }
        let rest = &text[start..];
        let ends = |(place, c): &(usize, char)| match c {
            '\'' => !rest[place + 1..].starts_with(char::is_alphanumeric),
            '%' => ["%26", "%22", "%20HTTP"].iter().any(|end| rest[*place..].starts_with(end)),
            c => c.is_whitespace() || "&\"<>\\;#`|".contains(*c),
        };
        let value = &rest[..rest.char_indices().find(ends).map_or(rest.len(), |(place, _)| place)];
        if gives_away(value) {
            spans.push(start..start + value.len());
        }
    }
    cut(text, spans, |value| value.chars().next().filter(|c| c.is_alphanumeric()).into_iter().chain(['…']).collect())
}

/// Whether the name of a parameter that names people ends at `at`, behind what begins a parameter.
fn names_people(text: &str, at: usize) -> bool {
    const LONGEST: usize = 48;
    let bytes = text.as_bytes();
    let length = bytes[..at].iter().rev().take(LONGEST).take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.[]$".contains(byte)).count();
    let (before, name) = (&text[..at - length], &text[at - length..at]);
    let escapes = [("%", "3F"), ("%", "3f"), ("%", "26"), ("\\", "u0026"), ("\\", "u003f")];
    let escaped = escapes.iter().find_map(|(sign, escape)| name.strip_prefix(escape).filter(|_| before.ends_with(sign)));
    let Some(name) = escaped.or_else(|| (before.ends_with(['?', '&']) || before.ends_with("&amp;")).then_some(name)) else { return false };
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let last: String = name
        .rsplit(['.', '[', '_', '-'])
        .map(|part| part.trim_end_matches(']'))
        .find(|part| !part.is_empty())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let member = name.contains(['.', '[']) && PEOPLE.contains(&last.as_str());
    member || PEOPLE.contains(&plain.as_str()) || PEOPLE_ENDS.iter().chain(&keys::NAMES).any(|end| plain.ends_with(end)) || last == "phone"
}

/// Whether the value of such a parameter is somebody's: no number or ID, no placeholder, no test lead's.
fn gives_away(value: &str) -> bool {
    let id = value.len() == 36 && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let number = value.len() < 6 && value.bytes().all(|byte| byte.is_ascii_digit());
    let placeholder = value.starts_with(['{', '<', '$', '[', '(', '…', '*']) || value.starts_with("%7B") || value.contains('…');
    let said = ["true", "false", "null", "undefined"].contains(&value);
    !(value.is_empty() || id || number || placeholder || said || super::patterns::is_test(value))
}
