//! `leadctl leads`: the leads that have arrived. One file per subcommand; `sources` and `reading` are how all of them get at leads.

mod clean;
mod export;
mod list;
mod matching;
mod parse;
mod reading;
mod sources;
mod stats;
mod tail;
mod target;
mod watch;

use crate::cli::leads::{Action, Args};
use crate::commands::Context;
use crate::core::error::Result;
use crate::core::report::Report;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    match &args.action {
        Action::Export(args) => export::run(args, context),
        Action::List(args) => list::run(args, context),
        Action::Parse(args) => parse::run(args, context),
        Action::Stats(args) => stats::run(args, context),
        Action::Tail(args) => tail::run(args, context),
        Action::Watch(args) => watch::run(args, context),
        Action::Clean(args) => clean::run(args, context),
    }
}
