//! Phrases of one's own entries: rows of plain words with gaps and open endings, and where they stand in a text.
//!
//! As the built-in ones (`signatures`), but made at run time: searching takes steps in proportion to the text, whatever a phrase says.

use super::super::normalise::Words;

/// How many words a gap may be long.
const GAP: usize = 14;
/// How near a word is that must not be near.
const NEARBY: usize = 40;
/// How far apart the phrases of a signature may stand unless it says so.
pub(super) const WITHIN: usize = 60;
pub(super) const MOST_WORDS: usize = 40;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Whole(String),
    Beginning(String),
    Gap,
}

#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// As it is written in the file.
    pub(super) text: String,
    pieces: Vec<Piece>,
    /// What any text with this phrase has, for searching bytes: a word or a part of one.
    pub(super) anchor: String,
}

/// Phrases that must stand together.
#[derive(Debug)]
pub(super) struct Signature {
    /// Of each group one.
    pub(super) all: Vec<Vec<Phrase>>,
    pub(super) unless: Vec<Phrase>,
    pub(super) within: usize,
    pub(super) confidence: f64,
}

impl Phrase {
    pub(super) fn parse(text: &str) -> Result<Phrase, String> {
        let text = text.trim();
        let mut pieces = Vec::new();
        let mut runs = Vec::new();
        for (part, between) in text.split('…').enumerate() {
            if part > 0 {
                pieces.push(Piece::Gap);
            }
            for written in between.split_whitespace() {
                let words = Words::of(written);
                if words.len() == 0 && written.ends_with('*') {
                    return Err(format!("'{text}' has a lone *; write it right behind a word's beginning, such as queue*"));
                }
                pieces.extend((0..words.len()).map(|index| Piece::Whole(words.get(index).to_owned())));
                runs.extend((0..words.len()).map(|index| run(written.get(words.at(index)..).unwrap_or_default())));
                if written.ends_with('*')
                    && let Some(Piece::Whole(last)) = pieces.pop()
                {
                    pieces.push(Piece::Beginning(last));
                }
            }
        }
        if pieces.first().is_none_or(|first| *first == Piece::Gap) || pieces.last() == Some(&Piece::Gap) {
            return Err(format!("'{text}' has no words, or begins or ends with a gap"));
        }
        if pieces.len() > MOST_WORDS {
            return Err(format!("'{}' has more than {MOST_WORDS} words", text.chars().take(60).collect::<String>()));
        }
        let anchor =
            anchor(&runs).ok_or_else(|| format!("'{text}' needs a word of at least three letters or digits, by which it can be searched"))?;
        Ok(Phrase { text: text.to_owned(), pieces, anchor })
    }

    /// The words at which it stands, in order.
    pub(super) fn places(&self, words: &Words) -> Vec<usize> {
        (0..words.len()).filter(|place| self.stands(words, *place)).collect()
    }

    fn stands(&self, words: &Words, place: usize) -> bool {
        // Where the next piece may begin: one place, or behind a gap several.
        let mut from = vec![place];
        for piece in &self.pieces {
            let is = |at: &usize| match piece {
                Piece::Whole(word) => words.get(*at) == word,
                Piece::Beginning(beginning) => words.get(*at).starts_with(beginning.as_str()),
                Piece::Gap => true,
            };
            from = match piece {
                Piece::Gap => {
                    let mut open: Vec<usize> = from.iter().flat_map(|at| *at..=at + GAP).filter(|at| *at < words.len()).collect();
                    open.sort_unstable();
                    open.dedup();
                    open
                }
                _ => from.iter().filter(|at| **at < words.len() && is(at)).map(|at| at + 1).collect(),
            };
            if from.is_empty() {
                return false;
            }
        }
        true
    }
}

/// What a text begins with of letters and digits, and underscores between them.
fn run(text: &str) -> &str {
    text.split(|c: char| c != '_' && !c.is_alphanumeric()).next().unwrap_or_default().trim_end_matches('_')
}

/// The longest of these words as the file writes them, or part of one, that is of ASCII alone; where there is none, the longest of all. Other
/// letters have several forms in bytes.
fn anchor(runs: &[&str]) -> Option<String> {
    let ascii = runs.iter().flat_map(|run| run.split(|c: char| !c.is_ascii())).filter(|part| part.len() >= 3).max_by_key(|part| part.len());
    let other = || runs.iter().copied().filter(|run| run.chars().count() >= 2 && !run.is_ascii()).max_by_key(|run| run.len());
    ascii.or_else(other).map(str::to_owned)
}

impl Signature {
    /// The phrases that stand together, and their places; the first such.
    pub(super) fn find<'a>(&'a self, words: &Words) -> Option<(Vec<&'a str>, Vec<usize>)> {
        let places = |phrase: &'a Phrase| phrase.places(words).into_iter().map(move |place| (place, phrase.text.as_str()));
        let groups: Vec<Vec<(usize, &str)>> = self
            .all
            .iter()
            .map(|group| {
                let mut hits: Vec<(usize, &str)> = group.iter().flat_map(places).collect();
                hits.sort_unstable();
                hits
            })
            .collect();
        let mut unless: Vec<usize> = self.unless.iter().flat_map(|phrase| phrase.places(words)).collect();
        unless.sort_unstable();
        let (first, others) = groups.split_first()?;
        for hit in first {
            let near = |group: &Vec<(usize, &'a str)>| {
                let from = group.partition_point(|(place, _)| place + self.within < hit.0);
                group[from..].iter().take_while(|(place, _)| *place <= hit.0 + self.within).min_by_key(|(place, _)| place.abs_diff(hit.0)).copied()
            };
            let Some(mut all) = others.iter().map(near).collect::<Option<Vec<_>>>() else { continue };
            let from = unless.partition_point(|place| place + NEARBY < hit.0);
            if unless.get(from).is_some_and(|place| *place <= hit.0 + NEARBY) {
                continue;
            }
            all.insert(0, *hit);
            return Some((all.iter().map(|(_, text)| *text).collect(), all.iter().map(|(place, _)| *place).collect()));
        }
        None
    }
}
