//! What Dataverse's answers mean. A code decides; where it is empty, `0x0` or a word, the sentence does.
//!
//! Sources: powerapps-docs for the form of errors, Microsoft's troubleshooting pages and public clients for codes and sentences.

use serde_json::{Map, Value};

use crate::core::exchange::{Exchange, WireResponse};
use crate::core::outcome::Outcome;
use crate::core::redact::mask_people;
use crate::core::text::excerpt;
use crate::destinations::dynamics::read::{Failure, Peer, answer, as_it_came};
use crate::destinations::dynamics::settings::is_guid;

/// Code and words of an error body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::destinations::dynamics) struct ServiceError {
    pub(in crate::destinations::dynamics) code: String,
    pub(in crate::destinations::dynamics) words: String,
}

/// A whole JSON object with a status of success.
pub(in crate::destinations::dynamics) fn content(exchange: &Exchange) -> Result<Map<String, Value>, Failure> {
    let response = answer(exchange, Peer::Environment)?;
    if response.is_success()
        && !response.cut
        && let Ok(Value::Object(fields)) = serde_json::from_slice(&response.body)
    {
        return Ok(fields);
    }
    Err(refused(response))
}

/// What went wrong in an exchange whose answer is not the hoped-for one.
pub(in crate::destinations::dynamics) fn failure(exchange: &Exchange) -> Failure {
    match answer(exchange, Peer::Environment) {
        Err(failure) => failure,
        Ok(response) => refused(response),
    }
}

/// The id in `OData-EntityId: …/leads(<guid>)`.
pub(in crate::destinations::dynamics) fn created_id(response: &WireResponse) -> Option<String> {
    let address = response.header("odata-entityid").or_else(|| response.header("location"))?;
    let (_, behind) = address.rsplit_once("leads(")?;
    let id = behind.split(')').next()?;
    is_guid(id).then(|| id.to_ascii_lowercase())
}

/// The privilege that a refusal names.
pub(in crate::destinations::dynamics) fn missing_privilege(words: &str) -> Option<&str> {
    let at = words.find("prv")?;
    let name = &words[at..];
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
    (end > 3).then(|| &name[..end])
}

/// The column that a refusal says may not be empty: `The attribute 'x' of the 'lead' entity cannot be null.`
fn empty_column(words: &str) -> Option<&str> {
    let (before, _) = words.split_once("cannot be null")?;
    before.split('\'').nth(1).filter(|name| !name.is_empty())
}

