//! Which documented sentence the things that a text names make, and how sure that is.

use super::super::data::{self, thing};
use super::{Frame, Hit, Sentence, SentenceHit};

/// The least that a part of a sentence must tell, and how far it must be ahead of the next.
const PART_TELLS: f32 = 4.3;
const PART_LEADS: f32 = 1.5;

/// What of a sentence a text has.
struct Told {
    /// Things, and how much each tells.
    things: Vec<(u8, f32)>,
    sum: f32,
}

impl Told {
    fn of(sentence: &Sentence, seen: impl Fn(u8) -> bool) -> Told {
        let things: Vec<(u8, f32)> = sentence.weights.iter().copied().filter(|(thing, _)| seen(*thing)).collect();
        let sum = things.iter().map(|(_, weight)| weight).sum();
        Told { things, sum }
    }

    fn names(&self) -> Vec<u8> {
        self.things.iter().map(|(thing, _)| *thing).collect()
    }
}

/// What a sentence whose things are these may be, the surest.
pub(super) fn judge(region: &[Hit], start: usize, sure: bool, counts: &dyn Fn(usize) -> bool) -> Option<SentenceHit> {
    let seen = |thing: u8| region.iter().any(|hit| hit.thing == thing);
    let (lastcrm, aad, thrown) = (seen(thing::LASTCRM), seen(thing::AAD), seen(thing::THROWN));
    let mut scores: Vec<(f32, Told, &Sentence)> = data::SENTENCES
        .iter()
        .filter(|sentence| counts(usize::from(sentence.entry)))
        .map(|sentence| {
            let told = Told::of(sentence, seen);
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
            (if told.sum > 0.0 { told.sum + framed } else { 0.0 }, told, sentence)
        })
        .collect();
    scores.sort_by(|a, b| b.0.total_cmp(&a.0));
    let [(best, told, sentence), (second, ..), ..] = &mut scores[..] else { return None };
    let lead = *best - second.max(0.0);
    // A sentence about the same things that says of none of them that it is missing or wrong is no error.
    let negative = [thing::FAILED, thing::FOUND, thing::INVALID].iter().any(|thing| seen(*thing)) || seen(thing::LEADSOURCECODE);
    // What sets the sentence apart; without any of it the text may be about a cause that nobody knows yet, above all where it names
    // what other sentences are about.
    const SETS_APART: f32 = 2.0;
    const MUCH: f32 = 1.8;
    const ALL_BUT_THAT: f32 = 3.0;
    let names = |sentence: &Sentence, thing: u8| sentence.weights.iter().any(|(named, _)| *named == thing);
    let elsewhere = region.iter().any(|hit| !names(sentence, hit.thing) && data::SENTENCES.iter().any(|other| names(other, hit.thing)));
    let apart = told.sum >= ALL_BUT_THAT || told.sum >= MUCH && !elsewhere || told.things.iter().any(|(_, weight)| *weight >= SETS_APART);
    let confidence = match (sure, *best, lead) {
        (true, 1.7.., 0.5..) if !apart => 0.45, // a hint
        (true, 3.4.., 1.5..) => 0.95,
        (true, 2.6.., 1.0..) => 0.9,
        (true, 1.8.., 0.8..) => 0.75,
        (true, 1.7.., 0.5..) => 0.55,
        (false, 3.0.., 1.2..) if negative && apart && told.things.len() >= 3 => 0.7,
        (_, 0.8.., 0.2..) => 0.3,
        _ => return None,
    };
    told.things.sort_by(|a, b| b.1.total_cmp(&a.1));
    let seen = told.names();
    // Where the beginning was reckoned, not read, it stands where the first of this does.
    let of_it = |hit: &&Hit| hit.word == start || hit.thing == thing::LASTCRM || seen.contains(&hit.thing);
    let word = region.iter().find(of_it).map_or(start, |hit| hit.word);
    Some(SentenceHit { entry: usize::from(sentence.entry), confidence, word, seen, part: false })
}

/// The same for a part of a sentence, whose beginning nobody pasted: all that it names must be of one language, and say what is missing
/// or wrong.
pub(super) fn judge_part(region: &[Hit], name: usize, marked: bool, counts: &dyn Fn(usize) -> bool) -> Option<SentenceHit> {
    let hit = surest(region, 2, counts, |there, frame| {
        let missing = marked || there(thing::FOUND) || there(thing::INVALID);
        let denied = there(thing::LEADSOURCECODE) && there(thing::PERMISSION) && there(thing::LACKING);
        let waited = there(thing::SENDTIMEOUT) && there(thing::TWOMINUTES) && there(thing::TIMEOUT) && (there(thing::CHANNEL) || there(thing::REPLY));
        let unassigned = there(thing::SECLIB) && there(thing::ROLE) && there(thing::LACKING);
        // What a name alone tells is too little: it must be what the sentence says of it.
        match frame {
            // Every program has applications and directories.
            Frame::Aad => missing && (marked || !there(thing::DIRECTORY) || !there(thing::APPLICATION) || there(thing::IDENTIFIER)),
            Frame::Plain => denied,
            Frame::LastCrm => waited || unassigned,
        }
    })?;
    let confidence = if hit.sum >= 5.0 && hit.seen.len() >= 3 { 0.85 } else { 0.6 };
    Some(hit.at(name, confidence))
}

