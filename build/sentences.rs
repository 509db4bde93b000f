//! Writes the documented sentences: the words for what they name, in all languages (`sentences.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::Deserialize;

use crate::entry::{Entry, Signature, Texts};
use crate::normalise;
use crate::packed::Packed;

/// So many bytes at the beginning of a word tell whether it may be known: one sign, or three letters.
const START: usize = 3;

/// The words of the documented sentences, in all languages.
pub const SENTENCES: &str = "sentences.toml";

/// `sentences.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentences {
    /// Thing, then the names for it.
    pub names: BTreeMap<String, String>,
    /// Thing, then language, then the words for it.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// Thing, then what is said of it to people.
    pub said: BTreeMap<String, Texts>,
    /// By the entry's id.
    pub sentence: BTreeMap<String, Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    pub frame: String,
    pub weights: BTreeMap<String, f32>,
}

/// The words of the documented sentences, sorted, and the sentences themselves.
pub fn write_sentences(code: &mut String, packed: &mut Packed, sentences: &Sentences, entries: &BTreeMap<String, Entry>, problems: &mut Vec<String>) {
    let things: Vec<&String> = sentences.names.keys().chain(sentences.words.keys()).collect();
    let langs: BTreeSet<&String> = sentences.words.values().flat_map(BTreeMap::keys).collect();
    let bit = |lang: &String| langs.iter().position(|known| *known == lang).map_or(0, |place| 1u32 << place);
    let mut words: BTreeMap<(String, usize, bool), u32> = BTreeMap::new();
    let mut add = |thing: usize, langs: u32, list: &str| {
        for written in list.split(" | ") {
            let (text, whole) = written.trim().strip_suffix('*').map_or((written, true), |text| (text, false));
            let parsed = normalise::Words::of(text);
            let text: String = (0..parsed.len()).map(|index| parsed.get(index)).collect();
            if text.is_empty() || written.trim().trim_end_matches('*').contains('*') {
                problems.push(format!("{SENTENCES}: '{written}' has no words, or a * within"));
                continue;
            }
            *words.entry((text, thing, whole)).or_default() |= langs;
        }
    };
    for (place, list) in sentences.names.values().enumerate() {
        add(place, u32::MAX, list);
    }
    for (place, list) in sentences.words.values().enumerate() {
        for (lang, list) in list {
            add(sentences.names.len() + place, bit(lang), list);
        }
    }
    let thrown = things.iter().position(|thing| *thing == "thrown");
    let thrown: Vec<&String> = words.keys().filter(|(_, thing, _)| Some(*thing) == thrown).map(|(text, ..)| text).collect();
    let _ = writeln!(code, "pub(super) static THROWN_FROM: [u16; 257] = {:?};", by_first_byte(thrown.iter().copied()));
    let thrown: Vec<String> = thrown.into_iter().map(|text| packed.text(text)).collect();
    let _ = writeln!(code, "pub(super) static THROWN: [Text; {}] = [{}];\n", thrown.len(), thrown.join(", "));
    let _ = writeln!(code, "pub(super) static WORDS_FROM: [u16; 257] = {:?};", by_first_byte(words.keys().map(|(text, ..)| text)));
    let _ = writeln!(code, "pub(super) const START: usize = {START};");
    words.keys().for_each(|(text, ..)| packed.starts.add(&text.as_bytes()[..text.len().min(START)]));
    let words: Vec<String> = words
        .iter()
        .map(|((text, thing, whole), langs)| format!("Word {{ text: {}, whole: {whole}, thing: {thing}, langs: {langs} }}", packed.text(text)))
        .collect();
    let _ = writeln!(code, "pub(super) static WORDS: [Word; {}] = [\n{}\n];\n", words.len(), words.join(",\n"));
    let _ = writeln!(code, "pub(super) mod thing {{\n    #![allow(dead_code)]\n    pub const FIRST_WORD: u8 = {};", sentences.names.len());
    for (place, thing) in things.iter().enumerate() {
        let _ = writeln!(code, "    pub const {}: u8 = {place};", thing.to_uppercase());
    }
    let _ = writeln!(code, "}}\n\npub(super) const LANGUAGES: u32 = {};", langs.len());
    let _ = writeln!(code, "pub(super) const ENGLISH: u32 = {};", bit(&"en-us".to_owned()));
    let _ = writeln!(code, "#[cfg(test)]\npub(super) static LANGS: [&str; {}] = {:?};\n", langs.len(), langs.iter().collect::<Vec<_>>());
    let said: Vec<String> = things
        .iter()
        .map(|thing| match sentences.said.get(*thing) {
            Some(texts) => packed.texts(texts),
            None => packed.texts(&Texts { en: thing.to_string(), nl: thing.to_string() }),
        })
        .collect();
    let _ = writeln!(code, "pub(super) static SAID: [Texts; {}] = [{}];\n", said.len(), said.join(", "));
    let _ = writeln!(code, "pub(super) static SENTENCES: [Sentence; {}] = [", sentences.sentence.len());
    for (id, sentence) in &sentences.sentence {
        let Some(entry) = entries.keys().position(|known| known == id) else {
            problems.push(format!("{SENTENCES}: {id} is no entry"));
            continue;
        };
        let frame = match sentence.frame.as_str() {
            "aad" => "Aad",
            "lastcrm" => "LastCrm",
            "plain" => "Plain",
            other => {
                problems.push(format!("{SENTENCES}: {id}: '{other}' is no frame"));
                continue;
            }
        };
        let mut weights = String::new();
        for (thing, weight) in &sentence.weights {
            match things.iter().position(|known| *known == thing) {
                Some(place) if sentences.said.contains_key(thing) => _ = write!(weights, "({place}, {weight:?}), "),
                Some(_) => problems.push(format!("{SENTENCES}: nothing is said of '{thing}'")),
                None => problems.push(format!("{SENTENCES}: {id}: '{thing}' is not named")),
            }
        }
        let _ = writeln!(code, "    Sentence {{ entry: {entry}, frame: Frame::{frame}, weights: &[{}] }},", weights.trim_end_matches(", "));
    }
    code.push_str("];\n\n");
}

