//! Marketo: a form of a Marketo Engage instance, which a lead fills in by the REST call Submit Form.
//!
//! Sources: Microsoft's page on the destination (2023), which names four connection details and no transport; Adobe's REST documentation for
//! what those four can do. That Microsoft calls Submit Form, and which fields it sends, is inferred.

mod checks;
mod deliver;
pub mod fake;
mod fields;
mod form_fields;
mod leads;
mod lint;
mod paste;
mod read;
mod request;
mod session;
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

pub struct Marketo;

const SERVICE: &str = "Marketo › Admin › Integration › LaunchPoint › the custom service made for Partner Center › View Details";

static SPEC: Spec = Spec {
    id: "marketo",
    label: "Marketo",
    summary: "a form in Marketo Engage",
    fields: &[
        Field {
            key: "munchkin_id",
            kind: FieldKind::Text,
            need: Need::Required,
            label: "Munchkin ID",
            find: "Marketo › Admin › Integration › Munchkin › Munchkin Account ID; or the second value in a form's embed code",
            example: "123-PQR-789",
            default: None,
        },
        Field {
            key: "form_id",
            kind: FieldKind::Text,
            need: Need::Required,
            label: "Form ID",
            find: "Marketo › Design Studio › Forms › your form (approved) › Form Actions › Embed Code: the number at the end of loadForm(…)",
            example: "1179",
            default: None,
        },
        Field {
            key: "client_id",
            kind: FieldKind::Text,
            need: Need::Expected,
            label: "Client ID",
            find: SERVICE,
            example: "9ab4f1d2-77c3-4f60-8d2a-5b0c6e1f3a24",
            default: None,
        },
        Field {
            key: "client_secret",
            kind: FieldKind::Secret,
            need: Need::Expected,
            label: "Client secret",
            find: SERVICE,
            example: "<32 letters and digits>",
            default: None,
        },
        Field {
            key: "server_id",
            kind: FieldKind::Text,
            need: Need::Unasked,
            label: "Server ID (until 2022)",
            find: "Partner Center no longer asks for it: such a configuration does not deliver",
            example: "ys12",
            default: None,
        },
        Field {
            key: "rest_url",
            kind: FieldKind::Text,
            need: Need::Unasked,
            label: "REST address",
            find: "only for a proxy or the sandbox: it follows from the Munchkin ID",
            example: "https://123-PQR-789.mktorest.com",
            default: None,
        },
    ],
    instructions: "https://learn.microsoft.com/en-us/partner-center/marketplace-offers/commercial-marketplace-lead-management-instructions-marketo",
    assumptions: &[
        "that Microsoft uses the REST call Submit Form follows from the four connection details it asks for; no page names the transport",
        "the fields of the lead (email, firstName, lastName, company, country, phone, title, leadSource): Microsoft shows its list in a picture only",
        "the value of leadSource, Source-Action|Offer, is documented for CRMs with one field, and not for Marketo",
        "the page in visitorData",
        "the digits behind MSFT_TEST_ are .NET ticks: the documented example computes to a plausible date",
    ],
};

impl Destination for Marketo {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn lint(&self, values: &Values, _now: Timestamp) -> Vec<Finding> {
        lint::findings(values)
    }

    fn checks(&self) -> &'static [Check] {
        checks::CHECKS
    }

    fn looks_at(&self, name: &str) -> bool {
        fields::FIELDS.iter().any(|(rest, standard, _)| [rest, standard].iter().any(|known| known.eq_ignore_ascii_case(name)))
    }

    fn paste(&self, text: &str) -> Option<Paste> {
        paste::details(text)
    }

    fn plan(&self, values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String> {
        deliver::plan(values, lead, options)
    }

    fn deliver<'a>(&'a self, order: &'a Order<'a>) -> BoxFuture<'a, Delivery> {
        Box::pin(deliver::deliver(order))
    }

    fn stored(&self, values: &Values) -> Result<&dyn StoredLeads, &'static str> {
        let is_set = |key: &str| values.expose(key).is_some_and(|value| !value.trim().is_empty());
        if is_set("client_id") && is_set("client_secret") {
            return Ok(&leads::MarketoLeads);
        }
        Err("Marketo shows them to its REST API's users alone, and the profile has no client_id and client_secret; add them with leadctl configure")
    }

    fn fakes(&self) -> Vec<Box<dyn Fake>> {
        vec![Box::new(fake::MarketoFake::new())]
    }
}
