//! The profile's user in the environment: there, enabled, with the roles that Microsoft's instructions give it.

use futures_util::future::join;
use serde_json::Value;

use crate::core::check::{CheckContext, CheckOutcome};
use crate::core::net::BoxFuture;
use crate::core::outcome::Skipped;
use crate::core::text::excerpt;
use crate::destinations::dynamics::checks::probe::Probe;
use crate::destinations::dynamics::checks::{either, of, with};
use crate::destinations::dynamics::read::{Failure, dataverse};
use crate::destinations::dynamics::settings::Identity;

const LEAD_WRITER: &str = "Microsoft Marketplace Lead Writer";
const NO_ROLES: &str = "dynamics/no-roles-assigned";

pub(super) fn member<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let exchange = match probe.who().await {
            Ok(exchange) => exchange,
            Err(outcome) => return outcome,
        };
        match dataverse::content(&exchange) {
            Ok(_) => CheckOutcome::pass("the environment knows the user"),
            // Who has no role is a user all the same; the check of the roles says it.
            Err(failure) if failure.entry == Some(NO_ROLES) => CheckOutcome::pass("the environment knows the user, and names no role of it"),
            Err(failure) if failure.entry == Some("dynamics/user-not-member") => {
                let what = match probe.settings.identity {
                    Identity::Entra { .. } => "signing in works, but nobody made an application user for this application in the environment",
                    Identity::Office365 { .. } => "signing in works, but the environment has no such user: no licence, or not in its security group",
                };
                of(Failure { message: what.to_owned(), ..failure }, exchange.asked_line())
            }
            Err(failure) => of(failure, exchange.asked_line()),
        }
    })
}

pub(super) fn enabled<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move { either(is_enabled(&probe).await) })
}

async fn is_enabled(probe: &Probe<'_>) -> Result<CheckOutcome, CheckOutcome> {
    let id = probe.user_id().await?;
    let user = probe.object(&format!("systemusers({id})"), &[("$select", "isdisabled,accessmode,applicationid,islicensed")]).await?;
    let asked = format!("GET systemusers({id})");
    if user.get("isdisabled").and_then(Value::as_bool) == Some(true) {
        return Ok(CheckOutcome::fail("dynamics/user-disabled", "the user is disabled in the environment").seen(asked, "isdisabled: true"));
    }
    let mode = user.get("accessmode").and_then(Value::as_i64);
    let may_not = match mode {
        Some(1) => Some("Administrative"),
        Some(2) => Some("Read"),
        _ => None,
    };
    if let Some(name) = may_not {
        let message =
            format!("the user's access mode is {name}, which does not let it write leads (inferred); it must be Read-Write or Non-interactive");
        return Ok(CheckOutcome::fail("dynamics/user-disabled", message).seen(asked, format!("accessmode: {}", mode.unwrap_or_default())));
    }
    let is_application = user.get("applicationid").is_some_and(|id| !id.is_null());
    if !is_application && user.get("islicensed").and_then(Value::as_bool) == Some(false) {
        return Ok(CheckOutcome::warn(
            "the user has no licence, as far as the environment knows: give it a Dynamics 365 licence in the Microsoft 365 admin center",
        )
        .entry("dynamics/user-disabled"));
    }
    Ok(CheckOutcome::pass(if is_application { "an application user, and enabled" } else { "enabled" }))
}

/// The names of the roles that the user has itself and by its teams; whether the teams could be seen.
async fn roles(probe: &Probe<'_>) -> Result<(Vec<String>, bool), CheckOutcome> {
    let id = probe.user_id().await?;
    let name = |row: &Value| row.get("name").and_then(Value::as_str).map(str::to_owned);
    let own = format!("systemusers({id})/systemuserroles_association");
    let teams = format!("systemusers({id})/teammembership_association");
    let (own, teams) = join(
        probe.rows(&own, &[("$select", "name,roleid")]),
        probe.rows(&teams, &[("$select", "name"), ("$expand", "teamroles_association($select=name)")]),
    )
    .await;
    let mut names: Vec<String> = own?.iter().filter_map(name).collect();
    let complete = teams.is_ok();
    for team in teams.unwrap_or_default() {
        let of_team = team.get("teamroles_association").and_then(Value::as_array);
        names.extend(of_team.into_iter().flatten().filter_map(name));
    }
    Ok((names, complete))
}

pub(super) fn role<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move { either(has_role(&probe).await) })
}

