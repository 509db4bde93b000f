//! Keeps secrets out of everything that is shown: by value, in every form that a value takes on its way, and by pattern.
//!
//! Used twice: where exchanges are recorded (`transport`) and where anything is written (`render`).

use std::borrow::Cow;
use std::sync::{Arc, LazyLock, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use regex::{Captures, Regex};
use secrecy::zeroize::Zeroizing;
use url::Url;

use crate::core::secret::{REDACTED, Secret};

/// Query parameters whose value is a key.
const SECRET_PARAMETERS: [&str; 22] = [
    "sig",
    "code",
    "key",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "access_token",
    "secret",
    "password",
    "passwd",
    "pwd",
    "auth",
    "signature",
    "subscription-key",
    "x-functions-key",
    "client_secret",
    "h",
    "hash",
    "hmac",
    "webhook_key",
    "authtoken",
];

/// Hosts whose URLs carry their key as the last part of the path.
const SECRET_PATH_HOSTS: [&str; 5] = ["hooks.zapier.com", "hooks.slack.com", ".make.com", ".webhook.office.com", "webhook.site"];

/// Shorter values are not redacted by value: they would eat ordinary words.
const MIN_LEARNED: usize = 5;

const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The known secrets of this run, in the forms in which they may turn up.
#[derive(Clone, Default)]
pub struct Redactor {
    forms: Arc<RwLock<Vec<Zeroizing<String>>>>,
}

impl Redactor {
    /// From now on this value, and each key inside it (`sig=`, `AccountKey=`, a URL's password), is removed wherever it shows.
    pub fn learn(&self, secret: &Secret) {
        let value = secret.expose();
        let mut forms = Vec::new();
        for part in std::iter::once(value.to_owned()).chain(keys_inside(value)) {
            if part.len() >= MIN_LEARNED {
                forms.extend(forms_of(&part));
            }
        }
        let mut known = self.forms.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        for form in forms {
            if form.len() >= MIN_LEARNED && !known.iter().any(|old| **old == form) {
                known.push(Zeroizing::new(form));
            }
        }
        // The longest first, so that no part of a longer form is left standing.
        known.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }

    /// `text` without any known secret and without anything that looks like one.
    pub fn clean<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match self.clean_known(text) {
            Cow::Borrowed(text) => clean_patterns(text),
            Cow::Owned(text) => Cow::Owned(clean_patterns(&text).into_owned()),
        }
    }

    /// `text` without any known secret, and else as it is: for what is still to be read by a program.
    pub fn clean_known<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut out = Cow::Borrowed(text);
        let known = self.forms.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        for form in known.iter() {
            if out.contains(form.as_str()) {
                out = Cow::Owned(out.replace(form.as_str(), REDACTED));
            }
        }
        out
    }
}

/// Removes what looks like a key though nobody told us of it: in URLs, connection strings and headers.
pub fn clean_patterns(text: &str) -> Cow<'_, str> {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r#"(?i)(?P<a>(?:[?&;]|%26|\\u0026|SharedAccessSignature=)(?:sig|code|key|token|api[_-]?key|access_token|client_secret|password|secret|subscription-key|x-functions-key|signature)(?:=|%3D))[^&\s"'<>;\\]{4,}"#,
            r#"|(?P<b>AccountKey=)[A-Za-z0-9+/%]{16,}={0,2}"#,
            r#"|(?P<c>SharedKey(?:Lite)?\s+[a-z0-9]{3,24}:)[A-Za-z0-9+/]{20,}={0,2}"#,
            r#"|(?P<d>Bearer\s+)[A-Za-z0-9._~+/-]{16,}=*"#,
            r#"|(?P<e>Basic\s+)[A-Za-z0-9+/]{8,}={0,2}"#,
            r#"|(?P<f>[a-z][a-z0-9+.-]*://)[^\s/@:"'<>]*:[^\s/@"'<>]+@"#,
        ))
        .expect("the pattern is constant")
    });
    const TRIGGERS: [&str; 14] = ["sig", "ode", "ey", "oken", "ecret", "assw", "://", "earer", "asic", "SIG", "KEY", "ODE", "OKEN", "ignature"];
    if !TRIGGERS.iter().any(|trigger| text.contains(trigger)) {
        return Cow::Borrowed(text);
    }
    PATTERN.replace_all(text, |found: &Captures<'_>| {
        let lead = ["a", "b", "c", "d", "e", "f"].iter().find_map(|name| found.name(name)).map_or("", |m| m.as_str());
        let tail = if lead.ends_with("://") { "@" } else { "" };
        format!("{lead}{REDACTED}{tail}")
    })
}

/// E-mail addresses lose their local part, except those of test leads.
pub fn mask_people(text: &str) -> Cow<'_, str> {
    static ADDRESS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}").expect("the pattern is constant"));
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    ADDRESS.replace_all(text, |found: &Captures<'_>| {
        let address = &found[0];
        match address.split_once('@') {
            Some((name, host)) if !name.starts_with("MSFT_TEST") => format!("{}…@{host}", name.chars().next().unwrap_or('x')),
            _ => address.to_owned(),
        }
    })
}

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

