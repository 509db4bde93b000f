//! `leadctl configure`: by flags, by paste, and at a terminal.

#[cfg(unix)]
mod wizard;

use crate::support::{Said, Sandbox, User};

const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
const SIG: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO_-";
/// In the form in which Entra ID makes them.
const CLIENT_SECRET: &str = "abc8Q~MX5J-S3aNppcT5jOauezElewdnk.rKnJ_D";
const CONFIG: &str = ".config/leadctl/leadctl.toml";

fn string() -> String {
    format!("DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey={KEY};EndpointSuffix=core.windows.net")
}

/// What stands in the file that the profile's reference names.
fn stored(user: &User, profile: &str) -> String {
    let document: toml_edit::DocumentMut = user.read(CONFIG).parse().unwrap();
    let table = document["profile"][profile].as_table().unwrap();
    let path = table.iter().find_map(|(_, item)| item.as_str()?.strip_prefix("file:")).unwrap();
    std::fs::read_to_string(path).unwrap()
}

fn flow() -> String {
    format!(
        "https://default0123456789abcdef0123456789abcd.ef.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={SIG}"
    )
}

#[test]
fn by_flags_alone() {
    let user = User::new().with("LEADS", string());
    let said = user
        .run(&[
            "configure",
            "azure-table",
            "-p",
            "table",
            "--connection-string",
            "env:LEADS",
            "--contact-email",
            "a@contoso.example",
            "--offer-title",
            "My Offer",
        ])
        .ends_with(0);
    assert!(said.stdout.contains("leadctl validate table"), "{}", said.stdout);
    let file = user.read(CONFIG);
    assert!(file.contains("[profile.table]\ndestination = \"azure-table\"\nconnection_string = \"env:LEADS\"\n"), "{file}");
    assert!(file.contains("contact_email = [\"a@contoso.example\"]") && file.contains("offer_title = \"My Offer\""), "{file}");
}

#[cfg(unix)]
#[test]
fn the_file_is_the_users_alone_and_comments_stay() {
    use std::os::unix::fs::PermissionsExt;
    let user = User::new();
    let text = "# our endpoints\n[profile.web] # the old one\ndestination = \"https\"\nurl = \"https://a.example/x\" # from the wiki\n\n# keep me\n[profile.b]\ndestination = \"https\"\nurl = \"https://b.example/x\"\n";
    let path = user.write("leadctl.toml", text);
    user.run(&["configure", "https", "-p", "web", "--url", "https://c.example/x"]).ends_with(0);
    assert_eq!(user.read("leadctl.toml"), text.replace("https://a.example/x", "https://c.example/x"));
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let left: Vec<_> = std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().starts_with(".leadctl-"))
        .collect();
    assert!(left.is_empty(), "no half-written file: {left:?}");
}

#[test]
fn a_windows_editors_byte_order_mark_and_line_ends_stay() {
    let user = User::new();
    let text = "\u{feff}# our endpoints\r\n[profile.web]\r\ndestination = \"https\"\r\nurl = \"https://a.example/x\"\r\n";
    user.write("leadctl.toml", text);
    user.run(&["configure", "https", "-p", "web", "--url", "https://c.example/x"]).ends_with(0);
    assert_eq!(user.read("leadctl.toml"), text.replace("a.example", "c.example"));
    user.run(&["configure", "https", "-p", "other", "--url", "https://o.example/x"]).ends_with(0);
    let two = user.read("leadctl.toml");
    assert!(
        two.starts_with("\u{feff}# our") && two.matches('\n').count() == two.matches("\r\n").count() && two.contains("[profile.other]\r\n"),
        "{two:?}"
    );
}

#[test]
fn no_flag_takes_a_secrets_value() {
    let user = User::new();
    for (flag, value, destination) in [
        ("--connection-string", string(), "azure-table"),
        ("--url", flow(), "https"),
        ("--connection-string", format!("plain:{}", string()), "azure-table"),
    ] {
        let said = user.run(&["configure", destination, flag, &value]).ends_with(2);
        assert!(
            said.stderr.contains("env:NAME") && said.stderr.contains("--from-paste") && said.stderr.contains(&format!("{flag} -")),
            "{}",
            said.stderr
        );
        assert!(!said.stderr.contains(KEY) && !said.stderr.contains(SIG), "{}", said.stderr);
        assert!(!user.path(CONFIG).exists());
    }
}

