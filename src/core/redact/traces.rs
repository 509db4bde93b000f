//! What a line of somebody's log tells of people beside their names: their accounts, the folders that bear their names, the addresses they
//! come from. And passwords that are told in a sentence.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::core::redact::forms::cut;
use crate::core::secret::REDACTED;

/// `text` without passwords told in words, with accounts, folders and network addresses masked.
pub(super) fn mask(text: &str) -> Cow<'_, str> {
    let text = cut(text, told_passwords(text), |_| REDACTED.to_owned());
    let text = super::patterns::then(text, |text| cut(text, accounts(text).into_iter().chain(folders(text)).collect(), |_| "…".to_owned()));
    super::patterns::then(text, addresses)
}

/// All of a name but its first character.
fn behind_first(text: &str, name: Range<usize>) -> Range<usize> {
    name.start + text[name.start..].chars().next().map_or(0, char::len_utf8)..name.end
}

fn is_account_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"._-".contains(&byte) || !byte.is_ascii()
}

/// "the password is Hunter2Hunter2": what stands behind the verb, where no word of a sentence looks like it.
fn told_passwords(text: &str) -> Vec<Range<usize>> {
    const WORDS: [&str; 10] =
        ["password", "passwd", "passphrase", "passcode", "wachtwoord", "passwort", "kennwort", "contraseña", "mot de passe", "secret"];
    const VERBS: [&str; 16] = [
        " is now ",
        " changed to ",
        " set to ",
        " reset to ",
        " is ",
        " was ",
        " to ",
        " ist ",
        " war ",
        " lautet ",
        " naar ",
        " es ",
        " est ",
        " of ",
        " = ",
        " ",
    ];
    const SHORTEST: usize = 6;
    const LONGEST: usize = 40;
    let mut spans = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"ss").is_none() && !text.contains(['W', 'w', 'K', 'k', 'C', 'c']) {
        return spans;
    }
    static FINDERS: LazyLock<[Finder; WORDS.len()]> = LazyLock::new(|| WORDS.map(Finder::new));
    let lower = text.to_ascii_lowercase();
    for (word, finder) in WORDS.into_iter().zip(FINDERS.iter()) {
        for at in finder.find_iter(lower.as_bytes()) {
            let from = at + word.len();
            // `The password for user jan is …`.
            let whose = lower[from..].strip_prefix(" for ").and_then(|rest| rest.find(" is ")).filter(|length| *length <= LONGEST);
            let whose = whose.map_or(0, |length| " for ".len() + length);
            let from = if lower[from..from + whose].contains([',', ':', ';', '=', '\n']) { from } else { from + whose };
            let Some(verb) = VERBS.iter().find(|verb| lower[from..].starts_with(**verb)) else { continue };
            let from = from + verb.len();
            let rest = &text[from..];
            let quote = rest.chars().next().filter(|c| "\"'`".contains(*c));
            let rest = &rest[quote.map_or(0, char::len_utf8)..];
            let start = text.len() - rest.len();
            let end = match quote {
                Some(quote) => rest.find(quote).unwrap_or(0),
                None => rest.find(|c: char| c.is_whitespace() || "\"'<>`;&\\".contains(c)).unwrap_or(rest.len()),
            };
            let value = if quote.is_some() { &rest[..end] } else { rest[..end].trim_end_matches(['.', ',', '!', '?', ')', ':']) };
            // Without a verb only what nobody writes in a sentence.
            let enough = value.len() >= if *verb == " " { 8 } else { SHORTEST };
            if enough && !value.contains(char::is_whitespace) && is_password(value, *verb != " ") {
                spans.push(start..start + value.len());
            }
        }
    }
    spans
}

