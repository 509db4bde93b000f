//! Compiles the catalogue: `src/catalogue/entries/<area>/<name>.toml` become Rust statics, so that nothing is parsed at run time.
//!
//! A malformed entry fails the build with its file and the reason. What an entry may hold is the structs of `entry.rs`.

mod derive;
mod entries;
mod entry;
mod packed;
mod phrases;
mod searched;
mod sentences;

#[path = "../src/catalogue/scanning/anchor.rs"]
#[allow(dead_code)]
mod anchor;
#[path = "../src/catalogue/normalise.rs"]
#[allow(dead_code)]
mod normalise;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use entries::{write_codes, write_entry};
use entry::{Entry, SIGNATURES, Signature, complaints};
use packed::Packed;
use phrases::{PLATFORMS, Phrases, Platforms, STATUSES, Statuses, braced, phrases_of, write_phrases};
use searched::{ORDINARY, SERVICES, anchors};
use sentences::{SENTENCES, Sentences, beginnings, halves, write_sentences};

const FOLDER: &str = "src/catalogue/entries";
const AREAS: [&str; 7] = ["dynamics", "entra", "https", "marketo", "marketplace", "salesforce", "storage"];

#[allow(clippy::disallowed_methods, clippy::print_stdout)] // how cargo and build scripts talk
fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    for file in ["normalise", "letters", "escapes", "scanning/anchor"] {
        println!("cargo::rerun-if-changed=src/catalogue/{file}.rs");
    }
    for file in ORDINARY.into_iter().chain([SERVICES]) {
        println!("cargo::rerun-if-changed={file}");
    }
    println!("cargo::rerun-if-changed=build");
    let code = match generate(Path::new(FOLDER)) {
        Ok(code) => code,
        Err(reasons) => {
            for reason in reasons {
                println!("cargo::error={reason}");
            }
            return;
        }
    };
    #[allow(clippy::disallowed_methods)] // cargo speaks to build scripts by variables
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("catalogue.rs"), code).expect("OUT_DIR can be written");
}

