//! What a text must contain to be answered, out of all entries, and the anchors that this gives.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::entry::Entry;
use crate::{anchor, derive};

/// Ordinary logs, which hold no known error.
pub const ORDINARY: [&str; 3] =
    ["src/catalogue/scanning/ordinary.txt", "src/catalogue/scanning/ordinary-messages.txt", "src/catalogue/scanning/ordinary-words.txt"];
/// What the services write when all is well, and how much more of it there is than of other logs.
pub const SERVICES: &str = "src/catalogue/scanning/ordinary-services.txt";
const SERVICES_WEIGH: usize = 10;

/// What every answer must contain, and the anchors by which a log is searched for it (see `derive.rs`).
pub fn anchors(entries: &BTreeMap<String, Entry>, contexts: &BTreeMap<String, Vec<String>>, beginnings: BTreeSet<String>) -> Result<String, String> {
    // Partner Center's frame (`is_frame` of `src/catalogue/similarity.rs`), however its two words are kept apart, and the lists of codes in an answer of Entra ID.
    let frame = [
        "lastcrm*",
        "dynamics crm*",
        "crm dynamics*",
        "dynamics\u{a0}crm*",
        "dynamics&nbsp;crm*",
        "dynamics%20crm*",
        "dynamics\r\ncrm*",
        "dynamics\\ncrm*",
        // Wrapped and indented, by as many blanks: a tab is one for the scanner.
        "dynamics\t\t\tcrm*",
        "dynamics\t\t\t\tcrm*",
        "dynamics\t\t\t\t\tcrm*",
        "dynamics 365*",
        "error_codes",
        "errorcodes",
        "microsoftonline.com/error*",
    ];
    let always = frame.into_iter().map(str::to_owned).chain(beginnings);
    let mut conditions: Vec<derive::Condition> = always.map(|text| vec![vec![text]]).collect();
    for entry in entries.values() {
        for code in &entry.codes {
            conditions.push(vec![vec![code.clone()]]);
            if let Some(value) = code.strip_prefix("0x").and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
                // As logs write it: with a sign, which is no part of the word, or without.
                conditions.extend([(value as i32).unsigned_abs(), value].map(|decimal| vec![vec![decimal.to_string()]]));
            }
        }
        // What is less sure is no answer by itself.
        for signature in entry.signatures.iter().filter(|signature| signature.confidence >= 0.5) {
            let alternatives = |text: &String| text.split(" | ").map(str::to_owned).collect::<Vec<_>>();
            let all = signature.all.iter().map(alternatives);
            // Marketo's answers are known by the order of their words alone, between which anything may stand.
            let worded = |context: &&Vec<String>| !context.iter().any(|phrase| phrase.contains("success false"));
            conditions.push(all.chain(signature.with.iter().filter_map(|name| contexts.get(name).filter(worded).cloned())).collect());
        }
    }
    let read = |file: &str| std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"));
    let ordinary = ORDINARY.into_iter().map(read).collect::<Result<String, String>>()?;
    // Who searches a log for these errors has one of these services in every line of it.
    let services = read(SERVICES)?.repeat(SERVICES_WEIGH);
    let chosen = derive::choose(conditions, &(ordinary + &services));
    let mut code = String::new();
    let anchors: Vec<String> = chosen.anchors.iter().map(|anchor| format!("{anchor:?}")).collect();
    let _ = writeln!(code, "\npub(super) static LOG_ANCHORS: [[u8; {}]; {}] = [{}];", anchor::LENGTH, anchors.len(), anchors.join(", "));
    let _ = writeln!(code, "\npub(super) const LOG_FACTOR: u64 = {};", chosen.factor);
    let _ = writeln!(code, "\n#[cfg(test)]\npub(super) static LOG_LEFT_OUT: [&str; {}] = {:?};", chosen.left_out.len(), chosen.left_out);
    Ok(code)
}
