//! Background jobs: the sweeper that closes overdue attempts.

use domain::time::Span;
use services::Services;
use std::time::Duration;

/// Between two sweeps when nothing is due.
const PAUSE: Duration = Duration::from_millis(500);

/// The sweeper looks at the attempts that were overdue this long ago: a request that came in time may still be
/// on its way from the socket to the queue.
const MARGIN: Span = Span(-1_000);

/// Sweeps until the process ends. A failed sweep is tried again: the next one finds the same attempts.
pub async fn sweeper(services: Services) {
    loop {
        let pause = match services.sweep(services.now() + MARGIN).await {
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
