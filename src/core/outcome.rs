//! How a check or a delivery came out.

use schemars::JsonSchema;
use serde::Serialize;

/// Of a check's outcomes, fail leads to exit 1, unknown to 3, warn and skipped to 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// Observed to be right.
    Pass,
    /// Not looked at, because of something else, or because looking is not permitted.
    Skipped,
    /// Works, and is worth a look.
    Warn,
    /// Unreachable just now: nothing is known to be wrong.
    #[default]
    Unknown,
    /// Observed to be wrong.
    Fail,
}

/// Why a check was skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Skipped {
    /// A check that it rests on did not pass.
    RestsOnFailure,
    /// Only offline checks were asked for.
    Offline,
    /// The identity may not look, which is normal for one that only writes leads.
    NotPermitted,
    /// The profile has no credentials to look with; given them, it can be seen.
    NoCredentials,
    /// No check can look, whoever asks: a test lead shows it, or the destination's own pages.
    BeyondChecks,
    /// There is nothing to look at, such as the certificate of a plain http address.
    NotApplicable,
}

impl Skipped {
    /// Whether more credentials, rights or a network would have shown it.
    pub fn could_be_verified(self) -> bool {
        !matches!(self, Skipped::NotApplicable | Skipped::BeyondChecks)
    }
}

impl Outcome {
    /// The mark in front of a line; it is never shown without [`Outcome::word`].
    pub fn mark(self) -> char {
        match self {
            Outcome::Pass => '✓',
            Outcome::Fail => '✗',
            Outcome::Warn => '!',
            Outcome::Unknown => '?',
            Outcome::Skipped => '–',
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            Outcome::Warn => "warn",
            Outcome::Unknown => "unknown",
            Outcome::Skipped => "skipped",
        }
    }
}
