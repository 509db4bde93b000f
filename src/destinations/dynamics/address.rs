//! Addresses that people take for the environment's: which ones lie inside an environment, and what the others really are.
//!
//! Hosts are those of Microsoft's own clients and portals. New regions appear: an unknown one is never refused.

use url::Url;

use crate::core::address::{is_loopback, why_private};

/// What a text that should be the environment's URL turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// Inside an environment; its origin without a trailing slash, and what had to be cut off or changed.
    Environment { origin: Url, changed: Vec<&'static str> },
    /// Something else: what it is, and what to copy instead.
    Other { entry: &'static str, message: String },
}

const MALFORMED: &str = "dynamics/url-malformed";
const SHAPE: &str = "it should look like https://contoso.crm4.dynamics.com, copied as Environment URL in the Power Platform admin center";

/// The endings of Dataverse hosts behind the environment's name: three clouds.
const SOVEREIGN: [&str; 3] = ["crm.dynamics.cn", "crm.microsoftdynamics.us", "crm.appsplatform.us"];

/// Microsoft's own sites that are not an environment.
const ELSEWHERE: &[(&str, &str)] = &[
    ("make.powerapps.com", "the maker portal (Power Apps), where environments are edited"),
    ("make.powerapps.us", "the maker portal (Power Apps), where environments are edited"),
    ("make.gov.powerapps.us", "the maker portal (Power Apps), where environments are edited"),
    ("apps.powerapps.com", "the player of Power Apps"),
    ("web.powerapps.com", "the maker portal (Power Apps), where environments are edited"),
    ("admin.powerplatform.microsoft.com", "the Power Platform admin center: open the environment there and copy its Environment URL"),
    ("admin.powerplatform.microsoft.us", "the Power Platform admin center: open the environment there and copy its Environment URL"),
    ("admin.microsoft.com", "the Microsoft 365 admin center"),
    ("portal.azure.com", "the Azure portal"),
    ("entra.microsoft.com", "the Microsoft Entra admin center"),
    ("partner.microsoft.com", "Partner Center itself"),
    ("home.dynamics.com", "the home page of Dynamics 365, which all environments share"),
    ("www.dynamics.com", "the home page of Dynamics 365, which all environments share"),
    ("dynamics.microsoft.com", "Microsoft's product page"),
];

/// Endings of other products' hosts.
const OTHER_PRODUCTS: &[(&str, &str)] = &[
    (".operations.dynamics.com", "a Finance & Operations environment, which holds no leads of Customer Engagement"),
    (".cloudax.dynamics.com", "a Finance & Operations environment, which holds no leads of Customer Engagement"),
    (".axcloud.dynamics.com", "a Finance & Operations environment, which holds no leads of Customer Engagement"),
    ("businesscentral.dynamics.com", "Business Central, which is not Customer Engagement"),
    (".bc.dynamics.com", "Business Central, which is not Customer Engagement"),
    (".powerappsportals.com", "a Power Pages website, not the environment behind it"),
    (".powerplatform.com", "an address of the Power Platform's own API"),
];

/// Reads what was typed or pasted.
pub(super) fn understand(text: &str) -> Address {
    let (typed, text) = (text, text.trim());
    if text.is_empty() {
        return wrong(format!("the URL is empty; {SHAPE}"));
    }
    if !text.is_ascii() {
        return wrong(format!("there is a character in the URL that no address of Dynamics 365 has, perhaps an invisible one; {SHAPE}"));
    }
    let bare = !text.contains("://");
    let candidate = if bare { format!("https://{text}") } else { text.to_owned() };
    if text.matches("://").count() > 1 && text.find("://").is_some_and(|first| text[first + 3..].starts_with("http")) {
        return wrong(format!("https:// is there twice; {SHAPE}"));
    }
    if text.contains(char::is_whitespace) || text.starts_with(['"', '\'', '<', '“', '„']) {
        return wrong(format!("there are blanks or quotes in the URL; {SHAPE}"));
    }
    let url = match Url::parse(&candidate) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        _ => return wrong(format!("this is no URL; {SHAPE}")),
    };
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    if bare && !host.contains('.') {
        return wrong(format!("this is a name and no URL; {SHAPE}"));
    }
    if let Some(what) = something_else(&host) {
        return wrong(format!("this is {what}; {SHAPE}"));
    }
    let mut changed = Vec::new();
    if typed != text {
        changed.push("white space around it was cut off");
    }
    if bare {
        changed.push("https:// was put in front");
    }
    environment(&url, &host, changed)
}

