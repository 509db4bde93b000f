//! The lead destinations: one folder each, all alike, and the list of them.
//!
//! A destination knows neither commands, nor rendering, nor reqwest, nor another destination: it gets a `&dyn Net` and values.

use jiff::Timestamp;

use crate::core::check::Check;
use crate::core::delivery::{Delivery, DeliveryOptions, Order, Planned};
use crate::core::fake::Fake;
use crate::core::finding::Finding;
use crate::core::lead::Lead;
use crate::core::net::{BoxFuture, Net};
use crate::core::spec::Spec;
use crate::core::stored::StoredLeads;
use crate::core::values::Values;

pub mod azure_blob;
pub mod azure_table;
pub mod dynamics;
pub mod email;
pub mod https;
pub mod marketo;
pub mod salesforce;
pub mod storage;

/// Every destination, in the order in which lists show them.
pub static ALL: [&dyn Destination; 7] =
    [&dynamics::Dynamics, &salesforce::Salesforce, &marketo::Marketo, &azure_table::AzureTable, &https::Https, &azure_blob::AzureBlob, &email::Email];

/// Values that were found in something pasted.
#[derive(Debug, Clone, Default)]
pub struct Paste {
    /// TOML keys and values.
    pub values: Vec<(&'static str, String)>,
    /// What was done to get at them, and what deserves a look.
    pub notes: Vec<String>,
}

/// A setting that the service itself told, without being sent anything secret.
#[derive(Debug, Clone)]
pub struct Discovered {
    pub value: String,
    /// Where it is from.
    pub note: String,
}

/// What a lead destination can do.
pub trait Destination: Send + Sync {
    fn spec(&self) -> &'static Spec;

    /// Everything that the values alone tell, offline.
    fn lint(&self, values: &Values, now: Timestamp) -> Vec<Finding>;

    /// The checks, from cause to effect.
    fn checks(&self) -> &'static [Check];

    /// Whether the checks look at the very thing of this name (a privilege, a column, a field), which an error text may name.
    fn looks_at(&self, name: &str) -> bool {
        let _ = name;
        false
    }

    /// Whether its checks can look with the credentials of another profile.
    fn takes_admin(&self) -> bool {
        false
    }

    /// Pulls values out of what a portal lets people copy; `None` where the text is for another destination.
    fn paste(&self, text: &str) -> Option<Paste>;

    /// An ordinary setting in the form that the profile keeps, and what was done to it; `None` where it is kept as typed.
    fn tidy(&self, key: &str, value: &str) -> Option<(String, String)> {
        let _ = (key, value);
        None
    }

    /// Whether the service itself may tell a setting that is missing, by what is known so far.
    fn can_discover(&self, key: &str, values: &Values) -> bool {
        let _ = (key, values);
        false
    }

    /// What the service itself tells of a setting that is missing, asked with the ordinary settings alone: nothing secret is sent for it.
    fn discover<'a>(&'a self, key: &'a str, values: &'a Values, net: &'a dyn Net) -> BoxFuture<'a, Option<Discovered>> {
        let _ = (key, values, net);
        Box::pin(std::future::ready(None))
    }

    /// The requests that `deliver` would send first, or why they can't be built.
    fn plan(&self, values: &Values, lead: &Lead, options: &DeliveryOptions) -> Result<Vec<Planned>, String>;

    /// Sends the lead, once, and looks for it where that is possible.
    fn deliver<'a>(&'a self, order: &'a Order<'a>) -> BoxFuture<'a, Delivery>;

    /// Why no test lead can be sent to it; `None` where one can.
    fn takes_no_lead(&self) -> Option<&'static str> {
        None
    }

    /// Whether the addresses that every profile may have are what this destination is made of.
    fn needs_contact_email(&self) -> bool {
        false
    }

    /// Whether the certificate of what it talks to is the vendor's to keep in order, and not the publisher's own.
    fn has_vendors_certificate(&self, values: &Values) -> bool {
        let _ = values;
        true
    }

    /// The leads that it holds; or why they can't be read from here, and where to look instead.
    fn stored(&self, values: &Values) -> Result<&dyn StoredLeads, &'static str> {
        let _ = values;
        Err("what arrived there can't be read from here; look at the destination itself, or in Partner Center under Referrals > Leads")
    }

    /// The services behind it, imitated for the sandbox.
    fn fakes(&self) -> Vec<Box<dyn Fake>>;
}

/// The destination of this id.
pub fn find(id: &str) -> Option<&'static dyn Destination> {
    ALL.into_iter().find(|destination| destination.spec().id == id)
}

/// The specs of all destinations.
pub fn specs() -> Vec<&'static Spec> {
    ALL.into_iter().map(Destination::spec).collect()
}

/// The services of all destinations, imitated.
pub fn fakes() -> Vec<Box<dyn Fake>> {
    ALL.into_iter().flat_map(Destination::fakes).collect()
}
