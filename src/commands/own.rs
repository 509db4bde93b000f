//! Reads the folder of `--catalogue`: its TOML files, and those in all folders below it.
//!
//! Knows files; what they mean is the catalogue's.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use crate::catalogue::own::{MOST_BYTES, MOST_FILES, Own, Problem, Source};
use crate::commands::context::read_up_to;
use crate::core::error::{Error, Result};

/// The entries of a folder; every problem of every file is told.
pub(super) fn read(folder: &Path, cwd: &Path) -> Result<Own> {
    let names = files(folder, cwd)?;
    let mut problems = Vec::new();
    let mut sources = Vec::new();
    for (name, id) in names {
        match text(&cwd.join(&name)) {
            Ok(text) => sources.push(Source { name: name.display().to_string(), folder: folder.display().to_string(), id, text }),
            Err(message) => problems.push(Problem { file: name.display().to_string(), line: 1, message }),
        }
    }
    match Own::compile(&sources) {
        Ok(own) if problems.is_empty() => Ok(own),
        Ok(_) => Err(malformed(&problems)),
        Err(found) => {
            problems.extend(found);
            Err(malformed(&problems))
        }
    }
}

fn malformed(problems: &[Problem]) -> Error {
    const MOST_SHOWN: usize = 50;
    let more = match problems.len() {
        0 | 1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let first = problems.first().map(Problem::to_string).unwrap_or_default();
    let error = Error::file("catalogue-malformed", format!("{first}{more}"));
    let error = problems.iter().skip(1).take(MOST_SHOWN).fold(error, |error, problem| error.hint(problem.to_string()));
    error.hint("leadctl schema catalogue says what a file may hold; the README has an example")
}

/// The TOML files of the folder and of those below it, in order, each with the id that its place gives it.
fn files(folder: &Path, cwd: &Path) -> Result<Vec<(PathBuf, Option<String>)>> {
    let mut folders = vec![folder.to_owned()];
    let mut found = Vec::new();
    let mut visited: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let mut next = 0;
    while let Some(this) = folders.get(next).cloned() {
        let unreadable = |error: std::io::Error| {
            let error = Error::file("catalogue-unreadable", format!("can't read the catalogue's folder '{}'", this.display())).because(error);
            error.hint("--catalogue names a folder of TOML files, such as errors/acme/queue-full.toml for acme/queue-full")
        };
        // Its entries would be there once for each way to them; a link that leads back has no end of ways.
        if let Some(before) = visited.insert(cwd.join(&this).canonicalize().map_err(unreadable)?, this.clone()) {
            let error = Error::file("catalogue-twice", format!("'{}' is the same folder as '{}'", this.display(), before.display()));
            return Err(error.hint("remove the link that leads to it, and its entries are there once"));
        }
        for path in list(&this, cwd).map_err(unreadable)? {
            if cwd.join(&path).is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                found.push((path.clone(), id(&path, folder)));
            }
        }
        if found.len().max(folders.len()) > MOST_FILES {
            let error = Error::file("catalogue-too-large", format!("'{}' has more than {MOST_FILES} files or folders", folder.display()));
            return Err(error.hint("--catalogue names a folder that has known errors alone"));
        }
        next += 1;
    }
    if found.is_empty() {
        let error = Error::file("catalogue-empty", format!("there is no TOML file in '{}'", folder.display()));
        return Err(error.hint("a known error is a file such as acme/queue-full.toml; leadctl schema catalogue says what it holds"));
    }
    found.sort();
    Ok(found)
}

/// The place of a file that lies in an area: `acme/queue-full`.
fn id(file: &Path, folder: &Path) -> Option<String> {
    let place = file.strip_prefix(folder).ok()?.with_extension("");
    let words: Vec<_> = place.iter().map(|word| word.to_string_lossy()).collect();
    (words.len() > 1).then(|| words.join("/"))
}

/// What lies in a folder, in order, hidden files aside.
fn list(folder: &Path, cwd: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(cwd.join(folder))? {
        let name = entry?.file_name();
        if !name.to_string_lossy().starts_with('.') {
            names.push(folder.join(name));
        }
    }
    names.sort();
    Ok(names)
}

/// A file's text, if it is an ordinary file of an ordinary size.
fn text(path: &Path) -> std::result::Result<String, String> {
    let why = |error: std::io::Error| format!("can't be read: {error}");
    // A pipe would be waited for.
    if !std::fs::metadata(path).map_err(why)?.is_file() {
        return Err("is no file".to_owned());
    }
    let bytes = File::open(path).and_then(|file| read_up_to(MOST_BYTES, file)).map_err(why)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(format!("is larger than {} KiB", MOST_BYTES / 1024));
    }
    String::from_utf8(bytes).map_err(|error| format!("is no UTF-8 text, from byte {} on", error.utf8_error().valid_up_to()))
}
