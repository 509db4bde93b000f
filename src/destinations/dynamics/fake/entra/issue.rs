//! Tokens: shaped as the ones of Entra ID (a JWT in three parts), signed by nobody, and known to the environment by looking them up.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::super::world::{Grant, World, guid, on};
use crate::core::fake::{FakeRequest, Faults};

/// What `expires_in` says.
pub const LIFETIME: i64 = 3599;

/// How long a token is under `sandbox/dynamics-big-token`, about: a user in very many groups.
const BIG: usize = 100 * 1024;

/// Uses of each token under `sandbox/dynamics-short-token`.
const FEW: u32 = 3;

/// What goes into the token besides the grant.
pub struct Shape<'a> {
    /// The resource as the client named it.
    pub resource: &'a str,
    /// Name of the user; `None` for an application.
    pub user: Option<&'a str>,
    pub audience: super::super::world::Audience,
    pub tenant: &'a str,
    pub application: &'a str,
    pub subject: &'a str,
}

/// Makes a token and remembers what it stands for.
pub fn issue(world: &World, request: &FakeRequest, shape: &Shape<'_>, faults: &Faults) -> String {
    let now = request.now;
    // A token that is too old already, as from a cache.
    let issued = if on(faults, "sandbox/dynamics-expired-token") { now - SignedDuration::from_secs(2 * LIFETIME) } else { now };
    let expires = issued + SignedDuration::from_secs(LIFETIME);
    let mut claims = json!({
        "aud": shape.resource, "iss": format!("https://sts.windows.net/{}/", shape.tenant), "iat": issued.as_second(), "nbf": issued.as_second(),
        "exp": expires.as_second(), "appid": shape.application, "idp": format!("https://sts.windows.net/{}/", shape.tenant),
        "oid": shape.subject, "sub": shape.subject, "tid": shape.tenant, "uti": guid(), "ver": "1.0",
    });
    match shape.user {
        Some(name) => {
            claims["upn"] = name.into();
            claims["unique_name"] = name.into();
            claims["scp"] = "user_impersonation".into();
            claims["appidacr"] = "0".into();
        }
        None => claims["appidacr"] = "1".into(),
    }
    if on(faults, "sandbox/dynamics-big-token") {
        let groups: Vec<Value> = (0..BIG * 3 / 4 / 39).map(|_| guid().into()).collect();
        claims["groups"] = groups.into();
    }
    let key = URL_SAFE_NO_PAD.encode(uuid::Uuid::new_v4().into_bytes());
    let head = json!({"typ": "JWT", "alg": "RS256", "x5t": key, "kid": key});
    let signature: Vec<u8> = (0..16).flat_map(|_| uuid::Uuid::new_v4().into_bytes()).collect();
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let token = format!("{}.{}.{}", part(head.to_string().as_bytes()), part(claims.to_string().as_bytes()), part(&signature));
    let grant = Grant {
        tenant: shape.tenant.to_owned(),
        application: shape.application.to_owned(),
        subject: shape.subject.to_owned(),
        audience: shape.audience,
        expires,
        uses: on(faults, "sandbox/dynamics-short-token").then_some(FEW),
    };
    world.remember(token.clone(), grant, now);
    token
}
