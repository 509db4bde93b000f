//! The catalogue against itself, against texts as people paste them (`tests/data/catalogue`), and against the ids in the source.

use std::collections::BTreeSet;
use std::path::Path;

use super::*;

pub(super) const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/catalogue");

/// The first answer, or what there was in its place.
fn first(text: &str) -> Result<&'static str, String> {
    let diagnosis = diagnose(text);
    match diagnosis.matches.first() {
        Some(found) => Ok(found.entry.id),
        None => Err(format!("nothing (hints: {:?})", diagnosis.hints.iter().map(|hint| hint.id).collect::<Vec<_>>())),
    }
}

/// The complaints, if the text's first answer is none of the wanted ids.
pub(super) fn mismatch(text: &str, wanted: &[&str]) -> Option<String> {
    match first(text) {
        Ok(id) if wanted.contains(&id) => None,
        other => Some(format!("want {wanted:?}, got {other:?}: {}", text.chars().take(160).collect::<String>())),
    }
}

pub(super) fn assert_none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "{} of them:\n{}", complaints.len(), complaints.join("\n"));
}

/// The blocks of a data file: what stands behind `===`, and the text under it.
pub(super) fn blocks(file: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(Path::new(DATA).join(file)).unwrap();
    let mut blocks: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("==="), blocks.last_mut()) {
            (Some(label), _) if label.is_empty() || label.starts_with(' ') => blocks.push((label.trim().to_owned(), String::new())),
            (_, Some((_, body))) => {
                body.push_str(line);
                body.push('\n');
            }
            _ => {}
        }
    }
    blocks
}

#[test]
fn every_example_gives_its_own_entry_first() {
    assert_none(entries().iter().flat_map(|entry| entry.examples.iter().filter_map(|text| mismatch(text, &[entry.id]))).collect());
}

#[test]
fn texts_as_people_paste_them_give_the_right_entry_first() {
    let known = blocks("known.txt");
    assert!(known.len() > 100, "{}", known.len());
    assert_none(known.iter().filter_map(|(ids, text)| mismatch(text, &ids.split(" | ").collect::<Vec<_>>())).collect());
}

#[test]
fn what_is_no_known_error_gets_no_answer() {
    let silent = blocks("silent.txt");
    assert!(silent.len() > 200, "{}", silent.len());
    assert_none(silent.iter().filter_map(|(_, text)| first(text).ok().map(|id| format!("{id}: {text}"))).collect());
}

/// The beginning of a documented sentence alone: no answer, but what to look at.
#[test]
fn a_sentence_that_was_cut_off_gives_a_hint() {
    for text in [
        "Could not save the lead to Dynamics CRM",
        "Kan de potentiële klant niet opslaan in Dynamics CRM",
        "リードを Dynamics CRM に保存できませんでした。",
    ] {
        let diagnosis = diagnose(text);
        let hints: Vec<&str> = diagnosis.hints.iter().map(|hint| hint.id).collect();
        assert!(diagnosis.matches.is_empty() && hints == ["dynamics/sign-in-failed"], "{text}: {hints:?}");
    }
    assert!(diagnose("Lead saved to Dynamics CRM.").hints.is_empty());
}

#[test]
fn hints_are_of_the_destination_that_the_text_names() {
    for (text, wanted) in [
        ("POST https://contosoleads.table.core.windows.net/MarketplaceLeads returned 404 Not Found", "storage"),
        ("POST https://000-aaa-000.mktorest.com/rest/v1/leads.json returned 404 Not Found", "marketo"),
        ("Could not save the lead to Dynamics CRM using AAD. Exception:: The remote server returned an error: (404) Not Found.", "dynamics"),
        ("Could not save the lead to Salesforce. The remote server returned an error: (503) Server Unavailable.", "salesforce"),
        ("Could not save the lead to Marketo. (500) Internal Server Error", "marketo"),
        ("curl: (6) Could not resolve host: leads.contoso.example", "https"),
    ] {
        let diagnosis = diagnose(text);
        let others: Vec<&str> = diagnosis.hints.iter().map(|hint| hint.id).filter(|id| !id.starts_with(wanted)).collect();
        assert!(diagnosis.matches.is_empty() && others.is_empty(), "{text}: {:?} {others:?}", diagnosis.matches.first().map(|found| found.entry.id));
    }
}

#[test]
fn an_endpoint_that_passes_leads_on_is_an_endpoint_all_the_same() {
    for (text, id) in [
        ("Webhook to https://leads.contoso.example failed: socket hang up (ECONNRESET)", "https/connection-reset"),
        ("The callback URL returned 404 Not Found", "https/wrong-method-or-path"),
    ] {
        let text = format!("Our endpoint passes each lead to Dynamics 365.\n{text}");
        assert_eq!(diagnose(&text).matches.first().map(|found| found.entry.id), Some(id), "{text}");
    }
}

