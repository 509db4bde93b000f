//! What every profile may have beside its destination's settings, in its form: configure refuses what is wrong in it, validate reports it.
//! And a credential in a setting that is none, which configure refuses too.

use crate::core::error::Error;
use crate::core::mail::{self, Verdict};
use crate::core::redact::misplaced;

/// A value that can't be right.
pub(super) struct Mistake {
    /// The TOML key.
    pub(super) field: &'static str,
    pub(super) message: String,
    /// How the right value looks.
    pub(super) shape: &'static str,
}

pub(super) fn mistakes<'a>(contact_email: &'a [String], offer: Option<&str>) -> Vec<Mistake> {
    let mut found = Vec::new();
    let each = |list: &'a String| Some(mail::split(list)).filter(|found| !found.is_empty()).unwrap_or_else(|| vec![list.as_str()]);
    for address in contact_email.iter().flat_map(each) {
        if let Verdict::Wrong(why) = mail::judge(address) {
            let message = format!("'{address}' is no e-mail address: {why}");
            found.push(Mistake { field: "contact_email", message, shape: "give one address each, such as sales@contoso.example" });
        }
    }
    let is_id = |text: &str| {
        text.split_once('.').is_some_and(|(publisher, offer)| !publisher.is_empty() && !offer.is_empty() && !offer.contains(char::is_whitespace))
    };
    if let Some(offer) = offer.filter(|offer| !is_id(offer)) {
        let message = format!("'{offer}' is no offer's ID");
        let shape = "it is publisherid.offerid, such as contoso.contoso-analytics; the display name is the offer_title";
        found.push(Mistake { field: "offer", message, shape });
    }
    found
}

/// Why this value may not stand in a setting that is kept and shown as it is: it looks like a credential. `name` is the flag's or the question's.
pub(super) fn misplaced_in(name: &str, value: &str) -> Option<String> {
    misplaced(value).map(|look| format!("{name}: this looks like {look}, and would be kept and shown as it is"))
}

/// The refusal of such a value.
pub(super) fn refuse_misplaced(name: &str, value: &str) -> Result<(), Error> {
    match misplaced_in(name, value) {
        None => Ok(()),
        Some(why) => Err(Error::usage("secret-in-setting", why)
            .hint("give what belongs there; a secret goes into a setting of its own, as a reference: env:NAME, file:PATH, keyring:ENTRY, command:…")
            .hint("nothing was written")),
    }
}
