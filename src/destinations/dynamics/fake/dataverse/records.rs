//! Users, roles, teams, solutions and column security, to look at: each table behind the privilege that reads it.

use serde_json::{Value, json};

use super::answer::Refusal;
use super::call::Call;
use super::members::{LEAD_WRITER, Member, Role};
use super::path::Segment;
use super::query::Query;
use super::store::Row;
use super::table::{Plain, Table};
use crate::core::fake::FakeAnswer;

/// What of the names of a URL this answers; `None` for other tables.
pub fn answer(call: &Call<'_>, segments: &[Segment]) -> Option<Result<FakeAnswer, Refusal>> {
    let names: Vec<&str> = segments.iter().map(|segment| segment.name.as_str()).collect();
    Some(match names.as_slice() {
        ["systemusers"] => shown(call, "prvReadUser", &users_table(), users(call), &segments[0]),
        ["systemusers", association] => related(call, &segments[0], association)?,
        ["roles"] => shown(call, "prvReadRole", &roles_table(), roles(call), &segments[0]),
        ["roles", "roleprivileges_association"] => role_privileges(call, &segments[0]),
        ["solutions"] => shown(call, "prvReadSolution", &solutions_table(), solutions(call), &segments[0]),
        ["fieldpermissions"] => shown(call, "prvReadFieldPermission", &permissions_table(), permissions(call), &segments[0]),
        ["fieldsecurityprofiles"] => shown(call, "prvReadFieldSecurityProfile", &profiles_table(), column_profiles(call), &segments[0]),
        ["organizations"] => shown(call, "prvReadOrganization", &organizations_table(), vec![organization(call)], &segments[0]),
        _ => return None,
    })
}

fn row(value: Value) -> Row {
    value.as_object().cloned().unwrap_or_default()
}

/// A table's page, or one of its rows.
fn shown(call: &Call<'_>, privilege: &str, table: &Table, rows: Vec<Row>, segment: &Segment) -> Result<FakeAnswer, Refusal> {
    only_get(call)?;
    call.caller.need(privilege)?;
    match segment.key().transpose()? {
        None => list(call, table, &rows),
        Some(id) => {
            let found = rows.iter().find(|row| row[table.key] == json!(id));
            let gone = || Refusal::new(404, "0x80040217", format!("Entity '{}' With Id = {id} Does Not Exist", table.entity));
            let query = Query::parse(&call.options, table)?;
            let body = with_expansions(table, &query, found.ok_or_else(gone)?)?;
            let names = super::leads::in_parentheses(query.select.as_deref());
            Ok(call.one(&format!("{}{names}/$entity", table.set), Value::Object(body)))
        }
    }
}

fn only_get(call: &Call<'_>) -> Result<(), Refusal> {
    let method = call.request.method.as_str();
    let text = format!("The requested resource does not support http method '{method}'.");
    if method == "GET" { Ok(()) } else { Err(Refusal::new(405, "0x80060888", text)) }
}

fn list(call: &Call<'_>, table: &Table, rows: &[Row]) -> Result<FakeAnswer, Refusal> {
    let query = Query::parse(&call.options, table)?;
    for row in rows.iter().take(1) {
        with_expansions(table, &query, row)?;
    }
    let page = query.page(rows.iter(), &call.preferences);
    Ok(call.listed(table, &query, page, |row| with_expansions(table, &query, row).unwrap_or_default()))
}

/// The chosen properties, and the related rows that were asked for.
fn with_expansions(table: &Table, query: &Query, row: &Row) -> Result<Row, Refusal> {
    let mut out = Row::from_iter([("@odata.etag".to_owned(), Value::from("W/\"1000000\""))]);
    out.extend(table.select(row, query.select.as_deref()));
    for (name, options) in &query.expand {
        let related = row.get(name).ok_or_else(|| Refusal::no_property(name, table.entity))?;
        let wanted: Option<Vec<&str>> = options.get("$select").map(|names| names.split(',').map(str::trim).collect());
        let chosen = |value: &Value| -> Value {
            let all = value.as_object().into_iter().flatten();
            let kept = all.filter(|(name, _)| name.ends_with("id") || wanted.as_ref().is_none_or(|wanted| wanted.contains(&name.as_str())));
            Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
        };
        let value = match related {
            Value::Array(rows) => rows.iter().map(chosen).collect(),
            Value::Null => Value::Null,
            one => chosen(one),
        };
        out.insert(name.clone(), value);
    }
    Ok(out)
}

