//! `leadctl validate`, against the sandbox: order of cause, several profiles, formats' exit statuses.

use crate::support::{Sandbox, User, checks};

#[test]
fn a_sound_table_passes_every_check_and_nothing_is_written() {
    let sandbox = Sandbox::start(&[]);
    let report = sandbox.json(&["validate", "sandbox-azure-table"]);
    let profile = &report["profiles"][0];
    assert_eq!((&report["ok"], &report["exit_status"]), (&true.into(), &0.into()));
    assert_eq!(checks(profile, "fail"), []);
    assert_eq!(checks(profile, "unknown"), []);
    for id in ["string-parses", "host-resolves", "clock", "key-accepted", "table-service", "table-exists", "rights"] {
        assert!(checks(profile, "pass").contains(&(format!("azure-table/{id}"), String::new())), "{id}: {profile}");
    }
    assert_eq!(sandbox.leads(), Vec::<serde_json::Value>::new());
}

#[test]
fn what_rests_on_a_failure_is_skipped_and_the_entry_tells_the_repair() {
    let sandbox = Sandbox::start(&["storage/key-invalid"]);
    // The profile on disk has the key from before it was rotated.
    let report = sandbox.json(&["validate", "sandbox-azure-table"]);
    let profile = &report["profiles"][0];
    assert_eq!(checks(profile, "fail"), [("azure-table/key-accepted".to_owned(), "storage/key-invalid".to_owned())]);
    let skipped: Vec<String> = checks(profile, "skipped").into_iter().map(|(id, _)| id).collect();
    for id in ["azure-table/table-service", "azure-table/table-exists", "azure-table/rights"] {
        assert!(skipped.contains(&id.to_owned()), "{id}: {skipped:?}");
    }
    let failed = profile["checks"].as_array().unwrap().iter().find(|check| check["outcome"] == "fail").unwrap();
    assert!(failed["repair"].as_array().unwrap().len() >= 2, "{failed}");
    assert_eq!(failed["field"], "connection_string");
    assert!(failed["answered"].as_str().unwrap().contains("HTTP 403 AuthenticationFailed"), "{failed}");
    assert_eq!(report["exit_status"], 1);
}

#[test]
fn validating_an_endpoint_sends_nothing() {
    let sandbox = Sandbox::start_tls(&[]);
    let report = sandbox.json(&["validate", "sandbox-https", "sandbox-flow"]);
    assert_eq!(report["exit_status"], 0, "{report}");
    for profile in report["profiles"].as_array().unwrap() {
        assert!(checks(profile, "pass").contains(&("https/tls".to_owned(), String::new())), "{profile}");
    }
    assert_eq!(sandbox.leads(), Vec::<serde_json::Value>::new());
}

#[test]
fn all_profiles_side_by_side_have_a_line_each_and_a_summary() {
    let sandbox = Sandbox::start(&["storage/firewall"]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let said = User::new().run(&[&["validate", "--all", "--jobs", "3"], flags.as_slice()].concat()).ends_with(1);
    for name in ["sandbox-https", "sandbox-flow", "sandbox-azure-table"] {
        // Each comes when it is done: the page alone has the file's order.
        assert!(said.stderr.lines().any(|line| line.contains(&format!("{name} ("))), "a line for {name}:\n{}", said.stderr);
        assert!(!said.stdout.contains(&format!("{name} (")), "{}", said.stdout);
    }
    let quiet = User::new().run(&[&["validate", "--all", "--jobs", "3", "-q"], flags.as_slice()].concat()).ends_with(1);
    assert_eq!(quiet.stderr.lines().count(), 1, "{}", quiet.stderr);
    assert!(said.stdout.contains("More: leadctl explain storage/firewall"), "{}", said.stdout);
    assert!(said.stdout.contains("outcome"), "a summary:\n{}", said.stdout);
    // The account's firewall is that of all its services; and Azure Blob is withdrawn.
    let failed = "azure-table/key-accepted (sandbox-azure-table), azure-blob/key-accepted (sandbox-azure-blob)";
    assert!(said.last_line().starts_with(&format!("leadctl: exit 1: failed: {failed}")), "{}", said.last_line());
}

#[test]
fn offline_asks_nobody() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://leads.contoso.example/hook\"\n");
    let report = user.json(&["validate", "--offline"]);
    assert_eq!(report["exit_status"], 0);
    let skipped = checks(&report["profiles"][0], "skipped");
    assert!(skipped.contains(&("https/tls".to_owned(), String::new())), "{report}");
}

