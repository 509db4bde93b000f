//! One test binary, one file per command; `support` runs the real binary with a cleared environment and a temporary home.

#![allow(clippy::unwrap_used)] // a test ends where something is not as it should be

mod architecture;
mod bad_input;
mod configure;
mod demo;
mod diagnose;
mod docs;
mod explain;
mod faults;
mod formats;
mod goldens;
mod interrupt;
mod leads_export;
mod leads_follow;
mod leads_read;
mod leads_support;
mod peers;
mod profile;
mod sandbox;
mod secrets;
mod support;
mod test_lead;
mod transport;
mod validate;