#[test]
fn a_url_without_a_key_is_an_ordinary_setting() {
    let user = User::new();
    user.run(&["configure", "https", "--url", "https://leads.contoso.example/hook"]).ends_with(0);
    assert!(user.read(CONFIG).contains("url = \"https://leads.contoso.example/hook\""));
}

#[test]
fn a_paste_is_recognised_and_its_secret_kept_in_a_private_file_when_agreed() {
    let user = User::new();
    let json = format!("{{\"connectionString\": \"{}\"}}", string());
    let said = user.pipe(&["configure", "--from-paste", "-", "-p", "t", "--secret-store", "file"], &json).ends_with(0);
    assert!(said.stdout.contains("JSON"), "the unwrapping is told: {}", said.stdout);
    let file = user.read(CONFIG);
    assert!(file.contains("destination = \"azure-table\"") && file.contains("connection_string = \"file:") && !file.contains(KEY), "{file}");
    assert_eq!(stored(&user, "t"), string());
    user.pipe(&["configure", "--from-paste", "-", "-p", "flow", "--secret-store", "file"], &format!("[flow]({})", flow())).ends_with(0);
    assert_eq!(stored(&user, "flow"), flow());
    // A profile that goes takes the secret that was stored for it along.
    user.run(&["profile", "remove", "t", "--yes"]).ends_with(0);
    let left: Vec<_> = std::fs::read_dir(user.path(".local/share/leadctl/secrets")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(left.len() == 1 && left[0].to_string_lossy().starts_with("flow."), "{left:?}");
}

#[test]
fn what_is_too_long_for_a_paste_is_refused_and_not_cut() {
    let user = User::new();
    // The value at its beginning would be found in what is left of a cut text.
    let long = format!("{}\n{}", string(), "x".repeat(256 * 1024));
    user.write("long.txt", &long);
    for (arguments, stdin) in [
        (&["configure", "--from-paste", "-", "--secret-store", "file"][..], long.as_str()),
        (&["configure", "azure-table", "--connection-string", "-", "--secret-store", "file"], &long),
        (&["configure", "--from-paste", "long.txt", "--secret-store", "file"], ""),
    ] {
        let said = user.pipe(arguments, stdin).ends_with(2);
        assert!(said.stderr.contains("too long") && said.stderr.contains("256 KiB"), "{arguments:?}: {}", said.stderr);
        assert!(!user.path(CONFIG).exists() && !user.path(".local/share/leadctl").exists(), "{arguments:?}");
    }
    // Exactly as much as is taken.
    let most = format!("{}{}", string(), " ".repeat(256 * 1024 - string().len()));
    let _ = user.pipe(&["configure", "--from-paste", "-", "--secret-store", "file"], &most).ends_with(0);
}

#[test]
fn without_a_keyring_nothing_is_kept_silently_elsewhere() {
    let user = User::new();
    let said = user.pipe(&["configure", "azure-table", "--connection-string", "-"], &string()).ends_with(2);
    assert!(said.stderr.contains("--secret-store file"), "{}", said.stderr);
    assert!(!user.path(CONFIG).exists() && !user.path(".local/share/leadctl").exists());
}

#[test]
fn a_mistake_is_named_and_nothing_is_written() {
    let cut = flow().split("&sp=").next().unwrap().to_owned();
    for (destination, flag, value, word) in [
        ("https", "--url", "http://leads.contoso.example/hook", "https://"),
        ("https", "--url", "https://portal.azure.com/#blade", "portal"),
        ("https", "--url", cut.as_str(), "Anyone"),
        ("azure-table", "--connection-string", "env:BROKEN", "cut"),
    ] {
        let user = User::new().with("BROKEN", "DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=Eby8vdM02xNOcqF");
        let said = user.run(&["configure", destination, flag, value]).ends_with(2);
        assert!(said.stderr.contains(word), "{value}: {}", said.stderr);
        assert!(said.last_line().starts_with("leadctl: exit 2: "), "{}", said.stderr);
        assert!(!user.path(CONFIG).exists(), "{value}");
    }
}

#[test]
fn what_is_missing_names_the_flag() {
    let user = User::new();
    let said = user.run(&["configure", "azure-table"]).ends_with(2);
    assert!(said.stderr.contains("--connection-string") && said.stderr.contains("Access keys"), "{}", said.stderr);
    let said = user.run(&["configure"]).ends_with(2);
    assert!(said.stderr.contains("leadctl configure dynamics | salesforce | marketo | azure-table"), "{}", said.stderr);
}

#[test]
fn the_printed_command_does_the_same_again() {
    let user = User::new().with("LEADS", string());
    let first = user.json(&["configure", "azure-table", "-p", "t", "--connection-string", "env:LEADS", "--offer-title", "Two words"]);
    let written = user.read(CONFIG);
    std::fs::remove_file(user.path(CONFIG)).unwrap();
    let words = shell_words::split(first["command"].as_str().unwrap()).unwrap();
    user.run(&words.iter().skip(1).map(String::as_str).collect::<Vec<_>>()).ends_with(0);
    assert_eq!(user.read(CONFIG), written);
}

#[test]
fn profiles_of_one_name_in_two_files_share_no_secret() {
    let user = User::new();
    let (a, b) = ("https://a.example/x?code=first-secret", "https://b.example/x?code=other-secret");
    for (file, url) in [("a.toml", a), ("b.toml", b)] {
        let config = user.path(file).display().to_string();
        let _ = user.pipe(&["configure", "https", "--config", &config, "--url", "-", "--secret-store", "file"], url).ends_with(0);
    }
    let config = user.path("a.toml").display().to_string();
    let plan = user.json(&["test-lead", "--dry-run", "--config", &config]);
    assert!(!plan.to_string().contains("b.example"), "{plan}");
    let other = user.path("b.toml").display().to_string();
    let _ = user.run(&["profile", "remove", "https", "--yes", "--config", &other]).ends_with(0);
    assert_eq!(user.json(&["validate", "--offline", "--config", &config])["exit_status"], 0, "the other file's secret stays");
}

#[test]
fn a_changed_profile_keeps_what_was_not_named() {
    let user = User::new();
    let _ = user
        .run(&[
            "configure",
            "https",
            "--url",
            "https://a.example/x",
            "--contact-email",
            "a@contoso.example",
            "--offer",
            "contoso.one",
            "--offer-title",
            "One",
        ])
        .ends_with(0);
    let _ = user.run(&["configure", "https", "--url", "https://b.example/x"]).ends_with(0);
    let file = user.read(CONFIG);
    for kept in ["https://b.example/x", "a@contoso.example", "contoso.one", "\"One\""] {
        assert!(file.contains(kept), "{kept}: {file}");
    }
}

#[test]
fn what_changed_nothing_is_not_called_a_change() {
    let user = User::new();
    let report = user.json(&["configure", "https", "-p", "web", "--url", "https://a.example/x"]);
    assert_eq!((&report["changed"], &report["unchanged"]), (&false.into(), &false.into()), "{report}");
    // In another hand: what is the same is left as it is written.
    let text = user.read(CONFIG).replace("\"https://a.example/x\"", "'https://a.example/x' # ours");
    user.write(CONFIG, &text);
    for arguments in [&["configure", "https", "-p", "web"][..], &["configure", "https", "-p", "web", "--url", "https://a.example/x"]] {
        let said = user.run(arguments).ends_with(0).stdout;
        assert!(said.contains("Profile 'web' (https) is unchanged in"), "{said}");
        let report = user.json(arguments);
        assert_eq!((&report["changed"], &report["unchanged"]), (&true.into(), &true.into()), "{report}");
        assert_eq!(user.read(CONFIG), text);
    }
    let report = user.json(&["configure", "https", "-p", "web", "--url", "https://b.example/x"]);
    assert_eq!((&report["changed"], &report["unchanged"]), (&true.into(), &false.into()), "{report}");
}

#[test]
fn a_kind_of_reference_that_is_none_names_the_flag_and_shows_no_more_than_its_kind() {
    let user = User::new();
    for (value, says, hint) in [
        ("keyrng:s3cretName", "--url: 'keyrng:…' is no kind of reference", "did you mean 'keyring:'?"),
        ("vault:s3cretName", "--url: 'vault:…' is no URL and no kind of reference", "env:NAME, file:PATH, keyring:ENTRY, command:… or prompt"),
        ("$LEADS_URL", "--url: '$LEADS_URL' is no URL and no kind of reference", "write env:LEADS_URL"),
    ] {
        let said = user.run(&["configure", "https", "--url", value]).ends_with(2);
        assert!(said.last_line().contains(says) && said.stderr.contains(hint) && !said.stderr.contains("s3cretName"), "{}", said.stderr);
    }
    assert!(!user.path(CONFIG).exists());
}

#[test]
fn what_is_wrong_in_the_file_already_is_named_by_its_line_and_with_the_flag() {
    let user = User::new();
    let marketo = "# ours\n[profile.mk]\ndestination = \"marketo\"\nmunchkin_id = \"123-PQR-789\"\nform_id = \"1179\"\nclient_id = \"9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24\"\nclient_secret = \"evn:MK\"\n";
    let crm = "[profile.mk]\ndestination = \"dynamics\"\nurl = \"https://contoso.crm4.dynamics.com\"\nauthentication = \"office366\"\n";
    for (text, arguments, says, hint) in [
        (
            marketo,
            ["configure", "marketo", "-p", "mk", "--form-id", "1180"],
            "leadctl.toml:7 (mk.client_secret): 'evn:…' is no kind",
            "--client-secret env:NAME",
        ),
        (
            crm,
            ["configure", "dynamics", "-p", "mk", "--url", "https://b.crm4.dynamics.com"],
            "leadctl.toml:4: profile 'mk', 'authentication'",
            "--authentication WORD",
        ),
    ] {
        user.write(CONFIG, text);
        let said = user.run(&arguments).ends_with(2);
        assert!(said.last_line().contains(says), "{}", said.stderr);
        assert!(said.stderr.contains(hint) && said.stderr.contains("nothing was written"), "{}", said.stderr);
        assert_eq!(user.read(CONFIG), text);
    }
}

#[test]
fn what_stands_in_the_file_keeps_its_line_and_its_comment_where_it_is_the_default_too() {
    let user = User::new().with("TABLE", string());
    let text = "[profile.tab]\ndestination = \"azure-table\"\nconnection_string = \"env:TABLE\"\ntable = \"MarketplaceLeads\" # on purpose\ncontact_email = \"a@contoso.example\" # one\n";
    user.write(CONFIG, text);
    let said = user.run(&["configure", "azure-table", "-p", "tab"]).ends_with(0).stdout;
    assert!(said.contains("is unchanged in"), "{said}");
    let _ = user.run(&["configure", "azure-table", "-p", "tab", "--offer", "contoso.x"]).ends_with(0);
    assert_eq!(user.read(CONFIG), format!("{text}offer = \"contoso.x\"\n"));
    // What is the default and stands nowhere is not written.
    let _ = user.run(&["configure", "azure-table", "-p", "new", "--connection-string", "env:TABLE", "--table", "MarketplaceLeads"]).ends_with(0);
    assert_eq!(user.read(CONFIG).matches("table = \"MarketplaceLeads\"").count(), 1, "{}", user.read(CONFIG));
}

/// Where nobody may write, whoever runs the tests.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_is_not_the_users_is_named_and_no_file_of_leadctls_own() {
    let user = User::new();
    let said = user.run(&["configure", "https", "--url", "https://a.example/x", "--config", "/sys/leadctl.toml"]).ends_with(2);
    assert!(said.last_line().contains("can't write /sys/leadctl.toml: "), "{}", said.stderr);
    assert!(said.stderr.contains("→ check that the folder /sys is yours to write to"), "{}", said.stderr);
    assert!(!said.stderr.contains(".leadctl-"), "{}", said.stderr);
}

