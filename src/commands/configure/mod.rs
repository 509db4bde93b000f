//! `leadctl configure`: makes or changes a profile, from flags, from a paste, or by asking. Nothing is written unless it can work.

mod discover;
mod gather;
mod paste;
mod wizard;

use crate::cli::configure::Args;
use crate::commands::details::{self, Mistake};
use crate::commands::validate::first_error;
use crate::commands::{Context, keep, selected};
use crate::config::{self, NewProfile, ProfileFile, Resolved};
use crate::core::error::{Error, ErrorKind, Result};
use crate::core::finding::Level;
use crate::core::profile::{Profile, Written};
use crate::core::report::{ConfigureReport, Report};
use crate::core::spec::{Field, Spec};
use crate::destinations::Destination;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    let file = selected::profile_file(context)?;
    let mut draft = gather::draft(args, &file, context)?;
    if draft.name.is_some() {
        replacement(&mut draft, context)?;
    }
    if let Some(asker) = &context.ask
        && (draft.asks_for_more() || nothing_given(args))
    {
        wizard::complete(&mut draft, nothing_given(args), &**asker, context)?;
    }
    let Some(destination) = draft.destination else {
        let ids: Vec<&str> = crate::destinations::specs().iter().map(|spec| spec.id).collect();
        return Err(Error::usage("destination-needed", "no destination was named").hint(format!("name one: leadctl configure {}", ids.join(" | "))));
    };
    replacement(&mut draft, context)?;
    draft.inherit();
    let told = discover::fill(&mut draft, destination, context)?;
    if let Some(field) = draft.missing() {
        let mut error = Error::usage("setting-missing", format!("'{}' ({}) is missing", field.key, field.label));
        if let Some(told) = told {
            error = error.hint(told);
        }
        return Err(error
            .hint(format!("give it with --{}, or paste what the portal shows with --from-paste -", field.flag()))
            .hint(format!("where to find it: {}", field.find)));
    }
    if draft.misses_contact_email() {
        return Err(Error::usage("setting-missing", "'contact_email' (the addresses that Microsoft shall write to) is missing")
            .hint("give it with --contact-email, several times or with ';' between the addresses"));
    }
    config::check_name(&draft.name())?;
    common(&draft)?;
    // Nothing is stored, and nothing written, before the values have been looked at.
    let mut warnings = draft.notes.clone();
    warnings.extend(check(destination, &draft, context)?);
    if let Some(asker) = &context.ask {
        draft.offer_store(&**asker, context)?;
    }
    let stored = draft.keep_secrets(context)?;
    let profile = draft.profile();
    let old = file.get(&profile.name);
    let written = match config::save(&file, &profile, &context.env) {
        Ok(written) => written,
        Err(error) => {
            keep::undo(&stored);
            return Err(error);
        }
    };
    if let Some(old) = old {
        let now = selected::profile_file(context)?;
        warnings.extend(keep::forget(old, &now, context).map(|gone| format!("the secret stored before was deleted: {gone}")));
    }
    Ok(Report::Configure(ConfigureReport {
        next: context.global.command(&format!("leadctl validate {}", profile.name)),
        command: command_line(destination.spec(), &profile, context),
        changed: old.is_some(),
        unchanged: !written,
        profile: profile.name,
        destination: profile.destination,
        file: file.path.display().to_string(),
        warnings,
    }))
}

/// What every profile may have, in its form; nowhere a credential that would stand open.
fn common(draft: &gather::Draft<'_>) -> Result<()> {
    for (flag, value) in draft.open() {
        details::refuse_misplaced(&format!("--{flag}"), value)?;
    }
    match details::mistakes(&draft.contact_email, draft.offer.as_deref()).into_iter().next() {
        Some(Mistake { field, message, shape }) => {
            let id = if field == "offer" { "offer" } else { "contact-email" };
            Err(Error::usage(id, format!("--{id}: {message}")).hint(shape))
        }
        None => Ok(()),
    }
}

/// A profile of the draft's name that is for another destination now is not replaced without a word: its connection details go with it.
fn replacement(draft: &mut gather::Draft<'_>, context: &Context) -> Result<()> {
    let Some((old, destination)) = draft.replaced(&draft.name()) else { return Ok(()) };
    let question = question(old, destination.spec(), draft.file, context);
    match &context.ask {
        Some(asker) if asker.confirm(&question, false)? => {
            draft.may_replace = true;
            Ok(())
        }
        Some(_) => Err(Error::declined("nothing was changed")),
        None => {
            let why = format!(
                "profile '{}' is for {}: as one for {} it would lose its connection details",
                old.name,
                old.destination,
                destination.spec().id
            );
            Err(Error::usage("destination-would-change", why)
                .hint("take another name for the new one: --profile NAME")
                .hint(format!("or remove the present one first: {}", context.global.command(&format!("leadctl profile remove {}", old.name))))
                .hint("nothing was changed"))
        }
    }
}

/// Whether one profile may give way to another kind, and what goes with it.
fn question(old: &Profile, new: &Spec, file: &ProfileFile, context: &Context) -> String {
    let stored = if keep::own(old, file, context).is_empty() { "" } else { " and the secret that leadctl stored for it" };
    format!("Profile '{}' is for {} now. Make it one for {}, and delete its connection details{stored}?", old.name, old.destination, new.id)
}

