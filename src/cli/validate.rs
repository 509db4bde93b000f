//! `leadctl validate`.

/// To be written.
#[derive(Debug, clap::Args)]
pub struct Args {}
