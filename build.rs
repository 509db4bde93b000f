//! Compiles the catalogue: `src/catalogue/entries/<area>/<name>.toml` become Rust statics, so that nothing is parsed at run time.
//!
//! A malformed entry fails the build with its file and the reason. What an entry may hold is the structs at the top of this file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[path = "src/catalogue/scanning/anchor.rs"]
#[allow(dead_code)]
mod anchor;
#[path = "src/catalogue/scanning/derive.rs"]
#[allow(dead_code)]
mod derive;
#[path = "src/catalogue/normalise.rs"]
#[allow(dead_code)]
mod normalise;

/// How many bytes of a word's beginning it is looked up by, as in `src/catalogue/signatures.rs`.
const STEM: usize = 4;
/// The words of the documented sentences, in all languages.
const SENTENCES: &str = "sentences.toml";
/// How programs write the status of an answer.
const STATUSES: &str = "statuses.toml";
const FOLDER: &str = "src/catalogue/entries";
const AREAS: [&str; 7] = ["dynamics", "entra", "https", "marketo", "marketplace", "salesforce", "storage"];
const FIELDS: [&str; 18] = [
    "url",
    "directory_id",
    "application_id",
    "client_secret",
    "username",
    "password",
    "authority_url",
    "oid",
    "api_client_secret",
    "munchkin_id",
    "form_id",
    "client_id",
    "server_id",
    "connection_string",
    "container",
    "table",
    "contact_email",
    "offer",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    title: Texts,
    status: String,
    #[serde(default)]
    partner_center: BTreeMap<String, Vec<String>>,
    /// The documented entry under whose sentence Partner Center shows this error, by inference.
    shown_as: Option<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    weak_codes: Vec<String>,
    #[serde(default)]
    signatures: Vec<Signature>,
    cause: Texts,
    repair: Steps,
    field: Option<String>,
    #[serde(default)]
    checks: Vec<String>,
    fault: Option<String>,
    #[serde(default)]
    over: Vec<String>,
    #[serde(default)]
    inside: Vec<String>,
    #[serde(default)]
    links: Vec<String>,
    examples: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Texts {
    en: String,
    nl: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Steps {
    en: Vec<String>,
    nl: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signature {
    all: Vec<String>,
    /// Phrases, or `@name` for a context.
    #[serde(default)]
    unless: Vec<String>,
    /// Names of contexts, each of which must be near.
    #[serde(default)]
    with: Vec<String>,
    within: Option<u32>,
    confidence: f64,
}

/// `statuses.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Statuses {
    forms: Vec<String>,
    reasons: BTreeMap<String, String>,
}

impl Statuses {
    /// Alternatives with `{401}` written out.
    fn spelled(&self, text: &str) -> Result<String, String> {
        let alternatives = text.split(" | ").map(|alternative| {
            let Some(number) = alternative.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
                return Ok(alternative.to_owned());
            };
            let reason = self.reasons.get(number).ok_or_else(|| format!("'{number}' is no status of {STATUSES}"))?;
            let forms: Vec<String> = self.forms.iter().map(|form| form.replace('#', number).replace('%', reason)).collect();
            Ok(forms.join(" | "))
        });
        Ok(alternatives.collect::<Result<Vec<_>, String>>()?.join(" | "))
    }
}

/// `sentences.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    /// Thing, then the names for it.
    names: BTreeMap<String, String>,
    /// Thing, then language, then the words for it.
    words: BTreeMap<String, BTreeMap<String, String>>,
    /// Thing, then what is said of it to people.
    said: BTreeMap<String, Texts>,
    /// By the entry's id.
    sentence: BTreeMap<String, Sentence>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    frame: String,
    weights: BTreeMap<String, f32>,
}

/// Every phrase once, by its text.
#[derive(Default)]
struct Phrases {
    texts: Vec<String>,
    words: Vec<Vec<String>>,
    index: BTreeMap<String, usize>,
}

impl Phrases {
    fn add(&mut self, text: &str) -> Result<usize, String> {
        let text = text.trim();
        if let Some(known) = self.index.get(text) {
            return Ok(*known);
        }
        let words = words_of(text)?;
        self.texts.push(text.to_owned());
        self.words.push(words);
        self.index.insert(text.to_owned(), self.texts.len() - 1);
        Ok(self.texts.len() - 1)
    }

