//! One log that is followed: what was read of it, and which file its name stands for now.

use std::collections::HashSet;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::fold::Places;
use super::logs::{Reading, cannot_read};
use super::pieces::Growing;
use super::shares;
use super::told::Told;
use super::wide::Letters;
use crate::core::error::Error;

/// How long after its last line a record is taken to be complete.
pub const QUIET: Duration = Duration::from_secs(1);
/// How long after its last line a file that lost its name is kept: who writes it may take a while to see that there is a new one.
const FORGOTTEN: Duration = Duration::from_secs(60);
/// So many of these at most.
const MOST: usize = 16;
/// By so many of its last bytes a file is known that was cut, and has grown as long again since the last look.
const LAST: usize = 256;
/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// What a file is, whatever it is called.
type Identity = (u64, u64);

/// One name, and the file behind it, which may grow.
pub struct Followed {
    name: PathBuf,
    path: PathBuf,
    open: Option<Open>,
    /// Why it can't be read now, which has been said.
    missing: Option<Error>,
    /// It was there once.
    came: bool,
}

struct Open {
    file: File,
    identity: Option<Identity>,
    read: u64,
    /// The last bytes that were read.
    last: Vec<u8>,
    grown: Instant,
    log: Log,
}

impl Followed {
    pub fn new(name: &Path, folder: &Path) -> Followed {
        Followed { name: name.to_owned(), path: folder.join(name), open: None, missing: None, came: false }
    }

    pub fn is_called(&self, name: &Path) -> bool {
        self.name == name
    }

    fn shown(&self) -> String {
        self.name.display().to_string()
    }

    pub fn identity(&self) -> Option<Identity> {
        self.open.as_ref()?.identity
    }

    /// Reads what is new; whether there was any. What is one of the `others`, by another name, is read there.
    pub fn look(&mut self, others: &HashSet<Identity>, renamed: &mut Renamed, reading: &Reading, told: &mut Told) -> bool {
        let about = std::fs::metadata(&self.path);
        let looked = self.keep_up(about, others, renamed, reading, told).and_then(|()| match &mut self.open {
            Some(open) => open.look(reading, told),
            None => Ok(false),
        });
        match looked {
            Ok(grew) => {
                self.missing = None;
                grew
            }
            // Being renamed, or thrown away when its time was over.
            Err(error) if self.came && error.kind() == ErrorKind::NotFound => false,
            Err(error) => {
                if self.missing.is_none() {
                    told.waiting(self.missing.insert(cannot_read(Some(&self.shown()), error, None)));
                }
                false
            }
        }
    }

    /// Opens the file anew where another has taken its name, and reads it again from its start where it was cut.
    fn keep_up(
        &mut self,
        about: std::io::Result<Metadata>,
        others: &HashSet<Identity>,
        renamed: &mut Renamed,
        reading: &Reading,
        told: &mut Told,
    ) -> std::io::Result<()> {
        let now = about.as_ref().ok().and_then(identity);
        let shown = self.shown();
        if let (Ok(about), Some(open)) = (&about, &mut self.open)
            && open.identity == now
        {
            if open.is_cut(about.len())? {
                open.log.end(reading, told);
                told.read(open.log.places.lines(), open.read);
                open.file.seek(SeekFrom::Start(0))?;
                (open.read, open.last, open.log) = (0, Vec::new(), Log::new(Some(shown)));
            }
            return Ok(());
        }
        if about.is_err() && self.open.as_ref().is_some_and(|open| open.identity.is_none()) {
            return Ok(());
        }
        if let Some(mut open) = self.open.take() {
            // It may have grown after the last look; that comes before what is in the new one.
            while !reading.stopped() && open.look(reading, told).unwrap_or(false) {}
            open.log.settle(reading, told, Duration::ZERO);
            renamed.keep(open, reading, told);
        }
        let about = about?;
        if now.is_some_and(|now| others.contains(&now)) {
            return Ok(());
        }
        if let Some(mut known) = renamed.take(now) {
            known.log.places.rename(shown);
            self.open = Some(known);
        } else {
            if about.is_dir() {
                return Err(std::io::Error::new(ErrorKind::IsADirectory, "it is a folder; name the files in it"));
            }
            if !about.is_file() {
                // A pipe has no end to go on from, and opening one may take for ever.
                return Err(std::io::Error::other("it is no ordinary file; a pipe is followed by: leadctl diagnose - --follow < PIPE"));
            }
            self.open = Some(Open::new(File::open(&self.path)?, shown)?);
        }
        self.came = true;
        Ok(())
    }