pub(in crate::destinations::dynamics) fn refused(response: &WireResponse) -> Failure {
    let error = service_error(response);
    // Of what was to come nothing is known; a web page is one from its first line on.
    let broke_off = response.is_success() && response.cut && !response.is_html();
    let entry = if broke_off { None } else { classify(response.status, &error.code, &error.words) };
    let transient = entry == Some("dynamics/rate-limited") || response.status >= 500 && entry.is_none() || response.is_success() && response.cut;
    let message = match entry {
        Some("dynamics/user-not-member") => "the environment has no user for this identity".to_owned(),
        Some("dynamics/no-roles-assigned") => "the user has no security role in the environment".to_owned(),
        Some("dynamics/leadsourcecode-permission") => "the user may not fill the column leadsourcecode of the lead table".to_owned(),
        Some("dynamics/missing-privilege") => match missing_privilege(&error.words) {
            Some(name) => format!("the user lacks the privilege {}", excerpt(name, 60)),
            None => "the user lacks a privilege".to_owned(),
        },
        Some("dynamics/user-disabled") => "the user is disabled in the environment, or has no licence".to_owned(),
        Some("dynamics/application-restricted") => "the environment lets only named applications in, and this one is not among them".to_owned(),
        Some("dynamics/lead-table-missing") => "the environment has no lead table: Dynamics 365 Sales is not installed there".to_owned(),
        Some("dynamics/wrong-api-path") => "the environment does not know this path".to_owned(),
        Some("dynamics/rate-limited") => "the environment wants fewer requests just now; wait some minutes".to_owned(),
        Some("dynamics/plugin-error") => "a plug-in or workflow of the environment refused it".to_owned(),
        Some("dynamics/string-too-long") => "a value is longer than its column".to_owned(),
        Some("dynamics/duplicate-detected") => "duplicate detection refused the lead".to_owned(),
        Some("dynamics/duplicate-key") => "a record with the same key exists".to_owned(),
        Some("dynamics/choice-value-invalid") => "a choice column does not know the value it got".to_owned(),
        Some("dynamics/unknown-column") => "a column does not exist in this environment".to_owned(),
        Some("dynamics/column-type-mismatch") => "a value does not fit the type of its column".to_owned(),
        Some("dynamics/environment-disabled") => "the environment is disabled".to_owned(),
        Some("dynamics/unauthorized-token") => "the environment does not accept the sign-in's token".to_owned(),
        Some("dynamics/forbidden-unspecified") => "the environment forbids it, and names no reason".to_owned(),
        Some("dynamics/url-unreachable") if response.is_html() => "a web page answered, not a Dynamics 365 environment".to_owned(),
        Some("dynamics/url-unreachable") => "what answers there is no Dynamics 365 environment".to_owned(),
        _ if broke_off => "the answer broke off, came too slowly or had no end".to_owned(),
        _ if response.status >= 500 => format!("the environment is not able to answer just now (HTTP {})", response.status),
        _ => match (empty_column(&error.words), error.words.trim()) {
            (Some(column), _) => format!(
                "the environment refuses a record whose column {} is empty: make that column optional there, or have a plug-in fill it, and send the lead again",
                excerpt(column, 60)
            ),
            (None, "") => format!("the environment answered in an unexpected way (HTTP {})", response.status),
            (None, words) => format!("the environment refused it with HTTP {}: {}", response.status, excerpt(&mask_people(words), 200)),
        },
    };
    let answered = match (error.code.as_str(), error.words.as_str()) {
        ("", "") => as_it_came(response),
        ("", words) => excerpt(&mask_people(&format!("HTTP {} {words}", response.status)), 500),
        (code, words) => excerpt(&mask_people(&format!("HTTP {} {code} {words}", response.status)), 500),
    };
    Failure { outcome: if transient { Outcome::Unknown } else { Outcome::Fail }, entry, message, answered }
}

/// Codes that decide, each with words that it may need.
#[cfg(test)]
pub(super) const CODES: [(&str, &str); 15] = [
    ("0x8004a104", ""),
    ("0x80072560", ""),
    ("0x80042f09", ""),
    ("0x8004f502", "the leadsourcecode attribute"),
    ("0x80040220", ""),
    ("0x80048306", ""),
    ("0x80041d1f", ""),
    ("0x80040225", ""),
    ("0x80095ffc", ""),
    ("0x80072322", ""),
    ("0x80072321", ""),
    ("0x80072326", ""),
    ("0x80040265", ""),
    ("0x80044331", ""),
    ("0x80040333", ""),
];

