//! URLs that carry their own key: which they are, and how they are shown.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::core::redact::MIN_LEARNED;
use crate::core::secret::REDACTED;

/// A query parameter whose name has one of these in it carries a key …
const SECRET_WORDS: [&str; 11] = ["sig", "code", "key", "token", "secret", "pass", "pwd", "auth", "hmac", "hash", "credential"];

/// … unless it has one of these in it too.
const HARMLESS_WORDS: [&str; 9] = ["error", "status", "country", "postal", "zip", "partitionkey", "rowkey", "keyword", "author"];

/// Hosts whose URLs carry their key as the last part of the path.
const SECRET_PATH_HOSTS: [&str; 5] = ["hooks.zapier.com", "hooks.slack.com", ".make.com", ".webhook.office.com", "webhook.site"];

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
    match path_key(url) {
        Some(key) => shown.push_str(&url.path().replace(&key, REDACTED)),
        None => shown.push_str(url.path()),
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
}

pub(super) fn is_secret_parameter(name: &str) -> bool {
    let name = percent_decode_str(name).decode_utf8_lossy().to_lowercase();
    name == "h" || SECRET_WORDS.iter().any(|word| name.contains(word)) && !HARMLESS_WORDS.iter().any(|word| name.contains(word))
}

pub(super) fn path_key(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    if !SECRET_PATH_HOSTS.iter().any(|known| host == *known || (known.starts_with('.') && host.ends_with(known))) {
        return None;
    }
    url.path_segments()?.rfind(|part| part.len() >= MIN_LEARNED).map(str::to_owned)
}
