//! Editing a profile file: comments and order kept, mode 0600, replaced in one step.

use std::io::Write;
use std::path::Path;

use toml_edit::{Array, DocumentMut, Item, Table, Value};

use crate::config::read::ProfileFile;
use crate::core::error::{Error, Result};

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

/// Writes the profile into the file, new or changed.
pub fn save(file: &ProfileFile, profile: &NewProfile) -> Result<()> {
    let mut document = parse(&file.text, &file.path)?;
    // What stands in a file without tables (comments at most) would end up below the first one.
    let above = match (file.exists(), document.iter().next()) {
        (false, _) => HEADING,
        (true, None) => &file.text,
        (true, Some(_)) => "",
    };
    if !above.is_empty() {
        document = DocumentMut::new();
    }
    let table = profile_table(&mut document, &profile.name);
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
    write_private(&file.path, &format!("{above}{document}"))
}

/// Removes a profile's table, its heading's comments with it.
pub fn remove(file: &ProfileFile, name: &str) -> Result<()> {
    file.profile(name)?;
    let mut document = parse(&file.text, &file.path)?;
    if let Some(profiles) = document.get_mut("profile").and_then(Item::as_table_like_mut) {
        profiles.remove(name);
    }
    write_private(&file.path, &document.to_string())
}

/// Gives a profile another name; its place in the file and its comments stay.
pub fn rename(file: &ProfileFile, from: &str, to: &str) -> Result<()> {
    file.profile(from)?;
    check_name(to)?;
    if file.get(to).is_some() {
        return Err(
            Error::usage("profile-exists", format!("there already is a profile '{to}'")).hint("choose another name, or remove that one first")
        );
    }
    let mut document = parse(&file.text, &file.path)?;
    if let Some(profiles) = document.get_mut("profile").and_then(Item::as_table_like_mut)
        && let Some(item) = profiles.remove(from)
    {
        profiles.insert(to, item);
    }
    write_private(&file.path, &document.to_string())
}

/// Names that need no quotes in TOML and none in a shell.
pub(super) fn check_name(name: &str) -> Result<()> {
    if !name.is_empty() && name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        return Ok(());
    }
    Err(Error::usage("profile-name", format!("'{name}' can't be a profile's name")).hint("use letters, digits, - and _, such as contoso-prod"))
}

fn parse(text: &str, path: &Path) -> Result<DocumentMut> {
    text.parse().map_err(|error: toml_edit::TomlError| Error::profile("profile-file-malformed", format!("{}: {}", path.display(), error.message())))
}

fn profile_table<'a>(document: &'a mut DocumentMut, name: &str) -> &'a mut dyn toml_edit::TableLike {
    let profiles = document.entry("profile").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let profiles = profiles.as_table_like_mut().expect("read() has seen that `profile` is a table");
    profiles.entry(name).or_insert_with(|| Item::Table(Table::new())).as_table_like_mut().expect("read() has seen that each profile is a table")
}

/// Writes a file that only its owner can read, in one step: a crash leaves the old file or the new one.
pub fn write_private(path: &Path, text: &str) -> Result<()> {
    // A link is followed, so that the file it names is replaced and not the link.
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| {
        Error::file("file-not-written", format!("can't write {}", target.display()))
            .because(error)
            .hint("nothing was changed; check that the folder exists and is yours")
    };
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
