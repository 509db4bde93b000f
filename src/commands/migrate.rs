//! `leadctl migrate`: stored leads from a withdrawn destination to a living one, each once, whatever happens on the way.
//!
//! The table itself is the only memory: a lead's keys are made from where it lies and what it is, so that a second run finds what the
//! first one did.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use futures_util::{StreamExt, stream};

use crate::cli::migrate::{Action, Args, BlobToTable};
use crate::commands::remedy;
use crate::commands::validate::first_error;
use crate::commands::{Context, profile, selected};
use crate::config::{ProfileFile, Resolved};
use crate::core::clock::millis;
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::net::Net;
use crate::core::outcome::Outcome;
use crate::core::progress::Event;
use crate::core::redact::mask_people;
use crate::core::report::{Ending, MigrateReport, NotCopied, Report, Stopped};
use crate::core::stop;
use crate::core::text::sanitise;
use crate::destinations::azure_blob::stored::{Blob, Stored};
use crate::destinations::azure_table::rows::{Kept, Row, Rows};
use crate::destinations::storage::Failure;

/// What was not copied is listed one by one up to this many; beyond it is counted.
const MOST_LISTED: usize = 10_000;
/// Between two lines of progress.
const MILESTONE: u64 = 1000;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let Action::BlobToTable(args) = &args.action;
    let file = selected::profile_file(context)?;
    let from = end(&file, "--from", &args.from, "azure-blob", context)?;
    let to = end(&file, "--to", &args.to, "azure-table", context)?;
    let stored = Stored::of(&from.values).map_err(|why| unusable(&args.from, &why, context))?;
    let rows = Rows::of(&to.values).map_err(|why| unusable(&args.to, &why, context))?;
    if !args.dry_run {
        let about = format!(
            "The leads in the container {} ('{}') will be copied into the table {} ('{}'). Nothing is deleted, and no lead is copied twice; --dry-run shows beforehand what would be done.",
            stored.container(),
            args.from,
            rows.table(),
            args.to
        );
        profile::consent(context, args.yes, &format!("{about}\nCopy them?"))?;
    }
    let begun = Instant::now();
    let net = selected::client(context)?;
    let report = MigrateReport {
        from: args.from.clone(),
        container: stored.container().to_owned(),
        to: args.to.clone(),
        table: rows.table().to_owned(),
        dry_run: args.dry_run,
        ..MigrateReport::default()
    };
    let work = Work { args, context, net: &net, stored, rows, report: Mutex::new(report) };
    let finished = crate::commands::block_on(work.all())?;
    let mut report = work.report.into_inner().unwrap_or_else(PoisonError::into_inner);
    for list in [&mut report.unreadable, &mut report.refused] {
        list.sort_by(|a, b| (&a.blob, a.lead).cmp(&(&b.blob, b.lead)));
    }
    report.interrupted = finished.is_none();
    report.duration_ms = millis(begun);
    if let Some(Err(ended)) = finished {
        report.stopped = Some(ended.told(context));
    }
    Ok(Report::Migrate(report))
}

/// One end of the migration: a profile of the right kind whose values can work.
fn end(file: &ProfileFile, flag: &str, name: &str, destination: &str, context: &Context) -> Result<Resolved> {
    let profile = file.profile(name)?;
    if profile.destination != destination {
        let those: Vec<&str> =
            file.profiles.iter().filter(|profile| profile.destination == destination).map(|profile| profile.name.as_str()).collect();
        let error = Error::usage(
            "profile-of-another-destination",
            format!("{flag} takes an {destination} profile, and '{name}' is one of {}", profile.destination),
        );
        return Err(match those.is_empty() {
            true => error.hint(format!("make one with: leadctl configure {destination}")),
            false => error.hint(format!("{destination} profiles: {}", those.join(", "))),
        });
    }
    let resolved = selected::resolve(profile, file, context)?;
    let findings = selected::destination(profile).lint(&resolved.values, context.clock.now());
    match first_error(&findings) {
        Some(finding) => Err(unusable(name, &finding.message, context)),
        None => Ok(resolved),
    }
}

fn unusable(name: &str, why: &str, context: &Context) -> Error {
    Error::profile("profile-unusable", format!("profile '{name}' can't work: {why}"))
        .hint(format!("look closer with: {}", context.global.command(&format!("leadctl validate {name}"))))
}

/// Which end something happened at.
#[derive(Clone, Copy)]
enum At {
    From,
    To,
}

/// The end of the whole run before its end.
struct Ended {
    at: At,
    failure: Failure,
}

impl At {
    fn ended(self, failure: Failure) -> Ended {
        Ended { at: self, failure }
    }
}

impl Ended {
    fn told(self, context: &Context) -> Stopped {
        let Failure { outcome, entry, message, answered, .. } = self.failure;
        Stopped {
            outcome,
            at: match self.at {
                At::From => "from".to_owned(),
                At::To => "to".to_owned(),
            },
            message,
            answered: (!answered.is_empty()).then_some(answered),
            entry: entry.map(str::to_owned),
            remedy: entry.and_then(|id| remedy::of(id, true, context.lang)),
        }
    }
}

struct Work<'a> {
    args: &'a BlobToTable,
    context: &'a Context,
    net: &'a dyn Net,
    stored: Stored,
    rows: Rows,
    /// What is known so far: shown also when Ctrl-C comes.
    report: Mutex<MigrateReport>,
}

