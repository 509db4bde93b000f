//! Phrases in a text, and the signatures that they make up.
//!
//! Each phrase is looked up by its rarest word (or, where it has beginnings alone, by the first bytes of one), so that the time goes
//! with the length of the text and hardly with the number of entries. A signature asks for phrases close to each other, and often
//! for evidence that the text is about these services.

use super::normalise::Words;
use super::packed::{Group, Groups, List, Text};
use super::{data, entries};

/// Words in a row. `…` is a gap of at most [`GAP`] words, `*` at a word's end any ending.
#[derive(Debug)]
pub(super) struct Phrase {
    /// As the catalogue writes it.
    pub text: Text,
    pub words: List,
    /// Which of the words it is looked up by.
    pub key: usize,
    /// The signatures that ask for it first: places in the list of signatures.
    pub opens: Group,
}

/// What together shows an error. Numbers are places in the list of phrases.
#[derive(Debug)]
pub(super) struct Signature {
    /// One of each group must be there.
    pub all: Groups,
    /// None of these may stand nearby.
    pub unless: Group,
    /// Nor any of these, unless one of `despite` stands nearby as well.
    pub others: Group,
    pub despite: Group,
    /// One of each group must be there, further away if need be: the evidence that it is about these services.
    pub with: Groups,
    /// How many words apart the groups of `all` may stand.
    pub within: usize,
    pub confidence: f64,
}

/// A signature that is there.
pub(super) struct SignatureHit {
    /// Words of the text, in order: where each group was found.
    pub places: Vec<usize>,
    /// The phrases that were found.
    pub phrases: Vec<&'static str>,
    /// How many words matched.
    pub weight: usize,
    pub confidence: f64,
    /// Nothing says that the text is about these services.
    pub out_of_context: bool,
}

const GAP: usize = 14;
const NEARBY: usize = 40;
/// How far away evidence may stand: further away it is another record's or another step's. Of a thousand texts as people paste them none
/// needed more, and two needed more than 40.
const CONTEXT: usize = 60;

/// Where each phrase stands in a text.
pub(super) struct PhraseHits {
    /// The phrase, and the word with which it begins, in order.
    hits: Vec<(u16, u32)>,
    /// A bit per phrase: most signatures have none that is there, and are asked in vain.
    there: [u64; data::PHRASES.len().div_ceil(64)],
}

impl PhraseHits {
    pub(super) fn of(words: &Words) -> PhraseHits {
        let mut hits = Vec::new();
        for place in 0..words.len() {
            let word = words.get(place);
            let (whole, begun) = (of_word(word), of_beginning(word));
            for number in whole.iter().chain(&begun).flat_map(|group| group.phrases()) {
                let phrase = &data::PHRASES[usize::from(*number)];
                if let Some(start) = place.checked_sub(phrase.key)
                    && stands(phrase.words.texts(), words, start)
                {
                    hits.push((*number, start as u32));
                }
            }
        }
        hits.sort_unstable();
        let mut there = [0; data::PHRASES.len().div_ceil(64)];
        for (number, _) in &hits {
            there[usize::from(*number / 64)] |= 1 << (number % 64);
        }
        PhraseHits { hits, there }
    }

