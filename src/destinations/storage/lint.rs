//! What a connection string tells offline: every documented rule and the usual paste mistakes, the same for each storage service.

use std::sync::LazyLock;

use crate::core::address::{is_loopback, why_private};
use crate::core::clock::{iso, parse_iso};
use crate::core::finding::Finding;
use crate::destinations::storage::Service;
use crate::destinations::storage::account::{Account, Credential, EMULATOR_ACCOUNT};
use crate::destinations::storage::connection_string::{KNOWN_KEYS, Pairs, looks_like_one};
use jiff::{SignedDuration, Timestamp};
use regex::Regex;

/// The checks that the findings decide, as the destination calls them.
pub struct Ids {
    /// The string is whole and well formed.
    pub parses: &'static str,
    /// Partner Center would take it; `None` where that no longer matters.
    pub partner_center: Option<&'static str>,
    /// Its endpoint can be reached from outside.
    pub public: &'static str,
    /// The credential does not end soon.
    pub sas_expiry: &'static str,
}

const STRING: &str = "connection_string";
const MALFORMED: &str = "storage/connection-string-malformed";
const SHAPE: &str = "it should look like DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net";
/// A SAS that ends sooner than this deserves a warning.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Findings on `connection_string`, for the given service of the account.
pub fn findings(service: Service, ids: &Ids, text: &str, now: Timestamp) -> Vec<Finding> {
    let mut string = Lint { service, ids, now, found: Vec::new() };
    if string.whole(text) {
        string.parts(text);
    }
    string.found
}

struct Lint<'a> {
    service: Service,
    ids: &'a Ids,
    now: Timestamp,
    found: Vec<Finding>,
}

