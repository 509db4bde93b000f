//! What a URL of the Web API names: the version, then segments, each with what stands in its parentheses.

use percent_encoding::percent_decode_str;
use url::form_urlencoded;

use super::answer::Refusal;

/// The versions that answer.
const VERSIONS: [&str; 3] = ["v9.0", "v9.1", "v9.2"];

/// `leads(guid)` or `WhoAmI()` or `leads`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub name: String,
    /// Between the parentheses, where there are any.
    pub inside: Option<String>,
}

/// A URL below the API's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    pub version: String,
    pub segments: Vec<Segment>,
}

impl Address {
    /// `None` outside the API. `path` is as on the wire.
    pub fn parse(path: &str) -> Option<Result<Address, Refusal>> {
        let decoded = percent_decode_str(path).decode_utf8_lossy().into_owned();
        let rest = decoded.strip_prefix("/api/data/")?;
        let (version, rest) = rest.split_once('/').unwrap_or((rest, ""));
        VERSIONS.contains(&version).then(|| {
            let segments = outside_quotes(rest, '/').into_iter().filter(|piece| !piece.is_empty()).map(Segment::parse);
            Ok(Address { version: version.to_owned(), segments: segments.collect::<Result<_, _>>()? })
        })
    }
}

impl Segment {
    fn parse(text: &str) -> Result<Segment, Refusal> {
        match text.split_once('(') {
            None => Ok(Segment { name: text.to_owned(), inside: None }),
            Some((name, rest)) => match rest.strip_suffix(')') {
                Some(inside) => Ok(Segment { name: name.to_owned(), inside: Some(inside.trim().to_owned()) }),
                None => Err(Refusal::new(400, "0x0", format!("Bad Request - Error in query syntax: '{text}'."))), // [inferred] text
            },
        }
    }

    /// The GUID between the parentheses; `None` where there are no parentheses.
    pub fn key(&self) -> Option<Result<String, Refusal>> {
        let inside = self.inside.as_deref()?;
        let parsed = inside.parse::<uuid::Uuid>().ok().filter(|_| inside.len() == 36);
        let refusal = || Refusal::new(400, "0x80060888", format!("Error in query syntax. The key '{inside}' is not a valid GUID.")); // [inferred]
        Some(parsed.map(|id| id.hyphenated().to_string()).ok_or_else(refusal))
    }

    /// `Name='value'`, also by a parameter alias: `Name=@p` and `?@p='value'`.
    pub fn parameter(&self, name: &str, query: &Options) -> Option<String> {
        let pairs = outside_quotes(self.inside.as_deref()?, ',');
        let (_, value) = pairs.into_iter().filter_map(|pair| pair.split_once('=')).find(|(known, _)| known.trim() == name)?;
        let value = value.trim();
        let value = if value.starts_with('@') { query.get(value)? } else { value };
        Some(value.strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'"))
    }
}

/// The query of a URL: options by name, decoded.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pairs: Vec<(String, String)>,
}

impl Options {
    pub fn parse(query: Option<&str>) -> Options {
        Options { pairs: form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect() }
    }

    /// The options between the parentheses of `$expand=name($select=…;$filter=…)`.
    pub fn nested(text: &str) -> Options {
        let pair = |piece: &str| piece.split_once('=').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        Options { pairs: outside_quotes(text, ';').into_iter().filter_map(pair).collect() }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.pairs.iter().map(|(name, _)| name.as_str())
    }
}

/// The pieces between separators, but for those in quotes or parentheses.
pub fn outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let (mut pieces, mut start, mut quoted, mut depth) = (Vec::new(), 0, false, 0_usize);
    for (at, letter) in text.char_indices() {
        match letter {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ if letter == separator && !quoted && depth == 0 => {
                pieces.push(&text[start..at]);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}
