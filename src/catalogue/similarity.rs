//! Likeness to the sentences that Microsoft documents, for translations of other years than those in the catalogue.
//!
//! Partner Center's frame ("Could not save the lead to Dynamics CRM …") is common to several sentences and weighs nothing; what
//! tells them apart weighs most. Machine translation splits and joins words ("Uitzonde ring"), so neighbours are tried as one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use super::entries;
use super::normalise::{Words, is_ideograph};

/// The documented sentence that a text is most like.
#[derive(Clone, Copy)]
pub(super) struct Likeness {
    /// Index into the entries.
    pub entry: usize,
    pub lang: &'static str,
    /// From 0 to 1: how much of what sets the sentence apart is in the text.
    pub share: f64,
    /// From 0 to 1: how much of what all sentences of the language begin with is in the text.
    pub frame: f64,
    /// How far ahead of the next entry it is.
    pub lead: f64,
    /// Which word of the text.
    pub word: usize,
}

/// How many words on either side of the frame belong to the sentence.
const REACH: usize = 110;

/// Words that say that nothing failed.
const SUCCESS: [&str; 4] = ["successfully", "succes", "succeeded", "created"];

/// The same in pairs of words.
const SUCCESS_PAIRS: [&str; 6] = ["eteenregistre", "wurdegespeichert", "wurdeerfolgreich", "seguardo", "foisalvo", "statosalvato"];

/// All documented sentences, made ready once.
static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    Known::of(entries().iter().enumerate().flat_map(|(place, entry)| entry.sentences().map(move |(lang, text)| (place, lang, text))))
});

/// `None` where the text has no part of Partner Center's frame.
pub(super) fn nearest(words: &Words) -> Option<Likeness> {
    thread_local! {
        static LAST: RefCell<Option<(String, Option<Likeness>)>> = const { RefCell::new(None) };
    }
    // A log may say the same in every line, with another number: times and IDs are like no sentence.
    let frame = frame(words)?;
    let telling = around(words, frame).filter(|word| KNOWN.words.contains_key(*word) || !word.bytes().any(|byte| byte.is_ascii_digit()));
    let said: String = telling.flat_map(|word| [word, " "]).collect();
    LAST.with_borrow_mut(|last| match last {
        Some((known, likeness)) if *known == said => likeness.map(|likeness| Likeness { word: frame, ..likeness }),
        _ => {
            let likeness = nearest_in(words, frame, &KNOWN);
            *last = Some((said, likeness));
            likeness
        }
    })
}

/// The words on either side of the frame that belong to the sentence.
fn around(words: &Words, frame: usize) -> impl Iterator<Item = &str> {
    (frame.saturating_sub(REACH)..(frame + REACH).min(words.len())).map(|place| words.get(place))
}

/// The same among the given sentences: entry, language, text.
#[cfg(test)]
pub(super) fn nearest_of(words: &Words, known: impl Iterator<Item = (usize, &'static str, &'static str)>) -> Option<Likeness> {
    nearest_in(words, frame(words)?, &Known::of(known))
}

