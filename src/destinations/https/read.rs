//! What an endpoint's answer means: accepted, or refused and by which catalogue entry.
//!
//! Which statuses Microsoft takes for success is not documented; 200 to 299 is inferred.

use serde_json::Value;

use crate::core::exchange::{NetError, NetErrorKind, WireResponse};
use crate::core::outcome::Outcome;
use crate::core::redact::mask_people;
use crate::core::text::excerpt;
use crate::destinations::https::settings::Kind;

/// What the answer to the lead says.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    pub(super) entry: Option<&'static str>,
    pub(super) message: String,
    pub(super) answered: String,
    /// A flow took it, and what its actions do shows only in its run history.
    pub(super) runs_on: bool,
}

/// `keyed`: the URL has a `code`, as that of a function does.
pub(super) fn answer(response: &WireResponse, kind: Kind, keyed: bool) -> Verdict {
    let (code, words) = error_of(response);
    let answered = answered_line(response, &code, &words);
    if response.is_success() {
        return accepted(response, kind, answered);
    }
    let (entry, message) = refused(response, kind, keyed, &code, &words);
    let outcome = if matches!(entry, Some("https/rate-limited" | "https/endpoint-unavailable")) { Outcome::Unknown } else { Outcome::Fail };
    Verdict { outcome, entry, message, answered, runs_on: false }
}

fn accepted(response: &WireResponse, kind: Kind, answered: String) -> Verdict {
    if response.is_html() {
        return Verdict {
            outcome: Outcome::Warn,
            entry: None,
            message: "the endpoint answered with a web page: Marketplace would take the status for success, and a sign-in page keeps no lead; look whether it arrived".to_owned(),
            answered,
            runs_on: false,
        };
    }
    let runs_on = response.status == 202 && kind.is_workflow();
    let message = if runs_on {
        "the flow took the lead and runs on its own: only its run history shows whether the actions behind it worked"
    } else {
        "the endpoint accepted the lead"
    };
    Verdict { outcome: Outcome::Pass, entry: None, message: message.to_owned(), answered, runs_on }
}

fn refused(response: &WireResponse, kind: Kind, keyed: bool, code: &str, words: &str) -> (Option<&'static str>, String) {
    let lower = words.to_ascii_lowercase();
    let flow = kind.is_workflow();
    let known = match code {
        "WorkflowTriggerIsNotEnabled" => Some(("https/flow-disabled", "the flow is switched off or was deleted")),
        "TriggerInputSchemaMismatch" => Some(("https/trigger-schema-mismatch", "the trigger's schema does not fit the lead")),
        "DirectApiAuthorizationRequired" if lower.contains("oauth") => {
            Some(("https/oauth-required", "the trigger takes only signed-in callers of its own tenant"))
        }
        "DirectApiAuthorizationRequired" => {
            Some(("https/signature-missing", "the URL lacks its signature, or the trigger is open to the tenant only"))
        }
        "MisMatchingOAuthClaims" | "DirectApiInvalidAuthorizationScheme" => {
            Some(("https/oauth-required", "the trigger takes only signed-in callers of its own tenant"))
        }
        "WorkflowNotFound" => Some(("https/workflow-not-found", "the workflow of this URL does not exist")),
        "NoResponse" => Some(("https/flow-no-response", "the flow gave no answer in time")),
        "MissingApiVersionParameter" => Some(("https/url-malformed", "the URL lacks api-version: it was cut")),
        "AuthorizationFailed" if lower.contains("required parameters for shared access") => {
            Some(("https/signature-missing", "the URL lacks sp, sv or sig: it was cut"))
        }
        "AuthorizationFailed" if lower.contains("http method") => Some(("https/wrong-method-or-path", "the URL's path is not the trigger's")),
        _ if lower.contains("open authentication access control policy") => {
            Some(("https/oauth-required", "the trigger takes only signed-in callers of its own tenant"))
        }
        _ if lower.contains("signature") && matches!(response.status, 401 | 403) => {
            Some(("https/signature-wrong", "the signature (sig) is not the trigger's present one"))
        }
        _ if flow && (lower.contains("will cease working") || lower.contains("has ceased working") || lower.contains("no longer supported")) => {
            Some(("https/power-automate-url-retired", "this is the flow's old address, which no longer works"))
        }
        _ => None,
    };
    if let Some((entry, message)) = known {
        return (Some(entry), message.to_owned());
    }
    let status = response.status;
    let (entry, message) = match status {
        300..=399 => {
            let to = response
                .header("location")
                .and_then(|to| url::Url::parse(to).ok())
                .map_or_else(String::new, |to| format!(" to {}", to.host_str().unwrap_or_default()));
            return (
                Some("https/redirect"),
                format!("the endpoint redirects{to}; whether Marketplace follows is not known, and a redirected POST often loses its body"),
            );
        }
        401 | 403 if kind == Kind::Function && response.body.is_empty() && keyed => {
            (Some("https/function-key-wrong"), "the function refused the key in the URL (code=…)")
        }
        401 | 403 if kind == Kind::Function && response.body.is_empty() => {
            (Some("https/function-key-missing"), "the function wants a key, and the URL has none (code=…)")
        }
        403 if flow && response.is_html() && is_firewall(response) => (Some("https/waf-blocked"), "a firewall in front of the flow refused the lead"),
        401 | 403 if flow => (Some("https/signature-wrong"), "the flow refused the URL's signature: it is not the present one"),
        403 | 405 | 406 if is_firewall(response) => (Some("https/waf-blocked"), "a firewall in front of the endpoint refused the lead"),
        401 | 403 => (None, "the endpoint refused the caller: Marketplace sends no credentials but those in the URL"),
        404 | 410 if flow => (Some("https/workflow-not-found"), "the workflow of this URL does not exist any more"),
        404 | 405 | 410 => (Some("https/wrong-method-or-path"), "nothing takes a POST at this path"),
        408 => (Some("https/timeout"), "the endpoint gave up waiting"),
        413 | 415 | 422 | 400 => (None, "the endpoint refused the lead's content"),
        429 => (Some("https/rate-limited"), "the endpoint takes no more requests just now"),
        502 if flow => (Some("https/flow-no-response"), "the flow gave no answer"),
        502 => (Some("https/bad-gateway"), "what stands in front of the endpoint got no good answer from it"),
        503 => (Some("https/endpoint-unavailable"), "the endpoint is not available just now"),
        504 if flow => (Some("https/flow-no-response"), "the flow gave no answer in time"),
        504 => (Some("https/timeout"), "what stands in front of the endpoint waited too long for it"),
        500..=599 => (Some("https/endpoint-server-error"), "the endpoint failed while it handled the lead"),
        _ => (None, "the endpoint answered in an unexpected way"),
    };
    (entry, message.to_owned())
}

