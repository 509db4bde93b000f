//! The canonical form and the first look with vectors of 64 bytes: eight grams are hashed at once, and the table is looked up for
//! sixteen.

use std::arch::x86_64::{
    __m256i, __m512i, _mm256_add_epi16, _mm256_maskz_compress_epi16, _mm256_set1_epi16, _mm512_cmpeq_epi8_mask, _mm512_madd52lo_epu64,
    _mm512_mask_blend_epi8, _mm512_mask_mov_epi32, _mm512_movepi8_mask, _mm512_or_si512, _mm512_permutex2var_epi8, _mm512_permutexvar_epi8,
    _mm512_set1_epi8, _mm512_set1_epi64, _mm512_setzero_si512, _mm512_slli_epi64, _mm512_srli_epi64, _mm512_test_epi32_mask,
};

use fearless_simd::prelude::*;
use fearless_simd::{Avx512, kernel, u8x64, u16x16, u32x16};

use super::super::super::data::LOG_FACTOR;
use super::super::anchor::{SLOT_BITS, STRIDE, canonical};
use super::{Bits, LOOKS, MARGIN, Places};

/// So many looks are taken at once, of half as many grams each.
const LANES: usize = 16;
const GRAMS: usize = LANES / 2;
/// The hashes, then what the table has there: 0 or 1. A multiple of what is looked up at once.
pub type Hashes = [u32; LOOKS.next_multiple_of(LANES)];

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

/// Writes the places at which a gram may be and gives how many.
pub fn look(avx512: Avx512, bytes: &[u8], table: &Bits, hashes: &mut Hashes, places: &mut Places) -> usize {
    hash(avx512, bytes, hashes);
    look_up(avx512, table, hashes);
    compress(avx512, hashes, places)
}

kernel!(
    fn hash(avx512: Avx512, bytes: &[u8], hashes: &mut Hashes) {
        // Only the lower 52 bits count of both factors and of the product: the upper 32 of these are those of the whole product.
        let factor = _mm512_set1_epi64((LOG_FACTOR >> 12).cast_signed());
        let order: [u8; 64] = std::array::from_fn(|at| (at / 8 * STRIDE + at % 8) as u8);
        let order: __m512i = u8x64::from_slice(avx512, &order).into();
        let mut at = 0;
        for hashes in hashes.chunks_exact_mut(LANES) {
            let Some(bytes) = bytes.get(at..at + GRAMS * STRIDE + 64) else { break };
            at += LANES * STRIDE;
            let of = |bytes: &[u8]| {
                let bytes: __m512i = u8x64::from_slice(avx512, &bytes[..64]).into();
                _mm512_madd52lo_epu64(_mm512_setzero_si512(), _mm512_permutexvar_epi8(order, bytes), factor)
            };
            let (even, odd) = (of(bytes), of(&bytes[GRAMS * STRIDE..]));
            let both = _mm512_mask_mov_epi32(_mm512_srli_epi64::<20>(even), 0xAAAA, _mm512_slli_epi64::<12>(odd));
            let both: u32x16<_> = both.simd_into(avx512);
            both.store_slice(hashes);
        }
    }
);

kernel!(
    // The compiler makes one instruction of sixteen look-ups, which has no safe name of its own.
    fn look_up(_avx512: Avx512, table: &Bits, hashes: &mut Hashes) {
        for hash in hashes {
            *hash = table[(*hash >> (32 - SLOT_BITS + 5)) as usize] >> (*hash >> (32 - SLOT_BITS) & 31) & 1;
        }
    }
);

kernel!(
    fn compress(avx512: Avx512, met: &Hashes, places: &mut Places) -> usize {
        let order: [u16; LANES] = std::array::from_fn(|at| (MARGIN + (at / 2 + at % 2 * GRAMS) * STRIDE) as u16);
        let mut order: __m256i = u16x16::from_slice(avx512, &order).into();
        let step = _mm256_set1_epi16((LANES * STRIDE) as i16);
        let mut count = 0;
        for met in met.chunks_exact(LANES) {
            let met: __m512i = u32x16::from_slice(avx512, met).into();
            let mask = _mm512_test_epi32_mask(met, met);
            let Some(to) = places.get_mut(count..count + LANES) else { break };
            let those: u16x16<_> = _mm256_maskz_compress_epi16(mask, order).simd_into(avx512);
            those.store_slice(to);
            count += mask.count_ones() as usize;
            order = _mm256_add_epi16(order, step);
        }
        count
    }
);
