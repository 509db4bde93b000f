//! `leadctl scaffold`: what is written parses and fits together, holds no secret, and never replaces a file unasked. That the function's code
//! runs is seen in the peer checks.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{KEY, User};

fn user() -> User {
    let user = User::new();
    user.write(
        "leadctl.toml",
        &format!(
            "[profile.table]\ndestination = \"azure-table\"\ntable = \"OurLeads\"\nconnection_string = \"plain:DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey={KEY};EndpointSuffix=core.windows.net\"\n\n\
             [profile.web]\ndestination = \"https\"\nurl = \"env:NOT_SET\"\n\n[profile.crm]\ndestination = \"dynamics\"\nurl = \"https://contoso.crm.dynamics.com\"\n"
        ),
    );
    user
}

fn files(user: &User, folder: &str) -> Vec<String> {
    fn walk(root: &std::path::Path, folder: &std::path::Path, out: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, out);
            } else {
                out.push(path.strip_prefix(root).unwrap().display().to_string());
            }
        }
    }
    let mut out = Vec::new();
    walk(&user.path(folder), &user.path(folder), &mut out);
    out.sort();
    out
}

#[test]
fn each_kind_gets_its_files_without_secrets_and_with_its_table() {
    let user = user();
    for (what, profile, want) in [
        (
            "azure-function",
            "table",
            &[
                ".funcignore",
                ".gitignore",
                "host.json",
                "local.settings.sample.json",
                "package.json",
                "src/deliver.js",
                "src/functions/leads.js",
                "src/lead.js",
                "src/state.js",
            ][..],
        ),
        (
            "azure-function",
            "web",
            &[
                ".funcignore",
                ".gitignore",
                "host.json",
                "local.settings.sample.json",
                "package.json",
                "src/deliver.js",
                "src/functions/leads.js",
                "src/lead.js",
            ],
        ),
        ("power-automate", "table", &["flow.json"]),
        ("power-automate", "web", &["flow.json", "request-schema.json"]),
    ] {
        let folder = format!("out/{what}-{profile}");
        // A secret reference that leads nowhere is no hindrance: no secret is looked at.
        let report = user.json(&["scaffold", what, profile, "-o", &folder]);
        assert_eq!(report["exit_status"], 0, "{report:#}");
        assert_eq!(files(&user, &folder), want, "{folder}");
        assert!(report["files"].as_array().unwrap().iter().all(|file| file["state"] == "written" && file["content"].is_null()), "{report:#}");
        assert!(!report["next"].as_array().unwrap().is_empty() && report["inferred"].as_str().unwrap().contains("not run"), "{report:#}");
        let mut all = report.to_string();
        for file in want {
            let text = user.read(&format!("{folder}/{file}"));
            assert!(!text.contains("{{table"), "{file} is filled in");
            if file.ends_with(".json") {
                serde_json::from_str::<Value>(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
            }
            all.push_str(&text);
        }
        for secret in ["contosoleads", &KEY[..20], "NOT_SET"] {
            assert!(!all.contains(secret), "{folder}: {secret}");
        }
        assert_eq!(all.contains("OurLeads"), profile == "table", "{folder}");
        for name in report["settings"].as_array().unwrap() {
            assert!(all.contains(name.as_str().unwrap()), "{name}");
        }
    }
}

#[test]
fn a_file_that_is_there_is_not_replaced_unless_that_was_said() {
    let user = user();
    let write = ["scaffold", "azure-function", "table", "-o", "app"];
    let _ = user.run(&write).ends_with(0);
    let again = user.json(&write);
    assert!(again["files"].as_array().unwrap().iter().all(|file| file["state"] == "unchanged"), "{again:#}");
    user.write("app/src/deliver.js", "// ours\n");
    std::fs::remove_file(user.path("app/host.json")).unwrap();
    let refused = user.run(&write).ends_with(2);
    assert!(refused.stderr.contains("src/deliver.js") && refused.stderr.contains("--force"), "{}", refused.stderr);
    assert_eq!(user.read("app/src/deliver.js"), "// ours\n");
    assert!(!user.path("app/host.json").exists(), "all or nothing");
    let plan = user.run(&[&write[..], &["--dry-run"]].concat()).ends_with(0);
    assert!(plan.stdout.contains("is there, and differs") && plan.stdout.contains("--force"), "{}", plan.stdout);
    let forced = user.json(&[&write[..], &["--force"]].concat());
    let state = |path: &str| forced["files"].as_array().unwrap().iter().find(|file| file["path"] == path).unwrap()["state"].clone();
    assert_eq!((state("src/deliver.js"), state("host.json"), state("package.json")), ("replaced".into(), "written".into(), "unchanged".into()));
    assert!(user.read("app/src/deliver.js").contains("LEADS_FORWARD_URL"));
    assert!(files(&user, "app").iter().all(|file| !file.contains(".leadctl-")), "nothing is left beside");
}

#[test]
fn without_a_folder_nothing_is_written_and_a_flow_can_be_printed() {
    let user = user();
    let listed = user.json(&["scaffold", "power-automate", "web"]);
    assert_eq!((&listed["dry_run"], &listed["folder"]), (&Value::Bool(true), &Value::Null));
    let content = listed["files"][0]["content"].as_str().unwrap();
    let printed = user.run(&["scaffold", "power-automate", "web", "-o", "-"]).ends_with(0);
    assert_eq!(printed.stdout, content);
    let said = user.run(&["scaffold", "azure-function", "web", "-o", "-"]).ends_with(2);
    assert!(said.stderr.contains("name a folder"), "{}", said.stderr);
    assert_eq!(std::fs::read_dir(user.path("")).unwrap().count(), 1, "only the profile file is there");
}

#[test]
fn it_works_before_there_is_a_profile_and_says_what_it_is_not_for() {
    let empty = User::new();
    let report = empty.json(&["scaffold", "azure-function", "--for", "https", "-o", "app"]);
    assert_eq!((&report["exit_status"], &report["destination"], &report["profile"]), (&0.into(), &"https".into(), &Value::Null));
    let said = empty.run(&["scaffold", "azure-function"]).ends_with(2);
    assert!(said.stderr.contains("--for https"), "{}", said.stderr);
    let said = user().run(&["scaffold", "power-automate", "crm"]).ends_with(2);
    assert!(said.stderr.contains("triggers of its own"), "{}", said.stderr);
    let odd = User::new();
    odd.write("leadctl.toml", "[profile.t]\ndestination = \"azure-table\"\ntable = \"x'); process.exit(1); //\"\nconnection_string = \"env:X\"\n");
    let said = odd.run(&["scaffold", "azure-function", "t", "-o", "app"]).ends_with(2);
    assert!(said.stderr.contains("does not take") && !odd.path("app").exists(), "{}", said.stderr);
}

#[cfg(unix)]
#[test]
fn a_folder_that_can_not_be_written_is_said() {
    let user = user();
    user.write("file", "x");
    let said = user.run(&["scaffold", "power-automate", "web", "-o", "file/below"]).ends_with(2);
    assert!(said.last_line().contains("file/below") && said.stderr.contains("/file is a file: name a folder with --output"), "{}", said.stderr);
}

/// The functions of the workflow definition language that the flows use, from its published reference.
const FUNCTIONS: [&str; 29] = [
    "actions",
    "addMinutes",
    "and",
    "body",
    "coalesce",
    "concat",
    "contains",
    "empty",
    "encodeURIComponent",
    "equals",
    "formatDateTime",
    "greater",
    "greaterOrEquals",
    "if",
    "item",
    "items",
    "json",
    "not",
    "or",
    "outputs",
    "parameters",
    "string",
    "ticks",
    "toUpper",
    "triggerBody",
    "utcNow",
    "variables",
    "workflow",
    "guid",
];

/// Looks at every expression: brackets and quotes close, functions are known, and what is referred to is there.
fn expression(text: &str, known: &BTreeSet<String>, variables: &BTreeSet<String>) {
    let mut depth = 0_i32;
    let mut word = String::new();
    let mut pieces = text.split('\'');
    let mut called = String::new();
    while let Some(code) = pieces.next() {
        for c in code.chars() {
            match c {
                '(' => {
                    assert!(word.is_empty() || FUNCTIONS.contains(&word.as_str()) || text.starts_with('/'), "{word} in {text}");
                    called = std::mem::take(&mut word);
                    depth += 1;
                }
                ')' => depth -= 1,
                c if c.is_ascii_alphabetic() => word.push(c),
                _ => word.clear(),
            }
            assert!(depth >= 0, "{text}");
        }
        word.clear();
        let Some(literal) = pieces.next() else { break };
        match called.as_str() {
            "actions" | "body" | "outputs" | "items" => assert!(known.contains(literal), "{called}('{literal}') in {text}"),
            "variables" => assert!(variables.contains(literal), "{literal} in {text}"),
            _ => {}
        }
        called.clear();
    }
    assert_eq!(depth, 0, "{text}");
}

fn gather<'a>(actions: &'a Value, names: &mut BTreeSet<String>, variables: &mut BTreeSet<String>, all: &mut Vec<&'a Value>) {
    let siblings = actions.as_object().unwrap();
    for (name, action) in siblings {
        assert!(names.insert(name.clone()), "{name} is there twice");
        all.push(action);
        for (before, states) in action["runAfter"].as_object().unwrap_or_else(|| panic!("{name} has runAfter")) {
            assert!(siblings.contains_key(before) && before != name, "{name} runs after {before}");
            for state in states.as_array().unwrap() {
                assert!(["Succeeded", "Failed", "TimedOut", "Skipped"].contains(&state.as_str().unwrap()), "{state}");
            }
        }
        if action["type"] == "InitializeVariable" {
            variables.insert(action["inputs"]["variables"][0]["name"].as_str().unwrap().to_owned());
        }
        for inner in [&action["actions"], &action["else"]["actions"]] {
            if inner.is_object() {
                gather(inner, names, variables, all);
            }
        }
    }
}

