//! What people paste for Dynamics 365: a browser's URL, the labelled lines of a portal page, JSON of `az ad sp create-for-rbac` or of
//! the product ingestion API, and single values with something around them.

use serde_json::Value;

use crate::destinations::Paste;
use crate::destinations::dynamics::address::{self, Address, shown};
use crate::destinations::dynamics::{settings, values};

/// JSON keys, in lower case without separators, and the settings that they are.
const KEYS: &[(&str, &str)] = &[
    ("instanceurl", "url"),
    ("url", "url"),
    ("environmenturl", "url"),
    ("tenant", "directory_id"),
    ("tenantid", "directory_id"),
    ("directoryid", "directory_id"),
    ("directorytenantid", "directory_id"),
    ("appid", "application_id"),
    ("applicationid", "application_id"),
    ("clientid", "application_id"),
    ("applicationclientid", "application_id"),
    ("applicationkey", "client_secret"),
    ("clientsecret", "client_secret"),
    ("secretvalue", "client_secret"),
    ("username", "username"),
    ("password", "password"),
];

/// Labels of the portals, old and new, in lower case, and the settings behind them.
const LABELS: &[(&str, &str)] = &[
    ("environment url", "url"),
    ("url", "url"),
    ("application (client) id", "application_id"),
    ("application id", "application_id"),
    ("client id", "application_id"),
    ("directory (tenant) id", "directory_id"),
    ("directory id", "directory_id"),
    ("tenant id", "directory_id"),
    ("client secret value", "client_secret"),
    ("client secret", "client_secret"),
    ("secret value", "client_secret"),
    ("application key", "client_secret"),
    ("user name", "username"),
    ("username", "username"),
    ("password", "password"),
];

pub(super) fn text(text: &str) -> Option<Paste> {
    let mut paste = Paste::default();
    let clean = values::without_invisible(text);
    if let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(clean.trim()) {
        json(&fields, &mut paste);
    } else {
        lines(&clean, &mut paste);
    }
    if !paste.values.iter().any(|(key, _)| *key == "url")
        && let Some(found) = url_in(&clean)
    {
        paste.values.push(("url", found));
    }
    // Two IDs alone may be anybody's; an environment, or a secret beside its application, is ours.
    let has = |key: &str| paste.values.iter().any(|(known, _)| *known == key);
    if !has("url") && !(has("application_id") && (has("client_secret") || has("directory_id"))) {
        return None;
    }
    let mut notes = Vec::new();
    for (key, value) in &mut paste.values {
        if let Some((tidied, note)) = tidy(key, value) {
            *value = tidied;
            notes.push(note);
        }
    }
    paste.notes.extend(notes);
    if paste.values.iter().any(|(key, _)| *key == "username") && !paste.values.iter().any(|(key, _)| *key == "application_id") {
        paste.values.push(("authentication", "office365".to_owned()));
    }
    Some(paste)
}

/// A value as the profile should hold it, and what was done to it; `None` where nothing was to be done.
pub(super) fn tidy(key: &str, value: &str) -> Option<(String, String)> {
    match key {
        "url" => match address::understand(&values::without_invisible(value)) {
            Address::Environment { origin, changed } => {
                let plain = shown(&origin);
                let note = if changed.is_empty() { "the URL was cut to the environment's origin".to_owned() } else { changed.join("; ") };
                (plain != value).then_some((plain, note))
            }
            Address::Other { .. } => None,
        },
        "directory_id" | "application_id" | "public_client_id" => {
            let (bare, was_changed) = values::tidy_id(value);
            (was_changed && settings::is_guid(&bare)).then(|| (bare, format!("what stood around the {} was removed", key.replace('_', " "))))
        }
        _ => None,
    }
}

fn json(fields: &serde_json::Map<String, Value>, paste: &mut Paste) {
    for (name, value) in fields {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let known = KEYS.iter().find(|(key, _)| *key == plain).map(|(_, setting)| *setting);
        if let (Some(setting), Some(text)) = (known, value.as_str())
            // Any destination may have a url.
            && (setting != "url" || plain == "instanceurl" || url_in(text).is_some())
        {
            set(paste, setting, text);
        }
    }
    // az writes the secret as the password of the application.
    let has = |key: &str| paste.values.iter().any(|(known, _)| *known == key);
    if has("application_id") && !has("username") {
        for (key, _) in &mut paste.values {
            if *key == "password" {
                *key = "client_secret";
            }
        }
    }
    if !paste.values.is_empty() {
        paste.notes.push("the values were taken out of the JSON around them".to_owned());
    }
}

