//! `leadctl leads watch`: alarms that say whose side it is.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::leads_support::{Table, ago, row, test_lead};
use crate::support::{Sandbox, User};

#[test]
fn silence_is_told_from_life_per_offer() {
    let table = Table::of(vec![vec![
        row("a", &ago(200), json!({})),
        row("b", &ago(1), json!({"OfferDisplayName": "Contoso Voice"})),
        // A test lead is no life.
        row("c", &ago(1), test_lead()),
    ]]);
    let user = table.user();
    let report = user.json(&["leads", "watch", "table", "--max-silence", "3d"]);
    let profile = &report["profiles"][0];
    let outcomes: Vec<(&str, &str)> =
        profile["offers"].as_array().unwrap().iter().map(|offer| (offer["offer"].as_str().unwrap(), offer["outcome"].as_str().unwrap())).collect();
    assert_eq!((outcomes, &report["exit_status"]), (vec![("Contoso CRM", "fail"), ("Contoso Voice", "pass")], &json!(1)));
    assert_eq!(user.json(&["leads", "watch", "table", "--max-silence", "3d", "--offer", "voice"])["exit_status"], 0);
    assert_eq!(user.json(&["leads", "watch", "table", "--max-silence", "30d"])["exit_status"], 0);
    let unknown = user.run(&["leads", "watch", "table"]).ends_with(3);
    assert!(unknown.last_line().contains("--max-silence"), "{}", unknown.stderr);
}

/// It may be a new offer, and it may be a slip: the names that are there are told before a ticket is offered.
#[test]
fn an_offer_of_which_no_lead_is_there_is_told_from_the_others() {
    let nameless = json!({"OfferDisplayName": null});
    let table = Table::of(vec![vec![
        row("a", &ago(200), json!({})),
        row("b", &ago(1), json!({"OfferDisplayName": "Fabrikam"})),
        row("c", &ago(90), nameless),
    ]]);
    let user = table.user();
    let arguments = ["leads", "watch", "table", "--max-silence", "1d", "--offer", "contosso"];
    let report = user.json(&arguments);
    assert_eq!(report["profiles"][0]["other_offers"], json!(["Contoso CRM", "(no offer)", "Fabrikam"]), "{report:#}");
    let said = user.run(&arguments).ends_with(1);
    let (names, ticket) = (said.stdout.find("Contoso CRM").unwrap(), said.stdout.find("If the offer's name is right, for a support ticket").unwrap());
    assert!(
        names < ticket && said.last_line().contains("no real lead is of an offer with 'contosso' in its name or ID; leads are there of Contoso CRM")
    );
    let github = user.run(&[&arguments[..], &["--format", "github"]].concat()).ends_with(1).stdout;
    assert!(github.contains("title=Not passed%3A Leads arrive for contosso ") && github.contains("leads are there of Contoso CRM"), "{github}");
    let ticket = report["profiles"][0]["ticket"].as_str().unwrap();
    assert!(ticket.contains("Silent: contosso; no lead has ever arrived"), "{ticket}");
    // What is no name does not stand as one in the ticket.
    let all = user.json(&["leads", "watch", "table", "--max-silence", "1d"]);
    let ticket = all["profiles"][0]["ticket"].as_str().unwrap();
    assert!(ticket.contains("Silent: everything that names no offer; ") && ticket.contains("; 1 lead arrived until then"), "{ticket}");
    let none = Table::of(vec![vec![]]).user().json(&["leads", "watch", "table", "--max-silence", "1d"]);
    let ticket = none["profiles"][0]["ticket"].as_str().unwrap();
    assert!(ticket.contains("Silent: the whole destination; no lead has ever arrived"), "{ticket}");
    assert!(ticket.contains("delivery of leads for this destination"), "{ticket}");
}

#[test]
fn the_rhythm_is_remembered_when_the_rows_are_gone() {
    let every_ten_hours: Vec<Value> = (0..8).map(|number| row(&format!("r{number}"), &ago(30 + 10 * number), json!({}))).collect();
    let pages = Arc::new(Mutex::new(vec![every_ten_hours]));
    let table = Table::changing(pages.clone(), Box::new(|_, _| None));
    let user = table.user();
    let arguments = ["leads", "watch", "table", "--state", "state"];
    let before = user.json(&arguments);
    let offer = &before["profiles"][0]["offers"][0];
    assert_eq!((&offer["outcome"], &offer["limit_seconds"]), (&json!("fail"), &json!(24 * 3600)));
    assert!(offer["because"].as_str().unwrap().contains("10 h"), "{offer}");
    pages.lock().unwrap()[0].clear();
    let after = user.json(&arguments);
    assert_eq!(&after["profiles"][0]["offers"][0]["last"], &offer["last"]);
    assert_eq!(after["profiles"][0]["offers"][0]["outcome"], "fail");
}

