//! Azure Blob storage as it behaves on the wire: one account, mounted path-style, its containers in memory, with some leads of former
//! times in it and what lies beside them: a broken one, something else, a gigabyte.
//!
//! Written from the REST reference and from recorded traffic; it shares nothing with leadctl's own client. Leases, snapshots, tiers,
//! blocks and stored access policies are answered as not implemented, and no MD5 is computed.

mod answer;
mod auth;
mod blobs;
mod containers;
mod list;
mod profiles;
mod seeds;
mod store;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::core::fake::{Fake, FakeAnswer, FakeProfile, FakeRequest, Faults, Mount};
use crate::destinations::storage::fake::{Refusal, pairs, value};
use auth::Caller;
use store::Store;

/// The account's name.
const ACCOUNT: &str = "sandboxleads";

/// Where the account is mounted.
const ROOT: &str = "/blob/sandboxleads";

/// The container with the old leads; it is there from the start.
const CONTAINER: &str = "marketplaceleads";

/// How far the service's clock is ahead under `storage/clock-skew`.
const SKEW: SignedDuration = SignedDuration::from_hours(1);

const FAULTS: [&str; 15] = [
    "storage/account-disabled",
    "storage/account-dns-not-found",
    // What Microsoft has done shows without any order: no profile of this destination passes.
    "storage/blob-destination-withdrawn",
    "storage/clock-skew",
    "storage/connection-string-malformed",
    "storage/container-not-found",
    "storage/firewall",
    "storage/https-required",
    "storage/insufficient-permission",
    "storage/key-invalid",
    "storage/sas-expired",
    "storage/server-busy",
    "storage/shared-key-disabled",
    "sandbox/empty-page",
    "sandbox/throttle-once",
];

/// One storage account with a blob service.
pub struct BlobFake {
    key: Vec<u8>,
    /// What the key becomes when it is rotated: the profile's is then wrong.
    rotated: Vec<u8>,
    store: Mutex<Store>,
}

impl Default for BlobFake {
    fn default() -> Self {
        Self::new()
    }
}

impl BlobFake {
    /// An account with a key of its own, and the old leads.
    pub fn new() -> Self {
        let random = || (0..4).flat_map(|_| uuid::Uuid::new_v4().into_bytes()).collect::<Vec<u8>>();
        let mut store = Store::default();
        seeds::plant(&mut store, CONTAINER);
        BlobFake { key: random(), rotated: random(), store: Mutex::new(store) }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, request: &FakeRequest, faults: &Faults, now: Timestamp) -> Result<FakeAnswer, Refusal> {
        let rest =
            request.path.strip_prefix(ROOT).filter(|rest| rest.is_empty() || rest.starts_with('/')).ok_or_else(|| Refusal::of("InvalidUri"))?;
        account_fault(request, faults)?;
        let target = Target::parse(rest)?;
        let key = if faults.contains("storage/key-invalid") { &self.rotated } else { &self.key };
        let mut caller = auth::caller(request, &target, ACCOUNT, key, now)?;
        if faults.contains("storage/shared-key-disabled") {
            return Err(Refusal::of("KeyBasedAuthenticationNotPermitted"));
        }
        if faults.contains("storage/insufficient-permission") {
            caller = Caller::AccountSas { letters: "r".to_owned(), types: "sco".to_owned() };
        }
        Call { request, query: pairs(request.query.as_deref()), faults, now, caller, store: self.store() }.answer(target)
    }
}

/// What a request's URL names.
enum Target {
    Account,
    Container(String),
    Blob(String, String),
}

impl Target {
    /// `path` is what follows the account, as on the wire.
    fn parse(path: &str) -> Result<Target, Refusal> {
        let decoded = percent_encoding::percent_decode_str(path.strip_prefix('/').unwrap_or(path)).decode_utf8();
        let decoded = decoded.map_err(|_| Refusal::of("InvalidUri"))?.into_owned();
        Ok(match decoded.split_once('/') {
            None if decoded.is_empty() => Target::Account,
            None => Target::Container(decoded),
            Some((container, "")) => Target::Container(container.to_owned()),
            Some((container, blob)) => Target::Blob(container.to_owned(), blob.to_owned()),
        })
    }
}

/// One request of an authenticated caller.
struct Call<'a> {
    request: &'a FakeRequest,
    query: Vec<(String, String)>,
    faults: &'a Faults,
    now: Timestamp,
    caller: Caller,
    store: MutexGuard<'a, Store>,
}

impl Call<'_> {
    fn answer(&mut self, target: Target) -> Result<FakeAnswer, Refusal> {
        match target {
            Target::Account => self.account(),
            Target::Container(name) => self.container(&name),
            Target::Blob(container, name) => self.blob(&container, &name),
        }
    }

    fn option(&self, name: &str) -> Option<&str> {
        value(&self.query, name)
    }

    fn fault(&self, id: &str) -> bool {
        self.faults.contains(id)
    }
}

/// What concerns the whole account and is answered before the caller is known.
fn account_fault(request: &FakeRequest, faults: &Faults) -> Result<(), Refusal> {
    let answers = [
        ("storage/server-busy", "ServerBusy"),
        ("sandbox/throttle-once", "ServerBusy"),
        ("storage/account-disabled", "AccountIsDisabled"),
        ("storage/firewall", "AuthorizationFailure"),
    ];
    if let Some((_, code)) = answers.iter().find(|(fault, _)| faults.contains(*fault)) {
        return Err(Refusal::of(code));
    }
    if faults.contains("storage/https-required") && !request.secure {
        return Err(Refusal::of("AccountRequiresHttps"));
    }
    Ok(())
}

impl Fake for BlobFake {
    fn prefix(&self) -> &'static str {
        "blob"
    }

    fn service(&self) -> &'static str {
        "azure-blob"
    }

    fn faults(&self) -> &'static [&'static str] {
        &FAULTS
    }

    fn answer(&self, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
        let now = if faults.contains("storage/clock-skew") { request.now + SKEW } else { request.now };
        match self.serve(request, faults, now) {
            Ok(answer) => answer,
            Err(refusal) => {
                let answer = answer::refused(&refusal, request, now);
                if faults.contains("sandbox/throttle-once") { answer.header("Retry-After", "1") } else { answer }
            }
        }
    }

    fn profiles(&self, mount: &Mount, faults: &Faults) -> Vec<FakeProfile> {
        vec![profiles::profile(mount, faults, &self.key)]
    }

    /// None ever arrive: what is there has been there from the start, and Marketplace writes no more.
    fn leads(&self) -> Vec<Value> {
        Vec::new()
    }
}
