//! Asking an environment again and again over a long run: signed in once, renewed where the token has ended, and patient where the
//! environment protects itself.
//!
//! Source: "Service protection API limits" of powerapps-docs: 429 with `Retry-After`, over a window of five minutes.

use std::sync::Arc;
use std::time::Duration;

use crate::core::exchange::{Exchange, WireRequest, WireResponse};
use crate::core::stored::Reading;
use crate::destinations::dynamics::read::{Failure, entra};
use crate::destinations::dynamics::request::{self, Session};
use crate::destinations::dynamics::settings::Settings;
use crate::destinations::dynamics::{sign_in, token};

const CHALLENGE: &str = "dynamics challenge";
const TOKEN: &str = "dynamics token";

/// Waited in all for an answer in the middle of a long run: the window over which requests are counted.
pub(super) const PATIENT: Duration = Duration::from_secs(300);
/// Where nothing has begun yet, somebody may be looking on.
pub(super) const BRISK: Duration = Duration::from_secs(60);
/// Where the environment does not say how long.
const UNSAID: Duration = Duration::from_secs(5);

/// Sends what `make` makes until there is an answer that counts. Only for what may be repeated: a refused request was not carried out.
/// With a name the answer is kept for the run.
pub(super) async fn ask(
    from: &Reading<'_>,
    settings: &Settings,
    patience: Duration,
    kept_as: Option<&str>,
    make: impl Fn(&Session) -> WireRequest,
) -> Result<Arc<Exchange>, Failure> {
    let mut left = patience;
    let mut renewed = false;
    loop {
        let session = session(from, settings).await?;
        let send = from.net.send(make(&session));
        let exchange = match kept_as {
            Some(name) => from.memo.once(name, send).await,
            None => Arc::new(send.await),
        };
        match exchange.answer.as_ref().map(again) {
            Ok(Some(Again::SignedIn)) if !renewed => {
                renewed = true;
                from.memo.forget(TOKEN);
            }
            Ok(Some(Again::After(pause))) if pause <= left => {
                left -= pause;
                from.net.pause(pause).await;
            }
            _ => {
                if let Some(name) = kept_as.filter(|_| !exchange.answer.as_ref().is_ok_and(WireResponse::is_success)) {
                    from.memo.forget(name);
                }
                return Ok(exchange);
            }
        }
        if let Some(name) = kept_as {
            from.memo.forget(name);
        }
    }
}

enum Again {
    /// With a new token.
    SignedIn,
    After(Duration),
}

/// What has to happen before asking again may help; `None` where the answer stands.
fn again(response: &WireResponse) -> Option<Again> {
    let asked = || response.header("retry-after").and_then(|value| value.trim().parse().ok()).map(Duration::from_secs);
    match response.status {
        401 => Some(Again::SignedIn),
        429 => Some(Again::After(asked().unwrap_or(UNSAID).max(Duration::from_secs(1)))),
        // What is short of time in the transport's own way has been asked for again by it already.
        503 => asked().map(|pause| Again::After(pause.max(Duration::from_secs(1)))),
        _ => None,
    }
}

/// Signed in, once for the run; a sign-in that failed is not remembered.
async fn session(from: &Reading<'_>, settings: &Settings) -> Result<Session, Failure> {
    let challenge = from.memo.once(CHALLENGE, from.net.send(request::challenge(&settings.origin))).await;
    let door = sign_in::door(settings, &challenge).map_err(|closed| {
        from.memo.forget(CHALLENGE);
        closed.failure()
    })?;
    let exchange = from.memo.once(TOKEN, token::ask(from.net, &door.authority, settings, &door.resource)).await;
    let token = entra::token(&exchange).inspect_err(|_| from.memo.forget(TOKEN))?;
    Ok(Session { origin: settings.origin.clone(), token })
}