/// The lead names its offer by both; what is asked for may be either, with the rows and without.
#[test]
fn an_offer_that_is_asked_for_by_its_id_is_remembered_by_it() {
    let crm = row("a", &ago(200), json!({"LeadSource": "SPZA-PLT|contoso.app-id"}));
    let pages = Arc::new(Mutex::new(vec![vec![crm, row("b", &ago(1), json!({"OfferDisplayName": "Fabrikam"}))]]));
    let table = Table::changing(pages.clone(), Box::new(|_, _| None));
    let user = table.user();
    let arguments = ["leads", "watch", "table", "--state", "state", "--max-silence", "1d", "--offer", "contoso.app-id"];
    let told = |report: Value| {
        let profile = &report["profiles"][0];
        let offers = profile["offers"].as_array().unwrap().iter().map(|offer| json!([offer["offer"], offer["outcome"], offer["last"]]));
        (offers.collect::<Vec<_>>(), profile["other_offers"].clone())
    };
    let before = told(user.json(&arguments));
    assert_eq!((before.0.len(), &before.0[0][0], &before.0[0][1]), (1, &json!("Contoso CRM"), &json!("fail")));
    pages.lock().unwrap()[0].clear();
    assert_eq!(told(user.json(&arguments)), before);
    assert_eq!(told(user.json(&arguments)), before);
    // A state of before has no ID; a row tells it again.
    let mut state: Value = serde_json::from_str(&user.read("state")).unwrap();
    let offers = state["profiles"].as_object_mut().unwrap().values_mut().next().unwrap();
    assert_eq!(offers["Contoso CRM"].as_object_mut().unwrap().remove("id"), Some(json!("contoso.app-id")));
    user.write("state", &state.to_string());
    assert_eq!(told(user.json(&arguments)).1, json!(["Contoso CRM"]));
    assert_eq!(told(user.json(&[&arguments[..8], &["contoso crm"]].concat())), before);
}

#[test]
fn a_silent_side_that_works_gets_a_text_for_support_without_secrets() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let user = User::new();
    let arguments = [&["leads", "watch", "sandbox-azure-table", "--max-silence", "1d", "--test-lead"][..], &flags].concat();
    let said = user.run(&arguments).ends_with(1);
    for words in ["tell us why none has arrived", "Your side works: a test lead arrived in", "For a support ticket", "was stored and read back"] {
        assert!(said.stdout.contains(words), "{words}: {}", said.stdout);
    }
    let key = sandbox.value("sandbox-azure-table", "connection_string");
    let key = key.split("AccountKey=").nth(1).unwrap().split(';').next().unwrap();
    assert!(!said.stdout.contains(key) && !said.stderr.contains(key));
    assert_eq!(sandbox.leads().len(), 0, "the test lead is deleted again");
    for (format, words) in [("junit", "<failure"), ("github", "::error")] {
        let said = user.run(&[&arguments[..], &["--format", format]].concat()).ends_with(1);
        assert!(said.stdout.contains(words) && said.stdout.contains("leads/silence"), "{format}: {}", said.stdout);
    }
}

/// Good news is no more than the checks gave: what they warned of stands beside it, for the publisher and in the ticket.
#[test]
fn what_the_checks_warned_of_is_named_in_the_verdict_and_in_the_ticket() {
    let sandbox = Sandbox::start(&[]);
    for flag in [None, Some("--test-lead")] {
        let arguments = ["leads", "watch", "sandbox-azure-table", "--max-silence", "1d"].into_iter().chain(flag).collect::<Vec<_>>();
        let report = sandbox.json(&arguments);
        let profile = &report["profiles"][0];
        let (message, ticket) = (profile["message"].as_str().unwrap(), profile["ticket"].as_str().unwrap());
        for id in ["azure-table/secret-storage", "azure-table/partner-center-accepts", "azure-table/public-endpoint"] {
            assert!(message.contains(id) && !message.contains("passes all checks"), "{message}");
        }
        assert!(flag.is_none() || message.contains("though of the destination's checks 3 warned ("), "{message}");
        let warned = "2 warned: 'Partner Center would accept the string', 'Endpoint can be reached from outside, over https'.";
        assert!(ticket.contains("9 checks of the destination passed, none failed.") && ticket.contains(warned), "{ticket}");
    }
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let said = User::new().run(&[&["leads", "watch", "sandbox-azure-table", "--max-silence", "1d"][..], &flags].concat()).ends_with(1);
    assert!(said.stdout.contains("! warn  Endpoint can be reached from outside, over https: this address"), "{}", said.stdout);
}

