//! `leadctl explain`: one catalogue entry in full, or the list of them.

use crate::catalogue::{self, Entry};
use crate::cli::explain::Args;
use crate::commands::Context;
use crate::core::error::{Error, Result};
use crate::core::lang::Lang;
use crate::core::report::{EntryLine, ExplainListReport, ExplainReport, Report};
use crate::core::text::{did_you_mean, excerpt};

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let Some(typed) = &args.id else { return Ok(Report::ExplainList(list(context.lang))) };
    match find(typed) {
        Some(entry) => Ok(Report::Explain(report(entry, context.lang))),
        None => Err(unknown(typed)),
    }
}

/// By id, by the name behind the area, or by a code.
fn find(typed: &str) -> Option<&'static Entry> {
    let typed = typed.trim().to_lowercase();
    let by_name = || {
        let mut named = catalogue::entries().iter().filter(|entry| entry.id.split_once('/').is_some_and(|(_, name)| name == typed));
        named.next().filter(|_| named.next().is_none())
    };
    let by_code = || catalogue::entries().iter().find(|entry| entry.own_codes().any(|code| code.to_lowercase() == typed));
    catalogue::entry(&typed).or_else(by_name).or_else(by_code)
}

fn unknown(typed: &str) -> Error {
    let ids = || catalogue::entries().iter().map(|entry| entry.id);
    let names = || ids().filter_map(|id| id.split_once('/').map(|(_, name)| name));
    let near = did_you_mean(typed, ids()).or_else(|| {
        let name = did_you_mean(typed, names())?;
        ids().find(|id| id.ends_with(name))
    });
    let error = Error::usage("explain-unknown", format!("there is no entry '{}'", excerpt(typed, 80)));
    match near {
        Some(id) => error.hint(format!("did you mean {id}? leadctl explain {id}")),
        None => error.hint("leadctl explain lists all of them; for an error text use leadctl diagnose"),
    }
}

fn report(entry: &'static Entry, lang: Lang) -> ExplainReport {
    let remedy = entry.remedy(lang);
    ExplainReport {
        id: entry.id.to_owned(),
        title: entry.title.get(lang).to_owned(),
        status: entry.status.word().to_owned(),
        partner_center: entry.partner_center(lang).map(str::to_owned),
        cause: remedy.cause,
        repair: remedy.repair,
        field: entry.field.map(str::to_owned),
        codes: entry.codes().map(str::to_owned).collect(),
        links: remedy.links,
        examples: entry.examples.iter().map(str::to_owned).collect(),
        fault: entry.fault.map(str::to_owned),
    }
}

fn list(lang: Lang) -> ExplainListReport {
    let line = |entry: &'static Entry| EntryLine {
        id: entry.id.to_owned(),
        title: entry.title.get(lang).to_owned(),
        status: entry.status.word().to_owned(),
    };
    ExplainListReport { entries: catalogue::entries().iter().map(line).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_id_name_and_code() {
        for typed in ["storage/firewall", "firewall", " Storage/Firewall "] {
            assert_eq!(find(typed).map(|entry| entry.id), Some("storage/firewall"), "{typed}");
        }
        assert_eq!(find("aadsts7000215").map(|entry| entry.id), Some("entra/client-secret-invalid"));
        assert!(find("host-not-found-at-all").is_none());
    }

    #[test]
    fn a_slip_is_named() {
        assert_eq!(unknown("storage/firewal").hints, ["did you mean storage/firewall? leadctl explain storage/firewall"]);
        assert!(unknown("zebra").hints[0].contains("lists all of them"));
    }
}
