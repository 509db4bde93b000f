//! `leadctl diagnose`: one pasted text, or whole logs, matched to the catalogue.
//!
//! A paste is read here; `logs` and `follow` read logs, `followed` is one that grows; `open`, `unpack`, `wide`, `shares` and `pieces` get
//! at their bytes, `told` and `fold` gather what is found.

mod fold;
mod follow;
mod followed;
mod heard;
mod known;
mod logs;
mod open;
mod pieces;
mod shares;
mod told;
mod unpack;
mod wide;

use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use self::fold::Fold;
use self::heard::Heard;
use self::logs::Reading;
use self::open::Stream;
use self::told::Told;
use crate::catalogue;
use crate::catalogue::own::Own;
use crate::catalogue::scanning::{Scanner, is_log};
use crate::cli::diagnose::Args;
use crate::cli::global::Format;
use crate::commands::live::{self, Lookup};
use crate::commands::{Context, own};
use crate::core::diagnose_report::{DiagnoseReport, HintKind, LiveReport, Location};
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::progress::Event;
use crate::core::report::{Ending, Report};
use crate::core::stop;

/// The longest text that is read as one paste.
const LIMIT: usize = 256 * 1024;

type Input = Box<dyn Read + Send>;

/// What there is to diagnose.
enum Given {
    Text(String),
    Files,
    /// A log on standard input.
    Input(Input),
    /// One that was begun to be read, with what tells of Ctrl-C: a second listener would not hear what the first one heard.
    Begun(Stream, Arc<AtomicBool>),
}

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let own = Arc::new(match &args.catalogue {
        Some(folder) => own::read(folder, &context.cwd)?,
        None => Own::default(),
    });
    let mut report = match given(args, context)? {
        Given::Text(text) if text.trim().is_empty() => {
            let error = Error::usage("diagnose-empty", "there is no text to diagnose");
            return Err(error.hint("paste the error: leadctl diagnose \"Could not save the lead …\""));
        }
        Given::Text(text) => match report(&text, &own, context) {
            report if report.matches.is_empty() && !args.error.is_empty() => no_file(&args.error, &context.cwd).map(|()| report)?,
            report => report,
        },
        logs => of_logs(logs, args, context, own)?,
    };
    if let Some(profile) = args.live.as_deref().filter(|_| !report.interrupted && !context.progress.unread()) {
        let lookup = Lookup { profile, admin: args.admin_profile.as_deref() };
        report.live = Some(live::look(&report.matches, &lookup, context)?);
    }
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
    let input_alone = matches!(args.file.as_slice(), [only] if only == Path::new(logs::STANDARD_INPUT));
    if !args.file.is_empty() && !input_alone {
        return Ok(Given::Files);
    }
    let from_stdin = match args.error.as_slice() {
        _ if input_alone => true,
        [only] if only == logs::STANDARD_INPUT => true,
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
    let of_logs = [("-C", args.context.is_some()), ("--no-fold", args.no_fold), ("--jobs", args.jobs.is_some())];
    if let Some((flag, _)) = of_logs.iter().find(|(_, given)| *given && !from_stdin) {
        let error = Error::usage("diagnose-log-flag-text", format!("{flag} is about logs, and an error text is given"));
        return Err(error.hint("name the log: --file app.log; or leave the flag out"));
    }
    if !from_stdin {
        return Ok(Given::Text(args.error.join(" ")));
    }
    let stdin = logs::input(context);
    // Whoever asks for lines, or for each error by itself, takes it for a log, however short it is.
    if args.follow || args.context.is_some() || args.no_fold {
        return Ok(Given::Input(stdin));
    }
    let stop = logs::interrupted()?;
    let given = short_or_log(Box::new(Heard::new(stdin, Arc::clone(&stop))), &stop, &|note| context.progress.tell(Event::Note(note)))?;
    // What came before Ctrl-C may be the half of a text.
    if stop.load(Ordering::Relaxed) { Err(Error::interrupted()) } else { Ok(given) }
}

/// An error where these are names of files, which as texts tell nothing.
fn no_file(given: &[String], folder: &Path) -> Result<()> {
    if !given.iter().all(|name| folder.join(name).is_file()) {
        return Ok(());
    }
    let error = Error::usage("diagnose-text-is-file", format!("{} is a file, and an error text is expected here", given[0]));
    let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
    let named: Vec<String> = given.iter().map(|name| if is_plain(name) { format!("--file {name}") } else { format!("--file '{name}'") }).collect();
    Err(error.hint(format!("read it: leadctl diagnose {}", named.join(" "))))
}

/// What is no longer than a paste may be is one, unless it plainly is something else.
fn short_or_log(input: Input, stop: &Arc<AtomicBool>, note: &dyn Fn(&str)) -> Result<Given> {
    let unreadable = |error: std::io::Error| Error::file("diagnose-read", "can't read standard input").because(error);
    let Stream { mut from, remark } = open::stream(input).map_err(unreadable)?;
    let mut begun = Vec::new();
    (&mut from).take(LIMIT as u64 + 1).read_to_end(&mut begun).map_err(unreadable)?;
    if begun.len() > LIMIT || is_log(&begun) || logs::begins_as_mail(&begun) {
        return Ok(Given::Begun(Stream { from: Box::new(Cursor::new(begun).chain(from)), remark }, Arc::clone(stop)));
    }
    if let Some(remark) = remark.get() {
        note(&format!("standard input: {remark}"));
    }
    Ok(Given::Text(catalogue::text(&begun).into_owned()))
}

