//! `leadctl test-lead`: one test lead to each profile, one after the other, and looked for where that is possible.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::cli::test_lead::Args;
use crate::commands::Context;
use crate::commands::handover::{Handover, Watched};
use crate::commands::remedy;
use crate::commands::selected::{self, Prepared};
use crate::commands::validate::first_error;
use crate::config::Resolved;
use crate::core::clock::millis;
use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::error::{Error, Result};
use crate::core::exchange::Asked;
use crate::core::exit::ExitStatus;
use crate::core::lead::{Casing, Lead, Variant};
use crate::core::net::Net;
use crate::core::outcome::Outcome;
use crate::core::profile::Profile;
use crate::core::progress::Event;
use crate::core::report::{Ending, Problem, Report};
use crate::core::stop;
use crate::core::test_lead_report::{DeliveryReport, DryRunReport, PlannedDelivery, PlannedRequest, Sight, Stage, TestLeadReport};

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let file = selected::profile_file(context)?;
    let options =
        DeliveryOptions { casing: args.casing.unwrap_or_default(), create_table: args.create_table, wait: args.wait, cleanup: args.cleanup };
    let mut prepared = selected::prepare(&file, &args.selection, context)?;
    leave_out_or_refuse(&mut prepared, args.selection.all, context)?;
    if args.casing.is_some() && prepared.iter().all(|(profile, _)| profile.destination != "https") {
        context.progress.tell(Event::Note("--casing is for https endpoints; no profile here is one, and it changes nothing"));
    }
    if args.dry_run {
        return dry_run(args, &options, prepared, context).map(Report::DryRun);
    }
    if prepared.iter().any(|(_, resolved)| resolved.is_err()) {
        return Ok(Report::TestLead(TestLeadReport { profiles: withheld(args.variant, prepared, context), ..TestLeadReport::default() }));
    }
    let net = selected::client(context)?;
    let done = Mutex::new(Vec::new());
    let on_its_way = Mutex::new(None);
    let finished = crate::commands::block_on(async {
        let of = prepared.len();
        for (profile, resolved) in prepared {
            context.progress.tell(Event::Started { profile: &profile.name, doing: "sending a test lead to" });
            let report = one(args.variant, &options, profile, resolved, &net, context, &on_its_way).await;
            context.progress.tell(Event::Delivered { report: &report, of });
            locked(&done).push(report);
        }
    })?;
    let mut profiles = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    let interrupted = finished.is_none().then(|| match locked(&on_its_way).take() {
        Some(OnItsWay { report, begun, handover }) => {
            let (profile, marker, handed_over) = (report.profile.clone(), report.marker.clone(), handover.told());
            let became = match handed_over {
                Some(false) => "was not sent".to_owned(),
                Some(true) => format!("was sent: look for {marker} before you send another"),
                None => format!("may have been sent: look for {marker} before you send another"),
            };
            let message = format!("{}; the lead {became}", stop::words());
            profiles.push(DeliveryReport { message, handed_over, duration_ms: millis(begun), ..report });
            format!("{}; the lead to '{profile}' {became}", stop::words())
        }
        None => format!("{}; no lead was on its way", stop::words()),
    });
    Ok(Report::TestLead(TestLeadReport { profiles, interrupted, strict: args.strict, require_verified: args.require_verified }))
}

/// Some destinations take no test lead: `--all` leaves them out and says so; named, they are refused before anything is sent anywhere.
fn leave_out_or_refuse(prepared: &mut Vec<Prepared<'_>>, all: bool, context: &Context) -> Result<()> {
    let why = |profile: &Profile| {
        let why = selected::destination(profile).takes_no_lead()?;
        Some(format!("no test lead can be sent to '{}' ({}): {why}", profile.name, profile.destination))
    };
    let unsendable: Vec<(String, String)> = prepared.iter().filter_map(|(profile, _)| Some((profile.name.clone(), why(profile)?))).collect();
    match unsendable.first() {
        Some((name, why)) if !all || unsendable.len() == prepared.len() => Err(Error::usage("takes-no-test-lead", why.clone())
            .hint(format!("check it with: {}", context.global.command(&format!("leadctl validate {name}"))))),
        _ => {
            for (_, why) in &unsendable {
                context.progress.tell(Event::Note(&format!("left out: {why}")));
            }
            prepared.retain(|(profile, _)| why(profile).is_none());
            Ok(())
        }
    }
}

