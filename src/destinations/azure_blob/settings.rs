//! An azure-blob profile, understood: the account's blob service, and the container.

use std::ops::Deref;

use crate::core::values::Values;
use crate::destinations::storage::{Account, Service};

/// Used as its account wherever the container itself does not matter.
#[derive(Clone)]
pub(super) struct Settings {
    account: Account,
    pub(super) container: String,
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
        let container = values.expose("container").ok_or("there is no container")?;
        Ok(Settings { account: Account::parse(text, Service::Blob)?, container: container.to_owned() })
    }

    /// A signature of the container (`sr`) may not look at the container itself.
    pub(super) fn is_container_sas(&self) -> bool {
        self.sas_value("sr").is_some()
    }
}
