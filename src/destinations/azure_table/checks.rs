//! The checks of a table, from cause to effect: the string, the host, TLS, the clock, the credential, the service, the table, the rights.

use std::sync::Arc;

use crate::core::check::{Check, CheckContext, CheckOutcome, Run};
use crate::core::exchange::{Exchange, WireRequest};
use crate::core::net::BoxFuture;
use crate::core::outcome::{Outcome, Skipped};
use crate::destinations::azure_table::settings::Settings;
use crate::destinations::azure_table::{lint, read, request};
use crate::destinations::storage::Credential;
use crate::destinations::storage::checks::{self as common, of};

const RESOLVES: &str = "azure-table/host-resolves";
const TLS: &str = "azure-table/tls";
const CLOCK: &str = "azure-table/clock";
const KEY: &str = "azure-table/key-accepted";
const SERVICE: &str = "azure-table/table-service";
const EXISTS: &str = "azure-table/table-exists";

pub(super) static CHECKS: &[Check] = &[
    Check { id: lint::PARSES, title: "Connection string is whole and well formed", needs: &[], run: Run::Offline },
    Check { id: lint::PARTNER_CENTER, title: "Partner Center would accept the string", needs: &[lint::PARSES], run: Run::Offline },
    Check { id: lint::TABLE_NAME, title: "Table name is one that Marketplace uses", needs: &[], run: Run::Offline },
    Check { id: lint::PUBLIC, title: "Endpoint can be reached from outside, over https", needs: &[lint::PARSES], run: Run::Offline },
    Check { id: lint::SAS_EXPIRY, title: "Credential does not expire soon", needs: &[lint::PARSES], run: Run::Offline },
    Check { id: RESOLVES, title: "Account's table host resolves", needs: &[lint::PARSES, lint::PUBLIC], run: Run::Live(resolves) },
    Check { id: TLS, title: "TLS certificate is valid", needs: &[RESOLVES], run: Run::Live(tls) },
    Check { id: CLOCK, title: "This machine's clock is within 15 minutes", needs: &[TLS], run: Run::Live(clock) },
    Check { id: KEY, title: "Key or signature is accepted", needs: &[CLOCK, lint::SAS_EXPIRY], run: Run::Live(key) },
    Check { id: SERVICE, title: "Account has a table service", needs: &[KEY], run: Run::Live(service) },
    Check { id: EXISTS, title: "Table exists", needs: &[SERVICE, lint::TABLE_NAME], run: Run::Live(exists) },
    Check { id: "azure-table/rights", title: "Rights suffice to write and read leads", needs: &[KEY], run: Run::Live(rights) },
];

/// Runs a check with the settings understood; each check is boxed here, since the list holds plain functions.
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

async fn probe(context: &CheckContext<'_>, settings: &Settings) -> Arc<Exchange> {
    once(context, KEY, request::auth_probe(settings, context.net.now())).await
}

fn key<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let what = settings.credential_words();
        let exchange = probe(context, &settings).await;
        if exchange.answer.as_ref().is_ok_and(read::is_content) {
            return CheckOutcome::pass(format!("{what} was accepted"));
        }
        let failure = read::failure(&exchange);
        match failure.entry {
            // These come after the credential was read: it was accepted.
            Some("storage/table-not-found" | "storage/entity-not-found" | "storage/account-kind-no-tables" | "storage/table-being-deleted") => {
                CheckOutcome::pass(format!("{what} was accepted"))
            }
            // A narrow signature is a matter of rights, which is looked at below.
            Some("storage/insufficient-permission") => CheckOutcome::pass(format!("{what} was accepted, and allows less than listing tables")),
            _ => of(failure, exchange.asked_line()),
        }
    })
}

fn service<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let exchange = probe(context, &settings).await;
        let failure = read::failure(&exchange);
        match (&exchange.answer, failure.entry) {
            (Ok(_), Some("storage/account-kind-no-tables")) => of(failure, exchange.asked_line()),
            (Ok(response), _) if read::is_content(response) || response.status == 403 || response.status == 404 => {
                CheckOutcome::pass("the table service answers")
            }
            _ => of(failure, exchange.asked_line()),
        }
    })
}

fn exists<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let exchange = match settings.is_table_sas() {
            true => probe(context, &settings).await,
            // Not Tables('NAME'): one row at most comes back, and a signature that may read rows may ask too.
            false => once(context, EXISTS, request::one_row(&settings, context.net.now())).await,
        };
        if exchange.answer.as_ref().is_ok_and(read::is_content) {
            return CheckOutcome::pass(format!("{} exists", settings.table));
        }
        let failure = read::failure(&exchange);
        match failure.entry {
            Some("storage/entity-not-found" | "storage/table-not-found") => CheckOutcome::warn(format!(
                "{} does not exist yet: Marketplace makes it with the first lead (said by Microsoft's staff, not documented); no lead has arrived so far",
                settings.table
            ))
            .entry("storage/table-not-found")
            .seen(exchange.asked_line(), failure.answered),
            Some("storage/insufficient-permission") => CheckOutcome::skipped(Skipped::NotPermitted, "this signature may not look at tables"),
            _ => of(failure, exchange.asked_line()),
        }
    })
}

/// By the kind of credential and the letters of a SAS: trying it out would write.
fn rights<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        if let Credential::Key(_) = settings.credential {
            return CheckOutcome::pass("an account key may do everything (by its kind; nothing was written to prove it)");
        }
        if settings.sas_value("si").is_some() {
            return CheckOutcome::skipped(Skipped::NotPermitted, "the rights are in a stored access policy, which this signature may not read");
        }
        let letters = settings.sas_value("sp").unwrap_or_default();
        let objects = settings.sas_value("srt").is_none_or(|types| types.contains('o'));
        let mut outcome = if !letters.contains('a') || !objects {
            let what = if objects { "add (sp=a)" } else { "objects (srt=o)" };
            CheckOutcome::fail("storage/insufficient-permission", format!("the shared access signature lacks {what}: leads can't be written with it"))
        } else if !letters.contains('r') {
            CheckOutcome::warn("the shared access signature may write leads and not read them: a test lead can't be read back with it")
                .entry("storage/insufficient-permission")
        } else if settings.is_table_sas() || !letters.contains('c') {
            CheckOutcome::warn("the shared access signature may write and read leads, and can't make the table: create it yourself")
                .entry("storage/insufficient-permission")
        } else {
            CheckOutcome::pass("the shared access signature allows adding and reading")
        };
        if outcome.outcome == Outcome::Fail {
            outcome = outcome.seen("the letters of the shared access signature", format!("sp={letters}"));
        }
        outcome
    })
}
