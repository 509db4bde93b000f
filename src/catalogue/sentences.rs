//! The eight sentences that Microsoft documents, in whatever translation: by the things that they name (`entries/sentences.toml`).
//!
//! Other years translate otherwise, but none gets round naming the subscription, the role, the domain; and the sentence begins with
//! the lead that could not be saved. Things are counted and weighed; no single word decides.

use std::borrow::Cow;

use super::data::{self, thing};
use super::normalise::{Words, is_ideograph};
use super::packed::Text;
use crate::core::lang::Lang;

/// A word for a thing, in some languages.
#[derive(Debug)]
pub(super) struct Word {
    /// Without blanks and accents.
    pub text: Text,
    /// What follows it begins another word.
    pub whole: bool,
    pub thing: u8,
    /// A bit per language; all of them for names.
    pub langs: u32,
}

/// How a sentence begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    Aad,
    LastCrm,
    Plain,
}

/// A documented sentence.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Index into the entries.
    pub entry: u16,
    pub frame: Frame,
    /// Things, and how much each tells.
    pub weights: &'static [(u8, f32)],
}

/// What of the documented sentences is in a text.
#[derive(Default)]
pub(super) struct Sentences {
    pub hits: Vec<SentenceHit>,
    /// The text says that a lead could not be saved.
    pub failed: bool,
}

/// A sentence that is there.
pub(super) struct SentenceHit {
    pub entry: usize,
    pub confidence: f64,
    /// Which word of the text it begins with.
    pub word: usize,
    /// Which things were seen of it.
    pub seen: Vec<u8>,
    /// Its beginning, that a lead could not be saved, is not there.
    pub part: bool,
}

/// A thing at a place of the text.
#[derive(Debug, Clone, Copy)]
struct Hit {
    word: usize,
    thing: u8,
    langs: u32,
}

/// How far the words of a sentence reach from its beginning.
const REACH: usize = 150;
/// How far before a sentence its beginning may stand: languages differ in what they put first.
const BEFORE: usize = 24;
/// Within how many words of each other the lead, the saving and the failing stand.
const TOGETHER: usize = 26;
/// A text of nothing else is read no further.
const MOST_FRAMES: usize = 24;
/// How far a sentence reaches whose beginning was not pasted along: before the name that it is known by, and behind.
const PART_BEFORE: usize = 48;
const PART_BEHIND: usize = 60;
/// The least that a part of a sentence must tell, and how far it must be ahead of the next.
const PART_TELLS: f32 = 4.3;
const PART_LEADS: f32 = 1.5;

/// Turns the word behind it into its opposite: "non è stato salvato" is no success.
const NOT: [&str; 16] = ["not", "non", "nie", "nao", "no", "niet", "nicht", "inte", "nem", "ne", "pas", "не", "nebyl", "nebyla", "n", "ej"];

