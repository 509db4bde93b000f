//! `leadctl leads stats`: counts, and one page with charts. Numbers only: no person's data get into either.

use std::collections::{BTreeMap, HashMap};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::cli::leads::stats::Args;
use crate::commands::Context;
use crate::commands::leads::matching::Matcher;
use crate::commands::leads::reading::{self, Take};
use crate::commands::leads::sources;
use crate::commands::selected;
use crate::core::arrived::{ArrivedLead, PersonalData};
use crate::core::error::{Error, Result};
use crate::core::leads_report::{LeadCost, LeadCount, LeadsRead, LeadsStatsReport};
use crate::core::progress::Event;
use crate::core::report::Report;
use crate::core::stored::{RawLead, Skipped};
use crate::render;

/// Different names that are counted each; what is beyond counts as "(more)".
const MOST_NAMES: usize = 5000;

/// Days that the chart goes back.
const MOST_DAYS: i64 = 400;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let file = selected::profile_file(context)?;
    let found = sources::find(&file, &args.selection, context)?;
    let net = selected::client(context)?;
    let now = context.clock.now();
    let matcher = Matcher::new(&args.filter, now)?;
    let counted = Mutex::new((
        Counted { tests_too: args.filter.test, month: now.saturating_sub(SignedDuration::from_hours(24 * 30)).ok(), ..Counted::default() },
        Vec::<LeadsRead>::new(),
    ));
    let finished = crate::commands::block_on(async {
        for source in found {
            let source = match source {
                Ok(source) => source,
                Err(account) => {
                    locked(&counted).1.push(account);
                    continue;
                }
            };
            locked(&counted).0.rate = source.stored.dollars_per_thousand();
            locked(&counted).1.push(source.account());
            let mut take = Count { counted: &counted, matcher: &matcher };
            let done = reading::read(&source, &matcher.wanted(), None, &net, context, &mut take).await;
            context.progress.tell(Event::Status(""));
            if let (Err(failure), Some(account)) = (done, locked(&counted).1.last_mut()) {
                account.close(failure, context.lang);
            }
        }
    })?;
    let (counted, mut profiles) = counted.into_inner().unwrap_or_else(PoisonError::into_inner);
    reading::mark_unfinished(finished, &mut profiles);
    let mut report = counted.report(profiles, args.cost);
    report.interrupted = finished.is_none();
    if let Some(path) = &args.html {
        let path = context.cwd.join(path);
        write(&path, &render::stats_page(&report, now))?;
        report.html = Some(path.display().to_string());
    }
    Ok(Report::LeadsStats(report))
}

/// Replaces the page in one step.
fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let done = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".leadctl-").tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.persist(path)?;
        Ok(())
    };
    done().map_err(|error| Error::unwritable("stats-html", path, &error))
}

fn locked<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Count<'a> {
    counted: &'a Mutex<(Counted, Vec<LeadsRead>)>,
    matcher: &'a Matcher,
}

impl Take for Count<'_> {
    fn skip(&mut self, skipped: Vec<Skipped>) {
        if let Some(account) = locked(self.counted).1.last_mut() {
            account.skip(skipped);
        }
    }

    fn row(&mut self, raw: RawLead) -> ControlFlow<()> {
        let size = raw.size;
        let lead = ArrivedLead::read(raw);
        let mut guard = locked(self.counted);
        let (counted, accounts) = &mut *guard;
        counted.bytes += size;
        if let Some(account) = accounts.last_mut()
            && account.count(&lead, self.matcher.takes(&lead))
        {
            counted.take(&lead);
        }
        ControlFlow::Continue(())
    }
}

#[derive(Default)]
struct Counted {
    tests_too: bool,
    /// When the past 30 days began.
    month: Option<Timestamp>,
    rate: Option<f64>,
    bytes: u64,
    leads: u64,
    test: u64,
    do_not_contact: u64,
    withheld: u64,
    last_month: u64,
    range: Option<(Timestamp, Timestamp)>,
    days: BTreeMap<Date, u64>,
    offers: HashMap<String, u64>,
    sources: HashMap<String, u64>,
    actions: HashMap<String, u64>,
    countries: HashMap<String, u64>,
}

