//! `leadctl leads clean`: finds the MSFT_TEST leads, shows them, and deletes them when the user agrees. Never another lead.

use std::ops::ControlFlow;
use std::sync::Mutex;

use crate::cli::leads::clean::Args;
use crate::cli::leads::filter::Filter;
use crate::commands::Context;
use crate::commands::leads::matching::Matcher;
use crate::commands::leads::reading::{self, Take};
use crate::commands::leads::sources::{self, Source};
use crate::commands::selected;
use crate::core::arrived::ArrivedLead;
use crate::core::error::{Error, Result};
use crate::core::leads_report::{LeadsCleanReport, LeadsRead, these_test_leads};
use crate::core::net::Net;
use crate::core::progress::Event;
use crate::core::report::Report;
use crate::core::stored::{Deleted, RawLead, Reading, Skipped};
use crate::render;

/// Test leads that are listed.
const MOST_LISTED: usize = 1000;

/// Test leads that are shown above the question.
const MOST_ASKED: usize = 20;

/// Test leads that one run deletes; the next run takes the rest.
const MOST_DELETED: usize = 100_000;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    if !args.yes && !args.dry_run && !context.can_ask() {
        return Err(Error::usage("consent-needed", "deleting needs your consent, and nothing can be asked here")
            .hint("look first with --dry-run")
            .hint("then add --yes"));
    }
    let file = selected::profile_file(context)?;
    let source = match sources::find_one(&file, args.profile.as_ref(), context)? {
        Ok(source) => source,
        Err(read) => return Ok(Report::LeadsClean(LeadsCleanReport { read, ..LeadsCleanReport::default() })),
    };
    let net = selected::client(context)?;
    let filter = Filter { since: args.since, until: args.until, test: true, ..Filter::default() };
    let matcher = Matcher::new(&filter, context.clock.now())?;
    let mut found = Find { matcher: &matcher, account: source.account(), leads: Vec::new(), keys: Vec::new() };
    let read = crate::commands::block_on(reading::read(&source, &matcher.wanted(), None, &net, context, &mut found))?;
    context.progress.tell(Event::Status(""));
    found.leads.sort_by_key(|lead| std::cmp::Reverse(lead.when()));
    let mut report = LeadsCleanReport {
        found: found.keys.len() as u64,
        leads: found.leads,
        read: found.account,
        dry_run: args.dry_run,
        ..LeadsCleanReport::default()
    };
    match read {
        None => {
            report.interrupted = true;
            report.read.unfinished = true;
        }
        Some(Err(failure)) => report.read.close(failure, context.lang),
        Some(Ok(())) => {}
    }
    if report.interrupted || report.read.stopped.is_some() || args.dry_run || found.keys.is_empty() {
        return Ok(Report::LeadsClean(report));
    }
    if !args.yes {
        confirm(&report, context)?;
    }
    delete(&source, &found.keys, &net, context, report).map(Report::LeadsClean)
}

fn confirm(report: &LeadsCleanReport, context: &Context) -> Result<()> {
    let Some(asker) = &context.ask else { return Ok(()) };
    let shown = &report.leads[..report.leads.len().min(MOST_ASKED)];
    asker.say(&render::lead_table(shown, context.terminal.columns, &context.redactor));
    let more = report.found - shown.len() as u64;
    if more > 0 {
        asker.say(&format!("… and {more} more"));
    }
    let question = format!("Delete {} from {}?", these_test_leads(report.found), report.read.place);
    if asker.confirm(&question, false)? { Ok(()) } else { Err(Error::declined("nothing was deleted")) }
}

fn delete(source: &Source<'_>, keys: &[String], net: &dyn Net, context: &Context, report: LeadsCleanReport) -> Result<LeadsCleanReport> {
    let report = Mutex::new(report);
    let finished = crate::commands::block_on(async {
        let reading = Reading { values: &source.values, net, memo: &source.memo };
        for key in keys {
            let done = source.stored.delete(&reading, key).await;
            let mut report = report.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            match done {
                Ok(Deleted::Now) => report.deleted += 1,
                Ok(Deleted::Before) => report.gone_before += 1,
                Ok(Deleted::Kept(why)) => *report.kept.entry(why.to_owned()).or_default() += 1,
                Err(failure) => {
                    report.failed = Some(sources::problem(failure, context.lang));
                    return;
                }
            }
            context.progress.tell(Event::Status(&format!("… deleting test leads: {} of {}", report.deleted, report.found)));
        }
    })?;
    context.progress.tell(Event::Status(""));
    let mut report = report.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    report.interrupted = finished.is_none();
    Ok(report)
}

struct Find<'a> {
    matcher: &'a Matcher,
    account: LeadsRead,
    leads: Vec<ArrivedLead>,
    keys: Vec<String>,
}

impl Take for Find<'_> {
    fn skip(&mut self, skipped: Vec<Skipped>) {
        self.account.skip(skipped);
    }

    fn row(&mut self, raw: RawLead) -> ControlFlow<()> {
        let lead = ArrivedLead::read(raw);
        // The matcher asks for test leads; that only those are deleted is said here once more.
        if self.account.count(&lead, lead.test && self.matcher.takes(&lead)) && self.keys.len() < MOST_DELETED {
            self.keys.push(lead.key.clone());
            if self.leads.len() < MOST_LISTED {
                self.leads.push(lead);
            }
        }
        ControlFlow::Continue(())
    }
}
