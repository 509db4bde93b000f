//! SharedKey for the Table service.
//!
//! Source: learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key, section "Table service".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

/// The value of `Authorization`. `date` is the value of `x-ms-date`; the path is signed as it is on the wire.
pub(super) fn shared_key(account: &str, key: &[u8], verb: &str, content_type: &str, date: &str, url: &Url) -> String {
    let mut resource = format!("/{account}{}", url.path());
    // Of the query only `comp` counts.
    if let Some((_, comp)) = url.query_pairs().find(|(name, _)| name == "comp") {
        resource.push_str(&format!("?comp={comp}"));
    }
    let text = format!("{verb}\n\n{content_type}\n{date}\n{resource}");
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    format!("SharedKey {account}:{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    const DATE: &str = "Thu, 01 Oct 2026 12:00:00 GMT";

    fn sign(account: &str, verb: &str, content_type: &str, url: &str) -> String {
        shared_key(account, &STANDARD.decode(KEY).unwrap(), verb, content_type, DATE, &Url::parse(url).unwrap())
    }

    #[test]
    fn signatures_match_the_reference_vectors() {
        let host = "https://contosoleads.table.core.windows.net";
        for (verb, kind, url, want) in [
            ("POST", "application/json", "/MarketplaceLeads", "XX0dnahOjFSdJQ31JSXzqt7ByRcK85034vf/bxmDC3k="),
            ("GET", "", "/MarketplaceLeads()?$filter=x", "ELk70JFseXdYeER+QvLOB/0CzPK9I8s1VFGzp1ZwMMM="),
            (
                "DELETE",
                "",
                "/MarketplaceLeads(PartitionKey='10:2F1:2F2026',RowKey='7a0c1f5e-0d6b-4f0e-9b6a-2f8f3a1c9d42')",
                "ICjqWxXLLrj0iIKZQKjIYIzhMd8IiN5+npN5ZOEcJMg=",
            ),
            ("GET", "", "/?restype=service&comp=properties", "Kla1sAGRZlEYvjAciKiGyjHKT3G/wU/sUooBP6Grwr4="),
        ] {
            assert_eq!(sign("contosoleads", verb, kind, &format!("{host}{url}")), format!("SharedKey contosoleads:{want}"), "{url}");
        }
        let emulator = sign("devstoreaccount1", "GET", "", "http://127.0.0.1:10002/devstoreaccount1/Tables");
        assert_eq!(emulator, "SharedKey devstoreaccount1:y69MwFuGNek7e6yOlah4S5M/peUfKQ/bbzo/8jKumpQ=");
    }
}
