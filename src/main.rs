//! Parses, runs, ends the process: the only place that does.

use std::process::ExitCode;

use leadctl::core::exit::ExitStatus;
use leadctl::core::io::Io;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        leadctl::report_panic(panic);
        end(ExitStatus::Bug);
    }));
    ExitCode::from(leadctl::run(Io::of_this_process(end)).code())
}

#[allow(clippy::disallowed_methods)] // the only place that ends the process
fn end(status: ExitStatus) {
    std::process::exit(status.code().into());
}
