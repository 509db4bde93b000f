//! JUnit XML, as CI systems read it: a suite per profile, a case per check.

use quick_xml::escape::escape;

use crate::core::outcome::Outcome;
use crate::render::case::Case;
use crate::render::root::Root;

pub(super) fn render(cases: &[Case], root: &Root) -> String {
    let mut suites: Vec<(String, Vec<&Case>)> = Vec::new();
    for case in cases {
        let suite = root.suite(case);
        match suites.iter_mut().find(|(name, _)| *name == suite) {
            Some((_, members)) => members.push(case),
            None => suites.push((suite, vec![case])),
        }
    }
    let mut xml =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"leadctl\" {}>\n", counts(&cases.iter().collect::<Vec<_>>()));
    for (name, members) in suites {
        xml.push_str(&format!("  <testsuite name=\"{}\" {}>\n", attribute(&name), counts(&members)));
        for case in &members {
            // CI systems tell cases apart by their names.
            let alike = members.iter().filter(|other| other.id == case.id && other.title == case.title).count() > 1;
            let line = case.place.as_ref().filter(|_| alike).map_or_else(String::new, |place| format!(" (line {})", place.line));
            xml.push_str(&one(case, &format!("{}{line}", case.title)));
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

fn one(case: &Case, name: &str) -> String {
    let head = format!("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"", attribute(&case.id), attribute(name), seconds(case.duration_ms));
    let first = case.message.lines().next().unwrap_or_default();
    let body = match case.outcome {
        Outcome::Pass => return format!("{head}/>\n"),
        Outcome::Fail => {
            format!("      <failure message=\"{}\" type=\"{}\">{}</failure>\n", attribute(first), attribute(&case.id), text(&case.message))
        }
        Outcome::Unknown => {
            format!("      <error message=\"{}\" type=\"{}\">{}</error>\n", attribute(first), attribute(&case.id), text(&case.message))
        }
        Outcome::Skipped => format!("      <skipped message=\"{}\"/>\n", attribute(first)),
        Outcome::Warn => format!("      <system-out>warning: {}</system-out>\n", text(&case.message)),
    };
    format!("{head}>\n{body}    </testcase>\n")
}

fn counts(cases: &[&Case]) -> String {
    let of = |outcome: Outcome| cases.iter().filter(|case| case.outcome == outcome).count();
    let time: u64 = cases.iter().map(|case| case.duration_ms).sum();
    format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\"",
        cases.len(),
        of(Outcome::Fail),
        of(Outcome::Unknown),
        of(Outcome::Skipped),
        seconds(time)
    )
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

fn text(text: &str) -> String {
    // XML 1.0 has no way to write most control characters.
    let legal: String = text.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    escape(legal).into_owned()
}

fn attribute(value: &str) -> String {
    text(value).replace('\n', "&#10;").replace('\t', "&#9;")
}
