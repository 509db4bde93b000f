//! What a connection string and a table name tell offline: every documented rule and the usual paste mistakes.

use std::sync::LazyLock;

use crate::core::address::{is_loopback, why_private};
use crate::core::clock::{iso, parse_iso};
use crate::core::finding::Finding;
use crate::destinations::azure_table::connection_string::{KNOWN_KEYS, Pairs, looks_like_one};
use crate::destinations::azure_table::settings::{Credential, Settings};
use jiff::{SignedDuration, Timestamp};
use regex::Regex;

pub(super) const PARSES: &str = "azure-table/string-parses";
pub(super) const PARTNER_CENTER: &str = "azure-table/partner-center-accepts";
pub(super) const TABLE_NAME: &str = "azure-table/table-name";
pub(super) const PUBLIC: &str = "azure-table/public-endpoint";
pub(super) const SAS_EXPIRY: &str = "azure-table/sas-expiry";

const STRING: &str = "connection_string";
const MALFORMED: &str = "storage/connection-string-malformed";
const SHAPE: &str = "it should look like DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…;EndpointSuffix=core.windows.net";
/// A SAS that ends sooner than this deserves a warning.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

pub(super) fn findings(text: &str, table: &str, now: Timestamp) -> Vec<Finding> {
    let mut found = Vec::new();
    table_name(table, &mut found);
    if !whole(text, &mut found) {
        return found;
    }
    let (pairs, _) = Pairs::parse(text);
    keys(&pairs, &mut found);
    account(&pairs, &mut found);
    credential(&pairs, text, now, &mut found);
    match Settings::parse(text, table) {
        Ok(settings) => endpoint(&settings, &mut found),
        Err(why) if !found.iter().any(|finding| finding.check == PARSES) => {
            found.push(error(format!("the connection string can't be used: {why}; {SHAPE}")));
        }
        Err(_) => {}
    }
    partner_center(text, &mut found);
    found
}

fn error(message: impl Into<String>) -> Finding {
    Finding::error(PARSES, STRING, message).entry(MALFORMED)
}

fn warning(message: impl Into<String>) -> Finding {
    Finding::warning(PARSES, STRING, message)
}

/// Mistakes after which nothing else is worth saying; true where the text is a string of pairs.
fn whole(text: &str, found: &mut Vec<Finding>) -> bool {
    let before = found.len();
    let trimmed = text.trim();
    if trimmed.is_empty() {
        found.push(error(format!("the connection string is empty; {SHAPE}")));
    } else if is_account_key(trimmed) {
        found.push(error(format!("this is an account key alone; copy the field 'Connection string' below it; {SHAPE}")));
    } else if trimmed.starts_with('{') {
        found.push(error("the connection string stands inside JSON, as older portals asked for; give the string alone (leadctl configure --from-paste takes it out)"));
    } else if trimmed.starts_with(['"', '\'', '“', '`']) {
        found.push(error("the connection string stands in quotes; give it without them"));
    } else if trimmed.contains(['\n', '\r', '\t']) || trimmed.split(';').any(|pair| pair.trim().contains(' ')) {
        found.push(error(
            "the connection string contains white space or a line break, as from a wrapped mail; copy it again with the portal's copy button",
        ));
    } else if trimmed.starts_with("http://") || trimmed.starts_with("https://") {
        found.push(error(format!("this is a URL and no connection string; {SHAPE}")));
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
        found.push(error(format!("{hint}; {SHAPE}")));
    } else {
        let doubled = ["accountname=", "accountkey="].iter().any(|key| trimmed.to_ascii_lowercase().matches(key).count() > 1);
        let (_, strays) = Pairs::parse(trimmed);
        if doubled {
            found.push(error("the connection string holds an account twice, as if it was pasted twice; clear the field and paste it once"));
        } else if !strays.is_empty() {
            found.push(error(format!("{} of the parts between ';' has no '=': the string was cut or a ';' was lost; {SHAPE}", strays.len())));
        }
    }
    found.len() == before
}

