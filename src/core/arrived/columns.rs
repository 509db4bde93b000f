//! Which column is what, in any casing, and what stands inside them: JSON in strings, campaign parameters, numbers where text should be.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::core::arrived::pairs::Pairs;
use crate::core::arrived::times::parse_created;
use crate::core::arrived::{AHEAD, ArrivedLead, PersonalData};
use crate::core::lead_source::{TEST_MARKER, has_marker};
use crate::core::stored::RawLead;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Source,
    Action,
    Offer,
    OfferId,
    Created,
    Person,
    Description,
    FirstName,
    LastName,
    Email,
    Phone,
    Country,
    Company,
    Title,
}

/// By the name without separators, in lower case: the names of Marketplace's own rows and bodies, and those of the CRMs' standard fields.
const NAMES: [(&str, Column); 35] = [
    ("leadsource", Column::Source),
    ("source", Column::Source),
    ("actioncode", Column::Action),
    ("action", Column::Action),
    ("offerdisplayname", Column::Offer),
    ("offertitle", Column::Offer),
    ("offername", Column::Offer),
    ("offer", Column::Offer),
    ("offerid", Column::OfferId),
    ("productid", Column::OfferId),
    ("createdtime", Column::Created),
    ("createddate", Column::Created),
    ("createdon", Column::Created),
    ("createdat", Column::Created),
    ("customerinfo", Column::Person),
    ("userdetails", Column::Person),
    ("description", Column::Description),
    ("firstname", Column::FirstName),
    ("lastname", Column::LastName),
    ("email", Column::Email),
    ("emailaddress", Column::Email),
    ("emailaddress1", Column::Email),
    ("phone", Column::Phone),
    ("phonenumber", Column::Phone),
    ("telephone", Column::Phone),
    ("telephone1", Column::Phone),
    ("mobilephone", Column::Phone),
    ("country", Column::Country),
    ("countrycode", Column::Country),
    ("countryregion", Column::Country),
    ("address1country", Column::Country),
    ("company", Column::Company),
    ("companyname", Column::Company),
    ("title", Column::Title),
    ("jobtitle", Column::Title),
];

fn column(name: &str) -> Option<Column> {
    // As Marketplace's own rows have them; the rest is looked up.
    Some(match name {
        "ActionCode" => Column::Action,
        "LeadSource" => Column::Source,
        "CreatedTime" => Column::Created,
        "CustomerInfo" => Column::Person,
        "Description" => Column::Description,
        "OfferDisplayName" => Column::Offer,
        "FirstName" => Column::FirstName,
        "LastName" => Column::LastName,
        "Email" => Column::Email,
        "Phone" => Column::Phone,
        "Country" => Column::Country,
        "Company" => Column::Company,
        "Title" => Column::Title,
        _ => return looked_up(name),
    })
}

fn looked_up(name: &str) -> Option<Column> {
    const LONGEST: usize = 24;
    let mut folded = [0_u8; LONGEST];
    let mut length = 0;
    for byte in name.bytes().filter(|byte| !matches!(byte, b'_' | b' ' | b'-')) {
        *folded.get_mut(length)? = byte.to_ascii_lowercase();
        length += 1;
    }
    NAMES.iter().find(|(known, _)| known.as_bytes() == &folded[..length]).map(|(_, column)| *column)
}

/// Reads what a destination stored.
pub(super) fn read(raw: RawLead) -> ArrivedLead {
    let mut lead = ArrivedLead { key: raw.key, arrived: raw.arrived, problems: raw.problems, times: 1, ..ArrivedLead::default() };
    let mut reader = Reader::default();
    for (name, value) in raw.fields {
        reader.take(&mut lead, name.into(), value, "");
    }
    reader.finish(&mut lead);
    lead
}

#[derive(Default)]
struct Reader {
    source: Option<String>,
    /// A field for a name, an address or a number was there, filled or not.
    person_fields: bool,
    unreadable: bool,
    /// The marker stands where Marketplace alone writes: source or action.
    marked: bool,
    /// It stands elsewhere, where it may be a mention in a customer's lead.
    mentioned: bool,
    /// Whom the addresses name, and whom the names; a customer among several is what counts.
    address: Option<Somebody>,
    name: Option<Somebody>,
}

/// Whom a field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Somebody {
    Test,
    Customer,
}

