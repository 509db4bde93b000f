//! `leadctl profile`, the profile file's own mistakes, and where secrets may come from.

use crate::support::{User, csv_rows};

const TWO: &str = "# first\n[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\noffer_title = \"One\"\n\n[profile.secret]\ndestination = \"https\"\nurl = \"plain:https://b.example/x?code=s3cretCode\"\n";

#[test]
fn list_show_rename_remove_path() {
    let user = User::new();
    let path = user.write("leadctl.toml", TWO);
    let list = user.json(&["profile", "list"]);
    let names: Vec<&str> = list["profiles"].as_array().unwrap().iter().map(|profile| profile["profile"].as_str().unwrap()).collect();
    assert_eq!(names, ["web", "secret"]);
    let shown = user.run(&["profile", "show", "secret"]).ends_with(0);
    assert!(shown.stdout.contains("  url = plain:[redacted]\n") && !shown.stdout.contains("s3cretCode"), "{}", shown.stdout);
    assert_eq!(user.run(&["profile", "path"]).ends_with(0).stdout.trim(), path.canonicalize().unwrap().to_str().unwrap());
    user.run(&["profile", "rename", "web", "web2"]).ends_with(0);
    assert!(user.read("leadctl.toml").contains("[profile.web2]"));
    user.run(&["profile", "rename", "web2", "secret"]).ends_with(2);
    let too_long = user.run(&["profile", "rename", "web2", &"x".repeat(65)]).ends_with(2);
    assert!(too_long.stderr.contains("has 65 characters, 64 at most"), "{}", too_long.stderr);
    user.run(&["profile", "remove", "secret"]).ends_with(2);
    user.run(&["profile", "remove", "secret", "--yes"]).ends_with(0);
    assert!(!user.read("leadctl.toml").contains("s3cretCode"));
}

/// As other lists: a line each, and for spreadsheets.
#[test]
fn the_list_is_in_lines_and_in_cells_too() {
    let user = User::new();
    user.write("leadctl.toml", TWO);
    let ndjson = user.run(&["profile", "list", "--format", "ndjson"]).ends_with(0).stdout;
    let lines: Vec<serde_json::Value> = ndjson.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(serde_json::Value::from(lines), user.json(&["profile", "list"])["profiles"]);
    let csv = user.run(&["profile", "list", "--format", "csv"]).ends_with(0).stdout;
    let rows = csv_rows(&csv);
    assert_eq!(rows[0], ["profile", "destination", "label", "file", "line", "settings"]);
    assert_eq!((rows.len(), &rows[1][..3]), (3, &["web", "https", "HTTPS endpoint"].map(str::to_owned)[..]));
    let settings: serde_json::Value = serde_json::from_str(&rows[1][5]).unwrap();
    assert_eq!(settings["offer_title"], "One");
    assert!(!csv.contains("s3cretCode") && !ndjson.contains("s3cretCode"), "{csv}");
    for action in [&["profile", "path"][..], &["profile", "rename", "web", "x"]] {
        user.run(&[action, &["--format", "csv"]].concat()).ends_with(2);
    }
    user.run(&["sandbox", "--list-faults", "--format", "csv"]).ends_with(0);
    user.run(&["sandbox", "--format", "csv"]).ends_with(2);
}

#[test]
fn what_stands_twice_is_named_and_where_it_stood_first() {
    let user = User::new();
    let web = "[profile.web]\ndestination = \"https\"\nurl = \"https://a.example/x\"\n";
    for (text, says) in [
        (format!("{web}\n[profile.b]\ndestination = \"email\"\n{web}"), ":7:10: profile 'web' stands twice, first in line 1"),
        (format!("{web}# no\nurl = \"https://b.example/x\"\n"), ":5:1: 'url' stands twice in profile 'web', first in line 3"),
        (format!("{web}[profile]\nweb = {{ destination = \"email\" }}\n"), ":5:1: profile 'web' stands twice, first in line 1"),
        ("profile.web = { url = \"x\", url = \"y\" }\n".to_owned(), ":1:28: 'url' stands twice in profile 'web', first in the same line"),
        ("profile = { web.url = \"x}\", web.url = \"y\" }\n".to_owned(), ": 'url' stands twice in profile 'web', first in the same line"),
        (
            "[profile]\nweb.url = \"x\"\nweb.destination = \"https\"\nweb.url = \"y\"\n[".to_owned(),
            ":4:5: 'url' stands twice in profile 'web', first in line 2",
        ),
        ("profile.web.url = \"x\"\nprofile.web.\"url\" = \"y\"\n".to_owned(), ":2:13: 'url' stands twice in profile 'web', first in line 1"),
        // Beyond what any profile has.
        ("[profile.web]\nx = [ { a = 1, a = 2 } ]\n".to_owned(), ":2:16: 'a' stands twice"),
    ] {
        user.write("leadctl.toml", &text);
        let said = user.run(&["profile", "list"]).ends_with(2);
        assert!(said.last_line().contains(says) && said.stderr.contains("remove one of the two"), "{text}\n{}", said.stderr);
    }
}

