//! A log that can only be read from its beginning: searched piece by piece as it comes, findings in its order.

use std::io::{ErrorKind, Read, Result};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use crate::catalogue::scanning::{Piece, REACH, SEGMENT, Scanned, Scanner, Surroundings, Workspace};

/// Around a piece so much is kept of a stream: more than any block may reach.
const KEPT: usize = 64 * 1024;
/// How often a stream that says nothing is left, to see whether Ctrl-C came.
pub const PATIENCE: Duration = Duration::from_millis(100);

/// Gets each piece's findings in order, and where the piece ends.
pub type Each<'a> = dyn FnMut(Scanned, u64) + 'a;

/// A log that comes bit by bit: what is held of it, and where the scanner is.
pub struct Growing {
    held: Vec<u8>,
    /// Where `held` begins in the log.
    from: u64,
    /// Up to where the log was searched.
    searched: u64,
    work: Box<Workspace>,
}

impl Growing {
    pub fn new() -> Self {
        Growing { held: Vec::new(), from: 0, searched: 0, work: Box::default() }
    }

    pub fn add(&mut self, bytes: &[u8]) {
        self.held.extend_from_slice(bytes);
    }

    fn end(&self) -> u64 {
        self.from + self.held.len() as u64
    }

    /// Searches every piece that is there with what a block may need behind it, or, at the log's `last` byte, all.
    pub fn search(&mut self, scanner: &Scanner, last: bool, each: &mut Each) {
        loop {
            let left = (self.end() - self.searched) as usize;
            if left == 0 || !last && left < SEGMENT + KEPT {
                break;
            }
            self.piece(scanner, left.min(SEGMENT), false, each);
        }
        self.forget();
    }

    /// Searches the whole lines that are there; what may go on stays for the next time, unless nothing comes for a while.
    pub fn follow(&mut self, scanner: &Scanner, quiet: bool, each: &mut Each) {
        loop {
            let fresh = &self.held[(self.searched - self.from) as usize..];
            let whole = match fresh.iter().rposition(|byte| *byte == b'\n') {
                _ if quiet || fresh.len() > SEGMENT => fresh.len(),
                Some(end) => end + 1,
                None => 0,
            };
            let own = whole.min(SEGMENT);
            if own == 0 || self.piece(scanner, own, !quiet, each) == 0 {
                break;
            }
        }
        self.forget();
    }

    /// Gives how many bytes were searched.
    fn piece(&mut self, scanner: &Scanner, own: usize, growing: bool, each: &mut Each) -> usize {
        let start = (self.searched - self.from) as usize;
        let mut bytes = Vec::with_capacity(own + REACH + 1);
        bytes.extend_from_slice(&self.held[start..(start + own + REACH).min(self.held.len())]);
        if bytes.len() < own + REACH {
            bytes.push(b'\n');
        }
        let mut piece = Piece { offset: self.searched, bytes: &bytes, own, growing };
        let mut around = Held { held: &self.held, from: self.from };
        let mut scanned = scanner.scan(&piece, &mut around, &mut self.work);
        if let Some(left) = scanned.left {
            // Only what is before the open block is done.
            piece.own = usize::try_from(left.saturating_sub(self.searched)).unwrap_or(0).min(own);
            scanned = scanner.scan(&Piece { growing: true, ..piece }, &mut around, &mut self.work);
        }
        self.searched += piece.own as u64;
        let own = piece.own;
        each(scanned, self.searched);
        own
    }

    fn forget(&mut self) {
        let spare = ((self.searched - self.from) as usize).saturating_sub(KEPT);
        if spare > 0 {
            self.held.drain(..spare);
            self.from += spare as u64;
        }
    }
}

struct Held<'a> {
    held: &'a [u8],
    from: u64,
}

impl Surroundings for Held<'_> {
    fn read(&mut self, range: Range<u64>) -> Vec<u8> {
        let place = |at: u64| usize::try_from(at.saturating_sub(self.from)).unwrap_or(usize::MAX).min(self.held.len());
        self.held[place(range.start)..place(range.end)].to_vec()
    }
}

/// What can only be read from its beginning; a thread of its own reads and unpacks ahead.
pub fn of_stream(stream: Box<dyn Read + Send>, scanner: &Scanner, stop: &AtomicBool, each: &mut Each) -> Result<()> {
    let chunks = read_ahead(stream);
    let mut growing = Growing::new();
    while !stop.load(Ordering::Relaxed) {
        match chunks.recv_timeout(PATIENCE) {
            Ok(Ok(chunk)) => {
                growing.add(&chunk);
                growing.search(scanner, false, each);
            }
            Ok(Err(error)) => {
                growing.search(scanner, true, each);
                return Err(error);
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    growing.search(scanner, true, each);
    Ok(())
}

/// Chunks of a stream, a few ahead of whoever takes them.
pub fn read_ahead(mut stream: Box<dyn Read + Send>) -> mpsc::Receiver<Result<Vec<u8>>> {
    let (sender, chunks) = mpsc::sync_channel(2);
    std::thread::spawn(move || {
        loop {
            let mut chunk = vec![0; SEGMENT];
            let more = match stream.read(&mut chunk) {
                Ok(0) => return,
                Ok(count) => {
                    chunk.truncate(count);
                    Ok(chunk)
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => Err(error),
            };
            let failed = more.is_err();
            if sender.send(more).is_err() || failed {
                return;
            }
        }
    });
    chunks
}
