//! Everything that a run gets from outside, as one value: arguments, environment, streams, terminal, clock, resolver.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{IsTerminal, Read, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::core::clock::Clock;
use crate::core::exit::ExitStatus;
use crate::core::net::BoxFuture;

/// The process's environment variables that are valid Unicode.
#[derive(Debug, Clone, Default)]
pub struct Env(BTreeMap<String, String>);

impl Env {
    /// `None` for an absent variable and for an empty one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether the variable is there and says nothing.
    pub fn is_empty(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(String::is_empty)
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Env {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Env(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

/// Which streams are a terminal, and how wide it is.
#[derive(Debug, Clone, Copy, Default)]
pub struct Terminal {
    pub stdin: bool,
    pub stdout: bool,
    pub stderr: bool,
    pub columns: Option<u16>,
}

/// Turns a host name into addresses.
pub trait Resolver: Send + Sync {
    fn lookup<'a>(&'a self, host: &'a str) -> BoxFuture<'a, std::io::Result<Vec<IpAddr>>>;
}

/// What a run works with.
pub struct Io {
    pub args: Vec<OsString>,
    pub env: Env,
    pub cwd: PathBuf,
    pub terminal: Terminal,
    pub clock: Arc<dyn Clock>,
    pub resolver: Arc<dyn Resolver>,
    pub stdin: Box<dyn Read + Send>,
    pub stdout: Box<dyn Write + Send>,
    pub stderr: Box<dyn Write + Send>,
    /// Ends the process, for a Ctrl-C while a question is open; only `main` may do that.
    pub end: fn(ExitStatus),
}

impl Io {
    /// The real process.
    #[allow(clippy::disallowed_methods)] // the one place where the process's surroundings are read
    pub fn of_this_process(end: fn(ExitStatus)) -> Self {
        let env: Env = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))).collect();
        let (stdin, stdout, stderr) = (std::io::stdin(), std::io::stdout(), std::io::stderr());
        let columns = env.get("COLUMNS").and_then(|columns| columns.parse().ok()).or_else(|| stdout.is_terminal().then(terminal_columns).flatten());
        Io {
            args: std::env::args_os().collect(),
            cwd: std::env::current_dir().unwrap_or_default(),
            terminal: Terminal { stdin: stdin.is_terminal(), stdout: stdout.is_terminal(), stderr: stderr.is_terminal(), columns },
            env,
            clock: Arc::new(SystemClock),
            resolver: Arc::new(SystemResolver),
            stdin: Box::new(stdin),
            stdout: Box::new(stdout),
            stderr: Box::new(stderr),
            end,
        }
    }
}

fn terminal_columns() -> Option<u16> {
    dialoguer::console::Term::stdout().size_checked().map(|(_, columns)| columns)
}

struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the clock itself
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

struct SystemResolver;

impl Resolver for SystemResolver {
    #[allow(clippy::disallowed_methods)] // the resolver itself
    fn lookup<'a>(&'a self, host: &'a str) -> BoxFuture<'a, std::io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let mut addresses: Vec<IpAddr> = tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect();
            addresses.dedup();
            Ok(addresses)
        })
    }
}