#[test]
fn a_reference_that_is_none_is_a_wrong_profile_with_the_kinds_that_there_are() {
    let user = User::new();
    let kinds = "write env:NAME, file:PATH, keyring:ENTRY, command:… or prompt";
    for (url, says, hint) in [
        ("keyrng:s3cretName", "'keyrng:…' is no kind of reference", "did you mean 'keyring:'?"),
        ("vault:s3cretName", "'vault:…' is no URL and no kind of reference", kinds),
        ("$LEADS_URL", "'$LEADS_URL' is no URL and no kind of reference", "for an environment variable write env:LEADS_URL"),
        ("${LEADS_URL}", "'${LEADS_URL}' is no URL and no kind of reference", "for an environment variable write env:LEADS_URL"),
    ] {
        user.write("leadctl.toml", &format!("[profile.web]\ndestination = \"https\"\nurl = \"{url}\"\n"));
        let said = user.run(&["validate", "--offline"]).ends_with(2);
        let all = format!("{}{}", said.stdout, said.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!([says, hint, kinds].iter().all(|words| all.contains(words)) && !all.contains("s3cretName"), "{url}: {all}");
    }
    // A host with its port is an address, if a wrong one.
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"localhost:7071/api/leads\"\n");
    user.run(&["validate", "--offline"]).ends_with(1);
    let table = |value: &str| format!("[profile.t]\ndestination = \"azure-table\"\nconnection_string = \"{value}\"\n");
    user.write("leadctl.toml", &table("$LEADS_TABLE"));
    let said = user.run(&["validate", "--offline"]).ends_with(2);
    let all = format!("{}{}", said.stdout, said.stderr);
    assert!(all.contains("written as env:NAME, without $") && !all.contains("LEADS_TABLE"), "it may be the secret: {all}");
}

#[test]
fn what_stands_before_a_colon_is_no_kind_unless_it_is_known_as_one() {
    let user = User::new();
    for (url, hidden) in [
        ("Zk39slwKeyABCdef77:@hooks.contoso.example/leads", "Zk39"),
        ("Zk39slwKeyABCdef77:leads", "Zk39"),
        ("htps:hooks.contoso.example", "reference"),
        ("admin:hunter2@a.example/hook", "hunter2"),
        ("mailto:leads@contoso.example", "reference"),
        ("vault:hunter2@a.example/hook", "hunter2"),
    ] {
        user.write("leadctl.toml", &format!("[profile.web]\ndestination = \"https\"\nurl = \"{url}\"\n"));
        for format in ["human", "json"] {
            let said = user.run(&["validate", "--offline", "--format", format]).ends_with(1);
            let all = format!("{}{}", said.stdout, said.stderr);
            assert!(all.contains("https/url-malformed") && !all.contains(hidden) && !all.contains("no kind of reference"), "{url}: {all}");
        }
    }
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"flowhost:powerautomate/x?sig=s3cretSig\"\n");
    let said = user.run(&["validate", "--offline"]).ends_with(2);
    let all = format!("{}{}", said.stdout, said.stderr);
    assert!(all.contains("a URL that carries its own key") && !all.contains("flowhost") && !all.contains("s3cretSig"), "{all}");
    // A user's name before an @ is not shown, however near to a kind it is.
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"plaim:hunter2@a.example/hook\"\n");
    let said = user.run(&["validate", "--offline"]).ends_with(2);
    let all = format!("{}{}", said.stdout, said.stderr);
    assert!(all.contains("did you mean 'plain:'?") && !all.contains("plaim") && !all.contains("hunter2"), "{all}");
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = 'C:\\leads\\url.txt'\n");
    let said = user.run(&["validate", "--offline"]).ends_with(2);
    assert!(format!("{}{}", said.stdout, said.stderr).contains(r"for a file write file:C:\leads\url.txt"), "{}{}", said.stdout, said.stderr);
}

