//! Asking Salesforce's API: a token first, one for all that ask, renewed once when it stops being good in the middle of a run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::core::check::Memo;
use crate::core::exchange::{Exchange, WireRequest};
use crate::core::net::Net;
use crate::destinations::salesforce::read;
use crate::destinations::salesforce::request;
use crate::destinations::salesforce::settings::Api;

const TOKEN: &str = "salesforce token";
const RENEWED: &str = "salesforce token renewed";

/// As for reads: the transport repeats those itself, and a request for a token is a POST.
const MOST_ATTEMPTS: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// One organization's API, for the length of a run.
pub(super) struct Session<'a> {
    net: &'a dyn Net,
    memo: &'a Memo,
    api: &'a Api,
    /// The first token is known to be good no longer.
    renewed: AtomicBool,
}

impl<'a> Session<'a> {
    pub(super) fn new(net: &'a dyn Net, memo: &'a Memo, api: &'a Api) -> Self {
        Session { net, memo, api, renewed: AtomicBool::new(false) }
    }

    pub(super) fn net(&self) -> &'a dyn Net {
        self.net
    }

    /// The exchange that gave the token, or did not.
    pub(super) async fn token(&self) -> Arc<Exchange> {
        self.memo.once(TOKEN, token(self.net, self.api)).await
    }

    /// The answer of this name; it is asked for once in a run.
    pub(super) async fn once(&self, name: &str, make: impl Fn(&Api, &str) -> WireRequest + Send + Sync) -> Arc<Exchange> {
        self.memo.once(name, self.ask(make)).await
    }

    /// The answer; where there is no token, the exchange that should have given one.
    pub(super) async fn ask(&self, make: impl Fn(&Api, &str) -> WireRequest + Send + Sync) -> Exchange {
        if !self.renewed.load(Ordering::Relaxed) {
            let first = self.token().await;
            let Some(token) = read::token(&first) else { return (*first).clone() };
            let exchange = self.net.send(make(self.api, &token)).await;
            // A refused request was not carried out, whatever it was.
            if !read::is_expired(&exchange) {
                return exchange;
            }
        }
        let second = self.memo.once(RENEWED, token(self.net, self.api)).await;
        let Some(token) = read::token(&second) else { return (*second).clone() };
        self.renewed.store(true, Ordering::Relaxed);
        self.net.send(make(self.api, &token)).await
    }
}

/// Asks for a token; a service that is busy just now is asked again, since a second token does no harm.
pub(super) async fn token(net: &dyn Net, api: &Api) -> Exchange {
    let mut pause = FIRST_PAUSE;
    for _ in 1..MOST_ATTEMPTS {
        let exchange = net.send(request::token(api)).await;
        if !exchange.answer.as_ref().is_ok_and(|response| matches!(response.status, 429 | 500 | 502 | 503 | 504)) {
            return exchange;
        }
        net.pause(pause).await;
        pause *= 2;
    }
    net.send(request::token(api)).await
}
