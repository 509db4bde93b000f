//! `leadctl demo`: the main job from end to end, by the commands themselves, against a sandbox on a thread of its own.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
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
use crate::core::profile::Origin;
use crate::core::progress::{Event, Progress};
use crate::core::report::{DemoReport, DemoStep, Ending, Report};
use crate::destinations;
use crate::sandbox::{self, Options, Running};

/// The error text that Partner Center shows, as Microsoft documents it.
const PARTNER_CENTER_SAYS: &str =
    "Could not save the lead to Dynamics CRM using AAD. Exception:: Error validating credentials.: Invalid client secret is provided.";

/// The destination whose secret is lost, and the sandbox's fault for it.
const BROKEN: &str = "dynamics";
const FAULT: &str = "entra/client-secret-invalid";

pub fn run(context: &Context) -> Result<Report> {
    let begun = Instant::now();
    let folder = tempfile::tempdir().map_err(|error| Error::no_temporary_folder(&error))?;
    let sandbox = Sandbox::start(context.clock.clone())?;
    let credentials = Credentials::of(&sandbox.running.profiles)?;
    let mut demo = Demo {
        outer: context,
        stopped: sandbox.stopped.clone(),
        variables: credentials.variables,
        config: folder.path().join(config::FILE_NAME),
        steps: Vec::new(),
    };
    demo.set_up(&credentials.configure)?;
    demo.send()?;
    demo.break_and_find(&sandbox.running)?;
    Ok(Report::Demo(DemoReport { steps: demo.steps, duration_ms: millis(begun) }))
}

struct Demo<'a> {
    outer: &'a Context,
    /// The user wants it to end: a command that has a network part ends with it, and none is begun.
    stopped: Arc<AtomicBool>,
    /// The sandbox's credentials, as a CI system would give them.
    variables: Vec<(String, String)>,
    config: std::path::PathBuf,
    steps: Vec<DemoStep>,
}

/// How much of what a command says is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    /// A line for each profile.
    Brief,
    Whole,
}

