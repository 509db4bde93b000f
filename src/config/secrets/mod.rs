//! Secret references: `env:`, `file:`, `keyring:`, `command:`, `prompt`, `plain:`. One file per source.

mod command;
mod env;
mod file;
pub mod keyring;

use std::path::{Path, PathBuf};

use crate::core::error::{Error, Result};
use crate::core::io::Env;
use crate::core::secret::Secret;
use crate::core::spec::{Field, FieldKind};

/// Where a secret is.
#[derive(Debug, Clone)]
pub enum Reference {
    Env(String),
    File(PathBuf),
    Keyring(String),
    Command(String),
    Prompt,
    Plain(Secret),
}

/// What a reference is followed from.
pub struct Surroundings<'a> {
    pub env: &'a Env,
    /// Relative `file:` paths start here: the profile file's folder.
    pub folder: &'a Path,
}

/// Reads a reference; `None` where the text is an ordinary value.
pub fn parse(text: &str) -> Option<Reference> {
    let text = text.trim();
    if text == "prompt" {
        return Some(Reference::Prompt);
    }
    let (scheme, rest) = text.split_once(':')?;
    match scheme {
        "env" => Some(Reference::Env(rest.trim().to_owned())),
        // file:///etc/x and file:/etc/x name the same file.
        "file" => Some(Reference::File(PathBuf::from(rest.strip_prefix("//").unwrap_or(rest)))),
        "keyring" => Some(Reference::Keyring(rest.to_owned())),
        "command" => Some(Reference::Command(rest.to_owned())),
        "plain" => Some(Reference::Plain(Secret::new(rest))),
        _ => None,
    }
}

/// The kind of reference that was probably meant, where a text is none by a slip: `evn:NAME`.
pub fn misspelt(text: &str) -> Option<&'static str> {
    let (scheme, _) = text.trim().split_once(':')?;
    // One letter wrong, or two the other way round.
    let near = |known: &&str| *known != scheme && strsim::osa_distance(known, &scheme.to_lowercase()) <= 1;
    ["env", "file", "keyring", "command", "plain"].into_iter().find(near)
}

impl Reference {
    /// Says where to look, and names nothing there.
    pub fn is_empty(&self) -> bool {
        match self {
            Reference::Env(name) | Reference::Keyring(name) | Reference::Command(name) => name.trim().is_empty(),
            Reference::File(path) => path.as_os_str().is_empty(),
            Reference::Prompt | Reference::Plain(_) => false,
        }
    }

    /// As it may be shown: everything but a plain value.
    pub fn shown(&self) -> String {
        match self {
            Reference::Env(name) => format!("env:{name}"),
            Reference::File(path) => format!("file:{}", path.display()),
            Reference::Keyring(entry) => format!("keyring:{entry}"),
            Reference::Command(command) => format!("command:{command}"),
            Reference::Prompt => "prompt".to_owned(),
            Reference::Plain(_) => format!("plain:{}", crate::core::secret::REDACTED),
        }
    }
}

/// The secret itself. `prompt` is asked for elsewhere: it needs a terminal.
pub fn follow(reference: &Reference, from: &Surroundings<'_>) -> Result<Secret> {
    match reference {
        Reference::Env(name) => env::follow(name, from.env),
        Reference::File(path) => file::follow(path, from),
        Reference::Keyring(entry) => keyring::follow(entry),
        Reference::Command(command) => command::follow(command),
        Reference::Plain(secret) => Ok(secret.clone()),
        Reference::Prompt => Err(Error::usage("prompt-without-terminal", "this secret is to be asked for, and nothing can be asked here")),
    }
}

/// What deserves a look about where a secret is kept.
pub fn storage_warning(reference: &Reference, field: &Field, from: &Surroundings<'_>) -> Option<String> {
    match reference {
        Reference::Plain(secret) if field.kind != FieldKind::Text && field.is_secret(secret.expose()) => {
            Some(format!("'{}' stands in the profile file as plain text; env:NAME, file:PATH, keyring:ENTRY or command:… keep it out", field.key))
        }
        Reference::File(path) => file::readable_by_others(path, from),
        _ => None,
    }
}

const KINDS: &str = "write env:NAME, file:PATH, keyring:ENTRY, command:… or prompt";

/// Kinds of other tools' references, which leadctl does not follow.
const FOREIGN: [&str; 15] =
    ["1password", "akv", "aws", "azurekv", "bw", "doppler", "gcp", "infisical", "keyvault", "op", "pass", "secretsmanager", "sops", "ssm", "vault"];

