//! `leadctl test-lead`: what arrives, what is read back, and that nothing arrives twice.

use serde_json::{Value, json};

use crate::support::{Sandbox, User};

fn arrived(sandbox: &Sandbox, service: &str) -> Vec<Value> {
    sandbox.leads().into_iter().filter(|lead| lead["service"] == service).map(|lead| lead["lead"].clone()).collect()
}

#[test]
fn an_endpoint_receives_the_lead_that_publishers_report() {
    let sandbox = Sandbox::start(&[]);
    let report = sandbox.json(&["test-lead", "sandbox-https"]);
    let lead = &report["profiles"][0];
    let m = lead["marker"].as_str().unwrap();
    let digits = m.strip_prefix("MSFT_TEST_").unwrap();
    assert!(digits.len() == 18 && digits.starts_with("63"), ".NET ticks of now: {m}");
    let person =
        json!({"firstName": m, "lastName": m, "email": format!("{m}@test.com"), "phone": "1234567890", "country": "US", "company": m, "title": m});
    let want = json!({"userDetails": person, "leadSource": "AzureMarketplace", "actionCode": "INS", "offerTitle": "Contoso Test", "description": m});
    assert_eq!(arrived(&sandbox, "https"), [want]);
    assert_eq!((&lead["accepted"], &lead["verified"], &report["exit_status"]), (&json!(true), &json!(false), &json!(0)));
    let stages: Vec<(&str, &str)> =
        lead["stages"].as_array().unwrap().iter().map(|stage| (stage["stage"].as_str().unwrap(), stage["state"].as_str().unwrap())).collect();
    assert_eq!(
        stages,
        [("built", "observed"), ("connected", "observed"), ("authorised", "assumed"), ("accepted", "observed"), ("found", "not-reached")]
    );
}

#[test]
fn the_documented_shapes_are_there_to_choose() {
    let sandbox = Sandbox::start(&[]);
    for (casing, outer, inner) in
        [("docs", "UserDetails", "FirstName"), ("faq", "userDetails", "FirstName"), ("received", "userDetails", "firstName")]
    {
        assert_eq!(sandbox.json(&["test-lead", "sandbox-https", "--casing", casing])["exit_status"], 0);
        let last = arrived(&sandbox, "https").pop().unwrap();
        assert!(last[outer][inner].is_string(), "{casing}: {last}");
    }
}

#[test]
fn a_table_row_is_read_back_field_by_field_and_cleaned_up_alone() {
    let sandbox = Sandbox::start(&[]);
    let kept = sandbox.json(&["test-lead", "sandbox-azure-table"]);
    let report = sandbox.json(&["test-lead", "sandbox-azure-table", "--cleanup"]);
    let lead = &report["profiles"][0];
    assert_eq!((&lead["verified"], &lead["cleanup"], &report["exit_status"]), (&json!(true), &json!("deleted"), &json!(0)));
    assert_eq!(lead["differences"], json!([]));
    let found: Vec<&str> = lead["found"].as_array().unwrap().iter().map(|field| field["field"].as_str().unwrap()).collect();
    for field in ["ActionCode", "LeadSource", "OfferDisplayName", "Description", "CustomerInfo.Email", "Timestamp"] {
        assert!(found.contains(&field), "{field}: {found:?}");
    }
    let rows = arrived(&sandbox, "azure-table");
    assert_eq!(rows.len(), 1, "only the own lead is deleted");
    assert_eq!(rows[0]["Description"], kept["profiles"][0]["marker"]);
}

#[test]
fn a_lost_answer_leaves_one_row() {
    let sandbox = Sandbox::start(&["sandbox/lost-answer"]);
    let report = sandbox.json(&["test-lead", "sandbox-azure-table"]);
    assert_eq!(report["exit_status"], 0, "{report}");
    assert_eq!(report["profiles"][0]["verified"], true);
    assert_eq!(arrived(&sandbox, "azure-table").len(), 1);
}

