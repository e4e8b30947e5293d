//! Background jobs: the watch over the clock, the sweeper that closes overdue attempts, the eraser of contact data.

use crate::AppState;
use crate::clock::SteadyClock;
use domain::time::Span;
use services::{ServiceError, Services};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Between two looks at the clocks.
const CLOCK_PAUSE: Duration = Duration::from_millis(500);

/// How far the clock of a node may be from that of the database, which all nodes share.
const APART: Span = Span(200);

/// Watches over the clock until the process ends: follows the machine's, and says of a node that has another time than the
/// machine or the database that it is not ready. It would open and close rounds apart from the others.
pub async fn watch(state: AppState, clock: Arc<SteadyClock>) {
    loop {
        look(&state, &clock).await;
        tokio::time::sleep(CLOCK_PAUSE).await;
    }
}

/// Looks at the clocks once.
pub async fn look(state: &AppState, clock: &SteadyClock) {
    let apart = match clock.follow() {
        Some(apart) => Ok(apart),
        None => state.services.clock_apart().await,
    };
    if let Ok(apart) = &apart {
        state.metrics.clock(apart.0);
    }
    set_on_time(state, &apart);
}

fn set_on_time(state: &AppState, apart: &Result<Span, ServiceError>) {
    let on_time = is_on_time(apart);
    let before = state.on_time.swap(on_time, Ordering::Relaxed);
    match apart {
        Ok(apart) if before && !on_time => tracing::warn!(
            ms = apart.0,
            "the clock was set, or is not the database's: nobody's time is ended here until it is right or the program is \
             started again"
        ),
        Ok(_) if on_time && !before => tracing::info!("the clock is right"),
        _ => {}
    }
}

/// A clock that cannot be compared is not trusted: the database that comes back may be another, a standby with a time of
/// its own, and the sweeper would meet it before the next look.
fn is_on_time(apart: &Result<Span, ServiceError>) -> bool {
    apart.as_ref().is_ok_and(|apart| apart.0.abs() <= APART.0)
}

/// Between two sweeps when nothing is due.
const PAUSE: Duration = Duration::from_millis(500);

/// The sweeper looks at the attempts that were overdue this long ago: a request that came in time to another node may
/// still be on its way to that node's queue. Of its own node it knows ([`UnderWay`]).
const MARGIN: Span = Span(-1_000);

/// Sweeps until the process ends. A failed sweep is tried again: the next one finds the same attempts.
pub async fn sweeper(state: AppState) {
    let services = &state.services;
    loop {
        if !state.on_time.load(Ordering::Relaxed) {
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let now = services.now();
        let until = state.under_way.answered_until(now).min(now + MARGIN);
        let swept = services.sweep(until).await;
        match &swept {
            Ok(swept) => state.metrics.swept(swept.closed),
            Err(_) => state.metrics.sweep_failed(),
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

/// Hears of what other nodes change until the process ends.
pub async fn news(services: Services) {
    services.db().listen().await;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fifth_of_a_second_apart_is_still_on_time() {
        let on_time = |ms: &i64| is_on_time(&Ok(Span(*ms)));
        assert!([0, 200, -200].iter().all(on_time));
        assert!(![201, -201, 86_400_000].iter().any(on_time));
    }

    #[test]
    fn a_clock_that_cannot_be_compared_ends_nobodys_time() {
        let away = Err(ServiceError::Busy { retry_after: 1 });
        assert!(!is_on_time(&away));
    }
}
