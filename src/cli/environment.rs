//! Values that a flag has from the environment: what is wrong with one is told by the name of its variable, since nobody typed the flag.
//!
//! Knows the command line alone.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

use crate::cli::tip::commands;
use crate::core::error::Error;

/// The flags that the environment has set.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// The flag with its hyphens, and the variable.
    set: Vec<(String, String)>,
}

impl Environment {
    pub fn of(matches: &ArgMatches, root: &Command) -> Environment {
        let mut environment = Environment::default();
        let (mut matches, mut command) = (Some(matches), Some(root));
        // A common option may stand at any level, and is known at the first.
        let mut known: Vec<&Arg> = Vec::new();
        while let (Some(here), Some(of)) = (matches, command) {
            known.extend(of.get_arguments());
            for arg in here.ids().filter(|id| here.value_source(id.as_str()) == Some(ValueSource::EnvVariable)) {
                environment.set.extend(known.iter().find(|known| known.get_id() == arg).and_then(|arg| names(arg)));
            }
            let below = here.subcommand();
            (matches, command) = (below.map(|(_, below)| below), below.and_then(|(name, _)| of.find_subcommand(name)));
        }
        environment
    }

    /// The same error with `VARIABLE=value` where it names the flag with its value.
    pub fn name_in(&self, mut error: Error) -> Error {
        for (flag, variable) in &self.set {
            error.message = error.message.replace(&format!("{flag} "), &format!("{variable}="));
            for hint in &mut error.hints {
                if let Some(rest) = hint.strip_prefix(flag.as_str()).filter(|rest| rest.starts_with(' ')) {
                    *hint = format!("{variable}{rest}");
                }
            }
        }
        error
    }
}

fn names(arg: &Arg) -> Option<(String, String)> {
    Some((format!("--{}", arg.get_long()?), arg.get_env()?.to_str()?.to_owned()))
}

/// The same error with the variable's name in the place of the flag's, if the value is not from the arguments.
pub fn named(mut error: clap::Error, root: &Command, args: &[OsString]) -> clap::Error {
    if let Some(variable) = variable(&error, root, args) {
        error.insert(ContextKind::InvalidArg, ContextValue::String(variable.clone()));
        let tip = format!("{variable} is set in the environment: give it another value, or unset it");
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

fn variable(error: &clap::Error, root: &Command, args: &[OsString]) -> Option<String> {
    if !matches!(error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::InvalidUtf8) {
        return None;
    }
    let Some(ContextValue::String(named)) = error.get(ContextKind::InvalidArg) else { return None };
    // `--timeout <DURATION>`, and with a short one beside it `--quiet`.
    let flag = named.split(' ').next()?;
    let args: Vec<&str> = args.iter().skip(1).map(|arg| arg.to_str().unwrap_or_default()).take_while(|arg| *arg != "--").collect();
    let all = commands(root, &args);
    let arg = all.iter().flat_map(|command| command.get_arguments()).find(|arg| names(arg).is_some_and(|(long, _)| long == flag))?;
    let short = arg.get_short();
    // A cluster such as `-qv` has it too.
    let in_cluster = |word: &str| short.is_some_and(|short| word.starts_with('-') && !word.starts_with("--") && word.contains(short));
    let typed = args.iter().any(|word| *word == flag || word.strip_prefix(flag).is_some_and(|rest| rest.starts_with('=')) || in_cluster(word));
    (!typed).then(|| names(arg).map(|(_, variable)| variable)).flatten()
}
