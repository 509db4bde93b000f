//! The lines around an error, as far as they were asked for; of a long line the part around its evidence.

use std::ops::Range;

use crate::catalogue::encodings;

/// So much is kept of a line from where it begins, and of the error's line from where its evidence begins.
const LONGEST_SHOWN: usize = 1024;
/// So much is kept of the error's line before its evidence: what makes a secret known as one may stand far before it.
const BEFORE_EVIDENCE: usize = 16 * 1024;

/// A line of a log near an error.
#[derive(Debug, PartialEq, Eq)]
pub struct Near {
    /// Counted like [`super::Finding::line`].
    pub line: i64,
    pub text: String,
    /// Where in the text the evidence begins, if it is in this line.
    pub evidence: Option<usize>,
    /// The line goes on before, and behind.
    pub cut: (bool, bool),
}

/// A part of a log.
pub(super) struct Area<'a> {
    pub(super) bytes: &'a [u8],
    /// Where it begins in the log.
    pub(super) from: u64,
}

impl Area<'_> {
    /// The line of what is found at a place, and so many on either side of it, as far as the area has their beginnings; `line` is the
    /// number of the line of the place.
    pub(super) fn near(&self, at: usize, lines: usize, line: i64) -> Vec<Near> {
        let (begin, whole) = self.beginning(at);
        let end = self.end(at);
        let mut kept = Vec::new();
        let mut above = begin;
        for number in 1..=lines as i64 {
            let Some(before) = above.checked_sub(1).filter(|_| whole) else { break };
            let (first, known) = self.beginning(before);
            if !known {
                break;
            }
            kept.insert(0, self.line(first..before, line - number));
            above = first;
        }
        kept.push(self.of_evidence(begin, at, end, line, whole));
        let mut below = end + 1;
        for number in 1..=lines as i64 {
            // A log ends with a line break, not with an empty line.
            if below >= self.bytes.len() {
                break;
            }
            let end = self.end(below);
            kept.push(self.line(below..end, line + number));
            below = end + 1;
        }
        kept
    }

    /// Where the line of a place begins, and whether that is its beginning, and not the area's.
    fn beginning(&self, at: usize) -> (usize, bool) {
        match memchr::memrchr(b'\n', &self.bytes[..at]) {
            Some(end) => (end + 1, true),
            None => (0, self.from == 0),
        }
    }

    fn end(&self, at: usize) -> usize {
        memchr::memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |end| at + end)
    }

    fn line(&self, range: Range<usize>, line: i64) -> Near {
        let shown = range.start..range.end.min(range.start + LONGEST_SHOWN);
        Near { line, text: self.text(shown.clone()), evidence: None, cut: (false, shown.end < range.end) }
    }

    fn of_evidence(&self, begin: usize, at: usize, end: usize, line: i64, whole: bool) -> Near {
        let from = begin.max(at.saturating_sub(BEFORE_EVIDENCE));
        let to = end.min(at + LONGEST_SHOWN);
        let before = self.text(from..at);
        let evidence = Some(before.len());
        Near { line, text: before + &self.text(at..to), evidence, cut: (from > begin || !whole, to < end) }
    }

    fn text(&self, range: Range<usize>) -> String {
        let line = &self.bytes[range];
        encodings::text(line.strip_suffix(b"\r").unwrap_or(line)).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_numbers_however_long_they_are() {
        let long = format!("a\nb\n{}E{}\nc\n", "y".repeat(20_000), "z".repeat(20_000));
        let lines = |from: u64, text: &str, lines: usize| {
            let near = Area { bytes: text.as_bytes(), from }.near(text.find('E').unwrap(), lines, 7);
            near.into_iter().map(|near| (near.line, near.text.len(), near.evidence, near.cut)).collect::<Vec<_>>()
        };
        let middle = (7, 16 * 1024 + 1024, Some(16 * 1024), (true, true));
        let line = |number| (number, 1, None, (false, false));
        assert_eq!(lines(0, &long, 0), [middle]);
        assert_eq!(lines(0, &long, 5), [line(5), line(6), middle, line(8)]);
        // Of the first line the beginning is not there.
        assert_eq!(lines(9, &long, 5), [line(6), middle, line(8)]);
        assert_eq!(lines(9, &long[4..], 5), [middle, line(8)]);
        assert_eq!(lines(0, "E\r\n\n", 1), [(7, 1, Some(0), (false, false)), (8, 0, None, (false, false))]);
    }
}
