//! Workflow commands of GitHub Actions: annotations on the profile's or the log's line.
//!
//! Source: docs.github.com/actions/reference/workflow-commands-for-github-actions; the escapes are those of actions/toolkit, the
//! limit (ten of each kind for a step) that of its docs/problem-matchers.md.

use crate::core::exit::ExitStatus;
use crate::core::outcome::Outcome;
use crate::core::report::Ending;
use crate::core::text::sanitise;
use crate::render::case::{Case, Says};
use crate::render::root::Root;

/// GitHub shows so many errors and so many warnings of one step, and drops the rest without a word.
const SHOWN: usize = 10;

/// `name`: the command as typed. `ending`: why a run failed that no case tells of.
pub(super) fn render(name: &str, cases: &[Case], ending: Option<&Ending>, root: &Root) -> String {
    let mut text = String::new();
    let mut rest = String::new();
    for (level, outcomes) in [("error", &[Outcome::Fail][..]), ("warning", &[Outcome::Unknown, Outcome::Warn])] {
        let told: Vec<&Case> = cases.iter().filter(|case| outcomes.contains(&case.outcome)).collect();
        for case in told.iter().take(SHOWN) {
            text.push_str(&annotation(level, case, root));
        }
        if told.len() > SHOWN {
            rest.push_str(&format!("leadctl: GitHub shows {SHOWN} {level}s of a step; {} more:\n", told.len() - SHOWN));
        }
        for case in told.iter().skip(SHOWN) {
            let place = case.place.as_ref().map_or_else(String::new, |place| format!("{}:{}: ", sanitise(&root.path(&place.file)), place.line));
            rest.push_str(&format!("leadctl:   {level}: {}\n", one_line(&format!("{place}{}", title(case)))));
        }
    }
    if let (true, Some(Ending { status, why: Some(why) })) = (text.is_empty(), ending) {
        let level = if *status == ExitStatus::Unknown { "warning" } else { "error" };
        text = format!("::{level} title={}::{}\n", property(&format!("leadctl {}", name.replace("leads-", "leads "))), data(&sanitise(why)));
    }
    rest.push_str(&format!("leadctl: {}\n", summary(name, cases)));
    text + &rest
}

/// What `diagnose` finds is known errors; whether that fails the run is another matter.
fn summary(name: &str, cases: &[Case]) -> String {
    let known = cases.iter().filter(|case| case.says == Says::Known).count();
    let of = |outcome: Outcome| cases.iter().filter(|case| case.says != Says::Known && case.outcome == outcome).count();
    let outcomes = [(of(Outcome::Pass), "passed"), (of(Outcome::Fail), "failed"), (of(Outcome::Unknown), "unknown"), (of(Outcome::Warn), "warned")];
    let told = outcomes.into_iter().filter(|(count, _)| name != "diagnose" || *count > 0).map(|(count, word)| format!("{count} {word}"));
    let known = (name == "diagnose").then(|| format!("{known} known error{}", if known == 1 { "" } else { "s" }));
    known.into_iter().chain(told).collect::<Vec<_>>().join(", ")
}

fn annotation(level: &str, case: &Case, root: &Root) -> String {
    // What was pasted has no line in any file.
    let place =
        case.place.as_ref().map_or_else(String::new, |place| format!("file={},line={},", property(&sanitise(&root.path(&place.file))), place.line));
    format!("::{level} {place}title={}::{}\n", property(&title(case)), data(&case.message))
}

fn title(case: &Case) -> String {
    format!("{} ({}, {})", case.headline(), case.id, case.suite)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
