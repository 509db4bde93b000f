//! What is shown while a command runs: lines as profiles finish, progress on a terminal, exchanges with -vv.

use std::path::Path;
use std::sync::Arc;

use crate::cli::global::{Color, Format, Global, again};
use crate::core::exchange::{Exchange, WireResponse};
use crate::core::io::{Env, Terminal};
use crate::core::progress::{Event, Progress};
use crate::core::redact::Redactor;
use crate::core::text::{sanitise, visible_json};
use crate::render::human;
use crate::render::out::Out;
use crate::render::page::Page;
use crate::render::root::Root;

/// How output looks in this run.
#[derive(Debug, Clone)]
pub struct Look {
    pub format: Format,
    pub color: bool,
    pub columns: Option<u16>,
    pub quiet: bool,
    pub verbose: u8,
    /// Progress is for people who watch.
    pub watched: bool,
    /// The profile file that was named with --config: a command that is offered must name it too.
    pub config: Option<String>,
    /// The same of --ca-cert.
    pub ca_cert: Option<String>,
    /// What paths in annotations and code scanning are told from.
    pub root: Root,
}

impl Look {
    /// A command to go on with, as it has to be typed here.
    pub fn command(&self, line: &str) -> String {
        again(line, self.config.as_deref(), self.ca_cert.as_deref())
    }

    pub fn new(global: &Global, env: &Env, terminal: &Terminal, cwd: &Path) -> Self {
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            // no-color.org and bixense.com/clicolors
            Color::Auto if env.get("NO_COLOR").is_some() => false,
            Color::Auto if env.get("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
            Color::Auto => terminal.stdout && env.get("TERM") != Some("dumb") && env.get("CLICOLOR") != Some("0"),
        };
        Look {
            format: global.format,
            color,
            columns: terminal.columns,
            quiet: global.quiet,
            verbose: global.verbose,
            watched: terminal.stderr && !global.quiet && env.get("TERM") != Some("dumb"),
            config: global.config.as_ref().map(|path| path.display().to_string()),
            ca_cert: global.ca_cert.as_ref().map(|path| path.display().to_string()),
            root: Root::new(cwd, env.get("GITHUB_WORKSPACE"), global.config.as_deref()),
        }
    }

    pub fn page(&self, redactor: &Redactor) -> Page {
        Page::new(self.columns, self.color, redactor).quiet(self.quiet)
    }
}

/// Listens to a command and shows what is worth showing.
pub struct Screen {
    out: Arc<Out>,
    look: Look,
}

/// Bytes of a body that -vv shows.
const MOST_SHOWN: usize = 2000;

impl Screen {
    pub fn new(out: Arc<Out>, look: Look) -> Self {
        Screen { out, look }
    }

    /// One of several profiles is done: it comes when it comes, and the page tells of all in their order.
    fn line_of_many(&self, text: impl FnOnce(&mut Page)) {
        if self.look.format == Format::Human && !self.look.quiet {
            let mut page = Page::new(self.look.columns, self.look.color && self.look.watched, self.out.redactor());
            text(&mut page);
            self.out.tell(&page.into_text());
        }
    }

    fn wipe(&self) {
        if self.look.watched {
            self.out.tell("\r\u{1b}[K");
        }
    }

    /// A result that is streamed, whichever of the two is wanted; `print` is how its JSON gets out.
    fn result(&self, human: &dyn Fn() -> String, json: &dyn Fn() -> String, print: fn(&Out, &str)) {
        match self.look.format {
            Format::Json | Format::Ndjson => print(&self.out, &visible_json(&(json() + "\n"))),
            _ => self.out.print(&format!("{}\n", sanitise(&human()))),
        }
    }

    fn exchange(&self, exchange: &Exchange) {
        if self.look.verbose < 2 {
            return;
        }
        let mut text = format!("> {}\n", exchange.asked_line());
        for (name, value) in &exchange.asked.headers {
            text.push_str(&format!("> {name}: {value}\n"));
        }
        if let Some(body) = &exchange.asked.body {
            text.push_str(&format!("> {body}\n"));
        }
        match &exchange.answer {
            Ok(response) => text.push_str(&answer(response, exchange.asked.private_answer)),
            Err(error) => text.push_str(&format!("< no answer: {}\n", error.message)),
        }
        text.push_str(&format!(
            "* {} ms, {} attempt{}\n",
            exchange.took.as_millis(),
            exchange.attempts,
            if exchange.attempts == 1 { "" } else { "s" }
        ));
        self.wipe();
        self.out.tell(&sanitise(&text));
    }
}

fn answer(response: &WireResponse, private: bool) -> String {
    let mut text = format!("< {} {}\n", response.version, response.status);
    for (name, value) in &response.headers {
        // A cookie may be a session; nobody needs it to find out what is wrong.
        let value = if name == "set-cookie" { crate::core::secret::REDACTED.into() } else { crate::core::redact::mask_people(value) };
        text.push_str(&format!("< {name}: {value}\n"));
    }
    // An error's body is the service's own.
    if private && response.is_success() {
        text.push_str(&format!("< ({} bytes that may be people's data, not shown)\n", response.body.len()));
        return text;
    }
    let body = response.text();
    if !body.is_empty() {
        let body = crate::core::redact::mask_people(&body);
        let shown: String = body.chars().take(MOST_SHOWN).collect();
        let cut = if shown.len() < body.len() || response.cut { "…(cut)" } else { "" };
        // Each line behind its mark: a line of a body must not pass for one of the log.
        for line in shown.lines() {
            text.push_str(&format!("< {line}\n"));
        }
        if !cut.is_empty() {
            text.push_str(&format!("< {cut}\n"));
        }
    }
    text
}

impl Progress for Screen {
    fn tell(&self, event: Event<'_>) {
        match event {
            Event::Started { profile, doing } => {
                if self.look.watched {
                    self.out.tell(&format!("\r\u{1b}[K… {doing} {profile}"));
                }
            }
            Event::Paused => self.wipe(),
            Event::Validated { report, of } => {
                self.wipe();
                if of > 1 {
                    self.line_of_many(|page| human::validate::line(report, page));
                }
            }
            Event::Delivered { report, of } => {
                self.wipe();
                if of > 1 {
                    self.line_of_many(|page| human::test_lead::line(report, page));
                }
            }
            Event::Status(text) => {
                if self.look.watched {
                    self.out.tell(&format!("\r\u{1b}[K{}", sanitise(text)));
                }
            }
            Event::Exchanged(exchange) => self.exchange(exchange),
            Event::Line { human, json } => self.result(human, json, Out::print),
            Event::Found { human, json } => self.result(human, json, Out::print_clean),
            Event::Counted { text, milestone } => {
                if self.look.watched {
                    self.out.tell(&format!("\r\u{1b}[K… {}", sanitise(text)));
                } else if milestone && !self.look.quiet {
                    self.out.tell(&format!("… {}\n", sanitise(text)));
                }
            }
            Event::Note(text) => {
                if !self.look.quiet {
                    self.wipe();
                    self.out.tell(&format!("{}\n", sanitise(text)));
                }
            }
        }
    }

    fn data(&self, bytes: &[u8]) -> std::io::Result<()> {
        self.out.data(bytes)
    }

    fn unread(&self) -> bool {
        self.out.unread()
    }
}
