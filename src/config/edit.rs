//! Editing a profile file: comments and order kept, mode 0600, replaced in one step.

use std::io::Write;
use std::path::Path;

use toml_edit::{Array, DocumentMut, Item, Table, Value};

use crate::config::find::state_folder;
use crate::config::read::ProfileFile;
use crate::core::error::{Error, Result};
use crate::core::io::Env;

/// What a profile shall say; keys in the order in which they shall stand.
#[derive(Debug, Clone, Default)]
pub struct NewProfile {
    pub name: String,
    pub destination: String,
    pub contact_email: Vec<String>,
    pub offer: Option<String>,
    pub offer_title: Option<String>,
    pub settings: Vec<(String, String)>,
}

const HEADING: &str = "# Lead destinations, for leadctl. Edit by hand as you like: leadctl keeps your comments.\n# Secrets are references: env:NAME, file:PATH, keyring:ENTRY, command:…, prompt.\n\n";

/// Writes the profile into the file, new or changed; tells whether anything had to be written.
pub fn save(file: &ProfileFile, profile: &NewProfile, env: &Env) -> Result<bool> {
    check_name(&profile.name)?;
    change(file, env, |document| {
        let table = profile_table(document, &profile.name)?;
        let mut wanted: Vec<(String, Value)> = vec![("destination".to_owned(), profile.destination.as_str().into())];
        wanted.extend(profile.settings.iter().map(|(key, value)| (key.clone(), value.as_str().into())));
        if !profile.contact_email.is_empty() {
            wanted.push(("contact_email".to_owned(), Value::Array(profile.contact_email.iter().map(String::as_str).collect::<Array>())));
        }
        wanted.extend(profile.offer.as_deref().map(|value| ("offer".to_owned(), value.into())));
        wanted.extend(profile.offer_title.as_deref().map(|value| ("offer_title".to_owned(), value.into())));
        let stale: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).filter(|key| !wanted.iter().any(|(name, _)| name == key)).collect();
        for key in stale {
            table.remove(&key);
        }
        for (key, mut value) in wanted {
            match table.get_mut(&key).and_then(Item::as_value_mut) {
                // Also what the user wrote in another way.
                Some(old) if same(old, &value) => {}
                Some(old) => {
                    // The old value's decor holds the comment behind it.
                    *value.decor_mut() = old.decor().clone();
                    *old = value;
                }
                None => {
                    table.insert(&key, Item::Value(value));
                }
            }
        }
        Ok(())
    })
}

/// Whether two values say the same, however they are written.
fn same(a: &Value, b: &Value) -> bool {
    match (a.as_array(), b.as_array()) {
        (Some(a), Some(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        // One address needs no list.
        (None, Some(b)) => b.len() == 1 && b.iter().all(|b| same(a, b)),
        _ => a.as_str().is_some_and(|text| Some(text) == b.as_str()),
    }
}

/// Removes a profile's table, its heading's comments with it.
pub fn remove(file: &ProfileFile, name: &str, env: &Env) -> Result<()> {
    file.profile(name)?;
    change(file, env, |document| {
        if let Some(profiles) = document.get_mut("profile").and_then(Item::as_table_like_mut) {
            profiles.remove(name);
        }
        Ok(())
    })
    .map(drop)
}

/// Gives a profile another name; its place in the file and its comments stay.
pub fn rename(file: &ProfileFile, from: &str, to: &str, env: &Env) -> Result<()> {
    file.profile(from)?;
    check_name(to)?;
    if file.get(to).is_some() {
        return Err(
            Error::usage("profile-exists", format!("there already is a profile '{to}'")).hint("choose another name, or remove that one first")
        );
    }
    change(file, env, |document| {
        if let Some(profiles) = document.get_mut("profile").and_then(Item::as_table_like_mut)
            && let Some(item) = profiles.remove(from)
        {
            profiles.insert(to, item);
        }
        Ok(())
    })
    .map(drop)
}

/// Edits the file as it stands now, one leadctl at a time, so that two at once lose nothing. What is no change is not written.
fn change(file: &ProfileFile, env: &Env, edit: impl FnOnce(&mut DocumentMut) -> Result<()>) -> Result<bool> {
    let _one_at_a_time = lock(env);
    let text = match std::fs::read_to_string(&file.path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Error::file("profile-file-unreadable", format!("can't read {}", file.path.display())).because(error)),
    };
    let mut document = parse(&text, &file.path)?;
    // What stands in a file without tables (comments at most) would end up below the first one.
    let above = match document.iter().next() {
        None if text.trim().is_empty() => HEADING,
        None => &text,
        Some(_) => "",
    };
    if !above.is_empty() {
        document = DocumentMut::new();
    }
    edit(&mut document)?;
    let new = in_the_manner_of(&text, format!("{above}{document}"));
    if new == text {
        return Ok(false);
    }
    write_private(&file.path, &new).map(|()| true)
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Byte-order mark and line ends as the file had them, which Windows editors care for.
fn in_the_manner_of(old: &str, new: String) -> String {
    let lines = old.matches('\n').count();
    let new = if lines > 0 && old.matches("\r\n").count() == lines { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new };
    if old.starts_with(BYTE_ORDER_MARK) && !new.starts_with(BYTE_ORDER_MARK) { format!("{BYTE_ORDER_MARK}{new}") } else { new }
}

/// Held until it is dropped. Where there is no home folder to lock in, the edit goes on without.
fn lock(env: &Env) -> Option<std::fs::File> {
    let folder = state_folder(env)?;
    create_private_folder(&folder).ok()?;
    let file = std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock")).ok()?;
    file.lock().ok()?;
    Some(file)
}

/// Names that need no quotes in TOML and none in a shell.
pub fn check_name(name: &str) -> Result<()> {
    const LONGEST: usize = 64;
    let length = name.chars().count();
    if length > LONGEST {
        let error = Error::usage("profile-name", format!("the profile's name has {length} characters, {LONGEST} at most are possible"));
        return Err(error.hint("choose a shorter one, such as contoso-prod"));
    }
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        return Ok(());
    }
    Err(Error::usage("profile-name", format!("'{name}' can't be a profile's name")).hint("use letters, digits, - and _, such as contoso-prod"))
}

fn parse(text: &str, path: &Path) -> Result<DocumentMut> {
    text.parse().map_err(|error: toml_edit::TomlError| Error::profile("profile-file-malformed", format!("{}: {}", path.display(), error.message())))
}

fn profile_table<'a>(document: &'a mut DocumentMut, name: &str) -> Result<&'a mut dyn toml_edit::TableLike> {
    let malformed = || Error::profile("profile-malformed", format!("'profile' must be a table: write [profile.{name}]"));
    let profiles = document.entry("profile").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let profiles = profiles.as_table_like_mut().ok_or_else(malformed)?;
    profiles.entry(name).or_insert_with(|| Item::Table(Table::new())).as_table_like_mut().ok_or_else(malformed)
}

/// Writes a file that only its owner can read, in one step: a crash leaves the old file or the new one.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    // A link is followed, so that the file it names is replaced and not the link.
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| Error::unwritable("file-not-written", &target, &error).hint("nothing was changed");
    create_private_folder(folder).map_err(failed)?;
    // tempfile makes its files with mode 0600.
    let mut file = tempfile::Builder::new().prefix(".leadctl-").tempfile_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}

fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