#[test]
fn a_refused_change_leaves_the_stored_secret_alone() {
    let user = User::new();
    let _ = user.pipe(&["configure", "azure-table", "-p", "t", "--connection-string", "-", "--secret-store", "file"], &string()).ends_with(0);
    let _ = user.pipe(&["configure", "azure-table", "-p", "t", "--connection-string", "-", "--secret-store", "file"], "oops").ends_with(2);
    assert_eq!(stored(&user, "t"), string());
    let _ = user.pipe(&["configure", "azure-table", "-p", "t", "--connection-string", "-", "--secret-store", "file"], &string()).ends_with(0);
    assert_eq!(std::fs::read_dir(user.path(".local/share/leadctl/secrets")).unwrap().count(), 1, "the one before is gone");
}

#[test]
fn several_at_once_lose_nothing() {
    let user = User::new();
    let children: Vec<_> = (0..8)
        .map(|number| {
            user.command(&["configure", "https", "-p", &format!("p{number}"), "--url", "https://a.example/x"])
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(user.json(&["profile", "list"])["profiles"].as_array().unwrap().len(), 8);
}

#[test]
fn names_addresses_and_offers_have_a_form() {
    for arguments in [
        &["-p", "../../escaped"][..],
        &["-p", ""],
        &["--contact-email", "nonsense"],
        &["--offer", "nonsense"],
        &["-p", "x", "--table", "MarketplaceLeads"],
    ] {
        let user = User::new();
        let _ = user.run(&[&["configure", "https", "--url", "https://a.example/x"], arguments].concat()).ends_with(2);
        assert!(!user.path(CONFIG).exists(), "{arguments:?}");
    }
    let _ = User::new().run(&["configure", "https", "--url", "env:"]).ends_with(2);
}

#[test]
fn a_key_that_lost_its_name_is_not_shown() {
    for text in [
        format!("DefaultEndpointsProtocol=https;AccountName=contoso;{KEY};EndpointSuffix=core.windows.net"),
        format!("AccountName=contoso;AccountKey:{KEY}"),
    ] {
        let user = User::new();
        let said = user.pipe(&["configure", "azure-table", "--connection-string", "-"], &text).ends_with(2);
        assert!(!said.stderr.contains(&KEY[..40]) && !said.stdout.contains(&KEY[..40]), "{}", said.stderr);
    }
}

#[test]
fn another_destination_takes_no_profiles_place_unasked() {
    let user = User::new();
    let url = "https://a.example/x?code=first-secret";
    let _ = user.pipe(&["configure", "https", "-p", "a", "--url", "-", "--secret-store", "file"], url).ends_with(0);
    let before = user.read(CONFIG);
    let said = user.run(&["configure", "email", "-p", "a", "--contact-email", "x@contoso.example"]).ends_with(2);
    assert!(said.last_line().contains("profile 'a' is for https") && said.stderr.contains("leadctl profile remove a"), "{}", said.stderr);
    assert_eq!(user.read(CONFIG), before);
    assert_eq!(stored(&user, "a"), url);
    let _ = user.run(&["configure", "email", "-p", "b", "--contact-email", "x@contoso.example"]).ends_with(0);
}

#[test]
fn what_cannot_be_followed_here_keeps_no_other_value_from_being_looked_at() {
    let user = User::new();
    let good = "11111111-2222-3333-4444-555555555555";
    let run = |directory: &str, secret: &str| {
        let rest =
            ["--url", "https://contoso.crm4.dynamics.com", "--application-id", "66666666-7777-8888-9999-000000000000", "--authentication", "entra"];
        user.run(&[&["configure", "dynamics", "-p", "crm", "--directory-id", directory, "--client-secret", secret], &rest[..]].concat())
    };
    for secret in ["env:UNSET", "prompt"] {
        let said = run("nope", secret).ends_with(2);
        assert!(said.last_line().contains("directory_id: "), "{secret}: {}", said.stderr);
        assert!(!user.path(CONFIG).exists());
    }
    let said = run(good, "env:UNSET").ends_with(0);
    assert!(said.stdout.contains("'client_secret' could not be looked at now"), "{}", said.stdout);
    assert!(user.read(CONFIG).contains("client_secret = \"env:UNSET\""));
}

#[test]
fn the_next_command_names_the_file_too() {
    let user = User::new();
    let config = user.path("with blank.toml").display().to_string();
    let want = format!("leadctl validate web --config '{config}'");
    let made = user.json(&["configure", "https", "-p", "web", "--url", "https://a.example/x", "--config", &config]);
    assert_eq!(made["next"], want.as_str());
    let said = user.run(&["configure", "https", "-p", "web", "--url", "https://b.example/x", "--config", &config]).ends_with(0);
    assert!(said.stdout.contains(&format!("Next: {want}\n")), "{}", said.stdout);
}

#[test]
fn a_secret_that_is_deleted_is_named() {
    let user = User::new();
    let make = |url: &str| user.pipe(&["configure", "https", "-p", "web", "--url", "-", "--secret-store", "file"], url).ends_with(0);
    let reference = || user.read(CONFIG).lines().find_map(|line| Some(line.strip_prefix("url = \"")?.trim_end_matches('"').to_owned())).unwrap();
    let said = make("https://a.example/x?code=first-secret");
    assert!(!said.stdout.contains("deleted"), "{}", said.stdout);
    let first = reference();
    let joined = |said: &Said| said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = make("https://a.example/x?code=other-secret");
    assert!(joined(&said).to_lowercase().contains(&format!("the secret stored before was deleted: {first}").to_lowercase()), "{}", said.stdout);
    let second = reference();
    let said = user.run(&["profile", "remove", "web", "--yes"]).ends_with(0);
    assert!(joined(&said).contains(&format!("its stored secret was deleted: {second}")), "{}", said.stdout);
    assert!(!std::path::Path::new(second.strip_prefix("file:").unwrap()).exists());
}

/// What is kept as it is and printed in the command that does the same.
#[test]
fn a_secret_in_a_setting_that_is_none_is_refused_and_one_in_the_file_is_warned_of() {
    let user = User::new().with("X", string());
    let web = ["configure", "https", "-p", "q", "--url", "https://x.example/h"];
    let table = ["configure", "azure-table", "-p", "q", "--connection-string", "env:X"];
    for (call, flag) in
        [(&web[..], "--offer-title"), (&web[..], "--offer"), (&web[..], "--contact-email"), (&table[..], "--table"), (&table[..], "--offer-title")]
    {
        let said = user.run(&[call, &[flag, CLIENT_SECRET]].concat()).ends_with(2);
        let look = format!("{flag}: this looks like the value of a client secret of Microsoft Entra ID");
        assert!(said.last_line().contains(&look) && !said.stderr.contains(CLIENT_SECRET), "{}", said.stderr);
        assert!(!user.path(CONFIG).exists(), "{flag}");
    }
    let in_url = format!("https://x.example/h/{CLIENT_SECRET}");
    let said = user.run(&["configure", "https", "-p", "q", "--url", &in_url]).ends_with(2);
    assert!(said.last_line().contains("this URL carries its own key"), "{}", said.stderr);
    for title in ["Contoso Password Manager (2024)", "CRM 9f1b7c52-3a4d-4e0f-8a1b-2c3d4e5f6a7b", "Geheimnisverwaltung für 365"] {
        let said = user.run(&[&web[..], &["--offer-title", title]].concat()).ends_with(0);
        assert!(said.stdout.split_whitespace().collect::<Vec<_>>().join(" ").contains(title), "{}", said.stdout);
    }
    user.write(CONFIG, &format!("[profile.q]\ndestination = \"https\"\nurl = \"https://x.example/h\"\noffer_title = \"{CLIENT_SECRET}\"\n"));
    let said = user.run(&["validate", "--offline", "--format", "json"]).ends_with(0);
    let report: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let check = &report["profiles"][0]["checks"][0];
    assert_eq!((&check["id"], &check["outcome"], &check["field"]), (&"https/secret-storage".into(), &"warn".into(), &"offer_title".into()));
    assert!(
        check["message"].as_str().unwrap().contains("looks like the value of a client secret") && !said.stdout.contains(CLIENT_SECRET),
        "{check}"
    );
}
