//! Asking the user: what a wizard needs of a terminal. `render` implements it.

use crate::core::error::Result;

pub trait Ask: Send + Sync {
    /// Something to read before the next question.
    fn say(&self, text: &str);

    /// A line of text; an empty answer takes the default.
    fn text(&self, prompt: &str, default: Option<&str>) -> Result<String>;

    /// A line that is not shown while it is typed.
    fn secret(&self, prompt: &str) -> Result<String>;

    /// Many lines at once, not shown: says how to end them, and lets `read` take them from standard input.
    fn pasted(&self, read: &mut dyn FnMut() -> Result<Vec<u8>>) -> Result<Vec<u8>>;

    /// The index of the chosen item; Enter alone takes the one at `default`.
    fn choose(&self, prompt: &str, items: &[String], default: usize) -> Result<usize>;

    fn confirm(&self, prompt: &str, default: bool) -> Result<bool>;
}
