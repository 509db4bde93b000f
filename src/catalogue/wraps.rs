//! Where a terminal or a mail broke lines inside words: the ends of lines that are no ends.
//!
//! What was wrapped at the edge of a terminal has lines of exactly that width. Wrapping between words needs nothing: a line's end
//! separates words as a blank does.

/// The places of line ends that stand inside a word.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Wraps {
    /// Bytes of the text that separate nothing, in order.
    pub places: Vec<usize>,
    /// A mail marked them so: the text has no other reading.
    pub sure: bool,
}

/// Lines shorter than this are not wrapped by a terminal.
const NARROWEST: usize = 40;
/// Widths that terminals have.
const USUAL: [usize; 4] = [80, 100, 120, 132];
/// The width of a mail's lines, where each ends with a sign of its own.
const MAIL: std::ops::RangeInclusive<usize> = 73..=76;

pub(super) fn wraps(text: &str) -> Wraps {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    for (place, _) in text.match_indices('\n') {
        let end = if place > start && bytes[place - 1] == b'\r' { place - 1 } else { place };
        lines.push((start, end, place));
        start = place + 1;
    }
    let Some(widest) = lines.iter().map(|(start, end, _)| width(&text[*start..*end])).chain([width(&text[start..])]).max() else {
        return Wraps::default();
    };
    let within = |end: usize, next: usize| {
        let before = text[..end].chars().next_back();
        let after = text[next..].chars().next();
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    let mut found = Wraps::default();
    let (mut full, mut wrapped_mail) = (0, false);
    for (start, end, place) in &lines {
        let line = &text[*start..*end];
        if line.ends_with('=') && MAIL.contains(&line.len()) {
            found.places.extend(*end - 1..=*place);
            wrapped_mail = true;
        } else if widest >= NARROWEST && width(line) == widest {
            full += 1;
            if within(*end, *place + 1) {
                found.places.extend(*end..=*place);
            }
        }
    }
    found.sure = wrapped_mail;
    if found.sure || full >= 2 && full * 10 >= lines.len() * 6 || USUAL.contains(&widest) { found } else { Wraps::default() }
}

fn width(line: &str) -> usize {
    if line.is_ascii() { line.len() } else { line.chars().count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> String {
        text.chars().collect::<Vec<_>>().chunks(width).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn lines_of_one_width_were_wrapped_by_a_terminal() {
        let text = "Could not save the lead to Dynamics CRM using AAD. Exception:: Requested tenant identifier is not valid and not valid external domain format";
        let wraps_of = |width| wraps(&wrapped(text, width));
        assert!(!wraps_of(45).places.is_empty());
        assert_eq!(wraps(text), Wraps::default());
        assert_eq!(
            wraps("Could not save the lead to Dynamics CRM\nusing AAD. Exception:: Requested tenant\nidentifier is not valid"),
            Wraps::default()
        );
    }
}
