//! Workflow commands of GitHub Actions: annotations on the profile's line.
//!
//! Source: docs.github.com/actions/reference/workflow-commands-for-github-actions.

use crate::core::outcome::Outcome;
use crate::render::case::Case;

pub(super) fn render(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        let level = match case.outcome {
            Outcome::Fail => "error",
            Outcome::Unknown | Outcome::Warn => "warning",
            Outcome::Pass | Outcome::Skipped => continue,
        };
        text.push_str(&format!(
            "::{level} file={},line={},title={}::{}\n",
            property(&case.place.file),
            case.place.line,
            property(&format!("{} ({})", case.id, case.suite)),
            data(&case.message)
        ));
    }
    let of = |outcome: Outcome| cases.iter().filter(|case| case.outcome == outcome).count();
    text.push_str(&format!(
        "leadctl: {} passed, {} failed, {} unknown, {} warned\n",
        of(Outcome::Pass),
        of(Outcome::Fail),
        of(Outcome::Unknown),
        of(Outcome::Warn)
    ));
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
