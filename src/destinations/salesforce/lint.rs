//! What the values alone tell: whether the oid is whole and an organization's, where leads are posted, whether API access is complete.

use url::Url;

use crate::core::address::is_loopback;
use crate::core::finding::Finding;
use crate::core::values::Values;
use crate::destinations::salesforce::ids;
use crate::destinations::salesforce::settings::Host;

pub(super) const OID: &str = "salesforce/oid-form";
pub(super) const ADDRESS: &str = "salesforce/web-to-lead-address";
pub(super) const API: &str = "salesforce/api-settings";

const WRONG_OID: &str = "salesforce/wrong-oid";

pub(super) fn findings(values: &Values) -> Vec<Finding> {
    let mut found = Vec::new();
    oid(values.expose("oid").unwrap_or_default(), &mut found);
    if let Some(text) = values.expose("web_to_lead_url") {
        address(text.trim(), &mut found);
    }
    api(values, &mut found);
    found
}

fn oid(text: &str, found: &mut Vec<Finding>) {
    match ids::oid(text) {
        Err(why) => found.push(Finding::error(OID, "oid", why).entry(WRONG_OID)),
        Ok(short) => {
            let (lower, upper) = (short[3..].bytes().any(|byte| byte.is_ascii_lowercase()), short[3..].bytes().any(|byte| byte.is_ascii_uppercase()));
            let letters = short[3..].bytes().filter(u8::is_ascii_alphabetic).count();
            if letters > 4 && lower != upper {
                let case = if lower { "lower" } else { "upper" };
                found.push(
                    Finding::warning(
                        OID,
                        "oid",
                        format!("all its letters are {case} case, which is rare: if it came by mail, compare it with the generated form, for case matters and 15 characters carry no checksum"),
                    )
                    .entry(WRONG_OID),
                );
            }
        }
    }
}

fn address(text: &str, found: &mut Vec<Finding>) {
    let field = "web_to_lead_url";
    let mut wrong = |message: &str| found.push(Finding::error(ADDRESS, field, message));
    let url = match Url::parse(text) {
        Ok(url) if url.host_str().is_some() => url,
        _ => {
            return wrong(
                "this is no URL; give the action of the generated form, such as https://test.salesforce.com/servlet/servlet.WebToLead, or leave it out for production",
            );
        }
    };
    let host = url.host_str().unwrap_or_default();
    if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
        return wrong("it must begin with https://: leads are personal data");
    }
    if host.ends_with("pardot.com") {
        return wrong("this is the address of an Account Engagement (Pardot) form; Marketplace posts to Web-to-Lead");
    }
    let path = url.path().to_ascii_lowercase();
    if path.ends_with("servlet.webtocase") {
        return wrong("this is the address of Web-to-Case, which makes cases and no leads; the one of leads ends in servlet.WebToLead");
    }
    if !path.ends_with("servlet.webtolead") {
        return wrong("a Web-to-Lead address ends in /servlet/servlet.WebToLead: give the action of the generated form");
    }
    match Host::of(&url) {
        Host::Production => {}
        Host::Sandbox => found.push(Finding::warning(
            ADDRESS,
            field,
            "this is the address of a sandbox organization; Microsoft gets the oid alone and posts, as far as known, to production: good for trying out, not for Partner Center",
        )),
        Host::Own => found.push(Finding::warning(
            ADDRESS,
            field,
            "leadctl posts to this address, and Microsoft, who gets the oid alone, to Salesforce's own: good for trying out, not for Partner Center",
        )),
    }
}

fn api(values: &Values, found: &mut Vec<Finding>) {
    let given = |key: &str| values.expose(key).map(str::trim).filter(|value| !value.is_empty());
    let keys = ["api_url", "api_client_id", "api_client_secret"];
    let missing: Vec<&'static str> = keys.into_iter().filter(|key| given(key).is_none()).collect();
    if missing.len() == keys.len() {
        return;
    }
    for key in missing {
        let flag = key.replace('_', "-");
        found.push(Finding::error(
            API,
            key,
            format!("it is missing: api_url, api_client_id and api_client_secret go together; add --{flag}, or remove the others"),
        ));
    }
    if let Some(text) = given("api_url") {
        api_url(text, found);
    }
    if let (Some(id), Some(secret)) = (given("api_client_id"), given("api_client_secret"))
        && id == secret
    {
        found.push(Finding::error(
            API,
            "api_client_secret",
            "the consumer key stands in the place of the consumer secret; copy the secret, which is shown below it",
        ));
    }
}