/// Reads logs: the files that were named, or what comes on standard input.
fn of_logs(given: Given, args: &Args, context: &Context, own: Arc<Own>) -> Result<DiagnoseReport> {
    let (names, unreadable) = match given {
        Given::Files if !args.follow => logs::named(&args.file, &context.cwd)?,
        _ => <_>::default(),
    };
    let stop = match &given {
        Given::Begun(_, stop) => Arc::clone(stop),
        _ => logs::interrupted()?,
    };
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = args.jobs.map_or_else(cores, usize::from);
    let scanner = Scanner::new(args.context.map(usize::from)).with(Arc::clone(&own));
    let reading = Reading { scanner, own, each: args.no_fold, jobs, stop };
    let live = args.follow || context.global.format == Format::Ndjson;
    // What is told as it comes is summed up at the end.
    let fold = Fold::new(context.lang, args.no_fold && !live);
    let mut told = Told::new(context, fold, live, names.len() + unreadable.len() > 1, Arc::clone(&reading.stop));
    unreadable.into_iter().for_each(|error| told.unreadable(error));
    match given {
        Given::Begun(stream, _) => reading.standard_input(Ok(stream), &mut told),
        Given::Input(input) => {
            let heard = Box::new(Heard::new(input, Arc::clone(&reading.stop)));
            if args.follow { follow::standard_input(heard, &reading, &mut told) } else { reading.standard_input(open::stream(heard), &mut told) }
        }
        _ if args.follow => follow::files(&args.file, &context.cwd, &reading, &mut told)?,
        _ => reading.files(&names, context, &mut told),
    }
    told.report()
}

fn report(text: &str, own: &Own, context: &Context) -> DiagnoseReport {
    let told = known::diagnose(text, own, context.lang);
    let mut fold = Fold::new(context.lang, false);
    for found in &told.known {
        let place = Location { file: None, line: found.line() };
        fold.add(found, 1, &place, &place, &[]);
    }
    DiagnoseReport { matches: fold.matches(), hints: told.hints, ..DiagnoseReport::default() }
}

impl DiagnoseReport {
    /// 0 where something is known, 1 where nothing is; 2 where a file could not be read.
    pub fn ending(&self) -> Ending {
        let ends = |status, why: String| Ending { status, why: Some(why) };
        if self.interrupted {
            return ends(ExitStatus::Interrupted, stop::words().to_owned());
        }
        if let Some((scan, first)) = self.scanned.as_ref().and_then(|scan| Some((scan, scan.unreadable.first()?))) {
            let more = if scan.unreadable.len() > 1 { format!(" (and {} more)", scan.unreadable.len() - 1) } else { String::new() };
            // What broke off counts as read, and is none of the others.
            let broken = scan.unreadable.iter().filter(|problem| problem.id == logs::BROKEN_OFF).count() as u64;
            let others = if scan.files > broken { "; the rest was read" } else { "" };
            let next = first.hints.first().map_or_else(String::new, |hint| format!("; {hint}"));
            return ends(ExitStatus::Usage, format!("{}{more}{others}{next}", first.message));
        }
        if !self.matches.is_empty() {
            return self.live.as_ref().map_or_else(Ending::good, LiveReport::ending);
        }
        let text = self.subject();
        // The checks may say what is wrong now; the text stays unknown.
        if let Some(live) = &self.live {
            return ends(ExitStatus::Bad, format!("nothing in {text} is known; {}: {}", live.profile, live.message));
        }
        let why = match self.hints.first() {
            Some(hint) if hint.kind == HintKind::Code => {
                format!("nothing in {text} is known, but for the kind of its code {0}: leadctl explain {0}", hint.id)
            }
            Some(hint) if hint.kind == HintKind::Topic => format!("{text} names no error; for what it asks: leadctl explain {}", hint.id),
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
    use crate::core::lang::Lang;

    #[test]
    fn long_and_foreign_texts_are_told_apart() {
        let given = |length: u64| short_or_log(Box::new(std::io::repeat(b'a').take(length)), &Arc::default(), &|_| ()).unwrap();
        assert!(matches!(given(LIMIT as u64), Given::Text(text) if text.len() == LIMIT));
        assert!(matches!(given(LIMIT as u64 + 1), Given::Begun(..)));
        for (bytes, meant) in [(&b"\xFF\xFEa\0\xE9\0"[..], "aé"), (b"a\xE9b", "aéb"), (b"\xC3\xA9a\xFFb", "éa\u{FFFD}b")] {
            assert!(matches!(short_or_log(Box::new(bytes), &Arc::default(), &|_| ()).unwrap(), Given::Text(text) if text == meant));
        }
    }

    #[test]
    fn the_status_says_whether_something_is_known() {
        let of = |text: &str| {
            let told = known::diagnose(text, &Own::default(), Lang::Nl);
            let matches = told.known.iter().map(|found| found.report(Location::default(), Lang::Nl)).collect();
            DiagnoseReport { matches, hints: told.hints, ..DiagnoseReport::default() }
        };
        let known = of("AADSTS90002: Tenant 'x' not found.");
        assert_eq!(known.ending().status, ExitStatus::Good);
        assert_eq!(known.matches[0].title, "De map-id (tenant-id) is niet bekend");
        let unknown = of("the weather is fine");
        assert_eq!(unknown.ending().status, ExitStatus::Bad);
        assert!(unknown.ending().why.is_some_and(|why| why.starts_with("nothing in this text is known")));
    }
}
