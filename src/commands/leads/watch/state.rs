//! What `leads watch` remembers from run to run: each offer's newest lead and rhythm, so that neither is lost with rows that are tidied up.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::commands::leads::watch::rhythm;
use crate::core::error::{Error, Result};

const SCHEMA: &str = "leadctl.leads-watch-state/1";

/// One offer, as far as it is worth remembering. No person's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remembered {
    /// The offer's ID, where its leads tell it beside the name.
    pub(super) id: Option<String>,
    pub(super) last: String,
    pub(super) leads: u64,
    pub(super) gaps: u64,
    /// The second longest gap between two leads.
    pub(super) usual_longest_seconds: Option<u64>,
}

impl Remembered {
    pub(super) fn last(&self) -> Option<Timestamp> {
        self.last.parse().ok()
    }

    pub(super) fn limit(&self) -> (Option<u64>, String) {
        rhythm::limit(self.gaps, self.usual_longest_seconds)
    }

    /// The newest lead of both; the rhythm of whichever saw more.
    pub(super) fn merge(seen: Option<Remembered>, known: Option<&Remembered>) -> Remembered {
        match (seen, known) {
            (Some(seen), Some(known)) => {
                let last = if known.last() > seen.last() { known.last.clone() } else { seen.last.clone() };
                let (gaps, usual) =
                    if known.gaps > seen.gaps { (known.gaps, known.usual_longest_seconds) } else { (seen.gaps, seen.usual_longest_seconds) };
                Remembered { id: seen.id.or_else(|| known.id.clone()), last, leads: seen.leads.max(known.leads), gaps, usual_longest_seconds: usual }
            }
            (Some(seen), None) => seen,
            (None, Some(known)) => known.clone(),
            (None, None) => Remembered { id: None, last: String::new(), leads: 0, gaps: 0, usual_longest_seconds: None },
        }
    }
}

/// By profile and place, then by offer.
type Known = BTreeMap<String, BTreeMap<String, Remembered>>;

pub(super) struct State {
    path: Option<PathBuf>,
    known: Known,
}

impl State {
    pub(super) fn open(path: Option<&Path>) -> Result<State> {
        let Some(path) = path else { return Ok(State { path: None, known: Known::new() }) };
        let unusable = |why: &str| {
            Error::file("watch-state", format!("{} can't be used: {why}", path.display())).hint("name another file, or delete this one to begin anew")
        };
        let known = match std::fs::read_to_string(path) {
            Ok(text) => read(&text).ok_or_else(|| unusable("it is no state of leads watch"))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Known::new(),
            Err(error) => return Err(unusable("it can't be read").because(error)),
        };
        Ok(State { path: Some(path.to_owned()), known })
    }

    pub(super) fn offers(&self, place: &str) -> impl Iterator<Item = (&str, &Remembered)> {
        self.known.get(place).into_iter().flatten().map(|(offer, known)| (offer.as_str(), known))
    }

    pub(super) fn get(&self, place: &str, offer: &str) -> Option<&Remembered> {
        self.known.get(place)?.get(offer)
    }

    pub(super) fn set(&mut self, place: &str, offer: &str, known: Remembered) {
        self.known.entry(place.to_owned()).or_default().insert(offer.to_owned(), known);
    }

    /// Replaces the file in one step.
    pub(super) fn save(&self) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let done = || -> std::io::Result<()> {
            let mut file = tempfile::Builder::new().prefix(".leadctl-").tempfile_in(folder)?;
            file.write_all(format!("{:#}\n", write(&self.known)).as_bytes())?;
            file.persist(path)?;
            Ok(())
        };
        done().map_err(|error| Error::unwritable("watch-state", path, &error))
    }
}

fn write(known: &Known) -> Value {
    let offer = |known: &Remembered| json!({"id": known.id, "last": known.last, "leads": known.leads, "gaps": known.gaps, "usual_longest_seconds": known.usual_longest_seconds});
    let offers =
        |offers: &BTreeMap<String, Remembered>| offers.iter().map(|(name, known)| (name.clone(), offer(known))).collect::<serde_json::Map<_, _>>();
    let profiles: serde_json::Map<_, _> = known.iter().map(|(place, known)| (place.clone(), Value::Object(offers(known)))).collect();
    json!({"schema": SCHEMA, "profiles": profiles})
}

fn read(text: &str) -> Option<Known> {
    let file: Value = serde_json::from_str(text).ok()?;
    if file["schema"] != SCHEMA {
        return None;
    }
    let offer = |known: &Value| {
        Some(Remembered {
            // Older files have none.
            id: known["id"].as_str().map(str::to_owned),
            last: known["last"].as_str()?.to_owned(),
            leads: known["leads"].as_u64()?,
            gaps: known["gaps"].as_u64()?,
            usual_longest_seconds: known["usual_longest_seconds"].as_u64(),
        })
    };
    let offers =
        |offers: &Value| offers.as_object()?.iter().map(|(name, known)| Some((name.clone(), offer(known)?))).collect::<Option<BTreeMap<_, _>>>();
    file["profiles"].as_object()?.iter().map(|(place, known)| Some((place.clone(), offers(known)?))).collect()
}
