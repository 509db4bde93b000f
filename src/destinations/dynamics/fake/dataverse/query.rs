//! The query options of a request, and the page of rows that they choose.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::answer::{Preferences, Refusal};
use super::filter::Filter;
use super::path::{Options, outside_quotes};
use super::store::Row;
use super::table::Table;

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
    skip: usize,
}

/// The rows of one page, and where the next one begins.
pub struct Page {
    pub rows: Vec<Row>,
    pub count: Option<usize>,
    pub next: Option<usize>,
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
            skip: options.get("$skiptoken").map(offset).transpose()?.unwrap_or_default(),
        })
    }

    pub fn page<'r>(&self, rows: impl Iterator<Item = &'r Row>, preferences: &Preferences) -> Page {
        let mut chosen: Vec<&Row> = rows.filter(|row| self.filter.as_ref().is_none_or(|filter| filter.matches(row))).collect();
        for (name, descending) in self.order.iter().rev() {
            chosen.sort_by(|a, b| {
                let order = compare(a.get(name).unwrap_or(&Value::Null), b.get(name).unwrap_or(&Value::Null));
                if *descending { order.reverse() } else { order }
            });
        }
        let count = self.count.then(|| chosen.len().min(MAX_PAGE));
        // Paging and $top exclude each other.
        let size = self.top.unwrap_or_else(|| preferences.page_size.unwrap_or(MAX_PAGE)).min(MAX_PAGE);
        let next = (self.top.is_none() && chosen.len() > self.skip + size).then_some(self.skip + size);
        Page { rows: chosen.into_iter().skip(self.skip).take(size).cloned().collect(), count, next }
    }
}

fn compare(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(std::cmp::Ordering::Equal),
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

/// The cookie behind `$skiptoken`, opaque to clients.
pub fn cookie(offset: usize) -> String {
    let cookie = format!("<cookie pagenumber=\"2\" pagingcookie=\"{offset}\" istracking=\"False\" />");
    utf8_percent_encode(&cookie, NON_ALPHANUMERIC).to_string()
}

fn offset(cookie: &str) -> Result<usize, Refusal> {
    let found = cookie.split("pagingcookie=\"").nth(1).and_then(|rest| rest.split('"').next()).and_then(|number| number.parse().ok());
    found.ok_or_else(|| Refusal::new(400, "0x80041129", "Malformed XML in the Paging Cookie")) // [inferred] code
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
