//! Whether a test lead was handed over: what is seen of the requests that carry it, and of no other.
//!
//! A destination is connected to, and signed in at, before it is sent anything; only who sees the requests can tell the lead's own apart.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::core::exchange::{Exchange, NetError, WireRequest};
use crate::core::net::{BoxFuture, Handshake, Net, Resolution};

const NOT: u8 = 0;
const MAYBE: u8 = 1;
const DONE: u8 = 2;

/// What became of the lead so far; shared with whoever has to tell of it if the run ends early.
#[derive(Default)]
pub(super) struct Handover(AtomicU8);

impl Handover {
    /// `None` where it can't be told: the request was begun, and nobody answered.
    pub(super) fn told(&self) -> Option<bool> {
        match self.0.load(Ordering::SeqCst) {
            NOT => Some(false),
            MAYBE => None,
            _ => Some(true),
        }
    }

    fn at_least(&self, state: u8) {
        self.0.fetch_max(state, Ordering::SeqCst);
    }
}

/// The network, watched for the lead with this marker.
pub(super) struct Watched<'a> {
    pub(super) net: &'a dyn Net,
    pub(super) marker: &'a str,
    pub(super) handover: &'a Handover,
}

impl Net for Watched<'_> {
    fn send(&self, request: WireRequest) -> BoxFuture<'_, Exchange> {
        // Whoever looks for the lead asks by its marker too, in the address.
        if !request.body.as_ref().is_some_and(|body| body.contains(self.marker)) {
            return self.net.send(request);
        }
        Box::pin(async move {
            let before = self.handover.0.fetch_max(MAYBE, Ordering::SeqCst);
            let exchange = self.net.send(request).await;
            match &exchange.answer {
                Ok(_) => self.handover.at_least(DONE),
                Err(error) if error.maybe_sent => {}
                Err(_) => self.handover.0.store(before, Ordering::SeqCst),
            }
            exchange
        })
    }

    fn resolve<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Resolution> {
        self.net.resolve(url)
    }

    fn handshake<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Result<Handshake, NetError>> {
        self.net.handshake(url)
    }

    fn now(&self) -> Timestamp {
        self.net.now()
    }

    fn pause(&self, how_long: Duration) -> BoxFuture<'_, ()> {
        self.net.pause(how_long)
    }
}
