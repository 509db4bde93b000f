//! A setting that is missing and that the service itself can tell: asked with the ordinary settings alone, and not for long.

use crate::commands::configure::gather::Draft;
use crate::commands::{Context, selected};
use crate::core::error::Result;
use crate::core::values::{Value, Values};
use crate::destinations::{Destination, Discovered};

/// What the service tells of `key`; `None` where it tells nothing, or can't be reached.
pub(super) fn ask(destination: &'static dyn Destination, key: &str, draft: &Draft, context: &Context) -> Result<Option<Discovered>> {
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
