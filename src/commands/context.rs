//! What every command gets: the global flags, the surroundings, and where to tell what happens.

use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::cli::global::Global;
use crate::core::ask::Ask;
use crate::core::clock::Clock;
use crate::core::io::{Env, Resolver, Terminal};
use crate::core::lang::Lang;
use crate::core::progress::Progress;
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
    /// Whether a question may be asked at all.
    pub fn can_ask(&self) -> bool {
        self.ask.is_some()
    }
}
