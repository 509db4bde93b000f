//! What every profile may have beside its destination's settings, in its form: configure refuses what is wrong in it, validate reports it.

use crate::core::mail::{self, Verdict};

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
