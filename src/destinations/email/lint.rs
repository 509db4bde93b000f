//! What a list of addresses tells offline. People's addresses are the setting itself, so they are named in what is said.

use crate::core::finding::Finding;
use crate::core::mail::{self, Verdict};
use crate::core::redact::quote;

pub(super) const ADDRESSES: &str = "email/addresses";

const FIELD: &str = "contact_email";

/// `list`: as Partner Center takes it, separated by semicolons.
pub(super) fn findings(list: &str) -> Vec<Finding> {
    let addresses = mail::split(list);
    let mut found = Vec::new();
    if addresses.is_empty() {
        let message =
            "there is no address: write contact_email = [\"sales@contoso.example\"], or run leadctl configure email --contact-email ADDRESS";
        found.push(Finding::error(ADDRESSES, FIELD, message));
    }
    let mut known: Vec<String> = Vec::new();
    for address in addresses {
        let shown = quote(address, 80);
        match mail::judge(address) {
            Verdict::Good => {}
            Verdict::Doubtful(why) => found.push(Finding::warning(ADDRESSES, FIELD, format!("'{shown}': {why}"))),
            Verdict::Wrong(why) => found.push(Finding::error(ADDRESSES, FIELD, format!("'{shown}' is no e-mail address: {why}"))),
        }
        let same = address.trim().to_lowercase();
        if known.contains(&same) {
            found.push(Finding::warning(ADDRESSES, FIELD, format!("'{shown}' stands there twice")));
        }
        known.push(same);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::finding::Level;

    #[test]
    fn each_address_is_looked_at() {
        assert_eq!(findings("a@contoso.example;b@contoso.example"), []);
        let of = |list: &str| findings(list).into_iter().map(|finding| (finding.level, finding.message)).collect::<Vec<_>>();
        assert!(matches!(&of("")[..], [(Level::Error, message)] if message.contains("no address")));
        assert!(matches!(&of("a@contoso.example;A@Contoso.example")[..], [(Level::Warning, message)] if message.contains("twice")));
        assert!(matches!(&of("a@contoso.example; b@contoso.example")[..], [(Level::Warning, message)] if message.contains("blanks")));
        assert!(matches!(&of("a@contoso.example,b@contoso.example")[..], [(Level::Error, message)] if message.contains("';'")));
    }
}
