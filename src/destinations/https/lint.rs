//! What an endpoint's URL tells offline: whole or cut, whose it is, reachable from outside or not.

use url::Url;

use crate::core::address::{is_loopback, why_private};
use crate::core::finding::{Finding, Level};
use crate::destinations::https::settings::{Kind, raw_parameter, trigger};

pub(super) const ANATOMY: &str = "https/url-anatomy";
pub(super) const PUBLIC: &str = "https/public-address";
pub(super) const ADDRESS: &str = "https/flow-address";

const MALFORMED: &str = "https/url-malformed";
const SHAPE: &str = "it should look like https://host/path, copied with the copy button";

pub(super) fn findings(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(message) = not_a_url(text) {
        found.push(error(MALFORMED, message));
        return found;
    }
    let url = match Url::parse(text.trim()) {
        Ok(url) => url,
        Err(why) => {
            found.push(error(MALFORMED, format!("this is no URL ({why}); {SHAPE}")));
            return found;
        }
    };
    scheme(&url, &mut found);
    if let Some(message) = wrong_place(&url) {
        found.push(error(MALFORMED, message));
        return found;
    }
    if url.fragment().is_some() {
        found.push(error(MALFORMED, "the URL has a part behind '#', which is never sent; copy the address of the endpoint, not of a page"));
    }
    if text.trim().len() > 2048 {
        found.push(warning(ANATOMY, format!("the URL has {} characters; forms often cut at 2,048", text.trim().len())));
    }
    let kind = Kind::of(&url);
    if kind.is_workflow() {
        workflow(&url, kind, &mut found);
    } else if kind == Kind::Function && raw_parameter(&url, "code").is_none() {
        found.push(
            warning(ANATOMY, "this Azure Function's URL has no key (code=…): right only if its authorization level is Anonymous")
                .entry("https/function-key-missing"),
        );
    }
    if kind == Kind::LogicApps {
        found.push(
            warning(ADDRESS, "if this is a Power Automate flow: its logic.azure.com addresses were announced to stop on 30 November 2025; copy the new URL from the trigger, put it into Partner Center and publish again. A Logic App keeps this address")
                .entry("https/power-automate-url-retired"),
        );
    }
    public(&url, &mut found);
    found
}

fn error(entry: &'static str, message: impl Into<String>) -> Finding {
    Finding::error(ANATOMY, "url", message).entry(entry)
}

fn warning(check: &'static str, message: impl Into<String>) -> Finding {
    Finding::warning(check, "url", message)
}

/// Marks of a paste that went wrong, before it is read as a URL at all.
fn not_a_url(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let says = |message: &str| Some(message.to_owned());
    if trimmed.is_empty() {
        return Some(format!("the URL is empty; {SHAPE}"));
    }
    if trimmed.contains("](") || trimmed.starts_with('[') {
        return says("this is a Markdown link; give the address inside the parentheses alone");
    }
    if trimmed.starts_with(['"', '\'', '“', '`', '<']) || trimmed.ends_with(['"', '\'', '”', '`', '>']) {
        return says("the URL stands in quotes or brackets; give it without them");
    }
    if trimmed.contains("&amp;") {
        return says("the URL was copied out of HTML: &amp; must be & alone; use the copy button");
    }
    if trimmed.contains("\\&") || trimmed.contains("\\?") {
        return says("the URL has backslashes from a shell; put it in quotes instead");
    }
    if trimmed.contains(char::is_whitespace) {
        return says("the URL contains white space or a line break, as from a wrapped mail; copy it again with the copy button");
    }
    if trimmed.contains(['<', '>', '"', '{', '}', '|', '^']) {
        return says("the URL contains a character that must not stand in one as it is, or a placeholder that was not filled in");
    }
    if trimmed.ends_with(['…', '.']) || trimmed.contains('…') {
        return says("the URL ends in '…' or '.': it was shortened for display; use the copy button");
    }
    if trimmed.contains("***") || trimmed.contains("REDACTED") || trimmed.contains("YOUR_") {
        return says("a part of the URL is masked or a placeholder; copy it from where it is shown in full");
    }
    if has_bad_escape(trimmed) {
        return says("a '%' in the URL is not followed by two hexadecimal digits: it was cut or decoded on its way");
    }
    if !trimmed.contains("://") {
        return Some(if trimmed.starts_with("//") || trimmed.split('/').next().is_some_and(|host| host.contains('.')) {
            "the URL lacks https:// at its beginning".to_owned()
        } else {
            format!("this is no URL; {SHAPE}")
        });
    }
    if trimmed.matches("://").count() > 1 && trimmed.rfind("https://").is_some_and(|at| at > 0 && !trimmed[..at].contains('?')) {
        return says("two URLs run together, as if it was pasted twice; clear the field and paste it once");
    }
    None
}

