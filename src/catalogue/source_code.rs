//! Whether a line is a program's text rather than its output: an error that is merely handled or tested for did not happen.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::at_once::at_once;
use super::normalise::Words;

/// What programs contain and messages hardly ever do.
const MARKS: [&str; 41] = [
    " == ",
    " != ",
    " === ",
    " !== ",
    "assert_",
    "assert ",
    "assert(",
    "assert.",
    "assertThat(",
    "if (",
    "if err",
    "elif ",
    "return \"",
    "#define ",
    "expect(",
    "TODO",
    "FIXME",
    "const ",
    "#include",
    "fn ",
    "def ",
    "function(",
    "func ",
    "catch (",
    ".contains(",
    ".includes(",
    ") => {",
    "\" in error:",
    "' in error:",
    "throw new ",
    "return Err(",
    "This PR ",
    "_mock.",
    ".reply(",
    "Assert.",
    "\"enum\":[",
    "=~\"",
    " | timechart ",
    "logger.info(",
    "logger.debug(",
    "console.log(",
];

/// Longer lines are no program's.
const LONGEST: usize = 400;

/// The line of `text` around the byte `at`; of a long one the part around it, which is too long to look like a program, so that a text
/// of one line costs no more than one of many.
pub(super) fn line_at(text: &str, at: usize) -> &str {
    let (mut from, mut to) = (at.saturating_sub(LONGEST), (at + LONGEST).min(text.len()));
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let start = text[from..at].rfind('\n').map_or(from, |end| from + end + 1);
    let end = text[at..to].find('\n').map_or(to, |end| at + end);
    &text[start..end]
}

/// How lines of programs begin, and of messages hardly ever; and what tests begin with that passed, whose names tell of errors.
const BEGINNINGS: [&str; 16] = [
    "//",
    "raise ",
    "| where ",
    "| summarize ",
    "except ",
    "if \"",
    "if '",
    "when \"",
    "when '",
    "} else if",
    "import ",
    "✔ ",
    "✓ ",
    "√ ",
    "--- PASS",
    "PASS ",
];

pub(super) fn looks_like_source(line: &str) -> bool {
    let start = line.trim_start_matches(['+', '-']).trim_start();
    // Logs that carry whole documents on one line contain everything.
    line.len() < LONGEST
        && (BEGINNINGS.iter().any(|begun| start.starts_with(begun))
            || has_mark(line)
            || is_case(start)
            || is_row(start)
            || is_keyed(start)
            || is_of_path(start))
}

/// `"expired": {code: "…`, as Go writes a table of cases; where an error is written so, all its keys have quotes, or none has.
fn is_keyed(start: &str) -> bool {
    let inside = start.strip_prefix('"').and_then(|rest| rest.split_once("\": ")).filter(|(key, _)| !key.contains('"'));
    let name = inside.and_then(|(_, rest)| rest.trim_start().strip_prefix('{')).and_then(|fields| fields.split_once(": \""));
    name.is_some_and(|(name, _)| name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// `Refused::Locked => "…`: a case of Rust's. Where a log has such a sign, no path stands before it.
fn is_of_path(start: &str) -> bool {
    start
        .split_once(" => ")
        .is_some_and(|(case, _)| case.contains("::") && case.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_:()".contains(&byte)))
}

/// One case of several: `case 503:`, `case "busy":`, `case STRING_TOO_LONG:`. A support case has a capital, or something before it.
fn is_case(start: &str) -> bool {
    let named =
        |of: &str| of.trim_end().strip_suffix(':').is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte)));
    start.strip_prefix("case ").is_some_and(|of| named(of) || of.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '"' | '\'' | '-')))
}

/// A row of a table in a program: `{ 504, "Gateway Timeout", …`, `{ 0x80040225, L"…`. In JSON no number stands there.
fn is_row(start: &str) -> bool {
    // `("AADSTS50055: …", "expired"),` of a list in Python.
    if start.starts_with("(\"") && start.trim_end().ends_with("\"),") && start.contains("\", \"") {
        return true;
    }
    let Some(row) = start.strip_prefix('{').map(str::trim_start) else { return false };
    let behind = row.trim_start_matches(|c: char| c.is_ascii_hexdigit() || c == 'x');
    let Some(text) = behind.trim_start().strip_prefix(',') else { return false };
    row.starts_with(|c: char| c.is_ascii_digit()) && text.trim_start().trim_start_matches('L').starts_with('"')
}

