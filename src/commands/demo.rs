//! `leadctl demo`: the main job from end to end, by the commands themselves, against a sandbox on a thread of its own.

use std::path::Path;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;

use crate::cli::global::Global;
use crate::cli::{Cli, Command};
use crate::commands::{self, Context};
use crate::config::{self, Found};
use crate::core::clock::{Clock, millis};
use crate::core::error::{Error, ErrorKind, Result};
use crate::core::exit::ExitStatus;
use crate::core::io::Env;
use crate::core::outcome::Outcome;
use crate::core::profile::Origin;
use crate::core::progress::{Event, Progress};
use crate::core::report::{DemoReport, DemoStep, Ending, Report};
use crate::destinations;
use crate::sandbox::{self, Options, Running};

/// The error text that Partner Center shows, as Microsoft documents it.
const PARTNER_CENTER_SAYS: &str =
    "Could not save the lead to Dynamics CRM using AAD. Exception:: Error validating credentials.: Invalid client secret is provided.";

/// The profiles that the demo makes.
const NAMES: [&str; 2] = ["web", "table"];

pub fn run(context: &Context) -> Result<Report> {
    let begun = Instant::now();
    let folder = tempfile::tempdir().map_err(|error| Error::file("no-temporary-folder", "no temporary folder could be made").because(error))?;
    let sandbox = Sandbox::start(context.clock.clone())?;
    let mut demo =
        Demo { outer: context, variables: variables(&sandbox.running.profiles)?, config: folder.path().join(config::FILE_NAME), steps: Vec::new() };
    demo.set_up()?;
    demo.send()?;
    demo.break_and_find(&sandbox.running)?;
    demo.diagnose()?;
    Ok(Report::Demo(DemoReport { steps: demo.steps, duration_ms: millis(begun) }))
}

struct Demo<'a> {
    outer: &'a Context,
    /// The sandbox's credentials, as a CI system would give them.
    variables: Vec<(String, String)>,
    config: std::path::PathBuf,
    steps: Vec<DemoStep>,
}

impl Demo<'_> {
    fn set_up(&mut self) -> Result<()> {
        let status = ExitStatus::Good;
        self.step(
            "A publisher's HTTPS endpoint becomes a profile. Its URL carries a key, so it is kept as a reference.",
            "configure https --profile web --url env:LEADS_URL",
            status,
        )?;
        self.step("So does an Azure Table.", "configure azure-table --profile table --connection-string env:LEADS_STORAGE", status)?;
        self.step("Every connection detail is checked, from cause to effect; nothing is written anywhere.", "validate --all", status)
    }

    fn send(&mut self) -> Result<()> {
        self.step(
            "The lead that Marketplace sends to test a destination goes to the endpoint: accepted, and nothing to read it back with.",
            "test-lead web",
            ExitStatus::Good,
        )?;
        self.step(
            "The table can be read, so the lead is found again, field by field, and deleted.",
            "test-lead table --create-table --cleanup",
            ExitStatus::Good,
        )
    }

    fn break_and_find(&mut self, running: &Running) -> Result<()> {
        running.set_fault("storage/key-invalid", true)?;
        let found = self.step(
            "Now somebody rotates the account's keys. The nightly check names the cause and the repair.",
            "validate table",
            ExitStatus::Bad,
        );
        running.set_fault("storage/key-invalid", false)?;
        found
    }

    fn diagnose(&mut self) -> Result<()> {
        self.step("And when all there is is the text that Partner Center shows:", &format!("diagnose \"{PARTNER_CENTER_SAYS}\""), ExitStatus::Good)
    }

    /// Runs one command line as a user would, and keeps what it says.
    fn step(&mut self, says: &str, line: &str, want: ExitStatus) -> Result<()> {
        let begun = Instant::now();
        let words =
            shell_words::split(line).map_err(|error| Error::new(ErrorKind::Bug, "demo", "a line of the demo can't be read").because(error))?;
        let words =
            ["leadctl".to_owned(), "--config".to_owned(), self.config.display().to_string(), "--no-input".to_owned()].into_iter().chain(words);
        let cli =
            Cli::try_parse_from(words).map_err(|error| Error::new(ErrorKind::Bug, "demo", "a line of the demo can't be parsed").because(error))?;
        let command = cli.command.ok_or_else(|| Error::new(ErrorKind::Bug, "demo", "a line of the demo has no command"))?;
        let lines = Arc::new(Mutex::new(Vec::new()));
        let context = Context {
            // What the user's own variables say is not for these.
            global: Global {
                profile: cli.global.profile.into_iter().filter(|name| NAMES.contains(&name.as_str())).collect(),
                ..Global::plain(self.config.clone())
            },
            env: Env::from_iter(self.variables.clone()),
            cwd: self.outer.cwd.clone(),
            terminal: Default::default(),
            clock: self.outer.clock.clone(),
            resolver: self.outer.resolver.clone(),
            stdin: Mutex::new(Box::new(std::io::empty())),
            redactor: self.outer.redactor.clone(),
            progress: Arc::new(Collected(lines.clone())),
            lang: self.outer.lang,
            ask: None,
        };
        let report = match &command {
            Command::Configure(args) => commands::configure::run(args, &context)?,
            Command::Validate(args) => commands::validate::run(args, &context)?,
            Command::TestLead(args) => commands::test_lead::run(args, &context)?,
            Command::Diagnose(args) => commands::diagnose::run(args, &context)?,
            _ => return Err(Error::new(ErrorKind::Bug, "demo", "a line of the demo has a command that the demo does not run")),
        };
        let ending = commands::ending(&report);
        let mut output = std::mem::take(&mut *lines.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        output.extend(crate::render::plain_lines(&report, self.outer.terminal.columns, &context.redactor));
        self.steps.push(DemoStep {
            command: format!("leadctl {line}"),
            says: says.to_owned(),
            as_expected: ending.status == want,
            output,
            exit_status: ending.status,
            duration_ms: millis(begun),
        });
        Ok(())
    }
}

