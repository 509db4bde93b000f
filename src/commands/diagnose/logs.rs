//! Whole logs: every file that was named, one behind the other, each read at the speed of the disk.

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use super::LIMIT;
use super::fold::Places;
use super::heard::{self, Heard};
use super::known::{self, Known, Placed};
use super::open::{self, Source, Stream};
use super::pieces::{self, Growing};
use super::shares;
use super::told::Told;
use super::unpack::Flaw;
use crate::catalogue::scanning::{Scanner, has_records, is_list, is_log};
use crate::catalogue::{self, Mail, own::Own};
use crate::commands::Context;
use crate::core::diagnose_report::Location;
use crate::core::error::{Error, ErrorKind, Result};

/// What reads.
pub struct Reading {
    pub scanner: Scanner,
    /// Entries of one's own, which the scanner knows too.
    pub own: Arc<Own>,
    /// Each error is told by itself, however short the log.
    pub each: bool,
    pub jobs: usize,
    /// Ctrl-C came.
    pub stop: Arc<AtomicBool>,
}

impl Reading {
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Reads files to their end; standard input among them, where it is named.
    pub fn files(&self, names: &[PathBuf], context: &Context, told: &mut Told) {
        for name in names {
            if self.stopped() {
                return;
            }
            if name == Path::new(STANDARD_INPUT) {
                let heard = Heard::new(input(context), Arc::clone(&self.stop));
                self.standard_input(open::stream(Box::new(heard)), told);
                continue;
            }
            let shown = name.display().to_string();
            self.one(heard::file(&context.cwd.join(name), &self.stop), Some(&shown), told);
        }
    }

    /// Reads what comes on standard input to its end.
    pub fn standard_input(&self, stream: std::io::Result<Stream>, told: &mut Told) {
        self.one(stream.map(Source::Stream), None, told);
    }

    fn one(&self, source: std::io::Result<Source>, name: Option<&str>, told: &mut Told) {
        let before = (told.scan.lines, told.scan.bytes);
        let done = source.and_then(|source| self.source(source, name, told));
        let read = (told.scan.lines - before.0, told.scan.bytes - before.1);
        match done {
            Ok(()) => told.scan.files += 1,
            Err(_) if self.stopped() => {}
            Err(error) => {
                let read = (read.1 > 0).then_some(read);
                told.scan.files += u64::from(read.is_some());
                told.unreadable(cannot_read(name, error, read));
            }
        }
    }

    fn source(&self, source: Source, name: Option<&str>, told: &mut Told) -> std::io::Result<()> {
        let (file, length) = match source {
            Source::File { file, length } if length > LIMIT as u64 && !is_mail(&file)? => (file, length),
            Source::File { file, .. } => return self.short(Box::new(file), name, told),
            Source::Stream(Stream { from, remark }) => {
                let done = self.short(from, name, told);
                if let Some(remark) = remark.get() {
                    told.note(&format!("{}: {remark}", name.unwrap_or("standard input")));
                }
                return done;
            }
        };
        let mut places = Places::new(name.map(str::to_owned));
        let done = shares::of_file(&file, length, self.jobs, &self.scanner, &self.stop, &mut |scanned, end| {
            told.piece(places.of(scanned, end));
            told.progress(name, end, Some(length));
        });
        told.read(places.lines(), length);
        done
    }

    /// Reads as much as one pasted text may have; what is longer, or plainly has several records, is a log.
    fn short(&self, mut from: Box<dyn Read + Send>, name: Option<&str>, told: &mut Told) -> std::io::Result<()> {
        let mut begun = Vec::new();
        let failed = (&mut from).take(LIMIT as u64 + 1).read_to_end(&mut begun).err();
        // What is attached makes a mail long, and its text may stand behind that.
        let is_mail = begins_as_mail(&begun);
        if is_mail && begun.len() > LIMIT {
            (&mut from).take(MOST_OF_A_MAIL - begun.len() as u64).read_to_end(&mut begun)?;
        }
        let is_read = is_mail && (begun.len() as u64) < MOST_OF_A_MAIL;
        if is_read && self.mails(&begun, name, told) {
            told.read(begun.split_inclusive(|byte| *byte == b'\n').count() as u64, begun.len() as u64);
        } else if begun.len() > LIMIT {
            return self.stream(Box::new(Cursor::new(begun).chain(from)), name, told);
        } else if is_log(&begun) && (begun.len() > EXCERPT || has_records(&begun, EXCERPT_RECORDS)) {
            told.hints(known::codes(&catalogue::text(&begun), told.lang()));
            self.stream(Box::new(Cursor::new(begun)), name, told)?;
        } else {
            self.text(&begun, name, told);
        }
        failed.map_or(Ok(()), Err)
    }

