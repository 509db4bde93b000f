//! The one client: sends, resolves, shakes hands.

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rustls::pki_types::CertificateDer;
use tokio::time::timeout;
use url::Url;

use crate::core::clock::Clock;
use crate::core::error::{Error, Result};
use crate::core::exchange::{Exchange, NetError, NetErrorKind, Purpose, WireRequest, WireResponse};
use crate::core::io::{Env, Resolver};
use crate::core::net::{BoxFuture, Handshake, Net, Resolution};
use crate::core::progress::{Event, Progress};
use crate::core::redact::Redactor;
use crate::transport::proxy::{Proxies, Via};
use crate::transport::{failure, record, resolve, retry, tls};

/// Time limits of one request.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub connect: Duration,
    pub read: Duration,
    pub write: Duration,
}

impl Limits {
    /// 10 s to connect, 30 s for reads, 120 s for sending a lead (Microsoft's own budget in error 8 is 2 minutes).
    pub fn with_total(total: Option<Duration>) -> Self {
        let connect = Duration::from_secs(10);
        Limits {
            connect: total.map_or(connect, |total| total.min(connect)),
            read: total.unwrap_or(Duration::from_secs(30)),
            write: total.unwrap_or(Duration::from_secs(120)),
        }
    }

    fn total(&self, purpose: Purpose) -> Duration {
        match purpose {
            Purpose::Read => self.read,
            Purpose::Write => self.write,
        }
    }
}

/// A body of an answered write tells little: it is not waited for longer than this.
const WRITE_BODY_PATIENCE: Duration = Duration::from_secs(10);

/// Everything that leadctl does on the network goes through here.
pub struct Client {
    /// Built at first use: a run over plain HTTP needs no roots, one over HTTPS reads them once.
    plain: OnceLock<reqwest::Client>,
    secure: OnceLock<reqwest::Client>,
    extra_roots: Vec<CertificateDer<'static>>,
    proxies: Proxies,
    resolver: Arc<dyn Resolver>,
    clock: Arc<dyn Clock>,
    progress: Arc<dyn Progress>,
    redactor: Redactor,
    limits: Limits,
}

impl Client {
    /// `ca_cert`: a PEM file with further authorities to trust, beside the system's.
    pub fn new(
        env: &Env,
        ca_cert: Option<&Path>,
        limits: Limits,
        resolver: Arc<dyn Resolver>,
        clock: Arc<dyn Clock>,
        progress: Arc<dyn Progress>,
        redactor: Redactor,
    ) -> Result<Self> {
        let extra_roots = ca_cert.map(tls::read_roots).transpose()?.unwrap_or_default();
        let proxies = Proxies::from_env(env);
        for secret in proxies.secrets(env) {
            redactor.learn(&secret);
        }
        Ok(Client { plain: OnceLock::new(), secure: OnceLock::new(), extra_roots, proxies, resolver, clock, progress, redactor, limits })
    }

    fn client_for(&self, url: &Url) -> std::result::Result<&reqwest::Client, NetError> {
        let secure = url.scheme() == "https";
        let slot = if secure { &self.secure } else { &self.plain };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let config = if secure { tls::config(&self.extra_roots)? } else { tls::config_without_roots() };
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(config)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .connect_timeout(self.limits.connect)
            .dns_resolver(resolve::ForReqwest(self.resolver.clone()))
            .user_agent(concat!("leadctl/", env!("CARGO_PKG_VERSION")));
        if let Some(proxy) = self.proxies.for_reqwest() {
            builder = builder.proxy(proxy);
        }
        let client = builder.build().map_err(|error| failure::other(&error))?;
        Ok(slot.get_or_init(|| client))
    }

