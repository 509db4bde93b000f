//! `leadctl demo`.

/// See the main job in a few seconds, against a sandbox of its own: no account, no network
#[derive(Debug, clap::Args)]
pub struct Args {}
