//! Exit statuses, and the one place that says which kind of error ends with which.

use serde::{Serialize, Serializer};

use crate::core::error::ErrorKind;

/// How a run ends. The numbers are documented and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// All good.
    Good = 0,
    /// It ran, and the news is bad.
    Bad = 1,
    /// The call, the profile file or a secret reference is wrong; nothing was sent.
    Usage = 2,
    /// Could not tell: no network, no answer in time, nothing to verify with.
    Unknown = 3,
    /// A bug of leadctl's own.
    Bug = 70,
    /// Stopped by Ctrl-C, a termination request, or a no to a question.
    Interrupted = 130,
}

impl ExitStatus {
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<ErrorKind> for ExitStatus {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Usage | ErrorKind::Profile | ErrorKind::Secret | ErrorKind::File => ExitStatus::Usage,
            ErrorKind::Interrupted => ExitStatus::Interrupted,
            ErrorKind::Bug => ExitStatus::Bug,
        }
    }
}

impl Serialize for ExitStatus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.code())
    }
}

impl schemars::JsonSchema for ExitStatus {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ExitStatus".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "enum": [0, 1, 2, 3, 70, 130] })
    }
}
