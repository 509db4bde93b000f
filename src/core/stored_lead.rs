//! A lead as it was found somewhere, before it takes another place's shape: every field that it has, known or not.

use serde_json::{Map, Value};

/// The person's fields by their documented names.
pub const PERSON: [&str; 7] = ["FirstName", "LastName", "Email", "Phone", "Country", "Company", "Title"];

/// `Debug` shows no field: they are a person's.
#[derive(Clone, Default, PartialEq)]
pub struct StoredLead {
    /// The set that it lies in, such as a container's name: lower-case letters, digits and dashes.
    pub group: String,
    /// What tells it from every other lead of the group: the same each time that it is read, other where place or content is.
    pub digest: String,
    /// Where it lies, for people: `container/name`.
    pub place: String,
    /// The person: known fields by their documented names, others as found.
    pub person: Map<String, Value>,
    pub lead_source: Option<String>,
    pub action_code: Option<String>,
    pub offer: Option<String>,
    pub description: Option<String>,
    /// As the lead has it, else when it was stored.
    pub created: Option<String>,
    /// What is none of these, as found.
    pub others: Map<String, Value>,
}

impl std::fmt::Debug for StoredLead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "lead {} of {}", self.digest, self.place)
    }
}
