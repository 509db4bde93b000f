//! `leadctl explain`: the list, a page for every entry in both languages, and slips.

use crate::support::User;

#[test]
fn the_list_names_every_entry() {
    let report = User::new().json(&["explain"]);
    let entries = report["entries"].as_array().unwrap();
    assert_eq!(entries.len(), leadctl::catalogue::entries().len());
    let human = User::new().run(&["explain"]).ends_with(0).stdout;
    for entry in entries {
        assert!(human.contains(entry["id"].as_str().unwrap()), "{entry}");
        assert!(["documented", "observed"].contains(&entry["status"].as_str().unwrap()), "{entry}");
    }
}

#[test]
fn an_entry_is_a_page_in_both_languages() {
    for id in ["storage/firewall", "entra/client-secret-invalid", "https/trigger-schema-mismatch"] {
        let english = User::new().json(&["explain", id]);
        let dutch = User::new().json(&["explain", id, "--lang", "nl"]);
        for report in [&english, &dutch] {
            assert_eq!((&report["id"], &report["exit_status"]), (&id.into(), &0.into()));
            assert!(report["repair"].as_array().unwrap().len() >= 2, "{report}");
        }
        for key in ["title", "cause", "repair"] {
            assert_ne!(english[key], dutch[key], "{id} {key}");
        }
        let page = User::new().run(&["explain", id]).ends_with(0).stdout;
        assert!(page.contains(id) && page.contains("Repair\n  1. ") && page.contains("Cause "), "{page}");
    }
    let by_locale = User::new().with("LC_ALL", "nl_BE.UTF-8").json(&["explain", "storage/firewall"]);
    assert_eq!(by_locale["title"], User::new().json(&["explain", "storage/firewall", "--lang", "nl"])["title"]);
}

#[test]
fn a_name_or_a_code_will_do_and_a_slip_is_named() {
    for typed in ["firewall", "Storage/Firewall"] {
        assert_eq!(User::new().json(&["explain", typed])["id"], "storage/firewall");
    }
    assert_eq!(User::new().json(&["explain", "AADSTS7000215"])["id"], "entra/client-secret-invalid");
    let said = User::new().run(&["explain", "storage/firewal"]).ends_with(2);
    assert!(said.stderr.contains("did you mean storage/firewall?"), "{}", said.stderr);
    assert!(said.last_line().starts_with("leadctl: exit 2: there is no entry 'storage/firewal'"), "{}", said.stderr);
    let strange = User::new().run(&["explain", "zebra\u{1b}[31m"]).ends_with(2);
    assert!(strange.stderr.contains("leadctl explain lists all") && !strange.stderr.contains('\u{1b}'), "{}", strange.stderr);
}

/// Every id that a report may name has a page: the promise of "More: leadctl explain ID".
#[test]
fn what_the_sandbox_can_show_can_be_explained_and_the_way_back() {
    let report = User::new().json(&["explain", "storage/firewall"]);
    assert_eq!(report["fault"], "storage/firewall");
    let page = User::new().run(&["explain", "storage/firewall"]).stdout;
    assert!(page.contains("leadctl sandbox --fault storage/firewall"), "{page}");
}

#[test]
fn every_check_and_fault_that_an_entry_names_exists() {
    let checks: Vec<&str> = leadctl::destinations::ALL.iter().flat_map(|destination| destination.checks().iter().map(|check| check.id)).collect();
    let faults = leadctl::sandbox::available_faults(&leadctl::destinations::fakes());
    let mut wrong = Vec::new();
    for entry in leadctl::catalogue::entries() {
        wrong.extend(entry.checks.iter().filter(|id| !checks.contains(id)).map(|id| format!("{}: no check {id}", entry.id)));
        wrong.extend(entry.fault.filter(|id| !faults.contains(id)).map(|id| format!("{}: no fault {id}", entry.id)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
