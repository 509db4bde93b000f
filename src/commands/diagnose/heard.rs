//! Reading what may never say anything, such as a pipe that nobody writes to: Ctrl-C is heard all the while.

use crate::core::stop;
use std::io::{Cursor, Error, ErrorKind, Read, Result};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};

use super::open::{self, Source};
use super::pieces::{self, PATIENCE};

/// Opens a file; where that takes as long as it takes others to open theirs, until Ctrl-C.
pub fn file(path: &Path, stop: &Arc<AtomicBool>) -> Result<Source> {
    if std::fs::metadata(path).is_ok_and(|about| about.is_file() || about.is_dir()) {
        return open::file(path);
    }
    let (sender, opened) = mpsc::channel();
    let (path, stopped) = (path.to_owned(), Arc::clone(stop));
    std::thread::spawn(move || {
        let file = std::fs::File::open(path);
        let source = file.and_then(|file| open::stream(Box::new(Heard::new(Box::new(file), stopped))).map(Source::Stream));
        drop(sender.send(source));
    });
    loop {
        match opened.recv_timeout(PATIENCE) {
            Ok(source) => return source,
            Err(RecvTimeoutError::Timeout) if !stop.load(Ordering::Relaxed) => {}
            Err(_) => return Err(Error::new(ErrorKind::Interrupted, stop::words())),
        }
    }
}

/// A stream that ends with Ctrl-C, if not by itself.
pub struct Heard {
    chunks: Receiver<Result<Vec<u8>>>,
    current: Cursor<Vec<u8>>,
    stop: Arc<AtomicBool>,
}

impl Heard {
    pub fn new(from: Box<dyn Read + Send>, stop: Arc<AtomicBool>) -> Heard {
        Heard { chunks: pieces::read_ahead(from), current: Cursor::default(), stop }
    }
}

impl Read for Heard {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            let count = self.current.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                return Ok(count);
            }
            match self.chunks.recv_timeout(PATIENCE) {
                Ok(chunk) => self.current = Cursor::new(chunk?),
                Err(RecvTimeoutError::Timeout) if !self.stop.load(Ordering::Relaxed) => {}
                Err(_) => return Ok(0),
            }
        }
    }
}
