//! What Salesforce's answers mean. Web-to-Lead answers 200 to everything: its header Is-Processed says more, as far as public clients know it.
//!
//! The REST API's error codes are the standard ones of its reference; which of them the token endpoint uses is inferred in part.

use serde_json::{Map, Value};

use crate::core::exchange::{Exchange, NetError, NetErrorKind, WireResponse};
use crate::core::outcome::Outcome;
use crate::core::redact::mask_people;
use crate::core::text::excerpt;

/// Something that went wrong, named.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) outcome: Outcome,
    pub(super) entry: Option<&'static str>,
    pub(super) message: String,
    /// Status, code and words as they came.
    pub(super) answered: String,
    /// The identity may not look, which says nothing about the destination.
    pub(super) denied: bool,
}

impl Failure {
    pub(super) fn new(outcome: Outcome, entry: Option<&'static str>, message: impl Into<String>, answered: impl Into<String>) -> Self {
        Failure { outcome, entry, message: message.into(), answered: answered.into(), denied: false }
    }
}

/// What became of the form post.
#[derive(Debug)]
pub(super) enum Posted {
    /// Taken in; whether a lead comes of it is not said.
    Accepted(String),
    /// Refused, and no lead was made.
    Refused(Failure),
    /// Nothing reached the service.
    NotSent(Failure),
    /// A lead may have been made or not.
    Unclear(Failure),
}

/// `whole`: the lead had the two fields that every organization demands.
pub(super) fn posted(exchange: &Exchange, whole: bool) -> Posted {
    let response = match &exchange.answer {
        Ok(response) => response,
        Err(error) if error.maybe_sent => return Posted::Unclear(unanswered(error)),
        Err(error) => return Posted::NotSent(unanswered(error)),
    };
    let processed = response.header("is-processed").map(str::trim);
    let answered = match processed {
        Some(words) => format!("HTTP {}, Is-Processed: {}", response.status, excerpt(words, 200)),
        None => format!("HTTP {} {}", response.status, excerpt(&mask_people(&response.text()), 200)).trim().to_owned(),
    };
    match processed {
        Some(words) if words.to_ascii_lowercase().contains("exception") => {
            let (entry, message) = if whole {
                (
                    "salesforce/wrong-oid",
                    "Salesforce answered 200 with an exception in its header: it knows no organization with this oid, and made no lead",
                )
            } else {
                (
                    "salesforce/required-field",
                    "Salesforce answered 200 with an exception in its header: this variant of the lead lacks last name or company, which every organization demands",
                )
            };
            Posted::Refused(Failure::new(Outcome::Fail, Some(entry), message, answered))
        }
        Some(words) if response.is_success() && words.eq_ignore_ascii_case("true") => Posted::Accepted(answered),
        _ if response.is_success() => Posted::Unclear(Failure::new(
            Outcome::Unknown,
            None,
            if response.is_html() {
                "a web page answered without the header Is-Processed, which Web-to-Lead sends as far as known: perhaps a proxy or a sign-in page"
            } else {
                "the answer lacks 'Is-Processed: true', which Web-to-Lead sends as far as known: whether the lead was taken in can't be told"
            },
            answered,
        )),
        _ if response.status >= 500 || matches!(response.status, 408 | 429) => Posted::Unclear(Failure::new(
            Outcome::Unknown,
            None,
            "Web-to-Lead answered with an error of its own, and may have taken the lead in all the same",
            answered,
        )),
        _ if (300..400).contains(&response.status) => Posted::Refused(Failure::new(
            Outcome::Fail,
            None,
            "the address redirects, which Web-to-Lead does not without a retURL: a proxy or a sign-in page stands between, or the address is wrong",
            answered,
        )),
        _ => Posted::Refused(Failure::new(Outcome::Fail, None, "what answers there is not Web-to-Lead: it answers 200 to everything", answered)),
    }
}

pub(super) fn unanswered(error: &NetError) -> Failure {
    let (outcome, entry, message) = match error.kind {
        NetErrorKind::HostNotFound => (Outcome::Fail, None, "the host does not resolve, while other names do: the address is wrong"),
        NetErrorKind::ResolverDown => (Outcome::Unknown, None, "no name resolves from here: check this machine's network"),
        NetErrorKind::Refused => (Outcome::Unknown, Some("https/connection-refused"), "nothing listens at Salesforce's address"),
        NetErrorKind::Unreachable => (Outcome::Unknown, None, "there is no way to Salesforce from here"),
        NetErrorKind::Reset => (Outcome::Unknown, Some("https/connection-reset"), "the connection was closed before the answer was complete"),
        NetErrorKind::ConnectTimeout => (Outcome::Unknown, Some("https/timeout"), "no connection to Salesforce within the time limit"),
        NetErrorKind::Timeout => (Outcome::Unknown, Some("https/timeout"), "no answer from Salesforce within the time limit"),
        NetErrorKind::TlsExpired => {
            (Outcome::Fail, Some("https/tls-certificate-expired"), "the certificate is outside its dates, or this machine's clock is")
        }
        NetErrorKind::TlsHostname => (Outcome::Fail, Some("https/tls-hostname-mismatch"), "the certificate is for another host"),
        NetErrorKind::TlsUntrusted => (
            Outcome::Unknown,
            Some("https/tls-untrusted-certificate"),
            "the certificate's issuer is not trusted here; behind a proxy that opens TLS, give its authority with --ca-cert",
        ),
        NetErrorKind::Tls => (
            Outcome::Fail,
            Some("salesforce/tls-too-old"),
            "the TLS handshake failed: Salesforce takes TLS 1.2 and newer, and something between may offer less",
        ),
        NetErrorKind::Proxy => (Outcome::Unknown, None, error.message.as_str()),
        NetErrorKind::NotHttp => (Outcome::Fail, None, "what answers there does not speak HTTP"),
        NetErrorKind::Other => (Outcome::Unknown, None, "the request failed"),
    };
    let said = excerpt(&error.message, 200);
    let message = if error.kind == NetErrorKind::Other { format!("{message}: {said}") } else { message.to_owned() };
    Failure::new(outcome, entry, message, said)
}

