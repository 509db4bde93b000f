//! `leadctl leads tail`: looks again and again, delivers each new lead once and in order, remembers what was delivered.

mod exec;
mod journal;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use crate::cli::global::Format;
use crate::cli::leads::tail::Args;
use crate::commands::Context;
use crate::commands::leads::reading::{self, Take};
use crate::commands::leads::sources::{self, Source};
use crate::commands::selected;
use crate::core::arrived::ArrivedLead;
use crate::core::error::{Error, ErrorKind, Result};
use crate::core::leads_report::LeadsTailReport;
use crate::core::net::Net;
use crate::core::outcome::Outcome;
use crate::core::profile::Profile;
use crate::core::progress::Event;
use crate::core::redact::mask_people;
use crate::core::report::Report;
use crate::core::stored::{RawLead, ReadFailure, Skipped, Wanted};
use crate::core::text::sanitise;
use crate::render::lead_lines;
use exec::{Program, Ran};
use journal::Journal;

/// New leads that are put in order at a time; where there are more, the oldest come first and the rest with the next look.
const BATCH: usize = 2000;

/// While nothing comes, no look is further from the last than this.
const MOST_PAUSE: Duration = Duration::from_secs(60);

/// So much of what is no lead is told one by one.
const MOST_TOLD: usize = 1000;

/// Between two attempts to reach a destination, or to give a program its lead.
const MOST_PATIENCE: Duration = Duration::from_secs(300);

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    if context.global.format == Format::Json {
        fits_a_document(args)?;
    }
    let file = selected::profile_file(context)?;
    let source = match sources::find_one(&file, args.profile.as_ref(), context)? {
        Ok(source) => source,
        Err(read) => {
            return match read.error {
                Some(problem) => Err(Error::profile("profile-unusable", problem.message)),
                None => Ok(Report::LeadsTail(LeadsTailReport { stopped: read.stopped, ..LeadsTailReport::default() })),
            };
        }
    };
    let program = args.exec.as_deref().map(|command| Program::new(command, args.exec_timeout)).transpose()?;
    let name = format!("{} {}", source.profile.name, source.stored.place(&source.values));
    let journal = Journal::open(args.state.as_ref().map(|path| context.cwd.join(path)).as_deref(), &name, args.overlap, context.clock.now())?;
    let net = selected::client(context)?;
    let work = async {
        let (tell, stop) = watch::channel(false);
        let tail =
            Tail { args, context, source: &source, net: &net, program, journal, stop, report: LeadsTailReport::default(), told: Told::default() };
        let mut following = std::pin::pin!(tail.run());
        let interrupted =
            crate::commands::stop_asked().map_err(|error| Error::new(ErrorKind::Bug, "signals", "cannot listen for Ctrl-C").because(error))?;
        let mut interrupted = std::pin::pin!(interrupted);
        tokio::select! {
            done = &mut following => done,
            () = &mut interrupted => {
                // A lead that a program has in hand is waited for.
                let _ = tell.send(true);
                following.await
            }
        }
    };
    crate::commands::block_on_undisturbed(work)?.map(Report::LeadsTail)
}

/// A document is written when all is done: what has no end, or is remembered as delivered before, is for lines.
fn fits_a_document(args: &Args) -> Result<()> {
    let no = |message: &str| Err(Error::usage("leads-tail-format", message).hint("use --format ndjson"));
    if !args.once {
        return no("leads tail has no end, so it can't fill one document")
            .map_err(|error: Error| error.hint("or end with what is there now: --once"));
    }
    if args.state.is_some() && args.exec.is_none() {
        return no("with --state each lead is remembered as it is delivered, and one document is delivered only at the end");
    }
    Ok(())
}

struct Tail<'a> {
    args: &'a Args,
    context: &'a Context,
    source: &'a Source<'a>,
    net: &'a dyn Net,
    program: Option<Program>,
    journal: Journal,
    stop: watch::Receiver<bool>,
    report: LeadsTailReport,
    told: Told,
}

/// What one look brought.
#[derive(Default)]
struct Look {
    new: BTreeMap<(Timestamp, String), ArrivedLead>,
    /// There were more than are put in order at a time.
    more: bool,
    skipped: Vec<Skipped>,
    /// Rows that tell no time at all: they have no place in the order.
    timeless: u64,
}

/// What is said once, and not with every look.
#[derive(Default)]
struct Told {
    no_table: bool,
    timeless: bool,
    /// What was left out.
    skipped: BTreeSet<String>,
}

