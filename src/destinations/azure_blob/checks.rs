//! The checks of a container, from cause to effect: the string, the host, TLS, the clock, the credential, the container, what is in it;
//! and the one that always fails: leads are no longer written there.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::core::check::{Check, CheckContext, CheckOutcome, Run};
use crate::core::exchange::{Exchange, WireRequest};
use crate::core::net::BoxFuture;
use crate::core::outcome::Skipped;
use crate::destinations::azure_blob::settings::Settings;
use crate::destinations::azure_blob::{lint, read, request};
use crate::destinations::storage::checks::{self as common, of};

const RESOLVES: &str = "azure-blob/host-resolves";
const TLS: &str = "azure-blob/tls";
const CLOCK: &str = "azure-blob/clock";
const KEY: &str = "azure-blob/key-accepted";
const EXISTS: &str = "azure-blob/container-exists";
const LIST: &str = "azure-blob/may-list";

pub(super) static CHECKS: &[Check] = &[
    Check { id: lint::PARSES, title: "Connection string is whole and well formed", needs: &[], run: Run::Offline },
    Check { id: lint::CONTAINER_NAME, title: "Container's name is well formed", needs: &[], run: Run::Offline },
    Check { id: lint::PUBLIC, title: "Endpoint is a public one, over https", needs: &[lint::PARSES], run: Run::Offline },
    Check { id: lint::SAS_EXPIRY, title: "Credential does not expire soon", needs: &[lint::PARSES], run: Run::Offline },
    Check { id: RESOLVES, title: "Account's blob host resolves", needs: &[lint::PARSES, lint::PUBLIC], run: Run::Live(resolves) },
    Check { id: TLS, title: "TLS certificate is valid", needs: &[RESOLVES], run: Run::Live(tls) },
    Check { id: CLOCK, title: "This machine's clock is within 15 minutes", needs: &[TLS, lint::CONTAINER_NAME], run: Run::Live(clock) },
    Check { id: KEY, title: "Key or signature is accepted", needs: &[CLOCK, lint::SAS_EXPIRY], run: Run::Live(key) },
    Check { id: EXISTS, title: "Container exists", needs: &[KEY], run: Run::Live(exists) },
    Check { id: "azure-blob/container-private", title: "Container is private", needs: &[EXISTS], run: Run::Live(private) },
    Check { id: LIST, title: "What is stored can be listed and read", needs: &[EXISTS], run: Run::Live(may_list) },
    // Last, so that what keeps the stored leads from being read is said before it.
    Check { id: lint::DELIVERED, title: "Marketplace still writes leads there", needs: &[], run: Run::Verdict(still_delivered) },
];

/// Pages that are counted: each has up to 5,000 blobs.
const MOST_PAGES: usize = 20;
const PAGE: usize = 5000;

fn with_settings<'a, W>(context: &'a CheckContext<'a>, check: impl FnOnce(Settings) -> W + Send + 'a) -> BoxFuture<'a, CheckOutcome>
where
    W: Future<Output = CheckOutcome> + Send + 'a,
{
    Box::pin(async move {
        match Settings::from_values(context.values) {
            Ok(settings) => check(settings).await,
            Err(why) => CheckOutcome::fail("storage/connection-string-malformed", why),
        }
    })
}

async fn once(context: &CheckContext<'_>, name: &'static str, request: WireRequest) -> Arc<Exchange> {
    context.memo.once(name, context.net.send(request)).await
}

fn resolves<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move { common::resolves(context, &settings).await })
}

fn tls<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move { common::tls(context, &settings).await })
}

fn clock<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let exchange = once(context, CLOCK, request::clock_probe(&settings)).await;
        common::clock(&settings, &exchange)
    })
}

/// The container itself, or, with a signature that may not look at it, the first of what it holds.
async fn probe(context: &CheckContext<'_>, settings: &Settings) -> Arc<Exchange> {
    if settings.is_container_sas() {
        return once(context, "first", request::list(settings, None, 1, context.net.now())).await;
    }
    let named = once(context, KEY, request::container(settings, context.net.now())).await;
    match read::failure(&named).entry {
        Some("storage/insufficient-permission") => once(context, "first", request::list(settings, None, 1, context.net.now())).await,
        _ => named,
    }
}

