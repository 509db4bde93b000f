//! `leadctl diagnose --live`: whether what a text tells of is so now, and which of its causes is the true one.

use serde_json::Value;

use crate::support::{Sandbox, User};

/// A documented sentence that a dozen causes hide behind.
const SIGN_IN: &str = "Check the Dynamics CRM account settings. LastCRMError: Unable to sign in to Dynamics CRM, LastCRMException:";

fn live(fault: &[&str], text: &str, more: &[&str]) -> (Value, Value) {
    let sandbox = Sandbox::start(fault);
    let report = sandbox.json(&[&["diagnose", text, "--timeout", "2s", "--live"], more].concat());
    (report["live"].clone(), report["exit_status"].clone())
}

#[test]
fn the_true_one_of_many_causes_is_named() {
    for (fault, cause) in [
        ("dynamics/user-not-member", "dynamics/user-not-member"),
        ("entra/resource-not-found", "entra/resource-not-found"),
        ("entra/mfa-required", "entra/mfa-required"),
    ] {
        let profile = if fault == "entra/mfa-required" { "sandbox-dynamics-office365" } else { "sandbox-dynamics" };
        let (seen, status) = live(&[fault], SIGN_IN, &[profile]);
        assert_eq!((&seen["verdict"], &seen["cause"], &status), (&"confirmed".into(), &cause.into(), &1.into()), "{seen}");
    }
}

/// The last line of a stream says what the checks said.
#[test]
fn a_stream_ends_with_the_verdict() {
    let sandbox = Sandbox::start(&[]);
    let text = "AADSTS7000215: Invalid client secret provided.";
    let config = sandbox.profiles().display().to_string();
    let said = User::new().run(&["diagnose", text, "--live", "sandbox-dynamics", "--config", &config, "--format", "ndjson"]).ends_with(0);
    let summary: Value = serde_json::from_str(said.stdout.lines().last().unwrap()).unwrap();
    assert_eq!((&summary["event"], &summary["live"]["verdict"]), (&"summary".into(), &"not-now".into()), "{summary}");
}

#[test]
fn what_is_repaired_is_said_to_be_so() {
    let (seen, status) = live(&[], "AADSTS7000215: Invalid client secret provided.", &["sandbox-dynamics"]);
    assert_eq!((&seen["verdict"], &seen["cause"], &status), (&"not-now".into(), &Value::Null, &0.into()), "{seen}");
    let ids: Vec<&str> = seen["checks"].as_array().unwrap().iter().filter_map(|check| check["id"].as_str()).collect();
    assert!(ids.contains(&"dynamics/secret") && !ids.contains(&"dynamics/who-am-i"), "only what bears on it is asked: {ids:?}");
}

#[test]
fn another_cause_is_not_passed_off_as_the_one_in_the_text() {
    let (seen, status) = live(&["entra/tenant-not-found"], "AADSTS7000215: Invalid client secret provided.", &["sandbox-dynamics"]);
    assert_eq!((&seen["verdict"], &seen["cause"], &status), (&"other-cause".into(), &"entra/tenant-not-found".into(), &1.into()), "{seen}");
}

#[test]
fn what_this_identity_may_not_see_is_not_called_sound() {
    let text = "User does not have create permissions for the leadsourcecode attribute in the lead entity";
    let fault = ["dynamics/leadsourcecode-permission"];
    let (seen, status) = live(&fault, text, &["sandbox-dynamics"]);
    assert_eq!((&seen["verdict"], &status), (&"unknown".into(), &3.into()), "{seen}");
    assert!(seen["message"].as_str().unwrap().contains("--admin-profile"), "{seen}");
    let (seen, _) = live(&fault, text, &["sandbox-dynamics", "--admin-profile", "sandbox-dynamics-admin"]);
    assert_eq!((&seen["verdict"], &seen["cause"]), (&"confirmed".into(), &"dynamics/leadsourcecode-permission".into()), "{seen}");
}

#[test]
fn a_text_about_another_destination_bears_on_nothing() {
    let (seen, status) = live(&[], "AADSTS7000215: Invalid client secret provided.", &["sandbox-azure-table"]);
    assert_eq!((&seen["verdict"], &status), (&"nothing-bears".into(), &3.into()), "{seen}");
}