/// Where one of the profiles can't be used, nothing is sent to the others either: the exit status says so, and a repeat sends nothing twice.
fn withheld(variant: Variant, prepared: Vec<Prepared<'_>>, context: &Context) -> Vec<DeliveryReport> {
    let unusable: Vec<String> = prepared.iter().filter(|(_, resolved)| resolved.is_err()).map(|(profile, _)| format!("'{}'", profile.name)).collect();
    let why = format!("not sent: {} can't be used, and nothing is sent unless it can be sent to all", unusable.join(", "));
    let one = |(profile, resolved): Prepared<'_>| {
        let marker = Lead::test(context.clock.now(), &selected::offer_title(profile), variant).marker;
        let (delivery, error) = match resolved {
            Err(error) => (not_sent(None, error.message.clone()), Some(Problem::from(&error))),
            Ok(_) => (unanswered(Outcome::Skipped, stages(Sight::NotReached, "", ""), why.clone()), None),
        };
        DeliveryReport { error, ..report(profile, marker, delivery) }
    };
    prepared.into_iter().map(one).collect()
}

/// A lead that is being sent just now: what there is to tell of it if the run ends here.
struct OnItsWay {
    report: DeliveryReport,
    begun: Instant,
    handover: Arc<Handover>,
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn one(
    variant: Variant,
    options: &DeliveryOptions,
    profile: &Profile,
    resolved: Result<Resolved>,
    net: &dyn Net,
    context: &Context,
    on_its_way: &Mutex<Option<OnItsWay>>,
) -> DeliveryReport {
    let begun = Instant::now();
    let destination = selected::destination(profile);
    let lead = Lead::test(net.now(), &selected::offer_title(profile), variant);
    let report = |delivery| DeliveryReport { duration_ms: millis(begun), ..report(profile, lead.marker.clone(), delivery) };
    match resolved {
        Err(error) => DeliveryReport { error: Some(Problem::from(&error)), ..report(not_sent(None, error.message.clone())) },
        Ok(resolved) => {
            let findings = destination.lint(&resolved.values, net.now());
            let of_vendor = destination.has_vendors_certificate(&resolved.values);
            let remedy = |delivery: &Delivery| delivery.entry.and_then(|id| remedy::of(id, of_vendor, context.lang));
            if let Some(finding) = first_error(&findings) {
                let delivery = not_sent(finding.entry, finding.message.clone());
                return DeliveryReport { remedy: remedy(&delivery), ..report(delivery) };
            }
            let handover = Arc::new(Handover::default());
            *locked(on_its_way) = Some(OnItsWay { report: report(under_way()), begun, handover: Arc::clone(&handover) });
            let net = Watched { net, marker: &lead.marker, handover: &handover };
            let delivery = destination.deliver(&Order { values: &resolved.values, lead: &lead, options, net: &net }).await;
            *locked(on_its_way) = None;
            DeliveryReport { remedy: remedy(&delivery), handed_over: handover.told(), ..report(delivery) }
        }
    }
}

/// Of a lead that was not handed over; the caller says so where it was, and adds what else it knows.
fn report(profile: &Profile, marker: String, delivery: Delivery) -> DeliveryReport {
    DeliveryReport {
        profile: profile.name.clone(),
        destination: profile.destination.clone(),
        marker,
        handed_over: Some(false),
        accepted: delivery.accepted,
        verified: delivery.verified,
        outcome: delivery.outcome,
        stages: delivery.stages,
        sent: delivery.sent,
        found: delivery.found,
        differences: delivery.differences,
        entry: delivery.entry.map(str::to_owned),
        message: delivery.message,
        answered: delivery.answered,
        remedy: None,
        cleanup: delivery.cleanup,
        notes: delivery.notes,
        error: None,
        place: Some(selected::place(profile)),
        duration_ms: 0,
    }
}

/// One test lead that is deleted again, for a command that wants to know whether the destination works.
pub(super) async fn quietly(profile: &Profile, resolved: Resolved, net: &dyn Net, context: &Context) -> DeliveryReport {
    let options = DeliveryOptions { casing: Casing::default(), create_table: false, wait: Duration::from_secs(60), cleanup: true };
    one(Variant::default(), &options, profile, Ok(resolved), net, context, &Mutex::new(None)).await
}

/// A lead that was never built: its connection details can't work.
fn not_sent(entry: Option<&'static str>, message: String) -> Delivery {
    let stages = stages(Sight::Failed, &message, "");
    Delivery { entry, notes: vec!["nothing was sent".to_owned()], ..unanswered(Outcome::Fail, stages, message) }
}

/// A lead of which no more is known than that it was begun.
fn under_way() -> Delivery {
    unanswered(Outcome::Unknown, stages(Sight::Observed, "", "not known: the run was stopped"), String::new())
}

fn stages(built: Sight, why: &str, rest: &str) -> Vec<Stage> {
    let stage = |stage: &str, state, note: &str| Stage { stage: stage.to_owned(), state, note: note.to_owned() };
    let rest = ["connected", "authorised", "accepted", "found"].map(|name| stage(name, Sight::NotReached, rest));
    std::iter::once(stage("built", built, why)).chain(rest).collect()
}

fn unanswered(outcome: Outcome, stages: Vec<Stage>, message: String) -> Delivery {
    Delivery {
        outcome,
        accepted: false,
        verified: false,
        stages,
        sent: Vec::new(),
        found: None,
        differences: Vec::new(),
        entry: None,
        message,
        answered: None,
        cleanup: None,
        notes: Vec::new(),
    }
}

fn dry_run(args: &Args, options: &DeliveryOptions, prepared: Vec<Prepared<'_>>, context: &Context) -> Result<DryRunReport> {
    let mut profiles = Vec::new();
    for (profile, resolved) in prepared {
        let resolved = resolved?;
        let destination = selected::destination(profile);
        let lead = Lead::test(context.clock.now(), &selected::offer_title(profile), args.variant);
        let planned = destination.plan(&resolved.values, &lead, options).map_err(|why| {
            Error::profile("not-buildable", format!("the request for profile '{}' can't be built: {why}", profile.name))
                .hint(format!("see what is wrong with: {}", context.global.command(&format!("leadctl validate {} --offline", profile.name))))
        })?;
        let shown = |planned: Planned| {
            let Asked { method, url, headers, body, .. } = Asked::of(&planned.request, &context.redactor);
            PlannedRequest { step: planned.step.to_owned(), method: method.to_owned(), url, headers, body }
        };
        let requests = planned.into_iter().map(shown).collect();
        profiles.push(PlannedDelivery {
            profile: profile.name.clone(),
            destination: profile.destination.clone(),
            marker: lead.marker,
            requests,
            notes: destination.spec().assumptions.iter().map(|text| (*text).to_owned()).collect(),
        });
    }
    Ok(DryRunReport { dry_run: true, profiles })
}

impl TestLeadReport {
    /// Which leads are under way or there, and by what they are found; `None` where nothing was sent.
    pub fn sent(&self) -> Option<String> {
        let told: Vec<String> = self
            .profiles
            .iter()
            .filter(|delivery| delivery.handed_over != Some(false))
            .map(|delivery| {
                let verb = if delivery.handed_over == Some(true) { "was" } else { "may have been" };
                format!("the lead to '{}' {verb} sent ({})", delivery.profile, delivery.marker)
            })
            .collect();
        (!told.is_empty()).then(|| told.join(", "))
    }

