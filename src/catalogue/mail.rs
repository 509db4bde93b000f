//! A mail as a program saved it (`mail.eml`), or a box of them, turned into the text that a person reads: headers off, parts found,
//! encodings undone.
//!
//! Knows nothing of the catalogue: text in, text out.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet, VecDeque};

use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

/// Mails inside mails are followed so deep.
const DEEPEST: usize = 6;
/// Headers of which a saved mail has one, and an answer of a web server none.
const OF_MAILS: [&str; 6] = ["from", "subject", "message-id", "received", "return-path", "delivered-to"];
/// Without any of these nothing has to be undone, as in a pasted "From: … Subject: …" with plain text below.
const ENCODED: [&str; 3] = ["mime-version", "content-type", "content-transfer-encoding"];

/// How the line begins that boxes have before each mail.
const BOXED: &str = "From ";

/// A mail as it is read.
pub struct Mail<'a> {
    /// Its subject and its readable parts.
    pub text: String,
    /// The same before anything was undone, and the line of the file that it begins in, from 1.
    saved: &'a str,
    first: u64,
    /// For each line of the text, the line of the file; most mails are not asked for them.
    lines: OnceCell<Vec<u64>>,
}

impl Mail<'_> {
    /// The line of the file that a line of the text stands in, both from 1; what was encoded stands where the last line does that was not.
    pub fn place(&self, line: u64) -> u64 {
        let lines = self.lines.get_or_init(|| places(&self.text, self.saved, self.first));
        let place = usize::try_from(line.saturating_sub(1)).ok().and_then(|line| lines.get(line));
        place.or(lines.last()).copied().unwrap_or(self.first)
    }
}

/// So many lines of a mail are told apart; of longer ones the rest stands where the last of these does.
const MOST_LINES: usize = 1 << 16;

/// For each line of a mail's text, the line that it was saved in, of which the first is `first`.
fn places(text: &str, saved: &str, first: u64) -> Vec<u64> {
    let mut places: HashMap<String, VecDeque<u64>> = HashMap::new();
    for (number, line) in (first..).zip(saved.lines().take(MOST_LINES)) {
        let known_by = beginning(line);
        // The same as it was before a mail's encoding, which writes letters as `=3D`.
        let decoded = line.contains('=').then(|| quoted_printable_decode(line.as_bytes())).flatten();
        let decoded = decoded.as_deref().map(String::from_utf8_lossy);
        for known_by in decoded.iter().map(|line| beginning(line)).filter(|decoded| *decoded != known_by).chain([known_by]) {
            if !known_by.is_empty() {
                places.entry(known_by.to_owned()).or_default().push_back(number);
            }
        }
    }
    let mut lines = Vec::new();
    let mut reached = first;
    let mut text = text.lines().take(MOST_LINES);
    // A subject is the first line of the text, and may be encoded.
    if let Some(subject) = (first..).zip(saved.lines().take_while(|line| !line.trim().is_empty())).find(|(_, line)| is_subject(line)) {
        reached = subject.0;
        lines.extend(text.next().map(|_| reached));
    }
    for line in text {
        if let Some(places) = places.get_mut(beginning(line)) {
            while places.front().is_some_and(|place| *place <= reached) {
                places.pop_front();
            }
            reached = places.front().copied().unwrap_or(reached);
        }
        lines.push(reached);
    }
    lines
}

fn is_subject(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| name.eq_ignore_ascii_case("subject"))
}

/// What a line is known by: mails break long ones further on.
fn beginning(line: &str) -> &str {
    const KNOWN_BY: usize = 16;
    let line = line.trim();
    line.char_indices().nth(KNOWN_BY).map_or(line, |(end, _)| &line[..end])
}

/// The mails that a text consists of; none where it is no mail.
pub fn mails(text: &str) -> Vec<Mail<'_>> {
    if !begins_as_mail(text) {
        return Vec::new();
    }
    let mut line = 1;
    let mut found = Vec::new();
    for piece in boxed(text) {
        found.extend(text_of(unmarked(piece)).map(|text| Mail { text, saved: piece, first: line, lines: OnceCell::new() }));
        line += piece.bytes().filter(|byte| *byte == b'\n').count() as u64;
    }
    found
}

/// Whether a text, of which this is at least the beginning, is a saved mail, or a box of them.
pub fn begins_as_mail(text: &str) -> bool {
    let text = unmarked(text);
    let Some(end) = headers(text) else { return false };
    let Some(mail) = MessageParser::default().parse_headers(&text[..end]) else { return false };
    let has = |names: &[&str]| names.iter().any(|name| mail.header(*name).is_some());
    has(&OF_MAILS) && has(&ENCODED)
}

