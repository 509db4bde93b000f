//! What was masked by its key stands elsewhere too: `lead stored for Willem Bakker` two lines below `name: Willem Bakker`. Within what is shown
//! together, an excerpt of a log or one lead, it goes everywhere.
//!
//! Whole words alone, and never ordinary ones: an error must stay readable.

use std::collections::BTreeMap;

use crate::core::redact::values::{is_name_word, is_particle};
use crate::core::secret::REDACTED;

/// Words that names have too and texts are full of, in lower case.
const ORDINARY: &str = "\
    lead leads test tests contact contacts account accounts user users customer customers company name first last full display title \
    sales support service services admin administrator system default info information office team group owner manager director \
    developer application server client table tables column field value record entity form flow error errors warning warn debug trace \
    fatal failed failure exception request response message status code host post date time type null none true false unknown missing \
    invalid anonymous guest microsoft azure dynamics salesforce marketo adobe entra dataverse marketplace appsource partner center power \
    automate storage portal source secret password token bearer basic will mark grant bill page price case rich chase \
    major long young white black may";

/// A name's part, or a value with digits, is looked for from so many characters on.
const SHORTEST: usize = 4;
/// A secret of letters alone may be a word.
const SHORTEST_OF_LETTERS: usize = 8;
const SHORTEST_SECRET: usize = 6;
const DIGITS_OF_A_NUMBER: usize = 7;

/// What was masked, and what takes its place; the longest first.
#[derive(Debug, Default)]
pub struct Elsewhere {
    values: Vec<(String, String)>,
}

impl Elsewhere {
    /// What was taken out of lines by the key before it, or for its form. `lines` are pairs: as it was, as it is shown.
    pub(super) fn of_lines<'a>(lines: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> Elsewhere {
        let mut values = BTreeMap::new();
        for (was, shown) in lines.clone() {
            for gap in gaps(was, shown) {
                match gap.mark {
                    REDACTED if is_telling_secret(gap.value) => values.extend([(gap.value.to_owned(), REDACTED.to_owned())]),
                    REDACTED => {}
                    _ if gap.keyed => add_person(gap.value, &mut values),
                    _ => {}
                }
            }
        }
        // What stands somewhere in small letters is a word and no name.
        let is_word = |value: &str| {
            let lower = value.to_lowercase();
            !value.contains(' ') && lower != value && lines.clone().any(|(_, shown)| places(shown, &lower).next().is_some())
        };
        values.retain(|value, instead| instead == REDACTED || !is_word(value));
        Elsewhere::sorted(values)
    }

    /// The names of one lead.
    pub fn of_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Elsewhere {
        let mut values = BTreeMap::new();
        names.into_iter().for_each(|name| add_person(name.trim(), &mut values));
        Elsewhere::sorted(values)
    }

    fn sorted(values: BTreeMap<String, String>) -> Elsewhere {
        let mut values: Vec<(String, String)> = values.into_iter().collect();
        values.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
        Elsewhere { values }
    }

    /// `text` without these values.
    pub fn mask(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (value, instead) in &self.values {
            let at: Vec<usize> = places(&text, value).collect();
            for start in at.into_iter().rev() {
                text.replace_range(start..start + value.len(), instead);
            }
        }
        text
    }
}

/// Where a value stands as whole words.
fn places<'a>(text: &'a str, value: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(value).map(|(at, _)| at).filter(|at| begins(&text[..*at]) && ends(&text[*at + value.len()..]))
}

fn begins(before: &str) -> bool {
    let escaped = |length: usize, sign: u8| before.len() >= length && before.as_bytes()[before.len() - length] == sign;
    !before.ends_with(char::is_alphanumeric) || escaped(2, b'\\') || escaped(3, b'%') || escaped(6, b'\\')
}

fn ends(behind: &str) -> bool {
    !behind.starts_with(|c: char| c.is_alphanumeric() || c == '…')
}

