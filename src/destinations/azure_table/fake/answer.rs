//! What the Table service writes: the headers that every answer has, metadata levels, and its errors in its own words.
//!
//! Wording and headers: recorded traffic and the REST reference ("Table service error codes", "Common REST API error codes"). What is
//! not recorded anywhere is marked "inferred".

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::core::clock::http_date;
use crate::core::fake::{FakeAnswer, FakeRequest};
pub use crate::destinations::storage::fake::{Refusal, precise};
use crate::destinations::storage::fake::{escape, request_id};

/// How much metadata the client asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    None,
    Minimal,
    Full,
}

impl Level {
    /// `None` where the client takes no JSON.
    pub fn asked(request: &FakeRequest) -> Option<Level> {
        let accept = request.header("accept")?.to_ascii_lowercase();
        if !accept.contains("application/json") {
            return None;
        }
        Some(match accept {
            _ if accept.contains("odata=nometadata") => Level::None,
            _ if accept.contains("odata=fullmetadata") => Level::Full,
            _ => Level::Minimal,
        })
    }

    fn content_type(self) -> String {
        let name = match self {
            Level::None => "nometadata",
            Level::Minimal => "minimalmetadata",
            Level::Full => "fullmetadata",
        };
        format!("application/json;odata={name};streaming=true;charset=utf-8")
    }
}

/// Status and words of each code.
const WORDS: [(&str, u16, &str); 38] = [
    ("AccountIsDisabled", 403, "The specified account is disabled."),
    ("AccountRequiresHttps", 400, "The account being accessed does not support http."),
    ("AtomFormatNotSupported", 415, "Atom format is not supported."),
    (
        "AuthenticationFailed",
        403,
        "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.",
    ),
    ("AuthorizationFailure", 403, "This request is not authorized to perform this operation."),
    ("AuthorizationPermissionMismatch", 403, "This request is not authorized to perform this operation using this permission."),
    ("AuthorizationProtocolMismatch", 403, "This request is not authorized to perform this operation using this protocol."),
    ("AuthorizationResourceTypeMismatch", 403, "This request is not authorized to perform this operation using this resource type."),
    ("AuthorizationServiceMismatch", 403, "This request is not authorized to perform this operation using this service."),
    ("AuthorizationSourceIPMismatch", 403, "This request is not authorized to perform this operation using this source IP 127.0.0.1."),
    ("DuplicatePropertiesSpecified", 400, "A property is specified more than one time."),
    ("EntityAlreadyExists", 409, "The specified entity already exists."),
    ("EntityTooLarge", 400, "The entity is larger than the maximum allowed size (1MB)."),
    ("InvalidHeaderValue", 400, "The value for one of the HTTP headers is not in the correct format."),
    ("InvalidInput", 400, "One of the request inputs is not valid."),
    ("InvalidResourceName", 400, "The specifed resource name contains invalid characters."),
    ("InvalidUri", 400, "The requested URI does not represent any resource on the server."),
    ("JsonFormatNotSupported", 415, "JSON format is not supported."),
    ("KeyBasedAuthenticationNotPermitted", 403, "Key based authentication is not permitted on this storage account."),
    ("MethodNotAllowed", 405, "The requested method is not allowed on the specified resource."),
    ("MissingRequiredHeader", 400, "An HTTP header that's mandatory for this request is not specified."),
    (
        "NoAuthenticationInformation",
        401,
        "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
    ),
    ("NotImplemented", 501, "The requested operation is not implemented on the specified resource."),
    ("OutOfRangeInput", 400, "One of the request inputs is out of range."),
    ("PropertiesNeedValue", 400, "The values are not specified for all properties in the entity."),
    ("PropertyNameInvalid", 400, "The property name is invalid."),
    ("PropertyNameTooLong", 400, "The property name exceeds the maximum allowed length (255)."),
    (
        "PropertyValueTooLarge",
        400,
        "The property value exceeds the maximum allowed size (64KB). If the property value is a string, it is UTF-16 encoded and the maximum number of characters should be 32K or less.",
    ),
    ("RequestBodyTooLarge", 413, "The request body is too large and exceeds the maximum permissible limit."),
    ("ResourceNotFound", 404, "The specified resource does not exist."),
    ("ServerBusy", 503, "The server is busy."),
    ("TableAlreadyExists", 409, "The table specified already exists."),
    ("TableBeingDeleted", 409, "The specified table is being deleted. Try operation later."),
    ("TableNotFound", 404, "The table specified does not exist."),
    (
        "TooManyProperties",
        400,
        "The entity contains more properties than allowed. Each entity can include up to 252 properties to store data. Each entity also has 3 system properties.",
    ),
    ("UpdateConditionNotSatisfied", 412, "The update condition specified in the request was not satisfied."),
    ("InternalError", 500, "Server encountered an internal error. Please try again after some time."),
    ("OperationTimedOut", 500, "Operation could not be completed within the permitted time."),
];

