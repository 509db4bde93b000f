//! One Dataverse environment with the table Lead: its Web API, its users and roles, and the table's metadata.

mod answer;
mod call;
mod caller;
mod columns;
mod cookie;
mod filter;
mod foreign;
mod functions;
mod leads;
mod members;
mod metadata;
mod path;
mod payload;
mod query;
mod records;
mod store;
mod table;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::profiles;
use super::world::{World, lock, on};
use crate::core::fake::{Fake, FakeAnswer, FakeBody, FakeProfile, FakeRequest, Faults, Mount, Services};
use answer::{Preferences, Refusal};
use call::Call;
use caller::Stranger;
use foreign::Foreign;
use members::Members;
use path::{Address, Options, Segment};
use store::Store;

const FAULTS: [&str; 43] = [
    "dynamics/application-restricted",
    "dynamics/choice-value-invalid",
    "dynamics/column-type-mismatch",
    "dynamics/duplicate-detected",
    "dynamics/duplicate-key",
    "dynamics/environment-disabled",
    "dynamics/forbidden-unspecified",
    "dynamics/host-not-found",
    "dynamics/lead-table-missing",
    "dynamics/leadsourcecode-permission",
    "dynamics/missing-privilege",
    "dynamics/no-roles-assigned",
    "dynamics/plugin-error",
    "dynamics/rate-limited",
    "dynamics/request-timeout",
    "dynamics/sign-in-failed",
    "dynamics/string-too-long",
    "dynamics/unauthorized-token",
    "dynamics/unknown-column",
    "dynamics/url-malformed",
    "dynamics/url-unreachable",
    "dynamics/url-wrong-region",
    "dynamics/user-disabled",
    "dynamics/user-not-member",
    "dynamics/wrong-api-path",
    "sandbox/dynamics-common-challenge",
    "sandbox/dynamics-endless-pages",
    "sandbox/dynamics-foreign-page",
    "sandbox/dynamics-form-required-column",
    "sandbox/dynamics-hostile-authority",
    "sandbox/dynamics-html-answers",
    "sandbox/dynamics-no-challenge",
    "sandbox/dynamics-no-delete",
    "sandbox/dynamics-no-read",
    "sandbox/dynamics-no-solution",
    "sandbox/dynamics-no-system-job",
    "sandbox/dynamics-plugin-slow",
    "sandbox/dynamics-privileges-hidden",
    "sandbox/dynamics-required-column",
    "sandbox/dynamics-small-pages",
    "sandbox/dynamics-team-role",
    "sandbox/dynamics-throttled-pages",
    "sandbox/throttle-once",
];

/// Rows of a page under `sandbox/dynamics-small-pages`.
const SMALL_PAGE: usize = 5;

/// An environment.
pub struct DataverseFake {
    world: Arc<World>,
    members: Members,
    foreign: Foreign,
    store: Mutex<Store>,
    /// Requests for pages of leads so far.
    pages: AtomicU64,
}

impl DataverseFake {
    pub fn new(world: Arc<World>) -> Self {
        let members = Members::new(&world.directory);
        DataverseFake { world, members, foreign: Foreign::default(), store: Mutex::default(), pages: AtomicU64::new(0) }
    }

    /// Where the environment sends those who have no token.
    fn authority(&self, request: &FakeRequest, faults: &Faults) -> String {
        let tenant = &self.world.directory.home.id;
        if on(faults, "sandbox/dynamics-hostile-authority") {
            return format!("{}{}/{tenant}", origin(request), foreign::PATH);
        }
        if on(faults, "sandbox/dynamics-common-challenge") {
            return format!("{}/common", self.world.authority(request));
        }
        format!("{}/{tenant}", self.world.authority(request))
    }

    fn serve(&self, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
        let Some(address) = Address::parse(&request.path) else { return answer::page_not_found() };
        let origin = origin(request);
        let caller = match caller::find(request, &self.world, &self.members, faults) {
            Ok(caller) => caller,
            Err(Stranger::Unauthenticated) if on(faults, "sandbox/dynamics-no-challenge") => return FakeAnswer::new(401, ""),
            Err(Stranger::Unauthenticated) => return answer::challenge(&self.authority(request, faults), &origin),
            Err(Stranger::Refused(refusal)) => return refusal.answer(request),
        };
        if on(faults, "dynamics/rate-limited") {
            return throttled(37).answer(request);
        }
        if on(faults, "dynamics/forbidden-unspecified") {
            return answer::page_forbidden();
        }
        if on(faults, "sandbox/dynamics-html-answers") {
            return answer::page_of_the_app();
        }
        let address = match address {
            Ok(address) => address,
            Err(refusal) => return refusal.answer(request),
        };
        let call = Call {
            request,
            faults,
            caller,
            options: Options::parse(request.query.as_deref()),
            preferences: preferences(request, faults),
            origin,
            version: address.version.clone(),
        };
        self.route(&call, &address).unwrap_or_else(|refusal| refusal.answer(request))
    }

