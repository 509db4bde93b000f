//! The users of the environment, their security roles, and what a role allows and how far.
//!
//! Which privileges Microsoft's role *Microsoft Marketplace Lead Writer* holds is published nowhere; it is documented to "write the leads
//! and to track the solution version". Here it may create leads, and read, change and delete its own: a lead that was sent can then be
//! shown as it arrived and be cleaned up, which is what people try a sandbox for. Both can be taken away (`sandbox/dynamics-no-read`,
//! `sandbox/dynamics-no-delete`), since a stricter role is as likely. It may look at nothing else.

use sha2::{Digest, Sha256};

use super::super::entra::directory::Directory;
use super::super::world::{guid, on};
use crate::core::fake::Faults;

/// What the documentation calls the role.
pub const LEAD_WRITER: &str = "Microsoft Marketplace Lead Writer";
const ADMINISTRATOR: &str = "System Administrator";

/// How far a privilege reaches. The environment has one business unit, so that all but `Basic` reach everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// One's own records.
    Basic,
    Global,
}

impl Depth {
    pub fn name(self) -> &'static str {
        match self {
            Depth::Basic => "Basic",
            Depth::Global => "Global",
        }
    }
}

/// A privilege: its name, its table, that table's number and display name.
#[derive(Debug, Clone, Copy)]
pub struct Privilege {
    pub name: &'static str,
    pub table: &'static str,
    pub number: u32,
    pub label: &'static str,
}

const fn privilege(name: &'static str, table: &'static str, number: u32, label: &'static str) -> Privilege {
    Privilege { name, table, number, label }
}

/// Every privilege that this environment knows.
pub const PRIVILEGES: [Privilege; 26] = [
    privilege("prvAppendLead", "lead", 4, "Lead"),
    privilege("prvAppendToAsyncOperation", "asyncoperation", 4700, "System Job"),
    privilege("prvAppendToLead", "lead", 4, "Lead"),
    privilege("prvAssignLead", "lead", 4, "Lead"),
    privilege("prvCreateLead", "lead", 4, "Lead"),
    privilege("prvCreateUserEntityUISettings", "userentityuisettings", 2500, "User Entity UI Settings"),
    privilege("prvDeleteLead", "lead", 4, "Lead"),
    // Of no table.
    privilege("prvOverrideCreatedOnCreatedBy", "", 0, ""),
    privilege("prvReadAsyncOperation", "asyncoperation", 4700, "System Job"),
    privilege("prvReadAttribute", "attribute", 9808, "Attribute"),
    privilege("prvReadEntity", "entity", 9800, "Entity"),
    privilege("prvReadFieldPermission", "fieldpermission", 1201, "Field Permission"),
    privilege("prvReadFieldSecurityProfile", "fieldsecurityprofile", 1200, "Column Security Profile"),
    privilege("prvReadLead", "lead", 4, "Lead"),
    privilege("prvReadOptionSet", "optionset", 9809, "Choice"),
    privilege("prvReadOrganization", "organization", 1019, "Organization"),
    privilege("prvReadPrivilege", "privilege", 1023, "Privilege"),
    privilege("prvReadRole", "role", 1036, "Security Role"),
    privilege("prvReadSolution", "solution", 7100, "Solution"),
    privilege("prvReadTeam", "team", 9, "Team"),
    privilege("prvReadUser", "systemuser", 8, "User"),
    privilege("prvReadUserEntityUISettings", "userentityuisettings", 2500, "User Entity UI Settings"),
    privilege("prvShareLead", "lead", 4, "Lead"),
    privilege("prvWriteAsyncOperation", "asyncoperation", 4700, "System Job"),
    privilege("prvWriteLead", "lead", 4, "Lead"),
    privilege("prvWriteUserEntityUISettings", "userentityuisettings", 2500, "User Entity UI Settings"),
];

impl Privilege {
    /// The privilege of this name, in any case.
    pub fn named(name: &str) -> Option<Privilege> {
        PRIVILEGES.into_iter().find(|privilege| privilege.name.eq_ignore_ascii_case(name))
    }

    pub fn id(self) -> String {
        id_of(self.name)
    }
}

/// A GUID for a name, the same in every run.
pub fn id_of(name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Uuid::from_bytes(bytes).hyphenated().to_string()
}

/// A security role.
#[derive(Debug)]
pub struct Role {
    pub id: String,
    pub name: &'static str,
}

