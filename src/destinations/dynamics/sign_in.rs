//! What stands between an environment's challenge and a token: whether it is an environment, and whether a secret may go where it sends.

use url::Url;

use crate::core::exchange::Exchange;
use crate::core::outcome::Outcome;
use crate::destinations::dynamics::challenge::{self, Challenge};
use crate::destinations::dynamics::read::{Failure, Peer, dataverse, unanswered};
use crate::destinations::dynamics::settings::Settings;

/// Where the secret may go, and what the token is to be asked for.
pub(super) struct Door {
    pub(super) authority: Url,
    pub(super) resource: String,
}

/// Why no secret was sent.
pub(super) enum Closed {
    /// No environment answers.
    NoEnvironment(Failure),
    /// One answers, and it sends elsewhere or belongs to somebody else.
    NotTrusted(Failure),
}

impl Closed {
    pub(super) fn failure(self) -> Failure {
        match self {
            Closed::NoEnvironment(failure) | Closed::NotTrusted(failure) => failure,
        }
    }
}

/// Reads the answer to a request without a token.
pub(super) fn door(settings: &Settings, challenge: &Exchange) -> Result<Door, Closed> {
    let response = challenge.answer.as_ref().map_err(|error| Closed::NoEnvironment(unanswered(error, Peer::Environment)))?;
    let Some(heard) = Challenge::of(response) else {
        let failure = dataverse::refused(response);
        let entry = failure.entry.filter(|entry| *entry == "dynamics/environment-disabled").unwrap_or("dynamics/url-unreachable");
        // Whether one is there could not be told.
        if failure.outcome == Outcome::Unknown {
            return Err(Closed::NoEnvironment(failure));
        }
        let message = format!("no Dynamics 365 environment asks for a token there: {}", failure.message);
        return Err(Closed::NoEnvironment(Failure { entry: Some(entry), message, ..failure }));
    };
    let failed = |entry, message| Closed::NotTrusted(Failure { outcome: Outcome::Fail, entry: Some(entry), message, answered: String::new() });
    let authority = challenge::authority(settings, Some(&heard)).map_err(|stranger| {
        let message =
            format!("the environment sends to {stranger} for signing in, which is none of Microsoft's sign-in services; no secret was sent");
        failed("dynamics/url-unreachable", message)
    })?;
    if let (Some(ours), Some(theirs)) = (settings.directory(), &heard.tenant)
        && ours != theirs
    {
        let message = format!("the environment belongs to directory {theirs}, and the profile names {ours}; no secret was sent");
        return Err(failed("entra/tenant-mismatch", message));
    }
    Ok(Door { authority, resource: heard.resource(settings) })
}
