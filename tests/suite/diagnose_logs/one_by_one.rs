//! Errors that stand side by side: each line of a short text, each element of a list.

use serde_json::Value;

use super::{SECRET, json, one, tenant, told};
use crate::support::User;

#[test]
fn without_folding_each_line_of_a_short_text_is_told_too() {
    let user = User::new();
    let a = SECRET;
    user.write("adj.log", &format!("{a}\n{a}\nall is well\n{a}\n"));
    let lines = |report: &Value| -> Vec<u64> {
        report["matches"].as_array().unwrap().iter().map(|found| found["location"]["line"].as_u64().unwrap()).collect()
    };
    let every = user.json(&["diagnose", "--file", "adj.log", "--no-fold", "-C", "0"]);
    assert_eq!((lines(&every), &every["scanned"]["findings"]), (vec![1, 2, 4], &3.into()));
    assert!(every["matches"].as_array().unwrap().iter().all(|found| found["count"] == 1 && found["context"][0]["line"] == found["location"]["line"]));
    assert_eq!(told(&user.json(&["diagnose", "--file", "adj.log"])), [one("entra/client-secret-invalid", 3, "adj.log:1", "adj.log:4")]);
    let said = user.run(&["diagnose", "--file", "adj.log", "--no-fold", "--format", "ndjson"]).ends_with(0);
    let events: Vec<Value> = said.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let places: Vec<_> = events.iter().map(|event| (event["location"]["line"].as_u64(), event["count"].as_u64())).collect();
    assert_eq!(places, [(Some(1), Some(1)), (Some(2), Some(1)), (Some(4), Some(1)), (None, None)]);
    let piped = json(&user.pipe(&["diagnose", "-", "--no-fold", "--format", "json"], &user.read("adj.log")).ends_with(0));
    assert_eq!(lines(&piped), [1, 2, 4]);
    for (format, word) in [("github", "::error file=adj.log,line="), ("sarif", "\"startLine\": "), ("junit", "<testcase ")] {
        let said = user.run(&["diagnose", "--file", "adj.log", "--no-fold", "--format", format]).ends_with(0);
        assert_eq!(said.stdout.matches(word).count(), 3, "{format}: {}", said.stdout);
    }
    // What is there once says what the text says, be it in several lines.
    let wrapped = format!("Could not save the lead to\nDynamics CRM using AAD.\n\n{a}\n");
    user.write("once.txt", &wrapped);
    let (folded, every) = (user.json(&["diagnose", "--file", "once.txt"]), user.json(&["diagnose", "--file", "once.txt", "--no-fold"]));
    for key in ["id", "confidence", "because", "found", "count", "location"] {
        let of = |report: &Value| report["matches"].as_array().unwrap().iter().map(|found| found[key].clone()).collect::<Vec<_>>();
        assert_eq!(of(&folded), of(&every), "{key}");
    }
}

#[test]
fn each_element_of_a_list_has_its_place_and_its_facts() {
    let user = User::new();
    let records = |records: usize| -> Vec<Value> {
        (0..records)
            .map(|n| match n % 3 {
                0 => serde_json::json!({ "time": format!("2026-11-09T08:{:02}:00Z", n / 3 % 60), "message": tenant(&format!("contoso{}", n % 2)), "n": n }),
                1 => serde_json::json!({ "message": "the queue is empty", "url": "https://fabrikam.example/ok", "n": n }),
                _ => serde_json::json!({ "message": SECRET, "n": n }),
            })
            .collect()
    };
    // In a short file, and in one that is longer than a pasted text.
    for count in [3, 60, 2500] {
        let list = records(count);
        let azure = serde_json::to_string_pretty(&list).unwrap();
        let value = serde_json::to_string_pretty(&serde_json::json!({ "value": list })).unwrap();
        let element = |record: &Value| {
            let fields =
                record.as_object().unwrap().iter().map(|(name, value)| format!("    <{name}>{}</{name}>\n", value.to_string().trim_matches('"')));
            format!("  <Event>\n{}  </Event>\n", fields.collect::<String>())
        };
        let events = format!("<?xml version=\"1.0\"?>\n<Events>\n{}</Events>\n", list.iter().map(element).collect::<String>());
        for (name, text) in [("arr.json", azure), ("value.json", value), ("events.xml", events)] {
            assert_eq!(text.len() > 256 * 1024, count == 2500, "{name}: {}", text.len());
            user.write(name, &text);
            let wanted: Vec<u64> = (1..).zip(text.lines()).filter(|(_, line)| line.contains("AADSTS")).map(|(number, _)| number).collect();
            let report = user.json(&["diagnose", "--file", name]);
            assert_eq!(report["scanned"]["findings"], wanted.len(), "{name}, {count}: {report}");
            let ends = |key: &str| report["matches"].as_array().unwrap().iter().map(|found| found[key]["line"].as_u64().unwrap()).collect::<Vec<_>>();
            let ends = (ends("location").into_iter().min(), ends("last").into_iter().max());
            assert_eq!(ends, (wanted.first().copied(), wanted.last().copied()), "{name}, {count}");
            let every = user.json(&["diagnose", "--file", name, "--no-fold"]);
            let every = every["matches"].as_array().unwrap();
            let lines: Vec<u64> = every.iter().map(|found| found["location"]["line"].as_u64().unwrap()).collect();
            assert_eq!(lines, wanted[..wanted.len().min(1000)], "{name}, {count}");
            for found in every {
                assert_eq!(found["found"]["url"], Value::Null, "{name}, {count}: {found}");
                assert_eq!(found["found"]["tenant"] == Value::Null, found["id"] == "entra/client-secret-invalid", "{name}, {count}: {found}");
            }
        }
    }
}

