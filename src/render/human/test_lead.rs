//! `leadctl test-lead` for people: the stages, what was sent beside what was found, and what to do next.

use crate::core::outcome::Outcome;
use crate::core::test_lead_report::{Cleanup, DeliveryReport, DryRunReport, FieldValue, Sight, TestLeadReport};
use crate::core::text::{excerpt, sanitise};
use crate::destinations;
use crate::render::human::validate::{tells_more, would_say};
use crate::render::page::Page;
use crate::render::screen::Look;

pub(crate) fn page(report: &TestLeadReport, look: &Look, page: &mut Page) {
    for delivery in &report.profiles {
        page.blank();
        one(delivery, look, page);
    }
    // What the catalogue has no repair for may be seen by the checks.
    let unexplained = |delivery: &&DeliveryReport| delivery.outcome > Outcome::Warn && delivery.entry.is_none() && delivery.error.is_none();
    let names: Vec<&str> = report.profiles.iter().filter(unexplained).map(|delivery| delivery.profile.as_str()).collect();
    if !names.is_empty() {
        page.next(&look.command(&format!("leadctl validate {}", names.join(" "))));
    }
}

/// One line for a profile that is done.
pub(crate) fn line(delivery: &DeliveryReport, page: &mut Page) {
    page.para(
        &format!("{}  {} ", page.outcome(delivery.outcome), page.bold(&delivery.profile)),
        &format!("({}) {}, {} ms", delivery.destination, sanitise(&delivery.message), delivery.duration_ms),
    );
}

fn one(delivery: &DeliveryReport, look: &Look, page: &mut Page) {
    // Nobody is to search for a lead that never was.
    let marker = if delivery.handed_over == Some(false) { String::new() } else { format!(" · {}", delivery.marker) };
    page.para(&format!("{} ", page.bold(&delivery.profile)), &format!("· {}{marker}", delivery.destination));
    if let Some(error) = &delivery.error {
        page.para(&format!("  {}  ", page.outcome(Outcome::Fail)), &sanitise(&error.message));
        for hint in &error.hints {
            page.para("          → ", hint);
        }
        return;
    }
    for stage in &delivery.stages {
        let (mark, word) = match stage.state {
            Sight::Observed => ('✓', "observed"),
            Sight::Assumed => ('~', "assumed"),
            Sight::Failed => ('✗', "failed"),
            Sight::NotReached => ('–', "not reached"),
        };
        let note = if stage.state == Sight::Failed { String::new() } else { excerpt(&stage.note, 120) };
        page.para(&format!("  {:<10} {mark} {word:<11}  ", stage.stage), &note);
    }
    fields(delivery, look, page);
    page.blank();
    page.sentence(&format!("{}  ", page.outcome(delivery.outcome)), &sanitise(&delivery.message));
    for difference in &delivery.differences {
        page.sentence("  ✗ fail  ", difference);
    }
    if let Some(answered) = delivery.answered.as_ref().filter(|_| delivery.outcome > Outcome::Skipped) {
        page.para(&format!("  {}", page.bold("Answered: ")), &sanitise(answered));
    }
    if let Some(remedy) = &delivery.remedy {
        if let Some(sentence) = &remedy.partner_center {
            page.para(&format!("  {}", page.bold(would_say(remedy.partner_center_inferred))), sentence);
            if let Some(english) = remedy.partner_center_en.as_ref().filter(|english| *english != sentence) {
                page.para(&format!("  {}", page.bold("In English: ")), english);
            }
        }
        page.para(&format!("  {}", page.bold("Cause: ")), &remedy.cause);
        page.raw(&format!("  {}", page.bold("Repair:")));
        page.steps("    ", &remedy.repair);
    }
    if let Some(entry) = delivery.entry.as_ref().filter(|entry| tells_more(entry, delivery.outcome)) {
        page.raw(&format!("  More: leadctl explain {entry}"));
    }
    match delivery.cleanup {
        Some(Cleanup::Deleted) => page.para("  ", "The test lead was deleted again, and seen to be gone."),
        Some(Cleanup::NotPossible) => page.para("  ", "This destination can't be cleaned up from here: delete the test lead where it arrived."),
        Some(Cleanup::Failed) | None => {}
    }
    for note in delivery.notes.iter().filter(|_| !look.quiet) {
        page.sentence("  Note: ", &sanitise(note));
    }
    if look.verbose > 0 {
        assumptions(&delivery.destination, page);
    }
}

fn assumptions(destination: &str, page: &mut Page) {
    let texts = destinations::find(destination).map_or(&[][..], |destination| destination.spec().assumptions);
    if !texts.is_empty() {
        page.raw("  Inferred, not documented:");
    }
    for text in texts {
        page.sentence("    - ", text);
    }
}

/// What was sent beside what was found; without a read-back only when more is asked for.
fn fields(delivery: &DeliveryReport, look: &Look, page: &mut Page) {
    let value = |field: &FieldValue| field.value.as_deref().map_or_else(|| "(null)".to_owned(), |value| excerpt(value, 60));
    let Some(found) = &delivery.found else {
        if look.verbose > 0 && !delivery.sent.is_empty() {
            page.blank();
            page.table(["field", "sent"], delivery.sent.iter().map(|sent| [sanitise(&sent.field), value(sent)]));
        }
        return;
    };
    let is_told = |name: &str| delivery.differences.iter().any(|difference| difference.starts_with(&format!("{name} ")));
    let sent_rows = delivery.sent.iter().map(|sent| {
        let same = found.iter().find(|field| field.field == sent.field);
        let there = match same {
            None => "(missing)".to_owned(),
            Some(field) if field.value == sent.value => "✓ same".to_owned(),
            // What the destination keeps in one case is no difference where it is told of none.
            Some(field) if is_same_but_for_case(field, sent) && !is_told(&field.field) => "✓ same but for case".to_owned(),
            Some(field) => value(field),
        };
        [sanitise(&sent.field), value(sent), there]
    });
    let added = found.iter().filter(|field| !delivery.sent.iter().any(|sent| sent.field == field.field));
    let rows: Vec<[String; 3]> = sent_rows.chain(added.map(|field| [sanitise(&field.field), "(by the service)".to_owned(), value(field)])).collect();
    page.blank();
    page.table(["field", "sent", "found"], rows);
}

fn is_same_but_for_case(one: &FieldValue, other: &FieldValue) -> bool {
    one.value.as_ref().zip(other.value.as_ref()).is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
}

pub(crate) fn dry_run(report: &DryRunReport, look: &Look, page: &mut Page) {
    for profile in &report.profiles {
        page.blank();
        page.para(&format!("{} ", page.bold(&profile.profile)), &format!("· {} · {}", profile.destination, profile.marker));
        for request in &profile.requests {
            page.blank();
            page.raw(&format!("# {}", request.step));
            page.raw(&format!("{} {}", request.method, request.url));
            for (name, value) in &request.headers {
                page.raw(&format!("{name}: {value}"));
            }
            if let Some(body) = &request.body {
                page.raw("");
                page.raw(body);
            }
        }
        if look.verbose > 0 {
            page.blank();
            assumptions(&profile.destination, page);
        }
    }
    page.blank();
    page.para("", "Nothing was sent: this was a dry run.");
}
