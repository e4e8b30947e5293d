//! `/healthz`: the process lives. `/readyz`: it can serve: the database answers.

use crate::AppState;
use axum::extract::State;
use axum::http::StatusCode;

/// Lives.
pub async fn live() -> &'static str {
    "ok\n"
}

/// Ready.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match state.services.contests().await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
    }
}
