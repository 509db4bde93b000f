//! An azure-table profile, understood: the account's table service, and the table.

use std::ops::Deref;

use crate::core::values::Values;
use crate::destinations::storage::{Account, Service};

/// Used as its account wherever the table itself does not matter.
#[derive(Clone)]
pub(super) struct Settings {
    account: Account,
    pub(super) table: String,
}

impl Deref for Settings {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.account
    }
}

impl Settings {
    pub(super) fn from_values(values: &Values) -> Result<Settings, String> {
        let text = values.expose("connection_string").ok_or("there is no connection string")?;
        let account = Account::parse(text, Service::Table)?;
        Ok(Settings { account, table: values.expose("table").unwrap_or("MarketplaceLeads").to_owned() })
    }

    /// A table SAS (`tn`) may not look at the account's list of tables.
    pub(super) fn is_table_sas(&self) -> bool {
        self.sas_value("tn").is_some()
    }
}