fn nearest_in(words: &Words, frame: usize, known: &Known) -> Option<Likeness> {
    let around: Vec<&str> = around(words, frame).collect();
    if around.iter().any(|word| SUCCESS.contains(word)) {
        return None;
    }
    let region = Bag::of(around.iter().copied());
    if SUCCESS_PAIRS.iter().any(|pair| region.joined.contains(*pair)) {
        return None;
    }
    let around: HashSet<&str> = around.into_iter().collect();
    let mut best: Vec<(f64, usize, &'static str, f64)> = Vec::new();
    for language in known.likely(&around) {
        let closely = language.closely();
        for (place, bag) in &closely.sentences {
            let (share, frame) = bag.share_in(&region, &closely.frequency);
            best.push((share, *place, language.lang, frame));
        }
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (share, entry, lang, begun) = *best.first()?;
    let second = best.iter().find(|(_, other, ..)| *other != entry).map_or(0.0, |(share, ..)| *share);
    Some(Likeness { entry, lang, share, frame: begun, lead: share - second, word: frame })
}

/// Where the frame begins.
fn frame(words: &Words) -> Option<usize> {
    (0..words.len()).find(|place| is_frame(words, *place))
}

/// The names in the frame survive translation. The scanner of logs looks for the same (`build/searched.rs`).
pub(super) fn is_frame(words: &Words, place: usize) -> bool {
    let word = words.get(place);
    word.starts_with("lastcrm")
        || word == "dynamics" && matches!(words.get(place + 1), "crm" | "365")
        || word == "crm" && words.get(place + 1) == "dynamics"
}

type Sentences = Vec<(usize, Bag)>;

/// How many languages are looked at closely: that takes most of the time.
const CLOSELY: usize = 4;

/// All sentences, by their languages.
struct Known {
    languages: Vec<Language>,
    /// How often each language has a word: its place in the list, and how often.
    words: HashMap<String, Vec<(usize, usize)>>,
}

struct Language {
    lang: &'static str,
    sentences: Vec<(usize, Words)>,
    /// How many words they have.
    length: usize,
    closely: OnceLock<Closely>,
}

/// What is made ready only for the languages that are likely.
struct Closely {
    sentences: Sentences,
    frequency: HashMap<String, f64>,
}

impl Known {
    fn of(known: impl Iterator<Item = (usize, &'static str, &'static str)>) -> Known {
        let mut languages: BTreeMap<&'static str, Vec<(usize, Words)>> = BTreeMap::new();
        for (place, lang, sentence) in known {
            languages.entry(lang).or_default().push((place, Words::of(sentence)));
        }
        let mut words: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (number, sentences) in languages.values().enumerate() {
            for word in sentences.iter().flat_map(|(_, words)| (0..words.len()).map(|at| words.get(at))) {
                let counts = words.entry(word.to_owned()).or_default();
                match counts.last_mut() {
                    Some((last, count)) if *last == number => *count += 1,
                    _ => counts.push((number, 1)),
                }
            }
        }
        let language = |(lang, sentences): (&'static str, Vec<(usize, Words)>)| {
            let length = sentences.iter().map(|(_, words)| words.len()).sum();
            Language { lang, sentences, length, closely: OnceLock::new() }
        };
        Known { languages: languages.into_iter().map(language).collect(), words }
    }

    /// The languages whose sentences share most words with the text.
    fn likely(&self, around: &HashSet<&str>) -> impl Iterator<Item = &Language> {
        let mut there = vec![0; self.languages.len()];
        for (number, count) in around.iter().filter_map(|word| self.words.get(*word)).flatten() {
            there[*number] += count;
        }
        let shared = there.into_iter().zip(&self.languages).map(|(there, language)| (there as f64 / language.length.max(1) as f64, language));
        let mut ranked: Vec<_> = shared.collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.into_iter().take(CLOSELY).map(|(_, language)| language)
    }
}

impl Language {
    fn closely(&self) -> &Closely {
        self.closely.get_or_init(|| {
            let sentences: Sentences =
                self.sentences.iter().map(|(place, words)| (*place, Bag::of((0..words.len()).map(|at| words.get(at))))).collect();
            let frequency = document_frequency(&sentences);
            Closely { sentences, frequency }
        })
    }
}

/// In how many entries of the language each word occurs.
fn document_frequency(sentences: &Sentences) -> HashMap<String, f64> {
    let mut seen: HashMap<&str, HashSet<usize>> = HashMap::new();
    let total: HashSet<usize> = sentences.iter().map(|(place, _)| *place).collect();
    for (place, bag) in sentences {
        for word in &bag.single {
            seen.entry(word).or_default().insert(*place);
        }
    }
    seen.into_iter().map(|(word, places)| (word.to_owned(), places.len() as f64 / total.len() as f64)).collect()
}

fn is_character(word: &str) -> bool {
    word.chars().next().is_some_and(is_ideograph)
}

/// The words of a sentence, and every two neighbours as one word.
struct Bag {
    /// In an order of their own: what they weigh is summed up, and sums in another order differ in their last digit.
    single: BTreeSet<String>,
    joined: HashSet<String>,
}

impl Bag {
    fn of<'a>(words: impl Iterator<Item = &'a str>) -> Bag {
        let words: Vec<&str> = words.collect();
        // Scripts without spaces are read by the character: alone it says little, with its neighbour a word.
        let joined: HashSet<String> = words.windows(2).map(|pair| pair.concat()).collect();
        let spaced = words.iter().filter(|word| !is_character(word)).map(|word| (*word).to_owned());
        let unspaced = words.windows(2).filter(|pair| pair.iter().all(|word| is_character(word))).map(|pair| pair.concat());
        Bag { single: spaced.chain(unspaced).collect(), joined }
    }

    /// How much of this sentence is in the region: of what sets it apart, by weight, and of the frame.
    fn share_in(&self, region: &Bag, frequency: &HashMap<String, f64>) -> (f64, f64) {
        let (mut there, mut all) = (0.0, 0.0);
        let (mut frame_there, mut frame_all) = (0.0, 0.0);
        let split: Vec<&String> = self.joined.iter().filter(|pair| region.single.contains(*pair)).collect();
        for word in &self.single {
            let frequency = frequency.get(word).copied().unwrap_or(1.0);
            let weight = rarity(frequency) * (word.chars().count().min(8) as f64).sqrt();
            let found = region.single.contains(word)
                || region.joined.contains(word)
                || split.iter().any(|pair| pair.starts_with(word.as_str()) || pair.ends_with(word.as_str()))
                || word.len() >= 6 && region.single.iter().any(|other| same_stem(word, other));
            all += weight;
            there += if found { weight } else { 0.0 };
            if frequency > 0.9 {
                frame_all += 1.0;
                frame_there += if found { 1.0 } else { 0.0 };
            }
        }
        (if all > 0.0 { there / all } else { 0.0 }, if frame_all > 0.0 { frame_there / frame_all } else { 1.0 })
    }
}

/// -ln(share), by the first terms of its series: `f64::ln` alone would link libm, whose loading every start would pay for.
fn rarity(share: f64) -> f64 {
    let y = (1.0 - share) / (1.0 + share);
    let terms = [1.0, 3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0];
    2.0 * terms.iter().fold((0.0, y), |(sum, power), term| (sum + power / term, power * y * y)).0
}

/// Inflections of one word: they share a long beginning.
fn same_stem(a: &str, b: &str) -> bool {
    if a.as_bytes()[..2] != *b.as_bytes().first_chunk::<2>().unwrap_or(&[0, 0]) || a.starts_with(|c: char| is_ideograph(c)) {
        return false;
    }
    let (longer, shorter) = (a.len().max(b.len()), a.len().min(b.len()));
    if shorter < 6 {
        return false;
    }
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    shared >= 6 && shared * 3 >= longer * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_before_with_another_number_is_judged_alike() {
        let text = |id: u32, end: &str| format!("2026-11-09T08:00:{id} ERROR {id} Could not save the lead to Dynamics CRM. {end}");
        let likeness = |text: &str| nearest(&Words::of(text)).map(|it| (it.entry, it.share.to_bits(), it.word));
        let known = "The user does not have permissions for the attribute of the lead, id 7";
        let (one, other) = (likeness(&text(10, known)), likeness(&text(11, known)));
        assert!(one.is_some() && one == other, "{one:?} {other:?}");
        assert_ne!(likeness(&text(12, "Tenant was nowhere found")).map(|it| it.1), one.map(|it| it.1));
        // The frame may stand elsewhere.
        assert_eq!(likeness(&format!("5 {}", text(13, known))).map(|it| it.2), one.map(|it| it.2 + 1), "a word more before it");
    }

    #[test]
    fn a_text_gets_the_same_answer_each_time() {
        for (_, sentence) in entries().iter().flat_map(|entry| entry.sentences()) {
            // Of a part of a sentence the sums are no round numbers.
            let part: String = sentence.chars().take(sentence.chars().count() * 2 / 3).collect();
            let words = Words::of(&part);
            let nearest = || nearest_in(&words, frame(&words)?, &KNOWN);
            let likeness = || nearest().map(|it| (it.entry, it.lang, it.share.to_bits(), it.frame.to_bits(), it.lead.to_bits()));
            let first = likeness();
            assert!((0..5).all(|_| likeness() == first), "{part}");
        }
    }
}
