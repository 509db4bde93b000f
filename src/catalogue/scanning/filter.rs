//! Finds the places of a log that may hold a known error, at the speed of memory: the anchors of `derive.rs`, whatever their case.
//!
//! Every [`STRIDE`] bytes four bytes are looked up in a table; each anchor is long enough to be met that way. What is met by
//! chance is told apart by comparing the whole anchor. Knows neither lines nor entries.

use super::super::data::{LOG_ANCHORS, LOG_FACTOR, LOG_GAPS};

/// How long an anchor is; as in `derive.rs`.
const LENGTH: usize = 8;
/// How far apart the places are that are looked at: `LENGTH - GRAM + 1`, as in `derive.rs`.
const STRIDE: usize = 5;
const GRAM: usize = 4;
const LANES: usize = 4;
const CHUNK: usize = STRIDE * LANES;
const SLOT_BITS: u32 = 18;
const SLOTS: usize = 1 << SLOT_BITS;
/// The meetings are looked up by the first bits of the hash alone: a small index stays in the cache.
const INDEX_BITS: u32 = 13;
const FOLD: u32 = 0x2020_2020;
const FOLD_8: u64 = 0x2020_2020_2020_2020;

/// How many bytes behind a range an anchor that begins in it may reach.
pub const REACH: usize = LENGTH;

/// One way to meet an anchor.
#[derive(Clone, Copy)]
struct Meeting {
    gram: u32,
    /// How many bytes before the gram the anchor begins.
    before: u8,
    /// The anchor's bytes, folded, and which of them count.
    anchor: u64,
    mask: u64,
}

/// All anchors, ready to be searched for.
pub struct Filter {
    /// Not 0 where an anchor has a gram of this hash.
    met: Box<[u8; SLOTS]>,
    /// Where the meetings begin whose hashes begin alike.
    first: Vec<u16>,
    meetings: Vec<Meeting>,
}

impl Filter {
    pub fn new() -> Filter {
        let mut meetings: Vec<Meeting> = LOG_ANCHORS.iter().flat_map(|anchor| (0..STRIDE).flat_map(|before| meetings(anchor, before))).collect();
        meetings.sort_unstable_by_key(|meeting| slot(meeting.gram));
        let mut filter = Filter { met: Box::new([0; SLOTS]), first: Vec::with_capacity((1 << INDEX_BITS) + 1), meetings };
        for meeting in &filter.meetings {
            filter.met[slot(meeting.gram)] = 1;
        }
        let mut next = 0;
        for place in 0..=1 << INDEX_BITS {
            while filter.meetings.get(next).is_some_and(|meeting| index(slot(meeting.gram)) < place) {
                next += 1;
            }
            filter.first.push(u16::try_from(next).expect("a few thousand meetings, which a test counts"));
        }
        filter
    }

    /// Tells `hit` where anchors begin; `hay` is searched whole, and anchors that begin before it are not seen.
    pub fn search(&self, hay: &[u8], mut hit: impl FnMut(usize)) {
        let (chunks, rest) = hay.as_chunks::<CHUNK>();
        let mut at = 0;
        for chunk in chunks {
            let met = self.looks(gram(chunk, 0))
                | self.looks(gram(chunk, STRIDE))
                | self.looks(gram(chunk, 2 * STRIDE))
                | self.looks(gram(chunk, 3 * STRIDE));
            if met != 0 {
                for lane in 0..LANES {
                    self.compare(hay, at + lane * STRIDE, &mut hit);
                }
            }
            at += CHUNK;
        }
        for place in (at..at + rest.len()).step_by(STRIDE) {
            self.compare(hay, place, &mut hit);
        }
    }

    #[inline(always)]
    fn looks(&self, gram: u32) -> u8 {
        self.met[slot(gram)]
    }

    fn compare(&self, hay: &[u8], place: usize, hit: &mut impl FnMut(usize)) {
        let Some(bytes) = hay.get(place..).and_then(|rest| rest.first_chunk::<GRAM>()) else { return };
        let gram = u32::from_le_bytes(*bytes) | FOLD;
        if self.looks(gram) == 0 {
            return;
        }
        let index = index(slot(gram));
        for meeting in &self.meetings[usize::from(self.first[index])..usize::from(self.first[index + 1])] {
            if meeting.gram == gram
                && let Some(start) = place.checked_sub(usize::from(meeting.before))
                && let Some(bytes) = hay.get(start..).and_then(|rest| rest.first_chunk::<LENGTH>())
                && (u64::from_le_bytes(*bytes) | FOLD_8) & meeting.mask == meeting.anchor
            {
                return hit(start);
            }
        }
    }
}

#[inline(always)]
fn gram(chunk: &[u8; CHUNK], at: usize) -> u32 {
    u32::from_le_bytes([chunk[at], chunk[at + 1], chunk[at + 2], chunk[at + 3]]) | FOLD
}

#[inline(always)]
fn slot(gram: u32) -> usize {
    (gram.wrapping_mul(LOG_FACTOR) >> (32 - SLOT_BITS)) as usize & (SLOTS - 1)
}

fn index(slot: usize) -> usize {
    slot >> (SLOT_BITS - INDEX_BITS)
}

/// The ways to meet an anchor at `before` bytes behind its start; a gap may be any byte between words.
fn meetings(anchor: &[u8; LENGTH], before: usize) -> Vec<Meeting> {
    let seen = [anchor[before], anchor[before + 1], anchor[before + 2], anchor[before + 3]];
    let mask = u64::from_le_bytes(anchor.map(|byte| if byte == 0 { 0 } else { 0xFF }));
    let meeting = |gram: [u8; GRAM]| Meeting { gram: u32::from_le_bytes(gram), before: before as u8, anchor: u64::from_le_bytes(*anchor), mask };
    match seen.iter().position(|byte| *byte == 0) {
        None => vec![meeting(seen)],
        Some(at) => LOG_GAPS
            .iter()
            .map(|gap| {
                let mut gram = seen;
                gram[at] = *gap;
                meeting(gram)
            })
            .collect(),
    }
}
