//! Whole logs: every file that was named, one behind the other, each read at the speed of the disk.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::LIMIT;
use super::fold::Places;
use super::heard;
use super::known::{self, Known};
use super::open::{self, Source};
use super::pieces::{self, Growing};
use super::shares;
use super::told::Told;
use crate::catalogue::own::Own;
use crate::catalogue::scanning::{Scanner, is_log};
use crate::core::error::{Error, ErrorKind, Result};
use crate::core::report::{ContextLine, Location};

/// What reads.
pub struct Reading {
    pub scanner: Scanner,
    /// Entries of one's own, which the scanner knows too.
    pub own: Arc<Own>,
    pub jobs: usize,
    /// Ctrl-C came.
    pub stop: Arc<AtomicBool>,
}

impl Reading {
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Reads files to their end.
    pub fn files(&self, names: &[PathBuf], folder: &Path, told: &mut Told) {
        for name in names {
            if self.stopped() {
                return;
            }
            let shown = name.display().to_string();
            match heard::file(&folder.join(name), &self.stop).and_then(|source| self.source(source, Some(&shown), told)) {
                Ok(()) => told.scan.files += 1,
                Err(_) if self.stopped() => return,
                Err(error) => told.unreadable(cannot_read(&shown, error)),
            }
        }
    }

    /// Reads what comes on standard input to its end.
    pub fn standard_input(&self, input: Box<dyn Read + Send>, told: &mut Told) {
        match open::stream(input).and_then(|source| self.source(source, None, told)) {
            Ok(()) => told.scan.files += 1,
            Err(error) => told.unreadable(Error::file("diagnose-read", "can't read standard input").because(error)),
        }
    }

    fn source(&self, source: Source, name: Option<&str>, told: &mut Told) -> std::io::Result<()> {
        let Source::File { file, length } = source else {
            let Source::Stream(stream) = source else { return Ok(()) };
            return self.short(stream, name, told);
        };
        if length <= LIMIT as u64 {
            return self.short(Box::new(file), name, told);
        }
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
        if begun.len() > LIMIT {
            return self.stream(Box::new(Cursor::new(begun).chain(from)), name, told);
        }
        if is_log(&begun) {
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

    /// One pasted text in a file: the very answers that it gives without the file. How often each is in it, the blocks tell.
    fn text(&self, bytes: &[u8], name: Option<&str>, told: &mut Told) {
        let diagnosis = known::diagnose(&String::from_utf8_lossy(bytes), &self.own, told.lang());
        told.hints(diagnosis.hints);
        let mut places = Places::new(name.map(str::to_owned));
        let mut seen: Vec<(Known, Location, Vec<ContextLine>)> = Vec::new();
        let mut growing = Growing::new();
        growing.add(bytes);
        growing.search(&self.scanner, true, &mut |scanned, end| seen.extend(places.of(scanned, end)));
        told.read(places.lines(), bytes.len() as u64);
        for found in diagnosis.known {
            let first = Location { file: name.map(str::to_owned), line: found.line() };
            let same = || seen.iter().filter(|(other, ..)| other.id() == found.id());
            let last = same().map(|(_, place, _)| place).filter(|place| place.line > first.line).max_by_key(|place| place.line);
            let context = same().find(|(_, place, _)| place.line == first.line).map_or(&[][..], |(.., lines)| lines);
            told.one(&found, (same().count() as u64).max(1), &first, last.unwrap_or(&first), context);
        }
    }
}

pub fn cannot_read(name: &str, error: std::io::Error) -> Error {
    Error::file("diagnose-file", format!("can't read '{name}'")).because(error)
}

/// The files that were named, patterns expanded; what matches nothing stays, and is found missing.
pub fn named(patterns: &[PathBuf], folder: &Path) -> Result<Vec<PathBuf>> {
    let mut names: Vec<PathBuf> = Vec::new();
    for pattern in patterns {
        let found = open::expand(pattern, folder);
        if found.is_empty() {
            let error = Error::file("diagnose-no-such-files", format!("no file matches '{}'", pattern.display()));
            return Err(error.hint("check the folder it is looked for in, or name the files themselves"));
        }
        for name in found {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    Ok(names)
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