/// The refusal of what was meant as a reference and is none; `None` for other values. Shown is a known kind or one that is nearly one,
/// a variable's name or a file's, and no more: whatever else stands before a colon may be part of the secret.
pub fn no_reference(text: &str, field: &Field) -> Option<Error> {
    let text = text.trim();
    let refused = |shown: &str, also: &str| Error::secret("reference-unknown", format!("{shown} is {also}no kind of reference"));
    if let Some(near) = misspelt(text).filter(|_| !field.is_plain()) {
        let shown = match text.split_once(':') {
            // Before an @ stands a user's name.
            Some((scheme, rest)) if !rest.contains('@') => format!("'{scheme}:…'"),
            _ => "what stands before ':'".to_owned(),
        };
        return Some(refused(&shown, "").hint(format!("did you mean '{near}:'?")).hint(KINDS));
    }
    if field.kind != FieldKind::UrlWithKey {
        return None;
    }
    if let Some(name) = variable(text) {
        return Some(refused(&format!("'{text}'"), "no URL and ").hint(format!("for an environment variable write env:{name}")).hint(KINDS));
    }
    if is_path_with_drive(text) {
        return Some(refused(&format!("'{text}'"), "no URL and ").hint(format!("for a file write file:{text}")).hint(KINDS));
    }
    let kind = foreign_kind(text)?;
    Some(refused(&format!("'{kind}:…'"), "no URL and ").hint(KINDS))
}

/// Whether this is a file's path as Windows writes it: `C:\leads\url.txt`.
fn is_path_with_drive(text: &str) -> bool {
    let [drive, b':', b'\\', path @ ..] = text.as_bytes() else { return false };
    drive.is_ascii_alphabetic() && !path.is_empty() && !path.iter().any(|byte| b"@?*:\"<>|".contains(byte))
}

/// The name in `$NAME` or `${NAME}`, which is how a shell names what is `env:NAME` here.
fn variable(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    let name = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name);
    let begins = name.bytes().next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_');
    (begins && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')).then_some(name)
}

/// The kind in `vault:foo`, as other tools refer to secrets; `None` for a URL, for a host with its port, and for what may be a user's name.
fn foreign_kind(text: &str) -> Option<&'static str> {
    let (scheme, rest) = text.split_once(':')?;
    let is_address = rest.starts_with('/') || rest.starts_with(|c: char| c.is_ascii_digit()) || rest.contains(['@', ' ']);
    FOREIGN.into_iter().find(|known| known.eq_ignore_ascii_case(scheme)).filter(|_| !is_address)
}

/// The refusal of a secret that stands bare where a reference belongs.
pub fn bare_value(field: &Field, text: &str) -> Error {
    let what = if field.kind == FieldKind::UrlWithKey { "a URL that carries its own key" } else { "a secret's value" };
    let error = Error::secret("secret-bare", format!("'{}' must be a reference, and is {what}", field.key));
    // Its name is not shown: it may be no variable.
    let error = if variable(text.trim()).is_some() { error.hint("an environment variable is written as env:NAME, without $") } else { error };
    error.hint(format!("{KINDS}; plain:VALUE works in the file too, and is warned of"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_from_values() {
        assert!(matches!(parse("env:LEADS_URL"), Some(Reference::Env(name)) if name == "LEADS_URL"));
        assert!(matches!(parse("prompt"), Some(Reference::Prompt)));
        assert!(matches!(parse("file:///run/secrets/x"), Some(Reference::File(path)) if path == Path::new("/run/secrets/x")));
        for value in ["https://contoso.example/leads", "DefaultEndpointsProtocol=https;AccountName=x", "MarketplaceLeads"] {
            assert!(parse(value).is_none(), "{value}");
        }
        for (text, near) in
            [("evn:FOO", Some("env")), ("keyrng:x", Some("keyring")), ("env:FOO", None), ("https://a.example", None), ("s3cr:et", None)]
        {
            assert_eq!(misspelt(text), near, "{text}");
        }
        for (text, name) in [("$LEADS_URL", Some("LEADS_URL")), ("${LEADS_URL}", Some("LEADS_URL")), ("$", None), ("$1", None), ("$a-b", None)] {
            assert_eq!(variable(text), name, "{text}");
        }
        for (text, kind) in [
            ("vault:foo", Some("vault")),
            ("Vault:foo", Some("vault")),
            ("op:vault/item", Some("op")),
            ("vault:pass@a.example/x", None),
            ("vault:8200/v1", None),
            ("Zk39slwKeyABCdef77:hook", None),
            ("localhost:7071/api/leads", None),
            ("https:leads", None),
            ("https://a.example", None),
            ("op://vault/item", None),
            ("contoso.example:hook", None),
            ("URL:https://a.example/x", None),
            ("URL: a.example/x", None),
        ] {
            assert_eq!(foreign_kind(text), kind, "{text}");
        }
        for (text, is_one) in [(r"C:\leads\url.txt", true), (r"C:\", false), ("C:/leads", false), (r"C:\x@a.example", false), (r"CD:\x", false)] {
            assert_eq!(is_path_with_drive(text), is_one, "{text}");
        }
        assert_eq!(parse("plain:s3cret").map(|reference| reference.shown()).as_deref(), Some("plain:[redacted]"));
    }
}
