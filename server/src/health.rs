//! `/healthz`: the process lives. `/readyz`: it can serve: the database answers, shows the same time, belongs to our key,
//! and the process is not about to stop.

use crate::AppState;
use axum::extract::State;
use axum::http::StatusCode;
use services::Services;
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
        match reads_its_own(&state.services).await {
            // Somebody put another database in the place of ours: slips and receipts would be refused one by one.
            Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "key\n"),
            Ok(true) if state.on_time.load(Ordering::Relaxed) => (StatusCode::OK, "ready\n"),
            Ok(true) => (StatusCode::SERVICE_UNAVAILABLE, "clock\n"),
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

/// Reads the contests as any page does; whether the database belongs to our key.
async fn reads_its_own(services: &Services) -> services::Result<bool> {
    services.contests().await?;
    services.key_is_ours().await
}

/// How long the database may take to answer: load balancers ask every second or so.
const PATIENCE: Duration = Duration::from_secs(2);

const NOT_READY: (StatusCode, &str) = (StatusCode::SERVICE_UNAVAILABLE, "not ready\n");
