//! Where findings go: gathered for the report, and told as they come where that is asked for; with how far the reading is.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};

use super::fold::Fold;
use super::known::{Known, Placed};
use crate::commands::Context;
use crate::core::diagnose_report::{ContextLine, DiagnoseReport, HintKind, HintReport, Location, MatchReport, ScanReport};
use crate::core::error::{Error, Result};
use crate::core::lang::Lang;
use crate::core::progress::Event;
use crate::core::report::{Ending, Problem};
use crate::core::text::size;

/// How long a scan takes before it says how far it is, and how often it does.
const SILENT: Duration = Duration::from_secs(1);
const EVERY: Duration = Duration::from_millis(250);
/// So many hints are kept, of whatever many files.
const MOST_HINTS: usize = 100;

pub struct Told<'a> {
    context: &'a Context,
    fold: Fold,
    /// Each finding is told as it comes.
    live: bool,
    pub scan: ScanReport,
    hints: Vec<HintReport>,
    unreadable: Vec<Error>,
    /// There is more than one file.
    several: bool,
    next: Instant,
    shown: bool,
    /// Ends the reading.
    stop: Arc<AtomicBool>,
    /// Nobody reads what is told; that, and not Ctrl-C, ended the reading.
    unread: bool,
}

impl<'a> Told<'a> {
    /// `stop` ends the reading: here once nobody reads what is told.
    pub fn new(context: &'a Context, fold: Fold, live: bool, several: bool, stop: Arc<AtomicBool>) -> Told<'a> {
        let next = Instant::now() + SILENT;
        let (scan, hints, unreadable) = (ScanReport::default(), Vec::new(), Vec::new());
        Told { context, fold, live, scan, hints, unreadable, several, next, shown: false, stop, unread: false }
    }

    pub fn piece(&mut self, findings: Vec<Placed>) {
        for Placed { found, place, lines } in findings {
            if self.unread {
                return;
            }
            self.one(&found, 1, &place, &place, &lines);
        }
    }

    /// The same error `count` times, from a place to another.
    pub fn one(&mut self, found: &Known, count: u64, location: &Location, last: &Location, context: &[ContextLine]) {
        self.fold.add(found, count, location, last, context);
        if self.live {
            let mut report = found.report(location.clone(), self.context.lang);
            report.count = count;
            report.last = last.clone();
            report.context = context.to_vec();
            self.wipe();
            tell(self.context, &report);
            if self.context.progress.unread() && !self.stop.swap(true, Ordering::Relaxed) {
                self.unread = true;
            }
        }
    }

    pub fn lang(&self) -> Lang {
        self.context.lang
    }

    /// Each once, whatever the number of files.
    pub fn hints(&mut self, hints: Vec<HintReport>) {
        for hint in hints {
            if self.hints.len() < MOST_HINTS && !self.hints.iter().any(|known| known.id == hint.id) {
                self.hints.push(hint);
            }
        }
    }

    /// So much was read.
    pub fn read(&mut self, lines: u64, bytes: u64) {
        self.scan.lines += lines;
        self.scan.bytes += bytes;
    }

    /// What should be known of something that was read.
    pub fn note(&mut self, text: &str) {
        self.wipe();
        self.context.progress.tell(Event::Note(text));
    }

    /// A file that can't be read; the others are.
    pub fn unreadable(&mut self, error: Error) {
        if self.several {
            self.wipe();
            self.context.progress.tell(Event::Note(&format!("{error}; going on with the rest")));
        }
        self.unreadable.push(error);
    }

    /// A file that is to be followed and can't be read now; it may come yet.
    pub fn waiting(&mut self, error: &Error) {
        self.note(&format!("{error}; waiting for it"));
    }

    /// A file that was waited for and did not come.
    pub fn never_came(&mut self, error: Error) {
        self.unreadable.push(error);
    }

    /// How far the reading is, for whoever watches a long one.
    pub fn progress(&mut self, name: Option<&str>, bytes: u64, of: Option<u64>) {
        let now = Instant::now();
        if now < self.next {
            return;
        }
        self.next = now + EVERY;
        self.shown = true;
        let far = of.map_or_else(|| size(bytes), |of| format!("{} of {}", size(bytes), size(of)));
        let far = format!("{} ({far}, {} found)", name.unwrap_or("standard input"), self.fold.findings);
        self.context.progress.tell(Event::Started { profile: &far, doing: "reading" });
    }

    fn wipe(&mut self) {
        if std::mem::take(&mut self.shown) {
            self.context.progress.tell(Event::Paused);
        }
    }

    /// What was found; an error where nothing at all could be read.
    pub fn report(mut self) -> Result<DiagnoseReport> {
        self.wipe();
        let interrupted = self.stop.load(Ordering::Relaxed) && !self.unread;
        self.scan.unreadable = self.unreadable.iter().map(Problem::from).collect();
        // Of several the report has each.
        if self.scan.files == 0 && self.fold.findings == 0 && !interrupted && self.unreadable.len() == 1 {
            return Err(self.unreadable.remove(0));
        }
        self.scan.findings = self.fold.findings;
        self.scan.left_out = self.fold.left_out;
        let matches = self.fold.matches();
        let answered = !matches.is_empty();
        let hints = self.hints.into_iter().filter(|hint| !answered || hint.kind == HintKind::Code).collect();
        Ok(DiagnoseReport { matches, hints, scanned: Some(self.scan), live: None, interrupted })
    }
}

/// One finding, as a line for people or a line of JSON.
pub fn tell(context: &Context, report: &MatchReport) {
    let json = || {
        // A log may hold many, and most of what is said of each is the catalogue's.
        let mut report = report.clone();
        report.clean_values(|value| {
            if let Cow::Owned(cleaned) = context.redactor.clean(value) {
                *value = cleaned;
            }
        });
        json_line(&report)
    };
    context.progress.tell(Event::Found { human: &|| line(report), json: &json });
}

fn line(report: &MatchReport) -> String {
    let facts: String = report.found.iter().map(|(key, value)| format!(", {}: {value}", key.replace('_', " "))).collect();
    let times = if report.count > 1 { format!(", {} times", report.count) } else { String::new() };
    let mut line = format!("{}  {} [{}, {:.0}%]{times}{facts}", report.location, report.title, report.id, report.confidence * 100.0);
    for near in &report.context {
        line.push_str(&format!("\n    {}{} {}", near.line, if near.line == report.location.line { ":" } else { "-" }, near.text));
    }
    line
}

fn json_line(report: &MatchReport) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        schema: &'static str,
        event: &'static str,
        #[serde(flatten)]
        found: &'a MatchReport,
    }
    let line = Line { schema: "leadctl.diagnose/1", event: "match", found: report };
    serde_json::to_string(&line).expect("a report has texts as keys, and no numbers that JSON lacks")
}

/// The last line of a stream: how it ended and what there was, each kind once.
pub fn summary(context: &Context, report: &DiagnoseReport, ending: &Ending) {
    let matches: Vec<Value> = report
        .matches
        .iter()
        .map(|found| json!({ "id": found.id, "count": found.count, "found": found.found, "location": found.location, "last": found.last }))
        .collect();
    let json = json!({
        "schema": "leadctl.diagnose/1",
        "event": "summary",
        "ok": ending.status == crate::core::exit::ExitStatus::Good,
        "exit_status": ending.status,
        "matches": matches,
        "hints": report.hints,
        "scanned": report.scanned,
        "live": report.live,
        "error": null,
    });
    context.progress.tell(Event::Line { human: &String::new, json: &|| json.to_string() });
}
