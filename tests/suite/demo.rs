//! `leadctl demo`: the first minute of a newcomer works anywhere, without account, network or leftovers.

use serde_json::Value;

use crate::support::User;

/// A home where anything that wants the network finds a dead proxy.
fn offline() -> User {
    let dead = "http://127.0.0.1:9";
    User::new().with("HTTPS_PROXY", dead).with("HTTP_PROXY", dead).with("ALL_PROXY", dead)
}

#[test]
fn all_seven_steps_come_out_as_they_should() {
    let user = offline();
    let report = user.json(&["demo"]);
    assert_eq!((&report["ok"], &report["exit_status"], &report["error"]), (&true.into(), &0.into(), &Value::Null), "{report}");
    let steps = report["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 7);
    for step in steps {
        assert_eq!(step["as_expected"], true, "{step}");
        assert!(step["command"].as_str().unwrap().starts_with("leadctl ") && !step["output"].as_array().unwrap().is_empty(), "{step}");
    }
    let statuses: Vec<u64> = steps.iter().map(|step| step["exit_status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [0, 0, 0, 0, 0, 1, 0], "the sixth shows a fault that validate finds");
    assert!(steps[5]["output"].to_string().contains("storage/key-invalid"), "{}", steps[5]);
    assert!(steps[6]["output"].to_string().contains("entra/client-secret-invalid"), "{}", steps[6]);
}

#[test]
fn people_see_each_command_and_what_to_do_next() {
    let user = offline();
    let said = user.run(&["demo"]).ends_with(0);
    assert_eq!(said.stdout.matches("\n$ leadctl ").count(), 7, "{}", said.stdout);
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