/// The same for a part that has nothing at all of what the sentences begin with, nor a name of theirs: other services have tenants, client
/// secrets and channels too, so it must name nearly all that the sentence names.
pub(super) fn judge_bare(hits: &[Hit], text: &str, counts: &dyn Fn(usize) -> bool) -> Option<SentenceHit> {
    const TELLING: [u8; 4] = [thing::SUBSCRIPTION, thing::FORMAT, thing::SECRET, thing::CHANNEL];
    // Asking for these first spares the languages.
    if !hits.iter().any(|hit| TELLING.contains(&hit.thing)) {
        return None;
    }
    let first = |wanted: u8| hits.iter().position(|hit| hit.thing == wanted);
    // The languages in which a tenant is named once, and twice.
    let tenants = hits.iter().filter(|hit| hit.thing == thing::TENANT);
    let (_, twice) = tenants.fold((0, 0), |(once, twice), hit| (once | hit.langs, twice | once & hit.langs));
    let not_found = twice != 0 && first(thing::FOUND).is_some_and(|found| first(thing::SUBSCRIPTION).is_some_and(|behind| found < behind));
    // The full stop before the colon is the sentence's own, and outlives its translators.
    let validating = text.contains(".:") || text.contains(". :");
    let hit = surest(hits, 3, counts, |there, frame| match frame {
        Frame::Aad => {
            let no_tenant = not_found && there(thing::TENANT) && there(thing::SUBSCRIPTION) && there(thing::ACTIVE);
            let wrong_tenant =
                there(thing::TENANT) && there(thing::IDENTIFIER) && there(thing::DOMAIN) && there(thing::EXTERNAL) && there(thing::FORMAT);
            let wrong_secret = validating && there(thing::FAILED) && there(thing::CREDENTIALS) && there(thing::SECRET) && there(thing::INVALID);
            no_tenant || wrong_tenant || wrong_secret
        }
        Frame::Plain => false,
        Frame::LastCrm => there(thing::TWOMINUTES) && there(thing::TIMEOUT) && there(thing::CHANNEL) && there(thing::REPLY),
    })?;
    let word = hits.iter().find(|one| hit.seen.contains(&one.thing))?.word;
    Some(hit.at(word, BARE))
}

/// How sure a part of a sentence is that has nothing of its beginning.
const BARE: f64 = 0.55;

/// The part of a sentence that tells the most in any one language.
struct Part {
    sum: f32,
    entry: u16,
    seen: Vec<u8>,
}

impl Part {
    fn at(self, word: usize, confidence: f64) -> SentenceHit {
        SentenceHit { entry: usize::from(self.entry), confidence, word, seen: self.seen, part: true }
    }
}

/// `said` tells whether what is there says of a sentence of this kind what it says; at `least` so many things must be there.
fn surest(region: &[Hit], least: usize, counts: &dyn Fn(usize) -> bool, said: impl Fn(&dyn Fn(u8) -> bool, Frame) -> bool) -> Option<Part> {
    let mut best: Option<Part> = None;
    // Half of a sentence may have been left in English.
    for lang in (0..data::LANGUAGES).map(|number| 1u32 << number | data::ENGLISH) {
        let there = |thing: u8| region.iter().any(|hit| hit.thing == thing && hit.langs & lang != 0);
        if ![Frame::Aad, Frame::LastCrm, Frame::Plain].iter().any(|frame| said(&there, *frame)) {
            continue;
        }
        let counted = data::SENTENCES.iter().filter(|sentence| counts(usize::from(sentence.entry)));
        let mut scores: Vec<(Told, &Sentence)> = counted.map(|sentence| (Told::of(sentence, there), sentence)).collect();
        scores.sort_by(|a, b| b.0.sum.total_cmp(&a.0.sum));
        let [(told, sentence), (second, _), ..] = &scores[..] else { continue };
        let surer = best.as_ref().is_some_and(|known| known.sum >= told.sum);
        if !said(&there, sentence.frame) || told.sum < PART_TELLS || told.sum - second.sum < PART_LEADS || told.things.len() < least || surer {
            continue;
        }
        best = Some(Part { sum: told.sum, entry: sentence.entry, seen: told.names() });
    }
    best
}
