//! The lead table and its columns: there, `leadsourcecode` free to be filled, and no required column that a lead leaves empty.

use std::sync::Arc;

use futures_util::future::join3;
use serde_json::Value;

use crate::core::check::{CheckContext, CheckOutcome};
use crate::core::exchange::Exchange;
use crate::core::lead::{Lead, Variant};
use crate::core::net::BoxFuture;
use crate::core::outcome::{Outcome, Skipped};
use crate::destinations::dynamics::checks::probe::Probe;
use crate::destinations::dynamics::checks::{either, of, with};
use crate::destinations::dynamics::read::dataverse;
use crate::destinations::dynamics::request::{self, SOURCE_COLUMN};

/// What a column security profile says for "allowed".
const ALLOWED: i64 = 4;

impl Probe<'_> {
    /// A read of the lead table by the profile's own identity; of a lead only its id is asked for.
    pub(super) async fn one_lead(&self) -> Result<Arc<Exchange>, CheckOutcome> {
        let session = self.session().await?;
        Ok(self.once("one-lead", request::get_fresh(&session, "leads", &[("$select", "leadid"), ("$top", "1")])).await)
    }
}

pub(super) fn exists<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move {
        let exchange = match probe.one_lead().await {
            Ok(exchange) => exchange,
            Err(outcome) => return outcome,
        };
        let Err(failure) = dataverse::content(&exchange) else {
            return CheckOutcome::pass("it is there, and this identity may read leads: test-lead can read its lead back");
        };
        match failure.entry {
            // Without the table the service would not get as far as asking for the privilege.
            Some("dynamics/missing-privilege" | "dynamics/forbidden-unspecified") => {
                CheckOutcome::pass("it is there; this identity may not read leads, which is normal for a lead writer")
            }
            Some("dynamics/no-roles-assigned") => CheckOutcome::skipped(Skipped::RestsOnFailure, "because dynamics/role-assigned failed"),
            _ => of(failure, exchange.asked_line()),
        }
    })
}

pub(super) fn source_column<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move { either(may_fill(&probe).await) })
}

async fn may_fill(probe: &Probe<'_>) -> Result<CheckOutcome, CheckOutcome> {
    let id = probe.user_id().await?;
    let filter = format!("entityname eq 'lead' and attributelogicalname eq '{SOURCE_COLUMN}'");
    let profiles = format!("systemusers({id})/systemuserprofiles_association");
    let permissions =
        [("$select", "attributelogicalname,cancreate"), ("$filter", filter.as_str()), ("$expand", "fieldsecurityprofileid($select=name)")];
    let (columns, permissions, profiles) =
        join3(columns(probe), probe.rows("fieldpermissions", &permissions), probe.rows(&profiles, &[("$select", "name")])).await;
    let columns = columns?;
    let Some(column) = columns.iter().find(|column| name(column) == SOURCE_COLUMN) else {
        return Ok(CheckOutcome::fail("dynamics/unknown-column", format!("the lead table has no column {SOURCE_COLUMN}, which Marketplace fills"))
            .seen("GET EntityDefinitions(LogicalName='lead')/Attributes", "no such column in the list"));
    };
    if column.get("IsSecured").and_then(Value::as_bool) != Some(true) {
        return Ok(CheckOutcome::pass("column security is off for it"));
    }
    let (Ok(permissions), Ok(profiles)) = (permissions, profiles) else {
        return Ok(CheckOutcome::skipped(
            Skipped::NotPermitted,
            "column security is on for it, and whether a column security profile lets this user fill it may not be looked at; test-lead shows it",
        ));
    };
    let allowing = permissions.iter().filter(|row| row.get("cancreate").and_then(Value::as_i64) == Some(ALLOWED));
    let is_users = |permission: &Value| {
        let profile = permission.get("fieldsecurityprofileid");
        let same = |key: &str| {
            let of_permission = profile.and_then(|profile| profile.get(key)).and_then(Value::as_str);
            of_permission.is_some_and(|wanted| profiles.iter().any(|own| own.get(key).and_then(Value::as_str) == Some(wanted)))
        };
        same("fieldsecurityprofileid") || same("name")
    };
    let by = allowing.clone().find(|permission| is_users(permission));
    Ok(match by {
        Some(_) => CheckOutcome::pass("column security is on for it, and a column security profile lets this user fill it"),
        None => CheckOutcome::fail(
            "dynamics/leadsourcecode-permission",
            "column security is on for it, and no column security profile of this user lets it be filled (profiles by a team are not looked at)",
        )
        .seen("GET fieldpermissions, systemuserprofiles_association", format!("{} profiles allow it, none is the user's", allowing.count())),
    })
}

pub(super) fn required<'a>(context: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    with(context, move |probe| async move { either(filled(&probe).await) })
}

async fn filled(probe: &Probe<'_>) -> Result<CheckOutcome, CheckOutcome> {
    let columns = columns(probe).await?;
    let lead = request::columns(&Lead::test(probe.context.net.now(), "x", Variant::Full));
    let empty = |level: &str| -> Vec<String> {
        let of_level = columns.iter().filter(|column| column.pointer("/RequiredLevel/Value").and_then(Value::as_str) == Some(level));
        let names = of_level.filter(|column| is_for_people(column)).map(name).filter(|name| !lead.contains_key(*name));
        names.map(str::to_owned).collect()
    };
    let some = |names: &[String]| match names {
        [one, two, three, rest @ ..] if !rest.is_empty() => format!("{one}, {two}, {three} and {} more", rest.len()),
        few => few.join(", "),
    };
    let (system, business) = (empty("SystemRequired"), empty("ApplicationRequired"));
    Ok(if !system.is_empty() {
        let message = format!(
            "the environment refuses a lead without {}, and Marketplace does not fill it (which columns it fills is inferred)",
            some(&system)
        );
        CheckOutcome::new(Outcome::Fail, message).seen("GET EntityDefinitions(LogicalName='lead')/Attributes", "RequiredLevel SystemRequired")
    } else if !business.is_empty() {
        CheckOutcome::warn(format!(
            "business required, and not filled by Marketplace: {}. Leads come in all the same, since forms alone enforce it; editing one by hand, or a plug-in, may then stumble (inferred)",
            some(&business)
        ))
    } else {
        CheckOutcome::pass("every required column is one that a lead fills, or the environment itself")
    })
}

/// All columns of the lead table.
async fn columns(probe: &Probe<'_>) -> Result<Vec<Value>, CheckOutcome> {
    let select = "LogicalName,AttributeType,RequiredLevel,IsSecured,CanBeSecuredForCreate,IsValidForCreate";
    probe.rows("EntityDefinitions(LogicalName='lead')/Attributes", &[("$select", select)]).await
}

fn name(column: &Value) -> &str {
    column.get("LogicalName").and_then(Value::as_str).unwrap_or_default()
}

/// Whether the column waits for a value from outside: keys, owner, state and the like are the platform's own.
fn is_for_people(column: &Value) -> bool {
    let kind = column.get("AttributeType").and_then(Value::as_str).unwrap_or_default();
    let platforms =
        ["Uniqueidentifier", "Owner", "State", "Status", "EntityName", "Virtual", "Boolean", "ManagedProperty", "CalendarRules", "PartyList"];
    column.get("IsValidForCreate").and_then(Value::as_bool) != Some(false) && !platforms.contains(&kind)
}
