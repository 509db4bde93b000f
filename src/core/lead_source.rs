//! Where a lead comes from, what the customer did and for which offer, in all the shapes in which that arrives.
//!
//! Source: Microsoft's pages "Get customer leads" and its FAQ (the codes and the combined string), and a reply of Microsoft's staff
//! (SPZA is what arrives for AppSource). What is in neither is kept as it came.

/// How Marketplace marks its test leads; digits follow.
pub const TEST_MARKER: &str = "MSFT_TEST_";

/// Source codes and what they stand for.
const SOURCES: [(&str, &str); 6] = [
    ("AzureMarketplace", "Azure Marketplace"),
    ("AzurePortal", "Azure portal"),
    ("SPZA", "AppSource"),
    ("AppSource (SPZA)", "AppSource"),
    ("AppSource", "AppSource"),
    ("TestDrive", "Test Drive"),
];

/// Action codes, a few words, and what the customer did.
const ACTIONS: [(&str, &str, &str); 5] = [
    ("INS", "installation", "the customer pressed the button that acquires the offer"),
    ("PLT", "contact me", "the customer pressed Contact me on AppSource (partner-led trial)"),
    ("DNC", "do not contact", "a partner listed on the same page was asked for; this customer is not to be contacted"),
    ("Create", "purchase in the Azure portal", "the customer bought the offer into their account, inside the Azure portal"),
    ("StartTestDrive", "test drive started", "the customer started their test drive"),
];

/// The parts of a lead source; what a text does not tell is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadSource {
    pub source: Option<String>,
    pub action: Option<String>,
    pub offer: Option<String>,
}

impl LeadSource {
    /// `Source-Action|Offer`, or the source alone. Blanks around the parts are not theirs.
    pub fn parse(text: &str) -> LeadSource {
        let (left, offer) = match text.split_once('|') {
            Some((left, offer)) => (left.trim(), filled(offer)),
            None => (text.trim(), None),
        };
        let combined = left.rsplit_once('-').filter(|(_, action)| {
            // Without an offer behind it a hyphen may well belong to the source.
            text.contains('|') || action_words(action.trim()).is_some() || has_marker(action)
        });
        match combined {
            Some((source, action)) => LeadSource { source: filled(source), action: filled(action), offer },
            None => LeadSource { source: filled(left), action: None, offer },
        }
    }

    /// Whether a text has the form of a combined source: known codes, or whatever codes in front of an offer. A title that people wrote, such
    /// as `Fair - day 2 | Berlin`, has not.
    pub fn is_combined(text: &str) -> bool {
        let parsed = LeadSource::parse(text);
        let is_code = |part: &Option<String>| {
            part.as_ref().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') || source_name(part).is_some())
        };
        let is_known = parsed.source.as_deref().is_some_and(|code| source_name(code).is_some() || has_marker(code));
        is_known || parsed.offer.is_some() && is_code(&parsed.source) && is_code(&parsed.action)
    }

    /// Whether the text says more than the source alone, or a source that is known.
    pub fn is_known(&self) -> bool {
        self.action.is_some() || self.offer.is_some() || self.source.as_deref().is_some_and(|code| source_name(code).is_some() || has_marker(code))
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// `Azure Marketplace` for `AzureMarketplace`.
pub fn source_name(code: &str) -> Option<&'static str> {
    SOURCES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, name)| *name)
}

/// A few words for an action code.
pub fn action_words(code: &str) -> Option<&'static str> {
    ACTIONS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(code)).map(|(_, words, _)| *words)
}

/// What the customer did, as a sentence.
pub fn action_meaning(code: &str) -> Option<&'static str> {
    ACTIONS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(code)).map(|(.., meaning)| *meaning)
}

/// The customer is not to be contacted.
pub fn is_do_not_contact(action: &str) -> bool {
    action.eq_ignore_ascii_case("DNC")
}

/// The marker of a test lead with its digits, wherever it stands in the text.
pub fn has_marker(text: &str) -> bool {
    const DIGITS: usize = 6;
    let mut rest = text.as_bytes();
    // Asked of every text of every lead: looking for the first letter costs less than a search that is made ready for each text.
    while let Some(at) = memchr::memchr(b'M', rest) {
        if let Some(behind) = rest[at..].strip_prefix(TEST_MARKER.as_bytes())
            && behind.iter().take_while(|byte| byte.is_ascii_digit()).count() >= DIGITS
        {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> [Option<String>; 3] {
        let LeadSource { source, action, offer } = LeadSource::parse(text);
        [source, action, offer]
    }

    #[test]
    fn every_shape_of_a_source_is_read() {
        for (text, want) in [
            ("AzureMarketplace-INS|contoso.crm", [Some("AzureMarketplace"), Some("INS"), Some("contoso.crm")]),
            (
                "AzureMarketplace-INS|docusign.3701c77e-1cfa-4c56-91e6-3ed0b622145a",
                [Some("AzureMarketplace"), Some("INS"), Some("docusign.3701c77e-1cfa-4c56-91e6-3ed0b622145a")],
            ),
            (" SPZA-DNC | contoso.crm ", [Some("SPZA"), Some("DNC"), Some("contoso.crm")]),
            ("AppSource (SPZA)-PLT|contoso.crm", [Some("AppSource (SPZA)"), Some("PLT"), Some("contoso.crm")]),
            ("AzurePortal-Create|contoso.crm", [Some("AzurePortal"), Some("Create"), Some("contoso.crm")]),
            ("TestDrive-StartTestDrive|contoso.crm", [Some("TestDrive"), Some("StartTestDrive"), Some("contoso.crm")]),
            ("AzureMarketplace", [Some("AzureMarketplace"), None, None]),
            ("azuremarketplace-ins", [Some("azuremarketplace"), Some("ins"), None]),
            ("Trade-show", [Some("Trade-show"), None, None]),
            (
                "MSFT_TEST_636573304831318844-MSFT_TEST_636573304831318844|Contoso Test",
                [Some("MSFT_TEST_636573304831318844"), Some("MSFT_TEST_636573304831318844"), Some("Contoso Test")],
            ),
            ("", [None, None, None]),
            ("|", [None, None, None]),
        ] {
            assert_eq!(parts(text), want.map(|part| part.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn a_title_that_people_wrote_is_no_source() {
        for (text, want) in [
            ("AzureMarketplace-INS|contoso.crm", true),
            ("AppSource (SPZA)-PLT|contoso.crm", true),
            ("NewPlace-NEW|contoso.crm", true),
            ("MSFT_TEST_636573304831318844-MSFT_TEST_636573304831318844|Contoso Test", true),
            ("SPZA", true),
            ("Fair - day 2 | Berlin", false),
            ("Call back on Monday", false),
            ("follow-up|urgent", true),
            ("", false),
        ] {
            assert_eq!(LeadSource::is_combined(text), want, "{text}");
        }
    }

    #[test]
    fn a_marker_needs_its_digits() {
        for (text, want) in [
            ("MSFT_TEST_636573304831318844", true),
            ("x MSFT_TEST_636573304831318844@test.com", true),
            ("MSFT_TEST_", false),
            ("MSFT_TEST_12", false),
            ("a MSFT_TEST_ and MSFT_TEST_123456", true),
            ("msft", false),
        ] {
            assert_eq!(has_marker(text), want, "{text}");
        }
    }
}
