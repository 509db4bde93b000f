//! `leadctl leads watch`: measures each offer's silence; where it is too long, looks at the publisher's own side, to say whose it is.

mod rhythm;
mod side;
mod state;
mod ticket;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::cli::leads::watch::Args;
use crate::cli::selection::Selection;
use crate::commands::Context;
use crate::commands::checking;
use crate::commands::leads::reading::{self, Take};
use crate::commands::leads::sources::{self, Source};
use crate::commands::selected;
use crate::commands::test_lead;
use crate::config::Resolved;
use crate::core::arrived::ArrivedLead;
use crate::core::clock::millis;
use crate::core::error::{Error, Result};
use crate::core::leads_report::LeadsRead;
use crate::core::net::Net;
use crate::core::outcome::Outcome;
use crate::core::profile::Profile;
use crate::core::progress::Event;
use crate::core::report::{Place, Report};
use crate::core::stored::{RawLead, Skipped, Wanted};
use crate::core::text::nearest;
use crate::core::watch_report::{ANY_OFFER, LeadsWatchReport, NO_OFFER, WatchedOffer, WatchedProfile};
use rhythm::{Rhythm, span};
use side::Side;
use state::{Remembered, State};

/// Offers of one profile that are told apart.
const MOST_OFFERS: usize = 1000;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    if !args.except.is_empty() && !args.selection.all {
        let error =
            Error::usage("except-without-all", "--except is for --all: of profiles that are named, those that are not wanted need no mention");
        return Err(error.hint("leave --except out, or give --all in place of names"));
    }
    let file = selected::profile_file(context)?;
    let selection = Selection { except: args.except.clone(), ..args.selection.clone() };
    let found = sources::find(&file, &selection, context)?;
    let mut state = State::open(args.state.as_ref().map(|path| context.cwd.join(path)).as_deref())?;
    let net = selected::client(context)?;
    let mut profiles = Vec::new();
    let finished = crate::commands::block_on(async {
        for source in found {
            match source {
                Ok(source) => profiles.push(one(args, &source, &mut state, &net, context).await),
                Err(read) => {
                    let place = file.profile(&read.profile).ok().map(selected::place);
                    profiles.push(WatchedProfile { place, ..unread(read) });
                }
            }
        }
    })?;
    state.save()?;
    profiles.extend(file.profiles.iter().filter(|profile| args.except.contains(&profile.name)).map(excepted));
    if args.selection.all {
        profiles.sort_by_key(|watched| file.profiles.iter().position(|profile| profile.name == watched.read.profile));
    }
    Ok(Report::LeadsWatch(LeadsWatchReport { profiles, interrupted: finished.is_none() }))
}

/// A profile that nothing was read of.
fn unread(read: LeadsRead) -> WatchedProfile {
    let (outcome, message) = match (&read.left_out, &read.stopped) {
        // That it is silent would go unseen: no good news.
        (Some(why), _) => {
            (Outcome::Unknown, format!("whether leads arrive can't be told: {why}; if it is meant to be left out, add --except {}", read.profile))
        }
        // The profile itself is wrong: leads can't arrive with it either.
        (None, Some(stopped)) => (Outcome::Fail, format!("your side is broken: {}", stopped.message)),
        (None, None) => (Outcome::Fail, "the profile can't be used".to_owned()),
    };
    bare(read, outcome, message, None)
}

/// One that --except names.
fn excepted(profile: &Profile) -> WatchedProfile {
    let why = "left out, as --except says";
    let read =
        LeadsRead { profile: profile.name.clone(), destination: profile.destination.clone(), left_out: Some(why.to_owned()), ..LeadsRead::default() };
    bare(read, Outcome::Skipped, why.to_owned(), Some(selected::place(profile)))
}

fn bare(read: LeadsRead, outcome: Outcome, message: String, place: Option<Place>) -> WatchedProfile {
    WatchedProfile {
        read,
        outcome,
        message,
        offers: Vec::new(),
        other_offers: Vec::new(),
        checks: Vec::new(),
        test_lead: None,
        ticket: None,
        place,
        duration_ms: 0,
    }
}

async fn one(args: &Args, source: &Source<'_>, state: &mut State, net: &dyn Net, context: &Context) -> WatchedProfile {
    let begun = Instant::now();
    let now = net.now();
    let mut take = Gather {
        account: source.account(),
        wanted: args.offer.as_ref().map(|offer| offer.to_lowercase()),
        offers: BTreeMap::new(),
        others: BTreeSet::new(),
    };
    let done = reading::read(source, &Wanted::default(), None, net, context, &mut take).await;
    context.progress.tell(Event::Status(""));
    let mut profile = bare(std::mem::take(&mut take.account), Outcome::Pass, String::new(), Some(selected::place(source.profile)));
    if let Err(failure) = done {
        profile.read.close(failure, context.lang);
    }
    if let Some(stopped) = profile.read.stopped.clone() {
        profile.outcome = stopped.outcome;
        profile.message = match stopped.outcome {
            Outcome::Fail => format!("the leads can't be read: {}", stopped.message),
            _ => format!("whether leads arrive could not be told: {}", stopped.message),
        };
        if stopped.outcome == Outcome::Fail {
            look_at_own_side(args, source, net, context, &mut profile).await;
        }
    } else {
        measure(args, source, &take, state, now, &mut profile);
        if profile.outcome == Outcome::Fail {
            look_at_own_side(args, source, net, context, &mut profile).await;
        }
    }
    profile.duration_ms = millis(begun);
    profile
}

