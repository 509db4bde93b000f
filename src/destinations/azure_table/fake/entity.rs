//! A stored row: its typed properties, read from JSON under the service's rules and written back at each metadata level.
//!
//! Source: "Understanding the Table service data model" and "Payload format for Table service operations" of the REST reference.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value, json};

use super::answer::{Level, Refusal, precise};

const MAX_ENTITY: usize = 1024 * 1024;
const MAX_VALUE: usize = 64 * 1024;
const MAX_KEY: usize = 1024;
const MAX_PROPERTIES: usize = 252;
const MAX_NAME: usize = 255;

/// A value of one of the service's eight types. Those that JSON lacks keep their text.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    Text(String),
    Boolean(bool),
    Int32(i32),
    Int64(i64),
    Double(f64),
    DateTime(String, Timestamp),
    Guid(String),
    Binary(String),
}

impl Typed {
    /// Name of the type where JSON does not show it.
    fn edm(&self) -> Option<&'static str> {
        match self {
            Typed::Int64(_) => Some("Edm.Int64"),
            Typed::DateTime(..) => Some("Edm.DateTime"),
            Typed::Guid(_) => Some("Edm.Guid"),
            Typed::Binary(_) => Some("Edm.Binary"),
            Typed::Double(number) if number.fract() == 0.0 || !number.is_finite() => Some("Edm.Double"),
            _ => None,
        }
    }

    /// What it takes of the entity's size.
    fn size(&self) -> usize {
        match self {
            Typed::Text(text) => text.encode_utf16().count() * 2,
            Typed::Binary(text) => text.len() / 4 * 3,
            Typed::Guid(_) => 16,
            _ => 8,
        }
    }

    fn read(value: &Value, edm: Option<&str>) -> Result<Typed, Refusal> {
        let bad = || Refusal::of("InvalidInput");
        let text = || value.as_str().map(str::to_owned).ok_or_else(bad);
        match edm {
            Some("Edm.String") => Ok(Typed::Text(text()?)),
            Some("Edm.Int64") => match value {
                Value::String(digits) => digits.parse().map(Typed::Int64).map_err(|_| bad()),
                other => other.as_i64().map(Typed::Int64).ok_or_else(bad),
            },
            Some("Edm.Int32") => value.as_i64().and_then(|number| i32::try_from(number).ok()).map(Typed::Int32).ok_or_else(bad),
            Some("Edm.Double") => match value {
                Value::String(special) => match special.as_str() {
                    "NaN" => Ok(Typed::Double(f64::NAN)),
                    "Infinity" => Ok(Typed::Double(f64::INFINITY)),
                    "-Infinity" => Ok(Typed::Double(f64::NEG_INFINITY)),
                    _ => Err(bad()),
                },
                other => other.as_f64().map(Typed::Double).ok_or_else(bad),
            },
            Some("Edm.Boolean") => value.as_bool().map(Typed::Boolean).ok_or_else(bad),
            Some("Edm.DateTime") => {
                let text = text()?;
                let at = text.parse().map_err(|_| bad())?;
                Ok(Typed::DateTime(text, at))
            }
            Some("Edm.Guid") => text()?.parse::<uuid::Uuid>().map(|guid| Typed::Guid(guid.to_string())).map_err(|_| bad()),
            Some("Edm.Binary") => {
                let text = text()?;
                STANDARD.decode(&text).map_err(|_| bad())?;
                Ok(Typed::Binary(text))
            }
            Some(_) => Err(bad()),
            None => match value {
                Value::String(text) => Ok(Typed::Text(text.clone())),
                Value::Bool(value) => Ok(Typed::Boolean(*value)),
                Value::Number(number) => {
                    let whole = number.as_i64().and_then(|number| i32::try_from(number).ok());
                    Ok(whole.map_or_else(|| Typed::Double(number.as_f64().unwrap_or(f64::NAN)), Typed::Int32))
                }
                _ => Err(bad()),
            },
        }
    }
}

impl Serialize for Typed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Typed::Text(text) | Typed::DateTime(text, _) | Typed::Guid(text) | Typed::Binary(text) => serializer.serialize_str(text),
            Typed::Boolean(value) => serializer.serialize_bool(*value),
            Typed::Int32(number) => serializer.serialize_i32(*number),
            Typed::Int64(number) => serializer.collect_str(number),
            Typed::Double(number) if number.is_nan() => serializer.serialize_str("NaN"),
            Typed::Double(number) if number.is_infinite() => serializer.serialize_str(if *number > 0.0 { "Infinity" } else { "-Infinity" }),
            Typed::Double(number) => serializer.serialize_f64(*number),
        }
    }
}

/// The body of an insert: keys where it names them, and properties in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub partition: Option<String>,
    pub row: Option<String>,
    pub properties: Vec<(String, Typed)>,
}

impl Draft {
    pub fn parse(body: &[u8]) -> Result<Draft, Refusal> {
        let Pairs(pairs) =
            serde_json::from_slice(body).map_err(|_| Refusal::saying("InvalidInput", "An error occurred while processing this request."))?;
        let mut draft = Draft::default();
        for (index, (name, value)) in pairs.iter().enumerate() {
            if name.starts_with("odata.") || name.contains("@odata.") || name == "Timestamp" {
                continue;
            }
            if pairs[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(Refusal::of("DuplicatePropertiesSpecified"));
            }
            let key = match name.as_str() {
                "PartitionKey" => &mut draft.partition,
                "RowKey" => &mut draft.row,
                _ => {
                    check_name(name)?;
                    let annotation = format!("{name}@odata.type");
                    let edm = pairs.iter().find(|(other, _)| *other == annotation).and_then(|(_, edm)| edm.as_str());
                    // Null means: not there.
                    if !value.is_null() {
                        let typed = Typed::read(value, edm)?;
                        if typed.size() > MAX_VALUE {
                            return Err(Refusal::of("PropertyValueTooLarge"));
                        }
                        draft.properties.push((name.clone(), typed));
                    }
                    continue;
                }
            };
            match value {
                Value::Null => {}
                Value::String(text) => {
                    check_key(name, text)?;
                    *key = Some(text.clone());
                }
                _ => return Err(Refusal::of("InvalidInput")),
            }
        }
        draft.check_size()?;
        Ok(draft)
    }

