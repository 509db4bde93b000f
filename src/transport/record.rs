//! What of a request may be remembered: no secret, no personal data.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use crate::core::exchange::{Asked, WireRequest};
use crate::core::redact::{Redactor, show_url};
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

/// E-mail addresses lose their local part, except those of test leads.
pub(super) fn mask_people(text: &str) -> Cow<'_, str> {
    static ADDRESS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}").expect("the pattern is constant"));
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    ADDRESS.replace_all(text, |found: &regex::Captures<'_>| {
        let address = &found[0];
        match address.split_once('@') {
            Some((name, host)) if !name.starts_with("MSFT_TEST") => format!("{}…@{host}", name.chars().next().unwrap_or('x')),
            _ => address.to_owned(),
        }
    })
}
