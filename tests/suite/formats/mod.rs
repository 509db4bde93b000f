//! What programs read: JSON by its schema, JUnit, SARIF and annotations. What people see is in `shown`.

mod shown;

use std::path::Path;

use quick_xml::events::Event;
use serde_json::Value;

use crate::support::{Said, Sandbox, User};

const KNOWN: &str = "AADSTS7000215: Invalid client secret provided, and AuthenticationFailed: Server failed to authenticate the request.";

/// A home with profiles that are right, wrong and unusable, below a folder whose name needs every kind of escaping.
fn user(sandbox: &Sandbox) -> (User, String) {
    let user = User::new();
    let text = std::fs::read_to_string(sandbox.profiles()).unwrap();
    let more = "[profile.broken]\ndestination = \"https\"\nurl = \"env:NOT_SET\"\n[profile.cut]\ndestination = \"https\"\nurl = \"https://leads.contoso.example/…\"\n";
    let path = user.write("od,d: na%41me/leadctl.toml", &format!("{text}\n{more}"));
    (user, path.display().to_string())
}

/// Calls, and the schema that their documents follow.
fn calls(config: &str) -> Vec<(Vec<&str>, &'static str)> {
    let with = |words: &[&'static str]| [words, &["--config"]].concat().into_iter().chain([config]).collect::<Vec<&str>>();
    vec![
        (with(&["validate", "sandbox-https"]), "validate"),
        (with(&["validate", "--all", "--offline"]), "validate"),
        (with(&["validate", "nobody"]), "validate"),
        (vec!["validate"], "validate"),
        (vec!["validate", "--bogus"], "validate"),
        (vec!["validate", "--jobs", "0"], "validate"),
        (with(&["test-lead", "sandbox-azure-table", "--cleanup"]), "test-lead"),
        (with(&["test-lead", "sandbox-flow", "broken", "cut"]), "test-lead"),
        (vec!["test-lead", "--variant", "odd"], "test-lead"),
        (with(&["test-lead", "sandbox-https", "sandbox-azure-table", "--dry-run"]), "test-lead-dry-run"),
        (vec!["diagnose", KNOWN], "diagnose"),
        (vec!["diagnose", "the weather is fine"], "diagnose"),
        (vec!["diagnose", "--file", "nowhere.txt"], "diagnose"),
        (vec!["explain"], "explain-list"),
        (vec!["explain", "storage/firewall"], "explain"),
        (vec!["explain", "storage/firewal"], "explain"),
        (vec!["explain", "no-leads"], "explain-topic"),
        (vec!["explain", "401"], "explain-code"),
        (vec!["explain", "AADSTS50128"], "explain-code"),
        (vec!["explain", "https/tls"], "explain-check"),
        (vec!["explain", "--all"], "explain-all"),
        (vec!["diagnose", "AADSTS50128: Invalid domain name"], "diagnose"),
        (with(&["profile", "list"]), "profile"),
        (with(&["profile", "show", "cut"]), "profile"),
        (with(&["profile", "path"]), "profile"),
        (with(&["profile", "rename", "cut", "cut2"]), "profile"),
        (with(&["profile", "remove", "cut2", "--yes"]), "profile"),
        (with(&["profile", "remove", "broken"]), "profile"),
        (vec!["configure", "https", "--url", "https://leads.contoso.example/hook"], "configure"),
        (vec!["configure", "https", "--url", "http://leads.contoso.example/hook"], "configure"),
        (vec!["configure"], "configure"),
        (with(&["migrate", "blob-to-table", "--from", "sandbox-azure-blob", "--to", "sandbox-azure-table", "--yes"]), "migrate"),
        (with(&["migrate", "blob-to-table", "--from", "sandbox-azure-blob", "--to", "sandbox-azure-table", "--dry-run"]), "migrate"),
        (with(&["migrate", "blob-to-table", "--from", "cut", "--to", "broken"]), "migrate"),
        (vec!["demo"], "demo"),
        (vec!["sandbox", "--list-faults"], "sandbox-faults"),
        (with(&["leads", "list", "sandbox-azure-table"]), "leads-list"),
        (with(&["leads", "list", "sandbox-dynamics"]), "leads-list"),
        (with(&["leads", "stats", "sandbox-salesforce"]), "leads-stats"),
        (with(&["leads", "list", "sandbox-https"]), "leads-list"),
        (with(&["leads", "stats", "sandbox-azure-table", "--cost"]), "leads-stats"),
        (with(&["leads", "watch", "sandbox-azure-table"]), "leads-watch"),
        (with(&["leads", "watch", "sandbox-azure-table", "--max-silence", "1d", "--test-lead"]), "leads-watch"),
        (with(&["leads", "export", "sandbox-azure-table", "-o", "leads.csv"]), "leads-export"),
        (with(&["leads", "tail", "sandbox-azure-table", "--once", "--since", "2020-01-01"]), "leads-tail"),
        (with(&["leads", "tail", "sandbox-azure-table"]), "leads-tail"),
        (with(&["leads", "clean", "sandbox-azure-table", "--dry-run"]), "leads-clean"),
        (with(&["leads", "clean", "sandbox-azure-table"]), "leads-clean"),
        (vec!["leads", "parse", "SPZA-PLT|contoso.crm"], "leads-parse"),
        (vec!["leads", "list", "--since", "soon"], "leads-list"),
    ]
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&User::new().run(&["schema", name]).ends_with(0).stdout).unwrap()
}

