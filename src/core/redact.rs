//! Keeps secrets out of everything that is shown: by value, in every form that a value takes on its way, and by pattern.
//!
//! Used twice: where exchanges are recorded (`transport`) and where anything is written (`render`).

use std::borrow::Cow;
use std::sync::{Arc, LazyLock, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use percent_encoding::percent_decode_str;
use regex::{Captures, Regex};
use secrecy::zeroize::Zeroizing;
use url::Url;

use crate::core::secret::{REDACTED, Secret};

/// A query parameter whose name has one of these in it carries a key …
const SECRET_WORDS: [&str; 11] = ["sig", "code", "key", "token", "secret", "pass", "pwd", "auth", "hmac", "hash", "credential"];

/// … unless it has one of these in it too.
const HARMLESS_WORDS: [&str; 9] = ["error", "status", "country", "postal", "zip", "partitionkey", "rowkey", "keyword", "author"];

/// Hosts whose URLs carry their key as the last part of the path.
const SECRET_PATH_HOSTS: [&str; 5] = ["hooks.zapier.com", "hooks.slack.com", ".make.com", ".webhook.office.com", "webhook.site"];

/// Shorter values are not redacted by value: they would eat ordinary words.
const MIN_LEARNED: usize = 5;

/// The known secrets of this run, in the forms in which they may turn up once escapes are undone.
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
        let out = self.clean_known(text);
        match clean_patterns(&out) {
            Cow::Borrowed(_) => out,
            Cow::Owned(cleaned) => Cow::Owned(cleaned),
        }
    }

    /// `text` without any known secret, and else as it is: for what a program is still to read.
    pub fn clean_known<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let known = self.forms.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.is_empty() {
            return Cow::Borrowed(text);
        }
        let plain = canonical(text);
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for form in known.iter() {
            let found = plain.text.match_indices(form.as_str());
            spans.extend(found.map(|(at, found)| (plain.place(at).0, plain.place(at + found.len() - 1).1)));
        }
        if spans.is_empty() {
            return Cow::Borrowed(text);
        }
        spans.sort_unstable();
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (start, end) in spans {
            if start >= done {
                // Places are those of whole characters: a value begins and ends with one.
                out.push_str(text.get(done..start).unwrap_or_default());
                out.push_str(REDACTED);
            }
            done = done.max(end);
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Cow::Owned(out)
    }
}

/// Removes what looks like a key though nobody told us of it: in URLs, connection strings and headers.
pub fn clean_patterns(text: &str) -> Cow<'_, str> {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r#"(?i)(?P<a>(?:[?&;]|%26|\\u0026|SharedAccessSignature=)(?P<name>[a-z0-9_.-]{1,40})(?:=|%3D))[^&\s"'<>;\\]{4,}"#,
            r#"|(?P<b>AccountKey=)[A-Za-z0-9+/%]{16,}={0,2}"#,
            r#"|(?P<c>SharedKey(?:Lite)?\s+[a-z0-9]{3,24}:)[A-Za-z0-9+/]{20,}={0,2}"#,
            r#"|(?P<d>Bearer\s+)[A-Za-z0-9._~+/-]{16,}=*"#,
            r#"|(?P<e>Basic\s+)[A-Za-z0-9+/]{8,}={0,2}"#,
            r#"|(?P<f>[a-z][a-z0-9+.-]*://)[^\s/@:"'<>]*:[^\s/@"'<>]+@"#,
        ))
        .expect("the pattern is constant")
    });
    if !text.contains(['=', ':']) && !text.contains("%3D") && !text.contains("earer") && !text.contains("asic") {
        return Cow::Borrowed(text);
    }
    PATTERN.replace_all(text, |found: &Captures<'_>| {
        if found.name("name").is_some_and(|name| !is_secret_parameter(name.as_str())) {
            return found[0].to_owned();
        }
        let lead = ["a", "b", "c", "d", "e", "f"].iter().find_map(|name| found.name(name)).map_or("", |m| m.as_str());
        let tail = if lead.ends_with("://") { "@" } else { "" };
        format!("{lead}{REDACTED}{tail}")
    })
}

