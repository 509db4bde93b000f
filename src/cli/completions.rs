//! `leadctl completions`.

use clap_complete::Shell;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
pub struct Args {
    pub shell: Shell,
}
