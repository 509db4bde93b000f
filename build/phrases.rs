//! Phrases as signatures and contexts write them: their words, the one by which each is looked up, and the statuses of HTTP in them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;

use crate::normalise;
use crate::packed::Packed;

/// How many bytes of a word's beginning it is looked up by, as in `src/catalogue/signatures.rs`.
const STEM: usize = 4;
/// How programs write the status of an answer.
pub const STATUSES: &str = "statuses.toml";

/// What platforms say in other languages.
pub const PLATFORMS: &str = "platforms.toml";

/// `platforms.toml`: by what is meant and by language, the phrases.
pub type Platforms = BTreeMap<String, BTreeMap<String, String>>;

/// The phrases of one meaning, in all languages, each once.
pub fn phrases_of(languages: &BTreeMap<String, String>) -> Vec<String> {
    let phrases: BTreeSet<&str> = languages.values().flat_map(|text| text.split(" | ")).map(str::trim).collect();
    phrases.into_iter().map(str::to_owned).collect()
}

/// `statuses.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statuses {
    pub forms: Vec<String>,
    pub reasons: BTreeMap<String, String>,
    pub numbered: BTreeMap<String, Vec<String>>,
}

impl Statuses {
    /// Alternatives with `{401}` and `{marketo 610}` written out, and with the phrases of a context for `{name}`.
    pub fn spelled(&self, text: &str, contexts: &BTreeMap<String, Vec<String>>) -> Result<String, String> {
        let alternatives = text.split(" | ").map(|alternative| {
            let Some(number) = braced(alternative) else { return Ok(alternative.to_owned()) };
            if let Some(phrases) = contexts.get(number) {
                return Ok(phrases.join(" | "));
            }
            if let Some((forms, number)) = number.split_once(' ').and_then(|(name, number)| Some((self.numbered.get(name)?, number))) {
                return Ok(forms.join(" | ").replace('#', number));
            }
            let reason = self.reasons.get(number).ok_or_else(|| format!("'{number}' is no status of {STATUSES} and no context"))?;
            let forms: Vec<String> = self.forms.iter().map(|form| form.replace('#', number).replace('%', reason)).collect();
            Ok(forms.join(" | "))
        });
        Ok(alternatives.collect::<Result<Vec<_>, String>>()?.join(" | "))
    }
}

/// `{name}` stands for a list of that name.
pub fn braced(text: &str) -> Option<&str> {
    text.trim().strip_prefix('{')?.strip_suffix('}')
}

/// Every phrase once, by its text.
#[derive(Default)]
pub struct Phrases {
    pub texts: Vec<String>,
    pub words: Vec<Vec<String>>,
    pub index: BTreeMap<String, usize>,
}

impl Phrases {
    pub fn add(&mut self, text: &str) -> Result<usize, String> {
        let text = text.trim();
        if let Some(known) = self.index.get(text) {
            return Ok(*known);
        }
        let words = words_of(text)?;
        self.texts.push(text.to_owned());
        self.words.push(words);
        self.index.insert(text.to_owned(), self.texts.len() - 1);
        Ok(self.texts.len() - 1)
    }

    /// `a | b`: one of them.
    pub fn alternatives(&mut self, text: &str) -> Result<Vec<usize>, String> {
        text.split(" | ").map(|phrase| self.add(phrase)).collect()
    }
}

