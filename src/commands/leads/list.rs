//! `leadctl leads list`: reads every row, keeps as many as are shown.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::cli::leads::list::{Args, SortBy};
use crate::commands::Context;
use crate::commands::leads::matching::Matcher;
use crate::commands::leads::reading::{self, Take};
use crate::commands::leads::sources;
use crate::commands::selected;
use crate::core::arrived::ArrivedLead;
use crate::core::error::Result;
use crate::core::leads_report::{LeadsListReport, LeadsRead};
use crate::core::progress::Event;
use crate::core::report::Report;
use crate::core::stored::{RawLead, Skipped};

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let file = selected::profile_file(context)?;
    let found = sources::find(&file, &args.selection, context)?;
    let net = selected::client(context)?;
    let matcher = Matcher::new(&args.filter, context.clock.now())?;
    // Outside of the work, so that Ctrl-C leaves what was read.
    let kept = Mutex::new((Kept::new(args), Vec::<LeadsRead>::new()));
    let finished = crate::commands::block_on(async {
        for source in found {
            let source = match source {
                Ok(source) => source,
                Err(account) => {
                    locked(&kept).1.push(account);
                    continue;
                }
            };
            locked(&kept).1.push(source.account());
            let mut take = Keep { kept: &kept, matcher: &matcher, profile: &source.profile.name };
            let done = reading::read(&source, &matcher.wanted(), None, &net, context, &mut take).await;
            context.progress.tell(Event::Status(""));
            if let (Err(failure), Some(account)) = (done, locked(&kept).1.last_mut()) {
                account.close(failure, context.lang);
            }
        }
    })?;
    let (kept, mut profiles) = kept.into_inner().unwrap_or_else(PoisonError::into_inner);
    reading::mark_unfinished(finished, &mut profiles);
    let matched = kept.matched;
    let mut leads = kept.into_leads();
    if args.mask {
        leads.iter_mut().for_each(ArrivedLead::mask);
    }
    Ok(Report::LeadsList(LeadsListReport { profiles, leads, matched, interrupted: finished.is_none() }))
}

fn locked<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Keep<'a> {
    kept: &'a Mutex<(Kept, Vec<LeadsRead>)>,
    matcher: &'a Matcher,
    profile: &'a str,
}

impl Take for Keep<'_> {
    fn skip(&mut self, skipped: Vec<Skipped>) {
        if let Some(account) = locked(self.kept).1.last_mut() {
            account.skip(skipped);
        }
    }

    fn row(&mut self, raw: RawLead) -> ControlFlow<()> {
        let mut lead = ArrivedLead::read(raw);
        let mut guard = locked(self.kept);
        let (kept, accounts) = &mut *guard;
        if let Some(account) = accounts.last_mut()
            && account.count(&lead, self.matcher.takes(&lead))
        {
            lead.profile = Some(self.profile.to_owned());
            kept.take(lead);
        }
        ControlFlow::Continue(())
    }
}

/// A place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    text: String,
    when: Option<Timestamp>,
    key: String,
}

impl Ord for Place {
    /// By the text, those without one last; then the newest first; the key makes the order the same every time.
    fn cmp(&self, other: &Self) -> Ordering {
        self.text
            .is_empty()
            .cmp(&other.text.is_empty())
            .then_with(|| self.text.cmp(&other.text))
            .then_with(|| other.when.cmp(&self.when))
            .then_with(|| self.key.cmp(&other.key))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// One of those that are the same, and how many there are.
struct Same {
    place: Place,
    times: u64,
}

/// The leads at the head of the list: no more than are shown, however many there are.
struct Kept {
    leads: BTreeMap<Place, ArrivedLead>,
    /// With --unique: by the identity's hash.
    same: Option<HashMap<u64, Same>>,
    limit: usize,
    sort: SortBy,
    reverse: bool,
    matched: u64,
}

impl Kept {
    fn new(args: &Args) -> Self {
        Kept {
            leads: BTreeMap::new(),
            same: args.unique.then(HashMap::new),
            limit: if args.limit == 0 { usize::MAX } else { args.limit },
            sort: args.sort,
            reverse: args.reverse,
            matched: 0,
        }
    }

    fn take(&mut self, lead: ArrivedLead) {
        let place = self.place(&lead);
        if let Some(same) = &mut self.same {
            let mut hasher = DefaultHasher::new();
            lead.identity().hash(&mut hasher);
            match same.get_mut(&hasher.finish()) {
                None => {
                    same.insert(hasher.finish(), Same { place: place.clone(), times: 1 });
                }
                Some(known) => {
                    known.times += 1;
                    // The newest stands for all of them.
                    if place.when <= known.place.when {
                        return;
                    }
                    self.leads.remove(&known.place);
                    known.place = place.clone();
                    self.insert(place, lead);
                    return;
                }
            }
        }
        self.matched += 1;
        self.insert(place, lead);
    }

    fn insert(&mut self, place: Place, lead: ArrivedLead) {
        self.leads.insert(place, lead);
        if self.leads.len() > self.limit {
            let _ = if self.reverse { self.leads.pop_first() } else { self.leads.pop_last() };
        }
    }

    fn place(&self, lead: &ArrivedLead) -> Place {
        let text = match self.sort {
            SortBy::Time => None,
            SortBy::Offer => lead.offer.as_deref(),
            SortBy::Source => lead.source_name.or(lead.source.as_deref()),
            SortBy::Action => lead.action.as_deref(),
            SortBy::Country => lead.country.as_deref(),
            SortBy::Company => lead.company.as_deref(),
            SortBy::Email => lead.email.as_deref(),
        };
        let key = format!("{} {}", lead.profile.as_deref().unwrap_or_default(), lead.key);
        Place { text: text.unwrap_or_default().to_lowercase(), when: lead.when(), key }
    }

    fn into_leads(self) -> Vec<ArrivedLead> {
        let times: BTreeMap<&Place, u64> = self.same.iter().flat_map(|same| same.values()).map(|same| (&same.place, same.times)).collect();
        let with_times = self.leads.into_iter().map(|(place, mut lead)| {
            lead.times = times.get(&place).copied().unwrap_or(1);
            lead
        });
        let mut leads: Vec<ArrivedLead> = with_times.collect();
        if self.reverse {
            leads.reverse();
        }
        leads
    }
}
