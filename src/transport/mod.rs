//! The network: the only user of reqwest. One client, one `send`, every exchange recorded with secrets removed.
//!
//! Redirects are not followed, answers are read up to a bound, and only reads are ever repeated.

mod client;
mod failure;
mod proxy;
mod record;
mod resolve;
mod retry;
mod tls;

pub use client::{Client, Limits};
