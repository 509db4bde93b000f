//! What `leadctl test-lead` did, as data. The JSON keys are these fields.

use schemars::JsonSchema;
use serde::Serialize;

use crate::core::outcome::Outcome;
use crate::core::report::{Place, Problem, Remedy};

/// How sure a stage of a delivery is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sight {
    /// Seen to be so.
    Observed,
    /// Follows from what was seen, or from nothing better.
    Assumed,
    /// Seen not to be so.
    Failed,
    /// Not got that far.
    #[serde(rename = "not-reached")]
    NotReached,
}

/// One of built, connected, authorised, accepted, found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Stage {
    pub stage: String,
    pub state: Sight,
    pub note: String,
}

/// One field, as sent or as found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FieldValue {
    pub field: String,
    /// `null` where the lead had null.
    pub value: Option<String>,
}

/// What happened to the lead afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cleanup {
    /// Deleted, and seen to be gone.
    Deleted,
    /// This destination offers no way to delete it.
    NotPossible,
    /// It was tried and did not work.
    Failed,
}

/// A test lead to one profile.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeliveryReport {
    pub profile: String,
    pub destination: String,
    /// `MSFT_TEST_<ticks>`: what to search for at the destination, where the lead was handed over.
    pub marker: String,
    /// Whether the request with the lead was sent, whatever was answered; `null` where that can't be told.
    pub handed_over: Option<bool>,
    pub accepted: bool,
    /// Read back from the destination and found.
    pub verified: bool,
    pub outcome: Outcome,
    pub stages: Vec<Stage>,
    pub sent: Vec<FieldValue>,
    /// As the destination holds it; `null` where nothing was read back.
    pub found: Option<Vec<FieldValue>>,
    /// Where the found fields differ from the sent ones.
    pub differences: Vec<String>,
    pub entry: Option<String>,
    pub message: String,
    pub answered: Option<String>,
    pub remedy: Option<Remedy>,
    pub cleanup: Option<Cleanup>,
    /// What would make reading back possible, where to look by hand, what is assumed.
    pub notes: Vec<String>,
    pub error: Option<Problem>,
    pub place: Option<Place>,
    pub duration_ms: u64,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct TestLeadReport {
    pub profiles: Vec<DeliveryReport>,
    /// Ctrl-C came, and what it left open.
    #[serde(skip)]
    pub interrupted: Option<String>,
    #[serde(skip)]
    pub strict: bool,
    #[serde(skip)]
    pub require_verified: bool,
}

/// A request that `--dry-run` shows, secrets replaced.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlannedRequest {
    /// What it is for.
    pub step: String,
    pub method: String,
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlannedDelivery {
    pub profile: String,
    pub destination: String,
    pub marker: String,
    pub requests: Vec<PlannedRequest>,
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct DryRunReport {
    /// Always true: nothing was sent.
    pub dry_run: bool,
    pub profiles: Vec<PlannedDelivery>,
}
