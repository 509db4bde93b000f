//! What a key says of its value: that it is a credential, a person's name or a number to call. Knows names, not how texts are written.

/// How far words are trusted: what is shown of other people's logs is cleaned more thoroughly than sentences that are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// Everything that is shown, leadctl's own sentences among it.
    Usual,
    /// A line out of somebody's log.
    Line,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Secrets,
    People,
}

/// What a value is by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A credential, whatever it looks like.
    Secret,
    /// The key of a storage account: any text of base64.
    AccountKey,
    /// A credential, if it looks like one.
    Perhaps,
    /// A header that is a secret to its end.
    Header,
    /// A scheme, and what authorises behind it.
    Authorization,
    Name,
    /// A person's name, if it looks like one.
    PerhapsName,
    Phone,
    /// A number to call, if it looks like one.
    PerhapsPhone,
}

/// The longest key, in bytes.
pub(super) const LONGEST: usize = 48;

/// A key that ends with one of these, without what stands between its words.
const SECRETS: [&str; 45] = [
    "secret",
    "secretvalue",
    "secrettext",
    "secretkey",
    "password",
    "passwordhash",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "wachtwoord",
    "passwort",
    "kennwort",
    "apikey",
    "accesskey",
    "accesskeyid",
    "functionskey",
    "functionkey",
    "subscriptionkey",
    "storagekey",
    "masterkey",
    "hostkey",
    "systemkey",
    "privatekey",
    "signingkey",
    "encryptionkey",
    "sharedkey",
    "authkey",
    "webhookkey",
    "accesstoken",
    "refreshtoken",
    "idtoken",
    "authtoken",
    "bearertoken",
    "sastoken",
    "securitytoken",
    "sessiontoken",
    "csrftoken",
    "xsrftoken",
    "verificationtoken",
    "usertoken",
    "apitoken",
    "clientassertion",
    "sharedaccesssignature",
    "connectionpassword",
];

/// A key that ends with one of these has a credential, where its value looks like one.
const PERHAPS: [&str; 14] =
    ["code", "key", "token", "sig", "signature", "credential", "credentials", "auth", "session", "sessionid", "sid", "jwt", "assertion", "ticket"];

/// … but these never.
const NEVER: [&str; 12] = [
    "partitionkey",
    "rowkey",
    "publickeytoken",
    "errorcode",
    "statuscode",
    "postalcode",
    "zipcode",
    "countrycode",
    "correlationkey",
    "subcode",
    "exitcode",
    "leadsourcecode",
];

/// How the keys of a person's names end.
pub(super) const NAMES: [&str; 16] = [
    "firstname",
    "lastname",
    "fullname",
    "givenname",
    "surname",
    "familyname",
    "middlename",
    "contactname",
    "customername",
    "personname",
    "voornaam",
    "achternaam",
    "nachname",
    "vorname",
    "prenom",
    "nomdefamille",
];

const PERHAPS_NAMES: [&str; 15] = [
    "name",
    "naam",
    "displayname",
    "contact",
    "customer",
    "person",
    "sender",
    "recipient",
    "user",
    "klant",
    "from",
    "to",
    "attn",
    "submittedby",
    "createdby",
];

const PHONES: [&str; 2] = ["phone", "phonenumber"];

const PERHAPS_PHONES: [&str; 8] = ["tel", "telefoon", "mobile", "mobilenumber", "cell", "gsm", "fax", "msisdn"];

/// What a value behind this key is; `equals`: behind an equals sign.
pub(super) fn class(key: &str, equals: bool, wanted: Wanted, care: Care) -> Option<Class> {
    // Most that looks like a key is the hour of a time.
    if !key.contains(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    // All its words, and the last alone: behind a blank, or as the member of something.
    let (mut buffer, mut last_buffer) = ([0; LONGEST], [0; LONGEST]);
    let words = plain(key, &mut buffer);
    let last = plain(key.rsplit([' ', '.', ':']).next().unwrap_or(key), &mut last_buffer);
    let ends = |names: &[&str]| names.iter().any(|name| words.ends_with(name));
    match wanted {
        Wanted::Secrets if NEVER.contains(&last) => None,
        Wanted::Secrets if words.ends_with("accountkey") => Some(Class::AccountKey),
        Wanted::Secrets if ends(&SECRETS) || (last == "pass" && equals) => Some(Class::Secret),
        Wanted::Secrets if last.ends_with("cookie") => Some(Class::Header),
        Wanted::Secrets if last.ends_with("authorization") => Some(Class::Authorization),
        Wanted::Secrets if last == "sig" || ends(&["samlresponse", "samlrequest"]) || ends(&["authorizationcode", "authcode", "oauthcode"]) => {
            Some(Class::Perhaps)
        }
        Wanted::Secrets => (care == Care::Line && PERHAPS.iter().any(|name| last.ends_with(name))).then_some(Class::Perhaps),
        Wanted::People if ends(&NAMES) => Some(Class::Name),
        // `telephone2` too.
        Wanted::People if PHONES.iter().any(|name| last.strip_suffix(|c: char| c.is_ascii_digit()).unwrap_or(last).ends_with(name)) => {
            Some(Class::Phone)
        }
        Wanted::People if PERHAPS_PHONES.contains(&last) => Some(Class::PerhapsPhone),
        Wanted::People => (care == Care::Line && PERHAPS_NAMES.contains(&last)).then_some(Class::PerhapsName),
    }
}

/// Its letters and digits, in lower case; of a longer one the end.
fn plain<'a>(key: &str, buffer: &'a mut [u8; LONGEST]) -> &'a str {
    let mut start = LONGEST;
    for byte in key.bytes().rev().filter(u8::is_ascii_alphanumeric).take(LONGEST) {
        start -= 1;
        buffer[start] = byte.to_ascii_lowercase();
    }
    std::str::from_utf8(&buffer[start..]).unwrap_or_default()
}

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
        || starts(&["${", "$(", "{{", "…", "..."])
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

/// Whether a value begins with a code of Entra ID or Windows, and not with a key that has the same letters at its start.
fn is_error_code(lower: &str) -> bool {
    let first = lower.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let numbered = |lead| first.strip_prefix(lead).is_some_and(|rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit()));
    numbered("aadsts")
        || numbered("msis")
        || first.strip_prefix("0x").is_some_and(|hex| hex.len() >= 8 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether a value looks like a key: long, without a blank, letters and digits mixed; no ID, no time, no test lead.
pub(super) fn looks_like_key(value: &str) -> bool {
    let guid = value.len() == 36
        && value.bytes().enumerate().all(|(at, byte)| if [8, 13, 18, 23].contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() });
    let dated = value.starts_with("20") && value.get(4..5) == Some("-");
    value.len() >= 16
        && !guid
        && !is_no_secret(value)
        && !value.starts_with("MSFT_TEST")
        && !dated
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_~.+/=%-!|:".contains(&byte))
        && value.bytes().any(|byte| byte.is_ascii_digit())
        && value.bytes().any(|byte| byte.is_ascii_alphabetic())
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
