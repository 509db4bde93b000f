//! The lead destinations: one folder each, all alike, and the list of them.

use crate::core::fake::Fake;

pub mod azure_table;
pub mod https;

/// The services of all destinations, imitated.
pub fn fakes() -> Vec<Box<dyn Fake>> {
    vec![Box::new(https::fake::HttpsFake::new()), Box::new(azure_table::fake::TableFake::new())]
}