impl Lint<'_> {
    fn parts(&mut self, text: &str) {
        let (pairs, _) = Pairs::parse(text);
        self.keys(&pairs);
        self.account(&pairs);
        self.credential(&pairs, text);
        match Account::parse(text, self.service) {
            Ok(account) => self.endpoint(&account),
            Err(why) if !self.found.iter().any(|finding| finding.check == self.ids.parses) => {
                self.error(format!("the connection string can't be used: {why}; {SHAPE}"));
            }
            Err(_) => {}
        }
        if let Some(check) = self.ids.partner_center {
            self.found.extend(partner_center(check, text));
        }
    }

    fn error(&mut self, message: impl Into<String>) {
        self.found.push(Finding::error(self.ids.parses, STRING, message).entry(MALFORMED));
    }

    fn warning(&mut self, message: impl Into<String>) {
        self.found.push(Finding::warning(self.ids.parses, STRING, message));
    }

    /// Mistakes after which nothing else is worth saying; true where the text is a string of pairs.
    fn whole(&mut self, text: &str) -> bool {
        let before = self.found.len();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            self.error(format!("the connection string is empty; {SHAPE}"));
        } else if is_account_key(trimmed) {
            self.error(format!("this is an account key alone; copy the field 'Connection string' below it; {SHAPE}"));
        } else if trimmed.starts_with('{') {
            self.error("the connection string stands inside JSON, as older portals asked for; give the string alone (leadctl configure --from-paste takes it out)");
        } else if trimmed.starts_with(['"', '\'', '“', '`']) {
            self.error("the connection string stands in quotes; give it without them");
        } else if trimmed.contains(['\n', '\r', '\t']) || trimmed.split(';').any(|pair| pair.trim().contains(' ')) {
            self.error(
                "the connection string contains white space or a line break, as from a wrapped mail; copy it again with the portal's copy button",
            );
        } else if trimmed.starts_with("http://") || trimmed.starts_with("https://") {
            self.error(format!("this is a URL and no connection string; {SHAPE}"));
        } else if !looks_like_one(trimmed) {
            let hint = match trimmed {
                text if text.contains("Endpoint=sb://") => {
                    "this is a Service Bus or Event Hubs connection string; a storage account's begins with DefaultEndpointsProtocol"
                }
                text if text.contains("AccountEndpoint=") => {
                    "this is a Cosmos DB connection string of its SQL API; a storage account's begins with DefaultEndpointsProtocol"
                }
                _ => "this is no storage connection string",
            };
            self.error(format!("{hint}; {SHAPE}"));
        } else {
            let doubled = ["accountname=", "accountkey="].iter().any(|key| trimmed.to_ascii_lowercase().matches(key).count() > 1);
            let (_, strays) = Pairs::parse(trimmed);
            if doubled {
                self.error("the connection string holds an account twice, as if it was pasted twice; clear the field and paste it once");
            } else if !strays.is_empty() {
                self.error(format!("{} of the parts between ';' has no '=': the string was cut or a ';' was lost; {SHAPE}", strays.len()));
            }
        }
        self.found.len() == before
    }

    fn keys(&mut self, pairs: &Pairs<'_>) {
        for (key, value) in &pairs.0 {
            match KNOWN_KEYS.iter().find(|known| known.eq_ignore_ascii_case(key)) {
                Some(known) if known != key => {
                    self.warning(format!("'{key}' is usually written {known}; some SDKs mind the case, and so may Partner Center"))
                }
                Some(_) => {}
                None => {
                    // What stands before the first '=' may be a key that lost its name: it is shown only if it looks like a name.
                    let near = crate::core::text::did_you_mean(key, KNOWN_KEYS);
                    self.error(match near {
                        Some(near) if key.len() <= 30 => format!("'{key}' is no key of a connection string; did you mean {near}?"),
                        _ => format!("one of the parts has a name that no connection string has: a ';' or a name was lost; {SHAPE}"),
                    });
                }
            }
            if value.is_empty() && key.len() <= 30 {
                self.error(format!("'{key}' has no value; {SHAPE}"));
            }
        }
        if pairs.get("DefaultEndpointsProtocol").is_some_and(|protocol| !matches!(protocol, "https" | "http")) {
            self.error("DefaultEndpointsProtocol must be https");
        }
    }

    fn account(&mut self, pairs: &Pairs<'_>) {
        let Some(name) = pairs.get("AccountName") else { return };
        if name.contains("://") || name.contains('.') {
            self.error("AccountName is an address; it is only the account's name, such as contosoleads");
        } else if is_placeholder(name) {
            self.error("AccountName is still the example's placeholder; put your storage account's name there");
        } else if !(3..=24).contains(&name.len()) || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
            self.error("AccountName must have 3 to 24 lower-case letters and digits");
        }
        if pairs.get("EndpointSuffix").is_some_and(|suffix| suffix.contains("core.screens.net")) {
            self.error("EndpointSuffix core.screens.net is the invented one of Microsoft's sample; copy the string from your own account");
        }
    }

    fn credential(&mut self, pairs: &Pairs<'_>, text: &str) {
        match (pairs.get("AccountKey"), pairs.get("SharedAccessSignature")) {
            (Some(key), _) if !key.is_empty() => self.account_key(key, pairs),
            (None, Some(sas)) => self.sas_parts(sas),
            (None, None) if pairs.get("UseDevelopmentStorage").is_none() => {
                let name_is_key = pairs.get("AccountName").is_some_and(is_account_key);
                self.error(if name_is_key {
                    "AccountName holds what looks like the key: name and key are swapped or run together".to_owned()
                } else {
                    format!("there is no AccountKey{}; {SHAPE}", if text.ends_with(';') { "" } else { ": the string was cut" })
                });
            }
            _ => {}
        }
    }

    fn account_key(&mut self, key: &str, pairs: &Pairs<'_>) {
        if is_account_key(key) {
            return;
        }
        if pairs.get("AccountName").is_some_and(is_account_key) {
            self.error("AccountName and AccountKey are swapped: the key is the one with 88 characters that ends in ==");
        } else if is_placeholder(key) {
            self.error("AccountKey is still the example's placeholder; copy the string from Access keys of your own account");
        } else if key.contains(['*', '…']) {
            self.error("AccountKey is masked; press Show in the portal before you copy");
        } else if key.contains("EndpointSuffix") {
            self.error("the ';' between AccountKey and EndpointSuffix was lost");
        } else if key.contains('%') {
            self.error("AccountKey is percent-encoded, as from a URL; it should contain + / = as they are");
        } else if key.len() < 88 {
            self.error(format!("AccountKey was cut: it has {} characters and should have 88, the last two ==", key.len()));
        } else {
            self.error("AccountKey is not 64 bytes in base64: 88 characters that end in ==");
        }
    }

    fn sas_parts(&mut self, sas: &str) {
        let value = |name: &str| {
            url::form_urlencoded::parse(sas.trim_start_matches('?').as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
        };
        let has_policy = value("si").is_some();
        let missing: Vec<&str> =
            ["sv", "sig", "se", "sp"].into_iter().filter(|name| value(name).is_none() && !(has_policy && matches!(*name, "se" | "sp"))).collect();
        if !missing.is_empty() {
            self.error(format!("the shared access signature lacks {}: it was cut, often at '&'; copy it again", missing.join(", ")));
        }
        let (letter, word) = (self.service.letter(), self.service.word());
        if value("ss").is_some_and(|services| !services.contains(letter)) {
            let name = if self.service == Service::Table { "Table" } else { "Blob" };
            self.error(format!("the shared access signature is for other services than {word}s: generate it again with the service {name} ticked"));
        }
        if let Some(start) = value("st").and_then(|text| parse_iso(&text))
            && start > self.now
        {
            self.found.push(
                Finding::error(self.ids.sas_expiry, STRING, format!("the shared access signature is valid only from {} on", iso(start)))
                    .entry("storage/sas-expired"),
            );
        }
        let Some(text) = value("se") else { return };
        match parse_iso(&text) {
            None => self.error("the end of the shared access signature (se) is no date, such as 2027-01-01T00:00:00Z"),
            Some(end) if end <= self.now => self.found.push(
                Finding::error(
                    self.ids.sas_expiry,
                    STRING,
                    format!("the shared access signature ended on {}; generate a new one, or use the account key", iso(end)),
                )
                .entry("storage/sas-expired"),
            ),
            Some(end) if end.duration_since(self.now) < SOON => {
                let days = end.duration_since(self.now).as_hours() / 24;
                self.found.push(Finding::warning(
                    self.ids.sas_expiry,
                    STRING,
                    format!("the shared access signature ends on {}, in {days} days; leads are lost from then on", iso(end)),
                ));
            }
            Some(_) => {}
        }
    }

    fn endpoint(&mut self, account: &Account) {
        if account.endpoint.scheme() == "http" && !is_loopback(&account.endpoint) {
            self.found.push(
                Finding::error(
                    self.ids.public,
                    STRING,
                    "the connection string asks for http, and leads are personal data: write DefaultEndpointsProtocol=https",
                )
                .entry("storage/https-required"),
            );
        } else if let Some(why) = why_private(&account.endpoint) {
            let what = if account.account == EMULATOR_ACCOUNT { "this is the storage emulator" } else { why };
            self.found.push(Finding::warning(
                self.ids.public,
                STRING,
                format!("{what}: Microsoft can't reach it; good for trying out, not for Partner Center"),
            ));
        }
        if let Credential::Sas(_) = account.credential
            && account.sas_value("sip").is_some()
        {
            self.found.push(
                Finding::warning(
                    self.ids.public,
                    STRING,
                    "the shared access signature is limited to certain IP addresses (sip); Marketplace's are not published",
                )
                .entry("storage/insufficient-permission"),
            );
        }
    }
}