fn has_bad_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..bytes.len()).any(|at| {
        bytes[at] == b'%' && !(bytes.get(at + 1).is_some_and(u8::is_ascii_hexdigit) && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit))
    })
}

fn scheme(url: &Url, found: &mut Vec<Finding>) {
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(url) => {}
        "http" => found.push(error(MALFORMED, "the URL begins with http://, and leads are personal data: Partner Center takes only https://")),
        other => found.push(error(MALFORMED, format!("the URL begins with {other}://, and must begin with https://"))),
    }
}

/// Addresses of portals and of other services.
fn wrong_place(url: &Url) -> Option<String> {
    let host = url.host_str()?.to_ascii_lowercase();
    let is = |name: &str| host == name || host.ends_with(&format!(".{name}"));
    let message = if is("make.powerautomate.com") || is("flow.microsoft.com") {
        "this is the page where the flow is edited; open its trigger 'When an HTTP request is received' and copy the HTTP URL"
    } else if is("portal.azure.com") {
        "this is a page of the Azure portal; open the Logic App's trigger and copy its HTTP POST URL"
    } else if is("partner.microsoft.com") {
        "this is a page of Partner Center; give the endpoint that shall receive the leads"
    } else if is("webhook.office.com") || is("outlook.office.com") {
        "this is a Teams or Outlook card hook: it wants a card, not a lead, and answers 400; put a flow in between"
    } else if is("dynamics.com") || is("crm.dynamics.com") {
        "this is a Dynamics 365 environment: choose the destination Dynamics 365 instead"
    } else if host.contains(".table.core.") {
        "this is an Azure Table's address: choose the destination azure-table, with the account's connection string"
    } else if host.contains(".blob.core.") || host.contains(".queue.core.") {
        "this is a storage account's address, which takes no unsigned POST; choose the destination azure-table"
    } else {
        return None;
    };
    Some(message.to_owned())
}

