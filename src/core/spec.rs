//! What a destination says of itself: label, fields, where each value is found. Wizard, flags, profile file and docs come from it.

/// How a field's value is kept and asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// An ordinary setting, kept as it is.
    Text,
    /// A credential: in the file and in flags only as a reference.
    Secret,
    /// A URL: an ordinary setting, unless it carries its own key.
    UrlWithKey,
    /// One of a few words.
    Choice(&'static [&'static str]),
}

/// When a connection detail must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Required,
    Optional,
    /// Required where another setting has this value, and out of place where it has another.
    With {
        key: &'static str,
        value: &'static str,
    },
    /// Asked for where this other setting is there; what goes together is judged offline.
    Beside(&'static str),
    /// Asked for and looked for; a profile without it is still read, and a check says what that means.
    Expected,
    /// Taken where it is written, and never asked for.
    Unasked,
}

/// One connection detail.
#[derive(Debug)]
pub struct Field {
    /// The TOML key; the flag is the same in kebab-case.
    pub key: &'static str,
    pub kind: FieldKind,
    pub need: Need,
    /// As Partner Center labels it.
    pub label: &'static str,
    /// Where the value is found: the step of Microsoft's instructions that yields it.
    pub find: &'static str,
    /// How a right value looks. Never a working credential.
    pub example: &'static str,
    /// What is used when it is not given.
    pub default: Option<&'static str>,
}

/// A destination, as it is known before any profile is read.
#[derive(Debug)]
pub struct Spec {
    /// `destination =` in the profile.
    pub id: &'static str,
    /// Partner Center's name for it.
    pub label: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    pub fields: &'static [Field],
    /// Microsoft's instructions.
    pub instructions: &'static str,
    /// What of the lead's shape is inferred and not documented; shown with `-v`.
    pub assumptions: &'static [&'static str],
}

impl Spec {
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// A setting as written, or its default.
    pub fn setting(&self, key: &str, written: impl Fn(&str) -> Option<String>) -> Option<String> {
        written(key).or_else(|| self.field(key)?.default.map(str::to_owned))
    }
}

impl Field {
    /// Whether a profile with these other settings must have it; `get` gives a setting's value, defaults included.
    pub fn is_required(&self, get: impl Fn(&str) -> Option<String>) -> bool {
        match self.need {
            Need::Required => true,
            Need::Optional | Need::Beside(_) | Need::Expected | Need::Unasked => false,
            Need::With { key, value } => get(key).as_deref() == Some(value),
        }
    }

    /// Whether it means anything in a profile with these other settings.
    pub fn applies(&self, get: impl Fn(&str) -> Option<String>) -> bool {
        match self.need {
            Need::With { key, value } => get(key).as_deref() == Some(value),
            Need::Beside(key) => get(key).is_some(),
            Need::Required | Need::Optional | Need::Expected | Need::Unasked => true,
        }
    }

    /// Whether it is never a secret, whatever its value.
    pub fn is_plain(&self) -> bool {
        matches!(self.kind, FieldKind::Text | FieldKind::Choice(_))
    }

    /// What is wrong with the word of a choice.
    pub fn wrong_word(&self, value: &str) -> Option<String> {
        match self.kind {
            FieldKind::Choice(words) if !words.contains(&value) => Some(format!("'{value}' is none of its words: {}", words.join(", "))),
            _ => None,
        }
    }

    /// The flag's name: the key in kebab-case.
    pub fn flag(&self) -> String {
        self.key.replace('_', "-")
    }

    /// Whether this value must be kept as a reference: a secret, or a URL that carries its own key.
    pub fn is_secret(&self, value: &str) -> bool {
        match self.kind {
            FieldKind::Text | FieldKind::Choice(_) => false,
            FieldKind::Secret => true,
            // What can't be read as a URL can't be cleared of carrying a key.
            FieldKind::UrlWithKey => url::Url::parse(value.trim()).map_or(true, |url| crate::core::redact::carries_key(&url)),
        }
    }

    /// Whether this is refused as a secret that stands bare. Of what can't be read as a URL the offline checks say why, in better words.
    pub fn is_bare_secret(&self, value: &str) -> bool {
        self.is_secret(value) && (self.kind == FieldKind::Secret || url::Url::parse(value.trim()).is_ok())
    }
}

/// The settings that every profile may have beside the destination's own.
pub const COMMON_KEYS: [&str; 4] = ["destination", "contact_email", "offer", "offer_title"];
