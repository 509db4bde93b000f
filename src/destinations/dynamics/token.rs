//! Asking for a token: once with a password, since each wrong one counts towards a lock-out; with an application's secret again where
//! the sign-in service only wants a moment.

use std::time::Duration;

use url::Url;

use crate::core::exchange::Exchange;
use crate::core::net::Net;
use crate::destinations::dynamics::request;
use crate::destinations::dynamics::settings::{Identity, Settings};

const MOST_ATTEMPTS: u32 = 3;
/// A service that wants more patience than this gets none.
const MOST_PATIENCE: u64 = 10;

/// The exchange of the token request that counts.
pub(super) async fn ask(net: &dyn Net, authority: &Url, settings: &Settings, resource: &str) -> Exchange {
    let mut attempts = 1;
    loop {
        let exchange = net.send(request::token(authority, settings, resource)).await;
        match pause(settings, &exchange) {
            Some(pause) if attempts < MOST_ATTEMPTS => net.pause(pause).await,
            _ => return exchange,
        }
        attempts += 1;
    }
}

/// How long to wait before the next attempt; `None` where this answer stands.
fn pause(settings: &Settings, exchange: &Exchange) -> Option<Duration> {
    let response = exchange.answer.as_ref().ok().filter(|response| matches!(response.status, 429 | 503))?;
    let seconds = response.header("retry-after").map_or(Some(1), |value| value.trim().parse().ok())?;
    let may_again = matches!(settings.identity, Identity::Entra { .. }) && seconds <= MOST_PATIENCE;
    may_again.then_some(Duration::from_secs(seconds))
}
