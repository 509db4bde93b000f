//! From the text of files to entries that can match, or to what is wrong with them, by file and line.

use std::sync::Arc;

use regex::RegexBuilder;
use regex::bytes::RegexSetBuilder;
use toml_edit::{Document, Item};

use super::file::{OwnFile, Steps, Words};
use super::phrase::{Phrase, Signature, WITHIN};
use super::{Filter, Own, OwnEntry};
use crate::core::text::{did_you_mean, excerpt};

/// The most that is read of a catalogue.
pub const MOST_FILES: usize = 500;
pub const MOST_BYTES: u64 = 64 * 1024;
const MOST_PATTERNS: usize = 200;
const MOST_PHRASES: usize = 2000;
const MOST_EXAMPLES: usize = 50;
/// What one regular expression may take, and all of them together.
const ONE_PATTERN: usize = 512 << 10;
const ALL_PATTERNS: usize = 4 << 20;
/// More expressions than these are searched side by side.
const FEW: usize = 16;
/// What a search may keep in mind: of one expression for each thread that reads, and of all together.
const ONE_SEARCH: usize = 128 << 10;
const ALL_SEARCHES: usize = 2 << 20;
const DEFAULT_CONFIDENCE: f64 = 0.9;
const CONFIDENCES: std::ops::RangeInclusive<f64> = 0.5..=0.99;

