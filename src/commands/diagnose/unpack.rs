//! Unpacks logs: gzip and Zstandard, one part behind the other, as far as they go. What is damaged is given up to the damage.
//!
//! Knows bytes; what they mean is the catalogue's.

use std::fmt;
use std::io::{BufRead, Error, ErrorKind, Read, Result};
use std::sync::{Arc, OnceLock};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The most of what was unpacked that a zstd file may refer back to: more would not fit into leadctl's memory.
const WINDOW: u64 = 8 * 1024 * 1024;
/// So many bytes tell [`Kind`]s apart.
pub const MAGIC: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Gzip,
    Zstandard,
}

/// How something is packed, by what it begins with.
pub fn kind(begun: &[u8]) -> Option<Kind> {
    match begun {
        [0x1F, 0x8B, ..] => Some(Kind::Gzip),
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Kind::Zstandard),
        _ => None,
    }
}

/// By name what something is packed with that is not unpacked here, and the command that unpacks it to standard output.
pub fn foreign(begun: &[u8]) -> Option<(&'static str, &'static str)> {
    match begun {
        [0xFD, b'7', b'z', b'X', ..] => Some(("xz", "xz -dc")),
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(("bzip2", "bzip2 -dc")),
        [b'P', b'K', 3, 4, ..] => Some(("zip", "unzip -p")),
        [b'7', b'z', 0xBC, 0xAF, ..] => Some(("7z", "7z x -so")),
        [0x04, 0x22, 0x4D, 0x18, ..] => Some(("lz4", "lz4 -dc")),
        _ => None,
    }
}

/// What is to be said of something that was read to its end all the same; there once it was.
pub type Remark = Arc<OnceLock<&'static str>>;

pub fn unpacked<R: BufRead + Send + 'static>(kind: Kind, from: R, remark: &Remark) -> Box<dyn Read + Send> {
    match kind {
        Kind::Gzip => Box::new(Gzip { member: Member::Next(from), first: true, remark: Arc::clone(remark) }),
        Kind::Zstandard => Box::new(Zstd::new(from)),
    }
}

/// Why a packed file can't be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    CutOff,
    Damaged,
}

impl Flaw {
    /// The flaw that an error of reading tells of, if it is one.
    pub fn of(error: &Error) -> Option<Flaw> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Flaw::CutOff => "it is cut off",
            Flaw::Damaged => "it is damaged",
        })
    }
}

impl std::error::Error for Flaw {}

impl From<Flaw> for Error {
    fn from(flaw: Flaw) -> Error {
        Error::new(ErrorKind::InvalidData, flaw)
    }
}

/// Members of gzip. What stands behind the last and is none, such as the padding of a tape, is left, as gzip itself does.
struct Gzip<R> {
    member: Member<R>,
    first: bool,
    remark: Remark,
}

impl<R> Gzip<R> {
    fn leave_the_rest(&self) {
        let _ = self.remark.set("behind its compressed text there is something else, which was not read");
    }
}

enum Member<R> {
    Next(R),
    Within(Box<GzDecoder<R>>),
    End,
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            match std::mem::replace(&mut self.member, Member::End) {
                Member::End => return Ok(0),
                Member::Next(mut from) => {
                    let begun = from.fill_buf()?;
                    let another = !begun.is_empty() && begun.iter().zip([0x1F, 0x8B]).all(|(byte, magic)| *byte == magic);
                    if another || self.first && !begun.is_empty() {
                        self.member = Member::Within(Box::new(GzDecoder::new(from)));
                    } else if begun.iter().any(|byte| *byte != 0) {
                        self.leave_the_rest();
                    }
                }
                Member::Within(mut decoder) => match decoder.read(buffer) {
                    Ok(0) if !buffer.is_empty() => {
                        self.member = Member::Next(decoder.into_inner());
                        self.first = false;
                    }
                    Ok(count) => {
                        self.member = Member::Within(decoder);
                        return Ok(count);
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => {
                        self.member = Member::Within(decoder);
                        return Err(error);
                    }
                    Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Err(Flaw::CutOff.into()),
                    // No member begins here.
                    Err(error) if error.kind() == ErrorKind::InvalidInput && decoder.header().is_none() && !self.first => {
                        self.leave_the_rest();
                    }
                    Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData) => return Err(Flaw::Damaged.into()),
                    Err(error) => return Err(error),
                },
            }
        }
    }
}