impl Demo<'_> {
    fn set_up(&mut self, configure: &[String]) -> Result<()> {
        let mut says =
            "Each lead destination becomes a profile. Secrets are kept as references, here to environment variables, as a CI system has them.";
        for line in configure {
            self.step(says, line, ExitStatus::Good, Show::Brief)?;
            says = "";
        }
        self.step(
            "Every connection detail is checked, from cause to effect; nothing is written anywhere. Azure Blob fails: Microsoft withdrew it, and leads of an offer that still has it are lost.",
            "validate --all",
            ExitStatus::Bad,
            Show::Brief,
        )
    }

    fn send(&mut self) -> Result<()> {
        self.step(
            "The lead that Marketplace sends to test a destination goes to each that takes one, and is read back where that is possible.",
            "test-lead --all --create-table",
            ExitStatus::Good,
            Show::Brief,
        )?;
        self.step(
            "The same in full for one: found again, field by field, and deleted.",
            &format!("test-lead {BROKEN} --cleanup"),
            ExitStatus::Good,
            Show::Whole,
        )
    }

    fn break_and_find(&mut self, running: &Running) -> Result<()> {
        running.set_fault(FAULT, true)?;
        self.step(
            "Now somebody replaces the application's secret. The nightly check names the cause, the repair, and what Partner Center would say.",
            &format!("validate {BROKEN}"),
            ExitStatus::Bad,
            Show::Whole,
        )?;
        self.step(
            "And when all there is is the text that Partner Center shows: --live asks the destination whether it is so.",
            &format!("diagnose \"{PARTNER_CENTER_SAYS}\" --live {BROKEN}"),
            ExitStatus::Bad,
            Show::Whole,
        )?;
        running.set_fault(FAULT, false)
    }

    /// Runs one command line as a user would, and keeps what it says.
    fn step(&mut self, says: &str, line: &str, want: ExitStatus, show: Show) -> Result<()> {
        let begun = Instant::now();
        if self.stopped.load(Ordering::SeqCst) {
            return Err(Error::interrupted());
        }
        let words =
            shell_words::split(line).map_err(|error| Error::new(ErrorKind::Bug, "demo", "a line of the demo can't be read").because(error))?;
        let words =
            ["leadctl".to_owned(), "--config".to_owned(), self.config.display().to_string(), "--no-input".to_owned()].into_iter().chain(words);
        let cli =
            Cli::try_parse_from(words).map_err(|error| Error::new(ErrorKind::Bug, "demo", "a line of the demo can't be parsed").because(error))?;
        let command = cli.command.ok_or_else(|| Error::new(ErrorKind::Bug, "demo", "a line of the demo has no command"))?;
        let context = Context {
            // What the user's own variables say is not for these.
            global: Global { profile: Vec::new(), ..Global::plain(self.config.clone()) },
            env: Env::from_iter(self.variables.clone()),
            cwd: self.outer.cwd.clone(),
            terminal: Default::default(),
            clock: self.outer.clock.clone(),
            resolver: self.outer.resolver.clone(),
            stdin: Mutex::new(Box::new(std::io::empty())),
            redactor: self.outer.redactor.clone(),
            progress: Arc::new(Quiet),
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
        if ending.status == ExitStatus::Interrupted {
            return Err(Error::interrupted());
        }
        let columns = self.outer.terminal.columns;
        let output = match show {
            Show::Brief => crate::render::brief_lines(&report, columns, &context.redactor),
            Show::Whole => crate::render::plain_lines(&report, columns, &context.redactor),
        };
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

/// What is told while a command runs stands in its report too.
struct Quiet;

impl Progress for Quiet {
    fn tell(&self, _: Event<'_>) {}
}

/// What the profiles that the sandbox wrote come to: a command that makes each anew, and the secrets as environment variables.
struct Credentials {
    configure: Vec<String>,
    variables: Vec<(String, String)>,
}

impl Credentials {
    fn of(profiles: &Path) -> Result<Credentials> {
        let found = Found { path: profiles.to_owned(), origin: Origin::Named };
        let file = config::read(&found, &destinations::specs())?;
        let mut credentials = Credentials { configure: Vec::new(), variables: Vec::new() };
        for destination in destinations::ALL {
            let spec = destination.spec();
            let mut words = vec!["configure".to_owned(), spec.id.to_owned()];
            if destination.needs_contact_email() {
                words.extend(["--contact-email".to_owned(), "leads@contoso.example".to_owned()]);
            }
            // A flow's URL carries a key, as most endpoints' do.
            let name = if spec.id == "https" { "sandbox-flow".to_owned() } else { format!("sandbox-{}", spec.id) };
            let settings = file.get(&name).map(|profile| &profile.settings);
            for field in spec.fields {
                let Some(written) = settings.and_then(|settings| settings.get(field.key)) else { continue };
                if field.default == Some(written.value.as_str()) {
                    continue;
                }
                let value = match written.value.strip_prefix("plain:") {
                    Some(secret) => {
                        let variable = format!("{}_{}", spec.id, field.key).replace('-', "_").to_uppercase();
                        credentials.variables.push((variable.clone(), secret.to_owned()));
                        format!("env:{variable}")
                    }
                    None => written.value.clone(),
                };
                words.extend([format!("--{}", field.flag()), value]);
            }
            credentials.configure.push(shell_words::join(words));
        }
        Ok(credentials)
    }
}

/// A sandbox on a thread of its own, since each command has its own runtime.
struct Sandbox {
    running: Arc<Running>,
    /// Ctrl-C, heard between the commands too: from the first that listens for it on, it no longer ends the process by itself.
    stopped: Arc<AtomicBool>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Sandbox {
    fn start(clock: Arc<dyn Clock>) -> Result<Sandbox> {
        let (ready, started) = mpsc::channel::<Result<Arc<Running>>>();
        let (stop, done) = tokio::sync::oneshot::channel::<()>();
        let stopped = Arc::new(AtomicBool::new(false));
        let heard = stopped.clone();
        let thread = thread::spawn(move || {
            let options = Options { port: 0, tls: false, ca_out: None, profiles: None, latency: Duration::ZERO, faults: Default::default(), clock };
            let served = commands::block_on_undisturbed(async {
                let asked = match commands::stop_asked() {
                    Ok(asked) => asked,
                    Err(error) => {
                        let error = Error::new(ErrorKind::Bug, "signals", "cannot listen for Ctrl-C").because(error);
                        return drop(ready.send(Err(error)));
                    }
                };
                match sandbox::start(options, destinations::fakes()).await {
                    Ok(running) => {
                        let running = Arc::new(running);
                        // If nobody waits any more, `done` is closed too.
                        let _ = ready.send(Ok(running.clone()));
                        let mut done = std::pin::pin!(done);
                        tokio::select! {
                            _ = &mut done => {}
                            // It serves on: the command that is running ends by itself.
                            _ = asked => {
                                heard.store(true, Ordering::SeqCst);
                                let _ = done.await;
                            }
                        }
                    }
                    Err(error) => drop(ready.send(Err(error))),
                }
            });
            // A runtime that did not start drops `ready`, which the other side sees.
            drop(served);
        });
        let running = started.recv().map_err(|_| Error::new(ErrorKind::Bug, "demo", "the sandbox did not start"))??;
        Ok(Sandbox { running, stopped, stop: Some(stop), thread: Some(thread) })
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
