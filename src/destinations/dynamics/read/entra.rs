//! What Entra ID's answers mean: a token, a directory's metadata, or a refusal with its code.
//!
//! The code is `error_codes[0]`, compared as a number: `AADSTS90002` is no beginning of `AADSTS900023`. The texts may change
//! (documented), so no text decides.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::zeroize::Zeroizing;
use serde_json::{Map, Value};

use crate::core::exchange::{Exchange, WireResponse};
use crate::core::outcome::Outcome;
use crate::core::redact::mask_people;
use crate::core::text::excerpt;
use crate::destinations::dynamics::read::{Failure, Peer, answer, as_it_came};

/// Longer ones are no tokens: no service takes such a header.
const LONGEST_TOKEN: usize = 32 * 1024;

/// The token, or why there is none.
pub(in crate::destinations::dynamics) fn token(exchange: &Exchange) -> Result<Zeroizing<String>, Failure> {
    let response = answer(exchange, Peer::SignIn)?;
    if response.status != 200 {
        return Err(refused(response));
    }
    // The body may hold a token, or half of one.
    let answered = format!("HTTP {}, {} bytes", response.status, response.body.len());
    if response.cut {
        return Err(broke_off(answered));
    }
    let odd = |message: &str| Failure {
        outcome: Outcome::Fail,
        entry: Some("dynamics/sign-in-failed"),
        message: message.to_owned(),
        answered: answered.clone(),
    };
    let Some(token) = body(response).and_then(|body| body.get("access_token")?.as_str().map(|token| Zeroizing::new(token.to_owned()))) else {
        return Err(odd(if response.is_html() {
            "a web page answered in place of the sign-in service: a proxy or a sign-in page stands between"
        } else {
            "the sign-in service answered without a token"
        }));
    };
    if token.len() > LONGEST_TOKEN {
        return Err(odd(&format!("the token has {} bytes, more than a request may carry; it was not used", token.len())));
    }
    if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(odd("what the sign-in service gave is no token"));
    }
    Ok(token)
}

/// Whether the directory is there.
pub(in crate::destinations::dynamics) fn metadata(exchange: &Exchange) -> Result<(), Failure> {
    let response = answer(exchange, Peer::SignIn)?;
    if response.is_success() && response.cut && !response.is_html() {
        return Err(broke_off(as_it_came(response)));
    }
    if response.status == 200 && !response.cut && body(response).is_some_and(|body| body.contains_key("token_endpoint")) {
        return Ok(());
    }
    Err(refused(response))
}

/// An answer that did not come to its end refuses nothing.
fn broke_off(answered: String) -> Failure {
    let message = "the sign-in service's answer broke off, came too slowly or had no end".to_owned();
    Failure { outcome: Outcome::Unknown, entry: None, message, answered }
}

/// What a token says of itself; `None` for one that cannot be looked into, as is the service's right.
pub(in crate::destinations::dynamics) fn claims(token: &str) -> Option<Map<String, Value>> {
    let payload = token.split('.').nth(1)?;
    match serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?).ok()? {
        Value::Object(claims) => Some(claims),
        _ => None,
    }
}

