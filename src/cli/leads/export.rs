//! `leadctl leads export`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::leads::filter::Filter;

/// What a file of leads is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// For spreadsheets: a line a lead; cells that would run as formulas are made harmless by an apostrophe.
    Csv,
    /// For programs: a JSON object a line.
    Ndjson,
    /// One JSON array.
    Json,
}

/// Write the leads that have arrived to a file or to standard output
///
/// The file is replaced in one step, when all is read: until then what was read stands in FILE.part, and an export that was interrupted
/// goes on there when the same command is given again within a day. Memory use does not grow with the number of leads. Leads that arrive
/// meanwhile may or may not be among them. In a CSV file a cell that a spreadsheet would run as a formula begins with an apostrophe;
/// programs should read ndjson.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The profile [default: the only one in the file]
    #[arg(id = "one", value_name = "PROFILE")]
    pub profile: Option<String>,
    #[command(flatten)]
    pub filter: Filter,
    /// Where to write; - is standard output [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to write [default: by the file's ending, else csv]
    #[arg(long = "as", value_enum, value_name = "SHAPE")]
    pub shape: Option<Shape>,
    /// Begin a CSV file with a byte-order mark, which older Excel needs to read it as UTF-8
    #[arg(long)]
    pub bom: bool,
    /// Begin anew, even where an interrupted export could go on
    #[arg(long, requires = "output")]
    pub fresh: bool,
    /// Hide names, e-mail addresses, telephone numbers and whatever else may be a person's
    #[arg(long)]
    pub mask: bool,
}

impl Args {
    /// The file to write; `None` for standard output.
    pub fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }
}