/// Without what may stand in front of the headers: a mark of the encoding, and the line that boxes have before each mail.
fn unmarked(text: &str) -> &str {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.strip_prefix(BOXED).and_then(|rest| rest.split_once('\n')).map_or(text, |(_, mail)| mail)
}

/// The mails of a box, each from its own line on.
fn boxed(text: &str) -> Vec<&str> {
    if !text.starts_with(BOXED) {
        return vec![text];
    }
    let behind_blank = text.match_indices("\n\nFrom ").chain(text.match_indices("\n\r\nFrom "));
    let mut begins: Vec<usize> = behind_blank.map(|(at, found)| at + found.len() - BOXED.len()).chain([0]).collect();
    begins.sort_unstable();
    let ends = begins.iter().skip(1).copied().chain([text.len()]);
    begins.iter().zip(ends).map(|(from, to)| &text[*from..to]).collect()
}

/// How far the headers go that a text begins with, an empty line behind them; `None` where something else stands there.
fn headers(text: &str) -> Option<usize> {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\r', '\n']);
        if bare.is_empty() {
            return (end > 0).then_some(end + line.len());
        }
        let folded = end > 0 && bare.starts_with([' ', '\t']);
        let named = || {
            bare.split_once(':')
                .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)))
        };
        if !folded && !named() {
            return None;
        }
        end += line.len();
    }
    None
}

/// `None` where nothing of it can be read.
fn text_of(mail: &str) -> Option<String> {
    let mut out = String::new();
    readable(&MessageParser::default().parse(mail)?, 0, &mut out);
    (!out.trim().is_empty()).then_some(out)
}