/// A program that sends leads calls other services too.
#[test]
fn of_a_short_log_each_record_speaks_for_itself() {
    let user = User::new();
    let of = |refused: &str| {
        let records = (0..20).map(|number| match number {
            4 => "ERROR webhook https://leads.contoso.com/hook answered 500 Internal Server Error".to_owned(),
            12 => format!("ERROR {refused}: connect ECONNREFUSED 10.1.2.3:80"),
            _ => "INFO lead passed on".to_owned(),
        });
        records.map(|record| format!("2026-11-09T08:00:00Z {record}\n")).collect::<String>()
    };
    for (refused, ids) in [
        ("geoip lookup", vec!["https/endpoint-server-error"]),
        ("webhook https://leads.contoso.com/hook", vec!["https/endpoint-server-error", "https/connection-refused"]),
    ] {
        user.write("app.log", &of(refused));
        let report = user.json(&["diagnose", "--file", "app.log"]);
        assert_eq!(told(&report).into_iter().map(|(id, ..)| id).collect::<Vec<_>>(), ids, "{refused}");
    }
}

#[test]
fn each_row_of_a_table_is_judged_by_itself() {
    let user = User::new();
    // One row's certificate and another's endpoint are no lead endpoint whose certificate has expired.
    let table = format!(
        "Key|Summary|Description|Reporter\n\
         SUP-1|VPN: certificate expired|\"GlobalProtect: 'The server certificate is invalid. Gateway certificate has expired.'\"|it-lyon\n\
         SUP-2|No leads|\"Red banner since Monday:\n{SECRET}\nWhat else do I have to set?\"|product-office\n\
         SUP-3|Leads late|The webhook https://leads.contoso.example/api/leads is slow|sales\n"
    );
    for mark in [",", ";", "\t"] {
        user.write("tickets.csv", &table.replace('|', mark));
        let report = user.json(&["diagnose", "--file", "tickets.csv", "-C", "0"]);
        assert_eq!(told(&report), [one("entra/client-secret-invalid", 1, "tickets.csv:4", "tickets.csv:4")], "{report}");
        assert_eq!(report["matches"][0]["context"], serde_json::json!([{ "line": 4, "text": SECRET }]), "{report}");
    }
    // So it is without a file, and not of what is no table.
    let pasted = json(&user.pipe(&["diagnose", "-", "--format", "json"], &user.read("tickets.csv")).ends_with(0));
    assert_eq!((pasted["matches"].as_array().unwrap().len(), &pasted["matches"][0]["location"]["line"]), (1, &4.into()), "{pasted}");
    user.write("tickets.csv", &table.replacen("Key|", "Key ", 1));
    let unlike = user.json(&["diagnose", "--file", "tickets.csv"]);
    assert_eq!(unlike["matches"].as_array().unwrap().len(), 2, "{unlike}");
}

