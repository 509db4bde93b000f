//! The account's tables and rows, in memory, and what may be done with them.

use std::collections::BTreeMap;
use std::ops::Bound;

use jiff::{SignedDuration, Timestamp};

use super::answer::Refusal;
use super::entity::{Draft, Entity, Typed};

/// More rows than this are not taken in: the sandbox lives in memory.
const MAX_ROWS: usize = 200_000;

#[derive(Default)]
pub struct Store {
    /// By name in lower case: names keep their case and ignore it.
    tables: BTreeMap<String, Table>,
    rows: usize,
    sequence: u64,
    last: Option<Timestamp>,
}

struct Table {
    name: String,
    rows: BTreeMap<(String, String), Entity>,
}

/// What `If-Match` asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    Any,
    Etag(String),
}

impl Condition {
    pub fn parse(header: Option<&str>) -> Option<Condition> {
        header.map(|header| if header.trim() == "*" { Condition::Any } else { Condition::Etag(header.trim().to_owned()) })
    }

    fn check(&self, entity: &Entity) -> Result<(), Refusal> {
        match self {
            Condition::Etag(etag) if *etag != entity.etag() => Err(Refusal::of("UpdateConditionNotSatisfied")),
            _ => Ok(()),
        }
    }
}

impl Store {
    pub fn table_names(&self) -> Vec<String> {
        self.tables.values().map(|table| table.name.clone()).collect()
    }

    /// The table's name as it was created.
    pub fn table_name(&self, name: &str) -> Option<String> {
        self.tables.get(&name.to_ascii_lowercase()).map(|table| table.name.clone())
    }

    pub fn create_table(&mut self, name: &str) -> Result<(), Refusal> {
        let key = name.to_ascii_lowercase();
        if self.tables.contains_key(&key) {
            return Err(Refusal::of("TableAlreadyExists"));
        }
        self.tables.insert(key, Table { name: name.to_owned(), rows: BTreeMap::new() });
        Ok(())
    }

    pub fn delete_table(&mut self, name: &str) -> Result<(), Refusal> {
        let table = self.tables.remove(&name.to_ascii_lowercase()).ok_or_else(|| Refusal::of("ResourceNotFound"))?;
        self.rows -= table.rows.len();
        Ok(())
    }

    fn table(&mut self, name: &str) -> Result<&mut Table, Refusal> {
        self.tables.get_mut(&name.to_ascii_lowercase()).ok_or_else(|| Refusal::of("TableNotFound"))
    }

    pub fn row(&mut self, table: &str, partition: &str, row: &str) -> Result<Entity, Refusal> {
        let rows = &self.table(table)?.rows;
        rows.get(&(partition.to_owned(), row.to_owned())).cloned().ok_or_else(|| Refusal::of("ResourceNotFound"))
    }

    pub fn insert(&mut self, table: &str, draft: Draft, now: Timestamp) -> Result<Entity, Refusal> {
        let (Some(partition), Some(row)) = (draft.partition, draft.row) else { return Err(Refusal::of("PropertiesNeedValue")) };
        if self.table(table)?.rows.contains_key(&(partition.clone(), row.clone())) {
            return Err(Refusal::of("EntityAlreadyExists"));
        }
        self.put(table, partition, row, draft.properties, now)
    }

    /// Replaces or merges; without a condition it also inserts. Also says whether the row is new.
    pub fn write(
        &mut self,
        table: &str,
        (partition, row): (String, String),
        draft: Draft,
        condition: Option<&Condition>,
        merge: bool,
        now: Timestamp,
    ) -> Result<(Entity, bool), Refusal> {
        let strays = [(&draft.partition, &partition), (&draft.row, &row)];
        if strays.iter().any(|(named, own)| named.as_ref().is_some_and(|named| named != *own)) {
            return Err(Refusal::of("InvalidInput"));
        }
        let old = self.table(table)?.rows.get(&(partition.clone(), row.clone())).cloned();
        match (&old, condition) {
            (None, Some(_)) => return Err(Refusal::of("ResourceNotFound")),
            (Some(old), Some(condition)) => condition.check(old)?,
            _ => {}
        }
        let mut properties = match (&old, merge) {
            (Some(old), true) => old.properties.clone(),
            _ => Vec::new(),
        };
        for (name, value) in draft.properties {
            set(&mut properties, name, value);
        }
        let entity = self.put(table, partition, row, properties, now)?;
        Ok((entity, old.is_none()))
    }

    fn put(&mut self, table: &str, partition: String, row: String, properties: Vec<(String, Typed)>, now: Timestamp) -> Result<Entity, Refusal> {
        if self.rows >= MAX_ROWS {
            return Err(Refusal::of("ServerBusy"));
        }
        // An ETag is its row's time: no two writes share one.
        let tick = SignedDuration::from_nanos(100);
        let timestamp = self.last.map_or(now, |last| now.max(last + tick));
        self.last = Some(timestamp);
        self.sequence += 1;
        let mut entity = Entity { partition, row, properties, timestamp, sequence: self.sequence };
        let rows = &mut self.table(table)?.rows;
        let key = (entity.partition.clone(), entity.row.clone());
        if let Some(old) = rows.get(&key) {
            entity.sequence = old.sequence;
        }
        if rows.insert(key, entity.clone()).is_none() {
            self.rows += 1;
        }
        Ok(entity)
    }

    pub fn delete(&mut self, table: &str, partition: &str, row: &str, condition: &Condition) -> Result<(), Refusal> {
        let entity = self.row(table, partition, row)?;
        condition.check(&entity)?;
        self.table(table)?.rows.remove(&(entity.partition, entity.row));
        self.rows -= 1;
        Ok(())
    }

    /// Up to `limit` rows that `wanted` takes, from the given key on, and the key of the next page.
    #[allow(clippy::type_complexity)] // rows and a key: a name would hide it
    pub fn page(
        &self,
        table: &str,
        from: Option<(String, String)>,
        limit: usize,
        wanted: &dyn Fn(&Entity) -> bool,
    ) -> Result<(Vec<&Entity>, Option<(String, String)>), Refusal> {
        let rows = &self.tables.get(&table.to_ascii_lowercase()).ok_or_else(|| Refusal::of("TableNotFound"))?.rows;
        let start = from.map_or(Bound::Unbounded, Bound::Included);
        let mut found = Vec::new();
        for (key, entity) in rows.range((start, Bound::Unbounded)).filter(|(_, entity)| wanted(entity)) {
            if found.len() == limit {
                return Ok((found, Some(key.clone())));
            }
            found.push(entity);
        }
        Ok((found, None))
    }

    /// Every row of every table, in the order of arrival.
    pub fn all(&self) -> Vec<Entity> {
        let mut all: Vec<Entity> = self.tables.values().flat_map(|table| table.rows.values().cloned()).collect();
        all.sort_by_key(|entity| entity.sequence);
        all
    }
}

fn set(properties: &mut Vec<(String, Typed)>, name: String, value: Typed) {
    match properties.iter_mut().find(|(known, _)| *known == name) {
        Some((_, old)) => *old = value,
        None => properties.push((name, value)),
    }
}
