//! The functions of a user: all privileges, or one by its name, direct and through teams.
//!
//! Everybody may ask about themselves (inferred: which privilege the functions want is documented nowhere); about others whoever may read users.

use serde_json::{Value, json};

use super::answer::Refusal;
use super::call::Call;
use super::members::{Depth, Privilege};
use super::path::Segment;
use super::records;
use crate::core::fake::FakeAnswer;

const BY_NAME: &str = "RetrieveUserPrivilegeByPrivilegeName";
const ALL: &str = "RetrieveUserPrivileges";

/// `systemusers(id)/Microsoft.Dynamics.CRM.…`; `None` for other names.
pub fn answer(call: &Call<'_>, user: &Segment, function: &Segment) -> Option<Result<FakeAnswer, Refusal>> {
    let name = function.name.strip_prefix("Microsoft.Dynamics.CRM.")?;
    [ALL, BY_NAME].contains(&name).then(|| privileges(call, user, function, name == BY_NAME))
}

fn privileges(call: &Call<'_>, user: &Segment, function: &Segment, by_name: bool) -> Result<FakeAnswer, Refusal> {
    call.caller.need_a_role()?;
    let is_self = user.key().transpose()?.is_some_and(|id| id == call.caller.member.id);
    if !is_self || call.on("sandbox/dynamics-privileges-hidden") {
        call.caller.need("prvReadUser")?;
    }
    let member = records::member(call, user)?;
    let mut held = call.caller.members.privileges_of(member, call.faults);
    if by_name {
        let missing = || Refusal::new(400, "0x80040203", "The parameter 'PrivilegeName' is missing."); // [inferred] text
        let wanted = function.parameter("PrivilegeName", &call.options).ok_or_else(missing)?;
        let unknown = || Refusal::new(400, "0x80040203", format!("The privilege with name '{wanted}' does not exist.")); // [inferred] text
        let wanted = Privilege::named(&wanted).ok_or_else(unknown)?;
        held.retain(|(privilege, _)| privilege.name == wanted.name);
    }
    let business_unit = &call.caller.members.business_unit;
    let one = |(privilege, depth): (Privilege, Depth)| {
        json!({
            "Depth": depth.name(), "PrivilegeId": privilege.id(), "BusinessUnitId": business_unit, "PrivilegeName": privilege.name,
        })
    };
    let body: Vec<Value> = held.into_iter().map(one).collect();
    let response = if by_name { BY_NAME } else { ALL };
    Ok(call.one(&format!("Microsoft.Dynamics.CRM.{response}Response"), json!({"RolePrivileges": body})))
}
