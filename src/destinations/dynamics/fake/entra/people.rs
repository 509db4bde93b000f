//! Users who sign in with a password: whether they exist, the smart lock-out, and everything that stands between a right password and a token.

use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};

use super::super::world::{lock, on};
use super::answer::Refusal;
use super::directory::{Person, Tenant, Trouble};
use super::token::{Exchange, conditional_access};

/// Wrong passwords before the lock-out, and how long the first one lasts (documented defaults of smart lock-out).
pub const THRESHOLD: usize = 10;
const LOCKED_FOR: SignedDuration = SignedDuration::from_secs(60);

/// The last wrong passwords of a user, which do not count a second time (documented: three).
const REMEMBERED: usize = 3;

/// What the service remembers of wrong attempts.
#[derive(Default)]
struct Attempts {
    count: usize,
    last: Vec<String>,
    locked_until: Option<Timestamp>,
}

#[derive(Default)]
pub struct People {
    attempts: Mutex<HashMap<String, Attempts>>,
}

impl People {
    /// The user, where nothing stands between them and a token.
    pub fn sign_in<'e>(
        &self,
        exchange: &'e Exchange<'_>,
        tenant: &Tenant,
        name: &str,
        password: &str,
        resource: &str,
        client: &str,
    ) -> Result<&'e Person, Refusal> {
        let directory = &exchange.world.directory;
        if on(exchange.faults, "entra/guest-user-not-in-tenant") || name.to_ascii_lowercase().ends_with("@outlook.com") {
            let text = format!(
                "User account '{name}' from identity provider 'live.com' does not exist in tenant '{}' and cannot access the application '{client}' in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
                tenant.name
            );
            return Err(Refusal::new(50_020, "invalid_grant", text)); // [inferred] that it is said to a password too
        }
        let found = directory.person(name).filter(|_| tenant.id == directory.home.id);
        let Some(person) = found else {
            let text = format!(
                "The user account {{EmailHidden}} does not exist in the {} directory. To sign into this application, the account must be added to the directory.",
                tenant.id
            );
            return Err(Refusal::new(50_034, "invalid_grant", text));
        };
        let trouble = person.trouble.or_else(|| ordered(exchange).filter(|_| person.name == directory.lead_user().name));
        if trouble == Some(Trouble::Locked) || self.is_locked(&person.name, exchange.request.now) {
            return Err(locked());
        }
        let right = if on(exchange.faults, "entra/password-invalid") { &directory.changed_password } else { &directory.password };
        if password != right {
            self.count(&person.name, password, exchange.request.now);
            return Err(Refusal::new(50_126, "invalid_grant", "Error validating credentials due to invalid username or password."));
        }
        self.forget(&person.name);
        match trouble {
            Some(trouble) => Err(refusal(trouble, resource, client)),
            None => Ok(person),
        }
    }

    fn is_locked(&self, name: &str, now: Timestamp) -> bool {
        lock(&self.attempts).get(name).and_then(|attempts| attempts.locked_until).is_some_and(|until| until > now)
    }

    fn count(&self, name: &str, password: &str, now: Timestamp) {
        let mut all = lock(&self.attempts);
        let attempts = all.entry(name.to_owned()).or_default();
        if attempts.last.iter().any(|last| last == password) {
            return;
        }
        attempts.last.insert(0, password.to_owned());
        attempts.last.truncate(REMEMBERED);
        attempts.count += 1;
        if attempts.count >= THRESHOLD {
            attempts.locked_until = Some(now + LOCKED_FOR);
            attempts.count = 0;
        }
    }

    fn forget(&self, name: &str) {
        lock(&self.attempts).remove(name);
    }
}

/// What the faults do to the user of the profile.
fn ordered(exchange: &Exchange<'_>) -> Option<Trouble> {
    let known = [
        ("entra/account-locked", Trouble::Locked),
        ("entra/user-disabled", Trouble::Disabled),
        ("entra/password-expired", Trouble::PasswordExpired),
        ("entra/consent-required", Trouble::NoConsent),
        ("entra/mfa-required", Trouble::Mfa),
        ("entra/conditional-access-blocked", Trouble::ConditionalAccess),
    ];
    known.into_iter().find(|(fault, _)| on(exchange.faults, fault)).map(|(_, trouble)| trouble)
}

fn locked() -> Refusal {
    let text = "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.";
    Refusal::new(50_053, "invalid_grant", text)
}

fn refusal(trouble: Trouble, resource: &str, client: &str) -> Refusal {
    let grant = |code, text: &str| Refusal::new(code, "invalid_grant", text);
    match trouble {
        Trouble::Locked => locked(),
        Trouble::Disabled => grant(50_057, "The user account is disabled."),
        Trouble::PasswordExpired => grant(50_055, "The password is expired.").with("user_password_expired", false),
        Trouble::NoPassword => grant(50_056, "Invalid or null password: password does not exist in the directory for this user."),
        Trouble::ConditionalAccess => conditional_access(),
        Trouble::NoConsent => {
            let text = format!(
                "The user or administrator has not consented to use the application with ID '{client}' named 'Dataverse sample client'. Send an interactive authorization request for this user and resource."
            );
            grant(65_001, &text).with("consent_required", false)
        }
        Trouble::Mfa => {
            let text = format!(
                "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resource}'."
            );
            grant(50_076, &text).with("basic_action", true)
        }
    }
}
