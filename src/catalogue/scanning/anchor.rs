//! What an anchor is, for the build script that chooses them and for the scanner that looks for them.
//!
//! An anchor is a run of bytes, as [`canonical`] writes them, that a known error has. The scanner looks at [`GRAM`] bytes in every
//! [`STRIDE`], which finds every anchor wherever it begins.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How long an anchor is.
pub const LENGTH: usize = 10;
/// The scanner looks at so many bytes at once: longer ones meet fewer ordinary words, shorter ones leave fewer places to look at.
pub const GRAM: usize = 6;
/// Every so many bytes the scanner looks.
pub const STRIDE: usize = LENGTH - GRAM + 1;
/// In an anchor: any byte. It fills up a phrase that is too short.
pub const ANY: u8 = 0;
/// In an anchor: what may stand beside a word, one of [`BEFORE`] at its beginning and of [`BEHIND`] at its end.
pub const GAP: u8 = 1;
/// The same beside several words, which no letter of another script touches: a blank or a quote.
pub const EDGE: u8 = 2;
/// The logarithm of the size of the scanner's table.
pub const SLOT_BITS: u32 = 18;
/// What ends before a word, in canonical bytes: blanks and punctuation, and the last bytes of typographic and full-width punctuation.
const BEFORE: [u8; 10] = [b' ', 0xA0, 0xA1, 0xA2, 0xAC, 0xB8, 0xB9, 0xBA, 0xBC, 0xBD];
/// What begins behind a word: the same, by the first bytes, and those of letters that are words of their own.
const BEHIND: [u8; 14] = [b' ', 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF];
const BEFORE_WORDS: [u8; 3] = [b' ', 0xB8, 0xBC];
const BEHIND_WORDS: [u8; 2] = [b' ', 0xE2];
/// The last two bytes of punctuation that has several.
const LAST_TWO: [[u8; 2]; 7] = [[0xE2, 0xA0], [0xA0, 0xBC], [0xA0, 0xBD], [0xA0, 0xB8], [0xA0, 0xB9], [0xA0, 0xA2], [0xBC, 0xBA]];
/// The first two.
const FIRST_TWO: [[u8; 2]; 4] = [[0xE2, 0xA0], [0xE3, 0xA0], [0xEF, 0xBC], [0xEF, 0xBD]];

pub type Anchor = [u8; LENGTH];
pub type Gram = [u8; GRAM];

/// A byte as the scanner reads it: lower case, and everything between words alike. Bytes of other letters may fall together, which
/// costs a second look at most.
#[inline(always)]
pub const fn canonical(byte: u8) -> u8 {
    let lower = byte | 0x20;
    let word = byte >= 0x80 || byte == b'_' || byte.wrapping_sub(b'0') < 10 || lower.wrapping_sub(b'a') < 26;
    if word { lower } else { b' ' }
}

/// Whether a byte of an anchor stands for several, rather than for itself.
pub fn is_class(byte: u8) -> bool {
    [ANY, GAP, EDGE].contains(&byte)
}

/// A gram's hash. The factor's low bytes are 0, so that what is behind the gram counts for nothing.
#[inline(always)]
pub const fn hash(eight: u64, factor: u64) -> u32 {
    (eight.wrapping_mul(factor) >> 32) as u32
}

/// The place of a hash in the scanner's tables.
#[inline(always)]
pub const fn slot(hash: u32) -> usize {
    (hash >> (32 - SLOT_BITS)) as usize
}

/// The byte of the first table that a hash has its mark in.
#[inline(always)]
const fn byte(hash: u32) -> usize {
    slot(hash) / 8
}

/// Where in a hash the number of its mark begins: behind the bits that name the byte.
pub const MARK_FROM: u32 = 32 - (SLOT_BITS - 3) - 6;

/// The mark of a hash in its byte: several bits, which others have put there less often than a single one.
#[inline(always)]
const fn mark(hash: u32) -> u8 {
    MARKS[(hash >> MARK_FROM) as usize % MARKS.len()]
}

/// Puts the mark of a hash into a table.
pub fn put_mark<const SIZE: usize>(table: &mut [u8; SIZE], hash: u32) {
    table[byte(hash)] |= mark(hash);
}

/// Whether a table has the mark of a hash: as a rule only where it was put.
#[inline(always)]
pub fn has_mark<const SIZE: usize>(table: &[u8; SIZE], hash: u32) -> bool {
    table[byte(hash)] & mark(hash) == mark(hash)
}

/// Three of eight bits, in every way; eight ways stand here twice.
pub const MARKS: [u8; 64] = {
    let mut marks = [0; 64];
    let (mut at, mut bits) = (0, 0_u8);
    while at < marks.len() {
        if bits.count_ones() == 3 {
            marks[at] = bits;
            at += 1;
        }
        bits = bits.wrapping_add(1);
    }
    marks
};

/// A gram as the first of eight bytes.
pub fn eight(gram: &Gram) -> u64 {
    gram.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte))
}

/// All that the scanner may meet of an anchor when it looks at it from this byte on.
pub fn grams(anchor: &Anchor, start: usize) -> Vec<Gram> {
    let plain: Gram = std::array::from_fn(|place| anchor[start + place]);
    if !plain.into_iter().any(is_class) {
        return vec![plain];
    }
    let mut all = vec![[0; GRAM]];
    let mut place = 0;
    while place < GRAM {
        let at = start + place;
        if !is_class(anchor[at]) {
            all.iter_mut().for_each(|gram| gram[place] = anchor[at]);
            place += 1;
            continue;
        }
        let values = written(anchor[at], anchor.get(at + 1).copied().filter(|_| place + 1 < GRAM), at < LENGTH / 2);
        let with = |gram: Gram| {
            values.iter().map(move |value| {
                let mut gram = gram;
                gram[place..place + value.len()].copy_from_slice(value);
                gram
            })
        };
        all = all.into_iter().flat_map(with).collect();
        place += values[0].len();
    }
    all
}

/// All that a byte of an anchor stands for.
pub fn values(anchor: &Anchor, place: usize) -> Vec<u8> {
    written(anchor[place], None, place < LENGTH / 2).concat()
}

/// What a byte of an anchor stands for, or a byte and the next; all of one length.
fn written(byte: u8, next: Option<u8>, before: bool) -> Vec<Vec<u8>> {
    static EVERY: LazyLock<BTreeSet<u8>> = LazyLock::new(|| (0..=u8::MAX).map(canonical).collect());
    let every = || EVERY.iter().copied();
    let each = |bytes: &[u8]| bytes.iter().map(|byte| vec![*byte]).collect();
    match (byte, next) {
        // Before a blank the end of a letter of any script, behind one the beginning.
        (ANY, Some(GAP)) => every().filter(|byte| *byte < 0xC0).map(|byte| vec![byte, b' ']).chain(LAST_TWO.map(Vec::from)).collect(),
        (GAP, Some(ANY)) => {
            every().filter(|byte| !(0xA0..0xC0).contains(byte)).map(|byte| vec![b' ', byte]).chain(FIRST_TWO.map(Vec::from)).collect()
        }
        (ANY, Some(EDGE)) => every().filter(u8::is_ascii).map(|byte| vec![byte, b' ']).collect(),
        (EDGE, Some(ANY)) => every().filter(u8::is_ascii).map(|byte| vec![b' ', byte]).collect(),
        (ANY, _) => every().map(|byte| vec![byte]).collect(),
        (GAP, _) => each(if before { &BEFORE } else { &BEHIND }),
        (EDGE, _) => each(if before { &BEFORE_WORDS } else { &BEHIND_WORDS }),
        (byte, _) => vec![vec![byte]],
    }
}
