//! What people paste for Marketo: a form's embed code (also malformed, as on Microsoft's own page), the tracking snippet, addresses of Marketo,
//! the dialog with client ID and secret, or several of these together.

use std::sync::LazyLock;

use regex::Regex;

use crate::destinations::Paste;
use crate::destinations::marketo::settings::is_munchkin;

const MUNCHKIN: &str = "[0-9]{3}-[A-Za-z]{3}-[0-9]{3}";

fn pattern(text: &str) -> Regex {
    Regex::new(&text.replace("MUNCHKIN", MUNCHKIN)).expect("the pattern is constant")
}

/// `loadForm("//app-ys12.marketo.com", "123-PQR-789", 1179)`. Microsoft's sample has a stray `("` in front: what stands before the host is not
/// looked at.
static EMBED: LazyLock<Regex> = LazyLock::new(|| pattern(r#"//([A-Za-z0-9.-]+)["']\s*,\s*["'](MUNCHKIN)["']\s*,\s*["']?([0-9]{1,10})\b"#));
static TRACKING: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)munchkin\.init\(\s*["'](MUNCHKIN)["']"#));
static HOST: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(MUNCHKIN)\.mkto(?:rest|web|util)\.com(/rest|/identity)?"));
static LANDING_PAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bhttps?://[^\s/]+/(?:lp|rs)/(MUNCHKIN)/"));
static DESIGNER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bmarketo(?:designer)?\.com/[^\s#]*#(?:/classic/)?FOP?([0-9]{1,10})"));
static FORM_ELEMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bmktoForm_([0-9]{1,10})\b"));
static CLIENT_ID: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)\bclient[\s_-]?id\b["'\s:=]*([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b"#));
static CLIENT_SECRET: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)\bclient[\s_-]?secret\b["'\s:=]*([A-Za-z0-9]{20,64})\b"#));

pub(super) fn details(text: &str) -> Option<Paste> {
    // Out of a mail or a page: curly quotes and entities stand for plain quotes.
    let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace(['“', '”', '„'], "\"").replace(['‘', '’'], "'");
    let mut paste = Paste::default();
    if !embed(&text, &mut paste) {
        instance(&text, &mut paste);
        form(&text, &mut paste);
    }
    for (key, found) in [("client_id", &CLIENT_ID), ("client_secret", &CLIENT_SECRET)] {
        if let Some(found) = found.captures(&text) {
            paste.values.push((key, found[1].to_owned()));
        }
    }
    (!paste.values.is_empty()).then_some(paste)
}

fn embed(text: &str, paste: &mut Paste) -> bool {
    let mut forms = EMBED.captures_iter(text);
    let Some(first) = forms.next() else { return false };
    let others: Vec<String> = forms.map(|other| other[3].to_owned()).filter(|other| *other != first[3]).collect();
    set_munchkin(&first[2], paste);
    paste.values.push(("form_id", first[3].to_owned()));
    paste.notes.push(format!(
        "the embed code is of the instance at {}; its Server ID is no longer asked for, the Client ID and secret come from LaunchPoint",
        &first[1]
    ));
    if !others.is_empty() {
        paste.notes.push(format!("the text holds several forms; the first was taken, and not {}", others.join(", ")));
    }
    true
}

fn instance(text: &str, paste: &mut Paste) {
    let alone = text.trim();
    if let Some(found) = TRACKING.captures(text) {
        set_munchkin(&found[1], paste);
        paste.notes.push("this is the tracking snippet, which knows no form: the form ID stands in the form's own embed code".to_owned());
    } else if let Some(found) = HOST.captures(text) {
        set_munchkin(&found[1], paste);
        paste.notes.push("the Munchkin ID was taken out of an address of the instance".to_owned());
    } else if let Some(found) = LANDING_PAGE.captures(text) {
        set_munchkin(&found[1], paste);
        paste.notes.push("this is the address of a landing page, which does not tell the form ID: it stands in the form's embed code".to_owned());
    } else if is_munchkin(alone) {
        set_munchkin(alone, paste);
    }
}

fn form(text: &str, paste: &mut Paste) {
    if let Some(found) = DESIGNER.captures(text) {
        paste.values.push(("form_id", found[1].to_owned()));
        paste.notes.push("the form ID was taken out of the address of the form editor, which does not tell the Munchkin ID".to_owned());
    } else if let Some(found) = FORM_ELEMENT.captures(text) {
        paste.values.push(("form_id", found[1].to_owned()));
    }
}

fn set_munchkin(found: &str, paste: &mut Paste) {
    let upper = found.to_uppercase();
    if upper != found {
        paste.notes.push("the Munchkin ID was written in upper case, as Marketo shows it".to_owned());
    }
    paste.values.push(("munchkin_id", upper));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<(&'static str, String)> {
        details(text).map(|paste| paste.values).unwrap_or_default()
    }

    #[test]
    fn an_embed_code_gives_instance_and_form_however_it_was_copied() {
        let want = [("munchkin_id", "123-PQR-789".to_owned()), ("form_id", "1179".to_owned())];
        for text in [
            r#"<script src="//app-ys12.marketo.com/js/forms2/js/forms2.js"></script> <form id="mktoForm_1179"></form> <script>MktoForms2.loadForm("//app-ys12.marketo.com", "123-PQR-789", 1179);</script>"#,
            // Microsoft's page "Use Marketo to manage commercial marketplace leads".
            r#"<script>MktoForms2.loadForm("("//app-ys12.marketo.com", "123-PQR-789", 1179);</script>"#,
            "MktoForms2.loadForm('//app-ys12.marketo.com','123-pqr-789',1179, function(form){})",
            "MktoForms2.loadForm(“//app-ys12.marketo.com”, “123-PQR-789”, 1179);",
            "MktoForms2.loadForm(&quot;//app-ys12.marketo.com&quot;, &quot;123-PQR-789&quot;, &quot;1179&quot;)",
            "MktoForms2.loadForm(\n  \"//app-ys12.marketo.com\",\n  \"123-PQR-789\",\n  1179\n);",
        ] {
            assert_eq!(values(text), want, "{text}");
        }
        let paste =
            details(r#"loadForm("//app-ys12.marketo.com", "123-PQR-789", 1179); loadForm("//app-ys12.marketo.com", "123-PQR-789", 1180)"#).unwrap();
        assert_eq!(paste.values[1].1, "1179");
        assert!(paste.notes[0].contains("app-ys12.marketo.com") && paste.notes[1].contains("1180"), "{:?}", paste.notes);
    }

    #[test]
    fn wrong_pastes_give_what_is_in_them_and_say_what_is_not() {
        for (text, want, note) in [
            ("Munchkin.init('123-PQR-789', {\"wsInfo\":\"j1RR\"});", ("munchkin_id", "123-PQR-789"), "tracking snippet"),
            ("https://123-PQR-789.mktorest.com/rest", ("munchkin_id", "123-PQR-789"), "address of the instance"),
            ("Identity: https://123-pqr-789.mktorest.com/identity", ("munchkin_id", "123-PQR-789"), "address of the instance"),
            ("https://na-sjst.marketo.com/lp/123-PQR-789/Contact.html", ("munchkin_id", "123-PQR-789"), "landing page"),
            ("https://app-ys12.marketo.com/#FO1179A1", ("form_id", "1179"), "form editor"),
        ] {
            let paste = details(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(paste.values, [(want.0, want.1.to_owned())], "{text}");
            assert!(paste.notes.iter().any(|said| said.contains(note)), "{text}: {:?}", paste.notes);
        }
    }

    #[test]
    fn the_launchpoint_dialog_gives_both_credentials() {
        let (id, secret) = ("9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24", "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEy");
        for text in [
            format!("Client Id: {id}\nClient Secret: {secret}\nAuthorized User: api@contoso.example"),
            format!("Client Id\n{id}\nClient Secret\n{secret}"),
            format!("{{\"client_id\":\"{id}\",\"client_secret\":\"{secret}\"}}"),
        ] {
            assert_eq!(values(&text), [("client_id", id.to_owned()), ("client_secret", secret.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_is_not_marketos_is_left_to_others() {
        for text in ["", "https://contoso.example/leads", "AccountName=x;AccountKey=y", "call 123-456-789", "the client secret is in the vault"] {
            assert!(details(text).is_none(), "{text}");
        }
    }
}
