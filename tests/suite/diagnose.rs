//! `leadctl diagnose`: where the text may come from, what comes out, and what it means for a script.

use serde_json::Value;

use crate::support::User;

const SECRET: &str = "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '11111111-2222-3333-4444-555555555555'. Trace ID: aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
const TABLE: &str =
    "{\"odata.error\":{\"code\":\"TableNotFound\",\"message\":{\"lang\":\"en-US\",\"value\":\"The table specified does not exist.\"}}}";

fn ids(report: &Value) -> Vec<&str> {
    report["matches"].as_array().unwrap().iter().map(|found| found["id"].as_str().unwrap()).collect()
}

#[test]
fn an_argument_words_a_file_and_standard_input_say_the_same() {
    let user = User::new();
    user.write("error.txt", SECRET);
    let words: Vec<&str> = ["diagnose"].into_iter().chain(SECRET.split(' ')).collect();
    let piped = |arguments: &[&str]| {
        serde_json::from_str::<Value>(&user.pipe(&[arguments, &["--format", "json"]].concat(), SECRET).ends_with(0).stdout).unwrap()
    };
    for report in [
        user.json(&["diagnose", SECRET]),
        user.json(&words),
        user.json(&["diagnose", "--file", "error.txt"]),
        piped(&["diagnose", "-"]),
        piped(&["diagnose"]),
    ] {
        assert_eq!((&report["exit_status"], ids(&report)), (&0.into(), vec!["entra/client-secret-invalid"]), "{report}");
    }
    // As Windows PowerShell writes a file.
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(SECRET.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(user.path("wide.txt"), wide).unwrap();
    assert_eq!(ids(&user.json(&["diagnose", "--file", "wide.txt"])), ["entra/client-secret-invalid"]);
}

#[test]
fn an_answer_says_how_sure_it_is_why_and_what_to_do() {
    let report = User::new().json(&["diagnose", SECRET]);
    let found = &report["matches"][0];
    let confidence = found["confidence"].as_f64().unwrap();
    assert!(confidence > 0.8 && confidence <= 1.0, "{found}");
    assert!(found["because"].to_string().contains("AADSTS7000215"), "{found}");
    let told = found["found"].to_string();
    for own in ["11111111-2222-3333-4444-555555555555", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"] {
        assert!(told.contains(own), "what the text itself tells: {told}");
    }
    for key in ["title", "cause"] {
        assert!(found[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {found}");
    }
    assert!(found["repair"].as_array().unwrap().len() >= 2 && !found["links"].as_array().unwrap().is_empty(), "{found}");
    assert_eq!(found["field"], "client_secret");
    assert_eq!(report["hints"], serde_json::json!([]));
}

#[test]
fn several_errors_are_several_answers_each_in_its_place() {
    let user = User::new();
    user.write("log.txt", &format!("first\n{SECRET}\n\nsome words\n\n{TABLE}\n"));
    let report = user.json(&["diagnose", "--file", "log.txt"]);
    let mut places: Vec<(&str, u64)> = report["matches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["id"].as_str().unwrap(), found["location"]["line"].as_u64().unwrap()))
        .collect();
    places.sort_unstable();
    assert_eq!(places, [("entra/client-secret-invalid", 2), ("storage/table-not-found", 6)]);
    assert!(report["matches"].as_array().unwrap().iter().all(|found| found["location"]["file"] == "log.txt"), "{report}");
}

#[test]
fn what_is_not_known_is_no_answer() {
    for text in ["the weather is fine", "error", "HTTP 200 OK"] {
        let said = User::new().run(&["diagnose", text]).ends_with(1);
        assert!(said.last_line().starts_with("leadctl: exit 1: nothing in this text is known"), "{}", said.stderr);
        assert_eq!(User::new().json(&["diagnose", text])["matches"], serde_json::json!([]));
    }
}

#[test]
fn a_complaint_in_plain_words_is_sent_to_what_explains_it() {
    for (text, topic) in
        [("we get no leads", "no-leads"), ("Er komen geen leads binnen!", "no-leads"), ("why is my test lead not there?", "test-lead")]
    {
        let said = User::new().run(&["diagnose", text]).ends_with(1);
        assert!(
            said.stdout.contains(&format!("leadctl explain {topic}")) && said.last_line().ends_with(&format!("leadctl explain {topic}")),
            "{}",
            said.stderr
        );
        let report = User::new().json(&["diagnose", text]);
        assert_eq!((&report["matches"], &report["hints"][0]["kind"]), (&serde_json::json!([]), &"topic".into()), "{report}");
    }
    // An error is an error, whatever is asked about it.
    let report = User::new().json(&["diagnose", &format!("why do I get no leads, only {SECRET}?")]);
    assert!(report["hints"].as_array().unwrap().iter().all(|hint| hint["kind"] != "topic"), "{report}");
}

#[test]
fn wrong_calls_are_2_and_say_what_is_right() {
    let user = User::new();
    user.write("long.txt", &"x".repeat(256 * 1024 + 1));
    for (arguments, word) in [
        (&["diagnose"][..], "no text"),
        (&["diagnose", "-"], "no text"),
        (&["diagnose", "  "], "no text"),
        (&["diagnose", "--file", "nowhere.txt"], "nowhere.txt"),
        (&["diagnose", "long.txt"], "leadctl diagnose --file long.txt"),
        (&["diagnose", "text", "--file", "long.txt"], "cannot be used with"),
    ] {
        let said = user.run(arguments).ends_with(2);
        assert!(said.stderr.contains(word), "{arguments:?}: {}", said.stderr);
    }
}

#[test]
fn the_language_is_the_flags_or_the_locales() {
    let english = User::new().json(&["diagnose", SECRET])["matches"][0]["cause"].clone();
    let dutch = User::new().json(&["diagnose", SECRET, "--lang", "nl"])["matches"][0]["cause"].clone();
    assert_ne!(english, dutch);
    assert_eq!(User::new().with("LANG", "nl_NL.UTF-8").json(&["diagnose", SECRET])["matches"][0]["cause"], dutch);
    assert_eq!(User::new().with("LANG", "nl_NL.UTF-8").json(&["diagnose", SECRET, "--lang", "en"])["matches"][0]["cause"], english);
    // The text itself may be in either, whatever the answer's language.
    let known = "Kan de lead niet opslaan in Dynamics CRM";
    assert!(!User::new().run(&["diagnose", known]).stdout.is_empty());
}
