//! Several phrases looked for at once.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Of the kind that is made quickly and searches quickly: a pasted text is searched but once, a log may hold many errors. The phrases are
/// the program's own, so they are few and short.
pub(super) fn at_once<'a>(phrases: impl IntoIterator<Item = &'a str>) -> AhoCorasick {
    let builder = AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(phrases);
    builder.expect("phrases of the program's own are few and short")
}
