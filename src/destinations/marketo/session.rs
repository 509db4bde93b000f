//! Talking to one instance: a token for the run, renewed once when Marketo calls it stale, and reads that wait for a busy service.

use std::sync::Arc;
use std::time::Duration;

use crate::core::check::Memo;
use crate::core::exchange::{Exchange, WireRequest};
use crate::core::net::Net;
use crate::destinations::marketo::read::{self, Failure};
use crate::destinations::marketo::request;
use crate::destinations::marketo::settings::Settings;

/// Between two tries of a read that Marketo could not answer just now.
const PAUSES: [Duration; 2] = [Duration::from_millis(400), Duration::from_millis(1200)];

/// The same for long runs: Marketo counts the calls of 20 seconds.
const PATIENCE: [Duration; 5] =
    [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8), Duration::from_secs(8)];

const SIGNED_IN: &str = "marketo/signed-in";

pub(super) struct Session<'a> {
    pub(super) settings: &'a Settings,
    pub(super) net: &'a dyn Net,
    /// Holds the two sign-ins of a run: the first, and the one renewal.
    pub(super) memo: &'a Memo,
}

impl Session<'_> {
    pub(super) async fn signed_in(&self) -> Arc<Exchange> {
        self.memo.once(SIGNED_IN, self.net.send(request::token(self.settings))).await
    }

    /// Sends with the run's token. A refusal for its age proves that nothing was done: the token is renewed, once, and the request made again.
    pub(super) async fn send(&self, make: impl Fn(&str) -> WireRequest) -> Result<Exchange, Failure> {
        let exchange = self.net.send(make(&read::token(&*self.signed_in().await)?)).await;
        if !read::is_stale_token(&exchange) {
            return Ok(exchange);
        }
        let renewed = self.signed_in_again().await;
        Ok(self.net.send(make(&read::token(&renewed)?)).await)
    }

    /// For runs that outlast a token, one request after the other: a token that has grown old is forgotten for good, and so is a sign-in that
    /// gave none. What Marketo did not carry out for the number of calls, or could not just now, is asked again a little later.
    pub(super) async fn ask(&self, make: impl Fn(&str) -> WireRequest) -> Result<Exchange, Failure> {
        let mut exchange = self.ask_once(&make).await?;
        for pause in PATIENCE {
            if !read::is_passing(&exchange) && !read::is_too_fast(&exchange) {
                break;
            }
            self.net.pause(pause).await;
            exchange = self.ask_once(&make).await?;
        }
        Ok(exchange)
    }

    async fn ask_once(&self, make: impl Fn(&str) -> WireRequest) -> Result<Exchange, Failure> {
        let exchange = self.net.send(make(&self.lasting_token().await?)).await;
        if !read::is_stale_token(&exchange) {
            return Ok(exchange);
        }
        self.memo.forget(SIGNED_IN);
        Ok(self.net.send(make(&self.lasting_token().await?)).await)
    }

    async fn lasting_token(&self) -> Result<String, Failure> {
        let token = read::token(&*self.signed_in().await);
        if token.is_err() {
            self.memo.forget(SIGNED_IN);
        }
        token
    }

    async fn signed_in_again(&self) -> Arc<Exchange> {
        self.memo.once("marketo/signed-in-again", self.net.send(request::token(self.settings))).await
    }

    /// The sign-in that gave no token, where [`Session::send`] failed for want of one.
    pub(super) async fn refused_sign_in(&self) -> Exchange {
        let first = self.signed_in().await;
        let refused = if read::token(&first).is_err() { first } else { self.signed_in_again().await };
        (*refused).clone()
    }

    /// A read: also made again, a little later, where Marketo could not answer just now.
    pub(super) async fn read(&self, make: impl Fn(&str) -> WireRequest) -> Result<Exchange, Failure> {
        let mut exchange = self.send(&make).await?;
        for pause in PAUSES {
            if !read::is_passing(&exchange) {
                break;
            }
            self.net.pause(pause).await;
            exchange = self.send(&make).await?;
        }
        Ok(exchange)
    }
}
