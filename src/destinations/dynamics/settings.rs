//! A profile's values, understood: which environment, which identity, which sign-in service may see a secret.

use secrecy::zeroize::Zeroizing;
use url::Url;

use crate::core::address::is_loopback;
use crate::core::values::Values;
use crate::destinations::dynamics::address::{self, Address};

/// The public client of Microsoft's own samples.
pub(super) const PUBLIC_CLIENT: &str = "51f81489-12ee-4a9e-aaae-a2591f45987d";

/// Microsoft's sign-in services: the global cloud, US Government, China (21Vianet).
pub(super) const AUTHORITIES: [&str; 3] = ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"];

/// Who signs in, and how.
#[derive(Clone)]
pub(super) enum Identity {
    /// An application with its secret.
    Entra { directory: String, application: String, secret: Zeroizing<String> },
    /// A user with a password.
    Office365 { username: String, password: Zeroizing<String>, client: String },
}

#[derive(Clone)]
pub(super) struct Settings {
    /// The environment.
    pub(super) origin: Url,
    pub(super) identity: Identity,
    /// The sign-in service that the profile names.
    pub(super) authority: Option<Url>,
}

impl Settings {
    /// The message says what is missing, without values.
    pub(super) fn from_values(values: &Values) -> Result<Settings, String> {
        let origin = origin(values)?;
        let get = |key: &str| values.expose(key).map(str::trim).filter(|value| !value.is_empty());
        let must = |key: &'static str| get(key).map(str::to_owned).ok_or(format!("there is no {key}"));
        let identity = match get("authentication") {
            Some("office365") => Identity::Office365 {
                username: must("username")?,
                // Blanks around a password are refused by lint, not cut off here.
                password: Zeroizing::new(values.expose("password").ok_or("there is no password")?.to_owned()),
                client: get("public_client_id").unwrap_or(PUBLIC_CLIENT).to_owned(),
            },
            _ => Identity::Entra {
                directory: must("directory_id")?.to_ascii_lowercase(),
                application: must("application_id")?.to_ascii_lowercase(),
                secret: Zeroizing::new(must("client_secret")?),
            },
        };
        let authority = get("authority_url").map(authority).transpose()?;
        Ok(Settings { origin, identity, authority })
    }

    /// The sign-in service as far as the profile and the host's name tell; `None` for a host that tells nothing.
    pub(super) fn likely_authority(&self) -> Option<Url> {
        if let Some(authority) = &self.authority {
            return Some(authority.clone());
        }
        let host = self.origin.host_str().unwrap_or_default();
        let known = match host {
            _ if host.ends_with(".dynamics.cn") => AUTHORITIES[2],
            _ if host.ends_with(".microsoftdynamics.us") || host.ends_with(".appsplatform.us") => AUTHORITIES[1],
            _ if address::is_dataverse(host) => AUTHORITIES[0],
            _ => return None,
        };
        Url::parse(&format!("https://{known}/")).ok()
    }

    /// The directory that the profile names.
    pub(super) fn directory(&self) -> Option<&str> {
        match &self.identity {
            Identity::Entra { directory, .. } => Some(directory),
            Identity::Office365 { .. } => None,
        }
    }

    /// What the directory's place is in the address of the token endpoint.
    pub(super) fn tenant(&self) -> &str {
        self.directory().unwrap_or("organizations")
    }
}

/// The environment's origin.
pub(super) fn origin(values: &Values) -> Result<Url, String> {
    match address::understand(values.expose("url").unwrap_or_default()) {
        Address::Environment { origin, .. } => Ok(origin),
        Address::Other { message, .. } => Err(message),
    }
}

/// A sign-in service that somebody named: `https`, or this machine.
pub(super) fn authority(text: &str) -> Result<Url, String> {
    let shape = "it should look like https://login.microsoftonline.com";
    let url = Url::parse(text.trim()).map_err(|_| format!("authority_url is no URL; {shape}"))?;
    if url.host_str().is_none() || url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
        return Err(format!("authority_url must begin with https://, since a secret goes there; {shape}"));
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(format!("authority_url is more than an address; {shape}"));
    }
    Ok(url)
}

/// Whether a host is one of Microsoft's own sign-in services.
pub(super) fn is_microsofts(url: &Url) -> bool {
    url.scheme() == "https"
        && url.port().is_none()
        && url.host_str().is_some_and(|host| AUTHORITIES.iter().any(|known| host.eq_ignore_ascii_case(known)))
}

/// Two addresses of one service.
pub(super) fn same_origin(a: &Url, b: &Url) -> bool {
    a.scheme() == b.scheme() && a.host_str() == b.host_str() && a.port_or_known_default() == b.port_or_known_default()
}

/// A GUID as Microsoft's portals show it: hexadecimal digits, 8-4-4-4-12.
pub(super) fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| if [8, 13, 18, 23].contains(&place) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// An origin as it may be shown: scheme, host and port.
pub(super) fn origin_shown(url: &Url) -> String {
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
}
