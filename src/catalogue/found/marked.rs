//! Where a text has labels, and marks of values that show what they are by their form: one search for all.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::super::at_once::at_once;
use super::labels::LABELS;

/// What values stand beside that show what they are by their form.
const MARKS: [&str; 8] =
    [".table.core.", ".blob.core.", ".table.cosmos.", "://", "' entity doesn't contain attribute", "prv", "leadsourcecode", ": data value too large"];

/// The labels, then the marks, for one search. Made once, as a log may hold many errors.
static LABELLED: LazyLock<AhoCorasick> = LazyLock::new(|| at_once(LABELS.iter().map(|label| label.before).chain(MARKS)));

/// Where labels and marks stand in a text, by their numbers.
pub(super) struct Marked(Vec<(usize, usize)>);

impl Marked {
    pub(super) fn of(lower: &str) -> Marked {
        let mut there: Vec<(usize, usize)> = LABELLED.find_overlapping_iter(lower).map(|found| (found.pattern().as_usize(), found.start())).collect();
        there.sort_unstable();
        Marked(there)
    }

    /// Of labels that are as near the first in the list tells.
    pub(super) fn labels(&self) -> &[(usize, usize)] {
        &self.0[..self.0.partition_point(|(number, _)| *number < LABELS.len())]
    }

    pub(super) fn places(&self, mark: &str) -> impl Iterator<Item = usize> {
        let number = MARKS.iter().position(|known| *known == mark).map(|place| LABELS.len() + place);
        let first = self.0.partition_point(|(known, _)| Some(*known) < number);
        self.0[first..].iter().take_while(move |(known, _)| Some(*known) == number).map(|(_, place)| *place)
    }
}
