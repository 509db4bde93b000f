//! What one token request tells: the application, its secret, everything else about signing in, and whom the token is for.
//!
//! It is made once per run: a wrong password counts towards a lock-out.

use crate::core::check::{CheckContext, CheckOutcome};
use crate::core::net::BoxFuture;
use crate::core::outcome::{Outcome, Skipped};
use crate::core::text::excerpt;
use crate::destinations::dynamics::checks::probe::Probe;
use crate::destinations::dynamics::checks::{either, of, with};
use crate::destinations::dynamics::read::{Failure, entra};
use crate::destinations::dynamics::settings::Identity;

/// Dataverse's own application, which some tokens name in place of the environment.
const DATAVERSE: &str = "00000007-0000-0000-c000-000000000000";

const OF_APPLICATION: [&str; 4] =
    ["entra/application-not-found", "entra/application-disabled", "entra/service-principal-missing", "entra/consent-required"];
const OF_SECRET: [&str; 3] = ["entra/client-secret-invalid", "entra/client-secret-expired", "entra/client-secret-missing"];

/// The refusal of the token request, if it was refused.
async fn refusal(probe: &Probe<'_>) -> Result<Option<(Failure, String)>, CheckOutcome> {
    let exchange = probe.token().await?;
    Ok(entra::token(&exchange).err().map(|failure| (failure, exchange.asked_line())))
}

fn is_one_of(failure: &Failure, entries: &[&str]) -> bool {
    failure.entry.is_some_and(|entry| entries.contains(&entry))
}

/// Whether Entra refused for what it looks at only after application and secret: the environment, the user, the rules for signing in.
fn came_later(failure: &Failure) -> bool {
    let too_early = ["entra/tenant-not-found", "entra/tenant-id-invalid"];
    failure.outcome == Outcome::Fail && failure.entry.is_some_and(|entry| entry.starts_with("entra/")) && !is_one_of(failure, &too_early)
}

const NOT_SAID: &str = "the sign-in was refused without telling; see dynamics/sign-in";

pub(super) fn application<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        match refusal(&probe).await {
            Err(outcome) => outcome,
            Ok(Some((failure, asked))) if is_one_of(&failure, &OF_APPLICATION) => of(failure, asked),
            Ok(Some((failure, _))) if !came_later(&failure) => CheckOutcome::skipped(Skipped::NotApplicable, NOT_SAID),
            Ok(_) => CheckOutcome::pass("the directory knows the application"),
        }
    })
}

pub(super) fn secret<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let refusal = match refusal(&probe).await {
            Err(outcome) => return outcome,
            Ok(refusal) => refusal,
        };
        match (refusal, &probe.settings.identity) {
            (Some((failure, asked)), _) if is_one_of(&failure, &OF_SECRET) => of(failure, asked),
            (_, Identity::Office365 { .. }) => CheckOutcome::skipped(Skipped::NotApplicable, "with Office 365 there is no client secret"),
            (Some((failure, _)), _) if !came_later(&failure) => CheckOutcome::skipped(Skipped::NotApplicable, NOT_SAID),
            _ => CheckOutcome::pass("the client secret is accepted; until when, only the directory's administrator can see"),
        }
    })
}

pub(super) fn sign_in<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        match (refusal(&probe).await, &probe.settings.identity) {
            (Err(outcome), _) => outcome,
            (Ok(Some((failure, asked))), _) => of(failure, asked),
            (Ok(None), Identity::Entra { .. }) => CheckOutcome::pass("a token was given"),
            (Ok(None), Identity::Office365 { .. }) => CheckOutcome::pass(
                "user name and password were accepted in one attempt; Marketplace may sign in another way, so that this is likely, not proven, for it",
            ),
        }
    })
}

pub(super) fn token<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move { either(audience(&probe).await) })
}

async fn audience(probe: &Probe<'_>) -> Result<CheckOutcome, CheckOutcome> {
    let session = probe.session().await?;
    let Some(claims) = entra::claims(&session.token) else {
        return Ok(CheckOutcome::skipped(
            Skipped::NotApplicable,
            "the token can't be looked into; whether it is the right one, the environment will say",
        ));
    };
    let text = |key: &str| claims.get(key).and_then(serde_json::Value::as_str).map(|text| text.trim_end_matches('/').to_ascii_lowercase());
    let plain = |url: &str| url.trim_end_matches('/').to_ascii_lowercase();
    let own = plain(session.origin.as_str());
    let asked = probe.heard().await.map_or_else(|| own.clone(), |heard| plain(&heard.resource(&probe.settings)));
    let about =
        |message: String| CheckOutcome::fail("dynamics/unauthorized-token", message).seen("the token's own claims", "aud and tid of the token");
    if let Some(audience) = text("aud")
        && ![own.as_str(), asked.as_str(), DATAVERSE].contains(&audience.as_str())
    {
        return Ok(about(format!("the token is for {}, not for {own}", excerpt(&audience, 100))));
    }
    if let (Some(theirs), Some(ours)) = (text("tid"), probe.settings.directory())
        && theirs != ours
    {
        return Ok(about(format!("the token is of directory {}, not of {ours}", excerpt(&theirs, 60))));
    }
    Ok(CheckOutcome::pass(format!("the token is for {own}")))
}

pub(super) fn admin<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        match probe.admin().await {
            None => CheckOutcome::skipped(
                Skipped::NotApplicable,
                "no --admin-profile was given; with one that may read roles and columns, more can be checked",
            ),
            Some(Err(outcome)) => outcome,
            Some(Ok(_)) => CheckOutcome::pass("the admin profile can sign in; roles, privileges and columns are read with it"),
        }
    })
}