/// The words of a phrase; `…` stands for a gap, a final `*` for any ending.
fn words_of(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    for (part, piece) in text.split('…').enumerate() {
        if part > 0 {
            words.push("…".to_owned());
        }
        for written in piece.split_whitespace() {
            let parsed = normalise::Words::of(written);
            for index in 0..parsed.len() {
                words.push(parsed.get(index).to_owned());
            }
            if written.ends_with('*') {
                // What stands before a hyphen is a word of its own, and would have any ending.
                if !written.trim_end_matches('*').ends_with(char::is_alphanumeric) {
                    return Err(format!("'{text}': a * needs a letter before it"));
                }
                let last = words.last_mut().ok_or_else(|| format!("'{text}': a lone *"))?;
                last.push('*');
            }
        }
    }
    // Text taken out of XML has what stood before the sentence glued to its article.
    if words.len() > 4 && words[0] == "the" {
        words.remove(0);
    }
    let first = words.first().ok_or_else(|| format!("'{text}' has no words"))?;
    if first == "…" || words.last().is_some_and(|last| last == "…") {
        return Err(format!("'{text}': a gap needs words on both sides"));
    }
    if key_of(&words, |_| 0).is_none() {
        return Err(format!("'{text}': the first part needs a whole word, or a beginning of at least {STEM} letters"));
    }
    Ok(words)
}

/// The key word, by which a phrase is looked up, of those before its first gap: the rarest whole one, else the longest beginning.
fn key_of(words: &[String], frequency: impl Fn(&str) -> usize) -> Option<usize> {
    let head = || words.iter().take_while(|word| *word != "…").enumerate();
    let whole = head().filter(|(_, word)| !word.ends_with('*')).min_by_key(|(_, word)| (frequency(word.as_str()) / 4, std::cmp::Reverse(word.len())));
    let beginning = || head().filter(|(_, word)| word.len() > STEM).max_by_key(|(_, word)| word.len());
    whole.or_else(beginning).map(|(place, _)| place)
}

/// The phrases, and for each the word by which it is looked up: a whole one, or the first bytes of a beginning.
pub fn write_phrases(code: &mut String, packed: &mut Packed, phrases: &Phrases) {
    let mut frequency: BTreeMap<&str, usize> = BTreeMap::new();
    for words in &phrases.words {
        for word in words.iter().collect::<BTreeSet<_>>() {
            *frequency.entry(word).or_default() += 1;
        }
    }
    let mut keys: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut stems: BTreeMap<[u8; STEM], Vec<usize>> = BTreeMap::new();
    let _ = writeln!(code, "pub(super) static PHRASES: [Phrase; {}] = [", phrases.words.len());
    for (place, words) in phrases.words.iter().enumerate() {
        let key = key_of(words, |word| frequency[word]).expect("words_of demands one");
        let word = &words[key];
        match word.strip_suffix('*') {
            None => keys.entry(word).or_default().push(place),
            Some(_) => {
                let stem = word.as_bytes().first_chunk::<STEM>().expect("words_of demands a long beginning");
                stems.entry(*stem).or_default().push(place);
            }
        }
        let (text, list) = (packed.text(&phrases.texts[place]), packed.list(words));
        let opens = packed.opens.remove(&place).unwrap_or_default();
        let opens = packed.group(&opens);
        let _ = writeln!(code, "    Phrase {{ text: {text}, words: {list}, key: {key}, opens: {opens} }},");
    }
    let mut keys: Vec<(usize, &str, Vec<usize>)> = keys.into_iter().map(|(word, places)| (normalise::hash(word.as_bytes()), word, places)).collect();
    keys.sort();
    let hashes: Vec<usize> = keys.iter().map(|(hash, ..)| *hash).collect();
    let _ = writeln!(code, "];\n\npub(super) static KEY_HASHES: [u16; {}] = {hashes:?};", keys.len());
    let _ = writeln!(code, "pub(super) static KEYS: [(Text, Group); {}] = [", keys.len());
    for (_, word, places) in keys {
        packed.words.add(word.as_bytes());
        let (word, places) = (packed.text(word), packed.group(&places));
        let _ = writeln!(code, "    ({word}, {places}),");
    }
    let _ = writeln!(code, "];\n\npub(super) static STEMS: [([u8; {STEM}], Group); {}] = [", stems.len());
    for (stem, places) in stems {
        packed.stems.add(&stem);
        let _ = writeln!(code, "    ({stem:?}, {}),", packed.group(&places));
    }
    code.push_str("];\n");
}
