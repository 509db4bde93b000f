//! The canonical form and the first look with vectors of 64 bytes: eight grams are hashed at once, and what the table has for 64 is
//! tested at once. In between the table is read byte by byte: instructions that read several places of memory take longer.

use std::arch::x86_64::{
    __m256i, __m512i, _mm512_add_epi16, _mm512_and_si512, _mm512_castsi512_si256, _mm512_cmpeq_epi8_mask, _mm512_cvtepu8_epi16,
    _mm512_extracti64x4_epi64, _mm512_madd52lo_epu64, _mm512_mask_blend_epi8, _mm512_mask_mov_epi16, _mm512_mask_mov_epi32,
    _mm512_mask_multishift_epi64_epi8, _mm512_maskz_compress_epi8, _mm512_movepi8_mask, _mm512_mullo_epi16, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_set1_epi16, _mm512_set1_epi64, _mm512_setzero_si512,
    _mm512_slli_epi64, _mm512_srli_epi32, _mm512_srli_epi64,
};

use fearless_simd::prelude::*;
use fearless_simd::{Avx512, kernel, u8x64, u16x32, u64x8};

use super::super::super::data::LOG_FACTOR;
use super::super::anchor::{MARK_FROM, MARKS, SLOT_BITS, STRIDE, canonical};
use super::{Bits, LOOKS, MARGIN, Places, READ};

/// So many looks are tested at once.
const TESTED: usize = 64;
/// So many grams are hashed at once.
const GRAMS: usize = 8;
/// How many bytes a group of looks goes on.
const GROUP: usize = TESTED * STRIDE;
const GROUPS: usize = LOOKS.div_ceil(TESTED);
/// So many bytes behind a group are read with it.
const BEYOND: usize = 64;
const _: () = assert!(GROUPS * GROUP + BEYOND <= READ - MARGIN, "the last group is read whole");

/// The looks at a part of a log, in groups, each in the order in which the hashing leaves it (`compress` has it).
pub struct Looks {
    /// Which byte of the table, four to a number.
    bytes: [[u64; TESTED / 4]; GROUPS],
    /// Which mark in that byte: the lower six bits tell.
    marks: [[u8; TESTED]; GROUPS],
    /// What the table has there.
    seen: [[u8; TESTED]; GROUPS],
}

impl Default for Looks {
    fn default() -> Looks {
        Looks { bytes: [[0; _]; _], marks: [[0; _]; _], seen: [[0; _]; _] }
    }
}

kernel!(
    /// Writes a text in canonical form, as far as it fills vectors; gives how much that is, and how many line breaks it has.
    pub fn rewrite(avx512: Avx512, hay: &[u8], to: &mut [u8]) -> (usize, u64) {
        let ascii: [u8; 128] = std::array::from_fn(|byte| canonical(byte as u8));
        let low: __m512i = u8x64::from_slice(avx512, &ascii[..64]).into();
        let high: __m512i = u8x64::from_slice(avx512, &ascii[64..]).into();
        let lower = _mm512_set1_epi8(0x20);
        let end = _mm512_set1_epi8(b'\n'.cast_signed());
        let mut breaks = 0;
        for (from, to) in hay.chunks_exact(64).zip(to.chunks_exact_mut(64)) {
            let bytes: __m512i = u8x64::from_slice(avx512, from).into();
            // The table has the lower seven bits of each byte; those with the eighth are not in it.
            let written = _mm512_permutex2var_epi8(low, bytes, high);
            let written = _mm512_mask_blend_epi8(_mm512_movepi8_mask(bytes), written, _mm512_or_si512(bytes, lower));
            let written: u8x64<_> = written.simd_into(avx512);
            written.store_slice(to);
            breaks += u64::from(_mm512_cmpeq_epi8_mask(bytes, end).count_ones());
        }
        (hay.len() / 64 * 64, breaks)
    }
);

/// Writes the places at which a gram may be and gives how many; the text ends with byte `end`.
pub fn look(avx512: Avx512, bytes: &[u8], end: usize, table: &Bits, looks: &mut Looks, places: &mut Places) -> usize {
    let groups = end.div_ceil(GROUP).min(GROUPS);
    hash(avx512, bytes, groups, looks);
    look_up(table, groups, looks);
    compress(avx512, looks, groups, places)
}

