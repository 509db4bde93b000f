//! What logs tell, gathered: the same error with the same facts once, with its count, its first and its last place.
//!
//! Bounded: a log may hold any number of errors.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::known::{Known, Placed};
use crate::catalogue::scanning::{Finding, MOST_BYTES, Near, OwnFinding, Scanned};
use crate::core::diagnose_report::{ContextLine, Location, MatchReport, lasts};
use crate::core::lang::Lang;
use crate::core::redact::clean_lines;
use crate::core::text::excerpt;

/// So many different ones are kept; further ones are counted with the first of their entry.
const MOST: usize = 1000;

/// Findings, folded or one by one.
pub struct Fold {
    lang: Lang,
    each: bool,
    matches: Vec<MatchReport>,
    known: HashMap<String, usize>,
    /// How many there were.
    pub findings: u64,
    /// How many could not be kept one by one.
    pub left_out: u64,
}

impl Fold {
    /// `each`: every finding on its own, as far as they can be kept.
    pub fn new(lang: Lang, each: bool) -> Fold {
        Fold { lang, each, matches: Vec::new(), known: HashMap::new(), findings: 0, left_out: 0 }
    }

    pub fn matches(self) -> Vec<MatchReport> {
        self.matches
    }

    /// Adds `count` findings at a place, the last of them at `last`.
    pub fn add(&mut self, found: &Known, count: u64, location: &Location, last: &Location, context: &[ContextLine]) {
        self.findings += count;
        let full = self.matches.len() >= MOST;
        if self.each && full {
            self.left_out += count;
            return;
        }
        if !self.each {
            let own = key(found.id(), found.found());
            // Where no more can be kept, it counts with the first of its entry.
            let place = self.known.get(&own).copied().or_else(|| self.matches.iter().position(|known| full && known.id == found.id()));
            if let Some(place) = place {
                let known = &mut self.matches[place];
                known.count += count;
                known.last = last.clone();
                return;
            }
            self.known.insert(own, self.matches.len());
        }
        let mut report = found.report(location.clone(), self.lang);
        report.count = count;
        report.last = last.clone();
        report.context = context.to_vec();
        self.matches.push(report);
    }
}

/// What is told once: the entry and the facts that last.
fn key(id: &str, facts: &BTreeMap<String, String>) -> String {
    let facts: String = facts.iter().filter(|(fact, _)| lasts(fact)).map(|(fact, value)| format!("\n{fact}={value}")).collect();
    format!("{id}{facts}")
}

/// One log's findings, as they come piece by piece, with their places in the whole of it.
pub struct Places {
    file: Option<String>,
    /// Line breaks before the piece that comes next.
    breaks: i64,
    /// The last line so far has no line break behind it.
    open: bool,
    /// What reaches into the next piece, and is seen again there.
    shared: Vec<(u64, String, i64)>,
}

impl Places {
    pub fn new(file: Option<String>) -> Places {
        Places { file, breaks: 0, open: false, shared: Vec::new() }
    }

    /// So many lines come before what is read.
    pub fn skip(&mut self, lines: u64) {
        self.breaks = i64::try_from(lines).unwrap_or(i64::MAX);
    }

    /// How many line breaks there were.
    pub fn breaks(&self) -> u64 {
        u64::try_from(self.breaks).unwrap_or(0)
    }

    /// The log has another name from now on.
    pub fn rename(&mut self, file: String) {
        self.file = Some(file);
    }

    /// How many lines there were, a last one without a line break among them.
    pub fn lines(&self) -> u64 {
        u64::try_from(self.breaks).unwrap_or(0) + u64::from(self.open)
    }

    /// The findings of the next piece, which ends at `end`, each with its place and the lines around it.
    pub fn of(&mut self, scanned: Scanned, end: u64) -> Vec<Placed> {
        let mut told = Vec::new();
        for InBlock { found, block, line, near } in in_order(scanned.findings, scanned.own) {
            let line = self.breaks + line;
            let same = |(until, id, at): &(u64, String, i64)| block.start < *until && *id == found.id() && *at == line;
            let seen = self.shared.iter().any(same);
            // A log that is followed may go on with the block that ends it.
            if block.end >= end {
                self.shared.push((block.end, found.id().to_owned(), line));
            }
            if !seen {
                let shown = safe(&near).into_iter().zip(&near);
                let lines = shown.map(|(text, near)| ContextLine { line: number(self.breaks + near.line), text }).collect();
                told.push(Placed { found, place: Location { file: self.file.clone(), line: number(line) }, lines });
            }
        }
        self.breaks += scanned.breaks as i64;
        self.open = scanned.open.unwrap_or(self.open);
        self.shared.retain(|(until, ..)| until + MOST_BYTES as u64 > end);
        told
    }
}

