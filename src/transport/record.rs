//! What of a request may be remembered: no secret, no personal data.

use crate::core::exchange::{Asked, WireRequest, WireResponse};
use crate::core::redact::{Redactor, mask_people, show_url};
use crate::core::secret::REDACTED;

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

/// Takes the run's own secrets out of an answer that echoes them, before any part of it is cut out and shown.
pub(super) fn answer(response: &mut WireResponse, redactor: &Redactor) {
    let text = String::from_utf8_lossy(&response.body);
    if let std::borrow::Cow::Owned(clean) = redactor.clean_known(&text) {
        response.body = clean.into_bytes();
    }
    for (_, value) in &mut response.headers {
        if let std::borrow::Cow::Owned(clean) = redactor.clean_known(value) {
            *value = clean;
        }
    }
}
