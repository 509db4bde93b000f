//! From arguments to an exit status: parse, dispatch, render.

use std::ffi::OsString;
use std::io::Write;
use std::panic::PanicHookInfo;
use std::sync::{Arc, Mutex};

use clap::CommandFactory;
use clap::ValueEnum;
use clap::error::ErrorKind;

use crate::cli::global::Format;
use crate::cli::{Cli, Command, WELCOME, environment, tip};
use crate::commands::{self, Context};
use crate::core::ask::Ask;
use crate::core::error::{Error, Result};
use crate::core::exit::ExitStatus;
use crate::core::io::{Env, Io};
use crate::core::lang::Lang;
use crate::core::redact::Redactor;
use crate::core::report::{Ending, Report};
use crate::render::out::Out;
use crate::render::{self, Look, Screen};

/// One run of leadctl, from `io`'s arguments to the exit status.
pub fn run(io: Io) -> ExitStatus {
    let redactor = Redactor::default();
    let out = Arc::new(Out::new(io.stdout, io.stderr, redactor.clone(), io.terminal.stdout));
    let cli = match parse(&io.args, &io.env) {
        Ok(cli) => cli,
        Err(error) => return not_parsed(&error, &io.args, &io.env, &out),
    };
    let look = Look::new(&cli.global, &io.env, &io.terminal, &io.cwd);
    let Some(command) = cli.command else {
        out.print(WELCOME);
        return ExitStatus::Good;
    };
    let may_ask = io.terminal.stdin && io.terminal.stderr && !cli.global.no_input;
    let ask: Option<Arc<dyn Ask>> = may_ask.then(|| Arc::new(render::ask::Terminal::new(look.color, io.end)) as Arc<dyn Ask>);
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| io.env.get(name));
    let context = Context {
        lang: cli.global.lang.unwrap_or_else(|| Lang::of_locale(locale)),
        global: cli.global,
        env: io.env,
        cwd: io.cwd,
        terminal: io.terminal,
        clock: io.clock,
        resolver: io.resolver,
        stdin: Mutex::new(io.stdin),
        redactor,
        progress: Arc::new(Screen::new(out.clone(), look.clone())),
        ask,
    };
    let name = command.name();
    let (status, done) = match may_speak(&command, context.global.format).and_then(|()| dispatch(&command, &context)) {
        Ok(report) => {
            let ending = commands::ending(&report);
            render::report(name, &report, &ending, &look, &out);
            let Ending { status, why } = ending;
            if let Some(why) = why {
                render::last_line(status, &why, &out);
            }
            (status, commands::done(&report))
        }
        Err(error) => {
            let error = cli.environment.name_in(error);
            render::failure(command.document(), &error, &look, &out);
            (ExitStatus::from(error.kind), None)
        }
    };
    // Results that nobody got are no success.
    match out.failure() {
        Some(why) => {
            let status = match (&done, status) {
                (None, _) => ExitStatus::Usage,
                // 2 would say that nothing was done.
                (Some(_), ExitStatus::Good) => ExitStatus::Unknown,
                (Some(_), status) => status,
            };
            let done = done.map_or_else(String::new, |done| format!("; all the same, {done}"));
            render::last_line(status, &format!("can't write to standard output: {why}{done}"), &out);
            status
        }
        None => status,
    }
}

/// The command line, and what of it the environment says; a variable that is empty says nothing.
fn parse(args: &[OsString], env: &Env) -> std::result::Result<Cli, clap::Error> {
    let nothing = |arg: &clap::Arg| arg.get_env().and_then(|name| name.to_str()).is_some_and(|name| env.is_empty(name));
    let plain = |arg: clap::Arg| if nothing(&arg) { arg.env(None) } else { arg };
    let mut command = Cli::command().mut_args(plain);
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |command| command.mut_args(plain));
    }
    let told = |error: clap::Error, command: &clap::Command| environment::named(tip::with_tip(error, command, args), command, args);
    let matches = match command.try_get_matches_from_mut(args) {
        Err(error) => match tip::help_of_help(&error, args) {
            Some(args) => return parse(&args, env),
            None => return Err(told(error, &command)),
        },
        Ok(matches) => matches,
    };
    Cli::of(&matches)
}

