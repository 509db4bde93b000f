//! What people paste for Salesforce: a generated Web-to-Lead form, also one that a mail or an editor has mangled, a line of it, or the oid alone.
//!
//! What can't be right (several organizations, a Pardot form) is handed on as it is: the offline rules say what is wrong with it.

use std::sync::LazyLock;

use regex::Regex;

use crate::destinations::Paste;
use crate::destinations::salesforce::ids;
use crate::destinations::salesforce::settings::PRODUCTION;

const QUOTES: &str = "\"'“”‘’`";

pub(super) fn form(text: &str) -> Option<Paste> {
    let trimmed = text.trim().trim_matches(|c| QUOTES.contains(c)).trim();
    let mut paste = Paste::default();
    if ids::looks_like_id(trimmed) && ids::kind(&trimmed.to_ascii_uppercase()).or_else(|| ids::kind(trimmed)).is_some() {
        return Some(with_oid(paste, trimmed));
    }
    let html = without_comments(&unescaped(trimmed));
    let lower = html.to_ascii_lowercase();
    let actions = actions(&html);
    let to = |servlet: &str| actions.iter().find(|action| action.to_ascii_lowercase().contains(servlet));
    if let Some(pardot) = actions.iter().find(|action| action.to_ascii_lowercase().contains("pardot.com"))
        && to("servlet.webtolead").is_none()
    {
        paste.values.push(("oid", pardot.clone()));
        return Some(paste);
    }
    let is_form = lower.contains("servlet.webtolead") || lower.contains("servlet.webtocase");
    let mut found = oids(&html);
    found.dedup();
    if found.is_empty() && !is_form {
        return None;
    }
    if to("servlet.webtolead").is_none() && to("servlet.webtocase").is_some() {
        paste.notes.push(
            "this is a Web-to-Case form: its orgid is the organization identifier too, and was taken; see that Setup › Web-to-Lead is enabled"
                .to_owned(),
        );
    }
    if lower.contains("g-recaptcha") || lower.contains("captcha_settings") {
        paste.notes.push(
            "the form asks for reCAPTCHA, which Marketplace can't answer: clear 'Require reCAPTCHA Verification' in Setup › Web-to-Lead, or leads vanish without a word".to_owned(),
        );
    }
    if let Some(action) = to("servlet.webtolead") {
        posts_to(action, &mut paste);
    }
    Some(with_oid(paste, &found.join(", ")))
}

fn with_oid(mut paste: Paste, oid: &str) -> Paste {
    let oid = match ids::shortened(oid) {
        Some(short) => {
            paste.notes.push("the 18-character oid was kept as the 15 characters that Partner Center takes".to_owned());
            short
        }
        None => oid.to_owned(),
    };
    paste.values.insert(0, ("oid", oid));
    paste
}

/// Only an address other than production's is worth keeping.
fn posts_to(action: &str, paste: &mut Paste) {
    let address = action.split(['?', '#']).next().unwrap_or(action);
    let host = address.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default().to_ascii_lowercase();
    match host.as_str() {
        _ if address.eq_ignore_ascii_case(PRODUCTION) => {}
        "www.salesforce.com" | "login.salesforce.com" | "webto.salesforce.com" => {
            paste.notes.push(format!("the form posts to {host}, as older forms do; leadctl posts to webto.salesforce.com"));
        }
        _ => paste.values.push(("web_to_lead_url", address.to_owned())),
    }
}

/// HTML that was copied as text has its angle brackets and quotes as entities.
fn unescaped(text: &str) -> String {
    let text = text.replace("=\r\n", "").replace("=3D", "=");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#34;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// The generated form brings its debugging fields along as comments.
fn without_comments(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, from)) = rest.split_once("<!--") {
        out.push_str(before);
        // One that is never closed hides nothing.
        match from.split_once("-->") {
            Some((_, after)) => rest = after,
            None => {
                rest = from;
                break;
            }
        }
    }
    out.push_str(rest);
    out
}

fn actions(html: &str) -> Vec<String> {
    static ACTION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"(?i)\baction\s*=\s*["'“”‘’]?\s*([^"'“”‘’>\s]+)"#).expect("the pattern is constant"));
    ACTION.captures_iter(html).map(|found| found[1].to_owned()).collect()
}

