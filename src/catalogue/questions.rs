//! Plain questions: a sentence in English or Dutch, brought to the few things that it is about, and from there to a question that is answered
//! (`topics`) or to a known error.
//!
//! The words are data (`questions/words.toml`), and so is what a topic is asked by (`ask` in its file). Nothing is guessed: a word that
//! neither knows leaves a question without an answer, with at most a near one as a suggestion. Knows `core` alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

use super::topics::{Topic, topics};
use super::{Entry, entries};
use crate::core::lang::Lang;
use crate::core::lead_source::LeadSource;

/// What a plain question is about.
pub enum Asked {
    Topic(&'static Topic),
    /// One entry, or a few that have all its words.
    Entries(Vec<&'static Entry>),
}

/// More entries than these are no answer.
const MOST: usize = 5;

/// The answer to a question of which every word is understood.
pub fn asked(typed: &str) -> Option<Asked> {
    let about = About::read(typed);
    if let Some(topic) = about.topic() {
        return Some(Asked::Topic(topic));
    }
    let known = about.entries();
    (1..=MOST).contains(&known.len()).then_some(Asked::Entries(known))
}

/// The same where only a topic will do: the entries take more time than all else.
pub fn topic_asked(typed: &str) -> Option<&'static Topic> {
    About::read(typed).topic()
}

/// The topic that a question comes near: one of its words is strange, or a slip of a known one, and at least two others or that one say something.
pub fn nearly_asked(typed: &str) -> Option<&'static Topic> {
    const TELLING: usize = 2;
    let about = About::read(typed);
    let strange: Vec<&String> = about.hard.iter().filter(|word| !is_meaning(word)).collect();
    let [strange] = strange[..] else { return None };
    let rest = About { hard: about.hard.iter().filter(|word| *word != strange).cloned().collect(), ..about.clone() };
    let put_right = slips(strange).map(|meaning| {
        let mut about = rest.clone();
        about.add(meaning);
        about
    });
    let tells = |about: &About| about.hard.len() >= TELLING && about.hard.iter().any(|word| OURS.contains(&word.as_str()));
    put_right.chain([rest.clone()]).filter(tells).find_map(|about| about.topic())
}

fn is_meaning(word: &str) -> bool {
    word == COMBINED || words().means.values().any(|meaning| meaning == word)
}

/// What the known words mean of which this may be a slip.
fn slips(strange: &str) -> impl Iterator<Item = &'static str> {
    const SHORTEST: usize = 4;
    let words = words();
    let known = words.means.iter().chain(words.begins.iter().map(|(word, meaning)| (word, meaning)));
    let near = move |(word, _): &(&String, &String)| {
        let distance = strsim::damerau_levenshtein(word, strange);
        word.len() >= SHORTEST && word.chars().next() == strange.chars().next() && (distance == 1 || distance == 2 && word.len() > 2 * SHORTEST)
    };
    let found: BTreeSet<&str> = known.filter(near).map(|(_, meaning)| meaning.as_str()).filter(|meaning| *meaning != FILLER).collect();
    found.into_iter()
}

/// Whether a question is about one of its words alone, or about that word and a service: `why do I get a 401 from Dynamics`.
pub fn asks_of(typed: &str, word: &str) -> bool {
    let services = &words().groups["service"];
    About::read(typed).hard.iter().all(|other| other.eq_ignore_ascii_case(word) || services.contains(other))
}

/// The words of a question without those that say nothing about it at either end: `what does PLT mean` as `PLT`.
pub fn without_filler(typed: &str) -> &str {
    let is_filler = |word: &str| words().means.get(word.to_lowercase().as_str()).is_some_and(|meaning| *meaning == FILLER);
    let ends = |c: char| c.is_ascii_punctuation();
    let mut rest = typed.trim();
    while let Some((_, behind)) = rest.split_once(char::is_whitespace).filter(|(first, _)| is_filler(first)) {
        rest = behind.trim_start();
    }
    while let Some((before, _)) = rest.rsplit_once(char::is_whitespace).filter(|(_, last)| is_filler(last.trim_matches(ends))) {
        rest = before.trim_end();
    }
    rest
}

const WORDS: &str = include_str!("questions/words.toml");
/// The meaning of a word that says nothing.
const FILLER: &str = "";
/// The meaning of `AzureMarketplace-INS|contoso.crm`.
const COMBINED: &str = "combined";
/// One of these must be understood before a topic is suggested.
const OURS: [&str; 6] = ["lead", "testlead", "destination", "connection", "marketplace", "recipient"];
/// What a question about a known error may be about beside it.
const BESIDE: [&str; 3] = ["lead", "marketplace", "customer"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    filler: String,
    alone: String,
    light: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
    groups: BTreeMap<String, String>,
    areas: BTreeMap<String, String>,
}

