//! What every command gets: the global flags, the surroundings, and where to tell what happens.

use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::cli::global::Global;
use crate::core::ask::Ask;
use crate::core::clock::Clock;
use crate::core::error::{Error, Result};
use crate::core::io::{Env, Resolver, Terminal};
use crate::core::lang::Lang;
use crate::core::progress::{Event, Progress};
use crate::core::redact::Redactor;

pub struct Context {
    pub global: Global,
    pub env: Env,
    pub cwd: PathBuf,
    pub terminal: Terminal,
    pub clock: Arc<dyn Clock>,
    pub resolver: Arc<dyn Resolver>,
    pub stdin: Mutex<Box<dyn Read + Send>>,
    pub redactor: Redactor,
    pub progress: Arc<dyn Progress>,
    pub lang: Lang,
    /// `None` where nothing may be asked.
    pub ask: Option<Arc<dyn Ask>>,
}

impl Context {
    /// To be called before standard input is read: at a terminal nothing would show what is waited for, nor how it ends.
    pub fn tell_of_reading(&self) {
        let end = if cfg!(windows) { "Ctrl-Z and Enter" } else { "Ctrl-D" };
        if self.terminal.stdin {
            self.progress.tell(Event::Note(&format!("Reading from the terminal: paste the text, then press {end} on a line of its own.")));
        }
    }

    /// Standard input to its end, or up to a byte more than `most`; it can be had once. Ctrl-C ends it.
    pub fn read_stdin(&self, most: u64) -> Result<std::io::Result<Vec<u8>>> {
        self.tell_of_reading();
        let mut stdin = std::mem::replace(&mut *self.stdin.lock().unwrap_or_else(PoisonError::into_inner), Box::new(std::io::empty()));
        // On a thread of its own: what waits for a terminal hears no signal.
        let reading = super::block_on(async {
            let read = tokio::task::spawn_blocking(move || read_up_to(most, stdin.by_ref()));
            read.await
        })?;
        let read = reading.ok_or_else(Error::interrupted)?;
        Ok(read.unwrap_or_else(|error| Err(std::io::Error::other(error))))
    }

    /// Whether a question may be asked at all.
    pub fn can_ask(&self) -> bool {
        self.ask.is_some()
    }
}

/// To its end, or up to a byte more than `most`, which tells that there is more.
pub(super) fn read_up_to(most: u64, source: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
