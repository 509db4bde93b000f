//! What the answers of Entra ID and Dataverse mean, and why there was none.

pub(super) mod dataverse;
pub(super) mod entra;
#[cfg(test)]
mod tests;

use crate::core::exchange::{Exchange, NetError, NetErrorKind, WireResponse};
use crate::core::outcome::Outcome;
use crate::core::redact::mask_people;
use crate::core::text::excerpt;

/// A failed exchange, named.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) outcome: Outcome,
    pub(super) entry: Option<&'static str>,
    pub(super) message: String,
    /// Status, code and words as they came.
    pub(super) answered: String,
}

/// Whose answer did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Peer {
    Environment,
    SignIn,
}

/// Why an answer did not come. From the environment, silence is what Partner Center calls a time-out.
pub(super) fn unanswered(error: &NetError, peer: Peer) -> Failure {
    let who = match peer {
        Peer::Environment => "the environment",
        Peer::SignIn => "the sign-in service",
    };
    let of_environment = |entry: &'static str| (peer == Peer::Environment).then_some(entry);
    let (outcome, entry, message) = match error.kind {
        NetErrorKind::HostNotFound => (
            if peer == Peer::Environment { Outcome::Fail } else { Outcome::Unknown },
            of_environment("dynamics/host-not-found"),
            match peer {
                Peer::Environment => {
                    "the host of the URL does not exist: the name or the region (crm, crm4 …) is wrong, or the environment was deleted"
                }
                Peer::SignIn => "the host of the sign-in service does not resolve",
            }
            .to_owned(),
        ),
        NetErrorKind::ResolverDown => (Outcome::Unknown, None, "no name resolves from here: check this machine's network".to_owned()),
        NetErrorKind::Refused => (Outcome::Unknown, of_environment("dynamics/url-unreachable"), format!("nothing listens at the address of {who}")),
        NetErrorKind::Unreachable => (Outcome::Unknown, None, format!("there is no way to {who} from here")),
        NetErrorKind::Reset => (Outcome::Unknown, None, format!("{who} closed the connection before its answer was complete")),
        NetErrorKind::ConnectTimeout => {
            (Outcome::Unknown, of_environment("dynamics/request-timeout"), format!("no connection to {who} within the time limit"))
        }
        NetErrorKind::Timeout => {
            (Outcome::Unknown, of_environment("dynamics/request-timeout"), format!("no answer from {who} within the time limit"))
        }
        NetErrorKind::TlsExpired => (
            Outcome::Fail,
            Some("https/tls-certificate-expired"),
            format!("the certificate of {who} is outside its dates, or this machine's clock is"),
        ),
        NetErrorKind::TlsHostname => (Outcome::Fail, Some("https/tls-hostname-mismatch"), format!("the certificate of {who} is for another host")),
        NetErrorKind::TlsUntrusted => (
            Outcome::Unknown,
            Some("https/tls-untrusted-certificate"),
            format!("the certificate of {who} is not trusted here; behind a proxy that opens TLS, give its authority with --ca-cert"),
        ),
        NetErrorKind::Tls => (Outcome::Fail, None, format!("the TLS handshake with {who} failed")),
        NetErrorKind::Proxy => (Outcome::Unknown, None, error.message.clone()),
        NetErrorKind::NotHttp => (Outcome::Fail, of_environment("dynamics/url-unreachable"), format!("what answers as {who} does not speak HTTP")),
        NetErrorKind::Other => (Outcome::Unknown, None, format!("the request to {who} failed: {}", excerpt(&error.message, 200))),
    };
    Failure { outcome, entry, message, answered: excerpt(&error.message, 200) }
}

/// Status and body, shortened, for an answer without code or words of its own.
fn as_it_came(response: &WireResponse) -> String {
    let words = excerpt(&mask_people(&response.text()), 200);
    format!("HTTP {} {words}", response.status).trim().to_owned()
}

/// The answer, or the failure that there was none.
pub(super) fn answer(exchange: &Exchange, peer: Peer) -> Result<&WireResponse, Failure> {
    exchange.answer.as_ref().map_err(|error| unanswered(error, peer))
}
