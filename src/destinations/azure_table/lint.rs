//! What a connection string and a table name tell offline.

use jiff::Timestamp;

use crate::core::finding::Finding;
use crate::destinations::storage::Service;
use crate::destinations::storage::lint::{self, Ids};

pub(super) const PARSES: &str = "azure-table/string-parses";
pub(super) const PARTNER_CENTER: &str = "azure-table/partner-center-accepts";
pub(super) const TABLE_NAME: &str = "azure-table/table-name";
pub(super) const PUBLIC: &str = "azure-table/public-endpoint";
pub(super) const SAS_EXPIRY: &str = "azure-table/sas-expiry";

const IDS: Ids = Ids { parses: PARSES, partner_center: Some(PARTNER_CENTER), public: PUBLIC, sas_expiry: SAS_EXPIRY };

pub(super) fn findings(text: &str, table: &str, now: Timestamp) -> Vec<Finding> {
    let mut found: Vec<Finding> = table_name(table).into_iter().collect();
    found.extend(lint::findings(Service::Table, &IDS, text, now));
    found
}

fn table_name(table: &str) -> Option<Finding> {
    let well_formed = (3..=63).contains(&table.len())
        && table.starts_with(|c: char| c.is_ascii_alphabetic())
        && table.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !well_formed || table.eq_ignore_ascii_case("tables") {
        let message = format!("'{}' can't be a table's name: 3 to 63 letters and digits, the first a letter", crate::core::redact::quote(table, 70));
        Some(Finding::error(TABLE_NAME, "table", message).entry("storage/invalid-input"))
    } else if !table.eq_ignore_ascii_case("MarketplaceLeads") {
        Some(Finding::warning(
            TABLE_NAME,
            "table",
            format!("Marketplace writes to MarketplaceLeads; Partner Center has no field to name '{table}', so real leads will not arrive there"),
        ))
    } else {
        None
    }
}