fn texts<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => out.push(text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Value::Object(fields) => {
            fields.iter().filter(|(name, _)| *name != "description" && *name != "actions" && *name != "else").for_each(|(_, value)| texts(value, out))
        }
        _ => {}
    }
}

fn flow(user: &User, profile: &str) -> Value {
    let flow: Value = serde_json::from_str(&user.run(&["scaffold", "power-automate", profile, "-o", "-"]).ends_with(0).stdout).unwrap();
    let (mut names, mut variables, mut all, mut expressions) = (BTreeSet::new(), BTreeSet::new(), Vec::new(), Vec::new());
    gather(&flow["definition"]["actions"], &mut names, &mut variables, &mut all);
    all.iter().for_each(|action| texts(action, &mut expressions));
    let expressions: Vec<&&str> = expressions.iter().filter(|text| text.contains('@')).collect();
    assert!(expressions.len() > 10, "{expressions:?}");
    for text in expressions {
        expression(text, &names, &variables);
    }
    flow
}

#[test]
fn the_flow_for_requests_takes_every_casing_and_nulls_and_answers_first() {
    let user = user();
    let flow = flow(&user, "web");
    let trigger = &flow["definition"]["triggers"]["manual"];
    assert_eq!((&trigger["type"], &trigger["inputs"]["triggerAuthenticationType"]), (&"Request".into(), &"All".into()));
    assert_eq!(
        trigger["inputs"]["schema"],
        serde_json::from_str::<Value>(user.json(&["scaffold", "power-automate", "web"])["files"][1]["content"].as_str().unwrap()).unwrap()
    );
    fn tolerant(schema: &Value) {
        assert!(schema.get("required").is_none() && schema.get("additionalProperties").is_none(), "{schema}");
        for property in schema["properties"].as_object().into_iter().flat_map(|properties| properties.values()) {
            assert!(property["type"].as_array().unwrap().contains(&"null".into()), "{property}");
            tolerant(property);
        }
    }
    tolerant(&trigger["inputs"]["schema"]);
    let actions = &flow["definition"]["actions"];
    assert_eq!((&actions["Response"]["runAfter"], &actions["Response"]["inputs"]["statusCode"]), (&serde_json::json!({}), &200.into()));
    for (field, name) in [("firstName", "irstName"), ("email", "mail"), ("source", "eadSource"), ("offer", "fferTitle"), ("action", "ctionCode")] {
        let text = actions["Lead"]["inputs"][field].as_str().unwrap();
        assert_eq!(text.matches(name).count(), 2, "camelCase and PascalCase: {text}");
    }
}

