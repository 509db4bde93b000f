//! Reading a profile file: what is wrong is said with line and column, and the file is left alone.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml_edit::{Document, Item, Key, TableLike};

use crate::config::edit::check_name;
use crate::config::find::Found;
use crate::core::error::{Error, Result};
use crate::core::profile::{Origin, Profile, Written};
use crate::core::spec::{COMMON_KEYS, Spec};
use crate::core::text::did_you_mean;

/// A profile file as it was read.
#[derive(Debug)]
pub struct ProfileFile {
    pub path: PathBuf,
    pub origin: Origin,
    /// Whether there is one.
    pub exists: bool,
    /// The text as it stands; empty where there is no file yet.
    pub text: String,
    /// In the order of the file.
    pub profiles: Vec<Profile>,
}

impl ProfileFile {
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    /// The profile of this name, or an error that names those there are.
    pub fn profile(&self, name: &str) -> Result<&Profile> {
        self.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.profiles.iter().map(|profile| profile.name.as_str()).collect();
            if !self.exists {
                let error = Error::profile("no-profile-file", format!("there is no profile file {}, so no profile '{name}'", self.path.display()))
                    .at(&self.path, 1);
                return error.hint("check --config, or make the profile with: leadctl configure");
            }
            let none = if names.is_empty() { ", which holds no profiles yet" } else { "" };
            let error = Error::profile("profile-unknown", format!("there is no profile '{name}' in {}{none}", self.path.display())).at(&self.path, 1);
            match (did_you_mean(name, names.iter().copied()), names.is_empty()) {
                (Some(near), _) => error.hint(format!("did you mean '{near}'?")),
                (None, true) => error.hint("make one with: leadctl configure"),
                (None, false) => error.hint(format!("profiles in this file: {}", names.join(", "))),
            }
        })
    }
}

/// Reads the file, against the destinations that there are. A missing file is an empty one.
pub fn read(found: &Found, specs: &[&'static Spec]) -> Result<ProfileFile> {
    let (exists, text) = match std::fs::read_to_string(&found.path) {
        Ok(text) => (true, text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => (false, String::new()),
        Err(error) => {
            let (why, hint) = match error.kind() {
                std::io::ErrorKind::InvalidData => ("it is not UTF-8".to_owned(), "save it as UTF-8, as text editors can"),
                _ => (error.to_string(), "see whose file it is and whether you may read it, or name another one with --config FILE"),
            };
            let message = format!("can't read {}: {why}", found.path.display());
            return Err(Error::file("profile-file-unreadable", message).hint(hint).at(&found.path, 1));
        }
    };
    let profiles = Reader { path: &found.path, text: &text, origin: found.origin, specs }.profiles()?;
    Ok(ProfileFile { path: found.path.clone(), origin: found.origin, exists, text, profiles })
}

/// The tables in which the key stands, from the outermost.
fn way_to<'a>(key: &str, table: &'a dyn TableLike) -> Option<Vec<(&'a str, &'a dyn TableLike)>> {
    if table.contains_key(key) {
        return Some(Vec::new());
    }
    table.iter().find_map(|(name, item)| {
        let inner = item.as_table_like()?;
        let mut way = way_to(key, inner)?;
        way.insert(0, (name, inner));
        Some(way)
    })
}

struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    origin: Origin,
    specs: &'a [&'static Spec],
}

