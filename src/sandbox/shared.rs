//! What all connections share: the fakes, the faults that are on, who listens for leads, and where the profiles go.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{Arrived, misbehave, profiles, tls};
use crate::core::clock::Clock;
use crate::core::error::{Error, Result};
use crate::core::fake::{Fake, FakeAnswer, FakeBody, FakeProfile, FakeRequest, Faults, Mount, Services};
use crate::core::text::did_you_mean;

/// Leads that a slow listener has not fetched yet; more are dropped for it.
const EVENTS: usize = 4096;

/// Faults that show once per service, then not again until they are ordered anew.
const ONCE: [&str; 2] = ["sandbox/throttle-once", misbehave::LOST_ANSWER];

/// The ports of one origin.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    pub plain: u16,
    pub secure: Option<u16>,
}

impl Ports {
    pub fn url(self) -> String {
        format!("http://127.0.0.1:{}", self.plain)
    }

    pub fn secure_url(self) -> Option<String> {
        self.secure.map(|port| format!("https://localhost:{port}"))
    }
}

/// Where the sandbox listens.
#[derive(Debug, Clone)]
pub struct Origins {
    /// Of the control API and of every service that is mounted at a prefix.
    pub common: Ports,
    /// Of the services that have an origin of their own, by prefix.
    pub own: BTreeMap<&'static str, Ports>,
    /// A port where nothing listens.
    pub refusing: u16,
}

/// Which origin a request came to: the common one, or that of one service.
pub type Origin = Option<&'static str>;

pub struct Shared {
    pub token: String,
    pub clock: Arc<dyn Clock>,
    pub latency: Duration,
    fakes: Vec<Box<dyn Fake>>,
    services: Services,
    known: Vec<&'static str>,
    origins: Origins,
    profiles: PathBuf,
    faults: Mutex<Faults>,
    /// Which of the faults that show once have been shown, by service.
    spent: Mutex<BTreeSet<(&'static str, String)>>,
    listeners: Mutex<Vec<mpsc::Sender<Arrived>>>,
}

/// Refuses an unknown fault, and one that this sandbox cannot show.
pub fn check_fault(id: &str, known: &[&'static str], tls: bool) -> Result<()> {
    if !known.contains(&id) {
        let error = Error::usage("unknown-fault", format!("no fault is called '{id}'"));
        let error = match did_you_mean(id, known.iter().copied()) {
            Some(near) => error.hint(format!("did you mean '{near}'?")),
            None => error,
        };
        return Err(error.hint("`leadctl sandbox --list-faults` shows them all"));
    }
    if tls::FAULTS.contains(&id) && !tls {
        return Err(Error::usage("fault-needs-tls", format!("'{id}' shows in a TLS handshake only")).hint("start the sandbox with --tls"));
    }
    Ok(())
}

/// Where a fake can be reached.
fn mount(fake: &dyn Fake, origins: &Origins) -> Mount {
    let prefix = fake.prefix();
    let (ports, path) = match origins.own.get(prefix) {
        Some(ports) => (*ports, String::new()),
        None => (origins.common, format!("/{prefix}")),
    };
    Mount {
        base: format!("{}{path}", ports.url()),
        secure_base: ports.secure_url().map(|url| format!("{url}{path}")),
        refused_base: format!("http://127.0.0.1:{}{path}", origins.refusing),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub fn new(fakes: Vec<Box<dyn Fake>>, faults: Faults, clock: Arc<dyn Clock>, latency: Duration, origins: Origins, profiles: PathBuf) -> Self {
        let random = || uuid::Uuid::new_v4().simple().to_string();
        let services: Services = fakes.iter().map(|fake| (fake.service(), mount(fake.as_ref(), &origins))).collect();
        for fake in &fakes {
            fake.meet(&services);
        }
        Shared {
            token: random() + &random(),
            clock,
            latency,
            known: super::available_faults(&fakes),
            fakes,
            services,
            origins,
            profiles,
            faults: Mutex::new(faults),
            spent: Mutex::default(),
            listeners: Mutex::default(),
        }
    }

    pub fn known(&self) -> &[&'static str] {
        &self.known
    }

    pub fn faults(&self) -> Faults {
        lock(&self.faults).clone()
    }

    pub fn is_on(&self, id: &str) -> bool {
        lock(&self.faults).contains(id)
    }

    pub fn set_fault(&self, id: &str, on: bool) -> Result<()> {
        check_fault(id, &self.known, self.origins.common.secure.is_some())?;
        let mut faults = lock(&self.faults);
        if on {
            faults.insert(id.to_owned());
        } else {
            faults.remove(id);
        }
        lock(&self.spent).retain(|(_, spent)| spent != id);
        // Under the lock, so that the file never shows an older state than the services do.
        self.write(&faults)
    }

    pub fn write_profiles(&self) -> Result<()> {
        self.write(&lock(&self.faults))
    }

    fn write(&self, faults: &Faults) -> Result<()> {
        let all: Vec<FakeProfile> = self.fakes.iter().flat_map(|fake| fake.profiles(&self.services[fake.service()], faults)).collect();
        profiles::write(&self.profiles, &profiles::render(&all))
    }

    pub fn services(&self) -> BTreeMap<String, String> {
        self.services.iter().map(|(service, mount)| ((*service).to_owned(), mount.base.clone())).collect()
    }

    pub fn leads(&self) -> Vec<Value> {
        let of = |fake: &dyn Fake| {
            let service = fake.service();
            fake.leads().into_iter().map(move |lead| json!({"service": service, "lead": lead}))
        };
        self.fakes.iter().flat_map(|fake| of(fake.as_ref())).collect()
    }

    pub fn subscribe(&self) -> mpsc::Receiver<Arrived> {
        let (sender, receiver) = mpsc::channel(EVENTS);
        lock(&self.listeners).push(sender);
        receiver
    }

    /// Lets the origin's fake, or that of the request's prefix, answer, or the fault that stands before it. `None`: nothing is mounted there.
    pub fn answer(&self, request: &FakeRequest, origin: Origin) -> Option<FakeAnswer> {
        let first = request.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let fake = self.fakes.iter().find(|fake| match origin {
            Some(own) => fake.prefix() == own,
            None => !fake.own_origin() && fake.prefix() == first,
        })?;
        let mut faults = self.faults();
        {
            let mut spent = lock(&self.spent);
            for id in ONCE {
                if faults.contains(id) && !spent.insert((fake.prefix(), id.to_owned())) {
                    faults.remove(id);
                }
            }
        }
        if let Some(answer) = misbehave::instead(request, &faults) {
            return Some(answer);
        }
        let mut answer = fake.answer(request, &faults);
        let arrived = answer.arrived.take();
        if faults.contains(misbehave::LOST_ANSWER) {
            match arrived {
                Some(_) => answer.body = FakeBody::Hangup,
                // Not yet: it is for an answer to a lead.
                None => drop(lock(&self.spent).remove(&(fake.prefix(), misbehave::LOST_ANSWER.to_owned()))),
            }
        }
        if let Some(lead) = arrived {
            let arrived = Arrived { service: fake.service(), lead };
            lock(&self.listeners).retain(|listener| !matches!(listener.try_send(arrived.clone()), Err(mpsc::error::TrySendError::Closed(_))));
        }
        Some(misbehave::change(answer, &faults))
    }
}
