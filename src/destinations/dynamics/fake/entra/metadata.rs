//! What the service tells about itself without credentials: the OpenID documents, the signing keys, and which hosts are authorities.

use serde_json::{Value, json};

use super::answer::Refusal;
use super::directory::Directory;
use super::tenants::Named;
use super::token::Version;

/// `/.well-known/openid-configuration` of a tenant.
pub fn openid(directory: &Directory, segment: &str, authority: &str, version: Version) -> Result<Value, Refusal> {
    let named = Named::find(directory, segment).map_err(|refusal| {
        // Here the same condition has another name.
        if refusal.code == 90_002 { refusal.called("invalid_tenant") } else { refusal }
    })?;
    let (issuer, path) = match named {
        Named::One(tenant) => (tenant.id.as_str(), tenant.id.as_str()),
        Named::Consumers => (super::directory::CONSUMERS, "consumers"),
        // As written: the place for a tenant stays open.
        Named::Organizations => ("{tenantid}", "organizations"),
        Named::Common => ("{tenantid}", "common"),
    };
    let (issuer, middle, keys) = match version {
        Version::One => (format!("https://sts.windows.net/{issuer}/"), "oauth2", format!("{authority}/{path}/discovery/keys")),
        Version::Two => (format!("{authority}/{issuer}/v2.0"), "oauth2/v2.0", format!("{authority}/{path}/discovery/v2.0/keys")),
    };
    let mut document = json!({
        "token_endpoint": format!("{authority}/{path}/{middle}/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": keys,
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": issuer,
        "request_uri_parameter_supported": false,
        "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        "authorization_endpoint": format!("{authority}/{path}/{middle}/authorize"),
        "device_authorization_endpoint": format!("{authority}/{path}/{middle}/devicecode"),
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "end_session_endpoint": format!("{authority}/{path}/{middle}/logout"),
        "claims_supported": ["sub", "iss", "cloud_instance_name", "aud", "exp", "iat", "nonce", "tid", "ver"],
        "tenant_region_scope": if matches!(named, Named::One(_)) { json!("EU") } else { Value::Null },
        "cloud_instance_name": "microsoftonline.com",
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": "graph.microsoft.com",
    });
    if version == Version::One {
        document["check_session_iframe"] = format!("{authority}/{path}/oauth2/checksession").into();
    }
    Ok(document)
}

/// The signing keys. Nothing here is signed, so there are none.
pub fn keys() -> Value {
    json!({"keys": []})
}

/// `/common/discovery/instance`: which authority belongs to which cloud, for clients that ask before they trust one.
pub fn instance(segment: &str, authority: &str) -> Value {
    let host = authority.split("//").nth(1).unwrap_or(authority);
    json!({
        "tenant_discovery_endpoint": format!("{authority}/{segment}/v2.0/.well-known/openid-configuration"),
        "api-version": "1.1",
        "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
    })
}

/// `/common/userrealm/NAME`: whether a user signs in here or at a server of their company's own.
pub fn realm(directory: &Directory, name: &str) -> Value {
    let domain = name.rsplit_once('@').map_or("", |(_, domain)| domain);
    match directory.tenant(domain) {
        Some(_) => json!({
            "ver": "1.0", "account_type": "Managed", "domain_name": domain, "cloud_instance_name": "microsoftonline.com",
            "cloud_audience_urn": "urn:federation:MicrosoftOnline",
        }),
        None => json!({"ver": "1.0", "account_type": "Unknown", "domain_name": domain, "cloud_instance_name": "microsoftonline.com"}),
    }
}