/// Made once, as a log may hold many errors.
static MARKED: LazyLock<AhoCorasick> = LazyLock::new(|| at_once(MARKS));

/// Whether a mark is there, and no end of a longer word: the last letters of a key may be `def`.
fn has_mark(line: &str) -> bool {
    let worded = |at: usize| line[at..].starts_with(|c: char| c.is_ascii_alphabetic());
    MARKED.find_overlapping_iter(line).map(|mark| mark.start()).any(|at| !worded(at) || !line[..at].ends_with(|c: char| c.is_alphanumeric()))
}

/// Whether a line says what to do should an error come, not that it came. Of a code that it names the meaning may be wanted all the same.
pub(super) fn is_advice(line: &str) -> bool {
    line.contains("If you see ")
}

/// Whether the words around a code say that it did not occur: `no AADSTS50126 errors`, `0 errors AADSTS50126`, `nothing like
/// AADSTS50126`. Words of a sentence alone: what a sign stands beside is a value, and another key's.
pub(super) fn is_denied(text: &str, at: usize, length: usize) -> bool {
    const NONE: [&str; 4] = ["no", "0", "zero", "without"];
    let error = |word: &str| ["error", "errors", "occurrence", "occurrences", "event", "events"].contains(&word);
    let (Some(before), Some(behind)) = (text.get(..at).and_then(|before| before.strip_suffix(' ')), text.get(at + length..)) else { return false };
    let mut back = before.rsplit(' ').map(|word| word.rsplit('\n').next().unwrap_or_default().to_ascii_lowercase());
    let (next, further) = (back.next().unwrap_or_default(), back.next().unwrap_or_default());
    let next_behind = behind.strip_prefix(' ').map_or("", |rest| rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default());
    let none = NONE.contains(&next.as_str()) || next == "any" && further == "without";
    // `error no 0x80040225` has a number.
    let number = ["error", "code", "fout", "fehler"].contains(&further.as_str());
    let gone = none && !number && ["anymore", "any", "seen", "since"].contains(&next_behind) || next == "like" && further == "nothing";
    none && error(next_behind) || error(&next) && NONE.contains(&further.as_str()) || gone
}

/// Whether a phrase that ends in a number tells how many there are, and not which: `returned 500 leads`, `answered 404 times`. Words of a
/// sentence alone: what a sign stands behind is a key.
pub(super) fn is_count(words: &Words, text: &str, place: usize, phrase: &str) -> bool {
    const COUNTED: [&str; 22] = [
        "leads",
        "requests",
        "times",
        "rows",
        "records",
        "contacts",
        "messages",
        "items",
        "events",
        "users",
        "per",
        "par",
        "pro",
        "por",
        "keer",
        "mal",
        "fois",
        "veces",
        "volte",
        "anfragen",
        "rijen",
        "prospects",
    ];
    let next = place + phrase.split_whitespace().count();
    let last = words.get(next - 1);
    if phrase.contains('…') || !phrase.ends_with(last) || last.len() != 3 || !last.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let counted = words.get(next);
    let behind = text.get(words.at(next) + counted.len()..).unwrap_or_default();
    let alone = text.get(words.at(next - 1) + last.len()..words.at(next)) == Some(" ") && !behind.starts_with(['=', ':', '"']);
    alone && COUNTED.contains(&counted)
}

/// Whether the line at hand only tells of a change to a program: in a diff, a commit, a pull request or a list of a release's changes.
pub(super) fn tells_of_change(text: &str, line: &str) -> bool {
    if is_subject(text) || is_repaired(line) || is_of_changelog(line) {
        return true;
    }
    let changed = line.starts_with(['+', '-', '*']);
    changed && (text.contains("this PR") || text.lines().any(is_release))
        || (changed || line.starts_with("    ")) && (is_diff(text) || is_commit(text))
}