/// What a part of a documented sentence begins with in other languages than English, where every program throws exceptions.
pub fn beginnings(sentences: &Sentences) -> BTreeSet<String> {
    let written = |list: &String| list.split(" | ").map(|text| text.trim().to_lowercase()).collect::<Vec<_>>();
    let mut found = BTreeSet::new();
    for text in sentences.words.get("thrown").into_iter().flat_map(BTreeMap::values).filter_map(|list| written(list).into_iter().next()) {
        // Two blanks for the scanner: two colons, or one and a blank. Where letters are wide, the colon is.
        match text.chars().count() {
            _ if text.starts_with("exception") => continue,
            2 => found.extend([format!("{text}：*"), format!("{text}:: *")]),
            _ => found.extend([format!("{text}::*")]),
        }
    }
    found.extend(sentences.names.get("lastcrm").into_iter().flat_map(written).filter(|text| !text.starts_with("lastcrm")));
    found
}

/// The signatures of an entry whose sentences are known by their halves: one of those that tell enough by themselves, of several words
/// and with the numbers that the sentence has; of the shorter ones, beside a name of Microsoft's. What speaks of the lead that could not
/// be saved is common to all of them.
pub fn halves(entry: &Entry) -> impl Iterator<Item = Signature> {
    const WORDS: usize = 7;
    // Where words are not kept apart each sign is one, and a word has two.
    const SIGNS: usize = 2 * WORDS;
    // Word for word, but without what the sentence begins with.
    const CONFIDENCE: f64 = 0.88;
    let mut long = BTreeSet::new();
    let mut short = BTreeSet::new();
    for text in entry.partner_center.values().flatten() {
        let mut halves: Vec<String> = split(text).into_iter().filter(|half| !half.to_lowercase().contains("crm")).collect();
        if halves.iter().any(|half| half.contains(|c: char| c.is_ascii_digit())) {
            halves.retain(|half| half.contains(|c: char| c.is_ascii_digit()));
        }
        for half in halves {
            let words = normalise::Words::of(&half);
            let signs = half.chars().filter(|c| normalise::is_ideograph(*c)).count();
            if words.len() >= WORDS && signs > 0 && signs <= SIGNS {
                short.extend((signs > WORDS).then_some(half));
            } else if words.len() >= WORDS {
                long.insert(half);
            }
        }
    }
    let both = [(long, Vec::new()), (short, vec!["sign_in_place".to_owned()])];
    both.into_iter().filter(|(halves, _)| !halves.is_empty()).map(|(halves, with)| Signature {
        like: None,
        all: vec![halves.into_iter().collect::<Vec<_>>().join(" | ")],
        unless: Vec::new(),
        despite: Vec::new(),
        with,
        within: None,
        confidence: CONFIDENCE,
    })
}

/// A text cut where a sentence or what is thrown ends; not within `00:02:00`.
fn split(text: &str) -> Vec<String> {
    let mut halves = vec![String::new()];
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let behind = signs.peek().copied();
        let ends = match sign {
            '.' => behind.is_none_or(char::is_whitespace),
            ':' => !behind.is_some_and(|c| c.is_ascii_digit()),
            '。' | '：' | '(' | ')' | '（' | '）' => true,
            _ => false,
        };
        match ends {
            true => halves.push(String::new()),
            false => halves.last_mut().expect("there is one from the start").push(sign),
        }
    }
    halves
}

/// Of texts in order: where those begin that have each byte as their first.
fn by_first_byte<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<usize> {
    let firsts: Vec<usize> = texts.map(|text| usize::from(text.as_bytes()[0])).collect();
    (0..=256).map(|byte| firsts.partition_point(|first| *first < byte)).collect()
}
