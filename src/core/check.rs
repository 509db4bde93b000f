//! A named check of a destination: what it needs, how it is run, and what came of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::core::exchange::Exchange;
use crate::core::net::{BoxFuture, Net};
use crate::core::outcome::{Outcome, Skipped};
use crate::core::values::Values;

/// One check. The order of a destination's list is the order from cause to effect; what does not rest on each other runs side by side.
pub struct Check {
    /// `destination/check`.
    pub id: &'static str,
    pub title: &'static str,
    /// Ids of the checks that this one rests on: if one of them did not pass, this one is skipped.
    pub needs: &'static [&'static str],
    pub run: Run,
}

/// How a check comes to its outcome.
pub enum Run {
    /// By the offline findings that bear its id.
    Offline,
    /// The same whatever the values say: a verdict on the destination itself, offline too.
    Verdict(fn() -> CheckOutcome),
    /// By asking the network.
    Live(for<'a> fn(&'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome>),
}

/// What a live check has to work with.
pub struct CheckContext<'a> {
    pub values: &'a Values,
    /// A second profile's values, lent for what the first identity may not look at.
    pub admin: Option<&'a Values>,
    pub net: &'a dyn Net,
    pub memo: &'a Memo,
}

/// Exchanges that several checks of one profile read, so that each request is made once, even by checks that run side by side.
#[derive(Default)]
pub struct Memo(Mutex<HashMap<String, Arc<OnceCell<Arc<Exchange>>>>>);

impl Memo {
    /// The exchange of this name; the first to ask for it makes it, and whoever asks meanwhile waits for the same one.
    pub async fn once(&self, name: &str, make: impl Future<Output = Exchange>) -> Arc<Exchange> {
        let cell = {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(name.to_owned()).or_default())
        };
        Arc::clone(cell.get_or_init(|| async { Arc::new(make.await) }).await)
    }

    /// Whoever asks next makes it anew.
    pub fn forget(&self, name: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

/// What a check found. The catalogue adds cause and repair by `entry`.
#[derive(Debug, Clone)]
pub struct CheckOutcome {
    pub outcome: Outcome,
    pub message: String,
    pub entry: Option<&'static str>,
    /// The request, secrets removed.
    pub asked: Option<String>,
    /// The answer's status, code and words, secrets removed.
    pub answered: Option<String>,
    /// Why it was skipped, if it was.
    pub skipped: Option<Skipped>,
}

impl CheckOutcome {
    pub fn new(outcome: Outcome, message: impl Into<String>) -> Self {
        CheckOutcome { outcome, message: message.into(), entry: None, asked: None, answered: None, skipped: None }
    }

    pub fn pass(message: impl Into<String>) -> Self {
        CheckOutcome::new(Outcome::Pass, message)
    }

    pub fn fail(entry: &'static str, message: impl Into<String>) -> Self {
        CheckOutcome::new(Outcome::Fail, message).entry(entry)
    }

    pub fn warn(message: impl Into<String>) -> Self {
        CheckOutcome::new(Outcome::Warn, message)
    }

    pub fn unknown(message: impl Into<String>) -> Self {
        CheckOutcome::new(Outcome::Unknown, message)
    }

    pub fn skipped(why: Skipped, message: impl Into<String>) -> Self {
        CheckOutcome { skipped: Some(why), ..CheckOutcome::new(Outcome::Skipped, message) }
    }

    #[must_use]
    pub fn entry(mut self, id: &'static str) -> Self {
        self.entry = Some(id);
        self
    }

    /// Adds what was asked and what came back.
    #[must_use]
    pub fn seen(mut self, asked: impl Into<String>, answered: impl Into<String>) -> Self {
        self.asked = Some(asked.into());
        self.answered = Some(answered.into());
        self
    }
}
