//! What both services know: the directories with their applications and users, where each service is, and every token that was issued.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::Timestamp;

use super::entra::directory::Directory;
use crate::core::fake::{FakeRequest, Faults, Mount, Services};

/// More tokens than this are not remembered: the expired go first, then all.
const MAX_TOKENS: usize = 10_000;

/// What a token stands for.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The tenant that issued it.
    pub tenant: String,
    /// The application that asked.
    pub application: String,
    /// The object ID of the service principal or the user.
    pub subject: String,
    pub audience: Audience,
    pub expires: Timestamp,
    /// Uses that are left of one that ends early; `None`: any number.
    pub uses: Option<u32>,
}

/// For which service a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The environment.
    Dataverse,
    /// Microsoft Graph, which every tenant knows.
    Graph,
}

/// Where both services are.
#[derive(Debug, Clone)]
pub struct Places {
    pub entra: Mount,
    pub dataverse: Mount,
}

pub struct World {
    pub directory: Directory,
    places: OnceLock<Places>,
    tokens: Mutex<HashMap<String, Grant>>,
}

pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn on(faults: &Faults, id: &str) -> bool {
    faults.contains(id)
}

/// A new random GUID.
pub fn guid() -> String {
    uuid::Uuid::new_v4().hyphenated().to_string()
}

impl World {
    pub fn new() -> Self {
        World { directory: Directory::new(), places: OnceLock::new(), tokens: Mutex::default() }
    }

    /// Both services are told the same; the first who hears it writes it down.
    pub fn meet(&self, services: &Services) {
        if let (Some(entra), Some(dataverse)) = (services.get("entra"), services.get("dataverse")) {
            let _ = self.places.set(Places { entra: entra.clone(), dataverse: dataverse.clone() });
        }
    }

    /// `None` before the services have met.
    pub fn places(&self) -> Option<&Places> {
        self.places.get()
    }

    /// Entra's origin, over TLS for those who came over TLS.
    pub fn authority(&self, request: &FakeRequest) -> String {
        self.places.get().map(|places| of(&places.entra, request)).unwrap_or_default()
    }

    /// Whether a resource identifier names the environment: either of its origins, by either name of this machine, with or without a slash.
    pub fn is_environment(&self, resource: &str) -> bool {
        let plain = |text: &str| text.trim_end_matches('/').to_ascii_lowercase().replacen("//127.0.0.1", "//localhost", 1);
        self.places.get().is_some_and(|places| {
            let mount = &places.dataverse;
            [Some(&mount.base), mount.secure_base.as_ref()].into_iter().flatten().any(|base| plain(base) == plain(resource))
        })
    }

    pub fn remember(&self, token: String, grant: Grant, now: Timestamp) {
        let mut tokens = lock(&self.tokens);
        if tokens.len() >= MAX_TOKENS {
            tokens.retain(|_, grant| grant.expires > now);
        }
        if tokens.len() >= MAX_TOKENS {
            tokens.clear();
        }
        tokens.insert(token, grant);
    }

    /// What the token was issued for, also when it has expired; this is one use of it.
    pub fn grant(&self, token: &str) -> Option<Grant> {
        let mut tokens = lock(&self.tokens);
        let grant = tokens.get_mut(token)?;
        if let Some(left) = &mut grant.uses {
            *left = left.checked_sub(1)?;
        }
        Some(grant.clone())
    }
}

fn of(mount: &Mount, request: &FakeRequest) -> String {
    mount.secure_base.as_ref().filter(|_| request.secure).unwrap_or(&mount.base).clone()
}
