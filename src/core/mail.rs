//! E-mail addresses, looked at without asking anybody: what can't be one, and what is worth a second look.
//!
//! Partner Center takes several, separated by semicolons. Whether a mailbox exists only mail shows.

/// What an address's form alone tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// It may work, and is worth a look.
    Doubtful(String),
    Wrong(String),
}

/// The addresses of a list as Partner Center takes it, untrimmed; a semicolon inside quotes separates nothing.
pub fn split(list: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in list.char_indices() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Judges one address.
pub fn judge(address: &str) -> Verdict {
    let trimmed = address.trim();
    if let Some(problem) = copied_with_more(trimmed) {
        return Verdict::Wrong(problem);
    }
    let Some((local, domain)) = trimmed.rsplit_once('@') else {
        return Verdict::Wrong("it has no '@'; an address looks like sales@contoso.example".to_owned());
    };
    let wrong =
        local_part(local).or_else(|| domain_part(domain)).or_else(|| (trimmed.len() > 254).then(|| "it has more than 254 characters".to_owned()));
    if let Some(problem) = wrong {
        return Verdict::Wrong(problem);
    }
    match doubt(address, local, domain) {
        Some(doubt) => Verdict::Doubtful(doubt),
        None => Verdict::Good,
    }
}

/// Marks of a list or of a mail program, rather than of an address.
fn copied_with_more(text: &str) -> Option<String> {
    let says = |message: &str| Some(message.to_owned());
    let quoted = text.starts_with('"');
    if text.is_empty() {
        says("it is empty")
    } else if text.to_ascii_lowercase().starts_with("mailto:") {
        says("it begins with 'mailto:'; give the address alone")
    } else if text.contains(['<', '>']) {
        says("it has a name or brackets around it; give the address alone, without a name and without '<' and '>'")
    } else if !quoted && text.contains(',') {
        says("it has a comma in it; several addresses are separated by ';'")
    } else if !quoted && text.chars().any(char::is_whitespace) {
        let both = text.split_whitespace().filter(|part| part.contains('@')).count() > 1;
        says(if both { "it has a blank in it; several addresses are separated by ';'" } else { "it has a blank in it" })
    } else if text.chars().any(|c| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{00ad}')) {
        says("it has an invisible character in it; type it anew")
    } else if text.contains(['“', '”', '‘', '’']) || (text.starts_with('\'') && text.ends_with('\'')) {
        says("it stands in quotes; give it without them")
    } else {
        None
    }
}

fn local_part(local: &str) -> Option<String> {
    let says = |message: &str| Some(message.to_owned());
    if local.is_empty() {
        return says("nothing stands before the '@'");
    }
    if local.len() > 64 {
        return says("more than 64 characters stand before the '@'");
    }
    if let Some(inner) = local.strip_prefix('"') {
        // A quoted name may hold almost anything.
        return match inner.strip_suffix('"') {
            Some(inner) if !inner.is_empty() && !inner.contains('"') => None,
            _ => says("the quotes before the '@' do not close"),
        };
    }
    if local.contains('@') {
        return says("it has more than one '@'; several addresses are separated by ';'");
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return says("a dot stands at the edge of the part before the '@', or twice in a row");
    }
    let allowed = |c: char| c.is_alphanumeric() || !c.is_ascii() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    local.chars().find(|c| !allowed(*c)).map(|c| format!("'{c}' must not stand before the '@'"))
}

fn domain_part(domain: &str) -> Option<String> {
    let says = |message: &str| Some(message.to_owned());
    if domain.is_empty() {
        return says("nothing stands behind the '@'");
    }
    if domain.starts_with('[') {
        return says("it has a network address behind the '@'; give a domain");
    }
    if domain.ends_with('.') || domain.starts_with('.') || domain.contains("..") {
        return says("a dot stands at the edge of the domain, or twice in a row");
    }
    let Some((_, last)) = domain.rsplit_once('.') else {
        return says("the domain has no ending such as .com");
    };
    let bad_label = |label: &&str| label.len() > 63 || label.starts_with('-') || label.ends_with('-');
    if domain.split('.').any(|label| bad_label(&label)) {
        return says("a part of the domain is too long, or has '-' at its edge");
    }
    if let Some(c) = domain.chars().find(|c| !(c.is_alphanumeric() || *c == '-' || *c == '.')) {
        return Some(format!("'{c}' must not stand in a domain"));
    }
    if last.chars().count() < 2 || last.chars().all(|c| c.is_ascii_digit()) {
        return says("the domain has no ending such as .com");
    }
    None
}

fn doubt(address: &str, local: &str, domain: &str) -> Option<String> {
    let lower = domain.to_ascii_lowercase();
    let slip = [(".con", ".com"), (".cmo", ".com"), (".comm", ".com"), (".ocm", ".com"), (".nett", ".net"), (".orgg", ".org")];
    if address.trim() != address {
        Some("there are blanks around it".to_owned())
    } else if let Some((end, meant)) = slip.iter().find(|(end, _)| lower.ends_with(end)) {
        Some(format!("it ends in {end}; is {meant} meant?"))
    } else if !local.is_ascii() {
        Some("letters beyond ASCII before the '@' are taken by few mail services".to_owned())
    } else if !domain.is_ascii() {
        Some("the domain has letters beyond ASCII; its form with xn-- is the safer one".to_owned())
    } else if local.starts_with('"') {
        Some("names in quotes before the '@' are taken by few mail services".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_mail_reaches_are_good() {
        let long = format!("{}@contoso.example", "a".repeat(64));
        for address in
            ["sales@contoso.example", "first.last+azure@mail.contoso.co.uk", "o'brien@contoso.com", "a@xn--bcher-kva.example", "A_B-c@X1.io", &long]
        {
            assert_eq!(judge(address), Verdict::Good, "{address}");
        }
    }

    #[test]
    fn what_can_be_no_address_is_told_why() {
        for (address, words) in [
            ("", "empty"),
            ("sales", "no '@'"),
            ("@contoso.example", "before the '@'"),
            ("sales@", "behind the '@'"),
            ("sales@contoso", "no ending"),
            ("sales@contoso.c", "no ending"),
            ("sales@10.0.0.1", "no ending"),
            ("sales@[10.0.0.1]", "network address"),
            ("a@b@contoso.example", "more than one '@'"),
            ("a@contoso.example,b@contoso.example", "comma"),
            ("a@contoso.example b@contoso.example", "separated by ';'"),
            ("sa les@contoso.example", "blank"),
            ("Sales <sales@contoso.example>", "without a name"),
            ("mailto:sales@contoso.example", "mailto"),
            ("sales..team@contoso.example", "twice in a row"),
            (".sales@contoso.example", "edge"),
            ("sales@contoso..example", "twice in a row"),
            ("sales@-contoso.example", "'-' at its edge"),
            ("sales@conto_so.example", "'_' must not stand"),
            ("sa(les)@contoso.example", "'(' must not stand"),
            ("“sales@contoso.example”", "quotes"),
            ("'sales@contoso.example'", "quotes"),
            ("sales\u{200b}@contoso.example", "invisible"),
            ("\"sales@contoso.example", "do not close"),
            (&format!("{}@contoso.example", "a".repeat(65)), "64"),
            (&format!("a@{}example", "a234567890.".repeat(24)), "254"),
        ] {
            match judge(address) {
                Verdict::Wrong(why) => assert!(why.contains(words), "{address}: {why}"),
                other => panic!("{address}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_is_worth_a_second_look_is_no_mistake() {
        for (address, words) in [
            (" sales@contoso.example ", "blanks"),
            ("sales@contoso.con", ".com meant"),
            ("jürgen@contoso.example", "ASCII"),
            ("sales@bücher.example", "xn--"),
            ("\"sales; team\"@contoso.example", "quotes"),
        ] {
            match judge(address) {
                Verdict::Doubtful(why) => assert!(why.contains(words), "{address}: {why}"),
                other => panic!("{address}: {other:?}"),
            }
        }
    }

    #[test]
    fn semicolons_separate_and_quotes_keep_together() {
        assert_eq!(split("a@b.io; c@d.io ;;"), ["a@b.io", " c@d.io "]);
        assert_eq!(split("\"x;y\"@b.io;c@d.io"), ["\"x;y\"@b.io", "c@d.io"]);
        assert!(split(" ; ").is_empty());
    }
}
