//! Opens what `leadctl diagnose` reads: files, patterns of them, pipes; compressed or not, whatever the encoding.
//!
//! Knows bytes; what they mean is the catalogue's.

use std::fs::File;
use std::io::{BufReader, Cursor, Error, ErrorKind, Read, Result};
use std::path::{Path, PathBuf};

use super::packed::Remark;
use super::wide::{self, Wide};
use super::{packed, shares};

/// What a log is read from.
pub enum Source {
    /// A plain file, which can be read at any place.
    File { file: File, length: u64 },
    /// What can be read once, from its beginning.
    Stream(Box<dyn Read + Send>, Remark),
}

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
    let begun = begin(&mut &file)?;
    refuse_foreign(&begun)?;
    let packed = packed::kind(&begun).is_some();
    std::io::Seek::rewind(&mut &file)?;
    let plain = !packed && !is_wide(&file, about.len())?;
    if plain { Ok(Source::File { length: about.len(), file }) } else { stream(Box::new(file)) }
}

/// What comes through a pipe, by what it begins with.
pub fn stream(from: Box<dyn Read + Send>) -> Result<Source> {
    let remark = Remark::default();
    Ok(Source::Stream(Box::new(Wide::new(unpacked(from, &remark)?)), remark))
}

/// The same in whatever encoding it is.
pub fn unpacked(mut from: Box<dyn Read + Send>, remark: &Remark) -> Result<Box<dyn Read + Send>> {
    let magic = begin(&mut from)?;
    refuse_foreign(&magic)?;
    let kind = packed::kind(&magic);
    let whole = BufReader::with_capacity(64 * 1024, Cursor::new(magic).chain(from));
    Ok(match kind {
        Some(kind) => packed::unpacked(kind, whole, remark),
        None => Box::new(whole),
    })
}

/// What is packed otherwise would be searched as it is, and nothing be found in it.
fn refuse_foreign(begun: &[u8]) -> Result<()> {
    match packed::foreign(begun) {
        Some((name, command)) => {
            let told = format!("it is packed with {name}, which is not read here; unpack it first: {command} FILE | leadctl diagnose -");
            Err(Error::new(ErrorKind::Unsupported, told))
        }
        None => Ok(()),
    }
}

/// Whether a file can't be followed, because it is packed.
pub fn is_packed(path: &Path) -> bool {
    File::open(path).and_then(|mut file| begin(&mut file)).is_ok_and(|begun| packed::kind(&begun).is_some())
}

fn begin(from: &mut impl Read) -> Result<Vec<u8>> {
    let mut magic = Vec::new();
    from.take(packed::MAGIC as u64).read_to_end(&mut magic)?;
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

/// The files that a name stands for: itself, or, where a shell left a pattern and no such file is there, all that match.
pub fn expand(pattern: &Path, folder: &Path) -> Vec<PathBuf> {
    let text = pattern.to_string_lossy();
    if !text.contains(['*', '?']) || folder.join(pattern).exists() {
        return vec![pattern.to_owned()];
    }
    let mut found = vec![PathBuf::new()];
    for part in pattern.components() {
        let name = part.as_os_str().to_string_lossy();
        found = match &*name {
            "**" => found.iter().flat_map(|path| folders(path, folder)).collect(),
            name if name.contains(['*', '?']) => found.iter().flat_map(|path| matching(path, folder, name)).collect(),
            _ => found.into_iter().map(|path| path.join(part)).collect(),
        };
    }
    // At the end it stands for the files in them.
    if pattern.ends_with("**") {
        found = found.iter().flat_map(|path| matching(path, folder, "*")).collect();
    }
    found.retain(|path| folder.join(path).is_file());
    found.sort();
    found.dedup();
    found
}

/// A folder and all those within it, however deep; links are not followed, so that it ends.
fn folders(path: &Path, folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![path.to_owned()];
    let mut next = 0;
    while let Some(path) = all.get(next) {
        let is_folder = |path: &PathBuf| std::fs::symlink_metadata(folder.join(path)).is_ok_and(|about| about.is_dir());
        let within: Vec<PathBuf> = matching(path, folder, "*").into_iter().filter(is_folder).collect();
        all.extend(within);
        next += 1;
    }
    all
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
