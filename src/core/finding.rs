//! What reading a value alone tells: a mistake, or something to know, and how the right value looks.

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Works, and is worth a look: configure and test-lead go on.
    Warning,
    /// Can't work as it is.
    Error,
}

/// One thing found in a value, offline. Never holds the value of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub level: Level,
    /// The check that this finding decides, `destination/check`.
    pub check: &'static str,
    /// The connection detail (TOML key) to change.
    pub field: &'static str,
    /// The catalogue entry, where there is one.
    pub entry: Option<&'static str>,
    /// What is wrong and how the right value looks.
    pub message: String,
}

impl Finding {
    pub fn error(check: &'static str, field: &'static str, message: impl Into<String>) -> Self {
        Finding { level: Level::Error, check, field, entry: None, message: message.into() }
    }

    pub fn warning(check: &'static str, field: &'static str, message: impl Into<String>) -> Self {
        Finding { level: Level::Warning, check, field, entry: None, message: message.into() }
    }

    #[must_use]
    pub fn entry(mut self, id: &'static str) -> Self {
        self.entry = Some(id);
        self
    }
}
