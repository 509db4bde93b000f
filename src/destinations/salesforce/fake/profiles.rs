//! The profiles that the sandbox writes for its organization: one that can look inside, and one with the oid alone, as Partner Center has it.

use super::{SalesforceFake, ids, random};
use crate::core::fake::{FakeProfile, Faults, Mount};

pub fn of(fake: &SalesforceFake, mount: &Mount, faults: &Faults) -> Vec<FakeProfile> {
    let base = mount.preferred();
    // Of the right form, and nobody's.
    let oid = if faults.contains("salesforce/wrong-oid") { ids::organization() } else { fake.oid.clone() };
    let secret = if faults.contains("salesforce/api-access-refused") { random() } else { fake.client_secret.clone() };
    let plain = vec![("destination", "salesforce".to_owned()), ("oid", oid), ("web_to_lead_url", format!("{base}/servlet/servlet.WebToLead"))];
    let mut whole = plain.clone();
    whole.extend([("api_url", base.to_owned()), ("api_client_id", fake.client_id.clone()), ("api_client_secret", format!("plain:{secret}"))]);
    [("sandbox-salesforce", whole), ("sandbox-salesforce-oid-only", plain)]
        .into_iter()
        .map(|(name, settings)| FakeProfile {
            name: name.to_owned(),
            settings: settings.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        })
        .collect()
}
