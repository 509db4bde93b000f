//! `command:op read …`: the first line that a program prints. No shell is in between.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::core::error::{Error, Result};
use crate::core::secret::Secret;

/// Password managers may ask a person for a fingerprint.
const PATIENCE: Duration = Duration::from_secs(60);
const MOST_BYTES: u64 = 64 * 1024;

pub(super) fn follow(command: &str) -> Result<Secret> {
    let failed = |why: String| {
        Error::secret("secret-command-failed", format!("the command for this secret did not give it: {why}"))
            .hint(format!("try it by hand: {command}"))
    };
    let words = shell_words::split(command).map_err(|error| failed(error.to_string()))?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(failed("it is empty; write command:PROGRAM ARGUMENTS".to_owned()));
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::inherit())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .map_err(|error| failed(format!("{program}: {error}")))?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let (told, said) = mpsc::channel();
    // Not joined: a program's own child may hold the pipe open for as long as it likes.
    std::thread::spawn(move || {
        let mut text = String::new();
        let mut lines = BufReader::new(stdout.take(MOST_BYTES));
        let read = lines.read_line(&mut text).map(|_| text);
        // If nobody waits any more, there is nothing to tell.
        let _ = told.send(read);
        // The rest is read too: a pipe closed early would end the program with an error.
        let _ = std::io::copy(&mut lines.into_inner().into_inner(), &mut std::io::sink());
    });
    let deadline = Instant::now() + PATIENCE;
    let status = loop {
        match child.try_wait().map_err(|error| failed(error.to_string()))? {
            Some(status) => break status,
            None if Instant::now() > deadline => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed(format!("no end after {} s", PATIENCE.as_secs())));
            }
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    if !status.success() {
        return Err(failed(format!("{program} ended with {status}")));
    }
    let rest = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(100));
    let text = said.recv_timeout(rest).map_err(|_| failed("its output did not end".to_owned()))?.map_err(|error| failed(error.to_string()))?;
    Ok(Secret::new(text.trim_end_matches(['\n', '\r'])))
}
