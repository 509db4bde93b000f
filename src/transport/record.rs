//! What of a request may be remembered: no secret, no personal data.

use std::borrow::Cow;

use crate::core::exchange::{Asked, WireRequest, WireResponse};
use crate::core::redact::{Redactor, mask_people};

/// A service that sends a secret back: gone before anybody cuts the text to length and leaves half of it.
/// A body of leads stays as it is: it is shown nowhere, and what arrived must not be changed.
pub(super) fn clean_answer(answer: &mut WireResponse, private: bool, redactor: &Redactor) {
    for (_, value) in &mut answer.headers {
        if let Cow::Owned(cleaned) = redactor.clean_known(value) {
            *value = cleaned;
        }
    }
    if private && answer.is_success() {
        return;
    }
    if let Cow::Owned(cleaned) = redactor.clean_known(&String::from_utf8_lossy(&answer.body)) {
        answer.body = cleaned.into_bytes();
    }
}

pub(super) fn asked(request: &WireRequest, redactor: &Redactor) -> Asked {
    let asked = Asked::of(request, redactor);
    Asked { body: asked.body.map(|body| mask_people(&body).into_owned()), ..asked }
}
