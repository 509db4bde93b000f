//! One log that is followed: what was read of it, and which file its name stands for now.

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
/// How long after that, and after its last line, a file that lost its name is kept: who writes it may take a while to see that there is a new one.
const FORGOTTEN: Duration = Duration::from_secs(60);
/// So many of these at most.
const MOST: usize = 16;
/// By so many of its last bytes a file is known that was cut, and has grown as long again since the last look.
const LAST: usize = 256;
/// How much is read at a time.
const CHUNK: usize = 64 * 1024;

/// What a file is, whatever it is called.
pub type Identity = (u64, u64);

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
    /// When something last came, or when it lost its name.
    alive: Instant,
    /// What was read of it before it was cut.
    cut: Option<Seen>,
    log: Log,
}

/// How far a file was read: what begins so is a copy of it, and its errors were told.
#[derive(Clone)]
pub struct Seen {
    read: u64,
    last: Vec<u8>,
    lines: u64,
}

impl Followed {
    pub fn new(name: &Path, folder: &Path) -> Followed {
        Followed { name: name.to_owned(), path: folder.join(name), open: None, missing: None, came: false }
    }

    pub fn name(&self) -> &Path {
        &self.name
    }

    /// It was there, and is no more.
    pub fn is_gone(&self) -> bool {
        self.came && self.open.is_none() && self.missing.is_none()
    }

    /// How far its file was read, and before that one was cut.
    pub fn seen(&self) -> impl Iterator<Item = Seen> {
        self.open.iter().flat_map(|open| open.cut.clone().into_iter().chain(open.seen()))
    }

    fn shown(&self) -> String {
        self.name.display().to_string()
    }

    pub fn identity(&self) -> Option<Identity> {
        self.open.as_ref()?.identity
    }

    /// Reads what is new; whether there was any. What is an `other` one's file is read there; what was `seen` is not told again.
    pub fn look(&mut self, other: &dyn Fn(Identity) -> bool, seen: &[Seen], renamed: &mut Renamed, reading: &Reading, told: &mut Told) -> bool {
        let about = std::fs::metadata(&self.path);
        let looked = self.keep_up(about, other, seen, renamed, reading, told).and_then(|()| match &mut self.open {
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
        other: &dyn Fn(Identity) -> bool,
        seen: &[Seen],
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
                open.cut = open.seen();
                (open.read, open.last, open.log) = (0, Vec::new(), Log::new(Some(shown)));
            }
            return Ok(());
        }
        if about.is_err() && self.open.as_ref().is_some_and(|open| open.identity.is_none()) {
            return Ok(());
        }
        if let Some(mut open) = self.open.take() {
            // It may have grown after the last look; that comes before what is in the new one.
            let end = open.file.metadata().map_or(0, |about| about.len());
            while !reading.stopped() && open.read < end && open.look(reading, told).unwrap_or(false) {}
            open.log.settle(reading, told, Duration::ZERO);
            renamed.keep(open, reading, told);
        }
        let about = about?;
        if now.is_some_and(other) {
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
            self.open = Some(Open::new(File::open(&self.path)?, shown, seen)?);
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

/// Whether a file has these bytes before this place.
fn has(file: &File, last: &[u8], read: u64) -> std::io::Result<bool> {
    let mut there = vec![0; last.len()];
    let count = shares::read_at(file, &mut there, read - last.len() as u64)?;
    Ok(there[..count] == *last)
}

impl Open {
    /// From its start, or, where it is a copy of what was `seen`, from where that ended.
    fn new(file: File, name: String, seen: &[Seen]) -> std::io::Result<Open> {
        let identity = identity(&file.metadata()?);
        let mut open = Open { file, identity, read: 0, last: Vec::new(), alive: Instant::now(), cut: None, log: Log::new(Some(name)) };
        if let Some(seen) = seen.iter().filter(|seen| has(&open.file, &seen.last, seen.read).unwrap_or(false)).max_by_key(|seen| seen.read) {
            open.file.seek(SeekFrom::Start(seen.read))?;
            (open.read, open.last) = (seen.read, seen.last.clone());
            open.log.places.skip(seen.lines);
        }
        Ok(open)
    }

    fn seen(&self) -> Option<Seen> {
        // Less than that may be alike by chance.
        (self.last.len() == LAST).then(|| Seen { read: self.read, last: self.last.clone(), lines: self.log.places.breaks() })
    }

    /// Whether what was read is no longer what the file begins with.
    fn is_cut(&self, length: u64) -> std::io::Result<bool> {
        if length <= self.read {
            return Ok(length < self.read);
        }
        Ok(!has(&self.file, &self.last, self.read)?)
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
        self.alive = Instant::now();
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
        let (kept, forgotten) = std::mem::take(&mut self.0).into_iter().partition(|open: &Open| open.alive.elapsed() < FORGOTTEN);
        self.0 = kept;
        forgotten.into_iter().for_each(|open: Open| open.end(reading, told));
        grew
    }

    fn keep(&mut self, mut open: Open, reading: &Reading, told: &mut Told) {
        open.alive = Instant::now();
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