fn is_secret_parameter(name: &str) -> bool {
    let name = percent_decode_str(name).decode_utf8_lossy().to_lowercase();
    SECRET_PARAMETERS.contains(&name.as_str())
}

fn path_key(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    if !SECRET_PATH_HOSTS.iter().any(|known| host == *known || (known.starts_with('.') && host.ends_with(known))) {
        return None;
    }
    url.path_segments()?.rfind(|part| part.len() >= MIN_LEARNED).map(str::to_owned)
}

/// The keys inside a connection string or URL, as written and percent-decoded.
fn keys_inside(value: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for piece in value.split([';', '&', '?', '\n']) {
        let Some((name, rest)) = piece.split_once('=') else { continue };
        let name = name.trim().to_lowercase();
        // Of a shared access signature only `sig` is a key; the rest says what it is good for.
        if name == "accountkey" || is_secret_parameter(&name) {
            keys.push(rest.trim().to_owned());
        }
    }
    if let Ok(url) = Url::parse(value) {
        keys.extend(url.password().map(str::to_owned));
        if url.password().is_none() && !url.username().is_empty() {
            keys.push(url.username().to_owned());
        }
        keys.extend(path_key(&url));
    }
    let decoded: Vec<String> = keys.iter().map(|key| percent_decode_str(key).decode_utf8_lossy().into_owned()).collect();
    keys.extend(decoded);
    keys
}

/// The forms in which a value turns up: raw, percent- and form-encoded, JSON- and HTML-escaped, and inside base64 at any alignment.
fn forms_of(value: &str) -> Vec<String> {
    let encoded = utf8_percent_encode(value, UNRESERVED).to_string();
    let json = serde_json::to_string(value).map(|quoted| quoted.trim_matches('"').to_owned()).unwrap_or_default();
    let mut forms = vec![
        value.to_owned(),
        encoded.to_lowercase(),
        encoded.replace("%20", "+"),
        json.replace('/', "\\/"),
        json.replace('&', "\\u0026").replace('+', "\\u002B"),
        json.replace('&', "\\u0026"),
        json,
        value.replace('&', "&amp;"),
        encoded,
    ];
    for alphabet in [&STANDARD, &URL_SAFE] {
        for shift in 0..3usize {
            let mut padded = vec![0u8; shift];
            padded.extend_from_slice(value.as_bytes());
            let text = alphabet.encode(&padded);
            // Characters that neighbouring bytes have a share in are left out.
            let start = (shift * 8).div_ceil(6);
            let end = (padded.len() * 8) / 6;
            if end > start + MIN_LEARNED {
                forms.push(text[start..end].to_owned());
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "c4n/Ry+Mark==secret&more";

    fn knowing(value: &str) -> Redactor {
        let redactor = Redactor::default();
        redactor.learn(&Secret::new(value));
        redactor
    }

    #[test]
    fn every_form_of_a_known_secret_goes() {
        let redactor = knowing(KEY);
        let url_encoded: String = utf8_percent_encode(KEY, NON_ALPHANUMERIC).to_string();
        for (shown, prefix) in [(KEY.to_owned(), ""), (url_encoded.clone(), ""), (url_encoded.to_lowercase(), "")] {
            let cleaned = redactor.clean(&format!("x {prefix}{shown} y")).into_owned();
            assert_eq!(cleaned, format!("x {REDACTED} y"));
        }
        for prefix in ["", "u:", "user:"] {
            let encoded = STANDARD.encode(format!("{prefix}{KEY}@host"));
            assert!(redactor.clean(&encoded).contains(REDACTED), "{encoded}");
        }
    }

    #[test]
    fn keys_inside_a_longer_secret_are_known_alone_too() {
        let redactor =
            knowing("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=QUJDREVGR0hJSktMTU5P==;EndpointSuffix=core.windows.net");
        assert_eq!(redactor.clean("the key QUJDREVGR0hJSktMTU5P== is"), format!("the key {REDACTED} is"));
        assert_eq!(redactor.clean("account contoso"), "account contoso");
    }

    #[test]
    fn strangers_that_look_like_keys_go_too() {
        for (text, want) in [
            ("https://h/x?api-version=1&sig=abcdEFGH1234", "https://h/x?api-version=1&sig=[redacted]"),
            ("AccountName=a;AccountKey=QUJDREVGR0hJSktMTU5P==;X=1", "AccountName=a;AccountKey=[redacted];X=1"),
            ("http://user:pa55word@proxy:8080/", "http://[redacted]@proxy:8080/"),
            ("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc", "Authorization: Bearer [redacted]"),
            ("the error code is 5 and the key idea", "the error code is 5 and the key idea"),
        ] {
            assert_eq!(clean_patterns(text), want);
        }
    }

    #[test]
    fn a_url_is_shown_without_its_key() {
        let url = Url::parse("https://u:p@h.example:8443/a?api-version=1&sig=zzz&offer=x").unwrap();
        assert_eq!(show_url(&url), "https://[redacted]@h.example:8443/a?api-version=1&sig=[redacted]&offer=x");
        assert!(carries_key(&url));
        assert!(!carries_key(&Url::parse("https://h.example/hook?offer=x").unwrap()));
        assert!(carries_key(&Url::parse("https://hooks.zapier.com/hooks/catch/123456/abcdef/").unwrap()));
    }
}
