//! `leadctl diagnose` on logs in which every line has something before it that the program didn't write.

use super::{log, one, told};
use crate::support::User;

#[test]
fn what_a_collector_writes_before_each_line_hides_nothing() {
    let user = User::new();
    let message = "08:00:00 ERROR no lead was sent\nposting:\n{\n  \"errors\": [\n    {\n      \"code\": \"601\",\n      \"message\": \"Access token invalid\"\n    }\n  ]\n}\n08:00:00 ERROR retried\nAADSTS7000222: The provided client secret keys for app '160c5842-eeba-487b-bb30-be9fae7878d0' are expired.\nTrace ID: 5f7e75a3-378c-41e0-bedc-b04170a61000\nTimestamp: 2026-10-23 07:48:15Z\n";
    for column in ["", "2026-11-09T08:00:00.1234567Z ", "leads-1  | ", "[pod/leads-5d8f/app] ", "Nov  9 08:00:00 host leads[7]: "] {
        let lines: String = (log(9000, &[]) + message + &log(9000, &[])).lines().map(|line| format!("{column}{line}\n")).collect();
        user.write("app.log", &lines);
        let report = user.json(&["diagnose", "--file", "app.log", "--context", "0"]);
        let wanted = [
            one("marketo/access-token-invalid", 1, "app.log:9004", "app.log:9004"),
            one("entra/client-secret-expired", 1, "app.log:9012", "app.log:9012"),
        ];
        assert_eq!(told(&report), wanted, "{column}");
        let found = &report["matches"][1]["found"];
        assert_eq!(
            (&found["trace_id"], &found["time"]),
            (&"5f7e75a3-378c-41e0-bedc-b04170a61000".into(), &"2026-10-23 07:48:15Z".into()),
            "{column}"
        );
        let shown = report["matches"][0]["context"][0]["text"].as_str().unwrap();
        let line = format!("{column}\"errors\": [");
        assert_eq!(shown.split_whitespace().collect::<Vec<_>>(), line.split_whitespace().collect::<Vec<_>>());
    }
}