#[test]
fn a_plain_secret_is_shown_as_one_whatever_its_key() {
    let user = User::new();
    let keys = "authentication = \"office365\"\nusername = \"u@contoso.example\"\npassword = \"plain:s3cret pw\"\nclient_secret = \"plain:s3cret\"\n";
    user.write("leadctl.toml", &format!("[profile.crm]\ndestination = \"dynamics\"\nurl = \"https://contoso.crm4.dynamics.com\"\n{keys}"));
    let shown = user.run(&["profile", "show"]).ends_with(0).stdout;
    for line in ["  client_secret = plain:[redacted]\n", "  password = plain:[redacted]\n"] {
        assert!(shown.contains(line), "{shown}");
    }
}

#[test]
fn a_reference_with_a_slip_is_told_from_a_value() {
    let user = User::new();
    for (destination, key) in [("https", "url"), ("azure-table", "connection_string")] {
        user.write("leadctl.toml", &format!("[profile.web]\ndestination = \"{destination}\"\n{key} = \"evn:FOO\"\n"));
        let said = user.run(&["validate"]).ends_with(2);
        assert!(said.stdout.contains("did you mean 'env:'?"), "{}", said.stdout);
        let flag = format!("--{}", key.replace('_', "-"));
        let said = user.run(&["configure", destination, "-p", "other", &flag, "evn:FOO"]).ends_with(2);
        assert!(said.stderr.contains("did you mean 'env:'?"), "{}", said.stderr);
    }
}

#[test]
fn a_file_that_was_named_and_is_not_there_is_missed() {
    let user = User::new();
    user.run(&["profile", "list"]).ends_with(0);
    for command in [&["profile", "list"][..], &["validate"]] {
        let said = user.run(&[command, &["--config", "nothere.toml"]].concat()).ends_with(2);
        assert!(said.stderr.contains("there is no profile file yet"), "{}", said.stderr);
    }
}

#[test]
fn a_broken_file_is_told_with_line_and_column_and_left_alone() {
    for (text, place, word) in [
        ("[profile.web]\ndestination = https\n", ":2:15", "profile-file-malformed"),
        ("[profile.web]\ndestination = \"https\"\nurl = \"https://a.example\"\nofer = \"x\"\n", ":4:1", "did you mean 'offer'?"),
        ("[profile.web]\ndestination = \"htps\"\n", ":2:15", "did you mean 'https'?"),
        ("[profile.web]\nurl = \"x\"\n", ":1:", "has no destination"),
        ("[profile.web]\ndestination = \"https\"\nurl = 5\n", ":3:7", "must be a text in quotes, and is a number"),
        ("[profiles.web]\n", ":1:2", "unknown key 'profiles'"),
        ("profile = 3\n", "", "must be a table"),
    ] {
        let user = User::new();
        user.write("leadctl.toml", text);
        for command in [&["validate"][..], &["configure", "https", "--url", "https://b.example/x"]] {
            let said = user.run(command).ends_with(2);
            assert!(said.stderr.contains(&format!("leadctl.toml{place}")), "{text}: {}", said.stderr);
            let json = user.json(command);
            assert!(said.stderr.contains(word) || json["error"]["id"] == word, "{text}: {}", said.stderr);
        }
        assert_eq!(user.read("leadctl.toml"), text);
    }
}

#[test]
fn the_nearest_file_counts_and_config_overrides() {
    let user = User::new();
    user.write("leadctl.toml", TWO);
    user.write("deep/er/.keep", "");
    let mut command = user.command(&["profile", "list", "--format", "json"]);
    let output = command.current_dir(user.path("deep/er")).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("\"web\""));
    let other = user.write("other.toml", "[profile.z]\ndestination = \"https\"\nurl = \"https://z.example\"\n");
    let list = user.json(&["profile", "list", "--config", other.to_str().unwrap()]);
    assert_eq!(list["profiles"][0]["profile"], "z");
}