/// Every organization id of an input or a query, in order, each once.
fn oids(html: &str) -> Vec<String> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"(?i)\bname\s*=\s*["'“”‘’]?\s*(?:oid|orgid)\b"#).expect("the pattern is constant"));
    static VALUE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"(?i)\bvalue\s*=\s*["'“”‘’]?\s*([^"'“”‘’<>\s/]*)"#).expect("the pattern is constant"));
    static BARE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)(?:^|[?&\s;])(?:oid|orgid)\s*[=:]\s*(00D[A-Za-z0-9]{12,15})\b").expect("the pattern is constant"));
    let mut found: Vec<String> = Vec::new();
    let mut keep = |value: &str| {
        let same = |known: &String| known[..known.len().min(15)] == value[..value.len().min(15)];
        if !value.is_empty() && value.is_ascii() && !found.iter().any(same) {
            found.push(value.to_owned());
        }
    };
    for name in NAME.find_iter(html) {
        // The tag that it stands in, whether or not it is closed.
        let start = html[..name.start()].rfind('<').unwrap_or(0);
        let end = html[name.end()..].find('<').map_or(html.len(), |at| name.end() + at);
        if let Some(value) = VALUE.captures(&html[start..end]) {
            keep(&value[1]);
        }
    }
    for bare in BARE.captures_iter(html) {
        keep(&bare[1]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const OID: &str = "00Do0000000ZHog";
    /// As Salesforce generates it, shortened.
    const FORM: &str = r#"<!--  NOTE: Please add the following <META> element to your page <HEAD>. -->
<META HTTP-EQUIV="Content-type" CONTENT="text/html; charset=UTF-8">
<form action="https://webto.salesforce.com/servlet/servlet.WebToLead?encoding=UTF-8&orgId=00Do0000000ZHog" method="POST">
<input type=hidden name="oid" value="00Do0000000ZHog">
<input type=hidden name="retURL" value="http://">
<!--  <input type="hidden" name="debug" value=1>                              -->
<!--  <input type="hidden" name="debugEmail" value="admin@contoso.example">   -->
<label for="first_name">First Name</label><input id="first_name" maxlength="40" name="first_name" size="20" type="text" /><br>
<input type="submit" name="submit"></form>"#;

    fn values(text: &str) -> Vec<(&'static str, String)> {
        form(text).unwrap_or_else(|| panic!("{text}")).values
    }

    #[test]
    fn the_oid_is_found_in_all_that_people_paste() {
        for text in [
            FORM.to_owned(),
            FORM.replace('"', "'"),
            FORM.replace('"', ""),
            FORM.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"),
            FORM.replace("value=\"00Do0000000ZHog\">", "value=\"00Do0000000ZHog"),
            FORM.replace('"', "”"),
            FORM.to_uppercase().replace("00DO0000000ZHOG", OID).replace("SERVLET/SERVLET.WEBTOLEAD", "servlet/servlet.WebToLead"),
            FORM.replace("<input type=hidden name=\"oid\" value", "<input value")
                .replace(">\n<input type=hidden name=\"retURL\"", " name=\"oid\">\n<input name=\"retURL\""),
            FORM.lines().nth(3).unwrap().to_owned(),
            format!("oid={OID}"),
            format!("  \"{OID}\" "),
            OID.to_owned(),
            format!("{OID}EAG"),
            FORM.replace("value=\"00Do0000000ZHog\"", "value=\"00Do0000000ZHogEAG\""),
        ] {
            assert_eq!(values(&text), [("oid", OID.to_owned())], "{text}");
        }
    }

    #[test]
    fn a_sandboxs_form_brings_its_address() {
        let text = FORM.replace("webto.salesforce.com", "test.salesforce.com");
        let address = "https://test.salesforce.com/servlet/servlet.WebToLead".to_owned();
        assert_eq!(values(&text), [("oid", OID.to_owned()), ("web_to_lead_url", address)]);
    }

    #[test]
    fn other_forms_are_known_for_what_they_are() {
        let case = FORM.replace("WebToLead", "WebToCase").replace("\"oid\"", "\"orgid\"");
        let paste = form(&case).unwrap();
        assert_eq!(paste.values, [("oid", OID.to_owned())]);
        assert!(paste.notes[0].contains("Web-to-Case"));
        let pardot = "<form action=\"https://go.pardot.com/l/123456/2026-01-01/abc\" method=\"post\"><input name=\"email\"></form>";
        assert!(ids::oid(&values(pardot)[0].1).unwrap_err().contains("Pardot"));
        let two = format!("{FORM}\n{}", FORM.replace("ZHog", "ZHoh"));
        assert!(ids::oid(&values(&two)[0].1).unwrap_err().contains("several"));
        let without = FORM.replace("name=\"oid\" value=\"00Do0000000ZHog\"", "").replace("&orgId=00Do0000000ZHog", "");
        assert!(ids::oid(&values(&without)[0].1).unwrap_err().contains("no oid"));
        let captcha = FORM.replace("<label", "<div class=\"g-recaptcha\" data-sitekey=\"x\"></div><label");
        assert!(form(&captcha).unwrap().notes[0].contains("reCAPTCHA"));
        for user in ["005o0000000ZHog", "00do0000000zhog"] {
            assert!(ids::oid(&values(user)[0].1).is_err());
        }
    }

    #[test]
    fn what_is_somebody_elses_is_left_to_them() {
        for text in [
            "https://leads.contoso.example/hook",
            "AccountName=x;AccountKey=y",
            "MktoForms2.loadForm(\"//app-ys12.marketo.com\", \"123-PQR-789\", 1179);",
            "",
        ] {
            assert!(form(text).is_none(), "{text}");
        }
    }
}
