//! Questions at a terminal, on standard error, by dialoguer.

use std::time::Duration;

use dialoguer::console::{Term, style};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, Password, Select};

use crate::core::ask::Ask;
use crate::core::error::{Error, ErrorKind, Result};
use crate::core::exit::ExitStatus;

pub struct Terminal {
    term: Term,
    theme: Box<dyn Theme + Send + Sync>,
    end: fn(ExitStatus),
    idle: interrupt::Idle,
}

impl Terminal {
    /// `end` ends the process when Ctrl-C is pressed while a question is open: dialoguer can't return from one.
    pub fn new(color: bool, end: fn(ExitStatus)) -> Self {
        // A tick would call an answer good before it was looked at.
        let plain = ColorfulTheme { success_prefix: style("›".to_owned()).for_stderr().dim(), ..ColorfulTheme::default() };
        let theme: Box<dyn Theme + Send + Sync> = if color { Box::new(plain) } else { Box::new(SimpleTheme) };
        Terminal { term: Term::stderr(), theme, end, idle: interrupt::Idle::new() }
    }

    fn ask<T>(&self, question: impl FnOnce(&Term) -> dialoguer::Result<T>) -> Result<T> {
        let guard = interrupt::Guard::new(self.term.clone(), self.end, &self.idle);
        let answer = question(&self.term);
        if matches!(&answer, Err(dialoguer::Error::IO(error)) if error.kind() == std::io::ErrorKind::Interrupted) {
            // The reading has seen the signal first; the guard, which knows what signal that is, ends the run.
            std::thread::sleep(Duration::from_secs(1));
        }
        drop(guard);
        answer.map_err(|dialoguer::Error::IO(error)| {
            if error.kind() == std::io::ErrorKind::Interrupted {
                return Error::interrupted();
            }
            Error::new(ErrorKind::Usage, "no-terminal", "nothing can be asked here").because(error).hint("give everything by flags, and --no-input")
        })
    }
}

impl Ask for Terminal {
    fn say(&self, text: &str) {
        // What can't be shown can't be asked about either: the question that follows tells.
        let width = usize::from(self.term.size().1).clamp(40, 100);
        for line in crate::core::text::sanitise(text).lines() {
            let indent = " ".repeat(line.len() - line.trim_start().len());
            // What follows a label hangs two further in.
            let options =
                textwrap::Options::new(width).initial_indent(&indent).break_words(false).word_splitter(textwrap::WordSplitter::NoHyphenation);
            let hanging = if indent.is_empty() { String::new() } else { format!("{indent}  ") };
            let wrapped = textwrap::wrap(line.trim_start(), options.subsequent_indent(&hanging));
            let _ = self.term.write_line(&wrapped.join("\n"));
        }
    }

    fn text(&self, prompt: &str, default: Option<&str>) -> Result<String> {
        let mut input = Input::<String>::with_theme(&*self.theme).with_prompt(prompt).allow_empty(true);
        if let Some(default) = default {
            input = input.default(default.to_owned());
        }
        self.ask(|term| input.interact_text_on(term))
    }

    fn secret(&self, prompt: &str) -> Result<String> {
        let input = Password::with_theme(&*self.theme).with_prompt(prompt).allow_empty_password(true);
        self.ask(|term| {
            let _ends = terminal::end_of_input_stops();
            input.interact_on(term)
        })
    }

    fn pasted(&self, read: &mut dyn FnMut() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
        let _guard = interrupt::Guard::new(self.term.clone(), self.end, &self.idle);
        let _unseen = terminal::unseen();
        self.say(if cfg!(windows) {
            "Paste it now, then press Enter, Ctrl-Z and Enter."
        } else {
            "Paste it now (it is not shown), then press Enter and Ctrl-D."
        });
        read()
    }

    fn choose(&self, prompt: &str, items: &[String], default: usize) -> Result<usize> {
        // An item that wraps would be redrawn in the wrong place.
        let width = usize::from(self.term.size().1).saturating_sub(4).max(20);
        let items: Vec<String> = items.iter().map(|item| crate::core::text::excerpt(item, width)).collect();
        let input = Select::with_theme(&*self.theme).with_prompt(prompt).items(&items).default(default);
        self.ask(|term| input.interact_on(term))
    }

    fn confirm(&self, prompt: &str, default: bool) -> Result<bool> {
        let input = Confirm::with_theme(&*self.theme).with_prompt(prompt).default(default);
        self.ask(|term| input.interact_on(term))
    }
}

/// The terminal's own settings, put back when what is returned is dropped.
#[cfg(unix)]
mod terminal {
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

    pub(super) struct Before(Termios);