fn key<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let what = settings.credential_words();
        let exchange = probe(context, &settings).await;
        if exchange.answer.as_ref().is_ok_and(read::is_success) {
            return CheckOutcome::pass(format!("{what} was accepted"));
        }
        let failure = read::failure(&exchange);
        match failure.entry {
            // These come after the credential was read: it was accepted.
            Some("storage/container-not-found") => CheckOutcome::pass(format!("{what} was accepted")),
            Some("storage/insufficient-permission") => CheckOutcome::pass(format!("{what} was accepted, and allows less than listing blobs")),
            _ => of(failure, exchange.asked_line()),
        }
    })
}

fn exists<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let exchange = probe(context, &settings).await;
        if exchange.answer.as_ref().is_ok_and(read::is_success) {
            return CheckOutcome::pass(format!("{} exists", settings.container));
        }
        let failure = read::failure(&exchange);
        match failure.entry {
            Some("storage/insufficient-permission") => CheckOutcome::skipped(Skipped::NotPermitted, "this signature may not look at the container"),
            _ => of(failure, exchange.asked_line()),
        }
    })
}

fn private<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        if settings.is_container_sas() {
            return CheckOutcome::skipped(Skipped::NotPermitted, "this signature may not look at the container itself");
        }
        let exchange = once(context, KEY, request::container(&settings, context.net.now())).await;
        match &exchange.answer {
            Ok(response) if read::is_success(response) => match response.header("x-ms-blob-public-access") {
                None => CheckOutcome::pass("nobody may read it without a credential"),
                Some(_) => CheckOutcome::warn(
                    "anybody may read what it holds, and leads are personal data: set Azure portal › the container › Change access level to Private",
                ),
            },
            _ if read::failure(&exchange).entry == Some("storage/insufficient-permission") => {
                CheckOutcome::skipped(Skipped::NotPermitted, "this signature may not look at the container itself")
            }
            _ => of(read::failure(&exchange), exchange.asked_line()),
        }
    })
}

/// Counts what is there. Names may be those of people: they are not told.
fn may_list<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let (mut count, mut oldest, mut newest, mut marker) = (0_usize, None, None, None);
        let mut all = false;
        for _ in 0..MOST_PAGES {
            let exchange = context.net.send(request::list(&settings, marker.as_deref(), PAGE, context.net.now())).await;
            let Some(page) = exchange.answer.as_ref().ok().and_then(read::page) else { return of(read::failure(&exchange), exchange.asked_line()) };
            count += page.blobs.len();
            for at in page.blobs.iter().filter_map(|blob| blob.modified) {
                oldest = Some(oldest.map_or(at, |oldest: Timestamp| oldest.min(at)));
                newest = Some(newest.map_or(at, |newest: Timestamp| newest.max(at)));
            }
            marker = page.next;
            if marker.is_none() {
                all = true;
                break;
            }
        }
        let day = |at: Timestamp| at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d").to_string();
        let more = if all { "" } else { "more than " };
        let told = match (count, oldest.zip(newest)) {
            (0, _) => "the container is empty".to_owned(),
            (1, Some((at, _))) => format!("the container holds 1 blob, last written on {}", day(at)),
            (count, Some((oldest, newest))) => {
                format!("the container holds {more}{count} blobs, the oldest last written on {}, the newest on {}", day(oldest), day(newest))
            }
            (count, None) => format!("the container holds {more}{count} blobs"),
        };
        match settings.sas_value("sp") {
            Some(letters) if !letters.contains('r') => CheckOutcome::warn(format!(
                "{told}; the shared access signature may list and not read (sp lacks r), so that nothing can be migrated with it"
            )),
            _ if count == 0 => CheckOutcome::pass(told),
            _ => CheckOutcome::warn(format!("{told}: copy the leads among them with leadctl migrate blob-to-table")),
        }
    })
}

fn still_delivered() -> CheckOutcome {
    CheckOutcome::fail("storage/blob-destination-withdrawn", super::WITHDRAWN)
}