/// `Label: value` in a line, or the value in the next one, as the portals' pages copy.
fn lines(text: &str, paste: &mut Paste) {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != ":").collect();
    for (place, line) in lines.iter().enumerate() {
        let lower = line.to_ascii_lowercase();
        for (label, setting) in LABELS {
            let Some(rest) = lower.starts_with(label).then(|| line[label.len()..].trim_start()) else { continue };
            let value = match rest.strip_prefix([':', '=', '\t']) {
                Some(value) if !value.trim().is_empty() => Some(value.trim()),
                Some(_) => lines.get(place + 1).copied(),
                None if rest.is_empty() => lines.get(place + 1).copied(),
                None => None,
            };
            if let Some(value) = value.filter(|value| *setting != "url" || url_in(value).is_some()) {
                set(paste, setting, value);
                break;
            }
        }
    }
}

fn set(paste: &mut Paste, key: &'static str, value: &str) {
    if !paste.values.iter().any(|(known, _)| *known == key) {
        paste.values.push((key, value.to_owned()));
    }
}

/// The first URL that lies in an environment, or at a place that is known to be taken for one.
fn url_in(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || "\"'<>()[]`“”".contains(c)).map(|word| word.trim_end_matches([',', ';'])).find_map(|word| {
        let host = word.split_once("://").map_or(word, |(_, rest)| rest).split(['/', '?', '#']).next()?.to_ascii_lowercase();
        let is_ours = address::is_dataverse(&host)
            || host.ends_with(".dynamics.com") && word.contains("://")
            || ["make.powerapps.com", "admin.powerplatform.microsoft.com"].contains(&host.as_str());
        is_ours.then(|| word.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: &str = "1cdf1d7c-ca85-45c7-b1a6-0d197aa07dc5";
    const APP: &str = "160c5842-eeba-487b-bb30-be9fae7878d0";

    fn value(paste: &Paste, key: &str) -> Option<String> {
        paste.values.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone())
    }

    #[test]
    fn a_url_is_found_in_what_people_paste_and_cut_to_the_origin() {
        for pasted in [
            "https://contoso.crm4.dynamics.com/main.aspx?appid=1&pagetype=dashboard",
            "see <https://contoso.crm4.dynamics.com/>, thanks",
            "Environment URL\ncontoso.crm4.dynamics.com",
            "[CRM](https://contoso.api.crm4.dynamics.com/api/data/v9.2)",
        ] {
            let paste = text(pasted).unwrap_or_else(|| panic!("{pasted}"));
            assert_eq!(value(&paste, "url").as_deref(), Some("https://contoso.crm4.dynamics.com"), "{pasted}");
        }
        assert_eq!(
            value(&text("https://make.powerapps.com/environments/1").unwrap(), "url").as_deref(),
            Some("https://make.powerapps.com/environments/1")
        );
    }

    #[test]
    fn the_overview_page_and_both_kinds_of_json_give_all_values() {
        let page =
            format!("Display name\n:\nLeads\nApplication (client) ID\n:\n{APP}\nObject ID\n:\n{TENANT}\nDirectory (tenant) ID\n:\n{{{TENANT}}}");
        let az = format!("{{\"appId\":\"{APP}\",\"displayName\":\"x\",\"password\":\"s3cr~et\",\"tenant\":\"{TENANT}\"}}");
        let api = format!(
            "{{\"instanceUrl\":\"https://contoso.crm4.dynamics.com/\",\"applicationId\":\"{APP}\",\"directoryId\":\"{TENANT}\",\"applicationKey\":\"s3cr~et\"}}"
        );
        for pasted in [&page, &az, &api] {
            let paste = text(pasted).unwrap_or_else(|| panic!("{pasted}"));
            assert_eq!((value(&paste, "application_id").as_deref(), value(&paste, "directory_id").as_deref()), (Some(APP), Some(TENANT)), "{pasted}");
        }
        for pasted in [&az, &api] {
            let paste = text(pasted).unwrap();
            assert_eq!((value(&paste, "client_secret").as_deref(), value(&paste, "password")), (Some("s3cr~et"), None));
        }
        let user = "{\"instanceUrl\":\"https://contoso.crm4.dynamics.com\",\"username\":\"leads@contoso.example\",\"password\":\"pw\"}";
        let paste = text(user).unwrap();
        assert_eq!((value(&paste, "authentication").as_deref(), value(&paste, "password").as_deref()), (Some("office365"), Some("pw")));
    }

    #[test]
    fn what_belongs_to_another_destination_is_left_to_it() {
        for foreign in [
            "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=x",
            "https://leads.contoso.example/hook?code=1",
            "{\"httpsEndpointUrl\":\"https://leads.contoso.example/hook\"}",
            "{\"url\":\"https://leads.contoso.example/hook\"}",
            "URL: https://leads.contoso.example/hook",
            TENANT,
        ] {
            assert!(text(foreign).is_none(), "{foreign}");
        }
    }
}
