//! Sending a test lead: what a destination is asked to do, and what it saw.

use std::time::Duration;

use crate::core::exchange::WireRequest;
use crate::core::lead::{Casing, Lead};
use crate::core::net::Net;
use crate::core::outcome::Outcome;
use crate::core::test_lead_report::{Cleanup, FieldValue, Stage};
use crate::core::values::Values;

/// One lead to one destination.
pub struct Order<'a> {
    pub values: &'a Values,
    pub lead: &'a Lead,
    pub options: &'a DeliveryOptions,
    pub net: &'a dyn Net,
}

#[derive(Debug, Clone)]
pub struct DeliveryOptions {
    pub casing: Casing,
    /// Make what the lead is stored in, where it is missing.
    pub create_table: bool,
    /// How long to look for the lead.
    pub wait: Duration,
    /// Delete the lead that this run made.
    pub cleanup: bool,
}

/// What happened, as the destination saw it. The catalogue adds the remedy by `entry`.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub outcome: Outcome,
    pub accepted: bool,
    pub verified: bool,
    pub stages: Vec<Stage>,
    pub sent: Vec<FieldValue>,
    pub found: Option<Vec<FieldValue>>,
    pub differences: Vec<String>,
    pub entry: Option<&'static str>,
    pub message: String,
    pub answered: Option<String>,
    pub cleanup: Option<Cleanup>,
    pub notes: Vec<String>,
}

/// A request that would be sent, for `--dry-run`.
pub struct Planned {
    pub step: &'static str,
    pub request: WireRequest,
}
