//! Where an export goes: standard output, or a file that appears whole. Until it is whole, the leads stand in `FILE.part`, and
//! `FILE.part.json` says how far they go, so that a run that was killed can be gone on with.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::core::error::{Error, Result};
use crate::core::leads_report::LeadsRead;

pub(super) enum Target {
    Output,
    File(File),
}

/// What was asked for, as text: only an export of the same is gone on with.
pub(super) struct Terms(pub(super) String);

/// How far an export has come; the bytes behind are of a page that was not finished.
#[derive(Debug, Clone)]
pub(super) struct Progress {
    /// When the export began: leads that arrived since may be missing before the cursor.
    pub(super) begun: Timestamp,
    pub(super) cursor: String,
    pub(super) rows: u64,
    pub(super) written: u64,
    pub(super) bytes: u64,
    /// What could not be understood so far, and in how many leads.
    pub(super) problems: BTreeMap<String, u64>,
}

const SCHEMA: &str = "leadctl.leads-export-part/1";

/// An export that began longer ago is not gone on with: too much has arrived since that it would not hold.
const STALE: SignedDuration = SignedDuration::from_hours(24);

pub(super) struct File {
    /// As the user knows it; links followed.
    path: PathBuf,
    /// `None` for a device or a pipe, which is written to directly.
    part: Option<PathBuf>,
    file: fs::File,
    terms: String,
    earlier: Option<Progress>,
    begun: Timestamp,
    /// Leads that a later run need not read again; `None` where it would begin anew.
    remembered: Option<u64>,
}

impl File {
    pub(super) fn open(path: &Path, terms: &Terms, fresh: bool, now: Timestamp) -> Result<File> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let failed = |error: std::io::Error| Error::unwritable("export-file", &path, &error);
        match fs::metadata(&path) {
            Ok(known) if known.is_dir() => {
                return Err(Error::file("export-file", format!("{} is a folder", path.display())).hint("name a file, such as leads.csv"));
            }
            Ok(known) if !known.is_file() => {
                let file = OpenOptions::new().write(true).open(&path).map_err(failed)?;
                return Ok(File { part: None, file, terms: terms.0.clone(), earlier: None, begun: now, remembered: None, path });
            }
            _ => {}
        }
        let part = with_ending(&path, ".part");
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        // Leads are personal data: the user's alone.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                return Err(Error::file("export-busy", format!("another export is writing {} just now", path.display()))
                    .hint("wait for it, or name another file"));
            }
            // A file system without locks: nothing can be said.
            Err(fs::TryLockError::Error(_)) => {}
        }
        let length = file.metadata().map_err(failed)?.len();
        let earlier = if fresh { None } else { earlier(&path, terms, length, now) };
        let begun = earlier.as_ref().map_or(now, |earlier| earlier.begun);
        let keep = earlier.as_ref().map_or(0, |earlier| earlier.bytes);
        file.set_len(keep).and_then(|()| file.seek(SeekFrom::Start(keep))).map_err(failed)?;
        let remembered = earlier.as_ref().map(|earlier| earlier.written);
        if remembered.is_none() {
            // It is of another export.
            drop(fs::remove_file(with_ending(&part, ".json")));
        }
        Ok(File { part: Some(part), file, terms: terms.0.clone(), earlier, begun, remembered, path })
    }

    pub(super) fn earlier(&self) -> Option<&Progress> {
        self.earlier.as_ref()
    }

    pub(super) fn shown(&self) -> String {
        self.path.display().to_string()
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.file.write_all(bytes)
    }

    /// The file is good up to here, and the next page begins there.
    pub(super) fn remember(&mut self, cursor: &str, account: &LeadsRead, written: u64, bytes: u64) -> std::io::Result<()> {
        let Some(part) = &self.part else { return Ok(()) };
        let progress = json!({"schema": SCHEMA, "terms": self.terms, "begun": self.begun.to_string(), "cursor": cursor, "rows": account.rows, "written": written, "bytes": bytes, "problems": account.problems});
        let state = with_ending(part, ".json");
        let new = with_ending(part, ".new");
        private(&new)?.write_all(progress.to_string().as_bytes())?;
        fs::rename(&new, &state)?;
        self.remembered = Some(written);
        Ok(())
    }

    /// Puts the whole file in its place.
    pub(super) fn finish(self) -> Result<()> {
        let Some(part) = &self.part else { return Ok(()) };
        let done = || -> std::io::Result<()> {
            self.file.sync_all()?;
            if let Ok(known) = fs::metadata(&self.path) {
                // Who could read the old file can read the new one.
                fs::set_permissions(part, known.permissions())?;
            }
            fs::rename(part, &self.path)
        };
        done().map_err(|error| {
            Error::file("export-file", format!("can't replace {}; the leads are in {}", self.path.display(), part.display())).because(error)
        })?;
        // It says nothing any more.
        drop(fs::remove_file(with_ending(part, ".json")));
        Ok(())
    }

    /// Leaves what was read for the next run: where, and how many leads; `None` where there is nothing that it could go on with.
    pub(super) fn keep(self) -> Option<(String, u64)> {
        let part = self.part?;
        if let Some(written) = self.remembered {
            return Some((part.display().to_string(), written));
        }
        drop(fs::remove_file(&part));
        None
    }

    pub(super) fn write_error(self, error: std::io::Error) -> Error {
        let shown = self.shown();
        let kept = self.keep();
        let failed = Error::file("export-file", format!("can't write {shown}")).because(error);
        match kept {
            Some((part, _)) => failed.hint(format!("make room and give the same command again: it goes on with {part}")),
            None => failed.hint("make room, or name a file elsewhere"),
        }
    }
}

fn earlier(path: &Path, terms: &Terms, length: u64, now: Timestamp) -> Option<Progress> {
    let text = fs::read_to_string(with_ending(&with_ending(path, ".part"), ".json")).ok()?;
    let known: Value = serde_json::from_str(&text).ok()?;
    let number = |key: &str| known[key].as_u64();
    let begun: Timestamp = known["begun"].as_str()?.parse().ok()?;
    let progress = Progress {
        begun,
        cursor: known["cursor"].as_str()?.to_owned(),
        rows: number("rows")?,
        written: number("written")?,
        bytes: number("bytes")?,
        problems: serde_json::from_value(known["problems"].clone()).ok()?,
    };
    let is_fresh = now.duration_since(begun) < STALE;
    (known["schema"] == SCHEMA && known["terms"] == terms.0.as_str() && progress.bytes <= length && is_fresh).then_some(progress)
}

fn private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The file beside this one, named after it.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