fn readable(mail: &Message, depth: usize, out: &mut String) {
    if let Some(subject) = mail.subject() {
        out.push_str(subject);
        out.push_str("\n\n");
    }
    // The same in two dresses: the plain one says it all.
    let plain: HashSet<_> = mail.text_body.iter().collect();
    let again: HashSet<_> = mail.html_body.iter().filter(|number| !plain.contains(number)).collect();
    for (number, part) in (0..).zip(&mail.parts) {
        let text = match &part.body {
            PartType::Text(text) => Cow::Borrowed(text.as_ref()),
            PartType::Html(text) if !again.contains(&number) => Cow::Borrowed(text.as_ref()),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                match (part.content_type().map(|kind| kind.ctype()), std::str::from_utf8(bytes)) {
                    // What a mail server says of one that it could not deliver.
                    (Some("message"), _) => String::from_utf8_lossy(bytes),
                    // JSON, and logs that were attached as if they were programs.
                    (Some("application"), Ok(text)) => Cow::Borrowed(text),
                    _ => continue,
                }
            }
            PartType::Message(inner) if depth < DEEPEST => {
                readable(inner, depth + 1, out);
                continue;
            }
            _ => continue,
        };
        out.push_str(text.trim_end());
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::*;

    fn text_of_mail(text: &str) -> Option<String> {
        let mails = mails(text);
        (!mails.is_empty()).then(|| mails.into_iter().map(|mail| mail.text).collect::<Vec<_>>().join("\n"))
    }

    const HEAD: &str = "Return-Path: <a@b.example>\r\nFrom: Customer Support <support@salesforce.example>\r\nSubject: =?UTF-8?Q?Could_Not_Create_?=\r\n =?utf-8?B?VGhpcyBMZWFk?=\r\nMIME-Version: 1.0\r\n";
    const REASON: &str = "Reason: You’re creating a duplicate record. We recommend you use an existing record instead.";

    fn mail(rest: &str) -> String {
        text_of_mail(&format!("{HEAD}{rest}")).unwrap()
    }

    #[test]
    fn quoted_printable_and_base64_are_undone() {
        let quoted = "Content-Type: text/plain; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nReason: You=E2=80=99re creating a duplicate re=\r\ncord. We recommend you use an existing record =  \r\ninstead.\r\n";
        let encoded = base64::engine::general_purpose::STANDARD.encode(REASON);
        let (first, second) = encoded.split_at(76);
        let base64 = format!("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: BASE64\r\n\r\n{first}\r\n{second}\r\n");
        for rest in [quoted, &base64] {
            let text = mail(rest);
            assert!(text.starts_with("Could Not Create This Lead\n") && text.contains(REASON), "{text}");
        }
        // Cut off at the end.
        let cut = mail(base64.trim_end().trim_end_matches('='));
        assert!(cut.contains(REASON.trim_end_matches('.')), "{cut}");
    }

    #[test]
    fn parts_are_found_however_deep_and_attachments_left_alone() {
        let inner = format!("Content-Type: text/plain; charset=utf-8\r\n\r\n{REASON}\r\n");
        let two = format!("--in\r\n{inner}--in\r\nContent-Type: text/html\r\n\r\n<p>the same</p>\r\n--in--\r\n");
        let outer = format!(
            "Content-Type: multipart/mixed;\r\n\tboundary=\"out=1\"\r\n\r\nthis is MIME\r\n--out=1\r\nContent-Type: multipart/alternative; boundary=in\r\n\r\n{two}--out=1\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--out=1--\r\n"
        );
        let text = mail(&outer);
        assert!(text.contains(REASON) && !text.contains("the same") && !text.contains("AAAA") && !text.contains("this is MIME"), "{text}");
        // Cut off in the middle, and with one line end for the other.
        let cut = &outer[..outer.find("<p>").unwrap()];
        assert!(mail(cut).contains(REASON));
        assert!(text_of_mail(&format!("{HEAD}{outer}").replace("\r\n", "\n")).unwrap().contains(REASON));
        // Forwarded as an attachment.
        let forwarded = format!(
            "Content-Type: multipart/mixed; boundary=f\r\n\r\n--f\r\nContent-Type: message/rfc822\r\n\r\nSubject: old\r\n{inner}\r\n--f--\r\n"
        );
        assert!(mail(&forwarded).contains(REASON));
    }

    #[test]
    fn what_is_text_by_another_name_is_read() {
        for kind in ["application/json", "application/octet-stream; name=app.log", "message/delivery-status"] {
            let attached = format!(
                "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: {kind}\r\n\r\n{{\"error\":\"AADSTS7000222\"}}\r\n--a--\r\n"
            );
            assert!(mail(&attached).contains("AADSTS7000222"), "{kind}");
            assert!(mail(&format!("Content-Type: {kind}\r\n\r\n{{\"error\":\"AADSTS7000222\"}}\r\n")).contains("AADSTS7000222"), "{kind}");
        }
    }

    #[test]
    fn of_a_box_all_mails_are_read() {
        let one = |boundary: &str, text: &str| {
            format!(
                "From a@b.example Mon Nov  9 08:00:00 2026\r\n{HEAD}Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n--{boundary}\r\n\r\n{text}\r\n--{boundary}--\r\n\r\n"
            )
        };
        let text = text_of_mail(&format!("{}{}", one("x", "the first"), one("y", REASON))).unwrap();
        assert!(text.contains("the first") && text.contains(REASON) && !text.contains("--y"), "{text}");
        assert_eq!(text_of_mail("From there it went wrong:\nCould not save the lead"), None);
    }

    #[test]
    fn western_characters_are_read_without_being_announced() {
        let text = mail("Content-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nvalide=E9 ou non\r\n");
        assert!(text.contains("valideé ou non"), "{text}");
    }

    #[test]
    fn what_is_no_mail_stays_as_it_is() {
        for text in [
            "",
            "Could not save the lead",
            "Reason: Apex trigger Lead caused an unexpected exception",
            "From: a\nTo: b\n\nA pasted mail in plain text",
            "Content-Type: text/html\n\nHTTP headers of somebody's",
            // What a browser shows of an answer.
            "content-type: application/json\ndate: Mon, 09 Nov 2026 08:00:00 GMT\nx-ms-error-code: TableNotFound\n\n{\"code\":\"TableNotFound\"}",
            // A log that has a mail's headers somewhere.
            "INFO: service started\nworker 3 is up\nFrom: a@b.example\nContent-Type: text/plain\n\nAADSTS7000222",
            "From: a@b.example\nContent-Type: text/plain\nERROR AADSTS7000222 is no header",
            "code: 1\nmessage: 2\n\ntext",
            "2026-10-01 12:00:00 ERROR: it failed\n\nMIME-Version: 1.0",
        ] {
            assert_eq!(text_of_mail(text), None, "{text}");
        }
    }

    #[test]
    fn nothing_that_is_broken_breaks_it() {
        for rest in [
            "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n--\r\n",
            "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n--a\r\n--a",
            "Content-Transfer-Encoding: base64\r\n\r\n=====!é\r\n",
            "Content-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n=Z=é=4\r\n=",
            "Subject: =?x?=?=?utf-8?Q?=?=\r\n\r\n",
        ] {
            let _ = mail(rest);
        }
        let mut deep = String::new();
        for _ in 0..50 {
            deep.push_str("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n");
        }
        let _ = mail(&deep);
    }
}
