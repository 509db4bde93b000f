//! `leadctl profile`.

/// List, show, remove, rename profiles; show the file's path; trust its commands
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// The profiles in the file, a line each
    List,
    /// One profile's settings, plain secrets hidden
    Show {
        /// The profile [default: the only one in the file]
        name: Option<String>,
    },
    /// Remove a profile
    Remove {
        /// Its name
        name: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Give a profile another name
    Rename {
        /// The name that it has
        from: String,
        /// The name that it gets
        to: String,
    },
    /// The path of the profile file that is used here
    Path,
    /// Allow the `command:` references of a file that was found in a folder
    Trust {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}
