//! Salesforce: a form post to Web-to-Lead, which answers 200 to everything, and, with API credentials, a look at what came of it.
//!
//! Sources: Microsoft's page on the destination and its sample of a test lead; Salesforce's help on Web-to-Lead and its REST reference.
//! What the servlet's answers look like is known from public clients only; it is marked as inferred.

mod checks;
mod deliver;
pub mod fake;
mod ids;
mod inspect;
mod leads;
mod lint;
mod look;
mod paste;
mod progress;
mod read;
mod request;
mod session;
mod settings;
mod suspects;

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

pub struct Salesforce;

const APP: &str = "Salesforce Setup › App Manager › New Connected App (or External Client App), OAuth, scope 'Manage user data via APIs (api)', Client Credentials Flow with a Run As user";

static SPEC: Spec = Spec {
    id: "salesforce",
    label: "Salesforce",
    summary: "leads of a Salesforce organization, by Web-to-Lead",
    fields: &[
        Field {
            key: "oid",
            kind: FieldKind::Text,
            need: Need::Required,
            label: "Organization identifier",
            find: "Salesforce Setup › Web-to-Lead › Create Web-to-Lead Form (Include reCAPTCHA in HTML cleared) › Generate: the value in the line with name=\"oid\", or the whole form with --from-paste",
            example: "00Do0000000ZHog",
            default: None,
        },
        Field {
            key: "web_to_lead_url",
            kind: FieldKind::Text,
            need: Need::Optional,
            label: "Web-to-Lead address",
            find: "only where it is not Salesforce's production host: the action of the generated form. Partner Center has no field for it",
            example: "https://test.salesforce.com/servlet/servlet.WebToLead",
            default: None,
        },
        Field {
            key: "api_url",
            kind: FieldKind::Text,
            need: Need::Optional,
            label: "My Domain address, for reading leads back",
            find: "Salesforce Setup › My Domain › Current My Domain URL. Not for Partner Center: leadctl looks inside with it",
            example: "https://contoso.my.salesforce.com",
            default: None,
        },
        Field {
            key: "api_client_id",
            kind: FieldKind::Text,
            need: Need::Beside("api_url"),
            label: "Consumer key, for reading leads back",
            find: APP,
            example: "3MVG9…",
            default: None,
        },
        Field {
            key: "api_client_secret",
            kind: FieldKind::Secret,
            need: Need::Beside("api_url"),
            label: "Consumer secret, for reading leads back",
            find: APP,
            example: "<64 hexadecimal characters>",
            default: None,
        },
    ],
    instructions: "https://learn.microsoft.com/partner-center/marketplace-offers/commercial-marketplace-lead-management-instructions-salesforce",
    assumptions: &[
        "the fields, their order and the doubled 'encoding' are Microsoft's documented sample; that they are posted as a form to webto.salesforce.com/servlet/servlet.WebToLead is inferred from it",
        "of a real lead, lead_source is Source-Action|publisher.offer; the documented test lead has MSFT_TEST_… in the place of both",
        "the header Is-Processed and the word Exception in it are known from public clients, not from Salesforce's documentation",
        "which host Microsoft posts to is unknown, so a sandbox organization is probably out of its reach",
        "the digits behind MSFT_TEST_ are .NET ticks: the documented example computes to a plausible date",
    ],
};

impl Destination for Salesforce {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn lint(&self, values: &Values, _now: Timestamp) -> Vec<Finding> {
        lint::findings(values)
    }

    fn checks(&self) -> &'static [Check] {
        checks::CHECKS
    }

    fn paste(&self, text: &str) -> Option<Paste> {
        paste::form(text)
    }

    fn tidy(&self, key: &str, value: &str) -> Option<(String, String)> {
        (key == "oid")
            .then(|| ids::shortened(value))
            .flatten()
            .map(|oid| (oid, "the 18 characters were kept as the 15 that Partner Center takes".to_owned()))
    }

    fn plan(&self, values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String> {
        deliver::plan(values, lead, options)
    }

    fn deliver<'a>(&'a self, order: &'a Order<'a>) -> BoxFuture<'a, Delivery> {
        Box::pin(deliver::deliver(order))
    }

    fn stored(&self, values: &Values) -> Result<&dyn StoredLeads, &'static str> {
        let given = |key: &str| values.expose(key).is_some_and(|value| !value.trim().is_empty());
        if given("api_url") && given("api_client_id") && given("api_client_secret") {
            return Ok(&leads::OrganizationLeads);
        }
        Err(
            "that takes a connected app's access, which Marketplace does not need: add api_url, api_client_id and api_client_secret to the profile (leadctl configure salesforce says where each is found). By hand: Salesforce › Leads, a list view with the filter 'Lead Source contains |' or 'starts with MSFT_TEST_'",
        )
    }

    fn fakes(&self) -> Vec<Box<dyn Fake>> {
        vec![Box::new(fake::SalesforceFake::new())]
    }
}
