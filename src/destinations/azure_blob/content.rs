//! The leads in a blob's content. What Marketplace wrote there is not documented and no sample is known, so no format is claimed: JSON is
//! looked for, one lead, several in a list, or several one after the other, in any of the shapes that leads have elsewhere.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::core::clock::us_date_time;
use crate::core::stored_lead::{PERSON, StoredLead};

/// A piece of a blob that is no lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Which of several, from 1; `None`: the blob as a whole.
    pub lead: Option<usize>,
    /// Says nothing of the content.
    pub reason: String,
}

/// What a blob held.
#[derive(Debug, Default)]
pub struct Content {
    pub leads: Vec<StoredLead>,
    pub unreadable: Vec<Unreadable>,
}

/// Reads a blob's bytes. `stored` is when they were written, for leads that do not say when they were made.
pub(super) fn leads(container: &str, name: &str, stored: Option<Timestamp>, bytes: &[u8]) -> Content {
    let mut content = Content::default();
    let text = match text(bytes) {
        Ok(text) => text,
        Err(reason) => {
            content.unreadable.push(Unreadable { lead: None, reason });
            return content;
        }
    };
    let mut values = Vec::new();
    let mut broken = None;
    for value in serde_json::Deserializer::from_str(&text).into_iter::<Value>() {
        match value {
            Ok(Value::Array(items)) => values.extend(items),
            Ok(value) => values.push(value),
            Err(error) => {
                let what = if error.is_eof() { "it breaks off" } else { "it is no JSON" };
                let after = if values.is_empty() { String::new() } else { format!(", after {} that could be read", values.len()) };
                broken = Some(format!("{what} at line {}, column {}{after}", error.line(), error.column()));
                break;
            }
        }
    }
    let several = values.len() > 1 || broken.is_some();
    let mut seen = HashMap::<[u8; 32], usize>::new();
    for (place, value) in values.iter().enumerate() {
        match lead(value) {
            Ok(mut lead) => {
                // By content and not by place: what is appended to a blob leaves the keys of what was there before.
                let bytes: [u8; 32] = Sha256::digest(format!("{container}\0{name}\0{value}")).into();
                let twin = seen.entry(bytes).or_default();
                lead.digest = hex(&Sha256::digest([bytes.as_slice(), &twin.to_be_bytes()].concat())[..16]);
                *twin += 1;
                container.clone_into(&mut lead.group);
                lead.place = format!("{container}/{name}");
                lead.created = lead.created.or_else(|| stored.map(us_date_time));
                content.leads.push(lead);
            }
            Err(reason) => content.unreadable.push(Unreadable { lead: several.then_some(place + 1), reason: reason.to_owned() }),
        }
    }
    match broken {
        Some(reason) => content.unreadable.push(Unreadable { lead: None, reason }),
        None if values.is_empty() => content.unreadable.push(Unreadable { lead: None, reason: "there is nothing in it".to_owned() }),
        None => {}
    }
    content
}

/// UTF-8, or UTF-16 that says so with its byte-order mark.
fn text(bytes: &[u8]) -> Result<String, String> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let (pairs, rest) = bytes[2..].as_chunks::<2>();
        let units = pairs.iter().map(|pair| from(*pair));
        let text: Result<String, _> = char::decode_utf16(units).collect();
        text.ok().filter(|_| rest.is_empty()).ok_or_else(|| "it says that it is UTF-16, and is not".to_owned())
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        [0x1F, 0x8B, ..] => Err("it is compressed (gzip)".to_owned()),
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| format!("it is no text: byte {} is not UTF-8", error.valid_up_to() + 1))
        }
    }
}

/// A lead in one of the known shapes: the HTTPS endpoint's in any casing, a table's row, or the person's fields by themselves.
fn lead(value: &Value) -> Result<StoredLead, &'static str> {
    let Value::Object(fields) = value else { return Err("it is JSON, and no object with fields") };
    let mut lead = StoredLead::default();
    let mut nested = false;
    for (name, value) in fields {
        let known = match name.to_ascii_lowercase().as_str() {
            "userdetails" | "customerinfo" if lead.person.is_empty() && !nested => {
                lead.person = person(value)?;
                nested = true;
                continue;
            }
            "leadsource" => &mut lead.lead_source,
            "actioncode" => &mut lead.action_code,
            "offertitle" | "offerdisplayname" => &mut lead.offer,
            "description" => &mut lead.description,
            "createdtime" => &mut lead.created,
            _ => {
                lead.others.insert(name.clone(), value.clone());
                continue;
            }
        };
        match (known, value) {
            (_, Value::Null) => {}
            (known @ None, value) => *known = Some(plain(value)),
            // The same in another casing: kept beside it.
            (Some(_), value) => drop(lead.others.insert(name.clone(), value.clone())),
        }
    }
    if !nested {
        let (person, others) = lead.others.into_iter().partition::<Vec<_>, _>(|(name, _)| documented(name).is_some());
        lead.person = named(person);
        lead.others = others.into_iter().collect();
    }
    let says_who = lead.person.iter().any(|(name, value)| documented(name).is_some() && !value.is_null());
    if says_who { Ok(lead) } else { Err("it is JSON, and no lead: nothing in it says who the customer is") }
}