/// A file, as it was read.
#[derive(Debug)]
pub struct Source {
    /// As it is to be named.
    pub name: String,
    /// The folder that was typed.
    pub folder: String,
    /// The id that its place gives it, if any.
    pub id: Option<String>,
    pub text: String,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    /// From 1.
    pub line: usize,
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

pub(super) fn compile(sources: &[Source]) -> Result<Own, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut entries: Vec<Arc<OwnEntry>> = Vec::new();
    for source in sources {
        match entry(source) {
            Ok(entry) => {
                if let Some(other) = entries.iter().find(|other| other.id == entry.id) {
                    let message = format!("the id {} is {}'s already", entry.id, other.file);
                    problems.push(Problem { file: source.name.clone(), line: Place::of(source).line("id", None), message });
                }
                entries.push(Arc::new(entry));
            }
            Err(found) => problems.extend(found),
        }
    }
    let whole = |message: String| Problem { file: sources.first().map_or_else(String::new, |source| source.name.clone()), line: 1, message };
    let patterns: usize = entries.iter().map(|entry| entry.patterns.len()).sum();
    let phrases: usize = entries.iter().map(|entry| entry.phrases().count()).sum();
    for (count, most, what) in [(patterns, MOST_PATTERNS, "patterns"), (phrases, MOST_PHRASES, "phrases and codes")] {
        if count > most {
            problems.push(whole(format!("the catalogue has {count} {what}; {most} are the most")));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let filter = filter(&entries).map_err(|why| vec![whole(why)])?;
    let own = Own { entries, filter };
    for (entry, source) in own.entries.iter().zip(sources) {
        problems.extend(wrong_examples(&own, entry, source));
    }
    if problems.is_empty() { Ok(own) } else { Err(problems) }
}

/// What bytes must have to be worth a look: an anchor of some phrase, or a pattern.
fn filter(entries: &[Arc<OwnEntry>]) -> Result<Filter, String> {
    let anchors = entries.iter().flat_map(|entry| entry.anchors());
    let (ascii, other): (Vec<String>, Vec<String>) = anchors.map(|anchor| regex::escape(&anchor)).partition(|anchor| anchor.is_ascii());
    let mut sought: Vec<String> = Vec::new();
    for (flags, anchors) in [("(?i-u)", ascii), ("(?i)", other)] {
        if !anchors.is_empty() {
            sought.push(format!("{flags}(?:{})", anchors.join("|")));
        }
    }
    sought.extend(entries.iter().flat_map(|entry| entry.patterns.iter().map(|pattern| pattern.as_str().to_owned())));
    let too_large = |_| "the patterns and phrases of the catalogue are too large together; name fewer of them".to_owned();
    if sought.len() > FEW {
        let many = RegexSetBuilder::new(&sought).multi_line(true).size_limit(ALL_PATTERNS).dfa_size_limit(ALL_SEARCHES).build();
        return Ok(Filter { few: Vec::new(), many: Some(many.map_err(too_large)?) });
    }
    let one = |sought: &String| regex::bytes::RegexBuilder::new(sought).multi_line(true).size_limit(ALL_PATTERNS).dfa_size_limit(ONE_SEARCH).build();
    Ok(Filter { few: sought.iter().map(one).collect::<Result<_, _>>().map_err(too_large)?, many: None })
}

/// Every example must give its entry, and give it before the others.
fn wrong_examples(own: &Own, entry: &Arc<OwnEntry>, source: &Source) -> Vec<Problem> {
    let place = Place::of(source);
    let wrong = |(number, example): (usize, &String)| {
        let first = own.diagnose(example).into_iter().next();
        let what = match first {
            Some(found) if found.entry.id == entry.id => return None,
            Some(found) => format!("gives {} first", found.entry.id),
            None => "does not match its own entry".to_owned(),
        };
        let message = format!("example {} of {} {what}", number + 1, entry.id);
        Some(Problem { file: source.name.clone(), line: place.line("examples", Some(number)), message })
    };
    entry.examples().iter().enumerate().filter_map(wrong).collect()
}

impl OwnEntry {
    /// Every phrase of codes and signatures.
    fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        let signatures = self.signatures.iter().flat_map(|signature| signature.all.iter().flatten());
        self.codes.iter().map(|(_, phrase)| phrase).chain(signatures)
    }

    /// Of each code, and of each signature's best group, what any text with it has.
    fn anchors(&self) -> Vec<String> {
        let shortest = |group: &Vec<Phrase>| group.iter().map(|phrase| phrase.anchor.len()).min().unwrap_or(0);
        let groups = self.signatures.iter().filter_map(|signature| signature.all.iter().max_by_key(|group| shortest(group)));
        self.codes.iter().map(|(_, phrase)| phrase).chain(groups.flatten()).map(|phrase| phrase.anchor.clone()).collect()
    }
}

fn entry(source: &Source) -> Result<OwnEntry, Vec<Problem>> {
    let place = Place::of(source);
    let body: OwnFile = toml_edit::de::from_str(&source.text).map_err(|error| {
        let line = error.span().map_or(1, |span| place.line_at(span.start));
        vec![Problem { file: source.name.clone(), line, message: plain(error.message()) }]
    })?;
    let mut wrong = Wrong { place, problems: Vec::new() };
    let id = wrong.id(&body, source);
    wrong.texts(&body);
    let confidence = wrong.confidence(body.confidence.unwrap_or(DEFAULT_CONFIDENCE), "confidence", None);
    let mut codes = Vec::new();
    for (number, code) in body.codes.iter().enumerate() {
        if let Some(phrase) = wrong.phrase(code, "codes", number) {
            codes.push((code.clone(), phrase));
        }
    }
    let mut signatures = Vec::new();
    for (number, text) in body.phrases.iter().enumerate() {
        if let Some(phrase) = wrong.phrase(text, "phrases", number) {
            signatures.push(Signature { all: vec![vec![phrase]], unless: Vec::new(), within: 0, confidence });
        }
    }
    for (number, signature) in body.signatures.iter().enumerate() {
        let mut groups = Vec::new();
        for group in &signature.all {
            groups.push(group.split(" | ").filter_map(|text| wrong.phrase(text, "signatures", number)).collect::<Vec<_>>());
        }
        if groups.is_empty() {
            wrong.say("signatures", Some(number), "all has no phrases".to_owned());
        }
        signatures.push(Signature {
            all: groups,
            unless: signature.unless.iter().filter_map(|text| wrong.phrase(text, "signatures", number)).collect(),
            within: signature.within.map_or(WITHIN, |within| (within as usize).min(10 * WITHIN)),
            confidence: wrong.confidence(signature.confidence.unwrap_or(confidence), "signatures", Some(number)),
        });
    }
    let mut patterns = Vec::new();
    for (number, pattern) in body.patterns.iter().enumerate().take(MOST_PATTERNS + 1) {
        patterns.extend(wrong.pattern(pattern, number));
    }
    if codes.is_empty() && signatures.is_empty() && patterns.is_empty() && wrong.problems.is_empty() {
        wrong.say("title", None, "codes, phrases, signatures and patterns are all empty: nothing can match".to_owned());
    }
    if wrong.problems.is_empty() {
        Ok(OwnEntry { id, file: source.name.clone(), folder: source.folder.clone(), body, codes, signatures, patterns, confidence })
    } else {
        Err(wrong.problems)
    }
}

/// What is wrong with a file, as it comes out.
struct Wrong<'a> {
    place: Place<'a>,
    problems: Vec<Problem>,
}