    fn route(&self, call: &Call<'_>, address: &Address) -> Result<FakeAnswer, Refusal> {
        let names: Vec<&str> = address.segments.iter().map(|segment| segment.name.as_str()).collect();
        match (names.as_slice(), call.request.method.as_str()) {
            (["WhoAmI"], "GET") => Ok(self.who_am_i(call)),
            (["leads"], "GET") if call.on("sandbox/dynamics-throttled-pages") && self.pages.fetch_add(1, Ordering::Relaxed) % 3 == 1 => {
                Err(throttled(1))
            }
            (["leads"], _) => leads::answer(call, &mut lock(&self.store), &address.segments[0]),
            ([], _) => Ok(call.one("", json!({"value": [{"name": "leads", "kind": "EntitySet", "url": "leads"}]}))),
            _ => looked_at(call, &address.segments),
        }
    }

    /// (inferred) Also for those without a role: they are members.
    fn who_am_i(&self, call: &Call<'_>) -> FakeAnswer {
        let body = json!({
            "BusinessUnitId": self.members.business_unit, "UserId": call.caller.member.id, "OrganizationId": self.members.organization,
        });
        call.one("Microsoft.Dynamics.CRM.WhoAmIResponse", body)
    }
}

/// What `Prefer` asks for; an environment that is short of memory gives fewer records than were asked for.
fn preferences(request: &FakeRequest, faults: &Faults) -> Preferences {
    let mut preferences = Preferences::read(request);
    if on(faults, "sandbox/dynamics-small-pages") {
        preferences.page_size = Some(preferences.page_size.unwrap_or(SMALL_PAGE).min(SMALL_PAGE));
    }
    preferences
}

/// What is there to be read beside the leads.
fn looked_at(call: &Call<'_>, segments: &[Segment]) -> Result<FakeAnswer, Refusal> {
    let function = match segments {
        [user, function] if user.name == "systemusers" => functions::answer(call, user, function),
        _ => None,
    };
    let last = segments.last().map(|segment| segment.name.as_str()).unwrap_or_default();
    let found = function.or_else(|| records::answer(call, segments)).or_else(|| metadata::answer(call, segments));
    found.unwrap_or_else(|| Err(Refusal::no_segment(last)))
}

/// What concerns the whole environment and is answered before the caller is known.
fn environment_fault(request: &FakeRequest, faults: &Faults) -> Option<FakeAnswer> {
    if on(faults, "dynamics/request-timeout") {
        return Some(FakeAnswer::none(FakeBody::Silence));
    }
    if on(faults, "dynamics/url-unreachable") {
        return Some(answer::page_not_found());
    }
    if on(faults, "dynamics/environment-disabled") {
        // Code and words: "Web service error codes" (OrganizationDisabled); the status is inferred.
        let text = "The Dynamics 365 organization you are attempting to access is currently disabled.  Please contact your system administrator";
        return Some(Refusal::new(503, "0x8004a104", text).answer(request));
    }
    // Whoever asks: it is the first request alone, and that may be one without a token.
    on(faults, "sandbox/throttle-once").then(|| throttled(1).answer(request))
}

/// Protection against too many requests.
fn throttled(seconds: u32) -> Refusal {
    Refusal::new(429, "0x80072322", "Number of requests exceeded the limit of 6000 over time window of 300 seconds.").later(seconds)
}

/// The environment's address as the client wrote it.
fn origin(request: &FakeRequest) -> String {
    format!("{}://{}", if request.secure { "https" } else { "http" }, request.header("host").unwrap_or("127.0.0.1"))
}

impl Fake for DataverseFake {
    fn prefix(&self) -> &'static str {
        "dataverse"
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
        if let Some(answer) = environment_fault(request, faults) {
            return answer;
        }
        self.foreign.answer(request).unwrap_or_else(|| self.serve(request, faults))
    }

    fn profiles(&self, mount: &Mount, faults: &Faults) -> Vec<FakeProfile> {
        self.world.places().map(|places| profiles::all(&self.world.directory, places, mount, faults)).unwrap_or_default()
    }

    fn leads(&self) -> Vec<Value> {
        let set = |row: &store::Row| row.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), value.clone())).collect();
        lock(&self.store).all().map(|row| Value::Object(set(row))).collect()
    }
}
