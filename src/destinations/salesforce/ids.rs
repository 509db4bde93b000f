//! Salesforce's record ids: 15 characters in which case matters, or 18 with a checksum of it, and the prefix that says what it is an id of.

/// The shape that Partner Center takes.
pub(super) const SHAPE: &str = "it is 15 characters beginning with 00D, such as 00Do0000000ZHog, and upper and lower case matter";

const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// What the prefix of an id stands for.
const KINDS: [(&str, &str); 18] = [
    ("00D", "organization"),
    ("00Q", "lead"),
    ("001", "account"),
    ("003", "contact"),
    ("005", "user"),
    ("006", "opportunity"),
    ("00e", "profile"),
    ("00E", "role"),
    ("00G", "group or queue"),
    ("00N", "custom field"),
    ("00O", "report"),
    ("012", "record type"),
    ("01p", "Apex class"),
    ("0H4", "connected app"),
    ("0PS", "permission set"),
    ("500", "case"),
    ("701", "campaign"),
    ("888", "connected app"),
];

/// What an id of this prefix is the id of.
pub(super) fn kind(id: &str) -> Option<&'static str> {
    KINDS.iter().find(|(prefix, _)| id.starts_with(prefix)).map(|(_, kind)| *kind)
}

/// Whether the text has the shape of an id of any kind.
pub(super) fn looks_like_id(text: &str) -> bool {
    matches!(text.len(), 15 | 18) && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The checksum of 15 characters: for each five of them, which are upper case.
pub(super) fn checksum(id: &str) -> String {
    let bits = |group: &[u8]| group.iter().enumerate().filter(|(_, byte)| byte.is_ascii_uppercase()).fold(0, |bits, (place, _)| bits | 1 << place);
    id.as_bytes().chunks(5).take(3).map(|group| char::from(LETTERS[bits(group) & 31])).collect()
}

/// The 15 characters of a sound 18-character organization id; `None` for anything else.
pub(super) fn shortened(text: &str) -> Option<String> {
    let trimmed = text.trim();
    (trimmed.len() == 18).then(|| oid(trimmed).ok()).flatten()
}

/// An organization's id in Partner Center's 15 characters, or what is wrong with the text and how the right one looks.
pub(super) fn oid(text: &str) -> Result<String, String> {
    let id = text.trim();
    if id.is_empty() {
        return Err(format!("there is no oid: it stands in the line with name=\"oid\" of the generated Web-to-Lead form; {SHAPE}"));
    }
    if let Some(message) = no_id(id) {
        return Err(message);
    }
    if !matches!(id.len(), 15 | 18) {
        let hint = if id.len() < 15 { "it was cut" } else { "something was pasted with it" };
        return Err(format!("this has {} characters, so {hint}; {SHAPE}", id.len()));
    }
    // With a checksum, changed case is better told by that.
    if id.len() == 15 || !id[..3].eq_ignore_ascii_case("00d") {
        prefix(id)?;
    }
    if id.len() == 15 {
        return Ok(id.to_owned());
    }
    let (short, suffix) = id.split_at(15);
    if checksum(short) == suffix {
        return Ok(short.to_owned());
    }
    let wrong = "the last three of the 18 characters are a checksum of upper and lower case, and they do not fit the others";
    Err(match recased(short, suffix) {
        Some(right) => format!("{wrong}: the case was changed on its way (mail programs do that). By the checksum it is {right}"),
        None => format!("{wrong}: a character is wrong; copy it again from the generated form"),
    })
}

/// What is plainly something else.
fn no_id(id: &str) -> Option<String> {
    let lower = id.to_ascii_lowercase();
    let says = |message: &str| Some(message.to_owned());
    if lower.contains("pardot.com") || lower.contains("pardot.") {
        return says(
            "this is a form of Account Engagement (Pardot), which has no oid: Marketplace posts to Web-to-Lead; generate a form in Salesforce Setup › Web-to-Lead",
        );
    }
    if let Some((first, rest)) = id.split_once(", ").filter(|(first, rest)| looks_like_id(first) && rest.split(", ").all(looks_like_id)) {
        return Some(format!(
            "there are several organization identifiers ({first}, {rest}); Partner Center takes one: give the one of the organization that shall get the leads"
        ));
    }
    if id.contains(['<', '>']) {
        return says("this is a line of HTML; give what stands between the quotation marks of value alone (--from-paste takes it out of the form)");
    }
    if id.starts_with(['"', '\'', '“', '”', '‘', '’', '`']) || id.ends_with(['"', '\'', '“', '”', '‘', '’', '`']) {
        return says("the oid stands in quotes; give it without them");
    }
    if lower.contains("://") || lower.contains(".salesforce.com") || lower.contains(".force.com") {
        return Some(format!("this is an address and no organization identifier; {SHAPE}"));
    }
    if id.contains(char::is_whitespace) {
        return Some(format!("the oid contains white space or a line break; {SHAPE}"));
    }
    if let Some(strange) = id.chars().find(|c| !c.is_ascii_alphanumeric()) {
        return Some(format!("'{}' does not occur in an oid; {SHAPE}", strange.escape_debug()));
    }
    None
}

fn prefix(id: &str) -> Result<(), String> {
    if id.starts_with("00D") {
        return Ok(());
    }
    let start = &id[..3];
    Err(if start.to_ascii_uppercase().replace('O', "0") == "00D" {
        if start.eq_ignore_ascii_case("00d") {
            "it begins with 00d: upper and lower case were changed on its way (mail programs do that), and they matter; copy it again from the generated form".to_owned()
        } else {
            "it begins with the letter O where the digit 0 belongs; copy it instead of typing it".to_owned()
        }
    } else if let Some(kind) = kind(id) {
        format!("this is the id of a {kind} ({start}…), not of the organization; {SHAPE}")
            .replace("a account", "an account")
            .replace("a opportunity", "an opportunity")
            .replace("a Apex", "an Apex")
    } else {
        format!("it begins with {start}, and an organization's id begins with 00D; {SHAPE}")
    })
}

/// The 15 characters in the case that the checksum tells; `None` where it tells the impossible.
fn recased(short: &str, suffix: &str) -> Option<String> {
    let mut right = String::with_capacity(15);
    for (group, letter) in short.as_bytes().chunks(5).zip(suffix.bytes()) {
        let bits = LETTERS.iter().position(|known| *known == letter.to_ascii_uppercase())?;
        for (place, byte) in group.iter().enumerate() {
            let upper = bits >> place & 1 == 1;
            if upper && !byte.is_ascii_alphabetic() {
                return None;
            }
            right.push(char::from(if upper { byte.to_ascii_uppercase() } else { byte.to_ascii_lowercase() }));
        }
    }
    right.starts_with("00D").then_some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_salesforces() {
        // Microsoft's sample, an id of zeros, and an account's pair that Salesforce's own examples show.
        for (short, suffix) in [("00Do0000000ZHog", "EAG"), ("00D000000000062", "EAA"), ("001A0000006Vm9r", "IAC")] {
            assert_eq!(checksum(short), suffix, "{short}");
        }
    }

    #[test]
    fn both_forms_are_kept_as_fifteen() {
        for text in ["00Do0000000ZHog", " 00Do0000000ZHog\n", "00Do0000000ZHogEAG"] {
            assert_eq!(oid(text).as_deref(), Ok("00Do0000000ZHog"), "{text}");
        }
        assert_eq!(shortened("00Do0000000ZHogEAG").as_deref(), Some("00Do0000000ZHog"));
        assert_eq!(shortened("00Do0000000ZHog"), None);
        assert_eq!(shortened("00Do0000000ZHogEAA"), None);
    }

    #[test]
    fn each_mistake_is_named_for_what_it_is() {
        for (text, word) in [
            ("", "no oid"),
            ("00Do0000000ZHo", "cut"),
            ("00Do0000000ZHogX", "16 characters"),
            ("00do0000000zhogeag", "By the checksum it is 00Do0000000ZHog"),
            ("00do0000000zhog", "case were changed"),
            ("00Do0000000zhogEAG", "By the checksum it is 00Do0000000ZHog"),
            ("00Do0000000ZHogEAB", "a character is wrong"),
            ("00D10000000ZHog555", "a character is wrong"),
            ("O0Do0000000ZHog", "letter O"),
            ("00Qo0000000ZHog", "id of a lead"),
            ("003o0000000ZHog", "id of a contact"),
            ("005o0000000ZHog", "id of a user"),
            ("00eo0000000ZHog", "id of a profile"),
            ("001o0000000ZHog", "id of an account"),
            ("xyzo0000000ZHog", "begins with xyz"),
            ("\"00Do0000000ZHog\"", "quotes"),
            ("<input name=\"oid\" value=\"00Do0000000ZHog\">", "HTML"),
            ("contoso.my.salesforce.com", "address"),
            ("https://go.pardot.com/l/1/2/3", "Pardot"),
            ("00Do0000000 ZHog", "white space"),
            ("00Do0000000-ZHo", "'-'"),
            ("00Do0000000ZHog, 00Do0000000ZHoh", "several"),
        ] {
            let why = oid(text).unwrap_err();
            assert!(why.contains(word), "{text}: {why}");
        }
    }
}
