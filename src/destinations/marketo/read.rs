//! What an answer of Marketo means. Its errors come with HTTP 200: `success` and the codes decide, for a whole request and for a record.
//!
//! Sources: Adobe's page on error codes ("6xx: not executed", "1xxx: this record was skipped"); the words of a refused sign-in are known from
//! a public client. Which code Submit Form gives for an unknown form is nowhere said.

use serde_json::Value;

use crate::core::exchange::{Exchange, NetError, NetErrorKind, WireResponse};
use crate::core::outcome::Outcome;
use crate::core::redact::mask_people;
use crate::core::text::excerpt;

/// One reason, of a request or of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) code: String,
    pub(super) words: String,
}

/// A failed exchange, named.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) outcome: Outcome,
    pub(super) entry: Option<&'static str>,
    pub(super) message: String,
    /// Status, code and words as they came.
    pub(super) answered: String,
    /// Marketo's code; empty where there is none.
    pub(super) code: String,
}

impl Failure {
    /// The role of the API user may not do this, or an allow-list stands before it.
    pub(super) fn is_denied(&self) -> bool {
        self.entry == Some("marketo/access-denied")
    }
}

/// The frame that every REST answer has.
struct Envelope {
    success: bool,
    errors: Vec<Reason>,
    rows: Vec<Value>,
}

fn envelope(response: &WireResponse) -> Option<Envelope> {
    let json: Value = serde_json::from_slice(&response.body).ok()?;
    let rows = json["result"].as_array().cloned().unwrap_or_default();
    Some(Envelope { success: json.get("success")?.as_bool()?, errors: reasons(&json["errors"]), rows })
}

/// Codes are texts by the documentation; a number is read too.
fn reasons(value: &Value) -> Vec<Reason> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let of = |item: &Value| Reason { code: text(&item["code"]), words: item["message"].as_str().unwrap_or_default().to_owned() };
    value.as_array().map(|items| items.iter().map(of).collect()).unwrap_or_default()
}

/// The rows of a successful answer; none is no failure.
pub(super) fn rows(exchange: &Exchange) -> Result<Vec<Value>, Failure> {
    let found = exchange.answer.as_ref().ok().filter(|response| response.is_success() && !response.cut).and_then(envelope);
    match found {
        Some(envelope) if envelope.success => Ok(envelope.rows),
        _ => Err(failure(exchange)),
    }
}

/// The token of an answered sign-in.
pub(super) fn token(exchange: &Exchange) -> Result<String, Failure> {
    let json =
        exchange.answer.as_ref().ok().filter(|response| response.is_success()).and_then(|response| serde_json::from_slice(&response.body).ok());
    let json: Value = json.unwrap_or_default();
    match json["access_token"].as_str() {
        Some(token) if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(token.to_owned()),
        _ => Err(failure(exchange)),
    }
}

/// The codes by which a request was refused as a whole.
fn refusals(exchange: &Exchange) -> Vec<Reason> {
    let envelope = exchange.answer.as_ref().ok().and_then(envelope).filter(|envelope| !envelope.success);
    envelope.map(|envelope| envelope.errors).unwrap_or_default()
}

/// The token is no longer good: the request was not executed, and a new token may help.
pub(super) fn is_stale_token(exchange: &Exchange) -> bool {
    refusals(exchange).iter().any(|reason| matches!(reason.code.as_str(), "601" | "602"))
}

/// The service asks for a little patience.
pub(super) fn is_passing(exchange: &Exchange) -> bool {
    refusals(exchange).iter().any(|reason| matches!(reason.code.as_str(), "604" | "608" | "611" | "615" | "713"))
}

/// More calls than Marketo takes in 20 seconds: the request was not executed.
pub(super) fn is_too_fast(exchange: &Exchange) -> bool {
    refusals(exchange).iter().any(|reason| reason.code == "606")
}

/// A part of the log of activities.
pub(super) struct Activities {
    /// None is normal, also where there is more.
    pub(super) rows: Vec<Value>,
    /// Where it goes on.
    pub(super) next: String,
    pub(super) more: bool,
}

pub(super) fn activities(exchange: &Exchange) -> Result<Activities, Failure> {
    let rows = rows(exchange)?;
    let json: Value = exchange.answer.as_ref().ok().and_then(|response| serde_json::from_slice(&response.body).ok()).unwrap_or_default();
    let more = json["moreResult"].as_bool() == Some(true);
    match json["nextPageToken"].as_str() {
        Some(next) if !next.is_empty() => Ok(Activities { rows, next: next.to_owned(), more }),
        _ if !more => Ok(Activities { rows, next: String::new(), more }),
        _ => Err(odd("Marketo says that there is more, and not where")),
    }
}

