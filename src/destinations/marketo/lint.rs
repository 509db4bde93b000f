//! What the connection details tell offline: their forms, their usual mix-ups, and whether they are of the generation that no longer delivers.

use url::Url;

use crate::core::address::{is_loopback, why_private};
use crate::core::finding::Finding;
use crate::core::values::Values;
use crate::destinations::marketo::settings::{REST_HOST, form_number, is_munchkin, rest_address};

pub(super) const GENERATION: &str = "marketo/generation";
pub(super) const MUNCHKIN: &str = "marketo/munchkin-id";
pub(super) const FORM: &str = "marketo/form-id";
pub(super) const CREDENTIALS: &str = "marketo/client-credentials";
pub(super) const ADDRESS: &str = "marketo/rest-address";

const LEGACY: &str = "marketo/legacy-form-post-rejected";
const WRONG_INSTANCE: &str = "marketo/server-instance-wrong";
const WRONG_CLIENT: &str = "marketo/invalid-client-credentials";
const NO_FORM: &str = "marketo/form-not-found";

pub(super) fn findings(values: &Values) -> Vec<Finding> {
    let mut found = Vec::new();
    let id = values.expose("client_id").map(str::trim).unwrap_or_default();
    let secret = values.expose("client_secret").unwrap_or_default();
    generation(values.expose("server_id"), id, secret, &mut found);
    if let Some(text) = values.expose("munchkin_id") {
        munchkin(text, &mut found);
    }
    if let Some(text) = values.expose("form_id") {
        form(text, &mut found);
    }
    client(values.expose("client_id").unwrap_or_default(), secret, &mut found);
    if let Some(text) = values.expose("rest_url") {
        address(text, values.expose("munchkin_id").unwrap_or_default(), &mut found);
    }
    found
}

/// Until 2022 Partner Center asked for a Server ID and no credentials, and posted to the form: Marketo refuses that.
fn generation(server: Option<&str>, id: &str, secret: &str, found: &mut Vec<Finding>) {
    let now_asked = "Since January 2023 Partner Center asks for Munchkin ID, form ID, client ID and client secret: make an API role, an API-only user and a custom service in Marketo (Admin › LaunchPoint), and enter them";
    match (server, id.is_empty(), secret.is_empty()) {
        (Some(_), true, true) => found.push(
            Finding::error(
                GENERATION,
                "server_id",
                format!("this is a configuration of the generation until 2022, with a Server ID and without credentials: it does not deliver, since Marketo refuses Microsoft's form posts. {now_asked}"),
            )
            .entry(LEGACY),
        ),
        (None, true, true) => found.push(
            Finding::error(GENERATION, "client_id", format!("there is neither client ID nor client secret, as in configurations until 2022, which do not deliver. {now_asked}"))
                .entry(LEGACY),
        ),
        (_, true, false) => found.push(Finding::error(GENERATION, "client_id", "there is no client ID: it stands beside the client secret in LaunchPoint, View Details")),
        (_, false, true) => found.push(Finding::error(GENERATION, "client_secret", "there is no client secret: it stands beside the client ID in LaunchPoint, View Details")),
        (Some(_), false, false) => {
            found.push(Finding::warning(GENERATION, "server_id", "the Server ID is no longer asked for, and not used; remove it"));
        }
        (None, false, false) => {}
    }
}

fn munchkin(text: &str, found: &mut Vec<Finding>) {
    let trimmed = text.trim();
    let shape = "a Munchkin ID is three digits, three letters and three digits, such as 123-PQR-789";
    let lower = trimmed.to_ascii_lowercase();
    let problem = if is_munchkin(trimmed) {
        if trimmed != text {
            Some("there are blanks around it; give it without them".to_owned())
        } else {
            if trimmed.bytes().any(|byte| byte.is_ascii_lowercase()) {
                found.push(Finding::warning(MUNCHKIN, "munchkin_id", "Marketo shows Munchkin IDs in upper case; write it so"));
            }
            None
        }
    } else if trimmed.is_empty() {
        Some(format!("it is empty; {shape}"))
    } else if lower.contains(".mktorest.com") || lower.contains(".mktoweb.com") {
        Some(format!("this is an address of the instance; {shape}: the part before the first dot"))
    } else if lower.contains("://") || lower.contains(".marketo.com") || lower.contains('.') {
        Some(format!("this is an address; {shape}, in Admin › Munchkin"))
    } else if lower.starts_with("app-") || is_server_id(&lower) {
        Some(format!("this looks like a Server ID, which is no longer asked for; {shape}, in Admin › Munchkin"))
    } else if is_guid(trimmed) {
        Some(format!("this looks like the client ID; {shape}"))
    } else {
        Some(format!("this is no Munchkin ID; {shape}"))
    };
    found.extend(problem.map(|message| Finding::error(MUNCHKIN, "munchkin_id", message).entry(WRONG_INSTANCE)));
}