/// Every documented sentence in the text. Words of the languages in `without` are not known, nor sentences that do not count.
pub(super) fn sentences(words: &Words, text: &str, without: u32, counts: &dyn Fn(usize) -> bool) -> Sentences {
    let names: Vec<(usize, Beginning)> = (0..words.len()).filter_map(|place| begins(words, text, place).map(|begun| (place, begun))).collect();
    if names.is_empty() {
        return Sentences::default();
    }
    let mut hits: Vec<Hit> = Vec::new();
    let mut read = 0;
    for (name, _) in &names {
        let (from, to) = (name.saturating_sub(REACH / 2).max(read), (name + REACH).min(words.len()));
        let mut place = from;
        while place < to {
            place = place.max(things_at(words, place, without, &mut hits));
            place += 1;
        }
        read = read.max(to);
    }
    let products: Vec<usize> = hits.iter().filter(|hit| hit.thing == thing::CRM).map(|hit| hit.word).collect();
    hits.retain(|hit| match hit.thing {
        thing::SUCCESS => !denied(words, hit.word),
        // "Save it to the application Dynamics CRM" speaks of none that Entra ID should know.
        thing::APPLICATION => !products.contains(&(hit.word + 1)),
        _ => true,
    });
    let frames = frames(words, text, &hits);
    let mut found: Vec<SentenceHit> = Vec::new();
    for (number, (start, sure)) in frames.iter().enumerate() {
        let end = frames.get(number + 1).map_or(usize::MAX, |(next, _)| *next).min(start + REACH);
        let region = &hits[hits.partition_point(|hit| hit.word < *start)..hits.partition_point(|hit| hit.word < end)];
        for hit in judge(region, *start, *sure, counts) {
            if !found.iter().any(|known| known.entry == hit.entry && known.confidence >= hit.confidence) {
                found.retain(|known| known.entry != hit.entry);
                found.push(hit);
            }
        }
    }
    if frames.is_empty() && found.is_empty() {
        for (name, begun) in names.iter().filter(|(_, begun)| *begun != Beginning::Frame).take(MOST_FRAMES) {
            let from = hits.partition_point(|hit| hit.word + PART_BEFORE < *name);
            let to = hits.partition_point(|hit| hit.word < name + PART_BEHIND);
            found.extend(judge_part(&hits[from..to], *name, *begun == Beginning::Thrown, counts));
            if !found.is_empty() {
                break;
            }
        }
    }
    Sentences { hits: found, failed: frames.iter().any(|(_, sure)| *sure) }
}

/// What a sentence, or a part of one, is known by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beginning {
    Frame,
    /// A name that no translation loses, or what is thrown.
    Name,
    /// What is thrown, with the two colons that only these sentences have.
    Thrown,
}

/// Whether something begins here that no translation loses: the cheap question that most texts answer with no.
fn begins(words: &Words, text: &str, place: usize) -> Option<Beginning> {
    let word = words.get(place);
    let frame = word.as_bytes().windows(3).any(|run| run == b"crm") || word == "dynamics" && matches!(words.get(place + 1), "365" | "crm");
    let name = ["leadsourcecode", "leadourcecode", "sendtimeout", "retrieveprivilegeforuser"].iter().any(|name| word.starts_with(name));
    match frame {
        true => Some(Beginning::Frame),
        false if name => Some(Beginning::Name),
        false => thrown(words, text, place),
    }
}

/// "Exception::" in one of the languages, with its colon. In English programs write the word with one, sentences with two.
fn thrown(words: &Words, text: &str, place: usize) -> Option<Beginning> {
    const LONGEST: usize = 24;
    let run = words.run(place, LONGEST);
    let at = data::THROWN.partition_point(|word| word.get() <= run);
    // The words of one beginning lie together, longer ones last.
    let known = data::THROWN[..at]
        .iter()
        .rev()
        .map(|word| word.get())
        .take_while(|word| word.as_bytes()[0] == run.as_bytes()[0])
        .find(|word| run.starts_with(word))?;
    let start = words.at(place);
    let end = (start + 3 * known.len() + 16).min(text.len());
    let behind = &colons(text.get(start..(start..=end).rev().find(|end| text.is_char_boundary(*end))?)?);
    // A path of a program has them too.
    if text[..start].ends_with(':') {
        return None;
    }
    if behind.contains("::") || behind.contains("：：") || behind.contains(":：") {
        return Some(Beginning::Thrown);
    }
    // The French put a blank before a colon, programs don't.
    let french =
        behind.get(known.len()..).and_then(|behind| behind.strip_prefix([' ', '\u{a0}', '\u{202f}'])).is_some_and(|behind| behind.starts_with(':'));
    (french || known != "exception" && (behind.contains(':') || behind.contains('：'))).then_some(Beginning::Name)
}

/// The same with its colons as characters, which HTML and JSON may write otherwise.
fn colons(text: &str) -> Cow<'_, str> {
    const WRITTEN: [&str; 4] = ["&#58;", "&#x3a;", "&colon;", "\\u003a"];
    if !text.contains(['&', '\\']) {
        return Cow::Borrowed(text);
    }
    let lower = text.to_ascii_lowercase();
    Cow::Owned(WRITTEN.iter().fold(lower, |text, written| text.replace(written, ":")))
}

