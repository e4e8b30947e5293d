//! `/healthz`: the process lives. `/readyz`: it can serve: the database answers, shows the same time, and the process is
//! not about to stop.

use crate::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

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
            Ok(_) if state.on_time.load(Ordering::Relaxed) => (StatusCode::OK, "ready\n"),
            Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "clock\n"),
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
