//! `leadctl explain`: the list, a page for every entry in both languages, and slips.

use clap::Parser;

use crate::support::{User, csv_rows};

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
    assert!(said.last_line().starts_with("leadctl: exit 2: there is nothing of the name 'storage/firewal'"), "{}", said.stderr);
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

/// What `validate` prints, and what code scanning tells people to run.
#[test]
fn every_check_of_validate_can_be_explained() {
    let sandbox = crate::support::Sandbox::start(&[]);
    let mut ids: Vec<String> = Vec::new();
    let report = sandbox.json(&["validate", "--all", "--offline"]);
    for profile in report["profiles"].as_array().unwrap() {
        ids.extend(profile["checks"].as_array().unwrap().iter().map(|check| check["id"].as_str().unwrap().to_owned()));
    }
    for destination in leadctl::destinations::ALL {
        ids.extend(destination.checks().iter().map(|check| check.id.to_owned()));
        ids.extend(["secret-storage", "profile-details"].map(|name| format!("{}/{name}", destination.spec().id)));
    }
    ids.sort();
    ids.dedup();
    for id in &ids {
        let report = User::new().json(&["explain", id]);
        assert_eq!((&report["check"], &report["exit_status"]), (&id.as_str().into(), &0.into()), "{id}: {report}");
    }
    let said = User::new().run(&["explain", "secret-storage"]).ends_with(2);
    assert!(said.stderr.contains("name one with its area: dynamics/secret-storage"), "{}", said.stderr);
}

#[test]
fn a_code_is_explained_however_it_is_written() {
    for (typed, id) in [
        ("aadsts7000222", "entra/client-secret-expired"),
        ("7000222", "entra/client-secret-expired"),
        ("0x80042F09", "dynamics/no-roles-assigned"),
        ("-2147220960", "dynamics/missing-privilege"),
        ("authenticationfailed", "storage/key-invalid"),
        ("601", "marketo/access-token-invalid"),
        ("FIELD_CUSTOM_VALIDATION_EXCEPTION", "salesforce/validation-rule"),
        ("workflowtriggerisnotenabled", "https/flow-disabled"),
    ] {
        let report = User::new().json(&["explain", typed]);
        assert_eq!((&report["schema"], &report["id"]), (&"leadctl.explain/1".into(), &id.into()), "{typed}");
    }
}

