//! leadctl: the publisher's side of Microsoft commercial-marketplace leads.

pub mod catalogue;
pub mod cli;
pub mod commands;
pub mod config;
pub mod core;
pub mod destinations;
pub mod render;
mod run;
pub mod sandbox;
pub mod transport;

pub use run::{report_panic, run};