impl Counted {
    fn take(&mut self, lead: &ArrivedLead) {
        self.leads += 1;
        let when = lead.when();
        self.last_month += u64::from(when.is_some_and(|when| self.month.is_some_and(|month| when >= month)));
        if lead.test {
            self.test += 1;
            if !self.tests_too {
                return;
            }
        }
        self.do_not_contact += u64::from(lead.do_not_contact);
        self.withheld += u64::from(lead.personal_data == PersonalData::Withheld);
        if let Some(when) = when {
            let (first, last) = self.range.unwrap_or((when, when));
            self.range = Some((first.min(when), last.max(when)));
            *self.days.entry(TimeZone::UTC.to_datetime(when).date()).or_default() += 1;
        }
        add(&mut self.offers, lead.offer.as_deref().or(lead.offer_id.as_deref()));
        add(&mut self.sources, lead.source_name.or(lead.source.as_deref()));
        add(&mut self.actions, lead.action_words.or(lead.action.as_deref()));
        add(&mut self.countries, lead.country.as_deref());
    }

    fn report(self, profiles: Vec<LeadsRead>, cost: bool) -> LeadsStatsReport {
        let cost = cost.then_some(self.rate).flatten().map(|rate| {
            #[allow(clippy::cast_precision_loss)] // a rule of thumb
            let dollars = self.last_month as f64 / 1000.0 * rate;
            LeadCost {
                stored_bytes: self.bytes,
                leads_a_month: self.last_month,
                dollars_a_month: (dollars * 100.0).round() / 100.0,
                rule: format!("Microsoft's FAQ: 1,000 leads a month cost about {:.0} cents in Azure Storage; the size is what is stored, a table's by its service's published formula", rate * 100.0),
            }
        });
        LeadsStatsReport {
            profiles,
            leads: self.leads,
            test: self.test,
            do_not_contact: self.do_not_contact,
            withheld: self.withheld,
            first: self.range.map(|(first, _)| first.to_string()),
            last: self.range.map(|(_, last)| last.to_string()),
            per_day: per_day(&self.days),
            per_offer: most_first(self.offers),
            per_source: most_first(self.sources),
            per_action: most_first(self.actions),
            per_country: most_first(self.countries),
            cost,
            html: None,
            interrupted: false,
        }
    }
}

fn add(counts: &mut HashMap<String, u64>, name: Option<&str>) {
    let name = name.unwrap_or("(none)");
    if let Some(count) = counts.get_mut(name) {
        *count += 1;
    } else {
        let name = if counts.len() < MOST_NAMES { name } else { "(more)" };
        *counts.entry(name.to_owned()).or_default() += 1;
    }
}

fn most_first(counts: HashMap<String, u64>) -> Vec<LeadCount> {
    let mut counts: Vec<LeadCount> = counts.into_iter().map(|(name, leads)| LeadCount { name, leads }).collect();
    counts.sort_by(|a, b| b.leads.cmp(&a.leads).then_with(|| a.name.cmp(&b.name)));
    counts
}

/// A gap shows as days without leads.
fn per_day(days: &BTreeMap<Date, u64>) -> Vec<LeadCount> {
    let (Some(first), Some(last)) = (days.keys().next(), days.keys().next_back()) else { return Vec::new() };
    let earliest = last.saturating_sub(SignedDuration::from_hours(24 * (MOST_DAYS - 1))).max(*first);
    let mut out = Vec::new();
    let mut day = earliest;
    loop {
        out.push(LeadCount { name: day.to_string(), leads: days.get(&day).copied().unwrap_or(0) });
        match day.tomorrow() {
            Ok(next) if day < *last => day = next,
            _ => return out,
        }
    }
}
