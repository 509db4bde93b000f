//! Mistakes that show in an ID, a secret, a user name or a password by itself, and what paste does about the harmless ones.
//!
//! Never repeats the value of a secret.

use std::borrow::Cow;

use crate::core::redact::quote;
use crate::destinations::dynamics::settings::is_guid;

const ID_SHAPE: &str = "it should look like 11111111-2222-3333-4444-555555555555";

/// What is wrong with an ID; `what` is its name in the portal.
pub(super) fn id_mistake(text: &str, what: &str) -> Option<String> {
    let trimmed = text.trim();
    if is_guid(text) {
        let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'-').collect();
        return digits.iter().all(|byte| *byte == digits[0]).then(|| format!("this {what} is a placeholder; copy your own"));
    }
    Some(if trimmed.is_empty() {
        format!("the {what} is empty; {ID_SHAPE}")
    } else if let Some(name) = invisible(text) {
        format!("there is {name} in the {what}; delete it and type that part again")
    } else if text != trimmed || text.contains(char::is_whitespace) {
        format!("there is white space in or around the {what}; copy it with the portal's copy button")
    } else if is_guid(&tidy_id(text).0) {
        format!("there is something around the {what}, or a dash that is none; {ID_SHAPE}")
    } else if ["common", "organizations", "consumers"].contains(&trimmed.to_ascii_lowercase().as_str()) {
        format!("'{trimmed}' stands for many directories; here the ID of your own is needed: {ID_SHAPE}")
    } else if trimmed.contains("://") {
        format!("this is an address, and the {what} is the GUID alone; {ID_SHAPE}")
    } else if trimmed.contains('@') {
        format!("this is a user's name, and the {what} is a GUID; {ID_SHAPE}")
    } else if trimmed.contains('.') {
        format!("'{}' is a domain's name, and Partner Center wants the {what}, a GUID; {ID_SHAPE}", quote(trimmed, 60))
    } else if trimmed.len() == 36 && trimmed.matches('-').count() == 4 {
        let odd = trimmed.chars().find(|c| !c.is_ascii_hexdigit() && *c != '-');
        match odd {
            Some(odd) => format!(
                "there is '{odd}' in the {what}, which only has 0-9 and a-f (the example in Microsoft's instructions has such a slip: copy your own ID, not theirs)"
            ),
            None => format!("the dashes of the {what} are in the wrong places; {ID_SHAPE}"),
        }
    } else if trimmed.len() == 32 && trimmed.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        format!("the dashes of the {what} are missing; {ID_SHAPE}")
    } else if trimmed.len() < 36 && trimmed.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
        format!("the {what} was cut: it has {} characters and should have 36; {ID_SHAPE}", trimmed.len())
    } else {
        format!("this is no {what}; {ID_SHAPE}")
    })
}

const COPY: &str = "copy the column Value, which the portal shows only once, right after the secret was made";

/// What is wrong with a client secret.
pub(super) fn secret_mistake(text: &str) -> Option<String> {
    Some(if text.trim().is_empty() {
        format!("the client secret is empty; {COPY}")
    } else if is_guid(&tidy_id(text).0) {
        format!("this is the secret's ID, not its value: a GUID is never a secret; {COPY}")
    } else if let Some(name) = invisible(text) {
        format!("there is {name} in the client secret; {COPY}")
    } else if text.contains(char::is_whitespace) {
        format!("there is white space in or around the client secret; {COPY}")
    } else if text.contains(['*', '•', '…']) {
        format!("the client secret is masked: the portal hides it after a while; make a new one, and {COPY}")
    } else if text.starts_with(['<', '"', '\'', '“', '„', '{']) {
        format!("there is something around the client secret; {COPY}")
    } else if ["%2b", "%2f", "%3d", "%7e"].iter().any(|escape| text.to_ascii_lowercase().contains(escape)) {
        "the client secret is URL-encoded (%2B stands for +, %2F for /, %3D for =); it must be as the portal shows it".to_owned()
    } else {
        return None;
    })
}

/// What is odd about a client secret that may be one: Entra ID makes them of about 40 characters (inferred).
pub(super) fn secret_oddity(text: &str) -> Option<String> {
    /// Shorter ones were made by hand, or cut.
    const LEAST: usize = 30;
    let length = text.chars().count();
    (length < LEAST).then(|| {
        format!(
            "the client secret has {length} characters, and those that Entra ID makes have about 40; unless it was made by hand, it was cut or is another one: {COPY}"
        )
    })
}

/// What is wrong with a user's name.
pub(super) fn username_mistake(text: &str) -> Option<String> {
    let shape = "it should look like leads@contoso.onmicrosoft.com";
    let upn = |text: &str| {
        text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.contains('@') && host.split_once('.').is_some_and(|(name, rest)| !name.is_empty() && !rest.is_empty())
        })
    };
    Some(if text.trim().is_empty() {
        format!("the user name is empty; {shape}")
    } else if let Some(name) = invisible(text) {
        format!("there is {name} in the user name; {shape}")
    } else if text.contains(char::is_whitespace) {
        format!("there is white space in or around the user name; {shape}")
    } else if text.contains('\\') {
        format!("a user name as DOMAIN\\name is for servers of your own; Microsoft 365 wants the user principal name: {shape}")
    } else if !upn(text) {
        format!("this is no user principal name; {shape}")
    } else {
        return None;
    })
}

