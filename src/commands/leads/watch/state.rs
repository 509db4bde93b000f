//! What `leads watch` remembers from run to run: each offer's newest lead and rhythm, so that neither is lost with rows that are tidied up.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::commands::leads::watch::rhythm;
use crate::core::error::{Error, Result};

const SCHEMA: &str = "leadctl.leads-watch-state/1";

/// One offer, as far as it is worth remembering. No person's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remembered {
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
                Remembered { last, leads: seen.leads.max(known.leads), gaps, usual_longest_seconds: usual }
            }
            (Some(seen), None) => seen,
            (None, Some(known)) => known.clone(),
            (None, None) => Remembered { last: String::new(), leads: 0, gaps: 0, usual_longest_seconds: None },
        }
    }
}

#[derive(Default, Serialize, Deserialize)]
struct File {
    schema: String,
    /// By profile and place, then by offer.
    profiles: BTreeMap<String, BTreeMap<String, Remembered>>,
}

pub(super) struct State {
    path: Option<PathBuf>,
    file: File,
}

impl State {
    pub(super) fn open(path: Option<&Path>) -> Result<State> {
        let empty = File { schema: SCHEMA.to_owned(), ..File::default() };
        let Some(path) = path else { return Ok(State { path: None, file: empty }) };
        let unusable = |why: &str| {
            Error::file("watch-state", format!("{} can't be used: {why}", path.display())).hint("name another file, or delete this one to begin anew")
        };
        let file = match std::fs::read_to_string(path) {
            Ok(text) => serde_json::from_str::<File>(&text)
                .ok()
                .filter(|file| file.schema == SCHEMA)
                .ok_or_else(|| unusable("it is no state of leads watch"))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => empty,
            Err(error) => return Err(unusable("it can't be read").because(error)),
        };
        Ok(State { path: Some(path.to_owned()), file })
    }

    pub(super) fn offers(&self, place: &str) -> impl Iterator<Item = &str> {
        self.file.profiles.get(place).into_iter().flat_map(BTreeMap::keys).map(String::as_str)
    }

    pub(super) fn get(&self, place: &str, offer: &str) -> Option<&Remembered> {
        self.file.profiles.get(place)?.get(offer)
    }

    pub(super) fn set(&mut self, place: &str, offer: &str, known: Remembered) {
        self.file.profiles.entry(place.to_owned()).or_default().insert(offer.to_owned(), known);
    }

    /// Replaces the file in one step.
    pub(super) fn save(&self) -> Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let done = || -> anyhow::Result<()> {
            let mut file = tempfile::Builder::new().prefix(".leadctl-").tempfile_in(folder)?;
            file.write_all(format!("{:#}\n", serde_json::to_value(&self.file)?).as_bytes())?;
            file.persist(path)?;
            Ok(())
        };
        done().map_err(|error| Error::file("watch-state", format!("can't write {}", path.display())).because(error))
    }
}
