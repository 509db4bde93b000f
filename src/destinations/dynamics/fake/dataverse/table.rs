//! What the queries need to know of a table: the names and types of its properties.

use super::store::Row;

/// The type of a property, as far as comparing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    Text,
    Number,
    Yes,
    Time,
    Guid,
    /// A member of an enumeration.
    Member,
    /// Something with parts, which cannot be compared.
    Complex,
}

impl Plain {
    /// As the service's errors call it.
    pub fn edm(self) -> &'static str {
        match self {
            Plain::Text => "Edm.String",
            Plain::Number => "Edm.Int32",
            Plain::Yes => "Edm.Boolean",
            Plain::Time => "Edm.DateTimeOffset",
            Plain::Guid => "Edm.Guid",
            Plain::Member => "Microsoft.Dynamics.CRM.Enum",
            Plain::Complex => "Microsoft.Dynamics.CRM.ComplexType",
        }
    }
}

/// A table as the Web API shows it.
#[derive(Debug, Clone)]
pub struct Table {
    /// `leads`
    pub set: &'static str,
    /// `lead`
    pub entity: &'static str,
    /// `leadid`, which every answer holds.
    pub key: &'static str,
    pub properties: Vec<(String, Plain)>,
}

impl Table {
    pub fn new(set: &'static str, entity: &'static str, key: &'static str, properties: &[(&str, Plain)]) -> Table {
        Table { set, entity, key, properties: properties.iter().map(|(name, plain)| ((*name).to_owned(), *plain)).collect() }
    }

    pub fn plain(&self, name: &str) -> Option<Plain> {
        self.properties.iter().find(|(known, _)| known == name).map(|(_, plain)| *plain)
    }

    /// The row with these properties alone, and its key; every property that is not set is null.
    pub fn select(&self, row: &Row, names: Option<&[String]>) -> Row {
        let mut out = Row::new();
        for (name, _) in &self.properties {
            if name == self.key || names.is_none_or(|names| names.contains(name)) {
                out.insert(name.clone(), row.get(name).cloned().unwrap_or_default());
            }
        }
        out
    }
}