impl Reader<'_> {
    fn profiles(&self) -> Result<Vec<Profile>> {
        let document = Document::parse(self.text).map_err(|error| {
            let at = error.span().map(|span| span.start);
            let message = error.message().lines().next().unwrap_or_default();
            let twice = error.span().filter(|_| message == "duplicate key").and_then(|key| self.twice(key));
            let repair = if twice.is_some() { "remove one of the two" } else { "correct this line" };
            self.error("profile-file-malformed", at, twice.unwrap_or_else(|| message.to_owned()))
                .hint(format!("the file was left as it is; {repair} and run the command again"))
        })?;
        let mut profiles = Vec::new();
        for (key, item) in document.iter() {
            if key != "profile" {
                let at = document.as_table().key(key).and_then(|key| key.span()).map(|span| span.start);
                let error = self.error("profile-key-unknown", at, format!("unknown key '{key}' at the top of the file"));
                return Err(error.hint("profiles stand in tables such as [profile.web]"));
            }
            let at = document.as_table().key(key).and_then(|key| key.span()).or_else(|| item.span()).map(|span| span.start);
            let table = item
                .as_table_like()
                .ok_or_else(|| self.error("profile-malformed", at, "'profile' must be a table: write [profile.NAME]".to_owned()))?;
            for (name, item) in table.iter() {
                let at = table.key(name).and_then(|key| key.span()).map(|span| span.start);
                check_name(name)
                    .map_err(|error| self.error(error.id, at, error.message).hint("use letters, digits, - and _, such as contoso-prod"))?;
                let table = item.as_table_like().ok_or_else(|| {
                    self.error("profile-malformed", at, format!("'{name}' must be a table"))
                        .hint(format!("write [profile.{name}] on a line of its own, and the settings below it"))
                })?;
                profiles.push(self.profile(name, at, table)?);
            }
        }
        Ok(profiles)
    }

    /// What the key at this place stands there for once more, and where it stood first if the text can be read without it.
    fn twice(&self, place: Range<usize>) -> Option<String> {
        const OTHER: &str = "-leadctl-other-";
        let key = Key::parse(self.text.get(place.clone())?).ok()?.pop()?;
        let (above, below) = (self.text.get(..place.start)?, self.text.get(place.end..)?);
        // Under another name the key shows in which table it is. What is wrong further below does not matter.
        let line = below.split_inclusive('\n').next().unwrap_or_default();
        let read = [line, below].into_iter().find_map(|below| Document::parse(format!("{above}{OTHER}{below}")).ok());
        let way = read.as_ref().and_then(|document| way_to(OTHER, document.as_table()));
        let (Some(document), Some(way)) = (&read, way) else { return Some(format!("'{}' stands twice", key.get())) };
        let table = way.last().map_or(document.as_table() as &dyn TableLike, |(_, table)| *table);
        let line = |at: usize| self.position(at).0;
        let first = match table.get_key_value(&key).and_then(|(first, _)| first.span()) {
            Some(first) if line(first.start) == line(place.start) => ", first in the same line".to_owned(),
            Some(first) => format!(", first in line {}", line(first.start)),
            None => String::new(),
        };
        let names: Vec<&str> = way.iter().map(|(name, _)| *name).collect();
        Some(match names.as_slice() {
            ["profile"] => format!("profile '{}' stands twice{first}", key.get()),
            ["profile", name] => format!("'{}' stands twice in profile '{name}'{first}", key.get()),
            _ => format!("'{}' stands twice{first}", key.get()),
        })
    }

    fn profile(&self, name: &str, at: Option<usize>, table: &dyn TableLike) -> Result<Profile> {
        let line = at.map_or(1, |offset| self.position(offset).0);
        let destination = match table.get("destination") {
            Some(item) => self.string("destination", item)?.value,
            None => {
                return Err(self
                    .error("destination-missing", at, format!("profile '{name}' has no destination"))
                    .hint(format!("add a line such as: destination = \"{}\"", self.specs.first().map_or("https", |spec| spec.id))));
            }
        };
        let Some(spec) = self.specs.iter().find(|spec| spec.id == destination) else {
            let ids: Vec<&str> = self.specs.iter().map(|spec| spec.id).collect();
            let at = table.get("destination").and_then(Item::span).map(|span| span.start);
            let error = self.error("destination-unknown", at, format!("profile '{name}': there is no destination '{destination}'"));
            return Err(match did_you_mean(&destination, ids.iter().copied()) {
                Some(near) => error.hint(format!("did you mean '{near}'?")),
                None => error.hint(format!("destinations: {}", ids.join(", "))),
            });
        };
        let mut profile = Profile {
            name: name.to_owned(),
            destination,
            contact_email: Vec::new(),
            offer: None,
            offer_title: None,
            settings: BTreeMap::new(),
            file: self.path.to_owned(),
            origin: self.origin,
            line,
        };
        for (key, item) in table.iter() {
            match key {
                "destination" => {}
                "offer" => profile.offer = Some(self.string(key, item)?.value),
                "offer_title" => profile.offer_title = Some(self.string(key, item)?.value),
                "contact_email" => profile.contact_email = self.strings(key, item)?,
                _ if spec.field(key).is_some() => {
                    profile.settings.insert(key.to_owned(), self.string(key, item)?);
                }
                _ => return Err(self.unknown_key(name, key, spec, table)),
            }
        }
        Ok(profile)
    }

    fn unknown_key(&self, name: &str, key: &str, spec: &Spec, table: &dyn TableLike) -> Error {
        let at = table.key(key).and_then(|key| key.span()).map(|span| span.start);
        let known: Vec<&str> = spec.fields.iter().map(|field| field.key).chain(COMMON_KEYS).collect();
        let error = self.error("profile-key-unknown", at, format!("profile '{name}': unknown key '{key}' for destination '{}'", spec.id));
        match did_you_mean(key, known.iter().copied()) {
            Some(near) => error.hint(format!("did you mean '{near}'?")),
            None => error.hint(format!("keys of this destination: {}", known.join(", "))),
        }
    }

    fn string(&self, key: &str, item: &Item) -> Result<Written> {
        let at = item.span().map(|span| span.start);
        match item.as_str() {
            Some(value) => Ok(Written { value: value.to_owned(), line: at.map_or(1, |offset| self.position(offset).0) }),
            None => {
                let is = match item.type_name() {
                    "integer" | "float" => "a number",
                    "boolean" => "true or false",
                    "datetime" => "a date",
                    "array" => "a list",
                    _ => "a table",
                };
                Err(self
                    .error("profile-value-malformed", at, format!("'{key}' must be a text in quotes, and is {is}"))
                    .hint(format!("write it as {key} = \"…\"")))
            }
        }
    }

    fn strings(&self, key: &str, item: &Item) -> Result<Vec<String>> {
        if let Some(one) = item.as_str() {
            return Ok(vec![one.to_owned()]);
        }
        let values = item.as_array().and_then(|array| array.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>());
        values.ok_or_else(|| {
            self.error(
                "profile-value-malformed",
                item.span().map(|span| span.start),
                format!("'{key}' must be a list of texts, such as [\"sales@contoso.example\"]"),
            )
        })
    }

    fn error(&self, id: &'static str, at: Option<usize>, message: String) -> Error {
        let at = at.map(|offset| self.position(offset));
        let place = at.map_or_else(String::new, |(line, column)| format!(":{line}:{column}"));
        Error::profile(id, format!("{}{place}: {message}", self.path.display())).at(self.path, at.map_or(1, |(line, _)| line))
    }

    /// Line and column, both from 1.
    fn position(&self, offset: usize) -> (usize, usize) {
        let before = &self.text.as_bytes()[..offset.min(self.text.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        (line, String::from_utf8_lossy(&before[start..]).chars().count() + 1)
    }
}
