//! What a collector of logs writes before every line of a program: a time, a container, a process. A program's message of several lines
//! is one block without that, where lines would else be records by themselves.
//!
//! GitHub Actions, Azure Pipelines, `docker logs -t` and `kubectl logs --timestamps` (a time to seven digits or more), Kubernetes' own
//! files, Docker Compose, `kubectl logs --prefix`, syslog and journald.

use std::borrow::Cow;
use std::ops::Range;

use super::blocks::{self, Kind, MOST_BYTES, MOST_LINES, begins, colourless, first_line, kind, line_above};

/// The block around a place, and what its lines say.
pub struct Block<'a> {
    pub range: Range<usize>,
    /// It ends where what is known of the log ends: more of it may come.
    pub open: bool,
    /// What it says: the first line whole, the others without what a collector wrote before them.
    pub said: Cow<'a, [u8]>,
    /// Where a line begins in what it says, and how much was taken away before it.
    taken: Vec<(usize, usize)>,
}

impl Block<'_> {
    /// The place in the log's area of a place in what the block says.
    pub fn place(&self, said: usize) -> usize {
        let taken: usize = self.taken.iter().take_while(|(at, _)| *at <= said).map(|(_, taken)| taken).sum();
        self.range.start + said + taken
    }
}

/// The block around byte `at` of `area`, of which there is as much as [`blocks::around`] wants to see.
pub fn block(area: &[u8], at: usize) -> Block<'_> {
    of_columns(area, at).unwrap_or_else(|| {
        let blocks::Block { range, open } = blocks::around(area, at);
        Block { said: Cow::Borrowed(&area[range.clone()]), range, open, taken: Vec::new() }
    })
}

/// A line with what a collector wrote before it.
struct Line<'a> {
    start: usize,
    /// Where the program's own words begin.
    own: usize,
    end: usize,
    /// The container or the process.
    source: &'a [u8],
    /// The time, to the second.
    second: &'a [u8],
    /// It goes on with what the line above says.
    more: bool,
}

impl<'a> Line<'a> {
    fn at(area: &'a [u8], start: usize) -> Option<Line<'a>> {
        let most = (start + MOST_BYTES).min(area.len());
        let end = memchr::memchr(b'\n', &area[start..most]).map(|end| start + end).or((most == area.len()).then_some(most))?;
        let line = &area[start..end];
        // What begins no record on the whole begins none here, or a block would be another one from each of its lines.
        let (source, second, own) = columns(line).filter(|_| kind(line) == Kind::Head)?;
        let said = &line[own..];
        // Some programs indent their records too.
        let more = kind(said) == Kind::More && !begins(said.trim_ascii_start());
        Some(Line { start, own: start + own, end, source, second, more })
    }

    /// Whether a program may have written both with one message, this one first.
    fn goes_on_with(&self, next: &Line) -> bool {
        self.source == next.source && (next.more || self.second == next.second)
    }
}

/// The lines around a place that go on with each other behind their columns, if any do; and which of them the place is in.
fn lines_around(area: &[u8], at: usize) -> Option<(Vec<Line<'_>>, usize)> {
    let least = at.saturating_sub(MOST_BYTES);
    let line = Line::at(area, line_above(area, at + 1, least)?)?;
    let above = |line: &Line| Line::at(area, line_above(area, line.start, least)?).filter(|above| above.goes_on_with(line));
    let below = |line: &Line| (line.end + 1 < area.len()).then(|| Line::at(area, line.end + 1)).flatten().filter(|below| line.goes_on_with(below));
    let mut lines: Vec<Line> = std::iter::successors(above(&line), above).take(MOST_LINES).collect();
    lines.reverse();
    let number = lines.len();
    let next = below(&line);
    lines.push(line);
    lines.extend(std::iter::successors(next, below).take(MOST_LINES));
    // A line without the column belongs to the last one with it.
    let behind = lines.last().map(|line| line.end + 1).filter(|behind| *behind < area.len());
    let cut = behind.is_some_and(|behind| !matches!(kind(first_line(&area[behind..])), Kind::Head | Kind::Blank));
    (!cut && lines.iter().any(|line| line.more)).then_some((lines, number))
}

/// The block among such lines, by what they say.
fn of_columns(area: &[u8], at: usize) -> Option<Block<'_>> {
    let (lines, number) = lines_around(area, at)?;
    let mut said = Vec::new();
    let mut starts = Vec::new();
    for line in &lines {
        starts.push(said.len());
        said.extend_from_slice(&area[line.own..(line.end + 1).min(area.len())]);
    }
    let blocks::Block { range, open } = blocks::around(&said, starts[number] + at.saturating_sub(lines[number].own));
    let of = |place: usize| starts.partition_point(|start| *start <= place) - 1;
    let (first, last) = (of(range.start), of(range.end.max(range.start + 1) - 1));
    let place = |number: usize, place: usize| lines[number].own + place - starts[number];
    // The first line says when it was.
    let begin = if range.start == starts[first] { lines[first].start } else { place(first, range.start) };
    let end = place(last, range.end);
    let column = &area[begin..place(first, range.start)];
    let taken = (first + 1..=last).map(|number| (starts[number] - range.start + column.len(), lines[number].own - lines[number].start)).collect();
    Some(Block { said: [column, &said[range]].concat().into(), open: open && end >= area.len(), range: begin..end, taken })
}

