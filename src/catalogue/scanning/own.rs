//! Entries of one's own in logs: a pass by itself, over the same pieces and the same blocks, and only where there are such entries.
//!
//! A piece in which nothing of theirs can be is left at once; else each of its blocks is looked at, one behind the other.

use std::ops::Range;

use super::blocks::{BEFORE, BEHIND};
use super::columns;
use super::context::Area;
use super::{Near, Piece, Scanned, Surroundings, breaks};
use crate::catalogue::encodings::{self, place_in};
use crate::catalogue::own::{Own, OwnMatch};

/// An error of one's own in a log; fields as those of [`super::Finding`].
#[derive(Debug)]
pub struct OwnFinding {
    pub found: OwnMatch,
    pub block: Range<u64>,
    pub line: i64,
    pub context: Vec<Near>,
}

/// Adds to `scanned` what the piece holds, up to where it was searched before.
pub(super) fn scan(own: &Own, piece: &Piece, around: &mut dyn Surroundings, lines: Option<usize>, scanned: &mut Scanned) {
    let end = scanned.left.map_or(piece.own, |left| usize::try_from(left.saturating_sub(piece.offset)).unwrap_or(piece.own).min(piece.own));
    let from = piece.offset.saturating_sub(BEFORE as u64);
    let area = around.read(from..piece.offset + (piece.own + BEHIND) as u64);
    if !own.may_be_in(&area) {
        return;
    }
    let first = (piece.offset - from) as usize;
    let end = (first + end).min(area.len());
    let mut at = first;
    // A place whose line is known, counted from the piece's first.
    let mut known = (first, 0);
    let mut seen: Vec<(String, i64)> = Vec::new();
    while at < end {
        let block = columns::block(&area, at);
        at = (block.range.end + 1).max(at + 1);
        if !own.may_be_in(&block.said) {
            continue;
        }
        let matches = own.diagnose(&encodings::text(&block.said));
        if matches.is_empty() {
            continue;
        }
        let start = from + block.range.start as u64;
        if block.open && piece.growing {
            scanned.left = Some(start);
            return;
        }
        known = (block.range.start, line_of(&area, known, block.range.start));
        for found in matches {
            let line = known.1 + found.line as i64 - 1;
            // Of a record or a line that is too long for one block, each part is seen.
            if seen.iter().any(|(id, at)| *id == found.entry.id && *at == line) {
                continue;
            }
            seen.push((found.entry.id.clone(), line));
            let at = || block.place(place_in(&block.said, found.at));
            let context = lines.map_or_else(Vec::new, |lines| Area { bytes: &area, from }.near(at(), lines, line));
            scanned.own.push(OwnFinding { found, block: start..from + block.range.end as u64, line, context });
        }
        seen.drain(..seen.len().saturating_sub(200));
    }
}

/// The line of a place, from that of another.
fn line_of(area: &[u8], (at, line): (usize, i64), place: usize) -> i64 {
    if place >= at { line + breaks(&area[at..place]) as i64 } else { line - breaks(&area[place..at]) as i64 }
}
