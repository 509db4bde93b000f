//! `leadctl profile`: lists, shows, removes, renames; names the file; trusts its commands.

use std::collections::BTreeMap;

use crate::cli::global::Format;
use crate::cli::profile::{Action, Args};
use crate::cli::selection::Selection;
use crate::commands::{Context, selected};
use crate::config::{self, ProfileFile};
use crate::core::error::{Error, Result};
use crate::core::profile::{Origin, Profile};
use crate::core::redact::{carries_key, show_url};
use crate::core::report::{ProfileLine, ProfilesReport, Report};

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
        Action::List => Ok(Report::Profiles(ProfilesReport { profiles: file.profiles.iter().map(line).collect(), ..ProfilesReport::default() })),
        Action::Show { name } => {
            let selection = Selection { profiles: name.iter().cloned().collect(), all: false };
            let profiles = selected::select(&file, &selection, context)?;
            Ok(Report::Profiles(ProfilesReport { profiles: profiles.into_iter().map(line).collect(), in_full: true, ..ProfilesReport::default() }))
        }
        Action::Remove { name, yes } => {
            file.profile(name)?;
            consent(context, *yes, &format!("Remove profile '{name}' from {}?", file.path.display()))?;
            forget_secrets(&file, name, context);
            config::remove(&file, name)?;
            done(format!("profile '{name}' was removed from {}", file.path.display()))
        }
        Action::Rename { from, to } => {
            config::rename(&file, from, to)?;
            done(format!("profile '{from}' is now '{to}'"))
        }
        Action::Trust { yes } => trust(&file, *yes, context),
        Action::Path => Ok(Report::Text(format!("{}\n", file.path.display()))),
    }
}

fn done(what: String) -> Result<Report> {
    Ok(Report::Profiles(ProfilesReport { done: Some(what), ..ProfilesReport::default() }))
}

/// What `configure` put into the keyring for this profile goes with it; a file is the user's own to delete.
fn forget_secrets(file: &ProfileFile, name: &str, context: &Context) {
    let Ok(profile) = file.profile(name) else { return };
    for written in profile.settings.values() {
        if let Some(entry) = written.value.strip_prefix("keyring:").filter(|entry| entry.starts_with(&format!("{name}/"))) {
            // An entry that is gone already needs no deleting.
            let _ = config::secrets::keyring::delete(entry);
        } else if let Some(path) = written.value.strip_prefix("file:")
            && config::secrets_folder(&context.env).is_some_and(|folder| std::path::Path::new(path).starts_with(folder))
        {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn trust(file: &ProfileFile, yes: bool, context: &Context) -> Result<Report> {
    let commands = config::commands_in(file);
    if commands.is_empty() {
        return done(format!("{} runs no commands; there is nothing to trust", file.path.display()));
    }
    if file.origin != Origin::Found {
        return done(format!("{} is your own or was named by you: its commands run already", file.path.display()));
    }
    context.progress.tell(crate::core::progress::Event::Note(&format!("{} would run:\n  {}", file.path.display(), commands.join("\n  "))));
    consent(context, yes, "Let leadctl run these commands?")?;
    config::trust(file, &context.env)?;
    done(format!("trusted; a change of any of these {} command(s) takes it away again", commands.len()))
}

fn consent(context: &Context, yes: bool, question: &str) -> Result<()> {
    if yes {
        return Ok(());
    }
    match &context.ask {
        None => Err(Error::usage("consent-needed", "this needs your consent, and nothing can be asked here").hint("add --yes")),
        Some(asker) if asker.confirm(question, false)? => Ok(()),
        Some(_) => Err(Error::usage("declined", "nothing was changed")),
    }
}

fn line(profile: &Profile) -> ProfileLine {
    let destination = selected::destination(profile);
    let mut settings: BTreeMap<String, String> = profile
        .settings
        .iter()
        .map(|(key, written)| (key.clone(), config::carried_reference(&written.value).unwrap_or_else(|| shown(&written.value))))
        .collect();
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

fn shown(value: &str) -> String {
    match url::Url::parse(value) {
        Ok(url) if carries_key(&url) => show_url(&url),
        _ => value.to_owned(),
    }
}