impl Tail<'_> {
    async fn run(mut self) -> Result<LeadsTailReport> {
        self.follow().await?;
        Ok(self.report)
    }

    async fn follow(&mut self) -> Result<()> {
        if let Some(counted) = self.source.stored.counted() {
            self.context.progress.tell(Event::Note(counted));
        }
        let begun = self.net.now();
        if let Some(since) = self.args.since.filter(|_| self.journal.is_new()) {
            self.journal.begin(since.before(begun))?;
        } else if self.journal.is_new() {
            // By the destination's clock, which is not ours: what is there now is known, and what is not is new.
            let from = begun.saturating_sub(self.args.overlap).unwrap_or(Timestamp::MIN);
            loop {
                let Some(look) = self.look(from).await? else { return Ok(()) };
                for ((at, key), _) in look.new {
                    self.journal.pass(at, &key, begun);
                }
                if !look.more {
                    break;
                }
            }
            self.journal.begin(from)?;
        }
        let mut pause = self.args.interval;
        loop {
            let Some(look) = self.look(self.journal.from()).await? else { return Ok(()) };
            if look.new.is_empty() {
                pause = pause.mul_f64(1.5).min(MOST_PAUSE.max(self.args.interval));
            } else {
                pause = self.args.interval;
            }
            for ((at, key), lead) in look.new {
                if self.deliver(at, &key, lead).await?.is_break() {
                    return Ok(());
                }
            }
            if look.more {
                continue;
            }
            if self.args.once || self.wait(pause).await {
                self.report.interrupted = *self.stop.borrow();
                if !self.report.interrupted {
                    self.tell_none();
                }
                return Ok(());
            }
        }
    }

    /// All that arrived since and is not known; `None` when it is time to end.
    async fn look(&mut self, from: Timestamp) -> Result<Option<Look>> {
        let wanted = Wanted { since: Some(from), action: None };
        let mut patience = self.args.interval.max(Duration::from_secs(1));
        let mut told = false;
        loop {
            let mut take = Sort { journal: &self.journal, from, real: self.args.real, profile: &self.source.profile.name, look: Look::default() };
            let mut stop = self.stop.clone();
            let done = tokio::select! {
                done = reading::read(self.source, &wanted, None, self.net, self.context, &mut take) => done,
                _ = stop.wait_for(|stop| *stop) => {
                    self.report.interrupted = true;
                    return Ok(None);
                }
            };
            self.context.progress.tell(Event::Status(""));
            match done {
                Ok(()) => {
                    let mut look = take.look;
                    self.tell_skipped(std::mem::take(&mut look.skipped));
                    if look.timeless > 0 && !std::mem::replace(&mut self.told.timeless, true) {
                        self.say(&format!("{} rows tell no time and are not followed; leadctl leads list shows them", look.timeless));
                    }
                    return Ok(Some(look));
                }
                // The first lead makes the table.
                Err(failure) if failure.never_any => {
                    if !std::mem::replace(&mut self.told.no_table, true) {
                        self.say(&format!("{}: Marketplace makes it with the first lead", failure.message));
                    }
                    return Ok(Some(Look::default()));
                }
                Err(failure) if failure.outcome == Outcome::Unknown && !self.args.once => {
                    if !told {
                        self.note(&failure);
                        told = true;
                    }
                    if self.wait(patience).await {
                        self.report.interrupted = true;
                        return Ok(None);
                    }
                    patience = (patience * 2).min(MOST_PATIENCE);
                }
                Err(failure) => {
                    self.report.stopped = Some(sources::problem(failure, self.context.lang));
                    return Ok(None);
                }
            }
        }
    }

    /// Says once what is no lead, or none that can be read.
    fn tell_skipped(&mut self, skipped: Vec<Skipped>) {
        for Skipped { key, why } in skipped {
            if self.told.skipped.len() < MOST_TOLD && self.told.skipped.insert(key.clone()) {
                self.context.progress.tell(Event::Note(&format!("left out: {}: {why}", sanitise(&mask_people(&key)))));
            }
        }
    }

    /// One look that brought nothing to somebody who looks on is told, and how to go on; with --state, a run without new leads is an
    /// ordinary one.
    fn tell_none(&self) {
        let for_people = self.context.global.format == Format::Human && self.program.is_none() && self.args.state.is_none();
        if !for_people || self.report.delivered > 0 {
            return;
        }
        let Profile { name, destination, .. } = self.source.profile;
        let typed = |command: &str| self.context.global.command(command);
        let what = if self.args.since.is_some() { "no lead since then" } else { "no new lead; --since 7d shows those of the past week too" };
        self.say(what);
        self.context.progress.tell(Event::Note("If leads should be there:"));
        for way in crate::render::ways_on(name, destination, typed) {
            self.context.progress.tell(Event::Note(&format!("  {way}")));
        }
    }

    fn note(&self, failure: &ReadFailure) {
        self.say(&format!("{}; trying again, less and less often", failure.message));
    }

    fn say(&self, what: &str) {
        self.context.progress.tell(Event::Note(&format!("{}: {what}", self.source.profile.name)));
    }

    /// Waits; true when it is time to end.
    async fn wait(&self, pause: Duration) -> bool {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = self.net.pause(pause) => false,
            _ = stop.wait_for(|stop| *stop) => true,
        }
    }

    async fn deliver(&mut self, at: Timestamp, key: &str, mut lead: ArrivedLead) -> Result<ControlFlow<()>> {
        if *self.stop.borrow() {
            self.report.interrupted = true;
            return Ok(ControlFlow::Break(()));
        }
        if self.args.mask {
            lead.mask();
        }
        let mut line = Vec::new();
        lead_lines::json(&lead, &mut line);
        line.push(b'\n');
        if self.program.is_some() {
            match self.offer(&line).await {
                Ran::Taken => {}
                Ran::Interrupted => {
                    self.report.interrupted = true;
                    return Ok(ControlFlow::Break(()));
                }
                Ran::Refused(why) => match &self.args.dead_letter {
                    None => {
                        let next = if self.args.state.is_some() {
                            "it comes first in the next run"
                        } else {
                            "give --state FILE, so that the next run begins with it"
                        };
                        self.report.refused =
                            Some(format!("the program did not take lead {key} ({why}); {next}, or give --dead-letter FILE to go on without it"));
                        return Ok(ControlFlow::Break(()));
                    }
                    Some(path) => {
                        bury(&self.context.cwd.join(path), &line, &why)?;
                        self.report.dead += 1;
                        self.context.progress.tell(Event::Note(&format!("lead {key} went to {}: {why}", path.display())));
                        self.journal.delivered(at, key, self.net.now())?;
                        return Ok(ControlFlow::Continue(()));
                    }
                },
            }
        } else if self.context.global.format == Format::Json {
            self.report.leads.push(lead);
        } else if let Err(error) = self.show(&lead, &line) {
            // Nobody reads on; any other failure loses a lead if it is not told.
            if error.kind() == std::io::ErrorKind::BrokenPipe {
                return Ok(ControlFlow::Break(()));
            }
            let next =
                if self.args.state.is_some() { "it comes first in the next run" } else { "give --state FILE, so that the next run begins with it" };
            return Err(Error::file("tail-output", format!("can't write lead {key} to standard output")).because(error).hint(next));
        }
        self.journal.delivered(at, key, self.net.now())?;
        self.report.delivered += 1;
        Ok(ControlFlow::Continue(()))
    }

    fn show(&self, lead: &ArrivedLead, line: &[u8]) -> std::io::Result<()> {
        if self.context.global.format == Format::Human {
            return self.context.progress.data(crate::render::lead_line(lead).as_bytes());
        }
        self.context.progress.data(line)
    }

    /// Gives the lead to the program until it takes it or has been asked often enough.
    async fn offer(&self, line: &[u8]) -> Ran {
        let Some(program) = &self.program else { return Ran::Taken };
        let mut pause = Duration::from_secs(1);
        let mut attempt = 0;
        loop {
            match program.run(line, &self.stop).await {
                Ran::Refused(why) if attempt < self.args.retries => {
                    attempt += 1;
                    self.context.progress.tell(Event::Note(&format!(
                        "the program did not take a lead ({why}); attempt {} of {} in {} s",
                        attempt + 1,
                        self.args.retries + 1,
                        pause.as_secs()
                    )));
                    if self.wait(pause).await {
                        return Ran::Interrupted;
                    }
                    pause = (pause * 2).min(MOST_PATIENCE);
                }
                done => return done,
            }
        }
    }
}