#[test]
fn a_code_that_is_said_not_to_have_occurred_is_no_answer() {
    for text in ["Login OK. No AADSTS7000215 errors were found in the last 7 days.", "0 errors AADSTS50126", "without any AADSTS7000222 error"] {
        assert!(diagnose(text).matches.is_empty(), "{text}");
    }
    for text in [
        "level=error retries=0 error=AADSTS7000215",
        "{\"retryCount\":0,\"error\":\"AADSTS7000215\"}",
        "retry 0: error AADSTS7000215",
        "Does any error AADSTS7000215 mean that the secret is wrong?",
        "Fixed a typo in our config. Since then AADSTS7000215: Invalid client secret",
        "No token. AADSTS7000215 was returned",
        "The error is AADSTS7000215",
        "No AADSTS7000215 errors today. Now: AADSTS7000215: Invalid client secret",
    ] {
        assert_eq!(diagnose(text).matches[0].entry.id, "entra/client-secret-invalid", "{text}");
    }
}

#[test]
fn a_release_that_repaired_an_error_is_no_error() {
    for text in [
        "Fixed a problem where dropping a table that is not there should have thrown a TableNotFound exception.",
        "- Fixes an issue where AADSTS7000222 was retried",
    ] {
        assert!(diagnose(text).matches.is_empty(), "{text}");
    }
}

#[test]
fn a_silent_name_server_says_little_of_a_name() {
    for (text, id) in [
        ("getaddrinfo EAI_AGAIN contosoleads.table.core.windows.net", "storage/account-dns-not-found"),
        ("curl: Temporary failure in name resolution: contoso.crm4.dynamics.com", "dynamics/host-not-found"),
    ] {
        let found = &diagnose(text).matches[0];
        assert!(found.entry.id == id && found.confidence < 0.7, "{text}: {} {}", found.entry.id, found.confidence);
    }
}

#[test]
fn a_code_is_known_however_it_is_written() {
    for (text, id) in [
        ("AADSTS90002: x", "entra/tenant-not-found"),
        ("AADSTS900023: x", "entra/tenant-id-invalid"),
        ("AADSTS700016", "entra/application-not-found"),
        ("AADSTS 700016", "entra/application-not-found"),
        ("AADSTS-700016: x", "entra/application-not-found"),
        ("AADSTS_700016", "entra/application-not-found"),
        ("aadsts700016.", "entra/application-not-found"),
        ("(AADSTS700016)", "entra/application-not-found"),
        ("\\r\\nAADSTS700016\\r\\n", "entra/application-not-found"),
        ("\"error_codes\":[700016]", "entra/application-not-found"),
        ("error_codes: [ 700016 ]", "entra/application-not-found"),
        ("https://login.microsoftonline.com/error?code=700016", "entra/application-not-found"),
        ("error?code=700016", "entra/application-not-found"),
        ("Sign-in error code 50126", "entra/password-invalid"),
        ("error=invalid_client&error_codes=7000215", "entra/client-secret-invalid"),
        ("0x80042F09", "dynamics/no-roles-assigned"),
        ("code:0x80042f09;", "dynamics/no-roles-assigned"),
        ("Returned hr = -2147209463, User: x", "dynamics/no-roles-assigned"),
        ("hr=2147757833", "dynamics/no-roles-assigned"),
        ("ErrorCode: -2147220960", "dynamics/missing-privilege"),
        ("<Code>TableNotFound</Code>", "storage/table-not-found"),
        ("x-ms-error-code: AccountIsDisabled", "storage/account-disabled"),
        ("{\"error\":{\"code\":\"WorkflowTriggerIsNotEnabled\"}}", "https/flow-disabled"),
        ("{\"error\":{\"code\":\"WorkflowNotFound\"}}", "https/workflow-not-found"),
        ("{\"requestId\":\"1#2\",\"success\":false,\"errors\":[{\"code\":\"601\"}]}", "marketo/access-token-invalid"),
    ] {
        assert_eq!(first(text), Ok(id), "{text}");
    }
}

#[test]
fn a_code_within_a_longer_number_or_word_is_none() {
    for text in [
        "AADSTS9000",
        "AADSTS9000231",
        "AADSTS90002x",
        "AADSTS090002",
        "AADSTS7000999: x",
        "AADSTS7000160",
        "XAADSTS700016",
        "AADSTSX700016",
        "\"error_codes\":[7000160]",
        "\"error_codes_total\":[700016]",
        "error?code=7000160",
        "error?code=50126",
        "build code 700016",
        "700016",
        "90002",
        "0x80042f0",
        "0x80042f09a",
        "00x80042f09",
        "af80042f09",
        "80042f09",
        "hr = -21472094631",
        "hr = -214720946",
        "id 12147209463",
        "TableNotFoundException",
        "MyTableNotFound",
        "WorkflowTriggerIsNotEnabledEvent",
        "{\"success\":false,\"errors\":[{\"code\":\"6010\"}],\"requestId\":\"1\"}",
    ] {
        assert!(first(text).is_err(), "{text}: {:?}", first(text));
    }
}