/// Firewalls say who they are, in a header or on their page.
fn is_firewall(response: &WireResponse) -> bool {
    let server = response.header("server").unwrap_or_default().to_ascii_lowercase();
    let page = response.text().to_ascii_lowercase();
    let page = page.get(..4096.min(page.len())).unwrap_or(&page).to_owned();
    response.header("x-azure-ref").is_some() && response.status == 403
        || ["cloudflare", "akamai", "sucuri", "imperva", "dosarrest", "awselb", "azure-application-gateway"].iter().any(|name| server.contains(name))
        || [
            "attention required! | cloudflare",
            "dosarrest",
            "web application firewall",
            "request blocked",
            "azure application gateway",
            "incapsula",
            "access denied - sucuri",
        ]
        .iter()
        .any(|phrase| page.contains(phrase))
}

pub(super) fn unanswered(error: &NetError, kind: Kind) -> Verdict {
    let (outcome, entry, message) = match error.kind {
        NetErrorKind::HostNotFound => (Outcome::Fail, Some("https/host-not-found"), "the host name does not resolve"),
        NetErrorKind::ResolverDown => (Outcome::Unknown, None, "no name resolves from here: check this machine's network"),
        NetErrorKind::Refused => (Outcome::Fail, Some("https/connection-refused"), "nothing listens at this address and port"),
        NetErrorKind::Unreachable => (Outcome::Unknown, None, "there is no way to this address from here"),
        NetErrorKind::Reset => (Outcome::Unknown, Some("https/connection-reset"), "the connection was closed before the answer was complete"),
        NetErrorKind::ConnectTimeout => (Outcome::Unknown, Some("https/timeout"), "no connection within the time limit"),
        NetErrorKind::Timeout => (Outcome::Unknown, Some("https/timeout"), "connected, and no answer within the time limit"),
        NetErrorKind::TlsExpired => {
            (Outcome::Fail, Some("https/tls-certificate-expired"), "the certificate is outside its dates, or this machine's clock is")
        }
        NetErrorKind::TlsHostname => (Outcome::Fail, Some("https/tls-hostname-mismatch"), "the certificate is for another host name"),
        // A vendor's own certificate is good: another one is of something on the way, which says nothing of the destination.
        NetErrorKind::TlsUntrusted if kind != Kind::Other => (
            Outcome::Unknown,
            Some("https/tls-untrusted-certificate"),
            "the certificate's issuer is not trusted here; behind a proxy that opens TLS, give its authority with --ca-cert",
        ),
        NetErrorKind::TlsUntrusted => (
            Outcome::Fail,
            Some("https/tls-untrusted-certificate"),
            "the certificate's issuer is not trusted: self-signed, private, or its chain is incomplete",
        ),
        NetErrorKind::Tls => (Outcome::Fail, None, "the TLS handshake failed; TLS 1.2 or newer is needed"),
        NetErrorKind::Proxy => (Outcome::Unknown, None, error.message.as_str()),
        NetErrorKind::NotHttp => (Outcome::Fail, None, "what answers there does not speak HTTP"),
        NetErrorKind::Other => (Outcome::Unknown, None, "the request failed"),
    };
    let message = if error.kind == NetErrorKind::Other { format!("{message}: {}", excerpt(&error.message, 200)) } else { message.to_owned() };
    Verdict { outcome, entry, message, answered: excerpt(&error.message, 200), runs_on: false }
}