fn add_person(value: &str, values: &mut BTreeMap<String, String>) {
    let masked = |value: &str| value.chars().next().into_iter().chain(['…']).collect::<String>();
    let mut add = |value: &str| values.extend([(value.to_owned(), masked(value))]);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 {
        // A telephone number.
        if digits >= DIGITS_OF_A_NUMBER && !value.chars().any(char::is_alphabetic) {
            add(value);
        }
        return;
    }
    let words: Vec<&str> = value.split(|c: char| c.is_whitespace() || ",+;()\"".contains(c)).filter(|word| !word.is_empty()).collect();
    let telling = |word: &&&str| is_name_word(word) && !is_particle(word) && !is_ordinary(word.trim_end_matches('.'));
    if words.len() > 1 && words.len() <= 4 && words.iter().any(|word| telling(&word)) {
        add(value);
    }
    // An account that is made of names, such as `jan.jansen`.
    if let [account] = words[..]
        && account.contains('.')
        && account.chars().count() >= SHORTEST
        && account.chars().all(|c| c.is_alphabetic() || c == '.' || c == '-')
    {
        add(account);
    }
    for word in words.iter().filter(telling) {
        let word = word.trim_end_matches('.');
        if word.chars().count() >= SHORTEST {
            add(word);
            add(&word.to_uppercase());
        }
    }
}

fn is_ordinary(word: &str) -> bool {
    let word = word.to_lowercase();
    ORDINARY.split_whitespace().any(|ordinary| ordinary == word)
}

/// Whether a secret is none of the words that a text has anyway.
fn is_telling_secret(value: &str) -> bool {
    let letters = value.chars().all(char::is_alphabetic);
    value.len() >= if letters { SHORTEST_OF_LETTERS } else { SHORTEST_SECRET } && !is_ordinary(value)
}

/// What is missing in a cleaned line.
struct Gap<'a> {
    value: &'a str,
    /// What took its place.
    mark: &'static str,
    /// It stands behind a key.
    keyed: bool,
}

/// Lays a cleaned line beside the line that it was. Where that does not go, nothing is known.
fn gaps<'a>(was: &'a str, shown: &str) -> Vec<Gap<'a>> {
    const MARKS: [&str; 4] = [REDACTED, "…", ".x.x", ":x:x"];
    const HOSTS: [&str; 5] = ["@", "%40", "\\u0040", "&#64;", "#EXT#"];
    let mut gaps = Vec::new();
    let (mut was_at, mut rest) = (0, shown);
    let mut open: Option<(usize, &'static str, bool)> = None;
    loop {
        let next = MARKS.iter().filter_map(|mark| Some((rest.find(mark)?, *mark))).min_by_key(|(at, _)| *at);
        let kept = next.map_or(rest, |(at, _)| &rest[..at]);
        // What was kept stands behind what is missing; at the end of the line all of it does.
        let found = match (open, next) {
            (None, _) => was[was_at..].starts_with(kept).then_some(was_at),
            (Some(_), None) => was.len().checked_sub(kept.len()).filter(|at| *at >= was_at && was.is_char_boundary(*at) && was[*at..] == *kept),
            (Some(_), Some(_)) => was[was_at..].find(kept).map(|at| was_at + at),
        };
        let Some(found) = found else { return Vec::new() };
        if let Some((from, mark, keyed)) = open {
            let value = was.get(from..found).unwrap_or_default();
            if value != mark && !value.is_empty() && !HOSTS.iter().any(|host| kept.starts_with(host)) {
                gaps.push(Gap { value, mark, keyed });
            }
        }
        let Some((at, mark)) = next else { return gaps };
        was_at = found + kept.len();
        // A masked name keeps its first letter.
        let first = kept.chars().next_back().filter(|c| mark == "…" && c.is_alphanumeric()).map_or(0, char::len_utf8);
        open = Some((was_at - first, mark, is_keyed(&kept[..kept.len() - first])));
        rest = &rest[at + mark.len()..];
    }
}