fn body(response: &WireResponse) -> Option<Map<String, Value>> {
    match serde_json::from_slice(&response.body).ok()? {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

fn refused(response: &WireResponse) -> Failure {
    let fields = body(response).unwrap_or_default();
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let description = text("error_description");
    let code = code(&fields, &description);
    let transient = response.status == 429
        || response.status >= 500
        || text("error") == "temporarily_unavailable"
        || code.is_some_and(|code| [50033, 50087, 50196, 90033].contains(&code));
    if transient {
        let message = if response.status == 429 || code == Some(50196) {
            "the sign-in service wants fewer requests; wait some minutes"
        } else {
            "the sign-in service is not able to answer just now"
        };
        return Failure {
            outcome: Outcome::Unknown,
            entry: None,
            message: message.to_owned(),
            answered: shown(response, &description, &text("error")),
        };
    }
    let entry = code.map_or_else(|| by_word(&text("error")), by_code);
    Failure {
        outcome: Outcome::Fail,
        entry: Some(entry),
        message: message(entry, code, response),
        answered: shown(response, &description, &text("error")),
    }
}

/// The number behind AADSTS.
fn code(fields: &Map<String, Value>, description: &str) -> Option<u64> {
    let listed = fields.get("error_codes").and_then(|codes| codes.get(0)).and_then(|code| code.as_u64().or_else(|| code.as_str()?.parse().ok()));
    listed.or_else(|| {
        let (_, behind) = description.split_once("AADSTS")?;
        let digits = behind.find(|c: char| !c.is_ascii_digit()).map_or(behind, |end| &behind[..end]);
        digits.parse().ok()
    })
}

/// The catalogue's table of codes; what it does not know is still a failed sign-in.
pub(super) fn by_code(code: u64) -> &'static str {
    match code {
        90002 => "entra/tenant-not-found",
        900_023 | 900_021 | 50059 => "entra/tenant-id-invalid",
        700_016 | 70001 => "entra/application-not-found",
        7_000_112 => "entra/application-disabled",
        7_000_229 | 650_052 => "entra/service-principal-missing",
        7_000_215 => "entra/client-secret-invalid",
        7_000_222 => "entra/client-secret-expired",
        7_000_216 | 7_000_218 => "entra/client-secret-missing",
        500_011 => "entra/resource-not-found",
        50001 | 500_014 => "entra/resource-disabled",
        50034 | 51004 | 500_341 => "entra/user-not-found",
        50020 | 50177 | 90072 => "entra/guest-user-not-in-tenant",
        50126 | 50056 => "entra/password-invalid",
        50053 | 500_532 => "entra/account-locked",
        50055 | 50144 => "entra/password-expired",
        50057 => "entra/user-disabled",
        50072 | 50074 | 50076 | 50078 | 50079 | 50158 | 500_121 => "entra/mfa-required",
        50005 | 50097 | 50131 | 53000..=53005 | 53009 | 53011 | 530_003 | 530_021 | 530_031 | 530_032 | 530_034 | 530_035 => {
            "entra/conditional-access-blocked"
        }
        65001 | 65004 | 90093 | 90094 | 90095 => "entra/consent-required",
        _ => "dynamics/sign-in-failed",
    }
}

/// Without a code there is only OAuth's own word.
fn by_word(error: &str) -> &'static str {
    match error {
        "invalid_client" => "entra/client-secret-invalid",
        "invalid_tenant" => "entra/tenant-not-found",
        _ => "dynamics/sign-in-failed",
    }
}

fn message(entry: &str, code: Option<u64>, response: &WireResponse) -> String {
    let known = match entry {
        "entra/tenant-not-found" => "there is no directory with this directory (tenant) ID in this cloud",
        "entra/tenant-id-invalid" => "the directory (tenant) ID is no ID and no domain",
        "entra/application-not-found" => "the directory knows no application with this application (client) ID",
        "entra/application-disabled" => "the application is disabled in the directory",
        "entra/service-principal-missing" => {
            "the application, or the service that it asks for, is not present in this directory: nobody consented to it there"
        }
        "entra/client-secret-invalid" if code.is_none() => {
            "the sign-in service does not accept who asks, most likely for the client secret (it gave no code)"
        }
        "entra/client-secret-invalid" => "the client secret is not accepted: it is not this application's, or its ID was copied and not its value",
        "entra/client-secret-expired" => "the client secret has expired",
        "entra/client-secret-missing" => {
            "the sign-in service wants a client secret, and none was sent: a user name and password need a public client"
        }
        "entra/resource-not-found" => {
            "the directory does not know the environment: the URL is wrong, or the environment belongs to another directory"
        }
        "entra/resource-disabled" => "the service behind the environment is disabled in this directory",
        "entra/user-not-found" => "there is no such user in the directory",
        "entra/guest-user-not-in-tenant" => "the user belongs to another directory and is no guest in this one",
        "entra/password-invalid" => "user name or password is wrong",
        "entra/account-locked" => "the account is locked after too many attempts; leadctl made one, and makes no second",
        "entra/password-expired" => "the user's password has expired",
        "entra/user-disabled" => "the user is disabled in the directory",
        "entra/mfa-required" => "the user must confirm with a second factor, which Marketplace can't do",
        "entra/conditional-access-blocked" => "a Conditional Access policy blocks the sign-in",
        "entra/consent-required" => "the application has no consent in this directory",
        _ => {
            return match code {
                Some(code) => format!("the sign-in was refused with AADSTS{code}, which the catalogue does not hold apart"),
                None if response.is_html() => {
                    "a web page answered in place of the sign-in service: a proxy or a sign-in page stands between".to_owned()
                }
                None if response.is_success() => {
                    format!("what answers as the sign-in service does not answer like one (HTTP {})", response.status)
                }
                None => format!("the sign-in was refused (HTTP {}), without a code", response.status),
            };
        }
    };
    known.to_owned()
}

