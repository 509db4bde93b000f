//! Privileges: the one that leads need, and those that Microsoft's instructions add to the role by hand, with their levels.
//!
//! The names are inferred from the tables' names. A name that the environment does not know is answered with 400 (seen in public code).

use futures_util::future::join_all;
use serde_json::Value;

use crate::core::check::{CheckContext, CheckOutcome};
use crate::core::net::BoxFuture;
use crate::core::outcome::{Outcome, Skipped};
use crate::destinations::dynamics::checks::probe::Probe;
use crate::destinations::dynamics::checks::{either, with};

const CREATE_LEAD: [&str; 1] = ["prvCreateLead"];
const UI_SETTINGS: [&str; 3] = ["prvCreateUserEntityUISettings", "prvReadUserEntityUISettings", "prvWriteUserEntityUISettings"];
const SYSTEM_JOB: [&str; 3] = ["prvReadAsyncOperation", "prvWriteAsyncOperation", "prvAppendToAsyncOperation"];

const MISSING: &str = "dynamics/missing-privilege";

/// How far a privilege reaches; the order is that of the service's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    User,
    BusinessUnit,
    Deep,
    Organization,
}

impl Level {
    fn of(word: &str) -> Option<Level> {
        match word {
            "Basic" => Some(Level::User),
            "Local" => Some(Level::BusinessUnit),
            "Deep" => Some(Level::Deep),
            "Global" => Some(Level::Organization),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Level::User => "User (Basic)",
            Level::BusinessUnit => "Business unit (Local)",
            Level::Deep => "Parent: child business units (Deep)",
            Level::Organization => "Organization (Global)",
        }
    }
}

/// Privileges that go together in the role's editor.
struct Wanted {
    names: &'static [&'static str],
    level: Level,
    /// Where they stand in the role's editor.
    tab: &'static str,
    /// Leads were seen to fail without.
    seen_to_matter: bool,
}

pub(super) fn create_lead<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    check(context, Wanted { names: &CREATE_LEAD, level: Level::User, tab: "Core Records › Lead › Create", seen_to_matter: true })
}

pub(super) fn ui_settings<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    check(
        context,
        Wanted {
            names: &UI_SETTINGS,
            level: Level::User,
            tab: "Core Records › User Entity UI Settings › Create, Read, Write",
            seen_to_matter: false,
        },
    )
}

pub(super) fn system_job<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    check(
        context,
        Wanted {
            names: &SYSTEM_JOB, level: Level::Organization, tab: "Customization › System Job › Read, Write, Append To", seen_to_matter: true
        },
    )
}

/// Whether a privilege of this name is looked at.
pub(in crate::destinations::dynamics) fn look_at(name: &str) -> bool {
    [&CREATE_LEAD[..], &UI_SETTINGS, &SYSTEM_JOB].concat().iter().any(|privilege| privilege.eq_ignore_ascii_case(name))
}

fn check<'a>(context: &'a CheckContext<'a>, wanted: Wanted) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move { either(judge(&probe, &wanted).await) })
}

async fn judge(probe: &Probe<'_>, wanted: &Wanted) -> Result<CheckOutcome, CheckOutcome> {
    let id = probe.user_id().await?;
    let levels = join_all(wanted.names.iter().map(|name| level_of(probe, &id, name))).await;
    let (mut missing, mut shallow, mut strange) = (Vec::new(), Vec::new(), Vec::new());
    for (name, level) in wanted.names.iter().zip(levels) {
        match level? {
            Held::Unknown => strange.push(*name),
            Held::Not => missing.push(*name),
            Held::At(level) if level < wanted.level => shallow.push(format!("{name} only at {}", level.name())),
            Held::At(_) => {}
        }
    }
    let where_to = format!("in the role: {} at {} (older editor: the tab and its circles; newer: Tables)", wanted.tab, wanted.level.name());
    Ok(if !missing.is_empty() {
        let message = format!("the user lacks {}; {where_to}", missing.join(", "));
        let outcome = if wanted.seen_to_matter { Outcome::Fail } else { Outcome::Warn };
        CheckOutcome::new(outcome, message).entry(MISSING).seen("RetrieveUserPrivilegeByPrivilegeName", "no such privilege among the user's roles")
    } else if !shallow.is_empty() {
        CheckOutcome::warn(format!("{}; the instructions want more: {where_to}", shallow.join(", "))).entry(MISSING)
    } else if strange.len() == wanted.names.len() {
        CheckOutcome::skipped(Skipped::BeyondChecks, format!("the environment knows no privilege named {}", strange.join(", ")))
    } else {
        CheckOutcome::pass(format!("held at {} or above", wanted.level.name()))
    })
}

enum Held {
    Not,
    At(Level),
    /// There is no privilege of this name.
    Unknown,
}

/// Direct roles and those of teams count (documented).
async fn level_of(probe: &Probe<'_>, user: &str, name: &str) -> Result<Held, CheckOutcome> {
    let path = format!("systemusers({user})/Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='{name}')");
    let answer = match probe.object(&path, &[]).await {
        Ok(answer) => answer,
        Err(outcome) if outcome.answered.as_deref().is_some_and(|answered| answered.starts_with("HTTP 400")) => return Ok(Held::Unknown),
        Err(outcome) => return Err(outcome),
    };
    let held = answer.get("RolePrivileges").and_then(Value::as_array).into_iter().flatten();
    let highest = held.map(|privilege| privilege.get("Depth").and_then(Value::as_str).and_then(Level::of).unwrap_or(Level::User)).max();
    Ok(highest.map_or(Held::Not, Held::At))
}
