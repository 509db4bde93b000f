//! Parses, runs, ends the process: the only place that does.

use std::process::ExitCode;

#[allow(clippy::disallowed_methods)] // the only place that ends the process
fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        leadctl::report_panic(panic);
        std::process::exit(70);
    }));
    ExitCode::from(leadctl::run(leadctl::core::io::Io::of_this_process()).code())
}