/// The keys of a document that its schema does not know.
fn unknown(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        return unknown(root, &root["$defs"][name.trim_start_matches("#/$defs/")], value, at);
    }
    for several in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[several].as_array() {
            return choices.iter().map(|choice| unknown(root, choice, value, at)).min_by_key(Vec::len).unwrap_or_default();
        }
    }
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, inner)| {
                let at = format!("{at}.{key}");
                match (&schema["properties"][key], &schema["additionalProperties"]) {
                    // Columns that nobody foresaw are kept as they are.
                    (Value::Null, Value::Bool(true)) => Vec::new(),
                    (Value::Null, Value::Null | Value::Bool(false)) => vec![at],
                    (Value::Null, more) => unknown(root, more, inner, &at),
                    (known, _) => unknown(root, known, inner, &at),
                }
            })
            .collect(),
        Value::Array(items) => items
            .iter()
            .flat_map(|item| unknown(root, &schema["items"], item, &format!("{at}[]")))
            .filter(|_| schema["prefixItems"].is_null())
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_document_follows_its_schema() {
    let sandbox = Sandbox::start(&[]);
    let (user, config) = user(&sandbox);
    for (arguments, name) in calls(&config) {
        for color in ["never", "always"] {
            let said = user.run(&[arguments.as_slice(), &["--format", "json", "--color", color]].concat());
            // Exactly one document and nothing beside it.
            let document: Value =
                serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}\n{}", said.stdout, said.stderr));
            let schema = schema(name);
            let errors: Vec<String> = jsonschema::validator_for(&schema)
                .unwrap()
                .iter_errors(&document)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(errors, Vec::<String>::new(), "{arguments:?}\n{document:#}");
            assert_eq!(unknown(&schema, &schema, &document, ""), Vec::<String>::new(), "{arguments:?}");
            assert_eq!(document["exit_status"], said.status, "{arguments:?}");
            assert_eq!(document["ok"], said.status == 0, "{arguments:?}");
            assert_eq!(document["schema"], format!("leadctl.{name}/1"), "{arguments:?}");
            told(&arguments, &said);
        }
    }
}

/// Every non-zero exit says why in its last line.
#[track_caller]
fn told(arguments: &[&str], said: &Said) {
    let want = format!("leadctl: exit {}: ", said.status);
    assert_eq!(said.status != 0, said.last_line().starts_with(&want), "{arguments:?}: {}", said.stderr);
}

