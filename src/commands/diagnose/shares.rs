//! A plain file read by several threads, each its share of the pieces. What they find is told in the order of the log, by a thread
//! that reads its share as well.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Error, ErrorKind, Result};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

use super::pieces::Each;
use crate::catalogue::scanning::{Piece, REACH, SEGMENT, Scanned, Scanner, Surroundings, Workspace};

/// How far the quickest thread may be ahead of the slowest.
const AHEAD: u64 = 64;
/// More findings in one piece than this are waited with until they are wanted.
const MANY: usize = 100;

/// A plain file, up to `length`, read by `jobs` threads.
pub fn of_file(file: &File, length: u64, jobs: usize, scanner: &Scanner, stop: &AtomicBool, each: &mut Each) -> Result<()> {
    let pieces = length.div_ceil(SEGMENT as u64);
    let jobs = jobs.min(usize::try_from(pieces / 4).unwrap_or(usize::MAX));
    let shares = Shares { next: AtomicU64::new(0), pieces, pace: Pace::new() };
    let (sender, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 1..jobs {
            let (sender, shares) = (sender.clone(), &shares);
            scope.spawn(move || {
                let mut buffer = Buffer::new();
                while let Some(index) = shares.take(stop) {
                    if !shares.pace.wait(index, AHEAD) {
                        return;
                    }
                    let scanned = one(file, index, length, scanner, &mut buffer);
                    let many = scanned.as_ref().is_ok_and(is_full);
                    if many && !shares.pace.wait(index, 1) || sender.send((index, scanned)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut order = Order { early: BTreeMap::new(), wanted: 0 };
        let mut told = |scanned, index: u64| each(scanned, ((index + 1) * SEGMENT as u64).min(length));
        // Whoever takes the findings reads as well: a thread that only takes them would wake up for every piece.
        let mut buffer = Buffer::new();
        let done = order.own_share(&shares, &results, stop, &mut told, &mut |index| one(file, index, length, scanner, &mut buffer));
        shares.pace.end();
        done
    })
}

/// Which pieces are still to be read, by whichever thread comes first.
struct Shares {
    next: AtomicU64,
    pieces: u64,
    pace: Pace,
}

impl Shares {
    fn take(&self, stop: &AtomicBool) -> Option<u64> {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        Some(self.next.fetch_add(1, Ordering::Relaxed)).filter(|index| *index < self.pieces)
    }
}

/// Keeps the threads of a log within sight of each other.
struct Pace {
    state: Mutex<Standing>,
    moved: Condvar,
}

struct Standing {
    /// So many pieces were told.
    told: u64,
    waiting: usize,
    ended: bool,
}

impl Pace {
    fn new() -> Pace {
        Pace { state: Mutex::new(Standing { told: 0, waiting: 0, ended: false }), moved: Condvar::new() }
    }

    /// Waits until this piece is less than so many ahead of the next to be told; false if none will be told any more.
    fn wait(&self, index: u64, ahead: u64) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while index >= state.told + ahead && !state.ended {
            state.waiting += 1;
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
        !state.ended
    }

    fn told(&self, pieces: u64) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.told = pieces;
        // Waking nobody costs a call of the system too.
        if state.waiting > 0 {
            self.moved.notify_all();
        }
    }

    fn end(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).ended = true;
        self.moved.notify_all();
    }
}

type Arrived = (u64, Result<Scanned>);

/// What was found too early to be told, and which piece is next.
struct Order {
    early: BTreeMap<u64, Result<Scanned>>,
    wanted: u64,
}

impl Order {
    /// Reads pieces like the others, and tells in between what all of them found.
    fn own_share(
        &mut self,
        shares: &Shares,
        others: &mpsc::Receiver<Arrived>,
        stop: &AtomicBool,
        told: &mut dyn FnMut(Scanned, u64),
        read: &mut dyn FnMut(u64) -> Result<Scanned>,
    ) -> Result<()> {
        while let Some(index) = shares.take(stop) {
            // The one that is wanted is with another thread, which waits for nobody.
            while index >= self.wanted + AHEAD {
                let Ok(arrived) = others.recv() else { return Ok(()) };
                self.add(arrived, &shares.pace, told)?;
            }
            let scanned = read(index);
            while scanned.as_ref().is_ok_and(is_full) && index > self.wanted {
                let Ok(arrived) = others.recv() else { return Ok(()) };
                self.add(arrived, &shares.pace, told)?;
            }
            self.add((index, scanned), &shares.pace, told)?;
            others.try_iter().try_for_each(|arrived| self.add(arrived, &shares.pace, told))?;
        }
        others.iter().try_for_each(|arrived| self.add(arrived, &shares.pace, told))
    }

    fn add(&mut self, (index, scanned): Arrived, pace: &Pace, told: &mut dyn FnMut(Scanned, u64)) -> Result<()> {
        self.early.insert(index, scanned);
        while let Some(scanned) = self.early.remove(&self.wanted) {
            told(scanned?, self.wanted);
            self.wanted += 1;
            pace.told(self.wanted);
        }
        Ok(())
    }
}

/// Of pieces that are full of findings only the next one is kept: whoever takes them may be slower than who finds them.
fn is_full(scanned: &Scanned) -> bool {
    scanned.findings.len() + scanned.own.len() > MANY
}

/// Where pieces are read to, and what they are searched with. The system copies nearly twice as fast to where one of the processor's lines begins.
struct Buffer {
    bytes: Vec<u8>,
    from: usize,
    work: Box<Workspace>,
}

impl Buffer {
    const LINE: usize = 64;

    fn new() -> Self {
        let bytes = vec![0; SEGMENT + REACH + Self::LINE];
        let from = bytes.as_ptr().align_offset(Self::LINE).min(Self::LINE);
        Buffer { bytes, from, work: Box::default() }
    }

    fn aligned(&mut self) -> (&mut [u8], &mut Workspace) {
        (&mut self.bytes[self.from..self.from + SEGMENT + REACH], &mut self.work)
    }
}

fn one(file: &File, index: u64, length: u64, scanner: &Scanner, buffer: &mut Buffer) -> Result<Scanned> {
    let (buffer, work) = buffer.aligned();
    let offset = index * SEGMENT as u64;
    let mut have = read_at(file, buffer, offset)?;
    let own = have.min(SEGMENT).min(usize::try_from(length - offset).unwrap_or(SEGMENT));
    if have < buffer.len() {
        // The last word has something behind it, like any other.
        buffer[have] = b'\n';
        have += 1;
    }
    let mut around = Around { file, broken: None };
    let scanned = scanner.scan(&Piece { offset, bytes: &buffer[..have], own, growing: false }, &mut around, work);
    around.broken.map_or(Ok(scanned), Err)
}

struct Around<'a> {
    file: &'a File,
    broken: Option<Error>,
}

impl Surroundings for Around<'_> {
    fn read(&mut self, range: Range<u64>) -> Vec<u8> {
        let mut bytes = vec![0; (range.end - range.start) as usize];
        match read_at(self.file, &mut bytes, range.start) {
            Ok(count) => bytes.truncate(count),
            Err(error) => {
                bytes.clear();
                self.broken = Some(error);
            }
        }
        bytes
    }
}

/// As many bytes as there are, up to the buffer's length.
pub fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> Result<usize> {
    let mut have = 0;
    while have < buffer.len() {
        match read_some(file, &mut buffer[have..], offset + have as u64) {
            Ok(0) => break,
            Ok(count) => have += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(have)
}

#[cfg(unix)]
fn read_some(file: &File, buffer: &mut [u8], offset: u64) -> Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_some(file: &File, buffer: &mut [u8], offset: u64) -> Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}