/// Trace and correlation IDs stay: Microsoft's support asks for them.
fn shown(response: &WireResponse, description: &str, error: &str) -> String {
    if description.is_empty() && error.is_empty() {
        return as_it_came(response);
    }
    let words = if description.is_empty() { error } else { description };
    excerpt(&mask_people(&format!("HTTP {} {words}", response.status)), 600)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> WireResponse {
        WireResponse { status, body: body.as_bytes().to_vec(), ..WireResponse::default() }
    }

    fn entry(status: u16, body: &str) -> Option<&'static str> {
        refused(&response(status, body)).entry
    }

    #[test]
    fn a_code_is_a_number_and_never_a_beginning() {
        assert_eq!(entry(400, r#"{"error":"invalid_request","error_codes":[90002]}"#), Some("entra/tenant-not-found"));
        assert_eq!(entry(400, r#"{"error":"invalid_request","error_codes":[900023]}"#), Some("entra/tenant-id-invalid"));
        assert_eq!(entry(400, r#"{"error_description":"AADSTS900023: x"}"#), Some("entra/tenant-id-invalid"));
        assert_eq!(entry(400, r#"{"error_description":"AADSTS90002: Tenant '900023' not found"}"#), Some("entra/tenant-not-found"));
        assert_eq!(entry(400, r#"{"error_codes":[500011],"error_description":"AADSTS50001"}"#), Some("entra/resource-not-found"));
    }

    #[test]
    fn what_has_no_known_code_is_a_failed_sign_in_with_its_words() {
        let unknown = refused(&response(400, r#"{"error":"invalid_grant","error_codes":[4242],"error_description":"AADSTS4242: Something new."}"#));
        assert_eq!(unknown.entry, Some("dynamics/sign-in-failed"));
        assert!(unknown.message.contains("AADSTS4242") && unknown.answered.contains("Something new."), "{unknown:?}");
        assert_eq!(entry(401, r#"{"error":"invalid_client"}"#), Some("entra/client-secret-invalid"));
        assert_eq!(entry(403, "<html>no</html>"), Some("dynamics/sign-in-failed"));
        assert_eq!(entry(400, ""), Some("dynamics/sign-in-failed"));
    }

    #[test]
    fn what_passes_by_itself_is_no_failure() {
        for (status, body) in [(503, ""), (429, ""), (400, r#"{"error":"temporarily_unavailable"}"#), (400, r#"{"error_codes":[90033]}"#)] {
            assert_eq!(refused(&response(status, body)).outcome, Outcome::Unknown, "{status} {body}");
        }
    }

    #[test]
    fn a_token_is_looked_into_where_it_can_be() {
        let payload = URL_SAFE_NO_PAD.encode(r#"{"aud":"https://contoso.crm4.dynamics.com","tid":"x"}"#);
        assert_eq!(claims(&format!("eyJ9.{payload}.sig")).unwrap()["tid"], "x");
        assert!(claims("opaque").is_none() && claims("a.b.c").is_none());
    }
}
