//! Drift: completions, README and help are held to the code. To renew them: UPDATE_DOCS=1 cargo test --test suite docs

use std::path::{Path, PathBuf};

use clap::CommandFactory;

use crate::support::User;

const RENEW: &str = "renew with: UPDATE_DOCS=1 cargo test --test suite docs";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

#[allow(clippy::disallowed_methods)] // a switch of the tests, not of the binary
fn updating() -> bool {
    std::env::var_os("UPDATE_DOCS").is_some()
}

#[track_caller]
fn hold(path: &Path, want: &str) {
    if updating() {
        std::fs::write(path, want).unwrap();
    }
    let have = std::fs::read_to_string(path).unwrap_or_default();
    assert!(have == want, "{} is not what the code says; {RENEW}", path.display());
}

#[test]
fn completions_are_those_of_the_code() {
    for (shell, file) in
        [("bash", "leadctl.bash"), ("zsh", "_leadctl"), ("fish", "leadctl.fish"), ("powershell", "_leadctl.ps1"), ("elvish", "leadctl.elv")]
    {
        let said = User::new().run(&["completions", shell]).ends_with(0);
        hold(&root().join("completions").join(file), &said.stdout);
        for word in ["connection-string", "test-lead", "azure-table"] {
            assert!(said.stdout.contains(word), "{shell} completes {word}");
        }
    }
}

/// Blocks `<!-- leadctl … -->` followed by a fenced block: what the command really says.
#[test]
fn readme_shows_real_runs() {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let mut fresh = String::new();
    let mut rest = text.as_str();
    let mut runs = 0;
    while let Some(at) = rest.find("<!-- leadctl ") {
        let (before, from) = rest.split_at(at);
        let (comment, after) = from.split_once("-->\n").unwrap();
        let (_, after) = after.split_once("```text\n").unwrap();
        let (_, after) = after.split_once("```\n").unwrap();
        let line = comment.trim_start_matches("<!-- ").trim();
        let words = shell_words::split(line).unwrap();
        let user = User::new().with("COLUMNS", "100");
        // A URL that was cut at an unquoted & is the example of the README.
        user.write("leadctl.toml", "[profile.flow]\ndestination = \"https\"\nurl = \"https://0123456789abcdef0123456789abcd.ef.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1\"\n");
        let said = user.run(&words.iter().skip(1).map(String::as_str).collect::<Vec<_>>());
        let home = user.path("").canonicalize().unwrap().display().to_string();
        let output = format!("{}{}", said.stdout, said.stderr).replace(&format!("{home}/"), "").replace(&home, "");
        fresh.push_str(&format!("{before}{comment}-->\n```text\n$ {line}\n{output}```\n"));
        rest = after;
        runs += 1;
    }
    fresh.push_str(rest);
    assert!(runs >= 2, "README shows runs");
    hold(&path, &fresh);
}

#[test]
fn readme_names_every_command_and_every_destination() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for command in leadctl::cli::Cli::command().get_subcommands().filter(|command| command.get_name() != "help") {
        assert!(readme.contains(&format!("leadctl {}", command.get_name())), "README does not name {}", command.get_name());
    }
    for spec in leadctl::destinations::specs() {
        assert!(readme.contains(&format!("`{}`", spec.id)) && readme.contains(spec.label), "README does not name {}", spec.id);
    }
    for command in ["cargo run --release -- demo", "tests/run"] {
        assert!(readme.contains(command), "README does not give {command}");
    }
}

#[test]
fn the_man_page_has_every_flag_and_status() {
    let said = User::new().run(&["man"]).ends_with(0);
    for word in ["LEADCTL TEST\\-LEAD", "\\-\\-from\\-paste", "\\-\\-require\\-verified", "EXIT STATUS", "LEADCTL_CATALOGUE"] {
        assert!(said.stdout.contains(word) || said.stdout.contains(&word.replace("\\-", "-")), "{word}");
    }
    // Commands below commands too, and no option without a word about it.
    assert!(said.stdout.contains("\\-\\-max\\-silence"), "leads watch");
    let bare: Vec<&str> = said.stdout.split("\n.TP\n").filter(|item| item.lines().nth(1).is_none_or(str::is_empty)).collect();
    assert_eq!(bare, Vec::<&str>::new());
}

#[test]
fn help_is_short_at_first_and_begins_with_examples_in_reach() {
    let bare = User::new().run(&[]).ends_with(0);
    assert!(bare.stdout.lines().count() <= 20, "{} lines:\n{}", bare.stdout.lines().count(), bare.stdout);
    assert!(bare.stdout.contains("leadctl demo") && bare.stdout.contains("leadctl --help"), "{}", bare.stdout);
    let long = User::new().run(&["--help"]).ends_with(0);
    assert!(long.stdout.contains("Examples:") && long.stdout.contains("--ca-cert"), "{}", long.stdout);
}

/// What leadctl itself says passes through what removes other people's secrets.
#[test]
fn own_texts_pass_the_removal_of_secrets_unchanged() {
    use leadctl::core::lang::Lang;
    let mut texts: Vec<String> = Vec::new();
    for entry in leadctl::catalogue::entries() {
        for lang in [Lang::En, Lang::Nl] {
            let remedy = entry.remedy(lang);
            texts.extend(entry.partner_center(lang).map(str::to_owned));
            texts.extend([entry.title.get(lang).to_owned(), remedy.cause, remedy.repair.join("\n")]);
        }
    }
    for lang in [Lang::En, Lang::Nl] {
        texts.extend(leadctl::catalogue::topics().iter().map(|topic| serde_json::to_string_pretty(&topic.report(lang)).unwrap()));
        texts.extend(leadctl::catalogue::families(lang).iter().map(|family| serde_json::to_string_pretty(family).unwrap()));
    }
    for destination in leadctl::destinations::ALL {
        let spec = destination.spec();
        texts.extend(spec.fields.iter().flat_map(|field| [field.label, field.find]).map(str::to_owned));
        texts.extend(destination.checks().iter().map(|check| check.title.to_owned()));
    }
    assert!(texts.len() > 500);
    let cleaned = |text: &String| leadctl::core::redact::clean_patterns(text).into_owned();
    let changed: Vec<_> = texts.iter().filter(|text| cleaned(text) != text.as_str()).collect();
    assert!(changed.is_empty(), "{:#?}", changed.iter().map(|text| cleaned(text)).collect::<Vec<_>>());
}