fn keys(pairs: &Pairs<'_>, found: &mut Vec<Finding>) {
    for (key, value) in &pairs.0 {
        match KNOWN_KEYS.iter().find(|known| known.eq_ignore_ascii_case(key)) {
            Some(known) if known != key => {
                found.push(warning(format!("'{key}' is usually written {known}; some SDKs mind the case, and so may Partner Center")))
            }
            Some(_) => {}
            None => {
                // What stands before the first '=' may be a key that lost its name: it is shown only if it looks like a name.
                let near = crate::core::text::did_you_mean(key, KNOWN_KEYS);
                found.push(error(match near {
                    Some(near) if key.len() <= 30 => format!("'{key}' is no key of a connection string; did you mean {near}?"),
                    _ => format!("one of the parts has a name that no connection string has: a ';' or a name was lost; {SHAPE}"),
                }));
            }
        }
        if value.is_empty() && key.len() <= 30 {
            found.push(error(format!("'{key}' has no value; {SHAPE}")));
        }
    }
    if pairs.get("DefaultEndpointsProtocol").is_some_and(|protocol| !matches!(protocol, "https" | "http")) {
        found.push(error("DefaultEndpointsProtocol must be https"));
    }
}

fn account(pairs: &Pairs<'_>, found: &mut Vec<Finding>) {
    let Some(name) = pairs.get("AccountName") else { return };
    if name.contains("://") || name.contains('.') {
        found.push(error("AccountName is an address; it is only the account's name, such as contosoleads"));
    } else if is_placeholder(name) {
        found.push(error("AccountName is still the example's placeholder; put your storage account's name there"));
    } else if !(3..=24).contains(&name.len()) || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        found.push(error("AccountName must have 3 to 24 lower-case letters and digits"));
    }
    if pairs.get("EndpointSuffix").is_some_and(|suffix| suffix.contains("core.screens.net")) {
        found.push(error("EndpointSuffix core.screens.net is the invented one of Microsoft's sample; copy the string from your own account"));
    }
}

fn credential(pairs: &Pairs<'_>, text: &str, now: Timestamp, found: &mut Vec<Finding>) {
    match (pairs.get("AccountKey"), pairs.get("SharedAccessSignature")) {
        (Some(key), _) if !key.is_empty() => account_key(key, pairs, found),
        (None, Some(sas)) => sas_parts(sas, now, found),
        (None, None) if pairs.get("UseDevelopmentStorage").is_none() => {
            let name_is_key = pairs.get("AccountName").is_some_and(is_account_key);
            found.push(error(if name_is_key {
                "AccountName holds what looks like the key: name and key are swapped or run together".to_owned()
            } else {
                format!("there is no AccountKey{}; {SHAPE}", if text.ends_with(';') { "" } else { ": the string was cut" })
            }));
        }
        _ => {}
    }
}

fn account_key(key: &str, pairs: &Pairs<'_>, found: &mut Vec<Finding>) {
    if is_account_key(key) {
        return;
    }
    if pairs.get("AccountName").is_some_and(is_account_key) {
        found.push(error("AccountName and AccountKey are swapped: the key is the one with 88 characters that ends in =="));
    } else if is_placeholder(key) {
        found.push(error("AccountKey is still the example's placeholder; copy the string from Access keys of your own account"));
    } else if key.contains(['*', '…']) {
        found.push(error("AccountKey is masked; press Show in the portal before you copy"));
    } else if key.contains("EndpointSuffix") {
        found.push(error("the ';' between AccountKey and EndpointSuffix was lost"));
    } else if key.contains('%') {
        found.push(error("AccountKey is percent-encoded, as from a URL; it should contain + / = as they are"));
    } else if key.len() < 88 {
        found.push(error(format!("AccountKey was cut: it has {} characters and should have 88, the last two ==", key.len())));
    } else {
        found.push(error("AccountKey is not 64 bytes in base64: 88 characters that end in =="));
    }
}

