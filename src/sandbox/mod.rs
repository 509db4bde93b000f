//! The server that mounts every destination's fake: on loopback, over HTTP and, if wanted, HTTPS, with faults to order.
//!
//! Each fake has its own path prefix, since the services' paths collide, or, where clients know the service by its origin alone, its own port. The server knows sockets, TLS, the profile file and the control API;
//! what a service says is the fake's business alone.

mod control;
mod misbehave;
mod profiles;
mod serve;
mod shared;
#[cfg(test)]
mod tests;
mod titles;
mod tls;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::core::clock::Clock;
use crate::core::error::{Error, ErrorKind, Result};
use crate::core::fake::{Fake, Faults};
use shared::{Origin, Origins, Ports, Shared};
pub use titles::title;

/// How the sandbox is to run.
pub struct Options {
    /// 0: any free port.
    pub port: u16,
    /// HTTPS beside HTTP, on a port of its own; the profiles then use it.
    pub tls: bool,
    /// Where the certificate authority goes; otherwise beside the profiles.
    pub ca_out: Option<PathBuf>,
    /// Where the profiles go; otherwise into a private temporary folder, which goes with the sandbox.
    pub profiles: Option<PathBuf>,
    /// Every answer waits so long.
    pub latency: Duration,
    /// Faults that are on from the start.
    pub faults: Faults,
    pub clock: Arc<dyn Clock>,
}

/// A lead that a service just took in.
#[derive(Debug, Clone)]
pub struct Arrived {
    pub service: &'static str,
    /// As the service stores it.
    pub lead: Value,
}

/// A sandbox that listens. Dropping it ends it too, without waiting.
pub struct Running {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    /// `https://localhost:PORT`, with TLS.
    pub secure_url: Option<String>,
    /// What the control API wants as bearer token.
    pub token: String,
    pub ca: Option<PathBuf>,
    pub profiles: PathBuf,
    /// Where each service is mounted, by its name.
    pub services: BTreeMap<String, String>,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    /// Bound and never listening: connections to its port are refused.
    _refusing: TcpSocket,
    _folder: Option<tempfile::TempDir>,
}

/// Every fault that a sandbox with these fakes knows, in order.
pub fn available_faults(fakes: &[Box<dyn Fake>]) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = fakes.iter().flat_map(|fake| fake.faults()).chain(&misbehave::FAULTS).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Starts the sandbox on this runtime; when this returns it listens and the profiles are written.
pub async fn start(options: Options, fakes: Vec<Box<dyn Fake>>) -> Result<Running> {
    let known = available_faults(&fakes);
    for id in &options.faults {
        shared::check_fault(id, &known, options.tls)?;
    }
    let mut listeners = vec![Listener::open(None, options.port, options.tls).await?];
    for (place, fake) in fakes.iter().filter(|fake| fake.own_origin()).enumerate() {
        // Beside a chosen port the others are the next ones, so that they can be known beforehand too.
        let port = if options.port == 0 { 0 } else { options.port.saturating_add(1 + place as u16) };
        listeners.push(Listener::open(Some(fake.prefix()), port, options.tls).await?);
    }
    let refusing = TcpSocket::new_v4().and_then(|socket| socket.bind(loopback(0)).map(|()| socket)).map_err(|source| unbound(0, source))?;
    let refusing_port = refusing.local_addr().map_err(|source| unbound(0, source))?.port();
    let (common, own): (Vec<&Listener>, Vec<&Listener>) = listeners.iter().partition(|listener| listener.origin.is_none());
    let origins = Origins {
        common: common[0].ports,
        own: own.into_iter().filter_map(|listener| Some((listener.origin?, listener.ports))).collect(),
        refusing: refusing_port,
    };

    let (folder, profiles) = profiles::place(options.profiles)?;
    let certificates = if options.tls { Some(tls::Certificates::make(options.clock.now())?) } else { None };
    let ca = match &certificates {
        Some(certificates) => {
            let path = options.ca_out.unwrap_or_else(|| profiles.with_file_name("sandbox-ca.pem"));
            profiles::write(&path, &certificates.ca_pem)?;
            Some(path)
        }
        None => None,
    };

    let common = origins.common;
    let shared = Arc::new(Shared::new(fakes, options.faults, options.clock, options.latency, origins, profiles.clone()));
    shared.write_profiles()?;
    let (stop, stopped) = watch::channel(false);
    let acceptor = certificates.map(|certificates| certificates.acceptor(&shared)).transpose()?;
    let mut tasks = Vec::new();
    for Listener { origin, plain, secure, .. } in listeners {
        tasks.push(tokio::spawn(serve::plain(plain, origin, Arc::clone(&shared), stopped.clone())));
        if let (Some(listener), Some(acceptor)) = (secure, &acceptor) {
            tasks.push(tokio::spawn(serve::secure(listener, origin, acceptor.clone(), Arc::clone(&shared), stopped.clone())));
        }
    }
    Ok(Running {
        url: common.url(),
        secure_url: common.secure_url(),
        token: shared.token.clone(),
        ca,
        profiles,
        services: shared.services(),
        shared,
        stop,
        tasks,
        _refusing: refusing,
        _folder: folder,
    })
}

/// The sockets of one origin.
struct Listener {
    origin: Origin,
    plain: TcpListener,
    secure: Option<TcpListener>,
    ports: Ports,
}

impl Listener {
    async fn open(origin: Origin, port: u16, tls: bool) -> Result<Listener> {
        let bind = async |port| TcpListener::bind(loopback(port)).await.map_err(|source| unbound(port, source));
        let of = |listener: &TcpListener| listener.local_addr().map(|address| address.port()).map_err(|source| unbound(port, source));
        let plain = bind(port).await?;
        let secure = if tls { Some(bind(0).await?) } else { None };
        let ports = Ports { plain: of(&plain)?, secure: secure.as_ref().map(of).transpose()? };
        Ok(Listener { origin, plain, secure, ports })
    }
}

fn unbound(port: u16, source: std::io::Error) -> Error {
    Error::new(ErrorKind::Usage, "sandbox-port", format!("cannot listen on port {port}"))
        .because(anyhow::Error::new(source))
        .hint("take a free one: --port 0, or leave --port out")
}

fn loopback(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

impl Running {
    /// Turns a fault on or off; the profiles follow.
    pub fn set_fault(&self, id: &str, on: bool) -> Result<()> {
        self.shared.set_fault(id, on)
    }

    /// The faults that are on.
    pub fn faults(&self) -> Faults {
        self.shared.faults()
    }

    /// What the services hold: `{"service": …, "lead": …}`, each service's oldest first.
    pub fn leads(&self) -> Vec<Value> {
        self.shared.leads()
    }

    /// The leads that arrive from now on.
    pub fn events(&self) -> mpsc::Receiver<Arrived> {
        self.shared.subscribe()
    }

    /// Ends every connection and waits for the listeners to be gone.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        for task in std::mem::take(&mut self.tasks) {
            let _ = task.await;
        }
    }
}
