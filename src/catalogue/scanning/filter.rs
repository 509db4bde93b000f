//! Finds the places of a log that may hold a known error, at the speed of memory: the anchors that `derive.rs` chose.
//!
//! A piece is read three times while it is in the innermost cache: once to write it in canonical form and count its lines, once to
//! look up six bytes in every five, and once more where something was met. None of this decides anything by branches that can't be
//! guessed. What is left is compared whole. Knows neither lines' meaning nor entries.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use super::super::data::{LOG_ANCHORS, LOG_FACTOR};
use super::anchor::{Anchor, GRAM, Gram, LENGTH, SLOT_BITS, STRIDE, canonical, eight, grams, is_class, slot};

/// How many bytes behind a range an anchor that begins in it may reach.
pub const REACH: usize = LENGTH;
/// How much is read at a time.
pub const STEP: usize = CHUNK * 200;

/// So many looks are taken before anything is decided.
const LANES: usize = 8;
const CHUNK: usize = STRIDE * LANES;
/// A look takes eight bytes, two more than count.
const WIDE: usize = 8;
const CHUNKS: usize = (STEP + REACH).div_ceil(CHUNK);
/// Room for all of them; a power of two, which makes a place of it cheap.
const MET: usize = CHUNKS.next_power_of_two();
const SLOTS: usize = 1 << SLOT_BITS;
/// The meetings are looked up by the first bits of the hash alone: a small index stays in the cache.
const INDEX_BITS: u32 = 12;
/// Blanks before what is read.
const MARGIN: usize = 16;
/// So many bytes are compared, of which an anchor has fewer.
const COMPARED: usize = 16;

/// What each lane gives, joined and written out: a loop of eight is not unrolled where code is to be small.
macro_rules! of_each_lane {
    ($lane:ident => $value:expr) => {
        of_each_lane!($lane => $value; 0 1 2 3 4 5 6 7)
    };
    ($lane:ident => $value:expr; $($number:literal)+) => {
        0 $(| {
            let $lane: usize = $number;
            $value
        })+
    };
}

/// A chunk in which something is met: its number, and a byte per lane, 0 or the mark of the gram there.
type Met = (u16, u64);

/// One way to meet an anchor.
struct Meeting {
    /// As the first of eight bytes; the last one is how many bytes before it the anchor begins.
    key: u64,
    anchor: u16,
}

/// All anchors, ready to be searched for.
pub struct Filter {
    /// By the hash of a gram: 0 where no anchor has one, else a mark of what stands [`beside`] it there.
    met: Box<[u8; SLOTS]>,
    /// A bit per place of that table and mark: which marks are meant where there are several.
    several: Box<[u64; WORDS]>,
    /// Where the meetings begin whose hashes begin alike.
    first: Vec<u16>,
    meetings: Vec<Meeting>,
    /// Their bytes, and which of them count.
    anchors: Vec<(u128, u128)>,
    level: Level,
}

/// What the filter works with, each thread with its own.
pub struct Workspace {
    read: Canonical,
    met: [Met; MET],
    places: Places,
    starts: Vec<usize>,
}

/// Where in the canonical form something is, and the mark of the gram there.
type Places = [(u16, u8); PLACES];
const PLACES: usize = MET * LANES;

/// A part of a log as the filter reads it.
struct Canonical {
    bytes: [u8; MARGIN + CHUNKS * CHUNK + COMPARED],
    length: usize,
}

impl Default for Workspace {
    fn default() -> Workspace {
        let read = Canonical { bytes: [b' '; MARGIN + CHUNKS * CHUNK + COMPARED], length: 0 };
        Workspace { read, met: [(0, 0); MET], places: [(0, 0); PLACES], starts: Vec::new() }
    }
}

impl Filter {
    pub fn new() -> Filter {
        let mut meetings = Vec::new();
        let mut met = Box::new([0; SLOTS]);
        let mut several = Box::new([0; WORDS]);
        for (number, anchor) in LOG_ANCHORS.iter().enumerate() {
            let number = u16::try_from(number).expect("1600 anchors at most, which a test counts");
            for before in 0..STRIDE {
                let mark = beside(anchor, before);
                for gram in grams(anchor, before) {
                    let slot = slot(eight(&gram), LOG_FACTOR);
                    met[slot] = match met[slot] {
                        known if known == 0 || known == mark => mark,
                        ANYTHING => ANYTHING,
                        _ if mark == ANYTHING => ANYTHING,
                        _ => SEVERAL,
                    };
                    let (word, bit) = of_several(slot, mark);
                    several[word] |= bit;
                    meetings.push(Meeting { key: key(&gram, before), anchor: number });
                }
            }
        }
        meetings.sort_unstable_by_key(Meeting::index);
        let mut first = Vec::with_capacity((1 << INDEX_BITS) + 1);
        let mut next = 0;
        for place in 0..=1 << INDEX_BITS {
            while meetings.get(next).is_some_and(|meeting| meeting.index() < place) {
                next += 1;
            }
            first.push(u16::try_from(next).expect("the ways to meet an anchor are the same in every build, and each test of the scanner lists them"));
        }
        let masked = |anchor: &Anchor| {
            (wide(anchor.map(|byte| if is_class(byte) { 0 } else { byte })), wide(anchor.map(|byte| if is_class(byte) { 0 } else { 0xFF })))
        };
        Filter { met, several, first, meetings, anchors: LOG_ANCHORS.iter().map(masked).collect(), level: Level::new() }
    }