/// Refused before anything is done: what can't be shown shall not happen.
fn may_speak(command: &Command, format: Format) -> Result<()> {
    if command.speaks(format) {
        return Ok(());
    }
    let error =
        Error::usage("format-not-here", format!("{} does not speak --format {}", command.name().replace("leads-", "leads "), render::word(format)));
    let spoken: Vec<&str> = Format::value_variants().iter().filter(|format| command.speaks(**format)).map(|format| render::word(*format)).collect();
    let error = error.hint(format!("it speaks {}", spoken.join(", ")));
    Err(if format == Format::Curl { error.hint("curl goes with test-lead --dry-run") } else { error })
}

fn dispatch(command: &Command, context: &Context) -> Result<Report> {
    match command {
        Command::Configure(args) => commands::configure::run(args, context),
        Command::Validate(args) => commands::validate::run(args, context),
        Command::TestLead(args) => commands::test_lead::run(args, context),
        Command::Migrate(args) => commands::migrate::run(args, context),
        Command::Sandbox(args) => commands::sandbox::run(args, context),
        Command::Demo(_) => commands::demo::run(context),
        Command::Diagnose(args) => commands::diagnose::run(args, context),
        Command::Explain(args) => commands::explain::run(args, context),
        Command::Profile(args) => commands::profile::run(args, context),
        Command::Leads(args) => commands::leads::run(args, context),
        Command::Scaffold(args) => commands::scaffold::run(args, context),
        Command::Schema(args) => commands::schema::run(args),
        Command::Completions(args) => commands::completions::run(args),
        Command::Man(_) => commands::man::run(),
    }
}

/// What clap says: help and version are answers, the rest is a wrong call.
fn not_parsed(error: &clap::Error, args: &[OsString], env: &Env, out: &Out) -> ExitStatus {
    let text = error.render().to_string();
    if !error.use_stderr() {
        out.print(&text);
        return ExitStatus::Good;
    }
    let first = match error.kind() {
        // What clap shows then is the help, which begins with what the command is for.
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is missing behind it: choose one of those above".to_owned(),
        _ => why(&text),
    };
    out.tell(&text);
    let asked = args.windows(2).find(|pair| pair[0] == "--format").and_then(|pair| pair[1].to_str());
    let asked = asked.or_else(|| args.iter().find_map(|arg| arg.to_str()?.strip_prefix("--format="))).or_else(|| env.get("LEADCTL_FORMAT"));
    if asked == Some("json") {
        let commands = Cli::command();
        let name = args.iter().skip(1).filter_map(|arg| arg.to_str()).find(|arg| commands.find_subcommand(arg).is_some()).unwrap_or("leadctl");
        // The subcommands of leads have documents of their own.
        let following = args.iter().skip_while(|arg| *arg != name).nth(1).and_then(|arg| arg.to_str()).filter(|_| name == "leads");
        let name = following.map_or_else(|| name.to_owned(), |action| format!("{name}-{action}"));
        let name = if name == "test-lead" && args.iter().any(|arg| arg == "--dry-run") { "test-lead-dry-run".to_owned() } else { name };
        let look = Look {
            format: Format::Json,
            color: false,
            columns: None,
            quiet: false,
            verbose: 0,
            watched: false,
            config: None,
            ca_cert: None,
            root: render::Root::default(),
        };
        render::failure(&name, &Error::usage("usage", first), &look, out);
    } else {
        render::last_line(ExitStatus::Usage, &first, out);
    }
    ExitStatus::Usage
}

/// The first line of what clap says, with the names that it puts below where that line ends with a colon.
fn why(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim_start_matches("error: ");
    if !first.ends_with(':') {
        return first.to_owned();
    }
    let names: Vec<&str> = lines.take_while(|line| line.starts_with("  ")).map(str::trim).collect();
    format!("{first} {}", names.join(", ")).trim_end().to_owned()
}

/// Tells standard error that leadctl itself is broken. Neither the message nor a backtrace is shown: they may hold a value.
pub fn report_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
    // There is nobody left to tell of a broken standard error.
    let _ = std::io::stderr().write_all(render::panic_text(&place).as_bytes());
}
