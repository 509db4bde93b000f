//! `leadctl man`: the man page, every command with its flags on one page.

use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::Cli;
use crate::core::error::{Error, Result};
use crate::core::report::Report;

const ENVIRONMENT: &str = ".SH ENVIRONMENT
Common options can be set in the environment too: LEADCTL_PROFILE, LEADCTL_CONFIG, LEADCTL_FORMAT, LEADCTL_LANG, LEADCTL_QUIET, LEADCTL_COLOR,
LEADCTL_NO_INPUT, LEADCTL_TIMEOUT, LEADCTL_CA_CERT, and the catalogue of one's own: LEADCTL_CATALOGUE.
LEADCTL_QUIET and LEADCTL_NO_INPUT are 1 or 0 (also yes, no, on, off, true, false); a variable that is empty counts as not set.
HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and NO_COLOR are honoured.
";

const EXIT_STATUS: &str = ".SH \"EXIT STATUS\"
.TP
0
All good: every check passed; the lead was accepted and, where it can be read back, found; the error text is known.
.TP
1
It ran, and the news is bad: a check failed, the lead was refused or did not arrive; nothing in the text is known.
.TP
2
The call, the profile file or a secret reference is wrong; nothing was sent.
.TP
3
Could not tell: no network, no answer in time, or \\-\\-require\\-verified and nothing to read back with.
.TP
70
A bug of leadctl's own.
.TP
130
Interrupted, or a no to a question.
";

pub fn run() -> Result<Report> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    write(&told(command), &mut page).map_err(|error| Error::file("man-page", "the man page could not be made").because(error))?;
    Ok(Report::Text(String::from_utf8_lossy(&page).into_owned()))
}

/// What `-h` leaves out for brevity has its description here.
fn told(command: clap::Command) -> clap::Command {
    command.mut_args(|arg| arg.hide_short_help(false)).mut_subcommands(told)
}

fn write(command: &clap::Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    let man = Man::new(command.clone()).title("LEADCTL").section("1").manual("leadctl");
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    write_below(command, "LEADCTL", page)?;
    page.extend_from_slice(ENVIRONMENT.as_bytes());
    page.extend_from_slice(EXIT_STATUS.as_bytes());
    Ok(())
}

/// Each command below `command`, and those below it. `name`: what is typed for `command`, in capitals.
fn write_below(command: &clap::Command, name: &str, page: &mut Vec<u8>) -> std::io::Result<()> {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("{name} {}", sub.get_name().to_uppercase());
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        page.extend_from_slice(format!(".SH \"{name}\"\n{about}\n").as_bytes());
        // Options that all commands share stand above already.
        let own = sub.clone().mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg });
        let man = Man::new(own);
        let mut synopsis = Vec::new();
        man.render_synopsis_section(&mut synopsis)?;
        man.render_options_section(&mut synopsis)?;
        page.extend_from_slice(String::from_utf8_lossy(&synopsis).replace(".SH SYNOPSIS\n", ".PP\n").replace(".SH OPTIONS\n", "").as_bytes());
        write_below(sub, &name, page)?;
    }
    Ok(())
}
