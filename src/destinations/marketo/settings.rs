//! The connection details, understood: which instance, which form, which client.

use secrecy::zeroize::Zeroizing;
use url::Url;

use crate::core::values::Values;

/// What a subscription's REST host ends with.
pub(super) const REST_HOST: &str = ".mktorest.com";

#[derive(Clone)]
pub(super) struct Settings {
    /// In upper case, as Marketo writes it.
    pub(super) munchkin_id: String,
    pub(super) form_id: u32,
    pub(super) client_id: String,
    pub(super) client_secret: Zeroizing<String>,
    /// Without a trailing slash and without `/rest`.
    pub(super) base: Url,
}

impl Settings {
    /// The message says what is missing, without values.
    pub(super) fn from_values(values: &Values) -> Result<Settings, String> {
        let get = |key: &str, label: &str| {
            let value = values.expose(key).map(str::trim).filter(|value| !value.is_empty());
            value.map(str::to_owned).ok_or_else(|| format!("there is no {label}"))
        };
        let munchkin_id = get("munchkin_id", "Munchkin ID")?.to_uppercase();
        if !is_munchkin(&munchkin_id) {
            return Err("the Munchkin ID is none".to_owned());
        }
        let form_id = form_number(&get("form_id", "form ID")?).ok_or("the form ID is no number")?;
        let base = match values.expose("rest_url") {
            Some(text) => rest_address(text)?,
            None => Url::parse(&format!("https://{munchkin_id}{REST_HOST}")).map_err(|error| error.to_string())?,
        };
        Ok(Settings {
            client_id: get("client_id", "client ID")?,
            client_secret: Zeroizing::new(get("client_secret", "client secret")?),
            munchkin_id,
            form_id,
            base,
        })
    }

    /// A URL below the address; `path` begins with `/`.
    pub(super) fn url(&self, path: &str, query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }
}

/// Three digits, three letters, three digits.
pub(super) fn is_munchkin(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, middle, last] = parts.as_slice() else { return false };
    let is = |part: &str, of: fn(&u8) -> bool| part.len() == 3 && part.as_bytes().iter().all(of);
    is(first, u8::is_ascii_digit) && is(middle, u8::is_ascii_alphabetic) && is(last, u8::is_ascii_digit)
}

/// A form's number; Adobe's specification has a 32-bit integer.
pub(super) fn form_number(text: &str) -> Option<u32> {
    let is_number = (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && (1..=i32::MAX.unsigned_abs()).contains(number))
}

/// `https://123-PQR-789.mktorest.com`, also as Marketo shows it with `/rest` or `/identity` behind it.
pub(super) fn rest_address(text: &str) -> Result<Url, String> {
    let mut url = Url::parse(text.trim()).map_err(|error| format!("the REST address is no URL: {error}"))?;
    if url.host_str().is_none() || !matches!(url.scheme(), "http" | "https") {
        return Err("the REST address must begin with https:// and a host".to_owned());
    }
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/rest").or_else(|| path.strip_suffix("/identity")).unwrap_or(path).to_owned();
    url.set_path(&path);
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_parts_of_a_munchkin_id() {
        assert!(is_munchkin("123-PQR-789") && is_munchkin("123-pqr-789"));
        for text in ["", "123PQR789", "123-PQR-78", "123-PQ1-789", "12A-PQR-789", "123-PQR-789-1", "١٢٣-PQR-789"] {
            assert!(!is_munchkin(text), "{text}");
        }
    }

    #[test]
    fn the_address_is_taken_as_marketo_shows_it() {
        for text in ["https://123-PQR-789.mktorest.com", "https://123-pqr-789.mktorest.com/rest", " https://123-pqr-789.mktorest.com/identity/ "] {
            assert_eq!(rest_address(text).unwrap().as_str(), "https://123-pqr-789.mktorest.com/", "{text}");
        }
        assert_eq!(rest_address("http://127.0.0.1:8080/marketo").unwrap().as_str(), "http://127.0.0.1:8080/marketo");
        assert!(rest_address("mktorest.com").is_err());
    }
}
