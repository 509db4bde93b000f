//! An endpoint's URL, understood: which service it belongs to.
//!
//! The hosts and paths are those of URLs that users publish; Microsoft documents no pattern.

use url::Url;

use crate::core::address::is_loopback;
use crate::core::values::Values;

/// Whose URL it is, by host and path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `prod-NN.REGION.logic.azure.com`: a Logic App, or a Power Automate flow before late 2025.
    LogicApps,
    /// `….environment.api.powerplatform.com`.
    PowerAutomate,
    /// `….azurewebsites.net/api/…/triggers/…/invoke`.
    LogicAppsStandard,
    /// `….azurewebsites.net/api/…`.
    Function,
    Other,
}

impl Kind {
    pub(super) fn of(url: &Url) -> Kind {
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let path = url.path();
        if [".logic.azure.com", ".logic.azure.us", ".logic.azure.cn"].iter().any(|end| host.ends_with(end)) {
            Kind::LogicApps
        } else if host.ends_with(".api.powerplatform.com")
            || host.contains(".api.powerplatform.")
            || host.ends_with(".powerplatform.microsoft.us")
            || is_sandbox_flow(url)
        {
            Kind::PowerAutomate
        } else if host.ends_with(".azurewebsites.net") && path.contains("/triggers/") && path.ends_with("/invoke") {
            Kind::LogicAppsStandard
        } else if host.ends_with(".azurewebsites.net") && path.starts_with("/api/") || is_sandbox_function(url) {
            Kind::Function
        } else {
            Kind::Other
        }
    }

    /// Whether its URL carries `api-version`, `sp`, `sv` and `sig`.
    pub(super) fn is_workflow(self) -> bool {
        matches!(self, Kind::LogicApps | Kind::PowerAutomate | Kind::LogicAppsStandard)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::LogicApps => "a Logic App or an older Power Automate flow",
            Kind::PowerAutomate => "a Power Automate flow",
            Kind::LogicAppsStandard => "a Logic App (Standard)",
            Kind::Function => "an Azure Function",
            Kind::Other => "an endpoint of your own",
        }
    }
}

/// The same paths on this machine are an emulation, and follow the same rules.
fn is_sandbox_flow(url: &Url) -> bool {
    is_loopback(url) && url.path().contains("/workflows/") && url.path().contains("/triggers/")
}

fn is_sandbox_function(url: &Url) -> bool {
    is_loopback(url) && url.path().contains("/api/")
}

pub(super) fn url(values: &Values) -> Result<Url, String> {
    let text = values.expose("url").ok_or("there is no URL")?;
    Url::parse(text.trim()).map_err(|error| format!("this is no URL: {error}"))
}

/// The value of a query parameter as it stands in the URL, percent-encoding untouched.
pub(super) fn raw_parameter<'a>(url: &'a Url, name: &str) -> Option<&'a str> {
    url.query()?.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// The name of the trigger in the path of a workflow's URL.
pub(super) fn trigger(url: &Url) -> Option<&str> {
    url.path().split_once("/triggers/")?.1.split('/').next()
}
