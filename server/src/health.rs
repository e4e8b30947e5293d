//! `/healthz`: the process lives. `/readyz`: it can serve: the database answers, and shows the same time.

use crate::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use domain::time::Span;

/// How far the clock of a node may be from that of the database, which all nodes share.
const APART: Span = Span(200);

/// Lives.
pub async fn live() -> &'static str {
    "ok\n"
}

/// Ready.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match state.services.contests().await {
        Ok(_) => on_time(&state).await,
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
    }
}

/// A node with another time than the others would open and close rounds apart from them.
async fn on_time(state: &AppState) -> (StatusCode, &'static str) {
    match state.services.clock_apart().await {
        Ok(apart) if apart > APART => {
            tracing::warn!(ms = apart.0, "not ready: the clock is not the database's");
            (StatusCode::SERVICE_UNAVAILABLE, "clock\n")
        }
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
    }
}
