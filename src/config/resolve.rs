//! From a profile as written to values to work with: every secret reference followed, every secret made known to the redactor.

use crate::config::read::ProfileFile;
use crate::config::secrets::{self, Reference, Surroundings};
use crate::config::trust::is_trusted;
use crate::core::error::{Error, ErrorKind, Result};
use crate::core::io::Env;
use crate::core::profile::{Origin, Profile};
use crate::core::redact::{Redactor, misplaced};
use crate::core::secret::Secret;
use crate::core::spec::{Field, Spec};
use crate::core::values::{Value, Values};

/// Asks for a secret at the terminal, by its name.
pub type Ask<'a> = &'a dyn Fn(&str) -> Result<Secret>;

/// Whether to go on without this setting.
pub type Leave<'a> = dyn FnMut(&'static Field, Error) -> Result<()> + 'a;

/// What references are followed with.
pub struct Resolver<'a> {
    pub env: &'a Env,
    pub redactor: &'a Redactor,
    pub file: &'a ProfileFile,
    /// `None` where nothing may be asked.
    pub ask: Option<Ask<'a>>,
}

/// A profile's values, and what deserves a look about where they are kept.
pub struct Resolved {
    pub values: Values,
    /// Key and warning.
    pub warnings: Vec<(&'static str, String)>,
}

impl Resolver<'_> {
    pub fn resolve(&self, profile: &Profile, spec: &'static Spec) -> Result<Resolved> {
        self.resolve_but(profile, spec, &mut |_, error| Err(error))
    }

    /// The same, with a reference that can't be followed left to `leave`: what it lets pass has no value.
    pub fn resolve_but(&self, profile: &Profile, spec: &'static Spec, leave: &mut Leave<'_>) -> Result<Resolved> {
        let mut resolved = Resolved { values: Values::default(), warnings: Vec::new() };
        let setting = |key: &str| spec.setting(key, |key| profile.settings.get(key).map(|written| written.value.clone()));
        for field in spec.fields {
            match profile.settings.get(field.key) {
                Some(written) => {
                    if let Some(wrong) = field.wrong_word(&written.value) {
                        let at = format!("{}:{}", profile.file.display(), written.line);
                        return Err(Error::profile("setting-word-unknown", format!("{at}: profile '{}', '{}': {wrong}", profile.name, field.key)));
                    }
                    let at = format!("{}:{} ({}.{})", profile.file.display(), written.line, profile.name, field.key);
                    match self.follow(profile, field, &written.value, &mut resolved.warnings) {
                        Ok(value) => resolved.values.set(field.key, value),
                        Err(error) => leave(field, place(error, &at))?,
                    }
                }
                None => match field.default {
                    Some(default) => resolved.values.set(field.key, Value::Text(default.to_owned())),
                    None if field.is_required(setting) => return Err(missing(profile, spec, field)),
                    None => {}
                },
            }
        }
        resolved.warnings.extend(misplaced_in(profile, spec));
        if !profile.contact_email.is_empty() {
            resolved.values.set("contact_email", Value::Text(profile.contact_email.join(";")));
        }
        Ok(resolved)
    }

