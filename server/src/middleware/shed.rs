//! More than can be done: a save that would find the writer's queue full is told to come back at once, before anything is
//! read or looked up for it. Saying no must cost far less than saving, or a flood leaves no time for saving.

use crate::AppState;
use app::error::AppError;
use app::quiz::wire::Line as _;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// Where saves go.
const SAVE: &str = "/api/quiz/save";

/// Waiting commands from which on saves are turned away: half a second's work on a small machine. What is past this layer
/// already still fits into the queue.
const FULL: usize = 5_000;

/// Shortest wait, and how many seconds on those turned away are spread: together they would only come back together.
const WAIT: (u32, u32) = (2, 4);

/// The layer. Inside of those that count and dress replies.
pub async fn layer<F: Future<Output = Response>>(
    state: &AppState,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let is_save = request.method() == Method::POST && request.uri().path() == SAVE;
    if is_save && state.services.waiting_commands() >= FULL {
        return come_back(StatusCode::SERVICE_UNAVAILABLE, wait(state));
    }
    next(request).await
}

/// Seconds until to come back, for whoever is turned away: not the same for all.
pub(crate) fn wait(state: &AppState) -> u32 {
    let [dice] = state.services.random::<1>();
    seconds(dice)
}

fn seconds(dice: u8) -> u32 {
    WAIT.0 + u32::from(dice) % WAIT.1
}

/// What the live sheet understands as “come back”: it keeps the choice and sends it again.
pub(super) fn come_back(status: StatusCode, seconds: u32) -> Response {
    let again = AppError::Busy {
        retry_after: seconds,
    };
    let head = [("retry-after", seconds.to_string())];
    (status, head, again.to_line()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_turned_away_comes_back_within_seconds_and_not_all_at_once() {
        let waits: std::collections::BTreeSet<u32> = (0..=u8::MAX).map(seconds).collect();
        assert_eq!(waits.into_iter().collect::<Vec<_>>(), [2, 3, 4, 5]);
    }

    #[test]
    fn saves_go_where_they_are_turned_away() {
        let declared = crate::router::declared_paths();
        assert!(declared.contains(&(Method::POST, SAVE.to_owned())));
    }

    #[tokio::test]
    async fn the_live_sheet_understands_it() {
        let reply = come_back(StatusCode::SERVICE_UNAVAILABLE, 3);
        assert_eq!(reply.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(reply.headers()["retry-after"], "3");
        let line = axum::body::to_bytes(reply.into_body(), 100).await.unwrap();
        let understood = AppError::parse(std::str::from_utf8(&line).unwrap());
        assert_eq!(understood, Some(AppError::Busy { retry_after: 3 }));
    }
}
