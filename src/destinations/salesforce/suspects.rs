//! Why a lead that Salesforce accepted may not be there: what can be read of the organization, the surest reason first.
//!
//! None of it is proof: the reason itself stands in a mail that Salesforce sends to the default lead creator.

use crate::destinations::salesforce::inspect::Country;
use crate::destinations::salesforce::look::{self, Told};
use crate::destinations::salesforce::session::Session;

/// One thing that keeps leads away.
pub(super) struct Suspect {
    pub(super) entry: &'static str,
    /// In a sentence that begins with "because" or "perhaps because".
    pub(super) words: String,
}

/// Asks all at once; what may not be read is left out.
pub(super) async fn of(session: &Session<'_>) -> Vec<Suspect> {
    let (description, rules, duplicates, triggers, today) = tokio::join!(
        look::description(session),
        look::validation_rules(session),
        look::duplicate_rules(session),
        look::triggers(session),
        look::leads_today(session),
    );
    let mut found = Vec::new();
    let mut add = |entry, words: String| found.push(Suspect { entry, words });
    if today.as_ref().is_ok_and(|count| *count >= look::DAILY_LEADS) {
        add(
            "salesforce/daily-limit-reached",
            format!(
                "{} leads came within 24 hours, and Web-to-Lead lets those beyond {} wait for the next day",
                today.unwrap_or_default(),
                look::DAILY_LEADS
            ),
        );
    }
    if let Ok(description) = &description {
        let fields: [(&str, Vec<String>, &str); 4] = [
            ("salesforce/required-field", description.required(), "must be filled, and Marketplace does not fill"),
            ("salesforce/restricted-picklist", description.restricted(), "takes only values of a list, and Marketplace brings others"),
            ("salesforce/string-too-long", description.too_short(), "is too short for what Marketplace brings"),
            (
                "salesforce/field-not-writable",
                description.not_writable(),
                "may not be filled (by the API's user; the default lead creator is another)",
            ),
        ];
        for (entry, names, what) in fields.into_iter().filter(|(_, names, _)| !names.is_empty()) {
            add(entry, format!("{} {what}", names.join(", ")));
        }
        if matches!(description.country(), Country::ListWithoutUs | Country::ListWithUsAsCode) {
            add("salesforce/country-picklist", "State and Country lists are on, and the name US is not among them".to_owned());
        }
        if !description.has_record_type() {
            add("salesforce/record-type-missing", "no record type for leads may be used (by the API's user)".to_owned());
        }
    }
    let lists: [(&str, Told<Vec<String>>, &str); 3] = [
        ("salesforce/validation-rule", rules, "active validation rules"),
        ("salesforce/duplicate-rule", duplicates, "active duplicate rules"),
        ("salesforce/apex-trigger-error", triggers, "active Apex triggers"),
    ];
    for (entry, names, what) in lists {
        if let Ok(names) = names
            && !names.is_empty()
        {
            add(entry, format!("there are {what}: {}", names.join(", ")));
        }
    }
    found
}
