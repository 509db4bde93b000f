//! What the Web API writes: the headers that every answer has, and its errors in their JSON form, with details for those who ask.
//!
//! Shape: "Compose HTTP requests and handle errors" of the Web API documentation.

use serde_json::{Map, Value, json};

use super::super::world::guid;
use crate::core::fake::{FakeAnswer, FakeRequest};

/// An error of the Web API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    /// `0x80040220`
    pub code: &'static str,
    pub message: String,
    /// `TraceText`, for those who ask for annotations.
    trace: Option<String>,
    /// Seconds in `Retry-After`.
    later: Option<u32>,
}

impl Refusal {
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Refusal { status, code, message: message.into(), trace: None, later: None }
    }

    pub fn tracing(mut self, trace: impl Into<String>) -> Self {
        self.trace = Some(trace.into());
        self
    }

    pub fn later(mut self, seconds: u32) -> Self {
        self.later = Some(seconds);
        self
    }

    /// What a URL names is not there.
    pub fn no_segment(name: &str) -> Self {
        Refusal::new(404, "0x8006088a", format!("Resource not found for the segment '{name}'."))
    }

    /// A property or its name that the type does not know.
    pub fn no_property(name: &str, of: &str) -> Self {
        Refusal::new(400, "0x80060888", format!("Could not find a property named '{name}' on type 'Microsoft.Dynamics.CRM.{of}'."))
    }

    pub fn answer(&self, request: &FakeRequest) -> FakeAnswer {
        let mut error = Map::new();
        error.insert("code".into(), self.code.into());
        error.insert("message".into(), self.message.as_str().into());
        if Preferences::read(request).annotates("Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus") {
            let number = u32::from_str_radix(self.code.trim_start_matches("0x"), 16).unwrap_or_default();
            let help = format!("http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException%3a{number:08x}&client=platform");
            error.insert("@Microsoft.PowerApps.CDS.ErrorDetails.OperationStatus".into(), "0".into());
            error.insert("@Microsoft.PowerApps.CDS.ErrorDetails.SubErrorCode".into(), number.to_string().into());
            error.insert("@Microsoft.PowerApps.CDS.HelpLink".into(), help.into());
            if let Some(trace) = &self.trace {
                error.insert("@Microsoft.PowerApps.CDS.TraceText".into(), trace.as_str().into());
            }
            error.insert("@Microsoft.PowerApps.CDS.InnerError.Message".into(), self.message.as_str().into());
        }
        let answer = FakeAnswer::new(self.status, json!({"error": error}).to_string()).header("Content-Type", JSON);
        let answer = dress(answer, request);
        match self.later {
            Some(seconds) => answer.header("Retry-After", seconds.to_string()),
            None => answer,
        }
    }
}

const JSON: &str = "application/json; odata.metadata=minimal";

/// A success with a JSON body; the preferences that were honoured are named.
pub fn ok(request: &FakeRequest, status: u16, body: &Value) -> FakeAnswer {
    let applied = Preferences::read(request).applied();
    let answer = dress(FakeAnswer::new(status, body.to_string()).header("Content-Type", JSON), request);
    if applied.is_empty() { answer } else { answer.header("Preference-Applied", applied.join(",")) }
}

/// A success without a body.
pub fn empty(request: &FakeRequest) -> FakeAnswer {
    dress(FakeAnswer::new(204, ""), request)
}

/// 401 with nothing but where to sign in.
pub fn challenge(authority: &str, origin: &str) -> FakeAnswer {
    let words = format!("Bearer authorization_uri={authority}/oauth2/authorize, resource_id={origin}/");
    FakeAnswer::new(401, "").header("WWW-Authenticate", words).header("REQ_ID", guid()).header("x-ms-service-request-id", guid())
}

/// The page of a web server that has no such thing.
pub fn page_not_found() -> FakeAnswer {
    let page = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\n<head><title>404 - File or directory not found.</title></head>\n<body><h1>Server Error</h1><h2>404 - File or directory not found.</h2>\n<h3>The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable.</h3></body>\n</html>\n";
    FakeAnswer::new(404, page).header("Content-Type", "text/html").header("Server", "Microsoft-IIS/10.0")
}

/// The page of a web server that lets nobody in, without a code.
pub fn page_forbidden() -> FakeAnswer {
    let page = "<!DOCTYPE html>\n<html><head><title>403 - Forbidden: Access is denied.</title></head>\n<body><h1>Server Error</h1><h2>403 - Forbidden: Access is denied.</h2></body></html>\n";
    FakeAnswer::new(403, page).header("Content-Type", "text/html").header("Server", "Microsoft-IIS/10.0")
}

/// A page where JSON is due, with a good status: what a proxy or a maintenance page does.
pub fn page_of_the_app() -> FakeAnswer {
    let page = "<!DOCTYPE html>\n<html><head><title>Dynamics 365</title></head><body><div id=\"crmRoot\"></div></body></html>\n";
    FakeAnswer::new(200, page).header("Content-Type", "text/html; charset=utf-8")
}

/// The headers that every answer of the API has.
fn dress(answer: FakeAnswer, request: &FakeRequest) -> FakeAnswer {
    let id = guid();
    let answer = answer
        .header("Cache-Control", "no-cache")
        .header("OData-Version", "4.0")
        .header("REQ_ID", id.as_str())
        .header("x-ms-service-request-id", format!("{id},{}", guid()))
        .header("AuthActivityId", guid())
        .header("x-ms-ratelimit-time-remaining-xrm-requests", "1,200.00")
        .header("x-ms-ratelimit-burst-remaining-xrm-requests", "5999")
        .header("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        .header("X-Content-Type-Options", "nosniff");
    match request.header("x-ms-client-request-id") {
        Some(client) => answer.header("x-ms-client-request-id", client),
        None => answer,
    }
}

/// What `Prefer` asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    pub representation: bool,
    pub page_size: Option<usize>,
    /// `odata.include-annotations`, as written.
    annotations: Option<String>,
}

impl Preferences {
    pub fn read(request: &FakeRequest) -> Preferences {
        let mut found = Preferences::default();
        for piece in outside_quotes(request.header("prefer").unwrap_or_default()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let value = value.trim().trim_matches('"');
            match name.trim().to_ascii_lowercase().as_str() {
                "return" => found.representation = value.eq_ignore_ascii_case("representation"),
                "odata.maxpagesize" | "maxpagesize" => found.page_size = value.parse().ok().filter(|size| *size > 0),
                "odata.include-annotations" => found.annotations = Some(value.to_owned()),
                _ => {}
            }
        }
        found
    }

    /// Whether annotations of this name are wanted: by `*`, by a group's `name.*`, or by name.
    pub fn annotates(&self, name: &str) -> bool {
        self.annotations.as_deref().is_some_and(|wanted| {
            wanted.split(',').map(str::trim).any(|wanted| wanted == name || wanted.strip_suffix('*').is_some_and(|start| name.starts_with(start)))
        })
    }

    fn applied(&self) -> Vec<String> {
        let representation = self.representation.then(|| "return=representation".to_owned());
        let size = self.page_size.map(|size| format!("odata.maxpagesize={size}"));
        let annotations = self.annotations.as_ref().map(|wanted| format!("odata.include-annotations=\"{wanted}\""));
        [representation, size, annotations].into_iter().flatten().collect()
    }
}

/// The pieces between commas, but for those in quotes.
fn outside_quotes(text: &str) -> Vec<&str> {
    let (mut pieces, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                pieces.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}
