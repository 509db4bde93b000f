//! Access tokens by the client credentials flow, and whose they are. The wording of the refusals is inferred in part.

use serde_json::json;
use url::form_urlencoded;

use super::{SalesforceFake, random, refuse, say};
use crate::core::fake::{FakeAnswer, FakeRequest, Faults};

const USER: &str = "005g00000000001AAA";
/// Uses of the first token under `sandbox/salesforce-short-token`.
const FEW: u32 = 2;

pub fn token(fake: &SalesforceFake, request: &FakeRequest, faults: &Faults) -> FakeAnswer {
    let refused = |error: &str, words: &str| say(400, &json!({"error": error, "error_description": words}));
    if faults.contains("salesforce/tls-too-old") {
        return refused(
            "UNSUPPORTED_CLIENT",
            "TLS 1.0 has been disabled in this organization. Please use TLS 1.1 or higher when connecting to Salesforce using https.",
        );
    }
    if request.method != "POST" {
        return refused("invalid_request", "must use HTTP POST");
    }
    let given: Vec<(String, String)> = form_urlencoded::parse(&request.body).into_owned().collect();
    let value = |name: &str| given.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let basic = basic(request);
    let (id, secret) = match &basic {
        Some((id, secret)) => (id.as_str(), secret.as_str()),
        None => (value("client_id"), value("client_secret")),
    };
    if value("grant_type") != "client_credentials" {
        return refused("unsupported_grant_type", "grant type not supported");
    }
    if id != fake.client_id {
        return refused("invalid_client_id", "client identifier invalid");
    }
    if secret != fake.client_secret {
        return refused("invalid_client", "invalid client credentials");
    }
    if faults.contains("sandbox/salesforce-no-run-as") {
        return refused("invalid_grant", "no client credentials user enabled");
    }
    let token = format!("{}!AQ{}{}", fake.oid, random(), random());
    let mut store = fake.store();
    let first = store.tokens.is_empty();
    store.tokens.insert(token.clone(), (first && faults.contains("sandbox/salesforce-short-token")).then_some(FEW));
    say(
        200,
        &json!({
            "access_token": token, "signature": format!("{}=", random()), "scope": "api", "instance_url": SalesforceFake::base(request),
            "id": format!("{}/id/{}/{USER}", SalesforceFake::base(request), super::ids::long(&fake.oid)), "token_type": "Bearer",
            "issued_at": request.now.as_millisecond().to_string(),
        }),
    )
    .header("Cache-Control", "no-cache, no-store")
}

/// Client and secret in the header, as RFC 6749 allows.
fn basic(request: &FakeRequest) -> Option<(String, String)> {
    use base64::Engine as _;
    let encoded = request.header("authorization")?.strip_prefix("Basic ")?;
    let decoded = String::from_utf8(base64::engine::general_purpose::STANDARD.decode(encoded).ok()?).ok()?;
    decoded.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}

/// The refusal of a request without a good token; each use of a short-lived one counts.
pub fn check(fake: &SalesforceFake, request: &FakeRequest) -> Option<FakeAnswer> {
    let header = request.header("authorization").unwrap_or_default();
    let token = header.strip_prefix("Bearer ").or_else(|| header.strip_prefix("OAuth ")).unwrap_or_default();
    let mut store = fake.store();
    match store.tokens.get_mut(token) {
        Some(None) => return None,
        Some(Some(left)) if *left > 0 => {
            *left -= 1;
            return None;
        }
        _ => {}
    }
    Some(refuse(401, "INVALID_SESSION_ID", "Session expired or invalid").header("WWW-Authenticate", "Token"))
}

pub fn user_info(fake: &SalesforceFake, request: &FakeRequest) -> FakeAnswer {
    if let Some(answer) = check(fake, request) {
        return answer;
    }
    let oid = super::ids::long(&fake.oid);
    say(
        200,
        &json!({
            "sub": format!("{}/id/{oid}/{USER}", SalesforceFake::base(request)), "user_id": USER, "organization_id": oid,
            "preferred_username": "leads@contoso.example", "name": "Leads", "email": "leads@contoso.example", "user_type": "STANDARD",
        }),
    )
}
