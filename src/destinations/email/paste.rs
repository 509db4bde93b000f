//! What people paste: addresses and nothing else, out of Partner Center's field, a list or a mail program.

use crate::core::mail::{self, Verdict};
use crate::destinations::Paste;

pub(super) fn addresses(text: &str) -> Option<Paste> {
    let mut paste = Paste::default();
    let mut found: Vec<String> = Vec::new();
    for piece in text.split([';', ',', '\n', '\r']).map(str::trim).filter(|piece| !piece.is_empty()) {
        // Sales <sales@contoso.example>, as mail programs copy it.
        let inner = piece.split_once('<').and_then(|(_, rest)| rest.strip_suffix('>'));
        if inner.is_some() && paste.notes.is_empty() {
            paste.notes.push("the names around the addresses were removed".to_owned());
        }
        let address = inner.unwrap_or(piece).trim();
        if matches!(mail::judge(address), Verdict::Wrong(_)) {
            return None;
        }
        found.push(address.to_owned());
    }
    paste.values.push(("contact_email", found.join(";")));
    (!found.is_empty()).then_some(paste)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_addresses_are_taken_apart_and_other_texts_left_alone() {
        for text in ["a@contoso.example; b@contoso.example", "Ann <a@contoso.example>, b@contoso.example\n", "a@contoso.example\nb@contoso.example"] {
            assert_eq!(addresses(text).unwrap().values, [("contact_email", "a@contoso.example;b@contoso.example".to_owned())], "{text}");
        }
        for text in ["", "write to a@contoso.example", "https://contoso.example/hook", "a@contoso"] {
            assert!(addresses(text).is_none(), "{text}");
        }
    }
}
