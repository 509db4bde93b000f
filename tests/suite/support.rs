//! What the tests stand on: the real binary in an empty home, and the sandbox on a free port.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use leadctl::core::clock::Clock;
use leadctl::sandbox::{self, Options, Running};
use serde_json::Value;

/// leadctl as a user has it: an empty home, no environment but what a test sets.
pub struct User {
    home: tempfile::TempDir,
    variables: BTreeMap<String, String>,
}

/// What a run said and how it ended.
pub struct Said {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl User {
    pub fn new() -> Self {
        User { home: tempfile::tempdir().unwrap(), variables: BTreeMap::new() }
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// A file in the home, which is also the working folder.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leadctl"));
        // Nothing of the machine's environment: certificate and proxy variables too.
        command.env_clear().env("HOME", self.home.path()).envs(&self.variables).current_dir(self.home.path()).args(arguments);
        command
    }

    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Said {
        self.pipe(arguments, "")
    }

    #[must_use]
    pub fn pipe(&self, arguments: &[&str], stdin: &str) -> Said {
        use std::io::Write;
        let mut child = self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let text = stdin.to_owned();
        // A child that does not read its input closes it: no failure of the test.
        let writer = thread::spawn(move || drop(input.write_all(text.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Said {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The document of `--format json`, whatever the exit status.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let said = self.run(&[arguments, &["--format", "json"]].concat());
        serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}\n{}", said.stdout, said.stderr))
    }
}

impl Said {
    #[track_caller]
    pub fn ends_with(self, status: i32) -> Self {
        assert_eq!(self.status, status, "\n--- standard output\n{}\n--- standard error\n{}", self.stdout, self.stderr);
        self
    }

    /// Every non-zero exit says why in its last line.
    pub fn last_line(&self) -> &str {
        self.stderr.lines().last().unwrap_or_default()
    }
}

/// Of a report's checks the ids with this outcome, and their entries.
pub fn checks(profile: &Value, outcome: &str) -> Vec<(String, String)> {
    let checks = profile["checks"].as_array().unwrap();
    let text = |check: &Value, key: &str| check[key].as_str().unwrap_or_default().to_owned();
    checks.iter().filter(|check| check["outcome"] == outcome).map(|check| (text(check, "id"), text(check, "entry"))).collect()
}

/// The real time.
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // certificates are checked against the real time
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
}

/// The sandbox, in this process, on a thread of its own; stopped when dropped.
pub struct Sandbox {
    pub running: Arc<Running>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
    folder: tempfile::TempDir,
}

impl Sandbox {
    pub fn start(faults: &[&str]) -> Self {
        Sandbox::start_with(faults, false)
    }

    pub fn start_tls(faults: &[&str]) -> Self {
        Sandbox::start_with(faults, true)
    }

    fn start_with(faults: &[&str], tls: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            port: 0,
            tls,
            ca_out: None,
            profiles: Some(folder.path().join("leadctl.toml")),
            latency: Duration::ZERO,
            faults: faults.iter().map(|id| (*id).to_owned()).collect(),
            clock: Arc::new(SystemClock),
        };
        let (ready, started) = mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let running = Arc::new(sandbox::start(options, leadctl::destinations::fakes()).await.unwrap());
                ready.send(running).unwrap();
                let _ = stopped.await;
            });
        });
        Sandbox { running: started.recv().unwrap(), stop: Some(stop), thread: Some(thread), folder }
    }

    /// The profiles that it wrote.
    pub fn profiles(&self) -> &Path {
        &self.running.profiles
    }

    /// A profile's value, `plain:` removed.
    pub fn value(&self, profile: &str, key: &str) -> String {
        let text = std::fs::read_to_string(self.profiles()).unwrap();
        let document: toml_edit::DocumentMut = text.parse().unwrap();
        document["profile"][profile][key].as_str().unwrap().trim_start_matches("plain:").to_owned()
    }

    /// Flags that name its profiles, and its certificate authority where it has one.
    pub fn flags(&self) -> Vec<String> {
        let mut flags = vec!["--config".to_owned(), self.profiles().display().to_string()];
        if let Some(ca) = &self.running.ca {
            flags.extend(["--ca-cert".to_owned(), ca.display().to_string()]);
        }
        flags
    }

    /// Runs leadctl with those flags and gives its JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let flags = self.flags();
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        User::new().json(&[arguments, &flags].concat())
    }

    pub fn leads(&self) -> Vec<Value> {
        self.running.leads()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
            && !thread::panicking()
        {
            panic!("the sandbox panicked");
        }
        let _ = &self.folder;
    }
}
