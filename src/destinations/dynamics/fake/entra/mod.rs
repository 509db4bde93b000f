//! Entra ID: directories, applications, users, and the two token endpoints.
//!
//! Knows nothing of leads; what it issues means something to the environment alone.

mod answer;
pub mod directory;
mod form;
mod issue;
mod metadata;
mod people;
mod tenants;
#[cfg(test)]
mod tests;
mod token;

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::world::{World, on};
use crate::core::fake::{Fake, FakeAnswer, FakeProfile, FakeRequest, Faults, Mount, Services};
use answer::Refusal;
use people::People;
use token::{Exchange, Version};

pub use tenants::is_guid;

const FAULTS: [&str; 27] = [
    "entra/account-locked",
    "entra/application-disabled",
    "entra/application-not-found",
    "entra/client-secret-expired",
    "entra/client-secret-invalid",
    "entra/client-secret-missing",
    "entra/conditional-access-blocked",
    "entra/consent-required",
    "entra/guest-user-not-in-tenant",
    "entra/mfa-required",
    "entra/password-expired",
    "entra/password-invalid",
    "entra/resource-disabled",
    "entra/resource-not-found",
    "entra/service-principal-missing",
    "entra/tenant-id-invalid",
    "entra/tenant-mismatch",
    "entra/tenant-not-found",
    "entra/user-disabled",
    "entra/user-not-found",
    "sandbox/dynamics-big-token",
    "sandbox/dynamics-expired-token",
    "sandbox/dynamics-no-error-codes",
    "sandbox/dynamics-secret-id",
    "sandbox/dynamics-short-token",
    "sandbox/entra-busy",
    "sandbox/throttle-once",
];

/// The sign-in service of all tenants.
pub struct EntraFake {
    world: Arc<World>,
    people: People,
}

impl EntraFake {
    pub fn new(world: Arc<World>) -> Self {
        EntraFake { world, people: People::default() }
    }

    /// The document at a path, `None` where there is none.
    fn serve(&self, request: &FakeRequest, faults: &Faults) -> Option<Result<Value, Refusal>> {
        let path = percent_decode_str(request.path.trim_start_matches('/')).decode_utf8_lossy().into_owned();
        let (segment, rest) = path.split_once('/')?;
        let authority = self.world.authority(request);
        let directory = &self.world.directory;
        let exchange = |version| Exchange { world: &self.world, people: &self.people, request, faults, version };
        Some(match rest {
            "oauth2/token" => exchange(Version::One).answer(segment),
            "oauth2/v2.0/token" => exchange(Version::Two).answer(segment),
            ".well-known/openid-configuration" => metadata::openid(directory, segment, &authority, Version::One),
            "v2.0/.well-known/openid-configuration" => metadata::openid(directory, segment, &authority, Version::Two),
            "discovery/keys" | "discovery/v2.0/keys" => Ok(metadata::keys()),
            "discovery/instance" => Ok(metadata::instance(segment, &authority)),
            _ => Ok(metadata::realm(directory, rest.strip_prefix("userrealm/")?)),
        })
    }
}

impl Fake for EntraFake {
    fn prefix(&self) -> &'static str {
        "entra"
    }

    fn own_origin(&self) -> bool {
        true
    }

    fn meet(&self, services: &Services) {
        self.world.meet(services);
    }

    fn faults(&self) -> &'static [&'static str] {
        &FAULTS
    }

    fn answer(&self, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
        if on(faults, "sandbox/throttle-once") {
            return answer::throttled(request);
        }
        if on(faults, "sandbox/entra-busy") {
            let words = "The service is temporarily unavailable. Please retry later.";
            return Refusal::busy(words).answer(request, &self.world.authority(request), faults);
        }
        match self.serve(request, faults) {
            Some(Ok(body)) => answer::ok(request, &body),
            Some(Err(refusal)) => refusal.answer(request, &self.world.authority(request), faults),
            None => FakeAnswer::new(404, "").header("Cache-Control", "private"),
        }
    }

    /// The environment's service writes the profiles: they name both.
    fn profiles(&self, _: &Mount, _: &Faults) -> Vec<FakeProfile> {
        Vec::new()
    }

    fn leads(&self) -> Vec<Value> {
        Vec::new()
    }
}
