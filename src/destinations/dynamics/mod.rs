//! Dynamics 365 Customer Engagement: a row of the lead table of a Dataverse environment, written by an application or a user.
//!
//! Sources: Microsoft's instructions and FAQ for the destination, entra-docs and powerapps-docs for the services. Marketplace's own
//! sender speaks an older protocol, so that its words for an error differ; the documented ones are in the catalogue.

mod address;
mod asking;
mod challenge;
mod checks;
mod deliver;
mod discover;
pub mod fake;
mod leads;
mod lint;
mod paste;
mod progress;
mod read;
mod request;
mod settings;
mod sign_in;
mod token;
mod values;

use jiff::Timestamp;

use crate::core::check::Check;
use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::fake::Fake;
use crate::core::finding::Finding;
use crate::core::lead::Lead;
use crate::core::net::{BoxFuture, Net};
use crate::core::spec::{Field, FieldKind, Need, Spec};
use crate::core::stored::StoredLeads;
use crate::core::values::Values;
use crate::destinations::{Destination, Discovered, Paste};

pub struct Dynamics;

const ENTRA: Need = Need::With { key: "authentication", value: "entra" };
const OFFICE365: Need = Need::With { key: "authentication", value: "office365" };

static SPEC: Spec = Spec {
    id: "dynamics",
    label: "Dynamics 365 Customer Engagement",
    summary: "the lead table of a Dynamics 365 environment (Dataverse, once CRM Online)",
    fields: &[
        Field {
            key: "url",
            kind: FieldKind::Text,
            need: Need::Required,
            label: "Environment (instance) URL",
            find: "Power Platform admin center (admin.powerplatform.microsoft.com) › Manage › Environments › your environment › Environment URL; or copy the browser's address while you look at your leads",
            example: "https://contoso.crm4.dynamics.com",
            default: None,
        },
        Field {
            key: "authentication",
            kind: FieldKind::Choice(&["entra", "office365"]),
            need: Need::Optional,
            label: "Authentication",
            find: "Partner Center › Lead destination › Authentication: Azure AD (entra: an application with a secret, recommended) or Office 365 (a user with a password)",
            example: "entra",
            default: Some("entra"),
        },
        Field {
            key: "directory_id",
            kind: FieldKind::Text,
            need: ENTRA,
            label: "Directory (tenant) ID",
            find: "Microsoft Entra admin center (entra.microsoft.com) › App registrations › your application › Overview › Directory (tenant) ID (older: Azure portal › Azure Active Directory › Properties › Directory ID)",
            example: "11111111-2222-3333-4444-555555555555",
            default: None,
        },
        Field {
            key: "application_id",
            kind: FieldKind::Text,
            need: ENTRA,
            label: "Application (client) ID",
            find: "Microsoft Entra admin center › App registrations › your application › Overview › Application (client) ID, not the Object ID below it (older: Azure portal › App registrations › Application ID)",
            example: "66666666-7777-8888-9999-000000000000",
            default: None,
        },
        Field {
            key: "client_secret",
            kind: FieldKind::Secret,
            need: ENTRA,
            label: "Client secret (older: application key)",
            find: "Microsoft Entra admin center › App registrations › your application › Certificates & secrets › New client secret › the column Value, not Secret ID (older: Settings › Keys)",
            example: "<about 40 characters, shown only once>",
            default: None,
        },
        Field {
            key: "username",
            kind: FieldKind::Text,
            need: OFFICE365,
            label: "User name",
            find: "Microsoft 365 admin center › Users › Active users › the user made for leads › Username",
            example: "leads@contoso.onmicrosoft.com",
            default: None,
        },
        Field {
            key: "password",
            kind: FieldKind::Secret,
            need: OFFICE365,
            label: "Password",
            find: "the password of that user; Microsoft's instructions want it renewed every 90 days",
            example: "<the user's password>",
            default: None,
        },
        Field {
            key: "public_client_id",
            kind: FieldKind::Text,
            need: Need::Optional,
            label: "Public client's application ID",
            find: "Partner Center has no field for it: the application in whose name a user signs in; Microsoft's own samples use this one",
            example: settings::PUBLIC_CLIENT,
            default: Some(settings::PUBLIC_CLIENT),
        },
        Field {
            key: "authority_url",
            kind: FieldKind::Text,
            need: Need::Optional,
            label: "Sign-in service",
            find: "Partner Center has no field for it: for a proxy or a sandbox; else Microsoft's own service of the environment's cloud is used",
            example: "https://login.microsoftonline.com",
            // None of its own: then it is the one of the environment's cloud, and not worth a question.
            default: Some(""),
        },
    ],
    instructions: "https://learn.microsoft.com/en-us/partner-center/marketplace-offers/commercial-marketplace-lead-management-instructions-dynamics",
    assumptions: &[
        "of the lead's columns only leadsourcecode is documented (an error text names it); subject, names, company, e-mail, phone, title, country and description are inferred",
        "leadsourcecode = 8 (Web): which choice Marketplace takes is not documented",
        "the subject is Source-Action|Offer, as Microsoft's page describes lead sources",
        "Marketplace's own sender speaks the older SOAP service, by its error texts: the same cause has other words there",
        "with Office 365 the sign-in by user name and password that leadctl tries may differ from the one that Marketplace uses",
        "the digits behind MSFT_TEST_ are .NET ticks: the documented example computes to a plausible date",
    ],
};

impl Destination for Dynamics {
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
        checks::look_at(name)
    }

    fn takes_admin(&self) -> bool {
        true
    }

    fn paste(&self, text: &str) -> Option<Paste> {
        paste::text(text)
    }

    fn tidy(&self, key: &str, value: &str) -> Option<(String, String)> {
        paste::tidy(key, value)
    }

    fn can_discover(&self, key: &str, values: &Values) -> bool {
        key == "directory_id" && settings::origin(values).is_ok()
    }

    fn discover<'a>(&'a self, key: &'a str, values: &'a Values, net: &'a dyn Net) -> BoxFuture<'a, Option<Discovered>> {
        Box::pin(async move {
            if !self.can_discover(key, values) {
                return None;
            }
            let (value, origin) = discover::directory(values, net).await?;
            Some(Discovered {
                value,
                note: format!("directory ID taken from what {} itself says, asked without credentials", settings::origin_shown(&origin)),
            })
        })
    }

    fn plan(&self, values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String> {
        deliver::plan(values, lead, options)
    }

    fn deliver<'a>(&'a self, order: &'a Order<'a>) -> BoxFuture<'a, Delivery> {
        Box::pin(deliver::deliver(order))
    }

    fn stored(&self, _: &Values) -> Result<&dyn StoredLeads, &'static str> {
        Ok(&leads::LeadTable)
    }

    fn fakes(&self) -> Vec<Box<dyn Fake>> {
        fake::fakes()
    }
}