/// The place in the log that an answer names.
pub(super) fn place(exchange: &Exchange) -> Result<String, Failure> {
    match activities(exchange)?.next {
        next if next.is_empty() => Err(odd("Marketo did not say where its log of activities begins")),
        next => Ok(next),
    }
}

/// An answer of Marketo's that its documentation rules out.
pub(super) fn odd(message: &str) -> Failure {
    Failure { outcome: Outcome::Fail, entry: None, message: message.to_owned(), answered: "HTTP 200".to_owned(), code: String::new() }
}

/// What became of a submitted lead.
pub(super) enum Submitted {
    Taken {
        id: u64,
        /// It was not there before.
        created: bool,
    },
    Refused(Failure),
    /// The answer does not tell whether it was taken.
    Unclear(Failure),
}

pub(super) fn submitted(exchange: &Exchange) -> Submitted {
    let response = match &exchange.answer {
        Err(error) if !error.maybe_sent => return Submitted::Refused(failure(exchange)),
        Err(_) => return Submitted::Unclear(failure(exchange)),
        Ok(response) => response,
    };
    let Some(envelope) = envelope(response).filter(|_| !response.cut) else {
        // What is no answer of Marketo's came from something in between, which may have passed the lead on.
        let definite = (400..500).contains(&response.status) && response.status != 408;
        return if definite { Submitted::Refused(failure(exchange)) } else { Submitted::Unclear(failure(exchange)) };
    };
    if !envelope.success {
        // Codes of 6xx are "not executed" by the documentation; a time-out is not relied upon for that.
        let unclear = envelope.errors.iter().any(|reason| matches!(reason.code.as_str(), "604" | "611"));
        return if unclear { Submitted::Unclear(failure(exchange)) } else { Submitted::Refused(failure(exchange)) };
    }
    let row = envelope.rows.first().cloned().unwrap_or_default();
    match (row["status"].as_str(), row["id"].as_u64()) {
        (Some(status @ ("created" | "updated")), Some(id)) => Submitted::Taken { id, created: status == "created" },
        (Some("skipped"), _) => Submitted::Refused(skipped(&row)),
        _ => Submitted::Unclear(failure(exchange)),
    }
}

/// Why a record was not deleted.
pub(super) fn not_deleted(row: Option<&Value>) -> Failure {
    match row.and_then(|row| reasons(&row["reasons"]).into_iter().next()) {
        Some(reason) => named(&reason, 200, true),
        None => Failure {
            outcome: Outcome::Warn,
            entry: None,
            message: "Marketo did not say that it was deleted".to_owned(),
            answered: "HTTP 200".to_owned(),
            code: String::new(),
        },
    }
}

/// A record that Marketo left out, and why.
fn skipped(row: &Value) -> Failure {
    let reasons = reasons(&row["reasons"]);
    match reasons.first() {
        Some(reason) => named(reason, 200, true),
        // Seen where the lead brought a field that the form does not have: github.com/canonical/ubuntu.com/pull/16793.
        None => Failure {
            outcome: Outcome::Fail,
            entry: Some("marketo/form-field-mismatch"),
            message: "Marketo skipped the lead and gave no reason; seen where a lead brings a field that is not on the form".to_owned(),
            answered: "HTTP 200 status skipped".to_owned(),
            code: String::new(),
        },
    }
}

/// What went wrong in an exchange whose answer is not the hoped-for one.
pub(super) fn failure(exchange: &Exchange) -> Failure {
    let response = match &exchange.answer {
        Err(error) => return unanswered(error),
        Ok(response) => response,
    };
    if let Some(reason) = envelope(response).and_then(|envelope| envelope.errors.into_iter().next()) {
        return named(&reason, response.status, false);
    }
    if let Some(failure) = sign_in_refused(response) {
        return failure;
    }
    let (outcome, entry, message) = match response.status {
        413 => (Outcome::Fail, None, "Marketo found the request too long"),
        429 => (Outcome::Unknown, Some("marketo/rate-limited"), "Marketo asks for fewer calls"),
        // A gateway's pages too: an outage is no wrong setting.
        408 | 500..=599 => (Outcome::Unknown, None, "Marketo could not answer just now"),
        _ if response.is_html() => {
            (Outcome::Fail, None, "a web page answered instead of Marketo's REST service: a proxy, a sign-in page, or another host")
        }
        404 => (Outcome::Fail, Some("marketo/server-instance-wrong"), "what answers there is no REST service of Marketo"),
        300..=399 => (Outcome::Fail, None, "something redirects the request, which Marketo's REST service never does"),
        200..=299 if response.cut => (Outcome::Unknown, None, "the answer broke off, came too slowly or had no end"),
        200..=299 => (Outcome::Fail, None, "what answers there is not Marketo's REST service"),
        _ => (Outcome::Fail, None, "Marketo answered in an unexpected way"),
    };
    let answered = format!("HTTP {} {}", response.status, excerpt(&mask_people(&response.text()), 200)).trim().to_owned();
    Failure { outcome, entry, message: message.to_owned(), answered, code: String::new() }
}

