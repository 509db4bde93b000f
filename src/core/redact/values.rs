//! What a value looks like: a credential, a person's name, a word of a sentence, a state or a reference that gives nothing away. Knows no
//! keys.

/// Words that say in what state a value is, and are none.
const STATES: [&str; 44] = [
    "true",
    "false",
    "null",
    "nil",
    "none",
    "undefined",
    "empty",
    "missing",
    "required",
    "invalid",
    "wrong",
    "expired",
    "unknown",
    "set",
    "unset",
    "yes",
    "no",
    "ok",
    "changed",
    "incorrect",
    "valid",
    "absent",
    "present",
    "redacted",
    "masked",
    "hidden",
    "removed",
    "failed",
    "failure",
    "error",
    "denied",
    "rejected",
    "accepted",
    "revoked",
    "disabled",
    "enabled",
    "mismatch",
    "authentication",
    "prompt",
    "optional",
    "string",
    "bad",
    "unauthorized",
    "unsupported",
];

/// Words that sentences have and values do not.
const SENTENCE: [&str; 64] = [
    "is",
    "the",
    "was",
    "were",
    "has",
    "have",
    "had",
    "not",
    "must",
    "be",
    "been",
    "for",
    "are",
    "to",
    "of",
    "in",
    "a",
    "an",
    "and",
    "does",
    "did",
    "do",
    "with",
    "cannot",
    "can",
    "could",
    "should",
    "may",
    "or",
    "too",
    "no",
    "this",
    "that",
    "your",
    "you",
    "it",
    "its",
    "if",
    "when",
    "only",
    "at",
    "by",
    "from",
    "on",
    "as",
    "provided",
    "expired",
    "invalid",
    "specified",
    "required",
    "field",
    "value",
    "incorrect",
    "failed",
    "error",
    "missing",
    "het",
    "een",
    "dit",
    "niet",
    "wordt",
    "voor",
    "onjuist",
    "verlopen",
];

fn word(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Whether these words are part of a sentence about a value.
pub(super) fn is_sentence(text: &str) -> bool {
    text.split_whitespace().count() > 1 && text.split_whitespace().take(4).any(|part| SENTENCE.contains(&word(part).as_str()))
}

/// Whether a word is one of letters alone, with what may stand behind a word.
pub(super) fn is_word(text: &str) -> bool {
    let bare = text.trim_start_matches('(').trim_end_matches(['.', ',', ':', ';', '!', '?', ')']);
    !bare.is_empty() && bare.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '-')
}

/// Whether a value is plainly no credential: a reference, a state, a placeholder, an error's code, an address.
pub(super) fn is_no_secret(value: &str) -> bool {
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    let starts = |leads: &[&str]| leads.iter().any(|lead| lower.starts_with(lead));
    value.starts_with("[redacted")
        || !value.chars().any(char::is_alphanumeric)
        || starts(&["env:", "file:", "keyring:", "command:", "http://", "https://"])
        || is_error_code(&lower)
        || starts(&["${", "$(", "{{", "…", "...", "convertto-securestring", "(convertto-securestring"])
        || value.starts_with('<') && value.ends_with('>')
        || value.strip_prefix('$').is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
        // The working folder of a shell, in PWD.
        || value.starts_with('/') && value.bytes().all(|byte| byte.is_ascii_lowercase() || b"/-_.".contains(&byte))
        || STATES.contains(&word(value).as_str())
        || is_sentence(value) && value.split_whitespace().count() > 2
}

/// Whether what stands where an account's key belongs is one: base64, escaped or not, that may begin with a slash as paths do. Shorter ones
/// are judged as others are.
pub(super) fn is_account_key(value: &str) -> bool {
    const SHORTEST: usize = 8;
    let value = value.trim();
    let base64 = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=%\\_-".contains(&byte));
    let placeholder = STATES.contains(&word(value).as_str());
    if value.len() >= SHORTEST && base64 { !placeholder } else { !is_no_secret(value) }
}

