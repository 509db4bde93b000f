//! What an environment says to who comes without a token: which directory it belongs to, and where to sign in.
//!
//! Nothing secret is sent to learn it. What it says is held against the profile and Microsoft's own addresses before a secret goes
//! anywhere: an environment's word alone opens no door.

use url::Url;

use crate::core::address::is_loopback;
use crate::core::exchange::WireResponse;
use crate::destinations::dynamics::settings::{self, Settings, is_guid, same_origin};

/// A `WWW-Authenticate: Bearer authorization_uri=…, resource_id=…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Challenge {
    /// The sign-in service, without the directory.
    pub(super) authority: Url,
    /// The directory; `None` where it says `common` or the like.
    pub(super) tenant: Option<String>,
    resource: Option<String>,
}

/// Longer ones are no challenge.
const LONGEST: usize = 4096;

impl Challenge {
    /// `None` where the answer is no such challenge.
    pub(super) fn of(response: &WireResponse) -> Option<Challenge> {
        if response.status != 401 {
            return None;
        }
        let headers = response.headers.iter().filter(|(name, value)| name.eq_ignore_ascii_case("www-authenticate") && value.len() <= LONGEST);
        headers.filter_map(|(_, value)| Challenge::parse(value)).next()
    }

    fn parse(header: &str) -> Option<Challenge> {
        let header = header.trim();
        let rest = header.get(..6).filter(|scheme| scheme.eq_ignore_ascii_case("bearer")).map(|_| &header[6..])?;
        let value = |wanted: &str| {
            rest.split(',')
                .filter_map(|part| part.trim().split_once('='))
                .find(|(key, _)| key.trim().eq_ignore_ascii_case(wanted))
                .map(|(_, value)| value.trim().trim_matches('"').to_owned())
        };
        let uri = Url::parse(&value("authorization_uri")?).ok()?;
        let secure = uri.scheme() == "https" || uri.scheme() == "http" && is_loopback(&uri);
        let parts: Vec<&str> = uri.path_segments()?.collect();
        let place = parts.iter().position(|part| part.eq_ignore_ascii_case("oauth2")).filter(|place| *place > 0 && secure)?;
        let tenant = parts[place - 1].to_ascii_lowercase();
        let mut authority = uri.clone();
        authority.set_query(None);
        authority.set_fragment(None);
        authority.set_path(&parts[..place - 1].join("/"));
        Some(Challenge { authority, tenant: is_guid(&tenant).then_some(tenant), resource: value("resource_id") })
    }

    /// What a token is to be asked for. An environment that names somebody else's resource is not listened to: the token would go to it.
    pub(super) fn resource(&self, settings: &Settings) -> String {
        let plain = |url: &Url| {
            let mut url = url.clone();
            let host = url.host_str().unwrap_or_default().replace(".api.", ".");
            let _ = url.set_host(Some(&host));
            url
        };
        let own = settings.origin.as_str();
        let named =
            self.resource.as_deref().filter(|named| Url::parse(named).is_ok_and(|named| same_origin(&plain(&named), &plain(&settings.origin))));
        named.unwrap_or(own).trim_end_matches('/').to_owned()
    }
}