    /// Tells `hit` where anchors begin, in order, each place once; `hay` is searched whole, up to [`STEP`] and [`REACH`] bytes, and
    /// anchors that begin before it are not seen. Gives how many of its first `own` bytes are line breaks.
    pub fn search(&self, hay: &[u8], own: usize, Workspace { read, met, places, starts }: &mut Workspace, mut hit: impl FnMut(usize)) -> u64 {
        let breaks = dispatch!(self.level, simd => rewrite(simd, hay, own, read));
        let count = self.met_in(read, met);
        let count = kept_of(read, met, count, places);
        let count = self.sure_of(read, places, count);
        starts.clear();
        for (place, _) in &places[..count] {
            self.compare(read, usize::from(*place), starts);
        }
        starts.sort_unstable();
        starts.dedup();
        starts.iter().for_each(|start| hit(*start));
        breaks
    }

    /// The chunks in which something is met; gives how many.
    fn met_in(&self, read: &Canonical, met: &mut [Met; MET]) -> usize {
        let mut count = 0;
        let chunks = &read.bytes[MARGIN..];
        for number in 0..read.length.div_ceil(CHUNK) {
            let Some(chunk) = chunks.get(number * CHUNK..).and_then(|rest| rest.first_chunk::<{ CHUNK + WIDE }>()) else { break };
            let marks = of_each_lane!(lane => u64::from(self.met_at(chunk, lane * STRIDE)) << (8 * lane));
            met[count % MET] = (number as u16, marks);
            count += usize::from(marks != 0);
        }
        count
    }

    /// Of these places those where the neighbours are right also where several may be; gives how many, at the front.
    fn sure_of(&self, read: &Canonical, places: &mut Places, count: usize) -> usize {
        let mut sure = 0;
        for at in 0..count {
            let (place, met) = places[at % PLACES];
            places[sure % PLACES] = (place, met);
            sure += usize::from((met != SEVERAL) | self.one_of_several(read, usize::from(place)));
        }
        sure
    }

    #[inline(always)]
    fn one_of_several(&self, read: &Canonical, place: usize) -> bool {
        let slot = slot(eight_at(&read.bytes, place), LOG_FACTOR) & (SLOTS - 1);
        let (behind, before) = marks_beside(read, place);
        let one_of = |mark: u8| {
            let (word, bit) = of_several(slot, mark);
            self.several[word] & bit != 0
        };
        // Both are looked at: a branch that can't be guessed costs more.
        one_of(behind) | one_of(before)
    }

    #[inline(always)]
    fn met_at(&self, bytes: &[u8], at: usize) -> u8 {
        self.met[slot(eight_at(bytes, at), LOG_FACTOR) & (SLOTS - 1)]
    }

    /// Adds where the anchors begin that have a gram here. What may stand beside a word is not looked at again, so one that is not
    /// there may be told as well, and must not hide another.
    fn compare(&self, read: &Canonical, place: usize, starts: &mut Vec<usize>) {
        let seen = eight_at(&read.bytes, place);
        let index = index(slot(seen, LOG_FACTOR));
        let gram = seen & GRAM_BITS;
        let meetings = &self.meetings[usize::from(self.first[index])..usize::from(self.first[index + 1])];
        for meeting in meetings.iter().filter(|meeting| meeting.key & GRAM_BITS == gram) {
            let Some(start) = (place - MARGIN).checked_sub(meeting.before()) else { continue };
            let Some(there) = read.bytes[MARGIN + start..].first_chunk::<COMPARED>() else { continue };
            let (anchor, mask) = self.anchors[usize::from(meeting.anchor)];
            if u128::from_le_bytes(*there) & mask == anchor {
                starts.push(start);
            }
        }
    }
}

