//! Who asks: shared keys (SharedKey, SharedKeyLite), account SAS, and the SAS of a container or a blob.
//!
//! Source: "Authorize with Shared Key" and "Create a service SAS" of the REST reference. Stored access policies (`si`) are signed but not
//! looked up: this account has none.

use jiff::Timestamp;
use percent_encoding::percent_decode_str;

use super::Target;
use crate::core::fake::FakeRequest;
use crate::destinations::storage::fake::{Refusal, auth, pairs, value};

/// What the caller may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Holds the account's key.
    Key,
    /// An account SAS: permission letters and resource types.
    AccountSas { letters: String, types: String },
    /// A SAS of a container or of one blob: permission letters. That it is for this one is signed.
    ServiceSas { letters: String, whole_container: bool },
}

/// What a request does, as far as permissions go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    ListContainers,
    CreateContainer,
    LookAtContainer,
    ChangeContainer,
    DeleteContainer,
    List,
    Read,
    Create,
    Overwrite,
    Append,
    Delete,
}

impl Act {
    /// The resource type (`srt`) of an account SAS.
    fn resource_type(self) -> char {
        match self {
            Act::ListContainers => 's',
            Act::CreateContainer | Act::LookAtContainer | Act::ChangeContainer | Act::DeleteContainer | Act::List => 'c',
            Act::Read | Act::Create | Act::Overwrite | Act::Append | Act::Delete => 'o',
        }
    }

    /// Whether these letters (`sp`) allow it.
    fn allowed_by(self, letters: &str) -> bool {
        let has = |letter| letters.contains(letter);
        match self {
            Act::ListContainers | Act::List => has('l'),
            Act::CreateContainer | Act::Create => has('c') || has('w'),
            Act::LookAtContainer | Act::Read => has('r'),
            Act::ChangeContainer | Act::Overwrite => has('w'),
            Act::DeleteContainer | Act::Delete => has('d'),
            Act::Append => has('a') || has('w'),
        }
    }
}

impl Caller {
    pub fn may(&self, act: Act) -> Result<(), Refusal> {
        match self {
            Caller::Key => Ok(()),
            Caller::AccountSas { types, .. } if !types.contains(act.resource_type()) => Err(Refusal::of("AuthorizationResourceTypeMismatch")),
            // A container's signature is for what it holds, a blob's for that alone.
            Caller::ServiceSas { whole_container, .. } if act.resource_type() != 'o' && !(*whole_container && act == Act::List) => {
                Err(Refusal::of("AuthorizationResourceTypeMismatch"))
            }
            Caller::AccountSas { letters, .. } | Caller::ServiceSas { letters, .. } if !act.allowed_by(letters) => {
                Err(Refusal::of("AuthorizationPermissionMismatch"))
            }
            _ => Ok(()),
        }
    }
}

/// Finds out who asks. `key` is the account's, decoded.
pub fn caller(request: &FakeRequest, target: &Target, account: &str, key: &[u8], now: Timestamp) -> Result<Caller, Refusal> {
    let query = pairs(request.query.as_deref());
    match request.header("authorization") {
        Some(header) => {
            let text = |_: &str, lite| string_to_sign(request, account, lite);
            auth::shared_key(request, header, account, key, now, text).map(|()| Caller::Key)
        }
        None if value(&query, "sig").is_some() => sas(request, &query, target, account, key, now),
        // Whether there is such a thing is nobody's business without a credential.
        None if request.header("x-ms-version").is_none() => Err(Refusal::of("ResourceNotFound")),
        None => Err(Refusal::of("NoAuthenticationInformation")),
    }
}

/// The text under a shared-key signature.
pub fn string_to_sign(request: &FakeRequest, account: &str, lite: bool) -> String {
    let header = |name: &str| request.header(name).unwrap_or_default();
    let date = if request.header("x-ms-date").is_some() { "" } else { header("date") };
    let length = Some(header("content-length")).filter(|length| *length != "0").unwrap_or_default();
    let standard = match lite {
        true => vec![request.method.as_str(), header("content-md5"), header("content-type"), date],
        false => vec![
            request.method.as_str(),
            header("content-encoding"),
            header("content-language"),
            length,
            header("content-md5"),
            header("content-type"),
            date,
            header("if-modified-since"),
            header("if-match"),
            header("if-none-match"),
            header("if-unmodified-since"),
            header("range"),
        ],
    };
    let mut own: Vec<(&str, &str)> =
        request.headers.iter().filter(|(name, _)| name.starts_with("x-ms-")).map(|(name, value)| (name.as_str(), value.trim())).collect();
    own.sort_unstable();
    let own: String = own.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    format!("{}\n{own}/{account}{}{}", standard.join("\n"), request.path, resource_query(request.query.as_deref(), lite))
}

/// Every parameter by name, its values sorted; in the lite form `comp` alone.
fn resource_query(query: Option<&str>, lite: bool) -> String {
    let pairs = pairs(query);
    if lite {
        return value(&pairs, "comp").map_or_else(String::new, |comp| format!("?comp={comp}"));
    }
    let mut names: Vec<String> = pairs.iter().map(|(name, _)| name.to_lowercase()).collect();
    names.sort_unstable();
    names.dedup();
    let line = |name: &String| {
        let mut values: Vec<&str> = pairs.iter().filter(|(known, _)| known.to_lowercase() == *name).map(|(_, value)| value.as_str()).collect();
        values.sort_unstable();
        format!("\n{name}:{}", values.join(","))
    };
    names.iter().map(line).collect()
}

