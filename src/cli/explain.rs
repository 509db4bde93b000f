//! `leadctl explain`.

/// To be written.
#[derive(Debug, clap::Args)]
pub struct Args {}
