//! The token endpoint, both versions: client credentials and resource-owner password, with the service's order of evaluation.
//!
//! Order (inferred, consistent with public credential verifiers): tenant, grant and parameters, application, secret, resource, user.

use serde_json::{Value, json};

use super::super::world::{Audience, World, on};
use super::answer::Refusal;
use super::directory::{ClientSecret, Directory, Present, Tenant};
use super::form::Form;
use super::issue::{self, LIFETIME, Shape};
use super::people::People;
use super::tenants::Named;
use crate::core::fake::{FakeRequest, Faults};

/// Which endpoint was called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// `/oauth2/token` with `resource`.
    One,
    /// `/oauth2/v2.0/token` with `scope`.
    Two,
}

/// The resource part of a scope, and what was asked of it.
struct Asked<'a> {
    resource: &'a str,
    permission: &'a str,
}

pub struct Exchange<'a> {
    pub world: &'a World,
    pub people: &'a People,
    pub request: &'a FakeRequest,
    pub faults: &'a Faults,
    pub version: Version,
}

impl Exchange<'_> {
    fn directory(&self) -> &Directory {
        &self.world.directory
    }

    /// The body of a success.
    pub fn answer(&self, segment: &str) -> Result<Value, Refusal> {
        let named = Named::find(self.directory(), segment)?;
        if self.request.method != "POST" {
            let text = format!("The endpoint only accepts POST requests. Received a {} request.", self.request.method);
            return Err(Refusal::new(900_561, "invalid_request", text));
        }
        let form = Form::read(self.request);
        match form.need("grant_type")? {
            "client_credentials" => self.client_credentials(&form, named),
            "password" => self.password(&form, named),
            other => {
                Err(Refusal::new(70_003, "unsupported_grant_type", format!("The app requested an unsupported grant type '{other}'."))) // [inferred] text
            }
        }
    }

    fn client_credentials(&self, form: &Form, named: Named<'_>) -> Result<Value, Refusal> {
        let id = form.need("client_id")?;
        let asked = self.asked(form, true)?;
        let tenant = match named {
            Named::One(tenant) => tenant,
            Named::Consumers => return Err(application_not_found(id, "consumers")), // [inferred]
            Named::Common | Named::Organizations => {
                let text = "No tenant-identifying information found in either the request or implied by any provided credentials.";
                return Err(Refusal::new(50_059, "invalid_request", text));
            }
        };
        let Present::Confidential(application) = self.application(tenant, id)? else {
            let text = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
            return Err(Refusal::new(700_025, "invalid_client", text));
        };
        let Some(secret) = form.get("client_secret") else {
            let text = "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.";
            return Err(Refusal::new(7_000_216, "invalid_client", text));
        };
        self.check_secret(&application.id, &application.secret, secret)?;
        let audience = self.audience(tenant, asked.resource)?;
        if on(self.faults, "entra/conditional-access-blocked") {
            return Err(conditional_access()); // A policy for workload identities; [inferred] that it answers as for users.
        }
        let shape = Shape {
            resource: asked.resource,
            user: None,
            audience,
            tenant: &tenant.id,
            application: &application.id,
            subject: &application.object_id,
        };
        Ok(self.granted(issue::issue(self.world, self.request, &shape, self.faults), None))
    }

    fn password(&self, form: &Form, named: Named<'_>) -> Result<Value, Refusal> {
        let id = form.need("client_id")?;
        if matches!(named, Named::Common | Named::Consumers) {
            let text = "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.";
            return Err(Refusal::new(9_001_023, "invalid_request", text));
        }
        let (name, password) = (form.need("username")?, form.need("password")?);
        let asked = self.asked(form, false)?;
        let domain = name.rsplit_once('@').map_or("", |(_, domain)| domain);
        let tenant = match named {
            Named::One(tenant) => tenant,
            // The user's own directory; without one the user is unknown everywhere.
            _ => self.directory().tenant(domain).unwrap_or(&self.directory().home),
        };
        match self.application(tenant, id)? {
            Present::Public if form.get("client_secret").is_some() => {
                let text = "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.";
                return Err(Refusal::new(700_025, "invalid_client", text));
            }
            Present::Public => {}
            Present::Confidential(application) => {
                let Some(secret) = form.get("client_secret") else {
                    let text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
                    return Err(Refusal::new(7_000_218, "invalid_client", text));
                };
                self.check_secret(&application.id, &application.secret, secret)?;
            }
        }
        let audience = self.audience(tenant, asked.resource)?;
        let person = self.people.sign_in(self, tenant, name, password, asked.resource, id)?;
        let shape =
            Shape { resource: asked.resource, user: Some(&person.name), audience, tenant: &tenant.id, application: id, subject: &person.object_id };
        let token = issue::issue(self.world, self.request, &shape, self.faults);
        let permission = if asked.permission == ".default" { "user_impersonation" } else { asked.permission };
        Ok(self.granted(token, Some((asked.resource, permission))))
    }

    /// What is asked for, as far as its form goes.
    fn asked<'f>(&self, form: &'f Form, default_only: bool) -> Result<Asked<'f>, Refusal> {
        if self.version == Version::One {
            return Ok(Asked { resource: form.need("resource")?, permission: ".default" });
        }
        let scope = form.need("scope")?;
        // What belongs to OpenID Connect asks for no resource.
        let mut resources = scope.split_whitespace().filter(|part| !matches!(*part, "openid" | "profile" | "offline_access" | "email"));
        let (Some(first), None) = (resources.next(), resources.next()) else {
            let text = format!(
                "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid."
            );
            return Err(Refusal::new(70_011, "invalid_scope", text));
        };
        let parts = first.rsplit_once('/').filter(|(_, permission)| !default_only || *permission == ".default");
        let Some((resource, permission)) = parts else {
            let text = format!(
                "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI)."
            );
            return Err(Refusal::new(1_002_012, "invalid_scope", text));
        };
        Ok(Asked { resource, permission })
    }

    fn application<'d>(&'d self, tenant: &Tenant, id: &str) -> Result<Present<'d>, Refusal> {
        let found = self.directory().application(tenant, id).ok_or_else(|| application_not_found(id, &tenant.id))?;
        let Present::Confidential(application) = found else { return Ok(found) };
        if on(self.faults, "entra/service-principal-missing") {
            let text = format!(
                "The client application {id} is missing service principal in the tenant {}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119",
                tenant.id
            );
            return Err(Refusal::new(7_000_229, "unauthorized_client", text)); // [inferred] status
        }
        let is_lead_writer = application.id == self.directory().lead_writer.id;
        if application.disabled || is_lead_writer && on(self.faults, "entra/application-disabled") {
            let text = format!("Application '{id}'({}) is disabled.", application.name);
            return Err(Refusal::new(7_000_112, "unauthorized_client", text));
        }
        Ok(found)
    }

    fn check_secret(&self, id: &str, made: &ClientSecret, sent: &str) -> Result<(), Refusal> {
        let is_lead_writer = id == self.directory().lead_writer.id;
        let hit = |fault| is_lead_writer && on(self.faults, fault);
        let current = if hit("entra/client-secret-invalid") { &made.renewed } else { &made.value };
        if current != sent {
            let text = format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{id}'."
            );
            return Err(Refusal::new(7_000_215, "invalid_client", text));
        }
        if hit("entra/client-secret-expired") {
            let text = format!(
                "The provided client secret keys for app '{id}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds."
            );
            return Err(Refusal::new(7_000_222, "invalid_client", text));
        }
        Ok(())
    }

    fn audience(&self, tenant: &Tenant, resource: &str) -> Result<Audience, Refusal> {
        if matches!(resource.trim_end_matches('/'), "https://graph.microsoft.com" | "00000003-0000-0000-c000-000000000000") {
            return Ok(Audience::Graph);
        }
        let known = tenant.id == self.directory().home.id && self.world.is_environment(resource);
        if !known || on(self.faults, "entra/resource-not-found") {
            let text = format!(
                "The resource principal named {resource} was not found in the tenant named {}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.",
                tenant.name
            );
            return Err(Refusal::new(500_011, "invalid_resource", text));
        }
        if on(self.faults, "entra/resource-disabled") {
            let text = format!(
                "The service principal for resource '{resource}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it."
            );
            return Err(Refusal::new(500_014, "invalid_resource", text)); // [inferred] `error`
        }
        Ok(Audience::Dataverse)
    }

    /// `scope` is told for users alone; the first version writes its numbers as texts.
    fn granted(&self, token: String, scope: Option<(&str, &str)>) -> Value {
        let number = |number: i64| if self.version == Version::One { json!(number.to_string()) } else { json!(number) };
        let mut body = json!({"token_type": "Bearer"});
        if let Some((resource, permission)) = scope {
            body["scope"] = if self.version == Version::One { permission.into() } else { format!("{resource}/{permission}").into() };
        }
        body["expires_in"] = number(LIFETIME);
        body["ext_expires_in"] = number(LIFETIME);
        if self.version == Version::One {
            body["expires_on"] = number(self.request.now.as_second() + LIFETIME);
            body["not_before"] = number(self.request.now.as_second() - 300);
        }
        body["access_token"] = token.into();
        body
    }
}

fn application_not_found(id: &str, directory: &str) -> Refusal {
    let text = format!(
        "Application with identifier '{id}' was not found in the directory '{directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant."
    );
    Refusal::new(700_016, "unauthorized_client", text)
}

pub fn conditional_access() -> Refusal {
    let text = "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.";
    Refusal::new(53_003, "invalid_grant", text).with("message_only", true) // [inferred] suberror
}