    impl Drop for Before {
        fn drop(&mut self) {
            let _ = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &self.0);
        }
    }

    fn with(change: impl FnOnce(&mut Termios)) -> Option<Before> {
        let before = tcgetattr(rustix::stdio::stdin()).ok()?;
        let mut now = before.clone();
        change(&mut now);
        tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &now).ok()?;
        Some(Before(before))
    }

    /// What is typed is not shown.
    pub(super) fn unseen() -> Option<Before> {
        with(|now| now.local_modes.remove(LocalModes::ECHO))
    }

    /// Ctrl-D sends the signal that Ctrl-\ sends otherwise: as the end of a line that is read, it would pass for an empty answer.
    pub(super) fn end_of_input_stops() -> Option<Before> {
        with(|now| now.special_codes[SpecialCodeIndex::VQUIT] = now.special_codes[SpecialCodeIndex::VEOF])
    }

    /// Whether that is so now.
    pub(super) fn is_stopped_by_end_of_input() -> bool {
        let same = |now: Termios| now.special_codes[SpecialCodeIndex::VQUIT] == now.special_codes[SpecialCodeIndex::VEOF];
        tcgetattr(rustix::stdio::stdin()).is_ok_and(same)
    }
}

#[cfg(not(unix))]
mod terminal {
    /// Elsewhere nothing is changed: a paste is shown.
    pub(super) struct Before;

    pub(super) fn unseen() -> Before {
        Before
    }

    pub(super) fn end_of_input_stops() -> Before {
        Before
    }
}

/// Ctrl-C, the end of input or a termination request while a question is open: the terminal is put back as it was (echo on, cursor shown), and the run ends with 130.
#[cfg(unix)]
mod interrupt {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread::JoinHandle;

    use dialoguer::console::Term;
    use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
    use signal_hook::consts::{SIGINT, SIGQUIT, SIGTERM};
    use signal_hook::flag::register_conditional_default;
    use signal_hook::iterator::{Handle, Signals};

    use super::terminal;
    use crate::core::exit::ExitStatus;
    use crate::core::stop;

    /// Whether no question is open. Ctrl-\ ends the process then, as it always does: what has been listened to once would be ignored.
    pub(super) struct Idle(Arc<AtomicBool>);

    impl Idle {
        pub(super) fn new() -> Self {
            let idle = Arc::new(AtomicBool::new(true));
            let _ = register_conditional_default(SIGQUIT, idle.clone());
            Idle(idle)
        }
    }

    pub(super) struct Guard {
        listening: Option<(Handle, JoinHandle<()>)>,
        idle: Arc<AtomicBool>,
    }

    impl Guard {
        /// Where signals can't be listened to, Ctrl-C ends the process as it always does.
        pub(super) fn new(term: Term, end: fn(ExitStatus), idle: &Idle) -> Self {
            let idle = idle.0.clone();
            let before = tcgetattr(rustix::stdio::stdin()).ok();
            let Ok(mut signals) = Signals::new([SIGINT, SIGQUIT, SIGTERM]) else { return Guard { listening: None, idle } };
            idle.store(false, Ordering::Relaxed);
            let handle = signals.handle();
            let thread = std::thread::spawn(move || {
                let first = signals.forever().next();
                // A reading that any signal interrupts sends Ctrl-C's as well.
                if let Some(signal) = first.map(|first| signals.pending().fold(first, std::cmp::max)) {
                    if signal != SIGINT {
                        stop::came_from_outside();
                    }
                    let ended = signal == SIGQUIT && terminal::is_stopped_by_end_of_input();
                    if let Some(before) = before {
                        let _ = tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &before);
                    }
                    let _ = term.show_cursor();
                    let why = if ended { "stopped by the end of input" } else { stop::words() };
                    let _ = term.write_line(&format!("\nleadctl: exit 130: {why}"));
                    end(ExitStatus::Interrupted);
                }
            });
            Guard { listening: Some((handle, thread)), idle }
        }
    }

    impl Drop for Guard {
        fn drop(&mut self) {
            if let Some((handle, thread)) = self.listening.take() {
                handle.close();
                let _ = thread.join();
            }
            self.idle.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(not(unix))]
mod interrupt {
    use dialoguer::console::Term;

    use crate::core::exit::ExitStatus;

    pub(super) struct Idle;

    impl Idle {
        pub(super) fn new() -> Self {
            Idle
        }
    }

    /// Elsewhere Ctrl-C ends the process as it always does.
    pub(super) struct Guard;

    impl Guard {
        pub(super) fn new(_: Term, _: fn(ExitStatus), _: &Idle) -> Self {
            Guard
        }
    }
}
