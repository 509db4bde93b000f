//! A lead without what is a person's: for screens that others see. Test leads are nobody's and stay as they are.

use serde_json::Value;

use crate::core::arrived::ArrivedLead;
use crate::core::redact::Elsewhere;

pub(super) fn mask(lead: &mut ArrivedLead) {
    if lead.test {
        return;
    }
    let names = [&lead.first_name, &lead.last_name, &lead.company].into_iter().flatten().map(String::as_str);
    let full = lead.name();
    let elsewhere = Elsewhere::of_names(names.chain([full.as_str()]));
    for text in lead.title.iter_mut().chain([&mut lead.key]).chain(lead.campaign.values_mut()).chain(&mut lead.problems) {
        *text = elsewhere.mask(text);
    }
    for part in [&mut lead.first_name, &mut lead.last_name, &mut lead.company].into_iter().flatten() {
        *part = first_letter(part);
    }
    if let Some(phone) = &mut lead.phone {
        *phone = "…".to_owned();
    }
    if let Some(email) = &mut lead.email {
        *email = match email.rsplit_once('@') {
            Some((local, host)) => format!("{}@{host}", first_letter(local)),
            None => first_letter(email),
        };
    }
    // What leadctl does not know may be anything, and so may a description that is no list of parameters.
    for value in lead.other.values_mut() {
        *value = Value::String("…".to_owned());
    }
    if let Some(description) = &mut lead.description {
        *description = "…".to_owned();
    }
    for value in lead.campaign.values_mut().filter(|value| value.contains('@')) {
        *value = "…".to_owned();
    }
}

fn first_letter(text: &str) -> String {
    text.trim().chars().next().map_or_else(String::new, |first| format!("{first}…"))
}
