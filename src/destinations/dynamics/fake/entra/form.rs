//! A token request as it came: the form's parameters and the client's credentials, from the body or from HTTP Basic.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::form_urlencoded;

use super::answer::Refusal;
use crate::core::fake::FakeRequest;

/// The parameters of a token request.
#[derive(Debug)]
pub struct Form {
    pairs: Vec<(String, String)>,
}

impl Form {
    /// Reads the body; a body that is no form has no parameters.
    pub fn read(request: &FakeRequest) -> Form {
        let kind = request.header("content-type").unwrap_or_default().to_ascii_lowercase();
        let body: &[u8] = if kind.starts_with("application/x-www-form-urlencoded") { &request.body } else { b"" };
        let mut pairs: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
        if let Some((id, secret)) = basic(request) {
            // RFC 6749, 2.3.1: both are form-encoded before they are joined.
            for (name, value) in [("client_id", id), ("client_secret", secret)] {
                if !pairs.iter().any(|(known, _)| known == name) {
                    pairs.push((name.to_owned(), value));
                }
            }
        }
        Form { pairs }
    }

    /// A parameter that is there and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    pub fn need(&self, name: &str) -> Result<&str, Refusal> {
        let text = || format!("The request body must contain the following parameter: '{name}'.");
        self.get(name).ok_or_else(|| Refusal::new(900_144, "invalid_request", text()))
    }
}

fn basic(request: &FakeRequest) -> Option<(String, String)> {
    let coded = request.header("authorization")?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(coded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decode = |text: &str| form_urlencoded::parse(format!("v={text}").as_bytes()).next().map(|(_, value)| value.into_owned());
    Some((decode(id)?, decode(secret)?))
}