/// `error.code` and `error.message`, or `statusCode` and `message`, as these services write them; the start of any other body.
fn error_of(response: &WireResponse) -> (String, String) {
    let text = response.text();
    let Ok(json) = serde_json::from_str::<Value>(&text) else { return (String::new(), text) };
    let error = json.get("error").unwrap_or(&json);
    let field = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    (field("code"), field("message"))
}

fn answered_line(response: &WireResponse, code: &str, words: &str) -> String {
    let words = if response.is_html() { "(a web page)".to_owned() } else { excerpt(&mask_people(words), 300) };
    let rest = [code.to_owned(), words].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
    format!("HTTP {} {rest}", response.status).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(status: u16, kind: Kind, body: &str) -> Option<&'static str> {
        answer(&WireResponse { status, body: body.as_bytes().to_vec(), ..WireResponse::default() }, kind, true).entry
    }

    #[test]
    fn refusals_are_named_by_code_then_words_then_status() {
        let flow = Kind::PowerAutomate;
        for (status, kind, body, want) in [
            (400, flow, r#"{"error":{"code":"WorkflowTriggerIsNotEnabled","message":"Could not execute workflow"}}"#, Some("https/flow-disabled")),
            (400, flow, r#"{"error":{"code":"TriggerInputSchemaMismatch","message":"x"}}"#, Some("https/trigger-schema-mismatch")),
            (401, flow, r#"{"error":{"code":"DirectApiAuthorizationRequired","message":"x"}}"#, Some("https/signature-missing")),
            (
                401,
                flow,
                r#"{"error":{"code":"DirectApiAuthorizationRequired","message":"The OAuth authorization scheme is required."}}"#,
                Some("https/oauth-required"),
            ),
            (
                404,
                flow,
                r#"{"error":{"code":"NotFound","message":"The old trigger URL has ceased working."}}"#,
                Some("https/power-automate-url-retired"),
            ),
            (401, flow, "", Some("https/signature-wrong")),
            (401, Kind::Function, "", Some("https/function-key-wrong")),
            (401, Kind::Other, "", None),
            (404, flow, "", Some("https/workflow-not-found")),
            (404, Kind::Other, "nope", Some("https/wrong-method-or-path")),
            (302, Kind::Other, "", Some("https/redirect")),
            (429, Kind::Other, "", Some("https/rate-limited")),
            (500, Kind::Other, "", Some("https/endpoint-server-error")),
            (502, Kind::Other, "", Some("https/bad-gateway")),
            (502, flow, r#"{"error":{"code":"NoResponse","message":"x"}}"#, Some("https/flow-no-response")),
            (503, Kind::Other, "", Some("https/endpoint-unavailable")),
            (403, Kind::Other, "<html><title>Attention Required! | Cloudflare</title>", Some("https/waf-blocked")),
        ] {
            assert_eq!(entry(status, kind, body), want, "{status} {body}");
        }
    }

    #[test]
    fn a_page_with_200_is_no_clean_success() {
        let page = WireResponse { status: 200, body: b"<!DOCTYPE html><title>Sign in</title>".to_vec(), ..WireResponse::default() };
        assert_eq!(answer(&page, Kind::Other, false).outcome, Outcome::Warn);
        let fine = WireResponse { status: 204, ..WireResponse::default() };
        assert_eq!(answer(&fine, Kind::Other, false).outcome, Outcome::Pass);
    }
}
