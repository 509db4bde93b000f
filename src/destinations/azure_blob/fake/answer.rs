//! What the Blob service writes: the headers that every answer has, and its errors in its own words.
//!
//! Wording and headers: recorded traffic and the REST reference ("Blob service error codes", "Common REST API error codes").

use jiff::Timestamp;

use crate::core::clock::http_date;
use crate::core::fake::{FakeAnswer, FakeRequest};
use crate::destinations::storage::fake::{Refusal, escape, precise, request_id};

/// Status and words of each code.
const WORDS: [(&str, u16, &str); 31] = [
    ("AccountIsDisabled", 403, "The specified account is disabled."),
    ("AccountRequiresHttps", 400, "The account being accessed does not support http."),
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
    ("BlobAlreadyExists", 409, "The specified blob already exists."),
    ("BlobNotFound", 404, "The specified blob does not exist."),
    ("ConditionNotMet", 412, "The condition specified using HTTP conditional header(s) is not met."),
    ("ContainerAlreadyExists", 409, "The specified container already exists."),
    ("ContainerNotFound", 404, "The specified container does not exist."),
    ("InternalError", 500, "Server encountered an internal error. Please try again after some time."),
    ("InvalidBlobType", 409, "The blob type is invalid for this operation."),
    ("InvalidHeaderValue", 400, "The value for one of the HTTP headers is not in the correct format."),
    ("InvalidQueryParameterValue", 400, "Value for one of the query parameters specified in the request URI is invalid."),
    ("InvalidRange", 416, "The range specified is invalid for the current size of the resource."),
    ("InvalidResourceName", 400, "The specifed resource name contains invalid characters."),
    ("InvalidUri", 400, "The requested URI does not represent any resource on the server."),
    ("KeyBasedAuthenticationNotPermitted", 403, "Key based authentication is not permitted on this storage account."),
    ("MissingRequiredHeader", 400, "An HTTP header that's mandatory for this request is not specified."),
    (
        "NoAuthenticationInformation",
        401,
        "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
    ),
    ("NotImplemented", 501, "The requested operation is not implemented on the specified resource."),
    ("OutOfRangeInput", 400, "The specified resource name length is not within the permissible limits."),
    ("OutOfRangeQueryParameterValue", 400, "One of the query parameters specified in the request URI is outside the permissible range."),
    ("RequestBodyTooLarge", 413, "The request body is too large and exceeds the maximum permissible limit."),
    ("ResourceNotFound", 404, "The specified resource does not exist."),
    ("ServerBusy", 503, "The server is busy."),
    ("UnsupportedHttpVerb", 405, "The resource doesn't support specified Http Verb."),
];

/// As the service answers it: XML behind a byte-order mark, and the code in a header. To HEAD there is no body to put it in.
pub fn refused(refusal: &Refusal, request: &FakeRequest, now: Timestamp) -> FakeAnswer {
    let code = refusal.code;
    let (status, words) = WORDS.iter().find(|(known, ..)| *known == code).map_or((500, ""), |(_, status, words)| (*status, *words));
    let id = request_id();
    let message = format!("{}\nRequestId:{id}\nTime:{}", refusal.message.as_deref().unwrap_or(words), precise(now));
    let detail = refusal
        .detail
        .as_deref()
        .map_or_else(String::new, |detail| format!("<AuthenticationErrorDetail>{}</AuthenticationErrorDetail>", escape(detail)));
    let body = format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{}</Message>{detail}</Error>",
        escape(&message)
    );
    let mut answer = FakeAnswer::new(status, body).header("Content-Type", "application/xml");
    if code == "NoAuthenticationInformation" {
        answer = answer.header(
            "WWW-Authenticate",
            "Bearer authorization_uri=https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/oauth2/authorize resource_id=https://storage.azure.com",
        );
    }
    dress(answer.header("x-ms-error-code", code), request, now, &id)
}

/// A success with a body, or none.
pub fn ok(request: &FakeRequest, now: Timestamp, status: u16, body: impl Into<Vec<u8>>) -> FakeAnswer {
    dress(FakeAnswer::new(status, body), request, now, &request_id())
}

/// The headers that every answer has.
fn dress(answer: FakeAnswer, request: &FakeRequest, now: Timestamp, id: &str) -> FakeAnswer {
    let mut answer = answer
        .header("Server", "Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0")
        .header("x-ms-request-id", id)
        .header("x-ms-version", request.header("x-ms-version").unwrap_or("2021-08-06"))
        .header("Date", http_date(now));
    if let Some(client) = request.header("x-ms-client-request-id") {
        answer = answer.header("x-ms-client-request-id", client);
    }
    answer
}
