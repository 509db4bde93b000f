//! What of a request may be remembered: no secret, no personal data.

use std::borrow::Cow;

use crate::core::exchange::{Asked, WireRequest, WireResponse};
use crate::core::redact::{Redactor, mask_people, show_url};
use crate::core::secret::REDACTED;

/// A service that sends a secret back: gone before anybody cuts the text to length and leaves half of it.
pub(super) fn clean_answer(answer: &mut WireResponse, redactor: &Redactor) {
    for (_, value) in &mut answer.headers {
        if let Cow::Owned(cleaned) = redactor.clean_known(value) {
            *value = cleaned;
        }
    }
    if let Cow::Owned(cleaned) = redactor.clean_known(&String::from_utf8_lossy(&answer.body)) {
        answer.body = cleaned.into_bytes();
    }
}

pub(super) fn asked(request: &WireRequest, redactor: &Redactor) -> Asked {
    Asked {
        method: request.method,
        url: redactor.clean(&show_url(&request.url)).into_owned(),
        headers: request
            .headers
            .iter()
            .map(|(name, value)| {
                let shown = match value.split_once(' ') {
                    Some((scheme, _)) if name.eq_ignore_ascii_case("authorization") => format!("{scheme} {REDACTED}"),
                    _ => redactor.clean(value).into_owned(),
                };
                ((*name).to_owned(), shown)
            })
            .collect(),
        body: request.body.as_ref().map(|body| mask_people(&redactor.clean(body)).into_owned()),
    }
}
