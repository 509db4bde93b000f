//! Questions at a terminal, on standard error, by dialoguer.

use dialoguer::console::Term;
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, Password, Select};

use crate::core::ask::Ask;
use crate::core::error::{Error, ErrorKind, Result};

pub struct Terminal {
    term: Term,
    theme: Box<dyn Theme + Send + Sync>,
}

impl Terminal {
    pub fn new(color: bool) -> Self {
        let theme: Box<dyn Theme + Send + Sync> = if color { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) };
        Terminal { term: Term::stderr(), theme }
    }

    fn failed(&self, error: dialoguer::Error) -> Error {
        let dialoguer::Error::IO(error) = error;
        // A prompt that ends early leaves the cursor hidden.
        let _ = self.term.show_cursor();
        if error.kind() == std::io::ErrorKind::Interrupted {
            return Error::interrupted();
        }
        Error::new(ErrorKind::Usage, "no-terminal", "nothing can be asked here").because(error).hint("give everything by flags, and --no-input")
    }
}

impl Ask for Terminal {
    fn say(&self, text: &str) {
        // What can't be shown can't be asked about either: the question that follows tells.
        let _ = self.term.write_line(&crate::core::text::sanitise(text));
    }

    fn text(&self, prompt: &str, default: Option<&str>) -> Result<String> {
        let mut input = Input::<String>::with_theme(&*self.theme).with_prompt(prompt).allow_empty(true);
        if let Some(default) = default {
            input = input.default(default.to_owned());
        }
        input.interact_text_on(&self.term).map_err(|error| self.failed(error))
    }

    fn secret(&self, prompt: &str) -> Result<String> {
        Password::with_theme(&*self.theme).with_prompt(prompt).allow_empty_password(true).interact_on(&self.term).map_err(|error| self.failed(error))
    }

    fn choose(&self, prompt: &str, items: &[String]) -> Result<usize> {
        Select::with_theme(&*self.theme).with_prompt(prompt).items(items).default(0).interact_on(&self.term).map_err(|error| self.failed(error))
    }

    fn confirm(&self, prompt: &str, default: bool) -> Result<bool> {
        Confirm::with_theme(&*self.theme).with_prompt(prompt).default(default).interact_on(&self.term).map_err(|error| self.failed(error))
    }
}
