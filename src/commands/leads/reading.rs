//! Reading all pages of a source: the next page is on its way while this one is worked on; a busy service is asked again, later each time.

use std::ops::ControlFlow;
use std::time::Duration;

use crate::commands::Context;
use crate::commands::leads::sources::Source;
use crate::core::leads_report::LeadsRead;
use crate::core::net::Net;
use crate::core::outcome::Outcome;
use crate::core::progress::Event;
use crate::core::stored::{Page, RawLead, ReadFailure, Reading, Skipped, Wanted};

/// How often a page is asked for that could not be had, beside the transport's own repeats.
const MOST_ATTEMPTS: u32 = 6;

/// Rows after which the network gets its turn.
const TURN: usize = 128;

/// What is done with the rows.
pub(super) trait Take {
    /// One row.
    fn row(&mut self, raw: RawLead) -> ControlFlow<()>;

    /// What a page held beside its rows.
    fn skip(&mut self, skipped: Vec<Skipped>);

    /// A page is done; where the next one begins.
    fn page(&mut self, next: Option<&str>) -> ControlFlow<()> {
        let _ = next;
        ControlFlow::Continue(())
    }
}

/// Reads from `start`, or from the beginning, to the end, or until `take` has enough.
pub(super) async fn read(
    source: &Source<'_>,
    wanted: &Wanted,
    start: Option<String>,
    net: &dyn Net,
    context: &Context,
    take: &mut dyn Take,
) -> Result<(), ReadFailure> {
    let reading = Reading { values: &source.values, net, memo: &source.memo };
    let fetch = |cursor: Option<String>| fetch(source, &reading, wanted, cursor, context);
    let mut page = fetch(start).await?;
    let mut count = 0_u64;
    loop {
        let next = page.next.clone();
        let following = async {
            match next.clone() {
                Some(cursor) => Some(fetch(Some(cursor)).await),
                None => None,
            }
        };
        let (following, done) = futures_util::future::join(following, work(page, next.as_deref(), take, &mut count)).await;
        if done?.is_break() {
            return Ok(());
        }
        context.progress.tell(Event::Status(&format!("… reading the leads of {}: {count} rows", source.profile.name)));
        match following {
            Some(Ok(following)) => page = following,
            Some(Err(failure)) => return Err(failure),
            None => return Ok(()),
        }
    }
}

async fn work(page: Page, next: Option<&str>, take: &mut dyn Take, count: &mut u64) -> Result<ControlFlow<()>, ReadFailure> {
    // The request for the next page leaves first.
    for _ in 0..4 {
        tokio::task::yield_now().await;
    }
    take.skip(page.skipped);
    for (place, raw) in (page.rows)()?.into_iter().enumerate() {
        *count += 1;
        if take.row(raw).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        if place % TURN == TURN - 1 {
            tokio::task::yield_now().await;
        }
    }
    Ok(take.page(next))
}

async fn fetch(source: &Source<'_>, reading: &Reading<'_>, wanted: &Wanted, cursor: Option<String>, context: &Context) -> Result<Page, ReadFailure> {
    let mut attempt = 1;
    loop {
        match source.stored.page(reading, wanted, cursor.as_deref()).await {
            // Only what has begun well, or is only busy, is worth patience.
            Err(failure)
                if failure.outcome == Outcome::Unknown
                    && attempt < MOST_ATTEMPTS
                    // Its reader has waited for as long as the service asked.
                    && failure.entry != Some("dynamics/rate-limited")
                    && (cursor.is_some() || failure.entry == Some("storage/server-busy")) =>
            {
                let pause = Duration::from_millis(500 * 2_u64.pow(attempt - 1));
                if attempt == 2 {
                    context.progress.tell(Event::Note(&format!("{}: {}; asking again", source.profile.name, failure.message)));
                }
                reading.net.pause(pause).await;
                attempt += 1;
            }
            done => return done,
        }
    }
}

/// The account that was being read when Ctrl-C came (`finished` is none) is not read to its end.
pub(super) fn mark_unfinished(finished: Option<()>, accounts: &mut [LeadsRead]) {
    if let (None, Some(account)) = (finished, accounts.last_mut()) {
        account.unfinished = true;
    }
}
