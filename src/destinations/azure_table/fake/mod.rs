//! Azure Table storage as it behaves on the wire: one account, mounted path-style, its tables in memory, and every mistake that can be made with it.
//!
//! Written from the REST reference and from recorded traffic; it shares nothing with leadctl's own client, and learns nothing from emulators,
//! whose errors differ from the service's. Batches and stored access policies are answered as not implemented.

mod answer;
mod auth;
mod entity;
mod filter;
mod profiles;
mod store;
mod tables;
#[cfg(test)]
mod tests;
mod url;

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::core::fake::{Fake, FakeAnswer, FakeProfile, FakeRequest, Faults, Mount};
use answer::Refusal;
use auth::Caller;
use store::Store;

/// The account's name.
const ACCOUNT: &str = "sandboxleads";

/// Where the account is mounted.
const ROOT: &str = "/table/sandboxleads";

/// What Marketplace calls its table; it is there from the start.
const LEADS_TABLE: &str = "MarketplaceLeads";

/// How far the service's clock is ahead under `storage/clock-skew`.
const SKEW: SignedDuration = SignedDuration::from_hours(1);

const FAULTS: [&str; 20] = [
    "storage/account-disabled",
    "storage/account-dns-not-found",
    "storage/account-kind-no-tables",
    "storage/clock-skew",
    "storage/connection-string-malformed",
    "storage/entity-already-exists",
    "storage/entity-not-found",
    "storage/firewall",
    "storage/https-required",
    "storage/insufficient-permission",
    "storage/invalid-input",
    "storage/key-invalid",
    "storage/missing-keys",
    "storage/sas-expired",
    "storage/server-busy",
    "storage/shared-key-disabled",
    "storage/table-being-deleted",
    "storage/table-not-found",
    "sandbox/empty-page",
    "sandbox/throttle-once",
];

/// One storage account with a table service.
pub struct TableFake {
    key: Vec<u8>,
    /// What the key becomes when it is rotated: the profile's is then wrong.
    rotated: Vec<u8>,
    store: Mutex<Store>,
}

impl Default for TableFake {
    fn default() -> Self {
        Self::new()
    }
}

impl TableFake {
    /// An account with a key of its own.
    pub fn new() -> Self {
        let random = || (0..4).flat_map(|_| uuid::Uuid::new_v4().into_bytes()).collect::<Vec<u8>>();
        let mut store = Store::default();
        store.create_table(LEADS_TABLE).unwrap_or_else(|refusal| unreachable!("the first table of an account: {}", refusal.code));
        TableFake { key: random(), rotated: random(), store: Mutex::new(store) }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, request: &FakeRequest, faults: &Faults, now: Timestamp) -> Result<FakeAnswer, Refusal> {
        let rest =
            request.path.strip_prefix(ROOT).filter(|rest| rest.is_empty() || rest.starts_with('/')).ok_or_else(|| Refusal::of("InvalidUri"))?;
        account_fault(request, faults)?;
        let key = if faults.contains("storage/key-invalid") { &self.rotated } else { &self.key };
        let mut caller = auth::caller(request, ACCOUNT, key, now)?;
        if faults.contains("storage/shared-key-disabled") {
            return Err(Refusal::of("KeyBasedAuthenticationNotPermitted"));
        }
        if faults.contains("storage/insufficient-permission") {
            caller = Caller::AccountSas { letters: "r".to_owned(), types: "sco".to_owned() };
        }
        tables::Call { request, faults, now, caller, base: base(request), store: self.store() }.answer(rest)
    }
}

/// What concerns the whole account and is answered before the caller is known.
fn account_fault(request: &FakeRequest, faults: &Faults) -> Result<(), Refusal> {
    let answers = [
        ("storage/server-busy", "ServerBusy"),
        ("sandbox/throttle-once", "ServerBusy"),
        // Observed at accounts of a kind that has no table service.
        ("storage/account-kind-no-tables", "NotImplemented"),
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

/// The account's address as the client wrote it.
fn base(request: &FakeRequest) -> String {
    let scheme = if request.secure { "https" } else { "http" };
    format!("{scheme}://{}{ROOT}", request.header("host").unwrap_or("127.0.0.1"))
}

impl Fake for TableFake {
    fn prefix(&self) -> &'static str {
        "table"
    }

    fn service(&self) -> &'static str {
        "azure-table"
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

    fn leads(&self) -> Vec<Value> {
        self.store().all().iter().map(entity::Entity::plain).collect()
    }
}