/// Accounts of private people, which have no Dynamics 365.
pub(super) fn is_personal(username: &str) -> bool {
    let host = username.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    ["outlook.com", "hotmail.com", "live.com", "msn.com", "gmail.com"].contains(&host.as_str())
}

/// What is wrong with a password.
pub(super) fn password_mistake(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        Some("the password is empty")
    } else if text.trim() != text {
        Some(
            "there is white space around the password: signing in with a user name and password does not support that (documented); choose another password",
        )
    } else if text.contains(['•', '…']) {
        Some("the password is masked; type it")
    } else {
        None
    }
}

/// An ID without what people paste around it, and whether anything was taken away.
pub(super) fn tidy_id(text: &str) -> (String, bool) {
    let straight: String =
        text.chars().filter(|c| !is_invisible(*c)).map(|c| if matches!(c, '‐' | '‑' | '‒' | '–' | '—' | '−') { '-' } else { c }).collect();
    let mut bare: &str = straight.trim();
    loop {
        let lower = bare.to_ascii_lowercase();
        let less = ["urn:uuid:", "api://", "guid'"].iter().find(|lead| lower.starts_with(*lead)).map_or(bare, |lead| &bare[lead.len()..]);
        let less = less.trim_matches(|c: char| c.is_whitespace() || "{}[]()<>\"'“”‘’`,;.:".contains(c));
        if less == bare {
            break;
        }
        bare = less;
    }
    (bare.to_owned(), bare != text)
}

/// Text without characters that nobody sees.
pub(super) fn without_invisible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_invisible) { Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect()) } else { Cow::Borrowed(text) }
}

/// The name of the first character that looks like another, or like none.
fn invisible(text: &str) -> Option<&'static str> {
    text.chars().find_map(|c| match c {
        '\u{a0}' | '\u{202f}' => Some("a non-breaking space"),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => Some("a long dash in place of '-'"),
        c if is_invisible(c) => Some("an invisible character"),
        _ => None,
    })
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
        || c.is_control() && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5";

    #[test]
    fn each_mistake_in_an_id_is_named() {
        assert_eq!(id_mistake(ID, "ID"), None);
        assert_eq!(id_mistake(&ID.to_uppercase(), "ID"), None);
        for (text, word) in [
            ("", "empty"),
            ("common", "many directories"),
            ("Organizations", "many directories"),
            ("consumers", "many directories"),
            ("{1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5}", "around"),
            ("\"1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5\"", "around"),
            ("urn:uuid:1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5", "around"),
            ("1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5\n", "white space"),
            ("1cdf1d7c-ca85-45c7-b1a6\u{a0}-0d197aa07dc5", "non-breaking"),
            ("1cdf1d7c\u{2013}ca85-45c7-b1a6-0d197aa07dc5", "long dash"),
            ("\u{200b}1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5", "invisible"),
            ("1cdf1d7c-ca85-4asf-b1a6-0d197aa07dc5", "'s'"),
            ("1cdf1d7cca8545c7b1a60d197aa07dc5", "dashes"),
            ("1cdf1d7c-ca85-45c7-b1a6-0d197aa0", "cut"),
            ("contoso.onmicrosoft.com", "domain"),
            ("https://login.microsoftonline.com/x", "address"),
            ("jane@contoso.example", "user's name"),
            ("00000000-0000-0000-0000-000000000000", "placeholder"),
        ] {
            assert!(id_mistake(text, "ID").is_some_and(|why| why.contains(word)), "{text:?}: {:?}", id_mistake(text, "ID"));
        }
    }

    #[test]
    fn each_mistake_in_a_secret_is_named_without_it() {
        for good in ["Ab8Q~cDeFgHiJkLmNoPqRsTuVwXyZ012345.6-_", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE+/A="] {
            assert_eq!(secret_mistake(good), None);
        }
        for (text, word) in [
            ("", "empty"),
            (ID, "secret's ID"),
            ("{1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5} ", "secret's ID"),
            ("abcdefgh ", "white space"),
            ("abcd\u{200b}efgh", "invisible"),
            ("abc*************", "masked"),
            ("<your secret>", "white space"),
            ("<secret>", "around"),
            ("abc%2Bdef%3D", "URL-encoded"),
        ] {
            let why = secret_mistake(text).unwrap_or_else(|| panic!("{text:?}"));
            assert!(why.contains(word) && (text.len() < 8 || !why.contains(text)), "{text:?}: {why}");
        }
    }

    #[test]
    fn user_names_and_passwords() {
        assert_eq!(username_mistake("leads@contoso.onmicrosoft.com"), None);
        for (text, word) in [("CONTOSO\\leads", "DOMAIN"), ("leads", "principal"), ("a b@c.d", "white space"), ("leads@contoso", "principal")] {
            assert!(username_mistake(text).is_some_and(|why| why.contains(word)), "{text}");
        }
        assert!(password_mistake("secret ").is_some() && password_mistake("a secret").is_none());
    }

    #[test]
    fn an_id_is_freed_from_what_stands_around_it() {
        for text in [
            format!("{{{ID}}}"),
            format!("urn:uuid:{ID}\r\n"),
            format!("“{ID}”,"),
            format!("api://{ID}"),
            ID.replace('-', "–"),
            format!("\u{feff}{ID}"),
        ] {
            assert_eq!(tidy_id(&text), (ID.to_owned(), true), "{text}");
        }
        assert_eq!(tidy_id(ID), (ID.to_owned(), false));
    }
}