impl Wrong<'_> {
    fn say(&mut self, key: &str, index: Option<usize>, message: String) {
        let line = self.place.line(key, index);
        self.problems.push(Problem { file: self.place.source.name.clone(), line, message });
    }

    fn id(&mut self, body: &OwnFile, source: &Source) -> String {
        let Some(id) = body.id.clone().or_else(|| source.id.clone()) else {
            self.say("id", None, "the entry needs an id: id = \"area/name\", or a place such as acme/queue-full.toml".to_owned());
            return String::new();
        };
        let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !id.split_once('/').is_some_and(|(area, name)| word(area) && word(name)) || id.len() > 80 {
            let place = if body.id.is_none() { "; it is the file's place: move the file, or write id = \"area/name\" in it" } else { "" };
            let id = excerpt(&id, 80);
            self.say("id", None, format!("the id '{id}' is not of the form area/name, in lower case, such as acme/queue-full{place}"));
        } else if super::super::entry(&id).is_some() {
            self.say(
                "id",
                None,
                format!(
                    "the id {id} is that of a built-in entry; choose an area of your own, such as acme/{}",
                    id.split('/').next_back().unwrap_or_default()
                ),
            );
        }
        id
    }

    /// That there are texts where there must be, and links that are.
    fn texts(&mut self, body: &OwnFile) {
        for (key, words) in [("title", &body.title), ("cause", &body.cause)] {
            let empty = match words {
                Words::One(text) => text.trim().is_empty(),
                Words::Each { en, nl } => en.trim().is_empty() || nl.as_ref().is_some_and(|nl| nl.trim().is_empty()),
            };
            if empty {
                self.say(key, None, format!("{key} is empty"));
            }
        }
        let (first, second) = match &body.repair {
            Steps::One(steps) | Steps::Each { en: steps, nl: None } => (steps, None),
            Steps::Each { en, nl: Some(nl) } => (en, Some(nl)),
        };
        if first.is_empty() || first.iter().chain(second.into_iter().flatten()).any(|step| step.trim().is_empty()) {
            self.say("repair", None, "repair has no steps, or an empty one".to_owned());
        }
        if second.is_some_and(|second| second.len() != first.len()) {
            self.say("repair", None, "repair.nl has not as many steps as repair.en".to_owned());
        }
        for (number, link) in body.links.iter().enumerate() {
            if !link.starts_with("https://") || link.contains(char::is_whitespace) {
                self.say("links", Some(number), format!("'{}' is no https address", excerpt(link, 80)));
            }
        }
        if body.examples.is_empty() || body.examples.len() > MOST_EXAMPLES {
            self.say("examples", None, format!("give an example or more, up to {MOST_EXAMPLES}: a text that must match this entry"));
        }
    }

    fn confidence(&mut self, value: f64, key: &str, index: Option<usize>) -> f64 {
        if !CONFIDENCES.contains(&value) {
            self.say(key, index, format!("confidence is {value}, and goes from 0.5 to 0.99"));
        }
        value
    }

    fn phrase(&mut self, text: &str, key: &str, index: usize) -> Option<Phrase> {
        Phrase::parse(text).map_err(|why| self.say(key, Some(index), why)).ok()
    }

    fn pattern(&mut self, pattern: &str, index: usize) -> Option<regex::Regex> {
        let built = RegexBuilder::new(pattern).multi_line(true).size_limit(ONE_PATTERN).dfa_size_limit(ONE_SEARCH).nest_limit(50).build();
        let said = match built {
            Ok(regex) if regex.is_match("") => "matches the empty text, and so every text".to_owned(),
            Ok(regex) => return Some(regex),
            Err(regex::Error::CompiledTooBig(_)) => "is too large once it is compiled; repeat fewer things, or less often".to_owned(),
            Err(error) => format!("is no regular expression: {}", error.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ")),
        };
        self.say("patterns", Some(index), format!("pattern {} {said}", index + 1));
        None
    }
}

/// Where the values of a file stand.
struct Place<'a> {
    source: &'a Source,
    document: Option<Document<&'a str>>,
}

impl<'a> Place<'a> {
    fn of(source: &'a Source) -> Place<'a> {
        Place { source, document: Document::parse(source.text.as_str()).ok() }
    }

    /// The line of a key's value, or of one of its members; 1 where it is not there.
    fn line(&self, key: &str, index: Option<usize>) -> usize {
        let item = self.document.as_ref().and_then(|document| document.as_table().get(key));
        let member = |item: &Item| match (item, index?) {
            (Item::ArrayOfTables(tables), index) => tables.get(index)?.span(),
            (item, index) => item.as_array()?.get(index)?.span(),
        };
        let span = item.and_then(|item| member(item).or_else(|| item.span()));
        span.map_or(1, |span| self.line_at(span.start))
    }

    fn line_at(&self, offset: usize) -> usize {
        1 + self.source.text.as_bytes()[..offset.min(self.source.text.len())].iter().filter(|byte| **byte == b'\n').count()
    }
}

/// The TOML reader's words in ours.
fn plain(message: &str) -> String {
    let unknown = message.trim_end().strip_prefix("unknown field `").and_then(|rest| rest.rsplit_once("`, expected "));
    if let Some((key, expected)) = unknown {
        // "one of `a`, `b`, `c`"
        let keys: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let near =
            did_you_mean(key, keys.iter().copied()).map_or_else(|| format!("keys are {}", keys.join(", ")), |near| format!("did you mean '{near}'?"));
        return format!("unknown key '{}'; {near}", excerpt(key, 40));
    }
    let first = message.lines().next().unwrap_or_default();
    match first.strip_prefix("missing field `") {
        Some(key) => format!("{} is missing", key.trim_end_matches('`')),
        None => excerpt(first, 200),
    }
}
