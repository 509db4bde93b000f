//! What was delivered: a line a lead, appended as it happens, so that a run that is killed loses nothing and repeats at most one lead.
//!
//! The first line names the profile and the time from which leads count. Lines that no look reaches back to any more are dropped when
//! the file is rewritten, in one step.

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::commands::leads::target::with_ending;
use crate::core::error::{Error, Result};

const SCHEMA: &str = "leadctl.leads-tail-state/1";

/// Lines beyond those in use that are left standing before the file is rewritten.
const SLACK: usize = 5000;

/// The line of one lead.
fn line(at: Timestamp, key: &str) -> String {
    format!("{}\n", json!({"at": at.to_string(), "key": key}))
}

pub(super) struct Journal {
    path: Option<PathBuf>,
    file: Option<fs::File>,
    of: String,
    overlap: Duration,
    /// Leads from before do not count; `None` until it has begun.
    from: Option<Timestamp>,
    newest: Option<Timestamp>,
    seen: HashMap<String, Timestamp>,
    lines: usize,
}

impl Journal {
    pub(super) fn open(path: Option<&Path>, of: &str, overlap: Duration, now: Timestamp) -> Result<Journal> {
        let mut journal = Journal {
            path: path.map(Path::to_owned),
            file: None,
            of: of.to_owned(),
            overlap,
            from: None,
            newest: None,
            seen: HashMap::new(),
            lines: 0,
        };
        let Some(path) = path else { return Ok(journal) };
        let unusable = |why: &str| {
            Error::file("tail-state", format!("{} can't be used: {why}", path.display())).hint("name another file, or delete this one to begin anew")
        };
        // Held for as long as the run lasts: two runs would each deliver every lead.
        let lock = private(&with_ending(path, ".lock")).map_err(|error| Error::unwritable("tail-state", path, &error))?;
        if matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            return Err(unusable("another leadctl follows with it just now"));
        }
        journal.file = Some(lock);
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(journal),
            Err(error) => return Err(unusable("it can't be read").because(error)),
        };
        // A line without its end was being written when the run was killed.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut lines = whole.lines();
        let head: Value = lines.next().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
        if head["schema"] != SCHEMA {
            return Err(unusable("it is no state of leads tail"));
        }
        if head["of"] != of {
            return Err(unusable("it is of another profile or table"));
        }
        let time = |value: &Value| value.as_str().and_then(|at| at.parse::<Timestamp>().ok());
        journal.from = Some(time(&head["from"]).ok_or_else(|| unusable("its first line has no time"))?);
        for line in lines {
            let line: Value = serde_json::from_str(line).map_err(|_| unusable("a line of it is damaged"))?;
            let (Some(at), Some(key)) = (time(&line["at"]), line["key"].as_str()) else { return Err(unusable("a line of it has no time or no key")) };
            journal.pass(at, key, now);
        }
        journal.rewrite()?;
        Ok(journal)
    }

    pub(super) fn is_new(&self) -> bool {
        self.from.is_none()
    }

    /// Leads from then on count.
    pub(super) fn begin(&mut self, from: Timestamp) -> Result<()> {
        self.from = Some(from);
        self.rewrite()
    }

    /// How far back a look reaches.
    pub(super) fn from(&self) -> Timestamp {
        let start = self.from.unwrap_or(Timestamp::MIN);
        self.newest.map_or(start, |newest| newest.saturating_sub(self.overlap).unwrap_or(Timestamp::MIN).max(start))
    }

    pub(super) fn knows(&self, key: &str) -> bool {
        self.seen.contains_key(key)
    }

    /// Known, and not delivered by this run. A time that is still to come is no mark: all that arrives until then would lie behind it.
    pub(super) fn pass(&mut self, at: Timestamp, key: &str, now: Timestamp) {
        let mark = at.min(now);
        self.newest = Some(self.newest.map_or(mark, |newest| newest.max(mark)));
        self.seen.insert(key.to_owned(), at);
    }

    pub(super) fn delivered(&mut self, at: Timestamp, key: &str, now: Timestamp) -> Result<()> {
        self.pass(at, key, now);
        let Some(path) = &self.path else {
            self.forget();
            return Ok(());
        };
        let line = line(at, key);
        let done = private(path).and_then(|mut file| file.write_all(line.as_bytes()));
        done.map_err(|error| {
            Error::file("tail-state", format!("can't remember in {} that a lead was delivered; it will come again", path.display())).because(error)
        })?;
        self.lines += 1;
        if self.lines > self.seen.len() + SLACK || self.lines.is_multiple_of(SLACK) {
            self.rewrite()?;
        }
        Ok(())
    }

    /// Drops what no look reaches back to.
    fn forget(&mut self) {
        if self.seen.len().is_multiple_of(256) {
            let from = self.from();
            self.seen.retain(|_, at| *at >= from);
        }
    }

    fn rewrite(&mut self) -> Result<()> {
        let from = self.from();
        self.seen.retain(|_, at| *at >= from);
        let Some(path) = &self.path else { return Ok(()) };
        let mut text = format!("{}\n", json!({"schema": SCHEMA, "of": self.of, "from": from.to_string()}));
        for (key, at) in &self.seen {
            text.push_str(&line(*at, key));
        }
        let new = with_ending(path, ".new");
        let done = || -> std::io::Result<()> {
            drop(fs::remove_file(&new));
            private(&new)?.write_all(text.as_bytes())?;
            fs::rename(&new, path)
        };
        done().map_err(|error| {
            drop(fs::remove_file(&new));
            Error::unwritable("tail-state", path, &error)
        })?;
        self.lines = self.seen.len();
        Ok(())
    }
}

/// A file of the user's alone, written at its end.
pub(super) fn private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_torn_line_is_one_that_was_not_delivered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let mut journal = Journal::open(Some(&path), "p", Duration::from_secs(60), at(1000)).unwrap();
        journal.begin(at(0)).unwrap();
        journal.delivered(at(10), "a", at(1000)).unwrap();
        journal.delivered(at(20), "b", at(1000)).unwrap();
        drop(journal);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, &text[..text.len() - 3]).unwrap();
        let journal = Journal::open(Some(&path), "p", Duration::from_secs(60), at(1000)).unwrap();
        assert!(journal.knows("a") && !journal.knows("b") && !journal.is_new());
    }

    #[test]
    fn only_what_a_look_reaches_back_to_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let mut journal = Journal::open(Some(&path), "p", Duration::from_secs(60), at(1000)).unwrap();
        journal.begin(at(0)).unwrap();
        for second in [10, 200, 250] {
            journal.delivered(at(second), &second.to_string(), at(1000)).unwrap();
        }
        drop(journal);
        let journal = Journal::open(Some(&path), "p", Duration::from_secs(60), at(1000)).unwrap();
        assert_eq!((journal.from(), journal.knows("10"), journal.knows("200")), (at(190), false, true));
        drop(journal);
        assert!(Journal::open(Some(&path), "another", Duration::from_secs(60), at(1000)).is_err());
    }

    #[test]
    fn a_time_to_come_does_not_hide_what_arrives_until_then() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state");
        let mut journal = Journal::open(Some(&path), "p", Duration::from_secs(60), at(1000)).unwrap();
        journal.begin(at(0)).unwrap();
        journal.delivered(at(90_000), "future", at(1000)).unwrap();
        assert_eq!(journal.from(), at(940));
        drop(journal);
        let journal = Journal::open(Some(&path), "p", Duration::from_secs(60), at(2000)).unwrap();
        assert_eq!((journal.from(), journal.knows("future")), (at(1940), true));
    }
}