/// The places in these chunks where a gram is met whose neighbours are right or may be; gives how many. One place of each chunk is
/// looked at before the next one of any: how many a chunk has can't be guessed.
fn kept_of(read: &Canonical, met: &mut [Met; MET], mut count: usize, places: &mut Places) -> usize {
    let mut kept = 0;
    while count > 0 {
        let mut left = 0;
        for at in 0..count {
            let (number, marks) = met[at % MET];
            let lane = (marks.trailing_zeros() / 8) as usize % LANES;
            let place = MARGIN + usize::from(number) * CHUNK + lane * STRIDE;
            let mark = (marks >> (8 * lane)) as u8;
            places[kept % PLACES] = (place as u16, mark);
            let (behind, before) = marks_beside(read, place);
            kept += usize::from((mark == behind) | (mark == before) | (mark == SEVERAL) | (mark == ANYTHING));
            let marks = marks & !(0xFF << (8 * lane));
            met[left % MET] = (number, marks);
            left += usize::from(marks != 0);
        }
        count = left;
    }
    kept
}

/// The marks of the two bytes behind the gram at this place and of the two before it.
#[inline(always)]
fn marks_beside(read: &Canonical, place: usize) -> (u8, u8) {
    let Some(around) = read.bytes.get(place - 2..).and_then(|rest| rest.first_chunk::<{ 2 + WIDE }>()) else { return (0, 0) };
    (mark([around[2 + GRAM], around[3 + GRAM]], BEHIND), mark([around[0], around[1]], BEFORE))
}

const GRAM_BITS: u64 = (1 << (8 * GRAM)) - 1;

fn key(gram: &Gram, before: usize) -> u64 {
    eight(gram) | (before as u64) << 56
}

impl Meeting {
    fn before(&self) -> usize {
        (self.key >> 56) as usize
    }

    fn index(&self) -> usize {
        index(slot(self.key & GRAM_BITS, LOG_FACTOR))
    }
}

fn index(slot: usize) -> usize {
    slot >> (SLOT_BITS - INDEX_BITS)
}

/// The mark where anything may stand beside a gram.
const ANYTHING: u8 = u8::MAX;
/// In the table: more marks than one.
const SEVERAL: u8 = 1;
/// How many words hold the bits of those.
const WORDS: usize = 4096;
const BEHIND: u8 = 0x40;
const BEFORE: u8 = 0xC0;

/// The mark of two bytes behind a gram or before it.
#[inline(always)]
fn mark(two: [u8; 2], side: u8) -> u8 {
    side | (two[0] ^ two[1] >> 2 ^ two[1] << 3) & 0x3F
}

/// The word and the bit in it that stand for a mark at a place of the table; others may share them.
#[inline(always)]
fn of_several(slot: usize, mark: u8) -> (usize, u64) {
    let bit = (slot * 89 + usize::from(mark) * 641) % (64 * WORDS);
    (bit / 64, 1 << (bit % 64))
}

/// The mark of the two bytes that an anchor has behind its gram, or, where it ends there, before.
fn beside(anchor: &Anchor, before: usize) -> u8 {
    let behind = before + GRAM;
    let (two, side) =
        if behind + 2 <= LENGTH { ([anchor[behind], anchor[behind + 1]], BEHIND) } else { ([anchor[before - 2], anchor[before - 1]], BEFORE) };
    if two.into_iter().any(is_class) { ANYTHING } else { mark(two, side) }
}

fn wide(anchor: Anchor) -> u128 {
    anchor.iter().rev().fold(0, |wide, byte| wide << 8 | u128::from(*byte))
}

#[inline(always)]
fn eight_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk::<WIDE>()).map_or(0, |eight| u64::from_le_bytes(*eight))
}

/// Writes what is to be searched in canonical form, blanks behind it; gives how many of its first `own` bytes are line breaks.
#[inline(always)]
fn rewrite<S: Simd>(simd: S, hay: &[u8], own: usize, read: &mut Canonical) -> u64 {
    let hay = &hay[..hay.len().min(STEP + REACH)];
    let (counted, rest) = hay.split_at(own.min(hay.len()));
    let to = &mut read.bytes[MARGIN..];
    let wide = counted.len() / S::u8s::LEN * S::u8s::LEN;
    let mut breaks = 0;
    for (from, to) in counted.chunks_exact(S::u8s::LEN).zip(to.chunks_exact_mut(S::u8s::LEN)) {
        let bytes = S::u8s::from_slice(simd, from);
        let lower = bytes | 0x20;
        let letter = (lower - b'a').simd_lt(26) | (bytes - b'0').simd_lt(10);
        let word = letter | bytes.simd_ge(0x80) | bytes.simd_eq(b'_');
        word.select(lower, S::u8s::splat(simd, b' ')).store_slice(to);
        breaks += u64::from(bytes.simd_eq(b'\n').to_bitmask().count_ones());
    }
    for (byte, to) in counted[wide..].iter().chain(rest).zip(to[wide..].iter_mut()) {
        *to = canonical(*byte);
    }
    breaks += counted[wide..].iter().filter(|byte| **byte == b'\n').count() as u64;
    to[hay.len()..].fill(b' ');
    read.length = hay.len();
    breaks
}