/// The sign-in service that a secret may go to, or the stranger that the environment named instead.
pub(super) fn authority(settings: &Settings, challenge: Option<&Challenge>) -> Result<Url, String> {
    let stranger = challenge.map(|challenge| &challenge.authority).filter(|named| {
        let is_profiles = settings.authority.as_ref().is_some_and(|own| same_origin(own, named));
        !is_profiles && !settings::is_microsofts(named)
    });
    if let Some(stranger) = stranger {
        return Err(settings::origin_shown(stranger));
    }
    match (&settings.authority, challenge) {
        (Some(own), _) => Ok(own.clone()),
        (None, Some(challenge)) => Ok(challenge.authority.clone()),
        (None, None) => settings.likely_authority().ok_or_else(|| "nobody".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::values::{Value, Values};

    const TENANT: &str = "1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5";

    fn challenge(header: &str) -> Option<Challenge> {
        let headers = vec![("www-authenticate".to_owned(), header.to_owned())];
        Challenge::of(&WireResponse { status: 401, headers, ..WireResponse::default() })
    }

    fn of(uri: &str) -> Challenge {
        challenge(&format!("Bearer authorization_uri={uri}, resource_id=https://contoso.crm4.dynamics.com/")).unwrap()
    }

    fn profile(url: &str, authority: Option<&str>) -> Settings {
        let mut values = Values::default();
        for (key, value) in [("url", url), ("directory_id", TENANT), ("application_id", TENANT), ("client_secret", "s")] {
            values.set(key, Value::Text(value.to_owned()));
        }
        if let Some(authority) = authority {
            values.set("authority_url", Value::Text(authority.to_owned()));
        }
        Settings::from_values(&values).unwrap()
    }

    #[test]
    fn a_challenge_is_read_whatever_its_casing_and_quotes() {
        for header in [
            format!(
                "Bearer authorization_uri=https://login.microsoftonline.com/{TENANT}/oauth2/authorize, resource_id=https://contoso.crm4.dynamics.com/"
            ),
            format!(
                "bearer AUTHORIZATION_URI=\"https://login.microsoftonline.com/{}/oauth2/v2.0/authorize\",resource_id=\"x\"",
                TENANT.to_uppercase()
            ),
        ] {
            let read = challenge(&header).unwrap();
            assert_eq!((read.authority.as_str(), read.tenant.as_deref()), ("https://login.microsoftonline.com/", Some(TENANT)), "{header}");
        }
        assert_eq!(of("https://login.microsoftonline.com/common/oauth2/authorize").tenant, None);
        for none in
            ["Basic realm=x", "Bearer", "Bearer authorization_uri=oauth2", "Bearer authorization_uri=http://login.contoso.example/x/oauth2/authorize"]
        {
            assert_eq!(challenge(none), None, "{none}");
        }
    }

    #[test]
    fn a_secret_goes_to_microsoft_or_to_whom_the_profile_names_whatever_the_environment_says() {
        let open = profile("https://contoso.crm4.dynamics.com", None);
        let named = profile("http://127.0.0.1:4711", Some("http://127.0.0.1:4712/entra"));
        let good = of(&format!("https://login.microsoftonline.us/{TENANT}/oauth2/authorize"));
        let evil = of(&format!("https://login.microsoftonline.com.contoso.example/{TENANT}/oauth2/authorize"));
        let port = of(&format!("https://login.microsoftonline.com:8443/{TENANT}/oauth2/authorize"));
        let local = of(&format!("http://127.0.0.1:4712/{TENANT}/oauth2/authorize"));
        assert_eq!(authority(&open, Some(&good)).unwrap().as_str(), "https://login.microsoftonline.us/");
        assert_eq!(authority(&open, None).unwrap().as_str(), "https://login.microsoftonline.com/");
        assert_eq!(authority(&named, Some(&local)).unwrap().as_str(), "http://127.0.0.1:4712/entra");
        for stranger in [&evil, &port] {
            assert!(authority(&open, Some(stranger)).is_err() && authority(&named, Some(stranger)).is_err());
        }
        assert!(authority(&open, Some(&local)).is_err());
    }

    #[test]
    fn a_token_is_asked_for_this_environment_alone() {
        let uri = format!("https://login.microsoftonline.com/{TENANT}/oauth2/authorize");
        let settings = profile("https://contoso.crm4.dynamics.com", None);
        let named = |resource: &str| challenge(&format!("Bearer authorization_uri={uri}, resource_id={resource}")).unwrap().resource(&settings);
        assert_eq!(named("https://contoso.crm4.dynamics.com/"), "https://contoso.crm4.dynamics.com");
        assert_eq!(named("https://contoso.api.crm4.dynamics.com/"), "https://contoso.api.crm4.dynamics.com");
        assert_eq!(named("https://graph.microsoft.com/"), "https://contoso.crm4.dynamics.com");
    }
}
