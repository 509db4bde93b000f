//! TLS: the system's authorities and those of `--ca-cert`, and a handshake after which nothing is sent.

use std::future::{Ready, ready};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::task::Poll;

use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tower_service::Service;
use url::Url;

use crate::core::error::Result;
use crate::core::exchange::{NetError, NetErrorKind};
use crate::core::io::Resolver;
use crate::core::net::{Handshake, Resolution};
use crate::transport::client::bad_roots;
use crate::transport::proxy::Proxies;
use crate::transport::{failure, resolve};

/// For each address of a host.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(4);

pub(super) fn read_roots(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let pem = std::fs::read(path).map_err(|error| bad_roots(path, &error.to_string()))?;
    let roots: Vec<_> =
        CertificateDer::pem_slice_iter(&pem).collect::<std::result::Result<_, _>>().map_err(|error| bad_roots(path, &error.to_string()))?;
    if roots.is_empty() {
        return Err(bad_roots(path, "no certificate in this file"));
    }
    let mut probe = RootCertStore::empty();
    for root in &roots {
        probe.add(root.clone()).map_err(|error| bad_roots(path, &error.to_string()))?;
    }
    Ok(roots)
}

/// The configuration for `https`: the platform's verifier, which honours `SSL_CERT_FILE`, and the extra authorities.
pub(super) fn config(extra: &[CertificateDer<'static>]) -> std::result::Result<ClientConfig, NetError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = rustls_platform_verifier::Verifier::new_with_extra_roots(extra.iter().cloned(), provider.clone()).map_err(|error| NetError {
        kind: NetErrorKind::TlsUntrusted,
        message: format!("no certificate authorities could be loaded from this system: {error}"),
        maybe_sent: false,
    })?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| failure::other(&error))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The configuration for plain HTTP: trusts nobody, and costs nothing to make.
pub(super) fn config_without_roots() -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring serves the default versions")
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth()
}

/// Connects, through the proxy if there is one, and completes the handshake if `config` is given.
pub(super) async fn handshake(
    url: &Url,
    config: Option<ClientConfig>,
    proxies: &Proxies,
    resolver: Arc<dyn Resolver>,
) -> std::result::Result<Handshake, NetError> {
    let stream = match proxies.intercept(url)? {
        Some(proxy) => {
            let way = Url::parse(&proxy.uri().to_string()).map_err(|error| failure::other(&error))?;
            let made = connect(&way, &*resolver).await.map_err(|failure| failure::of_proxy(failure, &proxy.name()))?;
            let mut tunnel = Tunnel::new(proxy.uri().clone(), Made(Some(TokioIo::new(made))));
            if let Some(auth) = proxy.auth() {
                tunnel = tunnel.with_auth(auth.clone());
            }
            let target = format!("https://{}:{}/", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(443));
            let target = target.parse::<hyper::Uri>().map_err(|error| failure::other(&error))?;
            let stream = tunnel.call(target).await.map_err(|error| failure::of_proxy(failure::of_chain(&error), &proxy.name()))?;
            stream.into_inner()
        }
        None => connect(url, &*resolver).await?,
    };
    let Some(config) = config else { return Ok(Handshake { protocol: String::new() }) };
    let name =
        ServerName::try_from(url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned()).map_err(|error| failure::other(&error))?;
    let tls = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| failure::of_chain(&error))?;
    let protocol = match tls.get_ref().1.protocol_version() {
        Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3",
        Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2",
        _ => "TLS",
    };
    Ok(Handshake { protocol: protocol.to_owned() })
}

/// The connection to the proxy, which is there already: made by `connect`, as one to a service is.
struct Made(Option<TokioIo<TcpStream>>);

impl Service<hyper::Uri> for Made {
    type Response = TokioIo<TcpStream>;
    type Error = io::Error;
    type Future = Ready<io::Result<TokioIo<TcpStream>>>;

    fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: hyper::Uri) -> Self::Future {
        ready(self.0.take().ok_or_else(|| io::ErrorKind::NotConnected.into()))
    }
}

async fn connect(url: &Url, resolver: &dyn Resolver) -> std::result::Result<TcpStream, NetError> {
    let addresses = match resolve::resolve(resolver, url).await {
        Resolution::Addresses(addresses) => addresses,
        Resolution::ResolverDown(message) => return Err(NetError { kind: NetErrorKind::ResolverDown, message, maybe_sent: false }),
        Resolution::NotFound | Resolution::ByProxy => {
            let host = url.host_str().unwrap_or("the host");
            return Err(NetError { kind: NetErrorKind::HostNotFound, message: format!("{host} does not resolve"), maybe_sent: false });
        }
    };
    let port = url.port_or_known_default().unwrap_or(443);
    let mut last = None;
    for address in addresses {
        // One dead address of several (often the IPv6 one) must not use up the whole time.
        match tokio::time::timeout(PATIENCE, TcpStream::connect(SocketAddr::new(address, port))).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = Some(failure::of_chain(&error)),
            Err(_) => last = Some(failure::no_connection(PATIENCE)),
        }
    }
    Err(last.unwrap_or(NetError { kind: NetErrorKind::HostNotFound, message: "the name has no address".to_owned(), maybe_sent: false }))
}
