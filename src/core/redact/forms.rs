//! Credentials and telephone numbers that show what they are by their form, whatever stands before them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::core::redact::{blocks, url};
use crate::core::secret::REDACTED;

/// Finds what has one of the forms in a text.
type Find = fn(&str, &mut Vec<Range<usize>>);

/// The credentials with a form of their own, and what each is called.
const FORMS: [(Find, &str); 7] = [
    (client_secrets, "the value of a client secret of Microsoft Entra ID"),
    (storage_keys, "the key of a storage account"),
    (function_keys, "the key of an Azure Function"),
    (tokens, "an access token"),
    (blocks::private_keys, "a private key"),
    (url::webhooks, "a webhook's address, which is a key itself"),
    (branded, "a service's access token"),
];

/// No credential with a form of its own is shorter.
const SHORTEST: usize = 20;

/// `text` without what has the form of a credential: a client secret of Entra ID, a key of a storage account, a key of Azure Functions,
/// a signed token, a private key, a token with its maker's mark.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.len() < SHORTEST {
        return Cow::Borrowed(text);
    }
    let mut spans = Vec::new();
    for (find, _) in FORMS {
        find(text, &mut spans);
    }
    cut(text, spans, |_| REDACTED.to_owned())
}

/// What the credential in a text is called.
pub(super) fn name(text: &str) -> Option<&'static str> {
    let is_in = |find: Find| {
        let mut spans = Vec::new();
        find(text, &mut spans);
        !spans.is_empty()
    };
    FORMS.iter().filter(|_| text.len() >= SHORTEST).find(|(find, _)| is_in(*find)).map(|(_, name)| *name)
}

/// `text` with the telephone numbers masked that begin with the code of a country, or stand behind a word such as `tel`.
pub(super) fn mask_phones(text: &str) -> Cow<'_, str> {
    const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;
    let bytes = text.as_bytes();
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let begins = at == 0 || !(bytes[at - 1].is_ascii_alphanumeric() || b"+-._/:%=".contains(&bytes[at - 1]));
        let plus = if bytes[at] == b'+' { 1 } else { 3 * usize::from(text[at..].starts_with("%2B") || text[at..].starts_with("%2b")) };
        let abroad = plus > 0 && bytes.get(at + plus).is_some_and(|byte| (b'1'..=b'9').contains(byte));
        let told = || bytes[at].is_ascii_digit() && behind_phone(&text[..at]);
        // Behind an equals sign too: a form has it there.
        if abroad && (begins || bytes[at - 1] == b'=' || bytes[at - 1] == b':') || begins && told() {
            let length = bytes[at + plus..].iter().take(30).take_while(|byte| byte.is_ascii_digit() || b" ()./-".contains(byte)).count();
            let number = text[at + plus..at + plus + length].trim_end_matches(|c: char| !c.is_ascii_digit());
            let end = at + plus + number.len();
            if DIGITS.contains(&number.bytes().filter(u8::is_ascii_digit).count()) && !super::patterns::is_test(&text[at..end]) {
                spans.push(at..end);
                at = end;
                continue;
            }
        }
        at += text[at..].chars().next().map_or(1, char::len_utf8);
    }
    cut(text, spans, |number| format!("{}…", &number[..1]))
}

