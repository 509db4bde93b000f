//! The checks of a Marketo form, from cause to effect: the details, the host, TLS, the sign-in; then, side by side, rights, form, quota and
//! partitions; last the form's fields.

use std::sync::Arc;

use crate::core::address::contact;
use crate::core::check::{Check, CheckContext, CheckOutcome, Run};
use crate::core::exchange::{Exchange, WireRequest};
use crate::core::net::{BoxFuture, Resolution};
use crate::core::outcome::Skipped;
use crate::destinations::marketo::read::{self, Failure};
use crate::destinations::marketo::session::Session;
use crate::destinations::marketo::settings::Settings;
use crate::destinations::marketo::{fields, lint, request};

const RESOLVES: &str = "marketo/host-resolves";
const TLS: &str = "marketo/tls";
const TOKEN: &str = "marketo/token";
const APPROVED: &str = "marketo/form-approved";

/// Calls a day that Marketo usually allows, and the least that it sells, by Adobe's documentation. The API tells neither.
const USUAL_QUOTA: u64 = 50_000;
const LEAST_QUOTA: u64 = 10_000;

pub(super) static CHECKS: &[Check] = &[
    Check { id: lint::GENERATION, title: "Connection details are those that deliver", needs: &[], run: Run::Offline },
    Check { id: lint::MUNCHKIN, title: "Munchkin ID is well formed", needs: &[], run: Run::Offline },
    Check { id: lint::FORM, title: "Form ID is a number", needs: &[], run: Run::Offline },
    Check { id: lint::CREDENTIALS, title: "Client ID and secret look like such", needs: &[lint::GENERATION], run: Run::Offline },
    Check { id: lint::ADDRESS, title: "REST address is the instance's own", needs: &[], run: Run::Offline },
    Check {
        id: RESOLVES,
        title: "Instance's REST host resolves",
        needs: &[lint::GENERATION, lint::MUNCHKIN, lint::ADDRESS],
        run: Run::Live(resolves),
    },
    Check { id: TLS, title: "TLS certificate is valid", needs: &[RESOLVES], run: Run::Live(tls) },
    Check { id: TOKEN, title: "Client ID and secret are accepted", needs: &[TLS, lint::CREDENTIALS], run: Run::Live(token) },
    Check { id: "marketo/permissions", title: "API user may work with leads", needs: &[TOKEN], run: Run::Live(permissions) },
    Check { id: APPROVED, title: "Form exists and is approved", needs: &[TOKEN, lint::FORM], run: Run::Live(form_approved) },
    Check { id: "marketo/form-fields", title: "Form has the fields that a lead brings", needs: &[APPROVED], run: Run::Live(form_fields) },
    Check { id: "marketo/quota", title: "Daily calls are not used up", needs: &[TOKEN], run: Run::Live(quota) },
    Check { id: "marketo/partition", title: "Partition for new leads", needs: &[TOKEN], run: Run::Live(partition) },
];

/// Runs a check with the settings understood; each check is boxed here, since the list holds plain functions.
fn with_settings<'a, W>(context: &'a CheckContext<'a>, check: impl FnOnce(Settings) -> W + Send + 'a) -> BoxFuture<'a, CheckOutcome>
where
    W: Future<Output = CheckOutcome> + Send + 'a,
{
    Box::pin(async move {
        match Settings::from_values(context.values) {
            Ok(settings) => check(settings).await,
            Err(why) => CheckOutcome::fail("marketo/missing-parameter", why),
        }
    })
}

fn of(failure: Failure, asked: &str) -> CheckOutcome {
    let outcome = CheckOutcome::new(failure.outcome, failure.message).seen(asked, failure.answered);
    match failure.entry {
        Some(id) => outcome.entry(id),
        None => outcome,
    }
}

/// One answer of the REST service for all checks that ask for it: the rows, or what a check says instead.
async fn rows(
    context: &CheckContext<'_>,
    settings: &Settings,
    name: &str,
    make: impl Fn(&Settings, &str) -> WireRequest + Sync,
) -> Result<(Vec<serde_json::Value>, Arc<Exchange>), (Failure, String)> {
    let session = Session { settings, net: context.net, memo: context.memo };
    let reading = async {
        match session.read(|token| make(settings, token)).await {
            Ok(exchange) => exchange,
            // No token, or none any more: what the sign-in said is the answer.
            Err(_) => session.refused_sign_in().await,
        }
    };
    let exchange = context.memo.once(name, reading).await;
    match read::rows(&exchange) {
        Ok(rows) => Ok((rows, exchange)),
        Err(failure) => Err((failure, exchange.asked_line())),
    }
}