impl Role {
    /// What it allows, with these faults on.
    pub fn privileges(&self, faults: &Faults) -> Vec<(Privilege, Depth)> {
        if self.name == ADMINISTRATOR {
            return PRIVILEGES.into_iter().map(|privilege| (privilege, Depth::Global)).collect();
        }
        let missing = |name: &str| match name {
            "prvCreateLead" => on(faults, "dynamics/missing-privilege"),
            "prvReadLead" => on(faults, "sandbox/dynamics-no-read"),
            "prvDeleteLead" => on(faults, "sandbox/dynamics-no-delete") || on(faults, "sandbox/dynamics-no-read"),
            _ => name.ends_with("AsyncOperation") && on(faults, "sandbox/dynamics-no-system-job"),
        };
        let held = |privilege: Privilege| match privilege.table {
            "lead" if !["prvAssignLead", "prvShareLead"].contains(&privilege.name) => Some(Depth::Basic),
            // Added by hand, as the documentation has it.
            "userentityuisettings" => Some(Depth::Basic),
            "asyncoperation" => Some(Depth::Global),
            _ => None,
        };
        PRIVILEGES.into_iter().filter(|privilege| !missing(privilege.name)).filter_map(|privilege| Some((privilege, held(privilege)?))).collect()
    }
}

/// Whether nobody gave the user a role: forgotten, or never made because the solution is missing.
fn without_role(faults: &Faults) -> bool {
    on(faults, "dynamics/no-roles-assigned") || on(faults, "sandbox/dynamics-no-solution")
}

/// A user or application user of the environment.
#[derive(Debug)]
pub struct Member {
    pub id: String,
    pub name: &'static str,
    pub domain_name: String,
    /// Of the service principal or the user in the directory.
    pub object_id: String,
    pub application: Option<String>,
    pub is_admin: bool,
    role: &'static str,
}

/// All that the environment knows about users.
#[derive(Debug)]
pub struct Members {
    pub organization: String,
    pub business_unit: String,
    pub team: String,
    pub roles: Vec<Role>,
    pub all: Vec<Member>,
}

impl Members {
    pub fn new(directory: &Directory) -> Self {
        let member = |name, domain_name: &str, object_id: &str, application: Option<&str>, is_admin| Member {
            id: guid(),
            name,
            domain_name: domain_name.to_owned(),
            object_id: object_id.to_owned(),
            application: application.map(str::to_owned),
            is_admin,
            role: if is_admin { ADMINISTRATOR } else { LEAD_WRITER },
        };
        let (writer, admin, user) = (&directory.lead_writer, &directory.admin, directory.lead_user());
        Members {
            organization: guid(),
            business_unit: guid(),
            team: guid(),
            roles: [ADMINISTRATOR, LEAD_WRITER].map(|name| Role { id: guid(), name }).into(),
            all: vec![
                member("# Marketplace leads", "", &writer.object_id, Some(&writer.id), false),
                member("# Lead set-up check", "", &admin.object_id, Some(&admin.id), true),
                member("Marketplace Leads", &user.name, &user.object_id, None, false),
            ],
        }
    }

    pub fn by_object(&self, object_id: &str) -> Option<&Member> {
        self.all.iter().find(|member| member.object_id == object_id)
    }

    pub fn by_id(&self, id: &str) -> Option<&Member> {
        self.all.iter().find(|member| member.id.eq_ignore_ascii_case(id))
    }

    /// The roles of a member, with these faults on. The role through a team comes with `sandbox/dynamics-team-role`.
    pub fn roles_of(&self, member: &Member, faults: &Faults) -> Vec<&Role> {
        if !member.is_admin && (without_role(faults) || self.through_team(member, faults)) {
            return Vec::new();
        }
        self.roles.iter().filter(|role| role.name == member.role).collect()
    }

    /// Whether the role comes from a team instead.
    pub fn through_team(&self, member: &Member, faults: &Faults) -> bool {
        !member.is_admin && on(faults, "sandbox/dynamics-team-role")
    }

    /// Every privilege of a member, direct or through a team.
    pub fn privileges_of(&self, member: &Member, faults: &Faults) -> Vec<(Privilege, Depth)> {
        let team = self.roles.iter().filter(|role| self.through_team(member, faults) && role.name == member.role);
        self.roles_of(member, faults).into_iter().chain(team).flat_map(|role| role.privileges(faults)).collect()
    }
}
