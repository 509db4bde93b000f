//! Reports for people, one file per command.

pub mod diagnose;
pub mod explain;
