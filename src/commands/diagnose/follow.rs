//! `--follow`: goes on as logs grow, across rotation and truncation, until Ctrl-C.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use super::fold::Places;
use super::heard::Heard;
use super::logs::{Reading, STANDARD_INPUT, cannot_read};
use super::open;
use super::packed::Remark;
use super::pieces::{self, Growing};
use super::told::Told;
use super::wide::Letters;
use crate::core::error::{Error, Result};

/// How often files are looked at, and how long after its last line a record is taken to be complete.
const LOOK: Duration = Duration::from_millis(200);
const QUIET: Duration = Duration::from_secs(1);

/// One file that may grow.
struct Followed {
    name: PathBuf,
    shown: String,
    open: Option<Open>,
    /// Why it can't be read now, which has been said.
    missing: Option<Error>,
}

struct Open {
    file: File,
    identity: Option<(u64, u64)>,
    read: u64,
    log: Log,
}

/// A log as far as it has come.
struct Log {
    places: Places,
    letters: Letters,
    growing: Growing,
    /// When something last came that was not searched to its end.
    waiting: Option<Instant>,
}

impl Log {
    fn new(name: Option<String>) -> Log {
        Log { places: Places::new(name), letters: Letters::new(), growing: Growing::new(), waiting: None }
    }

    fn add(&mut self, bytes: &[u8], reading: &Reading, told: &mut Told) {
        self.growing.add(&self.letters.add(bytes, false));
        self.waiting = Some(Instant::now());
        self.search(reading, told, false);
    }

    /// Looks at what was held back, once nothing has come for a while.
    fn settle(&mut self, reading: &Reading, told: &mut Told) {
        if self.waiting.is_some_and(|since| since.elapsed() >= QUIET) {
            self.waiting = None;
            self.growing.add(&self.letters.rest());
            self.search(reading, told, true);
        }
    }

    /// Looks at what was held back: nothing more will come.
    fn end(&mut self, reading: &Reading, told: &mut Told) {
        self.waiting = None;
        self.growing.add(&self.letters.add(&[], true));
        self.search(reading, told, true);
    }

    fn search(&mut self, reading: &Reading, told: &mut Told, quiet: bool) {
        let places = &mut self.places;
        self.growing.follow(&reading.scanner, quiet, &mut |scanned, end| told.piece(places.of(scanned, end)));
    }
}

/// Follows files until Ctrl-C; what can never be followed is refused.
pub fn files(names: &[PathBuf], folder: &Path, reading: &Reading, told: &mut Told) -> Result<()> {
    names.iter().try_for_each(|name| can_be_followed(name, folder))?;
    let mut followed: Vec<Followed> =
        names.iter().map(|name| Followed { name: folder.join(name), shown: name.display().to_string(), open: None, missing: None }).collect();
    while !reading.stopped() {
        let mut grew = false;
        for file in &mut followed {
            grew |= file.look(reading, told);
        }
        if !grew {
            std::thread::sleep(LOOK);
        }
    }
    for file in &mut followed {
        if let Some(error) = file.missing.take() {
            told.never_came(error);
        }
        if let Some(open) = &mut file.open {
            open.log.end(reading, told);
            told.scan.files += 1;
            told.read(open.log.places.lines(), open.read);
        }
    }
    Ok(())
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
    let stream = match open::unpacked(Box::new(Heard::new(input, Arc::clone(&reading.stop))), &Remark::default()) {
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
            Err(RecvTimeoutError::Timeout) => log.settle(reading, told),
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

impl Followed {
    /// Reads what is new; whether there was any.
    fn look(&mut self, reading: &Reading, told: &mut Told) -> bool {
        let about = std::fs::metadata(&self.name);
        if let Err(error) = self.keep_up(about, reading, told) {
            if self.missing.is_none() {
                told.waiting(self.missing.insert(cannot_read(Some(&self.shown), error, None)));
            }
            return false;
        }
        let Some(open) = &mut self.open else { return false };
        let mut chunk = vec![0; 64 * 1024];
        match open.file.read(&mut chunk) {
            Ok(count) if count > 0 => {
                open.read += count as u64;
                open.log.add(&chunk[..count], reading, told);
                true
            }
            _ => {
                open.log.settle(reading, told);
                false
            }
        }
    }

    /// Opens the file anew where another has taken its name, and reads it again from its start where it was cut.
    fn keep_up(&mut self, about: std::io::Result<std::fs::Metadata>, reading: &Reading, told: &mut Told) -> std::io::Result<()> {
        let about = match (about, &self.open) {
            (Ok(about), _) => about,
            // Moved away, and the new one is not there yet.
            (Err(_), Some(_)) => return Ok(()),
            (Err(error), None) => return Err(error),
        };
        if let Some(open) = &mut self.open {
            let replaced = open.identity != identity(&about);
            if replaced {
                // The old file may have grown after the last look.
                let mut rest = Vec::new();
                open.file.by_ref().take(64 << 20).read_to_end(&mut rest)?;
                open.log.add(&rest, reading, told);
            } else if about.len() >= open.read {
                return Ok(());
            }
            open.log.end(reading, told);
            told.read(open.log.places.lines(), open.read);
            if !replaced {
                open.file.seek(SeekFrom::Start(0))?;
                (open.read, open.log) = (0, Log::new(Some(self.shown.clone())));
                return Ok(());
            }
        }
        if about.is_dir() {
            return Err(std::io::Error::new(std::io::ErrorKind::IsADirectory, "it is a folder; name the files in it"));
        }
        if !about.is_file() {
            // A pipe has no end to go on from, and opening one may take for ever.
            return Err(std::io::Error::other("it is no ordinary file; a pipe is followed by: leadctl diagnose - --follow < PIPE"));
        }
        let file = File::open(&self.name)?;
        self.open = Some(Open { identity: identity(&file.metadata()?), file, read: 0, log: Log::new(Some(self.shown.clone())) });
        self.missing = None;
        Ok(())
    }
}

#[cfg(unix)]
fn identity(about: &std::fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((about.dev(), about.ino()))
}

/// Where files have no number, a replaced one is known by being shorter.
#[cfg(not(unix))]
fn identity(_: &std::fs::Metadata) -> Option<(u64, u64)> {
    None
}
