//! What can be typed: clap derive and nothing else. One file per command; `global` holds the flags that all share.

pub mod completions;
pub mod configure;
pub mod demo;
pub mod diagnose;
pub mod environment;
pub mod explain;
pub mod global;
pub mod leads;
pub mod man;
pub mod migrate;
pub mod number;
pub mod output;
pub mod profile;
pub mod sandbox;
pub mod scaffold;
pub mod schema;
pub mod selection;
pub mod test_lead;
pub mod tip;
pub mod validate;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};

/// What leadctl says when nothing is asked of it.
pub const WELCOME: &str = "\
leadctl configures, checks and tests where Microsoft's commercial marketplace
sends your leads, and explains its errors.

  leadctl demo                 see it at work: no account, no network
  leadctl configure            set up a lead destination, asked step by step
  leadctl validate             check its connection details, step by step
  leadctl test-lead            send an MSFT_TEST lead and read it back
  leadctl leads list           the leads that have arrived
  leadctl diagnose \"<error>\"   from an error text to its cause and its repair

All commands and options: leadctl --help
";

/// Configure, check and test where Microsoft's commercial marketplace sends your leads, and explain its errors.
#[derive(Debug, Parser)]
#[command(name = "leadctl", version, max_term_width = 100, after_help = global::EXAMPLES, subcommand_required = false, arg_required_else_help = false)]
pub struct Cli {
    #[command(flatten)]
    pub global: global::Global,
    /// What the environment has set.
    #[arg(skip)]
    pub environment: environment::Environment,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Configure(configure::Args),
    Validate(validate::Args),
    TestLead(test_lead::Args),
    Diagnose(diagnose::Args),
    Explain(explain::Args),
    Profile(profile::Args),
    Migrate(migrate::Args),
    Leads(leads::Args),
    Scaffold(scaffold::Args),
    Sandbox(sandbox::Args),
    Demo(demo::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

impl Cli {
    /// What was typed, and what the environment adds to it.
    pub fn of(matches: &ArgMatches) -> Result<Cli, clap::Error> {
        let mut cli = Cli::from_arg_matches(matches).map_err(|error| error.format(&mut Cli::command()))?;
        cli.global.profile_typed = is_typed(matches, "profile");
        cli.environment = environment::Environment::of(matches, &Cli::command());
        Ok(cli)
    }
}

/// Whether a common option was given, at whichever place it may stand.
fn is_typed(matches: &ArgMatches, id: &str) -> bool {
    let here = matches.try_contains_id(id).is_ok() && matches.value_source(id) == Some(ValueSource::CommandLine);
    here || matches.subcommand().is_some_and(|(_, below)| is_typed(below, id))
}

impl Command {
    /// Whether the command speaks this format; asked before anything is done.
    pub fn speaks(&self, format: global::Format) -> bool {
        use global::Format;
        if let Command::Leads(args) = self {
            return args.action.speaks(format);
        }
        match format {
            Format::Human | Format::Json => true,
            Format::Junit | Format::Sarif | Format::Github => match self {
                Command::TestLead(args) => !args.dry_run,
                command => matches!(command, Command::Validate(_) | Command::Diagnose(_)),
            },
            Format::Ndjson => matches!(self, Command::Diagnose(_)) || self.lists(),
            Format::Curl => matches!(self, Command::TestLead(args) if args.dry_run),
            Format::Csv => self.lists(),
            Format::Markdown => matches!(self, Command::Explain(_)),
        }
    }

    /// Whether what it tells is a list, if only of one.
    fn lists(&self) -> bool {
        match self {
            Command::Explain(_) => true,
            Command::Profile(args) => matches!(args.action, profile::Action::List | profile::Action::Show { .. }),
            Command::Sandbox(args) => args.list_faults,
            _ => false,
        }
    }

    /// The name of the JSON document and of its schema.
    pub fn document(&self) -> &'static str {
        match self {
            Command::TestLead(args) if args.dry_run => "test-lead-dry-run",
            command => command.name(),
        }
    }

    /// The name as typed.
    pub fn name(&self) -> &'static str {
        match self {
            Command::Configure(_) => "configure",
            Command::Validate(_) => "validate",
            Command::TestLead(_) => "test-lead",
            Command::Diagnose(_) => "diagnose",
            Command::Explain(_) => "explain",
            Command::Profile(_) => "profile",
            Command::Migrate(_) => "migrate",
            Command::Leads(args) => args.action.name(),
            Command::Scaffold(_) => "scaffold",
            Command::Sandbox(_) => "sandbox",
            Command::Demo(_) => "demo",
            Command::Schema(_) => "schema",
            Command::Completions(_) => "completions",
            Command::Man(_) => "man",
        }
    }
}

/// Whether this option (`--config`, `-p`), of whatever command, has a value behind it.
pub fn takes_value(option: &str) -> bool {
    // Making all commands takes about as long as the start of the program.
    static OPTIONS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
        let mut found = BTreeSet::new();
        options_with_values(&Cli::command(), &mut found);
        found
    });
    OPTIONS.contains(option)
}

fn options_with_values(command: &clap::Command, found: &mut BTreeSet<String>) {
    for arg in command.get_arguments().filter(|arg| arg.get_action().takes_values()) {
        found.extend(arg.get_long().map(|long| format!("--{long}")));
        found.extend(arg.get_short().map(|short| format!("-{short}")));
    }
    command.get_subcommands().for_each(|command| options_with_values(command, found));
}