fn environment(url: &Url, host: &str, mut changed: Vec<&'static str>) -> Address {
    if !url.username().is_empty() || url.password().is_some() {
        return wrong(format!("there is a user name or password in the URL; {SHAPE}"));
    }
    if url.scheme() == "http" && !is_loopback(url) {
        return wrong(format!("the URL begins with http://, and an environment takes only https://; {SHAPE}"));
    }
    if is_on_premises(url) {
        let message = format!("this looks like a server of your own (on-premises), which Marketplace does not support; {SHAPE}");
        return Address::Other { entry: "dynamics/url-unreachable", message };
    }
    if !url.path().trim_matches('/').is_empty() || url.query().is_some() || url.fragment().is_some() {
        changed.push("the path behind the host was cut off");
    }
    let host = match without_api(host) {
        Some(plain) => {
            changed.push("'.api.' was taken out of the host, which names the same environment");
            plain
        }
        None => host.to_owned(),
    };
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    match Url::parse(&format!("{}://{host}{port}", url.scheme())) {
        Ok(origin) => Address::Environment { origin, changed },
        Err(_) => wrong(format!("this is no URL; {SHAPE}")),
    }
}

/// Without the trailing slash that a parsed URL has: as Partner Center's own examples are written.
pub(super) fn shown(origin: &Url) -> String {
    origin.as_str().trim_end_matches('/').to_owned()
}

fn wrong(message: String) -> Address {
    Address::Other { entry: MALFORMED, message }
}

fn something_else(host: &str) -> Option<&'static str> {
    if let Some((_, what)) = ELSEWHERE.iter().find(|(known, _)| host == *known) {
        return Some(what);
    }
    if let Some((_, what)) = OTHER_PRODUCTS.iter().find(|(end, _)| host.ends_with(end)) {
        return Some(what);
    }
    let labels: Vec<&str> = host.split('.').collect();
    let is_region = |label: &str| label.strip_prefix("crm").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    if ["disco", "globaldisco"].contains(&labels[0]) {
        return Some("Microsoft's directory of environments (discovery service), which all of a region share");
    }
    let home = "the home page of a region, without the name of an environment in front";
    match labels.as_slice() {
        [region, "dynamics", "com"] if is_region(region) || region.len() <= 4 => Some(home),
        [region, rest @ ..] if is_region(region) && SOVEREIGN.iter().any(|end| *end == format!("crm.{}", rest.join("."))) => Some(home),
        ["port" | "www", region, "dynamics", "com"] if is_region(region) => Some(home),
        _ => None,
    }
}

/// The host without `.api.`, where it has one.
fn without_api(host: &str) -> Option<String> {
    let (name, rest) = host.split_once(".api.")?;
    is_dataverse(&format!("x.{rest}")).then(|| format!("{name}.{rest}"))
}

