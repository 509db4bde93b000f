//! The table Lead: create, read, query, change, delete, each held against privileges and against the table's columns.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::answer::{self, Refusal};
use super::call::Call;
use super::columns::{Column, Kind, columns};
use super::members::Depth;
use super::path::Segment;
use super::payload;
use super::query::Query;
use super::store::{Row, Store};
use super::table::{Plain, Table};
use crate::core::clock::iso;
use crate::core::fake::{FakeAnswer, FakeBody, Faults};

/// The table as queries see it.
pub fn table(faults: &Faults) -> Table {
    let plain = |kind| match kind {
        Kind::Text(_) | Kind::Memo(_) => Plain::Text,
        Kind::Whole | Kind::Choice(_) | Kind::State(_) | Kind::Status(_) => Plain::Number,
        Kind::Yes => Plain::Yes,
        Kind::Time => Plain::Time,
        Kind::Lookup | Kind::Key => Plain::Guid,
    };
    let properties = columns(faults).iter().map(|column| (column.property(), plain(column.kind))).collect();
    Table { set: "leads", entity: "lead", key: "leadid", properties }
}

/// Whatever the table itself answers.
pub fn answer(call: &Call<'_>, store: &mut Store, segment: &Segment) -> Result<FakeAnswer, Refusal> {
    if call.on("dynamics/lead-table-missing") {
        return Err(Refusal::no_segment("leads"));
    }
    let key = segment.key().transpose()?;
    match (call.request.method.as_str(), key) {
        ("POST", None) => create(call, store),
        ("GET", None) => list(call, store),
        ("GET", Some(id)) => read(call, store, &id),
        ("PATCH", Some(id)) => change(call, store, &id),
        ("DELETE", Some(id)) => delete(call, store, &id),
        (method, _) => Err(Refusal::new(405, "0x80060888", format!("The requested resource does not support http method '{method}'."))),
    }
}

fn create(call: &Call<'_>, store: &mut Store) -> Result<FakeAnswer, Refusal> {
    let columns = columns(call.faults);
    // The body is read before anybody asks who may do it.
    let mut given = payload::read(call.request, &columns)?;
    call.caller.need("prvCreateLead")?;
    payload::check(call, &columns, &given, true)?;
    // Asked for by the platform itself when it makes a lead; users ran into it.
    call.caller.need("prvReadAsyncOperation")?;
    plugins(call)?;
    if given.get("overriddencreatedon").is_some_and(|made| !made.is_null()) {
        call.caller.need("prvOverrideCreatedOnCreatedBy")?;
    }
    let id = given.remove("leadid").and_then(|id| id.as_str().map(str::to_ascii_lowercase)).unwrap_or_else(super::super::world::guid);
    duplicates(call, store, &given)?;
    if call.preferences.representation {
        // [inferred] refused as a whole, with nothing kept.
        call.caller.need("prvReadLead")?;
    }
    let row = complete(call, store, &columns, &id, given);
    let etag = etag(&row);
    if !store.insert(&id, row.clone()) {
        return Err(Refusal::new(412, "0x80040237", "A record with matching key values already exists."));
    }
    let arrived = Value::Object(row.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), value.clone())).collect());
    let place = format!("{}/leads({id})", call.root());
    let made = if call.preferences.representation {
        let query = Query::parse(&call.options, &table(call.faults))?;
        answer::ok(call.request, 201, &shown(call, &row, query.select.as_deref())).header("ETag", etag)
    } else {
        answer::empty(call.request)
    };
    let mut made = made.header("OData-EntityId", place.as_str()).header("Location", place);
    if call.on("sandbox/dynamics-plugin-slow") {
        // The lead is kept, and the environment's own code goes on for longer than anybody waits.
        made.body = FakeBody::Silence;
    }
    made.arrived = Some(arrived);
    Ok(made)
}

/// The environment's own code, which runs when a lead is made.
fn plugins(call: &Call<'_>) -> Result<(), Refusal> {
    if call.on("dynamics/plugin-error") {
        let trace = "[LeadGuard: LeadGuard.ValidateLead]\n[b2a7c1f0-5f0e-4d0e-8f1e-6f3c5f1b2a10: LeadGuard.ValidateLead: Create of lead]\n\nThe lead's postal code is empty.\n";
        return Err(Refusal::new(400, "0x80040265", "The lead cannot be saved: a postal code is required.").tracing(trace));
    }
    Ok(())
}

