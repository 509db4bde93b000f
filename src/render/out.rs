//! Standard output and standard error: the last place where a secret could slip out, and where it is caught.

use std::io::{ErrorKind, Write};
use std::sync::{Mutex, PoisonError};

use crate::core::redact::Redactor;

/// The two streams, behind the redactor.
pub struct Out {
    stdout: Mutex<Box<dyn Write + Send>>,
    stderr: Mutex<Box<dyn Write + Send>>,
    redactor: Redactor,
    failed: Mutex<Option<String>>,
}

impl Out {
    pub fn new(stdout: Box<dyn Write + Send>, stderr: Box<dyn Write + Send>, redactor: Redactor) -> Self {
        Out { stdout: Mutex::new(stdout), stderr: Mutex::new(stderr), redactor, failed: Mutex::new(None) }
    }

    /// What this run's secrets are removed with.
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Results. A closed pipe ends quietly; any other failure is kept for [`Out::failure`].
    pub fn print(&self, text: &str) {
        self.print_clean(&self.redactor.clean(text));
    }

    /// Results that have been cleaned already, value by value.
    pub fn print_clean(&self, text: &str) {
        if let Err(error) = write_all(&self.stdout, text)
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error.to_string());
        }
    }

    /// The user's own data, streamed as they are; the caller sees to it that nothing else is among them.
    pub fn data(&self, bytes: &[u8]) -> std::io::Result<()> {
        let mut stream = self.stdout.lock().unwrap_or_else(PoisonError::into_inner);
        stream.write_all(bytes)?;
        stream.flush()
    }

    /// Why results could not be written, if so.
    pub fn failure(&self) -> Option<String> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Everything else. A standard error that can't be written to has nobody to tell.
    pub fn tell(&self, text: &str) {
        let _ = write_all(&self.stderr, &self.redactor.clean(text));
    }
}

fn write_all(stream: &Mutex<Box<dyn Write + Send>>, text: &str) -> std::io::Result<()> {
    let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
    stream.write_all(text.as_bytes())?;
    stream.flush()
}