impl DemoReport {
    pub fn ending(&self) -> Ending {
        match self.steps.iter().find(|step| !step.as_expected) {
            None => Ending::good(),
            Some(step) => Ending { status: ExitStatus::Bad, why: Some(format!("'{}' did not come out as it should", step.command)) },
        }
    }
}

/// The lines that a command tells while it runs.
struct Collected(Arc<Mutex<Vec<String>>>);

impl Progress for Collected {
    fn tell(&self, event: Event<'_>) {
        if let Event::Validated { report, of } = event
            && of > 1
        {
            let line = format!("{} {}  {} ({})", report.outcome.mark(), report.outcome.word(), report.profile, report.destination);
            let passed = report.checks.iter().filter(|check| check.outcome == Outcome::Pass).count();
            self.0
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .push(format!("{line} {passed} of {} checks passed", report.checks.len()));
        }
    }
}

/// The values of the profiles that the sandbox wrote, as environment variables.
fn variables(profiles: &Path) -> Result<Vec<(String, String)>> {
    let found = Found { path: profiles.to_owned(), origin: Origin::Named };
    let file = config::read(&found, &destinations::specs())?;
    let value = |profile: &str, key: &str| {
        let written = file.profile(profile)?.settings.get(key);
        let value = written.map(|written| written.value.trim_start_matches("plain:").to_owned());
        value.ok_or_else(|| Error::new(ErrorKind::Bug, "demo", format!("the sandbox's profile {profile} has no {key}")))
    };
    Ok(vec![
        ("LEADS_URL".to_owned(), value("sandbox-flow", "url")?),
        ("LEADS_STORAGE".to_owned(), value("sandbox-azure-table", "connection_string")?),
    ])
}

/// A sandbox on a thread of its own, since each command has its own runtime.
struct Sandbox {
    running: Arc<Running>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Sandbox {
    fn start(clock: Arc<dyn Clock>) -> Result<Sandbox> {
        let (ready, started) = mpsc::channel::<Result<Arc<Running>>>();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let thread = thread::spawn(move || {
            let options = Options { port: 0, tls: false, ca_out: None, profiles: None, latency: Duration::ZERO, faults: Default::default(), clock };
            let served = commands::block_on_undisturbed(async {
                match sandbox::start(options, destinations::fakes()).await {
                    Ok(running) => {
                        let running = Arc::new(running);
                        // If nobody waits any more, `stopped` is closed too.
                        let _ = ready.send(Ok(running.clone()));
                        let _ = stopped.await;
                    }
                    Err(error) => drop(ready.send(Err(error))),
                }
            });
            // A runtime that did not start drops `ready`, which the other side sees.
            drop(served);
        });
        let running = started.recv().map_err(|_| Error::new(ErrorKind::Bug, "demo", "the sandbox did not start"))??;
        Ok(Sandbox { running, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic over there has been reported there.
            let _ = thread.join();
        }
    }
}
