//! `leadctl diagnose`: one pasted text, or whole logs, matched to the catalogue.
//!
//! A paste is read here; `logs` and `follow` read logs, `open` and `pieces` get at their bytes, `told` and `fold` gather what is found.

mod fold;
mod follow;
mod logs;
mod open;
mod pieces;
mod told;

use std::io::{Cursor, Read};

use self::fold::Fold;
use self::logs::Reading;
use self::open::Source;
use self::told::Told;
use crate::catalogue::scanning::Scanner;
use crate::catalogue::{self, Diagnosis, Entry, Match};
use crate::cli::diagnose::Args;
use crate::cli::global::Format;
use crate::commands::Context;
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::lang::Lang;
use crate::core::report::{DiagnoseReport, Ending, HintReport, Location, MatchReport, Report};

/// The longest text that is read as one paste.
const LIMIT: usize = 256 * 1024;

type Input = Box<dyn Read + Send>;

/// What there is to diagnose.
enum Given {
    Text(String),
    Files,
    Stream(Input),
}

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let report = match given(args, context)? {
        Given::Text(text) if text.trim().is_empty() => {
            let error = Error::usage("diagnose-empty", "there is no text to diagnose");
            return Err(error.hint("paste the error: leadctl diagnose \"Could not save the lead …\""));
        }
        Given::Text(text) => report(&catalogue::diagnose(&text), context),
        Given::Files => of_logs(args, context, None)?,
        Given::Stream(stream) => of_logs(args, context, Some(stream))?,
    };
    if context.global.format == Format::Ndjson {
        if report.scanned.is_none() {
            report.matches.iter().for_each(|found| told::tell(context, found));
        }
        told::summary(context, &report, &report.ending());
    }
    Ok(Report::Diagnose(report))
}

fn given(args: &Args, context: &Context) -> Result<Given> {
    if args.follow && !matches!(context.global.format, Format::Human | Format::Ndjson) {
        return Err(Error::usage("diagnose-follow-format", "--follow has no end, so it can't fill one document").hint("use --format ndjson"));
    }
    if !args.file.is_empty() {
        return Ok(Given::Files);
    }
    let from_stdin = match args.error.as_slice() {
        [only] if only == "-" => true,
        [] if context.terminal.stdin => {
            return Err(Error::usage("diagnose-nothing-given", "there is no error text")
                .hint("as an argument: leadctl diagnose \"Could not save the lead …\"")
                .hint("from a file: leadctl diagnose --file error.txt")
                .hint("from standard input: … | leadctl diagnose -"));
        }
        [] => true,
        _ => false,
    };
    if !from_stdin && args.follow {
        return Err(
            Error::usage("diagnose-follow-text", "--follow goes with logs, not with an error text").hint("name the log: --file app.log --follow")
        );
    }
    if !from_stdin {
        return Ok(Given::Text(args.error.join(" ")));
    }
    let mut stdin = context.stdin.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let stdin: Input = std::mem::replace(&mut *stdin, Box::new(std::io::empty()));
    if args.follow { Ok(Given::Stream(stdin)) } else { short_or_log(stdin) }
}

/// What is no longer than a paste may be is one.
fn short_or_log(input: Input) -> Result<Given> {
    let unreadable = |error: std::io::Error| Error::file("diagnose-read", "can't read standard input").because(error);
    let mut stream = match open::stream(input).map_err(unreadable)? {
        Source::Stream(stream) => stream,
        Source::File { file, .. } => Box::new(file),
    };
    let mut begun = Vec::new();
    (&mut stream).take(LIMIT as u64 + 1).read_to_end(&mut begun).map_err(unreadable)?;
    if begun.len() > LIMIT {
        return Ok(Given::Stream(Box::new(Cursor::new(begun).chain(stream))));
    }
    Ok(Given::Text(String::from_utf8_lossy(&begun).into_owned()))
}

/// Reads logs: the files that were named, or what comes on standard input.
fn of_logs(args: &Args, context: &Context, stream: Option<Input>) -> Result<DiagnoseReport> {
    let names = logs::named(&args.file, &context.cwd)?;
    let stop = logs::interrupted()?;
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let reading = Reading { scanner: Scanner::new(args.context.map(usize::from)), jobs, stop };
    let live = args.follow || context.global.format == Format::Ndjson;
    // What is told as it comes is summed up at the end.
    let mut told = Told::new(context, Fold::new(context.lang, args.no_fold && !live), live, names.len() > 1);
    match (stream, args.follow) {
        (None, false) => reading.files(&names, &context.cwd, &mut told),
        (None, true) => follow::files(&names, &context.cwd, &reading, &mut told),
        (Some(input), false) => reading.standard_input(input, &mut told),
        (Some(input), true) => follow::standard_input(input, &reading, &mut told),
    }
    told.report(reading.stopped())
}

