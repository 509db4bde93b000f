//! Before any secret is used: does the host exist, is it an environment, whose is it, and does the profile's directory exist.

use url::Url;

use crate::core::address::contact;
use crate::core::check::{CheckContext, CheckOutcome};
use crate::core::net::{BoxFuture, Resolution};
use crate::core::outcome::{Outcome, Skipped};
use crate::core::text::excerpt;
use crate::destinations::dynamics::address;
use crate::destinations::dynamics::challenge::{self, Challenge};
use crate::destinations::dynamics::checks::probe::Probe;
use crate::destinations::dynamics::checks::{of, with};
use crate::destinations::dynamics::read::{Peer, dataverse, entra, unanswered};
use crate::destinations::dynamics::request;
use crate::destinations::dynamics::settings::{Identity, origin_shown, same_origin};

pub(super) fn resolves<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let host = probe.settings.origin.host_str().unwrap_or_default().to_owned();
        match context.net.resolve(&probe.settings.origin).await {
            Resolution::Addresses(addresses) => {
                CheckOutcome::pass(format!("{host} resolves to {} address{}", addresses.len(), if addresses.len() == 1 { "" } else { "es" }))
            }
            Resolution::ByProxy => CheckOutcome::skipped(Skipped::NotApplicable, "a proxy stands between, and resolving is the proxy's"),
            Resolution::NotFound if address::has_unknown_region(&host) => CheckOutcome::fail(
                "dynamics/url-wrong-region",
                format!("{host} does not resolve, and no region is known by the part between its first dot and dynamics.com"),
            ),
            Resolution::NotFound => CheckOutcome::fail(
                "dynamics/host-not-found",
                format!(
                    "{host} does not resolve, while other names do: the name or the region (crm, crm4 …) is wrong, or the environment was deleted"
                ),
            ),
            Resolution::ResolverDown(why) => CheckOutcome::unknown(format!("no name resolves from here ({why}); check this machine's network")),
        }
    })
}

pub(super) fn tls<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let origin = &probe.settings.origin;
        match context.net.handshake(origin).await {
            Ok(done) if done.protocol.is_empty() => {
                CheckOutcome::skipped(Skipped::NotApplicable, "connected; the address is plain http, so there is no certificate")
            }
            Ok(done) => CheckOutcome::pass(format!("handshake done with {}", done.protocol)),
            Err(error) => of(unanswered(&error, Peer::Environment), contact(origin)),
        }
    })
}

pub(super) fn environment<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let exchange = probe.challenge().await;
        let response = match &exchange.answer {
            Ok(response) => response,
            Err(error) => return of(unanswered(error, Peer::Environment), exchange.asked_line()),
        };
        if let Some(heard) = Challenge::of(response) {
            let whose = heard.tenant.map_or_else(|| "it names no directory".to_owned(), |tenant| format!("it belongs to directory {tenant}"));
            return CheckOutcome::pass(format!("asked for a token, as an environment does; {whose}"));
        }
        let mut failure = dataverse::refused(response);
        // Whatever it means elsewhere: without a token an environment asks for one.
        if failure.outcome != Outcome::Unknown
            && failure.entry.is_none_or(|entry| entry != "dynamics/environment-disabled" && entry != "dynamics/wrong-api-path")
        {
            failure.entry = Some("dynamics/url-unreachable");
            failure.message = match (response.status, response.header("location").and_then(|target| Url::parse(target).ok())) {
                (300..=399, Some(target)) => {
                    format!("the host redirects to {}: no environment, or one that is gone", excerpt(&origin_shown(&target), 100))
                }
                (401, _) => {
                    "the host asks for a sign-in, but not as a Dynamics 365 environment does; a server of your own is not supported".to_owned()
                }
                _ if response.is_html() => {
                    "a web page answered, not a Dynamics 365 environment: the URL is wrong, or the environment is gone".to_owned()
                }
                (status, _) => format!("what answers there is no Dynamics 365 environment (HTTP {status} where an environment asks for a token)"),
            };
        }
        of(failure, exchange.asked_line())
    })
}

