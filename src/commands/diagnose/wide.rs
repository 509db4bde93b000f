//! UTF-16 as UTF-8: with a mark at the beginning, without one, and in files to which programs added in one encoding what others
//! began in the other, as Windows PowerShell's `>>` does.
//!
//! Works on what comes bit by bit. Without a mark, several letters of ASCII in a row tell which encoding it is.

use std::io::{Cursor, Read, Result};

/// So many ASCII letters of UTF-16 in a row are no accident.
const WIDE: usize = 6;
/// So many bytes of ASCII in a row are no UTF-16: each pair would be a rare Chinese letter.
const NARROW: usize = 32;

/// Which encoding a log is in at the place where it is read.
#[derive(Clone, Copy, PartialEq)]
enum Now {
    Unknown,
    /// Anything where ASCII is ASCII.
    Narrow,
    /// UTF-16, with the place of a unit's lower byte.
    Wide(usize),
}

/// Translates what comes.
pub struct Letters {
    now: Now,
    /// What can't be translated before more is there.
    held: Vec<u8>,
    /// The first half of a pair.
    high: Option<u16>,
}

impl Letters {
    pub fn new() -> Self {
        Letters { now: Now::Unknown, held: Vec::new(), high: None }
    }

    /// The next bytes as UTF-8; the `last` ones leave nothing behind.
    pub fn add(&mut self, bytes: &[u8], last: bool) -> Vec<u8> {
        let mut all = std::mem::take(&mut self.held);
        all.extend_from_slice(bytes);
        let mut out = Vec::with_capacity(all.len());
        let mut at = 0;
        if self.now == Now::Unknown {
            if all.len() < 2 && !last {
                self.held = all;
                return out;
            }
            (self.now, at) = match all.as_slice() {
                [0xFF, 0xFE, ..] => (Now::Wide(0), 2),
                [0xFE, 0xFF, ..] => (Now::Wide(1), 2),
                _ => (Now::Narrow, 0),
            };
        }
        loop {
            let from = at;
            let was = self.now;
            at = match was {
                Now::Wide(low) => self.wide(&all, at, low, last, &mut out),
                _ => self.narrow(&all, at, last, &mut out),
            };
            if self.now == was || at == from && at == all.len() {
                break;
            }
        }
        if last {
            // Half a pair, half a unit.
            if self.high.take().is_some() || at < all.len() {
                push(&mut out, char::REPLACEMENT_CHARACTER);
            }
        } else {
            self.held = all.split_off(at);
        }
        out
    }

    /// What was held back, where nothing more may come for long.
    pub fn rest(&mut self) -> Vec<u8> {
        if self.now == Now::Narrow { std::mem::take(&mut self.held) } else { Vec::new() }
    }

    /// Copies up to where UTF-16 begins; gives how far it came.
    fn narrow(&mut self, all: &[u8], from: usize, last: bool, out: &mut Vec<u8>) -> usize {
        let mut seen = from;
        while let Some(found) = memchr::memchr(0, &all[seen..]) {
            let nul = seen + found;
            let start = nul.saturating_sub(1).max(from);
            match run(&all[start..], WIDE, |unit| is_text(unit[0]) && unit[1] == 0) {
                Run::Whole => {
                    out.extend_from_slice(&all[from..start]);
                    self.now = Now::Wide(0);
                    return start;
                }
                Run::Begun if !last => {
                    out.extend_from_slice(&all[from..start]);
                    return start;
                }
                _ => seen = nul + all[nul..].iter().take_while(|byte| **byte == 0).count(),
            }
        }
        // The next byte may show that the last one begins UTF-16; one that ends a line is waited for.
        let end = all.len() - usize::from(!last && all[from..].last().is_some_and(|byte| is_text(*byte) && *byte != b'\n'));
        out.extend_from_slice(&all[from..end]);
        end
    }

    /// Translates up to where UTF-16 ends; gives how far it came.
    fn wide(&mut self, all: &[u8], from: usize, low: usize, last: bool, out: &mut Vec<u8>) -> usize {
        let mut at = from;
        while let Some(unit) = all.get(at..at + 2) {
            let (lower, upper) = (unit[low], unit[1 - low]);
            if is_text(upper) {
                // Either the other encoding, or units out of step behind an odd number of bytes of it.
                let (other, length, step) = if lower == 0 {
                    (run(&all[at..], WIDE, |unit| unit[low] == 0 && is_text(unit[1 - low])), 2 * WIDE, 1)
                } else {
                    (run(&all[at..], NARROW / 2, |unit| is_text(unit[0]) && is_text(unit[1])), NARROW, 0)
                };
                let whole = matches!(other, Run::Whole) || last && matches!(other, Run::Begun) && all.len() - at >= length / 2;
                match other {
                    _ if whole && step == 0 => {
                        self.now = Now::Narrow;
                        return at;
                    }
                    _ if whole => {
                        at += step;
                        continue;
                    }
                    Run::Begun if !last => return at,
                    _ => {}
                }
            }
            self.unit(u16::from_be_bytes([upper, lower]), out);
            at += 2;
        }
        at
    }

