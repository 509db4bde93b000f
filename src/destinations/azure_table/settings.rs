//! A connection string, understood: which account, which endpoint, which credential.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;
use url::Url;

use crate::core::values::Values;
use crate::destinations::azure_table::connection_string::Pairs;

/// The storage emulator's well-known account and key; public by design.
pub(super) const EMULATOR_ACCOUNT: &str = "devstoreaccount1";
const EMULATOR_KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// How requests prove who sends them.
#[derive(Clone)]
pub(super) enum Credential {
    /// The account key's 64 bytes.
    Key(Zeroizing<Vec<u8>>),
    /// A shared access signature: the query string without `?`.
    Sas(Zeroizing<String>),
}

#[derive(Clone)]
pub(super) struct Settings {
    pub(super) account: String,
    /// Without a trailing slash.
    pub(super) endpoint: Url,
    pub(super) credential: Credential,
    pub(super) table: String,
}

impl Settings {
    pub(super) fn from_values(values: &Values) -> Result<Settings, String> {
        let text = values.expose("connection_string").ok_or("there is no connection string")?;
        Settings::parse(text, values.expose("table").unwrap_or("MarketplaceLeads"))
    }

    /// Takes what the Azure SDKs take. The message says what is missing, without values.
    pub(super) fn parse(text: &str, table: &str) -> Result<Settings, String> {
        let (pairs, strays) = Pairs::parse(text.trim());
        if pairs.0.is_empty() || !strays.is_empty() {
            return Err("it is not made of Key=value pairs separated by ';'".to_owned());
        }
        if pairs.get("UseDevelopmentStorage").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            let host = pairs.get("DevelopmentStorageProxyUri").unwrap_or("http://127.0.0.1").trim_end_matches('/');
            return Settings::build(EMULATOR_ACCOUNT, &format!("{host}:10002/{EMULATOR_ACCOUNT}"), key(EMULATOR_KEY)?, table);
        }
        let credential = match (pairs.get("AccountKey"), pairs.get("SharedAccessSignature")) {
            (Some(value), _) => key(value)?,
            (None, Some(sas)) => Credential::Sas(Zeroizing::new(sas.trim_start_matches('?').to_owned())),
            (None, None) => return Err("it has neither AccountKey nor SharedAccessSignature".to_owned()),
        };
        let account = pairs.get("AccountName");
        let endpoint = match (pairs.get("TableEndpoint"), account) {
            (Some(endpoint), _) => endpoint.trim_end_matches('/').to_owned(),
            (None, Some(account)) => {
                let protocol = pairs.get("DefaultEndpointsProtocol").unwrap_or("https");
                format!("{protocol}://{account}.table.{}", pairs.get("EndpointSuffix").unwrap_or("core.windows.net"))
            }
            (None, None) => return Err("it has neither AccountName nor TableEndpoint".to_owned()),
        };
        let account = match (account, &credential) {
            (Some(account), _) => account.to_owned(),
            // A SAS needs no account name: the endpoint's host or path holds it.
            (None, Credential::Sas(_)) => account_of(&endpoint),
            (None, Credential::Key(_)) => return Err("it has no AccountName".to_owned()),
        };
        Settings::build(&account, &endpoint, credential, table)
    }

    fn build(account: &str, endpoint: &str, credential: Credential, table: &str) -> Result<Settings, String> {
        let endpoint = Url::parse(endpoint).map_err(|error| format!("the table endpoint is no URL: {error}"))?;
        if endpoint.host_str().is_none() || !matches!(endpoint.scheme(), "http" | "https") {
            return Err("the table endpoint must begin with https:// and a host".to_owned());
        }
        Ok(Settings { account: account.to_owned(), endpoint, credential, table: table.to_owned() })
    }

    /// A URL below the endpoint; `path` begins with `/` and is encoded already.
    pub(super) fn url(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.endpoint.clone();
        url.set_path(&format!("{}{path}", self.endpoint.path().trim_end_matches('/')));
        let mut parts: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if let Credential::Sas(sas) = &self.credential {
            parts.push(sas.to_string());
        }
        url.set_query((!parts.is_empty()).then(|| parts.join("&")).as_deref());
        url
    }

    /// A table SAS (`tn`) may not look at the account's list of tables.
    pub(super) fn is_table_sas(&self) -> bool {
        self.sas_value("tn").is_some()
    }

    /// A parameter of the SAS, percent-decoded; `None` with a key.
    pub(super) fn sas_value(&self, name: &str) -> Option<String> {
        let Credential::Sas(sas) = &self.credential else { return None };
        url::form_urlencoded::parse(sas.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }
}

fn key(text: &str) -> Result<Credential, String> {
    STANDARD.decode(text).map(|bytes| Credential::Key(Zeroizing::new(bytes))).map_err(|_| "the AccountKey is no valid base64".to_owned())
}

fn account_of(endpoint: &str) -> String {
    let Ok(url) = Url::parse(endpoint) else { return String::new() };
    match url.path_segments().and_then(|mut parts| parts.next_back().filter(|part| !part.is_empty()).map(str::to_owned)) {
        Some(last) => last,
        None => url.host_str().and_then(|host| host.split('.').next()).unwrap_or_default().to_owned(),
    }
}

fn encode(value: &str) -> String {
    percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
}
