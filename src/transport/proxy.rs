//! Proxies from the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, in either case. Loopback is never proxied.
//!
//! A variable that holds no proxy's address counts as one that can't be used: what should take a proxy never goes out without.

use std::sync::Arc;

use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::Url;

use crate::core::exchange::{NetError, NetErrorKind};
use crate::core::io::Env;
use crate::core::secret::Secret;

const VARIABLES: [&str; 6] = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

/// Stands for an address that can't be used, so that it is known what it would have been used for. Nothing is ever sent there.
const NOWHERE: &str = "http://proxy.invalid";

pub(super) struct Proxies(Option<Arc<Known>>);

struct Known {
    matcher: Matcher,
    http: Option<Named>,
    https: Option<Named>,
}

/// A variable that names a proxy, and whether leadctl can use what it says.
#[derive(Clone, Copy)]
struct Named {
    variable: &'static str,
    usable: Result<(), &'static str>,
}

impl Proxies {
    pub(super) fn from_env(env: &Env) -> Self {
        let said = |names: [&'static str; 2]| names.into_iter().find_map(|name| Some((name, env.get(name)?)));
        let all = said(["all_proxy", "ALL_PROXY"]);
        let (http, https) = (said(["http_proxy", "HTTP_PROXY"]).or(all), said(["https_proxy", "HTTPS_PROXY"]).or(all));
        if http.is_none() && https.is_none() {
            return Proxies(None);
        }
        let named = |said: Option<(&'static str, &str)>| said.map(|(variable, value)| Named { variable, usable: usable(value) });
        let address = |said: Option<(&str, &str)>| said.map_or_else(String::new, |(_, value)| usable(value).map_or(NOWHERE, |()| value).to_owned());
        let no = said(["no_proxy", "NO_PROXY"]).map_or("", |(_, value)| value).to_owned();
        let matcher = Matcher::builder().http(address(http)).https(address(https)).no(no).build();
        Proxies(Some(Arc::new(Known { matcher, http: named(http), https: named(https) })))
    }

    /// The proxies' own credentials: they must not show either.
    pub(super) fn secrets(&self, env: &Env) -> Vec<Secret> {
        let password = |value: &str| Url::parse(&with_scheme(value)).ok()?.password().map(Secret::new);
        VARIABLES.iter().filter_map(|name| env.get(name)).filter_map(password).collect()
    }

    pub(super) fn serves(&self, url: &Url) -> bool {
        self.0.as_ref().is_some_and(|known| intercept(&known.matcher, url).is_some())
    }

    /// The proxy for `url`; an error where there should be one, and its variable names none.
    pub(super) fn intercept(&self, url: &Url) -> Result<Option<Via>, NetError> {
        let Some(known) = &self.0 else { return Ok(None) };
        let Some(found) = intercept(&known.matcher, url) else { return Ok(None) };
        let named = if url.scheme() == "https" { known.https } else { known.http };
        let variable = named.map_or("the environment", |named| named.variable);
        match named.map_or(Ok(()), |named| named.usable) {
            Ok(()) => Ok(Some(Via { found, variable })),
            Err(why) => {
                let message = format!("{variable} {why}: write it as http://host:port, or unset it");
                Err(NetError { kind: NetErrorKind::Proxy, message, maybe_sent: false })
            }
        }
    }

    pub(super) fn for_reqwest(&self) -> Option<reqwest::Proxy> {
        let known = self.0.clone()?;
        Some(reqwest::Proxy::custom(move |url| {
            let found = intercept(&known.matcher, url)?;
            let mut proxy = Url::parse(&found.uri().to_string()).ok()?;
            if let Some((user, password)) = basic_credentials(&found) {
                proxy.set_username(&user).ok()?;
                proxy.set_password(Some(&password)).ok()?;
            }
            Some(proxy)
        }))
    }
}

/// The proxy for one address.
pub(super) struct Via {
    found: Intercept,
    variable: &'static str,
}

impl Via {
    /// Scheme, host and port, without credentials.
    pub(super) fn uri(&self) -> &hyper::Uri {
        self.found.uri()
    }

    pub(super) fn auth(&self) -> Option<&hyper::header::HeaderValue> {
        self.found.basic_auth()
    }

    /// `proxy.example:8080 (HTTPS_PROXY)`.
    pub(super) fn name(&self) -> String {
        format!("{} ({})", self.uri().authority().map_or("", |authority| authority.as_str()), self.variable)
    }
}

/// As curl takes it: `http` where there is none.
fn with_scheme(value: &str) -> String {
    if value.contains("://") { value.to_owned() } else { format!("http://{value}") }
}

/// Why a value can't be used. The value itself may hold a password and is not told.
fn usable(value: &str) -> Result<(), &'static str> {
    const NONE: &str = "holds no proxy's address";
    let url = Url::parse(&with_scheme(value)).map_err(|_| NONE)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("names another kind of proxy than HTTP's, which leadctl does not speak with");
    }
    // A word is rather a mistake than a host: curl and others would not even agree on its port.
    let host = value.rsplit('@').next().unwrap_or(value);
    let known = Matcher::builder().all(value.to_owned()).build().intercept(&hyper::Uri::from_static(NOWHERE)).is_some();
    if known && (value.contains("://") || host.contains(['.', ':'])) { Ok(()) } else { Err(NONE) }
}

