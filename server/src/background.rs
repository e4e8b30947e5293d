//! Background jobs: the sweeper that closes overdue attempts.

use services::Services;
use std::time::Duration;

/// Between two sweeps when nothing is due.
const PAUSE: Duration = Duration::from_millis(500);

/// Sweeps until the process ends. A failed sweep is tried again: the next one finds the same attempts.
pub async fn sweeper(services: Services) {
    loop {
        let pause = match services.sweep().await {
            Ok(swept) if swept.more => Duration::ZERO,
            Ok(swept) => {
                if swept.closed > 0 {
                    tracing::info!(closed = swept.closed, "attempts closed at their deadline");
                }
                PAUSE
            }
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "sweep failed, will retry"
                );
                PAUSE * 4
            }
        };
        tokio::time::sleep(pause).await;
    }
}
