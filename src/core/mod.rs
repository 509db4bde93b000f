//! The words of leadctl, without I/O: what a lead, a check, an outcome, an exchange and a report are.
//!
//! Everything else imports from here; nothing here imports from elsewhere in the crate.

pub mod address;
pub mod arrived;
pub mod ask;
pub mod check;
pub mod clock;
pub mod delivery;
pub mod diagnose_report;
pub mod error;
pub mod exchange;
pub mod exit;
pub mod explain_report;
pub mod fake;
pub mod finding;
pub mod io;
pub mod lang;
pub mod lead;
pub mod lead_source;
pub mod leads_report;
pub mod mail;
pub mod net;
pub mod outcome;
pub mod profile;
pub mod progress;
pub mod redact;
pub mod report;
pub mod scaffold_report;
#[cfg(test)]
pub mod scripted;
pub mod secret;
pub mod spec;
pub mod stop;
pub mod stored;
pub mod stored_lead;
pub mod test_lead_report;
pub mod text;
pub mod values;
pub mod watch_report;
