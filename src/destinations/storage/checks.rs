//! The checks that every storage service begins with: its host, its certificate, the clock. The destination names them.

use crate::core::address::contact;
use crate::core::check::{CheckContext, CheckOutcome};
use crate::core::clock::parse_http_date;
use crate::core::exchange::Exchange;
use crate::core::net::Resolution;
use crate::core::outcome::Skipped;
use crate::destinations::storage::{Account, Failure, Service, read};

/// A failure as a check's outcome.
pub fn of(failure: Failure, asked: String) -> CheckOutcome {
    let outcome = CheckOutcome::new(failure.outcome, failure.message).seen(asked, failure.answered);
    match failure.entry {
        Some(id) => outcome.entry(id),
        None => outcome,
    }
}

pub async fn resolves(context: &CheckContext<'_>, account: &Account) -> CheckOutcome {
    let host = account.endpoint.host_str().unwrap_or_default().to_owned();
    match context.net.resolve(&account.endpoint).await {
        Resolution::Addresses(addresses) => {
            CheckOutcome::pass(format!("{host} resolves to {} address{}", addresses.len(), if addresses.len() == 1 { "" } else { "es" }))
        }
        Resolution::ByProxy => CheckOutcome::skipped(Skipped::NotApplicable, "a proxy stands between, and resolving is the proxy's"),
        Resolution::NotFound => {
            let why = match account.service {
                Service::Table => {
                    "the account name is wrong, the account was deleted, or it has no table service (premium and blob-only accounts have none)"
                }
                Service::Blob => "the account name is wrong, or the account was deleted",
            };
            CheckOutcome::fail("storage/account-dns-not-found", format!("{host} does not resolve, while other names do: {why}"))
        }
        Resolution::ResolverDown(why) => CheckOutcome::unknown(format!("no name resolves from here ({why}); check this machine's network")),
    }
}

pub async fn tls(context: &CheckContext<'_>, account: &Account) -> CheckOutcome {
    match context.net.handshake(&account.endpoint).await {
        Ok(done) if done.protocol.is_empty() => {
            CheckOutcome::skipped(Skipped::NotApplicable, "connected; the endpoint is plain http, so there is no certificate")
        }
        Ok(done) => CheckOutcome::pass(format!("handshake done with {}", done.protocol)),
        Err(error) => of(read::unanswered(account.service, &error), contact(&account.endpoint)),
    }
}

/// `exchange`: of an unsigned request, whose answer's `Date` is of interest alone.
pub fn clock(account: &Account, exchange: &Exchange) -> CheckOutcome {
    let response = match &exchange.answer {
        Ok(response) => response,
        Err(_) => return of(read::failure(account.service, exchange), exchange.asked_line()),
    };
    let Some(theirs) = response.header("date").and_then(parse_http_date) else {
        return CheckOutcome::skipped(Skipped::NotApplicable, "the service did not say its time");
    };
    let off = exchange.started.duration_since(theirs).abs().as_secs();
    let (minutes, seconds) = (off / 60, off % 60);
    match off {
        0..=300 => CheckOutcome::pass(format!("{off} s apart from the service's clock")),
        301..=900 => CheckOutcome::warn(format!("{minutes} min {seconds} s apart from the service's clock; from 15 minutes on requests are refused"))
            .entry("storage/clock-skew"),
        _ => CheckOutcome::fail(
            "storage/clock-skew",
            format!("{minutes} min apart from the service's clock; requests are refused from 15 minutes on: set this machine's clock"),
        )
        .seen(exchange.asked_line(), format!("Date: {}", response.header("date").unwrap_or_default())),
    }
}