fn is_keyed(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\t', '"', '\'', '`', '\\', '[', '(']);
    before.ends_with([':', '=', '>']) || ["%3D", "%3d", "%3A", "%3a", " eq", "&gt;"].iter().any(|sign| before.ends_with(sign))
}

#[cfg(test)]
mod tests {
    use super::super::clean_lines;
    use super::*;

    fn shown(text: &str) -> String {
        clean_lines(&text.split('\n').collect::<Vec<_>>()).lines.join("\n")
    }

    #[test]
    fn a_secret_goes_everywhere_once_it_is_known_for_one() {
        let token = "cdf01657-110d-4155-99a7-f986b2ff13a0:int";
        assert_eq!(shown(&format!("marketo token {token} access_token: {token}")), "marketo token [redacted] access_token: [redacted]");
        assert_eq!(shown(&format!("got {token}.\naccess_token={token}")), "got [redacted].\naccess_token=[redacted]");
        assert_eq!(shown("pin 88-4411-x\npassword: 88-4411-x, x88-4411-x"), "pin [redacted]\npassword: [redacted], x88-4411-x");
        for text in ["the token is missing\naccess_token: token1", "secret client\nclient_secret: secret"] {
            assert!(shown(text).starts_with(text.lines().next().unwrap()), "{}", shown(text));
        }
    }

    #[test]
    fn a_person_s_name_goes_everywhere_and_ordinary_words_stay() {
        for (text, want) in [
            ("name: Willem Bakker\nx\nlead stored for Willem Bakker (Bakker BV)", "name: W…\nx\nlead stored for W… (B… BV)"),
            (
                r#"{"firstName":"Priya","lastName":"Raghunathan"}
Dear Priya Raghunathan, PRIYA's lead"#,
                r#"{"firstName":"P…","lastName":"R…"}
Dear P… R…, P…'s lead"#,
            ),
            ("Hello\\nPriya!\nfirst_name=Priya&x=1", "Hello\\nP…!\nfirst_name=P…&x=1"),
            ("<LastName>Okonkwo</LastName>\nOkonkwo and Okonkwos", "<LastName>O…</LastName>\nO… and Okonkwos"),
            ("phone: +31 20 555 01 23\ncalled +31 20 555 01 23 twice", "phone: +…\ncalled +… twice"),
            // Too short to be told from anything else.
            ("firstName: \"Jan\"\nJan 12 10:00:00 host", "firstName: \"J…\"\nJan 12 10:00:00 host"),
        ] {
            assert_eq!(shown(text), want, "{text}");
        }
        for text in [
            "\"lastName\": \"Lead\"\nLead stored",
            "\"firstName\": \"Test\"\nTest of Microsoft Azure",
            "\"lastName\": \"Microsoft\"\nMicrosoft Dynamics 365",
            "\"firstName\": \"Mark\"\nMark the row",
            "\"lastName\": \"Refused\"\nRefused: the lead was refused",
            "mail info@contoso.example\ninfo: x",
        ] {
            assert_eq!(shown(text).lines().next_back(), text.lines().next_back(), "{text}");
        }
    }

    #[test]
    fn a_line_that_does_not_fit_the_other_tells_nothing() {
        assert!(gaps("abc", "x[redacted]").is_empty() && gaps("", "").is_empty());
        let values = |was, shown| gaps(was, shown).into_iter().map(|gap| gap.value.to_owned()).collect::<Vec<_>>();
        assert_eq!(values("a=1 b=2x", "a=[redacted] b=[redacted]"), ["1", "2x"]);
        assert_eq!(values("é name: Ümit, from 84.23.1.2!", "é name: Ü…, from 84.23.x.x!"), ["Ümit", ".1.2"]);
        assert!(values("to jan@contoso.example", "to j…@contoso.example").is_empty());
    }
}
