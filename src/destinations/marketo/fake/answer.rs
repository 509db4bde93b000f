//! What Marketo writes: the frame of every REST answer, refusals of a whole request with HTTP 200, and records that were skipped.

use serde_json::{Value, json};

use crate::core::fake::FakeAnswer;

/// A request that is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub code: &'static str,
    message: String,
}

impl Refusal {
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Refusal { code, message: message.into() }
    }

    pub fn answer(&self) -> FakeAnswer {
        body(&json!({"requestId": request_id(), "success": false, "errors": [{"code": self.code, "message": self.message}]}))
    }
}

/// A success with rows.
pub fn result(rows: &Value) -> FakeAnswer {
    body(&json!({"requestId": request_id(), "result": rows, "success": true}))
}

/// A part of the log, and the place where it goes on; without rows the result is left out.
pub fn log(rows: &[Value], next: &str, more: Option<bool>) -> FakeAnswer {
    let mut frame = json!({"requestId": request_id(), "success": true, "nextPageToken": next});
    if !rows.is_empty() {
        frame["result"] = json!(rows);
    }
    if let Some(more) = more {
        frame["moreResult"] = json!(more);
    }
    body(&frame)
}

/// The asset API's frame; no row is a success with a warning.
pub fn assets(rows: &[Value]) -> FakeAnswer {
    let mut frame = json!({"success": true, "errors": [], "requestId": request_id(), "warnings": []});
    if rows.is_empty() {
        frame["warnings"] = json!(["No assets found for the given search criteria."]);
    } else {
        frame["result"] = json!(rows);
    }
    body(&frame)
}

/// A record that was left out, and why.
pub fn skipped(code: &str, message: impl Into<String>) -> Value {
    json!({"status": "skipped", "reasons": [{"code": code, "message": message.into()}]})
}

fn body(json: &Value) -> FakeAnswer {
    FakeAnswer::new(200, json.to_string()).header("Content-Type", "application/json;charset=UTF-8").header("Server", "nginx")
}

/// `e42b#14272d07d78`: two hexadecimal numbers.
fn request_id() -> String {
    let random = uuid::Uuid::new_v4().simple().to_string();
    format!("{}#{}", &random[..4], &random[4..15])
}
