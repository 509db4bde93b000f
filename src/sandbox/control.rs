//! `/_sandbox/`: what arrived, and which faults are on, for whoever has the token.

use serde_json::{Value, json};

use super::shared::Shared;
use crate::core::error::ErrorKind;
use crate::core::fake::{FakeAnswer, FakeRequest};
use crate::core::text::did_you_mean;

pub const PREFIX: &str = "/_sandbox/";

pub fn answer(request: &FakeRequest, shared: &Shared) -> FakeAnswer {
    if !request.header("authorization").and_then(|header| header.strip_prefix("Bearer ")).is_some_and(|token| same(token, &shared.token)) {
        let words = "the token that the sandbox told when it became ready goes into the header Authorization, as Bearer TOKEN";
        return refuse(401, "unauthorized", words, None).header("WWW-Authenticate", "Bearer");
    }
    let rest = request.path.strip_prefix(PREFIX).unwrap_or_default();
    match (request.method.as_str(), rest, rest.strip_prefix("faults/")) {
        ("GET", "leads", _) => say(200, &json!({"leads": shared.leads()})),
        ("GET", "faults", _) => faults(shared),
        ("PUT", _, Some(id)) => set(shared, id, true),
        ("DELETE", _, Some(id)) => set(shared, id, false),
        (_, "leads" | "faults", _) => refuse(405, "method-not-allowed", "only GET", None).header("Allow", "GET"),
        (_, _, Some(_)) => refuse(405, "method-not-allowed", "only PUT and DELETE", None).header("Allow", "PUT, DELETE"),
        _ => refuse(404, "not-found", "there are /_sandbox/leads, /_sandbox/faults and /_sandbox/faults/AREA/NAME", None),
    }
}

fn faults(shared: &Shared) -> FakeAnswer {
    say(200, &json!({"on": shared.faults(), "available": shared.known()}))
}

fn set(shared: &Shared, id: &str, on: bool) -> FakeAnswer {
    match shared.set_fault(id, on) {
        Ok(()) => faults(shared),
        Err(error) => {
            let status = match error.id {
                "unknown-fault" => 404,
                _ if error.kind == ErrorKind::Usage => 409,
                _ => 500,
            };
            let near = (status == 404).then(|| did_you_mean(id, shared.known().iter().copied())).flatten();
            refuse(status, error.id, &error.to_string(), near)
        }
    }
}

fn say(status: u16, body: &Value) -> FakeAnswer {
    FakeAnswer::new(status, format!("{body}\n")).header("Content-Type", "application/json").header("Cache-Control", "no-store")
}

fn refuse(status: u16, id: &str, message: &str, did_you_mean: Option<&str>) -> FakeAnswer {
    say(status, &json!({"error": {"id": id, "message": message, "did_you_mean": did_you_mean}}))
}

/// Compares in constant time.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}