fn sas_parts(sas: &str, now: Timestamp, found: &mut Vec<Finding>) {
    let value = |name: &str| {
        url::form_urlencoded::parse(sas.trim_start_matches('?').as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    let has_policy = value("si").is_some();
    let missing: Vec<&str> =
        ["sv", "sig", "se", "sp"].into_iter().filter(|name| value(name).is_none() && !(has_policy && matches!(*name, "se" | "sp"))).collect();
    if !missing.is_empty() {
        found.push(error(format!("the shared access signature lacks {}: it was cut, often at '&'; copy it again", missing.join(", "))));
    }
    if value("ss").is_some_and(|services| !services.contains('t')) {
        found.push(error("the shared access signature is for other services than tables: generate it again with the service Table ticked"));
    }
    if let Some(start) = value("st").and_then(|text| parse_iso(&text))
        && start > now
    {
        found.push(
            Finding::error(SAS_EXPIRY, STRING, format!("the shared access signature is valid only from {} on", iso(start)))
                .entry("storage/sas-expired"),
        );
    }
    let Some(text) = value("se") else { return };
    match parse_iso(&text) {
        None => found.push(error("the end of the shared access signature (se) is no date, such as 2027-01-01T00:00:00Z")),
        Some(end) if end <= now => found.push(
            Finding::error(
                SAS_EXPIRY,
                STRING,
                format!("the shared access signature ended on {}; generate a new one, or use the account key", iso(end)),
            )
            .entry("storage/sas-expired"),
        ),
        Some(end) if end.duration_since(now) < SOON => {
            let days = end.duration_since(now).as_hours() / 24;
            found.push(Finding::warning(
                SAS_EXPIRY,
                STRING,
                format!("the shared access signature ends on {}, in {days} days; leads are lost from then on", iso(end)),
            ));
        }
        Some(_) => {}
    }
}

fn endpoint(settings: &Settings, found: &mut Vec<Finding>) {
    if settings.endpoint.scheme() == "http" && !is_loopback(&settings.endpoint) {
        found.push(
            Finding::error(PUBLIC, STRING, "the connection string asks for http, and leads are personal data: write DefaultEndpointsProtocol=https")
                .entry("storage/https-required"),
        );
    } else if let Some(why) = why_private(&settings.endpoint) {
        let what = if settings.account == super::settings::EMULATOR_ACCOUNT { "this is the storage emulator" } else { why };
        found.push(Finding::warning(PUBLIC, STRING, format!("{what}: Microsoft can't reach it; good for trying out, not for Partner Center")));
    }
    if let Credential::Sas(_) = settings.credential
        && settings.sas_value("sip").is_some()
    {
        found.push(Finding::warning(
            PUBLIC,
            STRING,
            "the shared access signature is limited to certain IP addresses (sip); Marketplace's are not published",
        ));
    }
}

/// Partner Center's own pattern is stricter than the SDKs'. Source: the product-ingestion schema's pattern, seen in public code.
fn partner_center(text: &str, found: &mut Vec<Finding>) {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^DefaultEndpointsProtocol=https;AccountName=[a-z0-9]{3,24};AccountKey=[0-9a-zA-Z=+/]*(;|;EndpointSuffix=(core\.chinacloudapi\.cn|core\.cloudapi\.de|core\.usgovcloudapi\.net|core\.windows\.net))?$",
        )
        .expect("the pattern is constant")
    });
    if PATTERN.is_match(text) {
        return;
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
    found.push(Finding::warning(
        PARTNER_CENTER,
        STRING,
        format!("Partner Center would probably refuse this string: {why} (by the pattern in Microsoft's ingestion schema); {SHAPE}"),
    ));
}

fn table_name(table: &str, found: &mut Vec<Finding>) {
    let well_formed = (3..=63).contains(&table.len())
        && table.starts_with(|c: char| c.is_ascii_alphabetic())
        && table.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !well_formed || table.eq_ignore_ascii_case("tables") {
        let message = format!("'{}' can't be a table's name: 3 to 63 letters and digits, the first a letter", crate::core::text::excerpt(table, 70));
        found.push(Finding::error(TABLE_NAME, "table", message).entry("storage/invalid-input"));
    } else if !table.eq_ignore_ascii_case("MarketplaceLeads") {
        found.push(Finding::warning(
            TABLE_NAME,
            "table",
            format!("Marketplace writes to MarketplaceLeads; Partner Center has no field to name '{table}', so real leads will not arrive there"),
        ));
    }
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

    fn now() -> Timestamp {
        "2026-10-01T12:00:00Z".parse().unwrap()
    }

    fn of(text: &str) -> Vec<Finding> {
        findings(&text.replace("KEY", KEY), "MarketplaceLeads", now())
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
