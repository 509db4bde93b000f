//! Why a request got no answer: read from the whole chain of causes, from reqwest down to the system.

use std::error::Error;
use std::io;
use std::time::Duration;

use rustls::CertificateError;

use crate::core::exchange::{NetError, NetErrorKind};
use crate::transport::resolve::LookupFailed;

pub(super) fn of_reqwest(error: &reqwest::Error) -> NetError {
    let mut failure = of_chain(error);
    failure.maybe_sent = !error.is_connect() && !error.is_builder();
    if error.is_timeout() {
        failure.kind = if error.is_connect() { NetErrorKind::ConnectTimeout } else { NetErrorKind::Timeout };
        failure.message = "no connection within the time limit".to_owned();
    }
    failure
}

pub(super) fn of_chain(error: &(dyn Error + 'static)) -> NetError {
    let mut deepest = error.to_string();
    let mut kind = NetErrorKind::Other;
    let mut queue: Vec<&(dyn Error + 'static)> = vec![error];
    while let Some(current) = queue.pop() {
        deepest = current.to_string();
        if let Some((found, words)) = recognise(current) {
            // A connection that breaks while the tunnel is asked for is the proxy's.
            let found = if kind == NetErrorKind::Proxy && found == NetErrorKind::Reset { kind } else { found };
            return NetError { kind: found, message: words, maybe_sent: false };
        }
        // The outermost words hold the URL, which may say anything.
        let text = if std::ptr::eq(current, error) { String::new() } else { deepest.to_ascii_lowercase() };
        if text.contains("tunnel") || text.contains("proxy") {
            kind = NetErrorKind::Proxy;
        } else if kind == NetErrorKind::Other
            && (text.contains("invalid http") || text.contains("unexpected message") || text.contains("parse error") || text.contains("invalid uri"))
        {
            kind = NetErrorKind::NotHttp;
        } else if kind == NetErrorKind::Other
            && (text.contains("incomplete message") || text.contains("before message completed") || text.contains("closed"))
        {
            kind = NetErrorKind::Reset;
        }
        if let Some(source) = current.source() {
            queue.push(source);
        }
        // An io::Error made from another error hides it behind get_ref: source() skips it.
        if let Some(inner) = current.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            queue.push(inner);
        }
    }
    NetError { kind, message: deepest, maybe_sent: false }
}

fn recognise(error: &(dyn Error + 'static)) -> Option<(NetErrorKind, String)> {
    if let Some(lookup) = error.downcast_ref::<LookupFailed>() {
        return Some((NetErrorKind::HostNotFound, lookup.to_string()));
    }
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(of_tls(tls));
    }
    let system = error.downcast_ref::<io::Error>()?;
    if system.get_ref().is_some() {
        return None;
    }
    let kind = match system.kind() {
        io::ErrorKind::ConnectionRefused => NetErrorKind::Refused,
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof => {
            NetErrorKind::Reset
        }
        io::ErrorKind::TimedOut => NetErrorKind::ConnectTimeout,
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown | io::ErrorKind::AddrNotAvailable => {
            NetErrorKind::Unreachable
        }
        _ => return None,
    };
    Some((kind, system.to_string()))
}

fn of_tls(error: &rustls::Error) -> (NetErrorKind, String) {
    use rustls::Error as Tls;
    let kind = match error {
        Tls::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => NetErrorKind::TlsExpired,
        Tls::InvalidCertificate(CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }) => NetErrorKind::TlsExpired,
        Tls::InvalidCertificate(CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }) => NetErrorKind::TlsHostname,
        Tls::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature) => NetErrorKind::TlsUntrusted,
        // webpki's answer to a certificate that is its own authority, as `openssl req -x509` makes it.
        Tls::InvalidCertificate(CertificateError::Other(other)) if other.to_string().contains("CaUsedAsEndEntity") => NetErrorKind::TlsUntrusted,
        _ => NetErrorKind::Tls,
    };
    (kind, error.to_string())
}

/// What failed on the way to a proxy, or was refused by it, is the proxy's and not the service's behind it. `proxy`: its name.
pub(super) fn of_proxy(failure: NetError, proxy: &str) -> NetError {
    let said = &failure.message;
    let message = match failure.kind {
        NetErrorKind::Refused => format!("nothing listens at the proxy {proxy}"),
        NetErrorKind::HostNotFound | NetErrorKind::ResolverDown => format!("the name of the proxy {proxy} does not resolve"),
        NetErrorKind::Unreachable => format!("there is no way to the proxy {proxy} from here"),
        NetErrorKind::Proxy | NetErrorKind::Other => format!("the proxy {proxy} did not let the request through: {said}"),
        // Silence may be either's; and with the tunnel built, what fails is the service's.
        NetErrorKind::ConnectTimeout
        | NetErrorKind::Reset
        | NetErrorKind::Timeout
        | NetErrorKind::TlsExpired
        | NetErrorKind::TlsHostname
        | NetErrorKind::TlsUntrusted
        | NetErrorKind::Tls
        | NetErrorKind::NotHttp => return failure,
    };
    NetError { kind: NetErrorKind::Proxy, message, ..failure }
}

pub(super) fn other(error: &(dyn Error + 'static)) -> NetError {
    NetError { kind: NetErrorKind::Other, message: error.to_string(), maybe_sent: false }
}

pub(super) fn no_answer(limit: Duration) -> NetError {
    NetError { kind: NetErrorKind::Timeout, message: format!("no answer within {}", seconds(limit)), maybe_sent: true }
}

pub(super) fn no_connection(limit: Duration) -> NetError {
    NetError { kind: NetErrorKind::ConnectTimeout, message: format!("no connection within {}", seconds(limit)), maybe_sent: false }
}

fn seconds(limit: Duration) -> String {
    if limit < Duration::from_secs(1) { format!("{} ms", limit.as_millis()) } else { format!("{} s", limit.as_secs_f64()) }
}