#[test]
fn strict_turns_warnings_into_failure() {
    let sandbox = Sandbox::start(&[]);
    assert_eq!(sandbox.json(&["validate", "sandbox-https"])["exit_status"], 0);
    assert_eq!(sandbox.json(&["validate", "sandbox-https", "--strict"])["exit_status"], 1);
}

#[test]
fn one_bad_reference_does_not_keep_the_other_profiles_from_being_checked() {
    let user = User::new();
    user.write(
        "leadctl.toml",
        "[profile.a]\ndestination = \"https\"\nurl = \"env:NOT_SET\"\n[profile.b]\ndestination = \"https\"\nurl = \"https://x.example/h\"\n",
    );
    let report = user.json(&["validate", "--all", "--offline"]);
    assert_eq!(report["exit_status"], 2);
    assert_eq!(report["profiles"][0]["error"]["id"], "env-missing");
    assert_eq!(report["profiles"][1]["error"], serde_json::Value::Null);
    assert!(!report["profiles"][1]["checks"].as_array().unwrap().is_empty());
}

#[test]
fn a_clock_that_is_off_is_named_before_the_key_is_blamed() {
    let sandbox = Sandbox::start(&["storage/clock-skew"]);
    let report = sandbox.json(&["validate", "sandbox-azure-table"]);
    assert_eq!(checks(&report["profiles"][0], "fail"), [("azure-table/clock".to_owned(), "storage/clock-skew".to_owned())]);
}

#[test]
fn what_configure_refuses_beside_the_connection_details_validate_reports() {
    let user = User::new();
    let profile = |more: &str| format!("[profile.web]\ndestination = \"https\"\nurl = \"https://contoso.example/leads\"\n{more}");
    for (more, field, says) in [
        ("contact_email = [\"nope\"]\n", "contact_email", "contact_email: 'nope' is no e-mail address"),
        ("contact_email = \"a@contoso.example;nope\"\n", "contact_email", "'nope' is no e-mail address"),
        ("offer = \"bad\"\n", "offer", "offer: 'bad' is no offer's ID; it is publisherid.offerid"),
    ] {
        user.write("leadctl.toml", &profile(more));
        let report = user.json(&["validate", "--offline"]);
        let checks = report["profiles"][0]["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| check["id"] == "https/profile-details").unwrap_or_else(|| panic!("{report}"));
        assert_eq!((&report["exit_status"], &check["outcome"], &check["field"]), (&1.into(), &"fail".into(), &field.into()), "{report}");
        assert!(check["message"].as_str().unwrap().contains(says), "{check}");
    }
    user.write("leadctl.toml", &profile("contact_email = [\"a@contoso.example\"]\noffer = \"contoso.one\"\n"));
    assert_eq!(user.json(&["validate", "--offline"])["exit_status"], 0);
    user.write("leadctl.toml", "[profile.mail]\ndestination = \"email\"\ncontact_email = [\"a@contoso.example\"]\noffer = \"bad\"\n");
    assert_eq!(user.json(&["validate", "--offline"])["exit_status"], 1);
}

#[test]
fn the_command_to_go_on_with_names_what_this_one_was_given() {
    let sandbox = Sandbox::start_tls(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let user = User::new();
    let said = user.run(&[&["validate", "sandbox-https"], flags.as_slice()].concat()).ends_with(0);
    let next = said.stdout.split_once("Next: ").unwrap().1.split_whitespace().collect::<Vec<_>>();
    assert_eq!(next, [&["leadctl", "test-lead", "sandbox-https"], flags.as_slice()].concat(), "{}", said.stdout);
    user.run(&next[1..]).ends_with(0);

    let string = sandbox.value("sandbox-azure-table", "connection_string");
    let empty = format!("[profile.t]\ndestination = \"azure-table\"\nconnection_string = \"plain:{string}\"\ntable = \"Elsewhere\"\n");
    let config = user.write("other.toml", &empty).display().to_string();
    let said = user.run(&["leads", "list", "t", "--config", &config, flags[2], flags[3]]).ends_with(0);
    let told = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&format!("leadctl test-lead t --create-table --config {config} --ca-cert {}", flags[3])), "{}", said.stdout);

    let config = user.write("mail.toml", "[profile.mail]\ndestination = \"email\"\ncontact_email = [\"a@contoso.example\"]\n").display().to_string();
    let said = user.run(&["test-lead", "mail", "--config", &config]).ends_with(2);
    let told = said.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&format!("check it with: leadctl validate mail --config {config}")), "{}", said.stderr);
}

