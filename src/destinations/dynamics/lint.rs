//! Everything that the values of a Dynamics profile tell offline. Any of them may be missing: the wizard asks one by one.

use url::Url;

use crate::core::address::is_loopback;
use crate::core::finding::Finding;
use crate::core::values::Values;
use crate::destinations::dynamics::address::{self, Address, shown};
use crate::destinations::dynamics::{settings, values};

pub(super) const URL: &str = "dynamics/url";
pub(super) const CREDENTIALS: &str = "dynamics/credentials";
pub(super) const PASSWORD_LOGIN: &str = "dynamics/authentication";

pub(super) fn findings(profile: &Values) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(text) = profile.expose("url") {
        url(text, &mut found);
    }
    // The wizard asks one value at a time, and then nothing is known of the other.
    let authentication = profile.expose("authentication");
    if authentication != Some("office365") {
        entra(profile, &mut found);
    }
    if authentication != Some("entra") {
        office365(profile, &mut found);
    }
    if authentication == Some("office365") {
        let why = "Office 365 rests on a user's password: by Microsoft's instructions it must be renewed every 90 days, and a second factor or a \
                   Conditional Access policy ends it at once; an application with a client secret (authentication = \"entra\") has neither";
        found.push(Finding::warning(PASSWORD_LOGIN, "authentication", why));
    }
    if let Some(text) = profile.expose("authority_url").filter(|text| !text.is_empty()) {
        authority(text, &mut found);
    }
    found
}

fn url(text: &str, found: &mut Vec<Finding>) {
    match address::understand(text) {
        Address::Other { entry, message } => found.push(Finding::error(URL, "url", message).entry(entry)),
        Address::Environment { origin, changed } => {
            let plain = shown(&origin);
            if !changed.is_empty() {
                let entry = if changed.iter().any(|what| what.contains("path")) { "dynamics/wrong-api-path" } else { "dynamics/url-malformed" };
                found.push(Finding::error(URL, "url", format!("the URL must be the environment's origin alone: write {plain}")).entry(entry));
            } else if is_loopback(&origin) {
                found.push(Finding::warning(
                    URL,
                    "url",
                    "this is this machine: Microsoft can't reach it; good for trying out, not for Partner Center",
                ));
            } else if !origin.host_str().is_some_and(address::is_dataverse) {
                let message = "no Dynamics 365 environment has such an address, as far as is known (a new region may); Marketplace does not support servers of your own";
                found.push(Finding::warning(URL, "url", message));
            }
        }
    }
}

fn entra(profile: &Values, found: &mut Vec<Finding>) {
    let id = |key: &'static str, what: &str, entry: &'static str, found: &mut Vec<Finding>| {
        let mistake = profile.expose(key).and_then(|text| values::id_mistake(text, what));
        if let Some(why) = mistake {
            found.push(Finding::error(CREDENTIALS, key, why).entry(entry));
        }
    };
    id("directory_id", "directory (tenant) ID", "entra/tenant-id-invalid", found);
    id("application_id", "application (client) ID", "entra/application-not-found", found);
    if let Some(secret) = profile.expose("client_secret") {
        if let Some(why) = values::secret_mistake(secret) {
            found.push(Finding::error(CREDENTIALS, "client_secret", why).entry("entra/client-secret-invalid"));
        } else if let Some(why) = values::secret_oddity(secret) {
            found.push(Finding::warning(CREDENTIALS, "client_secret", why));
        }
    }
    let same = |a: &str, b: &str| {
        profile.expose(a).zip(profile.expose(b)).is_some_and(|(a, b)| a.trim().eq_ignore_ascii_case(b.trim()) && settings::is_guid(a))
    };
    if same("directory_id", "application_id") {
        let why = "directory (tenant) ID and application (client) ID are one and the same; copy both from the application's Overview page";
        found.push(Finding::error(CREDENTIALS, "application_id", why).entry("entra/application-not-found"));
    }
}