#[test]
fn a_post_is_never_repeated_once_bytes_were_sent() {
    let sandbox = Sandbox::start(&["sandbox/lost-answer"]);
    let report = sandbox.json(&["test-lead", "sandbox-https"]);
    let lead = &report["profiles"][0];
    assert_eq!((&report["exit_status"], &lead["accepted"]), (&json!(3), &json!(false)), "{report}");
    assert!(lead["notes"].to_string().contains("may have arrived"), "{lead}");
    assert_eq!(arrived(&sandbox, "https").len(), 1);
}

#[test]
fn a_missing_table_is_made_only_when_told_to() {
    let sandbox = Sandbox::start(&[]);
    let string = sandbox.value("sandbox-azure-table", "connection_string");
    let user = User::new().with("LEADS", string);
    user.write("leadctl.toml", "[profile.t]\ndestination = \"azure-table\"\nconnection_string = \"env:LEADS\"\ntable = \"Elsewhere\"\n");
    let refused = user.json(&["test-lead"]);
    assert_eq!((&refused["exit_status"], &refused["profiles"][0]["entry"]), (&json!(1), &json!("storage/table-not-found")));
    assert!(refused["profiles"][0]["message"].as_str().unwrap().contains("--create-table"));
    assert_eq!(user.json(&["test-lead", "--create-table"])["exit_status"], 0);
    assert_eq!(user.json(&["test-lead"])["exit_status"], 0);
}

#[test]
fn a_dry_run_sends_nothing_and_shows_no_secret() {
    let sandbox = Sandbox::start(&[]);
    let sig = sandbox.value("sandbox-flow", "url").split("sig=").nth(1).unwrap().to_owned();
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    for format in ["human", "json", "curl"] {
        let said = User::new().run(&[&["test-lead", "--all", "--dry-run", "--format", format], flags.as_slice()].concat()).ends_with(0);
        assert!(
            said.stdout.contains("POST") && said.stdout.contains("MSFT_TEST_") && said.stdout.contains("[redacted]"),
            "{format}:\n{}",
            said.stdout
        );
        assert!(!said.stdout.contains(&sig), "{format}");
    }
    assert_eq!(sandbox.leads(), Vec::<Value>::new());
}

#[test]
fn a_cut_url_is_not_even_tried() {
    let sandbox = Sandbox::start(&["https/signature-missing"]);
    let report = sandbox.json(&["test-lead", "sandbox-flow"]);
    let lead = &report["profiles"][0];
    assert_eq!((&report["exit_status"], &lead["stages"][0]["state"]), (&json!(1), &json!("failed")), "{report}");
    assert!(lead["notes"].to_string().contains("nothing was sent"));
}

#[test]
fn what_cannot_be_read_back_is_3_when_proof_is_required() {
    let sandbox = Sandbox::start(&[]);
    assert_eq!(sandbox.json(&["test-lead", "sandbox-https", "--require-verified"])["exit_status"], 3);
    assert_eq!(sandbox.json(&["test-lead", "sandbox-azure-table", "--require-verified"])["exit_status"], 0);
}

#[test]
fn nulls_meet_a_strict_schema() {
    let sandbox = Sandbox::start(&["sandbox/flow-strict-schema"]);
    assert_eq!(sandbox.json(&["test-lead", "sandbox-flow"])["exit_status"], 0);
    let refused = sandbox.json(&["test-lead", "sandbox-flow", "--variant", "nulls"]);
    assert_eq!(refused["profiles"][0]["entry"], "https/trigger-schema-mismatch", "{refused}");
}

#[test]
fn a_profile_named_twice_gets_one_lead() {
    let sandbox = Sandbox::start(&[]);
    assert_eq!(sandbox.json(&["test-lead", "sandbox-https", "sandbox-https"])["profiles"].as_array().unwrap().len(), 1);
    assert_eq!(arrived(&sandbox, "https").len(), 1);
}