fn duplicates(call: &Call<'_>, store: &Store, given: &Row) -> Result<(), Refusal> {
    if call.on("dynamics/duplicate-key") {
        return Err(Refusal::new(412, "0x80040237", "A record with matching key values already exists."));
    }
    // Off unless the client asks for it; one rule: the same e-mail address.
    let asked = call.request.header("mscrm.suppressduplicatedetection").is_some_and(|value| value.eq_ignore_ascii_case("false"));
    let same = || given.get("emailaddress1").is_some_and(|email| !email.is_null() && store.all().any(|row| row.get("emailaddress1") == Some(email)));
    if call.on("dynamics/duplicate-detected") || asked && same() {
        let text = "A record was not created or updated because a duplicate of the current record already exists.";
        return Err(Refusal::new(412, "0x80040333", text));
    }
    Ok(())
}

/// The row with what the platform fills in.
fn complete(call: &Call<'_>, store: &mut Store, columns: &[Column], id: &str, given: Row) -> Row {
    let me = json!(call.caller.member.id);
    let now = json!(iso(call.request.now));
    let mut row: Row = columns.iter().map(|column| (column.property(), Value::Null)).collect();
    let defaults = [
        ("leadqualitycode", json!(2)),
        ("donotemail", json!(false)),
        ("donotphone", json!(false)),
        ("donotbulkemail", json!(false)),
        ("statecode", json!(0)),
        ("statuscode", json!(1)),
        ("_ownerid_value", me.clone()),
        ("_owninguser_value", me.clone()),
        ("_owningbusinessunit_value", json!(call.caller.members.business_unit)),
        ("_createdby_value", me.clone()),
        ("_modifiedby_value", me),
        ("createdon", now.clone()),
        ("modifiedon", now),
    ];
    row.extend(defaults.into_iter().map(|(name, value)| (name.to_owned(), value)));
    row.extend(given);
    // A migrated row: it gets the time that it had, and the present one stands beside it (documented).
    if let Some(made) = row.get("overriddencreatedon").filter(|made| !made.is_null()).cloned() {
        let now = row.insert("createdon".into(), made).unwrap_or_default();
        row.insert("overriddencreatedon".into(), now);
    }
    row.insert("leadid".into(), id.into());
    refresh(&mut row, store);
    row
}

/// What follows from the other columns.
fn refresh(row: &mut Row, store: &mut Store) {
    let text = |name: &str| row.get(name).and_then(Value::as_str).map(str::trim).unwrap_or_default().to_owned();
    let full = format!("{} {}", text("firstname"), text("lastname")).trim().to_owned();
    row.insert("fullname".into(), if full.is_empty() { Value::Null } else { full.into() });
    row.insert("versionnumber".into(), store.next_version().into());
}

fn etag(row: &Row) -> String {
    format!("W/\"{}\"", row["versionnumber"])
}

/// The row where the caller may touch it: 404 where there is none, 403 where it is another's.
fn reach<'s>(call: &Call<'_>, store: &'s Store, id: &str, privilege: &str, right: &str) -> Result<&'s Row, Refusal> {
    let depth = call.caller.need(privilege)?;
    let gone = || Refusal::new(404, "0x80040217", format!("Entity 'lead' With Id = {id} Does Not Exist"));
    let row = store.get(id).ok_or_else(gone)?;
    let owner = row["_ownerid_value"].as_str().unwrap_or_default();
    if depth == Depth::Basic && owner != call.caller.member.id {
        return Err(call.caller.beyond(id, owner, right));
    }
    Ok(row)
}

fn read(call: &Call<'_>, store: &Store, id: &str) -> Result<FakeAnswer, Refusal> {
    let row = reach(call, store, id, "prvReadLead", "ReadAccess")?;
    let query = Query::parse(&call.options, &table(call.faults))?;
    let etag = etag(row);
    if call.request.header("if-none-match") == Some(etag.as_str()) {
        return Ok(FakeAnswer::new(304, "").header("ETag", etag));
    }
    Ok(answer::ok(call.request, 200, &shown(call, row, query.select.as_deref())).header("ETag", etag))
}

fn list(call: &Call<'_>, store: &Store) -> Result<FakeAnswer, Refusal> {
    let depth = call.caller.need("prvReadLead")?;
    let table = table(call.faults);
    let query = Query::parse(&call.options, &table)?;
    let mine = |row: &&Row| depth == Depth::Global || row["_ownerid_value"] == json!(call.caller.member.id);
    let page = query.page(store.all().filter(mine), &call.preferences);
    Ok(call.listed(&table, &query, page, |row| {
        let mut out = Row::from_iter([("@odata.etag".to_owned(), etag(row).into())]);
        out.extend(selected(call, row, query.select.as_deref()));
        out
    }))
}

