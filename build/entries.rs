//! Writes the entries, their signatures and their codes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::entry::Entry;
use crate::packed::{Packed, trimmed};
use crate::phrases::Phrases;

pub fn write_entry(
    packed: &mut Packed,
    id: &str,
    entry: &Entry,
    places: &BTreeMap<&str, usize>,
    phrases: &mut Phrases,
    contexts: &BTreeMap<&str, Vec<usize>>,
) -> Result<(), String> {
    let status = if entry.status == "documented" { "Documented" } else { "Observed" };
    let first = packed.signatures.len();
    for signature in &entry.signatures {
        let all: Result<Vec<_>, _> = signature.all.iter().map(|text| phrases.alternatives(text)).collect();
        let context = |name: &str| contexts.get(name).cloned().ok_or_else(|| format!("'{name}' is no context of contexts.toml"));
        let (mut unless, mut others) = (Vec::new(), Vec::new());
        for text in &signature.unless {
            match (text.strip_prefix('@'), text.strip_prefix('{').and_then(|text| text.strip_suffix('}'))) {
                (Some(name), _) if !signature.despite.is_empty() => others.extend(context(name)?),
                (Some(name), _) | (_, Some(name)) => unless.extend(context(name)?),
                _ => unless.extend(phrases.alternatives(text)?),
            }
        }
        let despite = signature.despite.iter().map(|name| context(name)).collect::<Result<Vec<_>, _>>()?.concat();
        let with = signature.with.iter().map(|name| context(name)).collect::<Result<Vec<_>, _>>()?;
        let all = all?;
        for phrase in all.first().into_iter().flatten() {
            packed.opens.entry(*phrase).or_default().push(packed.signatures.len());
        }
        let (all, with) = (packed.groups(&all), packed.groups(&with));
        let (unless, others, despite) = (packed.group(&unless), packed.group(&others), packed.group(&despite));
        let within = signature.within.unwrap_or(60);
        let confidence = signature.confidence;
        let vetoes = format!("unless: {unless}, others: {others}, despite: {despite}");
        packed.signatures.push(format!("Signature {{ all: {all}, {vetoes}, with: {with}, within: {within}, confidence: {confidence:?} }}"));
    }
    let signatures = format!("Signatures {{ at: {first}, len: {} }}", packed.signatures.len() - first);
    // A language, then its sentences, one language behind the other.
    let sentences: Vec<String> =
        entry.partner_center.iter().flat_map(|(lang, texts)| trimmed(texts).into_iter().map(move |text| format!("{lang} {text}"))).collect();
    let passing = match entry.passing.as_deref() {
        None => "Clears",
        Some("here") => "Here",
        Some(_) => "TestLead",
    };
    let line = format!(
        "Entry {{ id: {id:?}, title: {}, status: Status::{status}, sentences: {}, shown_as: {:?}, codes: {}, weak_codes: {}, signatures: {signatures}, cause: {}, \
         repair: Steps {{ en: {}, nl: {} }}, field: {:?}, checks: {}, passing: Passing::{passing}, fault: {:?}, over: {}, inside: {}, links: {}, examples: {} }}",
        packed.texts(&entry.title),
        packed.list(&sentences),
        entry.shown_as.as_deref().and_then(|other| places.get(other)),
        packed.list(&entry.codes),
        packed.list(&entry.weak_codes),
        packed.texts(&entry.cause),
        packed.list(&trimmed(&entry.repair.en)),
        packed.list(&trimmed(&entry.repair.nl)),
        entry.field,
        packed.list(&entry.checks),
        entry.fault,
        packed.list(&entry.over),
        packed.list(&entry.inside),
        packed.list(&entry.links),
        packed.list(&entry.examples),
    );
    packed.entries.push(line);
    Ok(())
}

/// `AADSTS` codes by number, all others by their lower-case word; HRESULTs also in their decimal form.
pub fn write_codes(code: &mut String, packed: &mut Packed, entries: &BTreeMap<String, Entry>, problems: &mut Vec<String>) {
    let (mut numbers, mut names) = (BTreeMap::new(), BTreeMap::new());
    for (place, (id, entry)) in entries.iter().enumerate() {
        for written in &entry.codes {
            let lower = written.to_lowercase();
            let clash = if let Some(digits) = lower.strip_prefix("aadsts") {
                match digits.parse::<u32>() {
                    Ok(number) => numbers.insert(number, (written, place)).is_some(),
                    Err(_) => {
                        problems.push(format!("{id}: '{written}' is no AADSTS code"));
                        false
                    }
                }
            } else {
                if let Some(hex) = lower.strip_prefix("0x") {
                    match u32::from_str_radix(hex, 16) {
                        Ok(value) => {
                            names.insert((value as i32).unsigned_abs().to_string(), (written, place));
                            names.insert(value.to_string(), (written, place));
                        }
                        Err(_) => problems.push(format!("{id}: '{written}' is no number")),
                    }
                }
                names.insert(lower, (written, place)).is_some()
            };
            if clash {
                problems.push(format!("{id}: the code {written} belongs to another entry already"));
            }
        }
    }
    let numbers: Vec<String> = numbers.iter().map(|(number, (written, place))| format!("({number}, {}, {place})", packed.text(written))).collect();
    names.keys().for_each(|name| packed.words.add(name.as_bytes()));
    let names: Vec<String> =
        names.iter().map(|(name, (written, place))| format!("({}, {}, {place})", packed.text(name), packed.text(written))).collect();
    let _ = writeln!(code, "pub(super) static AADSTS: [(u32, Text, u16); {}] = [{}];\n", numbers.len(), numbers.join(", "));
    let _ = writeln!(code, "pub(super) static NAMED: [(Text, Text, u16); {}] = [{}];\n", names.len(), names.join(", "));
}