/// What nobody can check keeps nobody from passing, and is named.
#[test]
fn what_no_check_can_tell_is_beyond_what_can_be_required() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    for (profile, check) in
        [("sandbox-salesforce", "salesforce/recaptcha"), ("sandbox-flow", "https/lead-taken"), ("sandbox-https", "https/lead-taken")]
    {
        let report = sandbox.json(&["validate", profile, "--require-verified"]);
        let checks = report["profiles"][0]["checks"].as_array().unwrap();
        let skipped = &checks.iter().find(|one| one["id"] == check).unwrap()["skipped"];
        assert_eq!((&report["exit_status"], skipped), (&0.into(), &"beyond-checks".into()), "{report:#}");
        let said = User::new().run(&[&["validate", profile, "--require-verified"], flags.as_slice()].concat()).ends_with(0);
        let told = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(&format!("Not covered by --require-verified, since no check can tell, whoever asks: {check} ({profile}).")), "{told}");
        assert!(told.contains(", 1 beyond checks."), "{told}");
    }
}

/// Each check that credentials would let run, and not the first few.
#[test]
fn all_that_could_be_verified_is_required_and_named() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let run = |more: &[&str]| User::new().run(&[&["validate", "sandbox-salesforce-oid-only"], more, flags.as_slice()].concat());
    run(&[]).ends_with(0);
    let said = run(&["--require-verified"]).ends_with(3);
    let report = sandbox.json(&["validate", "sandbox-salesforce-oid-only"]);
    let checks = report["profiles"][0]["checks"].as_array().unwrap();
    let wanting: Vec<&str> = checks.iter().filter(|one| one["skipped"] == "no-credentials").filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(wanting.len(), 14, "{wanting:?}");
    let last = said.last_line();
    assert!(wanting.iter().all(|id| last.contains(id)) && !last.contains("recaptcha") && !last.contains('…'), "{last}");
    // Of many profiles each stands in the report, with what it takes.
    let many = User::new()
        .run(&[&["validate", "sandbox-salesforce-oid-only", "sandbox-dynamics", "--require-verified"], flags.as_slice()].concat())
        .ends_with(3);
    let told = many.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("salesforce/daily-limit (sandbox-salesforce-oid-only): there are no API credentials"), "{told}");
    assert!(told.contains("dynamics/required-columns (sandbox-dynamics): this identity may not look"), "{told}");
    // CI systems see as many.
    let github = run(&["--require-verified", "--format", "github"]).ends_with(3).stdout;
    assert!(github.contains("::warning ") && github.contains("(salesforce/api-token%2C sandbox-salesforce-oid-only)"), "{github}");
    let junit = run(&["--require-verified", "--format", "junit"]).ends_with(3).stdout;
    assert!(junit.contains("errors=\"14\""), "{junit}");
    assert!(run(&["--format", "junit"]).ends_with(0).stdout.contains("errors=\"0\""));
}