#[test]
fn an_unknown_text_has_every_check_run() {
    let (seen, status) = live(&["storage/key-invalid"], "it just does not work", &["sandbox-azure-table"]);
    assert_eq!((&seen["verdict"], &seen["cause"], &status), (&"confirmed".into(), &"storage/key-invalid".into(), &1.into()), "{seen}");
}

/// Whatever the checks say: the text is not known, and that is what was asked.
#[test]
fn a_text_that_is_not_known_is_no_good_news() {
    let sandbox = Sandbox::start(&[]);
    let report = sandbox.json(&["diagnose", "hello", "--live", "sandbox-https"]);
    assert_eq!((&report["exit_status"], &report["ok"], &report["live"]["verdict"]), (&1.into(), &false.into(), &"not-now".into()), "{report}");
    assert!(report["live"]["message"].as_str().unwrap().starts_with("every check passes"), "{report}");
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let said = crate::support::User::new().run(&[&["diagnose", "hello", "--live", "sandbox-https"][..], &flags].concat()).ends_with(1);
    assert!(said.last_line().starts_with("leadctl: exit 1: nothing in this text is known; sandbox-https: every check passes"), "{}", said.stderr);
}

#[test]
fn people_see_the_verdict_last_and_the_repair_once() {
    let sandbox = Sandbox::start(&["entra/client-secret-expired"]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let text = "AADSTS7000222: The provided client secret keys for app '1' are expired.";
    let said = crate::support::User::new().run(&[&["diagnose", text, "--live", "sandbox-dynamics"][..], &flags].concat()).ends_with(1);
    assert!(said.stdout.contains("Confirmed") && said.stdout.trim_end().ends_with("leadctl explain entra/client-secret-expired"), "{}", said.stdout);
    assert_eq!(said.stdout.matches("Repair").count(), 1, "{}", said.stdout);
    assert!(said.last_line().starts_with("leadctl: exit 1: sandbox-dynamics: it is so now: "), "{}", said.stderr);
}

#[test]
fn it_is_annotated_where_the_profile_is() {
    let sandbox = Sandbox::start(&["entra/tenant-not-found"]);
    let config = sandbox.profiles();
    let profiles = std::fs::read_to_string(config).unwrap();
    let line = 1 + profiles.lines().position(|line| line == "[profile.sandbox-dynamics]").unwrap();
    let user = User::new();
    user.write("profiles/leads.toml", &profiles);
    let text = "AADSTS7000215: Invalid client secret provided.";
    let arguments = ["diagnose", text, "--live", "sandbox-dynamics", "--config", "profiles/leads.toml", "--format"];
    let run = |format| user.run(&[&arguments[..], &[format]].concat()).ends_with(1).stdout;
    let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let live = results.iter().find(|result| result["ruleId"] == "entra/tenant-not-found").unwrap_or_else(|| panic!("{sarif:#}"));
    let place = &live["locations"][0]["physicalLocation"];
    assert_eq!((&place["artifactLocation"]["uri"], &place["region"]["startLine"]), (&"profiles/leads.toml".into(), &line.into()), "{sarif:#}");
    let github = run("github");
    assert!(github.contains(&format!("file=profiles/leads.toml,line={line}")), "{github}");
}

/// A wrapper's words fit whatever they wrap: a cause that is seen behind them is theirs, and no other one.
#[test]
fn what_a_sentence_wraps_confirms_it() {
    let aad = "Could not save lead to Dynamics CRM. LastCRMError: Unable to Login to Dynamics CRM, LastCRMException:";
    for (fault, text, profile) in [
        ("entra/client-secret-expired", aad, "sandbox-dynamics"),
        ("entra/client-secret-invalid", SIGN_IN, "sandbox-dynamics"),
        ("entra/application-not-found", SIGN_IN, "sandbox-dynamics"),
        ("entra/tenant-not-found", SIGN_IN, "sandbox-dynamics"),
        ("entra/tenant-id-invalid", SIGN_IN, "sandbox-dynamics"),
        ("dynamics/url-malformed", SIGN_IN, "sandbox-dynamics"),
        ("dynamics/lead-table-missing", SIGN_IN, "sandbox-dynamics"),
        ("dynamics/rate-limited", SIGN_IN, "sandbox-dynamics-office365"),
        // More exact readings of the same words.
        ("dynamics/rate-limited", "Webhook responded 429 Too Many Requests", "sandbox-dynamics"),
        ("dynamics/lead-table-missing", "Resource not found for the segment 'api'.", "sandbox-dynamics"),
        ("storage/sas-expired", "AuthenticationFailed: Server failed to authenticate the request.", "sandbox-azure-table"),
    ] {
        let (seen, status) = live(&[fault], text, &[profile]);
        assert_eq!((&seen["verdict"], &seen["cause"], &status), (&"confirmed".into(), &fault.into(), &1.into()), "{text}: {seen:#}");
    }
}

/// Where the wrapper holds its cause, that cause is what the text is about.
#[test]
fn a_wrapper_with_its_cause_in_it_is_not_confirmed_by_another() {
    let text = format!("{SIGN_IN} AADSTS7000222: The provided client secret keys for app '1' are expired.");
    let (seen, _) = live(&["entra/tenant-not-found"], &text, &["sandbox-dynamics"]);
    assert_eq!((&seen["verdict"], &seen["cause"]), (&"other-cause".into(), &"entra/tenant-not-found".into()), "{seen}");
    // One service's codes are exclusive.
    let (seen, _) = live(&["entra/resource-not-found"], "AADSTS500014: The service principal for resource is disabled.", &["sandbox-dynamics"]);
    assert_eq!((&seen["verdict"], &seen["cause"]), (&"other-cause".into(), &"entra/resource-not-found".into()), "{seen}");
}

/// Neither a warning about the very thing nor a check that could not look is a pass.
#[test]
fn what_was_warned_of_or_not_looked_at_is_not_called_sound() {
    let apex = "Apex trigger LeadTrigger caused an unexpected exception, contact your administrator";
    for (fault, text, profile, says) in [
        ("storage/table-not-found", "TableNotFound: The table specified does not exist.", "sandbox-azure-table", "it may be so: MarketplaceLeads"),
        ("salesforce/duplicate-rule", "DUPLICATES_DETECTED: Use one of these records?", "sandbox-salesforce", "it may be so: active: "),
        ("salesforce/required-field", apex, "sandbox-salesforce-oid-only", "it could not be looked at: there are no API credentials"),
    ] {
        let (seen, status) = live(&[fault], text, &[profile]);
        assert_eq!((&seen["verdict"], &status), (&"unknown".into(), &3.into()), "{text}: {seen:#}");
        assert!(seen["message"].as_str().unwrap().starts_with(says), "{}", seen["message"]);
    }
    // What only a more exact reading has a check for is not seen by that check's passing.
    let (seen, status) = live(&[], "Webhook delivery failed: 502 Bad Gateway", &["sandbox-https"]);
    assert_eq!((&seen["verdict"], &status), (&"nothing-bears".into(), &3.into()), "{seen:#}");
}

/// Title, ID and message tell the same story, whatever it is.
#[test]
fn each_verdict_reads_as_what_it_is_where_ci_shows_it() {
    let secret = "AADSTS7000215: Invalid client secret provided.";
    let column = "User does not have create permissions for the leadsourcecode attribute in the lead entity";
    for (fault, text, profile, level, title, message) in [
        (
            "entra/client-secret-invalid",
            secret,
            "sandbox-dynamics",
            "error",
            "What the text tells of is so now (entra/client-secret-invalid",
            "it is so now: ",
        ),
        (
            "entra/client-secret-expired",
            secret,
            "sandbox-dynamics",
            "error",
            "Something else is wrong now, not what the text tells of (entra/client-secret-expired",
            "what the text says is not to be seen, but this is wrong: the client secret has expired",
        ),
        ("https/flow-disabled", secret, "sandbox-dynamics", "passed", "What the text tells of is not so now", "1 passed"),
        (
            "dynamics/leadsourcecode-permission",
            column,
            "sandbox-dynamics",
            "warning",
            "What is wrong now could not be told (leadctl/live",
            "this identity may not look",
        ),
        ("https/flow-disabled", secret, "sandbox-azure-table", "warning", "No check bears on the text (leadctl/live", "no check of a destination"),
        (
            "storage/key-invalid",
            "it just does not work",
            "sandbox-azure-table",
            "error",
            "Something is wrong now (storage/key-invalid",
            "this is wrong now: ",
        ),
        ("https/flow-disabled", "it just does not work", "sandbox-azure-table", "passed", "Nothing is seen to be wrong now", "1 passed"),
    ] {
        let sandbox = Sandbox::start(&[fault]);
        let flags = sandbox.flags();
        let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
        let run = |format| User::new().run(&[&["diagnose", text, "--live", profile, "--format", format][..], &flags].concat()).stdout;
        let (github, junit) = (run("github"), run("junit"));
        if level == "passed" {
            assert!(github.contains(message) && !github.contains("not so now"), "{github}");
            assert!(junit.contains(&format!("name=\"{title}\"")) && !junit.contains(&format!("name=\"{title}\" time=\"0.000\">")), "{junit}");
            continue;
        }
        let title = title.replace(',', "%2C");
        let line = github.lines().find(|line| line.contains(&format!("title={title}"))).unwrap_or_else(|| panic!("{title}: {github}"));
        assert!(line.starts_with(&format!("::{level} ")) && line.contains(&format!("::{message}")), "{line}");
        let (name, element) = (title.split(" (").next().unwrap().replace("%2C", ","), if level == "error" { "failure" } else { "error" });
        let case = junit.split("<testcase ").find(|case| case.contains(&format!("name=\"{name}\""))).unwrap_or_else(|| panic!("{name}: {junit}"));
        assert!(case.contains(&format!("<{element} message=\"{message}")), "{case}");
    }
}

/// The code in the text is one answer of the service, and another cause has another.
#[test]
fn a_code_is_not_confirmed_by_another_one() {
    let (seen, status) = live(&["entra/client-secret-expired"], "AADSTS7000215: Invalid client secret provided.", &["sandbox-dynamics"]);
    assert_eq!((&seen["verdict"], &seen["cause"], &status), (&"other-cause".into(), &"entra/client-secret-expired".into(), &1.into()), "{seen}");
    // Partner Center's words for it have no code, and are those of an expired secret too.
    let words = "Could not save the lead to Dynamics CRM using AAD. Exception:: Error validating credentials.: Invalid client secret is provided.";
    let (seen, _) = live(&["entra/client-secret-expired"], words, &["sandbox-dynamics"]);
    assert_eq!((&seen["verdict"], &seen["cause"]), (&"confirmed".into(), &"entra/client-secret-expired".into()), "{seen}");
}

/// Its address is whole, and it is switched off all the same.
#[test]
fn what_only_a_test_lead_shows_is_left_to_it() {
    for (fault, text, profile) in [
        ("https/flow-disabled", "WorkflowTriggerIsNotEnabled", "sandbox-flow"),
        ("https/endpoint-server-error", "The lead destination endpoint returned HTTP 500", "sandbox-flow"),
        ("storage/missing-keys", "PropertiesNeedValue: The values are not specified for all properties in the entity.", "sandbox-azure-table"),
        ("salesforce/apex-trigger-error", "Reason: Apex trigger Lead caused an unexpected exception", "sandbox-salesforce"),
        ("salesforce/recaptcha-required", "Salesforce Web-to-Lead: reCAPTCHA verification is required", "sandbox-salesforce"),
        ("dynamics/plugin-error", "Business Process Error An error occurred in LeadGuard", "sandbox-dynamics"),
    ] {
        let sandbox = Sandbox::start(&[fault]);
        assert_ne!(sandbox.json(&["test-lead", profile, "--wait", "0s"])["profiles"][0]["verified"], true, "{fault}");
        let report = sandbox.json(&["diagnose", text, "--live", profile]);
        let (live, status) = (&report["live"], &report["exit_status"]);
        assert_eq!(status, 3, "{fault}: {live:#}");
        let message = live["message"].as_str().unwrap();
        let shows = message.contains(&format!("only leadctl test-lead {profile} shows")) || message.contains("only leadctl test-lead shows");
        assert!(shows || fault.ends_with("recaptcha-required") && message.contains("no API tells"), "{fault}: {message}");
        assert!(fault.starts_with("dynamics/") || !message.contains("--admin-profile"), "no identity helps: {message}");
    }
}

/// A text may name a privilege that no check looks at.
#[test]
fn a_privilege_is_cleared_by_a_check_that_looks_at_it() {
    for (privilege, verdict, status) in
        [("prvCreateLead", "not-now", 0), ("prvReadAccount", "unknown", 3), ("prvCreateLead and prvReadAccount", "unknown", 3)]
    {
        let (seen, ended) = live(&[], &format!("Principal user is missing {privilege} privilege"), &["sandbox-dynamics"]);
        assert_eq!((&seen["verdict"], &ended), (&verdict.into(), &status.into()), "{seen:#}");
    }
}

#[test]
fn what_goes_by_place_is_not_cleared_from_here() {
    let passes = "every check that bears on it passes from here, which says nothing about Microsoft's addresses";
    for (text, profile) in [
        ("AuthorizationFailure: This request is not authorized to perform this operation.", "sandbox-azure-table"),
        ("AADSTS53003: Access has been blocked by Conditional Access policies.", "sandbox-dynamics"),
        ("AADSTS50076: because you moved to a new location, you must use multi-factor authentication", "sandbox-dynamics-office365"),
        ("webhook https://leads.contoso.com/hook: connect ECONNREFUSED 10.1.2.3:443", "sandbox-https"),
        // Behind a user's sign-in such a rule may stand.
        ("LastCRMError: Unable to Login to Dynamics CRM", "sandbox-dynamics-office365"),
    ] {
        let (seen, status) = live(&[], text, &[profile]);
        assert_eq!((&seen["verdict"], &status), (&"unknown".into(), &3.into()), "{text}: {seen:#}");
        assert!(seen["message"].as_str().unwrap().starts_with(passes), "{text}: {}", seen["message"]);
    }
    // An application has no second factor.
    let (seen, status) = live(&[], "AADSTS50076: you must use multi-factor authentication", &["sandbox-dynamics"]);
    assert_eq!((&seen["verdict"], &status), (&"not-now".into(), &0.into()), "{seen:#}");
}

/// That signing in works is seen; whether the user's own page may be read makes no difference.
#[test]
fn a_sign_in_that_works_is_no_question_of_who_may_look() {
    let (seen, status) = live(&[], "LastCRMError: Unable to Login to Dynamics CRM", &["sandbox-dynamics"]);
    assert_eq!((&seen["verdict"], &status), (&"not-now".into(), &0.into()), "{seen:#}");
}

/// Another profile's credentials are of use to checks of Dynamics alone, and once.
#[test]
fn another_identity_is_asked_for_where_it_would_help() {
    let sandbox = Sandbox::start(&[]);
    let oid = "WebToLead: invalid oid 00Do0000000zhog";
    let report = sandbox.json(&["diagnose", oid, "--live", "sandbox-salesforce-oid-only"]);
    let message = report["live"]["message"].as_str().unwrap();
    assert!(message.starts_with("it could not be looked at: there are no API credentials") && report["exit_status"] == 3, "{report:#}");
    let report = sandbox.json(&["diagnose", "invalid oid", "--live", "sandbox-salesforce"]);
    let message = report["live"]["message"].as_str().unwrap();
    assert!(message.starts_with("every check passes") && message.ends_with("no check can tell of salesforce/recaptcha"), "{message}");
    let column = "User does not have create permissions for the leadsourcecode attribute in the lead entity";
    let report = sandbox.json(&["diagnose", column, "--live", "sandbox-dynamics", "--admin-profile", "sandbox-dynamics"]);
    let message = report["live"]["message"].as_str().unwrap();
    assert!(!message.contains("lend one") && report["exit_status"] == 3, "{report:#}");
}