/// The identity service's refusal: `unauthorized` for an unknown client, `invalid_client` for a wrong secret.
fn sign_in_refused(response: &WireResponse) -> Option<Failure> {
    let json: Value = serde_json::from_slice(&response.body).ok()?;
    let error = json.get("error")?.as_str()?.to_owned();
    let words = json["error_description"].as_str().unwrap_or_default();
    let lower = words.to_ascii_lowercase();
    let (entry, message) = if lower.contains("no client with requested id") {
        (
            Some("marketo/invalid-client-credentials"),
            "this Marketo instance knows no such client ID: it was mistyped, its service was deleted, or it belongs to another instance than the Munchkin ID",
        )
    } else if lower.contains("bad client credentials") {
        (Some("marketo/invalid-client-credentials"), "the client ID is known, and the client secret is not its own")
    } else if matches!(error.as_str(), "unauthorized" | "invalid_client" | "invalid_grant") || response.status == 401 {
        (Some("marketo/invalid-client-credentials"), "Marketo refused the client ID or secret")
    } else {
        (None, "Marketo's sign-in answered in an unexpected way")
    };
    let answered = format!("HTTP {} {}", response.status, excerpt(&mask_people(&format!("{error}: {words}")), 200));
    Some(Failure { outcome: Outcome::Fail, entry, message: message.to_owned(), answered, code: error })
}

/// A code of Marketo's, in words and with its entry.
fn named(reason: &Reason, status: u16, of_record: bool) -> Failure {
    let words = reason.words.to_ascii_lowercase();
    let (outcome, entry, message) = match reason.code.as_str() {
        "600" | "601" => (Outcome::Fail, Some("marketo/access-token-invalid"), "Marketo does not take the token that its own sign-in gave"),
        "602" => (Outcome::Fail, Some("marketo/access-token-expired"), "Marketo calls the token expired, also a new one"),
        "603" => {
            (Outcome::Fail, Some("marketo/access-denied"), "the role of the API user does not allow this, or an allow-list keeps this machine out")
        }
        "604" | "608" | "611" | "713" | "719" | "502" => (Outcome::Unknown, None, "Marketo could not answer just now"),
        "605" | "612" | "613" | "616" | "703" => {
            (Outcome::Fail, None, "Marketo does not take this kind of request; please report it with the answer below")
        }
        "606" => (Outcome::Unknown, Some("marketo/rate-limited"), "too many calls to this Marketo instance in 20 seconds"),
        "607" => {
            (Outcome::Fail, Some("marketo/rate-limited"), "today's calls to this Marketo instance are used up: leads are refused until tomorrow")
        }
        "615" => (Outcome::Unknown, Some("marketo/rate-limited"), "too many calls to this Marketo instance at once"),
        "609" => (Outcome::Fail, Some("marketo/empty-lead-body"), "Marketo could not read the lead"),
        "610" => (Outcome::Fail, Some("marketo/server-instance-wrong"), "this Marketo instance does not know the address that was asked"),
        "614" => (
            Outcome::Unknown,
            Some("marketo/server-instance-wrong"),
            "Marketo can't reach the subscription of this Munchkin ID: it is wrong, or down just now",
        ),
        "709" if words.contains("approv") => (Outcome::Fail, Some("marketo/form-not-approved"), "the form is not approved"),
        "702" | "710" | "1013" => (Outcome::Fail, Some("marketo/form-not-found"), "Marketo knows no (approved) form of this number"),
        "1001" => (Outcome::Fail, Some("marketo/invalid-value-type"), "a field of the lead has another type in Marketo"),
        "701" | "1002" => (Outcome::Fail, Some("marketo/missing-parameter"), "something that Marketo demands is missing"),
        "1006" | "1011" => (Outcome::Fail, Some("marketo/unknown-field"), "Marketo does not know a field of the lead"),
        "709" | "1003" => (Outcome::Fail, Some("marketo/form-field-mismatch"), "the form does not take the lead as it is"),
        "1007" => (Outcome::Fail, Some("marketo/ambiguous-lead-match"), "several people in Marketo have this address"),
        "1008" | "1009" | "1010" => {
            (Outcome::Fail, Some("marketo/partition-access-denied"), "the API user may not use the partition that the lead belongs to")
        }
        _ => (Outcome::Fail, None, "Marketo refused it"),
    };
    let kind = if of_record { " (of the record)" } else { "" };
    let answered = format!("HTTP {status}{kind} {}", excerpt(&mask_people(&format!("{}: {}", reason.code, reason.words)), 300));
    Failure { outcome, entry, message: message.to_owned(), answered, code: reason.code.clone() }
}

