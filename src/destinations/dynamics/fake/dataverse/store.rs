//! The leads, in memory, oldest first.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

/// A row by the names of its properties in the Web API.
pub type Row = Map<String, Value>;

/// More leads than this are not kept: the oldest go.
const MAX_ROWS: usize = 100_000;

#[derive(Default)]
pub struct Store {
    rows: BTreeMap<u64, Row>,
    by_id: HashMap<String, u64>,
    last: u64,
    version: u64,
}

impl Store {
    /// The version number of the next change.
    pub fn next_version(&mut self) -> u64 {
        self.version += 1;
        1_000_000 + self.version
    }

    /// Keeps a row; `false` where its id is taken.
    pub fn insert(&mut self, id: &str, row: Row) -> bool {
        if self.by_id.contains_key(id) {
            return false;
        }
        if self.rows.len() >= MAX_ROWS
            && let Some((_, oldest)) = self.rows.pop_first()
        {
            self.by_id.remove(oldest["leadid"].as_str().unwrap_or_default());
        }
        self.last += 1;
        self.rows.insert(self.last, row);
        self.by_id.insert(id.to_owned(), self.last);
        true
    }

    pub fn get(&self, id: &str) -> Option<&Row> {
        self.rows.get(self.by_id.get(id)?)
    }

    pub fn get_mut(&mut self, id: &str) -> Option<&mut Row> {
        self.rows.get_mut(self.by_id.get(id)?)
    }

    pub fn remove(&mut self, id: &str) {
        if let Some(place) = self.by_id.remove(id) {
            self.rows.remove(&place);
        }
    }

    pub fn all(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }
}