fn denied(words: &Words, place: usize) -> bool {
    let before = |back: usize| place.checked_sub(back).map_or("", |place| words.get(place));
    NOT.contains(&before(1)) || NOT.contains(&before(2)) || matches!(before(1), "未" | "不" | "没" | "沒" | "非")
}

/// Notes the things that words from here on name; gives the last word of a name, whose words mean nothing else.
fn things_at(words: &Words, place: usize, without: u32, hits: &mut Vec<Hit>) -> usize {
    const LONGEST: usize = 48;
    let run = words.run(place, LONGEST);
    let first = words.get(place).len();
    let alone = run.chars().next().is_some_and(is_ideograph);
    let (mut low, mut high) = (0, data::WORDS.len());
    let mut named = place;
    let begun = hits.len();
    for (at, c) in run.char_indices() {
        let end = at + c.len_utf8();
        let beginning = &run[..end];
        low += data::WORDS[low..high].partition_point(|word| word.text.get() < beginning);
        high = low + data::WORDS[low..high].partition_point(|word| word.text.get().starts_with(beginning));
        if low == high {
            break;
        }
        for word in data::WORDS[low..high].iter().take_while(|word| word.text.get() == beginning) {
            // Words run together must be long to mean something.
            let fits = alone || end <= first || end >= 6;
            let complete = !word.whole || alone || words.ends_at(place, end);
            if word.langs & !without == 0 || !fits || !complete {
                continue;
            }
            if word.thing < thing::FIRST_WORD && end > first {
                named = named.max(last_word(words, place, end));
            }
            let langs = word.langs & !without;
            match hits[begun..].iter_mut().find(|hit| hit.thing == word.thing) {
                Some(known) => known.langs |= langs,
                None => hits.push(Hit { word: place, thing: word.thing, langs }),
            }
        }
    }
    if named > place {
        // "Active Directory" speaks of no directory.
        let kept: Vec<Hit> = hits.drain(begun..).filter(|hit| hit.thing < thing::FIRST_WORD).collect();
        hits.extend(kept);
    }
    named
}

fn last_word(words: &Words, place: usize, bytes: usize) -> usize {
    let (mut last, mut length) = (place, words.get(place).len());
    while length < bytes && last + 1 < words.len() {
        last += 1;
        length += words.get(last).len();
    }
    last
}

/// Where sentences begin, and whether it is sure that something failed there.
fn frames(words: &Words, text: &str, hits: &[Hit]) -> Vec<(usize, bool)> {
    let closest = |place: usize, thing: u8, langs: u32| {
        let from = hits.partition_point(|hit| hit.word + TOGETHER < place);
        let around = hits[from..].iter().take_while(|hit| hit.word <= place + TOGETHER);
        around.filter(|hit| hit.thing == thing && hit.langs & langs != 0).min_by_key(|hit| hit.word.abs_diff(place))
    };
    let near = |place: usize, thing: u8| closest(place, thing, u32::MAX).map(|hit| hit.word);
    let mut starts: Vec<(usize, bool)> = Vec::new();
    for save in hits.iter().filter(|hit| hit.thing == thing::SAVE) {
        // Both in one language: in a log there is always something that failed.
        let failed = closest(save.word, thing::FAILED, save.langs).map(|failed| failed.word);
        let (Some(failed), Some(crm)) = (failed, near(save.word, thing::CRM)) else { continue };
        let start = save.word.min(failed).min(crm);
        if near(crm, thing::SUCCESS).is_none() && starts.last().is_none_or(|(known, _)| start > *known) {
            starts.push((start, true));
        }
        if starts.len() >= MOST_FRAMES {
            break;
        }
    }
    for hit in hits.iter().filter(|hit| hit.thing == thing::CRM || hit.thing == thing::LASTCRM) {
        if starts.len() >= MOST_FRAMES {
            break;
        }
        // Within a sentence that has begun it begins none.
        let begun = |reach: usize| starts.iter().any(|(start, _)| (*start..=start + reach).contains(&hit.word));
        if hit.thing == thing::LASTCRM {
            if !begun(REACH / 2) {
                starts.push((hit.word.saturating_sub(BEFORE), true));
            }
            continue;
        }
        if begun(REACH / 3) || near(hit.word, thing::SUCCESS).is_some() {
            continue;
        }
        let (save, failed, thrown) = (near(hit.word, thing::SAVE), near(hit.word, thing::FAILED), near(hit.word, thing::THROWN));
        let aad = near(hit.word, thing::AAD);
        // The language may be unknown: what was thrown is marked all the same.
        let marked = aad.is_some_and(|aad| double_colon(words, text, aad, TOGETHER));
        let parts = [save, failed, aad, thrown].iter().flatten().count();
        let by_entra = parts >= 2 && (aad.is_some() || thrown.is_some());
        let column = near(hit.word, thing::LEADSOURCECODE).is_some();
        if marked || (save.is_some() || failed.is_some()) && (by_entra || column) {
            starts.push((hit.word.saturating_sub(BEFORE), marked));
        }
    }
    starts.sort_unstable();
    starts.dedup_by_key(|(start, _)| *start);
    starts
}

