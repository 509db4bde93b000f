//! `leadctl profile`: lists, shows, removes, renames; names the file; trusts its commands.

use std::collections::BTreeMap;

use crate::cli::global::Format;
use crate::cli::profile::{Action, Args};
use crate::cli::selection::Selection;
use crate::commands::{Context, keep, selected};
use crate::config::{self, ProfileFile};
use crate::core::error::{Error, Result};
use crate::core::profile::{Origin, Profile};
use crate::core::redact::{carries_key, show_url};
use crate::core::report::{ProfileLine, ProfilesReport, Report};
use crate::core::secret::REDACTED;
use crate::core::spec::Field;

pub fn run(args: &Args, context: &Context) -> Result<Report> {
    if matches!(args.action, Action::Path) {
        let found = config::find(context.global.config.as_deref(), &context.cwd, &context.env)?;
        let path = found.path.display().to_string();
        // For `$(leadctl profile path)` the path alone.
        return Ok(match context.global.format {
            Format::Human => Report::Text(format!("{path}\n")),
            _ => Report::Profiles(ProfilesReport { file: Some(path), ..ProfilesReport::default() }),
        });
    }
    let file = selected::profile_file(context)?;
    match &args.action {
        // Without a file of one's own there is nothing wrong yet; one that was named is missed.
        Action::List if !file.exists && file.origin == Origin::Named => Err(selected::no_profiles(&file, context)),
        Action::List => Ok(Report::Profiles(ProfilesReport { profiles: file.profiles.iter().map(line).collect(), ..ProfilesReport::default() })),
        Action::Show { name } => {
            let profiles = selected::select(&file, &Selection::one(name.as_ref()), context)?;
            Ok(Report::Profiles(ProfilesReport { profiles: profiles.into_iter().map(line).collect(), in_full: true, ..ProfilesReport::default() }))
        }
        Action::Remove { name, yes } => {
            let old = file.profile(name)?;
            let stored = keep::own(old, &file, context);
            let question = format!("Remove profile '{name}' from {}?", file.path.display());
            let about = match stored.is_empty() {
                true => String::new(),
                false => format!(
                    "The secret that leadctl stored for it is deleted with it: {}\nAnother copy of this file that names it could not use it any more.\n",
                    stored.join(", ")
                ),
            };
            consent(context, *yes, &format!("{about}{question}"))?;
            config::remove(&file, name, &context.env)?;
            let left = selected::profile_file(context)?;
            let gone = keep::forget(old, &left, context).map_or_else(String::new, |gone| format!("; its stored secret was deleted: {gone}"));
            done(format!("profile '{name}' was removed from {}{gone}", file.path.display()))
        }
        Action::Rename { from, to } => {
            config::rename(&file, from, to, &context.env)?;
            done(format!("profile '{from}' is now '{to}'"))
        }
        Action::Trust { yes } => trust(&file, *yes, context),
        Action::Path => Ok(Report::Text(format!("{}\n", file.path.display()))),
    }
}

fn done(what: String) -> Result<Report> {
    Ok(Report::Profiles(ProfilesReport { done: Some(what), ..ProfilesReport::default() }))
}

fn trust(file: &ProfileFile, yes: bool, context: &Context) -> Result<Report> {
    let commands = config::commands_in(file);
    if commands.is_empty() {
        return done(format!("{} runs no commands; there is nothing to trust", file.path.display()));
    }
    if file.origin != Origin::Found {
        return done(format!("{} is your own or was named by you: its commands run already", file.path.display()));
    }
    let these = if commands.len() == 1 { "this command" } else { "these commands" };
    let question = format!("{} would run:\n  {}\nLet leadctl run {these}?", file.path.display(), commands.join("\n  "));
    consent(context, yes, &question)?;
    config::trust(file, &context.env)?;
    done(match commands.len() {
        1 => "trusted; a change of this command takes it away again".to_owned(),
        count => format!("trusted; a change of any of these {count} commands takes it away again"),
    })
}

/// Asks, unless the answer is there already; without it this is the end.
pub(super) fn consent(context: &Context, yes: bool, question: &str) -> Result<()> {
    if yes {
        return Ok(());
    }
    match &context.ask {
        None => Err(Error::usage("consent-needed", "this needs your consent, and nothing can be asked here").hint("add --yes")),
        Some(asker) => {
            // What it is about stands above the question, so that a long list does not wrap inside it.
            let (about, question) = question.rsplit_once('\n').unwrap_or(("", question));
            if !about.is_empty() {
                asker.say(about);
            }
            if asker.confirm(question, false)? { Ok(()) } else { Err(Error::declined("nothing was changed")) }
        }
    }
}

fn line(profile: &Profile) -> ProfileLine {
    let destination = selected::destination(profile);
    let mut settings: BTreeMap<String, String> =
        profile.settings.iter().map(|(key, written)| (key.clone(), shown(destination.spec().field(key), &written.value))).collect();
    if !profile.contact_email.is_empty() {
        settings.insert("contact_email".to_owned(), profile.contact_email.join(", "));
    }
    settings.extend(profile.offer.clone().map(|value| ("offer".to_owned(), value)));
    settings.extend(profile.offer_title.clone().map(|value| ("offer_title".to_owned(), value)));
    ProfileLine {
        profile: profile.name.clone(),
        destination: profile.destination.clone(),
        label: destination.spec().label.to_owned(),
        file: profile.file.display().to_string(),
        line: profile.line,
        settings,
    }
}

/// A reference as it is; of a value only what is no secret.
fn shown(field: Option<&Field>, value: &str) -> String {
    match (config::carried_reference(value), url::Url::parse(value)) {
        (Some(reference), _) => reference,
        (None, Ok(url)) if carries_key(&url) => show_url(&url),
        (None, _) if field.is_none_or(|field| field.is_secret(value)) => REDACTED.to_owned(),
        (None, _) => value.to_owned(),
    }
}