fn users_table() -> Table {
    Table::new(
        "systemusers",
        "systemuser",
        "systemuserid",
        &[
            ("systemuserid", Plain::Guid),
            ("fullname", Plain::Text),
            ("domainname", Plain::Text),
            ("internalemailaddress", Plain::Text),
            ("isdisabled", Plain::Yes),
            ("accessmode", Plain::Number),
            ("applicationid", Plain::Guid),
            ("azureactivedirectoryobjectid", Plain::Guid),
            ("islicensed", Plain::Yes),
            ("issyncwithdirectory", Plain::Yes),
            ("_businessunitid_value", Plain::Guid),
        ],
    )
}

fn users(call: &Call<'_>) -> Vec<Row> {
    let members = call.caller.members;
    let of = |member: &Member| {
        let is_application = member.application.is_some();
        row(json!({
            "systemuserid": member.id, "fullname": member.name, "domainname": member.domain_name, "internalemailaddress": member.domain_name,
            "isdisabled": !member.is_admin && call.on("dynamics/user-disabled"),
            "accessmode": if is_application { 4 } else { 0 }, "applicationid": member.application,
            "azureactivedirectoryobjectid": member.object_id, "islicensed": !is_application, "issyncwithdirectory": true,
            "_businessunitid_value": members.business_unit,
        }))
    };
    // One who was removed from the environment.
    let gone = |member: &&Member| !member.is_admin && (call.on("dynamics/user-not-member") || call.on("dynamics/sign-in-failed"));
    members.all.iter().filter(|member| !gone(member)).map(of).collect()
}

fn roles_table() -> Table {
    let properties = [("roleid", Plain::Guid), ("name", Plain::Text), ("isinherited", Plain::Number), ("_businessunitid_value", Plain::Guid)];
    Table::new("roles", "role", "roleid", &properties)
}

fn role_row(call: &Call<'_>, role: &Role) -> Row {
    // 1: "Direct User (Basic) access level and Team privileges", as the documentation wants it.
    row(json!({"roleid": role.id, "name": role.name, "isinherited": 1, "_businessunitid_value": call.caller.members.business_unit}))
}

fn roles(call: &Call<'_>) -> Vec<Row> {
    let there = |role: &&Role| role.name != LEAD_WRITER || !call.on("sandbox/dynamics-no-solution");
    call.caller.members.roles.iter().filter(there).map(|role| role_row(call, role)).collect()
}

/// What hangs on a user; `None` for what this environment does not know.
fn related(call: &Call<'_>, user: &Segment, association: &str) -> Option<Result<FakeAnswer, Refusal>> {
    let rows = |privilege: &str, table: &Table, of: &dyn Fn(&Member) -> Vec<Row>| {
        only_get(call)?;
        call.caller.need("prvReadUser")?;
        call.caller.need(privilege)?;
        list(call, table, &of(member(call, user)?))
    };
    let members = call.caller.members;
    Some(match association {
        "systemuserroles_association" => rows("prvReadRole", &roles_table(), &|member| {
            members.roles_of(member, call.faults).into_iter().map(|role| role_row(call, role)).collect()
        }),
        "teammembership_association" => {
            let properties = [("teamid", Plain::Guid), ("name", Plain::Text), ("teamtype", Plain::Number), ("isdefault", Plain::Yes)];
            rows("prvReadTeam", &Table::new("teams", "team", "teamid", &properties), &|member| {
                let through = members.through_team(member, call.faults);
                let held = members.roles.iter().filter(|role| through && role.name == LEAD_WRITER);
                let held: Vec<Value> = held.map(|role| json!({"roleid": role.id, "name": role.name})).collect();
                vec![row(json!({"teamid": members.team, "name": "contoso", "teamtype": 0, "isdefault": true, "teamroles_association": held}))]
            })
        }
        "systemuserprofiles_association" => rows("prvReadFieldSecurityProfile", &profiles_table(), &|member| {
            if member.is_admin { column_profiles(call).into_iter().take(1).collect() } else { Vec::new() }
        }),
        _ => return None,
    })
}

/// The member whose id stands in the parentheses.
pub fn member<'c>(call: &Call<'c>, segment: &Segment) -> Result<&'c Member, Refusal> {
    let id = segment.key().transpose()?.unwrap_or_default();
    let gone = || Refusal::new(404, "0x80040217", format!("systemuser With Id = {id} Does Not Exist"));
    call.caller.members.by_id(&id).ok_or_else(gone)
}

