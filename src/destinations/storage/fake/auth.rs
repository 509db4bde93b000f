//! Shared keys and account SAS as every service of an account checks them, with the fakes' own HMAC.
//!
//! Source: "Authorize with Shared Key" and "Create an account SAS" of the REST reference.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

use super::{Refusal, value};
use crate::core::clock::{http_date, parse_http_date, parse_iso};
use crate::core::fake::FakeRequest;

/// How far a request's date may be from the service's.
const DATE_WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// Requests reach the sandbox from this machine alone.
const CLIENT_ADDRESS: std::net::Ipv4Addr = std::net::Ipv4Addr::LOCALHOST;

/// Base64 of the HMAC-SHA256.
pub fn sign(key: &[u8], text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// Checks an `Authorization` header. `text` gives the string to sign from the date in force and whether the lite scheme is used.
pub fn shared_key(
    request: &FakeRequest,
    header: &str,
    account: &str,
    key: &[u8],
    now: Timestamp,
    text: impl Fn(&str, bool) -> String,
) -> Result<(), Refusal> {
    let (scheme, credential) = header.split_once(' ').ok_or_else(|| Refusal::of("InvalidHeaderValue"))?;
    let lite = match scheme {
        "SharedKey" => false,
        "SharedKeyLite" => true,
        _ => return Err(Refusal::unauthentic(format!("Authentication scheme {scheme} is not supported."))),
    };
    let (name, signature) = credential.split_once(':').ok_or_else(|| Refusal::of("InvalidHeaderValue"))?;
    let date = request.header("x-ms-date").or_else(|| request.header("date")).unwrap_or_default();
    let sent = parse_http_date(date).ok_or_else(|| Refusal::unauthentic("Request date header is missing or malformed."))?;
    if now.duration_since(sent) > DATE_WINDOW {
        return Err(Refusal::unauthentic(format!("Request date header too old: '{date}'")));
    }
    if sent.duration_since(now) > DATE_WINDOW {
        return Err(Refusal::unauthentic(format!("Request date header too far in the future: '{date}'"))); // [inferred]
    }
    let text = text(date, lite);
    if name != account || !same(&sign(key, &text), signature) {
        return Err(Refusal::unauthentic(format!(
            "The MAC signature found in the HTTP request '{signature}' is not the same as any computed signature. Server used following string to sign: '{text}'."
        )));
    }
    Ok(())
}

/// Checks a SAS: its signature over `text`, then its time, protocol and addresses.
pub fn sas(request: &FakeRequest, query: &[(String, String)], text: &str, key: &[u8], now: Timestamp) -> Result<(), Refusal> {
    let get = |name| value(query, name).unwrap_or_default();
    if !same(&sign(key, text), get("sig")) {
        return Err(Refusal::unauthentic(format!("Signature did not match. String to sign used was {text}")));
    }
    if !get("si").is_empty() {
        return Err(Refusal::unauthentic("Access policy not found."));
    }
    check_time(get("st"), get("se"), now)?;
    if get("spr") == "https" && !request.secure {
        return Err(Refusal::of("AuthorizationProtocolMismatch"));
    }
    if !address_allowed(get("sip")) {
        return Err(Refusal::of("AuthorizationSourceIPMismatch"));
    }
    Ok(())
}

/// The text under an account SAS: each part followed by a line feed.
pub fn account_sas_string(account: &str, query: &[(String, String)]) -> String {
    let get = |name| value(query, name).unwrap_or_default();
    let mut text = format!("{account}\n");
    for name in ["sp", "ss", "srt", "st", "se", "sip", "spr", "sv"] {
        text.push_str(get(name));
        text.push('\n');
    }
    // The encryption scope came with this version.
    if get("sv") >= "2020-12-06" {
        text.push_str(get("ses"));
        text.push('\n');
    }
    text
}

fn check_time(start: &str, expiry: &str, now: Timestamp) -> Result<(), Refusal> {
    let begins = if start.is_empty() { None } else { Some(parse_iso(start).ok_or_else(|| Refusal::unauthentic("st is not a valid time."))?) };
    let ends = parse_iso(expiry).ok_or_else(|| Refusal::unauthentic("se is mandatory. Cannot be empty"))?;
    if begins.is_some_and(|begins| begins >= ends) {
        let begins = http_date(begins.expect("just seen to be some"));
        return Err(Refusal::unauthentic(format!("Signed expiry time [{}] has to be after signed start time [{begins}]", http_date(ends))));
    }
    if now >= ends || begins.is_some_and(|begins| now < begins) {
        let begins = begins.map_or_else(|| "Mon, 01 Jan 0001 00:00:00 GMT".to_owned(), http_date);
        return Err(Refusal::unauthentic(format!(
            "Signature not valid in the specified time frame: Start [{begins}] - Expiry [{}] - Current [{}]",
            http_date(ends),
            http_date(now)
        )));
    }
    Ok(())
}

/// One address or a range; none means any.
fn address_allowed(allowed: &str) -> bool {
    let (from, to) = allowed.split_once('-').unwrap_or((allowed, allowed));
    match (from.parse::<std::net::Ipv4Addr>(), to.parse::<std::net::Ipv4Addr>()) {
        (Ok(from), Ok(to)) => (from..=to).contains(&CLIENT_ADDRESS),
        _ => allowed.is_empty(),
    }
}

/// Compares in constant time.
fn same(ours: &str, theirs: &str) -> bool {
    ours.len() == theirs.len() && ours.bytes().zip(theirs.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}
