//! Who asks: a bearer token, looked up, then the member of the environment behind it, then what that member may do.

use super::super::world::{Audience, World, on};
use super::answer::Refusal;
use super::members::{Depth, Member, Members, Privilege};
use crate::core::fake::{FakeRequest, Faults};

/// The caller of a request, with everything that decides what they may do.
#[derive(Clone, Copy)]
pub struct Caller<'a> {
    pub member: &'a Member,
    pub members: &'a Members,
    pub faults: &'a Faults,
}

/// Why there is no caller.
pub enum Stranger {
    /// No token, an expired one, or one for something else: 401.
    Unauthenticated,
    /// The directory knows them, the environment does not let them in.
    Refused(Refusal),
}

pub fn find<'a>(request: &FakeRequest, world: &World, members: &'a Members, faults: &'a Faults) -> Result<Caller<'a>, Stranger> {
    let header = request.header("authorization").unwrap_or_default();
    let (scheme, token) = header.split_once(' ').unwrap_or_default();
    let grant = world.grant(token.trim()).filter(|grant| {
        scheme.eq_ignore_ascii_case("bearer")
            && grant.audience == Audience::Dataverse
            && grant.tenant == world.directory.home.id
            && grant.expires > request.now
            && !on(faults, "dynamics/unauthorized-token")
    });
    let Some(grant) = grant else { return Err(Stranger::Unauthenticated) };
    let refuse = |status, code, message: String| Err(Stranger::Refused(Refusal::new(status, code, message)));
    let not_member = "The user is not a member of the organization.";
    let Some(member) = members.by_object(&grant.subject) else { return refuse(403, "0x80072560", not_member.to_owned()) };
    let hit = |fault| !member.is_admin && on(faults, fault);
    if hit("dynamics/application-restricted") {
        let text = format!(
            "Access to Dataverse API is restricted for this application Id : '{}'. Please contact your administrator for more information.",
            grant.application
        );
        return refuse(403, "0x80095ffc", text);
    }
    // A documented error with many causes is shown by this one.
    if hit("dynamics/user-not-member") || hit("dynamics/sign-in-failed") {
        return refuse(403, "0x80072560", not_member.to_owned());
    }
    if hit("dynamics/user-disabled") {
        let text = format!("The user with SystemUserId={} in OrganizationContext={} is disabled.", member.id, members.organization);
        return refuse(403, "0x80041d1f", text);
    }
    Ok(Caller { member, members, faults })
}

impl Caller<'_> {
    /// How far the caller holds a privilege.
    pub fn depth(&self, name: &str) -> Option<Depth> {
        self.members.privileges_of(self.member, self.faults).into_iter().filter(|(held, _)| held.name == name).map(|(_, depth)| depth).max()
    }

    /// Refuses those who have no role at all, each time with the same words.
    pub fn need_a_role(&self) -> Result<(), Refusal> {
        if self.members.privileges_of(self.member, self.faults).is_empty() {
            let text = format!(
                "SecLib::RetrievePrivilegeForUser failed - no roles are assigned to user. Returned hr = -2147209463, User: {}",
                self.member.id
            );
            return Err(Refusal::new(403, "0x80042f09", text));
        }
        Ok(())
    }

    /// The depth, or 403 in the long form.
    pub fn need(&self, name: &str) -> Result<Depth, Refusal> {
        self.need_a_role()?;
        self.depth(name).ok_or_else(|| self.lacks(name))
    }

    fn lacks(&self, name: &str) -> Refusal {
        let (privilege, member) = (Privilege::named(name), self.member);
        let (id, table, number, label) = privilege.map_or_else(Default::default, |known| (known.id(), known.table, known.number, known.label));
        let held = self.members.privileges_of(member, self.faults).len();
        let roles = self.members.roles_of(member, self.faults).len();
        let mode = if member.application.is_some() { "4 Non-interactive" } else { "0 Read-Write" };
        let text = format!(
            "Principal user (Id={}, type=8, roleCount={roles}, privilegeCount={held}, accessMode='{mode}', AADObjectId='{}', MetadataCachePrivilegesCount=5798, businessUnitId={}), is missing {name} privilege (Id={id}) on OTC={number} for entity '{table}' (LocalizedName='{label}'). context.Caller={}. Consider adding missed privilege to one of the principal (user/team) roles.",
            member.id, member.object_id, self.members.business_unit, member.id
        );
        Refusal::new(403, "0x80040220", text)
    }

    /// 403 on a record that exists, is another's, and lies beyond the privilege's depth.
    pub fn beyond(&self, record: &str, owner: &str, right: &str) -> Refusal {
        let text = format!(
            "SecLib::AccessCheckEx failed. Returned hr = -2147187962, ObjectID: {record}, OwnerId: {owner},  OwnerIdType: 8 and CallingUser: {}. ObjectTypeCode: 4, objectBusinessUnitId: {}, AccessRights: {right}",
            self.member.id, self.members.business_unit
        );
        Refusal::new(403, "0x80048306", text)
    }
}
