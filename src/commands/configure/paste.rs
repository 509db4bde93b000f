//! What was pasted or piped in: read up to a limit, and the destination whose connection details are in it.

use std::path::Path;
use std::sync::PoisonError;

use crate::commands::Context;
use crate::commands::context::read_up_to;
use crate::core::error::{Error, Result};
use crate::core::spec::Need;
use crate::destinations::{self, Destination};

/// A pasted text longer than this is something else.
const MOST_PASTED: u64 = 256 * 1024;

pub(super) fn read_paste(from: &Path, context: &Context) -> Result<String> {
    if from == Path::new("-") {
        return read_stdin(context);
    }
    let path = context.cwd.join(from);
    let unreadable = |why: String| {
        Error::file("paste-unreadable", format!("can't read {}: {why}", from.display()))
            .hint("check the file's name, or paste at the terminal: --from-paste -")
    };
    let bytes = std::fs::File::open(&path).and_then(|file| read_up_to(MOST_PASTED, file)).map_err(|error| unreadable(error.to_string()))?;
    text(&bytes).map_err(unreadable)
}

/// What was read, or why it is no pasted text.
fn text(bytes: &[u8]) -> std::result::Result<String, String> {
    if bytes.len() as u64 > MOST_PASTED {
        return Err(format!("it is too long for a pasted text: more than {} KiB", MOST_PASTED / 1024));
    }
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

pub(super) fn read_stdin(context: &Context) -> Result<String> {
    if context.terminal.stdin && !context.can_ask() {
        return Err(Error::usage("stdin-is-a-terminal", "there is nothing on standard input")
            .hint("pipe the value in, such as: pbpaste | leadctl configure …"));
    }
    let unreadable = |error: std::io::Error| Error::file("stdin-unreadable", "can't read standard input").because(error);
    let bytes = match &context.ask {
        // Ctrl-C is heard by the asker. There may be another paste after this one.
        Some(asker) if context.terminal.stdin => {
            asker.pasted(&mut || read_up_to(MOST_PASTED, &mut *context.stdin.lock().unwrap_or_else(PoisonError::into_inner)).map_err(unreadable))?
        }
        _ => context.read_stdin(MOST_PASTED)?.map_err(unreadable)?,
    };
    let text = text(&bytes).map_err(|why| {
        Error::file("stdin-too-long", format!("can't use what came on standard input: {why}"))
            .hint("give only the part that the portal lets you copy; nothing was written")
    })?;
    if text.trim().is_empty() {
        return Err(Error::usage("stdin-empty", "standard input is empty").hint("pipe in what the portal let you copy"));
    }
    Ok(text)
}

type Recognised = (Option<&'static dyn Destination>, Option<destinations::Paste>);

/// Which destination a paste belongs to: the named one, or the one that finds most of its connection details in it.
pub(super) fn recognise(text: &str, named: Option<&'static dyn Destination>) -> Result<Recognised> {
    let candidates: Vec<&'static dyn Destination> = match named {
        Some(destination) => vec![destination],
        None => destinations::ALL.to_vec(),
    };
    // The one that makes most of it; of several alike the first in the list.
    let taken = candidates.into_iter().filter_map(|destination| Some((destination, destination.paste(text)?)));
    if let Some((destination, paste)) = taken.rev().max_by_key(|(_, paste)| paste.values.len()) {
        return Ok((Some(destination), Some(paste)));
    }
    let what = match named {
        Some(destination) => destination.spec().fields.iter().find(|field| field.need != Need::Optional).map_or_else(
            || "nothing in it looks right".to_owned(),
            |field| format!("nothing in it looks like {} {}", article(field.label), field.label),
        ),
        None => "it looks like none of the values that a portal lets you copy".to_owned(),
    };
    let mut error = Error::usage("paste-unknown", format!("the pasted text can't be used: {what}"));
    if let Some(field) = named.and_then(|destination| destination.spec().fields.iter().find(|field| field.need != Need::Optional)) {
        error = error.hint(format!("where to find it: {}", field.find)).hint(format!("it looks like: {}", field.example));
    } else {
        error = error
            .hint("it knows the address of a Dynamics 365 environment or of a flow, a storage connection string, a Web-to-Lead form, a Marketo embed code")
            .hint("or give the values one by one: leadctl configure DESTINATION --help lists the flags");
    }
    Err(error)
}

/// By its sound: `an HTTPS endpoint URL`, `a User name`.
fn article(label: &str) -> &'static str {
    if label.starts_with(['A', 'E', 'I', 'O']) || label.starts_with("HTTP") { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_paste_is_missed_for_is_named_in_good_words() {
        for (destination, words) in [
            ("salesforce", "looks like an Organization identifier"),
            ("marketo", "looks like a Munchkin ID"),
            ("https", "looks like an HTTPS endpoint URL"),
            ("dynamics", "looks like an Environment (instance) URL"),
            ("azure-table", "looks like a Storage account connection string"),
        ] {
            let error = recognise("a cat", destinations::find(destination)).err().unwrap();
            assert!(error.message.contains(words), "{}", error.message);
        }
    }
}
