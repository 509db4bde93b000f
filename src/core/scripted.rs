//! A network for tests: it answers as was ordered, in that order, and its pauses take no time and are remembered.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use crate::core::check::Memo;
use crate::core::exchange::{Asked, Exchange, NetError, WireRequest, WireResponse};
use crate::core::net::{BoxFuture, Handshake, Net, Resolution};
use crate::core::stored::{Deleted, RawLead, ReadFailure, Reading, StoredLeads, Wanted};
use crate::core::values::Values;

type Choose = Box<dyn Fn(&WireRequest) -> Option<WireResponse> + Send + Sync>;

/// Answers what `always` does not with the next of the answers.
pub struct Scripted {
    always: Choose,
    answers: Mutex<VecDeque<WireResponse>>,
    asked: Mutex<Vec<String>>,
    pauses: Mutex<Vec<Duration>>,
}

/// An answer with one header, or none.
pub fn answer(status: u16, header: Option<(&str, &str)>, body: &str) -> WireResponse {
    let headers = header.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
    WireResponse { status, headers, body: body.as_bytes().to_vec(), ..WireResponse::default() }
}

impl Scripted {
    pub fn new(
        always: impl Fn(&WireRequest) -> Option<WireResponse> + Send + Sync + 'static,
        answers: impl IntoIterator<Item = WireResponse>,
    ) -> Self {
        Scripted { always: Box::new(always), answers: Mutex::new(answers.into_iter().collect()), asked: Mutex::default(), pauses: Mutex::default() }
    }

    /// Method and path of each request so far, but for those that `always` answers.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// The pauses so far, in seconds.
    pub fn pauses(&self) -> Vec<u64> {
        self.pauses.lock().unwrap().iter().map(Duration::as_secs).collect()
    }
}

/// One page of what a destination holds, its rows understood: where the next begins, and the rows.
pub async fn page_of(
    stored: &dyn StoredLeads,
    values: &Values,
    net: &Scripted,
    cursor: Option<&str>,
) -> Result<(Option<String>, Vec<RawLead>), ReadFailure> {
    let memo = Memo::default();
    let page = stored.page(&Reading { values, net, memo: &memo }, &Wanted::default(), cursor).await?;
    (page.rows)().map(|rows| (page.next, rows))
}

/// What became of a lead that was to be deleted.
pub async fn deleted_from(stored: &dyn StoredLeads, values: &Values, net: &Scripted, key: &str) -> Result<Deleted, ReadFailure> {
    let memo = Memo::default();
    stored.delete(&Reading { values, net, memo: &memo }, key).await
}

impl Net for Scripted {
    fn send(&self, request: WireRequest) -> BoxFuture<'_, Exchange> {
        let answer = (self.always)(&request).unwrap_or_else(|| {
            self.asked.lock().unwrap().push(format!("{} {}", request.method, request.url.path()));
            self.answers.lock().unwrap().pop_front().expect("an answer for each request")
        });
        let asked = Asked { method: request.method, url: request.url.to_string(), ..Asked::default() };
        Box::pin(std::future::ready(Exchange { asked, answer: Ok(answer), started: self.now(), took: Duration::ZERO, attempts: 1 }))
    }

    fn resolve<'a>(&'a self, _: &'a Url) -> BoxFuture<'a, Resolution> {
        Box::pin(std::future::ready(Resolution::ByProxy))
    }

    fn handshake<'a>(&'a self, _: &'a Url) -> BoxFuture<'a, Result<Handshake, NetError>> {
        Box::pin(std::future::ready(Ok(Handshake { protocol: String::new() })))
    }

    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn pause(&self, how_long: Duration) -> BoxFuture<'_, ()> {
        self.pauses.lock().unwrap().push(how_long);
        Box::pin(std::future::ready(()))
    }
}