/// Appends the lead to the dead-letter file.
fn bury(path: &std::path::Path, line: &[u8], why: &str) -> Result<()> {
    let lead: serde_json::Value = serde_json::from_slice(line).unwrap_or_default();
    let text = format!("{}\n", serde_json::json!({"why": why, "lead": lead}));
    let done = journal::private(path).and_then(|mut file| file.write_all(text.as_bytes()));
    done.map_err(|error| Error::file("dead-letter", format!("can't write {}", path.display())).because(error))
}

struct Sort<'a> {
    journal: &'a Journal,
    from: Timestamp,
    real: bool,
    profile: &'a str,
    look: Look,
}

impl Take for Sort<'_> {
    fn skip(&mut self, skipped: Vec<Skipped>) {
        let room = MOST_TOLD.saturating_sub(self.look.skipped.len());
        self.look.skipped.extend(skipped.into_iter().take(room));
    }

    fn row(&mut self, raw: RawLead) -> ControlFlow<()> {
        let mut lead = ArrivedLead::read(raw);
        let Some(at) = lead.arrived.or(lead.created) else {
            self.look.timeless += 1;
            return ControlFlow::Continue(());
        };
        if at < self.from || self.journal.knows(&lead.key) || self.real && lead.test {
            return ControlFlow::Continue(());
        }
        lead.profile = Some(self.profile.to_owned());
        self.look.new.insert((at, lead.key.clone()), lead);
        if self.look.new.len() > BATCH {
            self.look.new.pop_last();
            self.look.more = true;
        }
        ControlFlow::Continue(())
    }
}
