//! `command:op read …`: the first line that a program prints. No shell is in between.

use std::io::Read;
use std::process::{Command, Stdio};
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
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        stdout.take(MOST_BYTES).read_to_string(&mut text).map(|_| text)
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
    let text = reader.join().map_err(|_| failed("its output could not be read".to_owned()))?.map_err(|error| failed(error.to_string()))?;
    Ok(Secret::new(text.trim_end_matches(['\n', '\r'])))
}
