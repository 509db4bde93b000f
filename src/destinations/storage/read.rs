//! What an answer of a storage service means, where it is not the hoped-for one. Where code and words disagree, the words decide.
//!
//! Sources: the service's error code reference, recorded traffic; the wording of some errors is known from users' pastes only.

use crate::core::clock::parse_http_date;
use crate::core::exchange::{Exchange, NetError, NetErrorKind, WireResponse};
use crate::core::outcome::Outcome;
use crate::core::redact::mask_people;
use crate::core::text::excerpt;
use crate::destinations::storage::Service;
use serde_json::Value;

/// Code and words of an error body, JSON or XML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServiceError {
    pub code: String,
    pub words: String,
}

/// A failed exchange, named.
#[derive(Debug, Clone)]
pub struct Failure {
    pub outcome: Outcome,
    pub entry: Option<&'static str>,
    pub message: String,
    /// The service's own code; empty where it gave none.
    pub code: String,
    /// Status, code and words as they came.
    pub answered: String,
}

/// What went wrong in an exchange whose answer is not the hoped-for one.
pub fn failure(service: Service, exchange: &Exchange) -> Failure {
    match &exchange.answer {
        Err(error) => unanswered(service, error),
        Ok(response) => refused(service, response, clock_is_off(exchange, response)),
    }
}

/// The service's own time, in the same answer, is more than the 15 minutes apart that it allows.
fn clock_is_off(exchange: &Exchange, response: &WireResponse) -> bool {
    let theirs = response.header("date").and_then(parse_http_date);
    theirs.is_some_and(|theirs| exchange.started.duration_since(theirs).abs().as_secs() > 900)
}

pub fn unanswered(service: Service, error: &NetError) -> Failure {
    let word = service.word();
    let (outcome, entry, message) = match error.kind {
        NetErrorKind::HostNotFound => (
            Outcome::Fail,
            Some("storage/account-dns-not-found"),
            match service {
                Service::Table => {
                    "the account's table host does not resolve: the account name is wrong, the account was deleted, or it has no table service"
                }
                Service::Blob => "the account's blob host does not resolve: the account name is wrong, or the account was deleted",
            }
            .to_owned(),
        ),
        NetErrorKind::ResolverDown => (Outcome::Unknown, None, "no name resolves from here: check this machine's network".to_owned()),
        NetErrorKind::Refused => (
            Outcome::Unknown,
            None,
            format!("nothing listens at the {word} endpoint: an emulator or sandbox that does not run, or a firewall between here and Azure"),
        ),
        NetErrorKind::Unreachable => (Outcome::Unknown, None, format!("there is no way to the {word} endpoint from here")),
        NetErrorKind::Reset => {
            (Outcome::Unknown, Some("https/connection-reset"), "the connection was closed before the answer was complete".to_owned())
        }
        NetErrorKind::ConnectTimeout => {
            (Outcome::Unknown, Some("https/timeout"), format!("no connection to the {word} endpoint within the time limit"))
        }
        NetErrorKind::Timeout => (Outcome::Unknown, Some("https/timeout"), format!("no answer from the {word} endpoint within the time limit")),
        NetErrorKind::TlsExpired => (
            Outcome::Fail,
            Some("https/tls-certificate-expired"),
            format!("the certificate of the {word} endpoint is outside its dates, or this machine's clock is"),
        ),
        NetErrorKind::TlsHostname => (Outcome::Fail, Some("https/tls-hostname-mismatch"), "the certificate is for another host".to_owned()),
        NetErrorKind::TlsUntrusted => (
            Outcome::Unknown,
            Some("https/tls-untrusted-certificate"),
            "the certificate's issuer is not trusted here; behind a proxy that opens TLS, give its authority with --ca-cert".to_owned(),
        ),
        NetErrorKind::Tls => (Outcome::Fail, None, "the TLS handshake failed".to_owned()),
        NetErrorKind::Proxy => (Outcome::Unknown, None, error.message.clone()),
        NetErrorKind::NotHttp => (Outcome::Fail, None, "what answers there does not speak HTTP".to_owned()),
        NetErrorKind::Other => (Outcome::Unknown, None, "the request failed".to_owned()),
    };
    let message = if error.kind == NetErrorKind::Other { format!("{message}: {}", excerpt(&error.message, 200)) } else { message };
    Failure { outcome, entry, message, code: String::new(), answered: excerpt(&error.message, 200) }
}