#[test]
fn a_row_is_read_with_the_names_of_its_columns() {
    let user = User::new();
    user.write("hooks.csv", "webhook,status,error\nA,200,\nB,502,Bad Gateway\nC,502,Bad Gateway\n");
    assert_eq!(told(&user.json(&["diagnose", "--file", "hooks.csv"])), [one("https/bad-gateway", 2, "hooks.csv:3", "hooks.csv:4")]);
    let pasted = json(&user.pipe(&["diagnose", "-", "--format", "json"], &user.read("hooks.csv")).ends_with(0));
    let found = &pasted["matches"][0];
    assert_eq!((&found["count"], &found["location"]["line"], &found["last"]["line"]), (&2.into(), &3.into(), &4.into()), "{pasted}");
}

#[test]
fn of_the_rows_of_a_paste_the_surest_comes_first() {
    let user = User::new();
    user.write("two.csv", &format!("webhook,status,error\nA,502,Bad Gateway\nB,401,AADSTS7000215\nC,401,{SECRET}\n"));
    let (sure, other) = ("entra/client-secret-invalid", "https/bad-gateway");
    let ids = |report: &Value| report["matches"].as_array().unwrap().iter().map(|found| found["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(&json(&user.pipe(&["diagnose", "-", "--format", "json"], &user.read("two.csv")).ends_with(0))), [sure, other]);
    assert_eq!(
        told(&user.json(&["diagnose", "--file", "two.csv"])),
        [one(sure, 2, "two.csv:3", "two.csv:4"), one(other, 1, "two.csv:2", "two.csv:2")]
    );
    assert_eq!(ids(&user.json(&["diagnose", "--file", "two.csv", "--no-fold"])), [other, sure, sure]);
}

#[test]
fn what_only_the_rows_together_say_is_a_hint() {
    let user = User::new();
    let thread = "No,Who,Comment\n1,ann,Our webhook is https://leads.contoso.example/api/leads\n2,ben,since Monday x509: certificate has expired\n";
    user.write("thread.csv", thread);
    let said = user.run(&["diagnose", "--file", "thread.csv", "--format", "json"]).ends_with(1);
    let report = json(&said);
    assert_eq!((&report["matches"], &report["hints"][0]["id"]), (&serde_json::json!([]), &"https/tls-certificate-expired".into()), "{report}");
}

#[test]
fn each_step_of_a_run_is_judged_by_itself() {
    let user = User::new();
    // A flow that takes leads, and has a site of somebody else's that is gone.
    let step = |name: &str, body: &str| format!("  \"{name}\": {{\n    \"status\": \"Failed\",\n    \"outputs\": {body}\n  }}");
    let steps = [
        step(
            "Create_item_(SharePoint)",
            r#"{ "statusCode": 404, "body": { "message": "Site not found", "source": "https://contoso.sharepoint.com/sites/old" } }"#,
        ),
        step("Post_lead", r#"{ "statusCode": 502, "uri": "https://hooks.contoso.example/leads", "body": "502 Bad Gateway" }"#),
    ];
    let run = format!("{{\n\"trigger\": \"When_a_HTTP_request_is_received of Power Automate\",\n\"actions\": {{\n{}\n}}\n}}\n", steps.join(",\n"));
    user.write("run.json", &run);
    let report = user.json(&["diagnose", "--file", "run.json"]);
    assert_eq!(told(&report), [one("https/bad-gateway", 1, "run.json:10", "run.json:10")], "{report}");
    assert!(run.lines().nth(9).unwrap().contains("502"));
}

#[test]
fn what_a_command_says_goes_on_with_its_prompt() {
    let user = User::new();
    let refused = "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.\n\
                   RequestId:1f3b0c5d-6002-0020-41a2-57c3e8000000";
    let skewed = "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate the request.</Message>\
                  <AuthenticationErrorDetail>Request date header too old: 'Tue, 17 Nov 2026 06:41:20 GMT'</AuthenticationErrorDetail></Error>";
    for prompt in ["PS C:\\leads> ", "C:\\leads>", "ops@jump01:~/leads$ ", "$ ", "(venv) root@jump01:~# ", "[ops@jump01 leads]$ ", "ops@mac leads % "]
    {
        user.write(
            "session.txt",
            &format!("{prompt}./tables.sh\n{refused}\n{prompt}date\nTue Nov 17\n{prompt}./tables.sh\n{skewed}\n{prompt}exit\n"),
        );
        let report = user.json(&["diagnose", "--file", "session.txt"]);
        let mut seen = told(&report);
        seen.sort_unstable();
        let wanted =
            [one("storage/clock-skew", 1, "session.txt:7", "session.txt:7"), one("storage/key-invalid", 1, "session.txt:2", "session.txt:2")];
        assert_eq!(seen, wanted, "{prompt}: {report}");
    }
}