#[test]
fn usage_errors_are_json_wherever_json_was_asked_for() {
    for (arguments, schema) in [
        (&["validate", "--bogus", "--format=json"][..], "leadctl.validate/1"),
        (&["--format", "json", "test-lead", "--wait", "soon"], "leadctl.test-lead/1"),
        (&["--format", "json", "explain", "a", "b"], "leadctl.explain/1"),
    ] {
        let said = User::new().run(arguments).ends_with(2);
        let document: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!((&document["schema"], &document["error"]["kind"]), (&schema.into(), &"usage".into()), "{document}");
        told(arguments, &said);
    }
    let by_environment = User::new().with("LEADCTL_FORMAT", "json").run(&["validate", "--bogus"]).ends_with(2);
    assert!(serde_json::from_str::<Value>(&by_environment.stdout).is_ok(), "{}", by_environment.stdout);
}

#[test]
fn junit_is_xml_whose_counts_agree() {
    let sandbox = Sandbox::start(&["storage/server-busy", "https/flow-disabled"]);
    let (user, config) = user(&sandbox);
    for arguments in
        calls(&config).into_iter().filter(|(_, name)| matches!(*name, "validate" | "test-lead" | "diagnose")).map(|(arguments, _)| arguments)
    {
        if arguments.contains(&"--bogus") || arguments.contains(&"odd") || arguments.contains(&"0") {
            continue;
        }
        let said = user.run(&[arguments.as_slice(), &["--format", "junit"]].concat());
        let mut reader = quick_xml::Reader::from_str(&said.stdout);
        let (mut promised, mut seen) = (Vec::new(), [0_usize; 4]);
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}", said.stdout)) {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                    "testsuites" => {
                        promised = ["tests", "failures", "errors", "skipped"]
                            .iter()
                            .map(|name| tag.try_get_attribute(name).unwrap().unwrap().value.parse::<usize>().unwrap())
                            .collect();
                    }
                    "testcase" => seen[0] += 1,
                    "failure" => seen[1] += 1,
                    "error" => seen[2] += 1,
                    "skipped" => seen[3] += 1,
                    _ => {}
                },
                _ => {}
            }
        }
        assert_eq!(promised, seen, "{arguments:?}\n{}", said.stdout);
        if arguments[0] != "diagnose" {
            assert_eq!(said.status != 0, seen[1] + seen[2] > 0, "{arguments:?}: bad news is a failure or an error\n{}", said.stdout);
        }
    }
}