/// The catalogue id of a refusal; `None` for what is not known.
pub(super) fn classify(status: u16, code: &str, words: &str) -> Option<&'static str> {
    let words = words.to_ascii_lowercase();
    let says = |phrase: &str| words.contains(phrase);
    let by_code = match code.to_ascii_lowercase().as_str() {
        "0x80072560" => Some("dynamics/user-not-member"),
        "0x80042f09" => Some("dynamics/no-roles-assigned"),
        "0x8004f502" if says("leadsourcecode") => Some("dynamics/leadsourcecode-permission"),
        "0x8004f502" | "0x80040220" | "0x80048306" => Some("dynamics/missing-privilege"),
        "0x80041d1f" | "0x80040225" => Some("dynamics/user-disabled"),
        "0x80095ffc" => Some("dynamics/application-restricted"),
        "0x8004a104" => Some("dynamics/environment-disabled"),
        "0x80072322" | "0x80072321" | "0x80072326" => Some("dynamics/rate-limited"),
        "0x80040265" | "0x80040224" => Some("dynamics/plugin-error"),
        "0x80044331" => Some("dynamics/string-too-long"),
        "0x80040333" => Some("dynamics/duplicate-detected"),
        "0x80040237" => Some("dynamics/duplicate-key"),
        "0x8004431a" => Some("dynamics/choice-value-invalid"),
        _ => None,
    };
    if by_code.is_some() {
        return by_code;
    }
    let by_words: &[(&[&str], &str)] = &[
        (&["not a member of the organization"], "dynamics/user-not-member"),
        (&["no roles are assigned"], "dynamics/no-roles-assigned"),
        (&["does not have create permissions for the leadsourcecode"], "dynamics/leadsourcecode-permission"),
        (&["is missing prv", "seclib::accesscheckex failed", "seclib::checkprivilege failed"], "dynamics/missing-privilege"),
        (&["access to dataverse api is restricted"], "dynamics/application-restricted"),
        (&["segment 'leads'", "segment 'lead'"], "dynamics/lead-table-missing"),
        (&["resource not found for the segment"], "dynamics/wrong-api-path"),
        (
            &[
                "organization is disabled",
                "environment is disabled",
                "environment has been disabled",
                "attempting to access is currently disabled",
                "administration mode",
            ],
            "dynamics/environment-disabled",
        ),
        (&["user is disabled", "not been assigned any license", "user has no license"], "dynamics/user-disabled"),
        (&["exceeded the maximum allowed length"], "dynamics/string-too-long"),
        (&["outside the valid range"], "dynamics/choice-value-invalid"),
        (
            &["does not exist on type", "could not find a property named", "undeclared property", "untyped value in non-open type"],
            "dynamics/unknown-column",
        ),
        (&["cannot convert the literal", "cannot convert a value to target type", "incorrect attribute value type"], "dynamics/column-type-mismatch"),
        (&["duplicate of the current record"], "dynamics/duplicate-detected"),
        (&["matching key values already exists", "cannot insert duplicate key"], "dynamics/duplicate-key"),
    ];
    let found = by_words.iter().find(|(phrases, _)| phrases.iter().any(|phrase| says(phrase))).map(|(_, entry)| *entry);
    found.or(match status {
        401 => Some("dynamics/unauthorized-token"),
        403 => Some("dynamics/forbidden-unspecified"),
        429 => Some("dynamics/rate-limited"),
        // In JSON a 404 speaks of what was asked for, not of the environment.
        404 if !code.is_empty() => None,
        200..=299 | 300..=399 | 404 | 405 => Some("dynamics/url-unreachable"),
        _ => None,
    })
}