/// As the service answers it: JSON for those who take JSON, else XML.
pub fn refused(refusal: &Refusal, request: &FakeRequest, now: Timestamp) -> FakeAnswer {
    let code = refusal.code;
    let (status, words) = WORDS.iter().find(|(known, ..)| *known == code).map_or((500, ""), |(_, status, words)| (*status, *words));
    let id = request_id();
    let message = format!("{}\nRequestId:{id}\nTime:{}", refusal.message.as_deref().unwrap_or(words), precise(now));
    let mut answer = if Level::asked(request).is_some() {
        let body = json!({"odata.error": {"code": code, "message": {"lang": "en-US", "value": message}}});
        FakeAnswer::new(status, body.to_string()).header("Content-Type", Level::Minimal.content_type())
    } else {
        let detail = refusal
            .detail
            .as_deref()
            .map_or_else(String::new, |detail| format!("<AuthenticationErrorDetail>{}</AuthenticationErrorDetail>", escape(detail)));
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><error xmlns=\"http://schemas.microsoft.com/ado/2007/08/dataservices/metadata\"><code>{code}</code><message xml:lang=\"en-US\">{}</message>{detail}</error>",
            escape(&message)
        );
        FakeAnswer::new(status, body).header("Content-Type", "application/xml;charset=utf-8")
    };
    if code == "NoAuthenticationInformation" {
        answer = answer.header(
            "WWW-Authenticate",
            "Bearer authorization_uri=https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/oauth2/authorize resource_id=https://storage.azure.com",
        );
    }
    dress(answer, request, now, &id)
}
/// A success with a JSON body.
pub fn ok(request: &FakeRequest, now: Timestamp, status: u16, level: Level, body: &impl Serialize) -> FakeAnswer {
    let answer = FakeAnswer::new(status, serde_json::to_vec(body).unwrap_or_default()).header("Content-Type", level.content_type());
    dress(answer, request, now, &request_id())
}

/// A success without a body.
pub fn empty(request: &FakeRequest, now: Timestamp) -> FakeAnswer {
    dress(FakeAnswer::new(204, ""), request, now, &request_id())
}

/// The headers that every answer has.
fn dress(answer: FakeAnswer, request: &FakeRequest, now: Timestamp, id: &str) -> FakeAnswer {
    let mut answer = answer
        .header("Cache-Control", "no-cache")
        .header("Server", "Windows-Azure-Table/1.0 Microsoft-HTTPAPI/2.0")
        .header("x-ms-request-id", id)
        .header("X-Content-Type-Options", "nosniff")
        .header("Date", http_date(now));
    if let Some(version) = request.header("x-ms-version") {
        answer = answer.header("x-ms-version", version);
    }
    if let Some(client) = request.header("x-ms-client-request-id") {
        answer = answer.header("x-ms-client-request-id", client);
    }
    answer
}
