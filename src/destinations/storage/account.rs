//! A connection string, understood: which account, which endpoint of it, which credential.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;
use url::Url;

use crate::destinations::storage::Service;
use crate::destinations::storage::connection_string::Pairs;

/// The storage emulator's well-known account and key; public by design.
pub const EMULATOR_ACCOUNT: &str = "devstoreaccount1";
const EMULATOR_KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// How requests prove who sends them.
#[derive(Clone)]
pub enum Credential {
    /// The account key's 64 bytes.
    Key(Zeroizing<Vec<u8>>),
    /// A shared access signature: the query string without `?`.
    Sas(Zeroizing<String>),
}

/// One service of one storage account, and how to get in.
#[derive(Clone)]
pub struct Account {
    pub service: Service,
    pub account: String,
    /// Without a trailing slash.
    pub endpoint: Url,
    pub credential: Credential,
}

impl Account {
    /// Takes what the Azure SDKs take. The message says what is missing, without values.
    pub fn parse(text: &str, service: Service) -> Result<Account, String> {
        let (pairs, strays) = Pairs::parse(text.trim());
        if pairs.0.is_empty() || !strays.is_empty() {
            return Err("it is not made of Key=value pairs separated by ';'".to_owned());
        }
        if pairs.get("UseDevelopmentStorage").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            let host = pairs.get("DevelopmentStorageProxyUri").unwrap_or("http://127.0.0.1").trim_end_matches('/');
            let endpoint = format!("{host}:{}/{EMULATOR_ACCOUNT}", service.emulator_port());
            return Account::build(service, EMULATOR_ACCOUNT, &endpoint, key(EMULATOR_KEY)?);
        }
        let credential = match (pairs.get("AccountKey"), pairs.get("SharedAccessSignature")) {
            (Some(value), _) => key(value)?,
            (None, Some(sas)) => Credential::Sas(Zeroizing::new(sas.trim_start_matches('?').to_owned())),
            (None, None) => return Err("it has neither AccountKey nor SharedAccessSignature".to_owned()),
        };
        let account = pairs.get("AccountName");
        let endpoint = match (pairs.get(service.endpoint_key()), account) {
            (Some(endpoint), _) => endpoint.trim_end_matches('/').to_owned(),
            (None, Some(account)) => {
                let protocol = pairs.get("DefaultEndpointsProtocol").unwrap_or("https");
                format!("{protocol}://{account}.{}.{}", service.word(), pairs.get("EndpointSuffix").unwrap_or("core.windows.net"))
            }
            (None, None) => return Err(format!("it has neither AccountName nor {}", service.endpoint_key())),
        };
        let account = match (account, &credential) {
            (Some(account), _) => account.to_owned(),
            // A SAS needs no account name: the endpoint's host or path holds it.
            (None, Credential::Sas(_)) => account_of(&endpoint),
            (None, Credential::Key(_)) => return Err("it has no AccountName".to_owned()),
        };
        Account::build(service, &account, &endpoint, credential)
    }

    fn build(service: Service, account: &str, endpoint: &str, credential: Credential) -> Result<Account, String> {
        let word = service.word();
        let endpoint = Url::parse(endpoint).map_err(|error| format!("the {word} endpoint is no URL: {error}"))?;
        if endpoint.host_str().is_none() || !matches!(endpoint.scheme(), "http" | "https") {
            return Err(format!("the {word} endpoint must begin with https:// and a host"));
        }
        Ok(Account { service, account: account.to_owned(), endpoint, credential })
    }

    /// A URL below the endpoint; `path` begins with `/` and is encoded already.
    pub fn url(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.endpoint.clone();
        url.set_path(&format!("{}{path}", self.endpoint.path().trim_end_matches('/')));
        let mut parts: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if let Credential::Sas(sas) = &self.credential {
            parts.push(sas.to_string());
        }
        url.set_query((!parts.is_empty()).then(|| parts.join("&")).as_deref());
        url
    }

    /// The credential in a sentence.
    pub fn credential_words(&self) -> &'static str {
        match self.credential {
            Credential::Key(_) => "the account key",
            Credential::Sas(_) => "the shared access signature",
        }
    }

    /// A parameter of the SAS, percent-decoded; `None` with a key.
    pub fn sas_value(&self, name: &str) -> Option<String> {
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