/// `ys12`, `sj01`, `ab12`.
fn is_server_id(lower: &str) -> bool {
    let letters = lower.bytes().take_while(u8::is_ascii_lowercase).count();
    (2..=4).contains(&letters) && lower.len() <= letters + 4 && lower.bytes().skip(letters).all(|byte| byte.is_ascii_digit())
}

fn form(text: &str, found: &mut Vec<Finding>) {
    let trimmed = text.trim();
    let shape = "a form ID is the number at the end of the embed code, such as 1179";
    let problem = if form_number(text).is_some() {
        if text.len() > 8 {
            let long = format!("Partner Center's interface takes form IDs of at most 8 digits, and this one has {}", text.len());
            found.push(Finding::warning(FORM, "form_id", long));
        }
        None
    } else if form_number(trimmed).is_some() {
        Some("there are blanks around it; give the number alone".to_owned())
    } else if is_munchkin(trimmed) {
        Some(format!("this is a Munchkin ID; {shape}"))
    } else if trimmed.is_empty() {
        Some(format!("it is empty; {shape}"))
    } else if let Some(number) = number_in_name(trimmed) {
        Some(format!("this is how addresses and pages name the form; give the number alone: {number}"))
    } else {
        Some(format!("this is no form ID; {shape}"))
    };
    found.extend(problem.map(|message| Finding::error(FORM, "form_id", message).entry(NO_FORM)));
}

/// The digits of `#FO1179A1`, `FO1179` and `mktoForm_1179`.
fn number_in_name(text: &str) -> Option<String> {
    let at = text.find("mktoForm_").map(|at| at + 9).or_else(|| text.find("FO").map(|at| at + 2))?;
    let digits: String = text[at..].chars().take_while(char::is_ascii_digit).collect();
    form_number(&digits).map(|number| number.to_string())
}

/// Of the secret only its form is spoken of.
fn client(id: &str, secret: &str, found: &mut Vec<Finding>) {
    let both = "they stand beside each other in LaunchPoint, View Details";
    let mut problem = |field, message: &str| found.push(Finding::error(CREDENTIALS, field, message).entry(WRONG_CLIENT));
    if !id.is_empty() && is_secret(id.trim()) && is_guid(secret.trim()) {
        problem("client_id", &format!("client ID and client secret are swapped; {both}"));
        return;
    }
    if !id.is_empty() {
        if id.contains('@') {
            problem("client_id", &format!("this is the e-mail address of a user; the client ID is a GUID; {both}"));
        } else if id.trim() != id || id.contains(char::is_whitespace) {
            problem("client_id", "there are blanks or a line break in the client ID; give it without them");
        } else if id == secret {
            problem("client_id", &format!("client ID and client secret are the same; {both}"));
        } else if !is_guid(id) {
            found.push(Finding::warning(
                CREDENTIALS,
                "client_id",
                "client IDs usually look like 9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24, and this one does not (not documented)",
            ));
        }
    }
    if !secret.is_empty() {
        let mut problem = |message: &str| found.push(Finding::error(CREDENTIALS, "client_secret", message).entry(WRONG_CLIENT));
        if secret.trim() != secret || secret.contains(char::is_whitespace) {
            problem("there are blanks or a line break in the client secret; give it without them");
        } else if secret.contains("***") || secret.contains('•') || secret.contains('…') {
            problem("the client secret is masked; copy it where it is shown in full: LaunchPoint, View Details");
        } else if is_guid(secret) {
            problem(&format!("this looks like a client ID, not a secret; {both}"));
        } else if !is_secret(secret) {
            found.push(Finding::warning(
                CREDENTIALS,
                "client_secret",
                "client secrets are usually 32 letters and digits, and this one is not (not documented)",
            ));
        }
    }
}

