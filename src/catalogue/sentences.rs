//! The eight sentences that Microsoft documents, in whatever translation: by the things that they name (`entries/sentences.toml`).
//!
//! Other years translate otherwise, but none gets round naming the subscription, the role, the domain; and the sentence begins with
//! the lead that could not be saved, or ends with it. Of a part without that more must be there. Things are counted and weighed; no
//! single word decides.

mod beginning;
mod judge;

use std::ops::Range;

use beginning::{Beginning, begins, double_colon};
use judge::{judge, judge_bare, judge_part};

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
/// A short text has no more words: a cell of a table, a line of a ticket.
const SHORT: usize = 60;
/// Turns the word behind it into its opposite: "non è stato salvato" is no success.
const NOT: [&str; 16] = ["not", "non", "nie", "nao", "no", "niet", "nicht", "inte", "nem", "ne", "pas", "не", "nebyl", "nebyla", "n", "ej"];

/// Every documented sentence in the text. Words of the languages in `without` are not known, nor sentences that do not count. Where nothing
/// begins like one, a short text is looked at if it is `unknown` otherwise.
pub(super) fn sentences(words: &Words, text: &str, unknown: bool, without: u32, counts: &dyn Fn(usize) -> bool) -> Sentences {
    let names: Vec<(usize, Beginning)> = (0..words.len()).filter_map(|place| begins(words, text, place).map(|begun| (place, begun))).collect();
    let mut hits: Vec<Hit> = Vec::new();
    if names.is_empty() {
        if !unknown || words.len() > SHORT {
            return Sentences::default();
        }
        things(words, 0..words.len(), without, &mut hits);
        return Sentences { hits: judge_bare(&hits, text, counts).into_iter().collect(), failed: false };
    }
    let mut read = 0;
    for (name, _) in &names {
        let (from, to) = (name.saturating_sub(REACH / 2).max(read), (name + REACH).min(words.len()));
        things(words, from..to, without, &mut hits);
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
        let mut told = judge(region, *start, *sure, counts);
        if told.as_ref().is_none_or(|hit| hit.confidence < super::diagnosis::ANSWER) {
            told = told
                .into_iter()
                .chain(said_before(&hits, *start, end, *sure, counts))
                .max_by(|one, other| one.confidence.total_cmp(&other.confidence));
        }
        let Some(hit) = told else { continue };
        if !found.iter().any(|known| known.entry == hit.entry && known.confidence >= hit.confidence) {
            found.retain(|known| known.entry != hit.entry);
            found.push(hit);
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

/// What a sentence may be that says first what was wrong, then that the lead was not saved. What merely stands before that speaks of the
/// same things too, so it must say that something was thrown or wrong, or name what few other texts do.
fn said_before(hits: &[Hit], start: usize, end: usize, sure: bool, counts: &dyn Fn(usize) -> bool) -> Option<SentenceHit> {
    const MOST: f64 = 0.75;
    const TELLING: [u8; 6] = [thing::THROWN, thing::INVALID, thing::SUBSCRIPTION, thing::LEADSOURCECODE, thing::SECLIB, thing::SENDTIMEOUT];
    let place = |word: usize| hits.partition_point(|hit| hit.word < word);
    let (from, middle, to) = (place(start.saturating_sub(PART_BEFORE)), place(start), place(end));
    let wrong = hits[from..middle].iter().any(|hit| TELLING.contains(&hit.thing));
    let told = wrong.then(|| judge(&hits[from..to], start, sure, counts)).flatten()?;
    Some(SentenceHit { confidence: told.confidence.min(MOST), ..told })
}

fn denied(words: &Words, place: usize) -> bool {
    let before = |back: usize| place.checked_sub(back).map_or("", |place| words.get(place));
    // Swedish verbs have it behind them.
    let behind = if place + 1 < words.len() { words.get(place + 1) } else { "" };
    NOT.contains(&before(1))
        || NOT.contains(&before(2))
        || matches!(before(1), "未" | "不" | "没" | "沒" | "非")
        || matches!(behind, "inte" | "ej" | "niet" | "nicht")
}

/// Notes the things that these words name.
fn things(words: &Words, range: Range<usize>, without: u32, hits: &mut Vec<Hit>) {
    let mut place = range.start;
    while place < range.end {
        place = place.max(things_at(words, place, without, hits)) + 1;
    }
}

/// Notes the things that words from here on name; gives the last word of a name, whose words mean nothing else.
fn things_at(words: &Words, place: usize, without: u32, hits: &mut Vec<Hit>) -> usize {
    const LONGEST: usize = 48;
    let run = words.run(place, LONGEST);
    let first = words.get(place).len();
    let alone = run.chars().next().is_some_and(is_ideograph);
    let Some(byte) = run.bytes().next().map(usize::from) else { return place };
    let may_begin = |length: usize| run.as_bytes().get(..length).is_some_and(|start| data::may_be_known(&data::KNOWN_STARTS, start));
    if !may_begin(data::START) && !(1..data::START).any(may_begin) {
        return place;
    }
    let (mut low, mut high) = (usize::from(data::WORDS_FROM[byte]), usize::from(data::WORDS_FROM[byte + 1]));
    let mut named = place;
    let begun = hits.len();
    for (at, c) in run.char_indices() {
        let end = at + c.len_utf8();
        let beginning = &run[..end];
        // All of them begin with what is before this letter.
        let letter = |word: &Word| &word.text.get().as_bytes()[at..];
        low += data::WORDS[low..high].partition_point(|word| letter(word) < &beginning.as_bytes()[at..]);
        high = low + data::WORDS[low..high].partition_point(|word| letter(word).starts_with(&beginning.as_bytes()[at..]));
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
        let end = |aad: usize| if aad + TOGETHER < words.len() { words.at(aad + TOGETHER) } else { text.len() };
        let marked = aad.is_some_and(|aad| double_colon(&text[words.at(aad)..end(aad)]));
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

/// What is said to people of a thing that was seen.
pub(super) fn said(thing: u8, lang: Lang) -> &'static str {
    data::SAID[usize::from(thing)].get(lang)
}

#[cfg(test)]
mod tests {
    use super::super::diagnose;

    #[test]
    fn a_sentence_stands_where_the_first_that_it_names_does() {
        for (text, id, line) in [
            (
                "we moved\nand marketing asks\nLastCRMError: nem sikerült bejelentkezni a Dynamics CRM-be, LastCRMException:",
                "dynamics/sign-in-failed",
                3,
            ),
            ("a ticket\n\nDen begärda klient-ID:n är inte giltig och inte heller ett giltigt format för extern domän", "entra/tenant-id-invalid", 3),
        ] {
            let found = &diagnose(text).matches[0];
            assert_eq!((found.entry.id, found.line), (id, line), "{text}");
        }
    }
}
