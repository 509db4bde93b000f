//! From a text to its entries: gathers what codes, phrases and likeness say, and weighs it.
//!
//! An answer needs evidence that belongs to these services; what falls short of that is a hint. Where a more exact entry speaks,
//! it rules out or precedes the ones that it names.

use std::collections::BTreeMap;

use super::signatures::PhraseHits;
use super::source_code::{is_address, is_advice, is_arm, is_count, is_denied, is_given, is_literal, line_at, looks_like_source, tells_of_change};
use super::{Entry, codes, entries, found, hints, normalise, sentences, similarity, tenants, wraps};
use crate::core::lang::Lang;

/// What is known of a text.
#[derive(Debug, Default)]
pub struct Diagnosis {
    /// Best first.
    pub matches: Vec<Match>,
    /// Where nothing matched: the nearest entries, which are no answer.
    pub hints: Vec<&'static Entry>,
}

/// One entry that explains the text, or a part of it.
#[derive(Debug)]
pub struct Match {
    pub entry: &'static Entry,
    /// From 0 to 1.
    pub confidence: f64,
    pub because: Vec<Reason>,
    /// What the text itself tells: tenant, application, time, trace ID, table …; secrets and personal data removed.
    pub found: BTreeMap<String, String>,
    /// Where the evidence begins, from 1.
    pub line: u64,
    /// The same in bytes of the text.
    pub at: usize,
}

/// Why an entry was named.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    Code(&'static str),
    /// Phrases that stand close together.
    Words(Vec<&'static str>),
    /// Things that a documented sentence names, whatever the language: numbers of `sentences`.
    Names(Vec<u8>),
    /// The same where the beginning of the sentence is not there.
    Part(Vec<u8>),
    /// Likeness to a documented sentence: its language, and how like, from 0 to 1.
    Likeness(&'static str, f64),
    /// The environment names one tenant, and the text another.
    Tenants,
}

/// Less sure than this is no answer.
pub(super) const ANSWER: f64 = 0.5;
/// Less sure than this is no hint either.
const HINT: f64 = 0.2;
const MOST_HINTS: usize = 3;
/// Whatever keeps Marketplace from saving a lead in Dynamics 365 may have this behind it.
const WIDEST: &str = "dynamics/sign-in-failed";
/// Clear enough to look no further.
const CLEAR: f64 = 0.9;
/// What doubt is left whatever the evidence.
const CERTAIN: f64 = 0.99;

/// What a program's text says, that handles the error, or of a change to one.
const IN_PROGRAM: f64 = 0.3;

/// Several pieces of evidence for one entry.
struct Candidate {
    entry: usize,
    by_code: f64,
    by_words: f64,
    by_likeness: f64,
    because: Vec<Reason>,
    /// A number of its own is in the text.
    numbered: bool,
    /// The first word of the text that is evidence.
    word: usize,
    weight: usize,
}

impl Candidate {
    /// The one for this entry, with a word that is evidence.
    fn of(candidates: &mut BTreeMap<usize, Candidate>, entry: usize, word: usize) -> &mut Candidate {
        let new = Candidate { entry, by_code: 0.0, by_words: 0.0, by_likeness: 0.0, because: Vec::new(), numbered: false, word, weight: 0 };
        let candidate = candidates.entry(entry).or_insert(new);
        candidate.word = candidate.word.min(word);
        candidate
    }

    /// Each kind of evidence leaves a doubt; the doubts multiply.
    fn confidence(&self) -> f64 {
        let sum = (1.0 - (1.0 - self.by_code) * (1.0 - self.by_words) * (1.0 - self.by_likeness * 0.5)).max(self.by_likeness).min(CERTAIN);
        // Of a program's text the code and the words say no more together than each by itself.
        let spoken_of = self.by_code > 0.0 && self.by_code <= IN_PROGRAM && self.by_words <= IN_PROGRAM && self.by_likeness < ANSWER;
        if spoken_of { IN_PROGRAM } else { sum }
    }

    fn entry(&self) -> &'static Entry {
        &entries()[self.entry]
    }
}