    fn check_size(&self) -> Result<(), Refusal> {
        if self.properties.len() > MAX_PROPERTIES {
            return Err(Refusal::of("TooManyProperties"));
        }
        let keys = [&self.partition, &self.row].into_iter().flatten().map(|key| key.encode_utf16().count() * 2).sum::<usize>();
        let size = keys + self.properties.iter().map(|(name, value)| 8 + name.encode_utf16().count() * 2 + value.size()).sum::<usize>();
        if size > MAX_ENTITY { Err(Refusal::of("EntityTooLarge")) } else { Ok(()) }
    }
}

/// The names follow the rules of C# identifiers.
fn check_name(name: &str) -> Result<(), Refusal> {
    if name.encode_utf16().count() > MAX_NAME {
        return Err(Refusal::of("PropertyNameTooLong"));
    }
    let good = name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if good { Ok(()) } else { Err(Refusal::of("PropertyNameInvalid")) }
}

/// Up to 1 KiB in UTF-16, and no `/`, `\`, `#`, `?` or control character.
pub fn check_key(name: &str, key: &str) -> Result<(), Refusal> {
    if key.chars().any(|c| matches!(c, '/' | '\\' | '#' | '?') || c.is_control()) {
        return Err(Refusal::saying("OutOfRangeInput", format!("The '{name}' parameter of value '{key}' is out of range.")));
    }
    if key.encode_utf16().count() * 2 > MAX_KEY {
        return Err(Refusal::of("PropertyValueTooLarge"));
    }
    Ok(())
}

/// A row as it stands in a table.
#[derive(Debug, Clone)]
pub struct Entity {
    pub partition: String,
    pub row: String,
    pub properties: Vec<(String, Typed)>,
    pub timestamp: Timestamp,
    /// When it came, among all rows of the account.
    pub sequence: u64,
}

impl Entity {
    pub fn etag(&self) -> String {
        format!("W/\"datetime'{}'\"", precise(self.timestamp).replace(':', "%3A"))
    }

    /// A property, the three of the system among them.
    pub fn get(&self, name: &str) -> Option<Typed> {
        match name {
            "PartitionKey" => Some(Typed::Text(self.partition.clone())),
            "RowKey" => Some(Typed::Text(self.row.clone())),
            "Timestamp" => Some(Typed::DateTime(precise(self.timestamp), self.timestamp)),
            _ => self.properties.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()),
        }
    }

    /// `Leads(PartitionKey='p',RowKey='r')`, ready for a URL.
    pub fn address(&self, table: &str) -> String {
        let quote = |key: &str| utf8_percent_encode(&key.replace('\'', "''"), NON_ALPHANUMERIC).to_string();
        format!("{table}(PartitionKey='{}',RowKey='{}')", quote(&self.partition), quote(&self.row))
    }

    /// As a lead: plain properties, no metadata.
    pub fn plain(&self) -> Value {
        let mut out = Map::new();
        out.insert("PartitionKey".into(), json!(self.partition));
        out.insert("RowKey".into(), json!(self.row));
        out.insert("Timestamp".into(), json!(precise(self.timestamp)));
        out.extend(self.properties.iter().map(|(name, value)| (name.clone(), json!(value))));
        Value::Object(out)
    }
}

/// A row as the service writes it: straight from the store, since a page holds a thousand of them.
pub struct Shown<'a> {
    pub entity: &'a Entity,
    pub level: Level,
    pub account: &'a str,
    /// The account's address as the client wrote it.
    pub base: &'a str,
    pub table: &'a str,
    /// The wanted properties; none means all.
    pub select: Option<&'a [String]>,
    /// `odata.metadata`, for a row on its own.
    pub metadata: Option<String>,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Shown { entity, level, table, .. } = *self;
        let wanted = |name: &str| self.select.is_none_or(|select| select.iter().any(|wanted| wanted == name));
        let mut out = serializer.serialize_map(None)?;
        if let Some(metadata) = &self.metadata {
            out.serialize_entry("odata.metadata", metadata)?;
        }
        if level == Level::Full {
            out.serialize_entry("odata.type", &format_args!("{}.{table}", self.account))?;
            out.serialize_entry("odata.id", &format_args!("{}/{}", self.base, entity.address(table)))?;
        }
        if level != Level::None {
            out.serialize_entry("odata.etag", &entity.etag())?;
        }
        if level == Level::Full {
            out.serialize_entry("odata.editLink", &entity.address(table))?;
        }
        for (name, key) in [("PartitionKey", &entity.partition), ("RowKey", &entity.row)] {
            if wanted(name) {
                out.serialize_entry(name, key)?;
            }
        }
        if wanted("Timestamp") {
            if level == Level::Full {
                out.serialize_entry("Timestamp@odata.type", "Edm.DateTime")?;
            }
            out.serialize_entry("Timestamp", &precise(entity.timestamp))?;
        }
        for (name, value) in entity.properties.iter().filter(|(name, _)| wanted(name)) {
            if level != Level::None
                && let Some(edm) = value.edm()
            {
                out.serialize_entry(&format_args!("{name}@odata.type"), edm)?;
            }
            out.serialize_entry(name, value)?;
        }
        out.end()
    }
}

/// A JSON object with every pair kept, duplicates too.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(All)
    }
}