kernel!(
    fn hash(avx512: Avx512, bytes: &[u8], groups: usize, looks: &mut Looks) {
        // Only the lower 52 bits count of both factors and of the product: the upper 32 of these are those of the whole product.
        let factor = _mm512_set1_epi64((LOG_FACTOR >> 12).cast_signed());
        let order: [u8; 64] = std::array::from_fn(|at| (at / 8 * STRIDE + at % 8) as u8);
        let order: __m512i = u8x64::from_slice(avx512, &order).into();
        // Where in its hash the number of a mark begins.
        let mark: [u8; 64] = std::array::from_fn(|at| (MARK_FROM as usize + at % 2 * 32) as u8);
        let mark: __m512i = u8x64::from_slice(avx512, &mark).into();
        let parts = bytes.windows(GROUP + BEYOND).step_by(GROUP).take(groups);
        for ((part, places), marks) in parts.zip(&mut looks.bytes).zip(&mut looks.marks) {
            let products = |at: usize| {
                let bytes: __m512i = u8x64::from_slice(avx512, &part[at..at + 64]).into();
                _mm512_madd52lo_epu64(_mm512_setzero_si512(), _mm512_permutexvar_epi8(order, bytes), factor)
            };
            // Sixteen hashes of 32 bits.
            let hashes = |at: usize| {
                let (even, odd) = (products(at), products(at + GRAMS * STRIDE));
                _mm512_mask_mov_epi32(_mm512_srli_epi64::<20>(even), 0xAAAA, _mm512_slli_epi64::<12>(odd))
            };
            let [first, second, third, fourth] = [0, 1, 2, 3].map(|at| hashes(at * 2 * GRAMS * STRIDE));
            let mut numbers = _mm512_setzero_si512();
            numbers = _mm512_mask_multishift_epi64_epi8(numbers, 0x0303_0303_0303_0303, mark, first);
            numbers = _mm512_mask_multishift_epi64_epi8(numbers, 0x0C0C_0C0C_0C0C_0C0C, mark, second);
            numbers = _mm512_mask_multishift_epi64_epi8(numbers, 0x3030_3030_3030_3030, mark, third);
            numbers = _mm512_mask_multishift_epi64_epi8(numbers, 0xC0C0_C0C0_C0C0_C0C0, mark, fourth);
            let numbers: u8x64<_> = numbers.simd_into(avx512);
            numbers.store_slice(marks);
            let words = |one, other| {
                const ONE: u32 = 32 - SLOT_BITS + 3;
                _mm512_mask_mov_epi16(_mm512_srli_epi32::<ONE>(one), 0xAAAA_AAAA, _mm512_srli_epi32::<{ ONE - 16 }>(other))
            };
            let (left, right) = places.split_at_mut(GRAMS);
            for (words, to) in [(words(first, second), left), (words(third, fourth), right)] {
                let words: u64x8<_> = words.simd_into(avx512);
                words.store_slice(to);
            }
        }
    }
);

/// Reads the table. Four places come with one load, and nothing is asked of one: both are what makes this fast.
fn look_up(table: &Bits, groups: usize, looks: &mut Looks) {
    for (bytes, seen) in looks.bytes.iter().zip(&mut looks.seen).take(groups) {
        let (left, right) = bytes.split_at(GRAMS);
        for ((left, right), row) in left.iter().zip(right).zip(seen.as_chunks_mut().0) {
            let of = |four: &u64, at: usize| table[usize::from((four >> (16 * at)) as u16)];
            // A word has the first hash of one sixteen and of the next, then the second of both.
            *row = [of(left, 0), of(left, 2), of(left, 1), of(left, 3), of(right, 0), of(right, 2), of(right, 1), of(right, 3)];
        }
    }
}

kernel!(
    fn compress(avx512: Avx512, looks: &Looks, groups: usize, places: &mut Places) -> usize {
        let order: [u8; TESTED] = std::array::from_fn(|at| (at / 8 + at % 2 * GRAMS + at / 2 % 4 * 2 * GRAMS) as u8);
        let order: __m512i = u8x64::from_slice(avx512, &order).into();
        let marks: __m512i = u8x64::from_slice(avx512, &MARKS).into();
        let stride = _mm512_set1_epi16(STRIDE as i16);
        let group = _mm512_set1_epi16(GROUP as i16);
        let mut first = _mm512_set1_epi16(MARGIN as i16);
        let mut count = 0;
        for (numbers, seen) in looks.marks.iter().zip(&looks.seen).take(groups) {
            let marks = _mm512_permutexvar_epi8(u8x64::from_slice(avx512, numbers).into(), marks);
            let seen: __m512i = u8x64::from_slice(avx512, seen).into();
            let met = _mm512_cmpeq_epi8_mask(_mm512_and_si512(seen, marks), marks);
            let those = _mm512_maskz_compress_epi8(met, order);
            let Some((half, other)) = places.get_mut(count..count + TESTED).map(|to| to.split_at_mut(TESTED / 2)) else { break };
            let write = |looks: __m256i, to: &mut [u16]| {
                let places = _mm512_add_epi16(first, _mm512_mullo_epi16(_mm512_cvtepu8_epi16(looks), stride));
                let places: u16x32<_> = places.simd_into(avx512);
                places.store_slice(to);
            };
            write(_mm512_castsi512_si256(those), half);
            let met = met.count_ones() as usize;
            if met > TESTED / 2 {
                write(_mm512_extracti64x4_epi64::<1>(those), other);
            }
            count += met;
            first = _mm512_add_epi16(first, group);
        }
        count
    }
);