/// Whether a word has letters and digits mixed as passwords have them; no code, no ID, no version, no address.
pub(super) fn is_password(value: &str, told: bool) -> bool {
    let has = |kind: fn(char) -> bool| value.chars().any(kind);
    let digits = has(|c| c.is_ascii_digit());
    let signs = value.chars().any(|c| "!@#$%^&*?+~".contains(c));
    let mixed = has(char::is_alphabetic) && (digits && (told || has(char::is_uppercase) && has(char::is_lowercase)) || told && signs);
    let code = value.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_' || c == '-');
    let id = value.len() == 36 && value.matches('-').count() == 4;
    mixed && !code && !id && !value.contains("://") && !value.contains(['…', '=', '[', '(', '{']) && !super::values::is_no_secret(value)
}

/// `CONTOSO\jan.jansen` behind a word that says that an account follows; `AzureAD\JanJansen` anywhere.
fn accounts(text: &str) -> Vec<Range<usize>> {
    const WORDS: [&str; 13] =
        ["user", "username", "login", "account", "gebruiker", "benutzer", "identity", "principal", "as", "for", "by", "name", "owner"];
    const NOBODY: [&str; 6] = ["AUTHORITY", "APPPOOL", "SERVICE", "BUILTIN", "NT", "AppPool"];
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    for at in memchr::memchr_iter(b'\\', bytes) {
        if at > 0 && bytes[at - 1] == b'\\' {
            continue;
        }
        let slashes = bytes[at..].iter().take_while(|byte| **byte == b'\\').count();
        let start = at - bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(byte)).count();
        let from = at + slashes;
        let end = from + bytes[from..].iter().take_while(|byte| is_account_byte(**byte)).count();
        let (domain, name) = (&text[start..at], text[from..end].trim_end_matches('.'));
        let end = from + name.len();
        let said = domain.bytes().any(|byte| byte.is_ascii_uppercase()) && !domain.bytes().any(|byte| byte.is_ascii_lowercase());
        let escape = slashes == 1 && name.starts_with(['n', 'r', 't', 'u']) && !said;
        if domain.len() < 2 || name.len() < 2 || escape || NOBODY.contains(&domain) || bytes.get(end) == Some(&b'\\') {
            continue;
        }
        let before = text[..start].trim_end_matches([' ', ':', '=', '"', '\'', '\\', '(', '[', '`']);
        let letters = before.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        let word = before[before.len() - letters..].to_ascii_lowercase();
        if domain == "AzureAD" || WORDS.contains(&word.as_str()) || word.ends_with("user") || word.ends_with("username") || word.ends_with("login") {
            spans.push(behind_first(text, from..end));
        }
    }
    spans
}

/// The folders that bear somebody's name: `C:\Users\jan`, `/home/jan`, `/Users/jan`.
fn folders(text: &str) -> Vec<Range<usize>> {
    /// Of machines and services.
    const NOBODY: [&str; 17] = [
        "ec2-user",
        "site",
        "logfiles",
        "data",
        "runner",
        "vsts",
        "app",
        "node",
        "ubuntu",
        "azureuser",
        "public",
        "default",
        "all",
        "shared",
        "containeruser",
        "containeradministrator",
        "runneradmin",
    ];
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    for at in memchr::memchr2_iter(b'/', b'\\', bytes) {
        let sign = bytes[at];
        let slashes = bytes[at..].iter().take_while(|byte| **byte == sign).count();
        let rest = &bytes[at + slashes..];
        let word = if rest.starts_with(b"home") {
            4
        } else if rest.starts_with(b"Users") || rest.starts_with(b"users") {
            5
        } else if rest.starts_with(b"Documents and Settings") {
            22
        } else {
            continue;
        };
        // At the beginning of a path: a drive, also as a shell of Unix has it (`/c/Users`), or nothing that a URL has before it.
        let drive = matches!(bytes[..at], [.., letter, b':'] | [.., b'/', letter] if letter.is_ascii_alphabetic());
        let begins = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || b"/\\._-)}%".contains(&bytes[at - 1])) || text[..at].ends_with("file://");
        let more = rest[word..].iter().take_while(|byte| **byte == sign).count();
        let known = if sign == b'\\' { drive && word > 4 } else { drive || begins && !rest.starts_with(b"users") };
        if !known || more == 0 {
            continue;
        }
        let from = at + slashes + word + more;
        let length = bytes[from..].iter().take_while(|byte| is_account_byte(**byte) || **byte == b'%' || **byte == b' ' && sign == b'\\').count();
        // A blank belongs to the name only where the path goes on behind it.
        let whole = &text[from..from + length];
        let name = if bytes.get(from + length) == Some(&sign) { whole } else { whole.split(' ').next().unwrap_or_default() };
        if name.len() > 1 && !NOBODY.contains(&name.to_ascii_lowercase().as_str()) && !name.contains('…') {
            spans.push(behind_first(text, from..from + name.len()));
        }
    }
    spans
}

