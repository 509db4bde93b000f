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

#[test]
fn nothing_is_sent_unless_all_can_be() {
    let sandbox = Sandbox::start(&[]);
    let user = User::new();
    let url = sandbox.value("sandbox-https", "url");
    user.write(
        "leadctl.toml",
        &format!("[profile.good]\ndestination = \"https\"\nurl = \"{url}\"\n\n[profile.broken]\ndestination = \"https\"\nurl = \"env:LEADS_URL\"\n"),
    );
    for selection in [&["good", "broken"][..], &["--all"]] {
        let report = user.json(&[&["test-lead"], selection].concat());
        assert_eq!((&report["exit_status"], sandbox.leads().len()), (&json!(2), 0), "{report}");
        let outcomes: Vec<&str> = report["profiles"].as_array().unwrap().iter().map(|lead| lead["outcome"].as_str().unwrap()).collect();
        assert_eq!(outcomes, ["skipped", "fail"]);
        assert!(report["profiles"][0]["message"].as_str().unwrap().contains("'broken' can't be used, and nothing is sent"), "{report}");
        let said = user.run(&[&["test-lead"], selection].concat()).ends_with(2);
        assert!(said.last_line().contains("exit 2: nothing was sent: profile 'broken' can't be used"), "{}", said.stderr);
        // Nobody is to search for a lead that never was.
        assert!(report["profiles"].as_array().unwrap().iter().all(|lead| lead["handed_over"] == false && lead["marker"].is_string()), "{report}");
        assert!(said.stdout.contains("good · https") && !said.stdout.contains("MSFT_TEST"), "{}", said.stdout);
    }
    user.write("leadctl.toml", "[profile.nowhere]\ndestination = \"https\"\nurl = \"http://127.0.0.1:1/hook\"\n");
    let said = user.run(&["test-lead"]).ends_with(1);
    assert!(said.stdout.contains("nowhere · https") && !said.stdout.contains("MSFT_TEST"), "{}", said.stdout);
    user.write("leadctl.toml", &format!("[profile.good]\ndestination = \"https\"\nurl = \"{url}\"\n"));
    assert_eq!(user.json(&["test-lead", "good"])["exit_status"], 0);
}

/// Connected, and signed in or not: only the request with the lead itself hands it over.
#[test]
fn a_lead_is_handed_over_by_its_own_request_alone() {
    for (fault, profile, handed_over) in [
        ("entra/client-secret-invalid", "sandbox-dynamics", json!(false)),
        ("dynamics/missing-privilege", "sandbox-dynamics", json!(true)),
        ("https/flow-disabled", "sandbox-flow", json!(true)),
        ("https/connection-reset", "sandbox-https", Value::Null),
    ] {
        let sandbox = Sandbox::start(&[fault]);
        let lead = sandbox.json(&["test-lead", profile])["profiles"][0].clone();
        assert_eq!(lead["handed_over"], handed_over, "{fault}: {lead}");
        assert!(lead["marker"].as_str().unwrap().starts_with("MSFT_TEST_"), "{lead}");
        let flags = sandbox.flags();
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        let page = User::new().run(&[&["test-lead", profile][..], &flags].concat()).stdout;
        assert_eq!(page.contains(" · MSFT_TEST"), handed_over != false, "{fault}: {page}");
    }
    let sandbox = Sandbox::start(&[]);
    let good = sandbox.json(&["test-lead", "sandbox-dynamics"]);
    assert_eq!(good["profiles"][0]["handed_over"], true, "{good}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_lead_whose_report_nobody_gets_is_still_told_of() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    for format in ["human", "json"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let user = User::new();
        let mut command = user.command(&["test-lead", "sandbox-https", "--format", format]);
        let output = command.args(&flags).stdin(std::process::Stdio::null()).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let last = stderr.lines().last().unwrap();
        // 2 would say that nothing was sent.
        assert_eq!(output.status.code(), Some(3), "{stderr}");
        let sent = arrived(&sandbox, "https").pop().unwrap();
        let marker = sent["description"].as_str().unwrap();
        assert!(
            last.contains("can't write to standard output") && last.contains(&format!("the lead to 'sandbox-https' was sent ({marker})")),
            "{last}"
        );
    }
}

#[test]
fn profiles_named_with_the_option_and_behind_it_all_get_a_lead() {
    let sandbox = Sandbox::start(&[]);
    let names = |report: &Value| -> Vec<String> {
        report["profiles"].as_array().unwrap().iter().map(|lead| lead["profile"].as_str().unwrap().to_owned()).collect()
    };
    let report = sandbox.json(&["test-lead", "-p", "sandbox-https", "sandbox-flow"]);
    assert_eq!((names(&report), sandbox.leads().len()), (vec!["sandbox-https".to_owned(), "sandbox-flow".to_owned()], 2), "{report}");
    let report = sandbox.json(&["-p", "sandbox-https", "test-lead", "sandbox-https"]);
    assert_eq!(names(&report), ["sandbox-https"]);
    for command in ["test-lead", "validate"] {
        let report = sandbox.json(&[command, "-p", "sandbox-https", "--all"]);
        assert_eq!((&report["exit_status"], &report["error"]["id"]), (&json!(2), &json!("profile-and-all")), "{report}");
    }
    assert_eq!(sandbox.leads().len(), 3);
}

#[test]
fn the_profile_of_the_environment_gives_way_to_the_command_line() {
    let sandbox = Sandbox::start(&[]);
    let user = User::new().with("LEADCTL_PROFILE", "sandbox-https").with("LEADCTL_CONFIG", sandbox.profiles().display().to_string());
    let profiles = |arguments: &[&str]| user.json(arguments)["profiles"].as_array().unwrap().len();
    assert_eq!(user.json(&["validate", "--offline", "sandbox-flow"])["profiles"][0]["profile"], "sandbox-flow");
    assert_eq!(user.json(&["validate", "--offline"])["profiles"][0]["profile"], "sandbox-https");
    assert_eq!(profiles(&["validate", "--offline", "sandbox-flow"]), 1);
    assert!(profiles(&["validate", "--offline", "--all"]) > 5);
}

#[test]
fn a_dry_run_that_cannot_be_is_a_document_of_its_own_kind() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://contoso.example/leads\"\n");
    for arguments in [&["test-lead", "nosuch", "--dry-run"][..], &["test-lead", "--dry-run", "--nosuch"]] {
        let report = user.json(arguments);
        assert_eq!((&report["schema"], &report["exit_status"]), (&json!("leadctl.test-lead-dry-run/1"), &json!(2)), "{report}");
    }
}

#[test]
fn an_endpoint_without_a_key_is_shown_in_a_dry_run_however_it_is_written() {
    let user = User::new().with("LEADS_URL", "https://contoso.example/behind");
    for (written, shown) in [
        ("https://contoso.example/leads", "POST https://contoso.example/leads\n"),
        ("plain:https://contoso.example/leads", "POST https://contoso.example/leads\n"),
        ("plain:https://contoso.example/leads?code=sandbox-key-1234", "POST https://contoso.example/leads?code=[redacted]\n"),
        ("env:LEADS_URL", "POST [redacted]\n"),
    ] {
        user.write("leadctl.toml", &format!("[profile.web]\ndestination = \"https\"\nurl = \"{written}\"\n"));
        let said = user.run(&["test-lead", "web", "--dry-run"]).ends_with(0);
        assert!(said.stdout.contains(shown) && !said.stdout.contains("sandbox-key"), "{written}: {}", said.stdout);
    }
}
