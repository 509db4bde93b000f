//! Opens what `leadctl diagnose` reads: files, patterns of them, pipes; compressed or not, whatever the encoding.
//!
//! Knows bytes; what they mean is the catalogue's.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Error, ErrorKind, Read, Result};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// What a log is read from.
pub enum Source {
    /// A plain file, which can be read at any place.
    File { file: File, length: u64 },
    /// What can be read once, from its beginning.
    Stream(Box<dyn Read + Send>),
}

/// The most of what was unpacked that a zstd file may refer back to: more would not fit into leadctl's memory.
const WINDOW: u64 = 8 * 1024 * 1024;
const MAGIC: usize = 4;

/// Opens a file, by what it begins with.
pub fn file(path: &Path) -> Result<Source> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(Error::new(ErrorKind::IsADirectory, "it is a folder; name the files in it, such as --file 'FOLDER/*.log'"));
    }
    if !about.is_file() {
        return stream(Box::new(file));
    }
    let mut magic = Vec::new();
    (&file).take(MAGIC as u64).read_to_end(&mut magic)?;
    std::io::Seek::rewind(&mut &file)?;
    if is_plain(&magic) { Ok(Source::File { length: about.len(), file }) } else { stream(Box::new(file)) }
}

/// What comes through a pipe, by what it begins with.
pub fn stream(mut from: Box<dyn Read + Send>) -> Result<Source> {
    let mut magic = Vec::new();
    (&mut from).take(MAGIC as u64).read_to_end(&mut magic)?;
    let kind = magic.clone();
    let whole = BufReader::with_capacity(64 * 1024, Cursor::new(magic).chain(from));
    Ok(Source::Stream(match kind.as_slice() {
        [0x1F, 0x8B, ..] => Box::new(MultiGzDecoder::new(whole)),
        [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18] => Box::new(Zstd::new(whole)),
        [0xFF, 0xFE, ..] => Box::new(Wide::new(whole, u16::from_le_bytes)),
        [0xFE, 0xFF, ..] => Box::new(Wide::new(whole, u16::from_be_bytes)),
        _ => Box::new(whole),
    }))
}

fn is_plain(magic: &[u8]) -> bool {
    !matches!(magic, [0x1F, 0x8B, ..] | [0x28, 0xB5, 0x2F, 0xFD] | [0x50..=0x5F, 0x2A, 0x4D, 0x18] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..])
}

/// Zstandard frames, one behind the other.
struct Zstd<R> {
    from: R,
    decoder: FrameDecoder,
    within: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(from: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Zstd { from, decoder, within: false }
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
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            if self.within && self.decoder.can_collect() > 0 {
                return self.decoder.read(buffer);
            }
            if self.within && !self.decoder.is_finished() {
                self.decoder.decode_blocks(&mut self.from, BlockDecodingStrategy::UptoBytes(128 * 1024)).map_err(|error| broken(&error))?;
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
    let why = match error {
        FrameDecoderError::WindowSizeTooBig { requested, .. } => {
            format!("it needs {} MiB of memory to unpack; unpack it first: zstd -dc --long=31 FILE | leadctl diagnose -", requested >> 20)
        }
        error => format!("it is damaged, or no zstd file: {error}"),
    };
    Error::new(ErrorKind::InvalidData, why)
}

/// UTF-16 as UTF-8.
struct Wide<R> {
    from: R,
    unit: fn([u8; 2]) -> u16,
    /// The first half of a pair.
    high: Option<u16>,
    /// What was translated and not yet asked for.
    ready: Cursor<Vec<u8>>,
}

impl<R: Read> Wide<R> {
    fn new(from: R, unit: fn([u8; 2]) -> u16) -> Self {
        Wide { from, unit, high: None, ready: Cursor::default() }
    }

    /// Translates some more; `false` at the end.
    fn translate(&mut self) -> Result<bool> {
        const AT_ONCE: u64 = 32 * 1024;
        let mut bytes = Vec::new();
        (&mut self.from).take(AT_ONCE).read_to_end(&mut bytes)?;
        let more = bytes.len() as u64 == AT_ONCE;
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        units.extend(bytes.chunks_exact(2).map(|pair| (self.unit)([pair[0], pair[1]])));
        if more && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            self.high = units.pop();
        }
        let letters = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
        self.ready = Cursor::new(letters.filter(|c| *c != '\u{FEFF}').collect::<String>().into_bytes());
        Ok(more || !self.ready.get_ref().is_empty())
    }
}

impl<R: Read> Read for Wide<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            let count = self.ready.read(buffer)?;
            if count > 0 || buffer.is_empty() || !self.translate()? {
                return Ok(count);
            }
        }
    }
}

/// The files that a name stands for: itself, or, where a shell left a pattern and no such file is there, all that match.
pub fn expand(pattern: &Path, folder: &Path) -> Vec<PathBuf> {
    let text = pattern.to_string_lossy();
    if !text.contains(['*', '?']) || folder.join(pattern).exists() {
        return vec![pattern.to_owned()];
    }
    let mut found = vec![PathBuf::new()];
    for part in pattern.components() {
        let name = part.as_os_str().to_string_lossy();
        found = match name.contains(['*', '?']) {
            false => found.into_iter().map(|path| path.join(part)).collect(),
            true => found.iter().flat_map(|path| matching(path, folder, &name)).collect(),
        };
    }
    found.retain(|path| folder.join(path).is_file());
    found.sort();
    found
}

fn matching(path: &Path, folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder.join(path)) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name());
    names
        .filter(|name| {
            let name = name.to_string_lossy();
            // As shells do: a hidden file is not meant unless said.
            (!name.starts_with('.') || pattern.starts_with('.')) && is_like(pattern.as_bytes(), name.as_bytes())
        })
        .map(|name| path.join(name))
        .collect()
}

/// `*` is any run, `?` any one character.
fn is_like(pattern: &[u8], name: &[u8]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut star = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(byte) if *byte == b'?' || *byte == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((at, met)) = star else { return false };
                star = Some((at, met + 1));
                p = at + 1;
                n = met + 1;
            }
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        let Source::Stream(mut stream) = stream(Box::new(Cursor::new(bytes.to_vec()))).unwrap() else { panic!("a stream") };
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn wide_texts_are_read_whole() {
        let text = "ärger 🙂 ".repeat(9000);
        for (mark, unit) in [([0xFF, 0xFE], u16::to_le_bytes as fn(u16) -> [u8; 2]), ([0xFE, 0xFF], u16::to_be_bytes)] {
            let bytes: Vec<u8> = mark.into_iter().chain(text.encode_utf16().flat_map(unit)).collect();
            assert!(read(&bytes) == text);
        }
        assert_eq!(read(&[0xFF, 0xFE, b'a', 0, 0x3D, 0xD8]), "a\u{FFFD}");
    }

    #[test]
    fn patterns_match_as_in_a_shell() {
        for (pattern, name, like) in [
            ("*.log", "a.log", true),
            ("*.log", "a.log.gz", false),
            ("a?c*", "abcd", true),
            ("a?c*", "ac", false),
            ("*a*b*", "xxaxxbxx", true),
            ("a", "b", false),
        ] {
            assert_eq!(is_like(pattern.as_bytes(), name.as_bytes()), like, "{pattern} {name}");
        }
    }
}