/// Partner Center's own pattern is stricter than the SDKs'. Source: the product-ingestion schema's pattern, seen in public code.
fn partner_center(check: &'static str, text: &str) -> Option<Finding> {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^DefaultEndpointsProtocol=https;AccountName=[a-z0-9]{3,24};AccountKey=[0-9a-zA-Z=+/]*(;|;EndpointSuffix=(core\.chinacloudapi\.cn|core\.cloudapi\.de|core\.usgovcloudapi\.net|core\.windows\.net))?$",
        )
        .expect("the pattern is constant")
    });
    if PATTERN.is_match(text) {
        return None;
    }
    let (pairs, _) = Pairs::parse(text);
    let why = if pairs.get("SharedAccessSignature").is_some() {
        "it holds a shared access signature, and Partner Center takes only an account key"
    } else if pairs.get("UseDevelopmentStorage").is_some()
        || ["TableEndpoint", "BlobEndpoint", "QueueEndpoint", "FileEndpoint"].iter().any(|key| pairs.get(key).is_some())
    {
        "it names endpoints of its own, and Partner Center takes only account name, key and suffix"
    } else if pairs.get("DefaultEndpointsProtocol") != Some("https") {
        "it must begin with DefaultEndpointsProtocol=https"
    } else if text != text.trim() {
        "there is white space around it"
    } else {
        "the parts must stand in this order: DefaultEndpointsProtocol, AccountName, AccountKey, EndpointSuffix"
    };
    Some(Finding::warning(
        check,
        STRING,
        format!("Partner Center would probably refuse this string: {why} (by the pattern in Microsoft's ingestion schema); {SHAPE}"),
    ))
}

