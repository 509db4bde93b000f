//! What the tests stand on: the real binary in an empty home, and the sandbox on a free port.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use leadctl::core::clock::Clock;
use leadctl::core::io::{Env, Io, Resolver, Terminal};
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
    pub fn pipe(&self, arguments: &[&str], stdin: &(impl AsRef<[u8]> + ?Sized)) -> Said {
        let mut child = self.command(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let text = stdin.as_ref().to_owned();
        // A child that does not read its input closes it: no failure of the test.
        let writer = thread::spawn(move || drop(input.write_all(&text)));
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

struct SystemClock;

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
        Sandbox::start_with(faults, false, Duration::ZERO)
    }

    pub fn start_tls(faults: &[&str]) -> Self {
        Sandbox::start_with(faults, true, Duration::ZERO)
    }

    /// Every answer comes late.
    pub fn start_slow(latency: Duration) -> Self {
        Sandbox::start_with(&[], false, latency)
    }

    fn start_with(faults: &[&str], tls: bool, latency: Duration) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            port: 0,
            tls,
            ca_out: None,
            profiles: Some(folder.path().join("leadctl.toml")),
            latency,
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

/// A server of the test's own, for what no service would answer. Each connection gets what `behave` does with it.
pub struct Server {
    pub port: u16,
    calls: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// `behave` is called once for each connection, on a thread of its own, with the request's head read.
    pub fn start(behave: impl Fn(&mut TcpStream, &str) + Send + Sync + 'static) -> Self {
        Server::accepting(move |stream| {
            let head = read_request(stream);
            behave(stream, &head);
        })
    }

    /// The same, with nothing read yet.
    pub fn accepting(behave: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let server = Server { port: listener.local_addr().unwrap().port(), calls: Arc::default(), stop: Arc::default() };
        let (calls, stop, behave) = (server.calls.clone(), server.stop.clone(), Arc::new(behave));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                calls.fetch_add(1, Ordering::SeqCst);
                let behave = behave.clone();
                thread::spawn(move || behave(&mut stream));
            }
        });
        server
    }

    /// Always these bytes, then the connection is closed.
    pub fn saying(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Server::start(move |stream, _| drop(stream.write_all(&bytes)))
    }

    pub fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// A home with the profiles `web` (https) and `table` (azure-table) that lead here.
    pub fn user(&self) -> User {
        let user = User::new();
        let key = KEY;
        user.write(
            "leadctl.toml",
            &format!(
                "[profile.web]\ndestination = \"https\"\nurl = \"http://127.0.0.1:{0}/hook\"\n\n[profile.table]\ndestination = \"azure-table\"\nconnection_string = \"plain:DefaultEndpointsProtocol=http;AccountName=sandboxleads;AccountKey={key};TableEndpoint=http://127.0.0.1:{0}/sandboxleads;\"\n",
                self.port
            ),
        );
        user
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
        if !thread::panicking() {
            assert!(self.calls() > 0, "the test's server was not called");
        }
    }
}

/// Head and body of one request, as far as its length says.
fn read_request(stream: &mut TcpStream) -> String {
    let mut seen = Vec::new();
    let mut piece = [0_u8; 4096];
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    loop {
        let text = String::from_utf8_lossy(&seen).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.to_ascii_lowercase().split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.trim().parse().ok()).unwrap_or(0);
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return text,
            Ok(count) => seen.extend_from_slice(&piece[..count]),
        }
    }
}

/// A whole answer.
pub fn answer(status: u16, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Status\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).into_bytes()
}

/// An account key that is none: 64 bytes, with every character that is written in several ways.
pub const KEY: &str = "Y2FuYXJ5LWFjY291bnQta2V5K8jJysvMzc7P0NHS09TV1tfY2drb3N3e3+Dh4uPk5ebn6Onq6+zt7u/w8fLz9A==";

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

/// leadctl in this process, with a resolver of the test's own.
#[must_use]
pub fn in_process(resolver: Arc<dyn Resolver>, arguments: &[&str]) -> Said {
    in_process_at(Arc::new(SystemClock), resolver, arguments)
}

/// The same with a clock of the test's own.
#[must_use]
pub fn in_process_at(clock: Arc<dyn Clock>, resolver: Arc<dyn Resolver>, arguments: &[&str]) -> Said {
    let (out, err) = (Kept::default(), Kept::default());
    let status = leadctl::run(Io {
        args: ["leadctl"].iter().chain(arguments).map(Into::into).collect(),
        env: Env::default(),
        cwd: std::env::temp_dir(),
        terminal: Terminal::default(),
        clock,
        resolver,
        stdin: Box::new(std::io::empty()),
        stdout: Box::new(out.clone()),
        stderr: Box::new(err.clone()),
        end: |_| unreachable!("nothing asks here"),
    });
    let text = |kept: &Kept| String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    Said { status: status.code().into(), stdout: text(&out), stderr: text(&err) }
}

/// The cells of CSV as RFC 4180 has it, read by other code than writes it.
pub fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    rows
}
