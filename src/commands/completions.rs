//! `leadctl completions`: a script for each shell, from the same definition that parses the command line.

use clap::CommandFactory;

use crate::cli::Cli;
use crate::cli::completions::Args;
use crate::core::error::Result;
use crate::core::report::Report;

pub fn run(args: &Args) -> Result<Report> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "leadctl", &mut script);
    Ok(Report::Text(String::from_utf8_lossy(&script).into_owned()))
}
