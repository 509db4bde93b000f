//! Codes in a text: `AADSTS…`, HRESULTs, the services' own names. Compared whole and, where they are numbers, as numbers:
//! `AADSTS90002` is no beginning of `AADSTS900023`.

use super::data;
use super::normalise::Words;

/// A known code at a place of the text.
pub(super) struct CodeHit {
    /// Index into the entries.
    pub entry: usize,
    /// As the catalogue writes it.
    pub code: &'static str,
    /// Which word of the text.
    pub word: usize,
    /// A number that is tied to its service by its form, not by a name that others could use too.
    pub numeric: bool,
}

/// Every known code in the text, in order.
pub(super) fn hits(words: &Words) -> Vec<CodeHit> {
    let mut hits = Vec::new();
    for place in 0..words.len() {
        let word = words.get(place);
        let known = match aadsts(words, place) {
            Some(number) => sts(number),
            None if word.len() >= 6 => named(word),
            None => None,
        };
        if let Some((code, entry, numeric)) = known {
            hits.push(CodeHit { entry, code, word: place, numeric });
        }
        if word == "error_codes" {
            let listed = (place + 1..place + 5).map_while(|next| words.get(next).parse::<u32>().ok().map(|number| (next, number)));
            hits.extend(listed.filter_map(|(next, number)| sts(number).map(|(code, entry, numeric)| CodeHit { entry, code, word: next, numeric })));
        }
    }
    hits
}

/// The number behind `AADSTS`, glued to it or apart, glued to a word before it or not.
fn aadsts(words: &Words, place: usize) -> Option<u32> {
    let word = words.get(place);
    let behind = &word[word.find("aadsts")? + "aadsts".len()..];
    let digits = if behind.is_empty() { words.get(place + 1) } else { behind };
    digits.parse().ok()
}

fn sts(number: u32) -> Option<(&'static str, usize, bool)> {
    let place = data::AADSTS.binary_search_by_key(&number, |(known, ..)| *known).ok()?;
    let (_, code, entry) = data::AADSTS[place];
    Some((code.get(), usize::from(entry), true))
}

fn named(word: &str) -> Option<(&'static str, usize, bool)> {
    let place = data::NAMED.binary_search_by(|(known, ..)| known.get().cmp(word)).ok()?;
    let (_, code, entry) = data::NAMED[place];
    let code = code.get();
    Some((code, usize::from(entry), code.starts_with("0x")))
}
