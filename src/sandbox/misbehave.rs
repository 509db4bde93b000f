//! Faults of the server itself, the same for every service: what a proxy, a login wall or a broken line does to any client.

use std::time::Duration;

use crate::core::fake::{FakeAnswer, FakeBody, FakeRequest, Faults};

/// The lead is stored and the connection closed without a word, once.
pub const LOST_ANSWER: &str = "sandbox/lost-answer";

pub const FAULTS: [&str; 7] = [
    "sandbox/endless-body",
    "sandbox/html-login-page",
    "sandbox/invalid-utf8",
    LOST_ANSWER,
    "sandbox/redirect-loop",
    "sandbox/silence",
    "sandbox/slow-body",
];

/// Between two bytes of a slow body.
const DRIP: Duration = Duration::from_millis(250);

/// Of what a slow body is made where the service's own is empty.
const PADDING: usize = 4096;

const LOGIN_PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Sign in to your account</title></head>\n<body><form method=\"post\" action=\"/login\">\
    <input name=\"user\" type=\"email\"><input name=\"password\" type=\"password\"><button>Sign in</button></form></body></html>\n";

/// What the client gets instead of the service's answer.
pub fn instead(request: &FakeRequest, faults: &Faults) -> Option<FakeAnswer> {
    let on = |id: &str| faults.contains(id);
    Some(if on("sandbox/silence") {
        FakeAnswer::none(FakeBody::Silence)
    } else if on("sandbox/endless-body") {
        FakeAnswer { body: FakeBody::Endless(vec![b' '; 64 * 1024]), ..FakeAnswer::new(200, "") }.header("Content-Type", "application/json")
    } else if on("sandbox/html-login-page") {
        FakeAnswer::new(200, LOGIN_PAGE).header("Content-Type", "text/html; charset=utf-8")
    } else if on("sandbox/redirect-loop") {
        let query = request.query.as_ref().map_or_else(String::new, |query| format!("?{query}"));
        FakeAnswer::new(302, "").header("Location", format!("{}{query}", request.path))
    } else if on("sandbox/invalid-utf8") {
        FakeAnswer::new(200, b"{\"value\": \"\xff\xfe\xc3\x28\"}".as_slice()).header("Content-Type", "application/json; charset=utf-8")
    } else {
        return None;
    })
}

/// What becomes of the service's own answer.
pub fn change(mut answer: FakeAnswer, faults: &Faults) -> FakeAnswer {
    if faults.contains("sandbox/slow-body")
        && let FakeBody::Whole(body) = answer.body
    {
        let body = if body.is_empty() { vec![b' '; PADDING] } else { body };
        if answer.status == 204 {
            answer.status = 200;
        }
        answer.body = FakeBody::Drip { body, pause: DRIP };
    }
    answer
}
