//! A lead as a line of CSV or JSON, for lists, exports and programs. Leads are the user's own data: they are written as they are.

use crate::core::arrived::{ArrivedLead, PersonalData};
use crate::core::text::is_invisible;

/// The columns of a CSV file, in their order.
pub const COLUMNS: [&str; 24] = [
    "time",
    "arrived",
    "created",
    "test",
    "do_not_contact",
    "source",
    "source_name",
    "action",
    "action_words",
    "offer",
    "offer_id",
    "first_name",
    "last_name",
    "email",
    "phone",
    "country",
    "company",
    "title",
    "personal_data",
    "description",
    "campaign",
    "times",
    "profile",
    "key",
];

/// Behind [`COLUMNS`]: what has no column of its own, as JSON, and what could not be understood.
pub const LAST_COLUMNS: [&str; 2] = ["other", "problems"];

/// The first line of a CSV file.
pub fn csv_header(out: &mut Vec<u8>) {
    out.extend_from_slice(COLUMNS.join(",").as_bytes());
    for name in LAST_COLUMNS {
        out.push(b',');
        out.extend_from_slice(name.as_bytes());
    }
    line_end(out);
}

/// One line of CSV (RFC 4180).
pub fn csv(lead: &ArrivedLead, out: &mut Vec<u8>) {
    use std::io::Write as _;
    let time = |at: Option<jiff::Timestamp>, out: &mut Vec<u8>| {
        if let Some(at) = at {
            // Writing to memory does not fail.
            let _ = jiff::fmt::temporal::DateTimePrinter::new().print_timestamp(&at, &mut *out);
        }
        out.push(b',');
    };
    let text = |text: Option<&str>, out: &mut Vec<u8>| {
        cell(text.unwrap_or_default(), out);
        out.push(b',');
    };
    let flag = |flag: bool, out: &mut Vec<u8>| out.extend_from_slice(if flag { b"yes," } else { b"no," });
    time(lead.when(), out);
    time(lead.arrived, out);
    time(lead.created, out);
    flag(lead.test, out);
    flag(lead.do_not_contact, out);
    let parts = [
        lead.source.as_deref(),
        lead.source_name,
        lead.action.as_deref(),
        lead.action_words,
        lead.offer.as_deref(),
        lead.offer_id.as_deref(),
        lead.first_name.as_deref(),
        lead.last_name.as_deref(),
        lead.email.as_deref(),
        lead.phone.as_deref(),
        lead.country.as_deref(),
        lead.company.as_deref(),
        lead.title.as_deref(),
        Some(personal_data(lead.personal_data)),
        lead.description.as_deref(),
    ];
    for part in parts {
        text(part, out);
    }
    match lead.campaign.is_empty() {
        true => out.push(b','),
        false => text(Some(&url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&lead.campaign).finish()), out),
    }
    let _ = write!(out, "{},", lead.times);
    text(lead.profile.as_deref(), out);
    text(Some(&lead.key), out);
    match lead.other.is_empty() {
        true => out.push(b','),
        false => text(serde_json::to_string(&lead.other).ok().as_deref(), out),
    }
    cell(&lead.problems.join("; "), out);
    line_end(out);
}

pub fn personal_data(what: PersonalData) -> &'static str {
    match what {
        PersonalData::Present => "present",
        PersonalData::Withheld => "withheld",
        PersonalData::Missing => "missing",
        PersonalData::Unreadable => "unreadable",
    }
}

/// As RFC 4180 has it.
pub(super) fn line_end(out: &mut Vec<u8>) {
    out.extend_from_slice(b"\r\n");
}

/// A cell: quoted where it must be, and with an apostrophe before what a spreadsheet would run as a formula (OWASP, "CSV Injection").
pub(super) fn cell(text: &str, out: &mut Vec<u8>) {
    // Also behind blanks and what can't be seen, and in the wide forms that some spreadsheets take for the narrow ones.
    let plain = text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric);
    let formula = !plain
        && (text.trim_start_matches([' ', '\u{a0}', '\u{3000}']).starts_with(['\t', '\r', '\n'])
            || text.trim_start_matches(is_unseen).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']));
    let quoted = text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n' | b';' | b'\t')) || text.starts_with(' ') || text.ends_with(' ');
    if quoted {
        out.push(b'"');
    }
    if formula {
        out.push(b'\'');
    }
    if !quoted {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    for (place, piece) in text.split('"').enumerate() {
        if place > 0 {
            out.extend_from_slice(b"\"\"");
        }
        out.extend_from_slice(piece.as_bytes());
    }
    out.push(b'"');
}

/// Blanks, control characters, and letters without width: what a spreadsheet may take away before it reads a cell.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || is_invisible(letter)
}

/// One JSON object, without a line end.
pub fn json(lead: &ArrivedLead, out: &mut Vec<u8>) {
    // A lead is made of texts, flags and numbers, and memory takes all of it.
    let _ = serde_json::to_writer(out, lead);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        cell(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_cell_runs_as_a_formula() {
        for (text, want) in [
            ("=SUM(1;2)", "\"'=SUM(1;2)\""),
            ("+31 6", "'+31 6"),
            ("-1+2", "'-1+2"),
            ("@x", "'@x"),
            ("  =cmd|'/c calc'!A1", "\"'  =cmd|'/c calc'!A1\""),
            ("＝1", "'＝1"),
            ("\t=1", "\"'\t=1\""),
            ("\u{b}@x", "'\u{b}@x"),
            ("\u{feff}=1", "'\u{feff}=1"),
            ("a=b", "a=b"),
            ("O'Neil", "O'Neil"),
        ] {
            assert_eq!(written(text), want);
        }
    }

    #[test]
    fn a_cell_keeps_its_quotes_separators_and_line_ends() {
        for (text, want) in [
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("\"", "\"\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
            (" x", "\" x\""),
        ] {
            assert_eq!(written(text), want);
        }
    }

    #[test]
    fn every_line_has_the_columns_of_the_header() {
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b',').count();
        let (mut header, mut line) = (Vec::new(), Vec::new());
        csv_header(&mut header);
        csv(&ArrivedLead::default(), &mut line);
        assert_eq!(count(&header), count(&line));
    }
}