#[test]
fn sarif_has_a_place_and_a_rule_for_each_result() {
    let sandbox = Sandbox::start(&["storage/server-busy", "https/flow-disabled"]);
    let (user, config) = user(&sandbox);
    let mut results = 0;
    let mut schema: Value = serde_json::from_str(include_str!("../../data/sarif/sarif-2.1.0-rtm.5.json")).unwrap();
    // A slip of the schema's: this pattern is no regular expression.
    for part in ["run", "toolComponent"] {
        schema["definitions"][part]["properties"]["language"].as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    for arguments in
        calls(&config).into_iter().filter(|(_, name)| matches!(*name, "validate" | "test-lead" | "diagnose")).map(|(arguments, _)| arguments)
    {
        let said = user.run(&[arguments.as_slice(), &["--format", "sarif"]].concat());
        if said.stdout.is_empty() && said.status == 2 {
            continue;
        }
        let document: Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!((&document["version"], &document["runs"][0]["tool"]["driver"]["name"]), (&"2.1.0".into(), &"leadctl".into()));
        let errors: Vec<String> = validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new(), "{arguments:?}\n{document:#}");
        assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0" })), "the schema is one that refuses");
        let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for rule in rules {
            for key in ["shortDescription", "fullDescription", "help"] {
                assert!(rule[key]["text"].as_str().is_some_and(|text| !text.is_empty()), "{key} of {rule}");
            }
            assert!(rule["helpUri"].is_null() || rule["helpUri"].as_str().unwrap().starts_with("https://"), "{rule}");
        }
        let mut prints = std::collections::BTreeSet::new();
        for result in document["runs"][0]["results"].as_array().unwrap() {
            results += 1;
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"], "{result}");
            assert!(
                ["error", "warning", "note"].contains(&result["level"].as_str().unwrap()) && !result["message"]["text"].as_str().unwrap().is_empty()
            );
            let place = &result["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            let print = result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap();
            assert!(prints.insert(print.to_owned()), "{print} twice\n{document:#}");
            // Relative to where leadctl runs, and no scheme however the folder is named; the sandbox's profiles are elsewhere.
            let inside = uri == "od%2Cd%3A%20na%2541me/leadctl.toml" || !uri.contains(':');
            assert!(inside || uri.starts_with("file:///"), "{uri}");
            assert!(!uri.is_empty() && !uri.contains([' ', '\\']) && place["region"]["startLine"].as_u64().unwrap() >= 1, "{result}");
        }
    }
    assert!(results > 10, "{results}");
    // The line is that of the profile.
    let said = user.run(&["validate", "broken", "--config", &config, "--format", "sarif"]).ends_with(2);
    let document: Value = serde_json::from_str(&said.stdout).unwrap();
    let line =
        usize::try_from(document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap()).unwrap();
    let text = std::fs::read_to_string(Path::new(&config)).unwrap();
    assert_eq!(text.lines().nth(line - 1), Some("[profile.broken]"));
}

/// The same findings have the same fingerprints, whatever else the log holds and wherever they stand in it.
#[test]
fn fingerprints_outlast_a_change_of_the_log() {
    let user = User::new();
    let tenant = |name: &str| format!("2026-11-09T08:00:00Z ERROR AADSTS90002: Tenant '{name}' not found.\n");
    let print = |text: String| -> Vec<String> {
        user.write("app.log", &text);
        let said = user.run(&["diagnose", "--file", "app.log", "--format", "sarif"]).ends_with(0);
        let document: Value = serde_json::from_str(&said.stdout).unwrap();
        let results = document["runs"][0]["results"].as_array().unwrap();
        results.iter().map(|result| result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned()).collect()
    };
    let quiet = "2026-11-09T08:00:00Z INFO nothing\n";
    let before = print(format!("{}{}", tenant("contoso"), tenant("fabrikam")));
    let after = print(format!("{}{}{}{}", quiet.repeat(7), tenant("contoso"), quiet.repeat(3), tenant("fabrikam")));
    assert_eq!(before, after);
    assert_ne!(before[0], before[1]);
    // Each result says which it is, and each case has a name of its own.
    let said = user.run(&["diagnose", "--file", "app.log", "--format", "sarif"]).ends_with(0).stdout;
    assert!(said.contains("Found: tenant: contoso") && said.contains("Found: tenant: fabrikam"), "{said}");
    let said = user.run(&["diagnose", "--file", "app.log", "--format", "junit"]).ends_with(0).stdout;
    assert!(said.contains("is not known (line 8)\"") && said.contains("is not known (line 12)\""), "{said}");
}

/// However the log's path was written and wherever the check-out lies: code scanning shall see the same finding.
#[test]
fn fingerprints_do_not_depend_on_how_a_path_was_spelled() {
    let text = "2026-11-09T08:00:00Z ERROR AADSTS90002: Tenant 'contoso' not found.\n";
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..2 {
        let user = User::new();
        let whole = user.write("logs/app.log", text).display().to_string();
        for spelled in ["logs/app.log", "./logs/app.log", "logs/../logs/app.log", &whole] {
            let said = user.run(&["diagnose", "--file", spelled, "--format", "sarif"]).ends_with(0);
            let document: Value = serde_json::from_str(&said.stdout).unwrap();
            let result = &document["runs"][0]["results"][0];
            let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            let junit = user.run(&["diagnose", "--file", spelled, "--format", "junit"]).ends_with(0).stdout;
            let suite = junit.lines().find(|line| line.contains("<testsuite ")).unwrap().to_owned();
            seen.insert(format!("{uri} {} {} {suite}", result["partialFingerprints"], result["message"]["text"]));
        }
    }
    assert_eq!(seen.len(), 1, "{seen:#?}");
    assert!(seen.first().unwrap().contains("<testsuite name=\"logs/app.log\""), "{seen:#?}");
}

/// GitHub shows ten of a kind and drops the rest without a word; so the rest is told in the log.
#[test]
fn more_than_ten_annotations_are_counted_and_listed() {
    let user = User::new();
    let text: String = (0..25).map(|n| format!("2026-11-09T08:00:00Z ERROR AADSTS90002: Tenant 'contoso{n}' not found.\n")).collect();
    user.write("logs/app.log", &text);
    let said = user.run(&["diagnose", "--file", "logs/app.log", "--format", "github"]).ends_with(0);
    let (annotations, rest): (Vec<&str>, Vec<&str>) = said.stdout.lines().partition(|line| line.starts_with("::"));
    assert_eq!((annotations.len(), rest.len()), (10, 17), "{}", said.stdout);
    assert_eq!(rest[0], "leadctl: GitHub shows 10 errors of a step; 15 more:");
    assert!(rest[1].starts_with("leadctl:   error: logs/app.log:11: The directory (tenant) ID is not known"), "{}", rest[1]);
    // In a step that works in a folder of the check-out, paths are told from the check-out.
    let there = User::new().with("GITHUB_WORKSPACE", user.path("").to_str().unwrap());
    let mut command = there.command(&["diagnose", "--file", "app.log", "--format", "github"]);
    let said = String::from_utf8(command.current_dir(user.path("logs")).output().unwrap().stdout).unwrap();
    assert!(said.starts_with("::error file=logs/app.log,line=1,title="), "{said}");
}

#[test]
fn annotations_are_escaped() {
    let sandbox = Sandbox::start(&["storage/server-busy", "https/flow-disabled"]);
    let (user, config) = user(&sandbox);
    for command in [&["validate", "sandbox-azure-table", "broken", "cut"][..], &["test-lead", "sandbox-flow", "cut"], &["diagnose", KNOWN]] {
        let said = user.run(&[command, &["--config", &config, "--format", "github"]].concat());
        let (annotations, rest): (Vec<&str>, Vec<&str>) = said.stdout.lines().partition(|line| line.starts_with("::"));
        assert!(!annotations.is_empty() && rest.iter().all(|line| line.starts_with("leadctl: ")), "{}", said.stdout);
        for line in annotations {
            let (head, message) = line[2..].split_once("::").unwrap();
            let (level, properties) = head.split_once(' ').unwrap();
            assert!(["error", "warning"].contains(&level) && !message.is_empty(), "{line}");
            let names: Vec<&str> = properties.split(',').map(|pair| pair.split_once('=').unwrap().0).collect();
            // What was pasted has no line in any file.
            assert_eq!(names, if command[0] == "diagnose" { &["title"][..] } else { &["file", "line", "title"] }, "{line}");
            assert!(!properties.contains(": ") && (command[0] == "diagnose" || properties.contains("od%2Cd%3A na%2541me")), "{line}");
        }
        assert!(said.stdout.contains("%0A1. "), "the steps are in the message: {}", said.stdout);
    }
}

#[test]
fn what_cannot_be_shown_does_not_happen() {
    let user = User::new();
    let _ = user.run(&["configure", "https", "-p", "web", "--url", "https://a.example/x", "--format", "junit"]).ends_with(2);
    assert!(!user.path(".config/leadctl/leadctl.toml").exists());
    let _ = user.run(&["configure", "https", "-p", "web", "--url", "https://a.example/x"]).ends_with(0);
    let _ = user.run(&["profile", "remove", "web", "--yes", "--format", "sarif"]).ends_with(2);
    let _ = user.run(&["profile", "show", "web"]).ends_with(0);
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_nobody_gets_are_no_success() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\n");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = user.command(&["validate", "--offline"]).stdout(full).stderr(std::process::Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().lines().last().unwrap().contains("standard output"));
}

#[test]
fn a_secret_that_is_a_word_takes_no_key_away() {
    let user = User::new().with("HTTPS_PROXY", "http://user:error@127.0.0.1:9");
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\n");
    assert_eq!(user.json(&["validate", "--offline"])["error"], serde_json::Value::Null);
    assert!(user.json(&["validate", "--offline"]).as_object().unwrap().contains_key("error"));
}

#[test]
fn an_error_is_annotated_in_the_file_and_on_the_line_that_is_wrong() {
    let user = User::new();
    user.write("bad/malformed.toml", "[profile.a\n");
    user.write("bad/key.toml", "[profile.a]\ndestination = \"https\"\nurrl = \"https://a.contoso.example/\"\n");
    user.write("bad/good.toml", "\n[profile.a]\ndestination = \"https\"\nurl = \"https://a.contoso.example/\"\n");
    user.write("bad/empty.toml", "# nothing yet\n");
    for (file, profile, line) in [
        ("bad/malformed.toml", "a", 1),
        ("bad/key.toml", "a", 3),
        ("bad/good.toml", "nobody", 1),
        ("bad/empty.toml", "a", 1),
        ("bad/missing.toml", "a", 1),
    ] {
        let run = |format| user.run(&["validate", profile, "--config", file, "--offline", "--format", format]).ends_with(2).stdout;
        let github = run("github");
        assert!(github.starts_with(&format!("::error file={file},line={line},")), "{github}");
        let sarif: Value = serde_json::from_str(&run("sarif")).unwrap();
        let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!((&place["artifactLocation"]["uri"], &place["region"]["startLine"]), (&file.into(), &line.into()), "{sarif:#}");
    }
    // Nothing to do with a line: the profile file that was named all the same.
    let said = user.run(&["validate", "a", "--config", "bad/good.toml", "--ca-cert", "nowhere.pem", "--format", "github"]).ends_with(2);
    assert!(said.stdout.starts_with("::error file=bad/good.toml,line="), "{}", said.stdout);
}

#[test]
fn what_has_no_end_fills_no_document() {
    let sandbox = Sandbox::start(&[]);
    for arguments in [&["leads", "tail", "sandbox-azure-table"][..], &["leads", "tail", "sandbox-azure-table", "--once", "--state", "state"]] {
        let document = sandbox.json(arguments);
        assert_eq!((&document["exit_status"], &document["error"]["id"]), (&2.into(), &"leads-tail-format".into()), "{document}");
        assert_eq!(document["error"]["hints"][0], "use --format ndjson", "{document}");
    }
    let _ = sandbox.json(&["test-lead", "sandbox-azure-table"]);
    let document = sandbox.json(&["leads", "tail", "sandbox-azure-table", "--once", "--since", "1d"]);
    assert_eq!((&document["ok"], &document["delivered"]), (&true.into(), &1.into()), "{document}");
    assert_eq!((document["leads"].as_array().unwrap().len(), &document["leads"][0]["test"]), (1, &true.into()), "{document}");
}

/// What should be so must not read as if it were; and a step that fails says why.
#[test]
fn an_annotation_reads_as_the_failure_that_it_is() {
    let sandbox = Sandbox::start(&[]);
    let config = sandbox.profiles().display().to_string();
    let run = |arguments: &[&str]| User::new().run(&[arguments, &["--config", &config]].concat()).stdout;
    let github = run(&["validate", "sandbox-azure-blob", "--format", "github"]);
    assert!(github.contains("title=Not passed%3A Marketplace still writes leads there (azure-blob/"), "{github}");
    let sarif: Value = serde_json::from_str(&run(&["validate", "sandbox-azure-blob", "--format", "sarif"])).unwrap();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let shown = |rule: &Value| rule["shortDescription"]["text"].as_str().unwrap().to_owned();
    assert!(rules.iter().any(|rule| shown(rule) == "Not passed: Marketplace still writes leads there"), "{sarif:#}");
    // In JUnit a case's name is what should be so, run after run.
    assert!(run(&["validate", "sandbox-azure-blob", "--format", "junit"]).contains("name=\"Marketplace still writes leads there\""));

    let user = User::new();
    let unknown = user.run(&["diagnose", "nothing of the kind", "--format", "github"]).ends_with(1).stdout;
    assert!(
        unknown.starts_with("::error title=leadctl diagnose::nothing in this text is known; ") && unknown.ends_with("\nleadctl: 0 known errors\n"),
        "{unknown}"
    );
    let known = user.run(&["diagnose", KNOWN, "--format", "github"]).ends_with(0).stdout;
    assert!(known.ends_with("\nleadctl: 2 known errors\n"), "{known}");
    // There is no profile file here, and no annotation in it.
    let nowhere = user.run(&["validate", "crm", "--format", "github"]).ends_with(2).stdout;
    assert!(nowhere.starts_with("::error title=leadctl validate"), "{nowhere}");
}