/// What a collector wrote before a line: whose it is, when it came, and where it ends; nothing where no collector is known by it.
fn columns(line: &[u8]) -> Option<(&[u8], &[u8], usize)> {
    let container = container(line);
    let from = container.map_or(0, |(_, end)| end);
    let source = container.map_or(&[][..], |(name, _)| name);
    if let Some((second, end)) = exact(&line[from..]) {
        return Some((source, second, from + end));
    }
    container.map(|(name, end)| (name, &[][..], end)).or_else(|| syslog(line))
}

/// The container whose line it is, and where that ends: `leads-1  | ` of Docker Compose, `[pod/leads-5d8f/app] ` of `kubectl logs --prefix`.
pub fn container(line: &[u8]) -> Option<(&[u8], usize)> {
    compose(line).or_else(|| pod(line))
}

/// The number keeps tables out. At a terminal each name has a colour, up to the bar.
fn compose(line: &[u8]) -> Option<(&[u8], usize)> {
    let from = line.len() - colourless(line).len();
    let name = from + line[from..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte)).count();
    let bar = name + line[name..].iter().take_while(|byte| **byte == b' ').count();
    let word = &line[from..name];
    let numbered = word.iter().rposition(|byte| !byte.is_ascii_digit()).is_some_and(|mark| mark + 1 < word.len() && b"-_.".contains(&word[mark]));
    let is = numbered && bar > name && line.get(bar) == Some(&b'|');
    // The colour ends before the blank (Compose 1) or behind it.
    let rest = colourless(line.get(bar + 1..)?);
    let said = rest.strip_prefix(b" ").map_or(rest, colourless);
    (is && rest.first().is_none_or(|next| *next == b' ')).then(|| (word, line.len() - said.len()))
}

fn pod(line: &[u8]) -> Option<(&[u8], usize)> {
    let end = memchr::memchr(b']', line).filter(|_| line.starts_with(b"[pod/"))? + 1;
    Some((&line[..end], (end + 1).min(line.len())))
}

/// A time that is more exact than programs write it, `2026-11-09T08:00:00.1234567Z `, and the stream that Kubernetes' files name.
fn exact(line: &[u8]) -> Option<(&[u8], usize)> {
    const EXACT: usize = 7;
    let (second, _, end) = iso(line).filter(|(_, fraction, _)| *fraction >= EXACT)?;
    let stream = [&b"stdout F"[..], b"stderr F"].into_iter().find(|stream| line[end..].starts_with(stream));
    Some((second, stream.map_or(end, |stream| (end + stream.len() + 1).min(line.len()))))
}

/// `Nov  9 08:00:00 host leads[4711]: ` or the same behind an ISO 8601 time; a host may not be there.
fn syslog(line: &[u8]) -> Option<(&[u8], &[u8], usize)> {
    const SHORT: usize = "Nov  9 08:00:00".len();
    let short = || {
        let time = line.get(..SHORT)?;
        let is =
            time[..3].iter().all(u8::is_ascii_alphabetic) && time[3] == b' ' && time[9] == b':' && time[12] == b':' && line.get(SHORT) == Some(&b' ');
        is.then_some((time, SHORT + 1))
    };
    let (second, from) = iso(line).map(|(second, _, end)| (second, end)).or_else(short)?;
    let mut end = from;
    for _ in 0..2 {
        end += line[end..].iter().position(|byte| *byte == b' ').unwrap_or(line.len() - end);
        if line[from..end].ends_with(b"]:") {
            return Some((&line[from..end], second, (end + 1).min(line.len())));
        }
        end = (end + 1).min(line.len());
    }
    None
}