fn refused(service: Service, response: &WireResponse, clock_is_off: bool) -> Failure {
    let error = service_error(response);
    let entry = match classify(service, response.status, &error) {
        // In JSON the service does not say why it refused: a request that is too old reads like one with a wrong key.
        Some("storage/key-invalid") if clock_is_off => Some("storage/clock-skew"),
        other => other,
    };
    let transient =
        matches!(entry, Some("storage/server-busy")) || response.status >= 500 && entry.is_none() || response.is_success() && response.cut;
    let message = match entry {
        Some("storage/key-invalid") => "the storage service refused the key: it is not (or no longer) this account's",
        Some("storage/sas-expired") => "the shared access signature is outside its dates",
        Some("storage/clock-skew") => "the storage service refused the request's time: this machine's clock is more than 15 minutes off",
        Some("storage/firewall") => "the account's network rules refuse this machine",
        Some("storage/shared-key-disabled") => "access by account key is switched off for this account",
        Some("storage/account-disabled") => "the storage account is disabled",
        Some("storage/account-kind-no-tables") => "this kind of storage account has no table service",
        Some("storage/insufficient-permission") => "the shared access signature does not allow this",
        Some("storage/https-required") => "the account takes only https",
        Some("storage/container-not-found") => "the container does not exist",
        Some("storage/table-not-found") => "the table does not exist",
        Some("storage/table-being-deleted") => "the table is just being deleted; that takes a minute or so",
        Some("storage/entity-not-found") => "the row is not there",
        Some("storage/entity-already-exists") => "a row with these keys is there already",
        Some("storage/missing-keys") => "the row lacks PartitionKey or RowKey",
        Some("storage/invalid-input") => "the service refused the request's content",
        Some("storage/server-busy") => "the storage service is busy",
        _ if response.is_html() => "a web page answered instead of the storage service: a proxy or a sign-in page stands between",
        _ if response.is_success() && response.cut => "the answer broke off, came too slowly or had no end",
        _ if response.is_success() && service == Service::Blob => "what answers there is not the storage service: its answer is not of its kind",
        _ if response.is_success() => "what answers there is not the storage service: its answer is no JSON",
        _ if (300..400).contains(&response.status) => {
            "something redirects the request, which the storage service never does: a proxy or a sign-in page stands between"
        }
        _ => "the storage service answered in an unexpected way",
    };
    let words = if error.code.is_empty() {
        excerpt(&mask_people(&response.text()), 200)
    } else {
        excerpt(&mask_people(&format!("{}: {}", error.code, error.words)), 300)
    };
    Failure {
        outcome: if transient { Outcome::Unknown } else { Outcome::Fail },
        entry,
        message: message.to_owned(),
        code: error.code,
        answered: format!("HTTP {} {words}", response.status).trim().to_owned(),
    }
}

/// The catalogue id of a refusal; `None` for what is not known.
pub fn classify(service: Service, status: u16, error: &ServiceError) -> Option<&'static str> {
    let words = error.words.to_ascii_lowercase();
    let says = |phrase: &str| words.contains(phrase);
    if says("server failed to authenticate the request") || says("mac signature found") {
        return Some(if says("not valid in the specified time frame") || says("has to be after signed start time") {
            "storage/sas-expired"
        } else if says("date header too old") || says("request date") {
            "storage/clock-skew"
        } else {
            "storage/key-invalid"
        });
    }
    if says("key based authentication is not permitted") {
        return Some("storage/shared-key-disabled");
    }
    if says("not authorized to perform this operation using this") || says("not authorized to perform this operation by this") {
        return Some("storage/insufficient-permission");
    }
    match error.code.as_str() {
        "AccountIsDisabled" => Some("storage/account-disabled"),
        "KeyBasedAuthenticationNotPermitted" => Some("storage/shared-key-disabled"),
        "AuthenticationFailed" | "InvalidAuthenticationInfo" => Some("storage/key-invalid"),
        "AuthorizationFailure" => Some("storage/firewall"),
        "AuthorizationPermissionMismatch"
        | "AuthorizationResourceTypeMismatch"
        | "AuthorizationServiceMismatch"
        | "AuthorizationProtocolMismatch"
        | "AuthorizationSourceIPMismatch"
        | "InsufficientAccountPermissions" => Some("storage/insufficient-permission"),
        "AccountRequiresHttps" => Some("storage/https-required"),
        "TableNotFound" => Some("storage/table-not-found"),
        "TableBeingDeleted" => Some("storage/table-being-deleted"),
        "ContainerNotFound" => Some("storage/container-not-found"),
        "ResourceNotFound" if service == Service::Table => Some("storage/entity-not-found"),
        "EntityAlreadyExists" => Some("storage/entity-already-exists"),
        "PropertiesNeedValue" => Some("storage/missing-keys"),
        "InvalidInput"
        | "InvalidResourceName"
        | "OutOfRangeInput"
        | "PropertyNameInvalid"
        | "PropertyValueTooLarge"
        | "EntityTooLarge"
        | "DuplicatePropertiesSpecified"
        | "TooManyProperties" => Some("storage/invalid-input"),
        "ServerBusy" | "OperationTimedOut" | "InternalError" => Some("storage/server-busy"),
        "NotImplemented" if service == Service::Table => Some("storage/account-kind-no-tables"),
        _ if status == 403 && says("not authorized to perform this operation") => Some("storage/firewall"),
        _ => None,
    }
}