    /// Nothing more is read.
    pub fn end(self, reading: &Reading, told: &mut Told) {
        if let Some(error) = self.missing {
            told.never_came(error);
        }
        if let Some(open) = self.open {
            open.end(reading, told);
        }
    }
}

impl Open {
    fn new(file: File, name: String) -> std::io::Result<Open> {
        let identity = identity(&file.metadata()?);
        Ok(Open { file, identity, read: 0, last: Vec::new(), grown: Instant::now(), log: Log::new(Some(name)) })
    }

    /// Whether what was read is no longer what the file begins with.
    fn is_cut(&self, length: u64) -> std::io::Result<bool> {
        if length <= self.read {
            return Ok(length < self.read);
        }
        let mut there = vec![0; self.last.len()];
        let count = shares::read_at(&self.file, &mut there, self.read - self.last.len() as u64)?;
        Ok(there[..count] != self.last)
    }

    /// Reads what is new; whether there was any.
    fn look(&mut self, reading: &Reading, told: &mut Told) -> std::io::Result<bool> {
        let mut chunk = vec![0; CHUNK];
        let count = self.file.read(&mut chunk)?;
        if count == 0 {
            self.log.settle(reading, told, QUIET);
            return Ok(false);
        }
        let chunk = &chunk[..count];
        self.read += count as u64;
        self.last.extend_from_slice(&chunk[count.saturating_sub(LAST)..]);
        self.last.drain(..self.last.len().saturating_sub(LAST));
        self.grown = Instant::now();
        self.log.add(chunk, reading, told);
        Ok(true)
    }

    fn end(mut self, reading: &Reading, told: &mut Told) {
        self.log.end(reading, told);
        told.scan.files += 1;
        told.read(self.log.places.lines(), self.read);
    }
}

/// Files that lost their names: read on for a while, and taken up where they were left under a name that is followed as well.
#[derive(Default)]
pub struct Renamed(Vec<Open>);

impl Renamed {
    /// Reads what is new; whether there was any.
    pub fn look(&mut self, reading: &Reading, told: &mut Told) -> bool {
        let grew = self.0.iter_mut().fold(false, |grew, open| open.look(reading, told).unwrap_or(false) | grew);
        let (kept, forgotten) = std::mem::take(&mut self.0).into_iter().partition(|open: &Open| open.grown.elapsed() < FORGOTTEN);
        self.0 = kept;
        forgotten.into_iter().for_each(|open: Open| open.end(reading, told));
        grew
    }

    fn keep(&mut self, open: Open, reading: &Reading, told: &mut Told) {
        if self.0.len() == MOST {
            self.0.remove(0).end(reading, told);
        }
        self.0.push(open);
    }

    fn take(&mut self, identity: Option<Identity>) -> Option<Open> {
        let at = self.0.iter().position(|open| open.identity.is_some() && open.identity == identity)?;
        Some(self.0.remove(at))
    }

    /// Nothing more is read.
    pub fn end(self, reading: &Reading, told: &mut Told) {
        self.0.into_iter().for_each(|open| open.end(reading, told));
    }
}

/// A log as far as it has come.
pub struct Log {
    pub places: Places,
    letters: Letters,
    growing: Growing,
    /// When something last came that was not searched to its end.
    waiting: Option<Instant>,
}

impl Log {
    /// Of a file by its name, or of standard input.
    pub fn new(name: Option<String>) -> Log {
        Log { places: Places::new(name), letters: Letters::new(), growing: Growing::new(), waiting: None }
    }

    pub fn add(&mut self, bytes: &[u8], reading: &Reading, told: &mut Told) {
        self.growing.add(&self.letters.add(bytes, false));
        self.waiting = Some(Instant::now());
        self.search(reading, told, false);
    }

    /// Looks at what was held back, once nothing has come for so long.
    pub fn settle(&mut self, reading: &Reading, told: &mut Told, quiet: Duration) {
        if self.waiting.is_some_and(|since| since.elapsed() >= quiet) {
            self.waiting = None;
            self.growing.add(&self.letters.rest());
            self.search(reading, told, true);
        }
    }

    /// Looks at what was held back: nothing more will come.
    pub fn end(&mut self, reading: &Reading, told: &mut Told) {
        self.waiting = None;
        self.growing.add(&self.letters.add(&[], true));
        self.search(reading, told, true);
    }

    fn search(&mut self, reading: &Reading, told: &mut Told, quiet: bool) {
        let places = &mut self.places;
        self.growing.follow(&reading.scanner, quiet, &mut |scanned, end| told.piece(places.of(scanned, end)));
    }
}

#[cfg(unix)]
fn identity(about: &Metadata) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    Some((about.dev(), about.ino()))
}

/// Where files have no number, a replaced one is known by being shorter.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<Identity> {
    None
}
