//! The only place that prints. A report is computed once and rendered once, in the format that was asked for.
//!
//! Every byte passes [`out::Out`], which removes secrets a last time.

pub mod human;
pub mod out;
pub mod page;