/// `::` between this word and the next few.
fn double_colon(words: &Words, text: &str, word: usize, reach: usize) -> bool {
    let end = if word + reach < words.len() { words.at(word + reach) } else { text.len() };
    let between = &text[words.at(word)..end];
    between.contains("::") || between.contains("：：") || between.contains(":：")
}

/// The same for a part of a sentence, whose beginning nobody pasted: all that it names must be of one language, and say what is missing
/// or wrong.
fn judge_part(region: &[Hit], name: usize, marked: bool, counts: &dyn Fn(usize) -> bool) -> Option<SentenceHit> {
    const LANGUAGES: u32 = 24;
    let mut best: Option<(f32, SentenceHit)> = None;
    // Half of a sentence may have been left in English.
    for lang in (0..LANGUAGES).map(|number| 1u32 << number | data::ENGLISH) {
        let there = |thing: u8| region.iter().any(|hit| hit.thing == thing && hit.langs & lang != 0);
        let told = |sentence: &Sentence| -> (f32, Vec<u8>) {
            let seen = sentence.weights.iter().filter(|(thing, _)| there(*thing));
            (seen.clone().map(|(_, weight)| weight).sum(), seen.map(|(thing, _)| *thing).collect())
        };
        let missing = marked || there(thing::FOUND) || there(thing::INVALID);
        let denied = there(thing::LEADSOURCECODE) && there(thing::PERMISSION) && there(thing::LACKING);
        let waited = there(thing::SENDTIMEOUT) && there(thing::TWOMINUTES) && there(thing::TIMEOUT) && (there(thing::CHANNEL) || there(thing::REPLY));
        let unassigned = there(thing::SECLIB) && there(thing::ROLE) && there(thing::LACKING);
        if !(missing || denied || waited || unassigned) {
            continue;
        }
        let mut scores: Vec<(f32, Vec<u8>, &Sentence)> = data::SENTENCES
            .iter()
            .filter(|sentence| counts(usize::from(sentence.entry)))
            .map(|sentence| (told(sentence), sentence))
            .map(|((score, seen), sentence)| (score, seen, sentence))
            .collect();
        scores.sort_by(|a, b| b.0.total_cmp(&a.0));
        let [(score, seen, sentence), (second, ..), ..] = &scores[..] else { continue };
        // What a name alone tells is too little: it must be what the sentence says of it.
        let said = match sentence.frame {
            // Every program has applications and directories.
            Frame::Aad => missing && (marked || !there(thing::DIRECTORY) || !there(thing::APPLICATION) || there(thing::IDENTIFIER)),
            Frame::Plain => denied,
            Frame::LastCrm => waited || unassigned,
        };
        if !said || *score < PART_TELLS || score - second < PART_LEADS || seen.len() < 2 || best.as_ref().is_some_and(|(known, _)| known >= score) {
            continue;
        }
        let confidence = if *score >= 5.0 && seen.len() >= 3 { 0.85 } else { 0.6 };
        best = Some((*score, SentenceHit { entry: usize::from(sentence.entry), confidence, word: name, seen: seen.clone(), part: true }));
    }
    best.map(|(_, hit)| hit)
}

