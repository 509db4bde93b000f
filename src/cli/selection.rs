//! Which profiles a command works on.

#[derive(Debug, Clone, Default, clap::Args)]
pub struct Selection {
    /// Profiles to work on [default: the only one in the file]
    #[arg(value_name = "PROFILE", conflicts_with = "all")]
    pub profiles: Vec<String>,
    /// Work on every profile in the file
    #[arg(long)]
    pub all: bool,
    /// Of all, not these; for commands that offer it.
    #[arg(skip)]
    pub except: Vec<String>,
    /// The command works on several, so that what there is can be taken with --all.
    #[arg(skip = true)]
    pub several: bool,
}

impl Selection {
    /// For a command that works on one profile.
    pub fn one(name: Option<&String>) -> Self {
        Selection { profiles: name.cloned().into_iter().collect(), ..Selection::default() }
    }
}