#[test]
fn every_secret_source_works_or_says_why_not() {
    let user = User::new().with("LEADS_URL", "https://a.example/x?code=s3cretCode");
    user.write("url.txt", "https://a.example/x?code=s3cretCode\n");
    let offline = |reference: &str| {
        let path = user.write("named.toml", &format!("[profile.web]\ndestination = \"https\"\nurl = \"{reference}\"\n"));
        user.json(&["validate", "--offline", "--config", path.to_str().unwrap()])
    };
    for reference in ["env:LEADS_URL", "file:url.txt", "file:~/url.txt", "command:cat url.txt", "plain:https://a.example/x?code=s3cretCode"] {
        let report = offline(reference);
        assert_eq!(report["exit_status"], 0, "{reference}: {report}");
    }
    for (reference, id) in [
        ("env:NOT_SET", "env-missing"),
        ("file:nowhere.txt", "secret-file-unreadable"),
        ("command:false", "secret-command-failed"),
        ("command:no-such-program-here", "secret-command-failed"),
        ("prompt", "prompt-without-terminal"),
        ("keyring:nothing", "keyring-unreadable"),
        ("https://a.example/x?code=s3cretCode", "secret-bare"),
    ] {
        let report = offline(reference);
        assert_eq!((&report["exit_status"], &report["profiles"][0]["error"]["id"]), (&2.into(), &id.into()), "{reference}: {report}");
        assert!(!report.to_string().contains("s3cretCode"), "{reference}");
    }
}

#[test]
fn a_found_file_runs_no_commands_until_it_is_trusted() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"command:sh -c 'touch ran; echo https://a.example/x?code=abcdef'\"\n");
    let refused = user.json(&["validate", "--offline"]);
    assert_eq!(refused["profiles"][0]["error"]["id"], "command-not-trusted");
    assert!(!user.path("ran").exists(), "a cloned repository must not run what it likes");
    user.run(&["profile", "trust", "--yes"]).ends_with(0);
    assert_eq!(user.json(&["validate", "--offline"])["exit_status"], 0);
    assert!(user.path("ran").exists());
    // A command in another dress is a command, and another command is another matter.
    let dressed = user.read("leadctl.toml") + "[profile.b]\ndestination = \"https\"\nurl = \" command:touch dressed\"\n";
    user.write("leadctl.toml", &dressed);
    assert_eq!(user.json(&["validate", "b", "--offline"])["profiles"][0]["error"]["id"], "command-not-trusted");
    assert!(!user.path("dressed").exists());
    let text = user.read("leadctl.toml").replace("touch ran", "touch ran2");
    user.write("leadctl.toml", &text);
    assert_eq!(user.json(&["validate", "web", "--offline"])["profiles"][0]["error"]["id"], "command-not-trusted");
}

#[test]
fn removing_a_profile_deletes_no_file_of_the_users() {
    let user = User::new();
    let precious = user.write(".ssh/id_rsa", "precious");
    user.write(".local/share/leadctl/secrets/mine", "mine");
    let home = user.path("").display().to_string();
    user.write("leadctl.toml", &format!("[profile.a]\ndestination = \"https\"\nurl = \"file:{home}.local/share/leadctl/secrets/../../../../.ssh/id_rsa\"\n[profile.b]\ndestination = \"https\"\nurl = \"file:{home}.local/share/leadctl/secrets/mine\"\n"));
    for name in ["a", "b"] {
        let _ = user.run(&["profile", "remove", name, "--yes"]).ends_with(0);
    }
    assert!(precious.exists() && user.path(".local/share/leadctl/secrets/mine").exists());
}

#[test]
fn a_bare_secret_and_a_hostile_name_are_not_shown() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.t]\ndestination = \"azure-table\"\nconnection_string = \"bare-key-of-mine\"\n");
    assert!(!user.run(&["profile", "show"]).ends_with(0).stdout.contains("bare-key"));
    user.write("leadctl.toml", "[profile.\"\\u001b]0;pwned\\u0007\"]\ndestination = \"https\"\nurl = \"https://a.example\"\n");
    for command in [&["profile", "list"][..], &["validate"]] {
        let said = user.run(command).ends_with(2);
        assert!(!said.stderr.contains('\u{1b}') && !said.stderr.contains('\u{7}'), "{:?}", said.stderr);
    }
}