/// Matches a text to the catalogue.
pub fn diagnose(text: &str) -> Diagnosis {
    let reading = Reading::default();
    let wraps = wraps::wraps(text);
    if wraps.places.is_empty() {
        return diagnose_by(text, &normalise::Words::of(text), &reading);
    }
    let joined = diagnose_by(text, &normalise::Words::joined(text, &wraps.places), &reading);
    if wraps.sure {
        return joined;
    }
    let plain = diagnose_by(text, &normalise::Words::of(text), &reading);
    let sure = |diagnosis: &Diagnosis| diagnosis.matches.first().map_or(0.0, |found| found.confidence);
    if sure(&joined) >= sure(&plain) { joined } else { plain }
}

/// What a text is judged by; tests leave parts of it out.
pub(super) struct Reading<'a> {
    pub nearest: &'a dyn Fn(&normalise::Words) -> Option<similarity::Likeness>,
    /// Languages whose words are not known, a bit each.
    pub without: u32,
    /// Which entries' signatures count.
    pub signatures: &'a dyn Fn(&Entry) -> bool,
    /// Which entries are known at all.
    pub counts: &'a dyn Fn(usize) -> bool,
}

impl Default for Reading<'_> {
    fn default() -> Self {
        Reading { nearest: &similarity::nearest, without: 0, signatures: &|_| true, counts: &|_| true }
    }
}

pub(super) fn diagnose_by(text: &str, words: &normalise::Words, reading: &Reading) -> Diagnosis {
    let mut candidates: BTreeMap<usize, Candidate> = BTreeMap::new();
    from_codes(words, text, &mut candidates);
    from_phrases(words, text, &mut candidates, reading.signatures);
    from_tenants(words, &mut candidates);
    let failed = from_sentences(words, text, &mut candidates, reading);
    candidates.retain(|entry, _| (reading.counts)(*entry));
    let (mut answers, mut rest): (Vec<Candidate>, Vec<Candidate>) = candidates.into_values().partition(|candidate| candidate.confidence() >= ANSWER);
    rule_out(&mut answers);
    rank(&mut answers);
    let mut diagnosis = Diagnosis::default();
    let starts = line_starts(text, answers.iter().map(|candidate| words.at(candidate.word)));
    for candidate in &answers {
        let at = words.at(candidate.word);
        let (from, to) = block(&starts, at, text.len());
        diagnosis.matches.push(Match {
            entry: candidate.entry(),
            confidence: (candidate.confidence() * 100.0).round() / 100.0,
            because: candidate.because.clone(),
            found: found::near(&text[from..to], at - from),
            line: 1 + text.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() as u64,
            at,
        });
    }
    if answers.is_empty() {
        let called = hints::called(text);
        rest.retain(|candidate| candidate.confidence() >= HINT && hints::may_be_near(candidate.entry().id, &called));
        rank(&mut rest);
        diagnosis.hints = rest.iter().take(MOST_HINTS).map(Candidate::entry).collect();
        // What stands behind the beginning of the sentence was left out.
        if diagnosis.hints.is_empty() && failed {
            diagnosis.hints.extend(super::entry(WIDEST));
        }
    }
    diagnosis
}