/// Code and words of `{"error":{"code":…,"message":…}}`; empty where the body is something else.
pub(in crate::destinations::dynamics) fn service_error(response: &WireResponse) -> ServiceError {
    let Ok(Value::Object(fields)) = serde_json::from_slice::<Value>(&response.body) else { return ServiceError::default() };
    let Some(error) = fields.get("error").or_else(|| fields.get("odata.error")) else {
        let words = fields.get("Message").or_else(|| fields.get("message")).and_then(Value::as_str).unwrap_or_default();
        return ServiceError { code: String::new(), words: words.to_owned() };
    };
    let text = |key: &str| match error.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(inner)) => inner.get("value").and_then(Value::as_str).unwrap_or_default().to_owned(),
        _ => String::new(),
    };
    ServiceError { code: text("code"), words: text("message") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> WireResponse {
        WireResponse { status, body: body.as_bytes().to_vec(), ..WireResponse::default() }
    }

    fn entry(status: u16, code: &str, words: &str) -> Option<&'static str> {
        let body = serde_json::json!({ "error": { "code": code, "message": words } }).to_string();
        refused(&response(status, &body)).entry
    }

    #[test]
    fn code_first_then_words_then_status() {
        for (status, code, words, want) in [
            (403, "0x80072560", "The user is not a member of the organization.", Some("dynamics/user-not-member")),
            (403, "", "The user is not a member of the organization.", Some("dynamics/user-not-member")),
            (403, "0x80042F09", "SecLib::RetrievePrivilegeForUser failed - no roles are assigned to user.", Some("dynamics/no-roles-assigned")),
            (
                403,
                "0x8004f502",
                "Caller user with ID x does not have Create permissions for the leadsourcecode attribute in the lead entity.",
                Some("dynamics/leadsourcecode-permission"),
            ),
            (
                403,
                "0x8004f502",
                "Caller user with ID x does not have Create permissions for the jobtitle attribute in the lead entity.",
                Some("dynamics/missing-privilege"),
            ),
            (403, "0x80040220", "Principal user is missing prvCreateLead privilege", Some("dynamics/missing-privilege")),
            (404, "0x8006088a", "Resource not found for the segment 'leads'.", Some("dynamics/lead-table-missing")),
            (404, "0x8006088a", "Resource not found for the segment 'api'.", Some("dynamics/wrong-api-path")),
            (404, "0x80040217", "Entity 'lead' With Id = x Does Not Exist", None),
            (400, "0x0", "Cannot convert the literal 'Web' to the expected type 'Edm.Int32'.", Some("dynamics/column-type-mismatch")),
            (403, "0x80095ffc", "", Some("dynamics/application-restricted")),
            (503, "", "The organization is disabled.", Some("dynamics/environment-disabled")),
        ] {
            assert_eq!(entry(status, code, words), want, "{status} {code} {words}");
        }
        assert_eq!(refused(&response(401, "")).entry, Some("dynamics/unauthorized-token"));
        assert_eq!(refused(&response(403, "no")).entry, Some("dynamics/forbidden-unspecified"));
        assert_eq!(refused(&response(404, "<html></html>")).entry, Some("dynamics/url-unreachable"));
        assert_eq!((refused(&response(502, "<html></html>")).entry, refused(&response(502, "")).outcome), (None, Outcome::Unknown));
        assert_eq!(refused(&response(429, "")).outcome, Outcome::Unknown);
    }

    #[test]
    fn a_refusal_without_an_entry_is_told_in_the_environments_words() {
        let said = |words: &str| {
            let body = serde_json::json!({ "error": { "code": "0x80040203", "message": words } }).to_string();
            let failure = refused(&response(400, &body));
            (failure.entry, failure.message)
        };
        let (entry, message) = said("A validation error occurred. The attribute 'new_region' of the 'lead' entity cannot be null.");
        assert!(entry.is_none() && message.contains("whose column new_region is empty: make that column optional"), "{message}");
        let (_, message) = said("The lead of jane@contoso.example\u{1b}[31m is odd");
        assert!(message.starts_with("the environment refused it with HTTP 400: The lead of ") && !message.contains("jane@"), "{message}");
        assert_eq!(said("").1, "the environment answered in an unexpected way (HTTP 400)");
    }

    #[test]
    fn the_privilege_and_the_new_id_are_read_out() {
        assert_eq!(missing_privilege("Principal user (Id=x) is missing prvReadAsyncOperation privilege (Id=y)"), Some("prvReadAsyncOperation"));
        assert_eq!(missing_privilege("no"), None);
        let id = "7C5BD0A6-0000-4000-8000-000000000001";
        for (header, want) in [
            (format!("https://contoso.crm4.dynamics.com/api/data/v9.2/leads({id})"), Some(id.to_ascii_lowercase())),
            ("https://contoso.crm4.dynamics.com/api/data/v9.2/leads(../x)".to_owned(), None),
            ("x".to_owned(), None),
        ] {
            let answer = WireResponse { status: 204, headers: vec![("odata-entityid".to_owned(), header.clone())], ..WireResponse::default() };
            assert_eq!(created_id(&answer), want, "{header}");
        }
    }
}