#[test]
fn where_code_and_words_disagree_the_words_win() {
    let emulator = "<Code>AuthorizationFailure</Code><Message>Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly</Message> x-ms-request-id: 1";
    assert_eq!(first(emulator), Ok("storage/key-invalid"));
    assert!(diagnose(emulator).matches.iter().all(|found| found.entry.id != "storage/firewall"));
    let network = "AuthenticationFailed? No: AuthorizationFailure. This request is not authorized to perform this operation.";
    assert_eq!(first(network), Ok("storage/firewall"));
}

#[test]
fn a_more_exact_entry_rules_out_the_vaguer_one() {
    let text = "<Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.</Message><AuthenticationErrorDetail>Signature not valid in the specified time frame</AuthenticationErrorDetail>";
    let ids: Vec<&str> = diagnose(text).matches.iter().map(|found| found.entry.id).collect();
    assert_eq!(ids, ["storage/sas-expired"]);
    // Two numbers are two errors.
    let ids: Vec<&str> = diagnose("AADSTS7000222, AADSTS7000215").matches.iter().map(|found| found.entry.id).collect();
    assert_eq!(ids, ["entra/client-secret-expired", "entra/client-secret-invalid"]);
}

#[test]
fn the_inner_cause_comes_first() {
    let text = "Could not save the lead to Dynamics CRM. Check the Dynamics CRM account settings. LastCRMError: Unable to sign in to Dynamics CRM, LastCRMException: AADSTS700016: Application with identifier 'x' was not found in the directory 'y'.";
    let ids: Vec<&str> = diagnose(text).matches.iter().map(|found| found.entry.id).collect();
    assert_eq!(ids, ["entra/application-not-found", "dynamics/sign-in-failed"]);
}

#[test]
fn the_inner_cause_comes_first_in_every_language() {
    for outer in entry("dynamics/sign-in-failed").unwrap().sentences().map(|(_, text)| text) {
        for (inner, id) in [
            ("AADSTS7000215: Invalid client secret is provided.", "entra/client-secret-invalid"),
            ("AADSTS90002: Tenant 'x' not found.", "entra/tenant-not-found"),
            ("{\"error_codes\":[50126]}", "entra/password-invalid"),
            ("The remote name could not be resolved: 'contoso.crm4.dynamics.com'", "dynamics/host-not-found"),
            ("The user is not a member of the organization.", "dynamics/user-not-member"),
        ] {
            let ids: Vec<&str> = diagnose(&format!("{outer} {inner}")).matches.iter().map(|found| found.entry.id).collect();
            assert_eq!(ids, [id, "dynamics/sign-in-failed"], "{outer} {inner}");
        }
    }
}

#[test]
fn documented_errors_one_after_the_other_are_all_answered() {
    for lang in ["en-us", "nl-nl", "cs-cz", "de-de", "fr-fr", "tr-tr", "ru-ru", "zh-cn", "ko-kr"] {
        let all: Vec<(&str, &str)> =
            entries().iter().filter_map(|entry| entry.sentences().find(|(known, _)| *known == lang).map(|(_, text)| (entry.id, text))).collect();
        let text = all.iter().map(|(_, text)| *text).collect::<Vec<_>>().join("\n\n");
        let mut ids: Vec<&str> = diagnose(&text).matches.iter().map(|found| found.entry.id).collect();
        ids.sort_unstable();
        assert_eq!(ids, all.iter().map(|(id, _)| *id).collect::<Vec<_>>(), "{lang}");
    }
}

#[test]
fn several_errors_give_several_answers_each_with_its_place() {
    let text = "one\nTableNotFound: The table specified does not exist.\nRequestId:11111111-0000-0000-0000-000000000001\n\nAADSTS90002: Tenant 'contoso' not found. Trace ID: 22222222-0000-0000-0000-000000000002\n";
    let mut found: Vec<(&str, u64)> = diagnose(text).matches.iter().map(|found| (found.entry.id, found.line)).collect();
    found.sort_unstable();
    assert_eq!(found, [("entra/tenant-not-found", 5), ("storage/table-not-found", 2)]);
    for (id, told) in [("storage/table-not-found", ["request_id"].as_slice()), ("entra/tenant-not-found", &["tenant", "trace_id"])] {
        let diagnosis = diagnose(text);
        let this = diagnosis.matches.iter().find(|found| found.entry.id == id).unwrap();
        assert_eq!(this.found.keys().collect::<Vec<_>>(), told, "{id}");
    }
}