impl Somebody {
    /// CRMs keep addresses in lower case.
    fn named(text: &str, before: Option<Somebody>) -> Somebody {
        match before {
            Some(Somebody::Customer) => Somebody::Customer,
            _ if has_marker(&text.to_ascii_uppercase()) => Somebody::Test,
            _ => Somebody::Customer,
        }
    }
}

impl Reader {
    fn take(&mut self, lead: &mut ArrivedLead, name: Cow<'_, str>, value: Value, inside: &str) {
        let Some(column) = column(&name) else {
            self.mentioned |= value.as_str().is_some_and(is_marker);
            keep(lead, inside, name, value);
            return;
        };
        if column == Column::Person {
            self.person(lead, &name, value);
            return;
        }
        if matches!(column, Column::FirstName | Column::LastName | Column::Email | Column::Phone) {
            self.person_fields = true;
        }
        let (text, odd) = match value {
            Value::Null => return,
            Value::String(text) => (text, None),
            Value::Number(number) => (number.to_string(), Some("a number")),
            Value::Bool(flag) => (flag.to_string(), Some("true or false")),
            other => {
                lead.problems.push(format!("{name} holds JSON where text should be"));
                keep(lead, inside, name, other);
                return;
            }
        };
        if let Some(odd) = odd {
            lead.problems.push(format!("{name} is {odd} where text should be"));
        }
        if text.trim().is_empty() {
            return;
        }
        match column {
            Column::Source | Column::Action => self.marked |= has_marker(&text),
            Column::Description => self.mentioned |= is_marker(&text),
            _ => self.mentioned |= has_marker(&text),
        }
        match column {
            Column::Email => self.address = Some(Somebody::named(&text, self.address)),
            Column::FirstName | Column::LastName => self.name = Some(Somebody::named(&text, self.name)),
            _ => {}
        }
        let slot = match column {
            Column::Source => &mut self.source,
            Column::Action => &mut lead.action,
            Column::Offer => &mut lead.offer,
            Column::OfferId => &mut lead.offer_id,
            Column::FirstName => &mut lead.first_name,
            Column::LastName => &mut lead.last_name,
            Column::Email => &mut lead.email,
            Column::Phone => &mut lead.phone,
            Column::Country => &mut lead.country,
            Column::Company => &mut lead.company,
            Column::Title => &mut lead.title,
            Column::Created => {
                match parse_created(&text) {
                    Some(at) if lead.created.is_none() => lead.created = Some(at),
                    Some(_) => keep(lead, inside, name, Value::String(text)),
                    None => {
                        lead.problems.push(format!("{name} is no time that leadctl knows"));
                        keep(lead, inside, name, Value::String(text));
                    }
                }
                return;
            }
            Column::Description if lead.description.is_none() => return describe(lead, text),
            Column::Description | Column::Person => return keep(lead, inside, name, Value::String(text)),
        };
        match slot {
            // The same in another casing: the first counts, the second is not lost.
            Some(_) => keep(lead, inside, name, Value::String(text)),
            None => *slot = Some(if text.trim().len() == text.len() { text } else { text.trim().to_owned() }),
        }
    }

    /// `CustomerInfo`: JSON in a string, or the object itself.
    fn person(&mut self, lead: &mut ArrivedLead, name: &str, value: Value) {
        let mut value = value;
        for depth in 0.. {
            match value {
                Value::Null => return,
                Value::Object(fields) => {
                    let fields = fields.into_iter().map(|(inner, value)| (Cow::Owned(inner), value));
                    return self.person_fields(lead, name, depth, fields);
                }
                Value::String(text) if text.trim().is_empty() => return,
                // JSON in JSON in JSON is nobody's; what is deeper stays as it is.
                Value::String(text) if depth < 3 => {
                    if let Ok(Pairs(fields)) = serde_json::from_str(&text) {
                        return self.person_fields(lead, name, depth + 1, fields);
                    }
                    match serde_json::from_str::<Value>(text.trim()) {
                        Ok(inner @ (Value::String(_) | Value::Null)) => value = inner,
                        _ => return self.cannot_read(lead, name, Value::String(text)),
                    }
                }
                other => return self.cannot_read(lead, name, other),
            }
        }
    }

