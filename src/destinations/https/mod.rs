//! To be written.

pub mod fake;