#[test]
fn an_ordinary_setting_is_no_reference() {
    let user = User::new().with("GH_TOKEN", "ghpS3cretS3cret").with("LEADS", "UseDevelopmentStorage=true");
    user.write("leadctl.toml", "[profile.t]\ndestination = \"azure-table\"\nconnection_string = \"env:LEADS\"\ntable = \"env:GH_TOKEN\"\n");
    for command in [&["validate", "--offline"][..], &["test-lead", "--dry-run"]] {
        let said = user.run(command);
        assert!(!said.stdout.contains("ghpS3cret") && !said.stderr.contains("ghpS3cret"), "{command:?}");
    }
}

/// In a field where nobody expects it, and cut to length.
#[test]
fn a_credential_in_the_wrong_field_is_repeated_nowhere() {
    let user = User::new().with("CS", "a-good-secret-of-mine");
    let entra = "abC8Q~WvX63RfS6rzq.giWZKZ-EKI1y3k_8Iq0SW";
    let storage = "Zm9vYmFyMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6QUJDREVGR0hJSktMTU5PUFFSU1RVVldYW/+x==";
    let endpoint = "https://h.example/hook?code=Zx90Ab12Cd34Ef56";
    // And a part that it would be known by.
    for (value, part) in
        [(entra, "WvX63RfS"), (storage, "MDEyMzQ1"), ("?sv=2021-08-06&sig=abcdefABCDEF0123456789abcd%3D", "ABCDEF"), (endpoint, "Zx90Ab")]
    {
        user.write(
            "leadctl.toml",
            &format!(
                "[profile.d]\ndestination = \"dynamics\"\nurl = \"https://contoso.crm4.dynamics.com\"\ndirectory_id = \"{value}\"\napplication_id = \"{value}\"\nclient_secret = \"env:CS\"\noffer = \"{value}\"\n\
                 [profile.o]\ndestination = \"dynamics\"\nurl = \"https://contoso.crm4.dynamics.com\"\nauthentication = \"office365\"\nusername = \"{value}\"\npassword = \"env:CS\"\n\
                 [profile.t]\ndestination = \"azure-table\"\nconnection_string = \"env:CS\"\ntable = \"{value}\"\n\
                 [profile.b]\ndestination = \"azure-blob\"\nconnection_string = \"env:CS\"\ncontainer = \"{value}\"\n\
                 [profile.s]\ndestination = \"salesforce\"\noid = \"{value}\"\n\
                 [profile.m]\ndestination = \"marketo\"\nmunchkin_id = \"{value}\"\nform_id = \"{value}\"\nclient_id = \"{value}\"\nclient_secret = \"env:CS\"\n\
                 [profile.e]\ndestination = \"email\"\ncontact_email = [\"{value}\"]\n"
            ),
        );
        for profile in ["d", "o", "t", "b", "s", "m", "e"] {
            for format in ["human", "json"] {
                for command in [&["validate", profile, "--offline"][..], &["profile", "show", profile], &["test-lead", profile, "--dry-run"]] {
                    let said = user.run(&[command, &["--format", format]].concat());
                    let shown = said.stdout + &said.stderr;
                    assert!(!shown.contains(part), "{command:?} {format}: {value}\n{shown}");
                }
            }
        }
        let flags = ["configure", "dynamics", "--url", "https://contoso.crm4.dynamics.com", "--directory-id", value, "--application-id", value];
        let said = user.run(&[&flags[..], &["--client-secret", "env:CS"]].concat()).ends_with(2);
        assert!(!(said.stdout + &said.stderr).contains(part), "{value}");
    }
}

#[test]
fn plain_secrets_are_warned_of() {
    let user = User::new();
    user.write("leadctl.toml", TWO);
    let report = user.json(&["validate", "secret", "--offline"]);
    let check = &report["profiles"][0]["checks"][0];
    assert_eq!((&check["id"], &check["outcome"]), (&"https/secret-storage".into(), &"warn".into()), "{report}");
}

#[cfg(unix)]
#[test]
fn secret_sources_without_an_end_are_left() {
    let user = User::new();
    let with = |reference: &str| {
        let path = user.write("named.toml", &format!("[profile.web]\ndestination = \"https\"\nurl = \"{reference}\"\n"));
        user.json(&["validate", "--offline", "--config", path.to_str().unwrap()])
    };
    assert_eq!(with("file:/dev/zero")["profiles"][0]["error"]["id"], "secret-file-unreadable");
    // Password managers print the secret first, and may leave something running.
    let report = with("command:sh -c 'echo https://a.example/x?code=abcdef; echo user: me; sleep 60 2>/dev/null &'");
    assert_eq!(report["exit_status"], 0, "{report}");
}