struct Words {
    /// From a word, or a phrase with blanks, to what it means.
    means: HashMap<String, String>,
    /// From the beginning of a word to what it means.
    begins: Vec<(String, String)>,
    light: BTreeSet<String>,
    alone: BTreeSet<String>,
    groups: BTreeMap<String, Vec<String>>,
    areas: BTreeMap<String, Vec<String>>,
}

/// Read when a question is asked and not before.
fn words() -> &'static Words {
    static READ: LazyLock<Words> = LazyLock::new(|| Words::of(toml_edit::de::from_str(WORDS).expect("the tests read it")));
    &READ
}

impl Words {
    fn of(file: File) -> Words {
        let split = |text: &str| text.split_whitespace().map(|word| word.replace('_', " ")).collect::<Vec<_>>();
        let lists = |lists: BTreeMap<String, String>| lists.into_iter().map(|(name, text)| (name, split(&text))).collect();
        let light = file.light.keys().cloned().collect();
        let all = file.light.iter().chain(&file.words).map(|(meaning, text)| (meaning.as_str(), text.as_str()));
        let (mut means, mut begins) = (HashMap::new(), Vec::new());
        for (meaning, text) in all.chain([(FILLER, file.filler.as_str())]) {
            for word in split(text) {
                match word.strip_suffix('*') {
                    Some(beginning) => begins.push((beginning.to_owned(), meaning.to_owned())),
                    None => {
                        means.entry(word).or_insert_with(|| meaning.to_owned());
                    }
                }
            }
        }
        Words { means, begins, light, alone: split(&file.alone).into_iter().collect(), groups: lists(file.groups), areas: lists(file.areas) }
    }

    fn meaning(&self, word: &str) -> Option<&str> {
        let begun = || self.begins.iter().find(|(beginning, _)| word.starts_with(beginning.as_str())).map(|(_, meaning)| meaning);
        self.means.get(word).or_else(begun).map(String::as_str)
    }
}

/// What a text is about: what must be answered, and what may stand beside it.
#[derive(Debug, Clone, Default)]
struct About {
    hard: BTreeSet<String>,
    light: BTreeSet<String>,
}

impl About {
    fn read(text: &str) -> About {
        const PHRASE: usize = 4;
        let words = words();
        let spoken = spoken(text);
        let mut about = About::default();
        let mut at = 0;
        while at < spoken.len() {
            let longest = spoken.len().min(at + PHRASE) - at;
            let phrase = (1..=longest).rev().find_map(|length| {
                let phrase = spoken[at..at + length].join(" ");
                words.meaning(&phrase).map(|meaning| (length, meaning))
            });
            let (length, meaning) = phrase.unwrap_or((1, ""));
            match phrase {
                Some(_) => about.add(meaning),
                None => about.add_unknown(&spoken[at]),
            }
            at += length;
        }
        about
    }

    fn add(&mut self, meaning: &str) {
        let kind = if words().light.contains(meaning) { &mut self.light } else { &mut self.hard };
        if meaning != FILLER {
            kind.insert(meaning.to_owned());
        }
    }

    /// A word that is in no list: two words written as one (`leadmelding`), or a name of its own.
    fn add_unknown(&mut self, word: &str) {
        let known = |part: &str| words().meaning(part).filter(|meaning| *meaning != FILLER);
        if let Some(meaning) =
            word.strip_prefix("lead").and_then(known).or_else(|| word.strip_suffix("leads").or(word.strip_suffix("lead")).and_then(known))
        {
            self.add("lead");
            self.add(meaning);
        } else {
            let single = word.strip_suffix('s').filter(|single| single.len() > 3 && !single.ends_with('s'));
            self.hard.insert(single.unwrap_or(word).to_owned());
        }
    }

    /// The topic whose pattern covers all that must be answered, and of several the one that asks for most of it.
    fn topic(&self) -> Option<&'static Topic> {
        let best = |topic: &'static Topic| patterns(topic).filter_map(|pattern| pattern.covers(self)).max().map(|score| (score, topic));
        // The first of those with the highest score.
        topics().iter().filter_map(best).rev().max_by_key(|(score, _)| *score).map(|(_, topic)| topic)
    }

    /// The entries that have every word of the question, those first (and alone) whose names have most of them.
    fn entries(&self) -> Vec<&'static Entry> {
        let asked: BTreeSet<&str> = self.hard.iter().map(String::as_str).filter(|word| !BESIDE.contains(word)).collect();
        if asked.len() < 2 {
            return Vec::new();
        }
        let rated: Vec<(usize, &Entry)> = entries().iter().filter_map(|entry| Some((rate(entry, &asked)?, entry))).collect();
        let most = rated.iter().map(|(rating, _)| *rating).max();
        rated.into_iter().filter(|(rating, _)| Some(*rating) == most).map(|(_, entry)| entry).collect()
    }
}

