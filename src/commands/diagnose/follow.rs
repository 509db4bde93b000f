//! `--follow`: goes on as logs grow, across rotation and truncation, until Ctrl-C.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use super::followed::{Followed, Identity, Log, QUIET, Renamed};
use super::logs::{Reading, STANDARD_INPUT, cannot_look_into, cannot_read, no_such_files};
use super::open;
use super::pieces;
use super::told::Told;
use super::unpack::Remark;
use crate::core::error::{Error, Result};

/// How often files are looked at.
const LOOK: Duration = Duration::from_millis(200);
/// How often it is asked whether a pattern matches more.
const ASK: Duration = Duration::from_secs(2);

/// So many files at most: each is held open, and asked for again and again.
const MOST: usize = 500;

/// Follows files until Ctrl-C, those that a pattern matches later as well; what can never be followed is refused.
pub fn files(patterns: &[PathBuf], folder: &Path, reading: &Reading, told: &mut Told) -> Result<()> {
    let mut names = Names { patterns, folder, waiting: Vec::new(), said: HashSet::new() };
    let mut followed = Vec::new();
    let mut renamed = Renamed::default();
    let mut asked: Option<Instant> = None;
    while !reading.stopped() {
        if asked.is_none_or(|at| at.elapsed() >= ASK) {
            names.ask(&mut followed, told)?;
            asked = Some(Instant::now());
        }
        let mut grew = renamed.look(reading, told);
        let owners: HashMap<Identity, usize> = followed.iter().enumerate().filter_map(|(at, file)| Some((file.identity()?, at))).collect();
        // What a file that is not open yet may be a copy of.
        let seen = match followed.iter().any(|file| file.identity().is_none()) {
            true => followed.iter().flat_map(Followed::seen).collect(),
            false => Vec::new(),
        };
        for (at, file) in followed.iter_mut().enumerate() {
            grew |= file.look(&|other| owners.get(&other).is_some_and(|owner| *owner != at), &seen, &mut renamed, reading, told);
        }
        if !grew {
            std::thread::sleep(LOOK);
        }
    }
    names.waiting.into_iter().for_each(|(_, error)| told.never_came(error));
    renamed.end(reading, told);
    followed.into_iter().for_each(|file| file.end(reading, told));
    Ok(())
}

/// What is to be followed, by name or by pattern.
struct Names<'a> {
    patterns: &'a [PathBuf],
    folder: &'a Path,
    /// Patterns that never matched anything, and that this is so.
    waiting: Vec<(PathBuf, Error)>,
    /// What something was said of.
    said: HashSet<String>,
}

impl Names<'_> {
    /// Takes up what there is to follow now, and lets go of what a pattern matched and is gone.
    fn ask(&mut self, followed: &mut Vec<Followed>, told: &mut Told) -> Result<()> {
        let mut there = HashSet::new();
        for pattern in self.patterns {
            let found = open::expand(pattern, self.folder);
            for (path, error) in found.unreadable {
                let error = cannot_look_into(&path, error);
                self.once(&error.to_string(), &format!("{error}; waiting for it"), told);
            }
            let wild = found.files.first() != Some(pattern) && open::is_pattern(pattern);
            if found.files.is_empty() {
                self.wait_for(pattern, told);
                continue;
            }
            self.waiting.retain(|(waiting, _)| waiting != pattern);
            let mut left_out = Vec::new();
            for name in found.files {
                there.insert(name.clone());
                if followed.iter().any(|file| file.name() == name) {
                    continue;
                }
                match can_be_followed(&name, self.folder) {
                    Ok(()) if followed.len() < MOST => followed.push(Followed::new(&name, self.folder)),
                    Ok(()) => {
                        self.once("most", &format!("more than {MOST} files are to be followed; the rest is left out"), told);
                    }
                    // Old logs, packed, above all.
                    Err(_) if wild => left_out.push(name),
                    Err(error) => return Err(error),
                }
            }
            if let Some(first) = left_out.first() {
                let text = match left_out.len() {
                    1 => format!("'{}' is packed, and not followed", first.display()),
                    count => format!("{count} files are packed, and not followed, such as '{}'", first.display()),
                };
                self.once(&format!("packed: {}", pattern.display()), &text, told);
            }
        }
        followed.retain(|file| !file.is_gone() || there.contains(file.name()));
        Ok(())
    }

    fn wait_for(&mut self, pattern: &Path, told: &mut Told) {
        let error = no_such_files(pattern);
        if self.once(&error.to_string(), &format!("{error}; waiting for one"), told) {
            self.waiting.push((pattern.to_owned(), error));
        }
    }

    /// Tells what this is about once, however often it is met; whether it was the first time.
    fn once(&mut self, about: &str, text: &str, told: &mut Told) -> bool {
        let first = self.said.insert(about.to_owned());
        if first {
            told.note(text);
        }
        first
    }
}

/// What is not there yet may come, and what is a pipe is told of later.
fn can_be_followed(name: &Path, folder: &Path) -> Result<()> {
    if name == Path::new(STANDARD_INPUT) {
        let error = Error::usage("diagnose-follow-input", "--follow takes files or standard input, not both");
        return Err(error.hint("follow standard input in a run of its own: … | leadctl diagnose - --follow"));
    }
    let path = folder.join(name);
    let Ok(about) = std::fs::metadata(&path) else { return Ok(()) };
    let shown = name.display();
    if about.is_dir() {
        let error = Error::file("diagnose-file", format!("can't follow '{shown}': it is a folder")).at(name, 1);
        return Err(error.hint(format!("name the files in it: --file '{shown}/*.log'")));
    }
    if about.is_file() && open::is_packed(&path) {
        let error = Error::usage("diagnose-follow-packed", format!("can't follow '{shown}': a compressed log can't be followed")).at(name, 1);
        return Err(error.hint("leave out --follow; it is then read to its end"));
    }
    Ok(())
}

/// Follows standard input until it ends or Ctrl-C comes.
pub fn standard_input(input: Box<dyn Read + Send>, reading: &Reading, told: &mut Told) {
    let stream = match open::unpacked(input, &Remark::default()) {
        Ok(stream) => stream,
        Err(error) => return told.unreadable(cannot_read(None, error, None)),
    };
    let chunks = pieces::read_ahead(stream);
    let mut log = Log::new(None);
    let mut bytes = 0;
    let mut broken = None;
    while !reading.stopped() {
        match chunks.recv_timeout(LOOK) {
            Ok(Ok(chunk)) => {
                bytes += chunk.len() as u64;
                log.add(&chunk, reading, told);
            }
            Ok(Err(error)) => {
                broken = Some(error);
                break;
            }
            Err(RecvTimeoutError::Timeout) => log.settle(reading, told, QUIET),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    log.end(reading, told);
    told.scan.files += 1;
    told.read(log.places.lines(), bytes);
    if let Some(error) = broken {
        told.unreadable(cannot_read(None, error, Some((log.places.lines(), bytes))));
    }
}