/// The four parameters of a workflow's URL, and what their absence means.
fn workflow(url: &Url, kind: Kind, found: &mut Vec<Finding>) {
    let before = found.len();
    let missing: Vec<&str> =
        ["api-version", "sp", "sv", "sig"].into_iter().filter(|name| raw_parameter(url, name).is_none_or(str::is_empty)).collect();
    if missing == ["sp", "sv", "sig"] {
        found.push(error(
            "https/oauth-required",
            "the URL has api-version and neither sp, sv nor sig: either it was cut at '&' (terminals and chats do that), or the trigger is open to 'Any user in my tenant' only. Set 'Who can trigger the flow?' to Anyone, save, and copy the URL again: it changes",
        ));
    } else if !missing.is_empty() {
        found.push(error(
            "https/signature-missing",
            format!("the URL lacks {}: it was cut, in a shell at an unquoted '&'; copy it again and put it in quotes", missing.join(", ")),
        ));
    }
    if let Some(sig) = raw_parameter(url, "sig").filter(|sig| !sig.is_empty()) {
        signature(sig, found);
    }
    if let (Some(sp), Some(trigger)) = (raw_parameter(url, "sp"), trigger(url)) {
        if sp.contains("%25") {
            found.push(error(MALFORMED, "sp is percent-encoded twice (%252F): a tool encoded the URL again; copy it anew"));
        } else {
            let path = percent_encoding::percent_decode_str(sp).decode_utf8_lossy().into_owned();
            let decoded = percent_encoding::percent_decode_str(trigger).decode_utf8_lossy().into_owned();
            if !path.is_empty() && !path.contains(&format!("/triggers/{decoded}/")) {
                found.push(error("https/signature-wrong", "sp names another trigger than the path: parts of two URLs were mixed; copy it anew"));
            }
        }
    }
    let id = url.path().split_once("/workflows/").map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    let well_formed = id.is_some_and(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
    let known_path = url.path().contains("/triggers/") && (url.path().ends_with("/invoke") || url.path().contains("/paths/invoke"));
    if kind != Kind::LogicAppsStandard && found.len() == before && (!well_formed || !known_path) {
        found.push(warning(
            ANATOMY,
            format!(
                "the host is that of {}, and the path is none that is known: …/workflows/<32 hexadecimal digits>/triggers/…/paths/invoke",
                kind.name()
            ),
        ));
    }
}

/// A signature is 32 bytes in base64url: 43 characters.
fn signature(sig: &str, found: &mut Vec<Finding>) {
    let plain = sig.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    let message = if sig.len() == 43 && plain {
        return;
    } else if sig.contains(['*', '…', '.']) {
        "sig is masked: copy the URL from where it is shown in full".to_owned()
    } else if sig.ends_with('=') || sig.ends_with("%3D") || sig.ends_with("%3d") {
        "sig ends in '=' (padding), which it does not have in the portal's URL: copy it anew".to_owned()
    } else if sig.contains(['+', '/']) || sig.to_ascii_uppercase().contains("%2B") || sig.to_ascii_uppercase().contains("%2F") {
        "sig contains + or /, so it is not from this URL: copy it anew".to_owned()
    } else if plain && sig.len() < 43 {
        format!("sig was cut: it has {} characters and should have 43", sig.len())
    } else if plain {
        format!("sig has {} characters and, as far as known, should have 43: something was appended to the URL", sig.len())
    } else {
        "sig holds characters that a signature does not have: copy the URL anew".to_owned()
    };
    found.push(Finding { level: Level::Error, ..error("https/signature-wrong", message) });
}

fn public(url: &Url, found: &mut Vec<Finding>) {
    if let Some(why) = why_private(url) {
        found.push(warning(PUBLIC, format!("{why}: Microsoft can't reach it; good for trying out, not for Partner Center")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIG: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO_-";
    const FLOW: &str = "https://default0123456789abcdef0123456789abcd.ef.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=SIG";
    const LOGIC: &str = "https://prod-12.westeurope.logic.azure.com:443/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=2016-10-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=SIG";

    fn of(text: &str) -> Vec<(Level, &'static str, Option<&'static str>, String)> {
        findings(&text.replace("SIG", SIG)).into_iter().map(|finding| (finding.level, finding.check, finding.entry, finding.message)).collect()
    }

    #[test]
    fn whole_urls_are_fine() {
        for text in [
            FLOW,
            "https://leads.contoso.com/hook?offer=a",
            &FLOW.replace("/direct/", "/direct/cu/07/"),
            "https://fn.azurewebsites.net/api/leads?code=abc123",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn a_logic_azure_address_is_a_warning_since_logic_apps_keep_it() {
        let found = of(LOGIC);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0, found[0].2), (Level::Warning, Some("https/power-automate-url-retired")));
    }

    #[test]
    fn each_mistake_is_named_for_what_it_is() {
        for (text, entry, word) in [
            ("", MALFORMED, "empty"),
            ("leads.contoso.com/hook", MALFORMED, "https://"),
            ("hello", MALFORMED, "no URL"),
            ("http://leads.contoso.com/hook", MALFORMED, "http://"),
            ("ftp://leads.contoso.com/hook", MALFORMED, "ftp://"),
            ("\"https://leads.contoso.com/hook\"", MALFORMED, "quotes"),
            ("[hook](https://leads.contoso.com/hook)", MALFORMED, "Markdown"),
            ("https://leads.contoso.com/a?b=1&amp;c=2", MALFORMED, "HTML"),
            ("https://leads.contoso.com/a\\&b=1", MALFORMED, "backslashes"),
            ("https://leads.contoso.com/a b", MALFORMED, "white space"),
            ("https://leads.contoso.com/…", MALFORMED, "shortened"),
            ("https://leads.contoso.com/%zz", MALFORMED, "hexadecimal"),
            ("https://leads.contoso.com/ahttps://leads.contoso.com/a", MALFORMED, "twice"),
            ("https://leads.contoso.com/a#b", MALFORMED, "#"),
            ("https://make.powerautomate.com/environments/x/flows/y", MALFORMED, "edited"),
            ("https://portal.azure.com/#blade", MALFORMED, "portal"),
            ("https://contoso.webhook.office.com/webhookb2/x", MALFORMED, "card"),
            ("https://contoso.crm4.dynamics.com/main.aspx", MALFORMED, "Dynamics"),
            (&FLOW[..FLOW.find("&sp=").unwrap()], "https/oauth-required", "Anyone"),
            (&FLOW[..FLOW.find("&sig=").unwrap()], "https/signature-missing", "lacks sig"),
            (&FLOW.replace("&sv=1.0", ""), "https/signature-missing", "lacks sv"),
            (&FLOW.replace("SIG", "abc"), "https/signature-wrong", "cut"),
            (&FLOW.replace("SIG", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO_-%3D"), "https/signature-wrong", "padding"),
            (&FLOW.replace("sig=SIG", "sig=********"), MALFORMED, "masked"),
            (&FLOW.replace("%2F", "%252F"), MALFORMED, "twice"),
            (&FLOW.replace("triggers%2Fmanual", "triggers%2Fother"), "https/signature-wrong", "another trigger"),
        ] {
            let found = of(text);
            let hit = found.iter().any(|(level, _, id, message)| *level == Level::Error && *id == Some(entry) && message.contains(word));
            assert!(hit, "{text}: {found:?}");
        }
    }

    #[test]
    fn private_addresses_are_a_warning() {
        for text in
            ["https://10.1.2.3/hook", "http://127.0.0.1:8080/hook", "https://server/hook", "https://crm.contoso.local/hook", "https://[::1]/hook"]
        {
            let found = of(text);
            assert!(found.iter().all(|finding| finding.0 == Level::Warning) && found.iter().any(|finding| finding.1 == PUBLIC), "{text}: {found:?}");
        }
    }
}
