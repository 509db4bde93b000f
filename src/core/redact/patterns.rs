//! What looks like a key, or is a person's, though nobody told us of it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::core::redact::elsewhere::Elsewhere;
use crate::core::redact::keys::{Care, Class, Wanted, class, is_word_of_others};
use crate::core::redact::url::{self, is_secret_parameter};
use crate::core::redact::{blocks, commands, extents, forms, lines, mail, notations, pairs, traces, values};
use crate::core::secret::REDACTED;
use crate::core::text::excerpt;

/// Parameters that have a key where their value looks like one.
const SESSIONS: [&str; 3] = ["sid", "jsessionid", "sessionid"];

/// Parameters of a challenge that are long enough to pass for a token.
const CHALLENGE: [&str; 3] = ["authorization_uri=", "error_description=", "resource_metadata="];

/// Removes what looks like a key though nobody told us of it: by its form, by the key before it, in URLs, connection strings and headers.
pub fn clean_patterns(text: &str) -> Cow<'_, str> {
    clean(text, Care::Usual)
}

/// A setting's value as a message may repeat it, at most `limit` characters: nothing of what looks like a credential in the wrong place,
/// which would not be known by its form any more once it is cut.
pub fn quote(value: &str, limit: usize) -> String {
    match clean_patterns(value) {
        _ if values::looks_random(value.trim()) => REDACTED.to_owned(),
        cleaned => excerpt(&cleaned, limit),
    }
}

/// A line out of somebody's log, without keys and without the names and numbers of people: rather too much is removed than too little.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    then(uncoloured(text), clean_uncoloured)
}

fn clean_uncoloured(text: &str) -> Cow<'_, str> {
    let text = then(noted(text), |text| clean(text, Care::Line));
    let text = then(text, blocks::wrapped);
    let text = then(text, mail::mask_mail);
    let text = then(text, url::mask_queries);
    let text = then(text, |text| pairs::replace(text, Wanted::People, Care::Line));
    let text = then(text, mail::mask_names);
    let text = then(text, traces::mask);
    then(text, forms::mask_phones)
}

/// Lines that are shown together, and what was taken out of them.
pub struct Cleaned {
    pub lines: Vec<String>,
    elsewhere: Elsewhere,
}

impl Cleaned {
    /// The beginning of one of the lines, as it is shown with them.
    pub fn beginning(&self, text: &str) -> String {
        self.elsewhere.mask(&clean_line(text))
    }
}

/// Lines that follow each other in somebody's log, each as [`clean_line`] has it: a value may be on the line behind its key, and what is masked
/// in one is masked in all.
pub fn clean_lines(lines: &[&str]) -> Cleaned {
    let joined = lines.join("\n");
    let joined = uncoloured(&joined);
    let cleaned = one_by_one(&joined, lines.len());
    let elsewhere = Elsewhere::of_lines(joined.split('\n').zip(cleaned.iter().map(String::as_str)));
    Cleaned { lines: cleaned.iter().map(|line| elsewhere.mask(line)).collect(), elsewhere }
}

fn one_by_one(joined: &str, count: usize) -> Vec<String> {
    let apart = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<String>>();
    let cleaned = apart(&clean_uncoloured(joined));
    if cleaned.len() == count {
        return cleaned;
    }
    // What goes over several lines took some with it.
    let noted = apart(&noted(joined));
    let each = |line: &String| clean_uncoloured(line).into_owned();
    (if noted.len() == count { noted } else { apart(joined) }).iter().map(each).collect()
}

/// `text` without the codes that colour it (`ESC [ … m`, escaped or not), which stand between keys and values and inside them.
fn uncoloured(text: &str) -> Cow<'_, str> {
    const ESCAPES: [&str; 4] = ["\u{1b}", "\\u001b", "\\u001B", "\\x1b"];
    let mut spans = Vec::new();
    for at in memchr::memchr_iter(b'[', text.as_bytes()) {
        let Some(before) = ESCAPES.iter().find_map(|escape| text[..at].strip_suffix(*escape)) else { continue };
        let codes = text.as_bytes()[at + 1..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
        let end = at + 1 + codes;
        if text[end..].starts_with('m') {
            spans.push(before.trim_end_matches('\\').len()..end + 1);
        }
    }
    if spans.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(forms::put(text, spans.into_iter().map(|span| (span, String::new())))) }
}

/// A value by the name that somebody gave it, as the redactor would have `name=value`.
pub fn clean_named<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    let what = class(name, true, Wanted::Secrets, Care::Line).or_else(|| is_word_of_others(name).then_some(Class::Secret));
    let masked = what.or_else(|| class(name, true, Wanted::People, Care::Line)).and_then(|what| pairs::verdict(value, what, true));
    masked.map_or(Cow::Borrowed(value), Cow::Owned)
}

/// What only lines of logs have: notations of their own, commands, values on the line behind their key.
fn noted(text: &str) -> Cow<'_, str> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    notations::values(text, &mut spans);
    commands::values(text, &mut spans);
    lines::values(text, &mut spans);
    spans.retain(|span| !text[span.clone()].starts_with(REDACTED));
    spans.sort_unstable_by_key(|span| span.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for mut span in spans {
        // The letter of an escape before it is none of the value's, and whatever stands for one.
        if text[..span.start].ends_with('\\') {
            span.start += text[span.clone()].chars().next().map_or(0, char::len_utf8);
        }
        match apart.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ if span.is_empty() => {}
            _ => apart.push(span),
        }
    }
    if apart.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(forms::put(text, apart.into_iter().map(|span| (span, REDACTED.to_owned()))))
}

