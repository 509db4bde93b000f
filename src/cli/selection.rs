//! Which profiles a command works on.

#[derive(Debug, Clone, Default, clap::Args)]
pub struct Selection {
    /// Profiles to work on [default: the only one in the file]
    #[arg(value_name = "PROFILE", conflicts_with = "all")]
    pub profiles: Vec<String>,
    /// Work on every profile in the file
    #[arg(long)]
    pub all: bool,
}
