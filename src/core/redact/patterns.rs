//! What looks like a key, or is a person's, though nobody told us of it.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::core::redact::url::is_secret_parameter;
use crate::core::secret::REDACTED;

/// Parameters of a challenge that are long enough to pass for a token.
const CHALLENGE: [&str; 3] = ["authorization_uri=", "error_description=", "resource_metadata="];

/// Removes what looks like a key though nobody told us of it: in URLs, connection strings and headers.
pub fn clean_patterns(text: &str) -> Cow<'_, str> {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(concat!(
            r#"(?i)(?P<a>(?:[?&;]|%26|\\u0026|SharedAccessSignature=)(?P<name>[a-z0-9_.-]{1,40})(?:=|%3D))[^&\s"'<>;\\]{4,}"#,
            r#"|(?P<b>AccountKey=)[A-Za-z0-9+/%]{16,}={0,2}"#,
            r#"|(?P<c>SharedKey(?:Lite)?\s+[a-z0-9]{3,24}:)[A-Za-z0-9+/]{20,}={0,2}"#,
            r#"|(?P<d>Bearer\s+)[A-Za-z0-9._~+/-]{16,}=*"#,
            r#"|(?P<e>Basic\s+)[A-Za-z0-9+/]{8,}={0,2}"#,
            r#"|(?P<g>\\*"(?:access|refresh|id)_token\\*"\s*:\s*\\*")[^"\\]+"#,
            // An access token of Salesforce: the organization's id, then the token. A boundary of ASCII words: one that knew all of
            // Unicode could not be looked for by the quick engine as soon as a text has any other letter.
            r#"|(?P<h>(?-u:\b)00D[A-Za-z0-9]{12,15}!)[A-Za-z0-9._]{10,}"#,
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
        // Entra's page about a code, such as https://login.microsoftonline.com/error?code=50128: a number there is no key.
        let whole = found.get(0).expect("a match has a place");
        let number = whole.as_str().strip_prefix("?code=").is_some_and(|value| value.len() <= 8 && value.bytes().all(|byte| byte.is_ascii_digit()));
        if number && text[..whole.start()].ends_with("login.microsoftonline.com/error") {
            return found[0].to_owned();
        }
        // A service's challenge, www-authenticate, says behind the same word where tokens are to be had.
        if found.name("d").is_some_and(|lead| CHALLENGE.contains(&found[0][lead.len()..].to_ascii_lowercase().as_str())) {
            return found[0].to_owned();
        }
        let lead = ["a", "b", "c", "d", "e", "f", "g", "h"].iter().find_map(|name| found.name(name)).map_or("", |m| m.as_str());
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
