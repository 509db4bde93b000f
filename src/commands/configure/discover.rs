//! A setting that is missing and that the service itself can tell: asked with the ordinary settings alone, and not for long.

use crate::commands::configure::gather::{Draft, Given};
use crate::commands::{Context, selected};
use crate::core::error::Result;
use crate::core::values::{Value, Values};
use crate::destinations::{Destination, Discovered};

/// Takes over what the service tells of the setting that is missing first; what that was, for whoever is stopped all the same.
pub(super) fn fill(draft: &mut Draft<'_>, destination: &'static dyn Destination, context: &Context) -> Result<Option<String>> {
    let Some(field) = draft.missing() else { return Ok(None) };
    let Some(found) = ask(destination, field.key, draft, context)? else { return Ok(None) };
    let told = format!("{}: --{} {}", found.note, field.flag(), found.value);
    draft.set(field, Given::Written(found.value));
    draft.notes.push(found.note);
    Ok(Some(told))
}

/// What the service tells of `key`; `None` where it tells nothing, or can't be reached.
pub(super) fn ask(destination: &'static dyn Destination, key: &str, draft: &Draft<'_>, context: &Context) -> Result<Option<Discovered>> {
    let mut values = Values::default();
    for field in destination.spec().fields.iter().filter(|field| field.is_plain()) {
        if let Some(value) = draft.setting(field.key) {
            values.set(field.key, Value::Text(value));
        }
    }
    if !destination.can_discover(key, &values) {
        return Ok(None);
    }
    let net = selected::brief_client(context)?;
    Ok(crate::commands::block_on(destination.discover(key, &values, &net))?.flatten())
}
