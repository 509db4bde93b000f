//! SharedKey, in the form of each service: the Table service signs little, the Blob service nearly everything.
//!
//! Source: learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use url::Url;

/// The value of `Authorization` for the Table service. `date` is the value of `x-ms-date`; the path is signed as it is on the wire.
pub fn for_table(account: &str, key: &[u8], verb: &str, content_type: &str, date: &str, url: &Url) -> String {
    let mut resource = format!("/{account}{}", url.path());
    // Of the query only `comp` counts.
    if let Some((_, comp)) = url.query_pairs().find(|(name, _)| name == "comp") {
        resource.push_str(&format!("?comp={comp}"));
    }
    authorization(account, key, &format!("{verb}\n\n{content_type}\n{date}\n{resource}"))
}

/// The value of `Authorization` for a request without a body to the Blob service. `headers` are those of the request; of the standard
/// ones that are signed leadctl sends `If-Match` alone.
pub fn for_blob(account: &str, key: &[u8], verb: &str, headers: &[(&'static str, String)], url: &Url) -> String {
    let mut own: Vec<String> = headers
        .iter()
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
        .filter(|(name, _)| name.starts_with("x-ms-"))
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    own.sort_unstable();
    let mut query: Vec<String> = url.query_pairs().map(|(name, value)| format!("\n{}:{value}", name.to_lowercase())).collect();
    query.sort_unstable();
    // Behind the verb: twelve lines that are empty here but for the eighth, Content-Length among them, which is empty for 0.
    let tag = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("if-match")).map_or("", |(_, tag)| tag.as_str());
    let text = format!("{verb}{}{tag}{}{}/{account}{}{}", "\n".repeat(8), "\n".repeat(4), own.concat(), url.path(), query.concat());
    authorization(account, key, &text)
}

fn authorization(account: &str, key: &[u8], text: &str) -> String {
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
        for_table(account, &STANDARD.decode(KEY).unwrap(), verb, content_type, DATE, &Url::parse(url).unwrap())
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

    #[test]
    fn blob_signatures_match_the_reference_vectors() {
        let headers = [("Accept", "application/xml".to_owned()), ("x-ms-version", "2021-08-06".to_owned()), ("x-ms-date", DATE.to_owned())];
        let host = "https://contosoleads.blob.core.windows.net/marketplaceleadcontainer";
        for (name, verb, url, want) in [
            ("B1", "GET", "?restype=container", "smra9fA18oSU+y7z8rUpCZ/LSLBtWJCJBDKW1XuH5KU="),
            ("B4", "GET", "?restype=container&comp=list&prefix=MSFT_TEST", "DIpq53FvjN3XuLBJIiUip9jSfC7mcUTwB28B+tIjjps="),
            ("B5", "DELETE", "/MSFT_TEST_639264528000000000.json", "o1QIW8BR6XT/ughUOhv5BLxolXqF0mVdWfU39w8QXHw="),
        ] {
            let url = Url::parse(&format!("{host}{url}")).unwrap();
            let signed = for_blob("contosoleads", &STANDARD.decode(KEY).unwrap(), verb, &headers, &url);
            assert_eq!(signed, format!("SharedKey contosoleads:{want}"), "{name}");
        }
    }
}
