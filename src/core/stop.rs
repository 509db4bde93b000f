//! What ended a run before its end, in words: Ctrl-C, or a request from outside such as a cancelled CI job's. Signals come to the
//! process and not to a command, so this is the one thing that is kept for the process too.

use std::sync::atomic::{AtomicBool, Ordering};

static FROM_OUTSIDE: AtomicBool = AtomicBool::new(false);

/// The request was not Ctrl-C.
pub fn came_from_outside() {
    FROM_OUTSIDE.store(true, Ordering::Relaxed);
}

/// "stopped by …", for a run that is known to have been stopped.
pub fn words() -> &'static str {
    if FROM_OUTSIDE.load(Ordering::Relaxed) { "stopped by a signal" } else { "stopped by Ctrl-C" }
}
