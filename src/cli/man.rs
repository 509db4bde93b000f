//! `leadctl man`.

/// To be written.
#[derive(Debug, clap::Args)]
pub struct Args {}
