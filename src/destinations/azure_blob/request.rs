//! The requests of the Blob service that leadctl sends: all of them read, but for the deletion of a blob of test leads.

use jiff::Timestamp;

use crate::core::clock::http_date;
use crate::core::exchange::{Purpose, WireRequest};
use crate::destinations::azure_blob::settings::Settings;
use crate::destinations::storage::{Credential, sign};

const VERSION: &str = "2021-08-06";
/// The most that a page of the list may have: names are long when they are escaped.
const MOST_OF_A_PAGE: usize = 16 * 1024 * 1024;

/// What a blob's name looks like in a path; the slash separates there too.
const NAME_CHARACTERS: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// Unsigned: only the `Date` of the answer is of interest.
pub(super) fn clock_probe(settings: &Settings) -> WireRequest {
    let mut url = settings.url(&format!("/{}", settings.container), &[]);
    url.set_query(Some("restype=container"));
    WireRequest::new("GET", url, Purpose::Read).header("x-ms-version", VERSION)
}

/// The container's own properties.
pub(super) fn container(settings: &Settings, now: Timestamp) -> WireRequest {
    get(settings, &format!("/{}", settings.container), &[("restype", "container")], now)
}

/// A page of the list, at most so many of its blobs.
pub(super) fn list(settings: &Settings, marker: Option<&str>, most: usize, now: Timestamp) -> WireRequest {
    let most = most.to_string();
    let mut query = vec![("restype", "container"), ("comp", "list"), ("maxresults", most.as_str())];
    query.extend(marker.map(|marker| ("marker", marker)));
    let mut request = get(settings, &format!("/{}", settings.container), &query, now);
    request.max_answer = MOST_OF_A_PAGE;
    request
}

/// A blob's content, up to `most` bytes of it; `None` where no URL can hold its name.
pub(super) fn content(settings: &Settings, name: &str, most: usize, now: Timestamp) -> Option<WireRequest> {
    let path = format!("/{}/{}", settings.container, percent_encoding::utf8_percent_encode(name, NAME_CHARACTERS));
    let mut request = get(settings, &path, &[], now);
    request.max_answer = most;
    request.private_answer = true;
    // Names with `.` and `..` between slashes lose them on the way.
    request.url.path().ends_with(&path).then_some(request)
}

/// Deletes a blob as long as it is the version of this tag; `None` where no URL can hold its name.
pub(super) fn delete(settings: &Settings, name: &str, tag: &str, now: Timestamp) -> Option<WireRequest> {
    let path = format!("/{}/{}", settings.container, percent_encoding::utf8_percent_encode(name, NAME_CHARACTERS));
    let request = WireRequest::new("DELETE", settings.url(&path, &[]), Purpose::Write).header("If-Match", tag);
    request.url.path().ends_with(&path).then(|| signed(settings, request, now))
}

fn get(settings: &Settings, path: &str, query: &[(&str, &str)], now: Timestamp) -> WireRequest {
    signed(settings, WireRequest::new("GET", settings.url(path, query), Purpose::Read), now)
}

fn signed(settings: &Settings, request: WireRequest, now: Timestamp) -> WireRequest {
    let request = request.header("x-ms-date", http_date(now)).header("x-ms-version", VERSION);
    match &settings.credential {
        Credential::Sas(_) => request,
        Credential::Key(key) => {
            let authorization = sign::for_blob(&settings.account, key, request.method, &request.headers, &request.url);
            request.header("Authorization", authorization)
        }
    }
}
