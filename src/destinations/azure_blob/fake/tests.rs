//! The blob service from the outside: requests in, answers out, each documented mistake with its code.

use super::*;
use crate::core::clock::http_date;
use crate::core::fake::FakeBody;
use crate::destinations::storage::fake::auth::sign;

fn now() -> Timestamp {
    "2026-10-01T12:00:00.1234567Z".parse().unwrap()
}

/// A request as a client with the account's key makes it.
fn request(fake: &BlobFake, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> FakeRequest {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query.to_owned())));
    let date = http_date(now());
    let length = body.len().to_string();
    let mut all = vec![("host", "127.0.0.1:8080"), ("x-ms-version", "2021-08-06"), ("x-ms-date", date.as_str()), ("content-length", length.as_str())];
    all.extend_from_slice(headers);
    let headers = all.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let path = format!("{ROOT}{path}");
    let mut request = FakeRequest { method: method.into(), path, query, headers, body: body.into(), secure: false, now: now() };
    let text = auth::string_to_sign(&request, ACCOUNT, false);
    request.headers.push(("authorization".into(), format!("SharedKey {ACCOUNT}:{}", sign(&fake.key, &text))));
    request
}

struct Seen {
    status: u16,
    headers: Vec<(String, String)>,
    text: String,
}

impl Seen {
    fn of(answer: FakeAnswer) -> Self {
        let text = match answer.body {
            FakeBody::Whole(body) => String::from_utf8_lossy(&body).into_owned(),
            other => format!("{other:?}").chars().take(40).collect(),
        };
        Seen { status: answer.status, headers: answer.headers, text }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn code(&self) -> &str {
        self.header("x-ms-error-code").unwrap_or_default()
    }

    fn names(&self) -> Vec<&str> {
        self.text.split("<Name>").skip(1).filter_map(|rest| rest.split_once("</Name>").map(|(name, _)| name)).collect()
    }

    fn marker(&self) -> Option<&str> {
        self.text.split_once("<NextMarker>").and_then(|(_, rest)| rest.split_once("</NextMarker>")).map(|(marker, _)| marker)
    }
}

fn ask(fake: &BlobFake, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Seen {
    Seen::of(fake.answer(&request(fake, method, target, headers, body), &Faults::new()))
}

fn ask_with(fake: &BlobFake, fault: &str, method: &str, target: &str) -> Seen {
    Seen::of(fake.answer(&request(fake, method, target, &[], ""), &Faults::from([fault.to_owned()])))
}

const LIST: &str = "/marketplaceleads?restype=container&comp=list";

#[test]
fn the_old_container_holds_leads_and_what_is_none() {
    let seen = ask(&BlobFake::new(), "GET", LIST, &[], "");
    assert_eq!(seen.status, 200);
    assert_eq!(seen.names().len(), 7, "{}", seen.text);
    assert!(seen.text.contains("<Content-Length>1073741824</Content-Length>") && seen.text.ends_with("<NextMarker /></EnumerationResults>"));
    let mut reader = quick_xml::Reader::from_str(&seen.text);
    while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    assert!(BlobFake::new().leads().is_empty(), "none of them has just arrived");
}

#[test]
fn pages_prefixes_and_folders() {
    let fake = BlobFake::new();
    let mut all = Vec::new();
    let mut marker = String::new();
    for _ in 0..4 {
        let seen = ask(&fake, "GET", &format!("{LIST}&maxresults=2{marker}"), &[], "");
        all.extend(seen.names().into_iter().map(str::to_owned));
        match seen.marker() {
            Some(next) => marker = format!("&marker={next}"),
            None => break,
        }
    }
    assert_eq!(all.len(), 7);
    assert!(all.is_sorted(), "{all:?}");
    assert_eq!(ask(&fake, "GET", &format!("{LIST}&prefix=2020/"), &[], "").names().len(), 3);
    let folders = ask(&fake, "GET", &format!("{LIST}&delimiter=/"), &[], "");
    assert_eq!(folders.names(), ["2019/", "2020/", "MSFT_TEST_636573304831318844.json", "backup/"]);
    assert_eq!(ask(&fake, "GET", &format!("{LIST}&delimiter=/&prefix=2020/"), &[], "").names(), ["2020/01/", "2020/02/"]);
    let first = ask_with(&fake, "sandbox/empty-page", "GET", LIST);
    assert_eq!(first.names(), Vec::<&str>::new());
    let rest = ask_with(&fake, "sandbox/empty-page", "GET", &format!("{LIST}&marker={}", first.marker().unwrap()));
    assert_eq!(rest.names().len(), 7, "the whole list comes behind the empty page");
    for wrong in ["maxresults=0", "maxresults=many", "marker=nonsense"] {
        assert_eq!(ask(&fake, "GET", &format!("{LIST}&{wrong}"), &[], "").status, 400, "{wrong}");
    }
}

#[test]
fn blobs_are_put_read_in_part_appended_to_and_deleted() {
    let fake = BlobFake::new();
    let block = [("x-ms-blob-type", "BlockBlob"), ("x-ms-meta-n", "1")];
    let made = ask(&fake, "PUT", "/marketplaceleads/a%20b.json", &block, "0123456789");
    assert_eq!((made.status, made.header("x-ms-request-server-encrypted")), (201, Some("true")));
    let tag = made.header("etag").unwrap().to_owned();
    let read = ask(&fake, "GET", "/marketplaceleads/a%20b.json", &[], "");
    assert_eq!((read.status, read.text.as_str(), read.header("x-ms-meta-n")), (200, "0123456789", Some("1")));
    let part = ask(&fake, "GET", "/marketplaceleads/a%20b.json", &[("x-ms-range", "bytes=2-4")], "");
    assert_eq!((part.status, part.text.as_str(), part.header("content-range")), (206, "234", Some("bytes 2-4/10")));
    assert_eq!(ask(&fake, "GET", "/marketplaceleads/a%20b.json", &[("range", "bytes=10-")], "").code(), "InvalidRange");
    let unless = ask(&fake, "PUT", "/marketplaceleads/a%20b.json", &[("x-ms-blob-type", "BlockBlob"), ("if-none-match", "*")], "x");
    assert_eq!((unless.status, unless.code()), (409, "BlobAlreadyExists"));
    assert_eq!(ask(&fake, "PUT", "/marketplaceleads/x", &[], "x").code(), "MissingRequiredHeader");
    assert_eq!(ask(&fake, "HEAD", "/marketplaceleads/a%20b.json", &[("if-match", "\"other\"")], "").code(), "ConditionNotMet");
    assert_eq!(ask(&fake, "HEAD", "/marketplaceleads/a%20b.json", &[("if-match", &tag)], "").header("content-length"), Some("10"));
    assert_eq!(ask(&fake, "PUT", "/marketplaceleads/log", &[("x-ms-blob-type", "AppendBlob")], "").status, 201);
    for (offset, text) in [("0", "one"), ("3", "two")] {
        assert_eq!(ask(&fake, "PUT", "/marketplaceleads/log?comp=appendblock", &[], text).header("x-ms-blob-append-offset"), Some(offset));
    }
    assert_eq!(ask(&fake, "GET", "/marketplaceleads/log", &[], "").text, "onetwo");
    assert_eq!(ask(&fake, "PUT", "/marketplaceleads/a%20b.json?comp=appendblock", &[], "x").code(), "InvalidBlobType");
    assert_eq!(ask(&fake, "DELETE", "/marketplaceleads/log", &[], "").status, 202);
    assert_eq!(ask(&fake, "GET", "/marketplaceleads/log", &[], "").code(), "BlobNotFound");
    let big = ask(&fake, "GET", "/marketplaceleads/backup/contosoleads.bak", &[("range", "bytes=0-9")], "");
    assert_eq!((big.status, big.text.len(), big.header("content-range")), (206, 10, Some("bytes 0-9/1073741824")));
}

#[test]
fn containers_are_made_once_and_go_with_what_they_hold() {
    let fake = BlobFake::new();
    assert_eq!(ask(&fake, "PUT", "/more?restype=container", &[("x-ms-blob-public-access", "blob")], "").status, 201);
    assert_eq!(ask(&fake, "PUT", "/more?restype=container", &[], "").code(), "ContainerAlreadyExists");
    assert_eq!(ask(&fake, "GET", "/more?restype=container", &[], "").header("x-ms-blob-public-access"), Some("blob"));
    assert_eq!(ask(&fake, "GET", "/marketplaceleads?restype=container", &[], "").header("x-ms-blob-public-access"), None);
    assert_eq!(ask(&fake, "GET", "/?comp=list", &[], "").names(), ["marketplaceleads", "more"]);
    assert_eq!(ask(&fake, "DELETE", "/more?restype=container", &[], "").status, 202);
    assert_eq!(ask(&fake, "GET", "/more?restype=container", &[], "").code(), "ContainerNotFound");
    for (name, code) in [("Upper", "InvalidResourceName"), ("a--b", "InvalidResourceName"), ("ab", "OutOfRangeInput")] {
        assert_eq!(ask(&fake, "PUT", &format!("/{name}?restype=container"), &[], "").code(), code, "{name}");
    }
}

#[test]
fn errors_are_xml_behind_a_mark_in_the_services_words() {
    let fake = BlobFake::new();
    let seen = ask(&fake, "GET", "/nowhere?restype=container", &[], "");
    assert_eq!((seen.status, seen.code()), (404, "ContainerNotFound"));
    let start = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>ContainerNotFound</Code><Message>The specified container does not exist.\nRequestId:";
    assert!(seen.text.starts_with(start), "{}", seen.text);
    assert!(seen.text.ends_with("\nTime:2026-10-01T12:00:00.1234567Z</Message></Error>"), "{}", seen.text);
    let mut nobody = request(&fake, "GET", LIST, &[], "");
    nobody.headers.retain(|(name, _)| name != "authorization");
    assert_eq!(Seen::of(fake.answer(&nobody, &Faults::new())).code(), "NoAuthenticationInformation");
}

#[test]
fn every_fault_gives_its_answer() {
    let fake = BlobFake::new();
    for (fault, status, code) in [
        ("account-disabled", 403, "AccountIsDisabled"),
        ("clock-skew", 403, "AuthenticationFailed"),
        ("container-not-found", 404, "ContainerNotFound"),
        ("firewall", 403, "AuthorizationFailure"),
        ("https-required", 400, "AccountRequiresHttps"),
        ("insufficient-permission", 403, "AuthorizationPermissionMismatch"),
        ("key-invalid", 403, "AuthenticationFailed"),
        ("server-busy", 503, "ServerBusy"),
        ("shared-key-disabled", 403, "KeyBasedAuthenticationNotPermitted"),
    ] {
        let seen = ask_with(&fake, &format!("storage/{fault}"), "GET", LIST);
        assert_eq!((seen.status, seen.code()), (status, code), "{fault}");
    }
    assert_eq!(ask_with(&fake, "sandbox/throttle-once", "GET", LIST).header("retry-after"), Some("1"));
}

#[test]
fn the_profile_is_good_or_has_the_ordered_mistake() {
    let fake = BlobFake::new();
    let mount = Mount { base: "http://127.0.0.1:8080/blob".into(), secure_base: None, refused_base: "http://127.0.0.1:9/blob".into() };
    let string = |fault: &str| {
        let profile = fake.profiles(&mount, &Faults::from([fault.to_owned()])).remove(0);
        assert_eq!(
            (profile.name.as_str(), profile.settings[0].1.as_str(), profile.settings[2].1.as_str()),
            ("sandbox-azure-blob", "azure-blob", CONTAINER)
        );
        profile.settings[1].1.clone()
    };
    assert!(string("").ends_with("==;BlobEndpoint=http://127.0.0.1:8080/blob/sandboxleads;"), "{}", string(""));
    assert!(string("storage/account-dns-not-found").contains(".blob.core.windows.invalid"));
    assert!(!string("storage/connection-string-malformed").contains("AccountKey="));
    for (fault, code) in [("storage/sas-expired", "AuthenticationFailed"), ("storage/insufficient-permission", "AuthorizationPermissionMismatch")] {
        let string = string(fault);
        let sas = string.split_once("SharedAccessSignature=").unwrap().1;
        let mut request = request(&fake, "GET", &format!("{LIST}&{sas}"), &[], "");
        request.headers.retain(|(name, _)| name != "authorization");
        assert_eq!(Seen::of(fake.answer(&request, &Faults::new())).code(), code, "{fault}");
    }
}