fn resolves<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let host = settings.base.host_str().unwrap_or_default().to_owned();
        match context.net.resolve(&settings.base).await {
            Resolution::Addresses(addresses) => {
                CheckOutcome::pass(format!("{host} resolves to {} address{}", addresses.len(), if addresses.len() == 1 { "" } else { "es" }))
            }
            Resolution::ByProxy => CheckOutcome::skipped(Skipped::NotApplicable, "a proxy stands between, and resolving is the proxy's"),
            Resolution::NotFound => CheckOutcome::fail(
                "marketo/server-instance-wrong",
                format!("{host} does not resolve, while other names do: no instance has the Munchkin ID {}", settings.munchkin_id),
            ),
            Resolution::ResolverDown(why) => CheckOutcome::unknown(format!("no name resolves from here ({why}); check this machine's network")),
        }
    })
}

fn tls<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        match context.net.handshake(&settings.base).await {
            Ok(done) if done.protocol.is_empty() => {
                CheckOutcome::skipped(Skipped::NotApplicable, "connected; the address is plain http, so there is no certificate")
            }
            Ok(done) => CheckOutcome::pass(format!("handshake done with {}", done.protocol)),
            Err(error) => of(read::unanswered(&error), &contact(&settings.base)),
        }
    })
}

/// A token that its own service does not take is as good as none, so it is tried out.
fn token<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let signed_in = Session { settings: &settings, net: context.net, memo: context.memo }.signed_in().await;
        if let Err(failure) = read::token(&signed_in) {
            return of(failure, &signed_in.asked_line());
        }
        match probe(context, &settings).await {
            Ok(_) => CheckOutcome::pass("a token was given, and the REST service takes it"),
            Err((failure, _)) if failure.is_denied() => CheckOutcome::pass("a token was given, and the REST service knows its user"),
            Err((failure, asked)) => of(failure, &asked),
        }
    })
}

async fn probe(context: &CheckContext<'_>, settings: &Settings) -> Result<(Vec<serde_json::Value>, Arc<Exchange>), (Failure, String)> {
    rows(context, settings, "marketo/probe", request::probe).await
}

/// Writing is not tried: whoever may not even read leads may not submit them either.
fn permissions<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        match probe(context, &settings).await {
            Ok(_) => CheckOutcome::pass("leads may be read; whether they may be written (Read-Write Person) only leadctl test-lead shows"),
            Err((failure, asked)) => of(failure, &asked),
        }
    })
}

fn form_approved<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let number = settings.form_id;
        let asked = |approved: bool| move |settings: &Settings, token: &str| request::form(settings, token, approved);
        let (found, exchange) = match rows(context, &settings, "marketo/form", asked(false)).await {
            Ok(found) => found,
            Err((failure, asked)) => return form_failure(failure, &asked, number),
        };
        // An unknown form is no error but a success without a result.
        let Some(form) = found.first() else {
            return CheckOutcome::fail("marketo/form-not-found", format!("no form has the number {number} in the instance {}", settings.munchkin_id))
                .seen(exchange.asked_line(), "success without a result");
        };
        let status = form["status"].as_str().unwrap_or_default().to_owned();
        if status.starts_with("approved") {
            return CheckOutcome::pass(format!("form {number} is {status}"));
        }
        // What was shown may be the draft of a form that is approved as well.
        match rows(context, &settings, "marketo/form-approved", asked(true)).await {
            Ok((approved, _)) if approved.iter().any(|form| form["status"].as_str().is_some_and(|status| status.starts_with("approved"))) => {
                CheckOutcome::pass(format!("form {number} is approved, and has a newer draft"))
            }
            Ok((_, exchange)) => {
                CheckOutcome::fail("marketo/form-not-approved", format!("form {number} is a draft: leads go to approved forms only"))
                    .seen(exchange.asked_line(), format!("status {status}"))
            }
            Err((failure, asked)) => form_failure(failure, &asked, number),
        }
    })
}

