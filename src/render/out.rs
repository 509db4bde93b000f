//! Standard output and standard error: the last place where a secret could slip out, and where it is caught.

use std::io::{ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::core::redact::Redactor;
use crate::core::text::sanitise;

/// The two streams, behind the redactor.
pub struct Out {
    stdout: Mutex<Box<dyn Write + Send>>,
    stderr: Mutex<Box<dyn Write + Send>>,
    redactor: Redactor,
    failed: Mutex<Option<String>>,
    /// Whoever read standard output has gone.
    unread: AtomicBool,
    /// Standard output is a terminal, which obeys what stands between the letters; a file or a program gets data as they are.
    terminal: bool,
}

impl Out {
    pub fn new(stdout: Box<dyn Write + Send>, stderr: Box<dyn Write + Send>, redactor: Redactor, terminal: bool) -> Self {
        let (stdout, stderr) = (Mutex::new(stdout), Mutex::new(stderr));
        Out { stdout, stderr, redactor, failed: Mutex::new(None), unread: AtomicBool::new(false), terminal }
    }

    /// What this run's secrets are removed with.
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// Results. A closed pipe ends quietly, and is kept for [`Out::unread`]; any other failure is for [`Out::failure`].
    pub fn print(&self, text: &str) {
        self.write(&self.redactor.clean(text));
    }

    /// Data whose secrets are gone already, value by value; they may hold what others wrote.
    pub fn print_clean(&self, text: &str) {
        if self.terminal { self.write(&sanitise(text)) } else { self.write(text) }
    }

    fn write(&self, text: &str) {
        match write_all(&self.stdout, text) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.unread.store(true, Ordering::Relaxed),
            Err(error) => drop(self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error.to_string())),
        }
    }

    /// The user's own data, streamed as they are; the caller sees to it that nothing else is among them.
    pub fn data(&self, bytes: &[u8]) -> std::io::Result<()> {
        let powerless = self.terminal.then(|| sanitise(&String::from_utf8_lossy(bytes)));
        let bytes = powerless.as_ref().map_or(bytes, |text| text.as_bytes());
        let mut stream = self.stdout.lock().unwrap_or_else(PoisonError::into_inner);
        stream.write_all(bytes)?;
        stream.flush()
    }

    /// Whether nobody reads the results any more: `… | head -1`.
    pub fn unread(&self) -> bool {
        self.unread.load(Ordering::Relaxed)
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_terminal_gets_data_without_power_and_a_file_gets_them_as_they_are() {
        let lead = "name,\u{1b}[2J\u{9b}31mEvil\u{202e},x\r\n";
        for (terminal, want) in [(true, "name,\\u{1b}[2J\\u{9b}31mEvil\\u{202e},x\n"), (false, lead)] {
            let kept = Kept::default();
            let out = Out::new(Box::new(kept.clone()), Box::new(std::io::sink()), Redactor::default(), terminal);
            out.data(lead.as_bytes()).unwrap();
            out.print_clean(lead);
            assert_eq!(String::from_utf8(kept.0.lock().unwrap().clone()).unwrap(), want.repeat(2), "{terminal}");
        }
    }
}
