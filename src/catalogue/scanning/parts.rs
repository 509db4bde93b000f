//! A text that has several things to tell: each row of a table, each step of a document.

use std::borrow::Cow;
use std::ops::Range;

use super::rows::rows;
use super::steps::steps;

/// What is to be judged by itself, and where it begins in the whole.
pub struct Part<'a> {
    pub start: usize,
    pub text: Cow<'a, str>,
}

/// The parts of a text that has any: each without the parts within it, and what is left of the whole. Blanks stand for what was
/// taken out, so that the lines are those of the whole.
pub fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut ranges = rows(text).or_else(|| steps(text))?;
    ranges.push(0..text.len());
    let part = |range: &Range<usize>| {
        let inside: Vec<&Range<usize>> =
            ranges.iter().filter(|other| *other != range && range.start <= other.start && other.end <= range.end).collect();
        Part { start: range.start, text: without(&text[range.clone()], range.start, &inside) }
    };
    Some(ranges.iter().map(part).collect())
}

/// A part that begins at `start` without these ranges of the whole.
fn without<'a>(part: &'a str, start: usize, ranges: &[&Range<usize>]) -> Cow<'a, str> {
    if ranges.is_empty() {
        return Cow::Borrowed(part);
    }
    let mut left = part.to_owned();
    for range in ranges.iter().rev() {
        let own = range.start - start..range.end - start;
        let lines = part[own.clone()].matches('\n').count();
        let blank = "\n".repeat(lines) + &" ".repeat(own.len() - lines);
        left.replace_range(own, &blank);
    }
    Cow::Owned(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_its_own_words_and_its_place() {
        let run = "{\"run\": 1,\n\"actions\": {\n\"A\": {\"code\": 1},\n\"B\": {\"code\":\n 2, \"actions\": {\"C\": {\"code\": 3}}}}}";
        let parts = parts(run).unwrap();
        let words = |part: &Part| part.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let seen: Vec<(u64, String)> = parts.iter().map(|part| (run[..part.start].matches('\n').count() as u64, words(part))).collect();
        let wanted = [
            (2, "\"A\": {\"code\": 1}"),
            (3, "\"B\": {\"code\": 2, \"actions\": { }}"),
            (4, "\"C\": {\"code\": 3}"),
            (0, "{\"run\": 1, \"actions\": { , }}"),
        ];
        assert_eq!(seen, wanted.map(|(line, text)| (line, text.to_owned())));
        assert!(parts.iter().all(|part| part.text.len() <= run.len()));
        assert_eq!(parts[3].text.matches('\n').count(), run.matches('\n').count());
    }
}
