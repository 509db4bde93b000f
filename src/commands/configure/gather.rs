//! What is known before anybody is asked: the profile as it was, what was pasted, what the flags say.

use jiff::Timestamp;

use crate::cli::configure::{Args, SecretStore};
use crate::commands::configure::paste::{read_paste, read_stdin, recognise};
use crate::commands::{Context, keep};
use crate::config::{NewProfile, ProfileFile, secrets};
use crate::core::ask::Ask;
use crate::core::error::{Error, Result};
use crate::core::finding::Level;
use crate::core::mail;
use crate::core::profile::Profile;
use crate::core::secret::Secret;
use crate::core::spec::{Field, FieldKind, Need};
use crate::core::values::{Value, Values};
use crate::destinations::{self, Destination};

/// The key that every profile may have, and that some destinations are made of.
const CONTACT_EMAIL: &str = "contact_email";

/// A value on its way into the profile.
#[derive(Debug, Clone)]
pub(super) enum Given {
    /// Written into the file as it is: an ordinary setting or a reference.
    Written(String),
    /// A secret itself, to be kept somewhere first.
    Value(Secret),
}

/// A profile in the making.
pub(super) struct Draft<'f> {
    /// What there is already.
    pub(super) file: &'f ProfileFile,
    /// When its values are judged.
    now: Timestamp,
    pub(super) name: Option<String>,
    pub(super) destination: Option<&'static dyn Destination>,
    pub(super) values: Vec<(&'static Field, Given)>,
    pub(super) contact_email: Vec<String>,
    pub(super) offer: Option<String>,
    pub(super) offer_title: Option<String>,
    /// Where a secret's value goes.
    pub(super) store: Option<SecretStore>,
    /// The user has agreed that a profile of this name, for another destination, gives way.
    pub(super) may_replace: bool,
    /// What the profile has, and the user wants to be empty.
    pub(super) left_out: Vec<&'static str>,
    pub(super) notes: Vec<String>,
}

pub(super) fn draft<'f>(args: &Args, file: &'f ProfileFile, context: &Context) -> Result<Draft<'f>> {
    let name = match context.global.profile.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        _ => return Err(Error::usage("one-profile", "configure makes one profile at a time").hint("give --profile once")),
    };
    let old = name.as_deref().and_then(|name| file.get(name));
    let pasted = args.from_paste.as_deref().map(|from| read_paste(from, context)).transpose()?;
    let named = args.destination.as_deref().and_then(destinations::find);
    let (destination, paste) = match pasted {
        Some(text) => recognise(&text, named)?,
        None => (named.or_else(|| old.and_then(|old| destinations::find(&old.destination))), None),
    };
    let mut draft = Draft {
        file,
        now: context.clock.now(),
        name,
        destination,
        values: Vec::new(),
        contact_email: args.contact_email.iter().flat_map(|list| addresses(list)).collect(),
        offer: args.offer.clone(),
        offer_title: args.offer_title.clone(),
        store: args.secret_store,
        may_replace: false,
        left_out: Vec::new(),
        notes: Vec::new(),
    };
    if let (Some(paste), Some(destination)) = (paste, destination) {
        draft.notes = paste.notes;
        for (key, value) in paste.values {
            if key == CONTACT_EMAIL {
                draft.contact_email.extend(addresses(&value));
                continue;
            }
            let field = destination.spec().field(key).expect("a paste gives its own destination's fields");
            draft.set(field, given(field, value, context));
        }
    }
    for (key, value) in &args.settings.0 {
        let Some(destination) = destination else { break };
        let Some(field) = destination.spec().field(key) else {
            let flags: Vec<String> = destination.spec().fields.iter().map(|field| format!("--{}", field.flag())).collect();
            let others = destinations::specs().into_iter().filter(|spec| spec.field(key).is_some()).map(|spec| spec.id);
            return Err(Error::usage(
                "flag-of-another-destination",
                format!("--{} is no connection detail of {}", key.replace('_', "-"), destination.spec().id),
            )
            .hint(format!("it has: {}", flags.join(" ")))
            .hint(format!("or name the destination that has it: {}", others.collect::<Vec<_>>().join(", "))));
        };
        let given = match of_flag(field, value, context)? {
            Given::Written(value) if field.is_plain() => Given::Written(tidied(destination, field, value, &mut draft.notes)),
            given => given,
        };
        draft.set(field, given);
    }
    Ok(draft)
}

