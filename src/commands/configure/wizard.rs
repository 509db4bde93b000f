//! The wizard: asks for what is missing, says at once what is wrong, and goes back when told to.

use crate::commands::configure::discover;
use crate::commands::configure::gather::{Draft, Given, addresses, given, tidied};
use crate::commands::configure::paste::recognise;
use crate::commands::{Context, details};
use crate::config::secrets;
use crate::core::ask::Ask;
use crate::core::error::Result;
use crate::core::finding::Level;
use crate::core::mail::{self, Verdict};
use crate::core::secret::Secret;
use crate::core::spec::{Field, FieldKind, Need};
use crate::core::values::{Value, Values};
use crate::destinations::{self, Destination};

/// What is typed to return to the question before.
const BACK: &str = "<";

const OFFER_TITLE: &str = "Offer's display name";

enum Step {
    Destination,
    Name,
    Field(usize),
    ContactEmail,
    OfferTitle,
    Done,
}

/// Fills the draft by asking. What flags or a paste gave is not asked again; what the profile had, only if `everything` is wanted.
pub(super) fn complete(draft: &mut Draft<'_>, everything: bool, asker: &dyn Ask, context: &Context) -> Result<()> {
    asker.say(&format!("Enter takes the value in brackets, or leaves out what may stay empty; {BACK} goes back to the question before; Ctrl-C leaves everything as it was."));
    let given_destination = draft.destination.is_some();
    let given_name = draft.name.is_some();
    let given_values: Vec<&'static str> = draft.values.iter().map(|(field, _)| field.key).collect();
    let given_email = !draft.contact_email.is_empty();
    let given_title = draft.offer_title.is_some();
    let settled =
        |draft: &Draft<'_>, field: &'static Field| given_values.contains(&field.key) || !everything && given_name && draft.usable(field).is_some();
    let mut step = Step::Destination;
    loop {
        step = match step {
            Step::Destination if given_destination => Step::Name,
            Step::Destination => {
                let chosen = ask_destination(asker)?;
                asker.say(&format!("Microsoft's instructions: {}", chosen.spec().instructions));
                draft.destination = Some(chosen);
                Step::Name
            }
            Step::Name if given_name => Step::Field(0),
            Step::Name => match ask_name(draft, asker, context)? {
                Answer::Back if !given_destination => Step::Destination,
                Answer::Back => Step::Name,
                Answer::Next => Step::Field(0),
            },
            Step::Field(at) => {
                let Some(destination) = draft.destination else { return Ok(()) };
                match destination.spec().fields.get(at) {
                    None => Step::ContactEmail,
                    // What has a good default is not worth a question.
                    Some(field) if settled(draft, field) || !is_asked(field, draft) => Step::Field(at + 1),
                    Some(field) => match ask_field(draft, destination, field, &settled, asker, context)? {
                        Answer::Next => Step::Field(at + 1),
                        Answer::Back if at > 0 => Step::Field(before(at, draft, &settled)),
                        Answer::Back if !given_name => Step::Name,
                        Answer::Back if !given_destination => Step::Destination,
                        Answer::Back => Step::Field(at),
                    },
                }
            }
            Step::ContactEmail if given_email || !asks_contact_email(draft) => Step::OfferTitle,
            Step::ContactEmail => match ask_contact_email(draft, asker)? {
                Answer::Next => Step::OfferTitle,
                Answer::Back if !given_name => Step::Name,
                Answer::Back if !given_destination => Step::Destination,
                Answer::Back => Step::ContactEmail,
            },
            // Where no test lead goes, it would be asked for nothing.
            Step::OfferTitle if given_title || draft.destination.is_some_and(|destination| destination.takes_no_lead().is_some()) => Step::Done,
            Step::OfferTitle => {
                let present = draft
                    .file
                    .get(&draft.name())
                    .and_then(|old| old.offer_title.clone())
                    .filter(|old| details::misplaced_in(OFFER_TITLE, old).is_none());
                asker.say("\nThe offer's display name goes into the test lead, as Marketplace sends it (may stay empty).");
                let title = asker.text(OFFER_TITLE, present.as_deref())?;
                if title.trim() == BACK {
                    let fields = draft.destination.map_or(0, |destination| destination.spec().fields.len());
                    if asks_contact_email(draft) && !given_email { Step::ContactEmail } else { Step::Field(before(fields, draft, &settled)) }
                } else if let Some(problem) = details::misplaced_in(OFFER_TITLE, &title) {
                    asker.say(&format!("  That can't be right: {problem}."));
                    Step::OfferTitle
                } else {
                    draft.offer_title = Some(title.trim().to_owned()).filter(|title| !title.is_empty());
                    Step::Done
                }
            }
            Step::Done => return Ok(()),
        };
    }
}

enum Answer {
    Next,
    Back,
}