/// Zstandard frames, one behind the other.
struct Zstd<R> {
    from: R,
    decoder: FrameDecoder,
    within: bool,
    /// What ended the frame before its end; what was unpacked before it comes first.
    failed: Option<Error>,
}

impl<R: BufRead> Zstd<R> {
    fn new(from: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Zstd { from, decoder, within: false, failed: None }
    }

    /// Begins the next frame; `false` at the end.
    fn next_frame(&mut self) -> Result<bool> {
        while !self.from.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.from) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    std::io::copy(&mut (&mut self.from).take(length.into()), &mut std::io::sink())?;
                }
                Err(error) => return Err(broken(&error)),
            }
        }
        Ok(false)
    }

    /// The decoder keeps what later blocks may refer to: it is told that none will come.
    fn give_up(&mut self, error: &FrameDecoderError) {
        /// A last block without content, and a checksum that nobody looks at.
        const LAST: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];
        self.failed = Some(broken(error));
        self.within = self.decoder.decode_blocks(&LAST[..], BlockDecodingStrategy::All).is_ok();
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            if self.within && self.decoder.can_collect() > 0 {
                return self.decoder.read(buffer);
            }
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if self.within && !self.decoder.is_finished() {
                if let Err(error) = self.decoder.decode_blocks(&mut self.from, BlockDecodingStrategy::UptoBytes(128 * 1024)) {
                    self.give_up(&error);
                }
                continue;
            }
            self.within = self.next_frame()?;
            if !self.within {
                return Ok(0);
            }
        }
    }
}

fn broken(error: &FrameDecoderError) -> Error {
    if let FrameDecoderError::WindowSizeTooBig { requested, .. } = error {
        let why = format!("it needs {} MiB of memory to unpack; unpack it first: zstd -dc --long=31 FILE | leadctl diagnose -", requested >> 20);
        return Error::new(ErrorKind::InvalidInput, why);
    }
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = source {
        match inner.downcast_ref::<Error>().map(Error::kind) {
            Some(ErrorKind::UnexpectedEof) => return Flaw::CutOff.into(),
            Some(kind) => return Error::new(kind, inner.to_string()),
            None => source = inner.source(),
        }
    }
    Flaw::Damaged.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Kind, bytes: Vec<u8>) -> (String, Option<Flaw>) {
        let mut text = Vec::new();
        let error = unpacked(kind, std::io::Cursor::new(bytes), &Remark::default()).read_to_end(&mut text).err();
        (String::from_utf8(text).unwrap(), error.map(|error| Flaw::of(&error).unwrap()))
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut packed = Vec::new();
        flate2::bufread::GzEncoder::new(text.as_bytes(), flate2::Compression::fast()).read_to_end(&mut packed).unwrap();
        packed
    }

    #[test]
    fn what_stands_behind_the_last_member_is_no_obstacle() {
        let whole = [gzip("one "), gzip("two")].concat();
        for behind in [&b""[..], &[0; 1000], b"garbage", b"\x1Fx", b"\x1F\x8Bx........."] {
            assert_eq!(read(Kind::Gzip, [&whole, behind].concat()), ("one two".to_owned(), None), "{behind:?}");
        }
        assert_eq!(read(Kind::Gzip, [&whole, &gzip("three")[..5]].concat()), ("one two".to_owned(), Some(Flaw::CutOff)));
        assert_eq!(read(Kind::Gzip, b"\x1F\x8Bx.........".to_vec()), (String::new(), Some(Flaw::Damaged)));
    }

    /// The first of two raw blocks is within the window: nothing of it is given before the frame ends.
    #[test]
    fn what_was_unpacked_before_the_damage_is_given() {
        for checksum in [0, 4] {
            let frame = [&[0x28, 0xB5, 0x2F, 0xFD, checksum, 7 << 3, 4 << 3, 0, 0][..], b"some"].concat();
            for (rest, flaw) in [(&[5 << 3, 0, 0, b't'][..], Flaw::CutOff), (&[], Flaw::CutOff), (&[7, 0, 0, 1, 2, 3], Flaw::Damaged)] {
                assert_eq!(read(Kind::Zstandard, [&frame, rest].concat()), ("some".to_owned(), Some(flaw)), "{rest:?}");
            }
        }
    }
}