    pub fn ending(&self) -> Ending {
        if let Some(why) = &self.interrupted {
            return Ending { status: ExitStatus::Interrupted, why: Some(why.clone()) };
        }
        let named = |pick: &dyn Fn(&DeliveryReport) -> bool| {
            let found: Vec<String> =
                self.profiles.iter().filter(|profile| pick(profile)).map(|profile| format!("{}: {}", profile.profile, profile.message)).collect();
            (!found.is_empty()).then(|| found.join("; "))
        };
        if let Some((profile, error)) = self.profiles.iter().find_map(|profile| Some((profile, profile.error.as_ref()?))) {
            let why = format!("nothing was sent: profile '{}' can't be used: {}", profile.profile, error.message);
            return Ending { status: ExitStatus::Usage, why: Some(why) };
        }
        if let Some(failed) = named(&|profile| profile.outcome == Outcome::Fail) {
            return Ending { status: ExitStatus::Bad, why: Some(failed) };
        }
        if let Some(warned) = named(&|profile| profile.outcome == Outcome::Warn).filter(|_| self.strict) {
            return Ending { status: ExitStatus::Bad, why: Some(format!("a warning, and --strict was given: {warned}")) };
        }
        if let Some(unknown) = named(&|profile| profile.outcome == Outcome::Unknown) {
            return Ending { status: ExitStatus::Unknown, why: Some(unknown) };
        }
        if let Some(unverified) = named(&|profile| !profile.verified).filter(|_| self.require_verified) {
            return Ending { status: ExitStatus::Unknown, why: Some(format!("not read back, and --require-verified was given: {unverified}")) };
        }
        Ending::good()
    }
}