/// Holds each offer's silence against its limit.
fn measure(args: &Args, source: &Source<'_>, gathered: &Gather, state: &mut State, now: Timestamp, profile: &mut WatchedProfile) {
    let place = format!("{} {}", source.profile.name, profile.read.place);
    let seen = &gathered.offers;
    let mut names: Vec<String> = seen.keys().cloned().collect();
    let remembered = || state.offers(&place).filter(|(offer, _)| !seen.contains_key(*offer));
    names.extend(remembered().filter(|(offer, known)| gathered.wants(offer, known.id.as_deref())).map(|(offer, _)| offer.to_owned()));
    if let (true, Some(wanted)) = (names.is_empty(), &args.offer) {
        let others: BTreeSet<&str> = gathered.others.iter().map(String::as_str).chain(remembered().map(|(offer, _)| offer)).collect();
        profile.other_offers = nearest(wanted, others).into_iter().map(str::to_owned).collect();
    }
    if names.is_empty() && !profile.other_offers.is_empty() {
        never_of_it(args, profile);
        return;
    }
    if names.is_empty() {
        let limit = args.max_silence.map(|limit| limit.as_secs());
        profile.outcome = if limit.is_some() { Outcome::Fail } else { Outcome::Unknown };
        let (because, message) = match limit {
            Some(limit) => ("--max-silence".to_owned(), format!("no real lead has ever arrived, and --max-silence is {}", span(limit))),
            None => (String::new(), "no real lead has arrived yet, so there is no rhythm to hold silence against: give --max-silence".to_owned()),
        };
        let offer = args.offer.clone().or_else(|| source.profile.offer_title.clone()).unwrap_or_else(|| ANY_OFFER.to_owned());
        profile.offers.push(WatchedOffer {
            offer,
            outcome: profile.outcome,
            leads: 0,
            last: None,
            silent_seconds: None,
            limit_seconds: limit,
            because,
            message: message.clone(),
        });
        profile.message = message;
        return;
    }
    for name in names {
        let known = Remembered::merge(seen.get(&name).and_then(Rhythm::remembered), state.get(&place, &name));
        let offer = hold(&name, &known, args.max_silence, now);
        state.set(&place, &name, known);
        profile.outcome = profile.outcome.max(offer.outcome);
        profile.offers.push(offer);
    }
    profile.offers.sort_by(|a, b| b.outcome.cmp(&a.outcome).then_with(|| a.offer.cmp(&b.offer)));
    profile.message = gist(&profile.offers, profile.outcome);
}

/// The offer that was asked for may be a new one, and its name may be a slip: leads of others are there.
fn never_of_it(args: &Args, profile: &mut WatchedProfile) {
    /// So many are named in a sentence.
    const NAMED: usize = 3;
    let limit = args.max_silence.map(|limit| limit.as_secs());
    profile.outcome = if limit.is_some() { Outcome::Fail } else { Outcome::Unknown };
    let wanted = args.offer.clone().unwrap_or_default();
    let named: Vec<&str> = profile.other_offers.iter().take(NAMED).map(String::as_str).collect();
    let more = match profile.other_offers.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let named = named.join(", ");
    let told = |which: &str| format!("no real lead is of an offer with {which} in its name or ID; leads are there of {named}{more}");
    profile.message = told(&format!("'{wanted}'"));
    profile.offers.push(WatchedOffer {
        offer: wanted,
        outcome: profile.outcome,
        leads: 0,
        last: None,
        silent_seconds: None,
        limit_seconds: limit,
        because: if limit.is_some() { "--max-silence".to_owned() } else { String::new() },
        message: told("this"),
    });
}

/// All offers in a sentence; the worst come first.
fn gist(offers: &[WatchedOffer], outcome: Outcome) -> String {
    let (Some(worst), true) = (offers.first(), outcome != Outcome::Pass) else { return "leads arrive".to_owned() };
    let others = offers.iter().filter(|offer| offer.outcome == worst.outcome).count() - 1;
    let also = match (others, worst.outcome) {
        (0, _) => String::new(),
        (1, Outcome::Fail) => ", and so is 1 other offer".to_owned(),
        (_, Outcome::Fail) => format!(", and so are {others} other offers"),
        (_, _) => format!(", and {others} more"),
    };
    match worst.message.strip_prefix("silent: ") {
        Some(message) => format!("{} is silent{also}: {message}", worst.words()),
        None => format!("{}{also}: {}", worst.words(), worst.message),
    }
}

