//! Finds the places of a log that may hold a known error, at the speed of memory: the anchors that `build/derive.rs` chose.
//!
//! A piece is read while it is in the cache: once to write it in canonical form and count its lines, once to look up six bytes in
//! every five. Where something is met, what stands around it is looked up as well. None of this decides anything by branches
//! that can't be guessed. What is left is compared whole. Knows neither lines' meaning nor entries.

#[cfg(target_arch = "x86_64")]
mod avx512;
mod canonical;
#[cfg(test)]
mod tests;

use fearless_simd::{Level, Simd, dispatch};

use super::super::data::{LOG_ANCHORS, LOG_FACTOR};
use super::anchor::{self, ANY, Anchor, GRAM, Gram, LENGTH, SLOT_BITS, STRIDE, eight, grams, has_mark, is_class, put_mark, slot, values};
use canonical::Canonical;

/// How many bytes behind a range an anchor that begins in it may reach.
pub const REACH: usize = LENGTH;
/// How much is read at a time: enough that what is done once each time hardly counts, and no more than stays in the cache.
pub const STEP: usize = 16_640;

/// How many looks that takes.
const LOOKS: usize = (STEP + REACH).div_ceil(STRIDE);
/// So many bytes are looked at without a question whether they are there.
const CHUNK: usize = 8 * STRIDE;
/// A look takes eight bytes, two more than count.
const WIDE: usize = 8;
/// Blanks before what is read.
const MARGIN: usize = 16;
/// What is read, and as much before and behind it as looks reach.
const READ: usize = MARGIN + STEP + REACH + 512;
/// So many bytes are compared, of which an anchor has fewer.
const COMPARED: usize = 16;
/// The meetings are looked up by the first bits of the hash alone: a small index stays in the cache.
const INDEX_BITS: u32 = 12;

/// Where in the canonical form something is met.
type Places = [u16; PLACES];
/// Room for all looks and those that are written at once; a power of two, which makes a place of it cheap.
const PLACES: usize = (LOOKS + 64).next_power_of_two();

/// One way to meet an anchor.
struct Meeting {
    /// As the first of eight bytes; the last one is how many bytes before it the anchor begins.
    key: u64,
    anchor: u16,
}

/// All anchors, ready to be searched for.
pub struct Filter {
    /// By the first bits of a gram's hash: the marks of those that an anchor may have. Small enough for the innermost cache.
    first_look: Box<Bits>,
    /// By the last bits: whether an anchor may have it.
    second_look: Box<Bits>,
    /// By the first bits: how many bytes before it such an anchor may begin, a bit for each; and which bytes of it are not to be
    /// looked at, [`FIRST`] and [`LAST`].
    befores: Box<[u8; 1 << SLOT_BITS]>,
    /// By the hash of a gram with what is around it.
    around: Box<[u64; AROUND / 64]>,
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
    #[cfg(target_arch = "x86_64")]
    looks: avx512::Looks,
    places: Places,
    starts: Vec<usize>,
}

impl Default for Workspace {
    fn default() -> Workspace {
        Workspace {
            read: Canonical::default(),
            #[cfg(target_arch = "x86_64")]
            looks: avx512::Looks::default(),
            places: [0; _],
            starts: Vec::new(),
        }
    }
}

impl Filter {
    pub fn new() -> Filter {
        Filter::at(Level::new())
    }