#[test]
fn a_broken_side_is_named() {
    let sandbox = Sandbox::start(&["storage/key-invalid"]);
    let report = sandbox.json(&["leads", "watch", "sandbox-azure-table", "--max-silence", "1d"]);
    let profile = &report["profiles"][0];
    assert!(profile["message"].as_str().unwrap().starts_with("your side is broken: "), "{profile:#}");
    assert_eq!((&report["exit_status"], &profile["ticket"]), (&json!(1), &Value::Null));
}

/// A look at the own side sees what `validate` sees, where the profile keeps its secrets included.
#[test]
fn the_look_at_the_own_side_sees_what_validate_sees() {
    let sandbox = Sandbox::start(&[]);
    for profile in ["sandbox-azure-table", "sandbox-dynamics"] {
        let validated = sandbox.json(&["validate", profile]);
        let watched = sandbox.json(&["leads", "watch", profile, "--max-silence", "1d"]);
        let outcomes = |report: &Value| {
            let checks = report["profiles"][0]["checks"].as_array().unwrap();
            checks.iter().map(|check| (check["id"].clone(), check["outcome"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(outcomes(&watched), outcomes(&validated));
        let storage = &watched["profiles"][0]["checks"][0];
        assert_eq!(storage["outcome"], "warn", "{storage:#}");
        assert!(storage["message"].as_str().unwrap().contains("stands in the profile file as plain text"), "{storage:#}");
    }
}

/// An alarm is not green for what it never looked at.
#[test]
fn a_profile_that_can_t_be_watched_is_in_the_report() {
    let table = Table::of(vec![vec![row("a", &ago(1), json!({"OfferDisplayName": "Fabrikam"}))]]);
    let user = table.user();
    let watch = ["leads", "watch", "--all", "--offer", "Fabrikam", "--max-silence", "300d"];
    let report = user.json(&watch);
    let web = &report["profiles"][0];
    assert_eq!((&report["exit_status"], &web["read"]["profile"], &web["outcome"]), (&json!(3), &json!("web"), &json!("unknown")), "{report:#}");
    assert!(web["read"]["left_out"].as_str().unwrap().contains("(https) can't be read"), "{web:#}");
    let said = user.run(&[&watch[..], &["-q"]].concat()).ends_with(3);
    assert!(said.stdout.contains("pass") && said.stdout.contains("web"), "{}", said.stdout);
    assert!(said.last_line().contains("web: whether leads arrive can't be told") && said.last_line().contains("--except web"), "{}", said.stderr);
    let github = user.run(&[&watch[..], &["--format", "github"]].concat()).ends_with(3).stdout;
    assert!(github.contains("::warning file=leadctl.toml,") && github.contains("(leads/silence%2C web)::whether leads arrive"), "{github}");

    // Meant to be so, it is said and does not count; and nothing else may be meant by it.
    let report = user.json(&[&watch[..], &["--except", "web"]].concat());
    let web = &report["profiles"][0];
    assert_eq!((&report["exit_status"], &web["read"]["profile"], &web["outcome"]), (&json!(0), &json!("web"), &json!("skipped")), "{report:#}");
    let said = user.run(&[&watch[..], &["--except", "web"]].concat()).ends_with(0);
    assert!(said.stdout.contains("web  Left out, as --except says"), "{}", said.stdout);
    for wrong in [
        &[&watch[..], &["--except", "wep"]].concat()[..],
        &["leads", "watch", "table", "--except", "web"],
        &["leads", "watch", "--all", "--except", "web", "--except", "table"],
    ] {
        user.run(wrong).ends_with(2);
    }

    // What lists and counts has no alarm to give, and says the same.
    for command in ["list", "stats"] {
        let report = user.json(&["leads", command, "--all"]);
        let left_out: Vec<bool> = report["profiles"].as_array().unwrap().iter().map(|read| read["left_out"].is_string()).collect();
        assert_eq!((left_out, &report["exit_status"]), (vec![true, false], &json!(0)), "{report:#}");
        let said = user.run(&["leads", command, "--all", "-q"]).ends_with(0);
        assert!(said.stdout.contains("web · left out: "), "{}", said.stdout);
    }
    assert!(user.run(&["leads", "list", "--all", "--format", "csv"]).ends_with(0).stderr.contains("left out: the leads of 'web'"));
}