    fn unit(&mut self, unit: u16, out: &mut Vec<u8>) {
        let units = self.high.take().into_iter().chain([unit]);
        if (0xD800..0xDC00).contains(&unit) {
            if units.count() > 1 {
                push(out, char::REPLACEMENT_CHARACTER);
            }
            self.high = Some(unit);
            return;
        }
        for letter in char::decode_utf16(units) {
            push(out, letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }
}

fn push(out: &mut Vec<u8>, letter: char) {
    // A mark of the order of bytes says nothing in UTF-8.
    if letter != '\u{FEFF}' {
        out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

enum Run {
    Whole,
    /// What is there is like it, and ends too early.
    Begun,
    None,
}

/// Whether so many units in a row are like this.
fn run(bytes: &[u8], units: usize, like: impl Fn(&[u8]) -> bool) -> Run {
    let mut pairs = bytes.chunks_exact(2).take(units);
    if !pairs.by_ref().all(like) {
        return Run::None;
    }
    if bytes.len() >= 2 * units { Run::Whole } else { Run::Begun }
}

fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~')
}

/// Whether some of this is UTF-16, wherever it begins.
pub fn is_in(bytes: &[u8]) -> bool {
    let mut letters = Letters { now: Now::Narrow, ..Letters::new() };
    letters.narrow(bytes, 0, true, &mut Vec::new());
    letters.now != Now::Narrow
}

/// What is read, as UTF-8.
pub struct Wide<R> {
    from: R,
    letters: Letters,
    ended: bool,
    /// What was translated and not yet asked for.
    ready: Cursor<Vec<u8>>,
}

impl<R: Read> Wide<R> {
    pub fn new(from: R) -> Self {
        Wide { from, letters: Letters::new(), ended: false, ready: Cursor::default() }
    }
}

impl<R: Read> Read for Wide<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        const AT_ONCE: usize = 64 * 1024;
        loop {
            let count = self.ready.read(buffer)?;
            if count > 0 || buffer.is_empty() || self.ended {
                return Ok(count);
            }
            let mut chunk = vec![0; AT_ONCE];
            let count = self.from.read(&mut chunk)?;
            self.ended = count == 0;
            self.ready = Cursor::new(self.letters.add(&chunk[..count], self.ended));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In pieces of every size the same.
    fn read(bytes: &[u8]) -> String {
        let whole = Letters::new().add(bytes, true);
        for size in (1..40).chain([1000]) {
            let mut letters = Letters::new();
            let mut text: Vec<u8> = bytes.chunks(size).flat_map(|piece| letters.add(piece, false)).collect();
            text.extend(letters.add(&[], true));
            assert!(text == whole, "in pieces of {size}: {}", String::from_utf8_lossy(&text));
        }
        String::from_utf8_lossy(&whole).into_owned()
    }

    fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn wide_texts_are_read_whole() {
        let text = "ärger 🙂 連絡先を保存できません\r\n".repeat(900);
        for unit in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            assert!(read(&wide(&format!("\u{FEFF}{text}"), unit)) == text);
        }
        assert_eq!(read(&[0xFF, 0xFE, b'a', 0, 0x3D, 0xD8]), "a\u{FFFD}");
        assert_eq!(read(&[0xFF, 0xFE, b'a', 0, 0x3D]), "a\u{FFFD}");
        assert_eq!(read(&[0xFF, 0xFE, 0x3D, 0xD8, b'a', 0, 0x3D, 0xD8, 0x3D, 0xD8]), "\u{FFFD}a\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn both_encodings_in_one_file_are_both_read() {
        let (one, two, odd) =
            ("2026-11-09 the first line, as ASCII\r\n", "2026-11-09 a line with ä and 連絡先 in it\r\n", "2026 thirty-three bytes of ASCII!!");
        let le = |text: &str| wide(text, u16::to_le_bytes);
        assert_eq!(read(&le(two)), two);
        assert_eq!(read(&[one.as_bytes(), &le(two)].concat()), format!("{one}{two}"));
        assert_eq!(read(&[one.as_bytes(), &le(two), one.as_bytes(), &le(two)].concat()), format!("{one}{two}{one}{two}"));
        let marked = |unit: fn(u16) -> [u8; 2]| [wide("\u{FEFF}", unit), wide(two, unit), one.as_bytes().to_vec()].concat();
        assert_eq!(read(&marked(u16::to_le_bytes)), format!("{two}{one}"));
        assert_eq!(read(&marked(u16::to_be_bytes)), format!("{two}{one}"));
        let behind_odd = read(&[&le(two)[..], odd.as_bytes(), b"x", &le(one)].concat());
        assert!(behind_odd.starts_with(&format!("{two}{odd}x")) && behind_odd.contains("the first line, as ASCII"), "{behind_odd}");
        // Too short to be known for what it is: what follows is read all the same.
        let short = read(&[&le(two)[..], b"ok!\r\n", &le(one)].concat());
        assert!(short.contains("the first line, as ASCII"), "{short}");
    }

    #[test]
    fn other_bytes_stay_as_they_are() {
        let binary: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for bytes in [&b"a\0b\0c\0"[..], b"\0\0\0error\0\0\0error\0", b"", b"x", b"\xFF", &[0; 100], &binary] {
            assert!(Letters::new().add(bytes, true) == bytes, "{bytes:?}");
            assert!(!is_in(bytes));
        }
        assert!(is_in(&[&[0xE9, 0, 0][..], &wide("ä error", u16::to_le_bytes)].concat()));
    }
}