fn sas(request: &FakeRequest, query: &[(String, String)], target: &Target, account: &str, key: &[u8], now: Timestamp) -> Result<Caller, Refusal> {
    let get = |name| value(query, name).unwrap_or_default();
    if get("sv").is_empty() || get("sr").is_empty() && get("ss").is_empty() {
        return Err(Refusal::unauthentic("sv is mandatory. Cannot be empty"));
    }
    let letters = get("sp").to_owned();
    if get("sr").is_empty() {
        auth::sas(request, query, &auth::account_sas_string(account, query), key, now)?;
        return match get("ss").contains('b') {
            true => Ok(Caller::AccountSas { letters, types: get("srt").to_owned() }),
            false => Err(Refusal::of("AuthorizationServiceMismatch")),
        };
    }
    let resource = match (get("sr"), target) {
        ("c", Target::Container(container) | Target::Blob(container, _)) => container.clone(),
        ("b", Target::Blob(container, blob)) => format!("{container}/{blob}"),
        _ => return Err(Refusal::unauthentic("The signature is for another kind of resource.")),
    };
    auth::sas(request, query, &service_sas_string(account, &resource, query), key, now)?;
    Ok(Caller::ServiceSas { letters, whole_container: get("sr") == "c" })
}

/// The text under the SAS of a container or blob, as it is since 2018-11-09 and, with the encryption scope, since 2020-12-06.
pub fn service_sas_string(account: &str, resource: &str, query: &[(String, String)]) -> String {
    let get = |name| value(query, name).unwrap_or_default();
    let resource = format!("/blob/{account}/{}", percent_decode_str(resource).decode_utf8_lossy());
    let mut parts = vec![get("sp"), get("st"), get("se"), &resource, get("si"), get("sip"), get("spr"), get("sv"), get("sr"), ""];
    if get("sv") >= "2020-12-06" {
        parts.push(get("ses"));
    }
    parts.extend(["rscc", "rscd", "rsce", "rscl", "rsct"].map(get));
    parts.join("\n")
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    /// The key that Microsoft published for its emulator: the vectors are made with it.
    const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// Name, scheme, verb, path behind the container, query, headers, signature.
    type Vector<'a> = (&'a str, &'a str, &'a str, &'a str, Option<&'a str>, &'a [(&'a str, &'a str)], &'a str);

    #[test]
    fn shared_key_vectors_b1_to_b5() {
        let put = [("content-length", "40"), ("content-type", "application/json"), ("x-ms-blob-type", "BlockBlob")];
        let blob = "/MSFT_TEST_639264528000000000.json";
        let cases: [Vector<'_>; 5] = [
            ("B1", "SharedKey", "GET", "", Some("restype=container"), &[], "smra9fA18oSU+y7z8rUpCZ/LSLBtWJCJBDKW1XuH5KU="),
            ("B2", "SharedKey", "PUT", blob, None, &put, "2W6F/M3gNZTEaSQKsr03JC9yzhop57p3K3U38gLBkwI="),
            ("B3", "SharedKeyLite", "PUT", blob, None, &put, "7UUJt9NUWrW6SM6HegGC0jrzfpZMdYIgDi6XxsuiU8Y="),
            ("B4", "SharedKey", "GET", "", Some("restype=container&comp=list&prefix=MSFT_TEST"), &[], "DIpq53FvjN3XuLBJIiUip9jSfC7mcUTwB28B+tIjjps="),
            ("B5", "SharedKey", "DELETE", blob, None, &[("content-length", "0")], "o1QIW8BR6XT/ughUOhv5BLxolXqF0mVdWfU39w8QXHw="),
        ];
        for (name, scheme, method, path, query, headers, signature) in cases {
            let mut headers: Vec<(String, String)> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            headers.push(("x-ms-version".into(), "2021-08-06".into()));
            headers.push(("x-ms-date".into(), "Thu, 01 Oct 2026 12:00:00 GMT".into()));
            headers.push(("authorization".into(), format!("{scheme} contosoleads:{signature}")));
            let request = FakeRequest {
                method: method.into(),
                path: format!("/marketplaceleadcontainer{path}"),
                query: query.map(str::to_owned),
                headers,
                body: Vec::new(),
                secure: true,
                now: "2026-10-01T12:00:00Z".parse().unwrap(),
            };
            let key = STANDARD.decode(KEY).unwrap();
            assert_eq!(caller(&request, &Target::Account, "contosoleads", &key, request.now), Ok(Caller::Key), "{name}");
            let other = caller(&request, &Target::Account, "contosoleads", b"other", request.now).unwrap_err();
            assert!(other.detail.unwrap().contains("Server used following string to sign"), "{name}");
        }
    }

    #[test]
    fn a_signature_gives_what_its_letters_say_and_no_more() {
        let account = |letters: &str, types: &str| Caller::AccountSas { letters: letters.into(), types: types.into() };
        let service = |letters: &str, whole_container| Caller::ServiceSas { letters: letters.into(), whole_container };
        for (who, act, want) in [
            (account("rl", "sco"), Act::List, Ok(())),
            (account("rl", "co"), Act::ListContainers, Err("AuthorizationResourceTypeMismatch")),
            (account("r", "sco"), Act::List, Err("AuthorizationPermissionMismatch")),
            (account("r", "c"), Act::Read, Err("AuthorizationResourceTypeMismatch")),
            (account("c", "o"), Act::Create, Ok(())),
            (account("c", "o"), Act::Overwrite, Err("AuthorizationPermissionMismatch")),
            (service("rl", true), Act::List, Ok(())),
            (service("rl", false), Act::List, Err("AuthorizationResourceTypeMismatch")),
            (service("rl", true), Act::LookAtContainer, Err("AuthorizationResourceTypeMismatch")),
            (service("r", false), Act::Read, Ok(())),
            (service("r", true), Act::Delete, Err("AuthorizationPermissionMismatch")),
        ] {
            assert_eq!(who.may(act).map_err(|refusal| refusal.code), want, "{who:?} {act:?}");
        }
    }
}
