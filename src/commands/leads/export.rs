//! `leadctl leads export`: all leads into a file that is replaced in one step, or to standard output; nothing but a page is kept in memory.

use std::ops::ControlFlow;
use std::time::Instant;

use crate::cli::global::Format;
use crate::cli::leads::export::{Args, Shape};
use crate::commands::Context;
use crate::commands::leads::matching::Matcher;
use crate::commands::leads::reading::{self, Take};
use crate::commands::leads::target::{File, Target, Terms};
use crate::commands::leads::{sources, sources::Source};
use crate::commands::selected;
use crate::core::arrived::ArrivedLead;
use crate::core::clock::millis;
use crate::core::error::{Error, Result};
use crate::core::leads_report::{LeadsExportReport, LeadsRead};
use crate::core::progress::Event;
use crate::core::report::Report;
use crate::core::stored::{RawLead, Skipped};
use crate::render::lead_lines;

/// Bytes that are gathered before they are written.
const GATHER: usize = 128 * 1024;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let begun = Instant::now();
    let shape = shape(args, context.global.format)?;
    if args.bom && shape != Shape::Csv {
        return Err(Error::usage("bom-without-csv", "a byte-order mark is for CSV files; JSON must not begin with one")
            .hint("leave --bom out, or add --as csv"));
    }
    let file = selected::profile_file(context)?;
    let source = match sources::find_one(&file, args.profile.as_ref(), context)? {
        Ok(source) => source,
        Err(read) => return Ok(Report::LeadsExport(LeadsExportReport { read, ..LeadsExportReport::default() })),
    };
    let matcher = Matcher::new(&args.filter, context.clock.now())?;
    let target = match args.file() {
        Some(path) => Target::File(File::open(&context.cwd.join(path), &terms(args, shape, &source), args.fresh, context.clock.now())?),
        None => Target::Output,
    };
    let mut export = Export::new(args, shape, &source, &matcher, target, context);
    export.begin();
    let net = selected::client(context)?;
    let start = export.start.clone();
    let finished = crate::commands::block_on(reading::read(&source, &matcher.wanted(), start, &net, context, &mut export))?;
    context.progress.tell(Event::Status(""));
    let interrupted = finished.is_none();
    export.account.unfinished = interrupted;
    let mut stopped_early = interrupted;
    if let Some(Err(failure)) = finished {
        export.account.close(failure, context.lang);
        stopped_early = export.account.stopped.is_some();
    }
    export.end(stopped_early, interrupted, millis(begun)).map(Report::LeadsExport)
}

/// By the flag, then by the file's ending; without a file `--format` says what goes to standard output.
fn shape(args: &Args, format: Format) -> Result<Shape> {
    if let Some(shape) = args.shape {
        return Ok(shape);
    }
    let Some(path) = args.file() else {
        return Ok(match format {
            Format::Json => Shape::Json,
            Format::Ndjson => Shape::Ndjson,
            _ => Shape::Csv,
        });
    };
    if matches!(format, Format::Csv | Format::Ndjson) {
        return Ok(if format == Format::Csv { Shape::Csv } else { Shape::Ndjson });
    }
    match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("json") => Ok(Shape::Json),
        Some("ndjson" | "jsonl") => Ok(Shape::Ndjson),
        Some("csv" | "txt") | None => Ok(Shape::Csv),
        Some("xlsx" | "xls" | "ods") => {
            Err(Error::usage("no-workbook", "leadctl writes no workbooks")
                .hint("write a .csv file: every spreadsheet opens it; --bom helps older Excel"))
        }
        Some(_) => Ok(Shape::Csv),
    }
}

/// What an interrupted export must have in common with this one to be gone on with.
fn terms(args: &Args, shape: Shape, source: &Source<'_>) -> Terms {
    let filter = &args.filter;
    Terms(format!(
        "{shape:?} bom={} mask={} {} {} since={:?} until={:?} test={} real={} source={:?} action={:?} offer={:?} email={:?}",
        args.bom,
        args.mask,
        source.profile.name,
        source.stored.place(&source.values),
        filter.since,
        filter.until,
        filter.test,
        filter.real,
        filter.source,
        filter.action,
        filter.offer,
        filter.email
    ))
}

struct Export<'a> {
    shape: Shape,
    bom: bool,
    mask: bool,
    profile: &'a str,
    matcher: &'a Matcher,
    target: Target,
    context: &'a Context,
    account: LeadsRead,
    /// Where an earlier run stopped.
    start: Option<String>,
    gathered: Vec<u8>,
    written: u64,
    resumed: u64,
    bytes: u64,
    failed: Option<std::io::Error>,
}

