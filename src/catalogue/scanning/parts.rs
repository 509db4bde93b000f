//! A text that has several things to tell: each row of a table, each step of a document.

use std::borrow::Cow;
use std::ops::Range;

use super::breaks;
use super::rows::table;
use super::steps::steps;

/// More parts than these are not told apart.
const MOST: usize = 20_000;

/// What is to be judged by itself.
pub struct Part<'a> {
    /// The names of a table's columns stand before each row.
    pub text: Cow<'a, str>,
    /// How many lines of the whole stand before its own first.
    above: u64,
    /// How many lines of the text are not its own.
    named: u64,
}

impl Part<'_> {
    /// The line of the whole of a line of the text, both from 1.
    pub fn line(&self, line: u64) -> u64 {
        self.above + line.saturating_sub(self.named).max(1)
    }
}

/// The parts of a text that has any, in its order.
pub fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    if let Some((names, rows)) = table(text).filter(|(_, rows)| rows.len() <= MOST) {
        let names = text[names].trim_end();
        let named = breaks(names.as_bytes()) + 1;
        let mut lines = Lines::default();
        return Some(
            rows.into_iter().map(|row| Part { above: lines.to(text, row.start), named, text: format!("{names}\n{}", &text[row]).into() }).collect(),
        );
    }
    // What is left of the whole is a part too.
    let mut ranges = steps(text).filter(|steps| steps.len() <= MOST)?;
    ranges.insert(0, 0..text.len());
    let mut lines = Lines::default();
    let part = |(number, range): (usize, &Range<usize>)| {
        let inside = ranges[number + 1..].iter().take_while(|other| other.start < range.end);
        Part { above: lines.to(text, range.start), named: 0, text: without(text, range, inside) }
    };
    let parts = ranges.iter().enumerate().map(part).collect();
    Some(parts)
}

/// Counts lines up to places that come in order.
#[derive(Default)]
struct Lines {
    at: usize,
    count: u64,
}

impl Lines {
    fn to(&mut self, text: &str, place: usize) -> u64 {
        self.count += breaks(&text.as_bytes()[self.at..place]);
        self.at = place;
        self.count
    }
}

/// A part of the whole without those that are inside it, which come in order. Blanks stand for what was taken out, so that lines and places
/// are those of the part.
fn without<'text, 'ranges>(whole: &'text str, range: &Range<usize>, inside: impl Iterator<Item = &'ranges Range<usize>>) -> Cow<'text, str> {
    let mut left = String::new();
    let mut done = range.start;
    for other in inside.filter(|other| other.end <= range.end) {
        // One within another is gone with it.
        if other.start < done {
            continue;
        }
        left.push_str(&whole[done..other.start]);
        left.extend(whole[other.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        done = other.end;
    }
    if done == range.start {
        return Cow::Borrowed(&whole[range.clone()]);
    }
    left.push_str(&whole[done..range.end]);
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
        let seen: Vec<(u64, String)> = parts.iter().map(|part| (part.line(1), words(part))).collect();
        let wanted = [
            (1, "{\"run\": 1, \"actions\": { , }}"),
            (3, "\"A\": {\"code\": 1}"),
            (4, "\"B\": {\"code\": 2, \"actions\": { }}"),
            (5, "\"C\": {\"code\": 3}"),
        ];
        assert_eq!(seen, wanted.map(|(line, text)| (line, text.to_owned())));
        assert_eq!(parts[0].text.len(), run.len());
        assert_eq!(parts[0].line(4), 4);
    }

    #[test]
    fn each_row_has_the_names_of_its_columns() {
        let table = "Key,Summary,Text\n1,one,\"two\nthree\"\n2,four,five\n";
        let parts = parts(table).unwrap();
        let texts: Vec<&str> = parts.iter().map(|part| &*part.text).collect();
        assert_eq!(texts, ["Key,Summary,Text\n1,one,\"two\nthree\"\n", "Key,Summary,Text\n2,four,five\n"]);
        // What the names say is told of the row.
        assert_eq!([1, 2, 3].map(|line| parts[0].line(line)), [2, 2, 3]);
        assert_eq!([1, 2].map(|line| parts[1].line(line)), [4, 4]);
    }

    #[test]
    fn too_many_parts_are_one_text() {
        assert!(parts(&format!("a,b,c\n{}", "1,2,3\n".repeat(MOST))).is_some());
        assert!(parts(&format!("a,b,c\n{}", "1,2,3\n".repeat(MOST + 1))).is_none());
    }
}
