//! A request that is asked again until the service has an answer for it: only for what may be repeated without harm.

use std::time::Duration;

use crate::core::exchange::{Exchange, NetErrorKind, WireRequest};
use crate::core::net::Net;

/// Asked at most this often; with the pauses between, about a minute.
const MOST_ATTEMPTS: u32 = 7;
/// The longest pause, also where the service asks for a longer one.
const LONGEST: Duration = Duration::from_secs(30);

/// What a patient request came to.
pub struct Patient {
    pub exchange: Exchange,
    /// An earlier attempt may have been carried out, though no answer said so.
    pub maybe_done_before: bool,
}

/// Sends what `make` makes until the service neither is busy nor breaks off. `make` is called anew each time: signatures grow old.
pub async fn send(net: &dyn Net, make: impl Fn() -> WireRequest) -> Patient {
    let mut maybe_done_before = false;
    let mut attempts = 0;
    loop {
        let exchange = net.send(make()).await;
        attempts += 1;
        match pause(&exchange, attempts) {
            Some(pause) if attempts < MOST_ATTEMPTS => {
                maybe_done_before |= match &exchange.answer {
                    Ok(response) => response.status >= 500 || response.is_success(),
                    Err(error) => error.maybe_sent,
                };
                net.pause(pause).await;
            }
            _ => return Patient { exchange, maybe_done_before },
        }
    }
}

/// How long to wait; `None` where the answer stands.
fn pause(exchange: &Exchange, attempts: u32) -> Option<Duration> {
    let doubled = Duration::from_millis(500 * 2_u64.pow(attempts.min(10) - 1));
    let wait = match &exchange.answer {
        Ok(response) if matches!(response.status, 408 | 429 | 500 | 502 | 503 | 504) => {
            response.header("retry-after").and_then(|value| value.trim().parse().ok()).map_or(doubled, Duration::from_secs)
        }
        Ok(response) if response.is_success() && response.cut => doubled,
        Err(error) if matches!(error.kind, NetErrorKind::Reset | NetErrorKind::Timeout | NetErrorKind::ConnectTimeout) => doubled,
        _ => return None,
    };
    Some(wait.min(LONGEST))
}
