//! When a read is asked again: a few times, later each time, and never a request that writes.

use std::time::Duration;

use crate::core::exchange::{NetError, NetErrorKind, Purpose, WireRequest, WireResponse};

/// Sent at most this often.
const MOST_ATTEMPTS: u32 = 3;
/// A server that asks for more patience than this gets none: the run goes on, and says so.
const MOST_PATIENCE: Duration = Duration::from_secs(10);

/// How long to wait before the next attempt; `None` where this answer stands.
pub(super) fn pause_before_repeat(request: &WireRequest, answer: &Result<WireResponse, NetError>, attempts: u32) -> Option<Duration> {
    if request.purpose != Purpose::Read || request.method != "GET" || attempts >= MOST_ATTEMPTS {
        return None;
    }
    let backoff = Duration::from_millis(200 * 2u64.pow(attempts - 1));
    match answer {
        Err(failure) => (failure.kind == NetErrorKind::Reset).then(|| jittered(backoff)),
        Ok(response) if matches!(response.status, 429 | 500 | 502 | 503 | 504) => {
            match response.header("retry-after").and_then(|value| value.trim().parse::<u64>().ok()).map(Duration::from_secs) {
                Some(asked) if asked > MOST_PATIENCE => None,
                Some(asked) => Some(asked),
                None => Some(jittered(backoff)),
            }
        }
        Ok(_) => None,
    }
}

/// Between half and the whole of `pause`, so that many clients do not return at once.
fn jittered(pause: Duration) -> Duration {
    let share = f64::from(uuid::Uuid::new_v4().as_bytes()[0]) / 255.0;
    pause.mul_f64(0.5 + share / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(method: &'static str, purpose: Purpose) -> WireRequest {
        WireRequest::new(method, url::Url::parse("http://127.0.0.1/").unwrap(), purpose)
    }

    fn busy(retry_after: Option<&str>) -> Result<WireResponse, NetError> {
        let headers = retry_after.map(|value| ("retry-after".to_owned(), value.to_owned())).into_iter().collect();
        Ok(WireResponse { status: 503, headers, ..WireResponse::default() })
    }

    #[test]
    fn only_reads_are_repeated() {
        assert!(pause_before_repeat(&request("GET", Purpose::Read), &busy(None), 1).is_some());
        assert_eq!(pause_before_repeat(&request("POST", Purpose::Write), &busy(None), 1), None);
        assert_eq!(pause_before_repeat(&request("GET", Purpose::Read), &busy(None), 3), None);
    }

    #[test]
    fn retry_after_is_honoured_within_bounds() {
        assert_eq!(pause_before_repeat(&request("GET", Purpose::Read), &busy(Some("2")), 1), Some(Duration::from_secs(2)));
        assert_eq!(pause_before_repeat(&request("GET", Purpose::Read), &busy(Some("3600")), 1), None);
    }
}
