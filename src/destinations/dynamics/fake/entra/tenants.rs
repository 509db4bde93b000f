//! The first part of every path: a directory by its ID or one of its domains, or one of the three names that stand for several.

use super::answer::Refusal;
use super::directory::{CONSUMERS, Directory, Tenant};

/// What a path's first segment names.
#[derive(Debug, Clone, Copy)]
pub enum Named<'a> {
    One(&'a Tenant),
    /// `organizations`: any company's directory.
    Organizations,
    /// `common`: any company's directory or a personal account.
    Common,
    /// `consumers`: personal accounts alone.
    Consumers,
}

impl<'a> Named<'a> {
    /// Malformed first, then unknown.
    pub fn find(directory: &'a Directory, segment: &str) -> Result<Named<'a>, Refusal> {
        match segment.to_ascii_lowercase().as_str() {
            "organizations" => return Ok(Named::Organizations),
            "common" => return Ok(Named::Common),
            "consumers" | CONSUMERS => return Ok(Named::Consumers),
            _ => {}
        }
        if !is_guid(segment) && !is_domain(segment) {
            let text = format!("Specified tenant identifier '{segment}' is neither a valid DNS name, nor a valid external domain.");
            return Err(Refusal::new(900_023, "invalid_request", text));
        }
        directory.tenant(segment).map(Named::One).ok_or_else(|| {
            let text = format!(
                "Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."
            );
            Refusal::new(90_002, "invalid_request", text)
        })
    }
}

/// Hyphens where a GUID has them; braces are taken nowhere.
pub fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// At least two labels of letters, digits and hyphens.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}
