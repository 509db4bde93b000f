//! Proxies from the environment: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, in either case. Loopback is never proxied.

use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use url::Url;

use crate::core::io::Env;
use crate::core::secret::Secret;

const VARIABLES: [&str; 6] = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

pub(super) struct Proxies(Option<std::sync::Arc<Matcher>>);

impl Proxies {
    pub(super) fn from_env(env: &Env) -> Self {
        let either = |name: &str| env.get(name).or_else(|| env.get(&name.to_uppercase())).unwrap_or_default().to_owned();
        if VARIABLES.iter().all(|name| env.get(name).is_none()) {
            return Proxies(None);
        }
        let matcher =
            Matcher::builder().all(either("all_proxy")).http(either("http_proxy")).https(either("https_proxy")).no(either("no_proxy")).build();
        Proxies(Some(std::sync::Arc::new(matcher)))
    }

    /// The proxies' own credentials: they must not show either.
    pub(super) fn secrets(&self, env: &Env) -> Vec<Secret> {
        let with_scheme = |value: &str| if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
        let password = |value: &str| Url::parse(&with_scheme(value)).ok()?.password().map(Secret::new);
        VARIABLES.iter().filter_map(|name| env.get(name)).filter_map(password).collect()
    }

    pub(super) fn serves(&self, url: &Url) -> bool {
        self.intercept(url).is_some()
    }

    pub(super) fn intercept(&self, url: &Url) -> Option<Intercept> {
        intercept(self.0.as_ref()?, url)
    }

    pub(super) fn for_reqwest(&self) -> Option<reqwest::Proxy> {
        let matcher = self.0.clone()?;
        Some(reqwest::Proxy::custom(move |url| {
            let found = intercept(&matcher, url)?;
            let mut proxy = Url::parse(&found.uri().to_string()).ok()?;
            if let Some((user, password)) = basic_credentials(&found) {
                proxy.set_username(&user).ok()?;
                proxy.set_password(Some(&password)).ok()?;
            }
            Some(proxy)
        }))
    }
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
}
