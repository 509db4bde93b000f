//! What a command does: one file per command, the same names as in `cli`. Commands return data and print nothing.

mod checking;
pub mod completions;
pub mod configure;
pub mod context;
pub mod demo;
mod details;
pub mod diagnose;
pub mod explain;
mod handover;
mod keep;
pub mod leads;
mod live;
pub mod man;
pub mod migrate;
mod own;
pub mod profile;
mod remedy;
pub mod sandbox;
pub mod scaffold;
pub mod schema;
mod selected;
pub mod test_lead;
pub mod validate;

use std::future::Future;
use std::pin::Pin;

pub use context::Context;

use crate::core::error::{Error, ErrorKind, Result};
use crate::core::exit::ExitStatus;
use crate::core::io::Terminal;
use crate::core::report::{Ending, Report};
use crate::core::stop;

/// How a run with this report ends.
pub fn ending(report: &Report) -> Ending {
    match report {
        Report::Validate(report) => report.ending(),
        Report::TestLead(report) => report.ending(),
        Report::Diagnose(report) => report.ending(),
        Report::Migrate(report) => report.ending(),
        Report::ExplainCode(report) => report.ending(),
        Report::Demo(report) => report.ending(),
        Report::LeadsList(report) => report.ending(),
        Report::LeadsExport(report) => report.ending(),
        Report::LeadsStats(report) => report.ending(),
        Report::LeadsTail(report) => report.ending(),
        Report::LeadsWatch(report) => report.ending(),
        Report::LeadsClean(report) => report.ending(),
        Report::Done(ExitStatus::Interrupted) => Ending { status: ExitStatus::Interrupted, why: Some(stop::words().to_owned()) },
        Report::Done(status) => Ending { status: *status, why: None },
        _ => Ending::good(),
    }
}

/// What a run has sent or changed at a destination, for where its report can't be shown.
pub fn done(report: &Report) -> Option<String> {
    match report {
        Report::TestLead(report) => report.sent(),
        Report::Migrate(report) => (report.copied > 0).then(|| format!("leads were copied: {}", report.copied)),
        Report::LeadsClean(report) => (report.deleted > 0).then(|| format!("test leads were deleted: {}", report.deleted)),
        Report::Configure(report) => (!report.unchanged)
            .then(|| format!("profile '{}' was {} in {}", report.profile, if report.changed { "changed" } else { "made" }, report.file)),
        Report::Profiles(report) => report.done.clone(),
        _ => None,
    }
}

/// Runs a command's network part on a runtime of its own; Ctrl-C or a termination request ends it, and then there is `None`.
fn block_on<T>(work: impl Future<Output = T>) -> Result<Option<T>> {
    let mut done = None;
    drive(Box::pin(async { done = Some(work.await) }), true)?;
    Ok(done)
}

/// Runs a command that listens for Ctrl-C itself.
fn block_on_undisturbed<T>(work: impl Future<Output = T>) -> Result<T> {
    let mut done = None;
    drive(Box::pin(async { done = Some(work.await) }), false)?;
    Ok(done.expect("work that nothing ends comes to its end"))
}

/// One runtime's code for all commands: each copy of it would take its share of the binary.
fn drive(mut work: Pin<Box<dyn Future<Output = ()> + '_>>, until_interrupted: bool) -> Result<()> {
    let runtime = runtime()?;
    runtime.block_on(async {
        if !until_interrupted {
            work.await;
            return Ok(());
        }
        let mut stop = Box::pin(stop_asked().map_err(|error| Error::new(ErrorKind::Bug, "signals", "cannot listen for Ctrl-C").because(error))?);
        tokio::select! {
            () = &mut work => {}
            () = &mut stop => {}
        }
        Ok(())
    })?;
    // A look-up that hangs in the system's resolver is not waited for.
    runtime.shutdown_background();
    Ok(())
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(ErrorKind::Bug, "no-runtime", "the network runtime could not be started").because(error))
}

/// Ends with Ctrl-C or a termination request. From this call on, not only once it is awaited, neither ends the process by itself.
#[cfg(unix)]
fn stop_asked() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => stop::came_from_outside(),
        }
    })
}

/// The same, and with the terminal that is closed, where there is one: what goes on without is left to (`nohup`).
#[cfg(unix)]
fn stop_or_hang_up(terminal: &Terminal) -> std::io::Result<impl Future<Output = ()> + use<>> {
    use tokio::signal::unix::{SignalKind, signal};
    let attached = terminal.stdin || terminal.stdout || terminal.stderr;
    let (stop, mut hang_up) = (stop_asked()?, attached.then(|| signal(SignalKind::hangup())).transpose()?);
    Ok(async move {
        let closed = async {
            match &mut hang_up {
                Some(signal) => drop(signal.recv().await),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stop => {}
            () = closed => stop::came_from_outside(),
        }
    })
}

#[cfg(not(unix))]
fn stop_or_hang_up(_: &Terminal) -> std::io::Result<impl Future<Output = ()> + use<>> {
    stop_asked()
}

#[cfg(not(unix))]
fn stop_asked() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