fn office365(profile: &Values, found: &mut Vec<Finding>) {
    if let Some(text) = profile.expose("username") {
        if let Some(why) = values::username_mistake(text) {
            found.push(Finding::error(CREDENTIALS, "username", why).entry("entra/user-not-found"));
        } else if values::is_personal(text) {
            found.push(Finding::warning(CREDENTIALS, "username", "this is a private account; Dynamics 365 wants one of your company"));
        }
    }
    if let Some(why) = profile.expose("password").and_then(values::password_mistake) {
        found.push(Finding::error(CREDENTIALS, "password", why).entry("entra/password-invalid"));
    }
    if let Some(why) = profile.expose("public_client_id").and_then(|text| values::id_mistake(text, "public client's ID")) {
        found.push(Finding::error(CREDENTIALS, "public_client_id", why).entry("entra/application-not-found"));
    }
}

fn authority(text: &str, found: &mut Vec<Finding>) {
    match settings::authority(text) {
        Err(why) => found.push(Finding::error(CREDENTIALS, "authority_url", why)),
        Ok(url) if !settings::is_microsofts(&url) && !is_loopback(&url) => {
            let why = format!("the secret goes to {}, which is none of Microsoft's own sign-in services; Partner Center uses those", host(&url));
            found.push(Finding::warning(CREDENTIALS, "authority_url", why));
        }
        Ok(_) => {}
    }
}

fn host(url: &Url) -> &str {
    url.host_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::finding::Level;
    use crate::core::values::Value;

    const ID: &str = "1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5";
    const OTHER: &str = "160c5842-eeba-487b-bb30-be9fae7878d0";

    fn of(pairs: &[(&'static str, &str)]) -> Vec<Finding> {
        let mut profile = Values::default();
        for (key, value) in pairs {
            profile.set(key, Value::Text((*value).to_owned()));
        }
        findings(&profile)
    }

    #[test]
    fn what_is_right_raises_nothing() {
        let secret = "Ab8Q~cDeFgHiJkLmNoPqRsTuVwXyZ012345.6-_";
        let good = [
            ("url", "https://contoso.crm4.dynamics.com/"),
            ("authentication", "entra"),
            ("directory_id", ID),
            ("application_id", OTHER),
            ("client_secret", secret),
            ("authority_url", "https://login.microsoftonline.us"),
        ];
        assert_eq!(of(&good), []);
        assert_eq!(of(&[]), []);
    }

    #[test]
    fn each_mistake_has_its_field_and_its_entry() {
        for (key, value, entry) in [
            ("url", "https://make.powerapps.com/environments/x", "dynamics/url-malformed"),
            ("url", "https://contoso.crm4.dynamics.com/main.aspx?appid=1", "dynamics/wrong-api-path"),
            ("url", "https://crm.contoso.local", "dynamics/url-unreachable"),
            ("directory_id", "common", "entra/tenant-id-invalid"),
            ("application_id", "my application", "entra/application-not-found"),
            ("client_secret", ID, "entra/client-secret-invalid"),
        ] {
            let found = of(&[(key, value)]);
            assert!(
                found.len() == 1 && found[0].level == Level::Error && found[0].field == key && found[0].entry == Some(entry),
                "{value}: {found:?}"
            );
        }
        let short = of(&[("client_secret", "hunter2")]);
        assert!(short.len() == 1 && short[0].level == Level::Warning && short[0].message.contains("has 7 characters"), "{short:?}");
        assert!(of(&[("directory_id", ID), ("application_id", ID)]).iter().any(|finding| finding.message.contains("one and the same")));
        assert!(of(&[("authority_url", "http://login.contoso.example")]).iter().any(|finding| finding.level == Level::Error));
        assert!(of(&[("authority_url", "https://login.contoso.example")]).iter().any(|finding| finding.level == Level::Warning));
    }

    #[test]
    fn a_password_login_is_always_warned_of() {
        let found = of(&[("authentication", "office365"), ("username", "leads@contoso.onmicrosoft.com"), ("password", "secret-1")]);
        assert!(found.len() == 1 && found[0].check == PASSWORD_LOGIN && found[0].level == Level::Warning, "{found:?}");
        let found = of(&[("authentication", "office365"), ("username", "CONTOSO\\leads"), ("password", " x")]);
        assert_eq!(found.iter().filter(|finding| finding.level == Level::Error).count(), 2, "{found:?}");
    }
}