/// Where the lines of the answers begin, in order, each once.
fn line_starts(text: &str, places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut starts: Vec<usize> = places.map(|at| text[..at].rfind('\n').map_or(0, |end| end + 1)).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The part of the text that belongs to the answer at `at`: up to the next answer's line; what stands before the first is the first's.
fn block(starts: &[usize], at: usize, end: usize) -> (usize, usize) {
    let own = starts.partition_point(|start| *start <= at).saturating_sub(1);
    let from = if own == 0 { 0 } else { starts[own] };
    (from, starts.get(own + 1).copied().unwrap_or(end))
}

/// A code decides alone; the name of one needs a message around it, not a program.
fn from_codes(words: &normalise::Words, text: &str, candidates: &mut BTreeMap<usize, Candidate>) {
    for hit in codes::hits(words) {
        let at = words.at(hit.word);
        let line = line_at(text, at);
        let number = hit.numeric && hit.word > 0 && is_address(words.get(hit.word - 1));
        let denied = is_denied(text, at, words.get(hit.word).len());
        let in_code = looks_like_source(line)
            || number
            || denied
            || is_given(text, at)
            || tells_of_change(text, line)
            || is_literal(text, at, words.get(hit.word).len());
        let confidence = match (hit.numeric, in_code) {
            (_, true) => IN_PROGRAM,
            (true, false) => 0.97,
            (false, false) => 0.93,
        };
        let candidate = Candidate::of(candidates, hit.entry, hit.word);
        candidate.by_code = candidate.by_code.max(confidence);
        candidate.numbered |= hit.numeric && !in_code;
        candidate.weight += 3;
        let reason = Reason::Code(hit.code);
        if !candidate.because.contains(&reason) {
            candidate.because.push(reason);
        }
    }
}

fn from_phrases(words: &normalise::Words, text: &str, candidates: &mut BTreeMap<usize, Candidate>, counts: &dyn Fn(&Entry) -> bool) {
    let hits = PhraseHits::of(words);
    let in_code = |place: &usize| {
        let line = line_at(text, words.at(*place));
        looks_like_source(line)
            || is_advice(line)
            || tells_of_change(text, line)
            || is_given(text, words.at(*place))
            || is_arm(text, words.at(*place), words.get(*place).len())
    };
    for (place, signature) in hits.opened().filter(|(place, _)| counts(&entries()[*place])) {
        let Some(hit) = hits.find(signature) else { continue };
        let Some(first) = hit.places.iter().copied().min() else { continue };
        let mut confidence = hit.confidence;
        // What nothing else says to be about these services is a hint at most, whatever the line looks like.
        if hit.out_of_context {
            confidence = confidence.min(0.35);
        } else if hit.places.iter().all(in_code) || hit.places.iter().zip(&hit.phrases).any(|(place, phrase)| is_count(words, text, *place, phrase)) {
            confidence = confidence.min(IN_PROGRAM);
        }
        let candidate = Candidate::of(candidates, place, first);
        if confidence > candidate.by_words {
            candidate.by_words = confidence;
            candidate.because.retain(|reason| !matches!(reason, Reason::Words(_)));
            candidate.because.push(Reason::Words(hit.phrases));
        }
        candidate.weight = candidate.weight.max(hit.weight);
    }
}

/// Two tenants that differ say what no phrase does.
fn from_tenants(words: &normalise::Words, candidates: &mut BTreeMap<usize, Candidate>) {
    const SURE: f64 = 0.92;
    let Some(word) = tenants::differ(words) else { return };
    let Some(place) = entries().iter().position(|entry| entry.id == "entra/tenant-mismatch") else { return };
    let candidate = Candidate::of(candidates, place, word);
    candidate.by_words = candidate.by_words.max(SURE);
    candidate.because = vec![Reason::Tenants];
}

/// Microsoft's documented sentences: by what they name, and by likeness to the translations that are known. Gives whether a sentence
/// begins like them.
fn from_sentences(words: &normalise::Words, text: &str, candidates: &mut BTreeMap<usize, Candidate>, reading: &Reading) -> bool {
    let unknown = !candidates.values().any(|candidate| candidate.confidence() >= ANSWER);
    let found = sentences::sentences(words, text, unknown, reading.without, reading.counts);
    // Likeness takes the most time, and decides only where the things named do not. What merely speaks of the same things is like
    // the sentences too.
    if found.failed && found.hits.iter().all(|hit| hit.confidence < CLEAR) {
        from_likeness((reading.nearest)(words), candidates);
    }
    // Where a number says what it is, what a part of a sentence may mean is no other error.
    let numbered = candidates.values().any(|candidate| candidate.numbered);
    for hit in found.hits.into_iter().filter(|hit| !(hit.part && numbered)) {
        let in_code = looks_like_source(line_at(text, words.at(hit.word)));
        let confidence = if in_code { hit.confidence.min(IN_PROGRAM) } else { hit.confidence };
        // A code or a phrase says where the error is; what a sentence names may stand anywhere before it.
        let sure = candidates.get(&hit.entry).filter(|candidate| candidate.by_code.max(candidate.by_words) >= ANSWER).map(|candidate| candidate.word);
        let candidate = Candidate::of(candidates, hit.entry, sure.unwrap_or(hit.word));
        if confidence > candidate.by_words {
            candidate.by_words = confidence;
        }
        candidate.weight = candidate.weight.max(hit.seen.len());
        // Words of the sentence itself say more than what they name.
        if !candidate.because.iter().any(|reason| matches!(reason, Reason::Words(_))) {
            candidate.because.push(if hit.part { Reason::Part(hit.seen) } else { Reason::Names(hit.seen) });
        }
    }
    found.failed
}

fn from_likeness(nearest: Option<similarity::Likeness>, candidates: &mut BTreeMap<usize, Candidate>) {
    let Some(like) = nearest else { return };
    // What sets a sentence apart must be there, and there for this sentence more than for any other.
    // A sentence that merely speaks of the same things lacks the beginning that says what failed.
    let confidence = match (like.share, like.lead) {
        (share, lead) if share >= 0.6 && lead >= 0.25 && like.frame >= 0.5 => 0.5 + 0.45 * share,
        (share, lead) if share >= 0.45 && lead >= 0.15 && like.frame >= 0.5 => 0.55,
        (share, _) if share >= 0.3 => 0.3,
        _ => return,
    };
    let candidate = Candidate::of(candidates, like.entry, like.word);
    candidate.by_likeness = confidence;
    candidate.because.push(Reason::Likeness(like.lang, like.share));
}

/// Drops what a more exact entry rules out; of two that have numbers of their own, both are there.
fn rule_out(answers: &mut Vec<Candidate>) {
    let ruled_out: Vec<(&str, bool)> =
        answers.iter().flat_map(|candidate| candidate.entry().over.iter().map(|other| (other, candidate.numbered))).collect();
    answers.retain(|candidate| !ruled_out.iter().any(|(other, numbered)| *other == candidate.entry().id && !(*numbered && candidate.numbered)));
}

/// The surest first; of equally sure ones the longer evidence, then the earlier; a wrapped cause before its wrapper.
fn rank(candidates: &mut Vec<Candidate>) {
    candidates.sort_by(|a, b| b.confidence().total_cmp(&a.confidence()).then(b.weight.cmp(&a.weight)).then(a.word.cmp(&b.word)));
    let wrappers: Vec<&str> = candidates.iter().flat_map(|candidate| candidate.entry().inside.iter()).collect();
    let (inner, outer): (Vec<Candidate>, Vec<Candidate>) =
        std::mem::take(candidates).into_iter().partition(|candidate| !wrappers.contains(&candidate.entry().id));
    candidates.extend(inner);
    candidates.extend(outer);
}

impl Reason {
    /// In plain words.
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Reason::Code(code), _) => has_code(code, lang),
            (Reason::Words(phrases), _) => says(phrases, lang),
            (Reason::Names(things), Lang::En) => format!("the text says that a lead could not be saved, and names {}", named(things, lang, "and")),
            (Reason::Names(things), Lang::Nl) => {
                format!("in de tekst staat dat een lead niet kon worden opgeslagen, en verder {}", named(things, lang, "en"))
            }
            (Reason::Part(things), Lang::En) => {
                format!("the text names {}, as a part of the sentence that Microsoft documents does", named(things, lang, "and"))
            }
            (Reason::Part(things), Lang::Nl) => {
                format!("de tekst noemt {}, zoals een deel van de zin die Microsoft documenteert", named(things, lang, "en"))
            }
            (Reason::Tenants, Lang::En) => "the answer names another tenant to sign in to than the one that the text says was entered".to_owned(),
            (Reason::Tenants, Lang::Nl) => {
                "het antwoord noemt een andere tenant om bij aan te melden dan de tekst zegt dat er is ingevuld".to_owned()
            }
            (Reason::Likeness(from, share), Lang::En) => {
                format!("{:.0}% of what is special to Microsoft's documented sentence ({from}) is in the text", share * 100.0)
            }
            (Reason::Likeness(from, share), Lang::Nl) => {
                format!("{:.0}% van wat kenmerkend is voor de zin die Microsoft documenteert ({from}) staat in de tekst", share * 100.0)
            }
        }
    }
}

fn named(things: &[u8], lang: Lang, and: &str) -> String {
    let said: Vec<&str> = things.iter().map(|thing| sentences::said(*thing, lang)).collect();
    match said.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {and} {last}", rest.join(", ")),
        _ => said.concat(),
    }
}

/// The reason that a code is.
pub(super) fn has_code(code: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("the text has the code {code}"),
        Lang::Nl => format!("in de tekst staat de code {code}"),
    }
}

/// The reason that phrases are, each of them once.
pub(super) fn says(phrases: &[impl AsRef<str>], lang: Lang) -> String {
    let mut seen: Vec<String> = Vec::new();
    for phrase in phrases {
        let phrase = format!("“{}”", phrase.as_ref().replace('*', "…"));
        if !seen.contains(&phrase) {
            seen.push(phrase);
        }
    }
    match lang {
        Lang::En => format!("the text says {}", seen.join(" and ")),
        Lang::Nl => format!("in de tekst staat {}", seen.join(" en ")),
    }
}
