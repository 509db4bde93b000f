//! The anchors against everything the catalogue knows, and whole logs against the matcher of pasted texts, block by block.

use std::collections::BTreeSet;

use super::*;
use crate::catalogue::{data, entries};

struct Log<'a>(&'a [u8]);

impl Surroundings for Log<'_> {
    fn read(&mut self, range: Range<u64>) -> Vec<u8> {
        let length = self.0.len() as u64;
        self.0[range.start.min(length) as usize..range.end.min(length) as usize].to_vec()
    }
}

/// Line from 0 and id of every finding, read in pieces of this size.
fn scan(log: &[u8], size: usize) -> Vec<(i64, &'static str)> {
    let scanner = Scanner::new(None);
    let mut found = Vec::new();
    let mut lines = 0;
    for start in (0..log.len()).step_by(size) {
        let own = size.min(log.len() - start);
        let mut bytes = log[start..(start + own + REACH).min(log.len())].to_vec();
        if start + own == log.len() {
            bytes.push(b'\n');
        }
        let piece = Piece { offset: start as u64, bytes: &bytes, own, growing: false };
        let scanned = scanner.scan(&piece, &mut Log(log));
        found.extend(scanned.findings.iter().map(|finding| (lines + finding.line, finding.found.entry.id)));
        lines += scanned.breaks as i64;
    }
    // A block that reaches into the next piece is seen from both.
    let mut seen = BTreeSet::new();
    found.retain(|finding| seen.insert(*finding));
    found
}

/// The same without filter and pieces: every block of the log as one pasted text.
fn reference(log: &[u8]) -> Vec<(i64, &'static str)> {
    let mut found = Vec::new();
    let mut done = 0;
    let mut at = 0;
    for line in log.split(|byte| *byte == b'\n') {
        if at >= done && !line.is_empty() {
            let block = blocks::around(log, at);
            let above = breaks(&log[..block.range.start]) as i64;
            let text = String::from_utf8_lossy(&log[block.range.clone()]);
            found.extend(diagnose(&text).matches.iter().map(|found| (above + found.line as i64 - 1, found.entry.id)));
            done = block.range.end;
        }
        at += line.len() + 1;
    }
    found
}

fn hit(text: &str) -> bool {
    let mut hit = false;
    filter::Filter::new().search(format!("\n{text}\n").as_bytes(), |_| hit = true);
    hit
}

#[test]
fn every_text_that_is_known_has_an_anchor_however_it_is_written() {
    let filter = filter::Filter::new();
    let mut missed = Vec::new();
    let mut tried = 0;
    for entry in entries() {
        let texts = entry.sentences().map(|(_, text)| text).chain(entry.examples.iter()).chain(entry.own_codes());
        for text in texts {
            let json = serde_json::json!({ "message": text }).to_string();
            let ascii: String = json
                .chars()
                .map(|c| if c.is_ascii() { c.to_string() } else { c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect() })
                .collect();
            for form in [text.to_owned(), text.to_uppercase(), text.to_lowercase(), json, ascii] {
                if diagnose(&form).matches.is_empty() {
                    continue;
                }
                tried += 1;
                let mut hit = false;
                filter.search(format!("\n{form}\n").as_bytes(), |_| hit = true);
                if !hit {
                    missed.push(format!("{}: {form}", entry.id));
                }
            }
        }
    }
    assert!(tried > 2000, "{tried}");
    assert!(missed.is_empty(), "{} of {tried}: no anchor in\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn only_a_few_conditions_are_too_common_to_be_searched_for() {
    println!("{} anchors, left out: {:?}", data::LOG_ANCHORS.len(), data::LOG_LEFT_OUT);
    assert!(data::LOG_LEFT_OUT.len() <= 10, "{:?}", data::LOG_LEFT_OUT);
}

#[test]
fn ordinary_lines_meet_hardly_any_anchor() {
    let ordinary = include_str!("ordinary.txt");
    let met: Vec<&str> = ordinary.lines().filter(|line| hit(line)).collect();
    assert!(met.len() * 25 <= ordinary.lines().count(), "{} lines, such as {:?}", met.len(), met.iter().take(5).collect::<Vec<_>>());
}
