//! `leadctl demo`: the first minute of a newcomer works anywhere, without account, network or leftovers.

use serde_json::Value;

use crate::support::User;

/// A home where anything that wants the network finds a dead proxy.
fn offline() -> User {
    let dead = "http://127.0.0.1:9";
    User::new().with("HTTPS_PROXY", dead).with("HTTP_PROXY", dead).with("ALL_PROXY", dead)
}

#[test]
fn every_step_comes_out_as_it_should_and_every_destination_has_its_part() {
    let user = offline();
    let report = user.json(&["demo"]);
    assert_eq!((&report["ok"], &report["exit_status"], &report["error"]), (&true.into(), &0.into(), &Value::Null), "{report}");
    let steps = report["steps"].as_array().unwrap();
    for step in steps {
        assert_eq!(step["as_expected"], true, "{step}");
        assert!(step["command"].as_str().unwrap().starts_with("leadctl ") && !step["output"].as_array().unwrap().is_empty(), "{step}");
    }
    let step = |begins: &str| {
        let found = steps.iter().find(|step| step["command"].as_str().unwrap().starts_with(begins)).unwrap_or_else(|| panic!("{begins}: {report}"));
        (found["output"].to_string(), found["exit_status"].as_u64().unwrap())
    };
    let (validated, status) = step("leadctl validate --all");
    assert_eq!(status, 1, "Azure Blob is withdrawn");
    let (sent, _) = step("leadctl test-lead --all");
    for destination in leadctl::destinations::ALL {
        let id = destination.spec().id;
        step(&format!("leadctl configure {id}"));
        assert!(validated.contains(&format!("({id})")), "{id}: {validated}");
        assert_eq!(sent.contains(&format!("({id})")), destination.takes_no_lead().is_none(), "{id}: {sent}");
    }
    assert!(step("leadctl validate dynamics").0.contains("entra/client-secret-invalid"), "{report}");
    assert!(step("leadctl diagnose").0.contains("Confirmed"), "{report}");
}

#[test]
fn people_see_each_command_and_what_to_do_next() {
    let user = offline();
    let said = user.run(&["demo"]).ends_with(0);
    assert_eq!(said.stdout.matches("\n$ leadctl ").count(), leadctl::destinations::ALL.len() + 5, "{}", said.stdout);
    assert!(said.stdout.trim_end().ends_with("Next: leadctl configure"), "{}", said.stdout);
    assert_eq!(said.stderr, "");
    let left: Vec<_> = std::fs::read_dir(user.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.is_empty(), "nothing is left behind: {left:?}");
}

#[test]
fn the_newcomers_own_profiles_are_not_touched() {
    let user = offline().with("LEADS_URL", "https://mine.example/hook");
    let mine = "[profile.web]\ndestination = \"https\"\nurl = \"env:LEADS_URL\"\n";
    user.write("leadctl.toml", mine);
    user.run(&["demo", "--lang", "nl"]).ends_with(0);
    assert_eq!(user.read("leadctl.toml"), mine);
}

#[test]
fn what_the_user_has_set_for_other_runs_does_not_bend_it() {
    let user = User::new().with("LEADCTL_CA_CERT", "/nowhere.pem").with("LEADCTL_PROFILE", "mine").with("LEADCTL_CONFIG", "/nowhere.toml");
    let _ = user.run(&["demo"]).ends_with(0);
}

/// The system's own words name a folder that leadctl made up.
#[cfg(unix)]
#[test]
fn without_a_temporary_folder_it_says_which_variable_names_one() {
    for arguments in [&["demo"][..], &["sandbox"]] {
        let said = User::new().with("TMPDIR", "/nonexistent").run(arguments).ends_with(2);
        assert!(said.last_line().contains("no temporary folder could be made in /nonexistent: there is no such folder"), "{}", said.stderr);
        assert!(said.stderr.contains("variable TMPDIR") && !said.stderr.contains(".tmp"), "{}", said.stderr);
    }
}