/// Whether what stands behind `pass` is a password: no count, no single letter, and where it is not `sure`, letters and digits of one piece.
pub(super) fn looks_like_pass(value: &str, sure: bool) -> bool {
    const SHORTEST: usize = 8;
    let has = |kind: fn(char) -> bool| value.chars().any(kind);
    let one = has(char::is_alphabetic) && !has(char::is_whitespace);
    one && (sure && value.len() > 1
        || value.len() >= SHORTEST && has(|c| c.is_ascii_digit()) && !value.contains(['_', '/', '(']) && !value.contains("::"))
}

/// Whether a value begins with a code of Entra ID or Windows, and not with a key that has the same letters at its start.
fn is_error_code(lower: &str) -> bool {
    let first = lower.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let numbered = |lead| first.strip_prefix(lead).is_some_and(|rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit()));
    numbered("aadsts")
        || numbered("msis")
        || first.strip_prefix("0x").is_some_and(|hex| hex.len() >= 8 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// How long a key is at least, whatever its name; and where its name leaves little doubt.
pub(super) const LONG: usize = 16;
pub(super) const SHORT: usize = 6;

/// Whether a value looks like a key: of such a length, without a blank, letters and digits mixed; no ID, no time, no test lead.
pub(super) fn looks_like_key(value: &str, least: usize) -> bool {
    let guid = value.len() == 36
        && value.bytes().enumerate().all(|(at, byte)| if [8, 13, 18, 23].contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() });
    value.len() >= least
        && !guid
        && !is_no_secret(value)
        && !value.starts_with("MSFT_TEST")
        && !is_dated(value)
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_~.+/=%-!|:".contains(&byte))
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Whether a value begins with a day: `2026-11-09`.
pub(super) fn is_dated(value: &str) -> bool {
    value.starts_with("20") && value.get(4..5) == Some("-")
}

/// Whether a value has nothing that people would make up: long, of one piece, with capitals, small letters and digits.
pub(super) fn looks_random(value: &str) -> bool {
    const LENGTH: usize = 32;
    let has = |kind: fn(&u8) -> bool| value.bytes().any(|byte| kind(&byte));
    value.len() >= LENGTH
        && !value.contains(['@', ':'])
        && !value.contains(char::is_whitespace)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
}

/// What stands inside names without a capital.
const PARTICLES: [&str; 15] = ["van", "der", "de", "den", "von", "da", "la", "le", "du", "el", "ten", "ter", "di", "dos", "bin"];

pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// A word as names have them: `Anna`, `O'Neill`, `McCoy`; not `MarketplaceLeads2` or `NOT_FOUND`.
pub(super) fn is_name_word(word: &str) -> bool {
    let bare = word.trim_end_matches(['.', ',', ')']);
    bare.chars().next().is_some_and(char::is_uppercase) && bare.chars().all(|c| c.is_alphabetic() || "'’-.".contains(c))
}

/// Whether a value is an account that is made of a person's names, such as `jan.jansen`.
pub(super) fn is_account(value: &str) -> bool {
    /// Of hosts and files.
    const ENDS: [&str; 10] = ["com", "net", "org", "dev", "local", "example", "app", "json", "xml", "txt"];
    let part = |part: &str| part.len() > 1 && part.chars().all(|c| c.is_lowercase() || c == '-');
    value.split_once('.').is_some_and(|(first, last)| part(first) && part(last) && !ENDS.contains(&last))
}

/// Whether a value is the name of a person by its look: two to four words, or, where `one` will do, one.
pub(super) fn looks_like_name(value: &str, one: bool) -> bool {
    let words: Vec<&str> = value.split_whitespace().collect();
    let named = words.iter().filter(|word| is_name_word(word)).count();
    let all = words.iter().all(|word| is_name_word(word) || is_particle(word));
    let single = || {
        let tail: String = value.chars().skip(1).collect();
        one && words.len() == 1 && named == 1 && tail == tail.to_lowercase() && tail.len() > 1
    };
    let said = words.iter().any(|part| SENTENCE.contains(&word(part).as_str()));
    !said && !value.ends_with("Error") && !value.ends_with("Exception") && (all && (2..=4).contains(&words.len()) && named >= 2 || single())
}
