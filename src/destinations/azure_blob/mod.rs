//! Azure Blob: a lead destination that Microsoft has withdrawn. Its old configuration is read and checked, what is stored is read, and
//! nothing is ever written there; blobs that hold nothing but test leads can be deleted.
//!
//! Sources: Microsoft's page of May 2020 and its FAQ (withdrawn), the Blob service's REST reference, recorded traffic. What Marketplace's
//! blobs held is not known: leads are looked for in JSON, and no format is claimed.

mod checks;
mod content;
pub mod fake;
mod leads;
mod lint;
mod read;
mod request;
mod settings;
pub mod stored;

use jiff::Timestamp;

use crate::core::check::Check;
use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::fake::Fake;
use crate::core::finding::Finding;
use crate::core::lead::Lead;
use crate::core::net::BoxFuture;
use crate::core::outcome::Outcome;
use crate::core::spec::{Field, FieldKind, Need, Spec};
use crate::core::stored::StoredLeads;
use crate::core::values::Values;
use crate::destinations::storage::paste;
use crate::destinations::{Destination, Paste};

pub struct AzureBlob;

/// What its one check that always fails says. The date is that of the oldest page known to say so.
const WITHDRAWN: &str = "Marketplace no longer writes leads to Azure Blob: leads of an offer that still has this destination are being lost, and none is sent afterwards. Microsoft's own page has said so since 1 May 2020 at the latest; the day on which it began is not documented";

static SPEC: Spec = Spec {
    id: "azure-blob",
    label: "Azure Blob (withdrawn by Microsoft)",
    summary: "a withdrawn destination: looked at and migrated",
    fields: &[
        Field {
            key: "connection_string",
            kind: FieldKind::Secret,
            need: Need::Required,
            label: "Storage account connection string",
            find: "Azure portal › Storage accounts › your account › Security + networking › Access keys › Show › Connection string › Copy",
            example: "DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=<88 characters ending in ==>;EndpointSuffix=core.windows.net",
            default: None,
        },
        Field {
            key: "container",
            kind: FieldKind::Text,
            need: Need::Required,
            label: "Container name",
            find: "Azure portal › Storage accounts › your account › Data storage › Containers",
            example: "marketplaceleads",
            default: None,
        },
    ],
    instructions: "https://learn.microsoft.com/en-us/partner-center/marketplace-offers/commercial-marketplace-lead-management-instructions-azure-table",
    assumptions: &["what Marketplace's blobs held: no sample is known, and leads are looked for in JSON of any of the known shapes"],
};

impl Destination for AzureBlob {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn lint(&self, values: &Values, now: Timestamp) -> Vec<Finding> {
        lint::findings(values.expose("connection_string").unwrap_or_default(), values.expose("container").unwrap_or_default(), now)
    }

    fn checks(&self) -> &'static [Check] {
        checks::CHECKS
    }

    fn paste(&self, text: &str) -> Option<Paste> {
        paste::connection_string(text)
    }

    fn plan(&self, _: &Values, _: &Lead, _: &DeliveryOptions) -> Result<Vec<Planned>, String> {
        Err(WITHDRAWN.to_owned())
    }

    fn deliver<'a>(&'a self, _: &'a Order<'a>) -> BoxFuture<'a, Delivery> {
        Box::pin(std::future::ready(Delivery {
            outcome: Outcome::Fail,
            accepted: false,
            verified: false,
            stages: Vec::new(),
            sent: Vec::new(),
            found: None,
            differences: Vec::new(),
            entry: Some("storage/blob-destination-withdrawn"),
            message: WITHDRAWN.to_owned(),
            answered: None,
            cleanup: None,
            notes: vec!["nothing was sent".to_owned()],
        }))
    }

    fn takes_no_lead(&self) -> Option<&'static str> {
        Some(
            "Marketplace no longer writes leads to Azure Blob, so that one put there would prove nothing; configure azure-table, and migrate what is stored with leadctl migrate blob-to-table",
        )
    }

    fn stored(&self, _: &Values) -> Result<&dyn StoredLeads, &'static str> {
        Ok(&leads::BlobLeads)
    }

    fn fakes(&self) -> Vec<Box<dyn Fake>> {
        vec![Box::new(fake::BlobFake::new())]
    }
}