fn generate(folder: &Path) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let mut written: BTreeMap<String, Vec<String>> = read(&folder.join("contexts.toml")).map_err(|problem| vec![problem])?;
    let platforms: Platforms = read(&folder.join(PLATFORMS)).map_err(|problem| vec![problem])?;
    for (name, phrases) in platforms.iter().map(|(name, languages)| (name, phrases_of(languages))) {
        if written.insert(name.clone(), phrases).is_some() {
            problems.push(format!("{PLATFORMS}: '{name}' is a context of contexts.toml already"));
        }
    }
    let contexts = joined(&written).map_err(|problem| vec![problem])?;
    let mut unused: BTreeSet<&str> = written.keys().map(String::as_str).collect();
    unused.retain(|name| !written.values().flatten().any(|text| braced(text) == Some(name)));
    let statuses: Statuses = read(&folder.join(STATUSES)).map_err(|problem| vec![problem])?;
    let alike: BTreeMap<String, Signature> = read(&folder.join(SIGNATURES)).map_err(|problem| vec![problem])?;
    let itself_like = alike.iter().filter(|(_, signature)| signature.like.is_some());
    problems.extend(itself_like.map(|(name, _)| format!("{SIGNATURES}: '{name}' is what others are like, and has no `like` of its own")));
    let mut unlike: BTreeSet<&str> = alike.keys().map(String::as_str).collect();
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    for (id, file) in files(folder, &mut problems) {
        match read::<Entry>(&file) {
            Ok(mut entry) => {
                for signature in &mut entry.signatures {
                    signature.like.as_deref().map(|name| unlike.remove(name));
                    if let Err(why) = signature.complete(&alike) {
                        problems.push(format!("{}: {why}", file.display()));
                    }
                }
                entry.signatures.iter().flat_map(Signature::contexts).for_each(|name| _ = unused.remove(name));
                for text in entry.signatures.iter_mut().flat_map(|signature| &mut signature.all) {
                    match statuses.spelled(text, &contexts) {
                        Ok(spelled) => *text = spelled,
                        Err(why) => problems.push(format!("{}: {why}", file.display())),
                    }
                }
                if entry.halves {
                    let halves: Vec<_> = halves(&entry).collect();
                    entry.signatures.extend(halves);
                }
                problems.extend(complaints(&id, &entry).into_iter().map(|why| format!("{}: {why}", file.display())));
                entries.insert(id, entry);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        problems.extend(unlike.into_iter().map(|name| format!("{SIGNATURES}: no entry names '{name}'")));
        problems.extend(unused.into_iter().map(|name| format!("contexts.toml: no entry names '{name}'")));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    for (id, entry) in &entries {
        for other in entry.over.iter().chain(&entry.inside).filter(|other| !entries.contains_key(*other)) {
            problems.push(format!("{id}: over/inside names '{other}', which is no entry"));
        }
    }
    let places: BTreeMap<&str, usize> = entries.keys().enumerate().map(|(place, id)| (id.as_str(), place)).collect();
    for (id, entry) in &entries {
        let Some(other) = &entry.shown_as else { continue };
        if entry.status == "documented" || entries.get(other).is_none_or(|other| other.status != "documented") {
            problems.push(format!("{id}: shown_as names a documented entry, and only an observed one has it"));
        }
    }
    let mut phrases = Phrases::default();
    let mut context_groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (name, texts) in &contexts {
        let group: Result<Vec<usize>, String> = texts.iter().map(|text| phrases.add(text)).collect();
        match group {
            Ok(group) => _ = context_groups.insert(name, group),
            Err(why) => problems.push(format!("contexts.toml: {name}: {why}")),
        }
    }
    let mut packed = Packed::default();
    for (id, entry) in &entries {
        if let Err(why) = write_entry(&mut packed, id, entry, &places, &mut phrases, &context_groups) {
            problems.push(format!("{id}: {why}"));
        }
    }
    let mut lists = String::new();
    write_codes(&mut lists, &mut packed, &entries, &mut problems);
    write_phrases(&mut lists, &mut packed, &phrases);
    let mut searched = BTreeSet::new();
    match read::<Sentences>(&folder.join(SENTENCES)) {
        Ok(sentences) => {
            write_sentences(&mut lists, &mut packed, &sentences, &entries, &mut problems);
            searched = beginnings(&sentences);
        }
        Err(problem) => problems.push(problem),
    }
    let code = packed.code() + &lists;
    match anchors(&entries, &contexts, searched) {
        Ok(anchors) if problems.is_empty() => return Ok(code + &anchors),
        Ok(_) => {}
        Err(problem) => problems.push(problem),
    }
    Err(problems)
}

/// The contexts, with the phrases of those that they name as `{name}`.
fn joined(contexts: &BTreeMap<String, Vec<String>>) -> Result<BTreeMap<String, Vec<String>>, String> {
    let phrases = |text: &String| match braced(text) {
        Some(name) => contexts.get(name).cloned().ok_or_else(|| format!("contexts.toml: '{name}' is none of them")),
        None => Ok(vec![text.clone()]),
    };
    let whole = |texts: &Vec<String>| texts.iter().map(phrases).collect::<Result<Vec<_>, _>>().map(|texts| texts.concat());
    contexts.iter().map(|(name, texts)| Ok((name.clone(), whole(texts)?))).collect()
}

/// `area/name` and the file, for every entry; whatever else lies in the folder is a problem.
fn files(folder: &Path, problems: &mut Vec<String>) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for area in list(folder) {
        let name = area.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !area.is_dir() {
            if !["contexts.toml", PLATFORMS, SENTENCES, SIGNATURES, STATUSES].contains(&name.as_str()) {
                problems.push(format!("{}: an entry lies in the folder of its area", area.display()));
            }
            continue;
        }
        if !AREAS.contains(&name.as_str()) {
            problems.push(format!("{}: no known area ({})", area.display(), AREAS.join(", ")));
        }
        for file in list(&area) {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let plain = stem.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if file.extension().is_none_or(|extension| extension != "toml") || !plain {
                problems.push(format!("{}: an entry's file is named like its id, in lower case, .toml", file.display()));
                continue;
            }
            found.push((format!("{name}/{stem}"), file));
        }
    }
    found
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).map(|entries| entries.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    paths.retain(|path| !path.file_name().unwrap_or_default().to_string_lossy().starts_with('.'));
    paths.sort();
    paths
}

fn read<T: serde::de::DeserializeOwned>(file: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        format!("{}:{line}: {}", file.display(), error.message())
    })
}