/// `userDetails` as it stands in JSON, or `CustomerInfo` as JSON inside a text.
fn person(value: &Value) -> Result<Map<String, Value>, &'static str> {
    match value {
        Value::Object(fields) => Ok(named(fields.clone())),
        Value::String(text) => match serde_json::from_str(text) {
            Ok(Value::Object(fields)) => Ok(named(fields)),
            _ => Err("it is JSON, and its CustomerInfo is none"),
        },
        Value::Null => Ok(Map::new()),
        _ => Err("it is JSON, and what should be the customer's details is none"),
    }
}

/// Fields by their documented names. Of two spellings the documented one wins, else the first; the other keeps its own.
fn named(fields: impl IntoIterator<Item = (String, Value)>) -> Map<String, Value> {
    let fields: Vec<(String, Value)> = fields.into_iter().collect();
    let mut out = Map::new();
    for (name, value) in &fields {
        let free = |known: &str| name == known || !out.contains_key(known) && !fields.iter().any(|(other, _)| other == known);
        let name = documented(name).filter(|known| free(known)).unwrap_or(name);
        out.insert(name.to_owned(), value.clone());
    }
    out
}

fn documented(name: &str) -> Option<&'static str> {
    PERSON.into_iter().find(|known| known.eq_ignore_ascii_case(name))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: impl AsRef<[u8]>) -> Content {
        leads("leads", "one.json", "2019-05-09T00:56:47Z".parse().ok(), text.as_ref())
    }

    fn reasons(content: &Content) -> Vec<(Option<usize>, &str)> {
        content.unreadable.iter().map(|piece| (piece.lead, piece.reason.as_str())).collect()
    }

    #[test]
    fn every_known_shape_is_one_and_the_same_lead() {
        let person = r#"{"firstName":"MSFT_TEST_1","email":"MSFT_TEST_1@test.com","phone":null,"middleName":"x"}"#;
        let shapes = [
            format!(r#"{{"userDetails":{person},"leadSource":"AzureMarketplace","actionCode":"INS","offerTitle":"Contoso Test","description":"d"}}"#),
            format!(r#"{{"UserDetails":{person},"LeadSource":"AzureMarketplace","ActionCode":"INS","OfferTitle":"Contoso Test","Description":"d"}}"#),
            format!(
                r#"{{"CustomerInfo":{},"LeadSource":"AzureMarketplace","ActionCode":"INS","OfferDisplayName":"Contoso Test","Description":"d"}}"#,
                Value::String(person.to_owned())
            ),
            format!(
                r#"{},"LeadSource":"AzureMarketplace","ActionCode":"INS","OfferTitle":"Contoso Test","Description":"d"}}"#,
                &person[..person.len() - 1]
            )
            .replace(r#","middleName":"x""#, ""),
        ];
        for shape in shapes {
            let mut content = of(&shape);
            let lead = content.leads.pop().unwrap_or_else(|| panic!("{shape}: {content:?}"));
            let told = (lead.lead_source.as_deref(), lead.action_code.as_deref(), lead.offer.as_deref(), lead.description.as_deref());
            assert_eq!(told, (Some("AzureMarketplace"), Some("INS"), Some("Contoso Test"), Some("d")), "{shape}");
            assert_eq!((&lead.person["FirstName"], &lead.person["Email"]), (&"MSFT_TEST_1".into(), &"MSFT_TEST_1@test.com".into()), "{shape}");
            assert_eq!(lead.person["Phone"], Value::Null);
            assert_eq!((lead.created.as_deref(), lead.place.as_str()), (Some("5/9/2019 12:56:47 AM"), "leads/one.json"));
            assert_eq!(lead.others.len(), 0, "{shape}");
        }
    }

    #[test]
    fn unknown_fields_and_second_spellings_are_kept() {
        let lead = of(r#"{"userDetails":{"email":"a@b.example","Email":"c@d.example","fax":"1"},"leadSource":"x","LeadSource":"y","ProductId":7,"Nested":{"a":[1]}}"#)
            .leads
            .remove(0);
        assert_eq!(Value::Object(lead.person).to_string(), r#"{"email":"a@b.example","Email":"c@d.example","fax":"1"}"#);
        assert_eq!(Value::Object(lead.others).to_string(), r#"{"LeadSource":"y","ProductId":7,"Nested":{"a":[1]}}"#);
    }

    #[test]
    fn marks_and_encodings_do_not_change_what_a_lead_is() {
        let plain = r#"{"userDetails":{"firstName":"Zoë 佐藤"}}"#;
        let wide = |from: fn(u16) -> [u8; 2]| std::iter::once(0xFEFF).chain(plain.encode_utf16()).flat_map(from).collect::<Vec<u8>>();
        let same = [plain.as_bytes().to_vec(), format!("\u{feff}{plain}\n").into_bytes(), wide(u16::to_le_bytes), wide(u16::to_be_bytes)];
        let digests: Vec<String> = same.iter().map(|bytes| of(bytes).leads.remove(0).digest).collect();
        assert!(digests.iter().all(|digest| *digest == digests[0] && digest.len() == 32), "{digests:?}");
        assert_eq!(of(format!("[ {plain} ]")).leads[0].digest, digests[0]);
        let elsewhere = leads("leads", "two.json", None, plain.as_bytes());
        assert_ne!(elsewhere.leads[0].digest, digests[0], "another blob is another lead");
    }

    #[test]
    fn several_leads_keep_their_keys_when_more_are_added() {
        let one = |n: u32| format!(r#"{{"userDetails":{{"email":"{n}@b.example"}}}}"#);
        let digests = |text: String| of(text).leads.into_iter().map(|lead| lead.digest).collect::<Vec<_>>();
        let before = digests(format!("{}\n{}\n", one(1), one(2)));
        let after = digests(format!("{}\n{}\n{}\n{}", one(1), one(2), one(3), one(1)));
        assert_eq!((before.len(), &after[..2]), (2, &before[..]));
        assert_eq!(after.iter().collect::<std::collections::BTreeSet<_>>().len(), 4, "the same lead twice is two leads");
        assert_eq!(digests(format!("[{},{}]", one(1), one(2))), before, "a list or lines: the same leads");
    }

    #[test]
    fn what_is_no_lead_is_named_without_its_content() {
        for (text, want) in [
            ("", "there is nothing in it"),
            ("[]", "there is nothing in it"),
            ("Name;Email\nsecret;secret@contoso.example", "it is no JSON at line 1, column 1"),
            (r#"{"userDetails":{"email":"secret@"#, "it breaks off at line 1, column 32"),
            ("\"secret\"", "it is JSON, and no object with fields"),
            (r#"{"secret":1}"#, "it is JSON, and no lead: nothing in it says who the customer is"),
            (r#"{"userDetails":{"email":null},"leadSource":"secret"}"#, "it is JSON, and no lead: nothing in it says who the customer is"),
            (r#"{"CustomerInfo":"secret"}"#, "it is JSON, and its CustomerInfo is none"),
        ] {
            let content = of(text);
            assert_eq!((reasons(&content), content.leads.len()), (vec![(None, want)], 0), "{text}");
        }
        assert_eq!(reasons(&of(b"\x1F\x8B\x08")), [(None, "it is compressed (gzip)")]);
        assert_eq!(reasons(&of(b"{\"a\":\"\xFF\"}")), [(None, "it is no text: byte 7 is not UTF-8")]);
        assert_eq!(reasons(&of(b"\xFF\xFEa")), [(None, "it says that it is UTF-16, and is not")]);
        assert!(reasons(&of("[".repeat(100_000)))[0].1.starts_with("it is no JSON"), "depth is bounded");
    }

    #[test]
    fn the_good_part_of_a_blob_is_taken() {
        let good = r#"{"email":"a@b.example"}"#;
        let content = of(format!("{good}\n{{\"x\":1}}\n{good}\n{{\"em"));
        assert_eq!(content.leads.len(), 2);
        assert_eq!(
            reasons(&content),
            [
                (Some(2), "it is JSON, and no lead: nothing in it says who the customer is"),
                (None, "it breaks off at line 4, column 4, after 3 that could be read")
            ]
        );
    }
}