    /// The signatures, with their entries, of which the first group is there: the others are not complete.
    pub(super) fn opened(&self) -> impl Iterator<Item = (usize, &'static Signature)> {
        let mut numbers: Vec<u16> = Vec::new();
        let mut last = None;
        for (phrase, _) in &self.hits {
            if last != Some(phrase) {
                numbers.extend(data::PHRASES[usize::from(*phrase)].opens.phrases());
                last = Some(phrase);
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|number| {
            let entry = entries().partition_point(|entry| entry.signatures.end() <= u32::from(number));
            (entry, &data::SIGNATURES[usize::from(number)])
        })
    }

    fn places(&self, phrase: u16) -> impl Iterator<Item = usize> {
        let first = self.hits.partition_point(|(number, _)| *number < phrase);
        self.hits[first..].iter().take_while(move |(number, _)| *number == phrase).map(|(_, place)| *place as usize)
    }

    /// The same from one place to another, by bisection: a text may hold one phrase thousands of times.
    fn places_within(&self, phrase: u16, from: usize, to: usize) -> impl Iterator<Item = usize> {
        let first = self.hits.partition_point(|(number, place)| (*number, *place as usize) < (phrase, from));
        self.hits[first..].iter().take_while(move |(number, place)| *number == phrase && *place as usize <= to).map(|(_, place)| *place as usize)
    }

    /// The occurrence nearest to `around` of any of the phrases, at most `reach` words away.
    fn nearest(&self, phrases: &[u16], around: usize, reach: usize) -> Option<(u16, usize)> {
        phrases
            .iter()
            .flat_map(|phrase| self.places_within(*phrase, around.saturating_sub(reach), around + reach).map(|place| (*phrase, place)))
            .min_by_key(|(phrase, place)| (place.abs_diff(around), std::cmp::Reverse(data::PHRASES[usize::from(*phrase)].words.texts().len())))
    }

    /// The first place at which the signature is complete; a complete one out of its context comes last.
    pub(super) fn find(&self, signature: &Signature) -> Option<SignatureHit> {
        let is_there = |number: &&u16| self.there[usize::from(**number / 64)] >> (**number % 64) & 1 != 0;
        if !signature.all.iter().all(|group| group.iter().any(|number| is_there(&number))) {
            return None;
        }
        // What is nowhere in the text need not be looked for at every place.
        let there = |group: &[u16]| group.iter().filter(is_there).copied().collect::<Vec<u16>>();
        let (unless, others, despite) = (there(signature.unless.phrases()), there(signature.others.phrases()), there(signature.despite.phrases()));
        let with: Vec<Vec<u16>> = signature.with.iter().map(there).collect();
        let never_in_context = with.iter().any(Vec::is_empty);
        let first = signature.all.iter().next()?;
        let mut starts: Vec<usize> = first.iter().flat_map(|phrase| self.places(*phrase)).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut out_of_context = None;
        for start in starts {
            let groups: Option<Vec<(u16, usize)>> = signature.all.iter().map(|group| self.nearest(group, start, signature.within)).collect();
            let Some(groups) = groups else { continue };
            let near = |phrases: &[u16]| self.nearest(phrases, start, NEARBY).is_some();
            if near(&unless) || near(&others) && !near(&despite) {
                continue;
            }
            let in_context = !never_in_context && with.iter().all(|group| self.nearest(group, start, CONTEXT).is_some());
            if !in_context && out_of_context.is_some() {
                continue;
            }
            let hit = SignatureHit {
                places: groups.iter().map(|(_, place)| *place).collect(),
                phrases: groups.iter().map(|(phrase, _)| data::PHRASES[usize::from(*phrase)].text.get()).collect(),
                weight: groups.iter().map(|(phrase, _)| data::PHRASES[usize::from(*phrase)].words.texts().len()).sum(),
                confidence: signature.confidence,
                out_of_context: !in_context,
            };
            if in_context || never_in_context {
                return Some(hit);
            }
            out_of_context.get_or_insert(hit);
        }
        out_of_context
    }
}

/// The phrases that are looked up by this word.
fn of_word(word: &str) -> Option<Group> {
    let hash = data::known_hash(&data::KNOWN_WORDS, word.as_bytes())? as u16;
    let first = data::KEY_HASHES.partition_point(|known| *known < hash);
    let alike = data::KEY_HASHES[first..].iter().take_while(|known| **known == hash).count();
    data::KEYS[first..first + alike].iter().find(|(known, _)| known.get() == word).map(|(_, group)| *group)
}

/// Those that are looked up by how it begins.
fn of_beginning(word: &str) -> Option<Group> {
    let stem = word.as_bytes().first_chunk()?;
    if !data::may_be_known(&data::KNOWN_STEMS, stem) {
        return None;
    }
    let place = data::STEMS.binary_search_by_key(stem, |(known, _)| *known).ok()?;
    Some(data::STEMS[place].1)
}

/// Whether the phrase stands in the text from `place` on.
fn stands(phrase: &[Text], words: &Words, place: usize) -> bool {
    let Some((first, rest)) = phrase.split_first() else { return true };
    let first = first.get();
    if first == "…" {
        return (place..=(place + GAP).min(words.len())).any(|next| stands(rest, words, next));
    }
    let word = words.get(place);
    let same = match first.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == first,
    };
    same && place < words.len() && stands(rest, words, place + 1)
}