    fn stream(&self, from: Box<dyn Read + Send>, name: Option<&str>, told: &mut Told) -> std::io::Result<()> {
        let mut places = Places::new(name.map(str::to_owned));
        let mut bytes = 0;
        let done = pieces::of_stream(from, &self.scanner, &self.stop, &mut |scanned, end| {
            bytes = end;
            told.piece(places.of(scanned, end));
            told.progress(name, end, None);
        });
        told.read(places.lines(), bytes);
        done
    }

    /// The mails of a file; whether there are any.
    fn mails(&self, bytes: &[u8], name: Option<&str>, told: &mut Told) -> bool {
        let text = String::from_utf8_lossy(bytes);
        let mails = catalogue::mails(&text);
        mails.iter().for_each(|mail| self.mail(mail, name, told));
        !mails.is_empty()
    }

    /// A mail: as a pasted text, or as a log where it holds one.
    fn mail(&self, mail: &Mail, name: Option<&str>, told: &mut Told) {
        let placed = |found: Known, line: u64| {
            let place = Location { file: name.map(str::to_owned), line: mail.place(line) };
            Placed { found, place, lines: Vec::new() }
        };
        let text = mail.text.as_bytes();
        if text.len() <= LIMIT && !is_log(text) {
            let diagnosis = known::diagnose(&mail.text, &self.own, told.lang());
            told.hints(diagnosis.hints);
            let found = diagnosis.known.into_iter().map(|found| (found.line(), found));
            return told.piece(found.map(|(line, found)| placed(found, line)).collect());
        }
        self.blocks(text, &mut Places::new(None), &mut |seen| told.piece(seen.into_iter().map(|one| placed(one.found, one.place.line)).collect()));
    }

    /// What each block of a text has that is held already.
    fn blocks(&self, text: &[u8], places: &mut Places, each: &mut dyn FnMut(Vec<Placed>)) {
        let mut growing = Growing::new();
        growing.add(text);
        growing.search(&self.scanner, true, &mut |scanned, end| each(places.of(scanned, end)));
    }

    /// One pasted text in a file: the very answers that it gives without the file. How often each is in it, the blocks tell, where the
    /// text has no parts; and of a list of records, or of some lines of a log, what each has besides.
    fn text(&self, bytes: &[u8], name: Option<&str>, told: &mut Told) {
        let text = catalogue::text(bytes);
        let diagnosis = known::diagnose(&text, &self.own, told.lang());
        told.hints(diagnosis.hints);
        let mut places = Places::new(name.map(str::to_owned));
        let mut seen: Vec<Placed> = Vec::new();
        self.blocks(bytes, &mut places, &mut |more| seen.extend(more));
        told.read(places.lines(), bytes.len() as u64);
        if diagnosis.in_parts {
            let mut all: Vec<Placed> = diagnosis.known.into_iter().map(|found| beside(found, &seen, name)).collect();
            if self.each {
                all.sort_by_key(|one| one.place.line);
            }
            return told.piece(all);
        }
        let (list, log) = (is_list(bytes), is_log(bytes));
        if self.each || list || log {
            let order: Vec<String> = diagnosis.known.iter().map(|found| found.id().to_owned()).collect();
            let mut all = one_by_one(diagnosis.known, seen, list || log, name);
            // As a paste has them, the surest of the whole first.
            if log && !self.each {
                all.sort_by_key(|one| order.iter().position(|id| id == one.found.id()).unwrap_or(order.len()));
            }
            return told.piece(all);
        }
        for found in diagnosis.known {
            let first = Location { file: name.map(str::to_owned), line: found.line() };
            let same = || seen.iter().filter(|other| other.found.id() == found.id());
            let last = same().map(|other| &other.place).filter(|place| place.line > first.line).max_by_key(|place| place.line);
            let context = same().find(|other| other.place.line == first.line).map_or(&[][..], |other| &other.lines);
            told.one(&found, (same().count() as u64).max(1), &first, last.unwrap_or(&first), context);
        }
    }
}

/// A known error at its line in a text, with the lines around it where a block has it at that line.
fn beside(found: Known, seen: &[Placed], name: Option<&str>) -> Placed {
    let line = found.line();
    let same = seen.iter().find(|other| other.found.id() == found.id() && other.place.line == line);
    let lines = same.map(|other| other.lines.clone()).unwrap_or_default();
    Placed { found, place: Location { file: name.map(str::to_owned), line }, lines }
}

/// So much of a log is pasted to show one error, and fewer records: its lines tell of each other, and what one of them lacks another may have.
const EXCERPT: usize = 8 * 1024;
const EXCERPT_RECORDS: usize = 13;
/// The longest mail that is read as one; its parts are undone in memory.
const MOST_OF_A_MAIL: u64 = 16 << 20;
/// All headers of a mail are within so many bytes.
const HEADERS: usize = 64 * 1024;

pub fn begins_as_mail(bytes: &[u8]) -> bool {
    catalogue::begins_as_mail(&String::from_utf8_lossy(&bytes[..bytes.len().min(HEADERS)]))
}