#[test]
fn what_to_name_is_told_with_the_options_that_there_are() {
    let user = User::new();
    user.write(
        "leadctl.toml",
        "[profile.a]\ndestination = \"https\"\nurl = \"https://contoso.example/a\"\n\n[profile.b]\ndestination = \"https\"\nurl = \"https://contoso.example/b\"\n",
    );
    for command in ["profile show", "leads export", "leads tail", "leads clean --dry-run", "scaffold azure-function"] {
        let said = user.run(&command.split(' ').collect::<Vec<_>>()).ends_with(2);
        assert!(said.stderr.contains("name one of: a, b") && !said.stderr.contains("--all"), "{command}: {}", said.stderr);
    }
    for command in ["validate", "test-lead", "leads list"] {
        let said = user.run(&command.split(' ').collect::<Vec<_>>()).ends_with(2);
        assert!(said.stderr.contains("name one or more of: a, b") && said.stderr.contains("with --all"), "{command}: {}", said.stderr);
    }
}

#[test]
fn the_option_names_the_profile_of_a_command_for_one_too() {
    let user = User::new();
    user.write(
        "leadctl.toml",
        "[profile.a]\ndestination = \"https\"\nurl = \"https://contoso.example/a\"\n\n[profile.b]\ndestination = \"https\"\nurl = \"https://contoso.example/b\"\n",
    );
    for command in ["leads export", "leads tail", "leads clean --dry-run"] {
        let words: Vec<&str> = command.split(' ').collect();
        let said = user.run(&[&words[..], &["-p", "b"]].concat()).ends_with(2);
        assert!(said.last_line().contains("the leads of 'b' (https) can't be read"), "{command}: {}", said.stderr);
    }
}

#[test]
fn an_empty_file_holds_no_profiles_yet() {
    let user = User::new();
    user.write("leadctl.toml", "");
    for arguments in [&["validate"][..], &["validate", "web"], &["test-lead", "--all"], &["profile", "show", "web"]] {
        let said = user.run(arguments).ends_with(2);
        assert!(said.last_line().contains("holds no profiles yet") && said.stderr.contains("leadctl configure"), "{arguments:?}: {}", said.stderr);
    }
    let said = User::new().run(&["validate", "web", "--config", "elsewhere.toml"]).ends_with(2);
    assert!(said.last_line().contains("there is no profile file"), "{}", said.stderr);
}

#[test]
fn a_reference_without_a_name_says_what_is_missing() {
    let user = User::new();
    user.write("leadctl.toml", "[profile.web]\ndestination = \"https\"\nurl = \"env:\"\n");
    let said = user.run(&["validate", "web"]).ends_with(2);
    assert!(said.last_line().contains("behind 'env:' the name of an environment variable is missing"), "{}", said.stderr);
    assert!(said.stdout.contains("write it as env:NAME"), "{}", said.stdout);
}

/// What was done to the file is not undone by a report that can't be written.
#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_says_what_was_done_all_the_same() {
    let user = User::new();
    user.write("leadctl.toml", "# none yet\n");
    for (arguments, done, kept) in [
        (&["configure", "https", "-p", "web", "--url", "https://a.contoso.example/hook"][..], "profile 'web' was made in", "[profile.web]"),
        (&["configure", "https", "-p", "web", "--url", "https://b.contoso.example/hook"], "profile 'web' was changed in", "b.contoso"),
        (&["profile", "rename", "web", "site"], "profile 'web' is now 'site'", "[profile.site]"),
        (&["profile", "remove", "site", "--yes"], "profile 'site' was removed from", ""),
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = user.command(arguments).stdin(std::process::Stdio::null()).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let last = stderr.lines().last().unwrap();
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {stderr}");
        assert!(last.contains("can't write to standard output") && last.contains(&format!("; all the same, {done}")), "{arguments:?}: {last}");
        assert!(user.read("leadctl.toml").contains(kept), "{arguments:?}");
    }
    assert!(!user.read("leadctl.toml").contains("[profile.site]"));
}
