//! Any bytes as a log: in pieces of any size the same errors are found at the same lines, without a panic.
//! Knows the scanner's public face alone.

#![no_main]

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use leadctl::catalogue::scanning::{Piece, REACH, Scanner, Surroundings, Workspace};
use libfuzzer_sys::fuzz_target;

struct Log<'a>(&'a [u8]);

impl Surroundings for Log<'_> {
    fn read(&mut self, range: Range<u64>) -> Vec<u8> {
        let place = |at: u64| (at as usize).min(self.0.len());
        self.0[place(range.start)..place(range.end)].to_vec()
    }
}

/// Line and id of every finding, each once.
fn scan(log: &[u8], size: usize, scanner: &Scanner) -> BTreeSet<(i64, &'static str)> {
    let mut found = BTreeSet::new();
    let mut lines = 0;
    let mut work = Workspace::default();
    for start in (0..log.len()).step_by(size) {
        let own = size.min(log.len() - start);
        let bytes = &log[start..(start + own + REACH).min(log.len())];
        let scanned = scanner.scan(&Piece { offset: start as u64, bytes, own, growing: false }, &mut Log(log), &mut work);
        found.extend(scanned.findings.iter().map(|finding| (lines + finding.line, finding.found.entry.id)));
        lines += scanned.breaks as i64;
    }
    assert_eq!(lines as usize, log.iter().filter(|byte| **byte == b'\n').count());
    found
}

/// Made once: it takes longer than to search what a round brings.
static SCANNER: LazyLock<Scanner> = LazyLock::new(|| Scanner::new(None));

fuzz_target!(|bytes: &[u8]| {
    let Some((first, log)) = bytes.split_first() else { return };
    let whole = scan(log, 256 * 1024, &SCANNER);
    let apart = scan(log, 64 + usize::from(*first) * 16, &SCANNER);
    assert_eq!(whole, apart);
});
