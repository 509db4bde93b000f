//! Who asks: shared keys (SharedKey, SharedKeyLite), account SAS and table SAS, checked as every service of an account does.
//!
//! Source: "Authorize with Shared Key", "Create an account SAS", "Create a service SAS" of the REST reference. Stored access policies
//! (`si`) and key ranges (`spk` …) are signed but not looked up: this account has no policies.

use jiff::Timestamp;

use super::answer::Refusal;
use super::url;
use crate::core::fake::FakeRequest;
use crate::destinations::storage::fake::auth;

/// What the caller may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Holds the account's key.
    Key,
    /// An account SAS: permission letters and resource types.
    AccountSas { letters: String, types: String },
    /// A SAS of one table.
    TableSas { letters: String, table: String },
}

/// What a request does, as far as permissions go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    ListTables,
    CreateTable,
    DeleteTable,
    Read,
    Add,
    Update,
    Upsert,
    Delete,
}

impl Act {
    /// The resource type (`srt`) of an account SAS.
    fn resource_type(self) -> char {
        if matches!(self, Act::ListTables | Act::CreateTable | Act::DeleteTable) { 'c' } else { 'o' }
    }

    /// Whether these letters (`sp`) allow it.
    fn allowed_by(self, letters: &str) -> bool {
        let has = |letter| letters.contains(letter);
        match self {
            Act::ListTables => has('l'),
            Act::CreateTable => has('c') || has('w'),
            Act::DeleteTable | Act::Delete => has('d'),
            Act::Read => has('r'),
            Act::Add => has('a'),
            Act::Update => has('u'),
            Act::Upsert => has('a') && has('u'),
        }
    }
}

impl Caller {
    pub fn may(&self, act: Act, table: Option<&str>) -> Result<(), Refusal> {
        match self {
            Caller::Key => Ok(()),
            Caller::AccountSas { types, .. } if !types.contains(act.resource_type()) => Err(Refusal::of("AuthorizationResourceTypeMismatch")),
            // Another table's SAS does not even authenticate.
            Caller::TableSas { table: own, .. } if table.is_some_and(|table| !table.eq_ignore_ascii_case(own)) => {
                Err(Refusal::unauthentic("Signature did not match."))
            }
            Caller::TableSas { .. } if act.resource_type() == 'c' => Err(Refusal::of("AuthorizationResourceTypeMismatch")),
            Caller::AccountSas { letters, .. } | Caller::TableSas { letters, .. } if !act.allowed_by(letters) => {
                Err(Refusal::of("AuthorizationPermissionMismatch"))
            }
            _ => Ok(()),
        }
    }
}

/// Finds out who asks. `key` is the account's, decoded.
pub fn caller(request: &FakeRequest, account: &str, key: &[u8], now: Timestamp) -> Result<Caller, Refusal> {
    let query = url::pairs(request.query.as_deref());
    match request.header("authorization") {
        Some(header) => {
            let text = |date: &str, lite| string_to_sign(request, &query, account, date, lite);
            auth::shared_key(request, header, account, key, now, text).map(|()| Caller::Key)
        }
        None if url::value(&query, "sig").is_some() => sas(request, &query, account, key, now),
        None => Err(Refusal::of("NoAuthenticationInformation")),
    }
}

/// The text under a shared-key signature.
pub fn string_to_sign(request: &FakeRequest, query: &[(String, String)], account: &str, date: &str, lite: bool) -> String {
    let comp = url::value(query, "comp").map_or_else(String::new, |comp| format!("?comp={comp}"));
    let resource = format!("/{account}{}{comp}", request.path);
    if lite {
        return format!("{date}\n{resource}");
    }
    let header = |name| request.header(name).unwrap_or_default();
    format!("{}\n{}\n{}\n{date}\n{resource}", request.method, header("content-md5"), header("content-type"))
}

