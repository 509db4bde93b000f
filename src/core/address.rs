//! Whose address it is: this machine's, a private network's, or one that Microsoft can reach.

use std::net::{IpAddr, Ipv4Addr};

use url::{Host, Url};

/// Names that only a private network knows.
const PRIVATE_ENDINGS: [&str; 6] = [".local", ".internal", ".lan", ".corp", ".home.arpa", ".intranet"];

/// This machine itself.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// What making contact with this address is, for telling what was asked: a handshake, or without TLS a connection alone.
pub fn contact(url: &Url) -> String {
    let what = if url.scheme() == "http" { "connection to" } else { "TLS handshake with" };
    let port = url.port_or_known_default().map_or_else(String::new, |port| format!(":{port}"));
    format!("{what} {}{port}", url.host_str().unwrap_or_default())
}

/// Why nothing outside can reach this host, told from its name alone; `None` where nothing speaks against it.
pub fn why_private(url: &Url) -> Option<&'static str> {
    match url.host()? {
        Host::Ipv4(address) if is_private(&IpAddr::V4(address)) => Some("this address is private"),
        Host::Ipv6(address) if is_private(&IpAddr::V6(address)) => Some("this address is private"),
        Host::Domain(_) if is_loopback(url) => Some("this is this machine"),
        Host::Domain(name) if !name.trim_end_matches('.').contains('.') => Some("this name has no domain and is known only in your own network"),
        Host::Domain(name) if PRIVATE_ENDINGS.iter().any(|end| name.ends_with(end)) => Some("this name is known only in your own network"),
        _ => None,
    }
}

/// Loopback, private, link-local and shared ranges (RFC 1918, 4193, 6598).
pub fn is_private(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_private_v4(*address),
        IpAddr::V6(address) => address.is_loopback() || address.is_unspecified() || address.is_unique_local() || address.is_unicast_link_local(),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, ..] = address.octets();
    address.is_loopback() || address.is_private() || address.is_link_local() || address.is_unspecified() || (a == 100 && (64..128).contains(&b))
}
