//! Opens what `leadctl diagnose` reads: files, patterns of them, pipes; compressed or not, whatever the encoding.
//!
//! Knows bytes; what they mean is the catalogue's.

use std::fs::File;
use std::io::{BufReader, Cursor, Error, ErrorKind, Read, Result};
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::unpack::Remark;
use super::wide::{self, Wide};
use super::{shares, unpack};

/// What a log is read from.
pub enum Source {
    /// A plain file, which can be read at any place.
    File {
        file: File,
        length: u64,
    },
    Stream(Stream),
}

/// What can be read once, from its beginning.
pub struct Stream {
    pub from: Box<dyn Read + Send>,
    pub remark: Remark,
}

/// Opens a file, by what it begins with.
pub fn file(path: &Path) -> Result<Source> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(Error::new(ErrorKind::IsADirectory, "it is a folder; name the files in it, such as --file 'FOLDER/*.log'"));
    }
    if !about.is_file() {
        return stream(Box::new(file)).map(Source::Stream);
    }
    let begun = begin(&mut &file)?;
    refuse_foreign(&begun)?;
    let packed = unpack::kind(&begun).is_some();
    std::io::Seek::rewind(&mut &file)?;
    let plain = !packed && !is_wide(&file, about.len())?;
    if plain { Ok(Source::File { length: about.len(), file }) } else { stream(Box::new(file)).map(Source::Stream) }
}

/// What comes through a pipe, by what it begins with.
pub fn stream(from: Box<dyn Read + Send>) -> Result<Stream> {
    let remark = Remark::default();
    Ok(Stream { from: Box::new(Wide::new(unpacked(from, &remark)?)), remark })
}

/// The same in whatever encoding it is.
pub fn unpacked(mut from: Box<dyn Read + Send>, remark: &Remark) -> Result<Box<dyn Read + Send>> {
    let magic = begin(&mut from)?;
    refuse_foreign(&magic)?;
    let kind = unpack::kind(&magic);
    let whole = BufReader::with_capacity(64 * 1024, Cursor::new(magic).chain(from));
    Ok(match kind {
        Some(kind) => unpack::unpacked(kind, whole, remark),
        None => Box::new(whole),
    })
}

/// What is packed otherwise would be searched as it is, and nothing be found in it.
fn refuse_foreign(begun: &[u8]) -> Result<()> {
    match unpack::foreign(begun) {
        Some((name, command)) => {
            let told = format!("it is packed with {name}, which is not read here; unpack it first: {command} FILE | leadctl diagnose -");
            Err(Error::new(ErrorKind::Unsupported, told))
        }
        None => Ok(()),
    }
}

/// Whether a file can't be followed, because it is packed.
pub fn is_packed(path: &Path) -> bool {
    File::open(path).and_then(|mut file| begin(&mut file)).is_ok_and(|begun| unpack::kind(&begun).is_some())
}

fn begin(from: &mut impl Read) -> Result<Vec<u8>> {
    let mut magic = Vec::new();
    from.take(unpack::MAGIC as u64).read_to_end(&mut magic)?;
    Ok(magic)
}

/// Whether a plain file has UTF-16 in it: at its beginning, at its end, where something was added, or at one of some places between
/// them. To look everywhere would take as long as to search it.
fn is_wide(file: &File, length: u64) -> Result<bool> {
    const SAMPLE: u64 = 4096;
    const SAMPLES: u64 = 32;
    let mut sample = [0; SAMPLE as usize];
    let last = length.saturating_sub(SAMPLE);
    let mut seen = None;
    for number in 0..SAMPLES {
        let at = last / (SAMPLES - 1) * number;
        let at = if number == SAMPLES - 1 { last } else { at };
        if seen.is_some_and(|seen| at < seen + SAMPLE && at != last) {
            continue;
        }
        seen = Some(at);
        let count = shares::read_at(file, &mut sample, at)?;
        let found = &sample[..count];
        if at == 0 && matches!(found, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) || wide::is_in(found) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The files that a name stands for, and the folders that could not be looked into.
#[derive(Default)]
pub struct Expanded {
    pub files: Vec<PathBuf>,
    pub unreadable: Vec<(PathBuf, Error)>,
}

/// Itself, or, where a shell left a pattern and no such file is there, all that match.
pub fn expand(pattern: &Path, folder: &Path) -> Expanded {
    let mut all = Expanded::default();
    if !is_pattern(pattern) || folder.join(pattern).exists() {
        all.files.push(pattern.to_owned());
        return all;
    }
    let mut found = vec![PathBuf::new()];
    let every = Pattern::new("*").expect("a star is a pattern");
    for part in pattern.components() {
        let mut name = part.as_os_str().to_string_lossy().into_owned();
        // Several stars are folders only where nothing else stands beside them.
        while name != "**" && name.contains("**") {
            name = name.replace("**", "*");
        }
        found = match Pattern::new(&name) {
            Ok(_) if name == "**" => found.iter().flat_map(|path| folders(path, folder, &every, &mut all.unreadable)).collect(),
            Ok(like) if name.contains(WILD) => found.iter().flat_map(|path| matching(path, folder, &like, &mut all.unreadable)).collect(),
            _ => found.into_iter().map(|path| path.join(part)).collect(),
        };
    }
    // At the end it stands for the files in them.
    if pattern.ends_with("**") {
        // Each of them was looked into already.
        found = found.iter().flat_map(|path| matching(path, folder, &every, &mut Vec::new())).collect();
    }
    found.retain(|path| folder.join(path).is_file());
    found.sort();
    found.dedup();
    all.files = found;
    all
}

/// What makes a name a pattern.
const WILD: [char; 3] = ['*', '?', '['];

pub fn is_pattern(name: &Path) -> bool {
    name.to_string_lossy().contains(WILD)
}

/// A folder and all those within it, however deep; links are not followed, so that it ends.
fn folders(path: &Path, folder: &Path, every: &Pattern, unreadable: &mut Vec<(PathBuf, Error)>) -> Vec<PathBuf> {
    let mut all = vec![path.to_owned()];
    let mut next = 0;
    while let Some(path) = all.get(next) {
        let is_folder = |path: &PathBuf| std::fs::symlink_metadata(folder.join(path)).is_ok_and(|about| about.is_dir());
        let within: Vec<PathBuf> = matching(path, folder, every, unreadable).into_iter().filter(is_folder).collect();
        all.extend(within);
        next += 1;
    }
    all
}

fn matching(path: &Path, folder: &Path, pattern: &Pattern, unreadable: &mut Vec<(PathBuf, Error)>) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder.join(path)) {
        Ok(entries) => entries,
        // What is no folder has nothing in it.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Vec::new(),
        Err(error) => {
            if !unreadable.iter().any(|(known, _)| known == path) {
                unreadable.push((path.to_owned(), error));
            }
            return Vec::new();
        }
    };
    // As shells do: a hidden file is not meant unless said.
    let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::default() };
    let names = entries.flatten().map(|entry| entry.file_name());
    names.filter(|name| pattern.matches_with(&name.to_string_lossy(), options)).map(|name| path.join(name)).collect()
}