fn is_guid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn is_secret(text: &str) -> bool {
    (20..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn address(text: &str, munchkin: &str, found: &mut Vec<Finding>) {
    let mut problem = |message: String| found.push(Finding::error(ADDRESS, "rest_url", message).entry(WRONG_INSTANCE));
    let url = match rest_address(text) {
        Ok(url) => url,
        Err(why) => return problem(format!("{why}; it should look like https://123-PQR-789.mktorest.com")),
    };
    if url.scheme() == "http" && !is_loopback(&url) {
        return problem("the REST address begins with http://, and leads are personal data: it must be https://".to_owned());
    }
    if is_web(&url) {
        return problem("this is an address of Marketo's pages and forms; REST calls go to https://123-PQR-789.mktorest.com".to_owned());
    }
    let host = url.host_str().unwrap_or_default();
    match host.strip_suffix(REST_HOST) {
        Some(instance) if !instance.eq_ignore_ascii_case(munchkin.trim()) && is_munchkin(munchkin.trim()) => {
            problem("the REST address is of another instance than the Munchkin ID".to_owned());
        }
        Some(_) => {}
        None => {
            let where_from = why_private(&url).unwrap_or("this is not Marketo's own address");
            found.push(Finding::warning(
                ADDRESS,
                "rest_url",
                format!(
                    "{where_from}; Microsoft sends leads to https://MUNCHKIN-ID{REST_HOST}, whatever stands here: good for a proxy or for trying out"
                ),
            ));
        }
    }
}

fn is_web(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    [".marketo.com", ".mktoweb.com", ".marketodesigner.com"].iter().any(|end| host.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::finding::Level;
    use crate::core::values::Value;

    const ID: &str = "9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24";
    const SECRET: &str = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEy";

    fn found(pairs: &[(&'static str, &str)]) -> Vec<Finding> {
        let mut values = Values::default();
        for (key, value) in [("munchkin_id", "123-PQR-789"), ("form_id", "1179"), ("client_id", ID), ("client_secret", SECRET)] {
            values.set(key, Value::Text(value.to_owned()));
        }
        for (key, value) in pairs {
            values.set(key, Value::Text((*value).to_owned()));
        }
        findings(&values)
    }

    #[test]
    fn good_details_give_nothing_to_say() {
        assert_eq!(found(&[]), []);
        assert_eq!(found(&[("rest_url", "https://123-pqr-789.mktorest.com/rest")]), []);
    }

    #[test]
    fn each_mistake_is_named_at_its_field() {
        for (key, value, level, words) in [
            ("munchkin_id", "", Level::Error, "empty"),
            ("munchkin_id", "123-pqr-789", Level::Warning, "upper case"),
            ("munchkin_id", " 123-PQR-789", Level::Error, "blanks"),
            ("munchkin_id", "123-PQR-789.mktorest.com", Level::Error, "before the first dot"),
            ("munchkin_id", "https://info.contoso.example/lp", Level::Error, "address"),
            ("munchkin_id", "app-ys12", Level::Error, "Server ID"),
            ("munchkin_id", "ys12", Level::Error, "Server ID"),
            ("munchkin_id", ID, Level::Error, "client ID"),
            ("munchkin_id", "123-PQR-78O", Level::Error, "no Munchkin ID"),
            ("form_id", "", Level::Error, "empty"),
            ("form_id", "0", Level::Error, "no form ID"),
            ("form_id", "1179 ", Level::Error, "blanks"),
            ("form_id", "#FO1179A1", Level::Error, "alone: 1179"),
            ("form_id", "mktoForm_1179", Level::Error, "alone: 1179"),
            ("form_id", "123-PQR-789", Level::Error, "Munchkin ID"),
            ("form_id", "99999999999", Level::Error, "no form ID"),
            ("form_id", "3000000000", Level::Error, "no form ID"),
            ("form_id", "123456789", Level::Warning, "8 digits"),
            ("client_id", "api@contoso.example", Level::Error, "e-mail"),
            ("client_id", SECRET, Level::Error, "same"),
            ("client_id", "partner-center", Level::Warning, "usually look like"),
            ("client_id", "9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24 ", Level::Error, "blanks"),
            ("client_secret", "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEy\n", Level::Error, "line break"),
            ("client_secret", "*********", Level::Error, "masked"),
            ("client_secret", "9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a25", Level::Error, "looks like a client ID"),
            ("client_secret", "short", Level::Warning, "usually 32"),
            ("server_id", "ys12", Level::Warning, "no longer asked for"),
            ("rest_url", "http://123-PQR-789.mktorest.com", Level::Error, "https://"),
            ("rest_url", "https://321-PQR-789.mktorest.com/rest", Level::Error, "another instance"),
            ("rest_url", "https://app-ys12.marketo.com", Level::Error, "pages and forms"),
            ("rest_url", "mktorest", Level::Error, "no URL"),
            ("rest_url", "http://127.0.0.1:8080/marketo", Level::Warning, "address is private"),
        ] {
            let findings = found(&[(key, value)]);
            let [one] = findings.as_slice() else { panic!("{key} {value:?}: {findings:?}") };
            assert_eq!((one.level, one.field), (level, key), "{value:?}: {}", one.message);
            assert!(one.message.contains(words), "{key} {value:?}: {}", one.message);
            assert!(!one.message.contains(SECRET), "{}", one.message);
        }
        let [swapped] = &found(&[("client_id", SECRET), ("client_secret", ID)])[..] else { panic!() };
        assert!(swapped.message.contains("swapped"), "{}", swapped.message);
    }

    #[test]
    fn the_older_generation_is_told_from_a_forgotten_value() {
        let of = |pairs: &[(&'static str, &str)]| {
            let mut values = Values::default();
            for (key, value) in [("munchkin_id", "123-PQR-789"), ("form_id", "1179")].iter().chain(pairs) {
                values.set(key, Value::Text((*value).to_owned()));
            }
            let findings = findings(&values);
            assert!(findings.len() == 1 && findings[0].level == Level::Error, "{findings:?}");
            (findings[0].field, findings[0].entry)
        };
        assert_eq!(of(&[("server_id", "ys12")]), ("server_id", Some(LEGACY)));
        assert_eq!(of(&[]), ("client_id", Some(LEGACY)));
        assert_eq!(of(&[("client_id", ID)]), ("client_secret", None));
        assert_eq!(of(&[("client_secret", SECRET)]), ("client_id", None));
    }
}
