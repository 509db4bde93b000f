//! One test binary, one file per command, or a folder where there is much to say; `support` runs the real binary with a cleared environment and a temporary home.

#![allow(clippy::unwrap_used)] // a test ends where something is not as it should be

mod architecture;
mod azure_blob;
mod bad_input;
mod capabilities;
mod configure;
mod demo;
mod diagnose;
mod diagnose_files;
mod diagnose_input;
mod diagnose_live;
mod diagnose_logs;
mod diagnose_mails;
mod docs;
mod dynamics;
mod email;
mod explain;
mod faults;
mod formats;
mod goldens;
mod interrupt;
mod leads_blob;
mod leads_crm;
mod leads_export;
mod leads_follow;
mod leads_marketo;
mod leads_read;
mod leads_support;
mod leads_watch;
mod marketo;
mod migrate;
mod own_catalogue;
mod peers;
mod profile;
mod salesforce;
mod sandbox;
mod scaffold;
mod secrets;
mod support;
mod test_lead;
mod transport;
mod validate;