pub(super) fn authority<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let exchange = probe.challenge().await;
        match challenge::authority(&probe.settings, probe.heard().await.as_ref()) {
            Ok(authority) => CheckOutcome::pass(format!("the secret goes to {} and nowhere else", origin_shown(&authority))),
            Err(stranger) => CheckOutcome::fail(
                "dynamics/url-unreachable",
                format!(
                    "the environment sends to {} for signing in, which is none of Microsoft's sign-in services; no secret was sent. If you know better, set authority_url",
                    excerpt(&stranger, 100)
                ),
            )
            .seen(exchange.asked_line(), "a WWW-Authenticate header that names a stranger"),
        }
    })
}

pub(super) fn tenant<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let Identity::Entra { directory, application, .. } = &probe.settings.identity else {
            return CheckOutcome::skipped(Skipped::NotApplicable, "with Office 365 the user's name decides about the directory");
        };
        // Nothing secret is asked for: what the host's name tells is good enough, and needs no wait.
        let authority = match probe.settings.likely_authority() {
            Some(authority) => authority,
            None => match challenge::authority(&probe.settings, probe.heard().await.as_ref()) {
                Ok(authority) => authority,
                Err(_) => return CheckOutcome::skipped(Skipped::RestsOnFailure, "because it is not known where this environment signs in"),
            },
        };
        match exists(&probe, "metadata", &authority, directory).await {
            Ok(()) => CheckOutcome::pass("the sign-in service knows this directory"),
            Err(mut refusal) if refusal.entry == Some("entra/tenant-not-found") => {
                // In another cloud, or with the two IDs swapped.
                let elsewhere = probe.heard().await.map(|heard| heard.authority).filter(|other| !same_origin(other, &authority));
                if let Some(other) = elsewhere
                    && challenge::authority(&probe.settings, probe.heard().await.as_ref()).is_ok_and(|allowed| same_origin(&allowed, &other))
                    && exists(&probe, "metadata-elsewhere", &other, directory).await.is_ok()
                {
                    return CheckOutcome::pass(format!("{} knows this directory", origin_shown(&other)));
                }
                if exists(&probe, "metadata-swapped", &authority, application).await.is_ok() {
                    refusal.message = format!("there is no such directory, but the application (client) ID is one: {SWAPPED}");
                }
                refusal
            }
            Err(refusal) => refusal,
        }
    })
}

const SWAPPED: &str = "the two IDs are swapped";

/// Asks the sign-in service for a directory's metadata.
async fn exists(probe: &Probe<'_>, name: &str, authority: &Url, directory: &str) -> Result<(), CheckOutcome> {
    let exchange = probe.once(name, request::metadata(authority, directory)).await;
    entra::metadata(&exchange).map_err(|failure| of(failure, exchange.asked_line()))
}

pub(super) fn directory<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let Some(theirs) = probe.heard().await.and_then(|heard| heard.tenant) else {
            return CheckOutcome::skipped(Skipped::NotApplicable, "the environment does not name its directory");
        };
        let Identity::Entra { directory, application, .. } = &probe.settings.identity else {
            return CheckOutcome::pass(format!("the environment belongs to directory {theirs}; the user must be in it"));
        };
        if *directory == theirs {
            return CheckOutcome::pass("directory (tenant) ID of the profile and of the environment are the same");
        }
        let mut message = format!("the environment belongs to directory {theirs}, and the profile names {directory}");
        if *application == theirs {
            message.push_str(&format!(": {SWAPPED}"));
        }
        CheckOutcome::fail("entra/tenant-mismatch", format!("{message}; no secret was sent"))
            .seen(probe.challenge().await.asked_line(), format!("HTTP 401, WWW-Authenticate names {theirs}"))
    })
}