/// A time of ISO 8601 at the beginning, with a zone: to the second, how many digits go on from there, and where what is behind it begins.
fn iso(line: &[u8]) -> Option<(&[u8], usize, usize)> {
    const SECOND: &[u8] = b"0000-00-00T00:00:00";
    let second = line.get(..SECOND.len())?;
    let is = second.iter().zip(SECOND).all(|(byte, form)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form });
    let rest = &line[SECOND.len()..];
    let fraction = rest.strip_prefix(b".").map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
    let behind = SECOND.len() + if fraction > 0 { fraction + 1 } else { 0 };
    let zone = match line.get(behind)? {
        b'Z' => 1,
        b'+' | b'-' if line.get(behind + 3) == Some(&b':') => "+01:00".len(),
        b'+' | b'-' => "+0100".len(),
        _ => return None,
    };
    let end = behind + zone;
    (is && line.get(end).is_none_or(|next| *next == b' ')).then(|| (second, fraction, (end + 1).min(line.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [&str; 11] = [
        "2026-11-09T08:00:00.1234567Z ",
        "2026-11-09T08:00:00.123456789Z stderr F ",
        "leads-1  | ",
        "\x1b[36mleads-1  |\x1b[0m ",
        "\x1b[36mleads-1  | \x1b[0m",
        "leads-1  | 2026-11-09T08:00:00.123456789Z ",
        "[pod/leads-5d8f/app] ",
        "Nov  9 08:00:00 host leads[4711]: ",
        "2026-11-09T08:00:00.123456+01:00 host leads[4711]: ",
        "2026-11-09T08:00:00+0100 host leads[4711]: ",
        "2026-11-09T08:00:00.123456+00:00 app[web.1]: ",
    ];

    fn with(column: &str, lines: &[&str]) -> String {
        lines.iter().map(|line| format!("{column}{line}").trim_end().to_owned() + "\n").collect()
    }

    /// What the block around a text says, and the part of the log that it takes.
    fn around<'a>(log: &'a str, text: &str) -> (String, &'a str) {
        let block = block(log.as_bytes(), log.find(text).unwrap());
        (String::from_utf8(block.said.to_vec()).unwrap(), &log[block.range])
    }

    #[test]
    fn a_message_of_several_lines_is_one_block_behind_every_collector() {
        let answer = ["{", "  \"success\": false,", "  \"code\": \"601\"", "}"];
        let stamped = ["08:00:00.120 ERROR failed", "Contoso.LeadException: refused", "", "   at Contoso.Leads.Save()", "Trace ID: 1"];
        for column in COLUMNS {
            for (message, seen) in [(&answer[..], "success"), (&answer, "}"), (&stamped, "refused"), (&stamped, "Trace"), (&stamped, "ERROR")] {
                let log = with(column, &["starting"]) + &with(column, message) + &with(column, &["08:00:00.130 INFO done", "done"]);
                let (said, taken) = around(&log, seen);
                assert_eq!((said, taken), (format!("{column}{}", message.join("\n")), with(column, message).trim_end()), "{column}, {seen}");
            }
        }
    }

    #[test]
    fn places_are_those_of_the_log() {
        for column in COLUMNS {
            let log = with(column, &["10:00:00 ERROR é", "  at A.B()", "AADSTS90002", "  at C.D()"]);
            let block = block(log.as_bytes(), log.find("AADSTS").unwrap());
            for text in ["ERROR", "A.B", "AADSTS", "90002", "C.D"] {
                let said = String::from_utf8_lossy(&block.said).find(text).unwrap_or_else(|| panic!("{column}, {text}"));
                assert_eq!(block.place(said), log.find(text).unwrap(), "{column}, {text}");
            }
        }
    }

    #[test]
    fn what_does_not_go_on_stands_alone() {
        let alone = |log: &str, text: &str| {
            let line = log.lines().find(|line| line.contains(text)).unwrap();
            assert_eq!(around(log, text), (line.to_owned(), line), "{log}");
        };
        for column in COLUMNS {
            alone(&with(column, &["one", "two", "three"]), "two");
            // Records that are indented.
            alone(&with(column, &["  INFO one", "  WARN two", "  INFO three"]), "two");
        }
        // Another process or container, and another time.
        for (column, other) in [("leads-1  | ", "redis-1  | "), ("Nov  9 08:00:00 host leads[1]: ", "Nov  9 08:00:00 host cron[2]: ")] {
            alone(&(with(column, &["one", "  more"]) + &with(other, &["two"]) + &with(column, &["  three"])), "two");
        }
        let later =
            with("2026-11-09T08:00:00.1234567Z ", &["08:00:00 ERROR one", "  at A.B()"]) + &with("2026-11-09T08:00:09.1234567Z ", &["two", "three"]);
        alone(&later, "two");
        // What stands in brackets is too long for a pod's name, wherever the line is seen from.
        let long = format!("leads-1  |   one\n[pod/{}] two\nleads-1  |   three\n", "x".repeat(300));
        let seen = |text: &str| around(&long, text).1;
        assert_eq!(seen("one"), seen("two"));
        let no_month = "leads-1  |   one\nMov  9 08:00:00 host leads[7]:   two\nleads-1  | three\n";
        assert_eq!(around(no_month, "one").1, around(no_month, "two").1);
        // A time that programs write.
        alone("2026-11-09T08:00:00.123Z one\n2026-11-09T08:00:00.123Z   two\n2026-11-09T08:00:00.123Z   three\n", "two");
    }

    #[test]
    fn a_block_that_may_go_on_is_open() {
        let log = with("leads-1  | ", &["08:00:00 ERROR one", "  at A.B()"]);
        assert!(block(log.as_bytes(), 20).open);
        assert!(!block((log + "redis-1  | two\n").as_bytes(), 20).open);
    }
}
