//! `--follow`: goes on as logs grow, across rotation and truncation, until Ctrl-C.

use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use super::followed::{Followed, Log, QUIET, Renamed};
use super::logs::{Reading, STANDARD_INPUT, cannot_read};
use super::open;
use super::pieces;
use super::told::Told;
use super::unpack::Remark;
use crate::core::error::{Error, Result};

/// How often files are looked at.
const LOOK: Duration = Duration::from_millis(200);
/// How often it is asked whether a pattern matches more.
const ASK: Duration = Duration::from_secs(2);

/// Follows files until Ctrl-C, those that a pattern matches later as well; what can never be followed is refused.
pub fn files(patterns: &[PathBuf], folder: &Path, reading: &Reading, told: &mut Told) -> Result<()> {
    let mut followed: Vec<Followed> = Vec::new();
    let mut renamed = Renamed::default();
    let mut asked: Option<Instant> = None;
    while !reading.stopped() {
        if asked.is_none_or(|at| at.elapsed() >= ASK) {
            let names: Vec<PathBuf> = patterns.iter().flat_map(|pattern| matching(pattern, folder)).collect();
            // A pattern is no file once it matches some.
            followed.retain(|file| !patterns.iter().any(|pattern| file.is_called(pattern)) || names.iter().any(|name| file.is_called(name)));
            for name in names {
                if followed.iter().any(|file| file.is_called(&name)) {
                    continue;
                }
                match (can_be_followed(&name, folder), asked) {
                    (Ok(()), _) => followed.push(Followed::new(&name, folder)),
                    (Err(error), None) => return Err(error),
                    // What a pattern matches later may be anything: an old log, packed, above all.
                    (Err(_), Some(_)) => {}
                }
            }
            asked = Some(Instant::now());
        }
        let mut grew = renamed.look(reading, told);
        for at in 0..followed.len() {
            let others: HashSet<_> = followed.iter().enumerate().filter(|(other, _)| *other != at).filter_map(|(_, file)| file.identity()).collect();
            grew |= followed[at].look(&others, &mut renamed, reading, told);
        }
        if !grew {
            std::thread::sleep(LOOK);
        }
    }
    renamed.end(reading, told);
    followed.into_iter().for_each(|file| file.end(reading, told));
    Ok(())
}

/// The files that a pattern matches now; where there are none, the pattern itself, which is waited for like a file.
fn matching(pattern: &Path, folder: &Path) -> Vec<PathBuf> {
    let found = open::expand(pattern, folder).files;
    if found.is_empty() { vec![pattern.to_owned()] } else { found }
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