fn api_url(text: &str, found: &mut Vec<Finding>) {
    let mut wrong = |message: String| found.push(Finding::error(API, "api_url", message));
    let shape = "it looks like https://contoso.my.salesforce.com (Setup › My Domain)";
    let url = match Url::parse(text) {
        Ok(url) if url.host_str().is_some() => url,
        _ => return wrong(format!("this is no URL; {shape}")),
    };
    if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
        return wrong(format!("it must begin with https://; {shape}"));
    }
    let host = url.host_str().unwrap_or_default();
    if matches!(host, "login.salesforce.com" | "test.salesforce.com" | "webto.salesforce.com" | "www.salesforce.com") {
        return wrong(format!("{host} takes no client credentials (as far as known): give the organization's own domain; {shape}"));
    }
    for end in [".lightning.force.com", ".my.salesforce-setup.com", ".salesforce-setup.com"] {
        if let Some(name) = host.strip_suffix(end) {
            return wrong(format!("this is the address of the user interface; the API is at https://{name}.my.salesforce.com"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::finding::Level;
    use crate::core::secret::Secret;
    use crate::core::values::Value;

    const GOOD: &str = "00Do0000000ZHog";

    fn of(settings: &[(&'static str, &str)]) -> Vec<(Level, &'static str, &'static str, String)> {
        let mut values = Values::default();
        for (key, value) in settings {
            let value = if *key == "api_client_secret" { Value::Secret(Secret::new(*value)) } else { Value::Text((*value).to_owned()) };
            values.set(key, value);
        }
        findings(&values).into_iter().map(|finding| (finding.level, finding.check, finding.field, finding.message)).collect()
    }

    #[test]
    fn what_partner_center_takes_is_fine() {
        let api = [("api_url", "https://contoso.my.salesforce.com/"), ("api_client_id", "3MVG9abc"), ("api_client_secret", "s3cret-abc")];
        assert_eq!(of(&[("oid", GOOD)]), []);
        assert_eq!(of(&[&[("oid", "00Do0000000ZHogEAG")], &api[..]].concat()), []);
        assert_eq!(of(&[("oid", GOOD), ("web_to_lead_url", super::super::settings::PRODUCTION)]), []);
    }

    #[test]
    fn each_mistake_is_named_at_its_field() {
        let url = |url| [("oid", GOOD), ("web_to_lead_url", url)];
        let api = |url| [("oid", GOOD), ("api_url", url), ("api_client_id", "id123"), ("api_client_secret", "s3cret-abc")];
        type Case<'a> = (Vec<(&'static str, &'a str)>, &'a str, &'a str);
        let cases: Vec<Case<'_>> = vec![
            (vec![("oid", "00Qo0000000ZHog")], "oid", "id of a lead"),
            (url("nonsense").into(), "web_to_lead_url", "no URL"),
            (url("http://webto.salesforce.com/servlet/servlet.WebToLead").into(), "web_to_lead_url", "https://"),
            (url("https://webto.salesforce.com/servlet/servlet.WebToCase?encoding=UTF-8").into(), "web_to_lead_url", "Web-to-Case"),
            (url("https://go.pardot.com/l/1/2").into(), "web_to_lead_url", "Pardot"),
            (url("https://webto.salesforce.com/").into(), "web_to_lead_url", "servlet.WebToLead"),
            (api("https://login.salesforce.com").into(), "api_url", "no client credentials"),
            (api("https://contoso.lightning.force.com/lightning/page/home").into(), "api_url", "https://contoso.my.salesforce.com"),
            (api("http://contoso.my.salesforce.com").into(), "api_url", "https://"),
            (api("contoso").into(), "api_url", "no URL"),
            (vec![("oid", GOOD), ("api_url", "https://contoso.my.salesforce.com")], "api_client_secret", "go together"),
            (
                vec![("oid", GOOD), ("api_url", "https://c.my.salesforce.com"), ("api_client_id", "same-value"), ("api_client_secret", "same-value")],
                "api_client_secret",
                "consumer key",
            ),
        ];
        for (settings, field, word) in cases {
            let found = of(&settings);
            assert!(
                found.iter().any(|(level, _, at, message)| *level == Level::Error && *at == field && message.contains(word)),
                "{settings:?}: {found:?}"
            );
        }
    }

    #[test]
    fn what_only_microsoft_cannot_reach_is_a_warning() {
        for (settings, word) in [
            (vec![("oid", GOOD), ("web_to_lead_url", "https://test.salesforce.com/servlet/servlet.WebToLead?encoding=UTF-8")], "sandbox"),
            (vec![("oid", GOOD), ("web_to_lead_url", "http://127.0.0.1:1/servlet/servlet.WebToLead")], "trying out"),
            (vec![("oid", "00Do0000abczhog")], "lower case"),
        ] {
            let found = of(&settings);
            assert!(found.len() == 1 && found[0].0 == Level::Warning && found[0].3.contains(word), "{found:?}");
        }
    }
}
