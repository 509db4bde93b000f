//! A part of a log in canonical form.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use super::super::anchor::canonical;
use super::{MARGIN, REACH, READ, STEP};

/// A part of a log as the filter reads it, blanks before and behind it.
pub struct Canonical {
    pub bytes: [u8; READ],
    pub length: usize,
}

impl Default for Canonical {
    fn default() -> Canonical {
        Canonical { bytes: [b' '; READ], length: 0 }
    }
}

impl Canonical {
    /// Takes what is to be searched; gives how many of its first `own` bytes are line breaks.
    pub fn write(&mut self, level: Level, hay: &[u8], own: usize) -> u64 {
        let hay = &hay[..hay.len().min(STEP + REACH)];
        let own = own.min(hay.len());
        let to = &mut self.bytes[MARGIN..];
        #[cfg(target_arch = "x86_64")]
        let (wide, mut breaks) = match level.as_avx512() {
            Some(avx512) => super::avx512::rewrite(avx512, &hay[..own], to),
            None => dispatch!(level, simd => rewrite(simd, &hay[..own], to)),
        };
        #[cfg(not(target_arch = "x86_64"))]
        let (wide, mut breaks) = dispatch!(level, simd => rewrite(simd, &hay[..own], to));
        for (byte, to) in hay[wide..].iter().zip(&mut to[wide..]) {
            *to = canonical(*byte);
        }
        breaks += hay[wide..own].iter().filter(|byte| **byte == b'\n').count() as u64;
        to[hay.len()..].fill(b' ');
        self.length = hay.len();
        breaks
    }
}

/// Writes as much as fills vectors; gives how much that is, and how many line breaks it has.
#[inline(always)]
fn rewrite<S: Simd>(simd: S, hay: &[u8], to: &mut [u8]) -> (usize, u64) {
    let mut breaks = 0;
    for (from, to) in hay.chunks_exact(S::u8s::LEN).zip(to.chunks_exact_mut(S::u8s::LEN)) {
        let bytes = S::u8s::from_slice(simd, from);
        let lower = bytes | 0x20;
        let letter = (lower - b'a').simd_lt(26) | (bytes - b'0').simd_lt(10);
        let word = letter | bytes.simd_ge(0x80) | bytes.simd_eq(b'_');
        word.select(lower, S::u8s::splat(simd, b' ')).store_slice(to);
        breaks += u64::from(bytes.simd_eq(b'\n').to_bitmask().count_ones());
    }
    (hay.len() / S::u8s::LEN * S::u8s::LEN, breaks)
}
