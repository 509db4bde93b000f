//! A Power Automate flow with the trigger "When a HTTP request is received", callable by anyone who has its whole URL.
//!
//! Codes and texts as people have pasted them in public; what nobody has is marked "inferred".

use serde_json::{Value, json};

use super::parameter;
use crate::core::fake::{FakeAnswer, FakeRequest, Faults};

/// One flow: its id and the signature in its URL.
pub struct Flow {
    /// 32 hexadecimal digits.
    pub workflow: String,
    /// 32 bytes in base64url without padding: 43 characters.
    pub signature: String,
    /// The signature after somebody renewed it: the profile's is then wrong.
    pub renewed: String,
}

/// What `sp` must be for the trigger `manual`.
const PERMISSION: &str = "/triggers/manual/run";

impl Flow {
    fn path(&self) -> String {
        format!("/powerautomate/automations/direct/workflows/{}/triggers/manual/paths/invoke", self.workflow)
    }

    /// The trigger URL below `base`, or a publisher's mistake in it.
    pub fn url(&self, base: &str, faults: &Faults) -> String {
        let signed = format!("sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={}", self.signature);
        if faults.contains("https/power-automate-url-retired") {
            return format!("{base}/workflows/{}/triggers/manual/paths/invoke?api-version=2016-06-01&{signed}", self.workflow);
        }
        let address = format!("{base}{}?api-version=1", self.path());
        if faults.contains("https/oauth-required") {
            // The URL of a trigger for "any user in my tenant" ends there.
            return address;
        }
        if faults.contains("https/signature-missing") {
            // Cut behind sv: at the first `&` it would be the other one's URL.
            return format!("{address}&{}", signed.split("&sig=").next().unwrap_or_default());
        }
        format!("{address}&{signed}")
    }

    /// Answers; 202 means that the flow took the lead.
    pub fn answer(&self, request: &FakeRequest, path: &str, faults: &Faults) -> FakeAnswer {
        let on = |id: &str| faults.contains(id);
        let get = |name: &str| parameter(request.query.as_deref(), name).filter(|value| !value.is_empty());
        if on("https/power-automate-url-retired") || path.starts_with("/workflows/") {
            // [inferred] Announced to stop after 30 November 2025; what its host answers since then was seen nowhere.
            return refuse(404, "NotFound", "The old trigger URL has ceased working. Copy the new trigger URL from the flow.");
        }
        if get("api-version").is_none() {
            let words = "The api-version query parameter (?api-version=) is required for all requests.";
            return refuse(400, "MissingApiVersionParameter", words); // [inferred]
        }
        if path != self.path() || on("https/workflow-not-found") {
            let id = path.split('/').nth(5).unwrap_or_default();
            return refuse(404, "WorkflowNotFound", &format!("The workflow '{id}' could not be found.")); // [inferred] text
        }
        let signed = ["sp", "sv", "sig"].map(|name| get(name).filter(|_| name != "sig" || !on("https/signature-missing")));
        if let Some(answer) = self.unauthorized(request, &signed, faults) {
            return answer;
        }
        let state = [("https/flow-disabled", "Disabled"), ("sandbox/flow-deleted", "Deleted")].into_iter().find(|(id, _)| on(id));
        if let Some((_, state)) = state {
            let words = format!("Could not execute workflow '{}' trigger 'manual' with state '{state}': trigger is not enabled.", self.workflow);
            return refuse(400, "WorkflowTriggerIsNotEnabled", &words);
        }
        if let Some(answer) = content_refused(request, faults) {
            return answer;
        }
        if on("https/flow-no-response") {
            let words = format!("The server did not receive a response from an upstream server. Request tracking id '{}'.", run_id());
            return refuse(502, "NoResponse", &words);
        }
        self.accepted()
    }

    fn unauthorized(&self, request: &FakeRequest, signed: &[Option<String>; 3], faults: &Faults) -> Option<FakeAnswer> {
        let missing = signed.iter().filter(|value| value.is_none()).count();
        if faults.contains("https/oauth-required") {
            return Some(if missing == 3 {
                refuse(
                    401,
                    "DirectApiAuthorizationRequired",
                    "The OAuth authorization scheme is required. Please provide OAuth authorization scheme.",
                )
            } else {
                let words = "The request has SAS authentication scheme while it is disabled under your access control policy.";
                refuse(401, "DirectApiInvalidAuthorizationScheme", words)
            });
        }
        if missing == 3 {
            return Some(refuse(401, "DirectApiAuthorizationRequired", "The request must be authenticated only by Shared Access scheme."));
        }
        if missing > 0 {
            let words = "Required parameters for shared access URL are permissions ('sp'), version ('sv'), and signature ('sig').";
            return Some(refuse(401, "AuthorizationFailed", words));
        }
        let current = if faults.contains("https/signature-wrong") { &self.renewed } else { &self.signature };
        let [permission, version, signature] = signed.each_ref().map(|value| value.as_deref().unwrap_or_default());
        if version != "1.0" || signature != current {
            return Some(refuse(401, "AuthorizationFailed", "The authentication credentials are not valid.")); // [inferred] code
        }
        if permission != PERMISSION || request.method != "POST" {
            let words = "You do not have permissions to perform action 'run' on scope '/triggers/manual'. Verify you are making the request with the appropriate HTTP method. See [http://aka.ms/logic-trigger] for details.";
            return Some(refuse(403, "AuthorizationFailed", words)); // [inferred] status
        }
        None
    }

    fn accepted(&self) -> FakeAnswer {
        let run = run_id();
        FakeAnswer::new(202, "")
            .header("Cache-Control", "no-cache")
            .header("x-ms-workflow-run-id", run.as_str())
            .header("x-ms-workflow-id", self.workflow.as_str())
            .header("x-ms-workflow-name", self.workflow.as_str())
            .header("x-ms-trigger-history-name", run.as_str())
            .header("x-ms-client-tracking-id", run.as_str())
            .header("x-ms-correlation-id", uuid::Uuid::new_v4().to_string())
            .header("x-ms-tracking-id", uuid::Uuid::new_v4().to_string())
            .header("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    }
}

/// The trigger reads its body as JSON where it is called so, and may hold it against a schema.
fn content_refused(request: &FakeRequest, faults: &Faults) -> Option<FakeAnswer> {
    let kind = request.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let body: Option<Value> = serde_json::from_slice(&request.body).ok();
    if body.is_none() && kind.starts_with("application/json") {
        let words = "The request content is not valid and could not be deserialized.";
        return Some(refuse(400, "InvalidRequestContent", words)); // [inferred] text
    }
    let strict = faults.contains("sandbox/flow-strict-schema") && body.as_ref().is_some_and(holds_null);
    (strict || faults.contains("https/trigger-schema-mismatch")).then(|| {
        let words = "The input body for trigger 'manual' of type 'Request' did not match its schema definition. Error details: 'Invalid type. Expected String but got Null.'.";
        refuse(400, "TriggerInputSchemaMismatch", words)
    })
}

fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.values().any(holds_null),
        Value::Array(items) => items.iter().any(holds_null),
        _ => false,
    }
}

/// Shaped as the run ids that the service gives.
fn run_id() -> String {
    let digits: String = uuid::Uuid::new_v4().as_u128().to_string().chars().take(29).collect();
    format!("08584{digits:0>29}CU10")
}

fn refuse(status: u16, code: &str, message: &str) -> FakeAnswer {
    let body = json!({"error": {"code": code, "message": message}});
    FakeAnswer::new(status, body.to_string()).header("Content-Type", "application/json; charset=utf-8").header("Cache-Control", "no-cache")
}
