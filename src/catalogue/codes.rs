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
        hits.extend(match word.as_bytes().first() {
            Some(b'a') if word.starts_with("aadsts") => aadsts(words, place).and_then(|number| sts(number, place)),
            _ if word.len() >= 6 => named(word, place),
            _ => None,
        });
        match word {
            "error_codes" | "errorcodes" => {
                for next in place + 1..place + 5 {
                    let Some(listed) = number(words.get(next)) else { break };
                    hits.extend(sts(listed, next));
                }
            }
            "code" | "errorcode" | "error_code" | "foutcode" | "fehlercode" | "felkod" => {
                let said = number(words.get(place + 1)).filter(|number| is_entras(words, place, *number));
                hits.extend(said.and_then(|number| sts(number, place + 1)));
            }
            _ => {}
        }
    }
    hits
}

/// The number behind `AADSTS`, glued to it or apart.
fn aadsts(words: &Words, place: usize) -> Option<u32> {
    let behind = words.get(place)["aadsts".len()..].trim_start_matches('_');
    number(if behind.is_empty() { words.get(place + 1) } else { behind })
}

fn number(word: &str) -> Option<u32> {
    word.parse().ok().filter(|_| !word.starts_with('0'))
}

/// Whether a number behind "code" is one of Entra's: short ones are many things, unless the text is about signing in.
fn is_entras(words: &Words, place: usize, number: u32) -> bool {
    const NEARBY: usize = 25;
    let spoken = words.get(place) != "code" || words.get(place.wrapping_sub(1)) == "error";
    let around = || (place.saturating_sub(NEARBY)..place + NEARBY).map(|near| words.get(near));
    let entra = || {
        around().any(|word| {
            matches!(word, "microsoftonline" | "aad" | "entra" | "msal" | "adal" | "invalid_client" | "invalid_grant" | "signin")
                || ["correlat", "korrelation"].iter().any(|begun| word.starts_with(begun))
        })
    };
    let sign_in = || (place.saturating_sub(NEARBY)..place + NEARBY).any(|near| words.get(near) == "sign" && words.get(near + 1) == "in");
    spoken && (number >= 500_000 || number >= 50_000 && (entra() || sign_in()))
}

/// The hit of a number at a place.
fn sts(number: u32, word: usize) -> Option<CodeHit> {
    let place = data::AADSTS.binary_search_by_key(&number, |(known, ..)| *known).ok()?;
    let (_, code, entry) = data::AADSTS[place];
    Some(CodeHit { entry: usize::from(entry), code: code.get(), word, numeric: true })
}

/// The hit of a name, or of a number written as one, at a place.
fn named(name: &str, word: usize) -> Option<CodeHit> {
    if !data::may_be_known(&data::KNOWN_WORDS, name.as_bytes()) {
        return None;
    }
    let place = data::NAMED.binary_search_by(|(known, ..)| known.get().cmp(name)).ok()?;
    let (_, code, entry) = data::NAMED[place];
    let code = code.get();
    Some(CodeHit { entry: usize::from(entry), code, word, numeric: code.starts_with("0x") })
}
