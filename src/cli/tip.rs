//! What clap advises where a value begins with a hyphen: `--file=-a.log`, and not `-- -a`, which would be no value of that option; and nothing
//! where following the advice would change nothing. And the command that is meant where another program's name for it was typed.
//!
//! Knows the command line alone.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The same error with a tip that works; as it was where the hyphen is not the matter.
pub fn with_tip(mut error: clap::Error, root: &Command, args: &[OsString]) -> clap::Error {
    if let Some(meant) = meant(&error, root, args) {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![meant.to_owned()]));
    }
    match tip(&error, root, args) {
        Some(tip) => {
            error.remove(ContextKind::Suggested);
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        }
        // An option that there is not becomes no value by two hyphens before it.
        None if is_unknown_flag(&error) => {
            error.remove(ContextKind::Suggested);
        }
        None => {}
    }
    error
}

/// Whether help was asked of the command `help`, which takes names alone: the arguments without that.
pub fn help_of_help(error: &clap::Error, args: &[OsString]) -> Option<Vec<OsString>> {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    let place = args.iter().position(|arg| arg == typed.as_str()).filter(|_| matches!(typed.as_str(), "--help" | "-h"))?;
    args[..place].iter().any(|arg| arg == "help").then(|| [&args[..place], &args[place + 1..]].concat())
}

fn is_unknown_flag(error: &clap::Error) -> bool {
    let Some(ContextValue::String(named)) = error.get(ContextKind::InvalidArg) else { return false };
    let word = named.trim_start_matches('-');
    error.kind() == ErrorKind::UnknownArgument && named.starts_with('-') && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The command that others name so.
fn meant(error: &clap::Error, root: &Command, args: &[OsString]) -> Option<&'static str> {
    const OTHERS: [(&str, &[&str]); 4] = [
        ("configure", &["init", "setup", "new", "add", "edit", "config", "connect"]),
        ("validate", &["check", "verify", "status", "doctor"]),
        ("test-lead", &["test", "send"]),
        ("leads", &["list", "tail", "export", "stats", "watch"]),
    ];
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return None };
    // Below a command it is another matter.
    let before = args.iter().skip(1).take_while(|arg| *arg != typed.as_str());
    if before.into_iter().any(|arg| root.find_subcommand(arg).is_some()) {
        return None;
    }
    OTHERS.iter().find(|(_, names)| names.contains(&typed.as_str())).map(|(meant, _)| *meant)
}

fn tip(error: &clap::Error, root: &Command, args: &[OsString]) -> Option<String> {
    let args: Vec<&str> = args.iter().skip(1).map(|arg| arg.to_str()).take_while(|arg| *arg != Some("--")).map(Option::unwrap_or_default).collect();
    let Some(ContextValue::String(named)) = error.get(ContextKind::InvalidArg) else { return None };
    // `-dash` is told of as `-d`, the first of its letters.
    let is_it = |arg: &str| arg == named || named.len() == 2 && !arg.starts_with("--") && arg.starts_with(named.as_str());
    let place = match error.kind() {
        ErrorKind::UnknownArgument => args.iter().position(|arg| is_it(arg))?,
        // What follows was read as an option of its own.
        ErrorKind::InvalidValue | ErrorKind::TooFewValues => args.iter().position(|arg| named.split(' ').next() == Some(*arg))? + 1,
        _ => return None,
    };
    let value = args.get(place).filter(|value| value.starts_with('-'))?;
    let before = args[..place].iter().rposition(|arg| arg.starts_with('-')).map(|at| (at, args[at]));
    let commands = commands(root, &args[..place]);
    // It takes further values, or has none yet.
    let option = before.and_then(|(at, name)| {
        let all = commands.iter().flat_map(|command| command.get_arguments());
        let mut all = all.filter(|arg| arg.get_action().takes_values());
        let is = |arg: &&clap::Arg| {
            arg.get_long().is_some_and(|long| name == format!("--{long}")) || arg.get_short().is_some_and(|short| name == format!("-{short}"))
        };
        all.find(is).filter(|arg| at + 1 == place || arg.get_num_args().is_some_and(|count| count.max_values() > 1))
    });
    // A secret may begin so, and is not repeated.
    let shown = if commands.iter().any(|command| command.get_name() == "configure") { "-…" } else { value };
    match option {
        Some(option) => {
            let name = option.get_long().map(|long| format!("--{long}"))?;
            Some(format!("to pass '{shown}' as a value of '{name}', use '{name}={shown}'"))
        }
        None => {
            let suggested = error.kind() == ErrorKind::UnknownArgument && error.get(ContextKind::Suggested).is_some();
            (suggested && *value != named.as_str()).then(|| format!("to pass '{shown}' as a value, use '-- {shown}'"))
        }
    }
}

/// The root and the commands below it that were named.
pub(super) fn commands<'a>(root: &'a Command, args: &[&str]) -> Vec<&'a Command> {
    let mut commands = vec![root];
    for arg in args {
        if let Some(below) = commands.last().and_then(|command| command.find_subcommand(arg)) {
            commands.push(below);
        }
    }
    commands
}