/// E-mail addresses lose their local part, and the JSON fields of names and phones their value, except those of test leads.
pub fn mask_people(text: &str) -> Cow<'_, str> {
    static PERSON: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r#"(?i)(?P<key>\\*"(?:first|last|full|given|family)_?name\\*"\s*:\s*\\*"|\\*"(?:business|home|mobile|work|tele)?_?phone(?:_?number)?\d?\\*"\s*:\s*\\*")(?P<value>[^"\\]+)"#,
            r"|(?P<name>[A-Za-z0-9._%+\-]+)@(?P<host>[A-Za-z0-9.\-]+\.[A-Za-z]{2,})"
        ))
        .expect("the pattern is constant")
    });
    if !text.contains(['@', '"']) {
        return Cow::Borrowed(text);
    }
    let first = |value: &str| value.chars().next().unwrap_or('x');
    PERSON.replace_all(text, |found: &Captures<'_>| match (found.name("key"), found.name("value"), found.name("name"), found.name("host")) {
        (Some(key), Some(value), ..) if !is_test(value.as_str()) => format!("{}{}…", key.as_str(), first(value.as_str())),
        (_, _, Some(name), Some(host)) if !is_test(name.as_str()) => format!("{}…@{}", first(name.as_str()), host.as_str()),
        _ => found[0].to_owned(),
    })
}

/// Of Marketplace's own test lead.
fn is_test(value: &str) -> bool {
    value.starts_with("MSFT_TEST") || value == "1234567890"
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
    name == "h" || SECRET_WORDS.iter().any(|word| name.contains(word)) && !HARMLESS_WORDS.iter().any(|word| name.contains(word))
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
        // The first parameter of a shared access signature stands right behind its name.
        let piece = piece.trim();
        let piece =
            piece.split_at_checked(22).filter(|(name, _)| name.eq_ignore_ascii_case("SharedAccessSignature=")).map_or(piece, |(_, rest)| rest);
        let Some((name, rest)) = piece.split_once('=') else { continue };
        let name = name.trim().to_lowercase();
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
        // Whoever keeps a URL as a secret may have its key in the path.
        let segments = url.path_segments().into_iter().flatten();
        keys.extend(segments.filter(|part| part.len() >= 8 && part.bytes().any(|byte| byte.is_ascii_digit())).map(str::to_owned));
    }
    let decoded: Vec<String> = keys.iter().map(|key| percent_decode_str(key).decode_utf8_lossy().into_owned()).collect();
    keys.extend(decoded);
    keys
}

/// What is looked for in canonical text: the value itself, form-encoded, and inside base64 at any alignment.
fn forms_of(value: &str) -> Vec<String> {
    let decoded = percent_decode_str(value).decode_utf8_lossy().into_owned();
    let mut forms = vec![canonical(value).text, canonical(&value.replace(' ', "+")).text];
    for bytes in [value.as_bytes(), decoded.as_bytes()] {
        for alphabet in [&STANDARD, &URL_SAFE] {
            for shift in 0..3usize {
                let mut padded = vec![0u8; shift];
                padded.extend_from_slice(bytes);
                let text = alphabet.encode(&padded);
                // Characters that neighbouring bytes have a share in are left out.
                let start = (shift * 8).div_ceil(6);
                let end = (padded.len() * 8) / 6;
                if end > start + MIN_LEARNED {
                    forms.push(text[start..end].to_owned());
                }
            }
        }
    }
    forms
}

/// Text with its escapes undone, and where each of its bytes stands in the original.
struct Canonical {
    text: String,
    /// Start and end in the original, for each byte of `text`; empty where nothing was undone.
    places: Vec<(usize, usize)>,
}

impl Canonical {
    fn place(&self, at: usize) -> (usize, usize) {
        self.places.get(at).copied().unwrap_or((at, at + 1))
    }
}

/// Undoes percent-encoding and the escapes of JSON and HTML, also one inside the other, in any mixture. What is not ASCII becomes
/// a character per byte, so that `é` and `%C3%A9` are the same.
fn canonical(text: &str) -> Canonical {
    let mut now = Canonical { text: text.to_owned(), places: Vec::new() };
    if text.is_ascii() && !text.contains(['%', '\\', '&']) {
        return now;
    }
    now = pass(text.as_bytes(), |at| (at, at + 1)).0;
    for _ in 0..3 {
        // From here on every character is one byte of the text that is meant.
        let bytes: Vec<u8> = now.text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        let places: Vec<(usize, usize)> = now.text.char_indices().map(|(at, _)| now.place(at)).collect();
        let (next, changed) = pass(&bytes, |at| places[at]);
        now = next;
        if !changed {
            break;
        }
    }
    now
}

