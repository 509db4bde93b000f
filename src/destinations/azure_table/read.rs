//! What an answer of the Table service means: its JSON; errors are read as every storage service's.

use serde_json::{Map, Value};

use crate::core::exchange::{Exchange, WireResponse};
use crate::destinations::storage::{Service, read};

pub(super) use crate::destinations::storage::read::{Failure, ServiceError, service_error};

/// What went wrong in an exchange whose answer is not the hoped-for one.
pub(super) fn failure(exchange: &Exchange) -> Failure {
    read::failure(Service::Table, exchange)
}

/// The catalogue id of a refusal; `None` for what is not known.
pub(super) fn classify(status: u16, error: &ServiceError) -> Option<&'static str> {
    read::classify(Service::Table, status, error)
}

/// A whole JSON object with a status of success: what the service answers to every read. A sign-in page or a proxy's greeting is none.
pub(super) fn is_content(response: &WireResponse) -> bool {
    response.is_success() && !response.cut && row(response).is_some()
}

/// The statuses that the service has for a row that it took in.
pub(super) fn is_stored(response: &WireResponse) -> bool {
    matches!(response.status, 201 | 204) && !response.is_html()
}

/// A row as the service holds it; `None` where the answer is no row.
pub(super) fn row(response: &WireResponse) -> Option<Map<String, Value>> {
    match serde_json::from_slice(&response.body).ok()? {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}
