//! Azure Table: a storage account's table `MarketplaceLeads`, one row a lead.
//!
//! Sources: Microsoft's page on the destination, the Table service's REST reference, recorded traffic.
//! What Marketplace's own rows look like is known from a public receiver only; it is marked as inferred.

mod checks;
mod deliver;
pub mod fake;
mod leads;
mod lint;
mod page;
mod read;
mod request;
pub mod rows;
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
use crate::destinations::storage::paste;
use crate::destinations::{Destination, Paste};

pub struct AzureTable;

static SPEC: Spec = Spec {
    id: "azure-table",
    label: "Azure Table",
    summary: "a table in an Azure storage account",
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
            key: "table",
            kind: FieldKind::Text,
            need: Need::Optional,
            label: "Table name",
            find: "Partner Center has no field for it: Marketplace uses MarketplaceLeads",
            example: "MarketplaceLeads",
            default: Some("MarketplaceLeads"),
        },
    ],
    instructions: "https://learn.microsoft.com/en-us/partner-center/marketplace-offers/commercial-marketplace-lead-management-instructions-azure-table",
    assumptions: &[
        "the column names come from a public receiver of real rows, not from Microsoft's documentation",
        "PartitionKey as a date with ':2F' for '/' was observed once; RowKey as a GUID is leadctl's own choice",
        "the casing inside CustomerInfo and the format of CreatedTime",
        "the digits behind MSFT_TEST_ are .NET ticks: the documented example computes to a plausible date",
    ],
};

impl Destination for AzureTable {
    fn spec(&self) -> &'static Spec {
        &SPEC
    }

    fn lint(&self, values: &Values, now: Timestamp) -> Vec<Finding> {
        lint::findings(values.expose("connection_string").unwrap_or_default(), values.expose("table").unwrap_or("MarketplaceLeads"), now)
    }

    fn checks(&self) -> &'static [Check] {
        checks::CHECKS
    }

    fn paste(&self, text: &str) -> Option<Paste> {
        paste::connection_string(text)
    }

    fn plan(&self, values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String> {
        deliver::plan(values, lead, options)
    }

    fn deliver<'a>(&'a self, order: &'a Order<'a>) -> BoxFuture<'a, Delivery> {
        Box::pin(deliver::deliver(order))
    }

    fn stored(&self, _: &Values) -> Result<&dyn StoredLeads, &'static str> {
        Ok(&leads::TableLeads)
    }

    fn fakes(&self) -> Vec<Box<dyn Fake>> {
        vec![Box::new(fake::TableFake::new())]
    }
}
