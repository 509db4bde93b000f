//! What `leads watch` found: how long each offer has been silent, and on whose side that is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::core::exit::ExitStatus;
use crate::core::leads_report::LeadsRead;
use crate::core::outcome::Outcome;
use crate::core::report::{CheckReport, Ending, Place};
use crate::core::stop;
use crate::core::test_lead_report::DeliveryReport;

/// One offer's silence.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WatchedOffer {
    pub offer: String,
    /// `fail`: silent; `unknown`: there is nothing to hold it against.
    pub outcome: Outcome,
    /// Real leads that were seen.
    pub leads: u64,
    pub last: Option<String>,
    pub silent_seconds: Option<u64>,
    pub limit_seconds: Option<u64>,
    /// Where the limit comes from, in a sentence.
    pub because: String,
    pub message: String,
}

/// What stands for an offer's name where leads name none.
pub const NO_OFFER: &str = "(no offer)";

/// What stands for it where no lead was ever seen and no offer was named.
pub const ANY_OFFER: &str = "(any)";

impl WatchedOffer {
    /// What is watched, as it stands in a sentence.
    pub fn words(&self) -> &str {
        match self.offer.as_str() {
            NO_OFFER => "everything that names no offer",
            ANY_OFFER => "the whole destination",
            name => name,
        }
    }
}

/// One profile's offers, and, where one is silent, what a look at the publisher's own side showed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WatchedProfile {
    pub read: LeadsRead,
    pub outcome: Outcome,
    /// The gist, in a sentence.
    pub message: String,
    pub offers: Vec<WatchedOffer>,
    /// Where no lead is of the offer that was asked for: those of which there are leads, the nearest names first.
    pub other_offers: Vec<String>,
    /// The checks of `leadctl validate`, where they were run.
    pub checks: Vec<CheckReport>,
    /// The test lead, where one was sent.
    pub test_lead: Option<DeliveryReport>,
    /// Ready to be pasted into a support ticket; where the publisher's own side works.
    pub ticket: Option<String>,
    pub place: Option<Place>,
    pub duration_ms: u64,
}

#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct LeadsWatchReport {
    pub profiles: Vec<WatchedProfile>,
    pub interrupted: bool,
}

impl LeadsWatchReport {
    pub fn ending(&self) -> Ending {
        if self.interrupted {
            return Ending { status: ExitStatus::Interrupted, why: Some(stop::words().to_owned()) };
        }
        if let Some((read, error)) = self.profiles.iter().find_map(|profile| Some((&profile.read, profile.read.error.as_ref()?))) {
            return Ending { status: ExitStatus::Usage, why: Some(format!("profile '{}' can't be used: {}", read.profile, error.message)) };
        }
        for (outcome, status) in [(Outcome::Fail, ExitStatus::Bad), (Outcome::Unknown, ExitStatus::Unknown)] {
            let mut such = self.profiles.iter().filter(|profile| profile.outcome == outcome);
            if let Some(profile) = such.next() {
                let more = such.map(|other| other.read.profile.as_str()).collect::<Vec<_>>().join(", ");
                let also = if more.is_empty() { String::new() } else { format!("; also: {more}") };
                return Ending { status, why: Some(format!("{}: {}{also}", profile.read.profile, profile.message)) };
            }
        }
        Ending::good()
    }
}
