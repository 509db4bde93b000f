//! HTTPS endpoint: one POST of JSON to any URL, usually a Power Automate flow or a Logic App.
//!
//! Sources: Microsoft's page on the destination and its FAQ for the documented shapes; publishers' reports for what arrives.

mod checks;
mod deliver;
pub mod fake;
mod lint;
mod paste;
mod read;
mod request;
mod settings;

use jiff::Timestamp;

use crate::core::check::Check;
use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::fake::Fake;
use crate::core::finding::Finding;
use crate::core::lead::Lead;
use crate::core::net::BoxFuture;
use crate::core::spec::{Field, FieldKind, Need, Spec};
use crate::core::stored::StoredLeads;
use crate::core::values::Values;
use crate::destinations::{Destination, Paste};

pub struct Https;

static SPEC: Spec = Spec {
    id: "https",
    label: "HTTPS endpoint",
    summary: "a URL of yours: a flow, a Logic App, a function",
    fields: &[Field {
        key: "url",
        kind: FieldKind::UrlWithKey,
        need: Need::Required,
        label: "HTTPS endpoint URL",
        find: "Power Automate › your flow › Edit › trigger 'When an HTTP request is received' (Who can trigger the flow: Anyone) › HTTP URL › copy button",
        example: "https://….environment.api.powerplatform.com/powerautomate/automations/direct/workflows/…/triggers/manual/paths/invoke?api-version=1&sp=…&sv=1.0&sig=…",
        default: None,
    }],
    instructions: "https://learn.microsoft.com/en-us/partner-center/marketplace-offers/commercial-marketplace-lead-management-instructions-https",
    assumptions: &[
        "camelCase keys are what publishers report to receive; Microsoft's pages show PascalCase (--casing docs, --casing faq)",
        "any status from 200 to 299 counts as success: no page names the statuses",
        "Microsoft's media type, time limit, repeats and handling of redirects are unknown",
        "the digits behind MSFT_TEST_ are .NET ticks: the documented example computes to a plausible date",
    ],
};

impl Destination for Https {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn lint(&self, values: &Values, _now: Timestamp) -> Vec<Finding> {
        lint::findings(values.expose("url").unwrap_or_default())
    }

    fn checks(&self) -> &'static [Check] {
        checks::CHECKS
    }

    fn paste(&self, text: &str) -> Option<Paste> {
        paste::url(text)
    }

    fn plan(&self, values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String> {
        Ok(vec![Planned { step: "send the lead", request: request::post(&settings::url(values)?, lead, options.casing) }])
    }

    fn deliver<'a>(&'a self, order: &'a Order<'a>) -> BoxFuture<'a, Delivery> {
        Box::pin(deliver::deliver(order))
    }

    fn has_vendors_certificate(&self, values: &Values) -> bool {
        settings::url(values).is_ok_and(|url| settings::Kind::of(&url) != settings::Kind::Other)
    }

    fn stored(&self, _: &Values) -> Result<&dyn StoredLeads, &'static str> {
        Err("an HTTPS endpoint can't be asked what it received: look at the run history of the flow, or at the log of the application behind the URL")
    }

    fn fakes(&self) -> Vec<Box<dyn Fake>> {
        vec![Box::new(fake::HttpsFake::new())]
    }
}