/// A known error and the block that it is in, whose line counts from the piece's first.
struct InBlock {
    found: Known,
    block: Range<u64>,
    line: i64,
    near: Vec<Near>,
}

/// Findings of both catalogues in the order of the log; of one block the surest first, as a paste has them.
fn in_order(built_in: Vec<Finding>, own: Vec<OwnFinding>) -> Vec<InBlock> {
    let own_ones = !own.is_empty();
    let in_block = |found, block, line, near| InBlock { found, block, line, near };
    let built_in = built_in.into_iter().map(|finding| in_block(Known::BuiltIn(finding.found), finding.block, finding.line, finding.context));
    let own = own.into_iter().map(|finding| in_block(Known::Own(finding.found), finding.block, finding.line, finding.context));
    let mut all: Vec<InBlock> = built_in.chain(own).collect();
    if own_ones {
        all.sort_by(|one, other| one.block.start.cmp(&other.block.start).then_with(|| other.found.confidence().total_cmp(&one.found.confidence())));
    }
    all
}

/// From 1.
fn number(line: i64) -> u64 {
    u64::try_from(line + 1).unwrap_or(1)
}

/// Lines of a log without keys and without the names and numbers of people: all of each is cleaned before the part that is shown is cut out,
/// and all together, as a value may be on the line behind its key.
fn safe(context: &[Near]) -> Vec<String> {
    if context.is_empty() {
        return Vec::new();
    }
    let one = |text: &str| excerpt(text, usize::MAX);
    let lines: Vec<&str> = context.iter().map(|near| near.text.as_str()).collect();
    let cleaned = clean_lines(&lines);
    let shown = cleaned.lines.iter().zip(context).map(|(line, near)| {
        let evidence = near.evidence.map_or(0, |at| one(&cleaned.beginning(&near.text[..at])).chars().count());
        around(&one(line), evidence, near.cut)
    });
    shown.collect()
}

/// The part of a line that is shown: its beginning where the evidence is in it, else the part around the evidence; `…` marks a cut.
fn around(line: &str, evidence: usize, (before, behind): (bool, bool)) -> String {
    const MOST: usize = 300;
    const LEAD: usize = 100;
    let length = line.chars().count();
    let first = if !before && (length <= MOST || evidence <= LEAD) { 0 } else { evidence.saturating_sub(LEAD).min(length.saturating_sub(MOST)) };
    let (before, behind) = (before || first > 0, behind || first + MOST < length);
    let marks = usize::from(before) + usize::from(behind);
    let from = first + usize::from(before && first > 0);
    let shown: String = line.chars().skip(from).take(MOST - marks).collect();
    format!("{}{shown}{}", if before { "…" } else { "" }, if behind { "…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_evidence_is_in_the_part_that_is_shown() {
        let line = format!("{}EVIDENCE{}", "a".repeat(1000), "z".repeat(1000));
        let shown = around(&line, 1000, (false, false));
        assert!(shown.contains("EVIDENCEzzz") && shown.starts_with("…aaa") && shown.ends_with("zzz…"), "{shown}");
        assert_eq!(shown.chars().count(), 300);
        // At either end of the line.
        assert_eq!(around(&line[1000..], 0, (false, false)), format!("EVIDENCE{}…", "z".repeat(291)));
        assert_eq!(around(&line[..1008], 1000, (false, false)), format!("…{}EVIDENCE", "a".repeat(291)));
        assert_eq!(around("short", 2, (false, false)), "short");
        assert_eq!(around("part of a line", 2, (true, true)), "…part of a line…");
    }
    #[test]
    fn a_value_on_the_line_behind_its_key_is_not_shown() {
        let near = |line, text: &str| Near { line, text: text.to_owned(), evidence: None, cut: (false, false) };
        let shown = safe(&[near(0, "  \"name\": \"CLIENT_SECRET\","), near(1, "  \"value\": \"hunter2\""), near(2, "}")]);
        assert_eq!(shown, ["\"name\": \"CLIENT_SECRET\",", "\"value\": \"[redacted]\"", "}"]);
        assert!(safe(&[]).is_empty());
    }
}
