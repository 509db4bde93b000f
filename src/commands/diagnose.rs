//! `leadctl diagnose`: one pasted text, matched to the catalogue.

use std::io::Read;
use std::path::Path;

use crate::catalogue::{self, Diagnosis, Match};
use crate::cli::diagnose::Args;
use crate::commands::Context;
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::lang::Lang;
use crate::core::report::{DiagnoseReport, Ending, HintReport, Location, MatchReport, Report};

/// The longest text that is read as one paste.
const LIMIT: usize = 256 * 1024;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let (text, file) = text(args, context)?;
    let text = catalogue::text_of_mail(&text).unwrap_or(text);
    if text.trim().is_empty() {
        return Err(
            Error::usage("diagnose-empty", "there is no text to diagnose").hint("paste the error: leadctl diagnose \"Could not save the lead …\"")
        );
    }
    Ok(Report::Diagnose(report(&catalogue::diagnose(&text), file.as_deref(), context.lang)))
}

/// The text to diagnose, and the file that it is from.
fn text(args: &Args, context: &Context) -> Result<(String, Option<String>)> {
    if let Some(path) = &args.file {
        let file = open(&context.cwd.join(path), path)?;
        return Ok((read(file, &format!("'{}'", path.display()))?, Some(path.display().to_string())));
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
    if from_stdin {
        let mut stdin = context.stdin.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        return Ok((read(&mut *stdin, "standard input")?, None));
    }
    Ok((args.error.join(" "), None))
}

fn open(path: &Path, shown: &Path) -> Result<std::fs::File> {
    std::fs::File::open(path).map_err(|error| Error::file("diagnose-file", format!("can't read '{}'", shown.display())).because(error))
}

/// At most [`LIMIT`] bytes; what is no UTF-8 is replaced.
fn read(from: impl Read, name: &str) -> Result<String> {
    let mut bytes = Vec::new();
    from.take(LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(|error| Error::file("diagnose-read", format!("can't read {name}")).because(error))?;
    if bytes.len() > LIMIT {
        return Err(Error::usage("diagnose-too-long", format!("{name} is longer than 256 KiB, the most that is read as one error text"))
            .hint("pass only the lines around the error, such as: tail -n 200 FILE | leadctl diagnose -"));
    }
    Ok(decode(&bytes))
}

/// UTF-8, or UTF-16 with a byte order mark, which is how Windows PowerShell writes files.
fn decode(bytes: &[u8]) -> String {
    let wide = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn report(diagnosis: &Diagnosis, file: Option<&str>, lang: Lang) -> DiagnoseReport {
    let hint = |entry: &&'static catalogue::Entry| HintReport { id: entry.id.to_owned(), title: entry.title.get(lang).to_owned() };
    DiagnoseReport {
        matches: diagnosis.matches.iter().map(|found| match_report(found, file, lang)).collect(),
        hints: diagnosis.hints.iter().map(hint).collect(),
    }
}

fn match_report(found: &Match, file: Option<&str>, lang: Lang) -> MatchReport {
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
        partner_center: entry.partner_center(lang).map(str::to_owned),
        checks: entry.checks.iter().map(str::to_owned).collect(),
        location: Location { file: file.map(str::to_owned), line: found.line },
    }
}

impl DiagnoseReport {
    /// 0 where something is known, 1 where nothing is.
    pub fn ending(&self) -> Ending {
        if !self.matches.is_empty() {
            return Ending::good();
        }
        let why = match self.hints.first() {
            Some(hint) => format!("nothing in this text is known for sure; the nearest entry is {0}: leadctl explain {0}", hint.id),
            None => "nothing in this text is known; paste the whole message with the lines around it, or run leadctl validate to find the cause"
                .to_owned(),
        };
        Ending { status: ExitStatus::Bad, why: Some(why) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_foreign_texts_are_told_apart() {
        assert!(read(std::io::repeat(b'a').take(LIMIT as u64), "x").is_ok());
        let error = read(std::io::repeat(b'a').take(LIMIT as u64 + 1), "standard input").unwrap_err();
        assert!(error.message.contains("256 KiB"), "{}", error.message);
        assert_eq!(decode(b"\xFF\xFEa\0\xE9\0"), "aé");
        assert_eq!(decode(b"a\xFFb"), "a\u{FFFD}b");
    }

    #[test]
    fn the_status_says_whether_something_is_known() {
        let known = report(&catalogue::diagnose("AADSTS90002: Tenant 'x' not found."), None, Lang::Nl);
        assert_eq!(known.ending().status, ExitStatus::Good);
        assert_eq!(known.matches[0].title, "De map-id (tenant-id) is niet bekend");
        let unknown = report(&catalogue::diagnose("the weather is fine"), None, Lang::En);
        assert_eq!(unknown.ending().status, ExitStatus::Bad);
        assert!(unknown.ending().why.is_some_and(|why| why.starts_with("nothing in this text is known")));
    }
}