fn is_mail(file: &File) -> std::io::Result<bool> {
    let mut begun = vec![0; HEADERS];
    let count = shares::read_at(file, &mut begun, 0)?;
    Ok(begins_as_mail(&begun[..count]))
}

/// Each error of a text by itself: what the blocks tell where an error is there several times, or everywhere in a `list`; else what the
/// whole text tells, which may go over several blocks.
fn one_by_one(whole: Vec<Known>, seen: Vec<Placed>, list: bool, name: Option<&str>) -> Vec<Placed> {
    let count = |id: &str| seen.iter().filter(|other| other.found.id() == id).count();
    let (once, several): (Vec<Known>, Vec<Known>) = whole.into_iter().partition(|found| count(found.id()) < if list { 1 } else { 2 });
    let mut all: Vec<Placed> = once.into_iter().map(|found| beside(found, &seen, name)).collect();
    all.extend(seen.into_iter().filter(|one| list || several.iter().any(|other| other.id() == one.found.id())));
    all.sort_by_key(|one| one.place.line);
    all
}

/// The name that stands for standard input.
pub const STANDARD_INPUT: &str = "-";
/// The id of what was read, but not to its end.
pub const BROKEN_OFF: &str = "diagnose-broken-off";

/// Standard input, which can be had once; whoever has to type it is told so.
pub fn input(context: &Context) -> Box<dyn Read + Send> {
    context.tell_of_reading();
    let mut stdin = context.stdin.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::replace(&mut *stdin, Box::new(std::io::empty()))
}

/// Why a file, or standard input, could not be read, or not to its end: `read` are the lines and the bytes that could.
pub fn cannot_read(name: Option<&str>, error: std::io::Error, read: Option<(u64, u64)>) -> Error {
    let shown = name.map_or_else(|| "standard input".to_owned(), |name| format!("'{name}'"));
    let flaw = Flaw::of(&error);
    let told = match (flaw, read) {
        (_, Some((lines, bytes))) => {
            let why = flaw.map_or_else(|| error.to_string(), |flaw| flaw.to_string());
            let error = Error::file(BROKEN_OFF, format!("can't read {shown} to its end: {why} after {lines} lines ({bytes} bytes of text)"));
            return placed(error.hint("what stands before that was searched; for the rest, get the file once more from where it was written"), name);
        }
        (Some(Flaw::CutOff), None) => Error::file("diagnose-file", format!("can't read {shown}: it is cut off before anything can be unpacked")),
        (Some(Flaw::Damaged), None) => {
            Error::file("diagnose-file", format!("can't read {shown}: it is damaged, or only begins like a compressed file"))
        }
        (None, None) => return placed(Error::file("diagnose-file", format!("can't read {shown}")).because(error), name),
    };
    placed(told.hint("get the file once more from where it was written"), name)
}

/// What is wrong with a file is shown at that file.
fn placed(error: Error, name: Option<&str>) -> Error {
    match name {
        Some(name) => error.at(Path::new(name), 1),
        None => error,
    }
}

/// The files that were named, patterns expanded, and the folders that could not be looked into; what matches nothing is an error.
pub fn named(patterns: &[PathBuf], folder: &Path) -> Result<(Vec<PathBuf>, Vec<Error>)> {
    let mut names: Vec<PathBuf> = Vec::new();
    let mut unreadable = Vec::new();
    for pattern in patterns {
        let found = open::expand(pattern, folder);
        if found.files.is_empty() && found.unreadable.is_empty() {
            return Err(no_such_files(pattern));
        }
        for name in found.files {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        unreadable.extend(found.unreadable.into_iter().map(|(path, error)| cannot_look_into(&path, error)));
    }
    Ok((names, unreadable))
}

pub fn no_such_files(pattern: &Path) -> Error {
    let error = Error::file("diagnose-no-such-files", format!("no file matches '{}'", pattern.display()));
    error.hint("check the folder it is looked for in, or name the files themselves")
}

/// A folder by the name it was given; the one that the program runs in has none there.
pub fn cannot_look_into(folder: &Path, error: std::io::Error) -> Error {
    let shown = if folder.as_os_str().is_empty() { ".".to_owned() } else { folder.display().to_string() };
    cannot_read(Some(&shown), error, None)
}

/// Turns true with Ctrl-C or a termination request, which from now on don't end the process by themselves.
pub fn interrupted() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .map_err(|error| Error::new(ErrorKind::Bug, "no-runtime", "the listener for Ctrl-C could not be started").because(error))?;
    let told = Arc::clone(&stop);
    let (ready, started) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        runtime.block_on(async {
            let signal = crate::commands::stop_asked();
            let _ = ready.send(());
            if let Ok(signal) = signal {
                signal.await;
                told.store(true, Ordering::Relaxed);
            }
        });
    });
    // A listener that is not there hears nothing; the scan goes on all the same.
    let _ = started.recv();
    Ok(stop)
}
