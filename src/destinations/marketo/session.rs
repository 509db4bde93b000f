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

pub(super) struct Session<'a> {
    pub(super) settings: &'a Settings,
    pub(super) net: &'a dyn Net,
    /// Holds the two sign-ins of a run: the first, and the one renewal.
    pub(super) memo: &'a Memo,
}

impl Session<'_> {
    pub(super) async fn signed_in(&self) -> Arc<Exchange> {
        self.memo.once("marketo/signed-in", self.net.send(request::token(self.settings))).await
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
