//! Exported tables, as tickets and queries are saved (RFC 4180; with commas, semicolons or tabs): each row is a record by itself.

use std::collections::BTreeSet;
use std::ops::Range;

use csv::{ReaderBuilder, StringRecord, Trim};

/// A table has as many columns at least, and as many rows below their names: prose with commas has not as many fields in each line.
const COLUMNS: usize = 3;
const ROWS: usize = 2;
/// The name of a column is no longer.
const LONGEST_NAME: usize = 60;

/// Where the names of the columns and the rows stand of a text that is a table with such names, and nothing else.
pub fn table(text: &str) -> Option<(Range<usize>, Vec<Range<usize>>)> {
    let table = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let before = text.len() - table.len();
    let first = table.lines().next()?;
    // As many as can be in the names of columns; others are within them. Most texts have none, or one line, and need no reader.
    let count = |mark: &u8| first.bytes().filter(|byte| byte == mark).count();
    let delimiter = *b",;\t".iter().max_by_key(|mark| count(mark)).filter(|mark| count(mark) > 0 && table.contains(['\r', '\n']))?;
    // All rows have as many fields as the first one, or the table is none.
    let mut reader = ReaderBuilder::new().delimiter(delimiter).trim(Trim::All).from_reader(table.as_bytes());
    if !reader.headers().is_ok_and(are_names) {
        return None;
    }
    // The reader leaves the line break of a row to the next one.
    let begin = |at: usize| at + table[at..].len() - table[at..].trim_start_matches(['\r', '\n']).len();
    let starts: Option<Vec<usize>> = reader.records().map(|row| Some(begin(row.ok()?.position()?.byte() as usize))).collect();
    let starts = starts.filter(|starts| starts.len() >= ROWS)?;
    let ends = starts.iter().skip(1).copied().chain([table.len()]);
    let rows = starts.iter().copied().zip(ends).map(|(start, end)| before + start..before + end).collect();
    Some((before..before + starts[0], rows))
}

/// Names, each another one, and none of them a number.
fn are_names(fields: &StringRecord) -> bool {
    let is_name = |field: &str| field.len() <= LONGEST_NAME && field.contains(char::is_alphabetic);
    let mut seen = BTreeSet::new();
    fields.len() >= COLUMNS && fields.iter().all(|field| is_name(field) && seen.insert(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Vec<&str>> {
        table(text).map(|(_, rows)| rows.into_iter().map(|row| text[row].trim_end()).collect())
    }

    #[test]
    fn each_row_stands_by_itself_however_many_lines_it_has() {
        for mark in [",", ";", "\t"] {
            let table = "Key|Summary|Text\n1|one|\"two\nthree, \"\"four\"\"; five\"\n2|six|seven\n".replace('|', mark);
            let rows = [format!("1{mark}one{mark}\"two\nthree, \"\"four\"\"; five\""), format!("2{mark}six{mark}seven")];
            for (before, text) in [("", table.clone()), ("\u{FEFF}", table.clone()), ("", table.replace('\n', "\r\n"))] {
                let seen =
                    of(&format!("{before}{text}")).unwrap_or_else(|| panic!("{text}")).iter().map(|row| row.replace('\r', "")).collect::<Vec<_>>();
                assert_eq!(seen, rows, "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_table_has_no_rows() {
        for text in [
            "",
            "a,b,c",
            "a,b,c\n1,2,3\n",
            "a,b\n1,2\n3,4\n",
            "a,b,c\n1,2,3\n1,2\n",
            "a,b,a\n1,2,3\n4,5,6\n",
            "2026-11-09,404,12\n2026-11-10,401,13\n2026-11-11,401,13\n",
            "Hello, all,\nsince Monday, no leads come, see below,\nthanks\n",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