impl<'a> Export<'a> {
    fn new(args: &Args, shape: Shape, source: &'a Source<'_>, matcher: &'a Matcher, target: Target, context: &'a Context) -> Self {
        Export {
            shape,
            bom: args.bom,
            mask: args.mask,
            profile: &source.profile.name,
            matcher,
            target,
            context,
            account: source.account(),
            start: None,
            gathered: Vec::with_capacity(GATHER + 4096),
            written: 0,
            resumed: 0,
            bytes: 0,
            failed: None,
        }
    }

    /// Takes up an earlier run, or begins the file.
    fn begin(&mut self) {
        if let Target::File(file) = &self.target
            && let Some(earlier) = file.earlier()
        {
            self.start = Some(earlier.cursor.clone());
            (self.written, self.resumed, self.bytes) = (earlier.written, earlier.written, earlier.bytes);
            self.account.rows = earlier.rows;
            self.account.matched = earlier.written;
            self.account.problems.clone_from(&earlier.problems);
            let begun = earlier.begun.to_string().chars().take(16).collect::<String>().replace('T', " ");
            let note = format!(
                "going on with the export that began at {begun} UTC and stopped after {} leads; what arrived since may be missing (--fresh begins anew)",
                earlier.written
            );
            self.context.progress.tell(Event::Note(&note));
            return;
        }
        if self.bom {
            self.gathered.extend_from_slice(b"\xEF\xBB\xBF");
        }
        match self.shape {
            Shape::Csv => lead_lines::csv_header(&mut self.gathered),
            Shape::Json => self.gathered.extend_from_slice(b"["),
            Shape::Ndjson => {}
        }
    }

    fn flush(&mut self) -> ControlFlow<()> {
        let done = match &mut self.target {
            Target::File(file) => file.write(&self.gathered),
            Target::Output => self.context.progress.data(&self.gathered),
        };
        self.bytes += self.gathered.len() as u64;
        self.gathered.clear();
        match done {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn end(mut self, stopped_early: bool, interrupted: bool, duration_ms: u64) -> Result<LeadsExportReport> {
        if self.shape == Shape::Json && !stopped_early && self.failed.is_none() {
            self.gathered.extend_from_slice(if self.written == 0 { b"]\n" } else { b"\n]\n" });
        }
        // What an interrupted run had not yet written ends between two pages: the next run reads it again.
        if self.failed.is_none() && !(stopped_early && matches!(self.target, Target::File(_))) {
            let _ = self.flush();
        }
        let mut report = LeadsExportReport {
            read: self.account,
            written: self.written,
            resumed: self.resumed,
            bytes: self.bytes,
            duration_ms,
            interrupted,
            ..LeadsExportReport::default()
        };
        match (self.target, self.failed) {
            (Target::Output, Some(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => report.unread = true,
            (Target::Output, Some(error)) => return Err(Error::file("export-output", "can't write to standard output").because(error)),
            (Target::Output, None) => {}
            (Target::File(file), Some(error)) => return Err(file.write_error(error)),
            (Target::File(file), None) if stopped_early => {
                report.file = Some(file.shown());
                let kept = file.keep();
                report.written = kept.as_ref().map_or(0, |(_, written)| *written);
                report.partial = kept.map(|(part, _)| part);
            }
            (Target::File(file), None) => {
                report.file = Some(file.shown());
                file.finish()?;
            }
        }
        Ok(report)
    }
}

impl Take for Export<'_> {
    fn skip(&mut self, skipped: Vec<Skipped>) {
        self.account.skip(skipped);
    }

    fn row(&mut self, raw: RawLead) -> ControlFlow<()> {
        let mut lead = ArrivedLead::read(raw);
        let matches = self.matcher.takes(&lead);
        if !self.account.count(&lead, matches) {
            return ControlFlow::Continue(());
        }
        lead.profile = Some(self.profile.to_owned());
        if self.mask {
            lead.mask();
        }
        match self.shape {
            Shape::Csv => lead_lines::csv(&lead, &mut self.gathered),
            Shape::Ndjson => {
                lead_lines::json(&lead, &mut self.gathered);
                self.gathered.push(b'\n');
            }
            Shape::Json => {
                self.gathered.extend_from_slice(if self.written == 0 { b"\n" } else { b",\n" });
                lead_lines::json(&lead, &mut self.gathered);
            }
        }
        self.written += 1;
        if self.gathered.len() >= GATHER { self.flush() } else { ControlFlow::Continue(()) }
    }

    fn page(&mut self, next: Option<&str>) -> ControlFlow<()> {
        if !matches!(self.target, Target::File(_)) {
            return ControlFlow::Continue(());
        }
        self.flush()?;
        let (written, bytes) = (self.written, self.bytes);
        if let (Target::File(file), Some(next)) = (&mut self.target, next)
            && let Err(error) = file.remember(next, &self.account, written, bytes)
        {
            self.failed = Some(error);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }
}
