//! E-mail: Microsoft writes to these addresses itself, so all that can be done here is to look at them.
//!
//! Source: Microsoft's FAQ ("several separated by a semicolon") and the schema of its ingestion API, which has this destination.

mod lint;
mod paste;

use jiff::Timestamp;

use crate::core::check::{Check, CheckContext, CheckOutcome, Run};
use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::fake::Fake;
use crate::core::finding::Finding;
use crate::core::lead::Lead;
use crate::core::net::BoxFuture;
use crate::core::outcome::{Outcome, Skipped};
use crate::core::spec::Spec;
use crate::core::test_lead_report::{Sight, Stage};
use crate::core::values::Values;
use crate::destinations::{Destination, Paste};

pub struct Email;

const SENT_BY_MICROSOFT: &str = "Microsoft sends these e-mails itself, from its own servers: nothing that leadctl could send would show whether they arrive. In Partner Center, Validate sends one";

static SPEC: Spec = Spec {
    id: "email",
    label: "E-mail",
    summary: "Microsoft writes to addresses of yours",
    // `contact_email`, which every profile may have, is all there is.
    fields: &[],
    instructions: "https://learn.microsoft.com/en-us/partner-center/marketplace-offers/commercial-marketplace-get-customer-leads",
    assumptions: &["Microsoft's ingestion API has this destination; that Partner Center's pages offer it is not documented"],
};

static CHECKS: &[Check] = &[
    Check { id: lint::ADDRESSES, title: "Addresses are well formed", needs: &[], run: Run::Offline },
    Check { id: "email/arrival", title: "Mail arrives (only Microsoft's own mail shows it)", needs: &[lint::ADDRESSES], run: Run::Live(arrival) },
];

/// Says what can't be checked, and asks nobody.
fn arrival<'a>(_: &'a CheckContext<'a>) -> BoxFuture<'a, CheckOutcome> {
    Box::pin(async {
        CheckOutcome::skipped(
            Skipped::BeyondChecks,
            "whether the mailboxes exist and a filter lets Microsoft's mail through can't be seen from here; look for the mail of Partner Center's Validate",
        )
    })
}

impl Destination for Email {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn lint(&self, values: &Values, _now: Timestamp) -> Vec<Finding> {
        lint::findings(values.expose("contact_email").unwrap_or_default())
    }

    fn checks(&self) -> &'static [Check] {
        CHECKS
    }

    fn paste(&self, text: &str) -> Option<Paste> {
        paste::addresses(text)
    }

    fn plan(&self, _: &Values, _: &Lead, _: &DeliveryOptions) -> Result<Vec<Planned>, String> {
        Err(SENT_BY_MICROSOFT.to_owned())
    }

    fn deliver<'a>(&'a self, _: &'a Order<'a>) -> BoxFuture<'a, Delivery> {
        Box::pin(async { not_sent() })
    }

    fn takes_no_lead(&self) -> Option<&'static str> {
        Some(SENT_BY_MICROSOFT)
    }

    fn needs_contact_email(&self) -> bool {
        true
    }

    fn fakes(&self) -> Vec<Box<dyn Fake>> {
        Vec::new()
    }
}

/// `test-lead` refuses before it comes to this.
fn not_sent() -> Delivery {
    let stages = ["built", "connected", "authorised", "accepted", "found"];
    Delivery {
        outcome: Outcome::Fail,
        accepted: false,
        verified: false,
        stages: stages.into_iter().map(|stage| Stage { stage: stage.to_owned(), state: Sight::NotReached, note: String::new() }).collect(),
        sent: Vec::new(),
        found: None,
        differences: Vec::new(),
        entry: None,
        message: SENT_BY_MICROSOFT.to_owned(),
        answered: None,
        cleanup: None,
        notes: Vec::new(),
    }
}