    fn person_fields<'f>(&mut self, lead: &mut ArrivedLead, name: &str, depth: u32, fields: impl IntoIterator<Item = (Cow<'f, str>, Value)>) {
        if depth > 1 {
            lead.problems.push(format!("{name} is JSON that was encoded twice"));
        }
        for (inner, value) in fields {
            self.take(lead, inner, value, name);
        }
    }

    fn cannot_read(&mut self, lead: &mut ArrivedLead, name: &str, value: Value) {
        self.unreadable = true;
        if let Some(text) = value.as_str() {
            self.mentioned |= has_marker(text);
            // Whose it is can be told all the same: a test lead has no address but its own.
            for word in text.split(|c: char| !c.is_alphanumeric() && !"@._%+-".contains(c)).filter(|word| word.contains('@')) {
                self.address = Some(Somebody::named(word, self.address));
            }
        }
        lead.problems.push(format!("{name} is no JSON object"));
        lead.other.insert(name.to_owned(), value);
    }

    fn finish(self, lead: &mut ArrivedLead) {
        if let Some(text) = self.source {
            lead.take_source(&text);
        }
        lead.explain_codes();
        // Test leads are deleted, left out by --real and shown unmasked: a customer's that mentions a marker is none.
        lead.test = self.marked || self.mentioned && self.address.or(self.name) != Some(Somebody::Customer);
        let filled = [&lead.first_name, &lead.last_name, &lead.email, &lead.phone].into_iter().any(Option::is_some);
        lead.personal_data = match (filled, self.unreadable, self.person_fields) {
            (true, ..) => PersonalData::Present,
            (false, true, _) => PersonalData::Unreadable,
            (false, false, true) => PersonalData::Withheld,
            (false, false, false) => PersonalData::Missing,
        };
        if let (Some(created), Some(arrived)) = (lead.created, lead.arrived)
            && created > arrived.saturating_add(AHEAD).unwrap_or(Timestamp::MAX)
        {
            lead.problems.push("it says that it was made after it arrived; its arrival counts".to_owned());
        }
    }
}

/// A marker that stands alone. Free text that speaks of a test lead, as people write it beside a customer's, makes none of it, nor does a
/// campaign's parameter.
fn is_marker(text: &str) -> bool {
    let alone = text.trim();
    let alone = alone.strip_prefix("Campaigns:").unwrap_or(alone).trim();
    alone.starts_with(TEST_MARKER) && has_marker(alone) && !alone.contains(char::is_whitespace)
}

/// Keeps what has no place of its own, under its own name.
fn keep(lead: &mut ArrivedLead, inside: &str, name: Cow<'_, str>, value: Value) {
    if value.is_null() {
        return;
    }
    let name = if inside.is_empty() { name.into_owned() } else { format!("{inside}.{name}") };
    // The same name once more: neither value is lost.
    let mut free = name.clone();
    for number in 2.. {
        if !lead.other.contains_key(&free) {
            break;
        }
        free = format!("{name} ({number})");
    }
    lead.other.insert(free, value);
}

/// A description is free text, `Campaigns: ` and nothing, or the unknown query parameters of the listing's URL.
fn describe(lead: &mut ArrivedLead, text: String) {
    let inside = text.trim().strip_prefix("Campaigns:").unwrap_or(&text).trim();
    if inside.is_empty() {
        return;
    }
    lead.campaign = campaign(inside);
    lead.description = Some(text);
}

fn campaign(text: &str) -> BTreeMap<String, String> {
    if text.starts_with(['{', '"']) {
        return match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(fields)) => parameters(fields),
            Ok(Value::String(inner)) if inner.trim_start().starts_with('{') => serde_json::from_str(inner.trim()).map(parameters).unwrap_or_default(),
            _ => BTreeMap::new(),
        };
    }
    let query = text.trim_start_matches('?');
    let is_query =
        query.contains('=') && !query.contains(char::is_whitespace) && query.split('&').all(|pair| pair.find('=').is_some_and(|at| at > 0));
    if is_query { url::form_urlencoded::parse(query.as_bytes()).into_owned().collect() } else { BTreeMap::new() }
}

fn parameters(fields: Map<String, Value>) -> BTreeMap<String, String> {
    let text = |value: Value| match value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    fields.into_iter().map(|(name, value)| (name, text(value))).collect()
}
