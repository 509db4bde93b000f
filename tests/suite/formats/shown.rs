//! What people see: width, colour, marks with their words, the command that comes next, and notes.

use super::{calls, user};
use crate::support::{Sandbox, User};

#[test]
fn colour_only_where_it_is_wanted() {
    let sandbox = Sandbox::start(&[]);
    let flags = sandbox.flags();
    let flags: Vec<&str> = flags.iter().map(String::as_str).collect();
    let runs = |user: User, more: &[&str]| {
        let said = user.run(&[&["validate", "sandbox-https"], more, flags.as_slice()].concat()).ends_with(0);
        format!("{}{}", said.stdout, said.stderr).contains('\u{1b}')
    };
    assert!(!runs(User::new(), &[]), "no terminal, no colour");
    assert!(!runs(User::new().with("TERM", "xterm-256color"), &["--color", "never"]));
    assert!(runs(User::new(), &["--color", "always"]));
    assert!(runs(User::new().with("CLICOLOR_FORCE", "1"), &[]));
    assert!(!runs(User::new().with("CLICOLOR_FORCE", "1").with("NO_COLOR", "1"), &[]), "NO_COLOR wins");
    assert!(!runs(User::new().with("NO_COLOR", "1"), &["--format", "json", "--color", "always"]));
}

const MARKS: [(&str, &[&str]); 5] =
    [("✓", &["pass", "observed", "same"]), ("✗", &["fail", "failed"]), ("! ", &["warn"]), ("? ", &["unknown"]), ("~", &["assumed"])];

#[test]
fn lines_fit_and_marks_have_words() {
    let sandbox = Sandbox::start(&["storage/key-invalid", "https/flow-disabled"]);
    let (user_, config) = user(&sandbox);
    let mut wrong = Vec::new();
    // Longer lines than 100 are hard to read; on a narrow terminal a heading may run over.
    for (columns, most) in [(40, 48), (80, 80), (200, 100)] {
        for (arguments, name) in calls(&config) {
            let mut command = user_.command(&arguments);
            let output = command.env("COLUMNS", columns.to_string()).output().unwrap();
            let stdout = String::from_utf8(output.stdout).unwrap();
            for line in stdout.lines() {
                let text = line.trim_start();
                let width = textwrap::core::display_width(line);
                // What is copied stays whole: addresses, commands, requests, paths.
                let whole = !text.contains(' ')
                    || line.contains("://")
                    || text.contains("leadctl ")
                    || text.starts_with(['$', '{', '#'])
                    || line.contains(":Tables")
                    || line.contains(&config)
                    || text.starts_with("/");
                let table = stdout.contains("field ")
                    || stdout.contains("destination ")
                    || name == "profile"
                    || name == "test-lead-dry-run"
                    || name == "explain-list"
                    || name == "migrate"
                    || name == "demo";
                if !(width <= most || whole || table && width <= 100) {
                    wrong.push(format!("{} at {columns}: {width}: {line}", arguments.join(" ")));
                }
                for (mark, words) in MARKS {
                    if let Some(rest) = text.strip_prefix(mark) {
                        assert!(words.iter().any(|word| rest.trim_start().starts_with(word)), "{arguments:?}: {line}");
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_command_that_is_offered_is_on_one_line() {
    let sandbox = Sandbox::start(&[]);
    let (user, config) = user(&sandbox);
    let said = user.run(&["validate", "--all", "--offline", "--config", &config]);
    let next = said.stdout.lines().last().unwrap();
    assert!(next.starts_with("Next: leadctl test-lead sandbox-") && next.ends_with(&format!(" --config '{config}'")), "{}", said.stdout);
    assert!(next.len() > 200, "longer than any page is wide: {next}");
    let _ = user.run(&["test-lead", "sandbox-azure-table", "--config", &config]).ends_with(0);
    let said = user.run(&["leads", "clean", "sandbox-azure-table", "--dry-run", "--config", &config]).ends_with(0);
    let want = format!("  leadctl leads clean sandbox-azure-table --yes --config '{config}'");
    assert!(said.stdout.lines().any(|line| line == want), "{}", said.stdout);
}

#[test]
fn quiet_leaves_the_notes_out_and_nothing_else() {
    let sandbox = Sandbox::start(&[]);
    let config = sandbox.profiles().display().to_string();
    for (words, note) in [
        (&["validate", "sandbox-https", "--offline"][..], "Next: "),
        (&["test-lead", "sandbox-https"], "Note: "),
        (&["leads", "list", "sandbox-dynamics"], "  · "),
        (&["scaffold", "azure-function", "--for", "https"], "Note: "),
    ] {
        let run = |quiet: &[&str]| User::new().run(&[words, &["--config", &config], quiet].concat()).ends_with(0).stdout;
        let (told, quiet) = (run(&[]), run(&["-q"]));
        let has = |text: &str| text.lines().any(|line| line.starts_with(note) || line.starts_with(&format!("  {note}")));
        assert!(has(&told) && !has(&quiet), "{words:?}\n{told}\n{quiet}");
        assert!(!quiet.contains("Inferred, not documented") && !quiet.trim().is_empty(), "{words:?}\n{quiet}");
    }
}
