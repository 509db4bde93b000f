//! Keeps secrets out of everything that is shown: by value, in every form that a value takes on its way, and by pattern.
//!
//! Used twice: where exchanges are recorded (`transport`) and where anything is written (`render`).

mod blocks;
mod canonical;
mod commands;
mod elsewhere;
mod extents;
mod forms;
mod keys;
mod lines;
mod mail;
mod misplaced;
mod notations;
mod pairs;
mod patterns;
mod traces;
mod url;
mod values;

use std::borrow::Cow;
use std::sync::{Arc, RwLock};

use ::url::Url;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use percent_encoding::percent_decode_str;
use secrecy::zeroize::Zeroizing;

pub use elsewhere::Elsewhere;
pub use misplaced::misplaced;
pub use patterns::{clean_line, clean_lines, clean_named, clean_patterns, mask_people, quote};
pub use url::{carries_key, mask_queries, show_url};

use crate::core::secret::{REDACTED, Secret};
use canonical::canonical;
use url::{is_secret_parameter, path_key};

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

#[cfg(test)]
mod blocks_tests;
#[cfg(test)]
mod notations_tests;
#[cfg(test)]
mod pairs_tests;
#[cfg(test)]
mod people_tests;
#[cfg(test)]
mod traces_tests;

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
            ("https://user:p@ssw0rdZZ@fn.example/api?to=a@b", "https://[redacted]@fn.example/api?to=a@b"),
            ("ftp://user:p@ss@w0rd@fn.example", "ftp://[redacted]@fn.example"),
            ("https://user:pa/ssw0rdZZ@fn.example/api", "https://[redacted]@fn.example/api"),
            ("{\"u\":\"https:\\/\\/user:p@ss@fn.example\\/a@b\"}", "{\"u\":\"https:\\/\\/[redacted]@fn.example\\/a@b\"}"),
            ("https://fn.example:8443/a/jan@x https://fn.example/a:b/c@d", "https://fn.example:8443/a/jan@x https://fn.example/a:b/c@d"),
            ("https://[2001:db8::1]:443/a@b", "https://[2001:db8::1]:443/a@b"),
            ("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc", "Authorization: Bearer [redacted]"),
            (r#"{"token_type":"Bearer","access_token":"eyJ9.e30.abc"}"#, r#"{"token_type":"Bearer","access_token":"[redacted]"}"#),
            ("https://h/x?hapikey=abcdEFGH&pwd=s3cretpw&statusCode=1234", "https://h/x?hapikey=[redacted]&pwd=[redacted]&statusCode=1234"),
            (
                r#"{"access_token":"cdf01657-110d:int","token_type":"bearer"} {\"refresh_token\": \"abc"#,
                r#"{"access_token":"[redacted]","token_type":"bearer"} {\"refresh_token\": \"[redacted]"#,
            ),
            ("https://h/x?next=https://i/y?code=abcdEFGH12&a=1", "https://h/x?next=https://i/y?code=[redacted]&a=1"),
            ("a=1&url=https%3A%2F%2Fh%2Fx%3Fcode%3DabcdEFGH12&b=2", "a=1&url=https%3A%2F%2Fh%2Fx%3Fcode%3D[redacted]&b=2"),
            ("the error code is 5 and the key idea", "the error code is 5 and the key idea"),
            ("https://login.microsoftonline.com/error?code=50128", "https://login.microsoftonline.com/error?code=50128"),
            ("https://contoso.example/error?code=50128", "https://contoso.example/error?code=[redacted]"),
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
