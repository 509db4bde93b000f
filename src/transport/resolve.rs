//! Host names: a name is only called unknown where the resolver knows another one.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::core::io::Resolver;
use crate::core::net::Resolution;

/// Names that have resolved for decades: where none of them does, the resolver is at fault and not the name.
const KNOWN_NAMES: [&str; 2] = ["login.microsoftonline.com", "www.microsoft.com"];

/// A look-up that failed, recognisable inside reqwest's error.
#[derive(Debug)]
pub(super) struct LookupFailed(pub(super) String);

impl fmt::Display for LookupFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} does not resolve", self.0)
    }
}

impl std::error::Error for LookupFailed {}

/// Lets reqwest use the run's own resolver.
pub(super) struct ForReqwest(pub(super) Arc<dyn Resolver>);

impl Resolve for ForReqwest {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.0.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            match resolver.lookup(&host).await {
                Ok(found) if !found.is_empty() => {
                    let addresses: Vec<SocketAddr> = found.into_iter().map(|ip| SocketAddr::new(ip, 0)).collect();
                    Ok(Box::new(addresses.into_iter()) as Addrs)
                }
                _ => Err(Box::new(LookupFailed(host)) as Box<dyn std::error::Error + Send + Sync>),
            }
        })
    }
}

/// Whether the resolver answers for any known name.
pub(super) async fn works(resolver: &dyn Resolver) -> bool {
    for name in KNOWN_NAMES {
        if resolver.lookup(name).await.is_ok_and(|found| !found.is_empty()) {
            return true;
        }
    }
    false
}

pub(super) async fn resolve(resolver: &dyn Resolver, url: &Url) -> Resolution {
    let name = match url.host() {
        Some(Host::Ipv4(address)) => return Resolution::Addresses(vec![IpAddr::V4(address)]),
        Some(Host::Ipv6(address)) => return Resolution::Addresses(vec![IpAddr::V6(address)]),
        Some(Host::Domain(name)) => name,
        None => return Resolution::NotFound,
    };
    match resolver.lookup(name).await {
        Ok(found) if !found.is_empty() => Resolution::Addresses(found),
        Ok(_) if works(resolver).await => Resolution::NotFound,
        Err(_) if works(resolver).await => Resolution::NotFound,
        Ok(_) => Resolution::ResolverDown("no addresses for any name".to_owned()),
        Err(error) => Resolution::ResolverDown(error.to_string()),
    }
}
