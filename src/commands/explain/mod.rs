//! `leadctl explain`: an entry, a code, a check or a question in full; the list of them, or of one area; the whole catalogue.

mod find;
mod reports;

use self::find::{Found, find, unknown};
use crate::catalogue::own::Own;
use crate::cli::explain::Args;
use crate::commands::{Context, own};
use crate::core::error::{Error, Result};
use crate::core::report::Report;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let lang = context.lang;
    let own = match &args.catalogue {
        Some(folder) => own::read(folder, &context.cwd)?,
        None => Own::default(),
    };
    if args.everything {
        return Ok(Report::ExplainAll(reports::all(&own, lang)));
    }
    if args.id.is_empty() {
        return Ok(Report::ExplainList(reports::list(&own, lang)));
    }
    let typed = &args.id.join(" ");
    if typed.trim().is_empty() {
        return Err(Error::usage("explain-empty", "there is no ID to explain").hint("leadctl explain lists all of them"));
    }
    match find(typed, &own) {
        Some(Found::Entry(entry)) => Ok(Report::Explain(reports::entry(entry, lang))),
        Some(Found::Own(entry)) => Ok(Report::Explain(reports::own(entry, lang))),
        Some(Found::Topic(topic)) => Ok(Report::ExplainTopic(topic.report(lang))),
        Some(Found::Check(check)) => Ok(Report::ExplainCheck(reports::check(check, lang))),
        Some(Found::Code(code)) => Ok(match code.entries().as_slice() {
            [only] => Report::Explain(reports::entry(only, lang)),
            _ => Report::ExplainCode(reports::code(&code, lang)),
        }),
        Some(Found::Area(area)) => Ok(Report::ExplainList(reports::area(area, &own, lang))),
        None => Err(unknown(typed, &own)),
    }
}
