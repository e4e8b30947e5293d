//! Background jobs: the sweeper that closes overdue attempts, the eraser of contact data.

use crate::metrics::Metrics;
use crate::middleware::under_way::UnderWay;
use domain::time::Span;
use services::Services;
use std::sync::Arc;
use std::time::Duration;

/// Between two sweeps when nothing is due.
const PAUSE: Duration = Duration::from_millis(500);

/// The sweeper looks at the attempts that were overdue this long ago: a request that came in time to another node may
/// still be on its way to that node's queue. Of its own node it knows ([`UnderWay`]).
const MARGIN: Span = Span(-1_000);

/// Sweeps until the process ends. A failed sweep is tried again: the next one finds the same attempts.
pub async fn sweeper(services: Services, under_way: Arc<UnderWay>, metrics: Arc<Metrics>) {
    loop {
        let now = services.now();
        let until = under_way.answered_until(now).min(now + MARGIN);
        let swept = services.sweep(until).await;
        match &swept {
            Ok(swept) => metrics.swept(swept.closed),
            Err(_) => metrics.sweep_failed(),
        }
        let pause = match swept {
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

/// Between two looks for contact data to erase: the date is one of days.
const ERASE_PAUSE: Duration = Duration::from_secs(3_600);

/// Erases contact data at their date until the process ends.
pub async fn eraser(services: Services) {
    loop {
        match services.erase_contacts().await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "contact data erased at their date"),
            Err(error) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "erasing contact data failed, will retry"
            ),
        }
        tokio::time::sleep(ERASE_PAUSE).await;
    }
}