/// The access token in an answer of the token endpoint.
pub(super) fn token(exchange: &Exchange) -> Option<String> {
    let response = exchange.answer.as_ref().ok().filter(|response| response.is_success() && !response.cut)?;
    let json: Value = serde_json::from_slice(&response.body).ok()?;
    let token = json.get("access_token")?.as_str()?;
    // It goes into a header.
    (!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())).then(|| token.to_owned())
}

/// The token was good and is so no longer.
pub(super) fn is_expired(exchange: &Exchange) -> bool {
    exchange.answer.as_ref().is_ok_and(|response| response.status == 401)
}

/// A whole answer of the REST API; `None` for everything else that may come with 200.
pub(super) fn content(exchange: &Exchange) -> Option<Map<String, Value>> {
    let response = exchange.answer.as_ref().ok().filter(|response| response.is_success() && !response.cut)?;
    match serde_json::from_slice(&response.body).ok()? {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

/// The records of a query's answer.
pub(super) fn records(exchange: &Exchange) -> Option<Vec<Map<String, Value>>> {
    let Some(Value::Array(records)) = content(exchange)?.remove("records") else { return None };
    records.into_iter().map(|record| if let Value::Object(fields) = record { Some(fields) } else { None }).collect()
}

/// Code and words of an error: the REST API's list, or the token endpoint's object.
pub(super) fn service_error(response: &WireResponse) -> (String, String) {
    let json: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    match json.get(0) {
        Some(first) => (text(first, "errorCode"), text(first, "message")),
        None => (text(&json, "error"), text(&json, "error_description")),
    }
}

/// Why an exchange with the REST API or the token endpoint is not the hoped-for one.
pub(super) fn failure(exchange: &Exchange) -> Failure {
    let response = match &exchange.answer {
        Err(error) => return unanswered(error),
        Ok(response) => response,
    };
    let (code, words) = service_error(response);
    let said = if code.is_empty() { mask_people(&response.text()).into_owned() } else { mask_people(&format!("{code}: {words}")).into_owned() };
    let answered = format!("HTTP {} {}", response.status, excerpt(&said, 300)).trim().to_owned();
    if is_denied(response.status, &code) {
        return Failure { denied: true, ..Failure::new(Outcome::Skipped, None, "the API's user may not look at this", answered) };
    }
    let fail = |entry, message: &str| Failure::new(Outcome::Fail, entry, message, answered.clone());
    let unknown = |message: &str| Failure::new(Outcome::Unknown, None, message, answered.clone());
    let access = Some("salesforce/api-access-refused");
    match code.as_str() {
        // Too many long requests at a time, which is over in a moment; the calls of a day are another matter.
        "REQUEST_LIMIT_EXCEEDED" if words.contains("oncurrent") => unknown("Salesforce is busy"),
        "REQUEST_LIMIT_EXCEEDED" => fail(Some("salesforce/daily-limit-reached"), "the organization's API calls of these 24 hours are used up"),
        "UNSUPPORTED_CLIENT" => fail(
            Some("salesforce/tls-too-old"),
            "Salesforce refuses the TLS version that reached it: something between here and there offers an old one",
        ),
        "INVALID_SESSION_ID" => fail(
            access,
            "Salesforce does not take the token that it gave, nor the one after it: does the connected app have the scope 'api', and is this the organization's own domain?",
        ),
        "invalid_client_id" => {
            fail(access, "Salesforce knows no connected app with this consumer key (api_client_id); a new app is known after ten minutes or so")
        }
        "invalid_client" => {
            fail(access, "the consumer secret (api_client_secret) is not that of the connected app: it was renewed, or is another app's")
        }
        "invalid_grant" | "unauthorized_client" if words.contains("no client credentials user") => {
            fail(access, "the connected app has no Run As user: Setup › App Manager › the app › Manage › Client Credentials Flow")
        }
        "invalid_grant" if words.contains("not supported on this domain") => {
            fail(access, "this host takes no client credentials: api_url must be the organization's own My Domain address")
        }
        "unsupported_grant_type" | "invalid_grant" | "unauthorized_client" => fail(
            access,
            "the connected app does not allow the client credentials flow: Setup › App Manager › the app › Enable Client Credentials Flow",
        ),
        "inactive_org" => fail(Some("salesforce/wrong-oid"), "the organization is closed or locked"),
        "SERVER_UNAVAILABLE" | "UNABLE_TO_LOCK_ROW" | "QUERY_TIMEOUT" => unknown("Salesforce is busy"),
        _ if response.is_success() && response.cut => unknown("the answer broke off, came too slowly or had no end"),
        _ if response.status >= 500 || matches!(response.status, 408 | 429) => unknown("Salesforce did not answer properly just now"),
        _ if response.is_html() => {
            fail(None, "a web page answered instead of Salesforce's API: a proxy, a sign-in page, or api_url is not the organization's My Domain")
        }
        _ if response.is_success() => fail(None, "what answers at api_url is not Salesforce's API: its answer is not what the API says"),
        _ if (300..400).contains(&response.status) => {
            fail(None, "api_url redirects, which the API does not: give the organization's own My Domain address")
        }
        _ => fail(None, "Salesforce's API answered in an unexpected way"),
    }
}

/// Objects and fields that the user may not see look as if they did not exist.
fn is_denied(status: u16, code: &str) -> bool {
    code.starts_with("INSUFFICIENT_ACCESS")
        || matches!(
            code,
            "API_DISABLED_FOR_ORG" | "API_CURRENTLY_DISABLED" | "FUNCTIONALITY_NOT_ENABLED" | "INVALID_TYPE" | "INVALID_FIELD" | "FORBIDDEN"
        )
        || status == 404 && code == "NOT_FOUND"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exchange(status: u16, headers: &[(&str, &str)], body: &str) -> Exchange {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let response = WireResponse { status, headers, body: body.as_bytes().to_vec(), ..WireResponse::default() };
        Exchange { asked: Default::default(), answer: Ok(response), started: jiff::Timestamp::UNIX_EPOCH, took: Default::default(), attempts: 1 }
    }

    #[test]
    fn two_hundred_alone_is_no_proof() {
        let kind = |status, header: Option<&str>, body: &str| {
            let headers: Vec<(&str, &str)> = header.map(|value| ("is-processed", value)).into_iter().collect();
            match posted(&exchange(status, &headers, body), true) {
                Posted::Accepted(_) => "accepted".to_owned(),
                Posted::Refused(failure) => format!("refused {}", failure.entry.unwrap_or("-")),
                Posted::Unclear(_) => "unclear".to_owned(),
                Posted::NotSent(_) => "not sent".to_owned(),
            }
        };
        for (status, header, body, want) in [
            (200, Some("true"), "", "accepted"),
            (200, Some("true Exception:common.exception.SalesforceGenericException"), "", "refused salesforce/wrong-oid"),
            (200, Some("false"), "", "unclear"),
            (200, None, "<html>Sign in</html>", "unclear"),
            (200, None, "", "unclear"),
            (302, None, "", "refused -"),
            (404, None, "Not found", "refused -"),
            (503, None, "", "unclear"),
        ] {
            assert_eq!(kind(status, header, body), want, "{status} {header:?}");
        }
    }

    #[test]
    fn a_lead_without_the_two_fields_is_not_blamed_on_the_oid() {
        let answer = exchange(200, &[("is-processed", "true Exception:x")], "");
        let Posted::Refused(failure) = posted(&answer, false) else { panic!() };
        assert_eq!(failure.entry, Some("salesforce/required-field"));
    }

    #[test]
    fn errors_of_both_shapes_are_named() {
        for (status, body, outcome, entry, denied) in [
            (
                401,
                r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#,
                Outcome::Fail,
                Some("salesforce/api-access-refused"),
                false,
            ),
            (
                403,
                r#"[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#,
                Outcome::Fail,
                Some("salesforce/daily-limit-reached"),
                false,
            ),
            (400, r#"[{"message":"sObject type 'ValidationRule' is not supported.","errorCode":"INVALID_TYPE"}]"#, Outcome::Skipped, None, true),
            (403, r#"[{"message":"x","errorCode":"INSUFFICIENT_ACCESS_OR_READONLY"}]"#, Outcome::Skipped, None, true),
            (
                400,
                r#"{"error":"invalid_client","error_description":"invalid client credentials"}"#,
                Outcome::Fail,
                Some("salesforce/api-access-refused"),
                false,
            ),
            (503, r#"[{"message":"x","errorCode":"SERVER_UNAVAILABLE"}]"#, Outcome::Unknown, None, false),
            (200, "<html>hello</html>", Outcome::Fail, None, false),
        ] {
            let failure = failure(&exchange(status, &[], body));
            assert_eq!((failure.outcome, failure.entry, failure.denied), (outcome, entry, denied), "{body}");
        }
    }
}