/// A sentence of release notes: `Fixed a problem where …`.
fn is_repaired(line: &str) -> bool {
    const BEGINNINGS: [&str; 7] = ["Updated to ", "Fixed a ", "Fixed an ", "Fixes a ", "Fixes an ", "Resolved an issue ", "Addressed an issue "];
    // Somebody who tells of their own repair tells of an error that is still there.
    const STILL: [&str; 8] = [" now", "ince then", " but ", " still ", " our ", " my ", " we ", " I "];
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || "-*+•".contains(c));
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning)) && !STILL.iter().any(|word| line.contains(word))
}

/// A release told in one line: `changelog 4.2.0 – tests for the retry queue, docs for …`.
fn is_of_changelog(line: &str) -> bool {
    const BEGINNINGS: [&str; 3] = ["changelog ", "release notes ", "what's new in "];
    let named = |beginning: &str| line.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning));
    let version = BEGINNINGS.iter().find(|beginning| named(beginning)).map(|beginning| line[beginning.len()..].trim_start_matches(['v', '[']));
    version
        .and_then(|version| version.split_once('.'))
        .is_some_and(|(major, rest)| major.parse::<u16>().is_ok() && rest.starts_with(|c: char| c.is_ascii_digit()))
}

fn is_diff(text: &str) -> bool {
    text.starts_with("@@ -") || text.contains("diff --git ") || text.contains("\n@@ -")
}

/// What a commit says of itself is indented by four blanks.
fn is_commit(text: &str) -> bool {
    text.starts_with("commit ") && text.contains("\nAuthor: ")
}

/// The first line of a commit or of a pull request, and what follows: `fix(dataverse): stop retrying when …`.
fn is_subject(text: &str) -> bool {
    const KINDS: [&str; 7] = ["feat", "fix", "docs", "chore", "refactor", "perf", "style"];
    let text = text.trim_start_matches('#').trim_start();
    let Some(behind) = KINDS.iter().find_map(|kind| text.strip_prefix(kind)) else { return false };
    let behind = behind.strip_prefix('(').and_then(|scope| Some(scope.split_once(')').filter(|(scope, _)| scope.len() < 30)?.1)).unwrap_or(behind);
    behind.starts_with(": ") || behind.starts_with("!: ")
}

/// The heading of a release in a changelog: `## 3.7.0`, `## [3.8.0] - 2025-03-12`, `# v2.1`, `1.12.0 (2026-04-18)`.
fn is_release(line: &str) -> bool {
    let heading = line.trim_start_matches('#');
    let version = heading.trim_start_matches([' ', '[', 'v']);
    let dated = heading.len() < line.len() || version.split_once(" (20").is_some_and(|(number, _)| !number.contains(' '));
    let numbered = |(major, rest): (&str, &str)| major.parse::<u16>().is_ok() && rest.starts_with(|c: char| c.is_ascii_digit());
    dated && version.split_once('.').is_some_and(numbered)
}

/// Whether the code at this place is a literal of a program, one of a list or something compared with, or is spoken of in a comment.
pub(super) fn is_literal(text: &str, at: usize, length: usize) -> bool {
    let line = line_at(text, at);
    let comment = line.trim_start().strip_prefix("# ").is_some_and(|said| said.starts_with(|c: char| c.is_ascii_lowercase()));
    let end = at + length;
    let behind = text.get(end..).and_then(|rest| rest.chars().next());
    let (Some(quote), Some(before)) = (behind.filter(|c| matches!(c, '"' | '\'' | '`')), text.get(..at)) else { return comment };
    let Some(before) = before.strip_suffix(quote) else { return comment };
    let before = before.trim_end_matches([' ', '\t']);
    let listed = before.is_empty() || before.ends_with(['(', '[', ',', '{', '\n', '|']) || before.ends_with("==") || before.ends_with(" in");
    // One alone is a quotation.
    let more = text[end + 1..].trim_start_matches([' ', '\t']).starts_with([',', ')', ']', ':', '|']);
    comment || listed && more || is_arm(text, at, length)
}