fn report(diagnosis: &Diagnosis, context: &Context) -> DiagnoseReport {
    DiagnoseReport {
        matches: diagnosis.matches.iter().map(|found| match_report(found, Location { file: None, line: found.line }, context.lang)).collect(),
        hints: diagnosis.hints.iter().map(|entry| hint(entry, context.lang)).collect(),
        ..DiagnoseReport::default()
    }
}

fn hint(entry: &Entry, lang: Lang) -> HintReport {
    HintReport { id: entry.id.to_owned(), title: entry.title.get(lang).to_owned() }
}

fn match_report(found: &Match, location: Location, lang: Lang) -> MatchReport {
    let entry = found.entry;
    let remedy = entry.remedy(lang);
    MatchReport {
        id: entry.id.to_owned(),
        title: entry.title.get(lang).to_owned(),
        confidence: found.confidence,
        because: found.because.iter().map(|reason| reason.text(lang)).collect(),
        found: found.found.clone(),
        cause: remedy.cause,
        repair: remedy.repair,
        field: entry.field.map(str::to_owned),
        links: remedy.links,
        partner_center: remedy.partner_center,
        checks: entry.checks.iter().map(str::to_owned).collect(),
        last: location.clone(),
        location,
        count: 1,
        context: Vec::new(),
    }
}

impl DiagnoseReport {
    /// 0 where something is known, 1 where nothing is; 2 where a file could not be read.
    pub fn ending(&self) -> Ending {
        let ends = |status, why: String| Ending { status, why: Some(why) };
        if self.interrupted {
            return ends(ExitStatus::Interrupted, "stopped by Ctrl-C".to_owned());
        }
        let unreadable = self.scanned.as_ref().map_or(&[][..], |scan| &scan.unreadable);
        if let Some(first) = unreadable.first() {
            let more = if unreadable.len() > 1 { format!(" (and {} more)", unreadable.len() - 1) } else { String::new() };
            return ends(ExitStatus::Usage, format!("{}{more}; the rest was read", first.message));
        }
        if !self.matches.is_empty() {
            return Ending::good();
        }
        let text = if self.scanned.is_some() { "what was read" } else { "this text" };
        let why = match self.hints.first() {
            Some(hint) => format!("nothing in {text} is known for sure; the nearest entry is {0}: leadctl explain {0}", hint.id),
            None => {
                format!("nothing in {text} is known; paste the whole message with the lines around it, or run leadctl validate to find the cause")
            }
        };
        ends(ExitStatus::Bad, why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_foreign_texts_are_told_apart() {
        let given = |length: u64| short_or_log(Box::new(std::io::repeat(b'a').take(length))).unwrap();
        assert!(matches!(given(LIMIT as u64), Given::Text(text) if text.len() == LIMIT));
        assert!(matches!(given(LIMIT as u64 + 1), Given::Stream(_)));
        for (bytes, meant) in [(&b"\xFF\xFEa\0\xE9\0"[..], "aé"), (b"a\xFFb", "a\u{FFFD}b")] {
            assert!(matches!(short_or_log(Box::new(bytes)).unwrap(), Given::Text(text) if text == meant));
        }
    }

    #[test]
    fn the_status_says_whether_something_is_known() {
        let of = |text: &str| {
            let diagnosis = catalogue::diagnose(text);
            DiagnoseReport {
                matches: diagnosis.matches.iter().map(|found| match_report(found, Location::default(), Lang::Nl)).collect(),
                ..DiagnoseReport::default()
            }
        };
        let known = of("AADSTS90002: Tenant 'x' not found.");
        assert_eq!(known.ending().status, ExitStatus::Good);
        assert_eq!(known.matches[0].title, "De map-id (tenant-id) is niet bekend");
        let unknown = of("the weather is fine");
        assert_eq!(unknown.ending().status, ExitStatus::Bad);
        assert!(unknown.ending().why.is_some_and(|why| why.starts_with("nothing in this text is known")));
    }
}
