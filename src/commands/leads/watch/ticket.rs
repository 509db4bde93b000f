//! The text for a support ticket: what Microsoft's support needs to know, and no secret and no person's data.

use jiff::Timestamp;

use super::side::Side;
use crate::core::outcome::Outcome;
use crate::core::profile::Profile;
use crate::core::watch_report::{ANY_OFFER, NO_OFFER, WatchedProfile};
use crate::destinations;

pub(super) fn text(profile: &Profile, watched: &WatchedProfile, now: Timestamp) -> String {
    let label = destinations::find(&profile.destination).map_or(profile.destination.as_str(), |destination| destination.spec().label);
    let mut lines = vec![
        "Subject: Leads from the commercial marketplace are not delivered".to_owned(),
        String::new(),
        format!("Lead destination: {label}, {}", watched.read.place),
    ];
    lines.extend(profile.offer.as_ref().map(|offer| format!("Offer (publisher ID.offer ID): {offer}")));
    for offer in watched.offers.iter().filter(|offer| offer.outcome == Outcome::Fail) {
        let last = offer.last.as_deref().map_or_else(
            || "no lead has ever arrived".to_owned(),
            |last| {
                let leads = if offer.leads == 1 { "1 lead".to_owned() } else { format!("{} leads", offer.leads) };
                format!("the last lead is of {} UTC; {leads} arrived until then", minute(last))
            },
        );
        lines.push(format!("Silent: {}; {last}", offer.words()));
    }
    for offer in watched.offers.iter().filter(|offer| offer.outcome == Outcome::Pass) {
        lines.push(format!("Not silent: {}; the last lead is of {} UTC", offer.words(), minute(offer.last.as_deref().unwrap_or_default())));
    }
    lines.push(String::new());
    let side = Side::of_destination(&watched.checks);
    lines.push(format!("Checked on our side at {} UTC: {}", minute(&now.to_string()), side.for_support()));
    if let Some(lead) = &watched.test_lead {
        let seen = if lead.verified { "was stored and read back" } else { "was accepted" };
        lines.push(format!("A test lead in the shape of yours ({}) {seen} within {}.", lead.marker, seconds(lead.duration_ms)));
    }
    lines.push(String::new());
    lines.push(request(watched));
    lines.join("\n")
}

/// Where no lead was ever seen there is no time since when they are missing.
fn request(watched: &WatchedProfile) -> String {
    let silent: Vec<_> = watched.offers.iter().filter(|offer| offer.outcome == Outcome::Fail).collect();
    let these = match silent.as_slice() {
        [one] if [NO_OFFER, ANY_OFFER].contains(&one.offer.as_str()) => "this destination",
        [_] => "this offer",
        _ => "these offers",
    };
    let ever = silent.iter().any(|offer| offer.last.is_some());
    match (silent.is_empty(), ever) {
        (_, true) => {
            format!("Please check the delivery of leads for {these} since then, and tell us whether leads of that time can still be delivered.")
        }
        (false, false) => format!("Please check the delivery of leads for {these}, and tell us why none has arrived."),
        (true, false) => "Please check the delivery of leads to this destination, and tell us why none has arrived.".to_owned(),
    }
}

fn minute(at: &str) -> String {
    at.chars().take(16).collect::<String>().replace('T', " ")
}

/// `2.1 s`.
pub(super) fn seconds(ms: u64) -> String {
    match ms {
        0..100 => "less than 0.1 s".to_owned(),
        _ => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
    }
}
