//! Reports for people, one file per command.