#[test]
fn a_code_of_several_entries_says_how_to_tell_them_apart() {
    let said = User::new().run(&["explain", "502", "--format", "json"]).ends_with(0);
    let report: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&report["schema"], &report["code"]), (&"leadctl.explain-code/1".into(), &"502".into()));
    let entries = report["entries"].as_array().unwrap();
    let ids: Vec<&str> = entries.iter().map(|entry| entry["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["https/bad-gateway", "https/flow-no-response"]);
    assert!(entries[0]["known_by"] != entries[1]["known_by"] && entries[0]["known_by"].as_str().unwrap().len() > 20, "{report}");
    let page = User::new().run(&["explain", "502"]).ends_with(0).stdout;
    assert!(page.contains("502 stands for 2 known errors") && page.contains("Known by") && page.contains("https/flow-no-response"), "{page}");
}

/// No answer, and yet more than nothing: exit 1, as `diagnose` ends where nothing is known.
#[test]
fn an_unknown_code_of_a_known_family_says_which_and_where_to_look() {
    for (typed, family, link) in [
        ("AADSTS50128", "entra", "https://login.microsoftonline.com/error?code=50128"),
        ("0x80040216", "dataverse", "https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes"),
        ("-2147220970", "dataverse", "https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes"),
        ("0x80072ee7", "windows", "https://learn.microsoft.com/windows/win32/debug/system-error-codes"),
        ("0x80090325", "dataverse", "https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes"),
        ("ConditionNotMet", "storage", "https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes"),
        ("712", "marketo", "https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/error-codes"),
        ("1611", "marketo", "https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/error-codes"),
        ("INVALID_FIELD", "salesforce", "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm"),
        (
            "ActionResponseTimedOut",
            "logic-apps",
            "https://learn.microsoft.com/troubleshoot/power-platform/power-automate/flow-run-issues/triggers-troubleshoot",
        ),
        ("invalid_client", "oauth", "https://www.rfc-editor.org/rfc/rfc6749#section-5.2"),
        ("418", "http", "https://www.rfc-editor.org/rfc/rfc9110#name-status-codes"),
    ] {
        for lang in ["en", "nl"] {
            let said = User::new().run(&["explain", typed, "--format", "json", "--lang", lang]).ends_with(1);
            let report: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
            assert_eq!((&report["family"]["family"], &report["family"]["links"][0]), (&family.into(), &link.into()), "{typed}");
            assert_eq!(report["entries"], serde_json::json!([]), "{typed}");
            assert!(said.last_line().contains("has no entry of its own"), "{}", said.stderr);
        }
        let page = User::new().run(&["explain", typed]).ends_with(1).stdout;
        assert!(page.contains(link) && page.contains("Look\n  1. "), "{page}");
    }
}

#[test]
fn a_text_with_an_unknown_code_gets_that_hint_and_no_answer() {
    let said = User::new().run(&["diagnose", "AADSTS50128: Invalid domain name - No tenant-identifying information found"]).ends_with(1);
    assert!(
        said.stdout.contains("  AADSTS50128  A sign-in code of Microsoft Entra ID") && said.stdout.contains("error?code=50128"),
        "{}",
        said.stdout
    );
    assert!(said.last_line().contains("leadctl explain AADSTS50128"), "{}", said.stderr);
    let report = User::new().json(&["diagnose", "AADSTS50128 and AADSTS7000222: The provided client secret keys are expired"]);
    assert_eq!((&report["matches"][0]["id"], &report["exit_status"]), (&"entra/client-secret-expired".into(), &0.into()));
    assert_eq!((&report["hints"][0]["id"], &report["hints"][0]["kind"]), (&"AADSTS50128".into(), &"code".into()));
    let hints = |text: &str| {
        let report = User::new().json(&["diagnose", text]);
        assert_eq!((&report["matches"], &report["exit_status"]), (&serde_json::json!([]), &1.into()), "{text}");
        report["hints"].as_array().unwrap().iter().map(|hint| hint["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(hints("HTTP 400 0x80040203 The attribute 'new_region' of the 'lead' entity cannot be null."), ["0x80040203"]);
    assert_eq!(hints("{\"requestId\":\"1#2\",\"success\":false,\"errors\":[{\"code\": \"799\",\"message\":\"x\"}]}"), ["799"]);
    // A code that is all there is may be one of these.
    assert_eq!(hints("603"), ["marketo/access-denied"]);
    assert!(hints("0x8006088a").contains(&"dynamics/lead-table-missing".to_owned()));
    assert_eq!(hints("0x80040203"), ["0x80040203"]);
    // Numbers of other programs are no hint.
    assert_eq!(User::new().json(&["diagnose", "0x80040154: class not registered"])["hints"], serde_json::json!([]));
}

/// As `diagnose` takes words without quotes, so does this.
#[test]
fn words_need_no_quotes() {
    assert_eq!(User::new().json(&["explain", "no", "leads"])["topic"], "no-leads");
    let said = User::new().run(&["explain", "rate", "limited"]).ends_with(2);
    assert!(said.stderr.contains("there are several of the name 'rate limited'") && said.stderr.contains("dynamics/rate-limited"), "{}", said.stderr);
    let said = User::new().run(&["explain", "client", "secret"]).ends_with(2);
    assert!(said.stderr.contains("there are several whose name begins with 'client secret'"), "{}", said.stderr);
    assert_eq!(User::new().json(&["diagnose", "-2147220960"])["matches"][0]["id"], "dynamics/missing-privilege");
}

#[test]
fn questions_are_listed_and_answered_in_both_languages() {
    let list = User::new().json(&["explain"]);
    let topics: Vec<&str> = list["topics"].as_array().unwrap().iter().map(|topic| topic["topic"].as_str().unwrap()).collect();
    for wanted in ["test-lead", "no-leads", "edu-address", "missed-leads", "cost", "notification", "action-codes", "lead-source", "is-it-required"] {
        assert!(topics.contains(&wanted), "{topics:?}");
    }
    for topic in &topics {
        let (english, dutch) = (User::new().json(&["explain", topic]), User::new().json(&["explain", topic, "--lang", "nl"]));
        assert_eq!((&english["schema"], &english["topic"]), (&"leadctl.explain-topic/1".into(), &(*topic).into()));
        assert_ne!(english["statements"], dutch["statements"], "{topic}");
        let page = User::new().run(&["explain", topic]).ends_with(0).stdout;
        assert!(page.contains("Documented  ") && page.contains("\nDo\n  leadctl ") && page.contains("Read    https://"), "{page}");
    }
    for (typed, topic) in
        [("No leads", "no-leads"), ("where are my leads?", "no-leads"), ("kosten", "cost"), ("DNC", "action-codes"), ("msft_test", "test-lead")]
    {
        assert_eq!(User::new().json(&["explain", typed])["topic"], topic, "{typed}");
    }
    let said = User::new().run(&["explain", "no-leeds"]).ends_with(2);
    assert!(said.stderr.contains("did you mean no-leads? leadctl explain no-leads"), "{}", said.stderr);
}

/// What a question tells people to type, leadctl takes.
#[test]
fn every_command_that_a_question_names_can_be_typed() {
    for topic in User::new().json(&["explain", "--all"])["topics"].as_array().unwrap() {
        for suggested in topic["commands"].as_array().unwrap() {
            for command in suggested["command"].as_str().unwrap().split(" && ") {
                let words: Vec<String> = shell_words::split(command).unwrap();
                let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
                assert!(command.starts_with("leadctl ") && leadctl::cli::Cli::try_parse_from(["leadctl"].iter().chain(&words)).is_ok(), "{command}");
            }
        }
    }
}

#[test]
fn a_check_says_what_it_asks_and_what_it_finds() {
    let report = User::new().json(&["explain", "azure-table/key-accepted"]);
    assert_eq!(
        (&report["schema"], &report["offline"], &report["destination"]),
        (&"leadctl.explain-check/1".into(), &false.into(), &"azure-table".into())
    );
    assert!(report["entries"].to_string().contains("storage/key-invalid"), "{report}");
    for destination in leadctl::destinations::ALL {
        for check in destination.checks() {
            let page = User::new().run(&["explain", check.id]).ends_with(0).stdout;
            assert!(page.contains(check.id) && page.contains(check.title), "{page}");
        }
    }
}

#[test]
fn the_whole_catalogue_is_one_document() {
    let english = User::new().json(&["explain", "--all"]);
    assert_eq!(
        (&english["schema"], english["entries"].as_array().unwrap().len()),
        (&"leadctl.explain-all/1".into(), leadctl::catalogue::entries().len())
    );
    assert!(english["entries"].as_array().unwrap().iter().all(|entry| entry["repair"].as_array().unwrap().len() > 1), "every entry in full");
    let markdown = |lang: &str| User::new().run(&["explain", "--all", "--format", "markdown", "--lang", lang]).ends_with(0).stdout;
    let (english, dutch) = (markdown("en"), markdown("nl"));
    for entry in leadctl::catalogue::entries() {
        for page in [&english, &dutch] {
            let anchor = entry.id.replace('/', "-");
            assert!(page.contains(&format!("<a id=\"{anchor}\"></a>")) && page.contains(&format!("](#{anchor})")), "{}", entry.id);
        }
    }
    assert!(english.contains("## The client secret has expired\n") && dutch.contains("## Het clientgeheim is verlopen\n"));
    // Every fence is closed, and every link within the page has its place.
    assert_eq!(english.lines().filter(|line| line.starts_with("```")).count() % 2, 0);
    for target in english.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(english.contains(&format!("<a id=\"{target}\"></a>")), "{target}");
    }
    // A page of one question has no such places.
    let alone = |asked: &str| User::new().run(&["explain", asked, "--format", "markdown"]).ends_with(0).stdout;
    let page = alone("no-leads");
    assert!(!page.contains("](#") && page.contains("`marketplace/no-leads-yet`") && page.contains("leadctl explain ID"), "{page}");
    // Nor is a heading left alone.
    assert!(alone("salesforce").contains("\n## Questions\n\n- `") && !alone("dynamics").contains("## Questions"));
    let one = User::new().run(&["explain", "storage/firewall", "--format", "markdown"]).ends_with(0).stdout;
    assert!(one.starts_with("<a id=\"storage-firewall\"></a>\n\n# "), "{one}");
    assert!(User::new().run(&["explain", "--all"]).ends_with(0).stdout.contains("The client secret has expired"));
    // And so is all else that can be explained.
    for (asked, status, begins) in [
        (&[][..], 0, "# Known errors of lead delivery\n\n- `"),
        (&["https/tls"], 0, "<a id=\"https-tls\"></a>\n\n# "),
        (&["AADSTS99999999"], 1, "<a id=\"AADSTS99999999\"></a>\n\n# AADSTS99999999"),
        (&["401"], 0, "<a id=\"401\"></a>\n\n# 401"),
        (&["cost"], 0, "<a id=\"cost\"></a>\n\n# "),
    ] {
        let page = User::new().run(&[&["explain", "--format", "markdown"], asked].concat()).ends_with(status).stdout;
        assert!(page.starts_with(begins), "{asked:?}: {page}");
        assert!(!page.contains("Next    ") && page.contains("\n- "), "{asked:?}: {page}");
    }
    let _ = User::new().run(&["explain", "--all", "cost"]).ends_with(2);
}

/// For programs and spreadsheets: every entry, question and family has a line of its own.
#[test]
fn the_catalogue_is_a_list_in_lines_and_in_cells_too() {
    let whole = User::new().json(&["explain", "--all"]);
    let listed = User::new().json(&["explain"]);
    let count = |report: &serde_json::Value, keys: &[&str]| keys.iter().map(|key| report[*key].as_array().unwrap().len()).sum::<usize>();
    for (arguments, lines) in [
        (&["explain", "--all"][..], count(&whole, &["entries", "topics", "families"])),
        (&["explain"], count(&listed, &["entries", "topics"])),
        (&["explain", "storage"], count(&User::new().json(&["explain", "storage"]), &["entries", "topics"])),
        (&["explain", "no-leads"], 1),
        (&["explain", "https/tls"], 1),
        (&["explain", "502"], 2),
    ] {
        let ndjson = User::new().run(&[arguments, &["--format", "ndjson"]].concat()).ends_with(0).stdout;
        let rows: Vec<serde_json::Value> = ndjson.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows.len(), lines, "{arguments:?}");
        let csv = User::new().run(&[arguments, &["--format", "csv"]].concat()).ends_with(0).stdout;
        let cells = csv_rows(&csv);
        assert_eq!((&cells[0][..4], cells.len()), (&["kind", "id", "title", "status"].map(str::to_owned)[..], lines + 1), "{csv}");
        for (row, cells) in rows.iter().zip(&cells[1..]) {
            assert_eq!((row["kind"].as_str(), row["id"].as_str()), (Some(cells[0].as_str()), Some(cells[1].as_str())), "{row}");
            assert_eq!(row["title"].as_str(), Some(cells[2].as_str()), "{row}");
        }
    }
    let in_full = User::new().run(&["explain", "storage/firewall", "--format", "csv"]).ends_with(0).stdout;
    let cells = csv_rows(&in_full);
    let repair = cells[0].iter().position(|column| column == "repair").unwrap();
    let steps = User::new().json(&["explain", "storage/firewall"])["repair"].clone();
    assert!(cells[1][repair].starts_with(steps[0].as_str().unwrap()) && cells[1][repair].contains("; "), "{in_full}");
}

/// What publishers ask about, in the words of either language, one or several of it.
#[test]
fn a_question_is_found_by_the_words_that_people_have_for_it() {
    for (topic, words) in [
        ("edu-address", "edu, .edu, edu address, EDU addresses, education, university, edu-adres, onderwijs, universiteiten"),
        ("missed-leads", "missed, missed lead, missed leads, missing leads, lost, lost leads, gemist, gemiste lead, gemiste leads, verloren"),
        ("no-leads", "no leads, no lead, No leads?, where are my leads, geen lead, geen leads, waar zijn mijn leads"),
        ("test-lead", "test lead, test leads, the test lead, testlead, testleads, mijn testlead, MSFT_TEST, proeflead"),
        ("cost", "cost, costs, the costs, price, prices, pricing, kost, kosten, prijs, prijzen, tarieven"),
        ("notification", "notification, notifications, notify, alert, alerts, notificatie, notificaties, melding, meldingen, waarschuwing"),
    ] {
        for word in words.split(", ") {
            assert_eq!(User::new().json(&["explain", word])["topic"], topic, "{word}");
        }
    }
}

/// In a sentence, unquoted, as it comes to mind; what is not known is neither answered nor guessed at.
#[test]
fn a_question_may_be_asked_in_plain_words() {
    let words = |question: &'static str| ["explain"].into_iter().chain(question.split(' ')).collect::<Vec<_>>();
    for (question, topic) in [
        ("why do I get no leads", "no-leads"),
        ("what does PLT mean", "action-codes"),
        ("what is SPZA", "lead-source"),
        ("how do i get notified", "notification"),
        ("hoe stuur ik een testlead", "test-lead"),
    ] {
        assert_eq!(User::new().json(&words(question))["topic"], topic, "{question}");
    }
    assert_eq!(User::new().json(&words("what does AADSTS7000222 mean"))["id"], "entra/client-secret-expired");
    assert_eq!(User::new().json(&words("waarom is mijn clientgeheim verlopen"))["id"], "entra/client-secret-expired");
    let said = User::new().run(&words("how do I cook pasta")).ends_with(2);
    assert!(said.stderr.contains("leadctl explain lists all of them") && !said.stderr.contains("did you mean"), "{}", said.stderr);
    let said = User::new().run(&words("why no leads from LinkedIn")).ends_with(2);
    assert!(said.stderr.contains("did you mean no-leads? leadctl explain no-leads"), "{}", said.stderr);
    let said = User::new().run(&words("is the user disabled")).ends_with(2);
    assert!(said.stderr.contains("dynamics/user-disabled, entra/user-disabled"), "{}", said.stderr);
}

#[test]
fn an_area_lists_what_is_known_of_it() {
    for area in ["storage", "entra", "dynamics", "https", "marketo", "salesforce", "marketplace"] {
        let report = User::new().json(&["explain", area]);
        assert_eq!((&report["schema"], &report["exit_status"]), (&"leadctl.explain-list/1".into(), &0.into()), "{report}");
        let ids: Vec<&str> = report["entries"].as_array().unwrap().iter().filter_map(|entry| entry["id"].as_str()).collect();
        let all = leadctl::catalogue::entries().iter().filter(|entry| entry.id.starts_with(&format!("{area}/"))).count();
        assert!(all > 1 && ids.len() == all && ids.iter().all(|id| id.starts_with(area)), "{area}: {ids:?}");
        let page = User::new().run(&["explain", area]).ends_with(0).stdout;
        assert!(ids.iter().all(|id| page.contains(id)) && page.contains("Next    leadctl explain ID"), "{page}");
    }
    let topics = User::new().json(&["explain", "salesforce"])["topics"].clone();
    assert!(topics.as_array().unwrap().iter().any(|topic| topic["topic"] == "salesforce-leads"), "{topics}");
}

/// As they are copied: an answer's own `error_uri`, with words or signs around.
#[test]
fn a_code_is_found_in_what_stands_around_it() {
    for typed in ["https://login.microsoftonline.com/error?code=7000222", "error AADSTS7000222", "AADSTS7000222:", "'AADSTS7000222'."] {
        assert_eq!(User::new().json(&["explain", typed])["id"], "entra/client-secret-expired", "{typed}");
    }
    assert_eq!(User::new().json(&["explain", "(0x80040220)"])["id"], "dynamics/missing-privilege");
    let said = User::new().run(&["explain", "https://aka.ms/x"]).ends_with(2);
    assert!(said.stderr.contains("leadctl diagnose") && !said.stderr.contains("https/tls"), "{}", said.stderr);
}