/// What has a good default is not worth a question, nor what means nothing beside the answers so far.
fn is_asked(field: &Field, draft: &Draft<'_>) -> bool {
    field.need != Need::Unasked && draft.applies(field) && (field.default.is_none() || matches!(field.kind, FieldKind::Choice(_)))
}

/// The question before this one; what is settled is none.
fn before(at: usize, draft: &Draft<'_>, settled: &dyn Fn(&Draft<'_>, &'static Field) -> bool) -> usize {
    let fields = draft.destination.map_or(&[][..], |destination| destination.spec().fields);
    (0..at).rev().find(|place| is_asked(&fields[*place], draft) && !settled(draft, &fields[*place])).unwrap_or(0)
}

fn ask_destination(asker: &dyn Ask) -> Result<&'static dyn Destination> {
    asker.say("\nWhere shall the leads go? In Partner Center: your offer › Offer setup › Customer leads › Lead destination.");
    let items: Vec<String> =
        destinations::ALL.iter().map(|destination| format!("{} — {}", destination.spec().label, destination.spec().summary)).collect();
    let chosen = asker.choose("Lead destination", &items, 0)?;
    Ok(destinations::ALL[chosen])
}

fn ask_name(draft: &mut Draft<'_>, asker: &dyn Ask, context: &Context) -> Result<Answer> {
    loop {
        draft.may_replace = false;
        draft.left_out.clear();
        let name = asker.text("Name of the profile", Some(&draft.name()))?;
        let name = name.trim();
        if name == BACK {
            return Ok(Answer::Back);
        }
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
            asker.say("Use letters, digits, - and _, such as contoso-prod.");
            continue;
        }
        let old = draft.file.get(name);
        let other = draft.replaced(name);
        let question = match (other, old) {
            (Some((old, destination)), _) => super::question(old, destination.spec(), draft.file, context),
            (None, Some(_)) => format!("There is a profile '{name}' already. Change it?"),
            (None, None) => String::new(),
        };
        if !question.is_empty() && !asker.confirm(&question, false)? {
            asker.say("Choose another name, then.");
            continue;
        }
        draft.may_replace = other.is_some();
        draft.name = Some(name.to_owned());
        return Ok(Answer::Next);
    }
}

fn ask_field(
    draft: &mut Draft<'_>,
    destination: &'static dyn Destination,
    field: &'static Field,
    settled: &dyn Fn(&Draft<'_>, &'static Field) -> bool,
    asker: &dyn Ask,
    context: &Context,
) -> Result<Answer> {
    let chosen = matches!(field.kind, FieldKind::Choice(_));
    let may_be_empty = if field.need == Need::Optional && !chosen { " (may stay empty)" } else { "" };
    asker.say(&format!("\n{}{may_be_empty}\n  Where: {}\n  Looks like: {}", field.label, field.find, field.example));
    if let FieldKind::Choice(words) = field.kind {
        let items: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let now = match draft.get(field.key) {
            Some(Given::Written(value)) => Some(value.as_str()),
            _ => draft.usable(field).or(field.default),
        };
        let chosen = asker.choose(field.label, &items, now.and_then(|now| words.iter().position(|word| *word == now)).unwrap_or(0))?;
        draft.set(field, Given::Written(items[chosen].clone()));
        return Ok(Answer::Next);
    }
    let secret = !field.is_plain();
    if secret {
        asker.say("  Paste it as the portal gives it (it is not shown), or a reference such as env:NAME.");
    }
    // Answered before, or part of what was pasted at another question.
    let earlier = draft.get(field.key).cloned();
    let present = draft.usable(field);
    match (&earlier, present) {
        (Some(given), _) if secret || matches!(given, Given::Value(_)) => asker.say("  Enter keeps what you gave before."),
        (None, Some(present)) => {
            let shown = secrets::parse(present).map_or_else(|| "as it is".to_owned(), |reference| reference.shown());
            asker.say(&format!("  Enter keeps the present value ({shown})."));
        }
        (None, None) => {
            if let Some(why) = draft.present(field.key).and_then(|written| draft.refusal(field, written)) {
                asker.say(&format!("  The present value can't stay: {}.", why.trim_end_matches('.')));
            }
        }
        _ => {}
    }
    let told = if present.is_none() && earlier.is_none() { discover::ask(destination, field.key, draft, context)? } else { None };
    if let Some(told) = &told {
        asker.say(&format!("  Found: {}.", told.note));
    }
    let offered = match &earlier {
        Some(Given::Written(value)) => Some(value.as_str()),
        _ => told.as_ref().map(|told| told.value.as_str()).or(field.default),
    };
    loop {
        let typed = if secret { asker.secret(field.label)? } else { asker.text(field.label, offered)? };
        if typed.trim() == BACK {
            return Ok(Answer::Back);
        }
        if typed.trim().is_empty() {
            if present.is_none() && earlier.is_none() && field.need != Need::Optional {
                asker.say("This one is needed.");
                continue;
            }
            if earlier.is_none() && present.is_none() && draft.present(field.key).is_some() {
                draft.left_out.push(field.key);
            }
            return Ok(Answer::Next);
        }
        if secrets::parse(&typed).is_some() {
            draft.set(field, Given::Written(typed.trim().to_owned()));
            return Ok(Answer::Next);
        }
        if let Some(error) = secrets::no_reference(&typed, field) {
            asker.say(&format!("  That can't be right: {}; {}", error.message, error.hints.join("; ")));
            continue;
        }
        // Pasted with something around it: the value is taken out, as --from-paste would.
        let (mut pasted, mut notes) = match recognise(&typed, Some(destination)) {
            Ok((_, Some(paste))) => (paste.values, paste.notes),
            _ => (Vec::new(), Vec::new()),
        };
        let own = pasted.iter().position(|(key, _)| *key == field.key).map(|at| pasted.swap_remove(at).1);
        let value = own.unwrap_or_else(|| typed.trim().to_owned());
        let value = if field.is_plain() { tidied(destination, field, value, &mut notes) } else { value };
        for note in notes {
            asker.say(&format!("  Note: {note}."));
        }
        if let Some(problem) = look(destination, field, &value, asker, context) {
            asker.say(&format!("  That can't be right: {problem}."));
            continue;
        }
        draft.set(field, given(field, value, context));
        for (key, value) in pasted {
            if let Some(other) = destination.spec().field(key) {
                let behind = destination.spec().fields.iter().skip_while(|one| one.key != field.key).any(|one| one.key == key);
                let is_to_come = behind && is_asked(other, draft) && !settled(draft, other);
                also_found(draft, other, value, is_to_come, asker, context);
            }
        }
        return Ok(Answer::Next);
    }
}