/// Code and words from JSON (`odata.error`, `error`) or XML; empty where the body is neither.
pub fn service_error(response: &WireResponse) -> ServiceError {
    let text = response.text();
    let from_json = || {
        let json: Value = serde_json::from_str(&text).ok()?;
        let error = json.get("odata.error").or_else(|| json.get("error"))?;
        let code = error.get("code")?.as_str()?.to_owned();
        let message = error.get("message")?;
        let words = message.as_str().or_else(|| message.get("value")?.as_str())?.to_owned();
        Some(ServiceError { code, words })
    };
    let from_xml = || {
        let code = between(&text, &["<code>", "<Code>"], "</")?;
        let mut words =
            between(&text, &["<message", "<Message"], "</").map(|rest| rest.split_once('>').map_or(rest.clone(), |(_, words)| words.to_owned()))?;
        if let Some(detail) = between(&text, &["<AuthenticationErrorDetail>"], "</") {
            words = format!("{words} {detail}");
        }
        Some(ServiceError { code, words })
    };
    from_json()
        .or_else(from_xml)
        .or_else(|| response.header("x-ms-error-code").map(|code| ServiceError { code: code.to_owned(), words: String::new() }))
        .unwrap_or_default()
}

fn between(text: &str, starts: &[&str], end: &str) -> Option<String> {
    let rest = starts.iter().find_map(|start| text.split_once(start).map(|(_, rest)| rest))?;
    Some(rest.split_once(end)?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> WireResponse {
        WireResponse { status, body: body.as_bytes().to_vec(), ..WireResponse::default() }
    }

    #[test]
    fn words_decide_where_code_and_words_disagree() {
        let azurite = response(
            403,
            "<?xml version=\"1.0\"?><Error><Code>AuthorizationFailure</Code><Message>Server failed to authenticate the request. Make sure the value of the Authorization header is formed correctly including the signature.\nRequestId:x</Message></Error>",
        );
        assert_eq!(classify(Service::Table, 403, &service_error(&azurite)), Some("storage/key-invalid"));
        let rules = response(
            403,
            "{\"odata.error\":{\"code\":\"AuthorizationFailure\",\"message\":{\"lang\":\"en-US\",\"value\":\"This request is not authorized to perform this operation.\\nRequestId:x\"}}}",
        );
        assert_eq!(classify(Service::Table, 403, &service_error(&rules)), Some("storage/firewall"));
    }

    #[test]
    fn json_xml_and_a_byte_order_mark_are_read() {
        let xml = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><error xmlns=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\"><code>TableNotFound</code><message xml:lang=\"en-US\">The table specified does not exist.</message></error>";
        assert_eq!(
            service_error(&response(404, xml)),
            ServiceError { code: "TableNotFound".into(), words: "The table specified does not exist.".into() }
        );
        assert_eq!(service_error(&response(500, "<html>oops")), ServiceError::default());
    }

    #[test]
    fn an_expired_signature_is_told_from_a_wrong_key_by_its_detail() {
        let expired = response(
            403,
            "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message><AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [x] - Expiry [y]</AuthenticationErrorDetail></Error>",
        );
        assert_eq!(classify(Service::Table, 403, &service_error(&expired)), Some("storage/sas-expired"));
    }
}
