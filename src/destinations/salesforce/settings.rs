//! A Salesforce organization, understood: whose it is, where leads are posted, and what there is to look inside with.

use secrecy::zeroize::Zeroizing;
use url::Url;

use crate::core::values::Values;
use crate::destinations::salesforce::ids;

/// Where generated forms of production organizations post to.
pub(super) const PRODUCTION: &str = "https://webto.salesforce.com/servlet/servlet.WebToLead";

/// The access to the REST API that reads leads back.
#[derive(Clone)]
pub(super) struct Api {
    /// Scheme, host and port of My Domain.
    pub(super) base: Url,
    pub(super) client_id: String,
    pub(super) client_secret: Zeroizing<String>,
}

#[derive(Clone)]
pub(super) struct Settings {
    /// 15 characters, as Partner Center takes them.
    pub(super) oid: String,
    pub(super) post_url: Url,
    pub(super) api: Option<Api>,
}

/// What kind of organization a Web-to-Lead host serves, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Host {
    Production,
    Sandbox,
    /// A host of the organization's own, or this machine.
    Own,
}

impl Settings {
    pub(super) fn from_values(values: &Values) -> Result<Settings, String> {
        let oid = ids::oid(values.expose("oid").unwrap_or_default())?;
        let post_url = post_url(values.expose("web_to_lead_url"))?;
        Ok(Settings { oid, post_url, api: api(values)? })
    }
}

fn post_url(written: Option<&str>) -> Result<Url, String> {
    let mut url = Url::parse(written.unwrap_or(PRODUCTION).trim()).map_err(|error| format!("the Web-to-Lead address is no URL: {error}"))?;
    if !url.query_pairs().any(|(name, _)| name == "encoding") {
        url.query_pairs_mut().append_pair("encoding", "UTF-8");
    }
    Ok(url)
}

/// All three of its values, or none.
fn api(values: &Values) -> Result<Option<Api>, String> {
    let given = |key: &str| values.expose(key).map(str::trim).filter(|value| !value.is_empty());
    match (given("api_url"), given("api_client_id"), given("api_client_secret")) {
        (None, None, None) => Ok(None),
        (Some(url), Some(id), Some(secret)) => {
            Ok(Some(Api { base: origin(url)?, client_id: id.to_owned(), client_secret: Zeroizing::new(secret.to_owned()) }))
        }
        _ => Err("api_url, api_client_id and api_client_secret go together".to_owned()),
    }
}

/// Whatever stands behind the host of a pasted address is of no use.
fn origin(text: &str) -> Result<Url, String> {
    let mut url = Url::parse(text).map_err(|error| format!("api_url is no URL: {error}"))?;
    if url.host_str().is_none() || !matches!(url.scheme(), "http" | "https") {
        return Err("api_url must begin with https:// and a host".to_owned());
    }
    url.set_path("/");
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

impl Host {
    pub(super) fn of(url: &Url) -> Host {
        match url.host_str().unwrap_or_default() {
            "webto.salesforce.com" | "www.salesforce.com" | "login.salesforce.com" => Host::Production,
            "test.salesforce.com" => Host::Sandbox,
            host if host.contains(".sandbox.my.") => Host::Sandbox,
            host if host.strip_prefix("cs").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                && host.ends_with(".salesforce.com") =>
            {
                Host::Sandbox
            }
            _ => Host::Own,
        }
    }
}
