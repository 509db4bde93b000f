//! The profiles that a command works on, read and resolved: shared by the commands that use profiles.

use std::sync::Arc;
use std::time::Duration;

use crate::cli::selection::Selection;
use crate::commands::Context;
use crate::config::{self, Leave, ProfileFile, Resolved, Resolver};
use crate::core::ask::Ask;
use crate::core::error::{Error, Result};
use crate::core::profile::Profile;
use crate::core::report::Place;
use crate::core::secret::Secret;
use crate::destinations::{self, Destination};
use crate::transport::{Client, Limits};

/// The profile file in use here.
pub(super) fn profile_file(context: &Context) -> Result<ProfileFile> {
    let found = config::find(context.global.config.as_deref(), &context.cwd, &context.env)?;
    config::read(&found, &destinations::specs())
}

/// The profiles that were asked for: by name, all of them, or the only one.
pub(super) fn select<'a>(file: &'a ProfileFile, selection: &Selection, context: &Context) -> Result<Vec<&'a Profile>> {
    let (typed, named) = (context.global.profile_typed, &context.global.profile);
    if selection.all {
        if typed {
            return Err(Error::usage("profile-and-all", "--profile names a profile, and --all takes every one")
                .hint("leave one of the two out: nothing was done"));
        }
        if file.profiles.is_empty() {
            return Err(no_profiles(file, context));
        }
        for name in &selection.except {
            file.profile(name)?;
        }
        let rest: Vec<&Profile> = file.profiles.iter().filter(|profile| !selection.except.contains(&profile.name)).collect();
        if rest.is_empty() {
            return Err(Error::usage("all-but-all", "--except names every profile, so that none is left").hint("leave one of the names out"));
        }
        return Ok(rest);
    }
    // LEADCTL_PROFILE is for where the command line names none.
    let by_option = if typed || selection.profiles.is_empty() { named.as_slice() } else { &[] };
    let names: Vec<&String> = by_option.iter().chain(&selection.profiles).collect();
    if !names.is_empty() {
        let mut chosen: Vec<&Profile> = Vec::new();
        for name in names {
            let profile = file.profile(name)?;
            // Named twice is still one: nothing is sent twice.
            if !chosen.iter().any(|known| known.name == profile.name) {
                chosen.push(profile);
            }
        }
        return Ok(chosen);
    }
    match file.profiles.as_slice() {
        [] => Err(no_profiles(file, context)),
        [one] => Ok(vec![one]),
        many => {
            let names: Vec<&str> = many.iter().map(|profile| profile.name.as_str()).collect();
            let error = Error::usage("profile-needed", format!("{} has several profiles, and none was named", file.path.display())).at(&file.path, 1);
            Err(if selection.several {
                error.hint(format!("name one or more of: {}", names.join(", "))).hint("or take them all with --all")
            } else {
                error.hint(format!("name one of: {}", names.join(", ")))
            })
        }
    }
}

/// A profile whose references were followed, or why they could not be.
pub(super) type Prepared<'a> = (&'a Profile, Result<Resolved>);

/// The profiles that were asked for, each resolved; one that can't be does not keep the others from it.
pub(super) fn prepare<'a>(file: &'a ProfileFile, selection: &Selection, context: &Context) -> Result<Vec<Prepared<'a>>> {
    let profiles = select(file, selection, context)?;
    Ok(profiles.into_iter().map(|profile| (profile, resolve(profile, file, context))).collect())
}

pub(super) fn no_profiles(file: &ProfileFile, context: &Context) -> Error {
    let error = if file.exists {
        Error::profile("no-profiles", format!("{} holds no profiles yet", file.path.display()))
    } else {
        Error::profile("no-profile-file", format!("there is no profile file yet (looked for {})", file.path.display()))
    };
    error
        .at(&file.path, 1)
        .hint(format!("make a profile with: {}", context.global.command("leadctl configure")))
        .hint("or see it all at work first: leadctl demo")
}

/// The destination of a profile; `config::read` has seen that there is one.
pub(super) fn destination(profile: &Profile) -> &'static dyn Destination {
    destinations::find(&profile.destination).expect("config::read takes only known destinations")
}

/// Follows the profile's secret references. Done before the network runtime starts: keyrings bring their own.
pub(super) fn resolve(profile: &Profile, file: &ProfileFile, context: &Context) -> Result<Resolved> {
    resolve_but(profile, file, context, &mut |_, error| Err(error))
}

/// The profile whose credentials look on others' behalf, resolved; one that can't do so is a wrong call.
pub(super) fn admin(name: &str, file: &ProfileFile, context: &Context) -> Result<Resolved> {
    let profile = file.profile(name)?;
    if destination(profile).takes_admin() {
        return resolve(profile, file, context);
    }
    let kinds: Vec<&str> = destinations::ALL.iter().filter(|one| one.takes_admin()).map(|one| one.spec().id).collect();
    let kinds = kinds.join(" or ");
    let why = format!("--admin-profile: profile '{name}' is for {}, and one for {kinds} is needed", profile.destination);
    let fitting: Vec<&str> = file.profiles.iter().filter(|other| destination(other).takes_admin()).map(|other| other.name.as_str()).collect();
    Err(Error::usage("admin-profile-kind", why).hint(if fitting.is_empty() {
        format!("there is none in {}; make one with: {}", file.path.display(), context.global.command(&format!("leadctl configure {kinds}")))
    } else {
        format!("name one of: {}", fitting.join(", "))
    }))
}

/// The same, with what can't be followed left to `leave`.
pub(super) fn resolve_but(profile: &Profile, file: &ProfileFile, context: &Context, leave: &mut Leave<'_>) -> Result<Resolved> {
    let asker: Option<Arc<dyn Ask>> = context.ask.clone();
    let ask = |label: &str| -> Result<Secret> {
        match &asker {
            Some(asker) => asker.secret(label).map(Secret::new),
            None => Err(Error::usage("prompt-without-terminal", "this secret is to be asked for, and nothing can be asked here")),
        }
    };
    let resolver = Resolver { env: &context.env, redactor: &context.redactor, file, ask: context.can_ask().then_some(&ask) };
    resolver.resolve_but(profile, destination(profile).spec(), leave)
}

/// The network, as the flags and the environment want it.
pub(super) fn client(context: &Context) -> Result<Client> {
    client_within(context, context.global.timeout)
}

/// The same for what may as well fail: it is not waited for long.
pub(super) fn brief_client(context: &Context) -> Result<Client> {
    let brief = Duration::from_secs(5);
    client_within(context, Some(context.global.timeout.map_or(brief, |total| total.min(brief))))
}

fn client_within(context: &Context, total: Option<Duration>) -> Result<Client> {
    Client::new(
        &context.env,
        context.global.ca_cert.as_deref(),
        Limits::with_total(total),
        context.resolver.clone(),
        context.clock.clone(),
        context.progress.clone(),
        context.redactor.clone(),
    )
}

pub(super) fn place(profile: &Profile) -> Place {
    Place { file: profile.file.display().to_string(), line: profile.line }
}

/// The offer's name in the test lead.
pub(super) fn offer_title(profile: &Profile) -> String {
    profile.offer_title.clone().or_else(|| profile.offer.clone()).unwrap_or_else(|| "Contoso Test".to_owned())
}
