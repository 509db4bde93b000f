//! The planned requests as curl commands; secrets are replaced, so they show and do not run as they are.

use crate::core::test_lead_report::DryRunReport;

pub(super) fn render(plan: &DryRunReport) -> String {
    let mut text = String::new();
    for profile in &plan.profiles {
        for request in &profile.requests {
            text.push_str(&format!("# {}: {}\ncurl -X {} {}", profile.profile, request.step, request.method, quote(&request.url)));
            for (name, value) in &request.headers {
                text.push_str(&format!(" \\\n  -H {}", quote(&format!("{name}: {value}"))));
            }
            if let Some(body) = &request.body {
                text.push_str(&format!(" \\\n  --data-raw {}", quote(body)));
            }
            text.push('\n');
        }
    }
    text
}

fn quote(text: &str) -> String {
    shell_words::quote(text).into_owned()
}