fn change(call: &Call<'_>, store: &mut Store, id: &str) -> Result<FakeAnswer, Refusal> {
    let columns = columns(call.faults);
    let mut given = payload::read(call.request, &columns)?;
    given.remove("leadid");
    let missing = matches!(reach(call, store, id, "prvWriteLead", "WriteAccess"), Err(refusal) if refusal.status == 404);
    // Without If-Match: * the Web API makes what it does not find.
    if missing && call.request.header("if-match") != Some("*") {
        call.caller.need("prvCreateLead")?;
        payload::check(call, &columns, &given, true)?;
        let row = complete(call, store, &columns, id, given);
        store.insert(id, row);
    } else {
        let row = reach(call, store, id, "prvWriteLead", "WriteAccess")?;
        if call.request.header("if-match").is_some_and(|wanted| wanted != "*" && wanted != etag(row)) {
            let text = "The version of the existing record doesn't match the RowVersion property provided.";
            return Err(Refusal::new(412, "0x80060882", text));
        }
        payload::check(call, &columns, &given, false)?;
        let mut row = row.clone();
        row.extend(given);
        row.insert("modifiedon".into(), iso(call.request.now).into());
        row.insert("_modifiedby_value".into(), call.caller.member.id.as_str().into());
        refresh(&mut row, store);
        if let Some(kept) = store.get_mut(id) {
            *kept = row;
        }
    }
    Ok(answer::empty(call.request).header("OData-EntityId", format!("{}/leads({id})", call.root())))
}

fn delete(call: &Call<'_>, store: &mut Store, id: &str) -> Result<FakeAnswer, Refusal> {
    reach(call, store, id, "prvDeleteLead", "DeleteAccess")?;
    store.remove(id);
    Ok(answer::empty(call.request))
}

/// One row as an answer of its own.
fn shown(call: &Call<'_>, row: &Row, select: Option<&[String]>) -> Value {
    let mut out = Map::new();
    out.insert("@odata.context".into(), format!("{}#leads{}/$entity", call.context(), in_parentheses(select)).into());
    out.insert("@odata.etag".into(), etag(row).into());
    out.extend(selected(call, row, select));
    Value::Object(out)
}

pub fn in_parentheses(select: Option<&[String]>) -> String {
    select.map(|names| format!("({})", names.join(","))).unwrap_or_default()
}

/// The chosen properties, with what they mean to people for those who ask.
fn selected(call: &Call<'_>, row: &Row, select: Option<&[String]>) -> Row {
    let chosen = table(call.faults).select(row, select);
    if !call.preferences.annotates("OData.Community.Display.V1.FormattedValue") {
        return chosen;
    }
    let columns = columns(call.faults);
    let mut out = Row::new();
    for (name, value) in chosen {
        if let Some(column) = columns.iter().find(|column| column.property() == name)
            && let Some(words) = formatted(call, column, &value)
        {
            out.insert(format!("{name}@OData.Community.Display.V1.FormattedValue"), words.into());
            if column.kind == Kind::Lookup {
                let of = if column.name == "owningbusinessunit" { "businessunit" } else { "systemuser" };
                out.insert(format!("{name}@Microsoft.Dynamics.CRM.lookuplogicalname"), of.into());
            }
        }
        out.insert(name, value);
    }
    out
}

fn formatted(call: &Call<'_>, column: &Column, value: &Value) -> Option<String> {
    match column.kind {
        Kind::Choice(options) | Kind::State(options) | Kind::Status(options) => {
            options.iter().find(|(number, _)| value.as_i64() == Some(*number)).map(|(_, label)| (*label).to_owned())
        }
        Kind::Yes => value.as_bool().map(|yes| if yes { "Do Not Allow" } else { "Allow" }.to_owned()),
        Kind::Time => {
            let at: Timestamp = value.as_str()?.parse().ok()?;
            Some(at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%-m/%-d/%Y %-I:%M %p").to_string())
        }
        Kind::Lookup => {
            let id = value.as_str()?;
            Some(call.caller.members.by_id(id).map_or("Contoso", |member| member.name).to_owned())
        }
        Kind::Whole => value.as_u64().map(|number| number.to_string()),
        Kind::Text(_) | Kind::Memo(_) | Kind::Key => None,
    }
}