/// Network addresses without what tells one client from its neighbours; those of a machine or a network of one's own stay.
fn addresses(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(place) = memchr::memchr2(b'.', b':', &bytes[at..]).map(|place| at + place) {
        let part = |byte: &u8| if bytes[place] == b'.' { byte.is_ascii_digit() || *byte == b'.' } else { byte.is_ascii_hexdigit() || *byte == b':' };
        let start = place - bytes[at..place].iter().rev().take_while(|byte| part(byte)).count();
        let end = place + bytes[place..].iter().take_while(|byte| part(byte)).count();
        at = end;
        let whole = &text[start..end];
        let parted = start == 0 || !(bytes[start - 1].is_ascii_alphanumeric() || b"_-+.".contains(&bytes[start - 1]) || !bytes[start - 1].is_ascii());
        if !parted || bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
            continue;
        }
        let bare = if bytes[place] == b'.' {
            whole.trim_end_matches('.')
        } else {
            whole.strip_suffix(':').filter(|bare| !bare.ends_with(':')).unwrap_or(whole)
        };
        let end = start + bare.len();
        let masked = if bytes[place] == b'.' {
            bare.parse::<Ipv4Addr>().is_ok_and(is_client) && !is_version(&text[..start])
        } else {
            // This machine, and a port.
            let told =
                !bare.starts_with("::1:") && bare.bytes().filter(|byte| *byte == b':').count() >= 3 && bare.bytes().any(|byte| byte.is_ascii_digit());
            told && bare
                .parse::<Ipv6Addr>()
                .is_ok_and(|address| !address.is_loopback() && !address.is_unique_local() && !address.is_unicast_link_local())
        };
        if masked {
            spans.push(start..end);
        }
    }
    cut(text, spans, |address| {
        let sign = if address.contains(':') { ':' } else { '.' };
        let kept: Vec<&str> = address.split(sign).take(2).collect();
        format!("{}{sign}x{sign}x", kept.join(&sign.to_string()))
    })
}

/// Whether an address is one on the internet.
fn is_client(address: Ipv4Addr) -> bool {
    let [first, rest @ ..] = address.octets();
    !(address.is_private() || address.is_loopback() || address.is_link_local() || address.is_broadcast() || first == 0 || rest == [0, 0, 0])
}

/// Whether a number with dots behind this text is a version: `version 1.2.3.4`, `Chrome/120.0.1.2`.
fn is_version(before: &str) -> bool {
    const WORDS: [&str; 14] =
        ["version", "v", "ver", "versie", "release", "build", "rev", "revision", "oid", "sdk", "agent", "client_version", "assembly", "update"];
    let product = before.strip_suffix('/').is_some_and(|product| product.ends_with(|c: char| c.is_ascii_alphabetic()));
    let before = before.trim_end_matches([' ', ':', '=', '"', '\'', '\\', '(', '>', ',']);
    let letters = before.bytes().rev().take_while(|byte| byte.is_ascii_alphabetic() || *byte == b'_').count();
    let word = before[before.len() - letters..].to_ascii_lowercase();
    product || WORDS.contains(&word.as_str()) || word.ends_with("version")
}