/// One layer of escapes undone; whether there was one.
fn pass(bytes: &[u8], place: impl Fn(usize) -> (usize, usize)) -> (Canonical, bool) {
    let mut out = Canonical { text: String::with_capacity(bytes.len()), places: Vec::with_capacity(bytes.len()) };
    let mut changed = false;
    let mut at = 0;
    while at < bytes.len() {
        let (byte, length) = unescape(&bytes[at..]).unwrap_or((bytes[at], 1));
        changed |= length > 1;
        let whole = (place(at).0, place(at + length - 1).1);
        let c = char::from(byte);
        out.text.push(c);
        out.places.extend(std::iter::repeat_n(whole, c.len_utf8()));
        at += length;
    }
    (out, changed)
}

/// The byte that an escape at the beginning stands for, and the escape's length.
fn unescape(bytes: &[u8]) -> Option<(u8, usize)> {
    let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    match bytes {
        [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => Some((hex(&[*high, *low])?, 3)),
        [b'\\', b'u' | b'U', b'0', b'0', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => Some((hex(&[*high, *low])?, 6)),
        [b'\\', c @ (b'/' | b'"' | b'\\'), ..] => Some((*c, 2)),
        [b'&', rest @ ..] => {
            let end = rest.iter().take(7).position(|byte| *byte == b';')?;
            let byte = match &rest[..end] {
                b"amp" => b'&',
                b"lt" => b'<',
                b"gt" => b'>',
                b"quot" => b'"',
                b"apos" => b'\'',
                [b'#', b'x' | b'X', digits @ ..] => hex(digits)?,
                [b'#', digits @ ..] => std::str::from_utf8(digits).ok()?.parse().ok()?,
                _ => return None,
            };
            Some((byte, end + 2))
        }
        _ => None,
    }
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
        for shown in [
            KEY,
            "c4n%2FRy%2BMark%3D%3Dsecret%26more",
            "c4n%2fRy%2bMark%3d%3dsecret%26more",
            "c4n%252FRy%252BMark%253D%253Dsecret%2526more",
            "c4n\\/Ry\\u002BMark==secret\\u0026more",
            "c4n\\/Ry%2BMark&#61;&#x3d;secret&amp;more",
        ] {
            assert_eq!(redactor.clean(&format!("x {shown} y")), format!("x {REDACTED} y"));
        }
        assert_eq!(redactor.clean(&format!("é{KEY}é%C3%A9")), format!("é{REDACTED}é%C3%A9"));
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
            ("https://h/x?hapikey=abcdEFGH&pwd=s3cretpw&statusCode=1234", "https://h/x?hapikey=[redacted]&pwd=[redacted]&statusCode=1234"),
            ("the error code is 5 and the key idea", "the error code is 5 and the key idea"),
        ] {
            assert_eq!(clean_patterns(text), want);
        }
    }

    #[test]
    fn what_holds_an_escape_itself_is_found_with_and_without_it() {
        let redactor = knowing("p%2Fassw%C3%A9rd");
        for shown in ["p%2Fassw%C3%A9rd", "p/asswérd", "p\\/asswérd", "p%252fassw%c3%a9rd"] {
            assert_eq!(redactor.clean(&format!("é {shown}!")), format!("é {REDACTED}!"));
        }
        let basic = STANDARD.encode("user:p/asswérd");
        assert!(redactor.clean(&basic).contains(REDACTED), "{basic}");
    }

    #[test]
    fn people_are_masked_and_test_leads_are_not() {
        for (text, want) in [
            ("jane@contoso.example", "j…@contoso.example"),
            (
                r#"{"FirstName":"Jane","lastName": "Doe","phone":"+31 6","company":"C"}"#,
                r#"{"FirstName":"J…","lastName": "D…","phone":"+…","company":"C"}"#,
            ),
            (r#"{"CustomerInfo":"{\"LastName\":\"Doe\"}"}"#, r#"{"CustomerInfo":"{\"LastName\":\"D…\"}"}"#),
            (r#"{"firstName":"MSFT_TEST_1","phone":"1234567890"}"#, r#"{"firstName":"MSFT_TEST_1","phone":"1234567890"}"#),
            (r#"{"name":"MarketplaceLeads"}"#, r#"{"name":"MarketplaceLeads"}"#),
        ] {
            assert_eq!(mask_people(text), want);
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