/// How well an entry fits what is asked: it must have every word, and the question must name what goes wrong and not merely something in it.
fn rate(entry: &Entry, asked: &BTreeSet<&str>) -> Option<usize> {
    let (area, name) = entry.id.split_once('/').unwrap_or_default();
    let of_area = words().areas.get(area).map_or(&[][..], Vec::as_slice);
    let hard = |text: &str| About::read(text).hard;
    let name = hard(&name.replace('-', " "));
    let shared = |words: &BTreeSet<String>| words.iter().filter(|word| asked.contains(word.as_str())).count();
    let titles = [Lang::En, Lang::Nl].map(|lang| hard(entry.title.get(lang)));
    let fits = titles.iter().any(|title| {
        let has = |word: &&str| of_area.iter().any(|of| of == word) || name.contains(*word) || title.contains(*word);
        let told = shared(&name) >= 2 || shared(&name) == name.len() || shared(title) >= 2 && shared(title) * 3 >= title.len() * 2;
        asked.iter().all(has) && told
    });
    fits.then(|| shared(&name) * 2 + usize::from(shared(&name) == name.len()))
}

/// What must stand in a question, each in one of several words, and what may.
struct Pattern {
    wanted: Vec<Vec<String>>,
    also: Vec<String>,
}

impl Pattern {
    /// `none lead|customer service?`: a word or another, and one that may be missing.
    fn read(text: &str) -> Pattern {
        let of_group = |name: &str| words().groups.get(name).cloned().unwrap_or_else(|| vec![name.to_owned()]);
        let slot = |word: &str| word.split('|').flat_map(of_group).collect::<Vec<_>>();
        let (also, wanted): (Vec<&str>, _) = text.split_whitespace().partition(|word| word.ends_with('?'));
        Pattern { wanted: wanted.into_iter().map(slot).collect(), also: also.iter().flat_map(|word| slot(word.trim_end_matches('?'))).collect() }
    }

    /// How much of the question it asks for: what must be answered counts before the rest.
    fn covers(&self, about: &About) -> Option<(usize, usize)> {
        let is_there = |word: &&String| about.hard.contains(*word) || about.light.contains(*word);
        let used: Vec<&String> = self.wanted.iter().map(|slot| slot.iter().find(is_there)).collect::<Option<_>>()?;
        let covered = |word: &String| used.contains(&word) || self.also.contains(word) || self.wanted.iter().flatten().any(|wanted| wanted == word);
        let hard = used.iter().filter(|word| about.hard.contains(**word)).count();
        (!used.is_empty() && about.hard.iter().all(covered)).then_some((hard, used.len() - hard))
    }
}

/// What a topic is asked by, and its names but for those that mean other things in a question.
fn patterns(topic: &'static Topic) -> impl Iterator<Item = Pattern> {
    let names = topic.names().filter(|name| !words().alone.contains(*name)).map(About::read).filter(|about| !about.hard.is_empty());
    let named = names.map(|about| Pattern { wanted: about.hard.into_iter().chain(about.light).map(|word| vec![word]).collect(), also: Vec::new() });
    topic.ask().map(Pattern::read).chain(named)
}

/// The words of a text in lower case, contractions undone.
fn spoken(text: &str) -> Vec<String> {
    let mut spoken = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || ",;:!?()[]{}\"“”«»/".contains(c)) {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation() || "‘’„…¿".contains(c)).to_lowercase().replace('’', "'");
        if word.contains(['-', '|']) && LeadSource::is_combined(&word) {
            spoken.push(COMBINED.to_owned());
            continue;
        }
        let whole = words().meaning(&word).is_some();
        match word.strip_suffix("n't") {
            _ if word.is_empty() => {}
            _ if whole => spoken.push(word),
            Some(verb) => spoken.extend([verb.to_owned(), "not".to_owned()]),
            None => spoken.extend(word.split(['-', '_', '\'']).filter(|part| !part.is_empty()).map(str::to_owned)),
        }
    }
    spoken
}

#[cfg(test)]
mod tests;