    async fn send_once(&self, request: &WireRequest) -> std::result::Result<WireResponse, NetError> {
        let total = self.limits.total(request.purpose);
        let deadline = Instant::now() + total;
        let proxy = self.proxies.intercept(&request.url)?;
        let client = self.client_for(&request.url)?;
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).map_err(|error| failure::other(&error))?;
        let mut builder = client.request(method, request.url.clone());
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        let mut response = match timeout(total, builder.send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(self.explain(&request.url, proxy.as_ref(), &error).await),
            Err(_) => return Err(failure::no_answer(total)),
        };
        let mut answer = WireResponse {
            status: response.status().as_u16(),
            version: format!("{:?}", response.version()),
            headers: response
                .headers()
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            ..WireResponse::default()
        };
        let patience = match request.purpose {
            Purpose::Read => deadline.saturating_duration_since(Instant::now()),
            Purpose::Write => deadline.saturating_duration_since(Instant::now()).min(WRITE_BODY_PATIENCE),
        };
        // The status has arrived and counts; a body that breaks off or drips is kept as far as it came.
        answer.cut = timeout(patience, read_body(&mut response, &mut answer.body, request.max_answer)).await.unwrap_or(true);
        record::clean_answer(&mut answer, request.private_answer, &self.redactor);
        Ok(answer)
    }

    /// Names the failure; a name that does not resolve is held against another, known name.
    async fn explain(&self, url: &Url, proxy: Option<&Via>, error: &reqwest::Error) -> NetError {
        let mut failure = failure::of_reqwest(error);
        if let (Some(proxy), true) = (proxy, error.is_connect()) {
            failure = failure::of_proxy(failure, &proxy.name());
        }
        if failure.kind == NetErrorKind::HostNotFound && !resolve::works(&*self.resolver).await {
            failure.kind = NetErrorKind::ResolverDown;
            failure.message = format!("the resolver gives no answer for {} nor for any known name", url.host_str().unwrap_or("the host"));
        }
        failure
    }
}

/// Reads up to `limit` bytes; true when something is missing.
async fn read_body(response: &mut reqwest::Response, into: &mut Vec<u8>, limit: usize) -> bool {
    loop {
        match response.chunk().await {
            Ok(None) => return false,
            Err(_) => return true,
            Ok(Some(chunk)) => {
                let room = limit - into.len();
                into.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    return true;
                }
            }
        }
    }
}

impl Net for Client {
    fn send(&self, request: WireRequest) -> BoxFuture<'_, Exchange> {
        Box::pin(async move {
            let started = self.clock.now();
            let clock = Instant::now();
            let mut attempts = 0;
            let answer = loop {
                attempts += 1;
                let answer = self.send_once(&request).await;
                match retry::pause_before_repeat(&request, &answer, attempts) {
                    Some(pause) if clock.elapsed() + pause < self.limits.total(request.purpose) => tokio::time::sleep(pause).await,
                    _ => break answer,
                }
            };
            let exchange = Exchange { asked: record::asked(&request, &self.redactor), answer, started, took: clock.elapsed(), attempts };
            self.progress.tell(Event::Exchanged(&exchange));
            exchange
        })
    }

    fn resolve<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Resolution> {
        Box::pin(async move {
            if self.proxies.serves(url) {
                return Resolution::ByProxy;
            }
            timeout(self.limits.connect, resolve::resolve(&*self.resolver, url))
                .await
                .unwrap_or_else(|_| Resolution::ResolverDown(format!("no answer within {} s", self.limits.connect.as_secs())))
        })
    }

    fn handshake<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, std::result::Result<Handshake, NetError>> {
        Box::pin(async move {
            let config = if url.scheme() == "https" { Some(tls::config(&self.extra_roots)?) } else { None };
            let attempt = tls::handshake(url, config, &self.proxies, self.resolver.clone());
            match timeout(self.limits.connect, attempt).await {
                Err(_) => Err(failure::no_connection(self.limits.connect)),
                Ok(Err(mut failure)) => {
                    if failure.kind == NetErrorKind::HostNotFound && !resolve::works(&*self.resolver).await {
                        failure.kind = NetErrorKind::ResolverDown;
                    }
                    Err(failure)
                }
                Ok(done) => done,
            }
        })
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn pause(&self, how_long: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(how_long))
    }
}

/// The error for a file of authorities that can't be used.
pub(super) fn bad_roots(path: &Path, why: &str) -> Error {
    Error::file("ca-cert-unusable", format!("--ca-cert {}: {why}", path.display()))
        .hint("give a PEM file with one or more blocks that begin with -----BEGIN CERTIFICATE-----")
}
