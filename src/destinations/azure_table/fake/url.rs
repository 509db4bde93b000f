//! What a request's URL names: the account, then the set of tables, one table, its rows, or one row.

use percent_encoding::percent_decode_str;

use super::answer::Refusal;
pub use crate::destinations::storage::fake::{pairs, value};

/// The thing that a request is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `/` with `comp=properties` and the like.
    Service,
    /// `/$batch`
    Batch,
    /// `/Tables`
    Tables,
    /// `/Tables('name')`
    Table(String),
    /// `/name` or `/name()`
    Rows(String),
    /// `/name(PartitionKey='p',RowKey='r')`
    Row { table: String, partition: String, row: String },
}

impl Target {
    /// `path` is what follows the account, as on the wire.
    pub fn parse(path: &str) -> Result<Target, Refusal> {
        let decoded = percent_decode_str(path.trim_start_matches('/')).decode_utf8().map_err(|_| Refusal::of("InvalidUri"))?.into_owned();
        if decoded.is_empty() {
            return Ok(Target::Service);
        }
        if decoded == "$batch" {
            return Ok(Target::Batch);
        }
        let (name, inside) = match decoded.split_once('(') {
            None => (decoded.as_str(), None),
            Some((name, rest)) => (name, Some(rest.strip_suffix(')').ok_or_else(|| Refusal::of("InvalidInput"))?)),
        };
        let inside = inside.map(str::trim).filter(|inside| !inside.is_empty());
        if name.eq_ignore_ascii_case("Tables") {
            return match inside {
                None => Ok(Target::Tables),
                Some(quoted) => match quoted_text(quoted) {
                    Some((table, "")) => Ok(Target::Table(table)),
                    _ => Err(Refusal::of("InvalidInput")),
                },
            };
        }
        check_table_name(name)?;
        match inside {
            None => Ok(Target::Rows(name.to_owned())),
            Some(keys) => {
                let (partition, row) = both_keys(keys).ok_or_else(|| Refusal::of("InvalidInput"))?;
                Ok(Target::Row { table: name.to_owned(), partition, row })
            }
        }
    }
}

/// `PartitionKey='…',RowKey='…'`, in either order.
fn both_keys(text: &str) -> Option<(String, String)> {
    let (first_name, rest) = text.split_once('=')?;
    let (first, rest) = quoted_text(rest)?;
    let (second_name, rest) = rest.trim_start().strip_prefix(',')?.split_once('=')?;
    let (second, rest) = quoted_text(rest)?;
    match (first_name.trim(), second_name.trim(), rest.trim()) {
        ("PartitionKey", "RowKey", "") => Some((first, second)),
        ("RowKey", "PartitionKey", "") => Some((second, first)),
        _ => None,
    }
}

/// A text in single quotes, quotes inside doubled, and what follows it.
pub fn quoted_text(text: &str) -> Option<(String, &str)> {
    let mut rest = text.trim_start().strip_prefix('\'')?;
    let mut out = String::new();
    loop {
        let end = rest.find('\'')?;
        out.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(more) => {
                out.push('\'');
                rest = more;
            }
            None => return Some((out, rest)),
        }
    }
}

/// Letters and digits, a letter first, 3 to 63 of them, and not the reserved word.
pub fn check_table_name(name: &str) -> Result<(), Refusal> {
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) || name.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Refusal::of("InvalidResourceName"));
    }
    if !(3..=63).contains(&name.len()) {
        return Err(Refusal::saying("OutOfRangeInput", "The specified resource name length is not within the permissible limits."));
    }
    if name.eq_ignore_ascii_case("tables") {
        return Err(Refusal::of("InvalidInput"));
    }
    Ok(())
}
