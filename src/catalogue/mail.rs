//! A mail as a program saved it (`mail.eml`), turned into the text that a person reads: headers off, parts found, encodings undone.
//!
//! By hand: three encodings and two character sets are all that notices of this kind use, and a MIME library brings tables of dozens.
//! Knows nothing of the catalogue: text in, text out.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Parts inside parts are followed so deep.
const DEEPEST: usize = 6;
/// Headers of which a text that is no mail does not have two at its start.
const KNOWN: [&str; 14] = [
    "from",
    "to",
    "subject",
    "date",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "message-id",
    "received",
    "return-path",
    "delivered-to",
    "reply-to",
    "dkim-signature",
    "authentication-results",
];

/// The subject and the readable parts of a mail; `None` where the text is no mail.
pub fn text_of_mail(text: &str) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Mailboxes have a line in front of each mail.
    let text = text.strip_prefix("From ").and_then(|rest| rest.split_once('\n')).map_or(text, |(_, rest)| rest);
    let (headers, body) = split(text)?;
    let known = headers.iter().filter(|(name, _)| KNOWN.contains(&name.as_str())).count();
    // A pasted "From: … Subject: …" with plain text below needs no undoing.
    let is_encoded = headers.iter().any(|(name, _)| matches!(name.as_str(), "mime-version" | "content-type" | "content-transfer-encoding"));
    if known < 2 || !is_encoded {
        return None;
    }
    let mut out = String::new();
    if let Some(subject) = header(&headers, "subject") {
        out.push_str(&decoded_words(subject));
        out.push_str("\n\n");
    }
    readable(&headers, body, 0, &mut out);
    Some(out)
}

type Headers = Vec<(String, String)>;

/// Headers, folded lines joined, and what stands below the first empty line; `None` where the text does not begin with headers.
fn split(text: &str) -> Option<(Headers, &str)> {
    let mut headers: Headers = Vec::new();
    let mut rest = text;
    loop {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() {
            return (!headers.is_empty()).then_some((headers, below));
        }
        if line.starts_with([' ', '\t']) {
            let (_, value) = headers.last_mut()?;
            value.push(' ');
            value.push_str(line.trim());
        } else {
            let (name, value) = line.split_once(':')?;
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
                return None;
            }
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        rest = below;
    }
}

fn header<'a>(headers: &'a Headers, name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// A parameter of `Content-Type`: `boundary`, `charset`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|piece| {
        let (known, value) = piece.split_once('=')?;
        known.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// Adds the text of a part, or of the parts inside it.
fn readable(headers: &Headers, body: &str, depth: usize, out: &mut String) {
    let kind = header(headers, "content-type").unwrap_or("text/plain");
    let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if let Some(boundary) = parameter(kind, "boundary").filter(|boundary| media.starts_with("multipart/") && !boundary.is_empty() && depth < DEEPEST)
    {
        let parts: Vec<(Headers, &str)> = parts(body, &boundary).into_iter().filter_map(part).collect();
        let of =
            |part: &(Headers, &str), kind: &str| header(&part.0, "content-type").is_some_and(|media| media.to_ascii_lowercase().starts_with(kind));
        // The same in two dresses: the plain one says it all.
        let plain = media == "multipart/alternative" && parts.iter().any(|part| of(part, "text/plain"));
        for part in parts.iter().filter(|part| !(plain && of(part, "text/html"))) {
            readable(&part.0, part.1, depth + 1, out);
        }
        return;
    }
    let content = undone(headers, body);
    if media == "message/rfc822" && depth < DEEPEST {
        if let Some((headers, body)) = split(content.trim_start()) {
            if let Some(subject) = header(&headers, "subject") {
                out.push_str(&decoded_words(subject));
                out.push('\n');
            }
            readable(&headers, body, depth + 1, out);
        }
    } else if media.starts_with("text/") || media.starts_with("message/") || media.is_empty() {
        out.push_str(content.trim_end());
        out.push('\n');
    }
}

/// What stands between the lines of a boundary; the last part may lack its end.
fn parts<'a>(body: &'a str, boundary: &str) -> Vec<&'a str> {
    let line = format!("--{boundary}");
    let mut found = Vec::new();
    let mut start = None;
    let mut at = 0;
    for piece in body.split_inclusive('\n') {
        let bare = piece.trim_end();
        if bare == line || bare.strip_suffix("--") == Some(&line) {
            found.extend(start.map(|start| &body[start..at]));
            start = (bare == line).then_some(at + piece.len());
        }
        at += piece.len();
    }
    found.extend(start.map(|start| &body[start..]));
    found
}

/// A part with headers, or with none but its empty line.
fn part(text: &str) -> Option<(Headers, &str)> {
    let bare = text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n'));
    bare.map(|body| (Vec::new(), body)).or_else(|| split(text))
}

/// The body with its transfer encoding and its character set undone.
fn undone(headers: &Headers, body: &str) -> String {
    let bytes = match header(headers, "content-transfer-encoding").map(|name| name.trim().to_ascii_lowercase()).as_deref() {
        Some("quoted-printable") => quoted_printable(body),
        Some("base64") => base64(body),
        _ => return body.to_owned(),
    };
    text_of(&bytes, header(headers, "content-type").and_then(|kind| parameter(kind, "charset")).as_deref())
}

fn text_of(bytes: &[u8], charset: Option<&str>) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // Western European, whether it says so or not.
        Err(_) if charset.is_none_or(|name| !name.eq_ignore_ascii_case("utf-8")) => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// RFC 2045 §6.7; what is no escape stays as it is.
fn quoted_printable(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r', ' ', '\t']);
        let (content, soft) = content.strip_suffix('=').map_or((content, false), |content| (content, true));
        unescape(content, b'=', &mut out);
        if !soft && line.ends_with('\n') {
            out.push(b'\n');
        }
    }
    out
}

fn unescape(text: &str, mark: u8, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16)).and_then(|digit| u8::try_from(digit).ok());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (*byte == mark, hex(at + 1), hex(at + 2)) {
            (true, Some(high), Some(low)) => {
                out.push(high * 16 + low);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
}

/// What was cut off at the end is no reason to lose the rest.
fn base64(text: &str) -> Vec<u8> {
    let engine = GeneralPurpose::new(
        &alphabet::STANDARD,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
    );
    let mut clean: Vec<u8> = text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')).collect();
    if clean.len() % 4 == 1 {
        clean.pop();
    }
    engine.decode(clean).unwrap_or_default()
}

/// A header with `=?charset?Q?…?=` words in it (RFC 2047).
fn decoded_words(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, from)) = rest.split_once("=?") {
        let mut pieces = from.splitn(4, '?');
        let (Some(charset), Some(kind), Some(content), Some(after)) = (pieces.next(), pieces.next(), pieces.next(), pieces.next()) else { break };
        let Some(after) = after.strip_prefix('=') else { break };
        // Blanks between two such words only fold the line.
        if out.is_empty() || !before.trim().is_empty() {
            out.push_str(before);
        }
        let bytes = if kind.eq_ignore_ascii_case("b") {
            base64(content)
        } else {
            let mut bytes = Vec::new();
            unescape(&content.replace('_', " "), b'=', &mut bytes);
            bytes
        };
        out.push_str(&text_of(&bytes, Some(charset)));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for rest in [quoted, &base64, &base64.replace('=', "")] {
            let text = mail(rest);
            assert!(text.starts_with("Could Not Create This Lead\n") && text.contains(REASON), "{text}");
        }
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