    /// One that uses no more of the processor than this.
    pub fn at(level: Level) -> Filter {
        let mut meetings = Vec::new();
        let mut first_look: Box<Bits> = Box::new([0; _]);
        let mut second_look: Box<Bits> = Box::new([0; _]);
        let mut befores = Box::new([0; 1 << SLOT_BITS]);
        for (number, anchor) in LOG_ANCHORS.iter().enumerate() {
            let number = u16::try_from(number).expect("1700 anchors at most, which a test counts");
            for before in 0..STRIDE {
                for gram in grams(anchor, before) {
                    let hash = hash(eight(&gram));
                    put_mark(&mut first_look, hash);
                    let place = second_slot(hash);
                    second_look[place / 8] |= 1 << (place % 8);
                    befores[slot(hash)] |= 1 << before | free(anchor, before);
                    meetings.push(Meeting { key: key(&gram, before), anchor: number });
                }
            }
        }
        let mut around = Box::new([0; AROUND / 64]);
        for alike in meetings.chunk_by(|one: &Meeting, next| one.anchor == next.anchor && one.before() == next.before()) {
            let beside = beside(&LOG_ANCHORS[usize::from(alike[0].anchor)], alike[0].before());
            for meeting in alike {
                let hash = hash(meeting.key);
                let counts = counting(befores[slot(hash)]);
                for beside in &beside {
                    let (word, bit) = with(hash, beside & counts);
                    around[word] |= 1 << bit;
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
        Filter { first_look, second_look, befores, around, first, meetings, anchors: LOG_ANCHORS.iter().map(masked).collect(), level }
    }

    /// Tells `hit` where anchors begin, in order, each place once; `hay` is searched whole, up to [`STEP`] and [`REACH`] bytes, and
    /// anchors that begin before it are not seen. Gives how many of its first `own` bytes are line breaks.
    pub fn search(&self, hay: &[u8], own: usize, work: &mut Workspace, mut hit: impl FnMut(usize)) -> u64 {
        let breaks = work.read.write(self.level, hay, own);
        let count = dispatch!(self.level, simd => self.met(simd, work));
        work.starts.clear();
        for place in &work.places[..count] {
            self.compare(&work.read, usize::from(*place), &mut work.starts);
        }
        work.starts.sort_unstable();
        work.starts.dedup();
        work.starts.iter().for_each(|start| hit(*start));
        breaks
    }

    /// The places where an anchor may be; gives how many. That the level is known here gives the compiler all instructions it has.
    #[inline(always)]
    fn met<S: Simd>(&self, _level: S, work: &mut Workspace) -> usize {
        let count = self.look(work);
        let count = kept(&mut work.places, count, |place| self.second(&work.read.bytes, place));
        kept(&mut work.places, count, |place| self.around(&work.read.bytes, place))
    }

    /// Those where a gram may be.
    #[inline(always)]
    fn look(&self, work: &mut Workspace) -> usize {
        #[cfg(target_arch = "x86_64")]
        if let Some(avx512) = self.level.as_avx512() {
            return avx512::look(avx512, &work.read.bytes[MARGIN..], work.read.length, &self.first_look, &mut work.looks, &mut work.places);
        }
        let mut count = 0;
        for start in (MARGIN..MARGIN + work.read.length).step_by(CHUNK) {
            // Cut out first, so that no look has to ask whether there is that much.
            let Some(chunk) = work.read.bytes[start..].first_chunk::<{ CHUNK + WIDE }>() else { break };
            for at in (0..CHUNK).step_by(STRIDE) {
                work.places[count % PLACES] = (start + at) as u16;
                count += usize::from(has_mark(&self.first_look, hash(eight_at(chunk, at))));
            }
        }
        count
    }

    #[inline(always)]
    fn second(&self, bytes: &[u8], place: usize) -> usize {
        let place = second_slot(hash(eight_at(bytes, place)));
        usize::from(self.second_look[place / 8] >> (place % 8) & 1)
    }

    /// Whether the text around the gram at this place may be an anchor's. Most grams have one place in an anchor, a few have several.
    #[inline(always)]
    fn around(&self, bytes: &[u8], place: usize) -> usize {
        let hash = hash(eight_at(bytes, place));
        let befores = self.befores[slot(hash)];
        let counts = counting(befores);
        let beside = u64::from(four_at(bytes, place - BESIDE)) | u64::from(four_at(bytes, place + GRAM)) << (8 * BESIDE);
        let mut left = befores & (FIRST - 1);
        let mut found = 0;
        while left != 0 {
            let before = left.trailing_zeros() as usize;
            let (word, bit) = with(hash, (beside >> (8 * (BESIDE - before))) as u32 & counts);
            found |= self.around[word] >> bit & 1;
            left &= left - 1;
        }
        found as usize
    }

    /// Adds where the anchors begin that have a gram here. What may stand beside a word is not looked at again, so one that is not
    /// there may be told as well, and must not hide another.
    fn compare(&self, read: &Canonical, place: usize, starts: &mut Vec<usize>) {
        let seen = eight_at(&read.bytes, place);
        let index = index(hash(seen));
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

/// Of these places those for which `right` gives 1 and not 0, at the front; gives how many. A number, so that nothing branches on it.
#[inline(always)]
fn kept(places: &mut Places, count: usize, right: impl Fn(usize) -> usize) -> usize {
    let mut kept = 0;
    for at in 0..count {
        let place = places[at % PLACES];
        places[kept % PLACES] = place;
        kept += right(usize::from(place));
    }
    kept
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
        index(hash(self.key))
    }
}

fn index(hash: u32) -> usize {
    (hash >> (32 - INDEX_BITS)) as usize
}

#[inline(always)]
fn hash(eight: u64) -> u32 {
    anchor::hash(eight, LOG_FACTOR)
}

/// A table of bits; as many bytes as two name, of which the places fill the first half, so that nothing asks whether
/// one is there.
type Bits = [u8; 1 << 16];

/// The place of a hash in the second table: most of these bits did not count in the first.
#[inline(always)]
fn second_slot(hash: u32) -> usize {
    (hash & ((1 << SLOT_BITS) - 1)) as usize
}

/// How many bytes an anchor has beside a gram, on both sides together.
const BESIDE: usize = LENGTH - GRAM;
/// The first of these may be any; the last.
const FIRST: u8 = 1 << STRIDE;
const LAST: u8 = FIRST << 1;

/// Which bytes beside a gram may be any.
fn free(anchor: &Anchor, before: usize) -> u8 {
    let first = if before > 0 && anchor[0] == ANY { FIRST } else { 0 };
    let last = if before < BESIDE && anchor[LENGTH - 1] == ANY { LAST } else { 0 };
    first | last
}

/// The bits of the bytes beside a gram that are looked at.
#[inline(always)]
fn counting(befores: u8) -> u32 {
    const COUNTING: [u32; 4] = [0xFFFF_FFFF, 0xFFFF_FF00, 0x00FF_FFFF, 0x00FF_FF00];
    COUNTING[usize::from(befores / FIRST % 4)]
}

/// How many bits stand for grams with what is around them.
const AROUND: usize = 1 << AROUND_BITS;
const AROUND_BITS: u32 = 19;

/// The word and the bit in it that stand for a gram with these bytes around it; others may share them.
#[inline(always)]
fn with(hash: u32, beside: u32) -> (usize, usize) {
    let both = u64::from(hash) << 32 | u64::from(beside);
    let bit = (both.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - AROUND_BITS)) as usize;
    (bit / 64, bit % 64)
}

/// All that an anchor may have beside its gram, as one run.
fn beside(anchor: &Anchor, before: usize) -> Vec<u32> {
    let places = (0..before).chain(before + GRAM..LENGTH);
    let plain = places.clone().rev().fold(0, |run, place| run << 8 | u32::from(anchor[place]));
    let mut all = vec![plain];
    for (number, place) in places.enumerate().filter(|(_, place)| is_class(anchor[*place])) {
        // Any byte is not looked at.
        let values = if anchor[place] == ANY { vec![0] } else { values(anchor, place) };
        let each = |run: &u32| values.iter().map(|byte| run & !(0xFF << (8 * number)) | u32::from(*byte) << (8 * number)).collect::<Vec<_>>();
        all = all.iter().flat_map(each).collect();
    }
    all
}

fn wide(anchor: Anchor) -> u128 {
    anchor.iter().rev().fold(0, |wide, byte| wide << 8 | u128::from(*byte))
}

#[inline(always)]
fn eight_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |eight| u64::from_le_bytes(*eight))
}

#[inline(always)]
fn four_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |four| u32::from_le_bytes(*four))
}
