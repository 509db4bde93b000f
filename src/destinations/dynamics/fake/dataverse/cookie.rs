//! The paging cookie behind `$skiptoken`: the values of the first and last row of a page in the columns that it is sorted by.
//!
//! Source: "Page results" of the Web API documentation, whose example shows a cookie in full: XML, escaped twice, inside XML, escaped once.
//! It holds all there is to know; nothing is kept at the server.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use super::answer::Refusal;
use super::table::Plain;

/// A cookie that came back.
#[derive(Debug, Clone)]
pub struct Cookie {
    pub page: usize,
    inner: String,
}

impl Cookie {
    /// The text for the address: each column with the page's first and last value.
    pub fn write<'a>(page: usize, columns: impl Iterator<Item = (&'a str, Value, Value)>) -> String {
        let mut inner = format!("<cookie page=\"{}\">", page - 1);
        for (name, first, last) in columns {
            inner.push_str(&format!("<{name} {} {} />", attribute("last", &last), attribute("first", &first)));
        }
        inner.push_str("</cookie>");
        let twice = escape(&escape(&inner));
        escape(&format!("<cookie pagenumber=\"{page}\" pagingcookie=\"{twice}\" istracking=\"False\" />"))
    }

    /// `text` is as the address has it, its own escapes undone.
    pub fn read(text: &str) -> Result<Cookie, Refusal> {
        let malformed = || Refusal::new(400, "0x80041129", "Malformed XML in the Paging Cookie"); // [inferred] code
        let page = within(text, "pagenumber=\"", "\"").and_then(|number| number.parse().ok()).ok_or_else(malformed)?;
        let twice = within(text, "pagingcookie=\"", "\"").ok_or_else(malformed)?;
        let inner = unescape(&unescape(twice));
        if inner.starts_with("<cookie ") && inner.ends_with("</cookie>") { Ok(Cookie { page, inner }) } else { Err(malformed()) }
    }

    /// The last row's value in a column.
    pub fn last(&self, name: &str, plain: Option<Plain>) -> Value {
        let text = within(&self.inner, &format!("<{name} "), " />").and_then(|column| within(column, "last=\"", "\""));
        let Some(text) = text else { return Value::Null };
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
        match plain {
            Some(Plain::Number) => text.parse::<f64>().map_or(Value::Null, Value::from),
            Some(Plain::Yes) => Value::Bool(text == "1"),
            Some(Plain::Guid) => text.trim_matches(['{', '}']).to_lowercase().into(),
            _ => text.into(),
        }
    }
}

fn attribute(name: &str, value: &Value) -> String {
    let text = match value {
        Value::Null => return format!("{name}null=\"1\""),
        Value::Bool(yes) => u8::from(*yes).to_string(),
        Value::String(text) if text.parse::<uuid::Uuid>().is_ok() => format!("{{{}}}", text.to_uppercase()),
        Value::String(text) => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"),
        other => other.to_string(),
    };
    format!("{name}=\"{text}\"")
}

fn within<'t>(text: &'t str, begin: &str, end: &str) -> Option<&'t str> {
    let (_, behind) = text.split_once(begin)?;
    behind.split_once(end).map(|(inside, _)| inside)
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn unescape(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
