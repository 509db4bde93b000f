//! The profile that the sandbox writes for its old container: a good connection string, or one with a publisher's mistake in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{ACCOUNT, CONTAINER};
use crate::core::fake::{FakeProfile, Faults, Mount};
use crate::destinations::storage::fake::{auth, pairs};

pub fn profile(mount: &Mount, faults: &Faults, key: &[u8]) -> FakeProfile {
    let settings = [
        ("destination", "azure-blob".to_owned()),
        ("connection_string", format!("plain:{}", connection_string(mount, faults, key))),
        ("container", CONTAINER.to_owned()),
    ];
    FakeProfile { name: "sandbox-azure-blob".to_owned(), settings: settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect() }
}

fn connection_string(mount: &Mount, faults: &Faults, key: &[u8]) -> String {
    // Where https is required, the mistake is to have written http.
    let base = if faults.contains("storage/https-required") { &mount.base } else { mount.preferred() };
    let endpoint = format!("{base}/{ACCOUNT}");
    let protocol = base.split(':').next().unwrap_or("http");
    let with_key = |protocol: &str, endpoint: &str| {
        format!("DefaultEndpointsProtocol={protocol};AccountName={ACCOUNT};AccountKey={};BlobEndpoint={endpoint};", STANDARD.encode(key))
    };
    if faults.contains("storage/connection-string-malformed") {
        // Cut while it was copied.
        return format!("DefaultEndpointsProtocol={protocol};AccountName={ACCOUNT};AccountK");
    }
    if faults.contains("storage/account-dns-not-found") {
        return with_key("https", &format!("https://{ACCOUNT}.blob.core.windows.invalid/"));
    }
    if faults.contains("storage/sas-expired") {
        return with_sas(&endpoint, "sv=2021-08-06&ss=b&srt=sco&sp=rl&st=2020-01-01T00:00:00Z&se=2020-02-01T00:00:00Z&spr=https,http", key);
    }
    if faults.contains("storage/insufficient-permission") {
        return with_sas(&endpoint, "sv=2021-08-06&ss=b&srt=sco&sp=r&se=2099-12-31T00:00:00Z&spr=https,http", key);
    }
    with_key(protocol, &endpoint)
}

fn with_sas(endpoint: &str, query: &str, key: &[u8]) -> String {
    let signature = auth::sign(key, &auth::account_sas_string(ACCOUNT, &pairs(Some(query))));
    format!("BlobEndpoint={endpoint};SharedAccessSignature={query}&sig={}", utf8_percent_encode(&signature, NON_ALPHANUMERIC))
}