fn sas(request: &FakeRequest, query: &[(String, String)], account: &str, key: &[u8], now: Timestamp) -> Result<Caller, Refusal> {
    let get = |name| url::value(query, name).unwrap_or_default();
    let table = url::value(query, "tn").map(str::to_lowercase);
    if get("sv").is_empty() || (table.is_none() && get("ss").is_empty()) {
        return Err(Refusal::unauthentic("sv is mandatory. Cannot be empty"));
    }
    let text = match &table {
        Some(table) => table_sas_string(account, table, query),
        None => auth::account_sas_string(account, query),
    };
    auth::sas(request, query, &text, key, now)?;
    let letters = get("sp").to_owned();
    match table {
        Some(table) => Ok(Caller::TableSas { letters, table }),
        None if !get("ss").contains('t') => Err(Refusal::of("AuthorizationServiceMismatch")),
        None => Ok(Caller::AccountSas { letters, types: get("srt").to_owned() }),
    }
}

/// The text under a table's SAS: the parts joined by line feeds.
pub fn table_sas_string(account: &str, table: &str, query: &[(String, String)]) -> String {
    let get = |name| url::value(query, name).unwrap_or_default();
    let resource = format!("/table/{account}/{table}");
    let mut parts = vec![get("sp"), get("st"), get("se"), &resource];
    parts.extend(["si", "sip", "spr", "sv", "spk", "srk", "epk", "erk"].map(get));
    parts.join("\n")
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use jiff::SignedDuration;

    use super::*;
    use crate::destinations::storage::fake::auth::{account_sas_string, sign};

    /// The key that Microsoft published for its emulator: the vectors are made with it.
    const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    const DATE: &str = "Thu, 01 Oct 2026 12:00:00 GMT";

    fn key() -> Vec<u8> {
        STANDARD.decode(KEY).unwrap()
    }

    fn request(method: &str, path: &str, query: Option<&str>, headers: &[(&str, &str)]) -> FakeRequest {
        let mut headers: Vec<_> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        headers.push(("x-ms-date".to_owned(), DATE.to_owned()));
        let now = "2026-10-01T12:00:00Z".parse().unwrap();
        FakeRequest { method: method.into(), path: path.into(), query: query.map(str::to_owned), headers, body: Vec::new(), secure: true, now }
    }

    #[test]
    fn shared_key_vectors_t1_to_t6() {
        let json = [("content-type", "application/json")];
        let row = "/MarketplaceLeads(PartitionKey='10:2F1:2F2026',RowKey='7a0c1f5e-0d6b-4f0e-9b6a-2f8f3a1c9d42')";
        let cases = [
            ("T1", "SharedKey", "contosoleads", request("POST", "/MarketplaceLeads", None, &json), "XX0dnahOjFSdJQ31JSXzqt7ByRcK85034vf/bxmDC3k="),
            (
                "T2",
                "SharedKeyLite",
                "contosoleads",
                request("POST", "/MarketplaceLeads", None, &json),
                "I66L6ms2044HIqe4XFmKKUwtI78HGXbQ09UlcRW9b9c=",
            ),
            (
                "T3",
                "SharedKey",
                "contosoleads",
                request("GET", "/MarketplaceLeads()", Some("$filter=x%20eq%201&$top=5"), &[]),
                "ELk70JFseXdYeER+QvLOB/0CzPK9I8s1VFGzp1ZwMMM=",
            ),
            ("T4", "SharedKey", "contosoleads", request("DELETE", row, None, &[]), "ICjqWxXLLrj0iIKZQKjIYIzhMd8IiN5+npN5ZOEcJMg="),
            (
                "T5",
                "SharedKey",
                "contosoleads",
                request("GET", "/", Some("restype=service&comp=properties"), &[]),
                "Kla1sAGRZlEYvjAciKiGyjHKT3G/wU/sUooBP6Grwr4=",
            ),
            (
                "T6",
                "SharedKey",
                "devstoreaccount1",
                request("GET", "/devstoreaccount1/Tables", None, &[]),
                "y69MwFuGNek7e6yOlah4S5M/peUfKQ/bbzo/8jKumpQ=",
            ),
            (
                "T6L",
                "SharedKeyLite",
                "devstoreaccount1",
                request("GET", "/devstoreaccount1/Tables", None, &[]),
                "Mw8Snu2ZRjiOX8+tGiJGL7IwbAIOwlcp5AXysIx8EmE=",
            ),
        ];
        for (name, scheme, account, mut request, signature) in cases {
            request.headers.push(("authorization".into(), format!("{scheme} {account}:{signature}")));
            assert_eq!(caller(&request, account, &key(), request.now), Ok(Caller::Key), "{name}");
            let other = sign(b"another key", "x");
            request.headers.last_mut().unwrap().1 = format!("{scheme} {account}:{other}");
            assert_eq!(caller(&request, account, &key(), request.now).unwrap_err().code, "AuthenticationFailed", "{name}");
        }
    }

    #[test]
    fn sas_vectors_t7_to_t9() {
        let account = "sp=rwdlacu&ss=t&srt=sco&se=2027-01-01T00:00:00Z&spr=https";
        let table = "tn=marketplaceleads&sp=raud&se=2027-01-01T00:00:00Z&spr=https&sv=2019-02-02";
        let cases = [
            ("T7", format!("{account}&sv=2019-02-02"), "0Ah37Anjx1D%2BT%2FPbBKlpxJWfW8tzAkkGdBwWKfOtWls%3D"),
            ("T8", format!("{account}&sv=2022-11-02"), "P%2FnTDI%2FI5Vrqv81G3qlq7jXvSOcTBtkL8ihqOTJc7NU%3D"),
            ("T9", table.to_owned(), "ux0CvcHdLSdL3wXCgH9UDoxKGgh78hb6SSIdkXnHYYM%3D"),
        ];
        for (name, query, signature) in cases {
            let good = request("GET", "/MarketplaceLeads()", Some(&format!("{query}&sig={signature}")), &[]);
            let who = caller(&good, "contosoleads", &key(), good.now).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
            assert_eq!(who.may(Act::Add, Some("MarketplaceLeads")), Ok(()), "{name}");
            let wider = request("GET", "/MarketplaceLeads()", Some(&format!("{query}&sip=10.0.0.1&sig={signature}")), &[]);
            assert_eq!(
                caller(&wider, "contosoleads", &key(), good.now).unwrap_err().code,
                "AuthenticationFailed",
                "{name}: an added restriction is signed too"
            );
            let plain = FakeRequest { secure: false, ..good };
            assert_eq!(caller(&plain, "contosoleads", &key(), plain.now).unwrap_err().code, "AuthorizationProtocolMismatch", "{name}");
        }
    }

    /// A SAS of the given parameters, signed properly.
    fn with_sas(query: &str) -> FakeRequest {
        let pairs = url::pairs(Some(query));
        let text = match url::value(&pairs, "tn") {
            Some(table) => table_sas_string("contosoleads", &table.to_lowercase(), &pairs),
            None => account_sas_string("contosoleads", &pairs),
        };
        let signature = sign(&key(), &text).replace('+', "%2B").replace('/', "%2F");
        request("GET", "/MarketplaceLeads()", Some(&format!("{query}&sig={signature}")), &[])
    }

    #[test]
    fn a_sas_gives_what_its_letters_say_and_no_more() {
        let cases = [
            ("sv=2019-02-02&ss=t&srt=sco&sp=r&se=2027-01-01", Act::Read, Ok(())),
            ("sv=2019-02-02&ss=t&srt=sco&sp=r&se=2027-01-01", Act::Add, Err("AuthorizationPermissionMismatch")),
            ("sv=2019-02-02&ss=t&srt=sco&sp=a&se=2027-01-01", Act::Add, Ok(())),
            ("sv=2019-02-02&ss=t&srt=sco&sp=a&se=2027-01-01", Act::Upsert, Err("AuthorizationPermissionMismatch")),
            ("sv=2019-02-02&ss=t&srt=sco&sp=au&se=2027-01-01", Act::Upsert, Ok(())),
            ("sv=2019-02-02&ss=t&srt=sco&sp=raud&se=2027-01-01", Act::ListTables, Err("AuthorizationPermissionMismatch")),
            ("sv=2019-02-02&ss=t&srt=sco&sp=l&se=2027-01-01", Act::ListTables, Ok(())),
            ("sv=2019-02-02&ss=t&srt=sco&sp=c&se=2027-01-01", Act::CreateTable, Ok(())),
            ("sv=2019-02-02&ss=t&srt=o&sp=c&se=2027-01-01", Act::CreateTable, Err("AuthorizationResourceTypeMismatch")),
            ("sv=2019-02-02&ss=t&srt=sc&sp=a&se=2027-01-01", Act::Add, Err("AuthorizationResourceTypeMismatch")),
            ("sv=2019-02-02&tn=MarketplaceLeads&sp=r&se=2027-01-01", Act::Delete, Err("AuthorizationPermissionMismatch")),
            ("sv=2019-02-02&tn=MarketplaceLeads&sp=raud&se=2027-01-01", Act::CreateTable, Err("AuthorizationResourceTypeMismatch")),
            ("sv=2019-02-02&tn=otherleads&sp=raud&se=2027-01-01", Act::Read, Err("AuthenticationFailed")),
        ];
        for (query, act, wanted) in cases {
            let request = with_sas(query);
            let who = caller(&request, "contosoleads", &key(), request.now).unwrap();
            assert_eq!(who.may(act, Some("MarketplaceLeads")).map_err(|refusal| refusal.code), wanted, "{query} {act:?}");
        }
    }

    #[test]
    fn a_sas_is_bound_to_time_service_and_address() {
        let cases = [
            ("sv=2019-02-02&ss=t&srt=sco&sp=r&se=2026-10-01T11:59:59Z", "AuthenticationFailed"),
            ("sv=2019-02-02&ss=t&srt=sco&sp=r&st=2026-10-01T12:00:01Z&se=2027-01-01", "AuthenticationFailed"),
            ("sv=2019-02-02&ss=t&srt=sco&sp=r&st=2027-01-01&se=2026-12-01", "AuthenticationFailed"),
            ("sv=2019-02-02&ss=t&srt=sco&sp=r", "AuthenticationFailed"),
            ("sv=2019-02-02&ss=b&srt=sco&sp=r&se=2027-01-01", "AuthorizationServiceMismatch"),
            ("sv=2019-02-02&ss=t&srt=sco&sp=r&se=2027-01-01&sip=203.0.113.7", "AuthorizationSourceIPMismatch"),
            ("sv=2019-02-02&ss=t&srt=sco&sp=r&se=2027-01-01&si=policy", "AuthenticationFailed"),
        ];
        for (query, code) in cases {
            let request = with_sas(query);
            assert_eq!(caller(&request, "contosoleads", &key(), request.now).unwrap_err().code, code, "{query}");
        }
        let request = with_sas("sv=2019-02-02&ss=t&srt=sco&sp=r&se=2027-01-01&sip=127.0.0.0-127.0.0.9");
        assert!(caller(&request, "contosoleads", &key(), request.now).is_ok());
        let expired = with_sas("sv=2019-02-02&ss=t&srt=sco&sp=r&se=2026-09-01");
        let detail = caller(&expired, "contosoleads", &key(), expired.now).unwrap_err().detail.unwrap();
        assert!(detail.starts_with("Signature not valid in the specified time frame"), "{detail}");
    }

    #[test]
    fn the_clock_may_be_a_quarter_of_an_hour_off() {
        let mut request = request("GET", "/Tables", None, &[]);
        let text = string_to_sign(&request, &[], "contosoleads", DATE, false);
        request.headers.push(("authorization".into(), format!("SharedKey contosoleads:{}", sign(&key(), &text))));
        for (minutes, good) in [(-16, false), (-14, true), (0, true), (14, true), (16, false)] {
            let now = request.now + SignedDuration::from_mins(minutes);
            assert_eq!(caller(&request, "contosoleads", &key(), now).is_ok(), good, "{minutes} minutes");
        }
        request.headers.retain(|(name, _)| name != "x-ms-date");
        assert_eq!(caller(&request, "contosoleads", &key(), request.now).unwrap_err().code, "AuthenticationFailed");
        request.headers.retain(|(name, _)| name != "authorization");
        assert_eq!(caller(&request, "contosoleads", &key(), request.now).unwrap_err().code, "NoAuthenticationInformation");
    }
}
