//! Known errors in whole logs: a filter that reads at the speed of memory, blocks of lines around what it meets, and the matcher
//! of pasted texts on each block, so that a log says of a block what a paste of it would say; but for parts of sentences that have no
//! word of their own, which no anchor meets.
//!
//! Works on pieces that somebody else reads: no files, no threads. What is found depends on the log and the size of its pieces
//! ([`SEGMENT`]), never on who looks at which piece when.

mod anchor;
mod blocks;
mod columns;
mod context;
mod elements;
mod filter;
mod own;
mod parts;
mod rows;
mod steps;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

pub use blocks::MOST_BYTES;
use blocks::{BEFORE, BEHIND};
pub use blocks::{has_records, is_log};
use context::Area;
pub use context::Near;
pub use elements::is_list;
use filter::STEP;
pub use filter::{REACH, Workspace};
pub use own::OwnFinding;
pub use parts::{Part, parts};

use super::encodings::{self, place_in};
use super::own::Own;
use super::{Match, diagnose};

/// How much of a log is looked at as one piece: it stays in the processor's cache.
pub const SEGMENT: usize = 256 * 1024;

/// A piece of a log.
pub struct Piece<'a> {
    /// Where it begins in the log.
    pub offset: u64,
    /// Its bytes, and behind them up to [`REACH`] of the next piece's.
    pub bytes: &'a [u8],
    /// How many of the bytes are its own.
    pub own: usize,
    /// More of the log may come: what reaches the end of it is left for the next look.
    pub growing: bool,
}

/// Reads more of the log around a piece.
pub trait Surroundings {
    /// The log's bytes in this range, as far as it reaches.
    fn read(&mut self, range: Range<u64>) -> Vec<u8>;
}

/// A known error in a log.
#[derive(Debug)]
pub struct Finding {
    pub found: Match,
    /// The block it is in.
    pub block: Range<u64>,
    /// The line of the evidence, counted from the piece's first, which is 0; lines above the piece are negative.
    pub line: i64,
    /// Lines around the evidence, as far as they were asked for.
    pub context: Vec<Near>,
}

/// What a piece holds.
#[derive(Debug, Default)]
pub struct Scanned {
    /// In the order of the log; of one block the best first.
    pub findings: Vec<Finding>,
    /// Those of entries of one's own, in the same order.
    pub own: Vec<OwnFinding>,
    /// How many line breaks there are among the piece's own bytes.
    pub breaks: u64,
    /// The last of the piece's own bytes ends no line; `None` where it has none.
    pub open: Option<bool>,
    /// From here on nothing was searched: a block is not complete yet.
    pub left: Option<u64>,
}

/// The catalogue, ready for logs. Making one takes a millisecond or two, so a pasted text does without.
pub struct Scanner {
    filter: filter::Filter,
    /// How many lines around the evidence are kept, if any.
    context: Option<usize>,
    /// Entries of one's own, if there are any.
    own: Option<Arc<Own>>,
}

impl Scanner {
    pub fn new(context: Option<usize>) -> Scanner {
        Scanner { filter: filter::Filter::new(), context, own: None }
    }

    /// One that also knows these entries.
    #[must_use]
    pub fn with(self, own: Arc<Own>) -> Scanner {
        Scanner { own: Some(own).filter(|own| !own.is_empty()), ..self }
    }

    /// Finds what is known in a piece.
    pub fn scan(&self, piece: &Piece, around: &mut dyn Surroundings, work: &mut Workspace) -> Scanned {
        let mut scanned = Scanned { open: piece.bytes[..piece.own].last().map(|byte| *byte != b'\n'), ..Scanned::default() };
        // What is before it belongs to a block that was looked at.
        let mut done = 0;
        if piece.offset == 0 && self.begins_with_anchor(piece, work) {
            done = self.look(piece, 0, (0, 0), around, &mut scanned);
        }
        for start in (0..piece.own).step_by(STEP) {
            let end = (start + STEP).min(piece.own);
            let hay = &piece.bytes[start..(end + REACH).min(piece.bytes.len())];
            let above = scanned.breaks;
            let breaks = self.filter.search(hay, end - start, work, |at| {
                let at = start + at;
                if at >= done && at < end && scanned.left.is_none() && !is_host(&piece.bytes[at..]) {
                    done = self.look(piece, at, (start, above), around, &mut scanned);
                }
            });
            scanned.breaks += breaks;
        }
        if let Some(own) = &self.own {
            own::scan(own, piece, around, self.context, &mut scanned);
        }
        scanned
    }

    /// An anchor may want something before it, and the log's first word has nothing.
    fn begins_with_anchor(&self, piece: &Piece, work: &mut Workspace) -> bool {
        const BEFORE: &[u8] = b"\n\n";
        let hay: Vec<u8> = BEFORE.iter().chain(piece.bytes.iter().take(2 * REACH)).copied().collect();
        let mut hit = false;
        self.filter.search(&hay, 0, work, |at| hit |= at < BEFORE.len());
        hit
    }

    /// Looks at the block around a place; gives the place behind the block. `known` is a place and how many breaks are before it.
    fn look(&self, piece: &Piece, at: usize, known: (usize, u64), around: &mut dyn Surroundings, scanned: &mut Scanned) -> usize {
        let place = piece.offset + at as u64;
        let from = place.saturating_sub(BEFORE as u64);
        let inside = from >= piece.offset && at + BEHIND <= piece.bytes.len();
        let area: Cow<[u8]> =
            if inside { Cow::Borrowed(&piece.bytes[at - BEFORE.min(at)..at + BEHIND]) } else { Cow::Owned(around.read(from..place + BEHIND as u64)) };
        let middle = (place - from) as usize;
        if middle >= area.len() {
            // The log is shorter than it was.
            return at + 1;
        }
        let block = columns::block(&area, middle);
        let start = from + block.range.start as u64;
        if block.open && piece.growing {
            scanned.left = Some(start);
            return piece.own;
        }
        let text = encodings::text(&block.said);
        let found = diagnose(&text).matches;
        let behind = (at + block.range.end - middle).max(at + 1);
        if found.is_empty() {
            return behind;
        }
        let first = lines_to(piece, known, start, &area, block.range.start);
        let near = Area { bytes: &area, from };
        for found in found {
            let line = first + found.line as i64 - 1;
            let at = || block.place(place_in(&block.said, found.at));
            let context = self.context.map_or_else(Vec::new, |lines| near.near(at(), lines, line));
            scanned.findings.push(Finding { found, block: start..from + block.range.end as u64, line, context });
        }
        behind
    }
}

/// Whether what was met are the words of Partner Center's frame in the host name of an environment, which fill whole logs.
fn is_host(met: &[u8]) -> bool {
    const HOST: &[u8] = b"crm.dynamics.com";
    // Before the words the anchor has whatever byte, and what ends it.
    met.get(2..2 + HOST.len()).is_some_and(|words| words.eq_ignore_ascii_case(HOST))
}

/// The line of a block's beginning, counted from the piece's first.
fn lines_to(piece: &Piece, (known, above): (usize, u64), start: u64, area: &[u8], in_area: usize) -> i64 {
    let known_at = piece.offset + known as u64;
    if start >= known_at {
        return (above + breaks(&piece.bytes[known..(start - piece.offset) as usize])) as i64;
    }
    let between = (known_at - start) as usize;
    above as i64 - breaks(&area[in_area..in_area + between]) as i64
}

fn breaks(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
