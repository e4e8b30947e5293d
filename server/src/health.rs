//! `/healthz`: the process lives. `/readyz`: it can serve: the database answers, shows the same time, and the process is
//! not about to stop.

use crate::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use domain::time::Span;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How far the clock of a node may be from that of the database, which all nodes share.
const APART: Span = Span(200);

/// Lives.
pub async fn live() -> &'static str {
    "ok\n"
}

/// Ready.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.leaving.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "leaving\n");
    }
    let looked = async {
        match state.services.contests().await {
            Ok(_) => on_time(&state).await,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
                NOT_READY
            }
        }
    };
    let answer = tokio::time::timeout(PATIENCE, looked).await;
    answer.unwrap_or_else(|_| {
        tracing::warn!("not ready: the database does not answer");
        NOT_READY
    })
}

/// How long the database may take to answer: load balancers ask every second or so.
const PATIENCE: Duration = Duration::from_secs(2);

const NOT_READY: (StatusCode, &str) = (StatusCode::SERVICE_UNAVAILABLE, "not ready\n");

fn is_on_time(apart: Span) -> bool {
    apart <= APART
}

/// A node with another time than the others would open and close rounds apart from them.
async fn on_time(state: &AppState) -> (StatusCode, &'static str) {
    match state.services.clock_apart().await {
        Ok(apart) if !is_on_time(apart) => {
            tracing::warn!(ms = apart.0, "not ready: the clock is not the database's");
            (StatusCode::SERVICE_UNAVAILABLE, "clock\n")
        }
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
            NOT_READY
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_of_a_second_apart_is_still_on_time() {
        assert!(is_on_time(Span(0)) && is_on_time(Span(200)));
        assert!(!is_on_time(Span(201)));
    }
}