#[test]
fn reasons_name_what_was_seen() {
    let diagnosis = diagnose("TableNotFound: The table specified does not exist.");
    let reasons: Vec<String> = diagnosis.matches[0].because.iter().map(|reason| reason.text(Lang::En)).collect();
    assert_eq!(reasons, ["the text has the code TableNotFound", "the text says “The table specified does not exist”"]);
}

#[test]
fn entries_speak_both_languages_and_sort_by_id() {
    for entry in entries() {
        assert_ne!(entry.title.get(Lang::En), entry.title.get(Lang::Nl), "{}", entry.id);
        assert_ne!(entry.cause.get(Lang::En), entry.cause.get(Lang::Nl), "{}", entry.id);
        for (en, nl) in entry.repair(Lang::En).zip(entry.repair(Lang::Nl)) {
            assert_ne!(en, nl, "{}", entry.id);
        }
    }
    assert!(entries().is_sorted_by_key(|entry| entry.id));
    assert_eq!(entry("storage/firewall").map(|entry| entry.id), Some("storage/firewall"));
    assert!(entry("storage/").is_none());
}

#[test]
fn every_documented_error_has_its_remedy_in_the_language() {
    let remedy = remedy("entra/client-secret-invalid", Lang::Nl).unwrap();
    assert!(remedy.partner_center.unwrap().starts_with("Kan de potentiële klant niet opslaan"));
    assert!(remedy.repair.len() > 2 && !remedy.links.is_empty());
    assert_eq!(entries().iter().filter(|entry| entry.status == Status::Documented).count(), 8);
}

/// Ids stand in calls such as `.entry("…")` and `fail("…"`; check ids look alike and are no entries.
#[test]
fn every_id_that_the_code_names_is_an_entry() {
    let mut missing = BTreeSet::new();
    let areas: BTreeSet<&str> = entries().iter().filter_map(|entry| entry.id.split('/').next()).collect();
    for (file, source) in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        for call in [".entry(\"", "fail(\"", "remedy(\"", "Fault::new(\"", "entry: Some(\"", "fault: \""] {
            for (place, _) in source.match_indices(call) {
                let id: String = source[place + call.len()..].chars().take_while(|c| *c != '"').collect();
                let area = id.split_once('/').is_some_and(|(area, name)| areas.contains(area) && !name.is_empty());
                if area && entry(&id).is_none() {
                    missing.insert(format!("{file}: {id}"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no such entries: {missing:?}");
}

fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("catalogue/tests.rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

#[test]
fn what_a_text_tells_is_found_without_keys_and_people() {
    let rows = std::fs::read_to_string(Path::new(DATA).join("found.jsonl")).unwrap();
    let mut complaints = Vec::new();
    for row in rows.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()) {
        let text = row["text"].as_str().unwrap();
        let diagnosis = diagnose(text);
        let Some(first) = diagnosis.matches.first() else {
            complaints.push(format!("nothing is known of {text}"));
            continue;
        };
        for (key, value) in row["found"].as_object().unwrap() {
            if first.found.get(key).map(String::as_str) != value.as_str() {
                complaints.push(format!("{key} should be {value}, is {:?}: {text}", first.found.get(key)));
            }
        }
        for secret in row["never"].as_array().unwrap() {
            let told = diagnosis.matches.iter().flat_map(|found| found.found.values()).any(|value| value.contains(secret.as_str().unwrap()));
            if told {
                complaints.push(format!("{secret} is told: {text}"));
            }
        }
    }
    assert!(rows.lines().count() >= 40);
    assert_none(complaints);
}

/// `first`: these in this order before anything else; `all`: these and no other, in any order.
#[test]
fn several_errors_of_one_text_are_all_told_the_inner_one_first() {
    let rows = std::fs::read_to_string(Path::new(DATA).join("nested.jsonl")).unwrap();
    let mut complaints = Vec::new();
    for row in rows.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()) {
        let text = row["text"].as_str().unwrap();
        let got: Vec<&str> = diagnose(text).matches.iter().map(|found| found.entry.id).collect();
        let ids = |key: &str| row[key].as_array().map(|ids| ids.iter().filter_map(|id| id.as_str()).collect::<Vec<_>>());
        let right = match (ids("first"), ids("all")) {
            (Some(first), _) => got.starts_with(&first),
            (_, Some(all)) => got.iter().copied().collect::<BTreeSet<_>>() == all.iter().copied().collect::<BTreeSet<_>>(),
            _ => false,
        };
        if !right {
            complaints.push(format!("got {got:?}: {row}"));
        }
    }
    assert_none(complaints);
}
