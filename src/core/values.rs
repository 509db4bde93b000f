//! A profile's connection details with every secret reference followed: what a destination gets to work with.

use std::collections::BTreeMap;

use crate::core::secret::Secret;

/// One resolved setting.
#[derive(Debug, Clone)]
pub enum Value {
    Text(String),
    Secret(Secret),
}

/// Settings by TOML key. `Debug` shows no secret.
#[derive(Debug, Clone, Default)]
pub struct Values(BTreeMap<&'static str, Value>);

impl Values {
    pub fn set(&mut self, key: &'static str, value: Value) {
        self.0.insert(key, value);
    }

    /// The value whatever its kind: for the wire and for lint, never for output.
    pub fn expose(&self, key: &str) -> Option<&str> {
        match self.0.get(key)? {
            Value::Text(text) => Some(text),
            Value::Secret(secret) => Some(secret.expose()),
        }
    }
}
