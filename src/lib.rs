//! leadctl: the publisher's side of Microsoft commercial-marketplace leads. This page is the map.
//!
//! # Who may know whom
//!
//! `main → run → cli → commands → {destinations, catalogue, config, transport, render, sandbox} → core`, and no arrow turns back.
//!
//! | module | what it is for | what it must not know |
//! | --- | --- | --- |
//! | [`core`] | the words, without I/O: lead, finding, check, outcome, exchange, report, error, exit, secret, clock | everything else |
//! | [`cli`] | what can be typed: clap, one file per command; flags for connection details come from the destinations' specs | what a command does |
//! | [`commands`] | what a command does: one file per command, the same names; returns a [`core::report::Report`] and prints nothing | how it looks |
//! | [`destinations`] | one folder per lead destination, all alike, and the list of them | commands, rendering, reqwest, each other |
//! | [`catalogue`] | known errors as data (`entries/<area>/<name>.toml`, compiled in by `build/`), and matching text to them; questions (`topics/`), found in plain words too (`questions/`), and families of codes (`families/`); entries of a user's own (`own/`) | destinations |
//! | [`config`] | profiles: finding, reading, editing the file; following secret references, one file per source | destinations |
//! | [`transport`] | the network: the only user of reqwest; time limits, proxies, repeats of reads, the record with secrets removed | what an answer means |
//! | [`render`] | the only place that prints: human pages, JSON, Markdown, JUnit, SARIF, GitHub annotations, curl, questions | how a result came about |
//! | [`sandbox`] | the server that mounts every destination's fake, with faults to order | the client's code |
//!
//! `tests/suite/architecture.rs` holds this table. `render` also looks at destinations' specs, at `cli`'s formats and at the name of the
//! configuration file;
//! `cli` at the specs. The one clap that `core` knows is the `ValueEnum` of its own words.
//!
//! # One test lead, six stops, each a value that can be printed
//!
//! 1. `cli/test_lead.rs`: the arguments as typed; no I/O.
//! 2. `commands/test_lead.rs`: resolves profile, destination and lead; gives a report.
//! 3. `destinations/<d>/deliver.rs`: straight-line async: build, send, read, look for it, clean up.
//! 4. `destinations/<d>/request.rs`: pure, settings and lead to a [`core::exchange::WireRequest`]; `--dry-run` prints this.
//! 5. `transport/client.rs`: the one `send()`; records the [`core::exchange::Exchange`], secrets removed.
//! 6. `destinations/<d>/read.rs`: pure, exchange to outcome; a failure carries a catalogue id, and `render` shows its entry.
//!
//! # A destination is one folder
//!
//! `mod.rs` (its [`core::spec::Spec`]: id, Partner Center's label, fields, where each value is found) · `settings.rs` ·
//! `lint.rs` (every offline rule) · `paste.rs` · `request.rs` · `deliver.rs` · `read.rs` · `checks.rs` · `leads.rs` (the leads that it
//! holds, as pages of raw rows: [`core::stored`]; what the columns mean is read in one place for all, [`core::arrived`]) · `fake/` (the
//! service, imitated from its specification, sharing no code with the client). Adding one is that folder, its catalogue entries,
//! and one line in [`destinations::ALL`]: wizard, flags, completions, man page and sandbox follow. What the services of one account
//! share is common ground beside them ([`destinations::storage`]), for those alone.
//!
//! # Secrets
//!
//! A value is a [`core::secret::Secret`] from the moment it is read. Two nets catch what slips: `transport/record.rs` where
//! exchanges are recorded, and `render/out.rs` where anything is written; both use [`core::redact::Redactor`].

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
