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
const LANES: usize = 8;
const CHUNK: usize = STRIDE * LANES;
/// So many chunks are looked through before any of them is looked at again.
const CHUNKS: usize = 512;
const SLOT_BITS: u32 = 18;
const SLOTS: usize = 1 << SLOT_BITS;
/// The meetings are looked up by the first bits of the hash alone: a small index stays in the cache.
const INDEX_BITS: u32 = 13;
/// What stands beside a gram is looked up by a hash of fewer bits, so that it stays in the cache.
const BESIDE_BITS: u32 = 13;
const BESIDE: usize = 1 << BESIDE_BITS;
/// Spreads otherwise than `LOG_FACTOR`: what falls together there hardly does here.
const BESIDE_FACTOR: u32 = 0x9E37_79B1;
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

/// What may stand beside a gram, as bits by the last six bits of a byte.
#[derive(Clone, Copy, Default)]
struct Beside {
    before: u64,
    behind: u64,
}

/// All anchors, ready to be searched for.
pub struct Filter {
    /// 1 where an anchor has a gram of this hash.
    met: Box<[u8; SLOTS]>,
    beside: Box<[Beside; BESIDE]>,
    /// Where the meetings begin whose hashes begin alike.
    first: Vec<u16>,
    meetings: Vec<Meeting>,
}

impl Filter {
    pub fn new() -> Filter {
        let mut meetings: Vec<Meeting> = LOG_ANCHORS.iter().flat_map(|anchor| (0..STRIDE).flat_map(|before| meetings(anchor, before))).collect();
        meetings.sort_unstable_by_key(|meeting| slot(meeting.gram));
        let mut filter = Filter {
            met: Box::new([0; SLOTS]),
            beside: Box::new([Beside::default(); BESIDE]),
            first: Vec::with_capacity((1 << INDEX_BITS) + 1),
            meetings,
        };
        for meeting in &filter.meetings {
            filter.met[slot(meeting.gram)] = 1;
            filter.beside[beside(meeting.gram)].add(meeting);
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
    ///
    /// In three passes, of which the first two decide nothing by branches: what is met is too seldom and too irregular to be guessed.
    pub fn search(&self, hay: &[u8], mut hit: impl FnMut(usize)) {
        let (chunks, rest) = hay.as_chunks::<CHUNK>();
        let mut met = [0; CHUNKS];
        let mut kept = [0; CHUNKS * LANES];
        for (part, chunks) in chunks.chunks(CHUNKS).enumerate() {
            let met = self.met_in(chunks, &mut met);
            for place in self.kept_of(hay, part * CHUNKS * CHUNK, met, &mut kept) {
                self.compare(hay, *place as usize, &mut hit);
            }
        }
        let at = hay.len() - rest.len();
        for place in (at..hay.len()).step_by(STRIDE) {
            self.compare(hay, place, &mut hit);
        }
    }

    /// The chunks in which something is met: their numbers, and below them a bit per lane.
    fn met_in<'a>(&self, chunks: &[[u8; CHUNK]], met: &'a mut [u32; CHUNKS]) -> &'a [u32] {
        let mut count = 0;
        for (number, chunk) in chunks.iter().enumerate() {
            let looks = |lane: usize| u32::from(self.looks(gram(chunk, lane * STRIDE))) << lane;
            let lanes = looks(0) | looks(1) | looks(2) | looks(3) | looks(4) | looks(5) | looks(6) | looks(7);
            met[count % CHUNKS] = (number << LANES) as u32 | lanes;
            count += usize::from(lanes != 0);
        }
        &met[..count.min(CHUNKS)]
    }

    /// Of the places that were met those that have the right bytes beside them.
    fn kept_of<'a>(&self, hay: &[u8], from: usize, met: &[u32], kept: &'a mut [u32; CHUNKS * LANES]) -> &'a [u32] {
        let mut count = 0;
        for met in met {
            let chunk = from + (met >> LANES) as usize * CHUNK;
            let mut lanes = met & ((1 << LANES) - 1);
            while lanes != 0 {
                let place = chunk + lanes.trailing_zeros() as usize * STRIDE;
                lanes &= lanes - 1;
                kept[count % (CHUNKS * LANES)] = place as u32;
                count += usize::from(self.may_be(hay, place));
            }
        }
        &kept[..count.min(CHUNKS * LANES)]
    }

    #[inline(always)]
    fn may_be(&self, hay: &[u8], place: usize) -> bool {
        // At either end of what is searched there is nothing to be seen.
        let Some(around) = hay.get(place.wrapping_sub(1)..).and_then(|rest| rest.first_chunk::<{ GRAM + 2 }>()) else { return true };
        let gram = u32::from_le_bytes([around[1], around[2], around[3], around[4]]) | FOLD;
        let beside = &self.beside[beside(gram)];
        (beside.before >> bit(around[0]) | beside.behind >> bit(around[5])) & 1 != 0
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

#[inline(always)]
fn beside(gram: u32) -> usize {
    (gram.wrapping_mul(BESIDE_FACTOR) >> (32 - BESIDE_BITS)) as usize & (BESIDE - 1)
}

#[inline(always)]
fn bit(byte: u8) -> u32 {
    u32::from((byte | 0x20) & 63)
}

impl Beside {
    /// An anchor shows the byte behind the gram, or, where the gram is its end, the one before.
    fn add(&mut self, meeting: &Meeting) {
        let anchor = meeting.anchor.to_le_bytes();
        let behind = usize::from(meeting.before) + GRAM;
        let (side, byte) = if behind < LENGTH { (&mut self.behind, anchor[behind]) } else { (&mut self.before, anchor[LENGTH - GRAM - 1]) };
        match byte {
            0 => LOG_GAPS.iter().for_each(|gap| *side |= 1 << bit(*gap)),
            byte => *side |= 1 << bit(byte),
        }
    }
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