fn intercept(matcher: &Matcher, url: &Url) -> Option<Intercept> {
    let loopback = match url.host()? {
        url::Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    };
    if loopback { None } else { matcher.intercept(&url.as_str().parse::<hyper::Uri>().ok()?) }
}

fn basic_credentials(found: &Intercept) -> Option<(String, String)> {
    use base64::Engine as _;
    let header = found.basic_auth()?.to_str().ok()?.strip_prefix("Basic ")?.to_owned();
    let plain = String::from_utf8(base64::engine::general_purpose::STANDARD.decode(header).ok()?).ok()?;
    let (user, password) = plain.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serves(pairs: &[(&str, &str)], url: &str) -> bool {
        Proxies::from_env(&pairs.iter().copied().collect()).serves(&Url::parse(url).unwrap())
    }

    #[test]
    fn the_environment_decides_and_loopback_is_left_alone() {
        let proxied = [("HTTPS_PROXY", "http://user:pass@proxy.example:8080"), ("NO_PROXY", "inside.example")];
        assert!(serves(&proxied, "https://contoso.table.core.windows.net/"));
        assert!(!serves(&proxied, "https://a.inside.example/"));
        assert!(!serves(&proxied, "https://127.0.0.1:8443/"));
        assert!(!serves(&proxied, "http://contoso.example/"));
        assert!(!serves(&[], "https://contoso.example/"));
    }

    fn way(pairs: &[(&str, &str)], url: &str) -> Result<Option<String>, String> {
        let found = Proxies::from_env(&pairs.iter().copied().collect()).intercept(&Url::parse(url).unwrap());
        found.map(|via| via.map(|via| via.name())).map_err(|error| error.message)
    }

    #[test]
    fn what_is_no_address_of_a_proxy_is_an_error_and_no_way_around_it() {
        let far = "https://contoso.example/";
        for value in
            ["garbage", "http://", ":::", "ftp://x", "a b", "http://a b:1", "host:99999", "canary:pa55", "user:pa55@", "socks5://127.0.0.1:1080", "/"]
        {
            for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
                let why = way(&[(variable, value)], far).unwrap_err();
                assert!(why.starts_with(&format!("{variable} ")) && why.contains("http://host:port") && !why.contains("pa55"), "{value}: {why}");
            }
            // Only where it would have been used, and another one is no stand-in.
            assert_eq!(way(&[("HTTPS_PROXY", value)], "http://contoso.example/"), Ok(None), "{value}");
            assert_eq!(way(&[("HTTPS_PROXY", value)], "https://127.0.0.1:8443/"), Ok(None), "{value}");
            assert_eq!(way(&[("HTTPS_PROXY", value), ("NO_PROXY", "contoso.example")], far), Ok(None), "{value}");
            assert_eq!(
                way(&[("ALL_PROXY", value), ("HTTPS_PROXY", "a.example:1")], far),
                Ok(Some("a.example:1 (HTTPS_PROXY)".to_owned())),
                "{value}"
            );
            assert!(way(&[("HTTPS_PROXY", value), ("ALL_PROXY", "a.example:1")], far).is_err(), "{value}");
            assert!(way(&[("HTTP_PROXY", value)], "http://contoso.example/").unwrap_err().starts_with("HTTP_PROXY "), "{value}");
        }
    }

    #[test]
    fn a_proxys_address_may_be_as_short_as_curl_takes_it() {
        for (value, name) in [
            ("proxy.example:8080", "proxy.example:8080"),
            ("squid:3128", "squid:3128"),
            ("10.0.0.1", "10.0.0.1"),
            ("[::1]:3128", "[::1]:3128"),
            ("user:p%40ss@proxy.example:8080", "proxy.example:8080"),
            ("http://squid", "squid"),
            ("https://user:pa55@proxy.example/", "proxy.example"),
        ] {
            assert_eq!(way(&[("HTTPS_PROXY", value)], "https://contoso.example/"), Ok(Some(format!("{name} (HTTPS_PROXY)"))), "{value}");
        }
    }
}
