//! One test binary, one file per command; `support` runs the real binary with a cleared environment and a temporary home.

mod architecture;
mod configure;
mod profile;
mod support;
mod test_lead;
mod validate;
