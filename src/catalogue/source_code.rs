//! Whether a line is a program's text rather than its output: an error that is merely handled or tested for did not happen.

/// What programs contain and messages hardly ever do.
const MARKS: [&str; 32] = [
    " == ",
    " != ",
    " === ",
    " !== ",
    "assert_",
    "assert ",
    "assert(",
    "assert.",
    "if (",
    "if err",
    "elif ",
    "case \"",
    "case '",
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
    "except ",
    ".contains(",
    ".includes(",
    "=> {",
    "throw new ",
    "return Err(",
    "logger.info(",
    "logger.debug(",
    "console.log(",
];

/// The line of `text` around the byte `at`.
pub(super) fn line_at(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    &text[start..end]
}

pub(super) fn looks_like_source(line: &str) -> bool {
    // Logs that carry whole documents on one line contain everything.
    line.len() < 400 && (line.trim_start().starts_with("//") || MARKS.iter().any(|mark| line.contains(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_told_from_messages() {
        for line in
            ["assert_eq!(status, 403);", "if (error.code === 'TableNotFound') {", "// TODO: handle TableNotFound", "except ResourceNotFoundError:"]
        {
            assert!(looks_like_source(line), "{line}");
        }
        for line in
            ["System.FormatException: Settings must be of the form \"name=value\".", "{\"error\":{\"code\":\"NoResponse\"}}", "  at f (a.js:1:2)"]
        {
            assert!(!looks_like_source(line), "{line}");
        }
    }
}