fn behind_phone(text: &str) -> bool {
    let word_before = |end: usize| {
        let text = text[..end].trim_end_matches([' ', '.', ':', '(', '#']);
        let letters = text.bytes().rev().take(10).take_while(u8::is_ascii_alphabetic).count();
        (text.len() - letters, &text[text.len() - letters..])
    };
    let (start, word) = word_before(text.len());
    let numbered = ["number", "nr", "no", "nummer"].iter().any(|known| word.eq_ignore_ascii_case(known));
    let word = if numbered { word_before(start).1 } else { word };
    ["tel", "phone", "telephone", "mobile", "gsm", "telefoon", "mobiel", "cell", "fax"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// `text` with other words in the place of `spans`.
pub(super) fn cut(text: &str, mut spans: Vec<Range<usize>>, instead: impl Fn(&str) -> String) -> Cow<'_, str> {
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    spans.sort_unstable_by_key(|span| span.start);
    let mut done = 0;
    let apart = spans.into_iter().filter_map(|span| {
        // The letter of an escape such as \n is none of the value's.
        let slashes = text[..span.start].bytes().rev().take_while(|byte| *byte == b'\\').count();
        let start = span.start + slashes % 2;
        let own = start >= done && start < span.end;
        done = if own { span.end } else { done };
        own.then(|| (start..span.end, instead(&text[start..span.end])))
    });
    Cow::Owned(put(text, apart))
}

/// `text` with each range of it, in order and apart, replaced by what comes with it.
pub(super) fn put(text: &str, pieces: impl Iterator<Item = (Range<usize>, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, instead) in pieces {
        out.push_str(&text[done..at.start]);
        out.push_str(&instead);
        done = at.end;
    }
    out.push_str(&text[done..]);
    out
}

/// The run of bytes of a kind around `at`.
fn run(text: &str, at: usize, of: impl Fn(u8) -> bool) -> Range<usize> {
    let bytes = text.as_bytes();
    let start = at - bytes[..at].iter().rev().take_while(|byte| of(**byte)).count();
    start..at + bytes[at..].iter().take_while(|byte| of(**byte)).count()
}

/// Three characters, a digit, `Q~` and some thirty more: `abC8Q~…`; what stands right before them cannot be told from them and goes too.
fn client_secrets(text: &str, spans: &mut Vec<Range<usize>>) {
    const BEFORE: usize = 4;
    const BEHIND: usize = 16;
    let part = |byte: u8| byte.is_ascii_alphanumeric() || b"_.~-+/%".contains(&byte);
    static MARKS: LazyLock<[Finder; 3]> = LazyLock::new(|| ["Q~", "Q%7E", "Q%7e"].map(Finder::new));
    for at in MARKS.iter().flat_map(|mark| mark.find_iter(text.as_bytes())) {
        let whole = run(text, at, part);
        let digit = at > 0 && text.as_bytes()[at - 1].is_ascii_digit();
        if digit && at - whole.start >= BEFORE && whole.end - at >= BEHIND {
            spans.push((at - BEFORE).max(whole.start)..whole.end);
        }
    }
}

/// 64 bytes in base64: 86 characters and `==`, escaped or not.
fn storage_keys(text: &str, spans: &mut Vec<Range<usize>>) {
    const LENGTH: usize = 86;
    static ENDS: LazyLock<[Finder; 5]> = LazyLock::new(|| ["==", "%3D%3D", "%3d%3d", "\\u003d\\u003d", "\\u003D\\u003D"].map(Finder::new));
    let bytes = text.as_bytes();
    if bytes.len() < LENGTH {
        return;
    }
    for end in ENDS.iter() {
        for at in end.find_iter(bytes) {
            let (mut start, mut count) = (at, 0);
            while let Some(length) = unit(&bytes[..start]) {
                start -= length;
                count += 1;
            }
            if count >= LENGTH {
                spans.push(start..at + end.needle().len());
            }
        }
    }
}

/// How long the last character of base64 is, as it is written.
fn unit(bytes: &[u8]) -> Option<usize> {
    let escaped = bytes.len().checked_sub(3).map(|start| bytes[start..].to_ascii_uppercase());
    match bytes {
        _ if escaped.as_deref().is_some_and(|three| three == b"%2B" || three == b"%2F") => Some(3),
        [.., b'\\', b'/'] => Some(2),
        _ if bytes.len() >= 6 && bytes[bytes.len() - 6..].eq_ignore_ascii_case(b"\\u002b") => Some(6),
        [.., byte] if byte.is_ascii_alphanumeric() || *byte == b'+' || *byte == b'/' => Some(1),
        _ => None,
    }
}

/// Keys of Azure Functions have their maker's mark near their end.
fn function_keys(text: &str, spans: &mut Vec<Range<usize>>) {
    const LENGTH: usize = 48;
    static MARK: LazyLock<Finder> = LazyLock::new(|| Finder::new("AzFu"));
    for at in MARK.find_iter(text.as_bytes()) {
        let whole = run(text, at, |byte| byte.is_ascii_alphanumeric() || b"_-=+/%".contains(&byte));
        if whole.len() >= LENGTH {
            spans.push(whole);
        }
    }
}

/// `eyJ….eyJ….…`: a JSON web token, or what is left of one.
fn tokens(text: &str, spans: &mut Vec<Range<usize>>) {
    const LENGTH: usize = 24;
    static MARK: LazyLock<Finder> = LazyLock::new(|| Finder::new("eyJ"));
    for at in MARK.find_iter(text.as_bytes()) {
        let whole = run(text, at, |byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        if whole.start == at && whole.len() >= LENGTH && text[whole.clone()].contains('.') {
            spans.push(whole);
        }
    }
}

/// Tokens that begin with their maker's mark: of GitHub, GitLab, npm, Slack, HubSpot, Amazon, Google, Salesforce, and of services that say `sk-`.
fn branded(text: &str, spans: &mut Vec<Range<usize>>) {
    /// How a key of Google and a refresh token of Salesforce begin, and how long they are at least.
    static OTHERS: LazyLock<[(Finder, usize); 2]> = LazyLock::new(|| [(Finder::new("AIzaSy"), 39), (Finder::new("5Aep861"), 40)]);
    static AMAZON: LazyLock<[Finder; 2]> = LazyLock::new(|| [Finder::new("AKIA"), Finder::new("ASIA")]);
    /// What stands before the first sign, that sign, what may follow, and how much of it there is at least.
    const MARKS: [(&str, &[u8], usize); 18] = [
        ("ghp_", b"", 20),
        ("gho_", b"", 20),
        ("ghu_", b"", 20),
        ("ghs_", b"", 20),
        ("ghr_", b"", 20),
        ("github_", b"_", 20),
        ("npm_", b"", 30),
        ("hf_", b"", 30),
        ("sk_", b"_", 20),
        ("xoxb-", b"-", 10),
        ("xoxp-", b"-", 10),
        ("xoxa-", b"-", 10),
        ("xoxr-", b"-", 10),
        ("xoxs-", b"-", 10),
        ("xapp-", b"-", 10),
        ("glpat-", b"_-.", 16),
        ("pat-", b"-", 40),
        ("sk-", b"_-", 37),
    ];
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(b'_', b'-', bytes) {
        // All marks end with one of these letters.
        if at < 2 || !b"posurybmfkat".contains(&bytes[at - 1]) {
            continue;
        }
        let Some((mark, also, shortest)) = MARKS.iter().find(|(mark, ..)| bytes[..=at].ends_with(mark.as_bytes())) else { continue };
        let start = at + 1 - mark.len();
        let length = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || also.contains(byte)).count();
        let token = &bytes[at + 1..at + 1 + length];
        let known = *mark != "github_" || token.starts_with(b"pat_");
        if begins(bytes, start) && known && length >= *shortest && token.iter().any(u8::is_ascii_digit) {
            spans.push(start..at + 1 + length);
        }
    }
    for (finder, shortest) in OTHERS.iter() {
        for at in finder.find_iter(bytes).filter(|at| begins(bytes, *at)) {
            let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(byte)).count();
            spans.extend((length >= *shortest).then_some(at..at + length));
        }
    }
    for finder in AMAZON.iter() {
        for at in finder.find_iter(bytes) {
            let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
            let ends = bytes.get(at + length).is_none_or(|byte| !byte.is_ascii_alphanumeric());
            if begins(bytes, at) && ends && length == 20 {
                spans.push(at..at + length);
            }
        }
    }
}

/// Whether what stands at `at` begins there: an escape before it is no part of it.
fn begins(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[..at];
    let escaped = |length: usize, sign: u8| before.len() >= length && before[before.len() - length] == sign;
    !before.last().is_some_and(u8::is_ascii_alphanumeric) || escaped(3, b'%') || escaped(2, b'\\') || escaped(6, b'\\')
}
