//! The query options of a request, and the page of rows that they choose.

use std::cmp::Ordering;

use serde_json::{Value, json};

use super::answer::{Preferences, Refusal};
use super::cookie::Cookie;
use super::filter::Filter;
use super::path::{Options, outside_quotes};
use super::store::Row;
use super::table::{Plain, Table};

/// Rows of a page, and the most that `$count` tells (documented limits).
const MAX_PAGE: usize = 5000;

const KNOWN: [&str; 8] = ["$select", "$filter", "$orderby", "$top", "$count", "$expand", "$skiptoken", "$apply"];

/// What a request wants of a table.
pub struct Query {
    pub select: Option<Vec<String>>,
    filter: Option<Filter>,
    /// Property, and whether from the end.
    order: Vec<(String, bool)>,
    top: Option<usize>,
    count: bool,
    /// Navigation properties with their own options.
    pub expand: Vec<(String, Options)>,
    /// Behind which row the page begins.
    after: Option<Cookie>,
    /// The table's key, by which rows are sorted last.
    key: &'static str,
    plain: Vec<(String, Plain)>,
}

/// The rows of one page, and where the next one begins.
pub struct Page {
    pub rows: Vec<Row>,
    pub count: Option<usize>,
    /// What stands behind `$skiptoken` in the next page's address.
    pub next: Option<String>,
}

impl Query {
    pub fn parse(options: &Options, table: &Table) -> Result<Query, Refusal> {
        if let Some(unknown) = options.names().find(|name| name.starts_with('$') && (!KNOWN.contains(name) || *name == "$apply")) {
            let text = format!("The query parameter {unknown} is not supported."); // [inferred] text
            return Err(Refusal::new(400, "0x80060888", text));
        }
        let checked = |name: &str| match table.plain(name) {
            Some(_) => Ok(name.to_owned()),
            None => Err(Refusal::no_property(name, table.entity)),
        };
        let select = options.get("$select").map(|names| names.split(',').map(|name| checked(name.trim())).collect()).transpose()?;
        let filter = options.get("$filter").map(|text| Filter::parse(text, table)).transpose()?;
        let order = options.get("$orderby").map_or_else(
            || Ok(Vec::new()),
            |keys| {
                let key = |key: &str| {
                    let (name, way) = key.trim().split_once(' ').unwrap_or((key.trim(), "asc"));
                    Ok((checked(name)?, way.trim() == "desc"))
                };
                keys.split(',').map(key).collect()
            },
        )?;
        let number = |name: &str| {
            let wrong = |text: &str| Refusal::new(400, "0x80060888", format!("Invalid value '{text}' for {name} query option found."));
            options.get(name).map(|text| text.parse::<usize>().map_err(|_| wrong(text))).transpose()
        };
        Ok(Query {
            select,
            filter,
            order,
            top: number("$top")?,
            count: options.get("$count") == Some("true"),
            expand: options.get("$expand").map(expansions).unwrap_or_default(),
            after: options.get("$skiptoken").map(Cookie::read).transpose()?,
            key: table.key,
            plain: table.properties.clone(),
        })
    }

    pub fn page<'r>(&self, rows: impl Iterator<Item = &'r Row>, preferences: &Preferences) -> Page {
        let mut chosen: Vec<&Row> = rows.filter(|row| self.filter.as_ref().is_none_or(|filter| filter.matches(row))).collect();
        let count = self.count.then(|| chosen.len().min(MAX_PAGE));
        // Paging and $top exclude each other.
        let size = self.top.unwrap_or_else(|| preferences.page_size.unwrap_or(MAX_PAGE)).min(MAX_PAGE);
        // Pages rest on an order; a whole list without one is as it is stored.
        if !self.order.is_empty() || self.after.is_some() || chosen.len() > size {
            chosen.sort_by(|a, b| self.order_of(|name| (of(a, name), of(b, name))));
        }
        if let Some(cookie) = &self.after {
            // What was added or deleted meanwhile shifts nothing: the place is a row's values and no number.
            chosen.retain(|row| self.order_of(|name| (of(row, name), cookie.last(name, self.plain_of(name)))) == Ordering::Greater);
        }
        let more = self.top.is_none() && chosen.len() > size;
        chosen.truncate(size);
        let number = self.after.as_ref().map_or(2, |cookie| cookie.page + 1);
        let next = chosen.last().filter(|_| more).map(|last| self.cookie(number, chosen[0], last));
        Page { rows: chosen.into_iter().cloned().collect(), count, next }
    }

    /// A cookie that leads to the beginning, again and again.
    pub fn cookie_of_the_beginning(&self) -> String {
        self.cookie(2, &Row::new(), &Row::new())
    }

    fn cookie(&self, number: usize, first: &Row, last: &Row) -> String {
        Cookie::write(number, self.columns().map(|(name, _)| (name, of(first, name).clone(), of(last, name).clone())))
    }

    /// What rows are sorted by: what was asked for, then the key.
    fn columns(&self) -> impl Iterator<Item = (&str, bool)> {
        let asked = self.order.iter().map(|(name, descending)| (name.as_str(), *descending));
        asked.chain((!self.order.iter().any(|(name, _)| name == self.key)).then_some((self.key, false)))
    }

    fn plain_of(&self, name: &str) -> Option<Plain> {
        self.plain.iter().find(|(known, _)| known == name).map(|(_, plain)| *plain)
    }

    /// The order of two rows, whose values `pair` gives.
    fn order_of<V: std::borrow::Borrow<Value>, W: std::borrow::Borrow<Value>>(&self, pair: impl Fn(&str) -> (V, W)) -> Ordering {
        let compared = self.columns().map(|(name, descending)| {
            let (a, b) = pair(name);
            let order = compare(a.borrow(), b.borrow());
            if descending { order.reverse() } else { order }
        });
        compared.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
    }
}

fn of<'r>(row: &'r Row, name: &str) -> &'r Value {
    row.get(name).unwrap_or(&Value::Null)
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        // What is empty comes first.
        _ => b.is_null().cmp(&a.is_null()),
    }
}

/// `a($select=b;$expand=c),d`
fn expansions(text: &str) -> Vec<(String, Options)> {
    let one = |piece: &str| match piece.trim().split_once('(') {
        Some((name, inside)) => (name.to_owned(), Options::nested(inside.strip_suffix(')').unwrap_or(inside))),
        None => (piece.trim().to_owned(), Options::default()),
    };
    outside_quotes(text, ',').into_iter().map(one).collect()
}

/// A page as the Web API writes it.
pub fn listed(context: &str, rows: Vec<Row>, count: Option<usize>, next: Option<String>) -> Value {
    let mut body = json!({"@odata.context": context});
    if let Some(count) = count {
        body["@odata.count"] = count.into();
    }
    body["value"] = rows.into_iter().map(Value::Object).collect();
    if let Some(next) = next {
        body["@odata.nextLink"] = next.into();
    }
    body
}