/// Whether the line at this place is what a case gives, on a line of its own: `Answer::Locked => {`, then `"…"`.
pub(super) fn is_given(text: &str, at: usize) -> bool {
    let begin = text.get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
    text[begin..].trim_start().starts_with('"') && text[..begin].trim_end().ends_with("=> {")
}

/// Whether the word at this place is one of the cases that a program tells apart: `"DUPLICATES_DETECTED" => …`, `"A" | "B" => …`.
pub(super) fn is_arm(text: &str, at: usize, length: usize) -> bool {
    // A letter may be of more bytes in the text than where it is read.
    let behind = text.get(at + length..).and_then(|rest| rest.strip_prefix('"'));
    let line = behind.filter(|_| text[..at].ends_with('"')).and_then(|rest| rest.split('\n').next());
    line.is_some_and(|line| line.trim_start().starts_with(['=', '|']) && line.contains(" => "))
}

/// A number that is an address of a process, not a code.
pub(super) fn is_address(before: &str) -> bool {
    matches!(before, "pc" | "addr" | "address" | "rip" | "eip" | "rsp" | "sp" | "lr" | "pointer" | "ptr" | "offset")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_line_no_more_is_read_than_of_a_short_one() {
        let text = "é".repeat(100_000);
        assert!(line_at(&text, 100_000).len() <= 2 * LONGEST + 4);
        assert_eq!(line_at("a\nbcd\ne", 3), "bcd");
        assert_eq!((line_at("a\n\ne", 2), line_at("", 0), line_at("ab", 2)), ("", "", "ab"));
    }

    #[test]
    fn literals_are_told_from_quotations() {
        let given = "    Answer::Locked => {\n        \"Locked for now. (AADSTS50053)\"\n    }";
        assert!(is_given(given, given.find("AADSTS").unwrap()) && !is_given(given, 6) && !is_given("\"AADSTS50053\"", 1));
        assert!(!is_arm("\"ＡＡ\" => x", 1, 2));
        for (text, literal) in [
            ("'AADSTS65001',  # not consented", true),
            ("codes = [\"0x80040237\", \"x\"]", true),
            ("    \"AADSTS65001\" => Outcome::Refused,", true),
            ("# handles 0x80040237 as well", true),
            ("{\"code\":\"0x80040237\",\"message\":\"x\"}", false),
            ("I get \"AADSTS65001\", what now?", false),
            ("# AADSTS65001: the user has not consented", false),
            ("AADSTS65001: the user has not consented", false),
        ] {
            let at = text.find("AADSTS").or(text.find("0x8")).unwrap();
            let length = text[at..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap();
            assert_eq!(is_literal(text, at, length), literal, "{text}");
        }
    }

    #[test]
    fn programs_are_told_from_messages() {
        for line in [
            "\"user_disabled\": {errorCode: \"invalid_grant\", errorDescription: \"AADSTS50057: disabled\", wantExpired: false},",
            "AuthResult::Disabled => \"disabled (AADSTS50057)\",",
            "    (\"AADSTS50055: The password is expired.\", \"expired\"),",
            "assert_eq!(status, 403);",
            "if (error.code === 'TableNotFound') {",
            "// TODO: handle TableNotFound",
            "except ResourceNotFoundError:",
            "    case 0x80040225:",
            "\t{ 504, \"Gateway timeout\", \"The server did not receive a response\" },",
            "    { 0x80040225, L\"VFW_E_NOT_PAUSED\" },",
            "elif 'AADSTS50126' in error:",
        ] {
            assert!(looks_like_source(line), "{line}");
        }
        for line in [
            "System.FormatException: Settings must be of the form \"name=value\".",
            "{\"error\":{\"code\":\"NoResponse\"}}",
            "  at f (a.js:1:2)",
            "POST /hook?code=abcdef returned 502",
            "support case 12345: AADSTS7000215",
            "{\"code\":504,\"message\":\"x\"}",
            "The 'Orders' function is in error: Settings must be of the form \"name=value\".",
            "All rows but three were written, except two: AADSTS50126",
        ] {
            assert!(!looks_like_source(line), "{line}");
        }
    }
}