/// What else was in a paste is offered at its own question, if that is to come; else it takes no value's place.
fn also_found(draft: &mut Draft<'_>, field: &'static Field, value: String, is_to_come: bool, asker: &dyn Ask, context: &Context) {
    let kept = match draft.get(field.key) {
        _ if is_to_come => None,
        Some(Given::Written(kept)) => Some(kept.as_str()),
        Some(Given::Value(kept)) => Some(kept.expose()),
        None => draft.usable(field),
    };
    match kept {
        None => {
            asker.say(&format!("  Found in it too: {}.", field.label));
            draft.set(field, given(field, value, context));
        }
        Some(kept) if kept == value => {}
        Some(kept) => {
            let shown = if field.is_plain() { format!(" ({kept})") } else { String::new() };
            asker.say(&format!("  Found in it too: {}. It differs from the one given before{shown}, which stays.", field.label));
        }
    }
}

fn asks_contact_email(draft: &Draft<'_>) -> bool {
    draft.destination.is_some_and(Destination::needs_contact_email)
}

fn ask_contact_email(draft: &mut Draft<'_>, asker: &dyn Ask) -> Result<Answer> {
    asker.say("\nAddresses that Microsoft shall write to\n  Several are separated by ';', as in Partner Center.\n  Looks like: sales@contoso.example;leads@contoso.example");
    let present = draft.file.get(&draft.name()).map(|old| old.contact_email.join(";")).filter(|present| !present.is_empty());
    loop {
        let typed = asker.text("E-mail addresses", present.as_deref())?;
        if typed.trim() == BACK {
            return Ok(Answer::Back);
        }
        let found = addresses(&typed);
        let wrong = found.iter().find_map(|address| match mail::judge(address) {
            Verdict::Wrong(why) => Some(format!("'{address}' is no e-mail address: {why}")),
            Verdict::Good | Verdict::Doubtful(_) => None,
        });
        match wrong {
            Some(problem) => asker.say(&format!("  That can't be right: {problem}.")),
            None => {
                draft.contact_email = found;
                return Ok(Answer::Next);
            }
        }
    }
}

/// Tells warnings, and returns the mistakes in this field.
fn look(destination: &'static dyn Destination, field: &'static Field, value: &str, asker: &dyn Ask, context: &Context) -> Option<String> {
    let mut values = Values::default();
    // Not made known to the redactor: what is refused may be another field's value, pasted at the wrong place.
    values.set(field.key, Value::Secret(Secret::new(value)));
    let findings: Vec<_> = destination.lint(&values, context.clock.now()).into_iter().filter(|finding| finding.field == field.key).collect();
    let errors: Vec<&str> = findings.iter().filter(|finding| finding.level == Level::Error).map(|finding| finding.message.as_str()).collect();
    if !errors.is_empty() {
        return Some(errors.join("; also, "));
    }
    if let Some(problem) = details::misplaced_in(field.label, value).filter(|_| field.is_plain()) {
        return Some(problem);
    }
    for warning in findings {
        asker.say(&format!("  Note: {}.", warning.message));
    }
    None
}
