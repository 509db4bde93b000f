//! Who exists: two tenants, the applications and users of the first, and the secrets that they sign in with.
//!
//! All ids and secrets are random; the good credentials go into the profiles that the sandbox writes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::world::guid;

/// Microsoft's public client for Dataverse samples and its service client, present in every tenant.
pub const DATAVERSE_SAMPLES: &str = "51f81489-12ee-4a9e-aaae-a2591f45987d";

/// The Azure command line, another public client of Microsoft's, present in every tenant.
const AZURE_CLI: &str = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

/// The tenant of personal Microsoft accounts: no directory of a company.
pub const CONSUMERS: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// One directory.
#[derive(Debug)]
pub struct Tenant {
    pub id: String,
    pub domain: &'static str,
    pub name: &'static str,
}

/// A registered application, as present in the first tenant.
#[derive(Debug)]
pub struct Application {
    pub id: String,
    /// Of its service principal in the first tenant.
    pub object_id: String,
    pub name: &'static str,
    pub secret: ClientSecret,
    pub disabled: bool,
}

/// A client secret: its value, which signs in, and its ID, which the portal shows beside it and which does not.
#[derive(Debug)]
pub struct ClientSecret {
    pub id: String,
    pub value: String,
    /// What it was replaced by, under the fault that it no longer holds.
    pub renewed: String,
}

/// A user with a password.
#[derive(Debug)]
pub struct Person {
    pub name: String,
    pub object_id: String,
    pub trouble: Option<Trouble>,
}

/// Why a user cannot sign in with the right password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    Locked,
    Disabled,
    PasswordExpired,
    NoPassword,
    Mfa,
    ConditionalAccess,
    NoConsent,
}

#[derive(Debug)]
pub struct Directory {
    /// The environment's own.
    pub home: Tenant,
    /// Another company's, in which nothing of the environment exists.
    pub other: Tenant,
    /// The ID of no directory.
    pub nowhere: String,
    pub lead_writer: Application,
    pub admin: Application,
    pub switched_off: Application,
    /// Of every user.
    pub password: String,
    /// What it was changed to, under the fault that it no longer holds.
    pub changed_password: String,
    pub people: Vec<Person>,
}

/// 40 characters, as the portal generates them.
fn secret() -> String {
    let bytes = [uuid::Uuid::new_v4().into_bytes(), uuid::Uuid::new_v4().into_bytes()].concat();
    let text = URL_SAFE_NO_PAD.encode(&bytes[..27]);
    // With the characters that tempt clients to forget an encoding.
    format!("{}8Q~{}+/{}", &text[..3], &text[3..30], &text[30..])
}

fn application(name: &'static str, disabled: bool) -> Application {
    let made = ClientSecret { id: guid(), value: secret(), renewed: secret() };
    Application { id: guid(), object_id: guid(), name, secret: made, disabled }
}

impl Directory {
    pub fn new() -> Self {
        let home = Tenant { id: guid(), domain: "contoso.onmicrosoft.com", name: "Contoso" };
        let other = Tenant { id: guid(), domain: "fabrikam.onmicrosoft.com", name: "Fabrikam" };
        let people = [
            ("leads", None),
            ("locked", Some(Trouble::Locked)),
            ("disabled", Some(Trouble::Disabled)),
            ("expired", Some(Trouble::PasswordExpired)),
            ("passwordless", Some(Trouble::NoPassword)),
            ("mfa", Some(Trouble::Mfa)),
            ("blocked", Some(Trouble::ConditionalAccess)),
            ("unconsented", Some(Trouble::NoConsent)),
        ];
        let people =
            people.into_iter().map(|(name, trouble)| Person { name: format!("{name}@{}", home.domain), object_id: guid(), trouble }).collect();
        Directory {
            nowhere: guid(),
            lead_writer: application("Marketplace leads", false),
            admin: application("Lead set-up check", false),
            switched_off: application("Old integration", true),
            password: format!("{}& %+", secret()),
            changed_password: secret(),
            people,
            home,
            other,
        }
    }

    /// The tenant of this ID or verified domain.
    pub fn tenant(&self, named: &str) -> Option<&Tenant> {
        [&self.home, &self.other].into_iter().find(|tenant| tenant.id.eq_ignore_ascii_case(named) || tenant.domain.eq_ignore_ascii_case(named))
    }

    /// An application that is present in this tenant. Those of Microsoft are in all.
    pub fn application(&self, tenant: &Tenant, id: &str) -> Option<Present<'_>> {
        if [DATAVERSE_SAMPLES, AZURE_CLI].iter().any(|known| known.eq_ignore_ascii_case(id)) {
            return Some(Present::Public);
        }
        let own = [&self.lead_writer, &self.admin, &self.switched_off].into_iter().filter(|_| tenant.id == self.home.id);
        own.into_iter().find(|application| application.id.eq_ignore_ascii_case(id)).map(Present::Confidential)
    }

    pub fn person(&self, name: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.name.eq_ignore_ascii_case(name))
    }

    /// The user that Marketplace signs in as, where it does so with a password.
    pub fn lead_user(&self) -> &Person {
        &self.people[0]
    }
}

/// An application as a tenant knows it.
#[derive(Debug, Clone, Copy)]
pub enum Present<'a> {
    /// It has no secret and must send none.
    Public,
    Confidential(&'a Application),
}