impl<'f> Draft<'f> {
    /// Takes over what the profile of this name has and the draft has not.
    pub(super) fn inherit(&mut self) {
        let (Some(old), Some(destination)) = (self.file.get(&self.name()), self.destination) else { return };
        if self.contact_email.is_empty() {
            self.contact_email.clone_from(&old.contact_email);
        }
        self.offer = self.offer.take().or_else(|| old.offer.clone());
        self.offer_title = self.offer_title.take().or_else(|| old.offer_title.clone());
        if old.destination == destination.spec().id {
            for field in destination.spec().fields {
                if let Some(written) = old.settings.get(field.key).filter(|_| self.get(field.key).is_none() && !self.left_out.contains(&field.key)) {
                    self.set(field, Given::Written(written.value.clone()));
                }
            }
        }
    }

    /// As the profile that was named has it, if there is one of this name and kind.
    pub(super) fn present(&self, key: &str) -> Option<&'f str> {
        let old = self.old(self.name.as_deref()?).filter(|_| !self.left_out.contains(&key))?;
        old.settings.get(key).map(|written| written.value.as_str())
    }

    /// The same, of what may stay.
    pub(super) fn usable(&self, field: &'static Field) -> Option<&'f str> {
        self.present(field.key).filter(|written| self.refusal(field, written).is_none())
    }

    /// Why this value of a profile can't stay; `None` too where that is seen only after a reference was followed.
    pub(super) fn refusal(&self, field: &'static Field, written: &str) -> Option<String> {
        if let Some(wrong) = field.wrong_word(written) {
            return Some(wrong);
        }
        if !field.is_plain() {
            if let Some(reference) = secrets::parse(written) {
                return reference.is_empty().then(|| format!("'{written}' names nothing"));
            }
            if let Some(error) = secrets::no_reference(written, field) {
                return Some(format!("{}; {}", error.message, error.hints.join("; ")));
            }
            if field.is_bare_secret(written) {
                return Some(secrets::bare_value(field, written).message);
            }
        }
        let mut values = Values::default();
        values.set(field.key, Value::Secret(Secret::new(written)));
        let findings = self.destination?.lint(&values, self.now);
        findings.into_iter().find(|finding| finding.field == field.key && finding.level == Level::Error).map(|finding| finding.message)
    }

    /// The profile of this name, if it is for the same destination.
    fn old(&self, name: &str) -> Option<&'f Profile> {
        let destination = self.destination?;
        self.file.get(name).filter(|old| old.destination == destination.spec().id)
    }

    /// The profile of this name that is for another destination now, if nobody has agreed to that yet, and the destination to come.
    pub(super) fn replaced(&self, name: &str) -> Option<(&'f Profile, &'static dyn Destination)> {
        let destination = self.destination?;
        let old = self.file.get(name).filter(|old| !self.may_replace && old.destination != destination.spec().id)?;
        Some((old, destination))
    }

    /// What is kept and shown as it is, by its flag.
    pub(super) fn open(&self) -> impl Iterator<Item = (String, &str)> {
        let settings = self.values.iter().filter(|(field, _)| field.is_plain()).filter_map(|(field, given)| match given {
            Given::Written(value) => Some((field.flag(), value.as_str())),
            Given::Value(_) => None,
        });
        let common = [("profile", self.name.as_deref()), ("offer", self.offer.as_deref()), ("offer-title", self.offer_title.as_deref())];
        let addresses = self.contact_email.iter().map(|address| ("contact-email".to_owned(), address.as_str()));
        settings.chain(common.into_iter().filter_map(|(flag, value)| Some((flag.to_owned(), value?)))).chain(addresses)
    }

    /// Whether this value is a secret that has no place yet.
    pub(super) fn is_to_be_stored(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Given::Value(_)))
    }

    pub(super) fn set(&mut self, field: &'static Field, given: Given) {
        self.values.retain(|(known, _)| known.key != field.key);
        self.values.push((field, given));
    }

    pub(super) fn get(&self, key: &str) -> Option<&Given> {
        self.values.iter().find(|(field, _)| field.key == key).map(|(_, given)| given)
    }

    /// The first required field without a value, in the draft and in the profile that was named.
    pub(super) fn missing(&self) -> Option<&'static Field> {
        let spec = self.destination?.spec();
        let is_needed = |field: &Field| field.need == Need::Expected || field.is_required(|key| self.setting(key));
        spec.fields.iter().find(|field| self.get(field.key).is_none() && self.usable(field).is_none() && is_needed(field))
    }

    /// Whether the field means anything beside what is known so far.
    pub(super) fn applies(&self, field: &Field) -> bool {
        field.applies(|key| self.setting(key))
    }

    /// An ordinary setting of the draft or of the profile that was named, or its default.
    pub(super) fn setting(&self, key: &str) -> Option<String> {
        self.destination?.spec().setting(key, |key| match self.get(key) {
            Some(Given::Written(value)) => Some(value.clone()),
            Some(Given::Value(_)) => None,
            None => self.present(key).map(str::to_owned),
        })
    }

    /// Whether the destination is made of addresses, and none is known.
    pub(super) fn misses_contact_email(&self) -> bool {
        let present = || self.name.as_deref().and_then(|name| self.file.get(name)).is_some_and(|old| !old.contact_email.is_empty());
        self.destination.is_some_and(Destination::needs_contact_email) && self.contact_email.is_empty() && !present()
    }

    pub(super) fn asks_for_more(&self) -> bool {
        self.destination.is_none() || self.missing().is_some() || self.misses_contact_email()
    }

    pub(super) fn name(&self) -> String {
        self.name.clone().or_else(|| Some(self.destination?.spec().id.to_owned())).unwrap_or_default()
    }

    fn holds_secret_value(&self) -> bool {
        self.values.iter().any(|(_, given)| matches!(given, Given::Value(_)))
    }

    /// At a terminal: where there is no keyring, asks whether a private file will do.
    pub(super) fn offer_store(&mut self, asker: &dyn Ask, context: &Context) -> Result<()> {
        if self.holds_secret_value() && self.store.is_none() {
            self.store = Some(match keep::keyring_answers() {
                Ok(()) => SecretStore::Keyring,
                Err(why) => {
                    let folder = keep::folder(context)?;
                    asker.say(&format!(
                        "\nThis machine has no keyring to keep the secret in ({why}). It can go into a file below {}.",
                        folder.display()
                    ));
                    if !asker.confirm("Keep it in a file that only you can read?", true)? {
                        return self.ask_references(asker);
                    }
                    SecretStore::File
                }
            });
        }
        Ok(())
    }

    /// Asks where the user keeps each secret instead; the rest of what was answered stays.
    fn ask_references(&mut self, asker: &dyn Ask) -> Result<()> {
        asker.say(
            "\nThen keep it yourself, and say where leadctl finds it: env:NAME, file:PATH, command:PROGRAM … or prompt (to be asked each time).",
        );
        for (field, given) in self.values.iter_mut().filter(|(_, given)| matches!(given, Given::Value(_))) {
            let reference = loop {
                let typed = asker.text(&format!("Reference for {}", field.label), None)?;
                match secrets::parse(&typed) {
                    Some(secrets::Reference::Plain(_)) => asker.say("  With 'plain:' it would stand in the profile file for everybody to read."),
                    Some(reference) if !reference.is_empty() => break typed.trim().to_owned(),
                    _ if typed.trim().is_empty() => {
                        return Err(Error::declined("the secret is kept nowhere, and nothing was written")
                            .hint("keep it yourself and give a reference: env:NAME, file:PATH or command:…"));
                    }
                    _ => asker.say("  That is no reference: write it as env:NAME, file:PATH or command:PROGRAM …; Enter alone gives up."),
                }
            };
            *given = Given::Written(reference);
        }
        Ok(())
    }

    /// Puts secrets where they are kept, and their references in their place; returns what was made.
    pub(super) fn keep_secrets(&mut self, context: &Context) -> Result<Vec<keep::Kept>> {
        let mut kept = Vec::new();
        let name = self.name();
        let place = self.store;
        for (field, given) in &mut self.values {
            let Given::Value(secret) = given else { continue };
            match keep::keep(&name, field, secret, place, context) {
                Ok(made) => {
                    *given = Given::Written(made.reference());
                    kept.push(made);
                }
                Err(error) => {
                    keep::undo(&kept);
                    return Err(error);
                }
            }
        }
        Ok(kept)
    }

    /// What goes into the file; secrets are references by now.
    pub(super) fn profile(&self) -> NewProfile {
        self.written(|_| None)
    }

    /// The profile as it would be read, secrets that have no place yet in plain: never written.
    pub(super) fn preview(&self) -> NewProfile {
        self.written(|secret| Some(format!("plain:{}", secret.expose())))
    }

    fn written(&self, show: impl Fn(&Secret) -> Option<String>) -> NewProfile {
        let destination = self.destination.map(|destination| destination.spec());
        let name = self.name();
        // What has its line in the file keeps it, with its comment.
        let stands = |key: &str| self.old(&name).is_some_and(|old| old.settings.contains_key(key));
        let mut settings = Vec::new();
        for field in destination.map_or(&[][..], |spec| spec.fields) {
            let value = match self.get(field.key) {
                Some(Given::Written(value)) => Some(value.clone()),
                Some(Given::Value(secret)) => show(secret),
                None => None,
            };
            if let Some(value) = value.filter(|value| field.default != Some(value) || stands(field.key)) {
                settings.push((field.key.to_owned(), value));
            }
        }
        NewProfile {
            name,
            destination: destination.map_or_else(String::new, |spec| spec.id.to_owned()),
            contact_email: self.contact_email.clone(),
            offer: self.offer.clone(),
            offer_title: self.offer_title.clone(),
            settings,
        }
    }
}