fn role_privileges(call: &Call<'_>, segment: &Segment) -> Result<FakeAnswer, Refusal> {
    only_get(call)?;
    call.caller.need("prvReadRole")?;
    let id = segment.key().transpose()?.unwrap_or_default();
    let gone = || Refusal::new(404, "0x80040217", format!("role With Id = {id} Does Not Exist"));
    let role = call.caller.members.roles.iter().find(|role| role.id == id).ok_or_else(gone)?;
    let properties = [("privilegeid", Plain::Guid), ("name", Plain::Text), ("accessright", Plain::Number)];
    let of = |name: &str, id: String| row(json!({"privilegeid": id, "name": name, "accessright": 0}));
    let rows: Vec<Row> = role.privileges(call.faults).into_iter().map(|(held, _)| of(held.name, held.id())).collect();
    list(call, &Table::new("privileges", "privilege", "privilegeid", &properties), &rows)
}

fn solutions_table() -> Table {
    let properties = [
        ("solutionid", Plain::Guid),
        ("uniquename", Plain::Text),
        ("friendlyname", Plain::Text),
        ("version", Plain::Text),
        ("ismanaged", Plain::Yes),
        ("isvisible", Plain::Yes),
        ("installedon", Plain::Time),
    ];
    Table::new("solutions", "solution", "solutionid", &properties)
}

fn solutions(call: &Call<'_>) -> Vec<Row> {
    let of = |id: &str, unique: &str, friendly: &str, version: &str, managed: bool| {
        row(json!({
            "solutionid": id, "uniquename": unique, "friendlyname": friendly, "version": version, "ismanaged": managed, "isvisible": true,
            "installedon": "2026-09-01T08:00:00Z",
        }))
    };
    let mut all = vec![of("fd140aaf-4df4-11dd-bd17-0019b9312238", "Default", "Default Solution", "1.0", false)];
    if !call.on("sandbox/dynamics-no-solution") {
        // [inferred] from the name of the file: what the solution is called inside is published nowhere.
        let unique = "MicrosoftMarketplacesLeadIntegrationSolution";
        all.push(of("1d3f0b3a-7a0e-4f64-9f1c-0c1d5b8e2a77", unique, "Microsoft Marketplace Lead Writer", "1.0.0.0", true));
    }
    all
}

fn profiles_table() -> Table {
    let properties = [("fieldsecurityprofileid", Plain::Guid), ("name", Plain::Text), ("description", Plain::Text)];
    Table::new("fieldsecurityprofiles", "fieldsecurityprofile", "fieldsecurityprofileid", &properties)
}

const ADMINISTRATORS: &str = "572329c1-a042-4e22-be47-367c6374ea45";
const SALES: &str = "5f2c2f54-2c0e-4f33-8a3a-7d0b8d6b4f10";

/// The administrators' comes with every environment; the other with the column that was secured.
fn column_profiles(call: &Call<'_>) -> Vec<Row> {
    let of = |id: &str, name: &str| row(json!({"fieldsecurityprofileid": id, "name": name, "description": null}));
    let mut all = vec![of(ADMINISTRATORS, "System Administrator")];
    if call.on("dynamics/leadsourcecode-permission") {
        all.push(of(SALES, "Sales managers"));
    }
    all
}

fn permissions_table() -> Table {
    let properties = [
        ("fieldpermissionid", Plain::Guid),
        ("entityname", Plain::Text),
        ("attributelogicalname", Plain::Text),
        ("cancreate", Plain::Number),
        ("canread", Plain::Number),
        ("canupdate", Plain::Number),
        ("_fieldsecurityprofileid_value", Plain::Guid),
    ];
    Table::new("fieldpermissions", "fieldpermission", "fieldpermissionid", &properties)
}

/// 4: allowed, 0: not.
fn permissions(call: &Call<'_>) -> Vec<Row> {
    if !call.on("dynamics/leadsourcecode-permission") {
        return Vec::new();
    }
    let of = |id: &str, profile: &str, name: &str, allowed: u8| {
        row(json!({
            "fieldpermissionid": id, "entityname": "lead", "attributelogicalname": "leadsourcecode", "cancreate": allowed, "canread": 4,
            "canupdate": allowed, "_fieldsecurityprofileid_value": profile,
            "fieldsecurityprofileid": {"fieldsecurityprofileid": profile, "name": name},
        }))
    };
    vec![
        of("8c1d2e3f-0a4b-4c5d-8e6f-7a8b9c0d1e2f", ADMINISTRATORS, "System Administrator", 4),
        of("9d2e3f40-1b5c-4d6e-9f70-8b9c0d1e2f30", SALES, "Sales managers", 4),
    ]
}

fn organizations_table() -> Table {
    Table::new("organizations", "organization", "organizationid", &[("organizationid", Plain::Guid), ("name", Plain::Text)])
}

fn organization(call: &Call<'_>) -> Row {
    row(json!({"organizationid": call.caller.members.organization, "name": "Contoso"}))
}