/// 64 bytes in base64.
fn is_account_key(text: &str) -> bool {
    text.len() == 88 && text.ends_with("==") && text[..86].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.starts_with(['<', '[', '{'])
        || ["myaccount", "account-name", "account-key", "youraccount", "yourkey", "your_", "your-", "xxxx"].iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::finding::Level;

    const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    const PARTNER_CENTER: &str = "x/partner-center";
    const PUBLIC: &str = "x/public";
    const SAS_EXPIRY: &str = "x/sas-expiry";
    const IDS: Ids = Ids { parses: "x/parses", partner_center: Some(PARTNER_CENTER), public: PUBLIC, sas_expiry: SAS_EXPIRY };

    fn now() -> Timestamp {
        "2026-10-01T12:00:00Z".parse().unwrap()
    }

    fn of(text: &str) -> Vec<Finding> {
        findings(Service::Table, &IDS, &text.replace("KEY", KEY), now())
    }

    #[test]
    fn the_portals_own_string_is_fine() {
        for text in [
            "DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=KEY;EndpointSuffix=core.windows.net",
            "DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=KEY",
            "DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=KEY;EndpointSuffix=core.usgovcloudapi.net",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn each_mistake_is_named_for_what_it_is() {
        for (text, word) in [
            ("", "empty"),
            ("KEY", "account key alone"),
            ("{\"connectionString\":\"x\"}", "inside JSON"),
            ("\"DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=KEY\"", "quotes"),
            ("DefaultEndpointsProtocol=https;AccountName=contoso;Account\nKey=KEY", "line break"),
            ("https://contoso.table.core.windows.net/", "URL"),
            ("Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=x", "Service Bus"),
            (
                "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=KEYDefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=KEY",
                "twice",
            ),
            ("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=KEY;EndpointSuf", "has no '='"),
            ("DefaultEndpointsProtocol=https;AccountName=contoso", "no AccountKey"),
            ("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1", "cut"),
            ("DefaultEndpointsProtocol=https;AccountName=KEY;AccountKey=contoso", "swapped"),
            ("DefaultEndpointsProtocol=https;AccountName=contoso.table.core.windows.net;AccountKey=KEY", "address"),
            ("DefaultEndpointsProtocol=https;AccountName=myaccount;AccountKey=KEY", "placeholder"),
            ("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=<account-key>", "placeholder"),
            ("DefaultEndpointsProtocol=https;AccountName=contoso;AcountKey=KEY", "did you mean AccountKey"),
            ("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=KEYEndpointSuffix=core.windows.net", "';'"),
            ("TableEndpoint=https://contoso.table.core.windows.net;SharedAccessSignature=sv=2022-11-02&ss=t", "lacks sig, se, sp"),
            (
                "TableEndpoint=https://contoso.table.core.windows.net;SharedAccessSignature=sv=2022-11-02&sig=a&se=2027-01-01&sp=r&ss=b",
                "other services",
            ),
            ("DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=KEY;EndpointSuffix=core.screens.net", "sample"),
        ] {
            let found = of(text);
            let errors: Vec<&Finding> = found.iter().filter(|finding| finding.level == Level::Error).collect();
            assert!(errors.iter().any(|finding| finding.message.contains(word)), "{text}: {found:?}");
            assert!(errors.iter().all(|finding| finding.entry == Some(MALFORMED)), "{text}");
        }
    }

    #[test]
    fn what_the_sdk_takes_and_partner_center_refuses_is_a_warning() {
        for text in [
            "AccountName=contosoleads;AccountKey=KEY;DefaultEndpointsProtocol=https",
            "TableEndpoint=https://contoso.table.core.windows.net;SharedAccessSignature=sv=2022-11-02&sig=a&se=2028-01-01&sp=raud&tn=marketplaceleads",
            "DefaultEndpointsProtocol=https;AccountName=contosoleads;AccountKey=KEY;TableEndpoint=https://contosoleads.table.core.windows.net/",
            "UseDevelopmentStorage=true",
        ] {
            let found = of(text);
            assert!(found.iter().any(|finding| finding.check == PARTNER_CENTER), "{text}");
            assert!(found.iter().all(|finding| finding.level == Level::Warning), "{text}: {found:?}");
        }
    }

    #[test]
    fn the_end_of_a_sas_is_seen_coming() {
        let sas = |end: &str| {
            of(&format!("TableEndpoint=https://contoso.table.core.windows.net;SharedAccessSignature=sv=2022-11-02&sig=a&se={end}&sp=raud"))
        };
        let level = |end: &str| sas(end).into_iter().find(|finding| finding.check == SAS_EXPIRY).map(|finding| finding.level);
        assert_eq!(level("2026-09-30T00%3A00%3A00Z"), Some(Level::Error));
        assert_eq!(level("2026-10-10T00%3A00%3A00Z"), Some(Level::Warning));
        assert_eq!(level("2027-10-10"), None);
    }

    #[test]
    fn http_is_for_loopback_only() {
        let level = |text: &str| of(text).into_iter().find(|finding| finding.check == PUBLIC).map(|finding| finding.level);
        assert_eq!(level("DefaultEndpointsProtocol=http;AccountName=contosoleads;AccountKey=KEY"), Some(Level::Error));
        assert_eq!(
            level("DefaultEndpointsProtocol=http;AccountName=contosoleads;AccountKey=KEY;TableEndpoint=http://127.0.0.1:9/x"),
            Some(Level::Warning)
        );
    }
}