/// Whether a host ends as an environment's does, in any of the three clouds.
pub(super) fn is_dataverse(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let region = |rest: &str| {
        rest.strip_suffix(".dynamics.com")
            .and_then(|region| region.strip_prefix("crm"))
            .is_some_and(|digits| digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    host.split_once('.').is_some_and(|(name, rest)| !name.is_empty() && (region(rest) || SOVEREIGN.contains(&rest)))
        || without_api_ending(&host).is_some_and(|rest| region(rest) || SOVEREIGN.contains(&rest))
}

/// Whether the region in a Dataverse host is none that Microsoft's own client knows; new ones appear, so that it proves nothing alone.
pub(super) fn has_unknown_region(host: &str) -> bool {
    const REGIONS: [&str; 18] = ["", "2", "3", "4", "5", "6", "7", "8", "9", "11", "12", "14", "15", "16", "17", "19", "20", "21"];
    let host = host.to_ascii_lowercase();
    let region = host.strip_suffix(".dynamics.com").and_then(|rest| rest.rsplit('.').next()?.strip_prefix("crm"));
    is_dataverse(&host) && region.is_some_and(|number| !REGIONS.contains(&number))
}

fn without_api_ending(host: &str) -> Option<&str> {
    host.split_once(".api.").map(|(_, rest)| rest)
}

/// Paths and names that only servers of one's own have.
fn is_on_premises(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    !is_loopback(url) && (why_private(url).is_some() || path.contains("/xrmservices/") && !is_dataverse(url.host_str().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(text: &str) -> String {
        match understand(text) {
            Address::Environment { origin, .. } => shown(&origin),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn any_url_inside_the_environment_becomes_its_origin() {
        for text in [
            "https://contoso.crm4.dynamics.com",
            "https://contoso.crm4.dynamics.com/",
            " https://CONTOSO.crm4.dynamics.com/main.aspx?appid=1&pagetype=entitylist&etn=lead#x ",
            "https://contoso.crm4.dynamics.com/api/data/v9.2/leads(1)?$select=subject",
            "https://contoso.api.crm4.dynamics.com/api/data/v9.2/",
            "https://contoso.crm4.dynamics.com./",
            "https://contoso.crm4.dynamics.com/XRMServices/2011/Organization.svc",
            "contoso.crm4.dynamics.com",
        ] {
            assert_eq!(origin(text), "https://contoso.crm4.dynamics.com", "{text}");
        }
        for text in [
            "https://contoso.crm.dynamics.com",
            "https://contoso.crm.dynamics.cn",
            "https://contoso.crm.microsoftdynamics.us",
            "https://contoso.crm.appsplatform.us",
            // A region that did not exist when this was written.
            "https://contoso.crm99.dynamics.com",
            "http://127.0.0.1:4711",
        ] {
            assert_eq!(origin(text), text);
        }
    }

    #[test]
    fn a_region_that_nobody_knows_is_told_from_one_that_is() {
        for (host, unknown) in [
            ("contoso.crm4.dynamics.com", false),
            ("contoso.crm.dynamics.com", false),
            ("contoso.crm99.dynamics.com", true),
            ("contoso.example", false),
        ] {
            assert_eq!(has_unknown_region(host), unknown, "{host}");
        }
    }

    #[test]
    fn other_addresses_are_named_for_what_they_are() {
        for (text, word) in [
            ("", "empty"),
            ("contoso", "a name"),
            ("https://make.powerapps.com/environments/1/home", "maker portal"),
            ("https://admin.powerplatform.microsoft.com/environments/1/hub", "admin center"),
            ("https://contoso.operations.dynamics.com/?cmp=usmf", "Finance & Operations"),
            ("https://contoso.sandbox.operations.dynamics.com", "Finance & Operations"),
            ("https://businesscentral.dynamics.com/tenant/Production", "Business Central"),
            ("https://home.dynamics.com", "home page"),
            ("https://crm4.dynamics.com", "home page of a region"),
            ("https://crm.dynamics.cn", "home page of a region"),
            ("https://emea.dynamics.com", "home page of a region"),
            ("https://disco.crm4.dynamics.com/api", "discovery"),
            ("https://globaldisco.crm.dynamics.com", "discovery"),
            ("https://crm.contoso.local/Contoso", "on-premises"),
            ("https://10.0.0.4/Contoso/main.aspx", "on-premises"),
            ("https://crm.contoso.example/XRMServices/2011/Organization.svc", "on-premises"),
            ("http://contoso.crm4.dynamics.com", "https://"),
            ("https://https://contoso.crm4.dynamics.com", "twice"),
            ("https://contoso .crm4.dynamics.com", "blanks"),
            ("https://jane:pw@contoso.crm4.dynamics.com", "password"),
            ("https://portal.azure.com/#view", "Azure portal"),
            ("https://contoso\u{200b}.crm4.dynamics.com", "invisible"),
            ("https://contoso.crm4.dyn\u{430}mics.com", "no address of Dynamics 365"),
        ] {
            match understand(text) {
                Address::Other { message, .. } => assert!(message.contains(word), "{text}: {message}"),
                other @ Address::Environment { .. } => panic!("{text}: {other:?}"),
            }
        }
    }
}
