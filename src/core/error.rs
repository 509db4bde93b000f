//! The one error that reaches the edge: what kind it is, what it says, and what to do next.

use std::fmt;
use std::io;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::core::report::Place;
use crate::core::stop;

/// What went wrong, as far as a script cares. `core::exit` maps it to the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorKind {
    /// The command line is wrong or incomplete.
    Usage,
    /// The profile file is missing, malformed, or says something impossible.
    Profile,
    /// A secret reference can't be followed.
    Secret,
    /// A file can't be read or written.
    File,
    /// Stopped by Ctrl-C, a termination request, or a no to a question.
    Interrupted,
    /// A bug of leadctl's own.
    Bug,
}

/// An error with its next step. `id` is stable and meant for scripts; `message` is for people.
#[derive(Debug)]
pub struct Error {
    pub kind: ErrorKind,
    pub id: &'static str,
    pub message: String,
    pub hints: Vec<String>,
    pub source: Option<anyhow::Error>,
    /// The file and the line that are wrong, where the error is about one.
    pub place: Option<Place>,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn new(kind: ErrorKind, id: &'static str, message: impl Into<String>) -> Self {
        Error { kind, id, message: message.into(), hints: Vec::new(), source: None, place: None }
    }

    pub fn usage(id: &'static str, message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Usage, id, message)
    }

    pub fn profile(id: &'static str, message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Profile, id, message)
    }

    pub fn secret(id: &'static str, message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Secret, id, message)
    }

    pub fn file(id: &'static str, message: impl Into<String>) -> Self {
        Error::new(ErrorKind::File, id, message)
    }

    /// A file that the user named and that can't be written. What the system said may name one of our own beside it: only its kind is told.
    pub fn unwritable(id: &'static str, path: &Path, error: &io::Error) -> Self {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (why, hint) = match error.kind() {
            io::ErrorKind::NotFound if !folder.is_dir() => {
                let folder = folder.display();
                (format!("there is no folder {folder}"), format!("make the folder {folder} first, or name a file elsewhere"))
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                ("there is no room left".to_owned(), "make room, or name a file elsewhere".to_owned())
            }
            // Where the folder is there, as /proc is, the system makes no files in it.
            io::ErrorKind::NotFound => ("no file can be made there".to_owned(), "name a file elsewhere".to_owned()),
            kind => (kind.to_string(), format!("check that the folder {} is yours to write to, or name a file elsewhere", folder.display())),
        };
        Error::file(id, format!("can't write {}: {why}", path.display())).hint(hint)
    }

    /// Where the system keeps temporary files none can be made. What it said names a folder of our own: only its kind is told.
    pub fn no_temporary_folder(error: &io::Error) -> Self {
        let folder = std::env::temp_dir();
        let why = if error.kind() == io::ErrorKind::NotFound { "there is no such folder".to_owned() } else { error.kind().to_string() };
        Error::file("no-temporary-folder", format!("no temporary folder could be made in {}: {why}", folder.display()))
            .hint("name a folder that is there and yours to write to in the variable TMPDIR (on Windows TEMP)")
    }

    pub fn interrupted() -> Self {
        Error::new(ErrorKind::Interrupted, "interrupted", stop::words())
    }

    /// The user was asked, and said no.
    pub fn declined(message: impl Into<String>) -> Self {
        Error::new(ErrorKind::Interrupted, "declined", message)
    }

    /// Adds a next step, shown behind the message.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says which line of which file is wrong; `line` is counted from 1.
    #[must_use]
    pub fn at(mut self, file: &Path, line: usize) -> Self {
        self.place = Some(Place { file: file.display().to_string(), line });
        self
    }

    /// Adds what the system said.
    #[must_use]
    pub fn because(mut self, source: impl Into<anyhow::Error>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(source) = &self.source {
            write!(f, ": {source:#}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