fn hold(name: &str, known: &Remembered, limit: Option<Duration>, now: Timestamp) -> WatchedOffer {
    let last = known.last();
    let silent = last.map(|last| u64::try_from(now.duration_since(last).as_secs()).unwrap_or(0));
    let (limit, because) = match limit {
        Some(limit) => (Some(limit.as_secs()), "--max-silence".to_owned()),
        None => known.limit(),
    };
    let (outcome, message) = match (silent, limit) {
        (Some(silent), Some(limit)) if silent > limit => {
            (Outcome::Fail, format!("silent: the last real lead is {} old; the limit is {}", span(silent), span(limit)))
        }
        (Some(silent), Some(limit)) => (Outcome::Pass, format!("the last real lead is {} old; the limit is {}", span(silent), span(limit))),
        (Some(silent), None) => (Outcome::Unknown, format!("the last real lead is {} old; {because}", span(silent))),
        (None, _) => (Outcome::Unknown, format!("no real lead of it tells its time; {because}")),
    };
    WatchedOffer {
        offer: name.to_owned(),
        outcome,
        leads: known.leads,
        last: last.map(|at| at.to_string()),
        silent_seconds: silent,
        limit_seconds: limit,
        because,
        message,
    }
}

/// The checks, and a test lead where that was allowed: is the silence on this side?
async fn look_at_own_side(args: &Args, source: &Source<'_>, net: &dyn Net, context: &Context, profile: &mut WatchedProfile) {
    context.progress.tell(Event::Started { profile: &source.profile.name, doing: "silent; checking" });
    let resolved = Resolved { values: source.values.clone(), warnings: source.warnings.clone() };
    let asked = checking::Asked { offline: false, only: None, admin: None, lang: context.lang };
    let checks = checking::run(selected::destination(source.profile), &resolved, net, &asked, |_| {}).await;
    if let Some(failed) = checks.iter().find(|check| check.outcome == Outcome::Fail) {
        profile.outcome = Outcome::Fail;
        profile.message = format!("your side is broken: {} ({})", failed.message, failed.id);
        profile.checks = checks;
        context.progress.tell(Event::Status(""));
        return;
    }
    let side = Side::of(&checks);
    let works;
    if args.test_lead {
        let delivery = test_lead::quietly(source.profile, resolved, net, context).await;
        works = delivery.accepted && delivery.outcome != Outcome::Fail;
        profile.message = match (works, delivery.outcome) {
            (true, _) => {
                let but = side.but().map_or_else(String::new, |but| format!(", though of the destination's checks {but}"));
                format!("your side works: a test lead arrived in {}{but}; {}", ticket::seconds(delivery.duration_ms), profile.message)
            }
            (false, Outcome::Unknown) => format!("{}; whether your side works could not be told: {}", profile.message, delivery.message),
            (false, _) => format!("your side is broken: a test lead was not taken: {}", delivery.message),
        };
        profile.test_lead = Some(delivery);
    } else {
        profile.message = match side.unclear(&checks) {
            Some(unclear) => format!("{}; whether your side works could not be told: {unclear}", profile.message),
            None => format!("{}; {}", side.words(), profile.message),
        };
        works = side.saw_anything();
    }
    profile.checks = checks;
    context.progress.tell(Event::Status(""));
    if works {
        profile.ticket = Some(ticket::text(source.profile, profile, net.now()));
    }
}

struct Gather {
    account: LeadsRead,
    wanted: Option<String>,
    offers: BTreeMap<String, Rhythm>,
    /// Names of offers that are not wanted.
    others: BTreeSet<String>,
}

impl Gather {
    fn wants(&self, name: &str, id: Option<&str>) -> bool {
        self.wanted.as_ref().is_none_or(|wanted| [Some(name), id].into_iter().flatten().any(|text| text.to_lowercase().contains(wanted)))
    }
}

impl Take for Gather {
    fn skip(&mut self, skipped: Vec<Skipped>) {
        self.account.skip(skipped);
    }

    fn row(&mut self, raw: RawLead) -> ControlFlow<()> {
        let lead = ArrivedLead::read(raw);
        let name = lead.offer.as_deref().or(lead.offer_id.as_deref()).unwrap_or(NO_OFFER);
        let wanted = self.wants(name, lead.offer_id.as_deref());
        if !lead.test && !wanted && self.others.len() < MOST_OFFERS && !self.others.contains(name) {
            self.others.insert(name.to_owned());
        }
        if self.account.count(&lead, wanted && !lead.test)
            && let Some(when) = lead.when()
        {
            if let Some(rhythm) = self.offers.get_mut(name) {
                rhythm.add(when, lead.offer_id.as_deref());
            } else if self.offers.len() < MOST_OFFERS {
                self.offers.entry(name.to_owned()).or_default().add(when, lead.offer_id.as_deref());
            }
        }
        ControlFlow::Continue(())
    }
}