fn clean(text: &str, care: Care) -> Cow<'_, str> {
    let text = then(forms::clean(text), |text| forms::cut(text, url::user_infos(text), |_| REDACTED.to_owned()));
    then(then(text, marked), |text| pairs::replace(text, Wanted::Secrets, care))
}

/// One cleaner behind another.
pub(super) fn then<'a>(text: Cow<'a, str>, cleaner: impl Fn(&str) -> Cow<'_, str>) -> Cow<'a, str> {
    match cleaner(&text) {
        Cow::Owned(cleaned) => Cow::Owned(cleaned),
        Cow::Borrowed(_) => text,
    }
}

/// What stands behind a mark of its own.
fn marked(text: &str) -> Cow<'_, str> {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        // Classes of ASCII where nothing else is meant: those of all Unicode take twice as long to compile, which is done at each start. A
        // connection string's keys are read in pairs.
        Regex::new(concat!(
            r#"(?i-u)(?P<a>(?:[?&;]|%26|%3F|\\u0026|SharedAccessSignature=)(?P<name>[a-z0-9_.-]{1,40})(?:=|%3D))"#,
            r#"|(?P<c>SharedKey(?:Lite)?(?u:\s+)[a-z0-9]{3,24}:)[a-z0-9+/]{20,}={0,2}"#,
            r#"|(?P<d>Bearer(?u:\s+))[a-z0-9._~+/-]{16,}=*"#,
            r#"|(?P<e>Basic(?u:\s+))[a-z0-9+/]{8,}={0,2}"#,
            r#"|(?P<g>\\*"(?:access|refresh|id)_token\\*"(?u:\s*:\s*)\\*")(?u:[^"\\]+)"#,
            // An access token of Salesforce: the organization's id, then the token.
            r#"|(?P<h>\b00D[a-z0-9]{12,15}!)[a-z0-9._]{10,}"#,
        ))
        .expect("the pattern is constant")
    });
    // Each alternative has a sign or a word that most texts lack, and searching for those is quicker.
    const SIGNS: [&str; 7] = ["=", "%3d", "sharedkey", "bearer", "basic", "_token", "00d"];
    let lower = text.to_ascii_lowercase();
    if !SIGNS.iter().any(|sign| memchr::memmem::find(lower.as_bytes(), sign.as_bytes()).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = PATTERN.captures_at(text, at) {
        let whole = found.get(0).expect("a match has a place");
        let (lead, end) = match found.name("name") {
            Some(name) => (whole.end(), value_end(text, whole.start()..whole.end(), name.as_str())),
            // A service's challenge, www-authenticate, says behind the same word where tokens are to be had.
            None if found.name("d").is_some_and(|lead| CHALLENGE.contains(&found[0][lead.len()..].to_ascii_lowercase().as_str())) => {
                (whole.end(), None)
            }
            None => {
                let lead = ["c", "d", "e", "g", "h"].iter().find_map(|name| found.name(name));
                (lead.map_or(whole.start(), |lead| lead.end()), Some(whole.end()))
            }
        };
        // A value that is no key may be an address that has one.
        let Some(end) = end else {
            at = lead;
            continue;
        };
        out.push_str(&text[done..lead]);
        out.push_str(REDACTED);
        (done, at) = (end, end);
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// The end of the value behind a parameter's name, if it is a key.
fn value_end(text: &str, lead: Range<usize>, name: &str) -> Option<usize> {
    const SHORTEST: usize = 4;
    let session = SESSIONS.iter().any(|known| known.eq_ignore_ascii_case(name));
    if !session && !is_secret_parameter(name) {
        return None;
    }
    let rest = &text[lead.end..];
    // Of a connection string, or whatever lists its settings so; the mark of an escaped & ends so too.
    let in_settings = text[lead.clone()].starts_with(';') && !["&amp", "&#38", "&#x26"].iter().any(|escape| text[..lead.start].ends_with(escape));
    let password = in_settings && class(name, true, Wanted::Secrets, Care::Usual) == Some(Class::Secret);
    let ends = |(at, c): &(usize, char)| match c {
        '&' => extents::begins_parameter(&rest[at + 1..]),
        // Of an address, `;jsessionid=…?x=1`.
        '?' => session,
        c => c.is_whitespace() || "\"'<>;\\".contains(*c),
    };
    let setting = extents::setting(rest).filter(|_| password);
    let value = &rest[..setting.or_else(|| rest.char_indices().find(ends).map(|(at, _)| at)).unwrap_or(rest.len())];
    // Entra's page about a code, such as https://login.microsoftonline.com/error?code=50128: a number there is no key.
    let number = &text[lead.clone()] == "?code=" && value.len() <= 8 && value.bytes().all(|byte| byte.is_ascii_digit());
    let page = number && text[..lead.start].ends_with("login.microsoftonline.com/error");
    // A placeholder, as instructions have it, gives nothing away.
    let given = if session { values::looks_like_key(value, values::LONG) } else { value.chars().count() >= SHORTEST };
    // `;code=TableNotFound;key=RowKey`.
    let said = in_settings && !password && (value.chars().all(char::is_alphabetic) || values::is_no_secret(value));
    (given && !said && !page && !value.starts_with('…')).then_some(lead.end + value.len())
}

/// E-mail addresses lose their local part, and the fields of names and phones their value, except those of test leads.
pub fn mask_people(text: &str) -> Cow<'_, str> {
    then(mail::mask_mail(text), |text| pairs::replace(text, Wanted::People, Care::Usual))
}

/// Of Marketplace's own test lead.
pub(super) fn is_test(value: &str) -> bool {
    value.starts_with("MSFT_TEST") || value == "1234567890"
}