    /// `a | b`: one of them.
    fn alternatives(&mut self, text: &str) -> Result<Vec<usize>, String> {
        text.split(" | ").map(|phrase| self.add(phrase)).collect()
    }
}

/// The words of a phrase; `…` stands for a gap, a final `*` for any ending.
fn words_of(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    for (part, piece) in text.split('…').enumerate() {
        if part > 0 {
            words.push("…".to_owned());
        }
        for written in piece.split_whitespace() {
            let parsed = normalise::Words::of(written);
            for index in 0..parsed.len() {
                words.push(parsed.get(index).to_owned());
            }
            if written.ends_with('*') {
                let last = words.last_mut().ok_or_else(|| format!("'{text}': a lone *"))?;
                last.push('*');
            }
        }
    }
    // Text taken out of XML has what stood before the sentence glued to its article.
    if words.len() > 4 && words[0] == "the" {
        words.remove(0);
    }
    let first = words.first().ok_or_else(|| format!("'{text}' has no words"))?;
    if first == "…" || words.last().is_some_and(|last| last == "…") {
        return Err(format!("'{text}': a gap needs words on both sides"));
    }
    if anchor_of(&words, |_| 0).is_none() {
        return Err(format!("'{text}': the first part needs a whole word, or a beginning of at least {STEM} letters"));
    }
    Ok(words)
}

/// The word by which a phrase is looked up, of those before its first gap: the rarest whole one, else the longest beginning.
fn anchor_of(words: &[String], frequency: impl Fn(&str) -> usize) -> Option<usize> {
    let head = || words.iter().take_while(|word| *word != "…").enumerate();
    let whole = head().filter(|(_, word)| !word.ends_with('*')).min_by_key(|(_, word)| (frequency(word.as_str()) / 4, std::cmp::Reverse(word.len())));
    let beginning = || head().filter(|(_, word)| word.len() > STEM).max_by_key(|(_, word)| word.len());
    whole.or_else(beginning).map(|(place, _)| place)
}

