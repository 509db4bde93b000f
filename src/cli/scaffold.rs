//! `leadctl scaffold`.

use std::path::PathBuf;

use clap::ValueEnum;

/// Write ready definitions that receive leads continuously, in Azure or Power Automate
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,
}

#[derive(Debug, clap::Subcommand)]
pub enum Action {
    /// An Azure Functions app (Node.js, programming model 4) that receives leads or reads the table's new rows
    ///
    /// For azure-table: every minute the rows that are new go to src/deliver.js, in order and at least once. For https: the address that
    /// Partner Center posts to; a lead is put into a queue before it is answered, and goes on from there. No secret is written: settings are
    /// named, and filled in where the app runs.
    AzureFunction(Target),
    /// A flow for Power Automate or Azure Logic Apps, in the language that both share
    ///
    /// For https: a flow that takes a lead in any casing and with nulls, and answers at once. For azure-table: a flow that looks every minute
    /// for new rows, page by page, and keeps how far it has come in a table beside. No secret is written.
    PowerAutomate(Target),
}

/// Which kind of destination it is for, and where it goes.
#[derive(Debug, clap::Args)]
pub struct Target {
    /// The profile whose leads it shall receive: of azure-table or https [default: the only one in the file]
    #[arg(id = "one", value_name = "PROFILE", conflicts_with = "kind")]
    pub profile: Option<String>,
    /// Without a profile: what it is for. An https destination has no address before its receiver is there
    #[arg(long = "for", value_enum, value_name = "DESTINATION")]
    pub kind: Option<Kind>,
    /// The folder to write to; `-` prints a flow's definition. Without it nothing is written, and the files are listed
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Replace files that are there and differ
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Write nothing: which files there would be, and which are there already
    #[arg(long)]
    pub dry_run: bool,
}

/// The destinations that something of one's own can receive from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    AzureTable,
    Https,
}

impl Kind {
    /// The destination's id.
    pub fn id(self) -> &'static str {
        match self {
            Kind::AzureTable => "azure-table",
            Kind::Https => "https",
        }
    }
}
