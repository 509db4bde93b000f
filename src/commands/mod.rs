//! What a command does: one file per command, the same names as in `cli`. Commands return data and print nothing.

pub mod context;
pub mod diagnose;
pub mod explain;

pub use context::Context;
