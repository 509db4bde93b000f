//! The authority to which a hostile environment sends its callers, and what it got from them.
//!
//! `sandbox/dynamics-hostile-authority` makes the challenge name it. `GET /foreign/seen` tells afterwards whether a client sent it a secret.

use std::sync::Mutex;

use serde_json::json;

use super::super::world::{guid, lock};
use crate::core::fake::{FakeAnswer, FakeRequest};

/// Below the environment's origin, which is not the authority's.
pub const PATH: &str = "/foreign";

#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    requests: usize,
    secrets: usize,
}

#[derive(Default)]
pub struct Foreign {
    seen: Mutex<Seen>,
}

impl Foreign {
    /// `None` for paths that are not the authority's.
    pub fn answer(&self, request: &FakeRequest) -> Option<FakeAnswer> {
        let rest = request.path.strip_prefix(PATH).filter(|rest| rest.starts_with('/'))?;
        let mut seen = lock(&self.seen);
        if rest == "/seen" {
            let body = json!({"requests": seen.requests, "secrets": seen.secrets});
            return Some(FakeAnswer::new(200, body.to_string()).header("Content-Type", "application/json"));
        }
        let body = String::from_utf8_lossy(&request.body);
        let holds_secret = ["client_secret=", "password=", "client_assertion="].iter().any(|name| body.contains(name));
        seen.requests += 1;
        seen.secrets += usize::from(holds_secret || request.header("authorization").is_some());
        let token = json!({"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": guid()});
        Some(FakeAnswer::new(200, token.to_string()).header("Content-Type", "application/json; charset=utf-8").header("Cache-Control", "no-store"))
    }
}