pub(super) fn unanswered(error: &NetError) -> Failure {
    let (outcome, entry, message) = match error.kind {
        NetErrorKind::HostNotFound => (
            Outcome::Fail,
            Some("marketo/server-instance-wrong"),
            "the instance's REST host does not resolve, while other names do: the Munchkin ID is wrong",
        ),
        NetErrorKind::ResolverDown => (Outcome::Unknown, None, "no name resolves from here: check this machine's network"),
        NetErrorKind::Refused => (Outcome::Unknown, Some("https/connection-refused"), "nothing listens at the REST address"),
        NetErrorKind::Unreachable => (Outcome::Unknown, None, "there is no way to the REST address from here"),
        NetErrorKind::Reset => (Outcome::Unknown, Some("https/connection-reset"), "the connection was closed before the answer was complete"),
        NetErrorKind::ConnectTimeout => (Outcome::Unknown, Some("https/timeout"), "no connection to Marketo within the time limit"),
        NetErrorKind::Timeout => (Outcome::Unknown, Some("https/timeout"), "no answer from Marketo within the time limit"),
        NetErrorKind::TlsExpired => (
            Outcome::Fail,
            Some("https/tls-certificate-expired"),
            "the certificate of the REST address is outside its dates, or this machine's clock is",
        ),
        NetErrorKind::TlsHostname => (Outcome::Fail, Some("https/tls-hostname-mismatch"), "the certificate is for another host"),
        NetErrorKind::TlsUntrusted => (
            Outcome::Unknown,
            Some("https/tls-untrusted-certificate"),
            "the certificate's issuer is not trusted here; behind a proxy that opens TLS, give its authority with --ca-cert",
        ),
        NetErrorKind::Tls => (Outcome::Fail, None, "the TLS handshake failed"),
        NetErrorKind::Proxy => (Outcome::Unknown, None, error.message.as_str()),
        NetErrorKind::NotHttp => (Outcome::Fail, None, "what answers there does not speak HTTP"),
        NetErrorKind::Other => (Outcome::Unknown, None, "the request failed"),
    };
    let shown = excerpt(&error.message, 200);
    let message = if error.kind == NetErrorKind::Other { format!("{message}: {shown}") } else { message.to_owned() };
    Failure { outcome, entry, message, answered: shown, code: String::new() }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::core::exchange::Asked;

    fn exchange(status: u16, kind: &str, body: &str) -> Exchange {
        let response = WireResponse {
            status,
            headers: vec![("content-type".to_owned(), kind.to_owned())],
            body: body.as_bytes().to_vec(),
            ..WireResponse::default()
        };
        Exchange { asked: Asked::default(), answer: Ok(response), started: jiff::Timestamp::UNIX_EPOCH, took: Duration::ZERO, attempts: 1 }
    }

    #[test]
    fn what_a_gateway_gave_up_on_may_have_been_taken_and_is_looked_for() {
        for status in [408, 502, 503, 504] {
            assert!(matches!(submitted(&exchange(status, "text/html", "<html>busy</html>")), Submitted::Unclear(_)), "{status}");
        }
        assert!(matches!(submitted(&exchange(403, "text/html", "<html>blocked</html>")), Submitted::Refused(_)));
    }

    #[test]
    fn an_outage_is_no_wrong_setting() {
        for status in [408, 500, 503] {
            assert_eq!(failure(&exchange(status, "text/html", "<html>busy</html>")).outcome, Outcome::Unknown, "{status}");
        }
        assert_eq!(failure(&exchange(200, "text/html", "<html>sign in</html>")).outcome, Outcome::Fail);
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_none() {
        let answer = |token: &str| exchange(200, "application/json", &serde_json::json!({ "access_token": token }).to_string());
        assert_eq!(token(&answer("abc-1:ab")).ok().as_deref(), Some("abc-1:ab"));
        assert!(token(&answer("abc\r\nX: y")).is_err());
    }
}