/// Called to be asked: of the profile nothing is given but what it is for.
fn nothing_given(args: &Args) -> bool {
    let settings = args.from_paste.is_some() || !args.settings.0.is_empty();
    !settings && args.contact_email.is_empty() && args.offer.is_none() && args.offer_title.is_none()
}

/// Reads the values as `validate` would, offline; a mistake in them is an error, and nothing is written.
fn check(destination: &'static dyn Destination, draft: &gather::Draft<'_>, context: &Context) -> Result<Vec<String>> {
    let profile = as_profile(&draft.preview(), draft.file);
    // A reference that can't be followed here may work where it is used: in CI, on the server. The others are looked at all the same.
    let (mut unseen, mut notes) = (Vec::new(), Vec::new());
    let resolved = selected::resolve_but(&profile, draft.file, context, &mut |field, error| {
        if error.kind == ErrorKind::Secret && !["secret-bare", "reference-unknown"].contains(&error.id) {
            let why = bare(&error.message);
            notes.push(format!("'{}' could not be looked at now: {why}; leadctl validate does so where the secret is", field.key));
        } else if error.id != "prompt-without-terminal" {
            return Err(refused(error, field, &profile));
        }
        unseen.push(field.key);
        Ok(())
    });
    let mut resolved = resolved.map_err(|error| {
        let wrong =
            destination.spec().fields.iter().find(|field| profile.settings.get(field.key).is_some_and(|one| field.wrong_word(&one.value).is_some()));
        let error = match wrong.filter(|_| error.id == "setting-word-unknown") {
            Some(field) => error.hint(format!("another word in its place: --{} WORD", field.flag())),
            None => error,
        };
        error.hint("nothing was written")
    })?;
    // What is still to be stored stands in the preview as it is.
    resolved.warnings.retain(|(key, _)| !draft.is_to_be_stored(key));
    notes.extend(judge(destination, &resolved, &unseen, context)?);
    Ok(notes)
}

/// The error with the flag that repairs it. What is not in the file yet has no line there.
fn refused(error: Error, field: &Field, profile: &Profile) -> Error {
    let stands = profile.settings.get(field.key).is_some_and(|written| written.line > 0);
    let error = if stands { error } else { Error { message: format!("--{}: {}", field.flag(), bare(&error.message)), ..error } };
    error.hint(format!("another value in its place: --{} env:NAME", field.flag()))
}

/// The warnings; the first mistake as an error. Of what is `unseen` nothing can be said.
fn judge(destination: &'static dyn Destination, resolved: &Resolved, unseen: &[&str], context: &Context) -> Result<Vec<String>> {
    let mut findings = destination.lint(&resolved.values, context.clock.now());
    findings.retain(|finding| !unseen.contains(&finding.field));
    if let Some(first) = first_error(&findings) {
        let mut error = Error::usage("value-malformed", format!("{}: {}", first.field, first.message));
        for other in findings.iter().filter(|finding| finding.level == Level::Error && finding.message != first.message) {
            error = error.hint(format!("also {}: {}", other.field, other.message));
        }
        if let Some(id) = first.entry {
            error = error.hint(format!("more on this: leadctl explain {id}"));
        }
        return Err(error.hint("nothing was written"));
    }
    let stored = resolved.warnings.iter().map(|(_, warning)| warning.clone());
    Ok(stored.chain(findings.into_iter().map(|finding| finding.message)).collect())
}

/// Without the place in front, which a file that is not yet written does not have.
fn bare(message: &str) -> &str {
    message.split_once("): ").map_or(message, |(_, rest)| rest)
}

/// With the lines of what stands in the file already; 0 for the others.
fn as_profile(new: &NewProfile, file: &ProfileFile) -> Profile {
    let old = file.get(&new.name).filter(|old| old.destination == new.destination);
    let written = |(key, value): &(String, String)| {
        let same = old.and_then(|old| old.settings.get(key)).filter(|written| written.value == *value);
        (key.clone(), Written { value: value.clone(), line: same.map_or(0, |written| written.line) })
    };
    Profile {
        name: new.name.clone(),
        destination: new.destination.clone(),
        contact_email: new.contact_email.clone(),
        offer: new.offer.clone(),
        offer_title: new.offer_title.clone(),
        settings: new.settings.iter().map(written).collect(),
        file: file.path.clone(),
        origin: file.origin,
        line: old.map_or(0, |old| old.line),
    }
}

/// The command that does the same without questions; what was stored is named by its reference.
fn command_line(spec: &Spec, profile: &NewProfile, context: &Context) -> String {
    let mut words = vec!["leadctl".to_owned(), "configure".to_owned(), profile.destination.clone(), "--profile".to_owned(), profile.name.clone()];
    if let Some(config) = &context.global.config {
        words.extend(["--config".to_owned(), config.display().to_string()]);
    }
    for field in spec.fields {
        if let Some((_, value)) = profile.settings.iter().find(|(key, _)| key == field.key) {
            let value = if value.starts_with("plain:") { format!("env:{}", field.key.to_uppercase()) } else { value.clone() };
            words.extend([format!("--{}", field.flag()), value]);
        }
    }
    for address in &profile.contact_email {
        words.extend(["--contact-email".to_owned(), address.clone()]);
    }
    for (flag, value) in [("--offer", &profile.offer), ("--offer-title", &profile.offer_title)] {
        if let Some(value) = value {
            words.extend([flag.to_owned(), value.clone()]);
        }
    }
    shell_words::join(words)
}
