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
use crate::core::fake::{Fake, FakeAnswer, FakeBody, FakeProfile, FakeRequest, Faults, Mount};
use crate::core::text::did_you_mean;

/// Leads that a slow listener has not fetched yet; more are dropped for it.
const EVENTS: usize = 4096;

/// Faults that show once per service, then not again until they are ordered anew.
const ONCE: [&str; 2] = ["sandbox/throttle-once", misbehave::LOST_ANSWER];

#[derive(Debug, Clone, Copy)]
pub struct Ports {
    pub plain: u16,
    pub secure: Option<u16>,
    pub refusing: u16,
}

impl Ports {
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.plain)
    }

    pub fn secure_url(&self) -> Option<String> {
        self.secure.map(|port| format!("https://localhost:{port}"))
    }
}

pub struct Shared {
    pub token: String,
    pub clock: Arc<dyn Clock>,
    pub latency: Duration,
    fakes: Vec<Box<dyn Fake>>,
    known: Vec<&'static str>,
    ports: Ports,
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub fn new(fakes: Vec<Box<dyn Fake>>, faults: Faults, clock: Arc<dyn Clock>, latency: Duration, ports: Ports, profiles: PathBuf) -> Self {
        let random = || uuid::Uuid::new_v4().simple().to_string();
        Shared {
            token: random() + &random(),
            clock,
            latency,
            known: super::available_faults(&fakes),
            fakes,
            ports,
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
        check_fault(id, &self.known, self.ports.secure.is_some())?;
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
        let all: Vec<FakeProfile> = self.fakes.iter().flat_map(|fake| fake.profiles(&self.mount(fake.as_ref()), faults)).collect();
        profiles::write(&self.profiles, &profiles::render(&all))
    }

    fn mount(&self, fake: &dyn Fake) -> Mount {
        let prefix = fake.prefix();
        Mount {
            base: format!("{}/{prefix}", self.ports.url()),
            secure_base: self.ports.secure_url().map(|url| format!("{url}/{prefix}")),
            refused_base: format!("http://127.0.0.1:{}/{prefix}", self.ports.refusing),
        }
    }

    pub fn services(&self) -> BTreeMap<String, String> {
        self.fakes.iter().map(|fake| (fake.service().to_owned(), self.mount(fake.as_ref()).base)).collect()
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

    /// Lets the fake of the request's prefix answer, or the fault that stands before it. `None`: nothing is mounted there.
    pub fn answer(&self, request: &FakeRequest) -> Option<FakeAnswer> {
        let prefix = request.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        let fake = self.fakes.iter().find(|fake| fake.prefix() == prefix)?;
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