    fn follow(&self, profile: &Profile, field: &'static Field, written: &str, warnings: &mut Vec<(&'static str, String)>) -> Result<Value> {
        // An ordinary setting is taken as it stands: what came by reference would be shown with it.
        let Some(reference) = secrets::parse(written).filter(|_| !field.is_plain()) else {
            if let Some(error) = secrets::no_reference(written, field) {
                return Err(error);
            }
            return if field.is_secret(written) {
                let secret = Secret::new(written);
                self.redactor.learn(&secret);
                if field.is_bare_secret(written) { Err(secrets::bare_value(field, written)) } else { Ok(Value::Secret(secret)) }
            } else {
                Ok(Value::Text(written.to_owned()))
            };
        };
        if matches!(reference, Reference::Command(_)) && profile.origin == Origin::Found && !is_trusted(self.file, self.env) {
            return Err(Error::secret(
                "command-not-trusted",
                format!("'command:' is not run from a {} that was merely found in a folder", crate::config::FILE_NAME),
            )
            .hint("look at its commands and allow them with: leadctl profile trust")
            .hint("or name the file yourself with --config FILE"));
        }
        if let Some(warning) = secrets::storage_warning(&reference, field, &self.surroundings(profile)) {
            warnings.push((field.key, warning));
        }
        let secret = match (&reference, self.ask) {
            (Reference::Prompt, Some(ask)) => ask(&format!("{} ({})", field.label, profile.name))?,
            (Reference::Prompt, None) => {
                return Err(Error::usage("prompt-without-terminal", "this secret is to be asked for, and nothing can be asked here")
                    .hint("run it at a terminal without --no-input, or keep the secret as env:NAME, file:PATH, keyring:ENTRY or command:…"));
            }
            _ => secrets::follow(&reference, &self.surroundings(profile))?,
        };
        if secret.expose().trim().is_empty() {
            return Err(Error::secret("secret-empty", format!("the secret behind '{}' is empty", reference.shown())));
        }
        if matches!(reference, Reference::Plain(_)) && !field.is_secret(secret.expose()) {
            // It stands in the file, and carries no key: an ordinary setting.
            return Ok(Value::Text(secret.expose().to_owned()));
        }
        // Whoever keeps a URL out of the file means it to be kept, whether or not it looks like carrying a key.
        self.redactor.learn(&secret);
        Ok(Value::Secret(secret))
    }

    fn surroundings<'a>(&'a self, profile: &'a Profile) -> Surroundings<'a> {
        Surroundings { env: self.env, folder: profile.file.parent().unwrap_or(std::path::Path::new(".")) }
    }
}

/// The settings that are no secrets and look like one, which a file written by hand may have; with a warning each.
fn misplaced_in(profile: &Profile, spec: &'static Spec) -> Vec<(&'static str, String)> {
    let plain = spec.fields.iter().filter(|field| field.is_plain());
    let settings = plain.filter_map(|field| Some((field.key, profile.settings.get(field.key)?.value.as_str())));
    let common = [("offer", profile.offer.as_deref()), ("offer_title", profile.offer_title.as_deref())];
    let addresses = profile.contact_email.iter().map(|address| ("contact_email", address.as_str()));
    let all = settings.chain(common.into_iter().filter_map(|(key, value)| Some((key, value?)))).chain(addresses);
    let warned = |(key, value): (&'static str, &str)| {
        let look = misplaced(value)?;
        Some((
            key,
            format!(
                "'{key}' stands open in the profile file, and looks like {look}; put there what belongs there, and renew the secret if it is one"
            ),
        ))
    };
    all.filter_map(warned).collect()
}

/// The scheme of a reference (`env`, `plain` …) as it may be shown; `None` for an ordinary value.
pub fn carried_reference(written: &str) -> Option<String> {
    secrets::parse(written).map(|reference| reference.shown())
}

fn place(mut error: Error, at: &str) -> Error {
    error.message = format!("{at}: {}", error.message);
    if error.kind == ErrorKind::Usage { error } else { Error { kind: ErrorKind::Secret, ..error } }
}

fn missing(profile: &Profile, spec: &Spec, field: &Field) -> Error {
    let file = match profile.origin {
        Origin::Named => format!(" --config {}", shell_words::quote(&profile.file.display().to_string())),
        Origin::Found | Origin::User => String::new(),
    };
    Error::profile(
        "setting-missing",
        format!("{}:{}: profile '{}' has no '{}' ({})", profile.file.display(), profile.line, profile.name, field.key, field.label),
    )
    .hint(format!("where to find it: {}", field.find))
    .hint(format!("set it with: leadctl configure {} --profile {}{file} --{} …", spec.id, profile.name, field.flag()))
}
