//! A program that gets each lead on its standard input. No shell is in between; what it prints goes where leadctl's own output goes.

use std::io::{PipeReader, Write as _};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::core::error::{Error, Result};

/// After Ctrl-C a program may end what it has in hand.
const GRACE: Duration = Duration::from_secs(10);

pub(super) struct Program {
    words: Vec<String>,
    patience: Duration,
}

/// What became of one lead.
pub(super) enum Ran {
    Taken,
    Refused(String),
    /// Ctrl-C came before the program was done.
    Interrupted,
}

impl Program {
    pub(super) fn new(command: &str, patience: Duration) -> Result<Program> {
        let words = shell_words::split(command)
            .map_err(|error| Error::usage("exec-malformed", format!("--exec can't be read: {error}")).hint("close every quote"))?;
        if words.is_empty() {
            return Err(Error::usage("exec-empty", "--exec names no program").hint("such as --exec './notify --channel sales'"));
        }
        Ok(Program { words, patience })
    }

    /// Runs it once for this lead.
    pub(super) async fn run(&self, lead: &[u8], stop: &watch::Receiver<bool>) -> Ran {
        let stdin = match whole(lead) {
            Ok(stdin) => stdin,
            Err(error) => return Ran::Refused(error.to_string()),
        };
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]).stdin(stdin);
        // Ctrl-C at the terminal is for leadctl, which lets the program finish.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => return Ran::Refused(format!("{}: {error}", self.words[0])),
        };
        // Its end of the pipe with it: who writes must notice when nobody reads any more.
        drop(command);
        match self.ended(&mut child, stop).await {
            Some(Ok(status)) if status.success() => Ran::Taken,
            Some(Ok(status)) => Ran::Refused(format!("it ended with {status}")),
            Some(Err(error)) => Ran::Refused(error.to_string()),
            None => {
                drop(child.kill());
                drop(child.wait());
                if *stop.borrow() { Ran::Interrupted } else { Ran::Refused(format!("no end after {} s", self.patience.as_secs())) }
            }
        }
    }

    /// Its status; `None` when the time is up.
    async fn ended(&self, child: &mut Child, stop: &watch::Receiver<bool>) -> Option<std::io::Result<ExitStatus>> {
        let begun = Instant::now();
        let mut asked_to_stop: Option<Instant> = None;
        let mut pause = Duration::from_millis(1);
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Some(Ok(status)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
            if *stop.borrow() {
                asked_to_stop.get_or_insert_with(Instant::now);
            }
            if begun.elapsed() > self.patience || asked_to_stop.is_some_and(|since| since.elapsed() > GRACE) {
                return None;
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }
}

/// The lead in a pipe: whole before the program begins, so that one whose leadctl is killed is not left with half a lead. One that
/// is longer than a pipe holds follows as the program reads.
fn whole(lead: &[u8]) -> std::io::Result<PipeReader> {
    /// Filling a pipe takes microseconds.
    const PATIENCE: Duration = Duration::from_millis(100);
    let (reader, mut writer) = std::io::pipe()?;
    let (written, done) = std::sync::mpsc::channel();
    let lead = lead.to_owned();
    // Not joined: a program that does not read must not hold leadctl. One that ends without reading decides by its status.
    std::thread::spawn(move || {
        drop(writer.write_all(&lead));
        drop(writer);
        let _ = written.send(());
    });
    let _ = done.recv_timeout(PATIENCE);
    Ok(reader)
}
