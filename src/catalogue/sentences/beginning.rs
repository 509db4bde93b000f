//! What a documented sentence, or a part of one, begins with or is known by, whatever its language.

use std::borrow::Cow;

use super::super::data;
use super::super::normalise::Words;
use super::super::similarity::is_frame;

/// What a sentence, or a part of one, is known by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    Frame,
    /// A name that no translation loses, or what is thrown.
    Name,
    /// What is thrown, with the two colons that only these sentences have.
    Thrown,
}

/// Whether something begins here that no translation loses: the cheap question that most texts answer with no.
pub(super) fn begins(words: &Words, text: &str, place: usize) -> Option<Beginning> {
    let word = words.get(place);
    // Glued to whatever else, which is enough to look closer.
    let frame = word.as_bytes().windows(3).any(|run| run == b"crm") || is_frame(words, place);
    let name = ["leadsourcecode", "leadourcecode", "sendtimeout", "retrieveprivilegeforuser"].iter().any(|name| word.starts_with(name));
    match frame {
        true => Some(Beginning::Frame),
        false if name => Some(Beginning::Name),
        false => thrown(words, text, place),
    }
}

/// "Exception::" in one of the languages, with its colon. In English programs write the word with one, sentences with two.
fn thrown(words: &Words, text: &str, place: usize) -> Option<Beginning> {
    const LONGEST: usize = 24;
    let byte = usize::from(*words.get(place).as_bytes().first()?);
    // Those that begin alike lie together, longer ones last.
    let alike = &data::THROWN[usize::from(data::THROWN_FROM[byte])..usize::from(data::THROWN_FROM[byte + 1])];
    if alike.is_empty() {
        return None;
    }
    let run = words.run(place, LONGEST);
    let known = alike.iter().rev().map(|word| word.get()).find(|word| run.starts_with(word))?;
    let start = words.at(place);
    let end = (start + 3 * known.len() + 16).min(text.len());
    let behind = &colons(text.get(start..(start..=end).rev().find(|end| text.is_char_boundary(*end))?)?);
    // A path of a program has them too.
    if text[..start].ends_with(':') {
        return None;
    }
    if double_colon(behind) {
        return Some(Beginning::Thrown);
    }
    // The French put a blank before a colon, programs don't.
    let french =
        behind.get(known.len()..).and_then(|behind| behind.strip_prefix([' ', '\u{a0}', '\u{202f}'])).is_some_and(|behind| behind.starts_with(':'));
    (french || known != "exception" && (behind.contains(':') || behind.contains('：'))).then_some(Beginning::Name)
}

/// The two colons behind what is thrown, in either width.
pub(super) fn double_colon(text: &str) -> bool {
    text.contains("::") || text.contains("：：") || text.contains(":：")
}

/// The same with its colons as characters, which HTML and JSON may write otherwise.
fn colons(text: &str) -> Cow<'_, str> {
    const WRITTEN: [&str; 4] = ["&#58;", "&#x3a;", "&colon;", "\\u003a"];
    if !text.contains(['&', '\\']) {
        return Cow::Borrowed(text);
    }
    let lower = text.to_ascii_lowercase();
    Cow::Owned(WRITTEN.iter().fold(lower, |text, written| text.replace(written, ":")))
}