#[allow(clippy::disallowed_methods, clippy::print_stdout)] // how cargo and build scripts talk
fn main() {
    println!("cargo::rerun-if-changed={FOLDER}");
    for file in ["normalise", "letters", "escapes"] {
        println!("cargo::rerun-if-changed=src/catalogue/{file}.rs");
    }
    println!("cargo::rerun-if-changed=src/catalogue/scanning");
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
    let contexts: BTreeMap<String, Vec<String>> = read(&folder.join("contexts.toml")).map_err(|problem| vec![problem])?;
    let statuses: Statuses = read(&folder.join(STATUSES)).map_err(|problem| vec![problem])?;
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    for (id, file) in files(folder, &mut problems) {
        match read::<Entry>(&file) {
            Ok(mut entry) => {
                for text in entry.signatures.iter_mut().flat_map(|signature| &mut signature.all) {
                    match statuses.spelled(text) {
                        Ok(spelled) => *text = spelled,
                        Err(why) => problems.push(format!("{}: {why}", file.display())),
                    }
                }
                problems.extend(complaints(&id, &entry).into_iter().map(|why| format!("{}: {why}", file.display())));
                entries.insert(id, entry);
            }
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    for (id, entry) in &entries {
        for other in entry.over.iter().chain(&entry.inside) {
            if !other.contains('/') || (other.starts_with("https/") || other.starts_with("storage/")) && !entries.contains_key(other) {
                problems.push(format!("{id}: over/inside names '{other}', which is no entry"));
            }
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
    let code = packed.code() + &lists + &anchors(&entries, &contexts, searched);
    if problems.is_empty() { Ok(code) } else { Err(problems) }
}

/// `area/name` and the file, for every entry; whatever else lies in the folder is a problem.
fn files(folder: &Path, problems: &mut Vec<String>) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for area in list(folder) {
        let name = area.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !area.is_dir() {
            if !["contexts.toml", SENTENCES, STATUSES].contains(&name.as_str()) {
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

/// What is wrong with an entry that TOML alone does not tell.
fn complaints(id: &str, entry: &Entry) -> Vec<String> {
    let mut why = Vec::new();
    let mut demand = |good: bool, what: String| {
        if !good {
            why.push(what);
        }
    };
    for (key, texts) in [("title", &entry.title), ("cause", &entry.cause)] {
        for (lang, text) in [("en", &texts.en), ("nl", &texts.nl)] {
            demand(!text.trim().is_empty(), format!("{key}.{lang} is empty"));
        }
    }
    demand(!entry.repair.en.is_empty(), "repair.en has no steps".into());
    demand(entry.repair.en.len() == entry.repair.nl.len(), "repair.nl has not as many steps as repair.en".into());
    demand(entry.repair.en.iter().chain(&entry.repair.nl).all(|step| !step.trim().is_empty()), "a repair step is empty".into());
    let documented = entry.status == "documented";
    demand(documented || entry.status == "observed", format!("status is '{}', not documented or observed", entry.status));
    demand(documented != entry.partner_center.is_empty(), "a documented entry has partner_center sentences, an observed one has none".into());
    for lang in ["en-us", "nl-nl"] {
        demand(!documented || entry.partner_center.contains_key(lang), format!("partner_center.{lang} is missing"));
    }
    demand(!entry.examples.is_empty(), "no examples".into());
    demand(entry.field.as_deref().is_none_or(|field| FIELDS.contains(&field)), format!("field '{:?}' is no connection detail", entry.field));
    demand(entry.fault.as_deref().is_none_or(|fault| fault == id), "fault is the entry's own id, or absent".into());
    demand(entry.checks.iter().all(|check| check.contains('/')), "a check's id is destination/check".into());
    demand(entry.links.iter().all(|link| link.starts_with("https://") && !link.contains(' ')), "a link is an https address".into());
    demand(!entry.codes.is_empty() || !entry.signatures.is_empty(), "neither codes nor signatures: nothing can match".into());
    for signature in &entry.signatures {
        demand(!signature.all.is_empty(), "a signature needs `all`".into());
        demand((0.3..=0.99).contains(&signature.confidence), format!("confidence {} is not within 0.3 to 0.99", signature.confidence));
    }
    why
}

fn write_entry(
    packed: &mut Packed,
    id: &str,
    entry: &Entry,
    places: &BTreeMap<&str, usize>,
    phrases: &mut Phrases,
    contexts: &BTreeMap<&str, Vec<usize>>,
) -> Result<(), String> {
    let status = if entry.status == "documented" { "Documented" } else { "Observed" };
    let first = packed.signatures.len();
    for signature in &entry.signatures {
        let all: Result<Vec<_>, _> = signature.all.iter().map(|text| phrases.alternatives(text)).collect();
        let mut unless = Vec::new();
        for text in &signature.unless {
            match text.strip_prefix('@') {
                Some(name) => unless.extend(contexts.get(name).ok_or_else(|| format!("'{name}' is no context of contexts.toml"))?.iter().copied()),
                None => unless.extend(phrases.alternatives(text)?),
            }
        }
        let mut with = Vec::new();
        for name in &signature.with {
            with.push(contexts.get(name.as_str()).ok_or_else(|| format!("'{name}' is no context of contexts.toml"))?.clone());
        }
        let all = all?;
        for phrase in all.first().into_iter().flatten() {
            packed.opens.entry(*phrase).or_default().push(packed.signatures.len());
        }
        let (all, unless, with) = (packed.groups(&all), packed.group(&unless), packed.groups(&with));
        let within = signature.within.unwrap_or(60);
        let confidence = signature.confidence;
        packed.signatures.push(format!("Signature {{ all: {all}, unless: {unless}, with: {with}, within: {within}, confidence: {confidence:?} }}"));
    }
    let signatures = format!("Signatures {{ at: {first}, len: {} }}", packed.signatures.len() - first);
    // A language, then its sentences, one language behind the other.
    let sentences: Vec<String> =
        entry.partner_center.iter().flat_map(|(lang, texts)| trimmed(texts).into_iter().map(move |text| format!("{lang} {text}"))).collect();
    let line = format!(
        "Entry {{ id: {id:?}, title: {}, status: Status::{status}, sentences: {}, shown_as: {:?}, codes: {}, weak_codes: {}, signatures: {signatures}, cause: {}, \
         repair: Steps {{ en: {}, nl: {} }}, field: {:?}, checks: {}, fault: {:?}, over: {}, inside: {}, links: {}, examples: {} }}",
        packed.texts(&entry.title),
        packed.list(&sentences),
        entry.shown_as.as_deref().and_then(|other| places.get(other)),
        packed.list(&entry.codes),
        packed.list(&entry.weak_codes),
        packed.texts(&entry.cause),
        packed.list(&trimmed(&entry.repair.en)),
        packed.list(&trimmed(&entry.repair.nl)),
        entry.field,
        packed.list(&entry.checks),
        entry.fault,
        packed.list(&entry.over),
        packed.list(&entry.inside),
        packed.list(&entry.links),
        packed.list(&entry.examples),
    );
    packed.entries.push(line);
    Ok(())
}

/// The statics in the making: one text, and flat lists of places in it (see `src/catalogue/packed.rs`).
#[derive(Default)]
struct Packed {
    blob: String,
    known: BTreeMap<String, usize>,
    texts: Vec<String>,
    numbers: Vec<usize>,
    groups: Vec<String>,
    signatures: Vec<String>,
    entries: Vec<String>,
    /// For a phrase the signatures whose first group has it.
    opens: BTreeMap<usize, Vec<usize>>,
    /// Words that are looked up whole, and by their first bytes.
    words: Bits,
    stems: Bits,
}

/// A set of words by their hash, as `src/catalogue/normalise.rs` has it.
struct Bits(Vec<u64>);

impl Default for Bits {
    fn default() -> Self {
        Bits(vec![0; normalise::HASHES / 64])
    }
}

impl Bits {
    fn add(&mut self, word: &[u8]) {
        let hash = normalise::hash(word);
        self.0[hash / 64] |= 1 << (hash % 64);
    }
}

impl Packed {
    fn text(&mut self, text: &str) -> String {
        let at = match self.known.get(text) {
            Some(at) => *at,
            None => {
                let at = self.blob.len();
                self.blob.push_str(text);
                self.known.insert(text.to_owned(), at);
                at
            }
        };
        format!("Text {{ at: {at}, len: {} }}", text.len())
    }

    fn list(&mut self, texts: &[String]) -> String {
        let at = self.texts.len();
        for text in texts {
            let text = self.text(text);
            self.texts.push(text);
        }
        format!("List {{ at: {at}, len: {} }}", texts.len())
    }

    fn group(&mut self, numbers: &[usize]) -> String {
        let at = self.numbers.len();
        self.numbers.extend(numbers);
        format!("Group {{ at: {at}, len: {} }}", numbers.len())
    }

    fn groups(&mut self, groups: &[Vec<usize>]) -> String {
        let members: Vec<String> = groups.iter().map(|group| self.group(group)).collect();
        let at = self.groups.len();
        self.groups.extend(members);
        format!("Groups {{ at: {at}, len: {} }}", groups.len())
    }

    fn texts(&mut self, texts: &Texts) -> String {
        let (en, nl) = (self.text(&one_line(&texts.en)), self.text(&one_line(&texts.nl)));
        format!("Texts {{ en: {en}, nl: {nl} }}")
    }

    fn code(&self) -> String {
        let mut code = String::from("// Made by build.rs from src/catalogue/entries.\n\n");
        let _ = writeln!(code, "pub(super) static BLOB: &str = {:?};\n", self.blob);
        for (name, kind, items) in [
            ("TEXTS", "Text", &self.texts),
            ("GROUPS", "Group", &self.groups),
            ("SIGNATURES", "Signature", &self.signatures),
            ("ENTRIES", "Entry", &self.entries),
        ] {
            let _ = writeln!(code, "pub(super) static {name}: [{kind}; {}] = [\n{}\n];\n", items.len(), items.join(",\n"));
        }
        let _ = writeln!(code, "pub(super) static NUMBERS: [u16; {}] = {:?};\n", self.numbers.len(), self.numbers);
        for (name, bits) in [("KNOWN_WORDS", &self.words), ("KNOWN_STEMS", &self.stems)] {
            let _ = writeln!(code, "pub(super) static {name}: [u64; {}] = {:?};\n", bits.0.len(), bits.0);
        }
        code
    }
}

fn trimmed(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| one_line(text)).collect()
}

/// Line breaks of the TOML file are for its reader.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `AADSTS` codes by number, all others by their lower-case word; HRESULTs also in their decimal form.
fn write_codes(code: &mut String, packed: &mut Packed, entries: &BTreeMap<String, Entry>, problems: &mut Vec<String>) {
    let (mut numbers, mut names) = (BTreeMap::new(), BTreeMap::new());
    for (place, (id, entry)) in entries.iter().enumerate() {
        for written in &entry.codes {
            let lower = written.to_lowercase();
            let clash = if let Some(digits) = lower.strip_prefix("aadsts") {
                match digits.parse::<u32>() {
                    Ok(number) => numbers.insert(number, (written, place)).is_some(),
                    Err(_) => {
                        problems.push(format!("{id}: '{written}' is no AADSTS code"));
                        false
                    }
                }
            } else {
                if let Some(hex) = lower.strip_prefix("0x") {
                    match u32::from_str_radix(hex, 16) {
                        Ok(value) => {
                            names.insert((value as i32).unsigned_abs().to_string(), (written, place));
                            names.insert(value.to_string(), (written, place));
                        }
                        Err(_) => problems.push(format!("{id}: '{written}' is no number")),
                    }
                }
                names.insert(lower, (written, place)).is_some()
            };
            if clash {
                problems.push(format!("{id}: the code {written} belongs to another entry already"));
            }
        }
    }
    let numbers: Vec<String> = numbers.iter().map(|(number, (written, place))| format!("({number}, {}, {place})", packed.text(written))).collect();
    names.keys().for_each(|name| packed.words.add(name.as_bytes()));
    let names: Vec<String> =
        names.iter().map(|(name, (written, place))| format!("({}, {}, {place})", packed.text(name), packed.text(written))).collect();
    let _ = writeln!(code, "pub(super) static AADSTS: [(u32, Text, u16); {}] = [{}];\n", numbers.len(), numbers.join(", "));
    let _ = writeln!(code, "pub(super) static NAMED: [(Text, Text, u16); {}] = [{}];\n", names.len(), names.join(", "));
}

/// The words of the documented sentences, sorted, and the sentences themselves.
fn write_sentences(code: &mut String, packed: &mut Packed, sentences: &Sentences, entries: &BTreeMap<String, Entry>, problems: &mut Vec<String>) {
    let things: Vec<&String> = sentences.names.keys().chain(sentences.words.keys()).collect();
    let langs: BTreeSet<&String> = sentences.words.values().flat_map(BTreeMap::keys).collect();
    let bit = |lang: &String| langs.iter().position(|known| *known == lang).map_or(0, |place| 1u32 << place);
    let mut words: BTreeMap<(String, usize, bool), u32> = BTreeMap::new();
    let mut add = |thing: usize, langs: u32, list: &str| {
        for written in list.split(" | ") {
            let (text, whole) = written.trim().strip_suffix('*').map_or((written, true), |text| (text, false));
            let parsed = normalise::Words::of(text);
            let text: String = (0..parsed.len()).map(|index| parsed.get(index)).collect();
            if text.is_empty() || written.trim().trim_end_matches('*').contains('*') {
                problems.push(format!("{SENTENCES}: '{written}' has no words, or a * within"));
            }
            *words.entry((text, thing, whole)).or_default() |= langs;
        }
    };
    for (place, list) in sentences.names.values().enumerate() {
        add(place, u32::MAX, list);
    }
    for (place, list) in sentences.words.values().enumerate() {
        for (lang, list) in list {
            add(sentences.names.len() + place, bit(lang), list);
        }
    }
    let thrown = things.iter().position(|thing| *thing == "thrown");
    let thrown: Vec<String> = words.keys().filter(|(_, thing, _)| Some(*thing) == thrown).map(|(text, ..)| packed.text(text)).collect();
    let _ = writeln!(code, "pub(super) static THROWN: [Text; {}] = [{}];\n", thrown.len(), thrown.join(", "));
    let words: Vec<String> = words
        .iter()
        .map(|((text, thing, whole), langs)| format!("Word {{ text: {}, whole: {whole}, thing: {thing}, langs: {langs} }}", packed.text(text)))
        .collect();
    let _ = writeln!(code, "pub(super) static WORDS: [Word; {}] = [\n{}\n];\n", words.len(), words.join(",\n"));
    let _ = writeln!(code, "pub(super) mod thing {{\n    #![allow(dead_code)]\n    pub const FIRST_WORD: u8 = {};", sentences.names.len());
    for (place, thing) in things.iter().enumerate() {
        let _ = writeln!(code, "    pub const {}: u8 = {place};", thing.to_uppercase());
    }
    let _ = writeln!(code, "}}\n\npub(super) const ENGLISH: u32 = {};", bit(&"en-us".to_owned()));
    let _ = writeln!(code, "#[cfg(test)]\npub(super) static LANGS: [&str; {}] = {:?};\n", langs.len(), langs.iter().collect::<Vec<_>>());
    let said: Vec<String> = things
        .iter()
        .map(|thing| match sentences.said.get(*thing) {
            Some(texts) => packed.texts(texts),
            None => packed.texts(&Texts { en: thing.to_string(), nl: thing.to_string() }),
        })
        .collect();
    let _ = writeln!(code, "pub(super) static SAID: [Texts; {}] = [{}];\n", said.len(), said.join(", "));
    let _ = writeln!(code, "pub(super) static SENTENCES: [Sentence; {}] = [", sentences.sentence.len());
    for (id, sentence) in &sentences.sentence {
        let Some(entry) = entries.keys().position(|known| known == id) else {
            problems.push(format!("{SENTENCES}: {id} is no entry"));
            continue;
        };
        let frame = match sentence.frame.as_str() {
            "aad" => "Aad",
            "lastcrm" => "LastCrm",
            "plain" => "Plain",
            other => {
                problems.push(format!("{SENTENCES}: {id}: '{other}' is no frame"));
                continue;
            }
        };
        let mut weights = String::new();
        for (thing, weight) in &sentence.weights {
            match things.iter().position(|known| *known == thing) {
                Some(place) if sentences.said.contains_key(thing) => _ = write!(weights, "({place}, {weight:?}), "),
                Some(_) => problems.push(format!("{SENTENCES}: nothing is said of '{thing}'")),
                None => problems.push(format!("{SENTENCES}: {id}: '{thing}' is not named")),
            }
        }
        let _ = writeln!(code, "    Sentence {{ entry: {entry}, frame: Frame::{frame}, weights: &[{}] }},", weights.trim_end_matches(", "));
    }
    code.push_str("];\n\n");
}

/// The phrases, and for each the word by which it is looked up: a whole one, or the first bytes of a beginning.
fn write_phrases(code: &mut String, packed: &mut Packed, phrases: &Phrases) {
    let mut frequency: BTreeMap<&str, usize> = BTreeMap::new();
    for words in &phrases.words {
        for word in words.iter().collect::<BTreeSet<_>>() {
            *frequency.entry(word).or_default() += 1;
        }
    }
    let mut anchors: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut stems: BTreeMap<[u8; STEM], Vec<usize>> = BTreeMap::new();
    let _ = writeln!(code, "pub(super) static PHRASES: [Phrase; {}] = [", phrases.words.len());
    for (place, words) in phrases.words.iter().enumerate() {
        let anchor = anchor_of(words, |word| frequency[word]).expect("words_of demands an anchor");
        let word = &words[anchor];
        match word.strip_suffix('*') {
            None => anchors.entry(word).or_default().push(place),
            Some(_) => {
                let key = word.as_bytes().first_chunk::<STEM>().expect("words_of demands a long beginning");
                stems.entry(*key).or_default().push(place);
            }
        }
        let (text, list) = (packed.text(&phrases.texts[place]), packed.list(words));
        let opens = packed.opens.remove(&place).unwrap_or_default();
        let opens = packed.group(&opens);
        let _ = writeln!(code, "    Phrase {{ text: {text}, words: {list}, anchor: {anchor}, opens: {opens} }},");
    }
    let _ = writeln!(code, "];\n\npub(super) static ANCHORS: [(Text, Group); {}] = [", anchors.len());
    for (word, places) in anchors {
        packed.words.add(word.as_bytes());
        let (word, places) = (packed.text(word), packed.group(&places));
        let _ = writeln!(code, "    ({word}, {places}),");
    }
    let _ = writeln!(code, "];\n\npub(super) static STEMS: [([u8; {STEM}], Group); {}] = [", stems.len());
    for (stem, places) in stems {
        packed.stems.add(&stem);
        let _ = writeln!(code, "    ({stem:?}, {}),", packed.group(&places));
    }
    code.push_str("];\n");
}

/// What a part of a documented sentence begins with in other languages than English, where every program throws exceptions.
fn beginnings(sentences: &Sentences) -> BTreeSet<String> {
    let written = |list: &String| list.split(" | ").map(|text| text.trim().to_lowercase()).collect::<Vec<_>>();
    let mut found = BTreeSet::new();
    for text in sentences.words.get("thrown").into_iter().flat_map(BTreeMap::values).filter_map(|list| written(list).into_iter().next()) {
        // Two blanks for the scanner: two colons, or one and a blank. Where letters are wide, the colon is.
        match text.chars().count() {
            _ if text.starts_with("exception") => continue,
            2 => found.extend([format!("{text}：*"), format!("{text}:: *")]),
            _ => found.extend([format!("{text}::*")]),
        }
    }
    found.extend(sentences.names.get("lastcrm").into_iter().flat_map(written).filter(|text| !text.starts_with("lastcrm")));
    found
}

/// What every answer must contain, and the anchors by which a log is searched for it (see `src/catalogue/scanning/derive.rs`).
fn anchors(entries: &BTreeMap<String, Entry>, contexts: &BTreeMap<String, Vec<String>>, beginnings: BTreeSet<String>) -> String {
    // Partner Center's frame, however its two words are kept apart, and the lists of codes in an answer of Entra ID.
    let frame = [
        "lastcrm*",
        "dynamics crm*",
        "crm dynamics*",
        "dynamics\u{a0}crm*",
        "dynamics&nbsp;crm*",
        "dynamics%20crm*",
        "dynamics\r\ncrm*",
        "dynamics\\ncrm*",
        // Wrapped and indented, by as many blanks: a tab is one for the scanner.
        "dynamics\t\t\tcrm*",
        "dynamics\t\t\t\tcrm*",
        "dynamics\t\t\t\t\tcrm*",
        "dynamics 365*",
        "error_codes",
        "errorcodes",
        "microsoftonline.com/error*",
    ];
    let always = frame.into_iter().map(str::to_owned).chain(beginnings);
    let mut conditions: Vec<derive::Condition> = always.map(|text| vec![vec![text]]).collect();
    for entry in entries.values() {
        for code in &entry.codes {
            conditions.push(vec![vec![code.clone()]]);
            if let Some(value) = code.strip_prefix("0x").and_then(|hex| u32::from_str_radix(hex, 16).ok()) {
                // As logs write it: with a sign, which is no part of the word, or without.
                conditions.extend([(value as i32).unsigned_abs(), value].map(|decimal| vec![vec![decimal.to_string()]]));
            }
        }
        // What is less sure is no answer by itself.
        for signature in entry.signatures.iter().filter(|signature| signature.confidence >= 0.5) {
            let alternatives = |text: &String| text.split(" | ").map(str::to_owned).collect::<Vec<_>>();
            let all = signature.all.iter().map(alternatives);
            // Marketo's answers are known by the order of their words alone, between which anything may stand.
            let worded = |context: &&Vec<String>| !context.iter().any(|phrase| phrase.contains("success false"));
            conditions.push(all.chain(signature.with.iter().filter_map(|name| contexts.get(name).filter(worded).cloned())).collect());
        }
    }
    let ordinary = ["ordinary.txt", "ordinary-messages.txt", "ordinary-words.txt"]
        .map(|name| std::fs::read_to_string(Path::new("src/catalogue/scanning").join(name)).unwrap_or_default());
    let chosen = derive::choose(conditions, &ordinary.concat());
    let mut code = String::new();
    let anchors: Vec<String> = chosen.anchors.iter().map(|anchor| format!("{anchor:?}")).collect();
    let _ = writeln!(code, "\npub(super) static LOG_ANCHORS: [[u8; {}]; {}] = [{}];", anchor::LENGTH, anchors.len(), anchors.join(", "));
    let _ = writeln!(code, "\npub(super) const LOG_FACTOR: u64 = {};", chosen.factor);
    let _ = writeln!(code, "\n#[cfg(test)]\npub(super) static LOG_LEFT_OUT: [&str; {}] = {:?};", chosen.left_out.len(), chosen.left_out);
    code
}
