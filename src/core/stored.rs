//! What a destination says of the leads it holds: pages of rows as they are stored, and the deletion of one.
//!
//! A destination names where a row's time and key are; what its columns mean, [`crate::core::arrived`] reads for all of them.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::core::check::Memo;
use crate::core::net::{BoxFuture, Net};
use crate::core::outcome::Outcome;
use crate::core::values::Values;

/// Whom to ask.
pub struct Reading<'a> {
    pub values: &'a Values,
    pub net: &'a dyn Net,
    /// What several pages have in common, such as a sign-in.
    pub memo: &'a Memo,
}

/// What is asked for. A destination filters by what it can and may give more than was asked for, never less.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Arrived at or after this time.
    pub since: Option<Timestamp>,
    /// The action code.
    pub action: Option<String>,
}

/// A lead as it is stored.
#[derive(Debug, Clone, Default)]
pub struct RawLead {
    /// Names this row and no other, for as long as it is there.
    pub key: String,
    /// When the destination took it in, by the destination's clock.
    pub arrived: Option<Timestamp>,
    /// The columns, without those that hold key and time.
    pub fields: Map<String, Value>,
    /// Bytes that it takes at the destination, as far as that is known.
    pub size: u64,
    /// What people should know of how it was read, or of what could not be.
    pub problems: Vec<String>,
}

/// Something that lies among the leads and was left out: it is no lead, or none that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where it lies, for people.
    pub key: String,
    /// Says nothing of the content.
    pub why: String,
}

/// One page. Its rows are understood when they are asked for, so that the next page can be on its way meanwhile.
pub struct Page {
    /// Where the next page begins; `None` at the end. Good in another run too.
    pub next: Option<String>,
    pub rows: Rows,
    /// What this page held beside its rows.
    pub skipped: Vec<Skipped>,
}

pub type Rows = Box<dyn FnOnce() -> Result<Vec<RawLead>, ReadFailure> + Send>;

/// Why rows could not be read or deleted.
#[derive(Debug, Clone)]
pub struct ReadFailure {
    /// [`Outcome::Fail`] where asking again is of no use, [`Outcome::Unknown`] where it may be.
    pub outcome: Outcome,
    /// The catalogue entry.
    pub entry: Option<&'static str>,
    pub message: String,
    /// Status, code and words as they came.
    pub answered: String,
    /// What holds the leads is not there yet: no lead has ever arrived.
    pub never_any: bool,
}

impl ReadFailure {
    /// What asking again does not change and no entry explains.
    pub fn odd(message: impl Into<String>) -> ReadFailure {
        ReadFailure { outcome: Outcome::Fail, entry: None, message: message.into(), answered: String::new(), never_any: false }
    }
}

/// Takes a column out of a record: its text, or none where it holds something else.
pub fn take_text(fields: &mut Map<String, Value>, name: &str) -> String {
    match fields.shift_remove(name) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    }
}

/// About how many bytes a record takes, where the service publishes no formula: names, texts, and eight for what is none.
pub fn rough_size(fields: &Map<String, Value>) -> u64 {
    fields.iter().map(|(name, value)| name.len() + value.as_str().map_or(8, str::len)).sum::<usize>() as u64
}

/// What became of a row that was to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deleted {
    Now,
    /// It was gone already.
    Before,
    /// It was left as it is, because of this.
    Kept(&'static str),
}

/// A destination whose leads can be read.
pub trait StoredLeads: Send + Sync {
    /// Where the leads are, for people; no secrets.
    fn place(&self, values: &Values) -> String;

    /// One page, from the beginning or from where an earlier page said that the next begins.
    fn page<'a>(&'a self, from: &'a Reading<'a>, wanted: &'a Wanted, cursor: Option<&'a str>) -> BoxFuture<'a, Result<Page, ReadFailure>>;

    /// Deletes the row of this key.
    fn delete<'a>(&'a self, from: &'a Reading<'a>, key: &'a str) -> BoxFuture<'a, Result<Deleted, ReadFailure>>;

    /// What of the reading is inferred and not documented; a sentence for people.
    fn inferred(&self) -> Option<&'static str> {
        None
    }

    /// Which of the rows count as the marketplace's, where others may lie beside them; a sentence or two for people.
    fn counted(&self) -> Option<&'static str> {
        None
    }

    /// Microsoft's rule of thumb for what storing leads costs: US dollars a month for 1,000 leads; `None` where there is none.
    fn dollars_per_thousand(&self) -> Option<f64> {
        None
    }
}