/// What is said to people of a thing that was seen.
pub(super) fn said(thing: u8, lang: Lang) -> &'static str {
    data::SAID[usize::from(thing)].get(lang)
}

/// What a sentence whose things are these may be, the surest.
fn judge(region: &[Hit], start: usize, sure: bool, counts: &dyn Fn(usize) -> bool) -> Vec<SentenceHit> {
    let seen = |thing: u8| region.iter().find(|hit| hit.thing == thing);
    let lastcrm = seen(thing::LASTCRM).is_some();
    let aad = seen(thing::AAD).is_some();
    let thrown = seen(thing::THROWN).is_some();
    let mut scores: Vec<(f32, &Sentence)> = data::SENTENCES
        .iter()
        .filter(|sentence| counts(usize::from(sentence.entry)))
        .map(|sentence| {
            let told: f32 = sentence.weights.iter().filter(|(thing, _)| seen(*thing).is_some()).map(|(_, weight)| weight).sum();
            let framed = match sentence.frame {
                Frame::Aad if lastcrm => -2.0,
                Frame::Aad if aad => 1.0,
                Frame::Aad if thrown => 0.6,
                Frame::Aad => -0.5,
                Frame::LastCrm if lastcrm => 1.0,
                Frame::LastCrm if aad => -1.5,
                Frame::LastCrm => -0.3,
                Frame::Plain if lastcrm || aad => -1.5,
                Frame::Plain => 0.6,
            };
            (if told > 0.0 { told + framed } else { 0.0 }, sentence)
        })
        .collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let [(best, sentence), (second, _), ..] = scores[..] else { return Vec::new() };
    let lead = best - second.max(0.0);
    // A sentence about the same things that says of none of them that it is missing or wrong is no error.
    let negative = [thing::FAILED, thing::FOUND, thing::INVALID].iter().any(|thing| seen(*thing).is_some()) || seen(thing::LEADSOURCECODE).is_some();
    // What sets the sentence apart; without any of it the text may be about a cause that nobody knows yet, above all where it names
    // what other sentences are about.
    const SETS_APART: f32 = 2.0;
    const MUCH: f32 = 1.8;
    const ALL_BUT_THAT: f32 = 3.0;
    let there: f32 = sentence.weights.iter().filter(|(thing, _)| seen(*thing).is_some()).map(|(_, weight)| weight).sum();
    let named = sentence.weights.iter().filter(|(thing, _)| seen(*thing).is_some()).count();
    let names = |sentence: &Sentence, thing: u8| sentence.weights.iter().any(|(named, _)| *named == thing);
    let elsewhere = region.iter().any(|hit| !names(sentence, hit.thing) && data::SENTENCES.iter().any(|other| names(other, hit.thing)));
    let apart = there >= ALL_BUT_THAT
        || there >= MUCH && !elsewhere
        || sentence.weights.iter().any(|(thing, weight)| *weight >= SETS_APART && seen(*thing).is_some());
    let confidence = match (sure, best, lead) {
        (true, 1.7.., 0.5..) if !apart => 0.45, // a hint
        (true, 3.4.., 1.5..) => 0.95,
        (true, 2.6.., 1.0..) => 0.9,
        (true, 1.8.., 0.8..) => 0.75,
        (true, 1.7.., 0.5..) => 0.55,
        (false, 3.0.., 1.2..) if negative && apart && named >= 3 => 0.7,
        (_, 0.8.., 0.2..) => 0.3,
        _ => return Vec::new(),
    };
    let mut told: Vec<(u8, f32)> = sentence.weights.iter().copied().filter(|(thing, _)| seen(*thing).is_some()).collect();
    told.sort_by(|a, b| b.1.total_cmp(&a.1));
    let shown = told.into_iter().map(|(thing, _)| thing).collect();
    vec![SentenceHit { entry: usize::from(sentence.entry), confidence, word: start, seen: shown, part: false }]
}
