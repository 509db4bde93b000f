//! Files that a command writes beside what it says on standard output: `-` is none of them, and would become a file of that name.
//!
//! `leads export` and `scaffold` write to standard output where they are told `-`, and do without this.

use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};

/// `such_as`: the flag with a name that does.
pub fn parse_output(such_as: &'static str) -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(move |path| {
        if path == Path::new("-") {
            return Err(format!("it needs a file, and can't share standard output; name a file: {such_as}"));
        }
        Ok(path)
    })
}
