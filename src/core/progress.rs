//! What a command tells while it runs. `render` decides whether anybody sees it.

use crate::core::exchange::Exchange;
use crate::core::report::ProfileReport;
use crate::core::test_lead_report::DeliveryReport;

/// Something that just happened.
pub enum Event<'a> {
    /// Work on one profile begins.
    Started { profile: &'a str, doing: &'a str },
    /// What [`Event::Started`] showed is over.
    Paused,
    /// One profile's checks are done, of so many profiles.
    Validated { report: &'a ProfileReport, of: usize },
    /// One profile's lead is through, of so many profiles.
    Delivered { report: &'a DeliveryReport, of: usize },
    /// How far it is, for those who watch; empty: nothing more to say.
    Status(&'a str),
    /// A request and its answer, for `-vv`.
    Exchanged(&'a Exchange),
    /// A result that is streamed: one line for people, or the same as one line of JSON, whichever is wanted.
    Line { human: &'a dyn Fn() -> String, json: &'a dyn Fn() -> String },
    /// The same, of whose JSON each value that may hold a secret was cleaned by itself.
    Found { human: &'a dyn Fn() -> String, json: &'a dyn Fn() -> String },
    /// How far a long work is; `milestone`: worth a line of its own where lines can't be overwritten.
    Counted { text: &'a str, milestone: bool },
    /// Something the user should know while it goes on.
    Note(&'a str),
}

pub trait Progress: Send + Sync {
    fn tell(&self, event: Event<'_>);

    /// Results that are streamed as they are: somebody's own data. An error says that nobody takes them any more.
    fn data(&self, bytes: &[u8]) -> std::io::Result<()> {
        let _ = bytes;
        Ok(())
    }

    /// Whoever read the results has closed the pipe: what goes on only to tell them may end.
    fn unread(&self) -> bool {
        false
    }
}
