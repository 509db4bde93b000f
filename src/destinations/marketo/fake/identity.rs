//! The identity service: a token for a client ID and secret, the same one until it expires, and who may call with it.

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::answer::Refusal;
use crate::core::fake::{FakeAnswer, FakeRequest, Faults};

/// The API-only user that owns the custom service.
pub const USER: &str = "partner-center-api@contoso.example";

const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

pub struct Identity {
    pub client_id: String,
    pub client_secret: String,
    token: Option<(String, Timestamp)>,
    /// `sandbox/marketo-token-expires` has shown.
    has_expired: bool,
}

impl Identity {
    pub fn new() -> Self {
        let random = || uuid::Uuid::new_v4();
        Identity { client_id: random().hyphenated().to_string(), client_secret: random().simple().to_string(), token: None, has_expired: false }
    }

    /// `client_credentials` alone. The words of the refusals were seen by a public client.
    pub fn sign_in(&mut self, request: &FakeRequest, parameters: &[(String, String)], faults: &Faults) -> FakeAnswer {
        let get = |name: &str| parameters.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
        if get("grant_type") != "client_credentials" {
            return refused(400, "invalid_request", "Missing grant type");
        }
        let id = get("client_id");
        if id != self.client_id {
            return refused(401, "unauthorized", &format!("No client with requested id: {id}"));
        }
        // Somebody renewed the secret: the profile's is then wrong.
        if get("client_secret") != self.client_secret || faults.contains("marketo/invalid-client-credentials") {
            return refused(401, "invalid_client", "Bad client credentials");
        }
        let (token, until) = match self.token.take().filter(|(_, until)| *until > request.now) {
            Some(still_good) => still_good,
            None => (format!("{}:int", uuid::Uuid::new_v4().hyphenated()), request.now + LIFETIME),
        };
        self.token = Some((token.clone(), until));
        let left = until.duration_since(request.now).as_secs();
        json_answer(200, &json!({"access_token": token, "token_type": "bearer", "expires_in": left, "scope": USER}))
    }

    /// A token as a parameter was withdrawn: only the header counts.
    pub fn admit(&mut self, request: &FakeRequest, faults: &Faults) -> Result<(), Refusal> {
        let given = request.header("authorization").and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")));
        let Some(given) = given else { return Err(Refusal::new("600", "Access token not specified")) };
        if faults.contains("sandbox/marketo-token-expires") && !self.has_expired && self.token.is_some() {
            self.has_expired = true;
            self.token = None;
            return Err(Refusal::new("602", "Access token expired"));
        }
        match &self.token {
            Some((token, _)) if token != given => Err(Refusal::new("601", "Access token invalid")),
            Some((_, until)) if *until > request.now => Ok(()),
            Some(_) => Err(Refusal::new("602", "Access token expired")),
            None => Err(Refusal::new("601", "Access token invalid")),
        }
    }
}

fn refused(status: u16, error: &str, description: &str) -> FakeAnswer {
    json_answer(status, &json!({"error": error, "error_description": description}))
}

fn json_answer(status: u16, body: &serde_json::Value) -> FakeAnswer {
    FakeAnswer::new(status, body.to_string()).header("Content-Type", "application/json;charset=UTF-8").header("Cache-Control", "no-store")
}