async fn has_role(probe: &Probe<'_>) -> Result<CheckOutcome, CheckOutcome> {
    let exchange = probe.who().await?;
    if let Err(failure) = dataverse::content(&exchange)
        && failure.entry == Some(NO_ROLES)
    {
        return Ok(of(failure, exchange.asked_line()));
    }
    let (looked, probed) = join(roles(probe), probe.one_lead()).await;
    // Whoever has no role at all is told so at any read of a table, and whoever may read one has a role.
    let mut may_read = false;
    if let Ok(exchange) = probed {
        match dataverse::content(&exchange) {
            Ok(_) => may_read = true,
            Err(failure) if failure.entry == Some(NO_ROLES) => return Ok(of(failure, exchange.asked_line())),
            Err(_) => {}
        }
    }
    let (names, complete) = match looked {
        Err(unseen) if may_read && unseen.skipped.is_some() => {
            return Ok(CheckOutcome::pass("it has one at least, since it may read leads; which, this identity may not look at"));
        }
        looked => looked?,
    };
    Ok(match names.as_slice() {
        [] if complete => CheckOutcome::fail(NO_ROLES, "the user has no security role in the environment, neither itself nor by a team")
            .seen("GET systemuserroles_association", "an empty list"),
        [] => CheckOutcome::skipped(Skipped::NotPermitted, "the user has no role of its own; whether it has one by a team may not be looked at"),
        names => CheckOutcome::pass(format!("roles: {}", excerpt(&names.join(", "), 200))),
    })
}

pub(super) fn lead_writer<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move { either(is_lead_writer(&probe).await) })
}

async fn is_lead_writer(probe: &Probe<'_>) -> Result<CheckOutcome, CheckOutcome> {
    let (names, complete) = roles(probe).await?;
    Ok(if names.iter().any(|name| name == LEAD_WRITER) {
        CheckOutcome::pass("it is assigned")
    } else if names.is_empty() {
        CheckOutcome::skipped(Skipped::RestsOnFailure, "because dynamics/role-assigned found none")
    } else {
        let rest = if complete { "" } else { "; its teams' roles may not be looked at" };
        CheckOutcome::warn(format!(
            "it is not among the user's roles ({}){rest}: Microsoft's instructions want it; another role with the same privileges does too (inferred)",
            excerpt(&names.join(", "), 200)
        ))
    })
}

/// The role's copies in the environment: one for each business unit.
async fn copies(probe: &Probe<'_>) -> Result<Vec<Value>, CheckOutcome> {
    let filter = format!("name eq '{LEAD_WRITER}'");
    probe.rows("roles", &[("$select", "name,roleid,isinherited"), ("$filter", &filter)]).await
}

pub(super) fn solution<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move { either(is_imported(&probe).await) })
}

async fn is_imported(probe: &Probe<'_>) -> Result<CheckOutcome, CheckOutcome> {
    let filter = "contains(friendlyname,'Marketplace') or contains(uniquename,'Marketplace')";
    let query = [("$select", "uniquename,friendlyname,version"), ("$filter", filter)];
    let (roles, solutions) = join(copies(probe), probe.rows("solutions", &query)).await;
    let text = |row: &Value, key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let solutions = solutions.ok();
    let named = solutions.iter().flatten().find(|row| {
        let name = format!("{} {}", text(row, "uniquename"), text(row, "friendlyname")).to_lowercase().replace(' ', "");
        name.contains("marketplaceslead") || name.contains("marketplacelead")
    });
    if let Some(row) = named {
        return Ok(CheckOutcome::pass(format!("{} {}", excerpt(&text(row, "friendlyname"), 80), excerpt(&text(row, "version"), 20))));
    }
    match roles {
        Ok(copies) if !copies.is_empty() => Ok(CheckOutcome::pass("its role is there, which comes with it")),
        Ok(_) if solutions.is_some() => Ok(CheckOutcome::warn(
            "neither the solution nor its role is in the environment: import it as the instructions say (the download has been missing at times), or give a role of your own the privileges named below",
        )),
        Ok(_) => Ok(CheckOutcome::warn("its role is not in the environment; solutions may not be looked at")),
        Err(outcome) => Err(outcome),
    }
}

pub(super) fn inheritance<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move { either(is_direct(&probe).await) })
}

async fn is_direct(probe: &Probe<'_>) -> Result<CheckOutcome, CheckOutcome> {
    let copies = copies(probe).await?;
    let inherited: Vec<i64> = copies.iter().filter_map(|row| row.get("isinherited")?.as_i64()).collect();
    Ok(match inherited.as_slice() {
        [] => CheckOutcome::skipped(Skipped::NotApplicable, "there is no such role, or it does not say"),
        all if all.contains(&0) => CheckOutcome::warn(
            "the role's 'Member's privilege inheritance' is 'Team privileges only'; the instructions want 'Direct User (Basic) access level and Team privileges' (which number stands for it is inferred)",
        ),
        _ => CheckOutcome::pass("'Direct User (Basic) access level and Team privileges', as the instructions want it"),
    })
}

pub(super) fn limits<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let exchange = match probe.who().await {
            Ok(exchange) => exchange,
            Err(outcome) => return outcome,
        };
        let header = exchange.answer.as_ref().ok().and_then(|response| response.header("x-ms-ratelimit-burst-remaining-xrm-requests"));
        let Some(left) = header.and_then(|value| value.trim().parse::<i64>().ok()) else {
            return CheckOutcome::skipped(Skipped::NotApplicable, "the environment did not say how many requests are left");
        };
        // Of 6,000 in five minutes (documented).
        if left < 600 {
            return CheckOutcome::warn(format!(
                "only {left} of 6,000 requests are left in these five minutes: something else uses this identity heavily, and leads may be refused"
            ))
            .entry("dynamics/rate-limited");
        }
        CheckOutcome::pass(format!("{left} requests are left in these five minutes"))
    })
}