#[test]
fn the_flow_for_a_table_goes_page_by_page_and_keeps_its_place_last() {
    let flow = flow(&user(), "table");
    let definition = &flow["definition"];
    assert_eq!(definition["triggers"]["Every_minute"]["runtimeConfiguration"]["concurrency"]["runs"], 1, "never two at once");
    let pages = &definition["actions"]["All_pages"]["actions"];
    let next = &pages["Page"]["else"]["actions"]["Next_page"]["inputs"];
    assert!(
        next["path"].as_str().unwrap().contains("'OurLeads'")
            && next["queries"]["NextPartitionKey"].is_string()
            && next["queries"]["NextRowKey"].is_string()
    );
    assert!(next["queries"]["$filter"].as_str().unwrap().contains("Timestamp ge datetime'"));
    assert_eq!(pages["Each_row"]["operationOptions"], "Sequential");
    assert_eq!(definition["actions"]["Keep_state"]["runAfter"], serde_json::json!({"Keys": ["Succeeded"]}), "only when every lead was taken");
    assert_eq!(definition["actions"]["Still_near"]["runAfter"], serde_json::json!({"To_the_end": ["Succeeded"]}));
    assert!(flow["parameters"]["$connections"]["value"]["azuretables"]["connectionId"].as_str().unwrap().contains("<SUBSCRIPTION>"));
}
