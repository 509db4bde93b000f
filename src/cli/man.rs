//! `leadctl man`.

/// Print the man page
#[derive(Debug, clap::Args)]
pub struct Args {}