/// The addresses of a list as Partner Center takes it. An empty one is kept, to be refused.
pub(super) fn addresses(list: &str) -> Vec<String> {
    let found: Vec<String> = mail::split(list).into_iter().map(|address| address.trim().to_owned()).collect();
    if found.is_empty() { vec![list.to_owned()] } else { found }
}

/// A value that was pasted or typed: kept in the file unless it is secret.
pub(super) fn given(field: &Field, value: String, context: &Context) -> Given {
    if secrets::parse(&value).is_none() && field.is_secret(&value) {
        let secret = Secret::new(value);
        context.redactor.learn(&secret);
        Given::Value(secret)
    } else {
        Given::Written(value)
    }
}

/// An ordinary value in the form that the profile keeps; what was done to it goes into the notes.
pub(super) fn tidied(destination: &dyn Destination, field: &Field, value: String, notes: &mut Vec<String>) -> String {
    match destination.tidy(field.key, &value) {
        Some((tidy, note)) => {
            notes.push(format!("{}: {note}", field.label));
            tidy
        }
        None => value,
    }
}

fn of_flag(field: &'static Field, value: &str, context: &Context) -> Result<Given> {
    if value == "-" {
        let text = read_stdin(context)?;
        return Ok(given(field, text.trim_end_matches(['\n', '\r']).to_owned(), context));
    }
    if let Some(wrong) = field.wrong_word(value) {
        return Err(Error::usage("setting-word-unknown", format!("--{}: {wrong}", field.flag())));
    }
    match secrets::parse(value) {
        Some(secrets::Reference::Plain(_)) => Err(refused(field)),
        Some(reference) if reference.is_empty() => Err(Error::usage("reference-empty", format!("--{}: '{value}' names nothing", field.flag()))
            .hint("write it as env:NAME, file:PATH, keyring:ENTRY or command:PROGRAM …")),
        Some(_) => Ok(Given::Written(value.to_owned())),
        None => match secrets::no_reference(value, field) {
            Some(error) => Err(Error { message: format!("--{}: {}", field.flag(), error.message), ..error }),
            None if field.is_bare_secret(value) => Err(refused(field)),
            None => Ok(Given::Written(value.to_owned())),
        },
    }
}

/// A secret in an argument list can be read by everybody on the machine, and stays in the shell's history.
fn refused(field: &Field) -> Error {
    let flag = field.flag();
    let what = if field.kind == FieldKind::UrlWithKey { "this URL carries its own key, and" } else { "this is a secret, and" };
    Error::usage("secret-in-flag", format!("--{flag}: {what} no flag takes a secret's value"))
        .hint(format!("from standard input: --{flag} -"))
        .hint(format!("by reference: --{flag} env:NAME (or file:PATH, keyring:ENTRY, command:…, prompt)"))
        .hint("or as the portal shows it: --from-paste FILE, --from-paste -")
}