/// A user that only writes leads need not see forms.
fn form_failure(failure: Failure, asked: &str, number: u32) -> CheckOutcome {
    if failure.is_denied() {
        return CheckOutcome::skipped(
            Skipped::NotPermitted,
            format!("the API user may not look at forms (Read-Only Assets); whether form {number} takes leads only leadctl test-lead shows"),
        );
    }
    of(failure, asked)
}

fn form_fields<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        let (form, described) = tokio::join!(
            rows(context, &settings, "marketo/form-fields", request::form_fields),
            rows(context, &settings, "marketo/describe", request::describe)
        );
        let (form, exchange) = match form {
            Ok(found) => found,
            Err((failure, asked)) => return form_failure(failure, &asked, settings.form_id),
        };
        let ids: Vec<String> = form.iter().filter_map(|row| row["id"].as_str().map(str::to_owned)).collect();
        let described = described.ok().map(|(rows, _)| rows);
        let missing = fields::missing(&ids, described.as_deref());
        let inferred = "Which fields Microsoft sends is shown in a picture only; these are inferred";
        if !missing.in_instance.is_empty() {
            let names = missing.in_instance.join(", ");
            return CheckOutcome::fail("marketo/unknown-field", format!("this Marketo instance has no field with the REST name {names}. {inferred}"))
                .seen("the description of leads", format!("without {names}"));
        }
        if !missing.on_form.is_empty() {
            return CheckOutcome::fail(
                "marketo/form-field-mismatch",
                format!(
                    "the form lacks {}: a lead that brings a field which is not on the form is refused whole. {inferred}",
                    missing.on_form.join(", ")
                ),
            )
            .seen(exchange.asked_line(), format!("fields: {}", ids.join(", ")));
        }
        let demanded = demanded(&form);
        if demanded.is_empty() {
            return CheckOutcome::pass("it has every field of a lead");
        }
        CheckOutcome::warn(format!("it has every field of a lead, and also demands {}: leads may come without", demanded.join(", ")))
    })
}

/// Required fields that a lead may leave empty; the address is always there.
fn demanded(form: &[serde_json::Value]) -> Vec<String> {
    let required = form.iter().filter(|row| row["required"].as_bool() == Some(true));
    required
        .filter_map(|row| row["id"].as_str())
        .filter(|id| !id.eq_ignore_ascii_case("email"))
        .map(|id| crate::core::text::excerpt(id, 60))
        .collect()
}

fn quota<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        match rows(context, &settings, "marketo/usage", request::usage).await {
            Ok((days, _)) => match days.first().and_then(|day| day["total"].as_u64()) {
                None => CheckOutcome::pass("no calls are counted today"),
                Some(calls) if calls >= USUAL_QUOTA * 9 / 10 => CheckOutcome::warn(format!(
                    "{calls} calls today, by all programs together; {USUAL_QUOTA} a day is usual, and beyond it leads are refused (Admin › Web Services shows yours)"
                )),
                Some(calls) if calls >= LEAST_QUOTA * 9 / 10 => CheckOutcome::pass(format!(
                    "{calls} calls today; {USUAL_QUOTA} a day is usual, {LEAST_QUOTA} the least (Admin › Web Services shows yours)"
                )),
                Some(calls) => CheckOutcome::pass(format!("{calls} calls today, by all programs together")),
            },
            Err((failure, _)) if failure.is_denied() => {
                CheckOutcome::skipped(Skipped::NotPermitted, "the API user may not see how many calls were made")
            }
            Err((failure, asked)) => of(failure, &asked),
        }
    })
}

fn partition<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with_settings(context, move |settings| async move {
        match rows(context, &settings, "marketo/partitions", request::partitions).await {
            Ok((partitions, _)) if partitions.len() < 2 => CheckOutcome::pass("the instance has one partition, so leads can go nowhere else"),
            Ok((partitions, _)) => CheckOutcome::skipped(
                Skipped::BeyondChecks,
                format!(
                    "the instance has {} partitions: leads go to the primary one of the form's workspace; whether the API user may use it only leadctl test-lead shows",
                    partitions.len()
                ),
            ),
            Err((failure, _)) if failure.is_denied() => CheckOutcome::skipped(Skipped::NotPermitted, "the API user may not look at partitions"),
            Err((failure, asked)) => of(failure, &asked),
        }
    })
}