impl Work<'_> {
    fn report(&self) -> MutexGuard<'_, MigrateReport> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn all(&self) -> std::result::Result<(), Ended> {
        // The container first: with a wrong key no table is made.
        let mut page = self.stored.page(None, self.net).await.map_err(|failure| At::From.ended(failure))?;
        self.table().await?;
        loop {
            self.page(&page.blobs).await?;
            let Some(marker) = page.next else { return Ok(()) };
            page = self.stored.page(Some(&marker), self.net).await.map_err(|failure| At::From.ended(failure))?;
        }
    }

    async fn table(&self) -> std::result::Result<(), Ended> {
        let there = self.rows.is_there(self.net).await.map_err(|failure| At::To.ended(failure))?;
        self.report().table_exists = Some(there);
        if there || self.args.dry_run {
            return Ok(());
        }
        if self.args.create_table {
            return self.rows.make(self.net).await.map_err(|failure| At::To.ended(failure));
        }
        Err(At::To.ended(Failure {
            outcome: Outcome::Fail,
            entry: Some("storage/table-not-found"),
            message: format!("the table {} does not exist, and leadctl makes it only when told to: add --create-table", self.rows.table()),
            code: String::new(),
            answered: String::new(),
        }))
    }

    /// The blobs of one page, several side by side. After a failure no further one is begun, and those that are under way are ended well.
    async fn page(&self, blobs: &[Blob]) -> std::result::Result<(), Ended> {
        let ended: Mutex<Option<Ended>> = Mutex::new(None);
        let locked = || ended.lock().unwrap_or_else(PoisonError::into_inner);
        let works = stream::iter(blobs).map(|blob| async {
            if locked().is_some() {
                return;
            }
            match self.blob(blob).await {
                Ok(()) => self.tell(),
                Err(why) => drop(locked().get_or_insert(why)),
            }
        });
        works.buffer_unordered(usize::from(self.args.jobs)).collect::<()>().await;
        ended.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
    }

    async fn blob(&self, blob: &Blob) -> std::result::Result<(), Ended> {
        let content = self.stored.leads(blob, self.net).await.map_err(|failure| At::From.ended(failure))?;
        // A name may be a person's, as the leads are.
        let name = sanitise(&mask_people(&blob.name));
        for piece in content.unreadable {
            self.list(NotCopied { blob: name.clone(), lead: piece.lead, reason: piece.reason }, |report| &mut report.unreadable);
        }
        let several = content.leads.len() > 1;
        for (place, lead) in content.leads.iter().enumerate() {
            self.report().leads += 1;
            let kept = match Row::of(lead) {
                Err(why) => Kept::Refused(why),
                Ok(row) if self.args.dry_run => {
                    let there = self.report().table_exists == Some(true);
                    let has = there && self.rows.has(&row, self.net).await.map_err(|failure| At::To.ended(failure))?;
                    if has { Kept::AlreadyThere } else { Kept::New }
                }
                Ok(row) => self.rows.keep(&row, self.net).await.map_err(|failure| At::To.ended(failure))?,
            };
            match kept {
                Kept::New if self.args.dry_run => self.report().to_copy += 1,
                Kept::New => self.report().copied += 1,
                Kept::AlreadyThere => self.report().already_there += 1,
                Kept::Refused(reason) => {
                    self.list(NotCopied { blob: name.clone(), lead: several.then_some(place + 1), reason }, |report| &mut report.refused);
                }
            }
        }
        self.report().blobs += 1;
        Ok(())
    }

    fn list(&self, item: NotCopied, list: impl Fn(&mut MigrateReport) -> &mut Vec<NotCopied>) {
        let mut report = self.report();
        if report.unreadable.len() + report.refused.len() < MOST_LISTED {
            list(&mut report).push(item);
        } else {
            report.unlisted += 1;
        }
    }

    fn tell(&self) {
        let text = {
            let report = self.report();
            let done = if self.args.dry_run { format!("{} to copy", report.to_copy) } else { format!("{} copied", report.copied) };
            (report.blobs, format!("{} blobs read, {done}, {} already there, {} not read", report.blobs, report.already_there, report.not_copied()))
        };
        let milestone = text.0.is_multiple_of(MILESTONE);
        if milestone || text.0.is_multiple_of(20) {
            self.context.progress.tell(Event::Counted { text: &text.1, milestone });
        }
    }
}

impl MigrateReport {
    /// Blobs, or leads in them, that stayed behind.
    pub fn not_copied(&self) -> u64 {
        (self.unreadable.len() + self.refused.len()) as u64 + self.unlisted
    }

    pub fn ending(&self) -> Ending {
        let done = if self.dry_run { format!("{} to copy", self.to_copy) } else { format!("{} copied", self.copied) };
        if self.interrupted {
            let why = format!("{}: {done} so far; run it again to go on, no lead is copied twice", stop::words());
            return Ending { status: ExitStatus::Interrupted, why: Some(why) };
        }
        if let Some(stopped) = &self.stopped {
            let status = if stopped.outcome == Outcome::Unknown { ExitStatus::Unknown } else { ExitStatus::Bad };
            let name = if stopped.at == "from" { &self.from } else { &self.to };
            return Ending { status, why: Some(format!("ended early at '{name}', {done} so far: {}", stopped.message)) };
        }
        match self.not_copied() {
            0 => Ending::good(),
            left => {
                let verb = if self.dry_run { "can't be copied" } else { "could not be copied" };
                Ending { status: ExitStatus::Bad, why: Some(format!("{left} of what is stored {verb}: it stays in the container")) }
            }
        }
    }
}
