//! The checks of an endpoint. They end after the TLS handshake: a request, even a GET, may set something off.

use url::Url;

use crate::core::address::{contact, is_private};
use crate::core::check::{Check, CheckContext, CheckOutcome, Run};
use crate::core::net::{BoxFuture, Resolution};
use crate::core::outcome::Skipped;
use crate::destinations::https::{lint, read, settings};

const RESOLVES: &str = "https/host-resolves";
const ROUTE: &str = "https/public-route";
const TLS: &str = "https/tls";

pub(super) static CHECKS: &[Check] = &[
    Check { id: lint::ANATOMY, title: "URL is whole and well formed", needs: &[], run: Run::Offline },
    Check { id: lint::ADDRESS, title: "URL is not a retired flow address", needs: &[lint::ANATOMY], run: Run::Offline },
    Check { id: lint::PUBLIC, title: "Host's name is a public one", needs: &[lint::ANATOMY], run: Run::Offline },
    Check { id: RESOLVES, title: "Host resolves", needs: &[lint::ANATOMY], run: Run::Live(resolves) },
    Check { id: ROUTE, title: "Host's addresses are public", needs: &[RESOLVES], run: Run::Live(route) },
    Check { id: TLS, title: "TLS handshake done, nothing sent", needs: &[RESOLVES], run: Run::Live(tls) },
    Check { id: "https/lead-taken", title: "Key in the URL and schema are right", needs: &[TLS], run: Run::Live(taken) },
];

/// Runs a check with the URL read; each check is boxed here, since the list holds plain functions.
fn with_url<'a, W>(context: &'a CheckContext<'a>, check: impl FnOnce(Url) -> W + Send + 'a) -> BoxFuture<'a, CheckOutcome>
where
    W: Future<Output = CheckOutcome> + Send + 'a,
{
    Box::pin(async move {
        match settings::url(context.values) {
            Ok(url) => check(url).await,
            Err(why) => CheckOutcome::fail("https/url-malformed", why),
        }
    })
}

fn resolves<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_url(context, move |url| async move {
        let host = url.host_str().unwrap_or_default().to_owned();
        match context.net.resolve(&url).await {
            Resolution::Addresses(addresses) => {
                CheckOutcome::pass(format!("{host} resolves to {} address{}", addresses.len(), if addresses.len() == 1 { "" } else { "es" }))
            }
            Resolution::ByProxy => CheckOutcome::skipped(Skipped::NotApplicable, "a proxy stands between, and resolving is the proxy's"),
            Resolution::NotFound => CheckOutcome::fail("https/host-not-found", format!("{host} does not resolve, while other names do")),
            Resolution::ResolverDown(why) => CheckOutcome::unknown(format!("no name resolves from here ({why}); check this machine's network")),
        }
    })
}

fn route<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_url(context, move |url| async move {
        match context.net.resolve(&url).await {
            Resolution::Addresses(addresses) if addresses.iter().all(is_private) => {
                CheckOutcome::warn("all addresses are private ones: Microsoft can't reach them; good for trying out, not for Partner Center")
            }
            Resolution::Addresses(_) => {
                CheckOutcome::pass("there is a public address; whether Microsoft gets through a firewall only its own test lead shows")
            }
            _ => CheckOutcome::skipped(Skipped::NotApplicable, "resolving is the proxy's"),
        }
    })
}

fn tls<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_url(context, move |url| async move {
        match context.net.handshake(&url).await {
            Ok(done) if done.protocol.is_empty() => {
                CheckOutcome::skipped(Skipped::NotApplicable, "connected; the address is plain http, so there is no TLS")
            }
            Ok(done) => CheckOutcome::pass(format!("handshake done with {}, nothing sent", done.protocol)),
            Err(error) => {
                let verdict = read::unanswered(&error, settings::Kind::of(&url));
                let outcome = CheckOutcome::new(verdict.outcome, verdict.message).seen(contact(&url), verdict.answered);
                match verdict.entry {
                    Some(id) => outcome.entry(id),
                    None => outcome,
                }
            }
        }
    })
}

/// Says what can't be checked, and asks nobody.
fn taken<'a>(_: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    Box::pin(async {
        CheckOutcome::skipped(
            Skipped::BeyondChecks,
            "nothing was posted, since any request may set something off there: whether the key in the URL and the schema are right, only leadctl test-lead shows",
        )
    })
}
