//! The test lead: what Marketplace sends to see whether a destination works, before it takes a destination's shape.

use clap::ValueEnum;
use jiff::Timestamp;

use crate::core::clock::dotnet_ticks;

/// A field of a lead. Marketplace leaves fields out or sends null: "not all the data is always available".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Text(String),
    Null,
    Absent,
}

impl Part {
    pub fn text(value: impl Into<String>) -> Self {
        Part::Text(value.into())
    }
}

/// The lead shapes that break strict receivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Variant {
    /// Every field filled, as Marketplace's own test lead.
    #[default]
    Full,
    /// Of the person only the e-mail address; the other fields are left out.
    Minimal,
    /// Of the person only the e-mail address; the other fields are null.
    Nulls,
    /// Names and company in several scripts.
    Unicode,
    /// A description of 2,000 characters.
    Long,
}

/// How the JSON keys of the HTTPS lead are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Casing {
    /// camelCase, as publishers really receive it (reported by users, seen in public receivers).
    #[default]
    Received,
    /// PascalCase, as Microsoft's HTTPS page shows it.
    Docs,
    /// `userDetails` with PascalCase inside, as Microsoft's FAQ shows it.
    Faq,
}

/// A test lead. The number is .NET ticks, which is inferred from the documented example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// `MSFT_TEST_<ticks>`: what to search for at the destination.
    pub marker: String,
    pub created: Timestamp,
    pub first_name: Part,
    pub last_name: Part,
    pub email: Part,
    pub phone: Part,
    pub country: Part,
    pub company: Part,
    pub title: Part,
    pub lead_source: String,
    pub action_code: String,
    pub offer_title: String,
    pub description: String,
}

impl Lead {
    /// Marketplace's test lead of this moment. `offer_title` is the offer's display name.
    pub fn test(now: Timestamp, offer_title: &str, variant: Variant) -> Self {
        let marker = format!("MSFT_TEST_{}", dotnet_ticks(now));
        let full = || Part::text(&marker);
        let mut lead = Lead {
            created: now,
            first_name: full(),
            last_name: full(),
            email: Part::Text(format!("{marker}@test.com")),
            phone: Part::text("1234567890"),
            country: Part::text("US"),
            company: full(),
            title: full(),
            lead_source: "AzureMarketplace".to_owned(),
            action_code: "INS".to_owned(),
            offer_title: offer_title.to_owned(),
            description: marker.clone(),
            marker,
        };
        match variant {
            Variant::Full => {}
            Variant::Minimal => lead.empty_person(&Part::Absent),
            Variant::Nulls => lead.empty_person(&Part::Null),
            Variant::Unicode => {
                lead.first_name = Part::Text(format!("{} Zoë-Ærø 佐藤", lead.marker));
                lead.last_name = Part::Text(format!("{} O’Brien \"Ñandú\" Ελένη", lead.marker));
                lead.company = Part::Text(format!("{} שלום مرحبا & Söhne 🚀", lead.marker));
            }
            Variant::Long => {
                let rest = 2000 - lead.marker.len() - 1;
                lead.description = format!("{} {}", lead.marker, "x".repeat(rest));
            }
        }
        lead
    }

    fn empty_person(&mut self, with: &Part) {
        for part in [&mut self.first_name, &mut self.last_name, &mut self.phone, &mut self.country, &mut self.company, &mut self.title] {
            *part = with.clone();
        }
    }

    /// The person's fields in the order in which Microsoft's samples have them, by their documented names.
    pub fn person(&self) -> [(&'static str, &Part); 7] {
        [
            ("FirstName", &self.first_name),
            ("LastName", &self.last_name),
            ("Email", &self.email),
            ("Phone", &self.phone),
            ("Country", &self.country),
            ("Company", &self.company),
            ("Title", &self.title),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_lead_is_the_documented_one() {
        let lead = Lead::test("2026-10-01T12:00:00Z".parse().unwrap(), "Contoso Test", Variant::Full);
        assert_eq!(lead.marker, "MSFT_TEST_639264528000000000");
        assert_eq!(lead.email, Part::text("MSFT_TEST_639264528000000000@test.com"));
        assert_eq!((lead.phone, lead.country), (Part::text("1234567890"), Part::text("US")));
    }

    #[test]
    fn the_long_lead_has_2000_characters_and_the_marker_first() {
        let lead = Lead::test(Timestamp::UNIX_EPOCH, "x", Variant::Long);
        assert_eq!(lead.description.chars().count(), 2000);
        assert!(lead.description.starts_with(&lead.marker));
    }
}
